"""Where on a sheet do the tables stand, and which register is each?

The header is the row (or two or three, one over another) among the first whose cells a register knows best. A further
header below, after a blank row or with the same words again, begins a section of its own; tables side by side stand
apart by a blank column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.intake.opening.apart.letters import letter
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.tables.header import MOST_ROWS, Header, read_header
from colsynth.intake.tables.matching import Matched, match_headers
from colsynth.intake.tables.rows import BESIDE, GROUP, TITLE, filled_cells, listed, records_below
from colsynth.intake.tables.wide import WideHeaders
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Register
from colsynth.settings import InputFile

UNREAD = "below a row of headers that is not understood"
ROWS_SEARCHED = 25  # rows among which the first header is looked for
SECTIONS_SEARCHED = 5000  # rows further down that may begin a section, of one sheet
NOT_READ = "This sheet is not read by colsynth."  # in A1 of the template's own guide and example


@dataclass(frozen=True)
class Table:
    """A register's table on a sheet: where its header stands, what it means, and the rows below that are records.

    `header_row` and `rows` are row numbers as the spreadsheet counts them, from 1; `header_rows` the first and the
    last row of a header. `title` is the line right above, with its address; `groups`, lines of text between the rows;
    `block`, the first and the last of its columns, from 0, where other tables stand beside it; `alone`, the text and
    the address of every row below the header that holds one text with letters and nothing else; `unread`, the first row
    of each section below whose headers are not understood, and how many rows it has.
    """

    header_row: int
    headers: list[str]
    matched: Matched
    rows: npt.NDArray[np.int64]
    left_out: list[dict[str, str]]
    header_rows: tuple[int, int] = (0, 0)
    title: tuple[str, str] = ("", "")
    groups: dict[int, str] = field(default_factory=dict)
    unclear: tuple[int, ...] = ()
    block: tuple[int, int] | None = None
    unread: tuple[tuple[int, int], ...] = ()
    alone: dict[int, tuple[str, str]] = field(default_factory=dict)


def is_own_guide(sheet: Sheet) -> bool:
    """Whether it is one of the template's sheets that tell how to fill it in."""
    return bool(sheet.n_rows and sheet.n_columns and sheet.rows(0, 1)[0][0].startswith(NOT_READ))


def is_blank(sheet: Sheet) -> bool:
    """Whether no cell holds anything."""
    return not any(sheet.column(place).ne("").any() for place in sheet.places)


def find_tables(
    sheet: Sheet, registers: Mapping[str, Register], wide: WideHeaders, hint: InputFile | None, file: str = ""
) -> list[Table]:
    """The tables on a sheet in the order of their rows, or none where no header is recognised.

    A sheet, or a text file, that is called after a register needs less in its headers to be that register.
    """
    called = fold(sheet.name or PurePath(file).name.partition(".")[0])
    wanted = [registers[hint.register_name]] if hint and hint.register_name else list(registers.values())
    search = _Search(sheet, wanted, wide, hint, called)
    tables = list(search.tables())
    if any(table.matched.claimed_twice for table in tables):
        apart = [
            replace(table, block=block)
            for block in _blocks(sheet, tables[0].header_row - 1)
            for table in _Search(_only(sheet, block), wanted, wide, hint, called).tables()
        ]
        if len(apart) > len(tables) and not any(table.matched.claimed_twice for table in apart):
            return _with_the_rest(sheet, apart)
    return tables


class _Search:
    """The search for tables on one sheet."""

    def __init__(
        self, sheet: Sheet, wanted: list[Register], wide: WideHeaders, hint: InputFile | None, called: str
    ) -> None:
        self._sheet, self._wanted, self._wide, self._hint, self._called = sheet, wanted, wide, hint, called
        self._filled = filled_cells(sheet.frame)
        self._has_groups = bool(hint and any("{group}" in value for value in hint.for_all.values()))

    def tables(self) -> Iterator[Table]:
        found = self._first()
        if found is None:
            return
        headers: list[tuple[Header, Matched | None]] = [found, *self._further(*found)]
        starts = [0, *(self._first_title(header) for header, _ in headers[1:]), self._sheet.n_rows]
        tables: list[Table] = []
        for at, (header, matched) in enumerate(headers):
            if matched is not None:
                tables.append(self._table(header, matched, starts[at], starts[at + 1]))
            else:
                tables[-1] = self._with_unread(tables[-1], starts[at], starts[at + 1])
        yield from tables

    def _with_unread(self, table: Table, start: int, stop: int) -> Table:
        """The table above a header that is not understood, with the rows from there on listed as left out."""
        rows = {at: UNREAD for at in range(start, stop) if self._filled[at] > 0}
        return replace(table, left_out=[*table.left_out, *listed(rows)], unread=(*table.unread, (start + 1, len(rows))))

    def _first_title(self, header: Header) -> int:
        """The first of the lines that stand right above a header further down."""
        at = header.first
        while self._filled[at - 1] == 1 and header.first - at < MOST_ROWS:
            at -= 1
        return at

    def _first(self) -> tuple[Header, Matched] | None:
        """The best of the first rows, or a header with a table of its own above it."""
        readings = [
            ((matched.n_known, matched.is_called_so, header.first - header.last, -header.last), header, matched)
            for header in self._candidates(self._sheet.rows(0, ROWS_SEARCHED))
            for matched in self._readings(header.texts)
        ]
        found: tuple[Header, Matched] | None = None
        while readings:
            _, header, matched = max(readings, key=lambda reading: reading[0])
            found = header, matched
            readings = [
                (rank, above, meant)
                for rank, above, meant in readings
                if meant.is_recognised and (self._filled[above.last + 1 : header.first] > 1).any()
            ]
        return found

    def _candidates(self, rows: list[list[str]]) -> Iterator[Header]:
        if self._hint and self._hint.header_rows:
            first, _, end = self._hint.header_rows.partition("-")
            if int(end or first) <= len(rows):
                yield read_header(self._sheet, rows, int(first) - 1, int(end or first) - 1)
            return
        for last in range(len(rows)):
            yield from self._ending_at(rows, last)

    def _ending_at(self, rows: list[list[str]], last: int) -> Iterator[Header]:
        """The headers that may end on a row: itself, and with the rows above that hold more than a title."""
        if self._filled[last] < 2:
            return
        for first in range(last, max(-1, last - MOST_ROWS), -1):
            if first < last and not self._is_upper(first):
                return
            yield read_header(self._sheet, rows, first, last)

    def _is_upper(self, at: int) -> bool:
        merged = any(top <= at <= bottom and left < right for top, left, bottom, right in self._sheet.merged)
        return bool(self._filled[at] >= 2 or (self._filled[at] == 1 and merged and self._filled[at + 1] > 2))

    def _readings(self, headers: list[str]) -> list[Matched]:
        """What a row of headers could mean, without readings that give way to another."""
        readings = [match_headers(headers, register, self._wide, self._hint, self._called) for register in self._wanted]
        if self._hint and self._hint.register_name:
            return [matched for matched in readings if matched.n_known]
        readings = [matched for matched in readings if matched.is_recognised]
        give_way = {name for matched in readings for name in matched.register.rather_than}
        return [matched for matched in readings if matched.register.name not in give_way]

    def _further(self, header: Header, matched: Matched) -> list[tuple[Header, Matched | None]]:
        """The headers of further sections; one that is surely a header and not understood has no meaning."""
        found: list[tuple[Header, Matched | None]] = []
        depth = header.last - header.first
        words, last_row = header.texts, self._sheet.rows(header.last, header.last + 1)[0]
        known = sorted({*matched.columns.values(), *matched.wide, *matched.not_kept})
        for at in self._may_begin(header, matched, last_row, known):
            if found and at <= found[-1][0].last:
                continue
            above = max(0, at - max(depth, MOST_ROWS - 1))
            rows = self._sheet.rows(above, at + 1)
            shifted = _from_row(self._sheet, above)
            wanted = at - above
            options = [read_header(shifted, rows, wanted - depth, wanted)] if wanted >= depth else []
            options += [read_header(shifted, rows, wanted, wanted)] if depth else []
            best = max(
                ((m.n_known, h, m) for h in options for m in self._readings(h.texts) if m.is_recognised or m.wide),
                key=lambda one: one[0],
                default=None,
            )
            if best is None or best[0] < 2:
                row = rows[wanted]
                if self._is_surely_header(row, matched) and row != last_row:
                    found.append((Header(at, at, row), None))
                continue
            moved = replace(best[1], first=best[1].first + above, last=best[1].last + above)
            if moved.texts == words and not self._title_above(moved)[0]:
                continue  # the same header again in one table
            words = moved.texts
            found.append((moved, best[2]))
        return found

    def _may_begin(self, header: Header, matched: Matched, last_row: list[str], known: list[int]) -> list[int]:
        """Rows further down that repeat words of the header in their columns, or follow a blank row or a title."""
        start = header.last + 1
        body = self._sheet.frame.iloc[start:]
        same = np.zeros(len(body), dtype=np.int64)
        words = {last_row[place] for place in known if last_row[place]}
        moved = np.zeros(len(body), dtype=np.int64)
        for place in known:
            if last_row[place]:
                same += body[place].eq(last_row[place]).to_numpy(dtype=bool)
                moved += body[place].isin(words).to_numpy(dtype=bool)
        if self._has_groups or (self._hint and self._hint.header_rows):
            whole = sum(bool(last_row[place]) for place in known)
            return [start + int(at) for at in np.flatnonzero(same == max(whole, 1))[:SECTIONS_SEARCHED]]
        filled = self._filled[start:]
        before = np.concatenate([self._filled[header.last : header.last + 1], filled])[: len(filled)]
        begins = (same >= min(2, len(known))) | ((filled >= 2) & (before <= 1))
        begins |= (moved >= max(2, (len(words) + 1) // 2)) | (self._names_identity(body, matched) & (filled >= 2))
        return [start + int(at) for at in np.flatnonzero(begins)[:SECTIONS_SEARCHED]]

    def _is_surely_header(self, row: list[str], matched: Matched) -> bool:
        """Whether a row holds the header of a learner's number, or the like, in its column, and no value beside it."""
        if any(sign.isdigit() for text in row for sign in text):
            return False
        one = pd.DataFrame([row], dtype="str")
        return bool(self._names_identity(one, matched)[0]) and sum(map(bool, row)) >= 2

    def _names_identity(self, body: pd.DataFrame, matched: Matched) -> npt.NDArray[np.bool_]:
        """Rows that hold, where a learner's number or the like stands, a header for it."""
        found = np.zeros(len(body), dtype=bool)
        for name in matched.register.recognised_by[0]:
            if name in matched.columns and matched.register.column(name).type != "text":  # any text may be a name
                spelt = [
                    s
                    for c in matched.register.columns
                    if c.name in matched.register.recognised_by[0]
                    for s in c.headers
                ]
                spelt = [way for text in spelt for way in (text, text.upper(), text.lower(), text.title())]
                found |= body[matched.columns[name]].isin(spelt).to_numpy(dtype=bool)
        return found

    def _title_above(self, header: Header) -> tuple[str, str]:
        """The line right above a header, skipping blank rows, and its address; nothing where there is none."""
        for at in range(header.first - 1, max(-1, header.first - 4), -1):
            if self._filled[at] == 0:
                continue
            if self._filled[at] > 1:
                break
            return self._text_of(at)
        return "", ""

    def _text_of(self, at: int) -> tuple[str, str]:
        """The first text of a row, and its address."""
        row = self._sheet.rows(at, at + 1)[0]
        place = next(place for place, text in enumerate(row) if text)
        return row[place], f"{letter(place)}{at + 1}"

    def _table(self, header: Header, matched: Matched, start: int, stop: int) -> Table:
        title = self._title_above(header)
        records, reasons = records_below(self._sheet, header, matched, stop, self._filled, self._has_groups)
        above = {at: TITLE for at in range(start, header.first) if self._filled[at] > 0}
        groups = {at: reasons[at] for at in reasons if reasons[at] == GROUP}
        if not len(records):
            above[header.last] = "headers without rows below them"
        lines = {at + 1: next(t for t in self._sheet.rows(at, at + 1)[0] if t) for at in groups}
        singles = np.union1d(records[self._filled[records] == 1], np.array(list(groups), dtype=np.int64))
        texts = [(at, self._text_of(at)) for at in singles[:SECTIONS_SEARCHED].tolist()]
        return Table(
            header.last + 1,
            header.texts,
            matched,
            records + 1,
            listed(above | reasons),
            (header.first + 1, header.last + 1),
            title,
            lines,
            header.unclear,
            alone={at + 1: text for at, text in texts if any(sign.isalpha() for sign in text[0])},
        )


def _with_the_rest(sheet: Sheet, tables: list[Table]) -> list[Table]:
    """Tables side by side, with the rows that hold something outside all of their columns listed at the first."""
    outside = sheet.frame.copy()
    for table in tables:
        first, last = table.block or (0, -1)
        outside.iloc[table.header_rows[0] - 1 :, first : last + 1] = ""
    told = {int(row) for table in tables for row in table.rows}
    told |= {row for table in tables for left in table.left_out for row in _rows_of(left["row"])}
    rest = {int(at): BESIDE for at in np.flatnonzero(filled_cells(outside)) if int(at) + 1 not in told}
    first_table = replace(tables[0], left_out=[*tables[0].left_out, *listed(rest)])
    return [first_table, *tables[1:]]


def _rows_of(span: str) -> range:
    first, _, last = span.partition("-")
    return range(int(first), int(last or first) + 1)


def _from_row(sheet: Sheet, above: int) -> Sheet:
    """The same sheet with its merged ranges counted from a row further down."""
    moved = tuple((a - above, b, c - above, d) for a, b, c, d in sheet.merged)
    return Sheet(sheet.name, sheet.frame.iloc[above:], moved, sheet.is_hidden)


def is_on_its_side(sheet: Sheet, registers: Iterable[Register], wide: WideHeaders, n_known: int) -> bool:
    """Whether the first column holds what the first row should: more headers than the `n_known` of any row."""
    if sheet.n_rows > ROWS_SEARCHED or not sheet.n_columns:
        return False
    down = sheet.column(0).tolist()
    readings = [match_headers(down, register, wide) for register in registers]
    return any(matched.n_known > max(1, n_known) and matched.is_recognised for matched in readings)


def guess_headers(sheet: Sheet) -> tuple[int, list[str]]:
    """The number and cells of the row that looks most like headers, on a sheet nobody knows."""
    rows = list(enumerate(sheet.rows(0, ROWS_SEARCHED), start=1))
    return max(rows, key=lambda row: len([cell for cell in row[1] if cell and not cell[0].isdigit()]), default=(1, []))


def _blocks(sheet: Sheet, header: int) -> list[tuple[int, int]]:
    """Columns that stand together between blank ones, from a header's row down."""
    body = sheet.frame.iloc[header:]
    used = [place for place in sheet.places if body[place].ne("").any()]
    blocks: list[tuple[int, int]] = []
    for place in used:
        if blocks and blocks[-1][1] == place - 1:
            blocks[-1] = (blocks[-1][0], place)
        else:
            blocks.append((place, place))
    return blocks


def _only(sheet: Sheet, block: tuple[int, int]) -> Sheet:
    """The sheet with nothing outside some columns."""
    blank = pd.Series("", index=sheet.frame.index, dtype="str")
    kept = {p: sheet.frame[p] if block[0] <= p <= block[1] else blank for p in sheet.places}
    frame = pd.DataFrame(kept)
    merged = tuple(span for span in sheet.merged if block[0] <= span[1] and span[3] <= block[1])
    return Sheet(sheet.name, frame, merged, sheet.is_hidden)
