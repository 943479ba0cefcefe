"""What would learners have reached who were chosen within their level, with nothing done for them?

Who makes a list of learners below a mark often takes those nearest to it. On a scale of levels nobody else can be held
against them: others on the same level stood lower. What the choice alone can give is reckoned instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

Numbers = npt.NDArray[np.float64]

STEPS = 200  # points of a band of the first result, over which the chance to reach the mark is averaged
MOST_LIKE = 0.99  # correlation of the two results up to which the best is looked for
FEW = 0.2  # share of a level that is chosen, below which those left still stand for the level; our rule
EDGE = 1e-6  # of all learners; bands end here rather than at infinity


@dataclass(frozen=True)
class Choice:
    """Shares (0-1) of the chosen that would reach the mark: were they the nearest to it, or the furthest from it."""

    nearest: float
    furthest: float


def share_by_choice(
    level: npt.ArrayLike, reached: npt.ArrayLike, chosen: npt.ArrayLike, block: npt.ArrayLike
) -> Choice | None:
    """How many of the chosen would reach the mark later, by the place within their level that they were chosen for?

    `level` is where each learner stood at first, as an ordered number; `reached` is whether the mark is reached later;
    learners of one `block` (a year level) share the cuts between levels. Behind both results lies a normal pair: the
    cuts are those that give the shares of learners on each level and at the mark, and its correlation, one for all,
    is the most likely one for who reached the mark from where, among those not chosen: on levels of which hardly any
    were chosen, as the others of a level are no whole level; on all, where there are no such levels. The chosen of a
    level are then taken to be its upper part, or its lower part. None without chosen or others, or where the level or
    the mark does not vary among the others of any block. ValueError where lengths differ.

    Source: the bivariate normal behind ordered levels, Pearson (1900); Olsson (1979), Psychometrika 44, 443-460.
    """
    levels, y = np.asarray(level, dtype=float), np.asarray(reached, dtype=float)
    is_chosen, blocks = np.asarray(chosen, dtype=bool), np.asarray(block, dtype=object).astype(str)
    if not len(levels) == len(y) == len(is_chosen) == len(blocks):
        raise ValueError("Every learner needs a level, a later result, a block, and whether they were chosen.")
    groups = [_Group(levels[at], y[at], is_chosen[at]) for at in (blocks == name for name in np.unique(blocks))]
    groups = [group for group in groups if group.varies]
    if not groups or not any(group.chosen.any() for group in groups):
        return None
    whole = any(group.whole.any() for group in groups)
    fit = optimize.minimize_scalar(
        lambda r: sum(group.surprise(float(r), whole) for group in groups), bounds=(0.0, MOST_LIKE), method="bounded"
    )
    parts = [group.of_chosen(float(fit.x)) for group in groups]
    n = sum(part[0] for part in parts)
    return Choice(sum(part[1] for part in parts) / n, sum(part[2] for part in parts) / n)


class _Group:
    """The learners of one block: their levels as parts of 0 to 1, from the lowest learner to the highest."""

    def __init__(self, level: Numbers, reached: Numbers, chosen: npt.NDArray[np.bool_]) -> None:
        names, self.at = np.unique(level, return_inverse=True)
        self.reached, self.chosen = reached, chosen
        size = np.bincount(self.at, minlength=len(names))
        self.whole = np.bincount(self.at, chosen, minlength=len(names)) < FEW * size
        self.ends = np.concatenate([[0.0], np.cumsum(size) / len(level)])
        others = reached[~chosen]
        self.varies = len(names) > 1 and 0 < reached.sum() < len(reached) and len(others) > 0
        if self.varies:
            self.cut = float(-special.ndtri(reached.mean()))

    def chance(self, low: float, high: float, r: float) -> float:
        """The chance to reach the mark from a band of the first result, between two of its quantiles."""
        low, high = max(low, EDGE), min(high, 1 - EDGE)
        first = special.ndtri(low + (high - low) * (np.arange(STEPS) + 0.5) / STEPS)
        return float(special.ndtr((r * first - self.cut) / np.sqrt(1 - r * r)).mean())

    def surprise(self, r: float, whole: bool) -> float:
        """Minus the logarithm of the chance of who reached the mark, among those not chosen (of `whole` levels)."""
        total = 0.0
        for place in range(len(self.ends) - 1):
            here = (self.at == place) & ~self.chosen
            n, n_at = int(here.sum()), float(self.reached[here].sum())
            if n and (self.whole[place] or not whole):
                p = min(1 - EDGE, max(EDGE, self.chance(self.ends[place], self.ends[place + 1], r)))
                total -= n_at * np.log(p) + (n - n_at) * np.log(1 - p)
        return float(total)

    def of_chosen(self, r: float) -> tuple[int, float, float]:
        """How many were chosen, and how many of them would reach the mark as the upper and as the lower part."""
        upper = lower = 0.0
        for place in range(len(self.ends) - 1):
            here = self.at == place
            n = int((here & self.chosen).sum())
            if n:
                low, high = self.ends[place], self.ends[place + 1]
                part = (high - low) * n / int(here.sum())
                upper += n * self.chance(high - part, high, r)
                lower += n * self.chance(low, low + part, r)
        return int(self.chosen.sum()), upper, lower
