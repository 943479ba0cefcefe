"""Did the learners on a goal's target list do more than others who started where they did?

A list of learners with low results gains whether or not anything is done for them: low results are in part low by
chance. What counts is their gain beyond that of learners not on the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from colsynth.analyses.goals.group import in_group, is_measured, with_reached
from colsynth.methods.classes import class_icc, learners_worth
from colsynth.methods.comparison import Comparison, adjusted_mean, adjusted_share
from colsynth.methods.growth import regression_to_mean
from colsynth.methods.selection import Choice, share_by_choice
from colsynth.reference.measures import Measure

MOSTLY = 0.8  # share of the learners with both results who have scores in both, so that scores are compared; our rule
_LISTS = (
    "goal", "title", "unit", "first_term", "term", "listed", "n", "n_at", "list_after", "list_change", "n_others",
    "expected_after", "nearest_after", "furthest_after", "expected_change", "n_group", "group_at", "group_after",
    "group_change", "regression", "more", "low", "high", "basis", "verdict",
)  # fmt: skip
_COUNTS = ("listed", "n", "n_at", "n_others", "n_group", "group_at")


def list_verdict(low: float, high: float, nearest: float = 0.0, furthest: float = 0.0) -> str:
    """`more than expected` or `less than expected` where the 95 % interval lies on one side, else `as expected`.

    `nearest` and `furthest` are how much more (or, below 0, less) than others on the same level a list would do that
    was made of those nearest to the mark, or furthest from it: within them, it `may be who was chosen`.
    """
    if low <= 0 <= high:
        return "as expected"
    if low > max(0.0, nearest):
        return "more than expected"
    return "less than expected" if high < min(0.0, furthest) else "may be who was chosen"


def lists(
    goals: pd.DataFrame,
    listed: pd.DataFrame,
    results: pd.DataFrame,
    measures: Mapping[str, Measure],
    icc: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """One row is the target list of one goal.

    `listed`: student, goal, `start` (the day the learner came onto the list; may be empty) and `term` (of that day).
    The list is held from the newest term with results before most joined, to the newest term after it, of the same
    time of the year where there is one; the goal's group are learners who were in its years when most joined, and who
    left the list on the way stays counted. Columns: goal, title, unit (`points` where nearly all have scale scores,
    else `share` at the goal's level); first_term, term; listed (learners on the list), n (of them with both results
    and of the goal's group), n_at (at the level now; shares only), list_after, list_change (points only); n_others,
    expected_after, expected_change (what the learners not on the list lead one to expect: `methods.comparison`);
    nearest_after, furthest_after (shares only: what the list would reach by the choice alone, had it been made of those
    on their level nearest to the mark, or furthest from it: `methods.selection`); n_group, group_at, group_after,
    group_change (the whole group, list and others); regression (the change from
    regression to the mean alone, for learners picked from the list's band of scores; points only); more (list less
    expected), low, high (95 %), basis; verdict: `more than expected`, `as expected`, `less than expected`,
    `may be who was chosen` (apart from others on the same level, but by no more than the choice alone may give),
    `can't tell` (too few, or nobody else started where they did), `no later results`, `no measure`.
    """
    rows = []
    for _, goal in goals.iterrows():
        mine = listed[listed["goal"] == goal["goal"]]
        if mine.empty:
            continue
        row = {"goal": goal["goal"], "title": goal["title"], "listed": mine["student"].nunique()}
        if not is_measured(goal, measures):
            rows.append(row | {"verdict": "no measure"})
            continue
        measure = measures[goal["measure"]]
        reached = with_reached(goal, results, measures)
        pair = _pair(mine, reached)
        if pair is None:
            rows.append(row | {"verdict": "no later results"})
            continue
        both = _matched(goal, reached, pair, _years_on(mine, pair[0]))
        both = both.assign(chosen=both["student"].isin(mine["student"]))
        alike = (icc or {}).get(goal["measure"])
        rows.append(row | {"first_term": pair[0], "term": pair[1]} | _compare(both, measure, alike))
    types: dict[str, str] = dict.fromkeys(_COUNTS, "Int64")
    types |= dict.fromkeys(("goal", "title", "unit", "first_term", "term", "basis", "verdict"), "str")
    types |= {column: "Float64" for column in _LISTS if column not in types}
    return pd.DataFrame(rows, columns=list(_LISTS)).astype(types)


def _pair(mine: pd.DataFrame, reached: pd.DataFrame) -> tuple[str, str] | None:
    """The last term with results before most joined the list, and the newest of its time of the year after it."""
    terms = sorted(str(term) for term in reached["term"].unique())
    begun = _begun(mine)
    there = reached[(reached["term"] == begun) & reached["student"].isin(mine["student"])]
    # results of the term itself count as earlier only where most were there before the list was
    seen_first = len(there) > 0 and bool((there["date"] <= mine["start"].median()).mean() > 0.5)
    before = [term for term in terms if term < begun or (seen_first and term == begun)] or terms[:1]
    after = [term for term in terms if before and term > before[-1]]
    if not after:
        return None
    alike = [term for term in after if term[-1] == before[-1][-1]]
    return before[-1], (alike or after)[-1]


def _begun(mine: pd.DataFrame) -> str:
    """The term in which most joined the list; "" where none is known."""
    joined = mine["term"].dropna()
    return str(joined.mode().iloc[0]) if len(joined) else ""


def _years_on(mine: pd.DataFrame, first_term: str) -> int:
    """Years from the first result to when most joined the list."""
    begun = _begun(mine)
    return int(begun[:4]) - int(first_term[:4]) if begun else 0


def _matched(goal: pd.Series[Any], reached: pd.DataFrame, pair: tuple[str, str], years_on: int) -> pd.DataFrame:
    """One row is one learner with a result in both terms who was of the goal's group `years_on` after the first."""
    then = reached[reached["term"] == pair[0]]
    first = in_group(goal, then.assign(year_level=then["year_level"] + years_on))
    kept = ["student", "level", "scale_score", "reached", "school", "class_label"]
    later = reached.loc[reached["term"] == pair[1], kept]
    return first[["student", "year_level", "level", "scale_score", "reached"]].merge(
        later, on="student", suffixes=("_before", ""), validate="1:1"
    )


def _compare(both: pd.DataFrame, measure: Measure, icc: float | None) -> dict[str, Any]:
    chosen = both["chosen"].to_numpy(bool)
    has_scores = both[["scale_score_before", "scale_score"]].notna().all(axis=1)
    if len(both) and has_scores.mean() >= MOSTLY:
        return _in_points(both[has_scores])
    worth, worth_others, basis = _worth(both, icc)
    stratum = both["level_before"].astype("str")
    if not measure.declared.expected_from:  # what is expected depends on the year level
        stratum = stratum + "|" + both["year_level"].astype("str")
    reached = both["reached"].to_numpy(bool)
    found = adjusted_share(reached, stratum.to_numpy(object), chosen, worth, worth_others)
    row: dict[str, Any] = {"unit": "share", "n": int(chosen.sum()), "n_group": len(both), "basis": basis}
    if len(both):
        row |= {"group_at": int(reached.sum()), "group_after": float(reached.mean())}
    if chosen.any():
        row |= {"n_at": int(reached[chosen].sum()), "list_after": float(reached[chosen].mean())}
    if found is None:
        return row | _told(None)
    known = {name: place for place, name in enumerate(measure.levels)}
    place = both["level_before"].map(known).fillna(-1).to_numpy(float)
    one = np.full(len(both), "")
    block = one if measure.declared.expected_from else both["year_level"].astype("str").to_numpy(object)
    choice = share_by_choice(place, reached, chosen, block)
    return row | _told(found, choice)


def _in_points(both: pd.DataFrame) -> dict[str, Any]:
    chosen = both["chosen"].to_numpy(bool)
    pre, post = both["scale_score_before"].to_numpy(float), both["scale_score"].to_numpy(float)
    years = both["year_level"].astype("str").to_numpy(object)
    alike = class_icc(post - pre, both["class_label"].to_numpy(object), both["school"].astype("str").to_numpy(object))
    worth, worth_others, basis = _worth(both, alike.icc if alike else None)
    found = adjusted_mean(pre, post, chosen, years, worth, worth_others)
    row: dict[str, Any] = {"unit": "points", "n": int(chosen.sum()), "n_group": len(both), "basis": basis}
    row |= {"group_after": float(post.mean()), "group_change": float((post - pre).mean())}
    if chosen.any():
        row |= {"list_after": float(post[chosen].mean()), "list_change": float((post - pre)[chosen].mean())}
    if chosen.sum() and len(both) > 2 and np.std(pre) > 0 and np.std(post) > 0:
        r = float(np.corrcoef(pre, post)[0, 1])
        band = float(pre[chosen].min()), float(pre[chosen].max())
        # Mean and spread of the whole group; its own change is no part of regression.
        row["regression"] = float(regression_to_mean(float(pre.mean()), float(np.std(pre, ddof=1)), r, *band))
    if found is not None:
        row["expected_change"] = row["list_change"] - found.value
    return row | _told(found)


def _told(found: Comparison | None, choice: Choice | None = None) -> dict[str, Any]:
    if found is None:
        return {"verdict": "can't tell"}
    row: dict[str, Any] = {"n_others": found.n_others, "expected_after": found.expected, "more": found.value}
    row |= {"low": found.low, "high": found.high}
    if choice is None:
        return row | {"verdict": list_verdict(found.low, found.high)}
    row |= {"nearest_after": choice.nearest, "furthest_after": choice.furthest}
    off = (choice.nearest - found.expected, choice.furthest - found.expected)
    return row | {"verdict": list_verdict(found.low, found.high, *off)}


def _worth(both: pd.DataFrame, icc: float | None) -> tuple[float, float, str]:
    """How many independent learners one is worth in classes (0-1), for the list and for the others, and the basis."""
    found = []
    for side in (both[both["chosen"]], both[~both["chosen"]]):
        worth = learners_worth(side["class_label"].to_numpy(object), icc)
        found.append(None if worth is None else worth / len(side))
    mine, others = found
    if mine is None or others is None:
        return 1.0, 1.0, "count"
    return mine, others, "classes"
