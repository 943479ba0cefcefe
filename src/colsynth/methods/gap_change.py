"""How sure is a gap between two groups of learners in classes, and did it change from one term to another?"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt

import numpy as np
import numpy.typing as npt

from colsynth.methods.classes import LEAST_KNOWN
from colsynth.methods.gaps import Z95, Estimate, influence, risk_ratio
from colsynth.methods.proportions import newcombe_difference


@dataclass(frozen=True)
class Change:
    """A change from one time to another and its 95 % limits; nan where it is not defined."""

    value: float
    low: float
    high: float


def worth_of_gap(in_a: npt.ArrayLike, in_b: npt.ArrayLike, class_: npt.ArrayLike, icc: float | None) -> float | None:
    """What part of their number are learners in classes worth when group A is held against group B (above 0, to 1)?

    With a = A/nA - B/nB for each learner (A and B 1 or 0), the sum of a² over (1 - icc) times that sum plus icc times
    the sum over classes of (sum of a in the class)²: the variance of the difference among independent learners over
    that among learners of one class alike by `icc`. Where both groups sit in the same classes, a good class lifts
    both and the difference is hardly less sure; where they sit in classes of their own, it is what
    `classes.learners_worth` says. Never more than 1. `class_` numbers the classes, -1 where none is known; such
    learners stand alone. None without an
    `icc`, or where the class of more than a fifth is not known. ValueError where a group is empty.

    Source: Kish (1965), Survey Sampling, 5.4, for a contrast instead of a mean.
    """
    a, b = np.asarray(in_a, dtype=bool), np.asarray(in_b, dtype=bool)
    if not a.any() or not b.any():
        raise ValueError("Two groups with members are needed.")
    labels = np.asarray(class_, dtype=np.int64)[a | b]
    known = labels >= 0
    if icc is None or known.mean() < LEAST_KNOWN:
        return None
    contrast = (a / a.sum() - b / b.sum())[a | b]
    alone = float((contrast**2).sum())
    if alone == 0:  # one group held against itself
        return 1.0
    alike = float((np.bincount(labels[known], contrast[known]) ** 2).sum()) + float((contrast[~known] ** 2).sum())
    spread = (1 - icc) * alone + icc * alike
    return 1.0 if spread <= alone else alone / spread


def gap(in_a: npt.ArrayLike, in_b: npt.ArrayLike, y: npt.ArrayLike, worth: float = 1.0) -> Estimate:
    """How far is the share of `y` in group A from that in group B? 95 % limits from what the learners are worth.

    Groups without common learners: Newcombe's limits of the counts times `worth`. Groups that share learners: the
    overlap-aware error over the root of `worth`. ValueError as for `gaps.influence`.
    """
    a, b = np.asarray(in_a, dtype=bool), np.asarray(in_b, dtype=bool)
    u, value = influence(a, b, y)
    if (a & b).any():
        half = Z95 * sqrt(float((u * u).sum()) / worth)
        return Estimate(value, max(-1.0, value - half), min(1.0, value + half))
    values = np.asarray(y, dtype=float)
    at = [worth * count for count in (values[a].sum(), a.sum(), values[b].sum(), b.sum())]
    limits = newcombe_difference(*map(float, at))
    return Estimate(value, limits.low, limits.high)


def correlation(u_first: npt.ArrayLike, u_last: npt.ArrayLike) -> float:
    """How alike are two gaps by the learners that are in both (-1 to 1)?

    `u_first` and `u_last`: what each learner adds to the error of either gap (`gaps.influence`), 0 for a learner who
    is in one of them alone, so that the same learners are paired and the others are not. 0 where either does not vary.
    """
    first, last = np.asarray(u_first, dtype=float), np.asarray(u_last, dtype=float)
    spread = float((first**2).sum()) * float((last**2).sum())
    return 0.0 if spread == 0 else float(np.clip((first * last).sum() / sqrt(spread), -1.0, 1.0))


def change(first: Estimate, last: Estimate, alike: float = 0.0) -> Change:
    """How far is `last` from `first`, two estimates alike by `alike` (their correlation)?

    Limits from the limits of both: below sqrt(l² - 2 r l u + u²), with l from the value of the last to its lower
    limit and u from the value of the first to its upper one; above the other way round.

    Source: Zou & Donner (2008), Statistics in Medicine 27, 1693-1702.
    """
    value = last.value - first.value
    below = _together(last.value - last.low, first.high - first.value, alike)
    above = _together(last.high - last.value, first.value - first.low, alike)
    return Change(value, value - below, value + above)


def _together(one: float, other: float, alike: float) -> float:
    return sqrt(max(0.0, one**2 + other**2 - 2 * alike * one * other))


def ratio_change(first: Estimate, last: Estimate, alike: float = 0.0) -> Change:
    """How far is the logarithm of one ratio from that of another? Like `change`; nan where either is 0 or infinite."""
    if any(not 0 < limit < inf for e in (first, last) for limit in (e.value, e.low, e.high)):
        return Change(nan, -inf, inf)
    one, two = (Estimate(log(e.value), log(e.low), log(e.high)) for e in (first, last))
    return change(one, two, alike)


def ratio_of(in_a: npt.ArrayLike, in_b: npt.ArrayLike, y: npt.ArrayLike, worth: float = 1.0) -> Estimate:
    """How many times as large is the share of `y` in group A as in group B, from what the learners are worth?

    Groups without common learners as `gaps.risk_ratio`; where they share learners the limits are of the logarithm with
    the overlap-aware error (u = A (y - pA)/(nA pA) - B (y - pB)/(nB pB)), and without them from a zero count alone.
    """
    a, b, values = np.asarray(in_a, dtype=bool), np.asarray(in_b, dtype=bool), np.asarray(y, dtype=float)
    at = [float(worth * count) for count in (values[a].sum(), a.sum(), values[b].sum(), b.sum())]
    apart = risk_ratio(*at)
    if not (a & b).any() or at[0] == 0 or at[2] == 0:
        return apart
    values = np.where(a | b, values, 0.0)
    pa, pb = float(values[a].mean()), float(values[b].mean())
    u = a * (values - pa) / (a.sum() * pa) - b * (values - pb) / (b.sum() * pb)
    half = Z95 * sqrt(float((u * u).sum()) / worth)
    return apart if half == 0 else Estimate(apart.value, apart.value * exp(-half), apart.value * exp(half))


def paired_change(
    in_a: npt.ArrayLike, in_b: npt.ArrayLike, before: npt.ArrayLike, after: npt.ArrayLike, worth: float = 1.0
) -> Change:
    """How much further did the learners of group A move than those of group B, the same learners at both times?

    Difference of the mean changes y(after) - y(before); its error from each learner once, as in
    `gaps.overlapping_difference`, over the root of what the learners are worth; 95 % normal limits. ValueError as
    there.
    """
    moved = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    u, value = influence(in_a, in_b, moved)
    half = Z95 * sqrt(float((u * u).sum()) / worth)
    return Change(value, value - half, value + half)
