"""Shares, their intervals, and learners needed, each against a number from outside this code."""

import pytest

from colsynth.methods.proportions import (
    beta_binomial_prior,
    effective_n,
    learners_needed,
    newcombe_difference,
    percent_agrees,
    probability_above,
    shrink,
    wilson_interval,
)

# Tarone (1982), as printed in Gelman et al., Bayesian Data Analysis, table 5.1
RATS_X = [
    *(0,) * 14,
    *(1,) * 8,
    *(2,) * 9,
    1,
    5,
    2,
    5,
    3,
    2,
    7,
    7,
    3,
    3,
    2,
    9,
    10,
    4,
    4,
    4,
    4,
    4,
    4,
    4,
    10,
    4,
    4,
    4,
    5,
    11,
    12,
    5,
    5,
    6,
    5,
    6,
    6,
    6,
    6,
    16,
    15,
    15,
    9,
    4,
]
RATS_N = [
    *(20,) * 7, *(19,) * 4, *(18,) * 2, 17, *(20,) * 4, 19, 19, 18, 18, 25, 24, 23, *(20,) * 6, 10, 49, 19, 46, 27, 17,
    49, 47, 20, 20, 13, 48, 50, *(20,) * 7, 48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24,
    14,
]  # fmt: skip


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
        (0, 20, 0.0, 0.1611),  # the same table
        (1, 29, 0.0061, 0.1718),  # the same table
    ],
)
def test_the_interval_is_the_published_one(x: int, n: int, low: float, high: float) -> None:
    interval = wilson_interval(x, n)
    assert interval.low == pytest.approx(low, abs=6e-5)
    assert interval.high == pytest.approx(high, abs=6e-5)


def test_an_interval_never_leaves_nought_to_one() -> None:
    assert wilson_interval(0, 5).low == 0.0
    assert wilson_interval(5, 5).high == 1.0


@pytest.mark.parametrize(
    ("percent", "n", "x", "needed"),
    [
        (85, 100, 80, 5),
        (60, 141, 63, 22),  # 60 % of 141 is 84.6: a published target says 21, which leaves it unmet
        (50, 171, 78, 8),  # 85.5, so 86 must reach it
        (55, 100, 0, 55),  # ceil(0.55 * 100) is 56 in floating point
        (56, 25, 0, 14),
        (68, 75, 0, 51),
        (81, 300, 0, 243),
        (85, 35, 27, 3),  # worked by hand: 29.75, so 30
        (70, 35, 27, 0),
        ("66.7", 3, 2, 1),  # 66.7 % of 3 is 2.001: as written, two of three are not enough
    ],
)
def test_learners_needed_is_exact(percent: float | str, n: int, x: int, needed: int) -> None:
    assert learners_needed(percent, n, x) == needed


@pytest.mark.parametrize(
    ("percent", "x", "n", "agrees"),
    [
        (39, 78, 171, False),  # a published target: 78 of 171 is 45.6 %
        (45, 63, 141, True),  # 44.68
        (69.4, 745, 1074, True),  # 69.367
        ("69", 745, 1074, True),
        (62.5, 5, 8, True),
        (62, 5, 8, True),  # 62.5 rounds either way
        (64, 5, 8, False),
    ],
)
def test_a_percentage_agrees_when_it_is_a_rounding_of_its_count(
    percent: float | str, x: int, n: int, agrees: bool
) -> None:
    assert percent_agrees(percent, x, n) is agrees


@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),  # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
        (6, 7, 2, 7, 0.0582, 0.8062),  # the same table
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(
    x1: int, n1: int, x2: int, n2: int, low: float, high: float
) -> None:
    found = newcombe_difference(x1, n1, x2, n2)
    assert (found.value, found.low, found.high) == pytest.approx((x1 / n1 - x2 / n2, low, high), abs=6e-5)


def test_a_prior_of_groups_is_the_published_one() -> None:
    # Gelman et al., Bayesian Data Analysis, 5.1: rat tumours in 71 groups. Maximum of the likelihood by R:
    # optim(c(1, 10), function(p) -sum(lbeta(p[1] + x, p[2] + n - x) - lbeta(p[1], p[2])))
    prior = beta_binomial_prior(RATS_X, RATS_N)
    assert (prior.a, prior.b) == pytest.approx((2.342, 14.11), abs=6e-3)
    assert shrink(4, 14, prior.a, prior.b) == pytest.approx(0.2082, abs=6e-5)


def test_groups_that_differ_by_chance_alone_share_one_share() -> None:
    prior = beta_binomial_prior([5, 5, 5, 5], [10, 10, 10, 10])
    assert prior.a + prior.b > 1e4
    assert shrink(9, 10, prior.a, prior.b) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(("target", "probability"), [(0.70, 0.8208), (0.80, 0.3239)])
def test_a_share_lies_above_a_target_with_the_probability_of_its_beta(target: float, probability: float) -> None:
    # R: pbeta(target, 27.5, 8.5, lower.tail = FALSE)
    assert probability_above(27, 35, target) == pytest.approx(probability, abs=6e-5)


def test_learners_in_classes_are_worth_fewer() -> None:
    assert effective_n(1050, 25, 0.05) == pytest.approx(477.27, abs=0.01)  # by hand: 1050 / 2.2
    assert effective_n(1050, 25, 0.0) == 1050


def test_all_of_a_group_stay_all_of_it_when_reckoned_by_classes() -> None:
    worth = 5.867732751972094
    assert wilson_interval(worth * (1 + 1e-16) + 1e-15, worth).high == 1.0
