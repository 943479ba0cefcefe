"""How may a page say how many of those sent on have results, so that nobody learns how many have none?

The table of flows hides who was not seen after a move where they are few. A number beside it, or a share of it in whole
percent, would give that back: 59 % of 14 to 17 learners can only be 10 of 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

import pandas as pd

from colsynth.analyses.transitions.flows import ALL, OUTSIDE
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.transitions_flows import told
from colsynth.protection.table import LEAST_LEARNERS

_STEPS = ((105, 0.01), (25, 0.05), (0, 0.1))  # from so many on, shares in such steps fit every number that is meant
_TO, _WIDE = 5, 10  # learners to which a number is rounded; where a flow itself is hidden, it too must stay open


@dataclass(frozen=True)
class Said:
    """A number of learners as a page may say it: `n`, or about so many and shares of them in steps of `step` (0-1)."""

    n: int
    exact: bool = True
    step: float = 0.01

    @property
    def text(self) -> str:
        """`47`, or `about 45`."""
        return str(self.n) if self.exact else f"about {self.n}"

    def share(self, value: Any) -> Any:
        """A share, or a change or a limit of one, as finely as it may be said; empty stays empty."""
        if self.exact or pd.isna(value):
            return value
        return floor(float(value) / self.step + 0.5 + 1e-9) * self.step


def said_of(chapter: Chapter, n: int, step: str, year: int, here: str = "", there: str = "") -> Said:
    """How the `n` of those sent on at a step who have both results may be said; from school `here`, to `there`.

    About, where few of those sent or of those seen again have none, or where the flow is hidden and they are nearly all
    of it. What is said then follows from how many were sent, and not from `n`.
    """
    turns, few = chapter.turns, chapter.settings.suppress_below
    own = turns[(turns["step"] == step) & (turns["year"] == year) & (turns["from_school"] != "")]
    own = own[own["from_school"] == here] if here else own
    seen = own[own["to_school"] == there] if there else own[own["to_school"] != ""]
    flows = told(chapter, year)
    hidden = flows.shown(step, here or ALL, there or OUTSIDE) is None
    if not (hidden and len(seen) - n < few) and not any(0 < len(of) - n < few for of in (own, seen)):
        return Said(n)
    whole = not there or len(own) - n < 2 * few  # then what is said follows from how many the school sent
    shown = (flows.shown(step, here, ALL) if here else flows.sent(step)) if whole else flows.shown(step, here, there)
    to = _WIDE if shown is None else _TO
    about = max(LEAST_LEARNERS, to * ((len(own if whole else seen) - few // 2) // to))
    return Said(about, False, step_of(about))


def beside(whole: Said, parts: Sequence[Said]) -> Said:
    """The number of all, told about where one part alone is: all less the other parts would be that one."""
    return _rounded(whole) if whole.exact and _alone(parts) else whole


def none_alone(whole: Said, parts: Sequence[Said]) -> list[Said]:
    """The parts, with a second one told about where one alone is: the number of all may stand in another table."""
    exact = [at for at, part in enumerate(parts) if part.exact and part.n]
    if not exact or not whole.exact or not _alone(parts):
        return list(parts)
    largest = max(exact, key=lambda at: parts[at].n)
    return [_rounded(part) if at == largest else part for at, part in enumerate(parts)]


def _alone(parts: Sequence[Said]) -> bool:
    """Whether one part is told about and every other is shown; parts of fewer than ten are not."""
    unshown = any(part.exact and 0 < part.n < LEAST_LEARNERS for part in parts)
    return not unshown and sum(not part.exact for part in parts) == 1


def _rounded(said: Said) -> Said:
    about = max(LEAST_LEARNERS, _TO * (said.n // _TO))
    return Said(about, False, step_of(about))


def step_of(n: int) -> float:
    """The steps of shares (0-1) of about `n`, in which each of the numbers that may be meant has a share."""
    return next(step for least, step in _STEPS if n >= least)


def meant(text: str) -> int:
    """The number in `47` or `about 45`: what a strength may know, as “fewer than 30” bounds a number as well."""
    return int(text.removeprefix("about "))


def at_least(n: int, of: int, few: int) -> int:
    """How many of `of` were seen, as a strength may know it: where few were not, as if as many as are few were not."""
    return max(1, of - few + 1) if 0 < of - n < few else n
