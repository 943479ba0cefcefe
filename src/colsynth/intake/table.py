"""Where on a sheet does the table stand, and which register is it?

The header is the row, among the first, whose cells a register knows best. Rows above it, rows of totals, notes and
repeated headers are left out and listed with the reason; blank rows are nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from colsynth.intake.matching import Matched, match_headers
from colsynth.intake.naming import MeasureNames
from colsynth.intake.sheets import Sheet
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Register
from colsynth.settings import InputFile

ROWS_SEARCHED = 25  # rows among which the header is looked for
NOT_READ = "This sheet is not read by colsynth."  # in A1 of the template's own guide and example

_TOTALS = re.compile(
    r"^(?:(?:grand|sub|class|school|cohort|year(?: \d+)?)[ -]?)?"
    r"(?:totals?|averages?|avg|mean|median|sum|count|overall)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^(?:notes?\b|source\b|nb\b|n\.b\.|key\b|\*|†)", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A register's table on a sheet: the header's row, what its headers mean, and the rows below that are records.

    `rows` are row numbers as the spreadsheet counts them, from 1.
    """

    header_row: int
    headers: list[str]
    matched: Matched
    rows: list[int]
    left_out: list[dict[str, str]]


def letter(place: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def is_own_guide(sheet: Sheet) -> bool:
    """Whether it is one of the template's sheets that tell how to fill it in."""
    return bool(sheet.cells and sheet.cells[0] and sheet.cells[0][0].startswith(NOT_READ))


def is_blank(sheet: Sheet) -> bool:
    """Whether no cell holds anything."""
    return not any(any(row) for row in sheet.cells)


def find_table(
    sheet: Sheet, registers: Mapping[str, Register], names: MeasureNames, hint: InputFile | None, file: str = ""
) -> Table | None:
    """The table on a sheet, or None where no row of headers is recognised.

    A sheet, or a text file, that is called after a register needs less in its headers to be that register.
    """
    called = fold(sheet.name or PurePath(file).name.partition(".")[0])
    wanted = [registers[hint.register_name]] if hint and hint.register_name else list(registers.values())
    best: tuple[tuple[int, bool, int], int, Matched] | None = None
    for place, cells in enumerate(sheet.cells[:ROWS_SEARCHED]):
        if sum(map(bool, cells)) < 2:
            continue
        for matched in _readings(cells, wanted, names, hint, called):
            named = called in {fold(matched.register.sheet), fold(matched.register.name)}
            rank = (matched.n_known, named, -place)
            if best is None or rank > best[0]:
                best = (rank, place, matched)
    if best is None:
        return None
    _, place, matched = best
    return _table(sheet, place, matched)


def _readings(
    cells: list[str], wanted: list[Register], names: MeasureNames, hint: InputFile | None, called: str
) -> list[Matched]:
    """What a row of headers could mean, without readings that give way to another."""
    given = (hint.columns, hint.for_all) if hint else ({}, {})
    readings = [match_headers(cells, register, names, *given, called) for register in wanted]
    if hint and hint.register_name:
        return [matched for matched in readings if matched.columns or matched.wide]
    readings = [matched for matched in readings if matched.is_recognised]
    give_way = {name for matched in readings for name in matched.register.rather_than}
    return [matched for matched in readings if matched.register.name not in give_way]


def guess_headers(sheet: Sheet) -> tuple[int, list[str]]:
    """The number and cells of the row that looks most like headers, on a sheet nobody knows."""
    rows = list(enumerate(sheet.cells[:ROWS_SEARCHED], start=1))
    return max(rows, key=lambda row: len([cell for cell in row[1] if cell and not cell[0].isdigit()]), default=(1, []))


def _table(sheet: Sheet, place: int, matched: Matched) -> Table:
    header = sheet.cells[place]
    reasons: dict[int, str] = {
        row: "title or note above the table" for row in range(1, place + 1) if any(sheet.cells[row - 1])
    }
    rows = []
    identity = [matched.columns[name] for name in _identity(matched) if name in matched.columns]
    texts = {at for name, at in matched.columns.items() if matched.register.column(name).type == "text"}
    two = sorted({*matched.columns.values(), *matched.wide})[:2]
    for number, cells in enumerate(sheet.cells[place + 1 :], start=place + 2):
        width = len(cells)
        if not any(cells):
            continue
        first = next(cell for cell in cells if cell)
        if not first[0].isdigit() or not all(at < width and cells[at] for at in two):
            why = _why_no_record(cells, first, identity, texts, header)
            if why:
                reasons[number] = why
                continue
        rows.append(number)
    return Table(place + 1, header, matched, rows, _as_spans(reasons))


def _identity(matched: Matched) -> list[str]:
    """The columns that say whom or what a row is about."""
    return matched.register.recognised_by[0]


def _why_no_record(cells: list[str], first: str, identity: list[int], texts: set[int], header: list[str]) -> str | None:
    """Why a row below the header is no record, or None where it is one."""
    filled = [at for at, cell in enumerate(cells) if cell][:2]
    identified = [cells[at] for at in identity if at < len(cells) and cells[at]]
    if _TOTALS.match(first) and (not identified or identified[0] == first):
        return "totals or averages"
    if _NOTE.match(first) and len(filled) == 1:
        return "note"
    if len(filled) == 1 and filled[0] not in texts and " " in first and any(c.isalpha() for c in first):
        return "line of text in or below the table"
    if first == next(cell for cell in header if cell) and cells[: len(header)] == header[: len(cells)]:
        return "header repeated"
    return None


def _as_spans(reasons: dict[int, str]) -> list[dict[str, str]]:
    """Rows in a line with one reason as one entry, `{"row": "1-3", "why": ...}`."""
    spans: list[list[int]] = []
    for row in sorted(reasons):
        if spans and spans[-1][1] == row - 1 and reasons[spans[-1][0]] == reasons[row]:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return [{"row": str(a) if a == b else f"{a}-{b}", "why": reasons[a]} for a, b in spans]
