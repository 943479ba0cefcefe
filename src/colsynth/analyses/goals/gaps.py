"""Where a goal is to narrow a gap: how far is its group from the learners it is compared with?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

import pandas as pd

from colsynth.analyses.goals.group import (
    LEAST,
    Seen,
    group_in_words,
    in_group,
    is_measured,
    of_kind,
    seen_in,
    with_reached,
)
from colsynth.methods.proportions import newcombe_difference
from colsynth.reference.ethnicity import MANY
from colsynth.reference.measures import Measure

_GAPS = (
    "goal", "title", "group", "compared_with", "first_term", "gap_before", "term", "n", "n_at", "share_at", "other_n",
    "other_at", "other_share", "gap", "low", "high", "basis", "target_gap", "target_term", "learners_more", "verdict",
)  # fmt: skip


def gap_verdict(gap: float, high: float, target: float) -> str:
    """`securely met` where the whole 95 % interval of the gap is at most the target, else `met on the count` or not."""
    return "securely met" if high <= target else "met on the count" if gap <= target + 1e-9 else "not yet met"


def more_for_gap(x: int, n: int, other_x: int, other_n: int, target: float) -> int:
    """How many more than `x` of `n` must reach the mark to be at most `target` behind `other_x` of `other_n`? Exact."""
    least = Fraction(other_x, other_n) - Fraction(f"{target:.10g}")
    return max(0, ceil(least * n) - x)


def gaps(
    goals: pd.DataFrame,
    results: pd.DataFrame,
    measures: Mapping[str, Measure],
    icc: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """One row is one goal whose target is a gap.

    Columns: goal, title, group and compared_with (in words; the learners of the same years and school who are not of
    the group, or are of the group named and not of the goal's); first_term and gap_before (the baseline's term, where
    it has results); term, n, n_at, share_at, other_n, other_at, other_share; gap (share of the others less that of
    the group, so that a positive gap is one to close), low, high (95 %, Newcombe), basis; target_gap, target_term;
    learners_more (of the group at the level, for the gap to be at most the target while the others stay; exact);
    verdict: `securely met`, `met on the count`, `not yet met`, `too few` (below ten learners on a side),
    `no measure`, `no results`.
    """
    rows = []
    for _, goal in goals[goals["target_gap"].notna()].iterrows():
        row: dict[str, Any] = {
            "goal": goal["goal"],
            "title": goal["title"],
            "group": group_in_words(goal),
            "compared_with": _compared_in_words(goal),
            "target_gap": float(goal["target_gap"]) / 100,
            "target_term": goal["target_term"],
        }
        if not is_measured(goal, measures):
            rows.append(row | {"verdict": "no measure"})
            continue
        mine, others = _sides(goal, with_reached(goal, results, measures))
        if mine.empty or others.empty:
            rows.append(row | {"verdict": "no results"})
            continue
        alike = (icc or {}).get(goal["measure"])
        newest = str(mine["term"].max())
        rows.append(row | {"term": newest} | _now(mine, others, newest, alike, row["target_gap"]))
        first = goal["baseline_term"]
        before = [seen_in(side[side["term"] == first], None) for side in (mine, others)]
        known = [side for side in before if side is not None and side.n >= LEAST]
        if first != newest and len(known) == len(before):
            rows[-1] |= {"first_term": first, "gap_before": known[1].share - known[0].share}
    types: dict[str, str] = dict.fromkeys(("n", "n_at", "other_n", "other_at", "learners_more"), "Int64")
    numbers = ("gap_before", "share_at", "other_share", "gap", "low", "high", "target_gap")
    types |= dict.fromkeys(numbers, "Float64")
    types |= {column: "str" for column in _GAPS if column not in types}
    return pd.DataFrame(rows, columns=list(_GAPS)).astype(types)


def _now(mine: pd.DataFrame, others: pd.DataFrame, term: str, icc: float | None, target: float) -> dict[str, Any]:
    own, other = (seen_in(side[side["term"] == term], icc) for side in (mine, others))
    row: dict[str, Any] = {}
    for seen, names in ((own, ("n", "n_at", "share_at")), (other, ("other_n", "other_at", "other_share"))):
        if seen is not None:
            row |= dict(zip(names, (seen.n, seen.at, seen.share), strict=True))
    if own is None or other is None or min(own.n, other.n) < LEAST:
        return row | {"verdict": "too few"}
    return row | _difference(own, other, target)


def _difference(own: Seen, other: Seen, target: float) -> dict[str, Any]:
    found = newcombe_difference(other.worth_at, other.worth, own.worth_at, own.worth)
    basis = "classes" if own.basis == other.basis == "classes" else "count"
    row: dict[str, Any] = {"gap": found.value, "low": found.low, "high": found.high, "basis": basis}
    row["learners_more"] = more_for_gap(own.at, own.n, other.at, other.n, target)
    return row | {"verdict": gap_verdict(found.value, found.high, target)}


def _sides(goal: pd.Series[Any], rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(the goal's group, those it is compared with), of the goal's years and school."""
    everyone = goal.copy()
    everyone[["gender", "ethnicity"]] = None
    rows = in_group(everyone, rows)
    mine = of_kind(goal, rows)
    others = rows[~rows.index.isin(mine.index)]
    for said, held in (("gender", "gender"), ("ethnicity", "ethnicities")):
        if pd.notna(goal[said]):  # a learner whose group is not known is on neither side
            others = others[others[held].notna()]
    if pd.notna(goal["compared_with"]):
        named = goal.copy()
        named["ethnicity"], named["gender"] = goal["compared_with"], None
        others = of_kind(named, others)
    return mine, others


def _compared_in_words(goal: pd.Series[Any]) -> str:
    if pd.notna(goal["compared_with"]):
        return f"{' or '.join(goal['compared_with'].split(MANY))} learners"
    return "all other learners"
