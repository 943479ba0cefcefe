"""How much do groups differ in a share, beyond the chance of their counts?"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, pi, sqrt

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

Numbers = npt.NDArray[np.float64]

NODES = 25  # points of the integral over each group; with 25 the numbers of lme4 are met to five digits
MEDIAN_PAIR = 0.6744897501960817  # the upper quartile of a normal: half of all pairs lie closer (Larsen & Merlo 2005)
LATENT = pi**2 / 3  # the variance of a logistic, which stands for the spread between learners
MOST_SPREAD = 8.0  # standard deviation on the log-odds scale up to which groups may differ; beyond, nothing is told
DROP = 1.9207294103470677  # log-likelihood given up at a 95 % limit: half of the 95 % point of chi-square with 1


@dataclass(frozen=True)
class LogitVariance:
    """Shares of groups on the log-odds scale: `b0` the middle one, `tau2` their variance between groups.

    `mor`: the middle, over pairs of groups, of the odds in the higher one over those in the lower (1 = no difference).
    `vpc`: tau2 / (tau2 + pi^2 / 3), the share of the latent spread that lies between groups, from `vpc_low` to
    `vpc_high` (95 %, profile likelihood).
    """

    b0: float
    tau2: float
    mor: float
    vpc: float
    vpc_low: float
    vpc_high: float


def random_intercept_logit(x: npt.ArrayLike, n: npt.ArrayLike) -> LogitVariance:
    """How much do the shares behind `x` of `n` differ from group to group, beyond chance?

    log odds = b0 + u of the group, u normal with variance tau2; maximum of the likelihood, its integral over u by
    adaptive Gauss-Hermite with 25 nodes. Groups without learners say nothing. With one group tau2 is 0 and the
    interval of the vpc reaches as far as tau2 may (a standard deviation of 8). ValueError unless 0 <= x <= n, finite,
    and where all or none of all learners have reached the mark: then there are no odds.

    Source: Pinheiro & Chao (2006), JCGS 15, 58-81 (integral); Larsen & Merlo (2005), American Journal of Epidemiology
    161, 81-88 (mor); Goldstein, Browne & Rasbash (2002), Understanding Statistics 1, 223-231 (vpc).
    """
    counts, sizes = np.atleast_1d(np.asarray(x, dtype=float)), np.atleast_1d(np.asarray(n, dtype=float))
    each = counts.ndim == 1 and counts.shape == sizes.shape and bool(np.isfinite(sizes).all())
    if not each or not ((counts >= 0) & (counts <= sizes)).all():
        raise ValueError("Shares of groups need counts x of n, with 0 <= x <= n.")
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    if not 0 < counts.sum() < sizes.sum():
        raise ValueError("Where all or none reached the mark, there are no odds to differ.")
    start = float(special.logit(counts.sum() / sizes.sum()))
    if len(sizes) == 1:
        return _described(start, 0.0, 0.0, MOST_SPREAD)

    def surprise(b0: float, tau: float) -> float:
        return -_log_likelihood(counts, sizes, b0, tau)

    def profile(tau: float) -> tuple[float, float]:
        """The least surprise where groups differ by `tau`, and the b0 that gives it."""
        found = optimize.minimize_scalar(
            lambda b0: surprise(b0, tau), bracket=(start - 0.1, start + 0.1), method="brent", options={"xtol": 1e-9}
        )
        return float(found.fun), float(found.x)

    grid = [0.0, 0.05, 0.15, 0.3, 0.5, 0.8, 1.2, 1.8, 2.6, 4.0, 6.0, MOST_SPREAD]
    told = [profile(tau)[0] for tau in grid]
    best = int(np.argmin(told))
    bounds = grid[max(0, best - 1)], grid[min(len(grid) - 1, best + 1)]
    fine = optimize.minimize_scalar(
        lambda tau: profile(tau)[0], bounds=bounds, method="bounded", options={"xatol": 1e-7}
    )
    least, tau = (float(fine.fun), float(fine.x)) if fine.fun < told[best] else (told[best], grid[best])

    def given_up(at: float) -> float:
        return profile(at)[0] - least - DROP

    low = 0.0 if given_up(0.0) <= 0 else float(optimize.brentq(given_up, 0.0, tau, xtol=1e-6))
    above = given_up(MOST_SPREAD) <= 0
    high = MOST_SPREAD if above else float(optimize.brentq(given_up, tau, MOST_SPREAD, xtol=1e-6))
    return _described(profile(tau)[1], tau, low, high)


def _described(b0: float, tau: float, low: float, high: float) -> LogitVariance:
    share = [at * at / (at * at + LATENT) for at in (tau, low, high)]
    return LogitVariance(b0, tau * tau, exp(sqrt(2) * tau * MEDIAN_PAIR), *share)


_POINTS, _WEIGHTS = np.polynomial.hermite.hermgauss(NODES)
_LOG_WEIGHTS = np.log(_WEIGHTS) + _POINTS**2


def _log_likelihood(x: Numbers, n: Numbers, b0: float, tau: float) -> float:
    """The log-likelihood of the counts, without what does not depend on b0 and tau; groups lie at b0 + tau z."""
    if tau == 0:
        return float((x * b0 - n * np.logaddexp(0.0, b0)).sum())
    z = np.zeros_like(x)
    for _ in range(50):  # Newton to the top of each group's integrand, which is concave; steps are kept short
        share = special.expit(b0 + tau * z)
        step = (tau * (x - n * share) - z) / (tau * tau * n * share * (1 - share) + 1)
        z = z + np.clip(step, -2.0, 2.0)
        if float(np.abs(step).max()) < 1e-10:
            break
    share = special.expit(b0 + tau * z)
    width = np.sqrt(2 / (tau * tau * n * share * (1 - share) + 1))
    at = z[:, None] + width[:, None] * _POINTS
    odds = b0 + tau * at
    height = x[:, None] * odds - n[:, None] * np.logaddexp(0.0, odds) - at**2 / 2 + _LOG_WEIGHTS
    each = special.logsumexp(height, axis=1) + np.log(width)
    return float(each.sum()) - len(x) * log(2 * pi) / 2
