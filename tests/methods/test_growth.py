"""Gains against what is usual, in spreads, beyond a low start and among like learners: numbers from outside."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colsynth.methods.growth import (
    effect_size_vs_expected,
    growth_percentiles,
    hedges_g,
    regression_to_mean,
    standardised_mean_change,
)

# Schagen & Hodgen (2009), table 1A, PAT mathematics, Years 4 to 10, for a gain of 7 points.
EXPECTED = (8.5, 8.5, 6.1, 4.5, 4.6, 7.1, 4.0)
SPREADS = (13.1, 13.2, 12.4, 11.8, 12.3, 11.3, 11.6)
PUBLISHED = (-0.11, -0.11, 0.07, 0.21, 0.20, -0.01, 0.26)

# Morris (2008), five rows: mean before and after, spread before, learners, correlation; then R's value and variance of
# metafor::escalc("SMCR", m1i = after, m2i = before, sd1i = spread, ni = learners, ri = correlation).
MORRIS = [
    (30.6, 38.5, 15.0, 20, 0.47, 0.505553, 0.059390),
    (23.5, 26.8, 3.1, 50, 0.64, 1.048125, 0.025386),
    (0.5, 0.7, 0.1, 9, 0.77, 1.805407, 0.232194),
    (53.4, 75.9, 14.5, 10, 0.89, 1.418082, 0.122548),
    (35.6, 36.0, 4.7, 14, 0.44, 0.080084, 0.080229),
]


def test_the_effect_sizes_of_a_gain_of_seven_points_are_those_published() -> None:
    found = [effect_size_vs_expected(7.0, *row) for row in zip(EXPECTED, SPREADS, strict=True)]
    assert [round(size, 2) for size in found] == list(PUBLISHED)


@pytest.mark.parametrize("row", MORRIS)
def test_a_change_is_measured_in_spreads_of_the_first_time_without_the_bias_of_small_groups(
    row: tuple[float, ...],
) -> None:
    found = standardised_mean_change(*row[:5])
    assert (found.value, found.se**2) == pytest.approx(row[5:], abs=1e-6)
    assert (found.low + found.high) / 2 == pytest.approx(found.value)
    assert (found.high - found.low) / found.se == pytest.approx(2 * 1.959964)


def test_two_groups_are_held_against_each_other_as_metafor_does() -> None:
    # R: metafor::escalc("SMD", m1i=55, sd1i=47, n1i=155, m2i=75, sd2i=64, n2i=156), stroke stays of Normand (1999)
    found = hedges_g(55, 75, 47, 64, 155, 156)
    assert found.value == pytest.approx(-0.355170, abs=5e-7)
    assert found.se**2 == pytest.approx(0.013065, abs=5e-7)


@pytest.mark.parametrize(
    ("low", "high", "gain"),
    [
        (90, 95, 1.4862),  # by hand from tables of the normal distribution: not the 3.1 of the whole lower tail
        (-inf, 85, 4.5754),  # R: m <- 100 - 15 * dnorm(-1) / pnorm(-1); .2 * (100 - m)
        (85, inf, -0.8628),
        (-inf, inf, 0.0),
        (88, 88, 2.4),
    ],
)
def test_a_band_chosen_for_its_score_gains_by_chance_what_its_place_says(low: float, high: float, gain: float) -> None:
    assert regression_to_mean(100, 15, 0.8, low, high) == pytest.approx(gain, abs=5e-5)


@given(st.floats(-50, 50), st.floats(0, 50), st.floats(0, 1))
def test_the_gain_lies_between_those_of_the_ends_of_the_band(low: float, width: float, r: float) -> None:
    gain = regression_to_mean(0, 1, r, low, low + width)
    assert -(1 - r) * (low + width) - 1e-9 <= gain <= -(1 - r) * low + 1e-9


def test_without_spread_nothing_regresses_and_a_thin_tail_still_has_a_mean() -> None:
    assert regression_to_mean(100, 0, 0.8, -inf, 85) == 0
    assert regression_to_mean(0, 1, 0, 40, inf) == pytest.approx(-40.02497, abs=1e-5)
    assert np.isfinite(regression_to_mean(0, 1, 0, -1e200, 1e200))


def test_what_cannot_be_reckoned_is_refused() -> None:
    for call in (
        lambda: effect_size_vs_expected(7, 5, 0),
        lambda: effect_size_vs_expected(7, 5, nan),
        lambda: standardised_mean_change(1, 2, 1, 2, 0.5),
        lambda: standardised_mean_change(1, 2, 0, 20, 0.5),
        lambda: standardised_mean_change(1, 2, 1, 20, nan),
        lambda: hedges_g(1, 2, 1, 1, 1, 20),
        lambda: hedges_g(1, 2, 0, 0, 20, 20),
        lambda: regression_to_mean(100, 15, 0.8, 95, 90),
        lambda: regression_to_mean(100, 15, nan, 90, 95),
        lambda: regression_to_mean(100, 15, 0.8, inf, inf),
        lambda: growth_percentiles([1.0, nan], [1.0, 2.0]),
        lambda: growth_percentiles([1.0], [1.0, 2.0]),
    ):
        with pytest.raises(ValueError, match=r"cannot|need"):
            call()


def made(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores by a formula that R reckons alike."""
    i = np.arange(1, n + 1)
    prior = np.round(500 + 60 * np.sin(12.9898 * i) + 40 * np.sin(78.233 * i), 1)
    return prior, np.round(40 + 0.95 * prior + 35 * np.sin(4.1414 * i) + 20 * np.sin(26.651 * i**1.01), 1)


R_PERCENTILES = """
40 77 26 43 78 25 52 76 30 45 68 53 24 85 37 20 97 11 49 91 3 74 59 27 51 47 22 40 93 1 73 68 10 83 45 36 58 79 7 82
62 10 94 27 36 60 70 9 94 33 26 91 20 35 56 47 10 98 8 57 70 29 43 82 23 34 89 4 77 52 35 38 95 1 85 52 27 38 71 7
76 62 9 90 39 30 63 71 4 96 23 45 65 61 6 97 13 45 58 48 16 98 11 45 73 31 26 87 13 49 77 15 60 80 14 58 83 11 74 67
22 62 77 8 83 55 25 60 71 3 91 42 21 67 54 9 94 19 37 79 41 16 97 19 46 77 34 24 89 14 48 76 26 42 87 13 57 81 6 61
71 13 66 74 10 72 52 21 65 76 5 89 43 29 63 73 2 94 18 38 60 58 5 99 17 51 66 43 11 92 10 64 65 38 31 92 14 50 83 20
57 78 20 54 85 4 78 61 33 48 87 1 89 42 32 55 78 2 84 29 30 68 54 18 85 41 20 90 28 40 69 42 12 98 9 68 71 44 21 95
8 57 70 22 42 81 14 46 88 1 81 66 32 47 86 1 87 46 24 61 67 7 79 57 11 92 35 33 70 58 4 99 14 39 64 49 17 94 23 31
92 17 52 73 38 30 94 1 69 69 28 36 86 8 68 79 4 80 53 34 50 84 1 92 45 19 75 54 16 81 56 6 97 24 40 63 59 13 97 19
35 90 21 38 73 41 20 96 2 63 74 29 47 83 17 49 87 1 86 46 33 55 86 1 80 56 16 83 44 31 64 67 3 94 30 27 75 48 25 80
52 7 99 13 50 73 37 22 89 18 35 95 4 62 60 39 33 92 4 69 86 5 74 50 34 51 89 2 84 58 16 84 54 30 57 65 1 95 26 26
"""
# library(splines); library(quantreg)   # R 4.2.2, quantreg 5.94
# i <- 1:400
# prior <- round(500 + 60 * sin(12.9898 * i) + 40 * sin(78.233 * i), 1)
# current <- round(40 + 0.95 * prior + 35 * sin(4.1414 * i) + 20 * sin(26.651 * i^1.01), 1)
# X <- bs(prior, knots = round(as.vector(quantile(prior, c(.2, .4, .6, .8))), 3),
#         Boundary.knots = round(extendrange(prior, f = 0.1), 3))
# fits <- sapply((1:100 - .5) / 100, function(tau) fitted(rq(current ~ X, tau = tau)))
# p <- rowSums(round(t(apply(fits, 1, sort)), 5) < current); p[p == 0] <- 1; p[p == 100] <- 99; cat(p)


def test_growth_percentiles_are_those_of_quantreg_and_splines_in_r() -> None:
    found = growth_percentiles(*made(400))
    assert found.tolist() == [int(text) for text in R_PERCENTILES.split()]


def test_the_median_growth_percentile_is_about_fifty_by_its_making() -> None:
    assert np.median(growth_percentiles(*made(400))) == pytest.approx(50, abs=2)


def test_growth_percentiles_without_any_spread_of_the_start_are_ranks() -> None:
    found = growth_percentiles([5.0] * 20, np.arange(20))
    assert found.tolist() == [1, *range(5, 100, 5)]


@pytest.mark.parametrize("n", range(12))
def test_a_handful_of_learners_gets_whole_numbers_from_1_to_99(n: int) -> None:
    found = growth_percentiles(*(scores[:n] for scores in made(400)))
    assert len(found) == n
    assert found.dtype.kind == "i"
    assert all(1 <= percentile <= 99 for percentile in found)


def test_tied_starts_and_equal_results_are_reckoned_too() -> None:
    many_ties = np.r_[np.zeros(18), 1.0, 2.0]
    assert growth_percentiles(many_ties, np.full(20, 3.0)).tolist() == [1] * 20
    assert len(growth_percentiles(np.tile([1.0, 2.0], 10), np.arange(20))) == 20
