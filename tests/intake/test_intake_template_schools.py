"""A workbook prepared for one school: its number stands in place, its own words are offered, slips are caught."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from made_community import Community, account
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.errors import UsageError
from colsynth.intake.template import write_school_workbooks
from colsynth.intake.template.guide import put
from colsynth.registers.snapshot import Snapshot

ASKED = {"9901": ["students", "achievement"], "9902": ["achievement"]}


@pytest.fixture
def snapshot(community: Community) -> Snapshot:
    community.schools()
    results = "".join(f"{1000000007 + 13 * i},9902,otj-writing,At,2026-08-03\n" for i in range(6))
    community.csv("results.csv", "NSN,School,Measure,Level,Date\n" + results)
    return community.take_in()


@pytest.fixture
def prepared(community: Community, snapshot: Snapshot) -> Path:
    """The workbook of Tōtara Flat School, not yet filled in."""
    folder = community.root / "prepared"
    settings = community.settings(frameworks=["ero-collaborative-practice"])
    paths = write_school_workbooks(folder, settings, snapshot, ASKED)
    assert [path.name for path in paths] == ["9901-totara-flat-school.xlsx", "9902-rata-intermediate.xlsx"]
    return paths[0]


def rule_of(sheet: Worksheet, column: str) -> str:
    """The formula of a column's validation."""
    at = next(cell.column_letter for cell in sheet[1] if cell.value == column)
    return str(next(r.formula1 for r in sheet.data_validations.dataValidation if str(r.sqref).startswith(f"{at}2:")))


def offered(book: Workbook, sheet: str, column: str) -> list[object]:
    """The words of a drop-down."""
    place = rule_of(book[sheet], column).replace("$", "").split("!")[1]
    return [cell.value for row in book["How to fill"][place] for cell in row]


def test_it_holds_the_sheets_asked_for_and_offers_what_the_community_uses(prepared: Path) -> None:
    book = openpyxl.load_workbook(prepared)
    assert book.sheetnames == ["Learners", "Results", "How to fill", "Example"]
    assert "Tōtara Flat School, school number 9901" in book["How to fill"]["A2"].value
    assert offered(book, "Results", "Measure") == ["otj-writing"]
    assert offered(book, "Results", "School number") == ["9901"]
    assert {book["Results"].cell(row, 2).value for row in (2, 500, 1001)} == {"9901"}


def test_sent_back_unfilled_it_adds_nothing_and_says_nothing(community: Community, prepared: Path) -> None:
    prepared.rename(community.root / "sent" / "totara.xlsx")
    again = community.take_in()
    assert not again.problems
    assert account(again, "totara.xlsx", "achievement").read == 0


def test_what_a_school_fills_in_comes_back_without_a_problem(community: Community, prepared: Path) -> None:
    book = openpyxl.load_workbook(prepared)
    sheet = book["Results"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in (2, 3, 7):  # a gap stays a gap
        typed = {"NSN": f"012345678{row}", "Measure": "otj-writing", "Level": "Above", "Date": date(2026, 8, 4)}
        for title, value in (typed | {"Class": "=Rimu"}).items():
            put(sheet.cell(row, at[title]), value)
    book.save(community.root / "sent" / "totara.xlsx")
    again = community.take_in()
    assert not again.problems
    ours = again.frame("achievement").query("school == '9901'")
    assert ours["source_row"].tolist() == [2, 3, 7]
    assert set(ours["class"]) == {"=Rimu"}
    left = account(again, "totara.xlsx", "achievement").left_out
    assert [entry["row"] for entry in left] == ["4-6", "8-1001"]


def test_the_validations_of_a_school_catch_the_slips_that_matter_most(prepared: Path) -> None:
    sheet = openpyxl.load_workbook(prepared)["Results"]
    rules = {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation}
    title = {cell.value: cell.column_letter for cell in sheet[1]}
    assert rules[title["NSN"]].type == "custom"
    assert "ISTEXT" in rules[title["NSN"]].formula1
    assert (rules[title["Date"]].type, rules[title["Date"]].formula2) == ("date", "TODAY()")
    level = rules[title["Year level"]]
    assert (level.type, level.formula1, level.formula2) == ("whole", "0", "15")
    assert "measure_words" in rules[title["Level"]].formula1
    formulas = [rule.formula[0] for found in sheet.conditional_formatting for rule in found.rules]
    twice = next(formula for formula in formulas if "COUNTIFS" in formula)
    assert all(f"${title[name]}$2" in twice for name in ("NSN", "School number", "Measure", "Date", "Term"))
    assert any(f'${title["NSN"]}2=""' in formula for formula in formulas)


def test_workbooks_that_stand_already_are_not_written_over(
    community: Community, snapshot: Snapshot, prepared: Path
) -> None:
    with pytest.raises(UsageError, match="is there already"):
        write_school_workbooks(prepared.parent, community.settings(), snapshot, ASKED)
    assert write_school_workbooks(prepared.parent, community.settings(), snapshot, ASKED, force=True)


def test_any_name_of_a_school_makes_a_file_of_its_own_in_the_folder(community: Community, tmp_path: Path) -> None:
    names = ["../../evil", "=cmd", "L" * 300, "a/b", "a b", "学校"]
    lines = "".join(f'"{chr(64 + at)}","{name}"\n' for at, name in enumerate(names, start=1))
    community.csv("schools.csv", "School number,School name\n" + lines + '"../F",School\n"./F",School\n')
    found = community.take_in()
    codes = list(found.frame("schools")["school"])
    paths = write_school_workbooks(
        tmp_path / "made", community.settings(), found, {code: ["achievement"] for code in codes}
    )
    assert len(set(paths)) == len(codes) == 8
    assert {path.parent for path in paths} == {tmp_path / "made"}
    assert all(path.exists() and len(path.name) < 100 for path in paths)
