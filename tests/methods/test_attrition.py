"""How unlike are followed and lost, who is then described, and what could those lost have hidden?"""

from __future__ import annotations

from math import inf, isnan, nan

import numpy as np
import pytest

from colsynth.methods.attrition import (
    EVERYONE,
    STAYED,
    bounds_of_change,
    bounds_of_share,
    smd_of_scores,
    smd_of_shares,
    who_is_described,
)


def test_scores_are_apart_in_pooled_spreads() -> None:
    x = [3.1, 4.0, 5.2, 2.8, 4.4, 3.9, 6.1, 4.7, 5.0, 3.3, 4.2, 4.9]
    y = [1.2, 2.9, 3.3, 0.4, 2.2, 5.1, 1.9]
    # R: sp <- sqrt((11 * var(x) + 6 * var(y)) / 17); (mean(x) - mean(y)) / sp
    assert smd_of_scores(x, y) == pytest.approx(1.5719571, abs=1e-7)


def test_shares_are_apart_in_spreads_of_a_yes_or_no() -> None:
    # R: p1 <- .62; p2 <- .45; (p1 - p2) / sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / 2)
    assert smd_of_shares(0.62, 0.45) == pytest.approx(0.345895889, abs=1e-9)


def test_what_does_not_vary_or_is_not_there_is_not_apart() -> None:
    assert isnan(smd_of_scores([1.0], [1.0, 2.0]))
    assert isnan(smd_of_scores([], []))
    assert isnan(smd_of_scores([2.0, 2.0], [3.0, 3.0]))
    assert isnan(smd_of_shares(1.0, 1.0))
    with pytest.raises(ValueError, match="none of them missing"):
        smd_of_scores([nan, 1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="two shares"):
        smd_of_shares(1.2, 0.5)


@pytest.mark.parametrize(
    ("loss", "differential", "smd", "said"),
    [
        (0.20, 0.10, 0.25, EVERYONE),
        (0.21, 0.0, 0.0, STAYED),
        (0.0, -0.11, 0.0, STAYED),
        (0.0, 0.0, -0.26, STAYED),
        (0.05, nan, nan, EVERYONE),
    ],
)
def test_one_sign_of_loss_is_enough(loss: float, differential: float, smd: float, said: str) -> None:
    assert who_is_described(loss, differential, smd) == said


def test_bounds_of_a_mean_let_the_lost_change_like_a_quarter_of_those_seen() -> None:
    found = bounds_of_change(np.arange(20.0), 5)  # by hand: mean 9.5; quarters 0-4 (mean 2) and 15-19 (mean 17)
    assert (found.low, found.high) == pytest.approx(((190 + 10) / 25, (190 + 85) / 25))
    assert bounds_of_change([1.0, 3.0], 0).low == 2.0
    assert bounds_of_change([1.0, 3.0], 1).high == inf
    with pytest.raises(ValueError, match="Bounds need"):
        bounds_of_change([], 3)


def test_bounds_of_a_share_hold_whatever_the_lost_became() -> None:
    # by hand: of 40 followed 20 then 24; of 10 lost 6 were at the mark: (24 + 0..10) / 50 - 26 / 50
    found = bounds_of_share(20, 24, 40, 6, 10)
    assert (found.low, found.high) == pytest.approx((-0.04, 0.16))
    with pytest.raises(ValueError, match="cannot be reckoned"):
        bounds_of_share(5, 1, 4, 0, 0)
