"""The truth of a fictional community can be found again in its learners, and hangs on plan and seed alone."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from colsynth.simulate import Simulated, simulate
from colsynth.simulate.demo import DEMO, DEMO_SEED
from colsynth.simulate.write import plan_of


@pytest.fixture(scope="module")
def valley() -> Simulated:
    """The community with goals."""
    return simulate(DEMO[0], DEMO_SEED)


@pytest.mark.parametrize("plan", DEMO, ids=lambda plan: plan.id)
def test_the_share_at_expectation_is_the_planned_chance_within_sampling_error(plan) -> None:
    results = simulate(plan, DEMO_SEED).results
    valued = results[results["missing"].isna() & results["judged"]]
    for _, rows in valued.groupby(["measure", "term"]):
        error = math.sqrt(float((rows["chance"] * (1 - rows["chance"])).sum())) / len(rows)
        assert abs(rows["at"].mean() - rows["chance"].mean()) < 4 * error


def test_over_many_terms_and_measures_the_errors_are_those_of_chance(valley: Simulated) -> None:
    valued = valley.results[valley.results["missing"].isna() & valley.results["judged"]]
    off = []
    for _, rows in valued.groupby(["measure", "term", "school"]):
        error = math.sqrt(float((rows["chance"] * (1 - rows["chance"])).sum())) / len(rows)
        off.append((rows["at"].mean() - rows["chance"].mean()) / error)
    assert 0.7 < pd.Series(off).std() < 1.3


def test_writing_in_years_4_to_6_moves_from_62_to_68_percent(valley: Simulated) -> None:
    first, *_, last = valley.truth["goals"]["G1"]
    assert (first["term"], last["term"]) == ("2024-T4", "2026-T3")
    assert round(100 * first["at"] / first["of"]) == 62
    assert round(100 * last["at"] / last["of"]) == 68


def test_the_goal_with_the_wrong_arithmetic_is_78_of_171_in_the_data_and_39_percent_in_words(
    valley: Simulated,
) -> None:
    then = next(x for x in valley.truth["goals"]["G4"] if x["term"] == "2025-T1")
    assert (then["at"], then["of"]) == (78, 171)
    sheet = next(s for book in valley.books for s in book.sheets if s.name == "Goals")
    row = sheet.rows[4]
    stated = [row[sheet.column(name)] for name in ("Goal", "Baseline number", "Baseline of", "Baseline percent")]
    assert stated == ["G4", 78, 171, 39]


def test_a_planned_gap_is_found_in_the_learners() -> None:
    plan = plan_of(0, [f"Place {n}" for n in range(20)], learners_per_school=150, terms=2, seed=5)
    results = simulate(plan, 5).results
    writing = results[(results["measure"] == "otj-writing") & results["missing"].isna()]
    maori = writing["ethnicities"].map(lambda groups: "Māori" in groups)
    gap = writing[maori]["at"].mean() - writing[~maori]["at"].mean()
    assert -0.16 < gap < -0.03  # planned: -0.5 logits, with school and Pacific differences beside it


def test_levels_at_expectation_are_those_of_the_latent(valley: Simulated) -> None:
    valued = valley.results[valley.results["level"].notna()]
    judged = valued[valued["measure"] == "otj-writing"]
    assert (judged["level"].isin(["At", "Above"]) == judged["at"]).all()
    tested = valued[valued["measure"] == "easttle-mathematics"]
    reached = tested["score"] >= tested["year_level"].map({7: 1384, 8: 1410, 9: 1436, 10: 1462})
    assert (reached == tested["at"]).all()


def test_the_same_seed_gives_the_same_community_and_another_seed_another() -> None:
    plan = DEMO[2]
    once, again, other = simulate(plan, 7), simulate(plan, 7), simulate(plan, 8)
    pd.testing.assert_frame_equal(once.results, again.results)
    assert once.truth == again.truth
    assert once.truth != other.truth


def test_no_learner_is_at_two_schools_on_one_day(valley: Simulated) -> None:
    for _, spells in valley.learners.sort_values("entry").groupby("learner"):
        ends, starts = spells["exit"].tolist()[:-1], spells["entry"].tolist()[1:]
        assert all(end is not None and end < start for end, start in zip(ends, starts, strict=True))


def test_learners_move_between_members_at_year_ends_and_within_years(valley: Simulated) -> None:
    moves = valley.learners[valley.learners.duplicated("learner")]
    months = moves["entry"].map(lambda day: day.month)
    assert (months <= 2).sum() > 100
    assert (months > 2).sum() > 20


def test_the_newest_result_is_of_the_last_day_of_term_3(valley: Simulated) -> None:
    assert str(valley.results["date"].max()) == "2026-09-25"
