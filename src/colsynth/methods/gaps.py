"""How far apart are the shares of two groups: as a ratio, within strata, standardised, and where groups overlap?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy import optimize

Z95 = NormalDist().inv_cdf(0.975)  # standard errors either side of a 95 % interval
WIDEST = 40.0  # natural logarithm of the largest ratio looked for; our bound


@dataclass(frozen=True)
class Estimate:
    """A number and its 95 % limits; a limit that cannot be reckoned is the end of the scale (0, infinity, -1, 1)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Overlap:
    """The share of one group less that of another that may share learners, its standard error and 95 % limits."""

    value: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class MantelHaenszel:
    """The odds ratio, the ratio and the difference of shares that strata have in common."""

    odds_ratio: Estimate
    risk_ratio: Estimate
    risk_difference: Estimate


def risk_ratio(x1: float, n1: float, x0: float, n0: float) -> Estimate:
    """How many times as large is the share x1 of n1 as the share x0 of n0, the reference?

    95 % limits from the logarithm, exp(ln ratio ± 1.96 sqrt(1/x1 - 1/n1 + 1/x0 - 1/n0)). Where a count is zero, or
    everyone in both groups is counted, that fails, and the limits are those of the score test. With x1 = 0 the ratio
    is 0 and so is its lower limit; with x0 = 0 both it and its upper limit are infinite; with both 0 it is not
    defined (nan, from 0 to infinity). Counts may be what learners in classes are worth. ValueError unless
    0 <= x <= n and n > 0 in both groups.

    Source: Katz et al. (1978), Biometrics 34, 469-474 (logarithm); Koopman (1984), Biometrics 40, 513-517 (score).
    """
    _check(x1, n1)
    _check(x0, n0)
    if x1 == 0 and x0 == 0:
        return Estimate(nan, 0.0, inf)
    x1, n1, x0, n0 = float(x1), float(n1), float(x0), float(n0)
    value = inf if x0 == 0 else (x1 / n1) / (x0 / n0)
    if x1 == 0 or x0 == 0 or (x1 == n1 and x0 == n0):
        return Estimate(value, *_score_limits(x1, n1, x0, n0))
    se = sqrt(1 / x1 - 1 / n1 + 1 / x0 - 1 / n0)
    return Estimate(value, value * exp(-Z95 * se), value * exp(Z95 * se))


def _score_limits(x1: float, n1: float, x0: float, n0: float) -> tuple[float, float]:
    """The ratios at which the score test just lets the counts pass."""

    def z(log_ratio: float) -> float:
        ratio = exp(log_ratio)
        a, b, c = (n1 + n0) * ratio, ratio * n1 + x1 + n0 + ratio * x0, x1 + x0
        p0 = 2 * c / (b + sqrt(max(0.0, b * b - 4 * a * c)))  # most likely under this ratio
        p1 = ratio * p0
        spread = max(0.0, p1 * (1 - p1) / n1) + max(0.0, ratio * ratio * p0 * (1 - p0) / n0)
        apart = x1 / n1 - ratio * x0 / n0
        return apart / sqrt(spread) if spread > 0 else 0.0 if apart == 0 else inf * apart

    def at(target: float) -> float:
        return exp(_root(lambda log_ratio: z(log_ratio) - target))

    return 0.0 if x1 == 0 else at(Z95), inf if x0 == 0 else at(-Z95)


def _root(falling: Callable[[float], float]) -> float:
    bounded = lambda at: min(1e6, max(-1e6, falling(at)))  # noqa: E731 - brentq takes no infinities
    return float(optimize.brentq(bounded, -WIDEST, WIDEST, xtol=1e-12))


def mantel_haenszel(strata: Iterable[Sequence[float]]) -> MantelHaenszel:
    """How far apart are two groups within strata, if they are equally far apart in each? `strata`: x1, n1, x0, n0.

    With a = x1, b = n1 - x1, c = x0, d = n0 - x0, t = n1 + n0 in each stratum: odds ratio sum(ad/t) / sum(bc/t),
    variance of its logarithm after Robins, Breslow and Greenland; ratio of shares sum(a n0/t) / sum(c n1/t), variance
    of its logarithm after Greenland and Robins; difference sum((a n0 - c n1)/t) / sum(n1 n0/t), variance after Sato,
    which also holds for many strata with few learners each. Limits are 95 %.

    A stratum in which one group is empty says nothing about their distance and is left out; one in which all or none
    are counted says nothing about the odds ratio. A ratio without learners on one side is 0, infinite or (on both)
    nan, and where the strata leave no spread to reckon with, the limits are the ends of the scale. ValueError unless
    0 <= x <= n, or where no stratum has learners of both groups.

    Source: Mantel & Haenszel (1959); Robins, Breslow & Greenland (1986), Biometrics 42, 311-323; Greenland & Robins
    (1985), Biometrics 41, 55-68; Sato (1989), Biometrics 45, 1323-1324.
    """
    x1, n1, x0, n0 = _both_groups(strata)
    t = n1 + n0
    a, b, c, d = x1, n1 - x1, x0, n0 - x0
    r, s, p, q = a * d / t, b * c / t, (a + d) / t, (b + c) / t
    odds = _log_ratio(
        float(r.sum()),
        float(s.sum()),
        lambda rr, ss: (
            float((p * r).sum()) / (2 * rr**2)
            + float((p * s + q * r).sum()) / (2 * rr * ss)
            + float((q * s).sum()) / (2 * ss**2)
        ),
    )
    shared = float(((n1 / t) * (n0 / t) * (a + c) - (a / t) * c).sum())
    ratio = _log_ratio(float((a * n0 / t).sum()), float((c * n1 / t).sum()), lambda rr, ss: shared / (rr * ss))
    weight = float((n1 * n0 / t).sum())
    apart = float(((a * n0 - c * n1) / t).sum()) / weight
    first = float((c * (n1 / t) ** 2 - a * (n0 / t) ** 2 + (n1 / t) * (n0 / t) * (n0 - n1) / 2).sum())
    second = float(((a * d + c * b) / t).sum()) / 2
    return MantelHaenszel(odds, ratio, _on_scale(apart, (apart * first + second) / weight**2))


def _log_ratio(top: float, bottom: float, variance: Callable[[float, float], float]) -> Estimate:
    if top == 0 or bottom == 0:
        return Estimate(nan if top == bottom else 0.0 if top == 0 else inf, 0.0, inf)
    spread = variance(top, bottom)
    if spread <= 0:
        return Estimate(top / bottom, 0.0, inf)
    half = Z95 * sqrt(spread)
    return Estimate(top / bottom, exp(log(top / bottom) - half), exp(log(top / bottom) + half))


def _on_scale(value: float, variance: float) -> Estimate:
    """A difference of shares with its normal limits, which end at -1 and 1."""
    if variance <= 0:
        return Estimate(value, -1.0, 1.0)
    half = Z95 * sqrt(variance)
    return Estimate(value, max(-1.0, value - half), min(1.0, value + half))


def standardised_difference(strata: Iterable[Sequence[float]], pooled: bool = False) -> Estimate:
    """How far apart would two groups be if both were spread over strata alike? `strata`: x1, n1, x0, n0.

    Direct standardisation: sum of w (p1 - p0), where w is the stratum's part of the learners of both groups together;
    variance sum of w² (p1 (1 - p1)/n1 + p0 (1 - p0)/n0), 95 % normal limits that end at -1 and 1. That
    falls short where strata hold a few learners of a group, nothing being seen to vary among one or two; `pooled`
    reckons the variance with the share of the whole group, (x + 1) of (n + 2), in every stratum instead. Where no
    stratum leaves any spread, the limits are -1 and 1. A stratum in which one group is empty says nothing and is left
    out, so the answer is about the learners in the others. ValueError as for `mantel_haenszel`.

    Source: Rothman, Greenland & Lash, Modern Epidemiology, 3rd ed., 4 and 15.
    """
    x1, n1, x0, n0 = _both_groups(strata)
    w = (n1 + n0) / (n1 + n0).sum()
    p1, p0 = x1 / n1, x0 / n0
    value = float((w * (p1 - p0)).sum())
    if pooled:
        p1, p0 = (x1.sum() + 1) / (n1.sum() + 2), (x0.sum() + 1) / (n0.sum() + 2)
    variance = float((w**2 * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)).sum())
    return _on_scale(value, variance)


def overlapping_difference(in_a: npt.ArrayLike, in_b: npt.ArrayLike, y: npt.ArrayLike) -> Overlap:
    """How far is the share of `y` in group A from that in group B, where a learner may be in both?

    Each learner adds u = A (y - pA)/nA - B (y - pB)/nB to the error, once, with A and B 1 or 0; the standard error is
    the root of the sum of u², and the limits are 1.96 of them either side, ending at -1 and 1. Learners in both groups
    that move together make the difference surer than two apart would be. ValueError where lengths differ, either
    group is empty, whether a learner is a member is missing, or a `y` of a member is no finite number.

    Source: Taylor linearisation, Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 5.5.
    """
    u, value = influence(in_a, in_b, y)
    se = sqrt(float((u * u).sum()))
    return Overlap(value, se, max(-1.0, value - Z95 * se), min(1.0, value + Z95 * se))


def influence(in_a: npt.ArrayLike, in_b: npt.ArrayLike, y: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], float]:
    """(what each learner adds to the error of the difference pA - pB, that difference); errors as above."""
    a, b = _members(in_a), _members(in_b)
    values = np.asarray(y, dtype=float)
    if a.shape != b.shape or a.shape != values.shape or not a.any() or not b.any():
        raise ValueError("Two groups with members, and a value for each learner, are needed.")
    if not np.isfinite(values[a | b]).all():
        raise ValueError("A member of a group has no value.")
    values = np.where(a | b, values, 0.0)
    mean_a, mean_b = float(values[a].mean()), float(values[b].mean())
    return a * (values - mean_a) / a.sum() - b * (values - mean_b) / b.sum(), mean_a - mean_b


def _members(group: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    told = np.asarray(group, dtype=float)
    if np.isnan(told).any():
        raise ValueError("Whether a learner is a member of a group is missing.")
    return told.astype(bool)


def _both_groups(strata: Iterable[Sequence[float]]) -> tuple[npt.NDArray[np.float64], ...]:
    given = list(strata)
    if not all(np.ndim(row) == 1 for row in given):
        raise ValueError("A stratum is a row of four numbers: x1, n1, x0, n0.")
    rows = [tuple(float(number) for number in row) for row in given]
    for row in rows:
        if len(row) != 4:
            raise ValueError(f"A stratum is x1, n1, x0, n0; {row} is not.")
        for x, n in (row[:2], row[2:]):
            if n != 0 or x != 0:
                _check(x, n)
    kept = [row for row in rows if row[1] > 0 and row[3] > 0]
    if not kept:
        raise ValueError("No stratum has learners of both groups.")
    x1, n1, x0, n0 = np.asarray(kept, dtype=float).T
    return x1, n1, x0, n0


def _check(x: float, n: float) -> None:
    if not 0 <= x <= n or not 0 < n < inf:
        raise ValueError(f"{x} of {n} is not a share.")
