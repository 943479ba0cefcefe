"""Which day does a cell mean? ISO, day first or month first: decided for a column as a whole, never cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 1990  # no school's spreadsheet of results is older; an older date is a slip or a birth date
_CENTURY_TURN = 70  # two-digit years below it are 20xx

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_WORDS = re.compile(r"(?:[A-Za-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]([A-Za-z]{3,9})\.?,?[-/. ](\d{4}|\d{2})")
_MONTHS = {
    m: n
    for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)
}


@dataclass(frozen=True)
class DayOrder:
    """How a column writes its days: `day first` (also where nothing tells), `month first`, or `mixed`.

    `is_told` is False where no date of the column has a number above 12 that would tell.
    """

    name: str
    is_told: bool


def day_order(texts: Iterable[str]) -> DayOrder:
    """The order of day and month that a column's own dates show."""
    pairs = [(int(m[1]), int(m[2])) for m in map(_NUMBERS.fullmatch, texts) if m]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    if day_first and month_first:
        return DayOrder("mixed", True)
    if month_first:
        return DayOrder("month first", True)
    return DayOrder("day first", day_first or not any(first != second for first, second in pairs))


def read_date(text: str, order: DayOrder) -> date | None:
    """The day a cell means, or None where it cannot be told."""
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), _year(match[3])
        if order.name == "mixed" and first <= 12 and second <= 12 and first != second:
            return None
        is_month_first = order.name == "month first" or (order.name == "mixed" and second > 12)
        return _day(year, first, second) if is_month_first else _day(year, second, first)
    if match := _WORDS.fullmatch(text):
        month = _MONTHS.get(match[2][:3].lower())
        return _day(_year(match[3]), month, int(match[1])) if month else None
    return None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < _CENTURY_TURN else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
