"""A gap among learners in classes, and its change, on numbers worked by hand."""

from __future__ import annotations

from math import isnan, log, sqrt

import numpy as np
import pytest

from colsynth.methods.gap_change import (
    change,
    correlation,
    gap,
    paired_change,
    ratio_change,
    ratio_of,
    worth_of_gap,
)
from colsynth.methods.gaps import Estimate, risk_ratio
from colsynth.methods.proportions import newcombe_difference


def test_groups_that_fill_the_same_classes_are_worth_their_number() -> None:
    in_a = [1, 1, 0, 0] * 5
    classes = [i // 4 for i in range(20)]
    # In each class the two groups' parts cancel: 1 / (1 - .15), never more than 1.
    assert worth_of_gap(in_a, [1 - a for a in in_a], classes, 0.15) == 1.0


def test_groups_in_classes_of_their_own_are_worth_what_their_classes_leave_of_them() -> None:
    in_a = np.repeat([1, 0], [20, 20])
    classes = [i // 10 for i in range(40)]
    # Classes of 10: each group is worth n / (1 + 9 · 0.1), so the part is 1 / 1.9 (Kish).
    assert worth_of_gap(in_a, 1 - in_a, classes, 0.1) == pytest.approx(1 / 1.9)


def test_without_classes_or_likeness_the_worth_is_not_known() -> None:
    assert worth_of_gap([1, 0], [0, 1], [-1, -1], 0.1) is None
    assert worth_of_gap([1, 0], [0, 1], [0, 1], None) is None
    with pytest.raises(ValueError, match="members"):
        worth_of_gap([0, 0], [1, 1], [0, 1], 0.1)


def test_a_gap_of_groups_apart_is_newcombes_difference() -> None:
    # Newcombe (1998), table II: 56/70 - 48/80, method 10: .0524 to .3339
    found = gap([1] * 70 + [0] * 80, [0] * 70 + [1] * 80, [1] * 56 + [0] * 14 + [1] * 48 + [0] * 32)
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_half_the_worth_is_half_the_counts() -> None:
    in_a, y = np.repeat([1, 0], [70, 80]), np.repeat([1, 0, 1, 0], [56, 14, 48, 32])
    found, expected = gap(in_a, 1 - in_a, y, 0.5), newcombe_difference(28, 35, 24, 40)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    ratio, of_half = ratio_of(in_a, 1 - in_a, y, 0.5), risk_ratio(28, 35, 24, 40)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((of_half.value, of_half.low, of_half.high))


def test_a_change_between_different_learners_has_the_errors_of_both_gaps() -> None:
    found = change(Estimate(-0.2, -0.3, -0.1), Estimate(-0.1, -0.14, -0.06))
    half = sqrt(0.1**2 + 0.04**2)
    assert (found.value, found.low, found.high) == pytest.approx((0.1, 0.1 - half, 0.1 + half))


def test_the_same_learners_make_a_change_surer() -> None:
    first, last = Estimate(-0.2, -0.3, -0.1), Estimate(-0.1, -0.2, 0.0)
    assert change(first, last, 0.5).low == pytest.approx(0.1 - 0.1)  # sqrt(.01 + .01 - 2 · .5 · .01)
    assert change(first, last, 0.0).low == pytest.approx(0.1 - sqrt(0.02))


def test_only_learners_of_both_terms_make_two_gaps_alike() -> None:
    assert correlation([0.1, -0.1, 0.0, 0.0], [0.0, 0.0, 0.1, -0.1]) == 0
    assert correlation([0.1, -0.1], [0.1, -0.1]) == pytest.approx(1)
    assert correlation([0.1, -0.1, 0.1, 0.0], [0.1, 0.0, 0.0, 0.1]) == pytest.approx(0.01 / sqrt(0.03 * 0.02))
    assert correlation([0.0, 0.0], [0.1, 0.0]) == 0


def test_a_ratio_can_move_away_while_the_points_do_not() -> None:
    # 10 of 100 against 20 of 100, then 1 of 100 against 11 of 100: ten points both times, half and then a tenth
    first, last = risk_ratio(10, 100, 20, 100), risk_ratio(1, 100, 11, 100)
    assert ratio_change(first, last).value == pytest.approx(log(1 / 11) - log(0.5))
    assert isnan(ratio_change(first, risk_ratio(0, 100, 11, 100)).value)


def test_learners_who_moved_are_held_against_their_own_before() -> None:
    in_a = np.repeat([1, 0], [4, 4])
    found = paired_change(in_a, 1 - in_a, [0, 0, 0, 1, 1, 1, 0, 0], [1, 1, 0, 1, 1, 1, 0, 0])
    # A: changes 1, 1, 0, 0 (mean .5); B: none. Sum of u² = 4 · (.5/4)² = 1/16
    assert (found.value, found.low) == pytest.approx((0.5, 0.5 - 1.959964 * 0.25))


def test_overlapping_groups_have_a_ratio_with_the_error_of_each_learner_once() -> None:
    in_a, in_b = np.repeat([1, 1, 0], [10, 40, 30]), np.repeat([1, 0, 1], [10, 40, 30])
    y = np.repeat([1, 0, 1, 0, 1, 0], [6, 4, 22, 18, 21, 9])
    found = ratio_of(in_a, in_b, y)
    apart = risk_ratio(28, 50, 27, 40)
    assert found.value == pytest.approx(apart.value)
    assert apart.low < found.low < found.value < found.high < apart.high
