"""Learners who change school and fare as others do are called otherwise no more often than is printed.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from drawn_results import COMMUNITY, ICCS
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.transitions.change import LOWER, verdict_of_change
from colsynth.analyses.transitions.judgements import judged_across
from colsynth.analyses.transitions.pairs import SCORE
from colsynth.analyses.transitions.recovery import AS_GOOD_AS, verdict_of_recovery
from colsynth.analyses.transitions.stayers import held_against
from colsynth.methods.attrition import smd_of_scores, who_is_described
from colsynth.methods.change_apart import (
    Alike,
    Change,
    mean_change,
    means_together,
    share_change,
    shares_together,
    told_apart,
)
from colsynth.methods.classes import class_icc
from colsynth.simulate.known_truth import Places, places, reached, seen_again

pytestmark = pytest.mark.slow

N = len(COMMUNITY.school)
STAY = 4  # schools before this one send their learners on to the two receivers, the others keep them
LIKE = 0.9  # likeness of what a learner shows before, and after, to what the learner can do
STEADY = 0.8  # likeness of a learner's two results
YOUNGER, OLDER = 0.2, 0.05  # standard deviations that those a year younger grow more, and a year older less
LOST = 0.1  # share of those who move that is not seen again
AT = places(schools=7, classes=2, size=25)  # one year level: four schools send it on, three keep it
MOVED = AT.school < STAY


@dataclass(frozen=True)
class Summer:
    """Scores before, after and later (standard deviations), and the classes that learners sat in."""

    before: np.ndarray
    after: np.ndarray
    later: np.ndarray
    class_before: np.ndarray
    class_after: np.ndarray
    school_after: np.ndarray

    @property
    def strata(self) -> tuple[np.ndarray, np.ndarray]:
        """The schools before and after, as labels."""
        return AT.school.astype(str).astype(object), self.school_after.astype(str).astype(object)


def summer(rng: np.random.Generator, icc: float, dip: float = 0.0, regained: float = 0.0) -> Summer:
    """Everyone grows and loses alike over the summer; those who move dip by `dip` and make up `regained` of it."""
    to = np.where(MOVED, 100 + rng.integers(0, 2, len(AT.school)), AT.school)
    after = np.empty(len(to), dtype=int)
    for school in np.unique(to):
        there = np.flatnonzero(to == school)
        after[there] = 100 * school + rng.permutation(len(there)) // 25
    own = rng.standard_normal(len(to))

    def score(class_: np.ndarray, brought: np.ndarray) -> np.ndarray:
        names, of = np.unique(class_, return_inverse=True)
        return np.asarray(np.sqrt(icc) * rng.standard_normal(len(names))[of] + np.sqrt(1 - icc) * brought)

    return Summer(
        score(AT.class_, own),
        score(after, seen_again(rng, own, STEADY)) + 0.3 + dip * MOVED,
        score(after, seen_again(rng, own, STEADY)) + 0.5 + dip * (1 - regained) * MOVED,
        AT.class_label,
        after.astype(str).astype(object),
        to,
    )


def changes(drawn: Summer, after: np.ndarray, groups: Sequence[np.ndarray]) -> list[Change]:
    """The change of each group of learners, as the analysis has it."""
    one, two = drawn.strata
    change = after - drawn.before
    found = Alike(class_icc(change, drawn.class_before, one), class_icc(change, drawn.class_after, two))
    alike = told_apart(drawn.class_before, drawn.class_after, one, two, found)
    stratum = one + "|" + two
    return [mean_change(change[at], drawn.class_before[at], drawn.class_after[at], stratum[at], alike) for at in groups]


def apart(drawn: Summer, after: np.ndarray) -> Change:
    """The change of those who moved less that of those who stayed."""
    return means_together(changes(drawn, after, (MOVED, ~MOVED)), [1.0, -1.0])


def summer_alone(rng: np.random.Generator, case: int) -> str:
    drawn = summer(rng, ICCS[case])
    found = apart(drawn, drawn.after)
    return verdict_of_change(found.low, found.high)


def growth_that_bends(rng: np.random.Generator, case: int) -> str:
    """Those of one school that stays are a year younger and grow more, those of two a year older and grow less."""
    drawn = summer(rng, ICCS[case])
    groups = (MOVED, AT.school == STAY, AT.school > STAY)
    after = drawn.after + YOUNGER * groups[1] - OLDER * groups[2]
    moved, *stayed = changes(drawn, after, groups)
    found = held_against(moved, stayed, SCORE)
    return verdict_of_change(found.low, found.high)


def summer_alone_on_shares(rng: np.random.Generator, case: int) -> str:
    """As many of those who move come to the mark as of those who stay, and as many leave it."""
    drawn = summer(rng, ICCS[case])
    was, now = drawn.before >= 0, drawn.after >= 0.2
    one, two = drawn.strata
    change = now.astype(float) - was
    found = Alike(class_icc(change, drawn.class_before, one), class_icc(change, drawn.class_after, two))
    alike = told_apart(drawn.class_before, drawn.class_after, one, two, found)
    stratum = one + "|" + two
    sides = [
        share_change(was[at], now[at], drawn.class_before[at], drawn.class_after[at], stratum[at], alike)
        for at in (MOVED, ~MOVED)
    ]
    found_apart = shares_together(sides, [1.0, -1.0])
    return verdict_of_change(found_apart.low, found_apart.high)


def later(rng: np.random.Generator, case: int, dip: float, still: float) -> str:
    """What is said of the later term, where those who moved dipped by `dip` and are lower by `still` then."""
    drawn = summer(rng, ICCS[case], dip, regained=1 - still / dip)
    first, then = apart(drawn, drawn.after), apart(drawn, drawn.later)
    margin = AS_GOOD_AS * float(drawn.before[MOVED].std(ddof=1))
    dipped = verdict_of_change(first.low, first.high) == LOWER
    return verdict_of_recovery(then.low, then.high, margin, dipped)


def level_again(rng: np.random.Generator, case: int) -> str:
    return later(rng, case, dip=-1.0, still=0.0)


def a_little_lower_still(rng: np.random.Generator, case: int) -> str:
    return later(rng, case, dip=-1.0, still=-AS_GOOD_AS)


def lost_by_chance(rng: np.random.Generator, case: int) -> str:
    drawn = summer(rng, ICCS[case])
    before, feeder = drawn.before[MOVED], AT.school[MOVED]
    lost = rng.permutation(len(before)) < LOST * len(before)
    rates = [float(lost[feeder == f].mean() - lost[feeder != f].mean()) for f in range(STAY)]
    return who_is_described(LOST, max(rates, key=abs), smd_of_scores(before[~lost], before[lost]))


def judged(rng: np.random.Generator, case: int, column: str) -> str:
    """Schools before and after judge as many to be at the mark, each class a little differently."""
    can = rng.standard_normal(N)
    on = COMMUNITY.school < STAY
    after_class = COMMUNITY.class_.copy()
    after_class[on] = rng.permutation(after_class[on])
    before = reached(rng, COMMUNITY, 0.6, ICCS[case], seen_again(rng, can, LIKE))
    there = Places(COMMUNITY.school, after_class)
    after = reached(rng, there, 0.6, ICCS[case], seen_again(rng, can, LIKE))
    school = np.char.add("s", COMMUNITY.school.astype(str))
    pairs = pd.DataFrame(
        {
            "from_school": school,
            "to_school": np.where(on, "r", school),
            "was": np.where(on, "moved on", "stayed"),
            "step": np.where(on, "Year 6 to Year 7", ""),
            "class_before": COMMUNITY.class_label,
            "class_after": np.char.add("a", after_class.astype(str)).astype(object),
            "before_at": before,
            "after_at": after,
            "weeks": 14.0,
        }
    )
    given = {
        "before": "otj-writing",
        "after": "easttle-writing",
        "year": 2026,
        "year_before": 6,
        "ruler": "expectation",
    }
    pairs = pairs.assign(**given, interim=False, marks_apart=False, bands=pd.NA)
    found = judged_across(pairs.astype({"year": "Int64", "year_before": "Int64"}), {})
    return str(found.loc[found["from_school"] == "", column].iloc[0])


def judged_as_many(rng: np.random.Generator, case: int) -> str:
    return judged(rng, case, "verdict")


def judged_as_alike(rng: np.random.Generator, case: int) -> str:
    return judged(rng, case, "beside")


NULLS: dict[str, Given] = {
    "move-change": summer_alone,
    "move-change-beside": growth_that_bends,
    "move-change-shares": summer_alone_on_shares,
    "move-still-lower": level_again,
    "move-caught-up": a_little_lower_still,
    "move-loss": lost_by_chance,
    "move-judgements": judged_as_many,
    "move-judgements-beside": judged_as_alike,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_verdict_on_moves_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])
