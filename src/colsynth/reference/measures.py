"""What do schools measure with? Each measure with its levels or scale, what counts as expected, dates and source."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from colsynth.errors import SettingsError, near
from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files

NO_VALUE = ("absent", "exempt", "not enrolled", "no score", "blank")


class Scale(Declared):
    """A numeric scale: its unit in words and the values that are possible on it."""

    unit: str
    low: float
    high: float


class Subject(Declared):
    """One subject a tool measures, with the names spreadsheets give to it together with the tool."""

    name: str
    spellings: list[str] = []


class Tool(Declared):
    """A file in `data/reference/measures/`: one assessment tool or kind of judgement, over its subjects."""

    tool: str
    kind: Literal["judgement", "test"]
    source: str
    spellings: list[str] = []
    subjects: dict[str, Subject]
    levels: list[str] = []
    level_spellings: dict[str, list[str]] = {}
    no_value: dict[str, list[str]] = {}
    expected_from: str | None = None
    expected_by_year: dict[int, str] = {}
    expected_means: str = ""
    expected_by_end_of_year: bool = False
    scale: Scale | None = None
    starts: date | None = None
    ends: date | None = None


class Measure(Declared):
    """One tool in one subject, for example `otj-writing`."""

    id: str
    subject: str
    subject_name: str
    spellings: list[str]
    declared: Tool

    @property
    def tool_id(self) -> str:
        """The id of the tool: the stem of its file."""
        return self.id.removesuffix(f"-{self.subject}")

    @property
    def name(self) -> str:
        """`Writing, overall teacher judgement`."""
        return f"{self.subject_name}, {self.declared.tool}"

    @property
    def levels(self) -> list[str]:
        """Level names, lowest first; empty where the tool gives a scale score alone."""
        return self.declared.levels

    @property
    def scale(self) -> Scale | None:
        """The numeric scale, or None where the tool gives levels alone."""
        return self.declared.scale

    def level_of(self, text: str) -> str | None:
        """The level a cell means, or None where it is not one of this measure's."""
        levels = tuple(self.levels)
        return _spellings(self.declared.tool, levels, _frozen(self.declared.level_spellings)).get(fold(text))

    def no_value_of(self, text: str) -> str | None:
        """Why there is no value (`absent`, `exempt` ...), where the cell says so."""
        return _spellings(self.declared.tool, (), _frozen(self.declared.no_value)).get(fold(text))

    def reached_in_words(self, term: str) -> str:
        """What a learner who meets the expectation is, in a term: early in the year some already are."""
        if self.declared.expected_by_end_of_year and not term.endswith("T4"):
            return "already at the level expected by the end of the year"
        return "at or above expectation"

    def expected_level(self, year_level: int | None) -> str | None:
        """The lowest level that meets the expectation for a year level, or None where none is declared."""
        if self.declared.expected_from:
            return self.declared.expected_from
        return self.declared.expected_by_year.get(year_level) if year_level is not None else None


def _frozen(spellings: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(written)) for name, written in spellings.items())


@cache
def _spellings(tool: str, levels: tuple[str, ...], more: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    del tool  # part of the cache key only
    found = {fold(level): level for level in levels}
    return found | {fold(text): name for name, written in more for text in written}


@cache
def load_measures(workspace: Path | None = None) -> dict[str, Measure]:
    """Every measure known, by id; the workspace's own files stand in front of the shipped ones."""
    measures: dict[str, Measure] = {}
    for stem, path in data_files("reference/measures", workspace).items():
        tool = read_declared(path, Tool)
        check_tool(path.name, tool)
        for key, subject in tool.subjects.items():
            spellings = [f"{t} {s}" for t in [tool.tool, stem, *tool.spellings] for s in [subject.name, key]]
            measures[f"{stem}-{key}"] = Measure(
                id=f"{stem}-{key}",
                subject=key,
                subject_name=subject.name,
                spellings=[f"{stem}-{key}", *spellings, *subject.spellings],
                declared=tool,
            )
    return measures


def check_tool(file: str, tool: Tool) -> None:
    """SettingsError where levels, spellings, expectation or scale of a tool do not fit together."""
    faults = []
    named = [("level_spellings", name) for name in tool.level_spellings]
    named += [("expected_by_year", level) for level in tool.expected_by_year.values()]
    named += [("expected_from", tool.expected_from)] if tool.expected_from else []
    for key, level in named:
        if level not in tool.levels:
            hint = near(level, tool.levels)
            faults.append(f"{file}: '{key}' names the level '{level}', which is not in 'levels'.{hint}")
    for why in tool.no_value:
        if why not in NO_VALUE:
            faults.append(f"{file}: 'no_value' has '{why}'. It must be one of {', '.join(NO_VALUE)}.")
    if len(set(tool.levels)) != len(tool.levels):
        faults.append(f"{file}: a level stands twice in 'levels'. Name each level once, lowest first.")
    if not tool.levels and tool.scale is None:
        faults.append(f"{file}: neither 'levels' nor 'scale' is given. A measure needs one of them.")
    if tool.scale is not None and tool.scale.low >= tool.scale.high:
        faults.append(f"{file}: 'scale' runs from {tool.scale.low} to {tool.scale.high}. Put the lower value first.")
    if faults:
        raise SettingsError("\n".join(faults))
