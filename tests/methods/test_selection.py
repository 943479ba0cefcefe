"""What a list would have reached by who was chosen for it alone."""

from __future__ import annotations

import numpy as np
import pytest

from colsynth.methods.selection import share_by_choice

CUTS = (-1.2, -0.3, 1.0)


def drawn(seed: int, nearest: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """40,000 learners alike by .8; of those on the second of four levels, the half nearest to or furthest from it."""
    rng = np.random.default_rng(seed)
    first, noise = rng.standard_normal((2, 40_000))
    level = np.searchsorted(np.array(CUTS), first)
    middle = np.median(first[level == 1])
    chosen = (level == 1) & ((first >= middle) if nearest else (first < middle))
    return level, 0.8 * first + 0.6 * noise >= CUTS[1], chosen


@pytest.mark.parametrize("nearest", [True, False])
def test_a_list_of_the_nearest_or_the_furthest_reaches_what_is_reckoned_of_it(nearest: bool) -> None:
    level, reached, chosen = drawn(1, nearest)
    found = share_by_choice(level, reached, chosen, np.zeros(len(level)))
    assert found is not None
    told, reference = (found.nearest, 0.4430) if nearest else (found.furthest, 0.2387)
    # R: m <- qnorm((pnorm(-1.2) + pnorm(-.3)) / 2); f <- function(a, b) mvtnorm::pmvnorm(c(a, -.3), c(b, Inf),
    #   corr = matrix(c(1, .8, .8, 1), 2)) / (pnorm(b) - pnorm(a)); f(m, -.3); f(-1.2, m)   # .4430156, .2386724
    assert told == pytest.approx(reference, abs=0.015)  # 40,000 learners: sampling error of the correlation
    assert told == pytest.approx(float(reached[chosen].mean()), abs=0.025)


def test_without_others_or_without_levels_that_vary_nothing_is_reckoned() -> None:
    level, reached = np.array([1, 1, 2, 2]), np.array([0, 1, 0, 1])
    nobody, everyone, one = np.zeros(4, bool), np.ones(4, bool), np.array([True, False, False, False])
    assert share_by_choice(level, reached, nobody, np.zeros(4)) is None
    assert share_by_choice(level, reached, everyone, np.zeros(4)) is None
    assert share_by_choice(np.ones(4), reached, one, np.zeros(4)) is None
    assert share_by_choice(level, np.ones(4), one, np.zeros(4)) is None
    assert share_by_choice([], [], [], []) is None
    with pytest.raises(ValueError, match="Every learner"):
        share_by_choice(level, reached[:3], one, np.zeros(4))
