"""Is a goal on its way? Its planned path, the term it is checked in, and the verdict by the printed rule."""

from __future__ import annotations

import pandas as pd
import pytest
from made_goals import MEASURES, goal, goals, term, together

from colsynth.analyses import goals as analysis
from colsynth.analyses.goals.aim import check_term, milestones, planned_at, target_percent
from colsynth.analyses.goals.standing import reached_verdict, trajectory_verdict

PLAN = {
    "baseline_n": 50,
    "baseline_of": 100,
    "baseline_term": "2024-T4",
    "target_percent": 80,
    "target_term": "2027-T4",
}


@pytest.mark.parametrize(
    ("x", "n", "planned", "verdict"),
    [
        # R: 1 - pbeta(.7, 27.5, 8.5) is .8208, and 1 - pbeta(.8, 27.5, 8.5) is .3239 (methods, section 1)
        (27, 35, 0.70, "on track"),
        (27, 35, 0.80, "too close to call"),
        (27, 35, 0.85, "behind"),  # R: 1 - pbeta(.85, 27.5, 8.5) is .1011
        (27, 35, 0.60, "ahead"),  # the Wilson interval of 27 of 35 begins at .6098
        (9, 9, 0.50, "too few"),
        (0, 20, 0.00, "on track"),
        (20, 20, 1.00, "behind"),
        (10, 10, 0.00, "ahead"),
    ],
)
def test_a_verdict_follows_the_printed_rule(x: int, n: int, planned: float, verdict: str) -> None:
    assert trajectory_verdict(x, n, planned) == verdict


def test_learners_in_classes_make_a_verdict_less_sure() -> None:
    assert trajectory_verdict(81, 105, 0.65) == "ahead"  # Wilson from .682
    assert trajectory_verdict(81, 105, 0.65, worth=40) == "on track"  # 30.86 of 40: Wilson from .620


@pytest.mark.parametrize(
    ("x", "n", "percent", "low", "verdict"),
    [
        (85, 100, 85, 0.767, "met on the count"),
        (95, 100, 85, 0.888, "securely met"),
        (84, 100, 85, 0.756, None),
        (55, 100, 55, 0.452, "met on the count"),  # exact: 55 % of 100 is 55, whatever binary makes of it
        (9, 9, 50, 0.7, "too few"),
    ],
)
def test_a_target_is_met_on_the_count_or_securely(
    x: int, n: int, percent: float, low: float, verdict: str | None
) -> None:
    assert reached_verdict(x, n, percent, low) == verdict


def test_a_path_runs_straight_in_percentage_points_from_mark_to_mark() -> None:
    """50 % to 80 % over twelve terms is 2.5 points a term; a milestone of 70 % bends it."""
    plain = milestones(goal(**PLAN).iloc[0])
    assert planned_at(plain, "2025-T4") == pytest.approx(0.60)
    assert planned_at(plain, "2025-T1") == pytest.approx(0.525)
    bent = milestones(goal(**PLAN, milestones="2025-T4: 70").iloc[0])
    assert planned_at(bent, "2025-T2") == pytest.approx(0.60)
    assert planned_at(bent, "2026-T4") == pytest.approx(0.75)


def test_before_the_baseline_there_is_no_plan_and_after_the_target_it_stays() -> None:
    marks = milestones(goal(**PLAN).iloc[0])
    assert planned_at(marks, "2024-T3") is None
    assert planned_at(marks, "2029-T1") == 0.8
    assert planned_at({}, "2026-T1") is None


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (["2024-T4", "2025-T2", "2025-T4", "2026-T2"], ("2025-T4", True)),  # like term with like term
        (["2024-T4", "2025-T2", "2026-T2"], ("2026-T2", False)),  # there is no like term
        (["2024-T4"], None),
        ([], None),
    ],
)
def test_a_path_is_checked_in_the_newest_term_of_its_time_of_the_year(
    seen: list[str], found: tuple[str, bool] | None
) -> None:
    assert check_term(goal(**PLAN).iloc[0], seen) == found


def test_a_term_that_the_goal_sets_a_share_for_may_be_checked_too() -> None:
    one = goal(**PLAN, milestones="2026-T2: 65").iloc[0]
    assert check_term(one, ["2024-T4", "2025-T4", "2026-T2"]) == ("2026-T2", True)


def test_where_a_goal_stands_is_told_by_its_check_term() -> None:
    rows = together(term("2024-T4", 100, 50), term("2025-T4", 100, 75), term("2026-T2", 100, 40))
    now = analysis.standing(goal(**PLAN), rows, MEASURES).iloc[0]
    assert (now["term"], now["n_at"], now["check_term"], now["check_at"]) == ("2026-T2", 40, "2025-T4", 75)
    assert (now["planned_share"], now["verdict"]) == (pytest.approx(0.60), "ahead")  # Wilson of 75 of 100 from .657


def test_across_a_change_of_the_measure_it_cannot_be_told() -> None:
    rows = together(term("2024-T4", 100, 50), term("2025-T4", 100, 75))
    changed = {"otj-writing": ["2025-T1"]}
    now = analysis.standing(goal(**PLAN), rows, MEASURES, broken=changed).iloc[0]
    assert now["verdict"] == "can't tell"
    way = analysis.path(goal(**PLAN), rows, MEASURES, broken=changed).set_index("term")
    assert way.loc["2025-T4", "verdict"] == "can't tell"
    late = analysis.standing(goal(**PLAN), rows, MEASURES, broken={"otj-writing": ["2026-T1"]}).iloc[0]
    assert late["verdict"] == "ahead"


def test_a_goal_whose_term_has_passed_is_met_or_not() -> None:
    rows = together(term("2024-T4", 100, 50), term("2028-T1", 100, 79))
    assert analysis.standing(goal(**PLAN), rows, MEASURES).iloc[0]["verdict"] == "not met"


def test_a_target_met_by_a_shrinking_group_is_flagged() -> None:
    """50 of 100 is 50 %; 48 of 60 is 80 %: the target is met, and two learners fewer are at the level."""
    now = analysis.standing(goal(**PLAN), term("2026-T4", 60, 48), MEASURES).iloc[0]
    assert (now["verdict"], bool(now["shrinking"])) == ("met on the count", True)
    grown = analysis.standing(goal(**PLAN), term("2026-T4", 100, 81), MEASURES).iloc[0]
    assert not grown["shrinking"]


def test_a_target_stated_as_a_change_adds_points_to_the_baseline() -> None:
    """An increase of 7 percentage points on 63 %."""
    one = goal(baseline_percent=63, target_change=7, baseline_term="2024-T4", target_term="2027-T4")
    assert target_percent(one.iloc[0]) == pytest.approx(70)
    now = analysis.standing(one, term("2026-T4", 100, 70), MEASURES).iloc[0]
    assert (now["target_share"], now["learners_more"]) == (pytest.approx(0.7), 0)


def test_a_target_reckoned_from_a_third_asks_for_no_learner_too_many() -> None:
    """100 of 300 and 7 points: 40.333... % of 300 is 121 and not 122."""
    one = goal(baseline_n=100, baseline_of=300, target_change=7).iloc[0]
    now = analysis.standing(one.to_frame().T, term("2026-T4", 300, 100), MEASURES).iloc[0]
    assert now["learners_more"] == 21


def test_a_change_without_a_baseline_is_no_target() -> None:
    now = analysis.standing(goal(target_change=7), term("2026-T4", 20, 10), MEASURES).iloc[0]
    assert now["verdict"] == "no target"


def test_a_rebased_goal_keeps_its_old_line() -> None:
    both = goals(
        {**PLAN},
        {
            "replaces": "G1", "baseline_n": 60, "baseline_of": 100, "baseline_term": "2025-T4", "target_percent": 75,
            "target_term": "2027-T4",
        },
    )  # fmt: skip
    rows = together(term("2024-T4", 100, 50), term("2025-T4", 100, 60))
    assert analysis.standing(both, rows, MEASURES)["verdict"].iloc[0] == "replaced"
    way = analysis.path(both, rows, MEASURES)
    assert set(way["goal"]) == {"G2"}  # one panel holds both lines
    by_term = way.set_index("term")
    assert by_term.loc["2025-T4", "earlier_share"] == pytest.approx(0.60)
    assert by_term.loc["2027-T4", "earlier_share"] == pytest.approx(0.80)
    assert by_term.loc["2027-T4", "planned_share"] == pytest.approx(0.75)
    assert pd.isna(by_term.loc["2024-T4", "planned_share"])


def test_a_goal_replaced_by_one_on_another_measure_keeps_a_line_of_its_own() -> None:
    both = goals({**PLAN}, {"replaces": "G1", "measure": "otj-reading"})
    way = analysis.path(both, term("2024-T4", 100, 50), MEASURES)
    assert "G1" in set(way["goal"])
    assert way["earlier_share"].isna().all()


def test_a_nested_goal_counts_its_own_level_and_says_what_it_stands_within() -> None:
    both = goals({"target_percent": 85}, {"target_percent": 45, "at": "Above", "within": "G1"})
    rows = term("2026-T4", 20, 12)
    rows.loc[rows.index[:5], "level"] = "Above"
    now = analysis.standing(both, rows, MEASURES)
    assert now["n_at"].tolist() == [12, 5]
    assert now["within"].iloc[1] == "G1"


def test_one_learner_no_year_level_and_no_term_give_words_and_no_fault() -> None:
    now = analysis.standing(goal(**PLAN), term("2026-T4", 1, 1), MEASURES).iloc[0]
    assert now["verdict"] == "too few"
    nobody = term("2026-T4", 3, 1).assign(year_level=pd.NA)
    assert analysis.standing(goal(**PLAN, year_from=4), nobody, MEASURES).iloc[0]["verdict"] == "no results"
    unclear = term("2026-T4", 30, 10).assign(expected=pd.array([pd.NA] * 30, dtype="boolean"))
    assert analysis.standing(goal(**PLAN), unclear, MEASURES).iloc[0]["verdict"] == "no results"


def test_intervals_allow_for_classes_where_they_are_known() -> None:
    rows = term("2026-T4", 100, 60)
    rows["class_label"] = [f"1|2026-T4|{i % 4}" for i in range(100)]
    alone = analysis.standing(goal(**PLAN), rows, MEASURES).iloc[0]
    classes = analysis.standing(goal(**PLAN), rows, MEASURES, {"otj-writing": 0.1}).iloc[0]
    assert (alone["basis"], classes["basis"]) == ("count", "classes")
    # four classes of 25, alike by .1: 100 / (1 + 24 x .1) = 29.4 learners; Wilson of 17.65 of 29.41
    assert (classes["low"], classes["high"]) == (pytest.approx(0.4215, abs=5e-5), pytest.approx(0.7554, abs=5e-5))
