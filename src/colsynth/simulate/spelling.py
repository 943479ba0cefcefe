"""How does a school write things down? Spellings of levels, genders, ethnic groups, dates and numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LONG_OTJ = {"Well below": "Well Below", "Below": "Below", "At": "At", "Above": "Above"}
SHORT_OTJ = {"Well below": "WB", "Below": "B", "At": "A", "Above": "AB"}
SHORT_DESCRIPTORS = {
    "Emerging": "Em", "Developing": "Dev", "Consolidating": "Con", "Proficient": "Pro", "Exceeding": "Exc",
}  # fmt: skip
ETHNIC_CODES = {
    "NZ European": "111", "British": "121", "Māori": "211", "Samoan": "311", "Cook Islands Māori": "321",
    "Tongan": "331", "Niuean": "341", "Fijian": "361", "Filipino": "411", "Chinese": "421", "Indian": "431",
    "Middle Eastern": "511", "Latin American": "521", "African": "531",
}  # fmt: skip


@dataclass(frozen=True)
class Spelling:
    """One school's habits. A text that is not listed is written as it is."""

    levels: dict[str, str]
    missing: dict[str, str]
    genders: dict[str, str]
    ethnicities: dict[str, str]
    between: str  # several ethnic groups in one cell
    day: str  # strftime; empty: real spreadsheet dates
    numbers_lose_zero: bool = False  # student numbers went through a number column

    def level(self, name: str) -> str:
        """A level as this school writes it."""
        return self.levels.get(name, name)

    def gap(self, why: str) -> str:
        """Why there is no result, as this school writes it."""
        return self.missing.get(why, why)

    def gender(self, name: str) -> str:
        """A gender as this school writes it."""
        return self.genders.get(name, name)

    def group(self, name: str) -> str:
        """An ethnic group as this school writes it."""
        return self.ethnicities.get(name, name)

    def groups(self, names: Iterable[str]) -> str:
        """All groups of a learner in one cell."""
        return self.between.join(self.group(name) for name in names)

    def date(self, day: date | None) -> str | date | None:
        """A day as this school writes it."""
        return day if day is None or not self.day else day.strftime(self.day)

    def number(self, number: str) -> str | int:
        """A student number: ten digits of text, or a number that has lost its leading zero."""
        return int(number) if self.numbers_lose_zero else number


SPELLINGS = {
    "formal": Spelling(
        levels={},
        missing={"not enrolled": "not enrolled"},
        genders={},
        ethnicities={},
        between="; ",
        day="",
    ),
    "short": Spelling(
        levels={**SHORT_OTJ, **SHORT_DESCRIPTORS},
        missing={"absent": "abs", "exempt": "EX", "not enrolled": "new", "no score": "n/a"},
        genders={"female": "F", "male": "M", "another gender": "X"},
        ethnicities={"Māori": "NZ Māori", "NZ European": "NZE", "British": "British/Irish"},
        between=", ",
        day="%d/%m/%Y",
        numbers_lose_zero=True,
    ),
    "casual": Spelling(
        levels=LONG_OTJ,
        missing={"absent": "Absent", "exempt": "exempt", "not enrolled": "new", "no score": "-"},
        genders={"female": "Girl", "male": "Boy", "another gender": "X"},
        ethnicities={"Māori": "Maori", "NZ European": "Pākehā", "Cook Islands Māori": "Cook Islands Maori"},
        between=", ",
        day="%d/%m/%Y",
    ),
    "coded": Spelling(
        levels={},
        missing={"absent": "abs", "exempt": "exempt", "not enrolled": "left", "no score": "-"},
        genders={"female": "Female", "male": "Male", "another gender": "Another"},
        ethnicities=ETHNIC_CODES,
        between="; ",
        day="%Y-%m-%d",
    ),
}
