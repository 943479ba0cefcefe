"""Where goals stand and whether their numbers add up, on sheets small enough to work by hand."""

from pathlib import Path

import pandas as pd
import pytest
from made_goals import GOALS, MEASURES, goal, results

from colsynth.analyses import goals as analysis

TEN = results(
    [(f"s{i}", "2026-T3", 4, "Māori" if i < 4 else "Māori|European", "At" if i < 6 else "Below") for i in range(10)]
)


def test_a_goal_stands_where_its_learners_stand() -> None:
    now = analysis.standing(goal(target_percent=85, target_term="2027-T4"), TEN, MEASURES).iloc[0]
    assert (now["n"], now["n_at"], now["share_at"]) == (10, 6, 0.6)
    assert now["learners_more"] == 3  # 85 % of 10 is 8.5, so 9 must reach it
    assert now["verdict"] == "not yet met"


def test_a_learner_in_two_ethnic_groups_counts_in_both() -> None:
    for group, n, n_at in (("Māori", 10, 6), ("European", 6, 2)):
        now = analysis.standing(goal(ethnicity=group, target_percent=50), TEN, MEASURES).iloc[0]
        assert (now["n"], now["n_at"]) == (n, n_at)


def test_a_goal_set_on_a_higher_level_counts_that_level_alone() -> None:
    rows = results([(f"s{i}", "2026-T3", 4, "Māori", "Above" if i % 2 else "At") for i in range(12)])
    now = analysis.standing(goal(at="Above", target_percent=50), rows, MEASURES).iloc[0]
    assert (now["n"], now["n_at"], now["verdict"]) == (12, 6, "met on the count")


def test_learners_outside_the_years_of_a_goal_do_not_count() -> None:
    rows = results([("a", "2026-T3", 3, "Māori", "At"), ("b", "2026-T3", 4, "Māori", "Below")])
    now = analysis.standing(goal(year_from=4, year_to=6, target_percent=50), rows, MEASURES).iloc[0]
    assert (now["n"], now["n_at"]) == (1, 0)


@pytest.mark.parametrize(("measure", "verdict"), [(None, "no measure"), ("pat-reading", "no results")])
def test_a_goal_that_cannot_be_held_against_results_says_why(measure: str | None, verdict: str) -> None:
    now = analysis.standing(goal(measure=measure, target_percent=50), TEN, MEASURES)
    assert now["verdict"].tolist() == [verdict]


def test_the_published_slip_is_found_39_percent_is_not_78_of_171() -> None:
    goals = goal(baseline_percent=39, baseline_n=78, baseline_of=171, target_percent=50, learners_more=17)
    wrong = analysis.arithmetic(goals, analysis.standing(goals, TEN, MEASURES))
    assert wrong["reckoned"].tolist() == [
        "78 of 171 is 45.6 %; 39 % of 171 is 67 learners",
        "50 % of 171, from 78, needs 8 more",
    ]


def test_a_headcount_is_rounded_up_22_not_21() -> None:
    goals = goal(baseline_n=63, baseline_of=141, baseline_percent=45, target_percent=60, learners_more=21)
    wrong = analysis.arithmetic(goals, analysis.standing(goals, TEN, MEASURES))
    assert wrong["reckoned"].tolist() == ["60 % of 141, from 63, needs 22 more"]


def test_a_sound_goal_has_nothing_to_settle() -> None:
    goals = goal(baseline_n=63, baseline_of=141, baseline_percent=45, target_percent=60, learners_more=22)
    assert analysis.arithmetic(goals, analysis.standing(goals, TEN, MEASURES)).empty


def test_a_target_below_the_baseline_is_asked_about() -> None:
    goals = goal(baseline_percent=70, target_percent=65)
    wrong = analysis.arithmetic(goals, analysis.standing(goals, TEN, MEASURES))
    assert wrong["stated"].tolist() == ["target 65 %"]


def test_the_path_joins_baseline_milestones_and_target() -> None:
    goals = goal(
        baseline_n=5, baseline_of=10, baseline_term="2025-T4", target_percent=80, target_term="2027-T4",
        milestones="2026-T2: 60; T4 2026: 70 %",
    )  # fmt: skip
    way = analysis.path(goals, TEN, MEASURES).set_index("term")
    assert way["milestone_share"].dropna().to_dict() == {"2025-T4": 0.5, "2026-T2": 0.6, "2026-T4": 0.7, "2027-T4": 0.8}
    assert way.loc["2026-T3", "share_at"] == 0.6
    assert pd.isna(way.loc["2026-T4", "share_at"])


def test_without_goals_there_is_an_empty_standing_with_its_columns(tmp_path: Path) -> None:
    now = analysis.standing(GOALS.empty_frame(), TEN, MEASURES)
    assert now.empty
    assert "learners_more" in now


def test_a_goal_for_two_ethnic_groups_is_about_learners_of_either() -> None:
    now = analysis.standing(goal(ethnicity="Māori|European", target_percent=50), TEN, MEASURES).iloc[0]
    assert now["n"] == 10
    assert now["group"] == "Māori or European learners"
