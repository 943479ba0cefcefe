"""The same raters twice: an exact sign test, and whether one distribution lies above the other."""

from __future__ import annotations

import numpy as np
import pytest

from colsynth.methods.moved import chance_of, moved, sign_test


# R 4.5: binom.test(c(up, down))$p.value
@pytest.mark.parametrize(
    ("up", "down", "p"),
    [(5, 0, 0.0625), (0, 6, 0.03125), (8, 1, 0.0390625), (1, 7, 0.0703125), (7, 3, 0.34375), (12, 4, 0.07681274),
     (3, 3, 1.0), (0, 0, 1.0)],
)  # fmt: skip
def test_the_sign_test_is_r_s(up: int, down: int, p: float) -> None:
    assert sign_test(up, down) == pytest.approx(p, abs=1e-8)


def test_raters_who_stayed_are_counted_and_say_nothing_in_the_test() -> None:
    found = moved([0, 1, 1, 2, 0, 1, 3], [1, 2, 2, 3, 1, 1, 3])
    assert (found.up, found.same, found.down, found.n) == (5, 2, 0, 7)
    assert found.p == 0.0625
    assert found.separate


def test_distributions_that_cross_or_are_the_same_do_not_separate() -> None:
    assert not moved([1, 1, 1, 3], [2, 2, 2, 0]).separate
    assert not moved([1, 2], [2, 1]).separate, "two who changed places leave the distribution as it was"
    assert not moved([2, 2], [2, 2]).separate
    assert moved([1, 3], [2, 3]).separate
    assert moved([3, 3], [3, 0]).separate


def test_only_the_order_of_levels_counts() -> None:
    rng = np.random.default_rng(3)
    before, after = rng.integers(0, 4, 12), rng.integers(0, 4, 12)
    stretched = np.array([0, 1, 10, 100])
    assert moved(before, after) == moved(stretched[before], stretched[after])


def test_the_rule_s_chance_is_the_largest_p_it_lets_through() -> None:
    assert [chance_of(n, 1 / 16) for n in (0, 4, 5, 6, 7, 8, 9)] == [
        0.0, 0.0, 0.0625, 0.03125, 0.015625, 0.0078125, 0.0390625
    ]  # fmt: skip


def test_nobody_seen_is_no_movement_and_a_gap_is_refused() -> None:
    nobody = moved([], [])
    assert (nobody.n, nobody.p, nobody.separate) == (0, 1.0, False)
    with pytest.raises(ValueError, match="without gaps"):
        moved([1, np.nan], [1, 2])
    with pytest.raises(ValueError, match="one length"):
        moved([1], [1, 2])
