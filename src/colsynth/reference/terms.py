"""Which school term is it? Four terms a year, written `2026-T3`; a holiday belongs to the term before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from colsynth.errors import SettingsError
from colsynth.reference.places import data_files, read_yaml

TERMS_A_YEAR = 4

_WRITTEN = re.compile(
    r"(?:(?P<y1>(?:19|20)\d\d)\s*[-/ ,]*\s*(?:t|term)\s*(?P<t1>[1-4])"
    r"|(?:t|term)\s*(?P<t2>[1-4])\s*[-/ ,']*\s*(?P<y2>(?:(?:19|20)\d\d|[0-4]\d)))",
    re.IGNORECASE,
)


class Calendar:
    """School terms with their first and last days.

    Reads `data/reference/terms.yaml` of the workspace, else the shipped one. Years that are not listed have
    the usual frame, so that old and coming years can be placed.
    """

    def __init__(self, usual: list[list[str]], years: Mapping[int, list[list[str]]]) -> None:
        self._usual = usual
        self._years = years

    def first_day(self, term: str) -> date:
        """The first day of a term."""
        return self._day(term, 0)

    def last_day(self, term: str) -> date:
        """The last school day of a term."""
        return self._day(term, 1)

    def _day(self, term: str, end: int) -> date:
        year, number = int(term[:4]), int(term[-1])
        month, day = self._years.get(year, self._usual)[number - 1][end].split("-")
        return date(year, int(month), int(day))

    def term_of(self, day: date) -> str:
        """The term a day belongs to; days before Term 1 belong to Term 4 of the year before."""
        for number in range(TERMS_A_YEAR, 0, -1):
            term = f"{day.year}-T{number}"
            if day >= self.first_day(term):
                return term
        return f"{day.year - 1}-T4"

    def term_from(self, day: date) -> str:
        """The first term that ends on or after a day: for a change in the holidays, the term that follows."""
        terms = (f"{day.year}-T{number}" for number in range(1, TERMS_A_YEAR + 1))
        return next((term for term in terms if day <= self.last_day(term)), f"{day.year + 1}-T1")


@cache
def load_calendar(workspace: Path | None = None) -> Calendar:
    """The school terms a community lives by."""
    return read_calendar(data_files("reference", workspace)["terms"])


def read_calendar(path: Path) -> Calendar:
    """The school terms in one file, or a SettingsError that says what is expected."""
    content = read_yaml(path)
    try:
        usual = content["usual"]
        years = {int(year): terms for year, terms in content.get("years", {}).items()}
        calendar = Calendar(usual, years)
        for year in [*years, 2001]:
            for number in range(1, TERMS_A_YEAR + 1):
                calendar.first_day(f"{year}-T{number}"), calendar.last_day(f"{year}-T{number}")
    except (KeyError, ValueError, TypeError, IndexError, AttributeError):
        raise SettingsError(
            f"{path.name} should give, under 'usual' and under each year of 'years', four pairs of month-day "
            'such as ["01-26", "04-02"]. Compare it with the shipped data/reference/terms.yaml.'
        ) from None
    return calendar


def parse_term(text: str) -> str | None:
    """`2026-T3` from `2026-T3`, `Term 3 2026`, `T3, 26`, `2026 term 3`; None where it is none of these.

    A year of two digits after its term is of this century.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    year = match["y1"] or match["y2"]
    return f"{year if len(year) == 4 else f'20{year}'}-T{match['t1'] or match['t2']}"


def term_number(term: str) -> int:
    """Terms counted on one line, so that the difference of two is the terms between them."""
    return int(term[:4]) * TERMS_A_YEAR + int(term[-1]) - 1


def term_at(number: int) -> str:
    """The inverse of `term_number`."""
    return f"{number // TERMS_A_YEAR}-T{number % TERMS_A_YEAR + 1}"


def spoken(term: str) -> str:
    """`Term 3, 2026` for readers."""
    return f"Term {term[-1]}, {term[:4]}"
