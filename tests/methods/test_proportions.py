"""Shares, their intervals, and learners needed, each against a number from outside this code."""

import pytest

from colsynth.methods.proportions import learners_needed, percent_agrees, wilson_interval


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
