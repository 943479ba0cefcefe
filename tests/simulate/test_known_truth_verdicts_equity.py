"""Groups that are alike, and gaps that stay, are called otherwise no more often than the report prints.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn_results import COMMUNITY, ICCS, frame, likeness
from verdict_rates import Given, names_of, never_above_what_is_printed, rates_of

from colsynth.analyses.comparisons import Comparison
from colsynth.analyses.equity_index import by_equity_index
from colsynth.analyses.gap_change import gap_changes
from colsynth.analyses.gaps import gaps
from colsynth.simulate.known_truth import places, reached, seen_again

pytestmark = pytest.mark.slow

FIRST, LAST = "2025-T4", "2026-T4"
MANY_SCHOOLS = places(schools=30, classes=2, size=25)
N = len(COMMUNITY.school)
SHARE = np.linspace(0.55, 0.65, 7)[COMMUNITY.school]
PART = 0.3  # of the learners are of the group
STEADY = 0.8  # likeness of a learner to themself a year later
STAYS, CLOSES = (-0.15, -0.15), (-0.15, -0.02)  # true gaps in the two terms


def sides(group: np.ndarray) -> Comparison:
    """The group against the rest, of learners who are numbered in the order of the flags."""
    names = np.char.add("l", np.arange(len(group)).astype(str))
    return Comparison("group", "Group", "the rest", frozenset(names[group]), frozenset(names[~group]))


def no_gap(rng: np.random.Generator, case: int) -> str:
    results = frame(COMMUNITY, {LAST: reached(rng, COMMUNITY, SHARE, ICCS[case])})
    found = gaps(results, [sides(rng.random(N) < PART)], {"expected": likeness(results)})
    return str(found.loc[found["mark"] == "at or above expectation", "verdict"].iloc[0])


def same_gap_each_term(rng: np.random.Generator, case: int, true: tuple[float, float] = STAYS, who: str = "") -> str:
    """Two cohorts of other learners; `who` other than "" follows the same learners instead."""
    alike, icc = bool(who), ICCS[case]
    group = rng.random(N) < PART
    other = group if alike else rng.random(N) < PART
    own = rng.standard_normal(N)
    later = seen_again(rng, own, STEADY) if alike else rng.standard_normal(N)
    first = reached(rng, COMMUNITY, SHARE + true[0] * group, icc, own)
    last = reached(rng, COMMUNITY, SHARE + true[1] * other, icc, later)
    students = {FIRST: np.arange(N), LAST: np.arange(N) + (0 if alike else N)}
    results = frame(COMMUNITY, {FIRST: first, LAST: last}, students)
    of_group = group if alike else np.concatenate([group, other])
    found = gap_changes(results, [sides(of_group)], {"expected": likeness(results)}, {})
    rows = found[found["mark"] == "at or above expectation"]
    return str(rows.loc[rows["who"] == (who or rows["who"].iloc[0]), "verdict"].iloc[0])


def same_gap_same_learners(rng: np.random.Generator, case: int) -> str:
    return same_gap_each_term(rng, case, who="the same learners")


def no_line(rng: np.random.Generator, case: int) -> str:
    """Thirty schools of one true share, whose equity index says nothing."""
    results = frame(MANY_SCHOOLS, {LAST: reached(rng, MANY_SCHOOLS, 0.6, ICCS[case])})
    index = pd.DataFrame({"school": [f"s{i}" for i in range(30)], "eqi": rng.integers(344, 570, 30)})
    return str(by_equity_index(results, index, {})["verdict"].iloc[0])


NULLS: dict[str, Given] = {
    "equity-index": no_line,
    "gap": no_gap,
    "gap-change": same_gap_each_term,
    "gap-change-same-learners": same_gap_same_learners,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_verdict_on_groups_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])


def test_a_gap_that_closes_by_13_points_is_mostly_seen_to_narrow() -> None:
    def closing(rng: np.random.Generator, case: int) -> str:
        return "narrowed" if same_gap_each_term(rng, case, CLOSES) == "narrowed" else "no clear change"

    narrowed, *_ = rates_of("gap-change", closing, draws=200)
    assert narrowed > 60
