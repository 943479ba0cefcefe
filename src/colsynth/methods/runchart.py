"""Is a point of a series unusual, or is it the usual up and down? Limits and runs, by published rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import comb, inf, isfinite, isnan, log2, nan
from statistics import mean, median

import numpy as np
import numpy.typing as npt

LIMIT = 2.66  # mean moving ranges from the centre to a limit: 3 / 1.128; Making Data Count
NEAR = 2 * LIMIT / 3  # mean moving ranges from the centre to where the zone near a limit begins; Making Data Count
SCREEN = 3.267  # mean moving ranges; a range as wide is left out once; Making Data Count
RUN = 7  # points of a trend, and of a shift; Making Data Count
LEAST_FIXED = 12  # points that limits may be fixed by; Making Data Count


@dataclass(frozen=True)
class Limits:
    """The centre and the limits of a series in its own unit, and for each point why it is unusual ("" where not).

    `flag` holds `outside`, `trend`, `two-in-three`, `shift` or "", one a point.
    """

    centre: float
    lower: float
    upper: float
    flag: list[str]


@dataclass(frozen=True)
class Runs:
    """The longest run of points on one side of the median, how often the line crosses it, and whether that is unusual.

    `longest` is in points, `crossings` a count.
    """

    longest: int
    crossings: int
    signal: bool


def xmr(y: npt.ArrayLike, fix_after: int | None = None, screen: bool = True) -> Limits:
    """Between which limits does a steady series lie, and which of its points say that it is not steady?

    The centre is the mean of the points, or of the first `fix_after`; the limits lie 2.66 mean moving ranges from it.
    With `screen`, ranges of 3.267 times their mean or more are left out once. A point is

    - `outside`: beyond a limit;
    - `trend`: one of seven of which each is above the one before, or each below it;
    - `two-in-three`: one of two or three, of three neighbours on one side of the centre, that lie beyond two thirds of
      the way to a limit and not outside;
    - `shift`: one of seven neighbours on one side of the centre;

    the first of these that holds. A missing point (nan) has no flag and no range, and ends every run. Without points
    the centre and limits are nan; without two neighbours the limits are. ValueError for an infinite value, and for
    `fix_after` below 12.

    Differs from NHSRplotthedots where all points are alike: the limits are the centre, where it has none.

    Source: NHS England, Making Data Count; R package NHSRplotthedots 0.2.2.
    """
    values = _values(y)
    if fix_after is not None and fix_after < LEAST_FIXED:
        raise ValueError(f"Limits are fixed by {LEAST_FIXED} points or more, not by {fix_after}.")
    first = values[:fix_after]
    known = [value for value in first if not isnan(value)]
    centre = float(mean(known)) if known else nan
    spread = _mean_range(first, screen)
    lower, upper = centre - LIMIT * spread, centre + LIMIT * spread
    near_low, near_high = centre - NEAR * spread, centre + NEAR * spread
    side = [_sign(value - centre) for value in values]
    outside = [value > upper or value < lower for value in values]
    near = [not out and (v > near_high or v < near_low) for v, out in zip(values, outside, strict=True)]
    rules = {
        "outside": outside,
        "trend": _trend(values),
        "two-in-three": _two_in_three(near, side),
        "shift": _shift(side),
    }
    flags = [next((name for name, held in rules.items() if held[i]), "") for i in range(len(values))]
    return Limits(centre, lower, upper, flags)


def directions(y: npt.ArrayLike, found: Limits) -> list[int]:
    """Which way does each flagged point of a series speak: 1 up, -1 down, 0 where it has no flag?

    A point of a trend goes the way of its trend, and of the later one where two meet; any other lies above or below
    the centre. `found` is `xmr` of the same series.
    """
    values = _values(y)
    way = [0] * len(values)
    for i, flag in enumerate(found.flag):
        if flag and flag != "trend":
            way[i] = _sign(values[i] - found.centre)
    steps = [_sign(b - a) for a, b in pairwise(values)]
    for i in range(len(steps) - RUN + 2):
        step = steps[i]
        if step and steps[i : i + RUN - 1] == [step] * (RUN - 1):
            for at in range(i, i + RUN):
                way[at] = step if found.flag[at] == "trend" else way[at]
    return way


def runs(y: npt.ArrayLike) -> Runs:
    """Does a series stay longer on one side of its median, or cross it more rarely, than a steady one would?

    Points on the median and missing points (nan) are dropped; n are left. A signal is a run longer than
    round(log2 n) + 3, or fewer crossings than the 5 % point of the binomial distribution of n - 1 tosses. With n of 0
    nothing runs and there is no signal. ValueError for an infinite value.

    Source: Anhøj & Olesen (2014), PLoS ONE 9(11) e113825; R package qicharts2.
    """
    known = [value for value in _values(y) if not isnan(value)]
    middle = median(known) if known else nan
    sides = [value > middle for value in known if value != middle]
    if not sides:
        return Runs(0, 0, False)
    lengths = [len(list(run)) for _, run in groupby(sides)]
    longest, crossings, n = max(lengths), len(lengths) - 1, len(sides)
    signal = longest > round(log2(n)) + 3 or crossings < _fewest_crossings(n - 1)
    return Runs(longest, crossings, signal)


def _values(y: npt.ArrayLike) -> list[float]:
    values = np.asarray(y, dtype=float)
    if values.ndim != 1 or np.isinf(values).any():
        raise ValueError("A series is a list of numbers, one a point; a missing one is nan.")
    return [float(value) for value in values]


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)


def _mean_range(values: Sequence[float], screen: bool) -> float:
    """The mean distance of neighbours, without those far beyond it; nan where no two are neighbours."""
    ranges = [abs(b - a) for a, b in pairwise(values) if not isnan(b - a)]
    if not ranges or not isfinite(sum(ranges)):
        return nan if not ranges else inf
    spread = float(mean(ranges))
    if screen and spread > 0:
        spread = float(mean(found for found in ranges if found < SCREEN * spread))
    return spread


def _trend(values: Sequence[float]) -> list[bool]:
    steps = [_sign(b - a) for a, b in pairwise(values)]
    held = [False] * len(values)
    for i in range(len(steps) - RUN + 2):
        if steps[i] and len(set(steps[i : i + RUN - 1])) == 1:
            held[i : i + RUN] = [True] * RUN
    return held


def _two_in_three(near: Sequence[bool], side: Sequence[int]) -> list[bool]:
    held = [False] * len(near)
    for i in range(len(near) - 2):
        if abs(sum(side[i : i + 3])) == 3 and sum(near[i : i + 3]) >= 2:
            for at in range(i, i + 3):
                held[at] = held[at] or near[at]
    return held


def _shift(side: Sequence[int]) -> list[bool]:
    held = [False] * len(side)
    for i in range(len(side) - RUN + 1):
        if abs(sum(side[i : i + RUN])) == RUN:
            held[i : i + RUN] = [True] * RUN
    return held


def _fewest_crossings(tosses: int) -> int:
    """The least k of which `tosses` of a fair coin give k heads or fewer at least 5 % of the time; exact."""
    at_most, k = 1, 0
    while 20 * at_most < 2**tosses:
        k += 1
        at_most += comb(tosses, k)
    return k
