"""What do tables of ratings hold, units by raters, and how near to one another are levels?"""

from __future__ import annotations

from math import inf, nan
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import t

Weights = Literal["linear", "quadratic", "ordinal", "none"]
Floats = npt.NDArray[np.float64]

ALMOST = 1e-9  # levels or shares; less is rounding
HIGHEST = 1e9  # level, up or down; what is further is a slip, and its square cannot be reckoned with
MOST_LEVELS = 1000  # different ones; more are measurements. Our limit, so that tables of levels by levels fit anywhere


def ratings_of(ratings: npt.ArrayLike) -> Floats:
    """Ratings, units by raters, as numbers with NaN for what is missing. ValueError unless it is such a table."""
    found = numbers_of(ratings, "Ratings are numbers, or NaN where there is none.")
    if found.ndim != 2 or found.size == 0:
        raise ValueError("Ratings are a table with a row for each thing rated and a column for each rater.")
    if (np.abs(found) > HIGHEST).any():
        raise ValueError("A rating is a level, or NaN where there is none.")
    return found


def numbers_of(given: npt.ArrayLike, asked: str) -> Floats:
    """What is given as numbers, with NaN for a missing value of a frame. ValueError, which says what is asked for."""
    try:
        if np.iscomplexobj(given):
            raise TypeError
        missing = getattr(given, "isna", None)  # a frame knows its own sign of what is missing
        known = np.where(missing(), nan, np.asarray(given, dtype=object)) if missing else given
        found: Floats = np.asarray(known, dtype=float)
    except (TypeError, ValueError) as wrong:
        raise ValueError(asked) from wrong
    return found


def counts_of(ratings: Floats, categories: Floats) -> Floats:
    """How many raters gave each category, in rising order, to each unit. ValueError if there are too many."""
    if len(categories) > MOST_LEVELS:
        raise ValueError(f"Ratings are on levels. More than {MOST_LEVELS} different ones are measurements.")
    unit, rater = np.nonzero(np.isin(ratings, categories))
    place = unit * len(categories) + np.searchsorted(categories, ratings[unit, rater])
    found: Floats = np.bincount(place, minlength=len(ratings) * len(categories)).astype(float)
    return found.reshape(len(ratings), len(categories))


def weights_of(categories: Floats, weights: str | None) -> Floats:
    """How alike two levels count, 1 for the same: categories by categories, in the order given.

    `linear` falls with the distance of the levels and `quadratic` with its square. `ordinal` falls with how many pairs
    of levels lie from the one to the other, both taken in, whatever their numbers; it is not Krippendorff's ordinal
    metric. None and `none`: only the same level counts. ValueError for another word.

    Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, section 3.5.
    """
    same: Floats = np.eye(len(categories))
    if weights is None or (isinstance(weights, str) and weights == "none"):
        return same
    if not isinstance(weights, str) or weights not in ("linear", "quadratic", "ordinal"):
        raise ValueError("Weights are linear, quadratic, ordinal or none.")
    if len(categories) < 2:
        return same
    steps = np.arange(len(categories)) if weights == "ordinal" else categories
    apart = np.abs(np.subtract.outer(steps, steps)).astype(float)
    if weights == "ordinal":
        apart = apart * (apart + 1)
    found: Floats = 1 - (apart / apart.max()) ** (2 if weights == "quadratic" else 1)
    return found


def jackknifed(
    value: float, without: Floats, level: float, least: float = -inf, most: float = inf, df: int | None = None
) -> tuple[float, float, float]:
    """Standard error and limits of a value from what it is with each unit left out; nan where they cannot be told.

    Student's t with a degree of freedom less than units, or `df`. Source: Efron & Tibshirani (1993), An Introduction
    to the Bootstrap, chapter 11.
    """
    n = len(without)
    if n < 2 or np.isnan(without).any():
        return nan, nan, nan
    se = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    se = se if se > ALMOST else 0.0
    return (se, *limits_by_t(value, se, n - 1 if df is None else df, level, least, most))


def limits_by_t(
    value: float, se: float, df: int, level: float, least: float = -inf, most: float = inf
) -> tuple[float, float]:
    """Limits by Student's t; nan where the error is 0, as nothing was seen of how the value varies."""
    if not se > ALMOST or df < 1:
        return nan, nan
    reach = float(t.ppf(0.5 + level / 2, df)) * se
    return max(least, value - reach), min(most, value + reach)
