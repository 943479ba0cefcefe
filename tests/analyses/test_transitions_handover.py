"""What days on record say of handing over: before a day is not on it, and what is not on record is a part."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.transitions.handover import (
    ALL,
    COLUMNS,
    IN_TIME,
    LATE,
    NOTHING,
    OTHER_TERMS,
    OTHERS,
    OUTSIDE,
    arrived,
    days_and_fields,
    movers,
    verdict_of,
)

DAYS = ("left", "entered", "handed_over", "received", "placed")
FIRST = "2026-02-02"


def move(student: str = "s", **values: object) -> dict[str, object]:
    row: dict[str, object] = {
        "student": student, "from_school": "A", "to_school": "X", "from_named": True, "to_named": True,
        "left": "2025-12-16", "entered": FIRST, "term": "2026-T1", "handed_over": None, "received": None,
        "placed": None, "complete_percent": None,
    }  # fmt: skip
    return row | values


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    made = pd.DataFrame(list(rows), columns=list(move()))
    days = {name: pd.to_datetime(made[name]) for name in DAYS}
    return made.assign(**days).astype({"complete_percent": "Float64", "from_named": "bool"})


def told(*rows: dict[str, object], newest: str = "2026-T2") -> pd.DataFrame:
    return movers(frame(*rows), newest)


@pytest.mark.parametrize(
    ("received", "state", "late"),
    [("2026-02-01", IN_TIME, None), (FIRST, LATE, 0), ("2026-02-12", LATE, 10), (None, NOTHING, None)],
)
def test_in_time_is_before_the_first_day_and_not_on_it(received: str | None, state: str, late: int | None) -> None:
    row = told(move(received=received)).iloc[0]
    assert row["state"] == state
    assert (None if pd.isna(row["days_late"]) else row["days_late"]) == late


@pytest.mark.parametrize(
    ("received", "placed", "before"),
    [
        ("2025-12-11", "2025-12-12", True), ("2025-12-12", "2025-12-12", False), (None, "2025-12-12", False),
        ("2025-12-11", None, None),
    ],
)  # fmt: skip
def test_before_classes_is_before_that_day_and_is_asked_only_where_it_is_known(
    received: str | None, placed: str | None, before: bool | None
) -> None:
    found = told(move(received=received, placed=placed))["before_classes"].iloc[0]
    assert (None if pd.isna(found) else bool(found)) == before


@pytest.mark.parametrize(
    "days",
    [
        {"handed_over": "2026-01-20", "received": "2026-01-10"},
        {"left": "2026-02-10", "received": "2026-02-05"},
    ],
)
def test_days_out_of_order_are_no_days_on_record_and_are_counted(days: dict[str, object]) -> None:
    row = told(move(**days)).iloc[0]
    assert (row["state"], bool(row["out_of_order"])) == (NOTHING, True)
    assert pd.isna(row["days_late"])


def test_without_a_first_day_an_arrival_cannot_be_told() -> None:
    row = told(move(entered=None, received="2026-01-10")).iloc[0]
    assert (row["state"], bool(row["out_of_order"])) == (NOTHING, False)


def test_moves_to_the_outside_from_nowhere_known_or_long_ago_are_not_asked_about() -> None:
    rows = [
        move("out", to_school=""), move("new", from_school="", from_named=False), move("old", term="2024-T2"),
        move("later", term="2026-T3"), move("from outside", from_school="", from_named=True), move("in"),
    ]  # fmt: skip
    found = told(*rows)
    assert list(found["student"]) == ["from outside", "in"]
    assert list(found["sent"]) == [OUTSIDE, "A"]


def test_lines_add_up_and_schools_with_few_moves_are_told_together() -> None:
    rows = [move(f"a{i}", received="2026-01-10" if i < 7 else None) for i in range(12)]
    rows += [move(f"b{i}", from_school="B", received="2026-03-01") for i in range(3)]
    rows += [move(f"c{i}", from_school="C", to_school="Y") for i in range(4)]
    found = arrived(told(*rows), "schools").set_index(["sent", "state"])["n"]
    assert found[ALL, ALL] == 19
    assert [found["A", state] for state in (IN_TIME, LATE, NOTHING, ALL)] == [7, 0, 5, 12]
    assert [found[OTHERS, state] for state in (IN_TIME, LATE, NOTHING, ALL)] == [0, 3, 4, 7]
    for state in (IN_TIME, LATE, NOTHING):
        assert found["A", state] + found[OTHERS, state] == found[ALL, state]


def test_terms_with_few_moves_are_told_together() -> None:
    rows = [move(f"a{i}") for i in range(30)] + [move(f"b{i}", term=f"2025-T{i % 2 + 2}") for i in range(29)]
    found = arrived(told(*rows), "term")
    lines = found[found["state"] == ALL][["sent", "term", "n"]].values.tolist()
    assert lines == [[ALL, "", 59], ["2026-T1", "2026-T1", 30], [OTHER_TERMS, "", 29]]


@pytest.mark.parametrize(
    ("n", "in_time", "late", "said"),
    [
        (20, 11, 9, "most in time"), (20, 10, 10, "not told for most"), (20, 9, 11, "most late"),
        (20, 10, 0, "not told for most"), (20, 0, 0, "nothing recorded"), (9, 9, 0, "too few"),
    ],
)  # fmt: skip
def test_most_is_more_than_half_of_all_that_are_known(n: int, in_time: int, late: int, said: str) -> None:
    assert verdict_of(n, in_time, late) == said


def test_middles_are_those_of_ten_or_more() -> None:
    """The median of 1 to 11 days is 6, of 50, 55 ... 100 percent 75: by hand."""
    rows = [
        move(f"a{i}", received=f"2026-02-{3 + i:02d}", complete_percent=50 + 5 * i, placed="2026-01-20")
        for i in range(11)
    ]
    rows += [move(f"b{i}", from_school="B", received="2026-02-12", complete_percent=10) for i in range(9)]
    found = days_and_fields(told(*rows)).set_index("sent")
    assert (found.loc["A", "days_late"], found.loc["A", "complete_percent"]) == (6, 75)
    assert (found.loc["A", "n_placed"], found.loc["A", "before_classes"]) == (11, 0)
    assert found.loc[OTHERS, ["days_late", "complete_percent", "before_classes"]].isna().all()
    assert list(found["verdict"]) == ["told", "told", "too few"]


def test_without_moves_the_frames_are_empty_with_their_columns() -> None:
    none = told()
    assert list(arrived(none, "schools").columns) == list(COLUMNS)
    assert arrived(none, "term").empty
    assert days_and_fields(none).empty
