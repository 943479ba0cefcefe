"""How alike are the ratings of several raters, beyond chance, when not all have rated everything?"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isnan, log1p, nan
from typing import Literal

import numpy as np
import numpy.typing as npt

from colsynth.methods.rating_tables import (
    ALMOST,
    Floats,
    Weights,
    counts_of,
    jackknifed,
    limits_by_t,
    numbers_of,
    ratings_of,
    weights_of,
)

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
SaidOfRaters = Literal[
    "agree", "agree, tentatively", "alike", "agree too little", "cannot be told", "all alike", "too few"
]  # fmt: skip

FIRM, TENTATIVE = 0.8, 0.667  # alpha; below the second nothing should be concluded
LEAST_UNITS = 5  # things rated by two or more; below, limits from leaving one out are not to be trusted. Our rule


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of agreement, 1 where all are alike and 0 where they are as alike as by chance.

    nan: all four where no two raters share a unit or nothing varies; `se`, `low` and `high` where there are too few
    units to tell; the limits where the error is 0.
    """

    value: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class PairsAlike:
    """Shares (0-1) of pairs of raters on one unit who give the same level, and levels at most one apart.

    `n_units` are those with two ratings or more, each counted alike. nan: all shares without such a unit; limits as in
    `Coefficient`.
    """

    n_units: int
    exact: float
    exact_low: float
    exact_high: float
    within_one: float
    within_low: float
    within_high: float


UNKNOWN = Coefficient(nan, nan, nan, nan)


def krippendorff_alpha(ratings: npt.ArrayLike, metric: Metric = "ordinal", level: float = 0.95) -> Coefficient:
    """Krippendorff's alpha of ratings, units by raters, NaN for missing: 1 less disagreement seen over that by chance.

    The metric is the distance of two levels: `ordinal` counts the ratings that lie from the one to the other, as given
    here by all raters, and is not the `ordinal` weight of `gwet_ac`. The error leaves out each unit in turn
    (jackknife). The limits, with Student's t, are taken on Fisher's scale for correlations of as many raters as units
    have on average: it stretches towards 1. For ten units or fewer they hold alpha in nine of ten draws or so, and
    not where most ratings are alike. ValueError unless the ratings are a table, for an unknown metric, and for a
    ratio of negative numbers.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; the scale, Fisher (1925), Statistical
    Methods for Research Workers, section 39. Differs from Krippendorff, who draws ratings anew (bootstrap).
    """
    if not isinstance(metric, str) or metric not in ("nominal", "ordinal", "interval", "ratio"):
        raise ValueError("The metric is nominal, ordinal, interval or ratio.")
    table = ratings_of(ratings)
    if metric == "ratio" and (table < 0).any():
        raise ValueError("A ratio is of numbers that are not negative.")
    shared = table[(~np.isnan(table)).sum(axis=1) >= 2]
    if not len(shared):
        return UNKNOWN
    levels = np.unique(shared[~np.isnan(shared)])
    counts = counts_of(shared, levels)
    found = _alphas(counts, levels, metric)
    value, without = float(found[0]), found[1:]
    if np.isnan(value):
        return UNKNOWN
    se, low, high = jackknifed(value, without, level)
    more = float(counts.sum()) / len(counts) - 1
    if low < high and -1 < more * value < more:
        centre = log1p(more * value) - log1p(-value)
        reach = (high - value) * (more + 1) / ((1 - value) * (1 + more * value))
        low, high = (1 - (more + 1) / (exp(limit) + more) for limit in (centre - reach, centre + reach))
    return Coefficient(value, se, low, high)


def gwet_ac(
    ratings: npt.ArrayLike,
    weights: Weights | None = "ordinal",
    categories: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Coefficient:
    """Gwet's AC2 of ratings, units by raters, NaN for missing; AC1 where the weights are none.

    `categories` are all levels that could be given, in order; None: those that were. Where all give one level of
    several that could be given, it is 1; where no other is known of, nan. The error is of other units with the same
    raters, with Student's t; the upper limit is at most 1. ValueError unless the ratings are a table, for a rating that
    is no category, categories out of order, and unknown weights.

    Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48; with missing ratings and
    weights, Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapters 3 and 5.
    """
    table = ratings_of(ratings)
    given = np.unique(table[~np.isnan(table)])
    levels = given if categories is None else _categories(categories, given)
    counts = counts_of(table, levels)
    alike = weights_of(levels, weights)
    raters = counts.sum(axis=1)
    counts, raters = counts[raters > 0], raters[raters > 0]
    n, n_shared, q = len(counts), int((raters >= 2).sum()), len(levels)
    if not n_shared or q < 2:
        return UNKNOWN
    ordered_pairs = np.where(raters >= 2, raters * (raters - 1), 1)
    seen = (counts * (counts @ alike - 1)).sum(axis=1) / ordered_pairs
    shares = (counts / raters[:, None]).mean(axis=0)
    spread = float(alike.sum()) / (q * (q - 1))
    chance = spread * float((shares * (1 - shares)).sum())
    value = (float(seen.sum()) / n_shared - chance) / (1 - chance)
    if n < 2:
        return Coefficient(value, nan, nan, nan)
    by_unit = n / n_shared * (seen - chance * (raters >= 2)) / (1 - chance)
    chance_by_unit = spread * (counts @ (1 - shares)) / raters
    by_unit = by_unit - 2 * (1 - value) * (chance_by_unit - chance) / (1 - chance)
    se = float(np.sqrt(((by_unit - value) ** 2).sum() / (n * (n - 1))))
    se = se if se > ALMOST else 0.0
    return Coefficient(value, se, *limits_by_t(value, se, n - 1, level, -1.0, 1.0))


def pairs_alike(ratings: npt.ArrayLike, level: float = 0.95) -> PairsAlike:
    """Of two raters of one unit, how often are their levels the same, and how often at most one apart?

    `ratings` are units by raters, NaN for missing. Every unit with two ratings or more counts alike. The limits leave
    out each unit in turn (jackknife, Student's t). ValueError unless the ratings are a table.

    Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 2 (percent agreement).
    """
    table = ratings_of(ratings)
    raters = (~np.isnan(table)).sum(axis=1)
    shared = table[raters >= 2]
    if not len(shared):
        return PairsAlike(0, nan, nan, nan, nan, nan, nan)
    pairs = raters[raters >= 2] * (raters[raters >= 2] - 1)
    apart = np.abs(shared[:, :, None] - shared[:, None, :])  # a missing rating is nan, and near to nothing
    itself = raters[raters >= 2]
    found: list[float] = []
    for most in (0.0, 1.0):
        near = ((apart <= most + ALMOST).sum(axis=(1, 2)) - itself) / pairs
        value, n = float(near.mean()), len(near)
        without = (near.sum() - near) / (n - 1) if n > 1 else near
        _, low, high = jackknifed(value, without, level, 0.0, 1.0)
        found += [value, low, high]
    return PairsAlike(len(shared), *found)


def agreement_of(n_units: int, alpha: Coefficient, ac: Coefficient) -> SaidOfRaters:
    """What do alpha and AC2 say of raters who share `n_units`? By their limits, never by the values alone.

    `alike`: levels lie close, by AC2, but alpha does not tell if raters agree on which thing is stronger. `all alike`:
    nothing varies, so there is nothing on which to agree beyond chance. Where one unit holds all that varies, nothing
    is known of how alpha varies, and only raters who say the same of every unit agree.

    Source: Krippendorff (2004), Content Analysis, 2nd edition, page 241, for .800 and .667; that the lower limit must
    reach them and that AC2 is held to the first as well are our own rules (at the second, raters at random who give
    most things one level would be called alike up to four times in ten).
    """
    if n_units < LEAST_UNITS:
        return "too few"
    if isnan(alpha.value):
        return "all alike"
    if isnan(alpha.se) and alpha.value < 1 - ALMOST:
        low, high = -1.0, 1.0
    else:
        low, high = (alpha.value if isnan(limit) else limit for limit in (alpha.low, alpha.high))
    if low >= FIRM:
        return "agree"
    if low >= TENTATIVE:
        return "agree, tentatively"
    if ac.low >= FIRM:
        return "alike"
    return "agree too little" if high < TENTATIVE else "cannot be told"


def _alphas(counts: Floats, levels: Floats, metric: str) -> Floats:
    """Alpha from how often each level was given to each unit, then without each unit; nan where nothing varies."""
    raters = counts.sum(axis=1)
    totals = np.vstack([counts.sum(axis=0), counts.sum(axis=0) - counts])  # how often each level was given in all
    n = totals.sum(axis=1)
    if metric == "ordinal":
        seen, by_chance = _apart_in_order(counts, raters, totals, n)
    else:
        seen, by_chance = _apart_in_size(counts, raters, totals[0], _distances(levels, metric))
    varied = (np.count_nonzero(totals > ALMOST, axis=1) >= 2) & (by_chance > 0)
    found: Floats = np.full(len(totals), nan)
    found[varied] = 1 - (n[varied] - 1) * seen[varied] / by_chance[varied]
    return found


def _apart_in_size(counts: Floats, raters: Floats, total: Floats, far: Floats) -> tuple[Floats, Floats]:
    """Disagreement seen, and by chance, of all units and without each, where distances are the same throughout."""
    own = ((counts @ far) * counts).sum(axis=1)
    seen, by_chance = own / (raters - 1), float(total @ far @ total)
    return (
        np.append(seen.sum(), seen.sum() - seen),
        np.append(by_chance, by_chance - 2 * counts @ (far @ total) + own),
    )


def _apart_in_order(counts: Floats, raters: Floats, totals: Floats, n: Floats) -> tuple[Floats, Floats]:
    """The same where the distance of two levels is how many ratings lie between their middles (halved both)."""
    middle = np.cumsum(totals, axis=1) - totals / 2
    middle -= ((totals * middle).sum(axis=1) / np.maximum(n, 1))[:, None]
    shared = counts / (raters - 1)[:, None]
    seen = (middle**2) @ (raters @ shared) - ((middle @ (shared.T @ counts)) * middle).sum(axis=1)
    own = (shared * middle[1:] ** 2).sum(axis=1) * raters - (shared * middle[1:]).sum(axis=1) * (
        counts * middle[1:]
    ).sum(axis=1)
    seen[1:] -= own
    return seen, n * (totals * middle**2).sum(axis=1)


def _distances(levels: Floats, metric: str) -> Floats:
    """Squared distances of levels, whatever was given."""
    if metric == "nominal":
        return 1 - np.eye(len(levels))
    apart = np.subtract.outer(levels, levels)
    if metric == "ratio":
        both = np.add.outer(levels, levels)
        apart = apart / np.where(both == 0, 1.0, both)
    return apart**2


def _categories(categories: npt.ArrayLike, given: Floats) -> Floats:
    levels = numbers_of(categories, "Categories are numbers in rising order.")
    if levels.ndim != 1 or not len(levels) or not np.isfinite(levels).all() or (np.diff(levels) <= 0).any():
        raise ValueError("Categories are numbers in rising order.")
    if not np.isin(given, levels).all():
        raise ValueError("A rating is none of the categories.")
    return levels
