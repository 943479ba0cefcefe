"""Do paired groups come together or drift apart, without taking noise in the first value for catching up?"""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, inf, sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

ROUNDING = 1e-24  # mean square, of values up to 1, below which a spread is rounding
LEAST_PAIRS = 3  # below, a correlation has no degree of freedom


@dataclass(frozen=True)
class Oldham:
    """`r`, the correlation of change with the mean of both values: above 0 groups drift apart; `p` two-sided."""

    r: float
    p: float


@dataclass(frozen=True)
class PitmanMorgan:
    """`t` above 0 where the spread after is smaller than before; `p` two-sided, with n - 2 degrees of freedom."""

    t: float
    p: float


@dataclass(frozen=True)
class SpreadRatio:
    """The standard deviation after, over that before (1 = unchanged), and its limits."""

    value: float
    low: float
    high: float


def oldham(before: npt.ArrayLike, after: npt.ArrayLike) -> Oldham:
    """Do groups that stand high change more than those that stand low?

    Correlation of after - before with (before + after) / 2. The slope of change on `before` is not used: noise in
    `before` stands in both with opposite signs, so that pure noise looks like catching up. Where every group changes
    alike, or all means are alike, r is 0 and p 1. ValueError unless three pairs or more of finite numbers.

    Source: Oldham (1962), Journal of Chronic Diseases 15, 969-977.
    """
    first, last = _pairs(before, after)
    change, middle = last - first, (first + last) / 2
    change, middle = change - change.mean(), middle - middle.mean()
    size = sqrt(float(change @ change)) * sqrt(float(middle @ middle))
    if size <= ROUNDING * len(first):
        return Oldham(0.0, 1.0)
    r = min(1.0, max(-1.0, float(change @ middle) / size))
    return Oldham(r, _two_sided(_t_of(r, len(first)), len(first) - 2))


def pitman_morgan(before: npt.ArrayLike, after: npt.ArrayLike) -> PitmanMorgan:
    """Has the spread of the same groups changed?

    t = (F - 1) sqrt(n - 2) / (2 sqrt(F (1 - r^2))), F = variance before / variance after, r their correlation; it is
    reckoned from Oldham's correlation, of which it is another form, so that no spread of 0 is divided by. Where one
    side alone has no spread, t is infinite. ValueError as for `oldham`.

    Source: Pitman (1939), Biometrika 31, 9-12; Morgan (1939), Biometrika 31, 13-19.
    """
    found = oldham(before, after)
    n = len(np.asarray(before))
    t = -_t_of(found.r, n) if found.r else 0.0
    return PitmanMorgan(t, found.p)


def spread_ratio(before: npt.ArrayLike, after: npt.ArrayLike, level: float = 0.95) -> SpreadRatio:
    """By how many times has the spread of the same groups changed? The limits turn `pitman_morgan` round.

    W = (variance after / variance before) times (K -+ sqrt(K^2 - 1)), K = 1 + 2 (1 - r^2) t^2 / (n - 2); the limits are
    square roots of W. ValueError as for `oldham`, and where either side has no spread.

    Source: Morgan (1939), Biometrika 31, 13-19.
    """
    first, last = _pairs(before, after)
    first, last = first - first.mean(), last - last.mean()
    one, two = float(first @ first), float(last @ last)
    if min(one, two) <= ROUNDING * len(first):
        raise ValueError("A spread of 0 has no ratio to another.")
    free = len(first) - 2
    r2 = min(1.0, float(first @ last) ** 2 / (one * two))
    t = float(special.stdtrit(free, 0.5 + level / 2))
    k = 1 + 2 * (1 - r2) * t * t / free
    wide = k + sqrt(k * k - 1)
    ratio = two / one
    return SpreadRatio(sqrt(ratio), sqrt(ratio / wide), sqrt(ratio * wide))


def _pairs(before: npt.ArrayLike, after: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    first, last = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != last.shape or first.ndim != 1 or len(first) < LEAST_PAIRS:
        raise ValueError("Convergence needs the same three groups or more, before and after.")
    if not (np.isfinite(first).all() and np.isfinite(last).all()):
        raise ValueError("Convergence needs a number for every group, before and after.")
    unit = max(float(np.abs(first).max()), float(np.abs(last).max())) or 1.0  # no answer here depends on the unit
    return first / unit, last / unit


def _t_of(r: float, n: int) -> float:
    left = 1 - r * r
    return r * sqrt(n - 2) / sqrt(left) if left > 0 else copysign(inf, r)


def _two_sided(t: float, free: int) -> float:
    return float(2 * special.stdtr(free, -abs(t)))
