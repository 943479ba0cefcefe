"""Lists of learners to look for: by file, sheet and row of the school's own spreadsheet, at one turn of the year."""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.transitions import moves, stays, turns, unmatched

TURN = {
    "year": 2026, "year_before": 6, "year_after": 7, "step": "Year 6 to Year 7", "gender": None, "ethnicities": None,
    "source": "rolls",
}  # fmt: skip


def turn(student: str, was: str, row: int, at: str = "", to: str = "", **more: object) -> dict[str, object]:
    """A learner in row `row` of the roll of school `at` before, and of school `to` after."""
    sides: dict[str, object] = {"from_school": at, "to_school": to}
    for side, school in (("from", at), ("to", to)):
        here = school != ""
        sides |= {f"{side}_file": f"{school}.csv" if here else None, f"{side}_sheet": None}
        sides[f"{side}_row"] = row if here else None
    return {**TURN, "student": student, "was": was, **sides, **more}


def frame(rows: list[dict[str, object]], columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def stay(student: str, school: str, row: int, first: str = "2024-02-01", last: str | None = None) -> dict[str, object]:
    return {
        "student": student, "school": school, "first": pd.Timestamp(first), "last": pd.Timestamp(last),
        "cohort": 2019, "in_order": True, "source": "rolls", "previous_school": None, "source_file": f"{school}.csv",
        "source_sheet": None, "source_row": row,
    }  # fmt: skip


def move(student: str, at: str, to: str, source: str, **more: object) -> dict[str, object]:
    days = {"left": pd.Timestamp("2025-12-16"), "entered": pd.Timestamp("2026-02-02") if to else None}
    ends = {"from_school": at, "to_school": to, "from_named": True, "to_named": to != ""}
    return {"student": student, "source": source, "differs": "", **ends, **days, **more}


def told(row: int, student: str, at: str, to: str) -> dict[str, object]:
    days = {"left": pd.Timestamp("2025-12-16"), "entered": pd.Timestamp("2026-02-02")}
    place = {"source_file": "moves.xlsx", "source_sheet": "Moves", "source_row": row}
    return {"student": student, "from": at, "to": to, **days, **place}


def lists(
    of: list[dict[str, object]],
    at: list[dict[str, object]] | None = None,
    by: list[dict[str, object]] | None = None,
    register: list[dict[str, object]] | None = None,
) -> list[tuple[object, ...]]:
    names = ["student", "from", "to", "left", "entered", "source_file", "source_sheet", "source_row"]
    found = unmatched.unmatched(
        frame(of, turns.COLUMNS),
        frame(at or [], stays.COLUMNS),
        frame(by or [], moves.COLUMNS),
        pd.DataFrame(register or [], columns=names),
        2026,
    )
    assert list(found) == list(unmatched.COLUMNS)
    return [(row.why, row.school, row.case, row.source_file, row.source_row) for row in found.itertuples()]


ACROSS = turn("m", "moved on", 9, "1", "7")


def test_who_was_sent_on_and_is_at_no_member_after_stands_in_the_row_of_the_sender() -> None:
    assert lists([ACROSS, turn("b", "left", 3, "1"), turn("a", "left", 4, "1")]) == [
        (unmatched.GONE, "1", 1, "1.csv", 3),
        (unmatched.GONE, "1", 2, "1.csv", 4),
    ]


def test_who_came_and_was_at_no_member_before_stands_in_the_row_of_the_receiver() -> None:
    assert lists([ACROSS, turn("a", "arrived", 5, "", "7")]) == [(unmatched.NEW, "7", 1, "7.csv", 5)]


def test_nobody_is_looked_for_where_no_member_receives_or_sends() -> None:
    last = {"step": "Year 8 to Year 9", "year_before": 8, "year_after": 9}
    first = {"step": turns.START, "year_before": 0, "year_after": 1}
    assert lists([turn("a", "left", 3, "1", **last), turn("b", "started", 3, "", "1", **first)]) == []
    assert lists([ACROSS, turn("a", "left", 3, "1", step=""), turn("b", "left", 3, "1", year=2025)]) == []


def test_who_went_outside_by_the_register_is_told_from_those_of_whom_nothing_is_known() -> None:
    went = move("a", "1", "", "both", to_named=True)
    found = lists([ACROSS, turn("a", "left", 3, "1"), turn("b", "left", 4, "1")], by=[went])
    assert [row[0] for row in found] == [unmatched.GONE, unmatched.GONE_OUTSIDE]


def test_a_learner_at_two_schools_at_once_is_one_case_in_the_rows_of_both() -> None:
    twice = turn("a", "two schools at once", 3, "1", "7", step="")
    found = lists([ACROSS, twice], at=[stay("a", "7", 2), stay("a", "1", 3), stay("m", "1", 9)])
    assert found == [(unmatched.TWICE, "1", 1, "1.csv", 3), (unmatched.TWICE, "7", 1, "7.csv", 2)]


def test_a_move_that_only_the_register_tells_stands_in_its_row_for_both_members() -> None:
    found = lists([], by=[move("a", "1", "7", "register")], register=[told(12, "a", "1", "7"), told(13, "b", "1", "7")])
    assert found == [
        (unmatched.ONLY_REGISTER, "1", 1, "moves.xlsx", 12),
        (unmatched.ONLY_REGISTER, "7", 1, "moves.xlsx", 12),
    ]


def test_where_a_member_has_the_learner_on_its_roll_it_gets_its_own_row() -> None:
    found = lists([], [stay("a", "1", 3)], [move("a", "1", "7", "register")], [told(12, "a", "1", "7")])
    assert found == [
        (unmatched.ONLY_REGISTER, "1", 1, "1.csv", 3),
        (unmatched.ONLY_REGISTER, "", 1, "moves.xlsx", 12),
        (unmatched.ONLY_REGISTER, "7", 1, "moves.xlsx", 12),
    ]


def test_a_move_that_only_rolls_tell_is_listed_where_the_register_tells_of_those_schools() -> None:
    by = [move("a", "1", "7", "rolls"), move("b", "1", "7", "both"), move("c", "2", "7", "rolls")]
    at = [stay("a", "1", 3), stay("a", "7", 8), stay("c", "2", 3), stay("c", "7", 9)]
    assert lists([], at, by, [told(12, "b", "1", "7")]) == [
        (unmatched.ONLY_ROLLS, "1", 1, "1.csv", 3),
        (unmatched.ONLY_ROLLS, "7", 1, "7.csv", 8),
    ]


def test_without_a_register_no_move_is_held_against_it() -> None:
    assert lists([], [stay("a", "1", 3), stay("a", "7", 8)], [move("a", "1", "7", "rolls")]) == []


def test_what_roll_and_register_tell_differently_stands_in_the_row_of_the_register() -> None:
    by = [move("a", "1", "7", "both", differs="the last day")]
    assert [row[0] for row in lists([], by=by, register=[told(12, "a", "1", "7")])] == [unmatched.DIFFERS] * 2
