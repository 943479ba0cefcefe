"""How many learners is a goal, gross and net, on the roll to come, and in how many schools does it rise?"""

from __future__ import annotations

import pandas as pd
import pytest
from made_goals import GOALS, MEASURES, goal, results, term, together

from colsynth.analyses import goals as analysis
from colsynth.analyses.goals.needed import roll_then
from colsynth.analyses.goals.schools import pair_of_terms


def roll(*groups: tuple[str, int, int]) -> pd.DataFrame:
    """(school, year level, learners), all girls."""
    rows = [(f"{school}-{year}-{i}", school, year) for school, year, n in groups for i in range(n)]
    frame = pd.DataFrame(rows, columns=["student", "school", "year_level"]).astype({"year_level": "Int64"})
    return frame.assign(gender="female", ethnicities="European")


GOAL = goal(year_from=4, year_to=6, target_percent=75, target_term="2027-T4")


def test_year_levels_move_up_and_entry_years_stay_as_large() -> None:
    """A Years 1-6 school with 10, 12, 14, 16, 18, 20: in a year Years 4-6 are the 14, 16 and 18 of now, so 48."""
    full = roll(*[("1", year, 8 + 2 * year) for year in range(1, 7)])
    assert roll_then(GOAL.iloc[0], full, "2026-T3") == {"1": 48}
    # A Years 5-8 school with 30, 40 in Years 5, 6: Year 5 comes from elsewhere, 30 again; Year 6 is Year 5 of now.
    assert roll_then(GOAL.iloc[0], roll(("2", 5, 30), ("2", 6, 40), ("2", 7, 1)), "2026-T3") == {"2": 60}


def test_in_the_same_year_the_roll_is_that_of_now() -> None:
    assert roll_then(GOAL.iloc[0], roll(("1", 4, 11), ("1", 3, 99)), "2027-T1") == {"1": 11}


def test_learners_needed_are_reckoned_on_the_roll_to_come() -> None:
    """24 of 40 now; 75 % of the 48 to come is 36, so 12 more, over five terms: 3 a term."""
    full = roll(*[("1", year, 8 + 2 * year) for year in range(1, 7)])
    need = analysis.needed(GOAL, term("2026-T3", 40, 24), MEASURES, full).set_index("school")
    row = need.loc[""]
    assert (row["roll_then"], row["roll_basis"], row["net"]) == (48, "moved up", 12)
    assert (row["terms_left"], row["a_term"], row["verdict"]) == (5, 3, "more needed")


def test_without_a_roll_the_group_is_taken_as_it_is() -> None:
    row = analysis.needed(GOAL, term("2026-T3", 40, 24), MEASURES).iloc[0]
    assert (row["roll_then"], row["roll_basis"], row["net"]) == (40, "as now", 6)


def test_schools_without_results_do_not_swell_the_roll_of_the_goal() -> None:
    full = roll(("1", 4, 40), ("2", 4, 500))
    row = analysis.needed(goal(target_percent=75, target_term="2026-T4"), term("2026-T3", 40, 24), MEASURES, full)
    assert row.iloc[0]["roll_then"] == 40


def test_more_have_to_move_up_where_some_move_down() -> None:
    """A year ago 20 of 40 were At; 5 of those 20 are Below now. Of 24 At now, a quarter is lost in a year: 6.

    Net 30 - 24 = 6 with four terms left, so 12 have to move up.
    """
    before = results([(f"1-{i}", "2025-T4", 3, "European", "At" if i < 20 else "Below") for i in range(40)])
    levels = ["Below"] * 5 + ["At"] * 15 + ["At"] * 9 + ["Below"] * 11
    now = results([(f"1-{i}", "2026-T4", 4, "European", level) for i, level in enumerate(levels)])
    row = analysis.needed(GOAL, together(before, now), MEASURES).iloc[0]
    assert (row["n_at"], row["held_before"], row["moved_down"]) == (24, 20, 5)
    assert (row["terms_left"], row["net"], row["gross"]) == (4, 6, 12)
    changed = analysis.needed(GOAL, together(before, now), MEASURES, None, {"otj-writing": ["2026-T1"]}).iloc[0]
    assert pd.isna(changed["gross"])


def test_schools_need_not_add_up_to_the_community() -> None:
    """75 % of 20 is 15: the one school needs 5 more, the other is 3 past it and needs none; together 2."""
    rows = together(term("2026-T3", 20, 10), term("2026-T3", 20, 18, school="2"))
    need = analysis.needed(GOAL, rows, MEASURES).set_index("school")["net"]
    assert need.to_dict() == {"": 2, "1": 5, "2": 0}


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        (term("2026-T3", 9, 3), "too few"),
        (term("2027-T4", 20, 3), "term has passed"),
        (term("2027-T4", 20, 20), "none needed"),
    ],
)
def test_a_word_says_where_nothing_more_can_be_said(rows: pd.DataFrame, verdict: str) -> None:
    row = analysis.needed(GOAL, rows, MEASURES).iloc[0]
    assert row["verdict"] == verdict
    assert pd.isna(row["gross"])


def test_a_group_that_shrinks_below_those_at_the_level_needs_nobody() -> None:
    small = roll(("1", 4, 5))
    assert analysis.needed(GOAL, term("2026-T3", 40, 24), MEASURES, small).iloc[0]["net"] == 0


def test_goals_without_target_or_results_have_no_rows() -> None:
    for goals in (goal(), GOALS.empty_frame(), goal(target_percent=75, year_from=12)):
        assert analysis.needed(goals, term("2026-T3", 40, 24), MEASURES).empty


def test_a_falling_school_is_seen_beside_a_rising_community() -> None:
    rows = together(
        term("2024-T4", 200, 80), term("2025-T4", 200, 150),
        term("2024-T4", 60, 50, school="2"), term("2025-T4", 60, 30, school="2"),
        term("2024-T4", 40, 20, school="3"), term("2025-T4", 40, 21, school="3"),
        term("2024-T4", 9, 4, school="4"), term("2025-T4", 30, 21, school="4"),
    )  # fmt: skip
    moved = analysis.changes(goal(baseline_term="2024-T4"), rows, MEASURES).set_index("school")
    assert moved["verdict"].to_dict() == {
        "": "rising", "1": "rising", "2": "falling", "3": "no clear change", "4": "too few",
    }  # fmt: skip
    # Newcombe 10 for 30/60 less 50/60, by the published formula (see tests of `newcombe_difference`)
    row = moved.loc["2"]
    assert row["change"] == pytest.approx(-1 / 3)
    assert row["high"] < 0


@pytest.mark.parametrize(
    ("seen", "broken", "pair"),
    [
        (["2024-T4", "2025-T2", "2025-T4", "2026-T2"], [], ("2024-T4", "2025-T4")),
        (["2023-T4", "2024-T4", "2026-T4"], [], ("2024-T4", "2026-T4")),  # from the baseline on
        (["2024-T4", "2025-T4", "2026-T4"], ["2025-T1"], ("2025-T4", "2026-T4")),  # since the change
        (["2024-T4", "2025-T4"], ["2025-T1"], None),
        (["2025-T2", "2026-T2"], [], ("2025-T2", "2026-T2")),  # another time of the year
        (["2024-T4"], [], None),
        ([], [], None),
    ],
)
def test_like_term_is_held_against_like_term(seen: list[str], broken: list[str], pair: tuple[str, str] | None) -> None:
    assert pair_of_terms(goal(baseline_term="2024-T4").iloc[0], seen, broken) == pair


def test_one_term_alone_cannot_tell_whether_schools_rise() -> None:
    moved = analysis.changes(goal(), term("2026-T4", 40, 20), MEASURES)
    assert moved["verdict"].tolist() == ["can't tell", "can't tell"]
    assert moved["n"].tolist() == [40, 40]


def test_where_all_are_at_the_level_twice_there_is_no_clear_change() -> None:
    moved = analysis.changes(goal(), together(term("2025-T4", 20, 20), term("2026-T4", 20, 20)), MEASURES)
    assert moved["verdict"].tolist() == ["no clear change", "no clear change"]
