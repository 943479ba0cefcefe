"""What is wrong in the spreadsheets? A few faults as real files have them, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np

from colsynth.simulate.books import Book, Cell, Sheet
from colsynth.simulate.plan import FaultPlan

NUMBER = ("NSN", "NSN ID")
LEVEL = ("Level", "Judgement", "Overall Level")
DAY = ("Date", "Test Date", "Date Tested")
SCHOOL = ("School", "School number")
FIRST_DAY = ("First day",)
NO_LEVEL = ("", "-", "abs", "Absent", "EX", "exempt", "n/a", "new", "not enrolled")


@dataclass(frozen=True)
class Planted:
    """One fault: where it stands, what was written, and what should become of the record."""

    kind: str
    register: str
    file: str
    sheet: str
    row: int
    column: str
    was: str
    written: str
    effect: str

    def as_truth(self) -> dict[str, object]:
        """The fault as the truth file has it."""
        return asdict(self)


def plant(
    faults: Iterable[FaultPlan], sent: dict[str, list[Book]], kept: Sequence[str], rng: np.random.Generator
) -> list[Planted]:
    """Put each fault into the files of its school; rows of the terms `kept` stay whole."""
    planted: list[Planted] = []
    for fault in faults:
        book, sheet, column, rows = _place(fault, sent[fault.school], kept, planted)
        row = rows[int(rng.integers(len(rows)))]
        planted.append(KINDS[fault.kind](book, sheet, row, column))
    return planted


def _place(
    fault: FaultPlan, books: list[Book], kept: Sequence[str], planted: list[Planted]
) -> tuple[Book, Sheet, str, list[int]]:
    """The file, sheet, column and rows that a fault may take; judgements come before scores."""
    sheets = [(book, sheet) for book in books for sheet in book.sheets if sheet.register == fault.register]
    for book, sheet in sorted(sheets, key=lambda found: "Scale score" in found[1].rows[found[1].header]):
        column = next((name for name in _COLUMNS[fault.kind] if name in sheet.rows[sheet.header]), None)
        if column is None:
            continue
        taken = {p.row for p in planted if (p.file, p.sheet) == (book.file, sheet.name)}
        rows = [
            row
            for row, term in zip(sheet.body(), sheet.terms, strict=False)
            if term
            and term not in kept
            and row + 1 not in taken
            and _fits(fault.kind, sheet.rows[row], sheet.column(column), term)
        ]
        if rows:
            return book, sheet, column, rows
    raise ValueError(f"no sheet of school {fault.school} can hold '{fault.kind}'")


def _fits(kind: str, row: list[Cell], column: int, term: str) -> bool:
    if kind == "future date":
        return term.startswith("2026")
    if kind == "scientific number":
        return True
    if kind == "first day before last":
        return term.endswith("T1")
    return isinstance(row[column], str) and row[column] not in NO_LEVEL


def _change(
    kind: str, book: Book, sheet: Sheet, row: int, column: str, written: Cell, effect: str = "set aside"
) -> Planted:
    place = sheet.column(column)
    was, sheet.rows[row][place] = sheet.rows[row][place], written
    return Planted(kind, sheet.register, book.file, sheet.name, row + 1, column, str(was), str(written), effect)


def _no_such_level(book: Book, sheet: Sheet, row: int, column: str) -> Planted:
    return _change("no such level", book, sheet, row, column, "Atish")


def _future_date(book: Book, sheet: Sheet, row: int, column: str) -> Planted:
    cell = sheet.rows[row][sheet.column(column)]
    late: Cell = cell.replace(year=2062) if isinstance(cell, date) else str(cell).replace("2026", "2062")
    return _change("future date", book, sheet, row, column, late)


def _first_day_before_last(book: Book, sheet: Sheet, row: int, column: str) -> Planted:
    cell = str(sheet.rows[row][sheet.column(column)])
    return _change("first day before last", book, sheet, row, column, cell.replace("2026", "2025"), "warned of")


def _scientific_number(book: Book, sheet: Sheet, row: int, column: str) -> Planted:
    return _change(
        "scientific number",
        book,
        sheet,
        row,
        column,
        f"{float(str(sheet.rows[row][sheet.column(column)])):.2E}",
    )


def _unknown_school(book: Book, sheet: Sheet, row: int, column: str) -> Planted:
    name = str(sheet.rows[row][sheet.column(column)])
    return _change("unknown school", book, sheet, row, column, "9999" if name.isdigit() else "Puriri Creek School")


def _repeated_row(book: Book, sheet: Sheet, row: int, column: str) -> Planted:
    return _again("repeated row", "repeated", book, sheet, row, column, sheet.rows[row][sheet.column(column)])


def _contradicting_row(book: Book, sheet: Sheet, row: int, column: str) -> Planted:
    was = str(sheet.rows[row][sheet.column(column)])
    seen = sorted({str(sheet.rows[r][sheet.column(column)]) for r in sheet.body()} - set(NO_LEVEL))
    other = next(level for level in seen if level != was)
    return _again("contradicting row", "set aside", book, sheet, row, column, other)


def _again(kind: str, effect: str, book: Book, sheet: Sheet, row: int, column: str, written: Cell) -> Planted:
    """The same row once more at the end of the table, with `written` in a column."""
    again = list(sheet.rows[row])
    was, again[sheet.column(column)] = again[sheet.column(column)], written
    at = sheet.body().stop
    sheet.rows.insert(at, again)
    return Planted(kind, sheet.register, book.file, sheet.name, at + 1, column, str(was), str(written), effect)


_COLUMNS: dict[str, tuple[str, ...]] = {
    "no such level": LEVEL,
    "future date": DAY,
    "first day before last": FIRST_DAY,
    "scientific number": NUMBER,
    "unknown school": SCHOOL,
    "repeated row": LEVEL,
    "contradicting row": LEVEL,
}
KINDS: dict[str, Callable[[Book, Sheet, int, str], Planted]] = {
    "no such level": _no_such_level,
    "future date": _future_date,
    "first day before last": _first_day_before_last,
    "scientific number": _scientific_number,
    "unknown school": _unknown_school,
    "repeated row": _repeated_row,
    "contradicting row": _contradicting_row,
}
