"""How alike are two raters of the same things on levels, beyond what chance alone would make alike?"""

from __future__ import annotations

from math import nan, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from colsynth.methods.raters import UNKNOWN, Coefficient
from colsynth.methods.rating_tables import Weights, numbers_of, weights_of


def weighted_kappa(
    table: npt.ArrayLike, weights: Weights | None, worth: float | None = None, level: float = 0.95
) -> Coefficient:
    """Kappa of a table that counts pairs, rows the first rater and columns the second, on the same levels in order.

    Weights are `linear`, `quadratic` or `ordinal` in the position of the levels; None and `none` give Cohen's kappa.
    `worth` is how many independent pairs they are worth (learners in classes); None: as many as there are. The limits
    are the value and its large-sample error by the normal distribution, at least -1 and at most 1. ValueError unless
    the table is square with two levels or more, no count is negative and some are above 0, and for unknown weights.

    Source: Cohen (1968), Psychological Bulletin 70, 213-220; its error, Fleiss, Cohen & Everitt (1969), Psychological
    Bulletin 72, 323-327.
    """
    counts = numbers_of(table, "A table counts pairs.")
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < 2:
        raise ValueError("Two raters are held against each other on the same levels, two or more.")
    if not np.isfinite(counts).all() or counts.min() < 0 or not counts.sum() > 0:
        raise ValueError("Pairs are counted, and there must be some.")
    total = float(counts.sum())
    if worth is not None and not worth > 0:
        raise ValueError(f"{total} pairs cannot be worth {worth}.")
    p, n = counts / total, total if worth is None else worth
    w = weights_of(np.arange(len(p), dtype=float), weights)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    seen, by_chance = float((w * p).sum()), float(rows @ w @ columns)
    if 1 - by_chance < 1e-12:
        return UNKNOWN
    kappa = (seen - by_chance) / (1 - by_chance)
    expected = np.add.outer(w @ columns, rows @ w)
    variance = float((p * (w - expected * (1 - kappa)) ** 2).sum()) - (kappa - by_chance * (1 - kappa)) ** 2
    if not variance > 1e-15:
        return Coefficient(kappa, 0.0, nan, nan)
    se = sqrt(variance / n) / (1 - by_chance)
    reach = NormalDist().inv_cdf(0.5 + level / 2) * se
    return Coefficient(kappa, se, max(-1.0, kappa - reach), min(1.0, kappa + reach))
