"""Judgements and tests that put as many learners at expectation are called otherwise no more often than is printed.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn_results import COMMUNITY, ICCS
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.agreement import agreement, on_levels
from colsynth.simulate.known_truth import reached, seen_again

pytestmark = pytest.mark.slow

N = len(COMMUNITY.school)
LIKE = 0.9  # likeness of what a learner shows to the teacher, and to the test, to what the learner can do
APART = 0.06  # true difference of shares, beyond what counts as agreeing


def pairs(judged: np.ndarray, tested: np.ndarray) -> pd.DataFrame:
    """Pairs of judgement and test as the analysis takes them, one row a learner."""
    frame = pd.DataFrame(
        {
            "school": np.char.add("s", COMMUNITY.school.astype(str)),
            "class_label": COMMUNITY.class_label,
            "judged_at": judged.astype(bool),
            "tested_at": tested.astype(bool),
        }
    )
    given = {"judgement": "otj-writing", "test": "easttle-writing", "term": "2026-T3", "weeks": 4.0, "interim": False}
    return frame.assign(**given, moderated="no", bands=pd.NA)


def said_of(rng: np.random.Generator, case: int, more: float) -> str:
    """Teachers differ from class to class in how kindly they judge; in all, `more` learners are judged to be there."""
    can = rng.standard_normal(N)
    judged = reached(rng, COMMUNITY, 0.6 + more, ICCS[case], seen_again(rng, can, LIKE))
    tested = reached(rng, COMMUNITY, 0.6, 0.0, seen_again(rng, can, LIKE))
    return str(agreement(pairs(judged, tested), "all", {})["verdict"].iloc[0])


def as_many(rng: np.random.Generator, case: int) -> str:
    return said_of(rng, case, 0.0)


def not_as_many(rng: np.random.Generator, case: int) -> str:
    return said_of(rng, case, APART)


def unrelated_levels(rng: np.random.Generator, case: int) -> str:
    drawn = pairs(np.ones(N), np.ones(N))
    levels = [
        sum(reached(rng, COMMUNITY, share, ICCS[case], own).astype(int) for share in (0.7, 0.3))
        for own in (rng.standard_normal(N), rng.standard_normal(N))
    ]
    drawn = drawn.assign(bands="Below|At|Above", judged_band=levels[0], tested_band=levels[1])
    return str(on_levels(drawn, {})["verdict"].iloc[0])


NULLS: dict[str, Given] = {
    "judgements-apart": as_many,
    "judgements-agree": not_as_many,
    "levels-alike": unrelated_levels,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_verdict_on_judgement_and_test_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])
