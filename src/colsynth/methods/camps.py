"""Do those who rated one thing agree on it, and did they use the scale at all?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

FAR = 2  # levels between two ratings that ask for a conversation, not for a number in between
LEAST_CAMP = 2  # raters on either side; one alone is no camp

Together = Literal["not rated", "one rater", "same level", "within one", "far apart", "two camps"]
Scale = Literal["not rated", "all at the top", "all at one level", "varied"]


def together(counts: Sequence[int]) -> Together:
    """How do ratings of one thing stand to one another? `counts` are ratings per level, lowest first.

    Two levels or more apart they are `far apart`, and `two camps` where a level that nobody gave parts two raters or
    more from two or more. Neither has a middle that speaks for all. ValueError for a negative count.
    """
    _checked(counts)
    used = [level for level, count in enumerate(counts) if count]
    if sum(counts) < 2:
        return "one rater" if used else "not rated"
    if used[-1] - used[0] < FAR:
        return "same level" if len(used) == 1 else "within one"
    for below, above in pairwise(used):
        if above - below >= FAR and min(sum(counts[: below + 1]), sum(counts[above:])) >= LEAST_CAMP:
            return "two camps"
    return "far apart"


def scale_used(counts: Sequence[int]) -> Scale:
    """Do ratings differ from thing to thing? `counts` are ratings of all things per level, lowest first.

    Where all are alike, they tell nothing of what is stronger and what weaker, and agreement beyond chance cannot be
    told; at the top, there is no word of what is not yet so. ValueError for a negative count.
    """
    _checked(counts)
    used = [level for level, count in enumerate(counts) if count]
    if not used:
        return "not rated"
    if len(used) > 1:
        return "varied"
    return "all at the top" if used[0] == len(counts) - 1 else "all at one level"


def _checked(counts: Sequence[int]) -> None:
    if any(count < 0 for count in counts):
        raise ValueError("Ratings are counted.")
