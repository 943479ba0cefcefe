"""Limits and runs of a series, against two other implementations of the published rules and on degenerate series."""

from math import isnan, nan

import numpy as np
import pytest

from colsynth.methods.runchart import Runs, directions, runs, xmr

SIGNS = {"outside": "O", "trend": "T", "two-in-three": "2", "shift": "S", "": "."}

# NHSRplotthedots 0.2.2 (limits and flags) and qicharts2 0.8.1 (runs) on R 4.2.2
TERMLY = [62, 58, 65, 60, 63, 59, 61, 64, 60, 67, 69, 68, 71, 70, 72, 69]

# These two by a separate implementation of the same rules in R 4.2.2:
#   m <- mean(y); r <- abs(diff(y)); a <- mean(r); a <- mean(r[r < 3.267 * a]); m + c(-1, 1) * 2.66 * a
#   s <- sign(y - m); out <- y > u | y < l; near <- !out & (y > m + 2*2.66/3*a | y < m - 2*2.66/3*a)
#   shift: abs(sum(s[i:(i+6)])) == 7; trend: abs(sum(sign(diff(y[i:(i+6)])))) == 6;
#   two in three: abs(sum(s[i:(i+2)])) == 3 && sum(near[i:(i+2)]) >= 2, points with near alone
#   q <- y[y != median(y)] > median(y); k <- rle(q)$lengths; max(k); length(k) - 1; qbinom(.05, length(q) - 1, .5)
FALLING = [50, 52, 49, 51, 50, 53, 48, 51, 70, 50, 49, 46, 45, 44, 43, 41, 40, 38, 37, 52]
RISING = [71, 70, 74, 69, 73, 72, 40, 71, 70, 66, 66, 72, 73, 75, 76, 77, 78, 80, 81, 79]


def flags(y: list[float], **how: object) -> str:
    return "".join(SIGNS[flag] for flag in xmr(y, **how).flag)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("y", "how", "centre", "lower", "upper", "seen"),
    [
        (TERMLY, {}, 64.875, 55.831, 73.919, ".........SSS2S2S"),
        (TERMLY, {"fix_after": 12}, 63.0, 52.843636, 73.156364, ".........SSS222S"),
        (FALLING, {}, 47.95, 42.63, 53.27, "SSSSSSSSOTTTTTTOOOO."),
        (FALLING, {"screen": False}, 47.95, 35.91, 59.99, "SSSSSSSSOTTTTTTTTTT."),
        (RISING, {}, 71.65, 65.860588, 77.439412, "......O..2TTTTTTOOOO"),
    ],
)
def test_limits_and_flags_are_those_of_making_data_count(
    y: list[float], how: dict[str, object], centre: float, lower: float, upper: float, seen: str
) -> None:
    found = xmr(y, **how)  # type: ignore[arg-type]
    assert (found.centre, found.lower, found.upper) == pytest.approx((centre, lower, upper), abs=1e-6)
    assert flags(y, **how) == seen


@pytest.mark.parametrize(
    ("y", "longest", "crossings", "signal"), [(TERMLY, 7, 3, True), (FALLING, 8, 4, True), (RISING, 8, 5, True)]
)
def test_runs_are_those_of_qicharts(y: list[float], longest: int, crossings: int, signal: bool) -> None:
    assert runs(y) == Runs(longest, crossings, signal)


def test_a_trend_takes_seven_points_and_a_tie_ends_it() -> None:
    assert xmr([1, 2, 3, 4, 5, 6]).flag == [""] * 6
    assert xmr([2, 1, 2, 3, 4, 5, 6, 7, 3]).flag[1:8] == ["trend"] * 7
    assert "trend" not in xmr([1, 2, 3, 3, 4, 5, 6, 7]).flag


def test_a_point_on_the_centre_ends_a_shift() -> None:
    below, above = [7.0, 9.0] * 4, [11.0, 13.0] * 4
    assert "shift" in xmr([*below, *above]).flag
    assert xmr([*below, *above[:4], 10.0, *above[4:]]).centre == 10.0
    assert "shift" not in xmr([*below, *above[:4], 10.0, *above[4:]]).flag[8:]


def test_a_flag_says_which_way_it_speaks() -> None:
    assert directions(TERMLY, xmr(TERMLY)) == [0] * 9 + [1] * 7
    assert directions(FALLING, xmr(FALLING)) == [1] * 9 + [-1] * 10 + [0]
    assert directions(RISING, xmr(RISING))[9:] == [-1] + [1] * 10


def test_a_missing_point_has_no_flag_no_range_and_ends_a_run() -> None:
    found = xmr([1.0, 2.0, nan, 9.0, 10.0])
    assert found.centre == 5.5
    assert found.upper == pytest.approx(5.5 + 2.66 * 1)  # the jump of seven over the gap is no range
    broken = [float(v) for v in TERMLY]
    broken[12] = nan
    assert "shift" not in xmr(broken).flag
    assert runs([nan, *TERMLY, nan]) == runs(TERMLY)


def test_series_with_nothing_to_tell_have_defined_answers() -> None:
    for y in ([], [nan, nan]):
        found = xmr(y)
        assert all(isnan(v) for v in (found.centre, found.lower, found.upper))
        assert found.flag == [""] * len(y)
        assert runs(y) == Runs(0, 0, False)
    one = xmr([3.5])
    assert one.centre == 3.5
    assert isnan(one.lower)
    assert isnan(one.upper)
    assert one.flag == [""]
    assert runs([3.5]) == Runs(0, 0, False)


def test_a_constant_series_lies_on_its_centre_whatever_its_binary_digits() -> None:
    for value in (0.1, 0.7, 61.0, 1e300):
        found = xmr([value] * 23)
        assert (found.centre, found.lower, found.upper) == (value, value, value)
        assert found.flag == [""] * 23
        assert runs([value] * 23) == Runs(0, 0, False)


def test_a_flag_is_of_seven_points_at_least_or_of_a_limit_on_any_series() -> None:
    rng = np.random.default_rng(4)
    for _ in range(200):
        y = rng.normal(size=int(rng.integers(0, 30))).round(1)
        found = xmr(y)
        for value, flag in zip(y, found.flag, strict=True):
            assert (flag == "outside") == bool(value > found.upper or value < found.lower)
        assert len(y) >= 7 or not {"trend", "shift"} & set(found.flag)


def test_what_is_no_series_is_refused() -> None:
    for wrong in ([1.0, float("inf")], [[1.0, 2.0]]):
        with pytest.raises(ValueError, match="series"):
            xmr(wrong)
    with pytest.raises(ValueError, match="12 points"):
        xmr(TERMLY, fix_after=5)
