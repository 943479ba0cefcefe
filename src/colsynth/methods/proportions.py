"""How large is a share, how sure is it, and how many more would reach a target?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy import special

ROUNDING = 1e-12  # part of a count by which all of a group may seem more than all, once reckoned by classes
MOST_ALIKE = 1e6  # strength of a prior beyond which groups differ by chance alone; our bound


@dataclass(frozen=True)
class Interval:
    """The lower and upper limit of a share (0-1)."""

    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """One share less another (-1 to 1), and its limits."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Prior:
    """A beta distribution of the shares of groups: its mean is a / (a + b), its strength a + b learners."""

    a: float
    b: float


def wilson_interval(x: float, n: float, level: float = 0.95) -> Interval:
    """The score interval of `x` of `n`: where the share of a like group would lie, `level` of the time.

    It takes each learner as one independent draw. Learners in classes vary more than that: `x` and `n` are then what
    they are worth (`effective_n`, and the same share of it), or a page labels the interval "from the count alone".
    ValueError unless 0 <= x <= n, n > 0 and finite, and 0 < level < 1.

    Source: Wilson (1927); numbers in Newcombe (1998), Statistics in Medicine 17, 857-872, table I.
    """
    if not 0 <= x <= n * (1 + ROUNDING) or not 0 < n < inf or not 0 < level < 1:
        raise ValueError(f"{x} of {n} has no interval at {level}.")
    x, n = float(min(x, n)), float(n)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    p, z2n = x / n, z * z / n
    centre = (p + z2n / 2) / (1 + z2n)
    half = z / (1 + z2n) * sqrt(p * (1 - p) / n + z2n / (4 * n))
    # At 0 and n of n the limit is exact; rounding must not push it past the count itself.
    return Interval(0.0 if x == 0 else centre - half, 1.0 if x == n else centre + half)


def learners_needed(percent: float | str, n: int, x: int) -> int:
    """How many more of `n` learners must reach the mark for `percent` of them to have reached it; never below 0.

    Exact: the target is taken as the decimal that is written, so that 55 % of 100 is 55 and not 56.
    ValueError unless 0 <= percent <= 100 and 0 <= x <= n, a finite number.
    """
    target = Fraction(str(percent))
    if not 0 <= target <= 100 or not 0 <= x <= n < inf:
        raise ValueError(f"{percent} % of {n}, with {x} there now, cannot be reckoned.")
    return max(0, ceil(target * int(n) / 100) - int(x))


def percent_agrees(percent: float | str, x: int, n: int) -> bool:
    """Is `percent`, to the decimals it is written with, a rounding of `x` of `n`?

    Half a unit of the last written decimal either way: 69.4 % is 745 of 1074, 39 % is not 78 of 171.
    ValueError with nobody (n = 0).
    """
    if not n > 0:
        raise ValueError(f"{x} of {n} is not a share.")
    written = Fraction(str(percent))
    decimals = len(str(percent).partition(".")[2].rstrip("0"))
    return abs(written - Fraction(100 * x, n)) <= Fraction(1, 2 * 10**decimals)


def newcombe_difference(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> Difference:
    """How far is the share x1 of n1 from x2 of n2, two groups without common learners? Limits from the two scores.

    Counts may be what learners in classes are worth. ValueError as for `wilson_interval`.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    one, two = (wilson_interval(x, n, level) for x, n in ((x1, n1), (x2, n2)))
    shares = Difference(float(x1 / n1), one.low, one.high), Difference(float(x2 / n2), two.low, two.high)
    return difference_of(*shares)


def difference_of(one: Difference, two: Difference) -> Difference:
    """One value less another, of other learners each, its limits joined from theirs.

    Source: the method of variance estimates recovery, Zou and Donner (2008), Statistics in Medicine 27, 1693-1702; of
    the limits of two shares it is Newcombe's method 10.
    """
    value = one.value - two.value
    below = sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    return Difference(value, value - below, value + above)


def effective_n(n: float, cluster_size: float, icc: float) -> float:
    """How many independent learners are `n` learners worth who sit in clusters of `cluster_size`, alike by `icc`?

    n / (1 + (cluster_size - 1) icc), never more than n. ValueError unless n >= 0 and cluster_size >= 1,
    both finite, and 0 <= icc <= 1.

    Source: Kish (1965), Survey Sampling, 5.4.
    """
    if not 0 <= n < inf or not 1 <= cluster_size < inf or not 0 <= icc <= 1:
        raise ValueError(f"{n} learners in clusters of {cluster_size}, alike by {icc}, cannot be reckoned.")
    return float(n / (1 + (cluster_size - 1) * icc))


def probability_above(x: float, n: float, target: float) -> float:
    """How probable is it that the share behind `x` of `n` lies above `target` (0-1)?

    From the beta distribution of the share with Jeffreys' prior, Beta(x + 1/2, n - x + 1/2). With no learners (n = 0)
    it is that of the prior alone. ValueError unless 0 <= x <= n, a finite number, and
    0 <= target <= 1.
    """
    if not 0 <= x <= n * (1 + ROUNDING) or n == inf or not 0 <= target <= 1:
        raise ValueError(f"{x} of {n} against {target} cannot be reckoned.")
    x = min(x, n)
    return float(special.betaincc(x + 0.5, n - x + 0.5, target))


def beta_binomial_prior(x: npt.ArrayLike, n: npt.ArrayLike) -> Prior:
    """How do the shares behind `x` of `n` differ from group to group? The beta distribution most likely to give them.

    Maximum of the beta-binomial likelihood over its mean and its strength. Where groups differ no more than by
    chance, the strength stands at its bound of a million learners, and shrunk shares are all but the common one.
    Groups without learners say nothing. ValueError with fewer than two others, where all or none have reached it, or
    unless each has its 0 <= x <= n, finite.

    Source: Efron & Morris (1975); numbers in Gelman et al., Bayesian Data Analysis, 5.1 (rat tumours).
    """
    counts, sizes = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    if counts.ndim != 1 or counts.shape != sizes.shape or not np.isfinite(sizes).all():
        raise ValueError("A prior needs a count and a size of each group.")
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    if len(sizes) < 2 or ((counts < 0) | (counts > sizes)).any() or not 0 < counts.sum() < sizes.sum():
        raise ValueError("A prior needs two groups or more, in which some reached the mark and some did not.")

    mean, strength = _most_likely(counts, sizes)
    return Prior(mean * strength, (1 - mean) * strength)


def _most_likely(counts: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The mean and strength of the prior, by Newton's steps on logit mean and log strength from the best of a grid."""

    def surprise(at: npt.NDArray[np.float64]) -> float:
        mean, strength = special.expit(at[0]), np.exp(at[1])
        a, b = mean * strength, (1 - mean) * strength
        return float(-(special.betaln(counts + a, sizes - counts + b) - special.betaln(a, b)).sum())

    lowest, highest = np.log(1e-3), np.log(MOST_ALIKE)
    middle = float(special.logit(counts.sum() / sizes.sum()))
    grid = [np.array([middle, strength]) for strength in np.linspace(lowest, highest, 40)]
    at = min(grid, key=surprise)
    found = surprise(at)
    for _ in range(200):
        slope, bend = _slopes(at, counts, sizes)
        # At a bound of the strength, which the slope pushes against, the mean alone is moved.
        bound = (at[1] >= highest and slope[1] < 0) or (at[1] <= lowest and slope[1] > 0)
        if bound:
            step = np.array([-slope[0] / max(bend[0, 0], 1e-12), 0.0])
        else:
            least = float(np.linalg.eigvalsh(bend)[0])
            damped = bend + np.eye(2) * (max(0.0, -least) + (1e-9 if least > 0 else 1e-3))
            step = np.clip(-np.linalg.solve(damped, slope), -2.0, 2.0)
        size = 1.0
        while size > 1e-6:
            tried = at + size * step
            tried[1] = min(highest, max(lowest, tried[1]))
            now = surprise(tried)
            if now <= found + 1e-12 * abs(found):
                break
            size /= 2
        moved = float(np.abs(tried - at).max())
        if size <= 1e-6 or moved < 1e-11:
            break
        at, found = tried, now
    return float(special.expit(at[0])), float(np.exp(at[1]))


def _slopes(
    at: npt.NDArray[np.float64], counts: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """First and second derivatives of the surprise, by logit mean and log strength."""
    mean, s = float(special.expit(at[0])), float(np.exp(at[1]))
    a, b, spread = mean * s, (1 - mean) * s, mean * (1 - mean) * s
    both = special.psi(a + b) - special.psi(sizes + a + b)
    by_a = float((special.psi(counts + a) - special.psi(a) + both).sum())
    by_b = float((special.psi(sizes - counts + b) - special.psi(b) + both).sum())
    common = float((special.zeta(2, a + b) - special.zeta(2, sizes + a + b)).sum())
    by_aa = float((special.zeta(2, counts + a) - special.zeta(2, a)).sum()) + common
    by_bb = float((special.zeta(2, sizes - counts + b) - special.zeta(2, b)).sum()) + common
    turn = np.array([[spread, a], [-spread, b]])  # of a and b, by logit mean and log strength
    tilt = spread * (1 - 2 * mean)
    bend = turn.T @ np.array([[by_aa, common], [common, by_bb]]) @ turn
    bend += by_a * np.array([[tilt, spread], [spread, a]]) + by_b * np.array([[-tilt, -spread], [-spread, b]])
    return -(turn.T @ np.array([by_a, by_b])), -bend


def shrink(x: float, n: float, a: float, b: float) -> float:
    """The share behind `x` of `n`, drawn towards the mean of a prior by its strength: (x + a) / (n + a + b).

    ValueError unless 0 <= x <= n, a > 0 and b > 0, all finite.
    """
    if not 0 <= x <= n * (1 + ROUNDING) or not (0 < a < inf and 0 < b < inf and n < inf):
        raise ValueError(f"{x} of {n} cannot be drawn towards a prior of {a} and {b}.")
    return float((x + a) / (n + a + b))
