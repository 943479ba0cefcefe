"""What does a sheet hold that the reader does not tell? Texts for the place of what it gives, and what to know."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .columns import number_as_text

MOST_NAMED = 5  # cells or rows named in a message
PERCENT_FORMATS = {9, 10}  # number formats with a percent sign that need no declaration; ECMA-376 part 1, 18.8.30

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # what a number format shows as it is written, colours, conditions
_LEADING_ZEROS = re.compile(r"0{2,}")  # a number format that shows 12 as 0012


@dataclass
class Styles:
    """The styles of cells that change what a number shows, by their number in the workbook."""

    percent: set[int] = field(default_factory=set)
    digits: dict[int, int] = field(default_factory=dict)  # a format of zeros alone, and how many

    def add(self, style: int, number: int, written: str) -> None:
        """One more style: the number of its number format, and how that is written where it is declared."""
        shown = _QUOTED.sub("", written).partition(";")[0]
        if number in PERCENT_FORMATS or "%" in shown:
            self.percent.add(style)
        elif _LEADING_ZEROS.fullmatch(shown):
            self.digits[style] = len(shown)

    def shown(self, number: float, style: int) -> str | None:
        """A number as its cell shows it, where that is not the number itself: 0.62 as 62%, 12 as 0012."""
        if style in self.percent:
            return f"{number_as_text(number * 100)}%"
        if style in self.digits and (digits := number_as_text(number)).isdigit():
            return digits.zfill(self.digits[style])
        return None


@dataclass
class Seen:
    """What one sheet holds: texts for the place of what the reader gives, by row and column from 0, and more.

    `n_rows` and `n_columns` bound the sheet's cells, filled or not; the first few rows and cells are named.
    """

    corrected: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    n_hidden: int = 0
    hidden: list[str] = field(default_factory=list)
    n_without_result: int = 0
    without_result: list[str] = field(default_factory=list)
    colours: dict[tuple[int, bytes], str] = field(default_factory=dict)
    n_rows: int = 0
    n_columns: int = 26

    def correct(self, row: int, place: int, text: str | None) -> None:
        """A text for a cell, both counted from 0; None leaves it as it is."""
        if text is not None:
            self.corrected.setdefault(row, {})[place] = text

    def hide(self, row: int) -> None:
        """A row, counted from 0, that is not shown."""
        self.n_hidden += 1
        if len(self.hidden) < MOST_NAMED:
            self.hidden.append(str(row + 1))
