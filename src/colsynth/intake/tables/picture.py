"""What does a sheet look like from afar? Its used range, the tables found on it, and the rows set aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.tables.addresses import spans
from colsynth.intake.tables.table import Table

_NOT_SHOWN = {"student_number", "person", "never_stored"}  # column types whose cells are shown nowhere
MOST_SPANS = 200  # runs of rows kept; more cannot be told apart in a small picture


def picture_of(sheet: Sheet, *tables: Table) -> dict[str, Any]:
    """The picture of a sheet with the tables found on it, none where nothing was recognised (see `Account`)."""
    return {
        "rows": sheet.n_rows,
        "columns": sheet.n_columns,
        "tables": [_of_table(table) for table in tables],
        "set_aside": [],
    }


def with_set_aside(picture: dict[str, Any], rows: Iterable[int]) -> dict[str, Any]:
    """The same picture, with the rows of records that were set aside."""
    return {**picture, "set_aside": _few_spans(rows)} if picture else picture


def _of_table(table: Table) -> dict[str, Any]:
    matched = table.matched
    hidden = {at for name, at in matched.columns.items() if matched.register.column(name).type in _NOT_SHOWN}
    hidden |= set(matched.not_kept)
    twice = {at for places in matched.claimed_twice.values() for at in places}
    return {
        "register": matched.register.name,
        "header": list(table.header_rows),
        "rows": _few_spans(table.rows),
        "columns_used": sorted(at + 1 for at in {*matched.columns.values(), *matched.wide} - set(matched.not_kept)),
        "columns_not_used": sorted(at + 1 for at in {*matched.not_used, *twice} - hidden),
        "columns_not_kept": sorted(at + 1 for at in hidden),
    }


def _few_spans(rows: Iterable[int]) -> list[list[int]]:
    listed, gap = list(rows), 1
    while len(found := spans(listed, gap)) > MOST_SPANS:
        gap *= 2
    return [[first, last] for first, last in found]
