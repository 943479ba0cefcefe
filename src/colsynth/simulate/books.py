"""How does a table become a spreadsheet? Sheets of rows, written as XLSX or CSV, the same bytes each time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from colsynth.intake.workbook import save_workbook

Cell = str | int | float | date | bool | None
WIDEST = 44  # characters; wider columns are cut off on screen, as people leave them


@dataclass
class Sheet:
    """One sheet: rows of cells, of which `header` (from 0) holds the column names and `footers` stand last.

    `terms` says of which term each record row is, where that is known.
    """

    name: str
    register: str
    rows: list[list[Cell]]
    header: int = 0
    footers: int = 0
    terms: tuple[str, ...] = ()

    def body(self) -> range:
        """The places of the rows that hold records."""
        return range(self.header + 1, len(self.rows) - self.footers)

    def column(self, name: str) -> int:
        """The place of a column."""
        return self.rows[self.header].index(name)


@dataclass
class Book:
    """One file: an XLSX of sheets, or a CSV of one sheet."""

    file: str
    sheets: list[Sheet] = field(default_factory=list)
    delimiter: str = ","

    def write(self, folder: Path) -> None:
        """The file, in `folder`."""
        path = folder / self.file
        if path.suffix == ".csv":
            path.write_bytes(_csv(self.sheets[0], self.delimiter).encode("utf-8-sig"))
        else:
            save_workbook(_workbook(self.sheets), path)


def table(
    name: str, register: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], terms: Iterable[str] = ()
) -> Sheet:
    """A plain sheet: the column names, then the rows."""
    return Sheet(name, register, [list(header), *(list(row) for row in rows)], terms=tuple(terms))


def noted(sheet: Sheet, above: Sequence[str], below: Sequence[Sequence[Cell]]) -> Sheet:
    """A sheet with a title and notes above its table and rows such as averages below."""
    tops: list[list[Cell]] = [[text] if text else [] for text in above]
    rows = [*tops, *sheet.rows, *(list(row) for row in below)]
    return Sheet(sheet.name, sheet.register, rows, len(tops), len(below), sheet.terms)


def _csv(sheet: Sheet, delimiter: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([_text(cell) for cell in row])
    return stream.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _workbook(sheets: Sequence[Sheet]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row in sheet.rows:
            page.append([("yes" if cell else "no") if isinstance(cell, bool) else cell for cell in row])
        for cell in page[sheet.header + 1]:
            cell.font = Font(bold=True)
        if sheet.header:
            page["A1"].font = Font(bold=True, size=14)
        page.freeze_panes = f"A{sheet.header + 2}"
        for cells in page.iter_cols(min_row=sheet.header + 1):
            longest = max(len(str(cell.value or "")) for cell in cells)
            page.column_dimensions[get_column_letter(cells[0].column)].width = min(longest + 2, WIDEST)
            for cell in cells:
                if isinstance(cell.value, date):
                    cell.number_format = "dd/mm/yyyy"
    return book
