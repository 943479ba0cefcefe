"""What do schools fill in? A workbook made from the register declarations, with drop-downs, notes and an example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.errors import UsageError, near
from colsynth.frameworks import load_frameworks
from colsynth.intake.table import NOT_READ
from colsynth.intake.workbook import save_workbook
from colsynth.reference.measures import load_measures
from colsynth.registers.declared import Column, Register, load_registers
from colsynth.registers.page import type_words

FIRST_SHEETS = ("schools", "students", "achievement")  # the registers a blank workbook opens with
ROWS_PREPARED = 2000  # rows below the header that have formats and drop-downs
_AS_TEXT = {
    "text",
    "code",
    "term",
    "student_number",
    "school",
    "schools",
    "school_or_other",
    "goals",
    "measure",
    "measure_or_other",
    "framework",
    "person",
    "ethnicities",
}
_GUIDE, _EXAMPLE = "How to fill", "Example"

_NEEDED = PatternFill("solid", fgColor="1F4E5F")
_OPTIONAL = PatternFill("solid", fgColor="DCE9ED")


def write_template(path: Path | str, with_: Sequence[str] = (), workspace: Path | None = None) -> None:
    """Write a blank workbook: a sheet a register, how to fill them, and an example of each.

    `with_` names further registers, by name or sheet. UsageError where one does not exist.
    """
    registers = load_registers(workspace)
    names = [*FIRST_SHEETS, *(_register_name(name, registers) for name in with_)]
    chosen = [registers[name] for name in dict.fromkeys(names)]
    workbook = Workbook()
    workbook.remove(workbook.active)
    sheets = {register.name: workbook.create_sheet(register.sheet) for register in chosen}
    guide = workbook.create_sheet(_GUIDE)
    lists = _write_guide(guide, chosen, _words_for(chosen, workspace))
    for register in chosen:
        _write_sheet(sheets[register.name], register, lists)
    _write_example(workbook.create_sheet(_EXAMPLE), chosen)
    save_workbook(workbook, Path(path))


def _register_name(written: str, registers: dict[str, Register]) -> str:
    by_word = {word.casefold(): name for name, register in registers.items() for word in (name, register.sheet)}
    name = by_word.get(written.strip().casefold())
    if name is None:
        more = [n for n in registers if n not in FIRST_SHEETS]
        raise UsageError(f"'{written}' is no register.{near(written, by_word)} Further sheets are {', '.join(more)}.")
    return name


def _words_for(registers: list[Register], workspace: Path | None) -> dict[tuple[str, str], list[str]]:
    """The words each drop-down offers, by register and column."""
    measures = list(load_measures(workspace))
    frameworks = load_frameworks(workspace)
    words: dict[tuple[str, str], list[str]] = {}
    for register in registers:
        for column in register.in_template:
            if column.type == "choice":
                words[register.name, column.name] = list(column.choices)
            elif column.type == "yes_no":
                words[register.name, column.name] = ["yes", "no"]
            elif column.type == "measure":
                words[register.name, column.name] = measures
            elif column.type == "framework":
                words[register.name, column.name] = list(frameworks)
    return words


def _write_sheet(sheet: Worksheet, register: Register, lists: dict[tuple[str, str], str]) -> None:
    for at, column in enumerate(register.in_template, start=1):
        cell = sheet.cell(1, at, column.title)
        cell.font = Font(bold=True, color="FFFFFF" if column.required else "000000")
        cell.fill = _NEEDED if column.required else _OPTIONAL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(_note(column), "colsynth", width=280, height=110)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(12, min(34, len(column.title) + 6))
        if column.type in _AS_TEXT or column.type == "date":
            form = "yyyy-mm-dd" if column.type == "date" else "@"
            sheet.column_dimensions[letter].number_format = form
            for row in range(2, ROWS_PREPARED + 2) if column.type in {"student_number", "code", "school"} else ():
                sheet.cell(row, at).number_format = form
        reference = lists.get((register.name, column.name))
        if reference is not None:
            rule = DataValidation(type="list", formula1=reference, allow_blank=True, showErrorMessage=True)
            rule.errorTitle, rule.error = (
                "Not in the list",
                f"{column.title}: choose one of the words offered.",
            )
            rule.add(f"{letter}2:{letter}{ROWS_PREPARED + 1}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 32


def _note(column: Column) -> str:
    needed = "Needed. " if column.required else ""
    sample = f" For example: {column.sample}" if column.sample else ""
    return f"{needed}{column.meaning}. Kind of value: {type_words(column)}.{sample}"


def _write_guide(
    sheet: Worksheet, registers: list[Register], words: dict[tuple[str, str], list[str]]
) -> dict[tuple[str, str], str]:
    """The sheet that says how to fill in the others; gives the place of each drop-down's words."""
    lines = [
        NOT_READ,
        "One row for each thing the sheet is about. Dark headers are needed; leave blank what you do not know.",
        "Student numbers are replaced by codes when the workbook is read. Names of learners are never needed.",
        "Write why a result is missing (absent, exempt, not enrolled) rather than leaving a gap without a reason.",
        "Columns may be moved, left out or added; do not change the headers' words.",
    ]
    for row, line in enumerate(lines, start=1):
        sheet.cell(row, 1, line).font = Font(bold=row == 1)
    row = len(lines) + 2
    places: dict[tuple[str, str], str] = {}
    for register in registers:
        sheet.cell(row, 1, f"{register.sheet}: one row is {register.row}").font = Font(bold=True)
        row += 1
        for column in register.in_template:
            cells = [column.title, "needed" if column.required else "", type_words(column), column.meaning]
            offered = words.get((register.name, column.name), [])
            for at, text in enumerate([*cells, *offered], start=1):
                sheet.cell(row, at, text)
            if offered:
                first, last = get_column_letter(5), get_column_letter(4 + len(offered))
                places[register.name, column.name] = f"'{_GUIDE}'!${first}${row}:${last}${row}"
            row += 1
        row += 1
    for letter, width in zip("ABCD", (26, 9, 34, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    return places


def _write_example(sheet: Worksheet, registers: list[Register]) -> None:
    sheet.cell(1, 1, NOT_READ).font = Font(bold=True)
    row = 3
    for register in registers:
        sheet.cell(row, 1, register.sheet).font = Font(bold=True)
        for at, column in enumerate(register.in_template, start=1):
            sheet.cell(row + 1, at, column.title).font = Font(bold=True)
            cell = sheet.cell(row + 2, at, column.sample or "")
            cell.number_format = "@"
        row += 5
