"""How alike are the ratings of several raters, beyond chance, when not all have rated everything?"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
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
    ratings_of,
    weights_of,
)

Metric = Literal["nominal", "ordinal", "interval", "ratio"]


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
    here by all raters, and is not the `ordinal` weight of `gwet_ac`. The limits leave out each unit in turn (jackknife,
    Student's t), and are at most 1. ValueError unless the ratings are a table, for an unknown metric, and for a ratio
    of negative numbers.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
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
    value = _alpha(counts, levels, metric)
    if np.isnan(value):
        return UNKNOWN
    without = np.array([_alpha(np.delete(counts, unit, axis=0), levels, metric) for unit in range(len(counts))])
    return Coefficient(value, *jackknifed(value, without, level, -1.0, 1.0))


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
    alike = weights_of(levels, weights)
    counts = counts_of(table, levels)
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


def _alpha(counts: Floats, levels: Floats, metric: str) -> float:
    """Alpha from how often each level was given to each unit; nan where nothing varies."""
    if not len(counts):
        return nan
    raters = counts.sum(axis=1)
    together = (counts.T / (raters - 1)) @ counts - np.diag((counts / (raters - 1)[:, None]).sum(axis=0))
    total = together.sum(axis=1)
    n = float(total.sum())
    far = _distances(total, levels, metric)
    by_chance = float(total @ far @ total)
    if np.count_nonzero(total > ALMOST) < 2 or not by_chance > 0:
        return nan
    return 1 - (n - 1) * float((together * far).sum()) / by_chance


def _distances(total: Floats, levels: Floats, metric: str) -> Floats:
    """Squared distances of levels; `total` is how often each was given in all."""
    if metric == "nominal":
        return 1 - np.eye(len(levels))
    if metric == "ordinal":
        middle = np.cumsum(total) - total / 2
        found: Floats = np.subtract.outer(middle, middle) ** 2
        return found
    apart = np.subtract.outer(levels, levels)
    if metric == "ratio":
        both = np.add.outer(levels, levels)
        apart = apart / np.where(both == 0, 1.0, both)
    return apart**2


def _categories(categories: npt.ArrayLike, given: Floats) -> Floats:
    try:
        levels = np.asarray(categories, dtype=float)
    except TypeError as wrong:
        raise ValueError("Categories are numbers in rising order.") from wrong
    if levels.ndim != 1 or not len(levels) or not np.isfinite(levels).all() or (np.diff(levels) <= 0).any():
        raise ValueError("Categories are numbers in rising order.")
    if not np.isin(given, levels).all():
        raise ValueError("A rating is none of the categories.")
    return levels
