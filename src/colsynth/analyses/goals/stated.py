"""Are the goals themselves sound? Whether their numbers agree, how much they state, and how far they reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist
from typing import Any

import pandas as pd

from colsynth.analyses.goals.aim import baseline_share, target_percent
from colsynth.analyses.goals.group import group_in_words
from colsynth.methods.proportions import learners_needed, percent_agrees
from colsynth.reference.measures import Measure
from colsynth.reference.terms import TERMS_A_YEAR, spoken, term_number

MOST_GOALS = 5  # a community sets three to five (Ministry of Education, achievement challenges)
# Standard deviations a year: seven schools in Māngere gained 0.62 in three years of work together, on what was
# expected (Lai et al. 2009, Reading Research Quarterly 44, 30-56); 0.20 is large for any effort (Kraft 2020).
LARGEST_SHIFT = 0.62 / 3
PARTS = ("who", "measure", "from", "to", "by when")

Say = Callable[[str, str, str], None]


def arithmetic(
    goals: pd.DataFrame,
    now: pd.DataFrame,
    so_far: pd.DataFrame | None = None,
    broken: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Do the stated numbers of each goal agree with one another, and can its target be? One row is one question.

    `now` is the frame of `standing`, `so_far` that of `schools.changes`, for the trend; `broken`: the first terms
    after a change, by measure. Columns: goal, title, stated, reckoned, question. Empty when there is nothing to ask.
    """
    found: list[tuple[str, str, str, str, str]] = []
    for _, goal in goals.iterrows():

        def say(stated: str, reckoned: str, question: str, goal: pd.Series[Any] = goal) -> None:
            found.append((goal["goal"], goal["title"], stated, reckoned, question))

        _counts(goal, say)
        _reach(goal, so_far, say)
        _relations(goal, goals, say)
        newest = now.loc[now["goal"] == goal["goal"], "term"].dropna()
        if len(newest) and goal["goal"] not in set(goals["replaces"].dropna()):
            _old_line(goal, str(newest.iloc[0]), (broken or {}).get(goal["measure"], ()), say)
    for _, row in now[now["verdict"] == "no measure"].iterrows():
        if row["kind"] != "focus area":
            found.append(
                (row["goal"], row["title"], "no measure", "where it stands cannot be reckoned", "What would show it?")
            )
    return pd.DataFrame(found, columns=["goal", "title", "stated", "reckoned", "question"], dtype="str")


def _counts(goal: pd.Series[Any], say: Say) -> None:
    n, of, percent = goal["baseline_n"], goal["baseline_of"], goal["baseline_percent"]
    has_count = pd.notna(n) and pd.notna(of) and of > 0
    if has_count and n > of:
        say(f"baseline {n} of {of} learners", "more learners than there are", "Which of the two is right?")
        return
    if has_count and pd.notna(percent) and not percent_agrees(f"{percent:g}", int(n), int(of)):
        exact = 100 * n / of
        say(
            f"baseline {percent:g} %, written beside {n} of {of} learners",
            f"{n} of {of} is {exact:.1f} %; {percent:g} % of {of} is {percent * of / 100:.0f} learners",
            "Was the percentage or the count copied from another group?",
        )
    target, more, aimed = goal["target_percent"], goal["learners_more"], goal["target_n"]
    if pd.notna(target) and pd.notna(more) and has_count:
        needed = learners_needed(f"{target:g}", int(of), int(n))
        if needed != more:
            say(
                f"{more} more learners to reach {target:g} %",
                f"{target:g} % of {of}, from {n}, needs {needed} more",
                "Was the group another size when the target was set?",
            )
    if pd.notna(target) and pd.notna(aimed) and has_count and not percent_agrees(f"{target:g}", int(aimed), int(of)):
        say(
            f"target {target:g} %, written beside {aimed} learners",
            f"{aimed} of {of} is {100 * aimed / of:.1f} %",
            "Is the target set for a group of another size?",
        )
    if pd.notna(n) and pd.notna(aimed) and pd.notna(more) and aimed - n != more:
        said = f"{more} more learners, from {n} to {aimed}"
        say(said, f"from {n} to {aimed} is {aimed - n} more", "Which of the three is right?")
    start, change = baseline_share(goal), goal["target_change"]
    if pd.notna(target) and pd.notna(change) and start is not None and abs(target - 100 * start - change) >= 1:
        said = f"target {target:g} %, an increase of {change:g} percentage points"
        reckoned = f"from {100 * start:.0f} % to {target:g} % is {target - 100 * start:.0f} percentage points"
        say(said, reckoned, "Was the increase meant in percentage points?")


def _reach(goal: pd.Series[Any], so_far: pd.DataFrame | None, say: Say) -> None:
    start, target = baseline_share(goal), target_percent(goal)
    begun, due = goal["baseline_term"], goal["target_term"]
    if target is not None and start is not None and target / 100 <= start:
        say(f"target {target:.3g} %", f"the baseline is already {100 * start:.0f} %", "Should the goal reach further?")
    if pd.notna(begun) and pd.notna(due) and due <= begun:
        reckoned = f"the baseline is from {spoken(begun)}"
        say(f"target for {spoken(due)}", reckoned, "Which of the two terms is right?")
        return
    if target is None or pd.isna(due):
        return
    if start is not None and pd.notna(begun):
        a_year = shift_a_year(start, target / 100, (term_number(due) - term_number(begun)) / TERMS_A_YEAR)
        if a_year is not None and a_year > LARGEST_SHIFT:
            say(
                f"from {100 * start:.0f} % to {target:.3g} % by {spoken(due)}",
                f"a shift of {a_year:.2f} standard deviations a year; seven Māngere schools gained "
                f"{LARGEST_SHIFT:.2f} a year in a comparable effort",
                "Is there time enough, or should there be a step on the way?",
            )
    ahead = None if so_far is None else trend_at(so_far[so_far["goal"] == goal["goal"]], due)
    if ahead is not None and ahead * 100 > target:
        said = f"carrying on as until now would give about {100 * ahead:.0f} %"
        say(f"target {target:.3g} % for {spoken(due)}", said, "Should the goal reach further?")


def _old_line(goal: pd.Series[Any], newest: str, broken: Sequence[str], say: Say) -> None:
    begun = goal["baseline_term"]
    changed = [term for term in broken if pd.notna(begun) and begun < term <= newest]
    if changed and pd.notna(goal["target_term"]):
        reckoned = f"what is measured changed in {spoken(changed[-1])}, so the two are not on one line"
        say(f"baseline from {spoken(begun)}", reckoned, "Should the goal be set anew, from a term after the change?")


def shift_a_year(start: float, target: float, years: float) -> float | None:
    """From one share to another in so many years: standard deviations a year of what learners know.

    The shift of a normal distribution that takes its share above a fixed mark from `start` to `target` (probits).
    None where a share is 0 or 1, or no time lies between.
    """
    if not (0 < start < 1 and 0 < target < 1) or years <= 0:
        return None
    normal = NormalDist()
    return (normal.inv_cdf(target) - normal.inv_cdf(start)) / years


def trend_at(so_far: pd.DataFrame, due: str) -> float | None:
    """The share in a later term if the community went on as between its two terms; None where it has not clearly risen.

    The straight line through the share then and now; at most 1.
    """
    rows = so_far[(so_far["school"] == "") & (so_far["verdict"] == "rising")]
    if rows.empty:
        return None
    row = rows.iloc[0]
    first, now, then = (term_number(term) for term in (row["first_term"], row["term"], due))
    return min(1.0, float(row["share_at"] + row["change"] * (then - now) / (now - first))) if then > now else None


def _relations(goal: pd.Series[Any], goals: pd.DataFrame, say: Say) -> None:
    for column, verb in (("within", "stands within"), ("replaces", "takes the place of")):
        code = goal[column]
        if pd.isna(code):
            continue
        others = goals[goals["goal"] == code]
        if code == goal["goal"] or others.empty:
            why = "it is the goal itself" if len(others) else "no goal has this code"
            say(f"{verb} {code}", why, "Which is meant?")
            continue
        inner, outer = target_percent(goal), target_percent(others.iloc[0])
        if column == "within" and inner is not None and outer is not None and inner > outer:
            say(
                f"target {inner:.3g} % within one of {outer:.3g} %",
                "a part cannot be larger than the whole, if both are of the same learners",
                "Is it a share of the learners who reach the first mark?",
            )


def _gap_from(goal: pd.Series[Any]) -> str | None:
    """A gap starts as it was in the baseline's term."""
    is_gap = pd.notna(goal["target_gap"]) and pd.notna(goal["baseline_term"])
    return f"the gap in {spoken(goal['baseline_term'])}" if is_gap else None


def specificity(goals: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """How much does each achievement challenge state? One row is one; focus areas are not held to it.

    Columns: goal, title; who, measure, from, to, by_when: what it states, in words, empty where it states none;
    n_stated (of five); lacks (`who and by when`); verdict: `states all five`, `leaves something open`.
    """
    rows = []
    for _, goal in goals[goals["kind"] != "focus area"].iterrows():
        start, target, gap = baseline_share(goal), target_percent(goal), goal["target_gap"]
        named = goal[["school", "year_from", "year_to", "gender", "ethnicity"]].notna().any()
        known = goal["measure"] in measures
        stated = {
            "who": group_in_words(goal) if named else None,
            "measure": measures[goal["measure"]].name if known else None,
            "from": f"{100 * start:.0f} %" if start is not None else _gap_from(goal),
            "to": f"{target:.3g} %" if target is not None else f"a gap of {gap:g} points" if pd.notna(gap) else None,
            "by_when": spoken(goal["target_term"]) if pd.notna(goal["target_term"]) else None,
        }
        lacks = [name for name, said in zip(PARTS, stated.values(), strict=True) if said is None]
        row = {"goal": goal["goal"], "title": goal["title"], **stated, "n_stated": len(PARTS) - len(lacks)}
        words = " and ".join(filter(None, [", ".join(lacks[:-1]), *lacks[-1:]]))
        rows.append(row | {"lacks": words, "verdict": "leaves something open" if lacks else "states all five"})
    columns = ["goal", "title", "who", "measure", "from", "to", "by_when", "lacks", "verdict"]
    frame = pd.DataFrame(rows, columns=[*columns[:-2], "n_stated", *columns[-2:]])
    return frame.astype(dict.fromkeys(columns, "str") | {"n_stated": "Int64"})
