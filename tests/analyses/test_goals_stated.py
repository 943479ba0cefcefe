"""Are goals sound? What each states, how far it reaches, and how it stands to others."""

from __future__ import annotations

import pandas as pd
import pytest
from made_goals import GOALS, MEASURES, goal, goals, term, together

from colsynth.analyses import goals as analysis
from colsynth.analyses.goals.stated import shift_a_year, trend_at


def questions(made: pd.DataFrame, rows: pd.DataFrame | None = None) -> list[str]:
    seen = term("2026-T3", 20, 10) if rows is None else rows
    moved = analysis.changes(made, seen, MEASURES)
    return analysis.arithmetic(made, analysis.standing(made, seen, MEASURES), moved)["reckoned"].tolist()


def test_a_shift_is_measured_in_standard_deviations_a_year() -> None:
    """R: (qnorm(.85) - qnorm(.694)) / 3 is .1764; (qnorm(.7) - qnorm(.4)) / 3 is .2593."""
    assert shift_a_year(0.694, 0.85, 3) == pytest.approx(0.1764, abs=1e-4)
    assert shift_a_year(0.40, 0.70, 3) == pytest.approx(0.2593, abs=1e-4)


@pytest.mark.parametrize(("start", "target", "years"), [(0.0, 0.5, 1), (0.5, 1.0, 1), (0.5, 0.6, 0), (0.5, 0.6, -1)])
def test_a_shift_from_none_to_all_or_in_no_time_is_not_reckoned(start: float, target: float, years: float) -> None:
    assert shift_a_year(start, target, years) is None


def test_a_target_beyond_what_comparable_schools_gained_is_asked_about() -> None:
    far = goal(baseline_percent=40, baseline_term="2024-T4", target_percent=85, target_term="2025-T4")
    (said,) = questions(far)
    # R: qnorm(.85) - qnorm(.4) is 1.2898
    assert said == "a shift of 1.29 standard deviations a year; seven Māngere schools gained 0.21 a year in a " \
        "comparable effort"  # fmt: skip
    assert not questions(goal(baseline_percent=69.4, baseline_term="2024-T4", target_percent=85, target_term="2027-T4"))


def test_a_target_below_the_trend_so_far_is_asked_about() -> None:
    """50 of 100 to 70 of 100 in a year is clear; another year on the line is 90 %, past a target of 75 %."""
    rows = together(term("2024-T4", 100, 50), term("2025-T4", 100, 70))
    low = goal(baseline_percent=50, baseline_term="2024-T4", target_percent=55, target_term="2026-T4")
    assert "carrying on as until now would give about 90 %" in questions(low, rows)
    still = together(term("2024-T4", 100, 50), term("2025-T4", 100, 52))
    assert not questions(low, still)


def test_a_trend_never_passes_all_learners() -> None:
    rows = together(term("2024-T4", 100, 50), term("2025-T4", 100, 70))
    moved = analysis.changes(goal(), rows, MEASURES)
    assert trend_at(moved, "2027-T4") == 1.0
    assert trend_at(moved, "2025-T4") is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"baseline_n": 745, "target_n": 913, "learners_more": 165}, "from 745 to 913 is 168 more"),
        (
            {"baseline_percent": 63, "target_percent": 70, "target_change": 11},
            "from 63 % to 70 % is 7 percentage points",
        ),
        ({"within": "G9", "target_percent": 45}, "no goal has this code"),
        ({"within": "G1", "target_percent": 45}, "it is the goal itself"),
    ],
)
def test_numbers_that_do_not_agree_are_asked_about(row: dict[str, object], said: str) -> None:
    assert said in questions(goal(**row))


def test_the_published_number_of_boys_has_nothing_to_settle() -> None:
    """Wakatipu: to 85 % (913), an increase of 168 boys: 745 of 1,074 before."""
    boys = goal(baseline_n=745, baseline_of=1074, target_percent=85, target_n=913, learners_more=168)
    assert questions(boys) == []


def test_a_part_with_a_larger_target_than_the_whole_is_asked_about() -> None:
    both = goals({"target_percent": 45}, {"target_percent": 60, "within": "G1", "at": "Above"})
    assert questions(both) == ["a part cannot be larger than the whole, if both are of the same learners"]


def test_a_goal_whose_measure_changed_since_its_baseline_might_be_set_anew() -> None:
    one = goal(baseline_percent=50, baseline_term="2024-T4", target_percent=60, target_term="2027-T4")
    now = analysis.standing(one, term("2026-T3", 20, 10), MEASURES)
    asked = analysis.arithmetic(one, now, None, {"otj-writing": ["2025-T1", "2026-T1", "2027-T1"]})
    assert asked["reckoned"].tolist() == ["what is measured changed in Term 1, 2026, so the two are not on one line"]
    renewed = goals(
        {"baseline_percent": 50, "baseline_term": "2024-T4", "target_percent": 60, "target_term": "2027-T4"},
        {"baseline_percent": 55, "baseline_term": "2026-T2", "target_percent": 60, "target_term": "2027-T4",
         "replaces": "G1"},
    )  # fmt: skip
    now = analysis.standing(renewed, term("2026-T3", 20, 10), MEASURES)
    assert analysis.arithmetic(renewed, now, None, {"otj-writing": ["2026-T1"]}).empty


def test_a_goal_is_asked_for_who_how_from_to_and_by_when() -> None:
    made = goals(
        {"baseline_percent": 50, "target_percent": 60, "target_term": "2027-T4", "gender": "male"},
        {"target_percent": 60},
        {"kind": "focus area"},
        {"measure": None, "target_gap": 5, "ethnicity": "Māori"},
    )
    said = analysis.specificity(made, MEASURES).set_index("goal")
    assert said["n_stated"].to_dict() == {"G1": 5, "G2": 2, "G4": 2}
    assert said["lacks"].to_dict() == {"G1": "", "G2": "who, from and by when", "G4": "measure, from and by when"}
    assert said["verdict"].tolist() == ["states all five", "leaves something open", "leaves something open"]
    assert said.loc["G4", "to"] == "a gap of 5 points"


def test_without_goals_there_is_nothing_to_ask() -> None:
    none = GOALS.empty_frame()
    assert analysis.specificity(none, MEASURES).empty
    assert questions(none) == []
