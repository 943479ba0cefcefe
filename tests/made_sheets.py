"""Sheets made from rows that a test can show: as opening a file gives them, or as a workbook on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from colsynth.intake.opening.sheets import Sheet, frame_of


def sheet_of(name: str, rows: Iterable[Iterable[str]], **more: Any) -> Sheet:
    """A sheet from rows of unequal length."""
    cells = [list(row) for row in rows]
    width = max(map(len, cells), default=0)
    columns = [[row[at] if at < len(row) else "" for row in cells] for at in range(width)]
    return Sheet(name, frame_of(columns, len(cells)), **more)


def cells_of(sheet: Sheet) -> list[list[str]]:
    """Every row of a sheet."""
    return sheet.rows(0, sheet.n_rows)


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with a sheet for each name, and its rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path
