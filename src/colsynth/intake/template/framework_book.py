"""How does a community write a framework of its own without YAML? A workbook to fill in, with notes and an example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.frameworks.book import (
    AREAS,
    COLUMNS,
    FRAMEWORK,
    INDICATORS,
    MEANING,
    OPTIONAL,
    SETTING,
    SETTINGS,
    STAGES,
    VALUE,
    Column,
)
from colsynth.intake.template.guide import EXAMPLE, GUIDE, letters, put
from colsynth.intake.workbook import save_workbook

LAST_ROW = 500  # of a sheet that is prepared: text stays text, and words are offered
_HEADER, _OPTIONAL, _NEEDED = (PatternFill("solid", fgColor=colour) for colour in ("1F4E5F", "DCE9ED", "FFF2B3"))
_WIDTHS = {
    "Number": 10,
    "Stage": 16,
    "Kind": 12,
    "Version": 10,
    "Part": 12,
    "Then": 20,
    "Now": 20,
    "Text": 90,
    "Name": 44,
}
_WRAPPED = Alignment(wrap_text=True, vertical="top", horizontal="left")
_LINES = (
    "A framework is a set of areas, each with indicators, that a community places on the same stages.",
    f"1. {FRAMEWORK}: say what it is called and whose it is. Yellow cells are needed.",
    f"2. {STAGES}: one a row, lowest first. 'Not yet evident' and 'not applicable' are there by themselves.",
    f"3. {AREAS}: one a row. {INDICATORS}: one a row, in the order in which they are read.",
    "Numbers are given by the place in the list; leave them blank, unless a source has numbers of its own.",
    f"{OPTIONAL[0]} is for later: when something moves, raise the version and say there what became of each part.",
    "Save it in data/frameworks/ of the workspace. Its file's name is what settings and ratings call it.",
    "'colsynth check data/frameworks/ours.xlsx' says what is still to mend, cell by cell.",
    "Then name it under 'frameworks' in the settings. 'colsynth list frameworks' shows it beside the others.",
    f"This sheet and the sheet '{EXAMPLE}' are not read.",
)


def write_framework_workbook(path: Path) -> None:
    """Write a blank workbook that declares a framework once it is filled in."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    _write_settings(workbook.create_sheet(FRAMEWORK))
    for name, columns in COLUMNS.items():
        _write_table(workbook.create_sheet(name), columns)
    guide = workbook.create_sheet(GUIDE)
    for row, line in enumerate(_LINES, start=1):
        put(guide.cell(row, 1), line).font = letters(bold=row == 1)
    guide.column_dimensions["A"].width = 120
    _write_example(workbook.create_sheet(EXAMPLE))
    save_workbook(workbook, path)


def _write_settings(sheet: Worksheet) -> None:
    _write_headers(sheet, 1, [Column(SETTING, needed=True), Column(VALUE, needed=True), Column(MEANING, needed=True)])
    for row, setting in enumerate(SETTINGS, start=2):
        put(sheet.cell(row, 1), setting.title)
        cell = put(sheet.cell(row, 2), setting.default)
        cell.number_format = "yyyy-mm-dd" if setting.kind == "date" else "@"
        cell.alignment = _WRAPPED
        if setting.needed:
            cell.fill = _NEEDED
        many = " Several, with a ; between." if setting.kind == "list" else ""
        example = f" For example: {setting.example}" if setting.example else ""
        put(sheet.cell(row, 3), f"{setting.meaning}.{many}{example}").alignment = _WRAPPED
        if setting.kind == "yes or no":
            _offer(sheet, '"yes,no"', f"B{row}")
    for letter, width in zip("ABC", (24, 60, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B2"


def _write_table(sheet: Worksheet, columns: Sequence[Column]) -> None:
    _write_headers(sheet, 1, columns)
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.title, 28)
        for row in range(2, LAST_ROW + 1):
            cell = sheet.cell(row, at)
            cell.number_format, cell.alignment = "@", _WRAPPED
        cells = f"{letter}2:{letter}{LAST_ROW}"
        if column.choices:
            _offer(sheet, f'"{",".join(column.choices)}"', cells)
        elif sheet.title == INDICATORS and column.title in ("Area", "Stage"):
            _offer(sheet, f"'{AREAS if column.title == 'Area' else STAGES}'!$B$2:$B${LAST_ROW}", cells)
    sheet.freeze_panes = "A2"


def _write_headers(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns, start=1):
        cell = put(sheet.cell(row, at), column.title)
        cell.font = letters(bold=True, color="FFFFFF" if column.needed else "000000")
        cell.fill = _HEADER if column.needed else _OPTIONAL
        if column.meaning:
            note = f"{'Needed. ' if column.needed else ''}{column.meaning}."
            cell.comment = Comment(note, "colsynth", width=280, height=90)


def _offer(sheet: Worksheet, words: str, cells: str) -> None:
    """A drop-down; other words may be typed as well, and are told by the check."""
    rule = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=False)
    rule.add(cells)
    sheet.add_data_validation(rule)


def _write_example(sheet: Worksheet) -> None:
    """Every sheet as it could be filled in, one under another."""
    put(sheet.cell(1, 1), "How the sheets could be filled in. Nothing is read from here.").font = letters(bold=True)
    row = 3
    blocks: list[tuple[str, Sequence[Column]]] = [
        (
            FRAMEWORK,
            [
                Column(SETTING, "", tuple(s.title for s in SETTINGS)),
                Column(VALUE, "", tuple(s.example for s in SETTINGS)),
            ],
        )
    ]
    for name, columns in [*blocks, *COLUMNS.items()]:
        put(sheet.cell(row, 1), name).font = letters(bold=True)
        _write_headers(sheet, row + 1, [Column(column.title) for column in columns])
        for at, column in enumerate(columns, start=1):
            for n, example in enumerate(column.examples):
                put(sheet.cell(row + 2 + n, at), example or None).number_format = "@"
        row += 4 + max(len(column.examples) for column in columns)
    for letter in "ABCDEF":
        sheet.column_dimensions[letter].width = 28
