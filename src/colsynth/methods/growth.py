"""How much has a group grown: against what is usual, in spreads, beyond chance of a low start, among like learners?"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1, inf, isfinite, lgamma, pi, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy import interpolate, optimize, special

TAUS = (np.arange(1, 101) - 0.5) / 100  # the 100 quantiles between which learners stand; R package SGP
KNOTS = (0.2, 0.4, 0.6, 0.8)  # quantiles of the prior score at which the curves may bend; R package SGP
BEYOND = 0.1  # share of the range by which the curves reach beyond it; R package SGP
KNOT_DECIMALS, PREDICTION_DECIMALS = 3, 5  # decimals; R package SGP
CUBIC = 3  # degree of the curves; R package SGP
NEAREST = 25  # learners near a line for each of its coefficients, to begin with; our rule, for speed alone
NARROW = 1e-4  # standard deviations; a narrower band is a point. Our rule

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Effect:
    """A difference in standard deviations, its standard error and its 95 % limits."""

    value: float
    se: float
    low: float
    high: float


def effect_size_vs_expected(gain: float, expected: float, sd: float) -> float:
    """How far is a mean gain from the gain that is usual, in standard deviations of the norm: (gain - expected) / sd.

    All three in points of one scale. ValueError unless they are finite and `sd` is above 0.

    Source: Schagen & Hodgen (2009), How much difference does it make? Ministry of Education.
    """
    if not (sd > 0 and _finite(gain, expected, sd)):
        raise ValueError(f"A spread of {sd} points cannot measure a gain of {gain} against {expected}.")
    return float((gain - expected) / sd)


def standardised_mean_change(m1: float, m2: float, sd1: float, n: float, r: float) -> Effect:
    """How far did the mean of the same `n` learners move, in standard deviations of the first time?

    J(n - 1) (m2 - m1) / sd1, with variance 2 (1 - r) / n + value^2 / (2 n); `r` correlates the two times. ValueError
    with fewer than three learners, a spread that is not above 0, an `r` outside -1 to 1, or a number not finite.

    Source: Becker (1988); numbers in Morris (2008), Organizational Research Methods 11, 364-386.
    """
    if not (n >= 3 and sd1 > 0 and -1 <= r <= 1 and _finite(m1, m2, sd1, n)):
        raise ValueError(f"A change of {n} learners with spread {sd1} and correlation {r} cannot be reckoned.")
    value = _small_sample(n - 1) * (m2 - m1) / sd1
    return _effect(value, 2 * (1 - r) / n + value**2 / (2 * n))


def hedges_g(m1: float, m2: float, sd1: float, sd2: float, n1: float, n2: float) -> Effect:
    """How far is the mean of one group above that of another without common learners, in pooled spreads?

    J(n1 + n2 - 2) (m1 - m2) / pooled sd, with variance 1 / n1 + 1 / n2 + value^2 / (2 (n1 + n2)). ValueError with a
    group of fewer than two, spreads of which none is above 0, or a number not finite.

    Source: Hedges (1981), Journal of Educational Statistics 6, 107-128.
    """
    if not (n1 >= 2 and n2 >= 2 and sd1 >= 0 and sd2 >= 0 and sd1 + sd2 > 0 and _finite(m1, m2, sd1, sd2, n1, n2)):
        raise ValueError(f"Groups of {n1} and {n2} with spreads {sd1} and {sd2} cannot be held against each other.")
    pooled = sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / (n1 + n2 - 2))
    value = _small_sample(n1 + n2 - 2) * (m1 - m2) / pooled
    return _effect(value, 1 / n1 + 1 / n2 + value**2 / (2 * (n1 + n2)))


def _finite(*numbers: float) -> bool:
    return all(map(isfinite, numbers))


def _small_sample(m: float) -> float:
    """The exact factor J(m) that takes the bias of small groups out."""
    return exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)


def _effect(value: float, variance: float) -> Effect:
    value, se = float(value), sqrt(variance)
    half = NormalDist().inv_cdf(0.975) * se
    return Effect(value, se, value - half, value + half)


def regression_to_mean(mu: float, sd: float, r: float, low: float, high: float) -> float:
    """What would learners chosen for a score between `low` and `high` gain though nothing had changed?

    (1 - r) (mu - mean of the band), with scores of mean `mu` and spread `sd` spread normally, `r` correlating the two
    times. In points, above 0 for a band below the mean. `low` may be -inf, `high` inf. ValueError unless low <= high,
    sd >= 0 and -1 <= r <= 1, with `mu` and `sd` finite; without any spread it is 0.

    Source: the mean of a truncated normal distribution, Johnson, Kotz & Balakrishnan (1994), 13.10.1.
    """
    told = low <= high and low < inf and high > -inf and sd >= 0 and -1 <= r <= 1 and _finite(mu, sd)
    if not told:
        raise ValueError(f"A band from {low} to {high} of scores around {mu} ({sd}), alike by {r}, cannot be reckoned.")
    if sd == 0:
        return 0.0
    return -float((1 - r) * sd) * _mean_between((low - mu) / sd, (high - mu) / sd)


def _mean_between(a: float, b: float) -> float:
    """The mean of the standard normal distribution between a and b."""
    if b - a < NARROW:
        return float(a + b) / 2
    if a >= 0:
        return _mean_above(a, b)
    if b <= 0:
        return -_mean_above(-b, -a)
    density = [exp(-at * at / 2) / sqrt(2 * pi) if isfinite(at) else 0.0 for at in (a, b)]
    return (density[0] - density[1]) / float(special.ndtr(b) - special.ndtr(a))


def _mean_above(a: float, b: float) -> float:
    """The same for 0 <= a < b, with the density at `a` taken out, so that no tail is too thin."""
    fall = -inf if b == inf else -(b - a) * (b + a) / 2
    mills = [0.0 if at == inf else sqrt(pi / 2) * float(special.erfcx(at / sqrt(2))) for at in (a, b)]
    return float(min(b, max(a, -expm1(fall) / (mills[0] - mills[1] * exp(fall)))))


def growth_percentiles(prior: npt.ArrayLike, current: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Among learners who began like this one: what share now stands below, from 1 to 99 %?

    Quantile regression of `current` on a cubic B-spline of `prior` (knots at its 20, 40, 60 and 80 % quantiles, reach
    10 % beyond its range), at the quantiles 0.005, 0.015 ... 0.995, each an exact linear programme. A learner's 100
    predictions are put in order; the percentile is how many of them lie below the learner's score. One value for
    each learner. With few learners the curves run through them and say nothing: an analysis refuses, not this. By its
    making the median is about 50. ValueError where a score is missing or the two do not belong together.

    Source: Betebenner (2009), Educational Measurement 28(4), 42-51; the algorithm of the R package SGP 2.2.
    Differs from it where knots fall together (each is used once) and without any spread of `prior` (no curve).
    """
    x, y = np.asarray(prior, dtype=float), np.asarray(current, dtype=float)
    if x.ndim != 1 or x.shape != y.shape or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("Growth percentiles need a prior and a current score of each learner.")
    if len(x) == 0:
        return np.zeros(0, dtype=np.int64)
    basis = _curves(x)
    middle, spread = float(np.median(y)), float(np.ptp(y)) or 1.0
    scaled = (y - middle) / spread
    fitted = _quantile_lines(basis, scaled)
    ordered = np.round(np.sort(fitted, axis=1) * spread + middle, PREDICTION_DECIMALS)
    below: npt.NDArray[np.int64] = np.clip((ordered < y[:, None]).sum(axis=1), 1, 99).astype(np.int64)
    return below


def _curves(x: Floats) -> Floats:
    """The B-splines of the prior score, one column each; they add up to 1, so they hold the constant."""
    low, high = float(x.min()), float(x.max())
    reach = BEYOND * (high - low)
    ends = np.round([low - reach, high + reach], KNOT_DECIMALS)
    if not (ends[0] < low and high < ends[1]):  # no spread, or one that rounding swallows
        return np.ones((len(x), 1))
    inner = np.unique(np.round(np.quantile(x, KNOTS), KNOT_DECIMALS))
    inner = inner[(inner > ends[0]) & (inner < ends[1])]
    knots = np.concatenate([[ends[0]] * (CUBIC + 1), inner, [ends[1]] * (CUBIC + 1)])
    basis: Floats = interpolate.BSpline.design_matrix(x, knots, CUBIC).toarray()
    return basis[:, basis.any(axis=0)]


def _quantile_lines(basis: Floats, y: Floats) -> Floats:
    """What each regression quantile predicts for each learner: one column a quantile.

    From one quantile to the next hardly anybody changes sides, so a programme is solved for those near the last line,
    all others staying above or below it; where one of these turns out to be on the other side, it is taken in too and
    the programme solved again, until the solution is that of all.

    Source: Portnoy & Koenker (1997), Statistical Science 12, 279-300 (the reduction, which is exact).
    """
    n, width = basis.shape
    least = max(NEAREST * width, n // 10)
    lines: list[Floats] = []
    off = np.zeros(n)
    for tau in TAUS:
        near = np.ones(n, dtype=bool)
        if lines and least < n:
            near = np.abs(off) <= np.partition(np.abs(off), least)[least]
        while True:
            above = ~near & (off > 0)
            line = _quantile_line(basis[near], y[near], (1 - tau) * basis.sum(axis=0) - basis[above].sum(axis=0))
            if line is None:  # too many were held on a side: all are let go
                near = np.ones(n, dtype=bool)
                continue
            fitted = basis @ line
            wrong = ~near & ((y - fitted) * np.where(above, 1.0, -1.0) < 0)
            if not wrong.any():
                break
            near |= wrong
        lines.append(fitted)
        off = y - fitted
    return np.column_stack(lines)


def _quantile_line(basis: Floats, y: Floats, held: Floats) -> Floats | None:
    """The coefficients of a regression quantile, from the dual of its linear programme; None without a solution.

    `held` is what the weights of the learners (0 below the line, 1 above it) must add up to on the basis.

    Source: Koenker (2005), Quantile Regression, 6.2. Exact, where iterated weights are off by up to 14 percentiles.
    """
    found = optimize.linprog(-y, A_eq=basis.T, b_eq=held, bounds=(0, 1), method="highs-ds")
    if found.status != 0:
        return None
    coefficients: Floats = -np.asarray(found.eqlin.marginals, dtype=float)
    return coefficients
