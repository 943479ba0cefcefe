"""Limits of a funnel and spread beyond chance, held against published numbers and R."""

import warnings

import numpy as np
import pytest

from colsynth.methods.funnel import funnel_limits, overdispersion


@pytest.mark.parametrize(
    ("n", "level", "low", "high"),
    # R: f <- function(n, t) { r <- qbinom(t, n, .6); (r - (pbinom(r, n, .6) - t) / dbinom(r, n, .6)) / n }
    [
        (20, 0.95, 0.3556, 0.7871),
        (20, 0.998, 0.2264, 0.8923),
        (100, 0.95, 0.4980, 0.6899),
        (100, 0.998, 0.4414, 0.7430),
    ],
)
def test_limits_are_interpolated_between_whole_counts(n: int, level: float, low: float, high: float) -> None:
    limits = funnel_limits(0.6, n, level)
    assert (limits.low, limits.high) == pytest.approx((low, high), abs=6e-5)


def test_limits_stay_shares_and_close_in_with_size() -> None:
    one = funnel_limits(0.9, 1, 0.998)
    assert 0 <= one.low < 0.9 < one.high <= 1
    widths = [funnel_limits(0.9, n, 0.95).high - funnel_limits(0.9, n, 0.95).low for n in (10, 100, 1000, 100_000)]
    assert widths == sorted(widths, reverse=True)
    assert funnel_limits(1.0, 30, 0.95).low == 1.0


@pytest.mark.parametrize(("p", "n", "level"), [(1.2, 10, 0.95), (0.5, 0, 0.95), (0.5, 10, 1.0)])
def test_no_limits_of_what_is_no_rate(p: float, n: int, level: float) -> None:
    with pytest.raises(ValueError, match="limits"):
        funnel_limits(p, n, level)


# 24 groups by formula. R: k <- 1:24; n <- 20 + (k*13)%%70; x <- round(n*(.6 + .15*sin(k*2.7))); x[5] <- 12
K = np.arange(1, 25)
SIZES = 20 + (K * 13) % 70
COUNTS = np.round(SIZES * (0.6 + 0.15 * np.sin(K * 2.7)))
COUNTS[4] = 12


def test_spread_beyond_chance_is_spiegelhalters() -> None:
    # R: p <- sum(x)/sum(n); z <- (asin(sqrt(x/n))-asin(sqrt(p)))*2*sqrt(n); q <- quantile(z,c(.1,.9))
    #    zw <- pmin(pmax(z,q[1]),q[2]); phi <- mean(zw^2); w <- 4*n
    #    t2 <- (24*phi-23)/(sum(w)-sum(w^2)/sum(w)); which(abs(z)/sqrt(1+w*t2) > qnorm(.975))
    found = overdispersion(COUNTS, SIZES)
    assert found.phi == pytest.approx(2.44186468, rel=1e-6)
    assert found.tau2 == pytest.approx(0.00718568797, rel=1e-6)
    assert (np.flatnonzero(found.flagged) + 1).tolist() == [5]


def test_groups_alike_are_not_widened_and_an_empty_one_is_never_flagged() -> None:
    warnings.simplefilter("error")
    found = overdispersion([30, 30, 30, 0], [60, 60, 60, 0])
    assert (found.phi, found.tau2, found.flagged.tolist()) == (0.0, 0.0, [False] * 4)
    assert overdispersion([7], [7]).flagged.tolist() == [False]
    with pytest.raises(ValueError, match="one group"):
        overdispersion([0], [0])
