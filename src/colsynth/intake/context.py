"""What does intake know besides the spreadsheets? Declarations, reference facts, the key, and the schools once read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

import pandas as pd

from colsynth.frameworks import Framework
from colsynth.intake.tables.layouts import Layout
from colsynth.intake.tables.naming import MeasureNames
from colsynth.intake.tables.wide import WideHeaders
from colsynth.reference.answer_scales import AnswerScales
from colsynth.reference.ethnicity import EthnicGroups, fold
from colsynth.reference.marks import Marks
from colsynth.reference.terms import Calendar
from colsynth.registers.declared import Register

LEFT_OFF = {fold("School"), fold("Primary School")}  # last words of a school's name that are left off in speech
SLIP = 0.85  # share of letters in common from which a name is taken for a slip of another


class SchoolNames:
    """The schools of the register `schools`, found by number or by name."""

    def __init__(self, codes: list[str], names: list[str]) -> None:
        self.codes = list(codes)
        self._by_number = {_plain(code): code for code in codes}
        self._by_name: dict[str, set[str]] = {}
        self._written = dict(zip(codes, names, strict=True))
        for code, name in self._written.items():
            if name:
                self._by_name.setdefault(fold(name), set()).add(code)

    def of(self, text: str) -> list[str]:
        """The codes of the schools a text names: none, one, or several that bear one name.

        'Totara Valley' is Tōtara Valley School where no other school's name begins so.
        """
        number = self._by_number.get(_plain(text))
        if number is not None:
            return [number]
        wanted = fold(text)
        if wanted in self._by_name or not wanted:
            return sorted(self._by_name.get(wanted, set()))
        begin_so = [name for name in self._by_name if name.startswith(wanted)]
        shortened = len(begin_so) == 1 and begin_so[0].removeprefix(wanted) in LEFT_OFF
        return sorted(self._by_name[begin_so[0]]) if shortened else []

    def beginning(self, text: str) -> list[str]:
        """The names that begin as a text does."""
        return [name for name in self._written.values() if name and fold(name).startswith(fold(text))]

    def near(self, text: str) -> str:
        """The name (and number) of the school that is written most like it, or nothing."""
        known = {fold(name): name for name in self._written.values() if name} | {c: c for c in self.codes}
        close = get_close_matches(fold(text), list(known), n=1, cutoff=0.6)
        return known[close[0]] if close else ""

    def near_name(self, text: str) -> str:
        """The name of a school that is surely meant by a slip of the pen, or nothing."""
        names = {fold(name): name for name in self._written.values() if name}
        close = get_close_matches(fold(text), list(names), n=1, cutoff=SLIP)
        return names[close[0]] if close else ""


class GoalNames:
    """The goals of the register `goals`, found by code or by title."""

    def __init__(self, codes: list[str], titles: list[str]) -> None:
        self.codes = list(codes)
        by_title: dict[str, set[str]] = {}
        for code, title in zip(codes, titles, strict=True):
            by_title.setdefault(fold(title), set()).add(code)
        unique = {title: next(iter(named)) for title, named in by_title.items() if title and len(named) == 1}
        self._by_word = unique | {fold(code): code for code in codes}
        self.words = [word for word in (*codes, *titles) if word]

    def of(self, text: str) -> str | None:
        """The code of the goal a text names, or None."""
        return self._by_word.get(fold(text))


def _plain(code: str) -> str:
    """A number without leading zeros; other codes without case."""
    return code.lstrip("0") or code if code.isdigit() else code.casefold()


@dataclass
class Context:
    """Everything a value or a rule may be judged by; passed in, never looked up."""

    community: str
    key: bytes
    registers: Mapping[str, Register]
    names: MeasureNames
    groups: EthnicGroups
    marks: Marks
    answer_scales: AnswerScales
    words: tuple[str, ...]
    calendar: Calendar
    frameworks: Mapping[str, Framework]
    schools: SchoolNames | None = None
    goals: GoalNames | None = None
    codes: dict[str, str] = field(default_factory=dict)
    layouts: list[Layout] = field(default_factory=list)

    @cached_property
    def wide(self) -> WideHeaders:
        """What the headers of wide sheets say."""
        return WideHeaders(self.names, self.frameworks)

    def learn_schools(self, frame: pd.DataFrame) -> None:
        """Know the schools of the register; without one every school is taken as written."""
        if len(frame):
            once = frame.drop_duplicates("school")
            self.schools = SchoolNames(list(once["school"]), list(once["name"].fillna("")))

    def learn_goals(self, frame: pd.DataFrame) -> None:
        """Know the goals of the register; without one every goal is taken as written."""
        if len(frame):
            once = frame.drop_duplicates("goal")
            self.goals = GoalNames(list(once["goal"]), list(once["title"].fillna("")))
