"""The marked copy of a school's workbook: the right cells, the message as a note, and nothing that is not kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest
from made_sheets import sheet_of
from openpyxl.workbook import Workbook

from colsynth.errors import Problem
from colsynth.intake.opening.sheets import Sheet
from colsynth.registers.snapshot import Account
from colsynth.reports.annotated import COPIED_FIRST, COPIED_WHOLE, write_annotated

ROWS = [
    ["Results of Ms Hohepa's class", "", "", "", ""],
    ["NSN", "Name", "Level", "Colour", "Comment"],
    ["0111111111", "Aroha", "Att", "red", "=1+1"],
    ["0222222222", "Ben", "At", "blue", "#DIV/0!"],
    ["0333333333", "Cara", "Att", "red", "fine"],
    ["Averages", "", "", "", ""],
]
PICTURE = {
    "rows": 6,
    "columns": 5,
    "tables": [
        {
            "register": "achievement",
            "header": [2, 2],
            "rows": [[3, 5]],
            "columns_used": [1, 3, 5],
            "columns_not_used": [4],
            "columns_not_kept": [1, 2],
        }
    ],
    "set_aside": [[3, 3], [5, 5]],
}
LEFT_OUT = [{"row": "1", "why": "title or note above the table"}, {"row": "6", "why": "totals or averages"}]


def account(sheet: str = "Results", **more: object) -> Account:
    return Account("sent/tui.xlsx", sheet, "achievement", 3, 1, 2, 0, LEFT_OUT, picture={**PICTURE, **more})


def problem(**more: object) -> Problem:
    told = {
        "check": "level",
        "effect": "set aside",
        "file": "sent/tui.xlsx",
        "sheet": "Results",
        "cells": "C3, C5",
        "ranges": "C3 C5",
        "found": "says 'Att'",
        "expected": "Levels are Below, At, Above.",
        "remedy": "Correct the cell.",
        "count": 2,
    }
    return Problem(**{**told, **more})  # type: ignore[arg-type]


def made(
    folder: Path, problems: list[Problem], sheets: list[Sheet] | None = None, accounts: list[Account] | None = None
) -> Workbook:
    sheets = [sheet_of("Results", ROWS)] if sheets is None else sheets
    (name,) = write_annotated(folder, problems, accounts or [account()], lambda file: sheets).values()
    return openpyxl.load_workbook(folder / name)


def test_cells_are_marked_where_they_stand_with_the_message_as_a_note(tmp_path: Path) -> None:
    sheet = made(tmp_path, [problem()])["Results"]
    assert sheet["C3"].value == "Att"
    assert "Says 'Att'. Levels are Below, At, Above. Correct the cell." in sheet["C3"].comment.text
    assert "set aside" in sheet["C5"].comment.text
    assert sheet["C3"].fill.fill_type == "solid"
    assert sheet["C4"].comment is None
    assert sheet["C4"].fill.fill_type is None


def test_the_first_sheet_lists_the_problems_with_a_link_to_the_cell(tmp_path: Path) -> None:
    listed = made(tmp_path, [problem()])["Problems"]
    cell = next(cell for row in listed.iter_rows() for cell in row if cell.value == "C3, C5")
    assert cell.hyperlink.location == "'Results'!C3"
    assert [c.value for c in listed[cell.row]][3:7] == [
        "says 'Att'",
        "Levels are Below, At, Above.",
        "Correct the cell.",
        "2",
    ]


def test_names_numbers_unused_columns_titles_and_totals_are_not_copied(tmp_path: Path) -> None:
    sheet = made(tmp_path, [problem()])["Results"]
    assert [cell.value for cell in sheet[3]] == ["[not kept]", "[not kept]", "Att", "[not used]", "=1+1"]
    assert sheet["A1"].value == "[left out: title or note above the table]"
    assert sheet["A6"].value == "[left out: totals or averages]"
    text = (tmp_path / "tui.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "tui.xlsx")
    everything = "\n".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    for word in ("Aroha", "0111111111", "Hohepa", "red"):
        assert word not in everything
        assert word.encode() not in text


def test_no_cell_is_a_formula_or_an_error(tmp_path: Path) -> None:
    sheet = made(tmp_path, [problem(ranges="E3 E4", found="says '=HYPERLINK(1)'")])["Results"]
    assert (sheet["E3"].data_type, sheet["E3"].value) == ("s", "=1+1")
    assert (sheet["E4"].data_type, sheet["E4"].value) == ("s", "#DIV/0!")


def test_the_same_problems_give_the_same_bytes(tmp_path: Path) -> None:
    marks = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        made(folder, [problem()])
        marks.append(hashlib.sha256((folder / "tui.xlsx").read_bytes()).hexdigest())
    assert marks[0] == marks[1]


def test_a_problem_of_the_headers_is_marked_in_their_row(tmp_path: Path) -> None:
    unused = problem(check="columns not used", effect="warning", cells="row 2", ranges="", found="has columns")
    sheet = made(tmp_path, [unused])["Results"]
    assert "Has columns" in sheet["A2"].comment.text


def test_of_a_long_sheet_the_start_and_the_rows_with_problems_are_copied_at_their_places(tmp_path: Path) -> None:
    n = COPIED_WHOLE + 1000
    rows = [["NSN", "Name", "Level"], *([["1", "x", "At"]] * n)]
    long = sheet_of("Results", rows)
    tables = [{**PICTURE["tables"][0], "header": [1, 1], "rows": [[2, n + 1]], "columns_used": [1, 3]}]  # type: ignore[index]
    large = Account(
        "sent/tui.xlsx", "Results", "achievement", n, n, picture={**PICTURE, "rows": n + 1, "tables": tables}
    )
    sheet = made(tmp_path, [problem(ranges="C5900", cells="C5900")], [long], [large])["Results"]
    assert sheet["C5900"].value == "At"
    assert sheet["C5900"].comment is not None
    assert sheet["C5899"].value is None
    assert sheet.cell(COPIED_FIRST, 3).value == "At"
    assert "copied only where they have a problem" in sheet.cell(COPIED_FIRST + 1, 1).value


@pytest.mark.parametrize(
    "name", ["", "Problems", "it's [2024]: a/b?*", "A very long name of a sheet that goes on and on"]
)
def test_any_name_of_a_sheet_gives_a_sheet_that_opens(tmp_path: Path, name: str) -> None:
    sheets = [sheet_of(name, ROWS)]
    book = made(tmp_path, [problem(sheet=name)], sheets, [account(name)])
    title = book.sheetnames[1]
    assert 0 < len(title) <= 31
    link = next(c.hyperlink.location for r in book["Problems"].iter_rows() for c in r if c.hyperlink)
    assert link == f"'{title}'!C3"


def test_files_that_bear_one_name_in_two_folders_get_two_copies(tmp_path: Path) -> None:
    other = Account("more/tui.xlsx", "Results", "achievement", 3, 1, 2, 0, LEFT_OUT, picture=PICTURE)
    problems = [problem(), problem(file="more/tui.xlsx")]
    names = write_annotated(tmp_path, problems, [account(), other], lambda file: [sheet_of("Results", ROWS)])
    assert names == {"more/tui.xlsx": "tui.xlsx", "sent/tui.xlsx": "tui (2).xlsx"}


def test_a_file_that_changed_since_or_was_not_read_has_no_copy(tmp_path: Path) -> None:
    assert write_annotated(tmp_path, [problem()], [account()], lambda file: []) == {}
    refused = problem(check="opening", effect="refused", cells="", ranges="", sheet="")
    assert write_annotated(tmp_path, [refused], [account()], lambda file: [sheet_of("Results", ROWS)]) == {}
