"""Where is the middle of ordered answers? Never a mean: the steps between levels have no size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Middle:
    """The lower and upper middle position; the same where one answer stands in the middle."""

    low: int
    high: int


def middle(counts: Sequence[int]) -> Middle | None:
    """The median of answers given as counts per level, lowest level first; None without answers.

    With an even number of answers both middle ones are given, as positions in `counts`.
    """
    total = sum(counts)
    if total == 0:
        return None
    ranked = [level for level, count in enumerate(counts) for _ in range(count)]
    return Middle(ranked[(total - 1) // 2], ranked[total // 2])
