"""A mean of learners in classes covers what it should, whatever classes are alike in; moves over a mark too."""

from __future__ import annotations

import numpy as np
import pytest

from colsynth.methods.classes import Clustering, class_icc
from colsynth.methods.means import mean_in_classes
from colsynth.methods.paired import paired_difference


def test_without_classes_the_limits_are_those_of_student() -> None:
    y = [3.1, 4.0, 5.2, 2.8, 4.4, 3.9, 6.1, 4.7, 5.0, 3.3, 4.2, 4.9]
    found = mean_in_classes(y, [""] * 12, ["one"] * 12, None)
    # R: t.test(c(3.1, 4.0, 5.2, 2.8, 4.4, 3.9, 6.1, 4.7, 5.0, 3.3, 4.2, 4.9))
    assert (found.value, found.low, found.high) == pytest.approx((4.3, 3.69359327, 4.90640673), abs=1e-6)
    assert (found.basis, found.worth) == ("count", 12)


def test_learners_alike_in_classes_are_worth_fewer() -> None:
    y, classes = np.arange(100.0) % 7, np.repeat(np.arange(10), 10).astype(str).astype(object)
    found = mean_in_classes(y, classes, ["one"] * 100, Clustering(0.1, 10))
    assert found.worth == pytest.approx(100 / (1 + 9 * 0.1))
    assert found.basis == "classes"


def test_what_differs_between_fixed_schools_is_no_uncertainty() -> None:
    y = np.r_[np.arange(20.0), 1000 + np.arange(20.0)]
    found = mean_in_classes(y, [""] * 40, ["a"] * 20 + ["b"] * 20, None)
    assert found.high - found.low < 10


def test_one_value_has_no_limits_and_no_spread_has_none_either() -> None:
    with pytest.raises(ValueError, match="two values"):
        mean_in_classes([1.0], [""], ["a"], None)
    found = mean_in_classes([2.0] * 5, [""] * 5, ["a"] * 5, None)
    assert (found.low, found.high) == (2.0, 2.0)


@pytest.mark.parametrize(
    ("up", "down", "n", "low", "high"),
    [
        # R: the score by direct constrained maximum likelihood (optimize within uniroot); closed form for none moved
        (12, 5, 100, -0.01186321, 0.15741561),
        (1, 0, 10, -0.2052861, 0.4041500),
        (40, 25, 412, -0.001995007, 0.075850032),
        (0, 7, 30, -0.40928327, -0.09333348),
        (0, 0, 30, -3.841459 / 33.841459, 3.841459 / 33.841459),
    ],
)
def test_moves_over_a_mark_have_tangos_limits(up: float, down: float, n: float, low: float, high: float) -> None:
    found = paired_difference(up, down, n)
    assert (found.value, found.low, found.high) == pytest.approx(((up - down) / n, low, high), abs=5e-7)


def test_everyone_or_nobody_moved_has_limits_that_hold_the_value() -> None:
    for up, down, n in ((30, 0, 30), (0, 30, 30), (0, 0, 1), (0.4, 0.1, 2.5)):
        found = paired_difference(up, down, n)
        assert -1 <= found.low <= found.value <= found.high <= 1
    with pytest.raises(ValueError, match="cannot"):
        paired_difference(6, 5, 10)


@pytest.mark.slow
@pytest.mark.parametrize(("schools", "classes", "size"), [(7, 6, 25), (3, 4, 20)])
@pytest.mark.parametrize("icc", [0.0, 0.05, 0.15])
def test_limits_of_means_and_moves_cover(schools: int, classes: int, size: int, icc: float) -> None:
    rng = np.random.default_rng(20261124)
    n_class = schools * classes
    school = np.repeat(np.arange(schools), classes * size)
    label = np.repeat(np.arange(n_class), size)
    named = label.astype(str).astype(object)
    inside = 0
    draws = 2000
    of_school = rng.normal(size=schools) * 5
    for _ in range(draws):
        y = of_school[school] + 10 * (
            np.sqrt(icc) * rng.normal(size=n_class)[label] + np.sqrt(1 - icc) * rng.normal(size=len(label))
        )
        found = mean_in_classes(y, named, school.astype(object), class_icc(y, named, school.astype(object)))
        inside += found.low <= of_school.mean() <= found.high
    assert 0.93 <= inside / draws <= 0.99
