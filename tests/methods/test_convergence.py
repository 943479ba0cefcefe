"""Do groups come together? Where the naive slope is misled, Oldham and Pitman-Morgan are not."""

import warnings

import numpy as np
import pytest

from colsynth.methods.convergence import oldham, pitman_morgan, spread_ratio

BEFORE = [48.2, 51.3, 47.9, 55.0, 60.1, 52.2, 49.5, 58.4]
AFTER = [50.1, 50.9, 45.2, 58.8, 66.0, 53.1, 47.7, 63.9]


def test_schools_that_drift_apart_are_seen_to() -> None:
    # R: cor.test(b-a, (a+b)/2); and with f <- var(a)/var(b): (f-1)*sqrt(6)/(2*sqrt(f*(1-cor(a,b)^2)))
    found, same = oldham(BEFORE, AFTER), pitman_morgan(BEFORE, AFTER)
    assert (found.r, found.p) == pytest.approx((0.937235088, 0.000589412473), rel=1e-6)
    assert (same.t, same.p) == pytest.approx((-6.58376832, 0.000589412473), rel=1e-6)


def test_noise_alone_is_not_catching_up() -> None:
    """Two noisy looks at schools that do not change: the naive slope is -0.5, Oldham's correlation is about 0."""
    rng = np.random.default_rng(7)
    true = rng.normal(size=4000)
    before, after = true + rng.normal(size=4000), true + rng.normal(size=4000)
    assert np.polyfit(before, after - before, 1)[0] == pytest.approx(-0.5, abs=0.05)
    assert abs(oldham(before, after).r) < 0.04


def test_turning_time_round_turns_the_answer_round() -> None:
    assert oldham(AFTER, BEFORE).r == pytest.approx(-oldham(BEFORE, AFTER).r)
    assert pitman_morgan(AFTER, BEFORE).t == pytest.approx(-pitman_morgan(BEFORE, AFTER).t)


def test_where_all_change_alike_nothing_is_told() -> None:
    warnings.simplefilter("error")
    for before, after in (([1, 2, 3], [2, 3, 4]), ([5, 5, 5], [5, 5, 5]), ([1, 2, 3], [1, 2, 3])):
        assert (oldham(before, after).r, oldham(before, after).p) == (0.0, 1.0)
        assert (pitman_morgan(before, after).t, pitman_morgan(before, after).p) == (0.0, 1.0)


def test_from_no_spread_to_some_is_drifting_apart_without_end() -> None:
    warnings.simplefilter("error")
    assert oldham([5, 5, 5], [1, 2, 6]).r == pytest.approx(1.0)
    assert pitman_morgan([5, 5, 5], [1, 2, 6]).p == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(("before", "after"), [([1, 2], [1, 2]), ([1, 2, 3], [1, 2]), ([1, 2, np.nan], [1, 2, 3])])
def test_two_groups_or_a_gap_are_refused(before: list[float], after: list[float]) -> None:
    with pytest.raises(ValueError, match="Convergence"):
        oldham(before, after)


def test_the_ratio_of_spreads_has_the_limits_of_the_test() -> None:
    # R: r2 <- cor(a,b)^2; t <- qt(.975,6); k <- 1+2*(1-r2)*t^2/6; sqrt(var(b)/var(a)*(k + c(-1,1)*sqrt(k^2-1)))
    found = spread_ratio(BEFORE, AFTER)
    assert (found.value, found.low, found.high) == pytest.approx((1.65560859, 1.36338889, 2.01046070), rel=1e-6)
    level = 1 - oldham(BEFORE, AFTER).p
    assert spread_ratio(BEFORE, AFTER, level).low == pytest.approx(1.0)  # where the test just says so
    with pytest.raises(ValueError, match="spread of 0"):
        spread_ratio([5, 5, 5], [1, 2, 6])
