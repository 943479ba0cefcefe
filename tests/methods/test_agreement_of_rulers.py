"""How alike two rulers are, against R and a direct maximum likelihood, and where there is little to go by."""

from itertools import product
from math import isnan

import pytest

from colsynth.methods.agreement import ordered, paired_difference, two_way

# R 4.2.2, by maximum likelihood under p12 - p21 = d with `optimize` and the limits of the score with `uniroot`:
#   (b - c)/n - d over sqrt((2*q + d - d^2)/n), q = optimize(-(b*log(q + d) + c*log(q) + (n - b - c)*log(1 - 2*q - d)))
PAIRED = [(1, 7, 21, -0.51723, -0.02600), (30, 12, 118, 0.04666, 0.25734), (6, 0, 40, 0.04924, 0.29072)]

# R 4.2.2, vcd: Kappa(m, weights = "Fleiss-Cohen")$Weighted gives value and ASE
THREE = [[44, 5, 1], [13, 30, 9], [2, 8, 22]]
FIVE = [[9, 3, 1, 0, 0], [4, 14, 6, 1, 0], [1, 5, 30, 9, 2], [0, 2, 11, 25, 6], [0, 0, 1, 5, 12]]


@pytest.mark.parametrize(("b", "c", "n", "low", "high"), PAIRED)
def test_the_limits_of_a_paired_difference_are_those_of_the_score(
    b: int, c: int, n: int, low: float, high: float
) -> None:
    found = paired_difference(b, c, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-6)
    turned = paired_difference(c, b, n)
    assert (turned.low, turned.high) == pytest.approx((-high, -low), abs=6e-6)


def test_zero_is_left_out_exactly_where_the_test_of_mcnemar_rejects() -> None:
    for b, c in product(range(0, 30, 2), range(0, 30, 3)):
        found = paired_difference(b, c, 60)
        rejects = b + c > 0 and (b - c) ** 2 / (b + c) > 1.959964**2
        assert (found.low > 0 or found.high < 0) == rejects


def test_limits_lie_within_what_is_possible_at_every_corner() -> None:
    for b, c, n in ((0, 0, 1), (1, 0, 1), (0, 20, 20), (20, 0, 20), (10, 10, 20), (0, 0, 0.4)):
        found = paired_difference(b, c, n)
        assert -1 <= found.low <= (b - c) / n <= found.high <= 1


@pytest.mark.parametrize(
    ("table", "kappa", "se"), [(THREE, 0.716434039, 0.051244927), (FIVE, 0.787931679, 0.034804967)]
)
def test_weighted_kappa_is_that_of_vcd(table: list[list[int]], kappa: float, se: float) -> None:
    found = ordered(table)
    assert (found.kappa, found.se) == pytest.approx((kappa, se), abs=1e-9)
    assert (found.low, found.high) == pytest.approx((kappa - 1.959964 * se, kappa + 1.959964 * se), abs=1e-6)


def test_shares_alike_and_within_one_are_counted() -> None:
    found = ordered(THREE)
    assert found.exact == pytest.approx(96 / 134)
    assert found.within_one == pytest.approx(131 / 134)
    assert (found.exact_low, found.exact_high) == pytest.approx((0.63490, 0.78587), abs=1e-5)  # Wilson


def test_pairs_in_classes_are_worth_less_and_the_limits_wider() -> None:
    alone, classes = two_way(50, 30, 12, 26), two_way(50, 30, 12, 26, worth=60)
    assert (alone.agreement, alone.first, alone.second) == pytest.approx((76 / 118, 80 / 118, 62 / 118))
    assert classes.difference == alone.difference == pytest.approx(18 / 118)
    assert classes.low < alone.low < alone.high < classes.high
    assert ordered(THREE, worth=67).se == pytest.approx(ordered(THREE).se * 2**0.5)


def test_where_one_level_is_all_there_is_kappa_is_not_told() -> None:
    found = ordered([[5, 0, 0], [0, 0, 0], [0, 0, 0]])
    assert isnan(found.kappa)
    assert isnan(found.se)
    assert found.exact == 1.0


def test_where_all_are_alike_the_error_is_nothing_and_no_limits_are_given() -> None:
    found = ordered([[5, 0, 0], [0, 3, 0], [0, 0, 1]])
    assert (found.kappa, found.se) == (1.0, 0.0)
    assert isnan(found.low)
    assert isnan(found.high)


def test_two_levels_are_refused_and_so_is_what_is_no_count() -> None:
    with pytest.raises(ValueError, match="3 ordered levels"):
        ordered([[5, 1], [2, 4]])
    for wrong in ([[0] * 3] * 3, [[1, 0, 0], [0, -1, 0], [0, 0, 4]]):
        with pytest.raises(ValueError, match="Pairs"):
            ordered(wrong)
    with pytest.raises(ValueError, match="Pairs"):
        two_way(0, 0, 0, 0)
    with pytest.raises(ValueError, match="worth"):
        two_way(1, 1, 1, 1, worth=0)
    with pytest.raises(ValueError, match="pairs"):
        paired_difference(3, 3, 5)
