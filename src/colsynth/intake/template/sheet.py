"""How is a register's sheet laid out? Locked headers with notes over rows that keep what is typed as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.intake.template.guide import Offer, letters, put
from colsynth.intake.template.rules import ROWS_RULED, add_colours, add_validations
from colsynth.registers.declared import Column, Register
from colsynth.registers.page import type_words

ROWS_PREPARED = (
    1000  # rows below the header that are formatted cell by cell, for programs that forget a column's format
)
_MOST_COLUMNS = 16_384  # of a sheet of Excel
_NUMBERS = {"integer", "number", "percent", "year_level"}
_NEEDED, _OPTIONAL = PatternFill("solid", fgColor="1F4E5F"), PatternFill("solid", fgColor="DCE9ED")
_OPEN = Protection(locked=False)


def write_sheet(sheet: Worksheet, register: Register, lists: Mapping[str, str], offer: Offer) -> None:
    """A sheet to fill in; where it is prepared for a school, its number stands in every prepared row."""
    columns = register.in_template
    for at, column in enumerate(columns, start=1):
        _write_header(sheet, at, column)
        _write_rows(sheet, at, column, offer.school if offer.is_prefilled(column) else "")
    _open_the_rest(sheet, len(columns) + 1)
    add_validations(sheet, register, lists)
    add_colours(sheet, register, next((c.name for c in columns if offer.is_prefilled(c)), None))
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 32
    sheet.print_title_rows, sheet.page_setup.orientation = "1:1", "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{ROWS_RULED + 1}"
    _protect(sheet)


def _write_header(sheet: Worksheet, at: int, column: Column) -> None:
    cell = put(sheet.cell(1, at), column.title)
    cell.font = letters(bold=True, color="FFFFFF" if column.required else "000000")
    cell.fill = _NEEDED if column.required else _OPTIONAL
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.comment = Comment(_note(column), "colsynth", width=280, height=110)
    sheet.column_dimensions[get_column_letter(at)].width = max(12, min(34, len(column.title) + 6))


def _write_rows(sheet: Worksheet, at: int, column: Column, filled: str) -> None:
    """The format of a column: text keeps leading zeros, signs and long numbers as they are typed."""
    form = "yyyy-mm-dd" if column.type == "date" else "General" if column.type in _NUMBERS else "@"
    whole = sheet.column_dimensions[get_column_letter(at)]
    whole.number_format, whole.protection = form, _OPEN
    if form != "@" and not filled:
        return
    first = sheet.cell(2, at)
    first.number_format, first.protection = form, _OPEN
    for row in range(2, ROWS_PREPARED + 2):
        cell = sheet.cell(row, at)
        cell._style = copy(first._style)
        if filled:
            put(cell, filled)


def _open_the_rest(sheet: Worksheet, at: int) -> None:
    """Columns at the right are open for a school's own, headers too."""
    rest = sheet.column_dimensions[get_column_letter(at)]
    rest.min, rest.max, rest.width, rest.protection = at, _MOST_COLUMNS, 12, _OPEN


def _protect(sheet: Worksheet) -> None:
    """Lock the headers alone, without a password; False means that it stays allowed."""
    lock = sheet.protection
    lock.enable()
    lock.formatCells = lock.formatColumns = lock.formatRows = False
    lock.insertRows = lock.deleteRows = lock.insertColumns = lock.deleteColumns = False
    lock.insertHyperlinks = lock.sort = lock.autoFilter = False


def _note(column: Column) -> str:
    needed = "Needed. " if column.required else ""
    sample = f" For example: {column.sample}" if column.sample else ""
    return f"{needed}{column.meaning}. Kind of value: {type_words(column)}.{sample}"
