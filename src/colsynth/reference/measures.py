"""What do schools measure with? Each measure with its levels or scale, what counts as expected, dates and source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from colsynth.errors import SettingsError, near
from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files

NO_VALUE = ("absent", "exempt", "not enrolled", "no score", "suppressed", "blank")


class Scale(Declared):
    """A numeric scale: its unit in words and the values possible on it; a limit that is not known is left out."""

    unit: str
    low: float | None = None
    high: float | None = None

    def holds(self, score: float) -> bool:
        """Whether a score is possible on the scale, as far as its limits are known."""
        return (self.low is None or score >= self.low) and (self.high is None or score <= self.high)

    @property
    def limits(self) -> str:
        """`from 0 to 1300 PaCT points`, or what is known of it."""
        low = f"from {self.low:g} " if self.low is not None else ""
        high = f"to {self.high:g} " if self.high is not None else ""
        return f"{low}{high}{'' if low or high else 'in '}{self.unit}"


class Subject(Declared):
    """One subject a tool measures, with the names spreadsheets give to it together with the tool."""

    name: str
    spellings: list[str] = []
    in_place_of: str | None = None  # in Māori medium: the English-medium subject it is learned in place of


class Break(Declared):
    """A day from which results cannot be joined to those before, and why (a clause: `the scale was recalibrated`)."""

    on: date
    why: str
    subjects: list[str] = []  # the subjects concerned; empty: all


class Tool(Declared):
    """A file in `data/reference/measures/`: one assessment tool or kind of judgement, over its subjects.

    A tool without subjects is one measure, whose id is the stem of the file. `follows` names tools whose place this
    one took, each with the reason as a clause.
    """

    tool: str
    kind: Literal["judgement", "test", "qualification", "survey", "attendance", "count"]
    issued_by: str = ""
    medium: Literal["english", "māori", "either"] = "english"
    source: str
    spellings: list[str] = []
    subjects: dict[str, Subject] = {}
    levels: list[str] = []
    level_spellings: dict[str, list[str]] = {}
    no_value: dict[str, list[str]] = {}
    expected_from: str | None = None
    expected_by_year: dict[int, str] = {}
    expected_means: str = ""
    expected_by_end_of_year: bool = False
    scale: Scale | None = None
    standard_error: float | None = None  # of one learner's score, in points of the scale
    starts: date | None = None
    ends: date | None = None
    breaks: list[Break] = []
    follows: dict[str, str] = {}


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
        return self.id.removesuffix(f"-{self.subject}") if self.subject else self.id

    @property
    def name(self) -> str:
        """`Writing, overall teacher judgement`; of a tool without subjects its own name."""
        return f"{self.subject_name}, {self.declared.tool}" if self.subject else self.declared.tool

    @property
    def levels(self) -> list[str]:
        """Level names, lowest first; empty where the tool gives a scale score alone."""
        return self.declared.levels

    @property
    def scale(self) -> Scale | None:
        """The numeric scale, or None where the tool gives levels alone."""
        return self.declared.scale

    @property
    def breaks(self) -> list[Break]:
        """The days on which a line of this measure is broken, the earliest first."""
        return [found for found in self.declared.breaks if not found.subjects or self.subject in found.subjects]

    @property
    def in_place_of(self) -> str | None:
        """In Māori medium: the English-medium subject that a learner with a result here is not missing from."""
        return self.declared.subjects[self.subject].in_place_of if self.subject else None

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
    """Every measure known, by id; the workspace's own files stand in front of the shipped ones.

    SettingsError with every fault of a file, or where files do not fit together.
    """
    measures: dict[str, Measure] = {}
    files = data_files("reference/measures", workspace)
    for stem, path in files.items():
        tool = read_declared(path, Tool)
        check_tool(path.name, tool)
        for name in tool.follows.keys() - files.keys():
            hint = near(name, files) or f" It must be one of {', '.join(files)}."
            raise SettingsError(f"{path.name}: 'follows' names the tool '{name}', which has no file.{hint}")
        for measure in _measures_of(stem, tool):
            if measure.id in measures:
                raise SettingsError(
                    f"{path.name}: the measure '{measure.id}' is declared by {measures[measure.id].tool_id}.yaml too. "
                    "Rename the file or the subject."
                )
            measures[measure.id] = measure
    return measures


def _measures_of(stem: str, tool: Tool) -> list[Measure]:
    named = [tool.tool, stem, *tool.spellings]
    if not tool.subjects:
        return [Measure(id=stem, subject="", subject_name="", spellings=named, declared=tool)]
    return [
        Measure(
            id=f"{stem}-{key}",
            subject=key,
            subject_name=subject.name,
            spellings=[f"{stem}-{key}", *(f"{t} {s}" for t in named for s in (subject.name, key)), *subject.spellings],
            declared=tool,
        )
        for key, subject in tool.subjects.items()
    ]


def check_tool(file: str, tool: Tool) -> None:
    """SettingsError with every place where levels, spellings, expectation, scale or dates do not fit together."""
    faults = [f"{file}: {fault}" for fault in (*_level_faults(tool), *_scale_faults(tool), *_date_faults(tool))]
    if faults:
        raise SettingsError("\n".join(faults))


def _level_faults(tool: Tool) -> Iterator[str]:
    named = [("level_spellings", name) for name in tool.level_spellings]
    named += [("expected_by_year", level) for level in tool.expected_by_year.values()]
    named += [("expected_from", tool.expected_from)] if tool.expected_from else []
    for key, level in named:
        if level not in tool.levels:
            yield f"'{key}' names the level '{level}', which is not in 'levels'.{near(level, tool.levels)}"
    for why in tool.no_value:
        if why not in NO_VALUE:
            yield f"'no_value' has '{why}'. It must be one of {', '.join(NO_VALUE)}."
    if len(set(tool.levels)) != len(tool.levels):
        yield "a level stands twice in 'levels'. Name each level once, lowest first."
    meant: dict[str, str] = {}
    of_levels = [(level, [level, *tool.level_spellings.get(level, [])]) for level in dict.fromkeys(tool.levels)]
    for meaning, spellings in (*of_levels, *tool.no_value.items()):
        for text in spellings:
            other = meant.setdefault(fold(text), meaning)
            if other != meaning:
                yield f"'{text}' is read as '{other}' and as '{meaning}'. Let a spelling mean one thing."


def _scale_faults(tool: Tool) -> Iterator[str]:
    scale = tool.scale
    if not tool.levels and scale is None:
        yield "neither 'levels' nor 'scale' is given. A measure needs one of them."
    if scale is not None and scale.low is not None and scale.high is not None and scale.low >= scale.high:
        yield f"'scale' runs from {scale.low:g} to {scale.high:g}. Put the lower value first."
    if tool.standard_error is not None and (scale is None or tool.standard_error <= 0):
        yield f"'standard_error' is {tool.standard_error:g}. It is a number above 0, in points of a 'scale'."


def _date_faults(tool: Tool) -> Iterator[str]:
    if tool.starts and tool.ends and tool.starts > tool.ends:
        yield f"it starts on {tool.starts}, after it ends on {tool.ends}. Put the earlier day in 'starts'."
    days = [found.on for found in tool.breaks]
    if days != sorted(days):
        yield "'breaks' are not in the order of their days. Put the earliest first."
    for found in tool.breaks:
        for name in found.subjects:
            if name not in tool.subjects:
                hint = near(name, tool.subjects)
                yield f"the break of {found.on} names the subject '{name}', which is not in 'subjects'.{hint}"
    for key, subject in tool.subjects.items():
        if subject.in_place_of is not None and tool.medium != "māori":
            yield f"the subject '{key}' has 'in_place_of', which is for tools of 'medium: māori'. Take it out."
