"""How alike learners of one class are, against R and against a truth that was drawn."""

import numpy as np
import pytest

from colsynth.methods.classes import class_icc, learners_worth


def test_the_likeness_within_classes_is_that_of_an_analysis_of_variance() -> None:
    # Ten classes of four in one school, y = class number + (0, 1, 2, 3). By hand: the mean squares within and between
    # are 5/3 and 4 * 82.5 / 9 = 110/3, so icc = (110/3 - 5/3) / (110/3 + 3 * 5/3) = 35 / 41.67 = 0.84.
    class_ = np.repeat(np.arange(10), 4)
    told = class_icc(class_ + np.tile(np.arange(4), 10), class_.astype(str), np.repeat("one school", 40))
    assert told is not None
    assert told.icc == pytest.approx(0.84)


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.15])
def test_a_likeness_that_was_drawn_is_found_again(icc: float) -> None:
    rng = np.random.default_rng(11)
    class_ = np.repeat(np.arange(800), 25)
    school = class_ // 40
    y = rng.normal(size=20)[school] + np.sqrt(icc) * rng.normal(size=800)[class_]
    y = y + np.sqrt(1 - icc) * rng.normal(size=len(class_))
    told = class_icc(y, class_.astype(str), school.astype(str))
    assert told is not None
    assert told.icc == pytest.approx(icc, abs=0.015)


def test_of_few_classes_or_of_values_all_the_same_nothing_is_told() -> None:
    assert class_icc([0, 1] * 9, np.repeat([str(i) for i in range(9)], 2), ["s"] * 18) is None
    assert class_icc([1] * 40, np.repeat([str(i) for i in range(20)], 2), ["s"] * 40) is None
    assert class_icc([], [], []) is None


def test_a_group_spread_over_classes_is_worth_more_than_one_in_a_single_class() -> None:
    assert learners_worth(["a"] * 20, 0.1) == pytest.approx(20 / 2.9)
    assert learners_worth([str(i) for i in range(20)], 0.1) == 20
    assert learners_worth(["a"] * 15 + [""] * 5, 0.1) is None
    assert learners_worth(["a"] * 20, None) is None
