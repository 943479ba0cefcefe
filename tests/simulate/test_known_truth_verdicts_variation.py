"""Schools that are alike, or go on as they were, are called otherwise no more often than the report prints.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from drawn_results import COMMUNITY, ICCS, MEASURE, frame, likeness
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.variation import NOT_TOLD, parts
from colsynth.analyses.variation_bright_spots import VISIT, bright_spots
from colsynth.analyses.variation_convergence import TOGETHER, coming_together, low_schools
from colsynth.analyses.variation_funnel import funnel
from colsynth.simulate.known_truth import drifting_apart, places, reached, scores

pytestmark = pytest.mark.slow

NOW, TERMS = "2026-T4", ("2024-T4", "2025-T4", "2026-T4")
BY_SCHOOL = np.linspace(0.45, 0.75, 7)[COMMUNITY.school]  # true shares where schools do differ
NOISE = (0.5, 1.0, 2.0)  # of a school's value, by its true spread, in the cases of the design `schools_seen_twice`


def alike(rng: np.random.Generator, case: int) -> pd.DataFrame:
    """Seven schools of one true share, in one term."""
    return frame(COMMUNITY, {NOW: reached(rng, COMMUNITY, 0.6, ICCS[case])})


def schools_alike(rng: np.random.Generator, case: int) -> str:
    return str(parts(alike(rng, case))["verdict"].iloc[0])


def one_school_of_the_funnel(rng: np.random.Generator, case: int) -> str:
    results = alike(rng, case)
    return str(funnel(results, likeness(results))["verdict"].iloc[0])


def one_year_level_of_one_school(rng: np.random.Generator, case: int) -> str:
    results = alike(rng, case)
    return str(bright_spots(results, likeness(results), "year level")["verdict"].iloc[0])


def low_schools_stay_low(rng: np.random.Generator, case: int) -> str:
    drawn = {term: reached(rng, COMMUNITY, BY_SCHOOL, ICCS[case]) for term in TERMS}
    results = frame(COMMUNITY, drawn)
    return str(low_schools(results, {}, likeness(results))["verdict"].iloc[0])


def told_of_spread(before: np.ndarray, after: np.ndarray) -> str:
    """What is said of schools with these values in two like terms."""
    known = {"measure": MEASURE, "basis": "scale score", "first": TERMS[0], "last": NOW, "n_last": 100}
    return str(
        coming_together(pd.DataFrame({"value_first": before, "value_last": after}).assign(**known))["verdict"].iloc[0]
    )


def spread_stays(rng: np.random.Generator, case: int) -> str:
    return told_of_spread(*drifting_apart(rng, schools=8, spread=1.0, growth=1.0, noise=NOISE[case]))


NULLS: dict[str, Given] = {
    "schools-differ": schools_alike,
    "funnel": one_school_of_the_funnel,
    "bright-spot": one_year_level_of_one_school,
    "convergence": spread_stays,
    "low-schools": low_schools_stay_low,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_verdict_on_schools_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])


def test_schools_that_drift_apart_are_not_called_coming_together_though_the_naive_slope_says_so() -> None:
    rng, naive, together = np.random.default_rng(5), 0, 0
    for _ in range(2_000):
        before, after = drifting_apart(rng, schools=12, spread=1.0, growth=1.15, noise=0.7)
        naive += np.polyfit(before, after - before, 1)[0] < 0
        together += told_of_spread(before, after) == TOGETHER
    sys.stdout.write(f"\nslope below 0: {naive / 20:.0f} in 100; called coming together: {together / 20:.1f} in 100")
    assert naive > 1_400
    assert together < 0.025 * 2_000


def test_one_class_far_above_the_rest_is_found() -> None:
    rng, seen, visits = np.random.default_rng(6), 0, 0
    one = COMMUNITY.class_ == 8  # the third class of the second school
    for _ in range(100):
        results = frame(COMMUNITY, {NOW: reached(rng, COMMUNITY, np.where(one, 0.97, 0.5), 0.02)})
        told = bright_spots(results, likeness(results), "year level")
        worth = told[told["verdict"] == VISIT]
        seen += bool(((worth["school"] == "s1") & (worth["group"] == "Year 3")).any())
        visits += len(worth)
    sys.stdout.write(f"\nthe class is found {seen} times in 100, with {visits - seen} others of 4,100")
    assert seen >= 80


def test_schools_that_differ_by_an_icc_of_15_hundredths_are_mostly_seen_to() -> None:
    rng, at, found = np.random.default_rng(7), places(20, 4, 25), 0
    for _ in range(50):
        results = frame(at, {NOW: np.ones(len(at.school), dtype=bool)})
        results["scale_score"] = scores(rng, at, mean=100, sd=15, school_icc=0.15, class_icc=0.05)
        found += str(parts(results)["verdict"].iloc[0]) != NOT_TOLD
    assert found >= 45
