"""A sheet whose rows change their meaning further down is read by the words nearest above them, never by the first."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from made_community import Community, account, counts, of_check

from colsynth.registers.snapshot import Snapshot

ONE, TWO, THREE = "0100001111", "0100002222", "0100003333"


def results(snapshot: Snapshot) -> set[tuple[int, str, str, str]]:
    """(row, school, measure, level) of every result that was accepted."""
    frame = snapshot.frame("achievement")
    return set(zip(frame["source_row"], frame["school"], frame["measure"], frame["level"], strict=True))


@pytest.mark.parametrize(
    "header",
    [
        ["NSN", "Writing OTJ T2 2024", "Reading OTJ T2 2024"],
        ["NSN No", "Writing OTJ Term 2 2024", "Reading OTJ Term 2 2024"],
        ["Writing OTJ T2 2024", "Reading OTJ T2 2024", "NSN"],
    ],
)
def test_columns_that_change_places_further_down_are_read_by_their_own_header(
    community: Community, header: list[str]
) -> None:
    community.schools()
    row = {"NSN": TWO, "Wri": "Above", "Rea": "WB"}
    second = [row[title[:3]] for title in header]
    first = ["NSN", "Reading OTJ T2 2024", "Writing OTJ T2 2024"]
    community.xlsx("a.xlsx", {"9901": [first, [ONE, "At", "Below"], header, second]})
    snapshot = community.take_in()
    assert results(snapshot) == {
        (2, "9901", "otj-reading", "At"),
        (2, "9901", "otj-writing", "Below"),
        (4, "9901", "otj-writing", "Above"),
        (4, "9901", "otj-reading", "Well below"),
    }
    assert counts(account(snapshot, "a.xlsx", "achievement")) == (4, 4, 0, 0)


def test_a_line_of_text_between_rows_holds_for_the_rows_below_it(community: Community) -> None:
    community.schools()
    rows = [
        ["Reading OTJ T2 2024"],
        ["NSN", "School", "Year", "Level"],
        [ONE, "9901", 4, "At"],
        ["Writing OTJ T2 2024"],
        [ONE, "9901", 4, "WB"],
        [TWO, "9902", 7, "Above"],
    ]
    community.xlsx("a.xlsx", {"Data": rows})
    snapshot = community.take_in()
    assert results(snapshot) == {
        (3, "9901", "otj-reading", "At"),
        (5, "9901", "otj-writing", "Well below"),
        (6, "9902", "otj-writing", "Above"),
    }
    assert {problem.cells for problem in of_check(snapshot, "given by the title")} == {"A1", "A4"}


def test_a_line_with_a_subject_alone_ends_the_measure_of_the_title(community: Community) -> None:
    community.schools()
    rows = [["Reading OTJ T2 2024"], ["NSN", "School", "Level"], [ONE, "9901", "At"], ["Writing"], [ONE, "9901", "WB"]]
    community.xlsx("a.xlsx", {"Data": rows})
    snapshot = community.take_in()
    assert results(snapshot) == {(3, "9901", "otj-reading", "At")}
    assert counts(account(snapshot, "a.xlsx", "achievement")) == (2, 1, 1, 0)
    assert {"row": "4", "why": "line of text in or below the table"} in account(
        snapshot, "a.xlsx", "achievement"
    ).left_out


def test_the_names_of_schools_between_the_rows_say_whose_the_rows_are(community: Community) -> None:
    community.schools()
    header = ["NSN", "Reading OTJ T2 2024", "Writing OTJ T2 2024"]
    rows = [header, ["Tōtara Flat School"], [ONE, "At", "At"], ["Rātā Intermediate"], [TWO, "WB", "At"], ["9901"]]
    community.xlsx("a.xlsx", {"Data": rows})
    schools = {(row, school) for row, school, _, _ in results(community.take_in())}
    assert {(3, "9901"), (5, "9902")} <= schools  # and row 6 is the number of a learner


def test_a_bare_number_in_a_workbook_that_counts_from_1904_is_no_day(community: Community) -> None:
    community.schools()
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["NSN", "School", "Measure", "Date", "Level"])
    book.active.append([ONE, "9901", "otj-reading", date(2024, 5, 6), "At"])
    book.active.append([TWO, "9901", "otj-reading", (date(2024, 5, 6) - date(1904, 1, 1)).days, "At"])
    book.save(community.root / "sent" / "a.xlsx")
    snapshot = community.take_in()
    assert snapshot.frame("achievement")["date"].dt.date.tolist() == [date(2024, 5, 6)]
    assert [problem.cells for problem in of_check(snapshot, "date")] == ["D3"]
