"""Learners chosen for low results, held against others who started where they did."""

from __future__ import annotations

import numpy as np
import pytest

from colsynth.methods.comparison import adjusted_mean, adjusted_share

OTHERS_PRE = [82, 85, 88, 90, 91, *range(93, 111), 112]
OTHERS_POST = [
    *(88, 87, 93, 92, 97, 95, 99, 98, 97, 103, 101, 104),
    *(102, 107, 104, 108, 106, 110, 107, 113, 110, 112, 115, 114),
]
LIST_PRE = [80, 81, 83, 84, 86, 87, 88, 89, 90, 92]
LIST_POST = [90, 88, 92, 93, 91, 96, 95, 97, 94, 99]
PRE, POST = OTHERS_PRE + LIST_PRE, OTHERS_POST + LIST_POST
CHOSEN = [False] * 24 + [True] * 10
YEAR = ["4", "5"] * 12 + ["5", "4"] * 5


def test_the_line_is_drawn_through_the_learners_not_chosen() -> None:
    found = adjusted_mean(PRE, POST, CHOSEN, YEAR)
    # R 4.2.2: fit <- lm(post ~ year + pre, d, subset = !chosen); away <- post - predict(fit, chosen)
    # X <- colMeans(model.matrix(~ year + pre, chosen)); se <- sqrt(t(X) %*% vcov(fit) %*% X + var(away) / 10)
    # mean(away) + c(-1, 1) * qt(.975, 9) * se
    assert found is not None
    assert (found.n, found.n_others) == (10, 24)
    assert [found.actual, found.expected, found.value] == pytest.approx([93.5, 90.10146, 3.398543], abs=1e-5)
    assert [found.low, found.high] == pytest.approx([1.246739, 5.550347], abs=1e-6)


def test_what_learners_in_classes_are_worth_widens_the_limits_and_leaves_the_value() -> None:
    alone, classes = adjusted_mean(PRE, POST, CHOSEN, YEAR), adjusted_mean(PRE, POST, CHOSEN, YEAR, 0.5, 0.5)
    assert alone is not None
    assert classes is not None
    assert classes.value == alone.value
    assert classes.high - classes.low == pytest.approx((alone.high - alone.low) * np.sqrt(2))


def test_a_list_that_gains_by_regression_alone_is_as_expected() -> None:
    draws = np.random.default_rng(7)
    told = []
    for _ in range(300):
        true = draws.normal(100, 12, 200)
        pre, post = (true + draws.normal(0, 9, 200) for _ in range(2))
        chosen = pre < np.quantile(pre, 0.3)
        assert post[chosen].mean() - pre[chosen].mean() > 0  # the naive gain
        found = adjusted_mean(pre, post, chosen, ["4"] * 200)
        assert found is not None
        told.append(not found.low <= 0 <= found.high)
    assert np.mean(told) < 0.09  # nominal 5 %, with the error of 300 draws


def test_a_share_is_held_against_others_of_the_same_level() -> None:
    """By hand: 12 chosen, 8 Below and 4 Well below; others 30 Below (15 reach it) and 20 Well below (4 do).

    Expected (8 x 15/30 + 4 x 4/20) / 12 = 4.8 / 12 = 0.4; seen 6 of 12.
    """
    strata = ["Below"] * 8 + ["Well below"] * 4 + ["Below"] * 30 + ["Well below"] * 20 + ["At"] * 50
    reached = [1] * 5 + [0] * 3 + [1] + [0] * 3 + [1] * 15 + [0] * 15 + [1] * 4 + [0] * 16 + [1] * 50
    found = adjusted_share(reached, strata, [True] * 12 + [False] * 100)
    assert found is not None
    assert (found.n, found.n_others) == (12, 50)
    assert (found.actual, found.expected, found.value) == pytest.approx((0.5, 0.4, 0.1))
    assert found.low < 0 < found.high


def test_chosen_learners_whom_nobody_started_beside_are_left_out() -> None:
    strata = ["Below"] * 10 + ["Well below"] * 5 + ["Below"] * 25
    found = adjusted_share([1] * 15 + [0] * 25, strata, [True] * 15 + [False] * 25)
    assert found is not None
    assert found.n == 10


@pytest.mark.parametrize(
    ("n_chosen", "n_others", "stratum"),
    [(9, 100, "same"), (20, 19, "same"), (20, 100, "apart"), (0, 50, "same"), (50, 0, "same")],
)
def test_nothing_is_said_of_few_learners_or_without_a_like(n_chosen: int, n_others: int, stratum: str) -> None:
    chosen = [True] * n_chosen + [False] * n_others
    strata = ["Below"] * n_chosen + (["Below"] if stratum == "same" else ["Above"]) * n_others
    assert adjusted_share([1] * len(chosen), strata, chosen) is None
    if stratum == "same":
        pre = list(range(len(chosen)))
        assert adjusted_mean(pre, pre, chosen, strata) is None


def test_others_who_all_started_alike_draw_no_line() -> None:
    assert adjusted_mean([90] * 40, list(range(40)), [True] * 15 + [False] * 25, ["4"] * 40) is None


def test_a_list_far_below_everybody_else_is_not_told() -> None:
    pre = [10.0 + i for i in range(15)] + [100.0 + i for i in range(25)]
    assert adjusted_mean(pre, pre, [True] * 15 + [False] * 25, ["4"] * 40) is None


def test_a_learner_cannot_be_worth_more_than_one() -> None:
    with pytest.raises(ValueError, match="worth"):
        adjusted_mean(PRE, POST, CHOSEN, YEAR, worth=1.2)
