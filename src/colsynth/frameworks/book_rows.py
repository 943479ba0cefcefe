"""What stands in the rows of a workbook that declares a framework? Each text by its header, with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from colsynth.errors import near
from colsynth.frameworks.book import FRAMEWORK, HOW, MEANING, SETTING, SETTINGS, VALUE, Column, Setting
from colsynth.reference.cells import Grid, Read, address, items_in, text_of
from colsynth.reference.declared import place_of
from colsynth.reference.ethnicity import fold


@dataclass(frozen=True)
class Row:
    """A row of a sheet: what each column holds. `lacks` are needed columns that are blank; a stand-in is there then."""

    sheet: str
    number: int
    places: Mapping[str, int]
    texts: Mapping[str, str]
    lacks: frozenset[str]

    def __getitem__(self, title: str) -> str:
        return self.texts.get(title, "")

    def cell(self, title: str) -> str:
        """The address of a column in this row; the first one's where the sheet has no such column."""
        return address(self.sheet, self.places.get(title, 0), self.number)


def read_table(grid: Grid, sheet: str, columns: Sequence[Column], read: Read) -> list[Row]:
    """The rows below the headers that hold anything; a needed column that is blank is a fault."""
    needed = [column.title for column in columns if column.needed]
    by_title = {fold(column.title): column for column in columns}
    wanted = {fold(title) for title in needed}
    start = next((n for n, cells in enumerate(grid, start=1) if wanted <= {fold(text_of(c)) for c in cells}), 0)
    if not start:
        read.fault(sheet, f"There is no row of headers with {' and '.join(map(repr, needed))}. {HOW}")
        return []
    headers = [text_of(cell) for cell in grid[start - 1]]
    for at, header in enumerate(headers):
        if header and fold(header) not in by_title:
            hint = near(header, [column.title for column in columns])
            read.fault(
                address(sheet, at, start),
                f"'{header}' is no header of this sheet.{hint} Correct it, or clear the column.",
            )
    places = {by_title[fold(header)].title: at for at, header in enumerate(headers) if fold(header) in by_title}
    rows = enumerate(grid[start:], start=start + 1)
    return [_row(sheet, number, cells, places, columns, read) for number, cells in rows if any(map(text_of, cells))]


def _row(
    sheet: str, number: int, cells: list[Any], places: Mapping[str, int], columns: Sequence[Column], read: Read
) -> Row:
    texts, lacks = {}, set()
    for column in columns:
        if column.title not in places:
            continue
        cell, at = cells[places[column.title]], address(sheet, places[column.title], number)
        texts[column.title] = text_of(cell)
        if column.kind == "number":
            _check_number(cell, at, read)
        if column.needed and not texts[column.title]:
            read.fault(at, f"'{column.title}' is blank. Fill it in, or clear the row.")
            texts[column.title] = f"blank at {at}"
            lacks.add(column.title)
    return Row(sheet, number, places, texts, frozenset(lacks))


def _check_number(cell: object, at: str, read: Read) -> None:
    """A spreadsheet that takes 1.10 for a number holds 1.1, so which of the two was meant cannot be told."""
    if isinstance(cell, float) and not cell.is_integer():
        read.fault(at, f"{cell} is read as a number. Format the cell as text, and write it again.")


def read_settings(grid: Grid, read: Read) -> None:
    """Read the sheet `Framework`, a setting a row, into the content."""
    known = {fold(setting.title): setting for setting in SETTINGS}
    rows = read_table(grid, FRAMEWORK, _OF_SETTINGS, read)
    seen: dict[str, Row] = {}
    for row in rows:
        setting = known.get(fold(row[SETTING]))
        if setting is None and SETTING not in row.lacks:
            hint = near(row[SETTING], [s.title for s in SETTINGS])
            read.fault(row.cell(SETTING), f"'{row[SETTING]}' is nothing a framework has.{hint}")
        elif setting is not None and setting.title in seen:
            read.fault(row.cell(SETTING), f"'{setting.title}' stands twice. Keep one of the rows.")
        elif setting is not None:
            seen[setting.title] = row
            if setting.kind == "number":
                _check_number(grid[row.number - 1][row.places[VALUE]], row.cell(VALUE), read)
    for setting in SETTINGS:
        _put(setting, seen.get(setting.title), read)


_OF_SETTINGS = (Column(SETTING, needed=True), Column(VALUE), Column(MEANING))


def _put(setting: Setting, row: Row | None, read: Read) -> None:
    cell = row.cell(VALUE) if row else FRAMEWORK
    value = (row[VALUE] if row else "") or setting.default
    if not value and setting.needed:
        read.fault(cell, f"'{setting.title}' is blank. {setting.meaning}.")
        value = "2000-01-01" if setting.kind == "date" else f"blank at {cell}"
    if not value:
        return
    *within, last = setting.steps
    into = read.content
    for step in within:
        into = into.setdefault(step, {})
    into[last] = items_in(value) if setting.kind == "list" else value
    read.cells[place_of(setting.steps)] = cell
