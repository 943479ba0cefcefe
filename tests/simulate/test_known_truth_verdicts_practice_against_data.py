"""Outcomes that stay as they are, or that rise, are said to do otherwise no more often than the report prints.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import numpy as np
import pytest
from drawn_results import COMMUNITY, ICCS
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.practice.against_data import data_say, taken_together
from colsynth.exhibits.practice_outcomes import change_of
from colsynth.methods.proportions import effective_n, wilson_interval
from colsynth.simulate.known_truth import reached

pytestmark = pytest.mark.slow

MEASURES = 3


def word_of(rng: np.random.Generator, case: int, rise: float) -> str:
    """What one measure says of a share of .6 that rises by so much, in learners worth what classes leave of them."""
    sides = []
    for share in (0.6, 0.6 + rise):
        drawn = reached(rng, COMMUNITY, share, ICCS[case])
        worth = effective_n(len(drawn), 25, ICCS[case])
        limits = wilson_interval(float(drawn.mean()) * worth, worth)
        sides.append({"share_at": float(drawn.mean()), "low": limits.low, "high": limits.high})
    change = change_of(*sides)
    return data_say(change.low, change.high)


def said(rise: float) -> Given:
    def of_draw(rng: np.random.Generator, case: int) -> str:
        return "outcomes " + taken_together(word_of(rng, case, rise) for _ in range(MEASURES))

    return of_draw


NULLS: dict[str, Given] = {"rated-outcomes-moved": said(0.0), "rated-outcomes-flat": said(0.06)}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_outcomes_are_wrongly_told_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])


def test_a_rise_of_ten_points_is_found_and_flat_is_said_seldom_as_it_takes_many_learners() -> None:
    rng = np.random.default_rng(11)
    assert sum(said(0.10)(rng, 0) == "outcomes rising" for _ in range(40)) >= 36
    assert 2 <= sum(said(0.0)(rng, 0) == "outcomes flat" for _ in range(40)) <= 10
