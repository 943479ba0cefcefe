"""Do two rulers say the same of the same learners, and where they do not, which one says more?

How raters agree is in `raters`, `kappa` and `severity`; their methods can be asked for here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from colsynth.methods.kappa import weighted_kappa as weighted_kappa
from colsynth.methods.proportions import Interval, wilson_interval
from colsynth.methods.raters import gwet_ac as gwet_ac
from colsynth.methods.raters import krippendorff_alpha as krippendorff_alpha
from colsynth.methods.raters import pairs_alike as pairs_alike
from colsynth.methods.severity import rater_severity as rater_severity

LEAST_PAIRS = 10  # learners; below, nothing is said. Our rule, as for any share
CLOSE = 0.05  # share of learners that two rulers may differ by and still agree. Our rule
MOSTLY = 0.85  # share of learners put on the same side by rulers that agree; the strength of findings asks as much
LEAST_FOR_KAPPA = 30  # learners; below, its error is not to be trusted. Our rule
LEAST_LEVELS = 3  # on two levels "within one" is always all, and weighted kappa is plain kappa
HALVINGS = 60  # of an interval, to find a limit to the last binary digit

Said = Literal["agree", "first higher", "first lower", "no clear difference", "too few"]


@dataclass(frozen=True)
class TwoWay:
    """Pairs of two answers of yes or no: how many are alike, and how much more often the first says yes.

    `agreement` is the share of pairs alike with its limits (0-1); `first` and `second` are the shares of yes;
    `difference` is the first less the second with its limits (-1 to 1).
    """

    agreement: float
    agreement_low: float
    agreement_high: float
    first: float
    second: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Ordered:
    """Pairs on the same ordered levels: shares of them alike and at most one level apart, and weighted kappa.

    `kappa` is 1 where all are alike and 0 where they are alike as often as by chance; `se`, `low` and `high` are its
    standard error and limits. nan: all four where both rulers say one level of all; the limits where the error is 0.
    """

    exact: float
    exact_low: float
    exact_high: float
    within_one: float
    within_low: float
    within_high: float
    kappa: float
    se: float
    low: float
    high: float


def two_way(
    both: float, first_only: float, second_only: float, neither: float, worth: float | None = None, level: float = 0.95
) -> TwoWay:
    """Of pairs that both call yes, the first alone, the second alone, or neither: how do the two compare?

    `worth` is how many independent pairs they are worth (learners in classes); None: as many as there are.
    ValueError for a negative count, no pairs, or a worth not above 0.
    """
    n = both + first_only + second_only + neither
    scale = _scale((both, first_only, second_only, neither), n, worth)
    alike = wilson_interval((both + neither) * scale, n * scale, level)
    apart = paired_difference(first_only * scale, second_only * scale, n * scale, level)
    return TwoWay(
        agreement=(both + neither) / n,
        agreement_low=alike.low,
        agreement_high=alike.high,
        first=(both + first_only) / n,
        second=(both + second_only) / n,
        difference=(first_only - second_only) / n,
        low=apart.low,
        high=apart.high,
    )


def paired_difference(first_only: float, second_only: float, n: float, level: float = 0.95) -> Interval:
    """Limits of the share that the first of two rulers calls yes less that of the second, on the same n pairs.

    The score interval: at 95 % it leaves 0 out exactly where McNemar's test without correction rejects at 5 %. It
    needs the pairs on which the two differ, and n. ValueError unless they are 0 or more and at most n, above 0.

    Source: Tango (1998), Statistics in Medicine 17, 891-908; recommended in Fagerland, Lydersen & Laake (2014),
    Statistics in Medicine 33, 2850-2875.
    """
    if min(first_only, second_only) < 0 or n <= 0 or first_only + second_only > n * (1 + 1e-12):
        raise ValueError(f"{first_only} and {second_only} of {n} pairs cannot be reckoned.")
    z2 = NormalDist().inv_cdf(0.5 + level / 2) ** 2
    value = (first_only - second_only) / n

    def within(delta: float) -> bool:
        b = (2 * n - first_only + second_only) * delta - first_only - second_only
        c = -second_only * delta * (1 - delta)
        p = (sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)  # of second alone, were `delta` true
        spread = max(0.0, n * (2 * p + delta * (1 - delta)))
        return (first_only - second_only - n * delta) ** 2 <= z2 * spread

    return Interval(_edge(within, value, -1.0), _edge(within, value, 1.0))


def ordered(table: npt.ArrayLike, worth: float | None = None, level: float = 0.95) -> Ordered:
    """How alike are two rulers with the same ordered levels? `table` counts pairs: rows the first, columns the second.

    Kappa's weights fall with the square of the levels between the two. `worth` as for `two_way`. ValueError unless
    the table is square with three levels or more (on two, "within one" is always all), no count is negative and some
    are above 0.

    Source: Cohen (1968), Psychological Bulletin 70, 213-220; its error, Fleiss, Cohen & Everitt (1969), Psychological
    Bulletin 72, 323-327.
    """
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < LEAST_LEVELS:
        raise ValueError(f"Two rulers are held against each other on {LEAST_LEVELS} ordered levels or more.")
    n = float(counts.sum())
    scale = _scale(counts.ravel().tolist(), n, worth)
    apart = np.abs(np.subtract.outer(np.arange(len(counts)), np.arange(len(counts))))
    same, near = float(counts[apart == 0].sum()), float(counts[apart <= 1].sum())
    exact = wilson_interval(same * scale, n * scale, level)
    within = wilson_interval(min(n, near) * scale, n * scale, level)
    kappa = weighted_kappa(counts, "quadratic", n * scale, level)
    return Ordered(
        exact=same / n,
        exact_low=exact.low,
        exact_high=exact.high,
        within_one=near / n,
        within_low=within.low,
        within_high=within.high,
        kappa=kappa.value,
        se=kappa.se,
        low=kappa.low,
        high=kappa.high,
    )


def which_says_more(n: float, low: float, high: float, alike_low: float) -> Said:
    """What do n pairs of two rulers say? `low` to `high` bound the share of yes by the first less that by the second.

    Higher or lower only where the limits leave 0 out; they agree where the limits lie within five points and at least
    85 % are put on the same side (`alike_low`, its lower limit). Source: our own rule.
    """
    if n < LEAST_PAIRS:
        return "too few"
    if low > 0:
        return "first higher"
    if high < 0:
        return "first lower"
    return "agree" if low > -CLOSE and high < CLOSE and alike_low >= MOSTLY else "no clear difference"


def likeness_of(n: int, kappa: float, low: float) -> str:
    """What weighted kappa and its lower limit say of n pairs on levels, in a word."""
    if n < LEAST_FOR_KAPPA:
        return "too few"
    if isnan(kappa):
        return "no variation seen"
    return "more alike than by chance" if low > 0 or kappa == 1 else "no clear likeness"


def _scale(counts: Iterable[float], n: float, worth: float | None) -> float:
    if min(counts) < 0 or not n > 0:
        raise ValueError("Pairs are counted, and there must be some.")
    if worth is not None and not worth > 0:
        raise ValueError(f"{n} pairs cannot be worth {worth}.")
    return 1.0 if worth is None else worth / n


def _edge(within: Callable[[float], bool], inside: float, outside: float) -> float:
    if within(outside):
        return outside
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if within(middle) else (inside, middle)
    return inside
