"""What is a framework? A rubric from whole to sentence: its areas, stages and indicators, and what it asks.

It is declared in one file, `data/frameworks/<id>.yaml`. An indicator's id is its position: area.stage.item
where indicators belong to a stage (ERO 1.2.3), area.item where each is placed on all the stages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar, Literal, get_args

from pydantic import Field, PrivateAttr, field_validator

from colsynth.frameworks.spelt import ANSWER_OF, Earlier, Spelt, numbered, position
from colsynth.frameworks.statement import ExhibitName, Indicator, Name, Question, Statement, Text, worded
from colsynth.reference.declared import Declared
from colsynth.reference.ethnicity import fold

# How the ratings of one area may be summed up; `best fit` needs indicators that stand under their stages.
Summary = Literal["distribution", "median", "best fit"]
SUMMARIES_KNOWN = ", ".join(get_args(Summary))


class Source(Declared):
    """Where a framework comes from; `short` is what a mark calls it (`ERO`), `read` the day."""

    title: Text
    publisher: Text
    short: Name
    read: date
    address: str | None = None

    @field_validator("address")
    @classmethod
    def _opens(cls, address: str) -> str:
        if not re.match(r"https?://\S+$", address):
            raise ValueError(f"'{address}' should be a whole web address, starting with https://.")
        return address


class Words(Declared):
    """What this framework calls its parts (`area`, `column`, `indicator`), for readers."""

    area: Name
    stage: Name
    indicator: Name


class Stage(Declared):
    """One step of the scale; `id` is its number, lowest first, `label` what readers see."""

    id: Text
    label: Name
    spellings: tuple[Text, ...] = ()

    @property
    def all_spellings(self) -> tuple[str, ...]:
        """Every way a cell may name the stage."""
        return (self.id, self.label, *self.spellings)


class Area(Declared):
    """One part of the whole; its indicators stand under their stages, or in a list where they have none.

    `spoken_to_by` names the exhibits that say something of the area, `recorded_in` the registers that hold what
    there is to show; none of them rates it.
    """

    id: Text
    name: Name
    spellings: tuple[Text, ...] = ()
    spoken_to_by: tuple[ExhibitName, ...] = ()
    recorded_in: tuple[Text, ...] = ()
    questions: tuple[Question, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    indicators_by_stage: dict[Text, tuple[Indicator, ...]] = Field(default_factory=dict)

    @field_validator("id")
    @classmethod
    def _short(cls, written: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9-]+", written):
            raise ValueError(f"'{written}' should be letters, digits and hyphens, without spaces or dots.")
        return written

    @property
    def all_indicators(self) -> tuple[Indicator, ...]:
        """Every indicator of the area, stage by stage."""
        return self.indicators + tuple(i for column in self.indicators_by_stage.values() for i in column)

    def with_wording(self, wording: Mapping[str, str]) -> Area:
        """The same area with the official wording of the statements whose ids are given."""
        questions = [q.model_copy(update={"parts": worded(q.parts, wording)}) for q in self.questions]
        by_stage = {stage: worded(those, wording) for stage, those in self.indicators_by_stage.items()}
        return self.model_copy(
            update={
                "questions": worded(questions, wording),
                "indicators": worded(self.indicators, wording),
                "indicators_by_stage": by_stage,
            }
        )


@dataclass(frozen=True)
class Shown:
    """A sentence as a page shows it, with the mark that says whose words it is."""

    text: str
    mark: str


class Framework(Declared):
    """A rubric a community can rate itself on, as its file declares it.

    `paraphrase` says that the texts are ours and not the publisher's; `nested`, that a stage presumes those
    below it. Stages are ordered and never averaged; areas are equal and their indicators are not pooled. What a
    profile may say of an area's ratings is in `summaries`; `found` is what the publisher found of the model; `left_out`
    are the positions that the source's own numbering skips; `earlier` says how ratings of earlier versions are read.
    """

    shown_in: ClassVar[str] = "data/frameworks/ero-collaborative-practice.yaml shows how"

    framework: Text
    name: Name
    spellings: tuple[Text, ...] = ()
    version: Text
    review_by: date
    source: Source
    attribution: Text
    paraphrase: bool = True
    words: Words
    nested: bool = False
    summaries: tuple[Summary, ...] = ("distribution", "median")
    found: tuple[Text, ...] = ()
    left_out: tuple[Text, ...] = ()
    earlier: dict[Text, Earlier] = Field(default_factory=dict)
    stages: tuple[Stage, ...]
    areas: tuple[Area, ...]
    _as_of: str | None = PrivateAttr(None)

    @field_validator("summaries", mode="before")
    @classmethod
    def _no_mean(cls, written: object) -> object:
        if isinstance(written, list) and {"mean", "average", "total", "sum"} & set(map(str, written)):
            raise ValueError(f"stages are steps in an order and have no mean and no sum. Use {SUMMARIES_KNOWN}.")
        return written

    @property
    def id(self) -> str:
        """The name of its file, by which settings and ratings refer to it."""
        return self.framework

    @property
    def all_spellings(self) -> tuple[str, ...]:
        """Every way a cell may name the framework."""
        return (self.framework, self.name, *self.spellings)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, area by area and stage by stage."""
        return tuple(indicator for area in self.areas for indicator in area.all_indicators)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The key questions as they stand, stems with their parts."""
        return tuple(question for area in self.areas for question in area.questions)

    @property
    def exhibits(self) -> tuple[str, ...]:
        """Every exhibit that speaks to an area or checks an indicator, each once."""
        named = [name for area in self.areas for name in area.spoken_to_by]
        return tuple(dict.fromkeys([*named, *(name for i in self.indicators for name in i.checks)]))

    @property
    def askable(self) -> tuple[Question, ...]:
        """The questions one can put to somebody: a stem with three parts is three of them."""
        return tuple(whole for question in self.questions for whole in question.askable)

    def n_indicators(self, area: str | None = None, stage: str | None = None) -> int:
        """How many indicators there are: in all, in one area, at one stage, or both."""
        return sum(area in (None, i.area) and stage in (None, i.stage) for i in self.indicators)

    def area(self, id: str) -> Area:
        """The area with an id; KeyError where there is none."""
        return {area.id: area for area in self.areas}[id]

    def stage(self, id: str) -> Stage:
        """The stage with an id; KeyError where there is none."""
        return {stage.id: stage for stage in self.stages}[id]

    def indicator(self, id: str) -> Indicator:
        """The indicator with an id; KeyError where there is none."""
        return {indicator.id: indicator for indicator in self.indicators}[id]

    def version_of(self, text: str) -> str | None:
        """The version that a cell means, the loaded one where it is blank, or None where nobody knows it."""
        plain = {_plain(version): version for version in (*self.earlier, self.version)}
        return plain.get(_plain(text)) if text else self.version

    def as_of(self, version: str) -> Framework:
        """The same framework, whose cells are read as those of one of its versions; the ids are the loaded one's."""
        if version == (self._as_of or self.version):
            return self
        same = self.model_copy()
        same._as_of = version
        return same

    def stage_of(self, text: str) -> str | None:
        """Id of the stage that a cell means by its number, label or a spelling, or None."""
        return self._spelt.stages.get(fold(text))

    def answer_of(self, text: str) -> str | None:
        """What a rating says: a stage's id, `not yet evident`, `not applicable`, or None where unknown."""
        return self.stage_of(text) or ANSWER_OF.get(fold(text))

    def area_of(self, text: str) -> str | None:
        """Id of the area that a cell names by id, by name, or by both (`Area 6`, `6. Monitoring ...`)."""
        return self._spelt.areas.get(fold(text))

    def indicator_of(self, text: str) -> str | None:
        """Id of the indicator that a cell means, whatever stands between its numbers (`6.2.3`, `6-2-3`)."""
        return self._spelt.indicators.get(position(text))

    def question_of(self, text: str) -> str | None:
        """Id of the question, or of the part of one, that a cell means (`3a`, `Q1a (i)`, `Key question 4b`)."""
        bare = re.sub(r"^(key\s+)?q(uestion)?[\s.:]*", "", text.strip().casefold())
        ids = [part.id for question in self.questions for part in (question, *question.parts)]
        return {position(id_): id_ for id_ in ids}.get(position(bare))

    def holds(self, area: str, indicator: str) -> bool:
        """Whether an indicator is of an area, both as cells write them; an earlier version may have moved it."""
        found = self.indicator_of(indicator)
        as_written = numbered(position(indicator).split(".")[0], self._spelt.area_words)
        now = found is not None and self.area_of(area) == self.indicator(found).area
        return now or fold(area) in map(fold, as_written)

    def shown(self, statement: Statement) -> Shown:
        """The sentence for a page: the official wording where loaded, else ours marked with its position."""
        short = self.source.short
        if statement.wording is not None:
            return Shown(statement.wording, f"{short}'s wording, from the community's own copy")
        mark = f"our paraphrase of {short} {statement.id}" if self.paraphrase else f"{short} {statement.id}"
        return Shown(statement.text, mark)

    def statements(self) -> Iterator[Statement]:
        """Everything that has a sentence: indicators, questions and their parts."""
        yield from self.indicators
        for question in self.questions:
            yield question
            yield from question.parts

    def with_wording(self, wording: Mapping[str, str]) -> Framework:
        """The same framework with the official wording of the statements whose ids are given."""
        return self.model_copy(update={"areas": tuple(area.with_wording(wording) for area in self.areas)})

    @property
    def _spelt(self) -> Spelt:
        return self._spelt_by_version[self._as_of or self.version]

    @cached_property
    def _spelt_by_version(self) -> dict[str, Spelt]:
        stage_words, area_words = ("stage", self.words.stage), ("area", self.words.area)
        stages = {fold(form): stage.id for stage in self.stages for form in numbered(stage.id, stage_words)}
        stages |= {fold(spelt): stage.id for stage in self.stages for spelt in stage.all_spellings}
        areas = {}
        for area in self.areas:
            forms = numbered(area.id, area_words)
            for spelt in (*forms, *(f"{form} {area.name}" for form in forms), *area.spellings, area.name, area.id):
                areas[fold(spelt)] = area.id
        indicators = {position(indicator.id): indicator.id for indicator in self.indicators}
        now = Spelt(stages, areas, indicators, stage_words, area_words)
        return {version: now.before(moves) for version, moves in self.earlier.items()} | {self.version: now}


def _plain(version: str) -> str:
    """`1.2` for Version 1.2 and v1.2."""
    return re.sub(r"^v(ersion)?[\s.]*(?=\d)", "", version.casefold().strip())
