"""A sheet as opening a file gives it, made from rows that a test can show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
