"""How raters differ from co-raters, against R, and where they share too little."""

from math import isnan, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from colsynth.methods.severity import LEAST_SHARED, rater_severity, severity_of


def test_where_all_rate_all_severity_is_the_paired_difference_from_the_others(real_data: Path) -> None:
    found = rater_severity(pd.read_csv(real_data / "raters" / "irr_anxiety.csv"))
    # R: sapply(1:3, function(i) t.test(x[[i]] - rowMeans(x[-i]))$conf.int)
    assert found.value == pytest.approx([0.425, 0.425, -0.850])
    assert found.low == pytest.approx([-0.316066024, -0.174134449, -1.570659007], abs=1e-8)
    assert found.high == pytest.approx([1.166066024, 1.024134449, -0.129340993], abs=1e-8)
    assert found.said == ("no clear difference", "no clear difference", "lower")


def test_where_raters_share_some_severity_is_that_of_unit_and_rater(real_data: Path) -> None:
    frame = pd.read_csv(real_data / "raters" / "sirt_ratings1.csv")
    found = rater_severity(frame.pivot(index="idstud", columns="rater", values="k1"))
    # R: b <- coef(lm(k1 ~ factor(idstud) + factor(rater), s)); r <- c(0, b of raters); (r - mean(r)) * 7 / 6
    in_r = [-0.658488897, -0.213483795, -0.419418896, 0.439401252, 0.401183849, 0.277883510, 0.172922979]
    assert found.value == pytest.approx(in_r, abs=1e-8)


def test_one_who_rates_beside_strict_raters_is_not_called_kind() -> None:
    # true levels 1 to 12; the second and third rater are one level strict, the fourth rates beside them alone
    true = np.arange(1.0, 13.0)
    strict = true - 1
    beside_strict = np.where(true <= 6, true, nan)
    fair = np.where(true > 6, true, nan)
    found = rater_severity(np.column_stack([true, strict, np.where(true <= 6, strict, nan), beside_strict, fair]))
    assert found.value[3] == pytest.approx(found.value[0])
    assert found.value[3] == pytest.approx(found.value[4])
    assert found.value[1] == pytest.approx(-0.75)
    assert found.said == ("higher", "lower", "lower", "higher", "higher")


def test_two_teams_who_share_no_unit_are_not_held_against_each_other() -> None:
    first = [[1, 2, nan, nan], [2, 2, nan, nan], [3, 2, nan, nan]] * 3
    second = [[nan, nan, 2, 3], [nan, nan, 1, 2], [nan, nan, 3, 3]] * 3
    found = rater_severity(first + second)
    assert set(found.said) == {"not enough overlap"}
    assert np.isnan(found.value).all()
    linked_by_one = rater_severity([*first, *second, [2, 3, 2, 2]])
    assert set(linked_by_one.said) == {"not enough overlap"}


def test_a_rater_who_shares_little_is_set_aside_and_the_others_are_told_of() -> None:
    both = [[1, 2], [2, 2], [3, 4], [1, 2], [2, 3], [2, 3], [1, 1], [3, 4]]
    some = [[*pair, 4 if at < LEAST_SHARED - 1 else nan] for at, pair in enumerate(both)]
    found = rater_severity(some)
    assert found.said == ("lower", "higher", "not enough overlap")
    assert list(found.n_shared) == [8, 8, 0]
    assert list(found.value[:2]) == pytest.approx(list(rater_severity(both).value))


def test_one_rater_or_no_ratings_are_not_enough() -> None:
    assert rater_severity([[1], [2], [3]]).said == ("not enough overlap",)
    assert rater_severity([[nan, nan]] * 9).said == ("not enough overlap", "not enough overlap")


def test_a_difference_the_same_on_all_has_no_limits_but_a_word() -> None:
    found = rater_severity([[1, 2], [2, 3], [3, 4]] * 2)
    assert list(found.value) == pytest.approx([-1, 1])
    assert np.isnan(found.low).all()
    assert found.said == ("lower", "higher")
    alike = rater_severity([[3, 3, 3]] * 7)
    assert list(alike.value) == [0, 0, 0]
    assert set(alike.said) == {"no clear difference"}


def test_a_word_follows_the_limits() -> None:
    assert severity_of(0.4, 0.1, 0.7) == "higher"
    assert severity_of(-0.4, -0.7, -0.1) == "lower"
    assert severity_of(0.4, -0.1, 0.9) == "no clear difference"
    assert severity_of(nan, nan, nan) == "not enough overlap"


def test_severity_needs_a_table() -> None:
    with pytest.raises(ValueError, match="row for each thing"):
        rater_severity([1, 2, 3])
    assert isnan(rater_severity([[1, 2]]).value[0])


def test_one_far_from_the_rest_sets_none_of_them_apart_who_agree() -> None:
    alike = np.array([2.0, 1, 2, 1, 2, 1, 2])
    found = rater_severity(np.column_stack([alike] * 5 + [np.full(7, 3.0)]))
    assert found.said == ("no clear difference",) * 5 + ("higher",)
    # each of the five is 10/7 below one and level with four others: -10/7/5
    assert found.value == pytest.approx([-2 / 7] * 5 + [10 / 7])
    assert found.high[0] < 0
