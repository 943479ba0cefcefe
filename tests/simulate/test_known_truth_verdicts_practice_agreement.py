"""Agreement, severity and a scale nobody used: said no more often than is printed where not so, and found where so.

Areas have a place on a line, normal; a rater sees it with normal noise, at one of four equally likely levels.
Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.practice.agreement import severity
from colsynth.analyses.practice.profile import one_level
from colsynth.methods.camps import together
from colsynth.methods.raters import Coefficient, agreement_of, gwet_ac, krippendorff_alpha, pairs_alike
from colsynth.methods.severity import rater_severity

pytestmark = pytest.mark.slow

LEVELS = 4  # not yet evident and three stages
CUTS = np.array([-0.6744898, 0.0, 0.6744898])  # quarters of a normal
CASES = [(7, 3), (7, 7), (7, 25), (20, 7)]  # areas and raters, as the design says
NEAR_THE_TOP = (0.02, 0.08, 0.2, 0.7)  # shares of the levels
BORDER = 0.74  # how alike two raters' views of an area are, where alpha of their levels is .667


def levels(rng: np.random.Generator, areas: int, raters: int, alike: float) -> np.ndarray:
    """Levels, areas by raters, of views that are alike by so much; 0 where everyone rates at random."""
    true = rng.standard_normal((areas, 1)) * alike**0.5
    return np.searchsorted(CUTS, true + rng.standard_normal((areas, raters)) * (1 - alike) ** 0.5)


def said(ratings: np.ndarray) -> tuple[str, Coefficient]:
    alpha = krippendorff_alpha(ratings)
    return agreement_of(pairs_alike(ratings).n_units, alpha, gwet_ac(ratings, "ordinal", range(LEVELS))), alpha


def said_at_the_border(rng: np.random.Generator, case: int) -> str:
    return said(levels(rng, *CASES[case], BORDER))[0]


def said_at_random(rng: np.random.Generator, case: int) -> str:
    return said(levels(rng, *CASES[case], 0.0))[0]


def said_at_random_near_the_top(rng: np.random.Generator, case: int) -> str:
    return said(rng.choice(LEVELS, CASES[case], p=NEAR_THE_TOP))[0]


def said_of_schools_alike(rng: np.random.Generator, case: int) -> str:
    """`higher` or `lower` where any school is called so."""
    areas, schools = np.indices(CASES[case])
    table = {"area": areas.ravel().astype(str), "school": schools.ravel().astype(str), "placed_by": "school"}
    placed = pd.DataFrame(table | {"level": levels(rng, *CASES[case], 0.8).ravel()})
    placed = placed.assign(voice=placed["school"], indicator=pd.NA, term="2026-T3", answer="1")
    return max(severity(placed)["verdict"], key=("not enough overlap", "no clear difference", "lower", "higher").index)


def said_of_one_who_used_the_scale(rng: np.random.Generator, case: int) -> str:
    """A rater of areas of which each may as well be at any level."""
    own = levels(rng, CASES[case][0], 1, 0.8)[:, 0]
    return one_level(np.bincount(own, minlength=LEVELS).tolist())


NULLS: dict[str, Given] = {
    "raters-agree": said_at_the_border,
    "raters-agree-too-little": said_at_the_border,
    "raters-alike": said_at_random,
    "raters-alike-on-one-level": said_at_random_near_the_top,
    "rater-severity": said_of_schools_alike,
    "rater-at-the-top": said_of_one_who_used_the_scale,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_nothing_is_said_of_raters_more_often_than_is_printed_where_it_is_not_so(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])


def test_alpha_at_the_border_is_what_the_draws_say() -> None:
    rng = np.random.default_rng(3)
    assert krippendorff_alpha(levels(rng, 20_000, 4, BORDER)).value == pytest.approx(0.667, abs=0.005)


@pytest.mark.parametrize(("case", "least"), [(0, 0.85), (1, 0.88), (2, 0.88), (3, 0.92)])
def test_limits_of_alpha_hold_it_as_often_as_the_page_says(case: int, least: float) -> None:
    rng = np.random.default_rng([5, case])
    held = [
        alpha.low <= 0.667 <= alpha.high for alpha in (said(levels(rng, *CASES[case], BORDER))[1] for _ in range(2000))
    ]
    sys.stdout.write(f"\nalpha, {CASES[case]}: {np.mean(held):.3f}")
    assert np.mean(held) >= least


@pytest.mark.parametrize(("case", "least"), [(0, 0.85), (1, 0.88), (2, 0.88), (3, 0.92)])
def test_limits_of_ac_hold_it_as_often_as_the_page_says(case: int, least: float) -> None:
    rng = np.random.default_rng([6, case])
    areas, raters = CASES[case]
    truth = gwet_ac(levels(rng, 20_000, raters, BORDER), "ordinal", range(LEVELS)).value
    drawn = [gwet_ac(levels(rng, areas, raters, BORDER), "ordinal", range(LEVELS)) for _ in range(2000)]
    held = np.mean([ac.low <= truth <= ac.high for ac in drawn])
    sys.stdout.write(f"\nAC2, {CASES[case]}: {held:.3f}")
    assert held >= least


@pytest.mark.parametrize(("case", "least"), [(0, 0.5), (1, 0.8), (2, 0.85), (3, 0.99)])
def test_a_rater_a_level_kinder_is_found_by_a_level(case: int, least: float) -> None:
    rng = np.random.default_rng([8, case])
    areas, raters = CASES[case]
    found, words = [], []
    for _ in range(500):
        ratings = levels(rng, areas, raters, 0.8).astype(float)
        ratings[:, 0] += 1  # a level, which the scale is here wide enough to hold
        told = rater_severity(ratings)
        found.append(told.value[0])
        words.append(told.said[0])
    sys.stdout.write(
        f"\nkinder by a level, {CASES[case]}: {np.mean(found):.2f}, called higher {words.count('higher') / 500:.2f}"
    )
    assert np.mean(found) == pytest.approx(1, abs=0.05)
    assert words.count("higher") / 500 >= least
    assert words.count("lower") == 0


@pytest.mark.parametrize("off", [0.0, 0.2])
def test_two_camps_are_found_and_have_no_middle(off: float) -> None:
    """Half of eight raters at the lowest level and half at the highest; `off`: how often one is a level nearer."""
    rng = np.random.default_rng(9)
    words = []
    for _ in range(1000):
        near = rng.random(8) < off
        own = np.where(np.arange(8) < 4, near.astype(int), LEVELS - 1 - near.astype(int))
        words.append(together(np.bincount(own, minlength=LEVELS).tolist()))
    parted = [word in ("two camps", "far apart") for word in words]
    sys.stdout.write(f"\ntwo camps, {off}: {words.count('two camps') / 1000:.2f}")
    assert all(parted)
    assert words.count("two camps") / 1000 >= (1 if not off else 0.5)


def test_where_everyone_ticks_the_top_it_is_flagged_and_not_called_agreement() -> None:
    ratings = np.full((7, 6), LEVELS - 1)
    assert said(ratings)[0] == "all alike"
    assert one_level([0, 0, 0, 7]) == "all at the top"
