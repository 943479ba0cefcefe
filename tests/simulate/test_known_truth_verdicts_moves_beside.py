"""Moves that change nothing: attendance, lists, pathways and answers are called changed no more often than is printed.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn_results import COMMUNITY, ICCS, MEASURE, frame, likeness
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.transitions.attendance import at_the_move
from colsynth.analyses.transitions.lists import NEXT, STAYED, likeness_by_goal, lists, with_results
from colsynth.analyses.transitions.pathway import Step, at_the_steps, pathway
from colsynth.analyses.transitions.wellbeing import across_steps, closed_items
from colsynth.reference.answer_scales import load_answer_scales
from colsynth.simulate.known_truth import reached, seen_again

pytestmark = pytest.mark.slow

N = len(COMMUNITY.school)
YEAR = COMMUNITY.class_ % 6 + 1  # a class is of one year level
MOVES = (YEAR == 6) & (COMMUNITY.school < 5)  # the oldest of five schools; of the other two they stay
STUDENT = np.char.add("l", np.arange(N).astype(str))
BEFORE = np.char.add("s", COMMUNITY.school.astype(str))
AFTER = np.where(MOVES, "next", BEFORE)
STEADY = 0.8  # likeness of what a learner brings in two years
ATTENDING = (0.0, 0.02, 0.05)  # likeness of learners of a class in attending, and in what they say


def twice(rng: np.random.Generator, icc: float, share: float = 0.6) -> tuple[np.ndarray, np.ndarray]:
    """The same learners at a mark in two years, in classes drawn anew."""
    own = rng.standard_normal(N)
    return (
        reached(rng, COMMUNITY, share, icc, own),
        reached(rng, COMMUNITY, share, icc, seen_again(rng, own, STEADY)),
    )


def attendance_as_those_who_stay(rng: np.random.Generator, case: int) -> str:
    turns = pd.DataFrame(
        {
            "student": STUDENT, "year": 2026, "from_school": BEFORE, "to_school": AFTER, "year_before": YEAR,
            "year_after": YEAR + 1, "step": np.where(MOVES, "Year 6 to Year 7", ""),
            "was": np.where(MOVES, "moved on", "stayed"),
        }
    ).astype({"year_before": "Int64", "year_after": "Int64"})  # fmt: skip
    sides = zip(("2025-T1", "2026-T1"), (BEFORE, AFTER), twice(rng, ATTENDING[case]), strict=True)
    attendance = pd.concat(
        pd.DataFrame(
            {
                "student": STUDENT, "term": term, "school": school, "regular": regular,
                "class_label": np.char.add(f"{term}|", COMMUNITY.class_.astype(str)),
            }
        )
        for term, school, regular in sides
    )  # fmt: skip
    return str(at_the_move(turns, attendance, [])["verdict"].iloc[0])


def year_levels_alike(rng: np.random.Generator, case: int) -> str:
    seen = frame(COMMUNITY, {"2026-T2": reached(rng, COMMUNITY, 0.6, ICCS[case])})
    path = pathway(seen.assign(reached=seen["expected"]), {MEASURE: "2026-T2"}, {}, [], MEASURE, likeness(seen))
    return str(at_the_steps(path, [Step("Year 3 to Year 4", 3)], MEASURE)["verdict"].iloc[0])


def on_lists(rng: np.random.Generator, case: int) -> pd.DataFrame:
    """Five of each class are on a list, of those below the mark, whom a list does nothing for."""
    before, after = twice(rng, ICCS[case], 0.5)
    at = np.arange(N)
    below = pd.Series(at[~before]).groupby(COMMUNITY.class_[~before]).head(5).to_numpy()
    there = reached(rng, COMMUNITY, 0.6, ICCS[case])
    classes = np.char.add(np.char.add(BEFORE, "|"), COMMUNITY.class_.astype(str))
    both = pd.DataFrame(
        {
            "goal": "G1", "student": STUDENT, "year": 2026, "before": 1.0 * before, "after": 1.0 * after,
            "class_before": np.char.add(classes, "|2025"), "class_after": np.char.add(classes, "|2026"),
        }
    )  # fmt: skip
    moves = pd.DataFrame(
        {
            "student": STUDENT[below], "goal": "G1", "year": 2026, "to_school": AFTER[below],
            "who": np.where(YEAR[below] >= 5, NEXT, STAYED), "same_list": there[below], "any_list": there[below],
            "has_lists": True,
        }
    )  # fmt: skip
    return lists(with_results(moves, both), likeness_by_goal(both)).set_index("who")


def as_many_on_a_list_again(rng: np.random.Generator, case: int) -> str:
    return str(on_lists(rng, case).loc[NEXT, "verdict"])


def lists_whose_results_rise_alike(rng: np.random.Generator, case: int) -> str:
    return str(on_lists(rng, case).loc[NEXT, "results_verdict"])


def as_many_agree(rng: np.random.Generator, case: int) -> str:
    agrees = reached(rng, COMMUNITY, 0.6, ATTENDING[case])
    voice = pd.DataFrame(
        {
            "group": "learners", "survey": "", "item": "I belong", "year_level": YEAR, "term": "2026-T2",
            "answer": np.where(agrees, "Agree", "Disagree"), "n": 1,
        }
    ).astype({"year_level": "Int64", "n": "Int64"})  # fmt: skip
    return str(
        across_steps(closed_items(voice, load_answer_scales()), [Step("Year 3 to Year 4", 3)])["verdict"].iloc[0]
    )


NULLS: dict[str, Given] = {
    "move-attendance": attendance_as_those_who_stay,
    "move-pathway": year_levels_alike,
    "move-lists": as_many_on_a_list_again,
    "move-lists-results": lists_whose_results_rise_alike,
    "move-voices": as_many_agree,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_verdict_beside_the_results_of_a_move_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])
