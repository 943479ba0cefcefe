"""Where does each goal stand against its baseline, its planned path and its target, term by term?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from colsynth.analyses.goals.aim import baseline_share, check_term, milestones, planned_at, target_percent
from colsynth.analyses.goals.group import LEAST, Seen, group_in_words, is_measured, learners_of, seen_in
from colsynth.methods.proportions import learners_needed, probability_above, wilson_interval
from colsynth.reference.measures import Measure

ON_TRACK = 0.80  # probability that the share lies above its path, from which it is on track; methods.md 1
BEHIND = 0.20  # the same, to which it is behind

REACHED = ("securely met", "met on the count")
ON_THE_WAY = ("ahead", "on track", "too close to call", "behind")
_SHARES = (
    "baseline_share", "target_share", "share_at", "low", "high", "check_share", "check_low", "check_high",
    "planned_share",
)  # fmt: skip
_STANDING = (
    "goal", "title", "kind", "measure", "group", "owner", "within", "baseline_term", "baseline_n", "baseline_of",
    "baseline_share", "target_term", "target_share", "term", "n", "n_at", "share_at", "low", "high", "basis",
    "learners_more", "check_term", "alike", "check_n", "check_at", "check_share", "check_low", "check_high",
    "planned_share", "shrinking", "verdict",
)  # fmt: skip
_WAY = (
    "goal", "title", "term", "n", "n_at", "share_at", "low", "high", "basis", "planned_share", "milestone_share",
    "earlier_share", "verdict",
)  # fmt: skip


def trajectory_verdict(x: int, n: int, planned: float, worth: float | None = None) -> str:
    """Is `x` of `n` learners above, on or below the share planned for the term? By the rule that is printed.

    `too few` below ten learners; `ahead` where the whole 95 % interval lies above the plan; else by the probability
    that the share behind the count lies above it: `on track` from .80, `behind` to .20, `too close to call` between.
    `worth` is what the learners are worth in classes (every one is one where None).
    """
    if n < LEAST:
        return "too few"
    size = float(n) if worth is None else worth
    at = min(size, x / n * size)
    if wilson_interval(at, size).low > planned:
        return "ahead"
    above = probability_above(at, size, min(1.0, max(0.0, planned)))
    return "on track" if above >= ON_TRACK else "behind" if above <= BEHIND else "too close to call"


def reached_verdict(x: int, n: int, percent: float, low: float) -> str | None:
    """`securely met` where the lower 95 % limit is at the target too, `met on the count`, or None; `too few` first."""
    if n < LEAST:
        return "too few"
    if learners_needed(f"{percent:.10g}", n, x):
        return None
    return "securely met" if low >= percent / 100 else "met on the count"


def standing(
    goals: pd.DataFrame,
    results: pd.DataFrame,
    measures: Mapping[str, Measure],
    icc: Mapping[str, float] | None = None,
    broken: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """One row is one goal, in the register's order, with where its group stands in its newest term.

    `icc`: how alike learners of a class are, by measure. `broken`: the first terms after a change, by measure.
    Columns: goal, title, kind, measure, group (in words), owner, within; baseline_n, baseline_of, baseline_share,
    baseline_term, target_share, target_term as the goal states them (shares 0-1); term, n, n_at, share_at,
    low, high (95 %), basis (`classes` or `count`); learners_more (exact, for the group as it is now); check_term
    (the newest that can be held against the plan; `alike` False where it is of another time of the year), check_n,
    check_at, check_share, check_low, check_high, planned_share; shrinking (the share rose since the baseline while
    fewer learners are at the level); verdict: `securely met`, `met on the count`, `not met` (its term has passed),
    `ahead`, `on track`, `too close to call`, `behind`, `not yet met` (nothing to hold it against on the way),
    `can't tell` (the measure changed on the way), `too few`, `replaced`, `no target`, `held as a gap`,
    `no measure`, `no results`.
    """
    given = set(goals["replaces"].dropna())
    rows = [
        _where(goal, results, measures, icc or {}, broken or {})
        | ({"verdict": "replaced"} if goal["goal"] in given else {})
        for _, goal in goals.iterrows()
    ]
    types = dict.fromkeys(("baseline_n", "baseline_of", "n", "n_at", "learners_more", "check_n", "check_at"), "Int64")
    types |= dict.fromkeys(_SHARES, "Float64")
    types |= {"shrinking": "boolean", "alike": "boolean"}
    types |= {column: "str" for column in _STANDING if column not in types}
    return pd.DataFrame(rows, columns=list(_STANDING)).astype(types)


def _where(
    goal: pd.Series[Any],
    results: pd.DataFrame,
    measures: Mapping[str, Measure],
    icc: Mapping[str, float],
    broken: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    aim = target_percent(goal)
    row: dict[str, Any] = {
        **{column: goal[column] for column in ("goal", "title", "kind", "measure", "owner", "within")},
        **{column: goal[column] for column in ("baseline_n", "baseline_of", "baseline_term", "target_term")},
        "group": group_in_words(goal),
        "baseline_share": baseline_share(goal),
        "target_share": None if aim is None else aim / 100,
    }
    if not is_measured(goal, measures):
        return row | {"verdict": "no measure"}
    mine = learners_of(goal, results, measures)
    if mine.empty:
        return row | {"verdict": "no results"}
    alike = icc.get(goal["measure"])
    newest = mine["term"].max()
    now = seen_in(mine[mine["term"] == newest], alike)
    assert now is not None  # the newest term has results
    row |= {"term": newest, "n": now.n, "n_at": now.at, "share_at": now.share, "low": now.low, "high": now.high}
    row |= {"basis": now.basis, "shrinking": _is_shrinking(goal, now)}
    if aim is None:
        return row | {"verdict": "no target" if pd.isna(goal["target_gap"]) else "held as a gap"}
    row["learners_more"] = learners_needed(f"{aim:.10g}", now.n, now.at)
    way = _on_the_way(goal, mine, alike, broken.get(goal["measure"], ()))
    told = reached_verdict(now.at, now.n, aim, now.low)
    if told is None and pd.notna(goal["target_term"]) and newest >= goal["target_term"]:
        told = "not met"
    return row | way | {"verdict": told or way.get("verdict", "not yet met")}


def _is_shrinking(goal: pd.Series[Any], now: Seen) -> bool | None:
    start = baseline_share(goal)
    if start is None or pd.isna(goal["baseline_n"]):
        return None
    return bool(now.share > start and now.at < goal["baseline_n"])


def _on_the_way(goal: pd.Series[Any], mine: pd.DataFrame, icc: float | None, broken: Sequence[str]) -> dict[str, Any]:
    """The newest results that can be held against the plan, and the verdict there; empty where there is no plan."""
    found = check_term(goal, mine["term"].unique())
    planned = planned_at(milestones(goal), found[0]) if found else None
    if found is None or planned is None:
        return {}
    term, alike = found
    then = seen_in(mine[mine["term"] == term], icc)
    assert then is not None  # a check term has results
    row = {"check_term": term, "alike": alike, "check_n": then.n, "check_at": then.at, "check_share": then.share}
    row |= {"check_low": then.low, "check_high": then.high, "planned_share": planned}
    return row | {"verdict": _held_against(then, planned, _is_parted(goal, term, broken))}


def _is_parted(goal: pd.Series[Any], term: str, broken: Sequence[str]) -> bool:
    """Whether the measure changed between the goal's baseline and a term."""
    begun = goal["baseline_term"]
    return pd.notna(begun) and any(begun < change <= term for change in broken)


def _held_against(seen: Seen, planned: float, parted: bool) -> str:
    verdict = trajectory_verdict(seen.at, seen.n, planned, seen.worth)
    return "can't tell" if parted and verdict != "too few" else verdict


def path(
    goals: pd.DataFrame,
    results: pd.DataFrame,
    measures: Mapping[str, Measure],
    icc: Mapping[str, float] | None = None,
    broken: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """One row is one goal and term: n, n_at, share_at, low, high of its group, and what was planned for the term.

    planned_share lies on the lines from mark to mark; milestone_share is filled at the marks alone (the baseline,
    milestones and the target); earlier_share is the plan of the goal whose place this one took, on the same
    measure. verdict holds the share against the plan by `trajectory_verdict`, in terms after the baseline that have
    both; `can't tell` after a change of the measure (`broken`: the first terms after one, by measure). Terms with a
    mark and no results have an empty share. Goals without a measure have no rows, nor has a goal whose line stands
    with the one that replaced it.
    """
    frames = []
    for _, goal in goals.iterrows():
        by = goals[goals["replaces"] == goal["goal"]]
        if not is_measured(goal, measures) or (by["measure"] == goal["measure"]).any():
            continue
        old = goals[(goals["goal"] == goal["replaces"]) & (goals["measure"] == goal["measure"])]
        earlier = milestones(old.iloc[0]) if len(old) else {}
        mine = learners_of(goal, results, measures)
        breaks = (broken or {}).get(goal["measure"], ())
        frames.append(_terms_of(goal, mine, (icc or {}).get(goal["measure"]), earlier, breaks))
    if not frames:
        return pd.DataFrame(columns=list(_WAY))
    return pd.concat(frames, ignore_index=True)


def _terms_of(
    goal: pd.Series[Any],
    mine: pd.DataFrame,
    icc: float | None,
    earlier: dict[str, float],
    broken: Sequence[str],
) -> pd.DataFrame:
    marks = milestones(goal)
    by_term = {str(term): seen_in(rows, icc) for term, rows in mine.groupby("term")}
    rows = []
    for term in sorted({*by_term, *marks, *earlier}):
        seen, planned = by_term.get(term), planned_at(marks, term)
        old = planned_at(earlier, term) if earlier and term <= max(earlier) else None
        row = {"term": term, "planned_share": planned, "milestone_share": marks.get(term), "earlier_share": old}
        if seen is not None:
            row |= {"n": seen.n, "n_at": seen.at, "share_at": seen.share, "low": seen.low, "high": seen.high}
            row |= {"basis": seen.basis}
            if planned is not None and term > min(marks):
                row |= {"verdict": _held_against(seen, planned, _is_parted(goal, term, broken))}
        rows.append(row)
    types = {"n": "Int64", "n_at": "Int64"}
    types |= dict.fromkeys(("goal", "title", "term", "basis", "verdict"), "str")
    types |= {column: "Float64" for column in _WAY if column not in types}
    frame = pd.DataFrame(rows, columns=list(_WAY)).assign(goal=goal["goal"], title=goal["title"])
    return frame.astype(types)
