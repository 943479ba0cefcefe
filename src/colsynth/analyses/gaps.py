"""How far apart are two groups of learners now, and is it the same among learners of one school and year level?

The target of inference: these schools with another, like cohort of learners and classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, sqrt
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.methods.gap_change import gap, ratio_of, worth_of_gap
from colsynth.methods.gaps import mantel_haenszel, standardised_difference

MARKS = {"expected": "at or above expectation", "top": "at the highest level"}
LEAST = 10  # learners on each side; with fewer a gap says little, and gives single learners back; our rule
ALIKE = 0.03  # share by which a standardised difference may leave the crude one and be much the same; our rule
LEAST_COVERED = (
    0.8  # share of the learners in a school and year level of both sides for them to be held alike; our rule
)
LOWER, HIGHER, UNCLEAR = "lower", "higher", "no clear difference"
UNTOLD = "cannot be told"
TOO_FEW, NO_VARIATION = "too few", "no variation seen"
Mask: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.int64]
COLUMNS = {
    "measure": "str",
    "term": "str",
    "trait": "str",
    "group": "str",
    "reference": "str",
    "mark": "str",
    "n": "Int64",
    "n_at": "Int64",
    "share_at": "Float64",
    "n_reference": "Int64",
    "n_reference_at": "Int64",
    "share_reference": "Float64",
    "n_both": "Int64",
    "difference": "Float64",
    "low": "Float64",
    "high": "Float64",
    "ratio": "Float64",
    "ratio_low": "Float64",
    "ratio_high": "Float64",
    "learners_for_parity": "Int64",
    "standardised": "Float64",
    "standardised_low": "Float64",
    "standardised_high": "Float64",
    "ratio_within": "Float64",
    "share_covered": "Float64",
    "verdict_standardised": "str",
    "composition": "str",
    "basis": "str",
    "verdict": "str",
}


class Sides(Protocol):
    """What is asked of a comparison: its names, and the learners on both sides."""

    @property
    def trait(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def members(self) -> frozenset[str]: ...
    @property
    def against(self) -> frozenset[str]: ...


def gaps(results: pd.DataFrame, comparisons: Sequence[Sides], icc: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """One row is one measure in its newest term, comparison and mark (the threshold, and beside it the top level).

    `results` as from `achievement.results_by_learner`, `comparisons` as from `comparisons.comparisons`, `icc` gives for
    a mark (`expected`, `top`) the likeness of learners of one class by measure.

    Columns: measure, term, trait, group, reference, mark; n, n_at, share_at (0-1) of the group, and the same of the
    reference; n_both, learners on both sides; difference, the group's share less the reference's (-1 to 1), with its
    95 % limits low and high; ratio, the group's share over the reference's, with limits (empty where it is not
    defined, limits empty where there is none); learners_for_parity, how many more learners of the group at the mark
    would make the shares equal (never below 0); standardised, the difference if both groups were spread over schools
    and year levels as the two together, with limits; ratio_within, the common ratio among learners of one school and
    year level (Mantel-Haenszel); share_covered, the share of the smaller side's learners in a school and year level
    that has both (the others say nothing; below four fifths nothing is reckoned of like learners);
    verdict_standardised, like the verdict; composition: how the standardised differs from the crude difference, in
    words; basis: `classes` where limits take learners' classes into account, else `count`; verdict: `lower`, `higher`,
    `no clear difference`
    (the 95 % interval of the difference holds 0), `too few` (fewer than ten learners on a side; nothing is then
    reckoned), `no variation seen` (all or none of both groups are at the mark).
    """
    found = []
    who, students = pd.factorize(results["student"])
    names = list(students)
    inside = [tuple(np.array([s in side for s in names]) for side in (c.members, c.against)) for c in comparisons]
    like, _ = pd.factorize(results["school"].astype("str") + "|" + results["year_level"].astype("str"))
    class_, _ = pd.factorize(results["class_label"].where(results["class_label"] != ""))
    newest = results["term"] == results.groupby("measure")["term"].transform("max")
    for measure, mine in results.assign(who=who, like=like, class_number=class_)[newest].groupby("measure"):
        for mark in MARKS:
            rows = mine[mine[mark].notna()]
            if rows.empty:
                continue
            y = rows[mark].to_numpy(dtype=float)
            at, strata, classes = (rows[c].to_numpy(np.int64) for c in ("who", "like", "class_number"))
            likeness = icc.get(mark, {}).get(str(measure))
            named = {"measure": str(measure), "term": str(rows["term"].iloc[0]), "mark": MARKS[mark]}
            for sides, (members, against) in zip(comparisons, inside, strict=True):
                named |= {"trait": sides.trait, "group": sides.group, "reference": sides.reference}
                found.append(named | _row(members[at], against[at], y, strata, classes, likeness))
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _row(a: Mask, b: Mask, y: Numbers, strata: Codes, classes: Codes, icc: float | None) -> dict[str, Any]:
    n, x, n0, x0 = int(a.sum()), int(y[a].sum()), int(b.sum()), int(y[b].sum())
    row: dict[str, Any] = {"n": n, "n_at": x, "n_reference": n0, "n_reference_at": x0, "n_both": int((a & b).sum())}
    if min(n, n0) < LEAST:
        told = {"composition": UNTOLD, "basis": "count", "verdict": TOO_FEW, "verdict_standardised": TOO_FEW}
        return row | told
    worth = worth_of_gap(a, b, classes, icc)
    known = 1.0 if worth is None else worth
    apart, ratio = gap(a, b, y, known), ratio_of(a, b, y, known)
    row |= {"share_at": x / n, "share_reference": x0 / n0, "difference": apart.value}
    row |= {"low": apart.low, "high": apart.high}
    row |= {"ratio": _finite(ratio.value), "ratio_low": _finite(ratio.low), "ratio_high": _finite(ratio.high)}
    varied = 0 < x + x0 < n + n0
    row |= {"learners_for_parity": learners_for_parity(x, n, x0, n0), "verdict": verdict(apart.low, apart.high, varied)}
    row |= _standardised(a, b, y, strata, known, apart.value, varied)
    return row | {"basis": "count" if worth is None else "classes"}


def learners_for_parity(x: int, n: int, x0: int, n0: int) -> int:
    """How many more of the group's `n`, with `x` at the mark, would make their share that of x0 of n0; exact."""
    return max(0, -(-x0 * n // n0) - x)


def verdict(low: float, high: float, varied: bool = True) -> str:
    """The word for a difference with these 95 % limits; `varied`: some of all learners are at the mark, some not."""
    if not varied:
        return NO_VARIATION
    return LOWER if high < 0 else HIGHER if low > 0 else UNCLEAR


def composition(crude: float, standardised: float) -> str:
    """How the difference among like learners differs from the crude one, in words; by size alone, no test."""
    if abs(crude - standardised) < ALIKE:
        return "much the same"
    if crude * standardised < 0 and min(abs(crude), abs(standardised)) >= ALIKE:
        return "the other way round"
    return "smaller" if abs(standardised) < abs(crude) else "larger"


def _standardised(
    a: Mask, b: Mask, y: Numbers, strata: Codes, worth: float, crude: float, varied: bool
) -> dict[str, Any]:
    """The difference within schools and year levels, with limits from what the learners are worth."""
    placed = strata >= 0  # nobody is like a learner whose school or year level is not known
    counts = [np.bincount(strata[placed], weights=w[placed]) for w in (a * y, a * 1.0, b * y, b * 1.0)]
    both = (counts[1] > 0) & (counts[3] > 0)
    rows = np.column_stack(counts)[both]
    smaller, of = (counts[1], a.sum()) if a.sum() <= b.sum() else (counts[3], b.sum())
    covered = float(smaller[both].sum() / of)
    if covered < LEAST_COVERED:
        return {"share_covered": covered, "composition": UNTOLD, "verdict_standardised": TOO_FEW}
    alike, within = standardised_difference(rows, pooled=True), mantel_haenszel(rows).risk_ratio
    low, high = (alike.value + (limit - alike.value) / sqrt(worth) for limit in (alike.low, alike.high))
    return {
        "standardised": alike.value,
        "standardised_low": max(-1.0, low),
        "standardised_high": min(1.0, high),
        "verdict_standardised": verdict(low, high, varied),
        "ratio_within": _finite(within.value),
        "share_covered": covered,
        "composition": composition(crude, alike.value),
    }


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
