"""Which day does a cell mean? Day first, month first or a serial number: decided for a column, never cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from colsynth.intake.records.signs import as_typed
from colsynth.reference.ethnicity import fold

FIRST_YEAR = 1990  # no school's spreadsheet of results is older; an older date is a slip or a birth date
LAST_YEAR = 2100  # a serial number of a later year is no day of a school's spreadsheet
ENOUGH = 3  # different dates of a kind that show a habit of the column
_CENTURY_TURN = 70  # two-digit years below it are 20xx
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets' serial numbers from March 1900 on (ECMA-376, 18.17.4)

_WEEKDAY = r"(?:[^\W\d_]{3,9},? )?"
_REST = r"(?:[T ,]+.*)?"  # a time of day, and what programs add to it
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_REST}", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)", re.ASCII)
_NUMBERS = re.compile(rf"{_WEEKDAY}(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_REST}", re.ASCII)
_NAME = r"([^\W\d_]+(?:-[^\W\d_]+)*)"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[-/. ]*{_NAME}\.?,?[-/. ]*'?(\d{{4}}|\d{{2}}){_REST}"
)
_MONTH_DAY = re.compile(rf"{_WEEKDAY}{_NAME}\.?[-/. ](\d{{1,2}})(?:st|nd|rd|th)?,?[-/. ](\d{{4}}){_REST}")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_MONTH_YEAR = re.compile(
    r"([^\W\d_]{3,})\.?[-/. ]*'?(?:\d{4}|\d{2})|\d{1,2}[-/.](?:19|20)\d\d|(?:19|20)\d\d[-/.]\d{1,2}"
)
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = {name[:length]: n for n, name in enumerate(_ENGLISH, start=1) for length in range(3, len(name) + 1)}
_MONTHS |= {  # Te Taura Whiri i te Reo Māori: months by the Māori year, and the names borrowed from English
    fold(name): n
    for n, names in enumerate(
        (
            "Kohitātea Hānuere", "Huitanguru Hui-tanguru Pēpuere", "Poutūterangi Poutū-te-rangi Māehe",
            "Paengawhāwhā Paenga-whāwhā Āperira", "Haratua Mei", "Pipiri Hune", "Hōngongoi Hūrae",
            "Hereturikōkā Here-turi-kōkā Ākuhata", "Mahuru Hepetema", "Whiringa-ā-nuku Oketopa",
            "Whiringa-ā-rangi Noema", "Hakihea Tīhema",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True)
class DayOrder:
    """How a column writes its days: `day first` (also where nothing tells), `month first`, or `mixed`.

    `is_told` is False where no date of the column has a number above 12 that would tell. `has_serials`: the column
    shows that its bare five-digit numbers are days counted by a spreadsheet. `is_swapped`: the column shows that the
    program has swapped day and month wherever it could, so that such a date may mean either.
    """

    name: str
    is_told: bool
    has_serials: bool = False
    is_swapped: bool = False


def day_order(texts: Iterable[str]) -> DayOrder:
    """The order of day and month that a column's own dates show."""
    typed = list(dict.fromkeys(as_typed(text) for text in texts))
    pairs = [(int(m[1]), int(m[2])) for m in map(_NUMBERS.fullmatch, typed) if m]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    more = _shows_serials(typed), _is_swapped(typed, pairs)
    if day_first and month_first:
        return DayOrder("mixed", True, *more)
    if month_first:
        return DayOrder("month first", True, *more)
    return DayOrder("day first", day_first or not any(first != second for first, second in pairs), *more)


def read_date(text: str, order: DayOrder) -> date | None:
    """The day a cell means, or None where it cannot be told."""
    typed = as_typed(text)
    if match := _ISO.fullmatch(typed) or _COMPACT.fullmatch(typed):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        return None if order.is_swapped and day <= 12 and day != month else _day(year, month, day)
    if match := _NUMBERS.fullmatch(typed):
        first, second, year = int(match[1]), int(match[2]), _year(match[3])
        if order.name == "mixed" and first <= 12 and second <= 12 and first != second:
            return None
        is_month_first = order.name == "month first" or (order.name == "mixed" and second > 12)
        return _day(year, first, second) if is_month_first else _day(year, second, first)
    if match := _DAY_MONTH.fullmatch(typed):
        return _day(_year(match[3]), _MONTHS.get(fold(match[2]), 0), int(match[1]))
    if match := _MONTH_DAY.fullmatch(typed):
        return _day(_year(match[3]), _MONTHS.get(fold(match[1]), 0), int(match[2]))
    if order.has_serials and (match := _SERIAL.fullmatch(typed)):
        return _of_serial(match)
    return None


def why_no_date(text: str, order: DayOrder) -> str:
    """What is the matter with a text that `read_date` does not read, in one sentence."""
    typed = as_typed(text)
    if order.is_swapped and _ISO.fullmatch(typed):
        return (
            "Here every date that could be read both ways is a date of the spreadsheet and every other one is text: "
            "the program has probably swapped day and month, so it may be either."
        )
    if order.name == "mixed" and _NUMBERS.fullmatch(typed) and any(read_date(text, way) for way in _BOTH):
        return "This column has dates with the day first and dates with the month first, so it may be either."
    if any(pattern.fullmatch(typed) for pattern in (_ISO, _COMPACT, _NUMBERS)):
        return "There is no such day."
    if (match := _DAY_MONTH.fullmatch(typed)) and fold(match[2]) in _MONTHS:
        return "There is no such day."
    if re.fullmatch(r"(?:19|20)\d\d", typed, re.ASCII):
        return "A year alone is no date."
    if (match := _MONTH_YEAR.fullmatch(typed)) and (not match[1] or fold(match[1]) in _MONTHS):
        return "A month alone is no date."
    if _SERIAL.fullmatch(typed):
        return "It may be a day as spreadsheets count them, but nothing in the column shows that it is."
    return "A date such as 2026-06-19 or 19/06/2026 is expected."


_BOTH = (DayOrder("day first", True), DayOrder("month first", True))


def _shows_serials(typed: list[str]) -> bool:
    """Bare numbers are counted days where all fall in years of school data and none far from the column's own dates."""
    matches = [_SERIAL.fullmatch(text) for text in typed if re.fullmatch(r"\d+(?:\.\d+)?", text, re.ASCII)]
    days = [_of_serial(match) if match else None for match in matches if not match or len(match[1]) == 5]
    if not days or any(day is None for day in days):
        return False
    written = [day for text in typed if (day := read_date(text, _BOTH[0]) or read_date(text, _BOTH[1]))]
    year = timedelta(days=366)
    if written:
        return all(min(written) - year <= day <= max(written) + year for day in days if day)
    return True


def _of_serial(match: re.Match[str]) -> date | None:
    day = _EPOCH + timedelta(days=int(match[1]))
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _is_swapped(typed: list[str], pairs: list[tuple[int, int]]) -> bool:
    """Whether dates with days up to 12 are ISO and all others text: what a program set to the other order leaves."""
    iso = [(int(m[2]), int(m[3])) for m in map(_ISO.fullmatch, typed) if m]
    told = [month != day for month, day in iso]
    return (
        len(pairs) >= ENOUGH
        and sum(told) >= ENOUGH
        and (all(first > 12 for first, _ in pairs) or all(second > 12 for _, second in pairs))
        and all(day <= 12 for _, day in iso)
    )


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < _CENTURY_TURN else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
