"""Gaps between two groups, each against a number from outside this code."""

from __future__ import annotations

import warnings
from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colsynth.methods.gaps import (
    mantel_haenszel,
    overlapping_difference,
    risk_ratio,
    standardised_difference,
)

# R: UCBAdmissions; men admitted, men, women admitted, women, by department
BERKELEY = [
    (512, 825, 89, 108),
    (353, 560, 17, 25),
    (120, 325, 202, 593),
    (138, 417, 131, 375),
    (53, 191, 94, 393),
    (22, 373, 24, 341),
]


def limits(found: object) -> list[float]:
    return [found.value, found.low, found.high]  # type: ignore[attr-defined]


def test_a_ratio_of_shares_has_the_limits_that_r_gives() -> None:
    # epitools 0.5-10.1: riskratio.wald(matrix(c(1278, 557, 1493, 1198), 2, byrow = TRUE))$measure
    assert limits(risk_ratio(1198, 2691, 557, 1835)) == pytest.approx([1.466642, 1.35235, 1.590592], abs=2e-6)


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [
        # statsmodels 0.15: confint_proportions_2indep(..., compare="ratio", method="score", correction=False)
        ((0, 20, 5, 30), 0, 0, 1.0349917),
        ((5, 30, 0, 20), inf, 0.9661913, inf),
        ((20, 20, 25, 25), 1, 0.8388748, 1.1536583),  # 1 / its own mirror below; statsmodels stops at 1
        ((25, 25, 20, 20), 1, 1 / 1.1536583, 1 / 0.8388748),
    ],
)
def test_where_a_count_is_zero_or_all_the_limits_of_a_ratio_are_those_of_the_score(
    counts: tuple[int, int, int, int], value: float, low: float, high: float
) -> None:
    assert limits(risk_ratio(*counts)) == pytest.approx([value, low, high], abs=2e-6)


def test_the_score_limits_of_koopmans_own_example() -> None:
    from colsynth.methods.gaps import _score_limits

    # Koopman (1984), 36 of 40 against 16 of 80: 2.94 to 7.15
    assert _score_limits(36, 40, 16, 80) == pytest.approx((2.9396, 7.1522), abs=1e-4)


def test_nobody_of_either_group_gives_no_ratio_at_all() -> None:
    found = risk_ratio(0, 12, 0, 30)
    assert isnan(found.value)
    assert (found.low, found.high) == (0, inf)


def test_within_departments_the_gap_of_berkeley_turns_round() -> None:
    # metafor 3.8-1: rma.mh(ai, bi, ci, di, measure = "OR" | "RR" | "RD"), exponents of the first two;
    # stats: mantelhaen.test(aperm(UCBAdmissions, c(2, 1, 3))) gives the same odds ratio and limits
    found = mantel_haenszel(BERKELEY)
    assert limits(found.odds_ratio) == pytest.approx([0.9046968282586, 0.7719073617594, 1.0603297644367])
    assert limits(found.risk_ratio) == pytest.approx([0.9449050225959, 0.8664522326830, 1.0304613088275])
    assert limits(found.risk_difference) == pytest.approx([-0.0184251961909, -0.0474824353465, 0.0106320429648])


def test_standardised_to_all_applicants_the_gap_of_berkeley_turns_round_too() -> None:
    # R: w <- (n1+n0)/sum(n1+n0); sum(w*(p1-p0)) -+ qnorm(.975)*sqrt(sum(w^2*(p1*(1-p1)/n1 + p0*(1-p0)/n0)))
    assert limits(standardised_difference(BERKELEY)) == pytest.approx([-0.0426367978, -0.0785143888, -0.0067592067])


def test_a_stratum_with_one_group_empty_says_nothing() -> None:
    with_empty = [*BERKELEY, (0, 0, 30, 40), (7, 7, 0, 0), (0, 0, 0, 0)]
    assert mantel_haenszel(with_empty) == mantel_haenszel(BERKELEY)
    assert standardised_difference(with_empty) == standardised_difference(BERKELEY)


def test_where_all_are_counted_no_difference_is_seen_and_none_is_ruled_out() -> None:
    found = mantel_haenszel([(5, 5, 6, 6)])
    assert isnan(found.odds_ratio.value)
    assert limits(found.risk_ratio) == [1, 0, inf]
    assert limits(found.risk_difference) == [0, -1, 1]
    assert limits(standardised_difference([(5, 5, 6, 6)])) == [0, -1, 1]


def test_with_the_share_of_the_whole_group_the_spread_does_not_fall_to_nothing_in_small_strata() -> None:
    strata = [(1, 2, 1, 1), (1, 1, 0, 2)]
    # By hand: both strata weigh 1/2. A: (2 + 1) of (3 + 2), p q = .24; B: (1 + 1) of (3 + 2), p q = .24 as well.
    # variance (.25)(.24/2 + .24/1) + (.25)(.24/1 + .24/2) = .18; the plain formula has (.25)(.25/2) = .03125
    found = standardised_difference(strata, pooled=True)
    assert limits(found) == pytest.approx([0.25, 0.25 - 1.959964 * 0.18**0.5, 1])
    assert standardised_difference(strata).low == pytest.approx(0.25 - 1.959964 * 0.03125**0.5)


@pytest.mark.parametrize("strata", [[], [(0, 0, 1, 2)], [(3, 2, 1, 4)], [(1, 0, 1, 4)], [(-1, 4, 1, 4)], [(1, 2, 3)]])
def test_impossible_strata_are_refused(strata: list[tuple[float, ...]]) -> None:
    for method in (mantel_haenszel, standardised_difference):
        with pytest.raises(ValueError, match=r"share|stratum"):
            method(strata)


@pytest.mark.parametrize("counts", [(3, 2, 1, 4), (1, 0, 1, 4), (1, 4, 0, 0), (-1, 4, 1, 4), (float("nan"), 4, 1, 4)])
def test_impossible_counts_are_refused(counts: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        risk_ratio(*counts)


def groups_that_share_ten() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A has 50 learners (28 there), B 40 (27 there), ten are in both (6 there)."""
    in_a = np.repeat([1, 1, 0], [10, 40, 30])
    in_b = np.repeat([1, 0, 1], [10, 40, 30])
    y = np.repeat([1, 0, 1, 0, 1, 0], [6, 4, 22, 18, 21, 9])
    return in_a, in_b, y


def test_learners_in_both_groups_make_the_difference_surer() -> None:
    found = overlapping_difference(*groups_that_share_ten())
    assert found.value == pytest.approx(-0.1150)
    assert found.se == pytest.approx(0.0897, abs=5e-5)  # apart it would be .1020; 2,000 bootstraps give .0909
    assert (found.low, found.high) == pytest.approx((-0.1150 - 1.959964 * 0.0896793, -0.1150 + 1.959964 * 0.0896793))


def test_groups_without_common_learners_have_the_error_of_two_shares() -> None:
    found = overlapping_difference([1] * 50 + [0] * 40, [0] * 50 + [1] * 40, [1] * 28 + [0] * 22 + [1] * 27 + [0] * 13)
    assert found.se == pytest.approx((0.56 * 0.44 / 50 + 0.675 * 0.325 / 40) ** 0.5)  # by hand: .1020


def test_a_group_held_against_itself_differs_by_nothing() -> None:
    assert limits(overlapping_difference([1, 1], [1, 1], [0, 1])) == [0, 0, 0]


@pytest.mark.parametrize(
    ("in_a", "in_b", "y"),
    [([], [], []), ([0, 0], [1, 1], [1, 0]), ([1, 0], [0, 1], [1]), ([1, 0], [0, 1], [1, np.nan])],
)
def test_a_group_without_members_or_values_is_refused(in_a: list[int], in_b: list[int], y: list[float]) -> None:
    with pytest.raises(ValueError, match=r"group|member"):
        overlapping_difference(in_a, in_b, y)


counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_a_ratio_lies_within_its_limits_and_its_mirror_is_its_inverse(
    one: tuple[int, int], two: tuple[int, int]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, mirror = risk_ratio(*one, *two), risk_ratio(*two, *one)
    assert found.low >= 0
    if not isnan(found.value):
        assert found.low <= found.value * (1 + 1e-9)
        assert found.value <= found.high * (1 + 1e-9)
    if found.low > 0 and found.high < inf:
        assert (1 / mirror.high, 1 / mirror.low) == pytest.approx((found.low, found.high), rel=1e-6)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=6))
def test_no_strata_make_a_warning_or_limits_that_leave_their_value_out(
    strata: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    rows = [(*one, *two) for one, two in strata]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shared = mantel_haenszel(rows)
        found = [shared.odds_ratio, shared.risk_ratio, shared.risk_difference, standardised_difference(rows)]
    for estimate in found:
        assert isnan(estimate.value) or estimate.low - 1e-9 <= estimate.value <= estimate.high + 1e-9
        assert all(type(number) is float for number in (estimate.value, estimate.low, estimate.high))
