"""Which levels does a mapping tell apart, and where on them do a level and a score stand?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Bands:
    """Spans of a measure's levels, lowest first: `names`, and `begins`, the level at which each but the lowest begins.

    A place on them is 0 for what lies below all of `begins`.
    """

    names: tuple[str, ...]
    begins: tuple[str, ...]
    levels: tuple[str, ...]

    def place_of_level(self, level: str) -> int:
        """The place of a level of the measure."""
        at = self.levels.index(level)
        return sum(at >= self.levels.index(begin) for begin in self.begins)

    def place_of_score(self, score: float, cuts: Mapping[str, float]) -> int:
        """The place of a score by the cut scores of its year level, which must hold every one of `begins`."""
        return sum(score >= cuts[begin] for begin in self.begins)


def bands_of(cuts: Iterable[Mapping[str, float]], levels: Sequence[str], least: int) -> Bands | None:
    """The spans of levels that all of these cut scores tell apart; None where they are fewer than `least`."""
    every = list(cuts)
    begins = [level for level in levels if all(level in cut for cut in every)]
    if not every or len(begins) + 1 < least:
        return None
    places = [levels.index(level) for level in begins]
    spans = [levels[first:after] for first, after in pairwise([*places, len(levels)])]
    names = (f"below {begins[0]}", *(span[0] if len(span) == 1 else f"{span[0]} to {span[-1]}" for span in spans))
    return Bands(names, tuple(begins), tuple(levels))
