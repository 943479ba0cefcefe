"""Did learners who were chosen do otherwise than others who started where they did?

Learners chosen for a low result do better the next time though nothing is done, and so do others with the same low
result: held against those, that part of a gain drops out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from colsynth.methods.proportions import newcombe_difference

LEAST_CHOSEN = 10  # learners; of fewer nothing is said
LEAST_OTHERS = 20  # learners from whom an expectation is drawn; our rule
LEAST_MATCHED = 0.5  # share of the chosen for whom another learner started where they did; our rule
FARTHEST = 1.0  # standard deviations that a line may be drawn out beyond the starts of the others; our rule


@dataclass(frozen=True)
class Comparison:
    """`actual` of `n` chosen learners, `expected` of them from `n_others`; `value` is the one less the other."""

    n: int
    n_others: int
    actual: float
    expected: float
    value: float
    low: float
    high: float


def adjusted_mean(
    pre: npt.ArrayLike,
    post: npt.ArrayLike,
    chosen: npt.ArrayLike,
    stratum: npt.ArrayLike,
    worth: float = 1.0,
    worth_others: float = 1.0,
    level: float = 0.95,
) -> Comparison | None:
    """The mean later score of the chosen, against what a straight line through the others leads one to expect.

    Post on pre by least squares in the learners not chosen, one slope, a level for each `stratum` (year level);
    chosen learners of a stratum without others are left out. `worth` (0-1) is how many independent learners one is
    worth in classes, for the chosen and for the others. Limits by Student's t with n - 1 degrees of freedom, from
    the chosen's own spread about the line and the uncertainty of the line. None with fewer than ten chosen or twenty
    others, where the others all started alike, or the chosen start further than one standard deviation outside where
    the others did. ValueError unless 0 < worth <= 1.

    Source: Cochran (1957), Biometrics 13, 261-281 (analysis of covariance, the line fitted in one group alone:
    Peters 1941, Belson 1956).
    """
    _check(worth, worth_others)
    x, y = np.asarray(pre, dtype=float), np.asarray(post, dtype=float)
    is_chosen, strata = np.asarray(chosen, dtype=bool), np.asarray(stratum, dtype=object).astype(str)
    held = ~np.isnan(x) & ~np.isnan(y)
    x, y, is_chosen, strata = x[held], y[held], is_chosen[held], strata[held]
    kept = ~is_chosen | np.isin(strata, strata[~is_chosen])
    x, y, is_chosen, strata = x[kept], y[kept], is_chosen[kept], strata[kept]
    n, n_others = int(is_chosen.sum()), int((~is_chosen).sum())
    if n < LEAST_CHOSEN or n_others < LEAST_OTHERS:
        return None
    names = np.unique(strata[~is_chosen])
    dummies = (strata[:, None] == names[None, :]).astype(float)
    spread = float(np.std(x))
    start = x[is_chosen].mean()
    nearest = min(max(start, x[~is_chosen].min()), x[~is_chosen].max())
    centred = x - x[~is_chosen].mean()
    design = np.column_stack([dummies, centred])
    others = design[~is_chosen]
    free = n_others - others.shape[1]
    if free <= 0 or np.linalg.matrix_rank(others) < others.shape[1] or abs(start - nearest) > FARTHEST * spread:
        return None
    beta, *_ = np.linalg.lstsq(others, y[~is_chosen], rcond=None)
    away = y - design @ beta
    line = float((away[~is_chosen] ** 2).sum()) / free  # variance about the line
    at = design[is_chosen].mean(axis=0)
    of_line = line * float(at @ np.linalg.solve(others.T @ others, at)) / worth_others
    of_chosen = float(np.var(away[is_chosen], ddof=1)) / (n * worth)
    half = float(special.stdtrit(n - 1, 0.5 + level / 2)) * sqrt(of_line + of_chosen)
    value = float(away[is_chosen].mean())
    actual = float(y[is_chosen].mean())
    return Comparison(n, n_others, actual, actual - value, value, value - half, value + half)


def adjusted_share(
    reached: npt.ArrayLike,
    stratum: npt.ArrayLike,
    chosen: npt.ArrayLike,
    worth: float = 1.0,
    worth_others: float = 1.0,
    level: float = 0.95,
) -> Comparison | None:
    """The share of the chosen who reached a mark, against the share of others who started on the same level.

    `stratum` is where a learner started (a level, with the year level where the mark depends on it). The shares of
    the others are weighted as the chosen are spread over the strata; chosen learners of a stratum without others are
    left out. Limits by Newcombe's method, the weighted share counting as a share of 1 / sum(weight^2 / n) learners.
    None with fewer than ten chosen or twenty others left, or with others for fewer than half of the chosen.
    ValueError unless 0 < worth <= 1.

    Source: Miettinen (1972), American Journal of Epidemiology 96, 383-388 (standardisation to the chosen); limits as
    in `newcombe_difference`.
    """
    _check(worth, worth_others)
    y, is_chosen = np.asarray(reached, dtype=float), np.asarray(chosen, dtype=bool)
    strata = np.asarray(stratum, dtype=object).astype(str)
    matched = is_chosen & np.isin(strata, strata[~is_chosen])
    n, n_all = int(matched.sum()), int(is_chosen.sum())
    others = ~is_chosen & np.isin(strata, strata[matched])
    n_others = int(others.sum())
    if n < LEAST_CHOSEN or n_others < LEAST_OTHERS or n < LEAST_MATCHED * n_all:
        return None
    expected = uncertain = 0.0
    for name in np.unique(strata[matched]):
        here = others & (strata == name)
        weight = float((matched & (strata == name)).sum()) / n
        expected += weight * float(y[here].mean())
        uncertain += weight * weight / float(here.sum())
    size = min(1 / uncertain, float(n_others)) * worth_others
    actual, expected = float(y[matched].mean()), min(1.0, max(0.0, expected))
    found = newcombe_difference(actual * n * worth, n * worth, expected * size, size, level)
    return Comparison(n, n_others, actual, expected, found.value, found.low, found.high)


def _check(*worths: float) -> None:
    if not all(0 < worth <= 1 for worth in worths):
        raise ValueError(f"A learner cannot be worth {worths}.")
