"""How often is a verdict given where nothing is there? Draws counted against the rates that the report prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

import numpy as np

from colsynth.reference.verdicts import load_verdicts

Given = Callable[[np.random.Generator, int], str]  # the verdict of one draw of a case


def rates_of(name: str, given: Given, draws: int | None = None) -> list[float]:
    """For each case of a verdict's design, in how many of 100 draws one of its words was given."""
    verdict = load_verdicts().verdicts[name]
    cases = len(load_verdicts().designs[verdict.design].cases)
    how_many = draws or int(os.environ.get("COLSYNTH_DRAWS", verdict.draws))  # fewer while a rule is being written
    found = []
    for case in range(cases):
        rng = np.random.default_rng([7, case])
        words = [given(rng, case) for _ in range(how_many)]
        found.append(100 * sum(word in verdict.words for word in words) / how_many)
    return found


def never_above_what_is_printed(name: str, given: Given) -> None:
    """The rates of a verdict, said and asserted."""
    found = rates_of(name, given)
    sys.stdout.write(f"\n{name}: {', '.join(f'{rate:.1f}' for rate in found)} in 100")
    printed = load_verdicts().verdicts[name].percent
    assert [rate for rate, most in zip(found, printed, strict=True) if rate > most] == []


def names_of(chapters: Mapping[str, Given]) -> list[str]:
    """The verdicts that a file of tests draws, in the order of the page."""
    return [name for name in load_verdicts().verdicts if name in chapters]
