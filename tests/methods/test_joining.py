"""Neighbouring levels are shown together until no part is small."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colsynth.methods.joining import joined


def test_a_small_level_joins_its_smaller_neighbour() -> None:
    assert joined([[3, 20, 40, 10]], 5, 6) == [range(0, 2), range(2, 3), range(3, 4)]
    assert joined([[20, 3, 10, 40]], 5, 6) == [range(0, 1), range(1, 3), range(3, 4)]


def test_the_same_levels_are_joined_in_every_term() -> None:
    assert joined([[30, 30, 30], [2, 60, 30]], 5, 6) == [range(0, 2), range(2, 3)]


def test_no_more_groups_remain_than_may() -> None:
    assert len(joined([[10] * 20], 5, 6)) == 6


def test_where_all_are_one_nothing_may_be_told_apart() -> None:
    assert joined([[0, 30, 0]], 5, 6) == [range(0, 3)]
    assert joined([], 5, 6) == []
    with pytest.raises(ValueError, match="every level"):
        joined([[1, 2], [1]], 5, 6)


@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=1, max_size=5))
def test_every_level_is_in_one_run_and_no_part_is_small(counts: list[list[int]]) -> None:
    runs = joined(counts, 5, 6)
    assert [level for run in runs for level in run] == [0, 1, 2, 3]
    assert len(runs) == 1 or all(sum(row[run.start : run.stop]) >= 5 for row in counts for run in runs)
