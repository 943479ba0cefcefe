"""Learners who gain what is expected, or what chance gives, are called otherwise no more often than is printed.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn_results import COMMUNITY, ICCS
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.at_mark import at_mark
from colsynth.analyses.at_mark import likeness as likeness_at_mark
from colsynth.analyses.attendance import regular_over_terms
from colsynth.analyses.low_starts import low_starts
from colsynth.analyses.progress import Span, likeness, progress
from colsynth.simulate.known_truth import reached, scores, seen_again

pytestmark = pytest.mark.slow

N = len(COMMUNITY.school)
OVER = Span("2025-T1", "2026-T1")
EXPECTED, SD = 6.0, 12.0  # points: usual growth of a year, and the spread of a year group
ATTENDING = (0.0, 0.02, 0.05)  # likeness of learners of a class in attending, in the cases of its design
STEADY = 0.8  # likeness of a learner's two scores


def learners(**columns: object) -> pd.DataFrame:
    """Matched learners as from `progress.matched`, in one group."""
    known = {
        "student": np.arange(N).astype(str),
        "school": np.char.add("s", COMMUNITY.school.astype(str)),
        "class_label": COMMUNITY.class_label,
        "year_level": COMMUNITY.class_ % 6 + 1,
        "group": "all learners",
        "norm_sd": SD,
        "pro_rata": False,
    }
    return pd.DataFrame(known | columns)


def gains(rng: np.random.Generator, case: int, beyond: float) -> str:
    own = scores(rng, COMMUNITY, EXPECTED + beyond, sd=8.0, school_icc=0.0, class_icc=ICCS[case])
    pairs = learners(gain=own, expected=EXPECTED)
    return str(progress(pairs, pairs, OVER, likeness(pairs))["verdict"].iloc[0])


def as_expected(rng: np.random.Generator, case: int) -> str:
    return gains(rng, case, 0.0)


def half_more_than_expected(rng: np.random.Generator, case: int) -> str:
    return gains(rng, case, EXPECTED / 2)


def as_many_as_before(rng: np.random.Generator, case: int) -> str:
    own = rng.standard_normal(N)
    before = reached(rng, COMMUNITY, 0.6, ICCS[case], own)
    now = reached(rng, COMMUNITY, 0.6, ICCS[case], seen_again(rng, own, STEADY))
    pairs = learners(expected_before=pd.array(before, "boolean"), expected_now=pd.array(now, "boolean"))
    return str(at_mark(pairs, pairs, likeness_at_mark(pairs))["verdict"].iloc[0])


def lowest_quarter_by_chance(rng: np.random.Generator, case: int) -> str:
    first = rng.standard_normal(N)
    rest = scores(rng, COMMUNITY, 0.0, 1.0, school_icc=0.0, class_icc=ICCS[case])
    second = STEADY * first + np.sqrt(1 - STEADY**2) * rest
    before, now = (50 + SD * score for score in (first, second + EXPECTED / SD))
    pairs = learners(score_before=before, score_now=now, gain=now - before, expected=np.nan)
    return str(low_starts(pairs, likeness(pairs))["verdict"].iloc[0])


def attendance_as_before(rng: np.random.Generator, case: int) -> str:
    """A year apart, the same learners in new classes, of whom as many attend regularly as before."""
    own = rng.standard_normal(N)
    terms = []
    for term, brought in (("2025-T2", own), ("2026-T2", seen_again(rng, own, STEADY))):
        regular = reached(rng, COMMUNITY, 0.6, ATTENDING[case], brought)
        band = np.where(regular, "Regular attendance", "Irregular absence")
        terms.append(pd.DataFrame({"term": term, "band": band}))
    return str(regular_over_terms(pd.concat(terms), [])["verdict"].iloc[-1])


NULLS: dict[str, Given] = {
    "attendance": attendance_as_before,
    "progress": as_expected,
    "progress-about-expected": half_more_than_expected,
    "moves": as_many_as_before,
    "low-starts": lowest_quarter_by_chance,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_verdict_on_progress_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])
