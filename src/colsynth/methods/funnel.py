"""How far may the share of a group lie from a target by chance alone, and do groups differ by more than chance?"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy import special

WINSORISED = 0.1  # share of groups drawn in at either end, so that a few do not stand for all (Spiegelhalter 2005)


@dataclass(frozen=True)
class FunnelLimits:
    """Between `low` and `high` (0-1) the shares of groups of one size lie, by chance alone, at the level asked for."""

    low: float
    high: float


@dataclass(frozen=True)
class Overdispersion:
    """`phi`, how much more groups spread than by chance (1 = as much as chance); `tau2`, the variance between them
    beyond it, on the arcsine scale; `flagged`, which of the groups lie outside limits widened by it."""

    phi: float
    tau2: float
    flagged: npt.NDArray[np.bool_]


def funnel_limits(p: float, n: float, level: float) -> FunnelLimits:
    """Where would the share of a group of `n` lie, `level` of the time, if it were drawn at the target rate `p`?

    Exact binomial limits, interpolated between whole counts: r is the quantile of the count at the tail t,
    a = (P(X <= r) - t) / P(X = r), and the limit (r - a) / n, within 0 and 1. Where `n` is not whole (what learners in
    classes are worth), they lie between those of the whole numbers beside it. At p = 0 or 1 both limits are p.
    ValueError unless 0 <= p <= 1, n >= 1 and finite, and 0 < level < 1.

    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, appendix A.1.1.
    """
    if not 0 <= p <= 1 or not 1 <= n < inf or not 0 < level < 1:
        raise ValueError(f"There are no {level} limits of a rate of {p} among {n}.")
    if p in (0, 1):
        return FunnelLimits(float(p), float(p))
    under, over, part = floor(n), ceil(n), n - floor(n)
    below, above = (
        (1 - part) * _count_at(p, under, tail) / under + part * _count_at(p, over, tail) / over
        for tail in (0.5 - level / 2, 0.5 + level / 2)
    )
    return FunnelLimits(min(1.0, max(0.0, float(below))), min(1.0, max(0.0, float(above))))


def _count_at(p: float, n: int, tail: float) -> float:
    """The interpolated count of a binomial of `n` and `p` below which `tail` of its probability lies."""
    reached = special.bdtr(np.arange(n + 1.0), n, p)  # P(X <= r)
    r = min(int(np.searchsorted(reached, tail)), n)
    at = float(reached[r]) - (float(reached[r - 1]) if r else 0.0)
    return r - (float(reached[r]) - tail) / at


def overdispersion(x: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95) -> Overdispersion:
    """Do the shares behind `x` of `n` spread more than by chance around their common rate, and which lie outside then?

    z = 2 sqrt(n) (arcsin sqrt(x / n) - arcsin sqrt(p)), p the rate of all together; the outer tenth of z at either end
    is drawn in; phi is their mean square. With k groups, where k phi > k - 1, tau2 = (k phi - (k - 1)) /
    (W - sum(w^2) / W), w = 4 n, W = sum(w). A group is flagged where its own z, over sqrt(1 + 4 n tau2), lies outside
    `level`. Below about 20 groups phi means little, and below 10 in a group z is rough: the caller says so. Groups of
    none are left out and never flagged. ValueError unless 0 <= x <= n, finite, and with no group at all.

    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; quantiles as in R's default (type 7).
    """
    counts, sizes = np.atleast_1d(np.asarray(x, dtype=float)), np.atleast_1d(np.asarray(n, dtype=float))
    told = counts.ndim == 1 and counts.shape == sizes.shape and bool(np.isfinite(sizes).all())
    if not told or not ((counts >= 0) & (counts <= sizes)).all() or not sizes.sum() > 0:
        raise ValueError("Overdispersion needs counts x of n, with 0 <= x <= n and one group or more.")
    flagged = np.zeros(len(sizes), dtype=bool)
    some = sizes > 0
    counts, sizes = counts[some], sizes[some]
    rate = counts.sum() / sizes.sum()
    z = 2 * np.sqrt(sizes) * (np.arcsin(np.sqrt(counts / sizes)) - np.arcsin(np.sqrt(rate)))
    inner = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    k, weight = len(z), 4 * sizes
    phi = float((inner**2).mean())
    spread = float(weight.sum() - (weight**2).sum() / weight.sum())
    tau2 = max(0.0, (k * phi - (k - 1)) / spread) if k > 1 else 0.0
    flagged[some] = np.abs(z) / np.sqrt(1 + weight * tau2) > NormalDist().inv_cdf(0.5 + level / 2)
    return Overdispersion(phi, float(tau2), flagged)
