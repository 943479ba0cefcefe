"""How does a sheet become columns of text? As Excel would show each cell, in the layout that Arrow has for text."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import IO, Any

ROWS_AT_ONCE = 4096  # rows turned into text in one go, which bounds the memory of a long sheet
WHOLE_BELOW = 1e15  # a spreadsheet keeps 15 digits; larger numbers are shown as 1.2E+15

Span = tuple[int, int]  # where bytes begin in a file, and how many


def number_as_text(number: float) -> str:
    """A number as a spreadsheet shows it: at most 15 digits, whole ones without a decimal point."""
    if number.is_integer() and abs(number) < WHOLE_BELOW:
        return str(int(number))
    return f"{number:.15G}"


def moment_as_text(moment: datetime) -> str:
    """A date alone, or with its time to the second where it has one."""
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(sep=" ", timespec="seconds")


def duration_as_text(duration: timedelta) -> str:
    """Hours, minutes and seconds, of which the hours may be more than a day's."""
    seconds = round(duration.total_seconds())
    minutes, seconds = divmod(abs(seconds), 60)
    sign = "-" if duration < timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def time_as_text(moment: time) -> str:
    """A time of day to the second."""
    return moment.isoformat(timespec="seconds")


_AS_TEXT: dict[type, Callable[[Any], str]] = {
    str: str.strip,
    float: number_as_text,
    int: str,
    bool: lambda cell: "TRUE" if cell else "FALSE",
    datetime: moment_as_text,
    date: date.isoformat,
    time: time_as_text,
    timedelta: duration_as_text,
}


class Column:
    """One column of text: its bytes, and how many each row has."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._lengths = array("i")

    def add(self, cells: tuple[object, ...]) -> None:
        """The next cells of the column."""
        kinds = set(map(type, cells))
        if len(kinds) == 1:
            texts = list(map(_AS_TEXT[kinds.pop()], cells))
        else:
            texts = [_AS_TEXT[type(cell)](cell) for cell in cells]
        joined = "".join(texts)
        piece = joined.encode("utf-8", "replace")
        if len(piece) == len(joined):
            self._lengths.extend(map(len, texts))
        else:
            self._lengths.extend([len(text.encode("utf-8", "replace")) for text in texts])
        self._pieces.append(piece)

    def n_used(self) -> int:
        """Rows down to the last that holds anything."""
        filled = len(self._lengths.tobytes().rstrip(b"\0"))
        return -(-filled // self._lengths.itemsize)

    def write(self, file: IO[bytes], n_rows: int) -> tuple[Span, Span]:
        """Write where each row begins and ends, and the bytes; where both lie in the file."""
        ends = array("q", accumulate(self._lengths[:n_rows], initial=0)).tobytes()
        first = file.tell()
        file.write(ends)
        file.writelines(self._pieces)
        text = first + len(ends), file.tell() - first - len(ends)
        file.write(bytes(-file.tell() % 8))  # numbers of eight bytes begin at a multiple of eight
        return (first, len(ends)), text


def write_columns(
    rows: Iterable[list[object]], width: int, corrected: dict[int, dict[int, str]], path: Path
) -> tuple[int, list[tuple[Span, Span]]]:
    """Write the columns of a sheet; the number of its rows, and where each column's ends and bytes lie in the file.

    `corrected` are texts by row and column that stand in the place of what the reader gave. Rows and columns after
    the last cell that holds anything are left away.
    """
    columns = [Column() for _ in range(width)]
    for first, chunk in _chunks(iter(rows)):
        for row in corrected.keys() & range(first, first + len(chunk)) if corrected else ():
            cells = list(chunk[row - first])
            for place, text in corrected[row].items():
                if place < width:
                    cells[place] = text
            chunk[row - first] = cells
        for column, cells_down in zip(columns, zip(*chunk, strict=True), strict=True):
            column.add(cells_down)
    used = [column.n_used() for column in columns]
    n_rows = max(used, default=0)
    while used and used[-1] == 0:
        used.pop()
    with path.open("wb") as file:
        return n_rows, [column.write(file, n_rows) for column in columns[: len(used)]]


def _chunks(rows: Iterator[Any]) -> Iterator[tuple[int, list[Any]]]:
    first = 0
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        yield first, chunk
        first += len(chunk)
