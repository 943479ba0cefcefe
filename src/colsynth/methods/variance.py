"""How much of the spread of a value lies between groups, and where does each group lie?

Of three levels: `nested_variance`; of shares: `random_intercept_logit`; both can be had from here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from colsynth.methods.variance_logit import LogitVariance, random_intercept_logit
from colsynth.methods.variance_nested import NestedVariance, Share, nested_variance

__all__ = [
    "LogitVariance",
    "NestedVariance",
    "RandomIntercept",
    "Share",
    "nested_variance",
    "random_intercept",
    "random_intercept_logit",
]

Numbers = npt.NDArray[np.float64]

MOST_BETWEEN = 1 - 1e-9  # share between groups up to which the best is looked for; beyond, rounding speaks
LEVEL = 0.95  # of the interval of the icc
CHI2 = 3.841458820694124  # 95 % point of chi-square with one degree of freedom
NOTHING = 1e-12  # share of the size of values below which a spread is rounding


@dataclass(frozen=True)
class RandomIntercept:
    """Values that vary between groups by `tau2` and within them by `sigma2`.

    `icc`: tau2 / (tau2 + sigma2), from `icc_low` to `icc_high` (95 %). `beta` and `se`: one number a column of the
    design matrix. `u`: how far each group lies from what its columns say, drawn in by how little is known of it;
    `u_se` its comparative error, sqrt(tau2 sigma2 / (sigma2 + n tau2)). Groups in the order of `np.unique(group)`.
    """

    tau2: float
    sigma2: float
    icc: float
    icc_low: float
    icc_high: float
    beta: Numbers
    se: Numbers
    u: Numbers
    u_se: Numbers


@dataclass(frozen=True)
class _Sums:
    """What the likelihood needs of the data: sizes and means of groups, and products within them."""

    size: Numbers
    x: Numbers  # means of the columns, one row a group
    y: Numbers  # means of the values
    xx: Numbers  # products within groups
    xy: Numbers
    yy: float
    n: int


def random_intercept(
    y: npt.ArrayLike,
    group: npt.ArrayLike,
    X: npt.ArrayLike | None = None,  # noqa: N803 (a design matrix bears its textbook name)
    reml: bool = True,
) -> RandomIntercept:
    """How much of the spread of `y` lies between groups, beyond what the columns of `X` say?

    y = X beta + u of its group + e. `X` carries its own column of ones; None is that column alone. The likelihood
    (restricted, unless `reml` is False) is profiled over theta = tau2 / sigma2, one number, so it cannot diverge.
    The interval of the icc is exact for normal values, in groups of any size: the ratio of what theta leaves between
    groups to what lies within them is an F. Where that F leaves no spread at all between groups, the upper limit is
    that of the likelihood (chi-square with one degree of freedom), so that nothing looks known to be 0.

    With one group, with one value a group, or where nothing varies, tau2 and icc are 0 and the interval is 0 to 1: it
    cannot be told. Where values vary between groups alone, the icc is 1. ValueError unless all numbers are finite,
    there are more values than columns, and no column is a sum of others.

    Source: Pinheiro & Bates (2000), Mixed-Effects Models, 2.2 (profile); Harville & Fenech (1985), Biometrics 41,
    137-152 (interval). The values of lme4 are the reference.
    """
    values, at, columns = _checked(y, group, X)
    sums = _sums(values, at, columns)
    k, p = len(sums.size), columns.shape[1]
    inner = np.linalg.matrix_rank(sums.xx / max(1e-300, float(np.trace(sums.xx)))) if sums.xx.any() else 0
    within = sums.yy
    if inner:
        within -= float(sums.xy @ np.linalg.lstsq(sums.xx, sums.xy, rcond=None)[0])
    scale = float(values @ values)
    within = within if within > NOTHING * scale else 0.0
    free_between, free_within = k + int(inner) - p, sums.n - k - int(inner)
    left = _solved(sums, 0.0)[1]
    if left <= NOTHING * scale or free_between < 1 or free_within < 1:
        left = left if left > NOTHING * scale else 0.0
        return _result(sums, 0.0, left / (sums.n - p if reml else sums.n), 0.0, 1.0)
    if within == 0.0:
        _, left, _ = _solved(sums, inf)
        tau2 = left / (k - p if reml and k > p else k)
        return RandomIntercept(tau2, 0.0, 1.0, 1.0, 1.0, *_where_all_lies_between(sums, tau2))

    def surprise(icc: float) -> float:
        theta = icc / (1 - icc)
        _, rest, a = _solved(sums, theta)
        growth = float(np.log1p(theta * sums.size).sum())
        if not reml:
            return growth + sums.n * float(np.log(rest))
        restricted: float = growth + (sums.n - p) * float(np.log(rest)) + float(np.linalg.slogdet(a)[1])
        return restricted

    icc = _lowest(surprise)
    low, high = _limits(sums, within, free_between, free_within)
    if high == 0.0:  # groups more alike than chance lets them be: the F says "none", the likelihood how many it may be
        least = surprise(icc)
        high = float(optimize.brentq(lambda at: surprise(at) - least - CHI2, icc, MOST_BETWEEN, xtol=1e-9))
    theta = icc / (1 - icc)
    _, left, _ = _solved(sums, theta)
    sigma2 = left / (sums.n - p if reml else sums.n)
    return _result(sums, theta, sigma2, min(low, icc), max(high, icc))


def _checked(
    y: npt.ArrayLike, group: npt.ArrayLike, design: npt.ArrayLike | None
) -> tuple[Numbers, npt.NDArray[np.intp], Numbers]:
    values, labels = np.asarray(y, dtype=float), np.asarray(group)
    if values.ndim != 1:
        raise ValueError("Values are a list of numbers.")
    columns = np.ones((len(values), 1)) if design is None else np.asarray(design, dtype=float).reshape(len(values), -1)
    if labels.shape != values.shape:
        raise ValueError("Every value needs its group.")
    if not (np.isfinite(values).all() and np.isfinite(columns).all()):
        raise ValueError("Every value and every column must be a number.")
    if len(values) <= columns.shape[1] or np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise ValueError("There must be more values than columns, and no column may be a sum of others.")
    if labels.dtype == object:
        labels = labels.astype(str)
    return values, np.unique(labels, return_inverse=True)[1], columns


def _sums(values: Numbers, at: npt.NDArray[np.intp], columns: Numbers) -> _Sums:
    size = np.bincount(at).astype(float)
    y = np.bincount(at, values) / size
    x = np.column_stack([np.bincount(at, column) / size for column in columns.T])
    y_in, x_in = values - y[at], columns - x[at]
    x_in[:, np.abs(x_in).max(axis=0) <= NOTHING * np.abs(columns).max(axis=0)] = 0.0
    return _Sums(size, x, y, x_in.T @ x_in, x_in.T @ y_in, float(y_in @ y_in), len(values))


def _solved(sums: _Sums, theta: float) -> tuple[Numbers, float, Numbers]:
    """The columns' numbers, the squares left, and the matrix of the columns, where groups vary by `theta`."""
    if theta == inf:
        weight, xx, xy = np.ones_like(sums.size), 0 * sums.xx, 0 * sums.xy
    else:
        weight, xx, xy = sums.size / (1 + theta * sums.size), sums.xx, sums.xy
    a = xx + (sums.x.T * weight) @ sums.x
    beta: Numbers = np.linalg.lstsq(a, xy + (sums.x.T * weight) @ sums.y, rcond=None)[0].astype(float)
    between = sums.y - sums.x @ beta
    inside = 0.0 if theta == inf else sums.yy - 2 * float(beta @ sums.xy) + float(beta @ sums.xx @ beta)
    return beta, inside + float(weight @ between**2), a


def _lowest(surprise: Callable[[float], float]) -> float:
    """The icc of least surprise: the best of a grid, then looked for around it."""
    grid = np.concatenate([np.linspace(0, 0.98, 50) ** 2, [0.97, 0.98, 0.99, 0.999, MOST_BETWEEN]])
    found = [surprise(icc) for icc in grid]
    best = int(np.argmin(found))
    bounds = float(grid[max(0, best - 1)]), float(grid[min(len(grid) - 1, best + 1)])
    fine = optimize.minimize_scalar(surprise, bounds=bounds, method="bounded", options={"xatol": 1e-12})
    return float(fine.x) if fine.fun < found[best] else float(grid[best])


def _limits(sums: _Sums, within: float, free_between: int, free_within: int) -> tuple[float, float]:
    """Where the share between groups lies, 95 % of the time: what it leaves between groups, over within, is an F."""

    def ratio(icc: float) -> float:
        left = _solved(sums, icc / (1 - icc))[1] - within
        return left / free_between / (within / free_within)

    def reaching(tail: float) -> float:
        wanted = float(special.fdtri(free_between, free_within, tail))
        if ratio(0.0) <= wanted:
            return 0.0
        if ratio(MOST_BETWEEN) >= wanted:
            return 1.0
        return float(optimize.brentq(lambda icc: ratio(icc) - wanted, 0.0, MOST_BETWEEN, xtol=1e-12))

    return reaching(0.5 + LEVEL / 2), reaching(0.5 - LEVEL / 2)


def _result(sums: _Sums, theta: float, sigma2: float, low: float, high: float) -> RandomIntercept:
    beta, _, a = _solved(sums, theta)
    drawn = theta * sums.size / (1 + theta * sums.size)
    tau2 = theta * sigma2
    return RandomIntercept(
        tau2,
        sigma2,
        theta / (1 + theta),
        low,
        high,
        beta,
        np.sqrt(sigma2 * np.diag(np.linalg.inv(a))),
        drawn * (sums.y - sums.x @ beta),
        np.sqrt(tau2 / (1 + theta * sums.size)),
    )


def _where_all_lies_between(sums: _Sums, tau2: float) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    beta, _, a = _solved(sums, inf)
    se = np.sqrt(np.maximum(0.0, tau2 * np.diag(np.linalg.pinv(a))))
    return beta, se, sums.y - sums.x @ beta, np.zeros_like(sums.size)
