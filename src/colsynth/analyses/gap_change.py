"""Did a gap between two groups narrow or widen since the first like term?

The target of inference: these schools with other, like cohorts of learners and classes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite, isnan, log, nan, sqrt
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.methods.gap_change import (
    Change,
    change,
    correlation,
    gap,
    paired_change,
    ratio_change,
    ratio_of,
    worth_of_gap,
)
from colsynth.methods.gaps import Estimate, influence

MARKS = {"expected": "at or above expectation", "top": "at the highest level"}
LEAST = 10  # learners on each side in each term; our rule
LEAST_SCHOOL = 5  # learners on each side in each term for a school to show a change of its own; our rule
NARROWED, WIDENED, TURNED, UNCLEAR = "narrowed", "widened", "turned round", "no clear change"
TOO_FEW, NO_VARIATION, UNTOLD = "too few", "no variation seen", "can't tell"
EACH, SAME = "each term's learners", "the same learners"
Mask: TypeAlias = npt.NDArray[np.bool_]
COLUMNS = {
    "measure": "str",
    "first_term": "str",
    "term": "str",
    "trait": "str",
    "group": "str",
    "reference": "str",
    "mark": "str",
    "who": "str",
    "n_first": "Int64",
    "n_first_at": "Int64",
    "n_reference_first": "Int64",
    "n_reference_first_at": "Int64",
    "n": "Int64",
    "n_at": "Int64",
    "n_reference": "Int64",
    "n_reference_at": "Int64",
    "difference_first": "Float64",
    "difference": "Float64",
    "change": "Float64",
    "low": "Float64",
    "high": "Float64",
    "ratio_first": "Float64",
    "ratio": "Float64",
    "ratio_verdict": "str",
    "agreement": "str",
    "n_schools": "Int64",
    "same_sign": "Float64",
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


def gap_changes(
    results: pd.DataFrame,
    comparisons: Sequence[Sides],
    icc: Mapping[str, Mapping[str, float]],
    since: Mapping[str, str],
    apart: Collection[str] = (),
) -> pd.DataFrame:
    """One row is one measure, comparison, mark, and whose gap it is: of each term's learners, or of the same learners.

    The newest term of a measure is held against the first like term (the same term of an earlier year) that is not
    before `since` (the first term after the measure last changed; missing where it did not) and not among the terms to
    be read `apart`. Arguments else as in `gaps.gaps`.

    Columns: measure, first_term (empty where there is none), term, trait, group, reference, mark, who; n and n_at of
    group and reference in both terms; difference_first and difference, the group's share less the reference's; change
    from one to the other (-1 to 1) with its 95 % limits low and high; ratio_first and ratio; ratio_verdict, like the
    verdict, from the ratio; agreement: `agree`, `disagree` (points and ratio moved opposite ways, either clearly) or
    `one alone` (one of them moved clearly, the other did not); n_schools, schools with at
    least five learners on each side in both terms, and same_sign, the share of them whose gap moved as the whole (of
    each term's learners alone); basis: `classes` where limits take learners' classes
    into account, else `count`; verdict: `narrowed`, `widened` (the 95 % interval of the change holds no 0), `turned
    round` (so too, and the group now stands on the other side), `no clear change`, `too few`, `no variation seen`,
    `can't tell` (no earlier like term).

    Of each term's learners, those in both terms count as the same learners they are; the same learners alone are those
    with a result in both terms, each held against their own earlier result.
    """
    found: list[dict[str, Any]] = []
    who, students = pd.factorize(results["student"])
    names = list(students)
    inside = [tuple(np.array([s in side for s in names]) for side in (c.members, c.against)) for c in comparisons]
    class_, _ = pd.factorize(results["class_label"].where(results["class_label"] != ""))
    school, _ = pd.factorize(results["school"])
    numbered = results.assign(who=who, class_number=class_, school_number=school)
    for measure, mine in numbered.groupby("measure"):
        last = str(mine["term"].max())
        first = first_like(mine["term"].unique(), last, since.get(str(measure), ""), apart)
        for mark in MARKS:
            rows = mine[mine[mark].notna()]
            now, then = (_seen(rows[rows["term"] == term], mark) for term in (last, first))
            if not len(now.who):
                continue
            named = {"measure": str(measure), "term": last, "first_term": first, "mark": MARKS[mark]}
            likeness = icc.get(mark, {}).get(str(measure))
            for sides, (members, against) in zip(comparisons, inside, strict=True):
                given = named | {"trait": sides.trait, "group": sides.group, "reference": sides.reference}
                if not len(then.who):
                    found.append(given | _without(UNTOLD) | {"who": EACH, "first_term": None})
                    continue
                ends = [(members[end.who], against[end.who]) for end in (then, now)]
                found.append(given | {"who": EACH} | _each(then, now, ends, likeness))
                found.append(given | {"who": SAME} | _same(then, now, ends, likeness))
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def first_like(terms: Collection[str], last: str, since: str, apart: Collection[str]) -> str | None:
    """The first term of the same season before `last`, from `since` on and not among those to be read apart."""
    like = [t for t in terms if t[-1] == last[-1] and since <= t < last and t not in apart]
    return min(like, default=None)


def verdict(first: Estimate, last: Estimate, moved: Change) -> str:
    """The word for a gap that went from `first` to `last`, 0 being no gap, by the 95 % limits of the change.

    On one side of 0 it narrowed or widened. Across 0: from no clear gap to a clear one it widened, from a clear one to
    none it narrowed, else it turned round.
    """
    if isnan(moved.value) or moved.low <= 0 <= moved.high:
        return UNCLEAR
    if first.value * last.value >= 0:
        side = first.value if first.value != 0 else last.value
        return NARROWED if moved.value * side < 0 else WIDENED
    clear = [not estimate.low <= 0 <= estimate.high for estimate in (first, last)]
    return {(False, True): WIDENED, (True, False): NARROWED}.get((clear[0], clear[1]), TURNED)


def agreement(points: str, ratio: str, points_moved: float, ratio_moved: float) -> str:
    """Whether points and ratio tell one story; the two numbers are how far each gap grew in size."""
    if points == ratio:
        return "agree"
    return "disagree" if points_moved * ratio_moved < 0 else "one alone"


@dataclass(frozen=True)
class _Seen:
    """Results of one term against one mark, in the order of the learners: who, at the mark or not, class and school."""

    who: npt.NDArray[np.int64]
    y: npt.NDArray[np.float64]
    class_: npt.NDArray[np.int64]
    school: npt.NDArray[np.int64]

    def only(self, keep: Mask) -> _Seen:
        return _Seen(self.who[keep], self.y[keep], self.class_[keep], self.school[keep])


def _seen(rows: pd.DataFrame, mark: str) -> _Seen:
    rows = rows.sort_values("who")
    numbers = (rows[column].to_numpy(np.int64) for column in ("class_number", "school_number"))
    return _Seen(rows["who"].to_numpy(np.int64), rows[mark].to_numpy(dtype=float), *numbers)


def _each(then: _Seen, now: _Seen, ends: list[tuple[Mask, Mask]], icc: float | None) -> dict[str, Any]:
    row = _counts(then, now, ends)
    if row["verdict"]:
        return row
    worth = [worth_of_gap(*side, end.class_, icc) for side, end in zip(ends, (then, now), strict=True)]
    known = [1.0 if w is None else w for w in worth]
    estimates = _estimates(then, now, ends, known)
    of_both = [np.isin(end.who, other.who) for end, other in ((then, now), (now, then))]
    errors = [influence(*side, end.y)[0] for side, end in zip(ends, (then, now), strict=True)]
    # Learners of both terms pair by their order; what classes add to the error of a term is not shared with the other.
    shared = float((errors[0][of_both[0]] * errors[1][of_both[1]]).sum())
    alone = sqrt(float((errors[0] ** 2).sum()) * float((errors[1] ** 2).sum()))
    alike = 0.0 if alone == 0 else shared / alone * sqrt(known[0] * known[1])
    moved = change(estimates[0], estimates[1], alike)
    row |= _told(estimates, moved, alike) | {"basis": "count" if None in worth else "classes"}
    return row | _by_school(then, now, ends, moved.value)


def _by_school(then: _Seen, now: _Seen, ends: list[tuple[Mask, Mask]], moved: float) -> dict[str, Any]:
    """How many schools can show a change of their own, and the share of them that moved as the whole."""
    gaps = []
    most = 1 + max(end.school.max() for end in (then, now))
    for (a, b), end in zip(ends, (then, now), strict=True):
        of_school = end.school >= 0
        n, x, n0, x0 = (
            np.bincount(end.school[of_school], weights=w[of_school], minlength=most)
            for w in (a * 1.0, a * end.y, b * 1.0, b * end.y)
        )
        told = (n >= LEAST_SCHOOL) & (n0 >= LEAST_SCHOOL)
        gaps.append(np.divide(x, n, out=np.full(most, nan), where=told) - np.divide(x0, n0, where=told, out=x0 * nan))
    changes = gaps[1] - gaps[0]
    changes = changes[~np.isnan(changes)]
    as_whole = float((changes * moved > 0).mean()) if len(changes) else None
    return {"n_schools": len(changes), "same_sign": as_whole}


def _same(then: _Seen, now: _Seen, ends: list[tuple[Mask, Mask]], icc: float | None) -> dict[str, Any]:
    keep = [np.isin(end.who, other.who) for end, other in ((then, now), (now, then))]
    then, now = then.only(keep[0]), now.only(keep[1])
    ends = [(a[kept], b[kept]) for (a, b), kept in zip(ends, keep, strict=True)]
    row = _counts(then, now, ends)
    if row["verdict"]:
        return row
    a, b = ends[1]
    worth = worth_of_gap(a, b, now.class_, icc)
    known = 1.0 if worth is None else worth
    moved = paired_change(a, b, then.y, now.y, known)
    alike = correlation(influence(a, b, then.y)[0], influence(a, b, now.y)[0])
    row |= _told(_estimates(then, now, ends, [known, known]), moved, alike)
    return row | {"basis": "count" if worth is None else "classes"}


def _estimates(then: _Seen, now: _Seen, ends: list[tuple[Mask, Mask]], worth: list[float]) -> list[Estimate]:
    """The difference in the first and in the last term, then the ratio in both."""
    three = list(zip(ends, (then.y, now.y), worth, strict=True))
    return [how(*side, y, w) for how in (gap, ratio_of) for side, y, w in three]


def _counts(then: _Seen, now: _Seen, ends: list[tuple[Mask, Mask]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for (a, b), end, when in zip(ends, (then, now), ("_first", ""), strict=True):
        row |= {f"n{when}": int(a.sum()), f"n{when}_at": int(end.y[a].sum())}
        row |= {f"n_reference{when}": int(b.sum()), f"n_reference{when}_at": int(end.y[b].sum())}
    sizes = [row[f"{side}{when}"] for side in ("n", "n_reference") for when in ("_first", "")]
    at = sum(row[f"{side}{when}_at"] for side in ("n", "n_reference") for when in ("_first", ""))
    return row | _without(TOO_FEW if min(sizes) < LEAST else NO_VARIATION if at in (0, sum(sizes)) else "")


def _without(word: str) -> dict[str, Any]:
    return {"verdict": word, "ratio_verdict": word, "agreement": "agree", "basis": "count"}


def _told(estimates: list[Estimate], moved: Change, alike: float) -> dict[str, Any]:
    first, last, *ratios = estimates
    logs = [_log(estimate) for estimate in ratios]
    word = verdict(first, last, moved)
    of_ratio = verdict(logs[0], logs[1], ratio_change(ratios[0], ratios[1], alike))
    grew, ratio_grew = abs(last.value) - abs(first.value), abs(logs[1].value) - abs(logs[0].value)
    if moved.low == moved.high:
        word = of_ratio = NO_VARIATION
    return {
        "difference_first": first.value,
        "difference": last.value,
        "change": moved.value,
        "low": moved.low,
        "high": moved.high,
        "ratio_first": _finite(ratios[0].value),
        "ratio": _finite(ratios[1].value),
        "verdict": word,
        "ratio_verdict": of_ratio,
        "agreement": agreement(word, of_ratio, grew, ratio_grew),
    }


def _log(ratio: Estimate) -> Estimate:
    """The logarithm of a ratio; nan where it has none."""
    at = [log(v) if 0 < v < inf else nan for v in (ratio.value, ratio.low, ratio.high)]
    return Estimate(*at)


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
