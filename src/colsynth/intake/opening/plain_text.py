"""What is in a text file? Rows of cells, by the separator that its own lines show."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from itertools import islice, zip_longest

import pyarrow as pa

from colsynth.intake.opening.encodings import encoding_of
from colsynth.intake.opening.sheets import Opened, Sheet, frame_of, refused

DELIMITERS = (",", ";", "\t", "|")
MOST_SIGNS = 10_000_000  # signs one cell may have
LINES_SNIFFED = 50  # lines by which the delimiter is told
SIGNS_SNIFFED = 200_000  # signs in which they are looked for
ROWS_AT_ONCE = 8192  # rows turned into columns in one go, which bounds the memory of a long file

_DECLARED = re.compile(r"sep=(.)\s*$", re.I)  # a first line by which Excel is told the separator
_WEB_SIGNS = ("<!doctype html", "<html", "<head", "<script", "<body", "<table")


def read_text(content: bytes) -> Opened:
    """The one sheet of a text file, or why it has none."""
    encoding = encoding_of(content)
    if encoding is None:
        return refused(
            "is not a spreadsheet", "A workbook or a text file is expected.", "Export the table as .xlsx or .csv."
        )
    with io.TextIOWrapper(io.BytesIO(content), encoding.name, encoding.errors, newline="") as text:
        start = text.read(SIGNS_SNIFFED)
        if start.lstrip().startswith("<") and any(sign in start[:4000].lower() for sign in _WEB_SIGNS):
            return refused(
                "is a saved web page, not a spreadsheet, whatever its name says",
                "A workbook or a text file with separators is expected.",
                "Download the spreadsheet itself again (the page was often an error or a login page); if it shows a "
                "table, open it in the spreadsheet program and save it as .xlsx.",
            )
        lines = start.splitlines()
        declared = _DECLARED.match(lines[0]) if lines else None
        delimiter = declared[1] if declared else _delimiter(start)
        text.seek(0)
        if declared:
            text.readline()
        table = _Table()
        try:
            table.read((line.replace("\x00", "") for line in text) if b"\x00" in content else text, delimiter)
        except csv.Error:
            table.is_swallowed = True
        text.seek(0)
        is_odd = sum(line.count('"') for line in text) % 2 == 1  # not of the bytes: • is 0x22 0x20 in UTF-16
    if table.is_swallowed or (is_odd and table.ends_in_lines):
        return refused(
            "has a quotation mark that is never closed, so that rows run into one cell",
            "Each cell that starts with a quotation mark ends with one.",
            "Open it in the spreadsheet program, find the last row that looks right, and save it again.",
        )
    sheet = table.finish()
    if sheet.n_columns < 2:
        return refused(
            "is text without columns",
            "Values with commas, semicolons or tabs between them are expected.",
            "Export the table again as .xlsx or .csv.",
        )
    return Opened([sheet], warnings=[encoding.warning] if encoding.warning else [])


def _delimiter(start: str) -> str:
    """The sign that gives the most even columns over the first lines."""
    first = io.StringIO(start, newline=None)
    lines = [line for line in islice(first, LINES_SNIFFED) if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return (0, 0)
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return (widths.count(usual) * (usual > 1), usual)

    return max(DELIMITERS if len(lines) > 1 else DELIMITERS[:3], key=evenness)


class _Table:
    """The columns of a text while its rows go by."""

    def __init__(self) -> None:
        self.is_swallowed = False  # whether rows stand inside one cell, as after a quotation mark never closed
        self.ends_in_lines = False  # whether the last row that holds anything has a cell of several lines
        self._columns: list[list[pa.Array]] = []
        self._n_rows = 0
        self._padded: dict[int, list[int]] = {}
        self._n_used = 0
        self._width_used = 0

    def read(self, lines: Iterable[str], delimiter: str) -> None:
        """All rows; rows of unequal length keep their cells where they are."""
        csv.field_size_limit(MOST_SIGNS)
        rows = csv.reader(lines, delimiter=delimiter)
        n_lines = 0
        while chunk := list(islice(rows, ROWS_AT_ONCE)):
            self._add(chunk)
            if rows.line_num - n_lines > len(chunk):
                self._look_for_swallowed(chunk, delimiter)
            n_lines = rows.line_num

    def _add(self, rows: list[list[str]]) -> None:
        width = max(map(len, rows))
        last = 0
        for place, cells in enumerate(zip_longest(*rows, fillvalue="")):
            if place == len(self._columns):
                self._columns.append([_blanks(self._n_rows)] if self._n_rows else [])
            texts = [cell.strip() for cell in cells]
            if texts != list(cells):
                rows_padded = [at for at, (text, cell) in enumerate(zip(texts, cells, strict=True)) if text != cell]
                self._padded.setdefault(place, []).extend(self._n_rows + at for at in rows_padded)
            self._columns[place].append(pa.array(texts, pa.large_string()))
            used = next((at for at in range(len(texts), 0, -1) if texts[at - 1]), 0)
            if used:
                self._width_used = max(self._width_used, place + 1)
            last = max(last, used)
        for column in self._columns[width:]:
            column.append(_blanks(len(rows)))
        if last:
            self._n_used = self._n_rows + last
            self.ends_in_lines = any("\n" in cell or "\r" in cell for cell in rows[last - 1])
        self._n_rows += len(rows)

    def _look_for_swallowed(self, rows: list[list[str]], delimiter: str) -> None:
        """A cell of several lines may have one inside that is a row of the table itself."""
        width = len(self._columns)
        for cell in (cell for row in rows for cell in row if "\n" in cell or "\r" in cell):
            inside = cell.splitlines()[1:-1]
            self.is_swallowed |= width > 2 and any(line.count(delimiter) >= width - 1 for line in inside)

    def finish(self) -> Sheet:
        """The sheet, down to the last cell that holds anything."""
        columns = [pa.chunked_array(column).slice(0, self._n_used) for column in self._columns[: self._width_used]]
        return Sheet("", frame_of(columns, self._n_used), widest=len(self._columns), padded=self._padded)


def _blanks(n: int) -> pa.Array:
    return pa.array([""] * n, pa.large_string())
