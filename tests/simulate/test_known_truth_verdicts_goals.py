"""Goals that stand where nothing happened are called otherwise no more often than the report prints.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn_results import COMMUNITY, ICCS
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.goals.gaps import gap_verdict
from colsynth.analyses.goals.group import Seen, seen_in
from colsynth.analyses.goals.lists import list_verdict
from colsynth.analyses.goals.schools import change_verdict
from colsynth.analyses.goals.standing import reached_verdict, trajectory_verdict
from colsynth.methods.classes import class_icc
from colsynth.methods.comparison import Comparison, adjusted_mean, adjusted_share
from colsynth.methods.proportions import newcombe_difference
from colsynth.methods.selection import share_by_choice
from colsynth.simulate.known_truth import listed_for_low_scores, reached

pytestmark = pytest.mark.slow

N = len(COMMUNITY.school)
PLAN = 0.65  # share of learners
SHORT = 0.03  # share by which a target is missed where it is not met
YEAR_GROUP = 400  # learners, of whom a list is made
STEADY = 0.8  # likeness of a learner's two results
CUTS = (-1.2, -0.3, 1.0)  # of a standard normal result: below the first `Well below`, from the second `At`


def seen(rng: np.random.Generator, share: np.ndarray | float, icc: float, who: np.ndarray | None = None) -> Seen:
    """Learners at the level, with what they are worth by the likeness found in all of them; `who` are looked at."""
    y = reached(rng, COMMUNITY, share, icc)
    told = class_icc(y, COMMUNITY.class_label, COMMUNITY.school.astype(object))
    rows = pd.DataFrame({"reached": y, "class_label": COMMUNITY.class_label})
    found = seen_in(rows if who is None else rows[who], told.icc if told else None)
    assert found is not None
    return found


def on_the_plan(rng: np.random.Generator, case: int) -> str:
    now = seen(rng, PLAN, ICCS[case])
    return trajectory_verdict(now.at, now.n, PLAN, now.worth)


def at_the_target(rng: np.random.Generator, case: int, short: float = 0.0) -> str:
    now = seen(rng, PLAN - short, ICCS[case])
    return str(reached_verdict(now.at, now.n, 100 * PLAN, now.low))


def short_of_the_target(rng: np.random.Generator, case: int) -> str:
    return at_the_target(rng, case, SHORT)


def as_before(rng: np.random.Generator, case: int) -> str:
    then, now = seen(rng, PLAN, ICCS[case]), seen(rng, PLAN, ICCS[case])
    moved = newcombe_difference(now.worth_at, now.worth, then.worth_at, then.worth)
    return change_verdict(moved.low, moved.high)


def gap_of_the_target(rng: np.random.Generator, case: int) -> str:
    group = rng.random(N) < 0.3
    y = reached(rng, COMMUNITY, PLAN - 0.05 * group, ICCS[case])
    told = class_icc(y, COMMUNITY.class_label, COMMUNITY.school.astype(object))
    rows = pd.DataFrame({"reached": y, "class_label": COMMUNITY.class_label})
    own, other = (seen_in(rows[who], told.icc if told else None) for who in (group, ~group))
    assert own is not None
    assert other is not None
    apart = newcombe_difference(other.worth_at, other.worth, own.worth_at, own.worth)
    return gap_verdict(apart.value, apart.high, 0.05)


def said_of_list(found: Comparison | None) -> str:
    return "can't tell" if found is None else list_verdict(found.low, found.high)


def list_of_scores(rng: np.random.Generator, case: int) -> str:
    """Learners with low scores, all of them or half of them, whom the list does not help."""
    drawn = listed_for_low_scores(rng, YEAR_GROUP, STEADY, low=85, high=95)
    chosen = drawn.listed & (rng.random(YEAR_GROUP) < (1.0, 0.5)[case])
    return said_of_list(adjusted_mean(drawn.before, drawn.after, chosen, np.full(YEAR_GROUP, "Year 5")))


def list_of_levels(rng: np.random.Generator, case: int) -> str:
    """Half of the learners below the mark, by level alone, or the half nearest to it, whom the list does not help."""
    drawn = listed_for_low_scores(rng, YEAR_GROUP, STEADY, low=-9, high=9, mean=0, sd=1)
    level = np.searchsorted(np.array(CUTS), drawn.before)
    below = level == 1
    nearest = drawn.before >= np.median(drawn.before[below])
    chosen = below & ((rng.random(YEAR_GROUP) < 0.5) if case == 0 else nearest)
    later = drawn.after >= CUTS[1]
    found = adjusted_share(later, level.astype(str), chosen)
    choice = share_by_choice(level, later, chosen, np.zeros(YEAR_GROUP))
    if found is None or choice is None:
        return "can't tell"
    off = choice.nearest - found.expected, choice.furthest - found.expected
    return list_verdict(found.low, found.high, *off)


NULLS: dict[str, Given] = {
    "goal-ahead": on_the_plan,
    "goal-on-track": on_the_plan,
    "goal-behind": on_the_plan,
    "goal-securely-met": at_the_target,
    "goal-met-on-the-count": short_of_the_target,
    "goal-change": as_before,
    "goal-gap-securely-met": gap_of_the_target,
    "list-scores": list_of_scores,
    "list-levels": list_of_levels,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_verdict_on_goals_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])
