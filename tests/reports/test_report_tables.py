"""The tables beside the page: nothing runs in a spreadsheet, numbers stay numbers, the same bytes."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import handmade as made
import openpyxl
import pytest

from colsynth.reports.findings import FIELDS, write_findings
from colsynth.reports.page import PageHeader, make_page
from colsynth.reports.tables import csv_text, write_appendix, write_tables


def exhibits() -> list[dict[str, Any]]:
    rows = [["=1+1", "68 %"], ["Mānuka School", "[c]"], ["000001", "1 204"], ["-3", "-3"]]
    rows.append(["#N/A\x07", "67.5"])
    one = made.table([["x", "1"]], "School", "Share")
    return [
        made.exhibit("goals-a", "goals", "=cmd|' /C calc'!A0", table=made.table(rows, "School", "Share")),
        made.exhibit("goals/a-name-longer-than-excel-takes-[1]", "goals", "B", table=one),
        made.exhibit("goals/a-name-longer-than-excel-takes-[2]", "goals", "C", table=one),
        made.exhibit("goals-words", "goals", "No table"),
    ]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-3.5", "-3.5"),
        ("+2", "+2"),
        ("-12 %", "-12 %"),
        ("Rata", "Rata"),
        ("[c]", "[c]"),
    ],
)
def test_no_text_of_a_csv_file_is_a_formula_and_numbers_are_untouched(cell: str, written: str) -> None:
    assert csv_text(cell) == written


def test_each_table_is_a_csv_file_that_excel_opens_with_its_macrons(tmp_path: Path) -> None:
    paths = write_tables(exhibits(), tmp_path / "tables")
    assert [path.name for path in paths] == [
        "goals-a.csv",
        "goals-a-name-longer-than-excel-takes-1.csv",
        "goals-a-name-longer-than-excel-takes-2.csv",
    ]
    content = paths[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbfSchool,Share (%)\r\n'=1+1,68 %\r\n")
    assert "Mānuka School,[c]\r\n" in content.decode("utf-8")


def test_the_folder_is_there_when_there_is_no_table(tmp_path: Path) -> None:
    assert write_tables([], tmp_path / "tables") == []
    assert (tmp_path / "tables").is_dir()


def test_the_workbook_lists_its_sheets_and_holds_no_formula(tmp_path: Path) -> None:
    write_appendix(exhibits(), tmp_path / "appendix.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "appendix.xlsx")
    assert workbook.sheetnames[:2] == ["Contents", "goals-a"]
    assert len(workbook.sheetnames) == 4
    assert all(len(name) <= 31 for name in workbook.sheetnames)
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert [[cell.value for cell in row] for row in workbook["goals-a"].iter_rows(min_row=4)] == [
        ["School", "Share (%)"],
        ["=1+1", 0.68],
        ["Mānuka School", "[c]"],
        ["000001", 1204],
        ["-3", -3],
        ["#N/A", 67.5],
    ]
    assert workbook["goals-a"]["B5"].number_format == "0%"
    assert workbook["Contents"]["B2"].value == "=cmd|' /C calc'!A0"


def test_the_workbook_holds_no_time_of_its_making(tmp_path: Path) -> None:
    write_appendix(exhibits(), tmp_path / "appendix.xlsx")
    with zipfile.ZipFile(tmp_path / "appendix.xlsx") as archive:
        assert {part.date_time for part in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        properties = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"(\d{4})-\d\d-\d\dT", properties)) == {"2000"}


def test_an_empty_workbook_still_opens(tmp_path: Path) -> None:
    write_appendix([], tmp_path / "appendix.xlsx")
    assert openpyxl.load_workbook(tmp_path / "appendix.xlsx").sheetnames == ["Contents"]


def test_findings_are_written_once_in_reading_order_with_the_agreed_fields(
    tmp_path: Path, chapters: list[Any], header: PageHeader
) -> None:
    findings = make_page(chapters, header).findings
    write_findings(findings, tmp_path / "findings.json")
    text = (tmp_path / "findings.json").read_text(encoding="utf-8")
    records = json.loads(text)["findings"]
    ids = [record["id"] for record in records]
    assert ids == ["goals-standing-1", "achievement-groups-1", "practice-areas-1"]
    assert all(tuple(record) == FIELDS for record in records)
    assert "Māori" in text
