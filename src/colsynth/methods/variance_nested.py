"""How much of the spread of a value lies between schools, between classes of a school, and between learners?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

Numbers = npt.NDArray[np.float64]

LEARNER = 2  # place of the learner's share among the three
CHI2 = 3.841458820694124  # 95 % point of chi-square with one degree of freedom: deviance given up at a limit
LEAST_LEARNER = 1e-4  # smallest share between learners that is looked at; below, rounding speaks
STEPS = 48  # points of a share at which its limits are looked for; between them a straight line
NOTHING = 1e-12  # share of the size of values below which a spread is rounding


@dataclass(frozen=True)
class Share:
    """A share of the whole spread (0-1), from `low` to `high` (95 %)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class NestedVariance:
    """Shares of the spread between schools, between classes within schools, and between learners within classes."""

    school: Share
    class_: Share
    learner: Share


def nested_variance(
    y: npt.ArrayLike,
    school: npt.ArrayLike,
    class_: npt.ArrayLike,
    X: npt.ArrayLike | None = None,  # noqa: N803 (a design matrix bears its textbook name)
) -> NestedVariance:
    """How does the spread of `y` part into schools, classes within schools, and learners within classes?

    Restricted maximum likelihood of y = X beta + school + class + e. `X` carries its own column of ones; None is that
    column alone. A class is told by its school and its label together. Limits are those of the profile of the
    restricted likelihood (chi-square with one degree of freedom), which with few schools are wide, as they should be;
    with fewer than five they say little, and the caller says so.

    Where a level cannot be told (one school; one class in every school; one learner in every class), and where nothing
    varies, its share is 0, from 0 to 1; the share of learners is what is left. ValueError unless all numbers are
    finite, there are more values than columns, and no column is a sum of others.

    Source: Pinheiro & Bates (2000), Mixed-Effects Models, 2.2; the values of lme4 are the reference.
    """
    sums = _sums(y, school, class_, X)
    cannot = Share(0.0, 0.0, 1.0)
    # Where a class is one learner, classes and learners cannot be told apart.
    axes = np.array([len(sums.begins) > 1, len(sums.begins) < len(sums.size) < sums.n])
    if not sums.varies or not axes.any():
        return NestedVariance(cannot, cannot, Share(1.0, 0.0, 1.0))
    least, at = _lowest(sums, axes)
    found = [
        Share(float(at[level]), *_limits(sums, axes, level, float(at[level]), least))
        if level == LEARNER or axes[level]
        else cannot
        for level in range(3)
    ]
    return NestedVariance(*found)


@dataclass(frozen=True)
class _Sums:
    """Sizes of classes, ordered by school, and where each school begins; of the columns and the values beside them:
    their means in classes (one row a class), products of these, and products of what lies within classes."""

    size: Numbers
    begins: npt.NDArray[np.intp]
    mean: Numbers
    outer: Numbers
    inside: Numbers
    n: int
    p: int
    varies: bool


def _sums(y: npt.ArrayLike, school: npt.ArrayLike, class_: npt.ArrayLike, design: npt.ArrayLike | None) -> _Sums:
    values, schools, classes = np.asarray(y, dtype=float), np.asarray(school), np.asarray(class_)
    if values.ndim != 1:
        raise ValueError("Values are a list of numbers.")
    columns = np.ones((len(values), 1)) if design is None else np.asarray(design, dtype=float).reshape(len(values), -1)
    p = columns.shape[1]
    if schools.shape != values.shape or classes.shape != values.shape:
        raise ValueError("Every value needs its school and its class.")
    if not (np.isfinite(values).all() and np.isfinite(columns).all()):
        raise ValueError("Every value and every column must be a number.")
    if len(values) <= p or np.linalg.matrix_rank(columns) < p:
        raise ValueError("There must be more values than columns, and no column may be a sum of others.")
    # What the columns say of the values is taken out first: the likelihood does not change, and rounding does no harm.
    rest = values - columns @ np.linalg.lstsq(columns, values, rcond=None)[0]
    held = np.column_stack([columns, rest])
    of_school, of_class = (
        np.unique(labels.astype(str) if labels.dtype == object else labels, return_inverse=True)[1]
        for labels in (schools, classes)
    )
    n_labels = int(of_class.max()) + 1
    keys, at = np.unique(of_school * n_labels + of_class, return_inverse=True)
    size = np.bincount(at).astype(float)
    mean = np.column_stack([np.bincount(at, column) / size for column in held.T])
    within = held - mean[at]
    begins = np.unique(keys // n_labels, return_index=True)[1]
    varies = float(rest @ rest) > NOTHING * float(values @ values)
    outer = (mean[:, :, None] * mean[:, None, :]).reshape(len(size), -1)
    return _Sums(size, begins, mean, outer, within.T @ within, len(values), p, varies)


def _deviance(sums: _Sums, shares: Numbers) -> Numbers:
    """Minus twice the restricted log-likelihood, but for a constant, for each row of (school, class, learner)."""
    by_school, by_class = shares[:, 0] / shares[:, 2], shares[:, 1] / shares[:, 2]
    growth = 1 + by_class[:, None] * sums.size
    weight = sums.size / growth
    schools = np.add.reduceat(weight, sums.begins, axis=1)
    totals = np.add.reduceat(weight[:, :, None] * sums.mean, sums.begins, axis=1)
    outer = 1 + by_school[:, None] * schools
    drawn = totals * (by_school[:, None] / outer)[:, :, None]
    products = (weight @ sums.outer).reshape(-1, sums.p + 1, sums.p + 1)
    products = products + sums.inside - np.swapaxes(totals, 1, 2) @ drawn
    a, xy, yy = products[:, :-1, :-1], products[:, :-1, -1:], products[:, -1, -1]
    left = yy - (np.swapaxes(xy, 1, 2) @ np.linalg.solve(a, xy))[:, 0, 0]
    logs = np.log(growth).sum(axis=1) + np.log(outer).sum(axis=1) + np.linalg.slogdet(a)[1]
    held: Numbers = logs + (sums.n - sums.p) * np.log(np.maximum(left, 1e-300))
    return held


def _parted(level: int, share: float, fractions: Numbers, axes: npt.NDArray[np.bool_]) -> Numbers:
    """Rows of shares in which `level` has `share` and the two others part the rest by `fractions`."""
    rest = 1 - share
    others = [other for other in range(3) if other != level]
    held = np.zeros((len(fractions), 3))
    held[:, level] = share
    held[:, others[0]], held[:, others[1]] = rest * fractions, rest * (1 - fractions)
    for other in (0, 1):
        if not axes[other] and other != level:
            held[:, 2 if level != 2 else 1 - other] += held[:, other]
            held[:, other] = 0.0
    held[:, 2] = np.maximum(held[:, 2], LEAST_LEARNER)
    scaled: Numbers = held / held.sum(axis=1, keepdims=True)
    return scaled


_FRACTIONS = np.linspace(0.0, 1.0, 21) ** 2  # denser near 0, where shares between schools and classes mostly lie
_FRACTIONS = np.unique(np.concatenate([_FRACTIONS, 1 - _FRACTIONS]))


def _least_at(sums: _Sums, axes: npt.NDArray[np.bool_], level: int, share: float) -> tuple[float, Numbers]:
    """The least deviance where `level` has `share`, and the shares that give it; a grid, and a finer one in it."""
    fractions = _FRACTIONS
    for _ in range(2):
        rows = _parted(level, share, fractions, axes)
        told = _deviance(sums, rows)
        best = int(np.argmin(told))
        near = fractions[max(0, best - 1)], fractions[min(len(fractions) - 1, best + 1)]
        found = float(told[best]), rows[best]
        fractions = np.linspace(*near, 13)
    return found


def _lowest(sums: _Sums, axes: npt.NDArray[np.bool_]) -> tuple[float, Numbers]:
    """The least deviance of all, and its shares."""
    level = 0 if axes[0] else 1
    grid = np.linspace(0.0, 0.99, 34) ** 2
    told = [_least_at(sums, axes, level, share) for share in grid]
    start = min(told, key=lambda found: found[0])

    def surprise(at: Numbers) -> float:
        shares = np.array([[at[0] * axes[0], at[1] * axes[1], 0.0]])
        shares[0, 2] = 1 - shares[0].sum()
        if shares.min() < 0 or shares[0, 2] < LEAST_LEARNER / 2:
            return float(start[0]) + 1e6 * (1 + float(np.abs(at).sum()))
        return float(_deviance(sums, shares)[0])

    fine = optimize.minimize(
        surprise,
        start[1][:2],
        method="Nelder-Mead",
        bounds=[(0.0, 1.0)] * 2,
        options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 800, "initial_simplex": _around(start[1][:2])},
    )
    if fine.fun >= start[0]:
        return start
    school, class_ = fine.x * axes
    return float(fine.fun), np.array([school, class_, 1 - school - class_])


def _around(at: Numbers) -> Numbers:
    """A small triangle at a point, within what shares may be."""
    step = 0.02 if at.sum() < 0.95 else -0.02
    corners: Numbers = (at + step * np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])).clip(0.0, 1.0)
    return corners


def _limits(sums: _Sums, axes: npt.NDArray[np.bool_], level: int, at: float, least: float) -> tuple[float, float]:
    """The shares of `level` at which the deviance has risen by 3.84, below and above the best."""

    def risen(share: float) -> float:
        return _least_at(sums, axes, level, share)[0] - least - CHI2

    ends = []
    for end in (0.0, 1 - LEAST_LEARNER):
        steps = at + (end - at) * np.linspace(0.0, 1.0, STEPS // 4) ** 1.5
        last, before = at, -CHI2
        limit = 0.0 if end == 0.0 else 1.0
        for share in steps[1:]:
            now = risen(float(share))
            if now > 0:
                limit = float(optimize.brentq(risen, float(last), float(share), xtol=1e-4)) if before < 0 else last
                break
            last, before = float(share), now
        ends.append(limit)
    return min(at, ends[0]), max(at, ends[1])
