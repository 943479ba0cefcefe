"""How much of the spread of a value lies between schools, between classes of a school, and between learners?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

Numbers = npt.NDArray[np.float64]

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


def nested_variance(y: npt.ArrayLike, school: npt.ArrayLike, class_: npt.ArrayLike) -> NestedVariance:
    """How does the spread of `y` part into schools, classes within schools, and learners within classes?

    Restricted maximum likelihood of y = mean + school + class + e; a class is told by its school and its label
    together. Limits are those of the profile of the restricted likelihood (chi-square with one degree of freedom),
    which with few schools are wide, as they should be; with fewer than five they say little, and the caller says so.

    Where a level cannot be told (one school; one class in every school; one learner in every class), and where nothing
    varies, its share is 0, from 0 to 1; the share of learners is what is left. Where learners of a class are all
    alike, the learner's share is 0. ValueError unless all values are finite, and there are two or more.

    Source: Pinheiro & Bates (2000), Mixed-Effects Models, 2.2; the values of lme4 are the reference.
    """
    sums = _sums(y, school, class_)
    scale = float(sums.size @ sums.mean**2) + sums.inside
    total = sums.inside + float(sums.size @ (sums.mean - sums.size @ sums.mean / sums.n) ** 2)
    has_school, has_class = sums.n_school > 1, len(sums.size) > sums.n_school
    has_learner = sums.n > len(sums.size)
    if total <= NOTHING * scale or not (has_school or has_class):
        return NestedVariance(Share(0.0, 0.0, 1.0), Share(0.0, 0.0, 1.0), Share(1.0, 0.0, 1.0))
    if not has_learner:  # a class's own mean is a learner's value: classes and learners cannot be told apart
        has_class = False
    cannot = Share(0.0, 0.0, 1.0)
    axes = np.array([has_school, has_class])
    if not axes.any():
        return NestedVariance(cannot, cannot, Share(1.0, 0.0, 1.0))
    least, at = _lowest(sums, axes)
    found = {}
    for level in range(3):
        if level < 2 and not axes[level]:
            found[level] = cannot
            continue
        low, high = _limits(sums, axes, level, float(at[level]), least)
        found[level] = Share(float(at[level]), low, high)
    return NestedVariance(found[0], found[1], found[2])


@dataclass(frozen=True)
class _Sums:
    """Sizes and means of classes, ordered by school, where each school begins, and the squares within classes."""

    size: Numbers
    mean: Numbers
    begins: npt.NDArray[np.intp]
    inside: float
    n: int

    @property
    def n_school(self) -> int:
        return len(self.begins)


def _sums(y: npt.ArrayLike, school: npt.ArrayLike, class_: npt.ArrayLike) -> _Sums:
    values, schools, classes = np.asarray(y, dtype=float), np.asarray(school), np.asarray(class_)
    if values.ndim != 1 or len(values) < 2 or schools.shape != values.shape or classes.shape != values.shape:
        raise ValueError("Every value needs its school and its class, and there must be two or more.")
    if not np.isfinite(values).all():
        raise ValueError("Every value must be a number.")
    of_school, of_class = (
        np.unique(labels.astype(str) if labels.dtype == object else labels, return_inverse=True)[1]
        for labels in (schools, classes)
    )
    keys, at = np.unique(of_school * (int(of_class.max()) + 1) + of_class, return_inverse=True)
    size = np.bincount(at).astype(float)
    mean = np.bincount(at, values) / size
    begins = np.unique(keys // (int(of_class.max()) + 1), return_index=True)[1]
    inside = float(((values - mean[at]) ** 2).sum())
    scale = float(values @ values)
    return _Sums(size, mean, begins, inside if inside > NOTHING * scale else 0.0, len(values))


def _deviance(sums: _Sums, shares: Numbers) -> Numbers:
    """Minus twice the restricted log-likelihood, but for a constant, for each row of (school, class, learner)."""
    by_school, by_class = shares[:, 0] / shares[:, 2], shares[:, 1] / shares[:, 2]
    growth = 1 + by_class[:, None] * sums.size
    weight = sums.size / growth
    schools = np.add.reduceat(weight, sums.begins, axis=1)
    middle = np.add.reduceat(weight * sums.mean, sums.begins, axis=1) / schools
    counts = np.diff(np.append(sums.begins, len(sums.size)))
    apart = weight * (sums.mean - np.repeat(middle, counts, axis=1)) ** 2
    outer = 1 + by_school[:, None] * schools
    weights = schools / outer
    whole = weights.sum(axis=1)
    mean = (weights * middle).sum(axis=1) / whole
    left = sums.inside + apart.sum(axis=1) + (weights * (middle - mean[:, None]) ** 2).sum(axis=1)
    logs = np.log(growth).sum(axis=1) + np.log(outer).sum(axis=1) + np.log(whole)
    held: Numbers = logs + (sums.n - 1) * np.log(np.maximum(left, 1e-300))
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


_FRACTIONS = np.linspace(0.0, 1.0, 33) ** 2  # denser near 0, where shares between schools and classes mostly lie
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
        fractions = np.linspace(*near, 17)
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
