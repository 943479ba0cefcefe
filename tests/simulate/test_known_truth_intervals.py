"""Intervals that say 95 % hold the truth 93 to 97 times in a hundred, with learners in classes in schools.

Every test draws 2,000 cohorts for the same schools. Run by `pytest -m slow tests/simulate`; `-s` prints the shares.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from colsynth.methods.classes import class_icc, learners_worth
from colsynth.methods.gap_change import change, gap, worth_of_gap
from colsynth.methods.gaps import Estimate
from colsynth.methods.growth import hedges_g, regression_to_mean
from colsynth.methods.proportions import newcombe_difference, wilson_interval
from colsynth.methods.variance import nested_variance, random_intercept
from colsynth.simulate.known_truth import Places, listed_for_low_scores, places, reached, scores

pytestmark = pytest.mark.slow

DRAWS = 2_000
ICCS = (0.0, 0.05, 0.15)
LOWEST, HIGHEST = 0.93, 0.97  # share of draws whose interval holds the truth
COMMUNITY = places(schools=7, classes=6, size=25)
BY_SCHOOL = np.linspace(0.5, 0.7, 7)[COMMUNITY.school]  # true shares


@dataclass(frozen=True)
class Term:
    """One cohort: who reached the mark, who is of the group, and in which class of its own term each sits."""

    at: Places
    reached: np.ndarray
    group: np.ndarray
    class_label: np.ndarray
    stratum: np.ndarray


def term(rng: np.random.Generator, number: int, icc: float, gap_of_group: float = 0.0, more: float = 0.0) -> Term:
    """A cohort in which three in ten are of a group whose true share lies `gap_of_group` from that of the others."""
    group = rng.random(len(COMMUNITY.school)) < 0.3
    y = reached(rng, COMMUNITY, BY_SCHOOL + more + gap_of_group * group, icc)
    label = np.char.add(COMMUNITY.class_label.astype(str), f"|{number}").astype(object)
    return Term(COMMUNITY, y, group, label, COMMUNITY.school + 100 * number)


def likeness(*terms: Term) -> float:
    """The icc as a report finds it, from all terms."""
    found = class_icc(
        *(np.concatenate([getattr(t, name) for t in terms]) for name in ("reached", "class_label", "stratum"))
    )
    assert found is not None
    return found.icc


def covered(what: str, holds: Callable[[np.random.Generator], bool], draws: int = DRAWS, seed: int = 4) -> float:
    """The share of draws in which the interval held the truth."""
    rng = np.random.default_rng(seed)
    share = sum(holds(rng) for _ in range(draws)) / draws
    sys.stdout.write(f"\n{what}: {100 * share:.1f} % of {draws}")
    return share


def holds(estimate: object, truth: float) -> bool:
    return bool(estimate.low <= truth <= estimate.high)  # type: ignore[attr-defined]


@pytest.mark.parametrize("icc", ICCS)
def test_the_interval_of_a_share_covers_with_learners_in_classes(icc: float) -> None:
    def share(rng: np.random.Generator) -> bool:
        now = term(rng, 0, icc)
        worth = learners_worth(now.class_label, likeness(now))
        assert worth is not None
        return holds(wilson_interval(float(now.reached.mean()) * worth, worth), float(BY_SCHOOL.mean()))

    assert LOWEST <= covered(f"share, class ICC {icc}", share) <= HIGHEST


@pytest.mark.parametrize("icc", [0.05, 0.15])
def test_the_interval_from_the_count_alone_would_not(icc: float) -> None:
    def share(rng: np.random.Generator) -> bool:
        now = term(rng, 0, icc)
        return holds(wilson_interval(int(now.reached.sum()), len(now.reached)), float(BY_SCHOOL.mean()))

    assert covered(f"share from the count alone, class ICC {icc}", share) < 0.90


@pytest.mark.parametrize("icc", ICCS)
def test_the_interval_of_a_change_between_two_cohorts_covers(icc: float) -> None:
    def difference(rng: np.random.Generator) -> bool:
        first, last = term(rng, 0, icc), term(rng, 1, icc, more=0.06)
        worth = learners_worth(last.class_label, likeness(first, last))
        assert worth is not None
        after, before = (float(t.reached.mean()) * worth for t in (last, first))
        return holds(newcombe_difference(after, worth, before, worth), 0.06)

    assert LOWEST <= covered(f"difference of shares, class ICC {icc}", difference) <= HIGHEST


def gap_of(now: Term, icc: float) -> Estimate:
    worth = worth_of_gap(now.group, ~now.group, now.at.class_, icc)
    assert worth is not None
    return gap(now.group, ~now.group, now.reached, worth)


@pytest.mark.parametrize("icc", ICCS)
def test_the_interval_of_a_gap_between_groups_in_the_same_classes_covers(icc: float) -> None:
    def between(rng: np.random.Generator) -> bool:
        now = term(rng, 0, icc, gap_of_group=-0.12)
        return holds(gap_of(now, likeness(now)), -0.12)

    assert LOWEST <= covered(f"gap, class ICC {icc}", between) <= HIGHEST


@pytest.mark.parametrize("icc", ICCS)
def test_a_gap_that_closes_by_6_points_is_found_without_bias_and_its_interval_covers(icc: float) -> None:
    found: list[float] = []

    def closing(rng: np.random.Generator) -> bool:
        first, last = term(rng, 0, icc, gap_of_group=-0.15), term(rng, 1, icc, gap_of_group=-0.09)
        alike = likeness(first, last)
        moved = change(gap_of(first, alike), gap_of(last, alike))
        found.append(moved.value)
        return holds(moved, 0.06)

    assert LOWEST <= covered(f"gap closing by 6 points, class ICC {icc}", closing) <= HIGHEST
    assert np.mean(found) == pytest.approx(0.06, abs=3 * np.std(found) / np.sqrt(DRAWS))


@pytest.mark.parametrize("schools", [8, 20, 40])
def test_a_school_icc_of_15_hundredths_is_recovered(schools: int) -> None:
    at, found = places(schools, classes=4, size=25), []

    def between(rng: np.random.Generator) -> bool:
        fit = random_intercept(scores(rng, at, mean=100, sd=15, school_icc=0.15), at.school)
        found.append(fit.icc)
        return bool(fit.icc_low <= 0.15 <= fit.icc_high)

    assert LOWEST <= covered(f"school ICC .15, {schools} schools", between) <= HIGHEST
    assert np.mean(found) == pytest.approx(0.15, abs=0.01)


def test_schools_classes_and_learners_are_told_apart() -> None:
    at, found = places(40, classes=4, size=25), []

    def parts(rng: np.random.Generator) -> bool:
        fit = nested_variance(scores(rng, at, mean=100, sd=15, school_icc=0.15, class_icc=0.10), at.school, at.class_)
        found.append((fit.school.value, fit.class_.value, fit.learner.value))
        return holds(fit.class_, 0.10)

    assert LOWEST - 0.01 <= covered("class share .10 of three levels", parts, draws=500) <= HIGHEST + 0.01
    assert np.mean(found, axis=0) == pytest.approx((0.15, 0.10, 0.75), abs=0.01)


def test_the_interval_of_a_standardised_difference_covers() -> None:
    def apart(rng: np.random.Generator) -> bool:
        one, two = rng.normal(104.5, 15, 60), rng.normal(100, 15, 80)
        return holds(hedges_g(one.mean(), two.mean(), one.std(ddof=1), two.std(ddof=1), 60, 80), 0.3)

    assert LOWEST <= covered("Hedges' g of .3", apart) <= HIGHEST


def test_the_gain_of_a_list_by_regression_to_the_mean_is_what_the_formula_says() -> None:
    rng = np.random.default_rng(4)
    drawn = listed_for_low_scores(rng, learners=200_000, r=0.8, low=90, high=95)
    gain = float((drawn.after - drawn.before)[drawn.listed].mean())
    assert gain == pytest.approx(regression_to_mean(100, 15, 0.8, 90, 95), abs=0.15)
    assert gain == pytest.approx(1.5, abs=0.15)
