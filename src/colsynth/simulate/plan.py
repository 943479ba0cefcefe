"""What is a fictional community planned to be? Its schools, what they measure, the truth about learners.

A plan holds no draws: the same plan and seed always give the same community. Everything that is drawn comes
from a stream of its own name, so that a register added later changes no number that stood before.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import numpy as np

from colsynth.simulate.plan_practice import Known, RatingPlan, VoicePlan, Written

LEAVERS = ""  # the destination of a learner who leaves the community


@dataclass(frozen=True)
class SchoolPlan:
    """One member. `per_year` learners enter each year level; `years` are the levels it sends results for."""

    code: str
    name: str
    type: str
    year_from: int | None
    year_to: int | None
    eqi: int | None
    per_year: int
    layout: str  # a key of `layouts.LAYOUTS`; empty for a member that sends nothing
    spelling: str  # a key of `spelling.SPELLINGS`
    file: str  # stem of its files
    maori: float = 0.3  # chance that a learner is Māori
    pacific: float = 0.1
    moderates_with: str = ""  # code of the school it moderates writing with
    moderates_in: tuple[str, ...] = ("T2", "T4")  # ends of the names of the terms in which it does
    roll: int = 0  # stated roll of a member that sends no learners
    results_to: int | None = None  # the highest year level with results, where it is not `year_to`
    latitude: float | None = None
    longitude: float | None = None

    @property
    def years(self) -> range:
        """The year levels with learners in the spreadsheets."""
        if self.year_from is None or self.year_to is None or not self.per_year:
            return range(0)
        return range(self.year_from, (self.results_to or self.year_to) + 1)


@dataclass(frozen=True)
class Settled:
    """A share that is to be met exactly in one term, as the community's own papers state it."""

    term: str
    years: tuple[int, int]
    share: float | None = None  # of the learners with a value
    at: int | None = None  # learners at expectation; with `of`, learners with a value
    of: int | None = None


@dataclass(frozen=True)
class Assessed:
    """One measure in some schools and terms, and the truth behind it (shares 0-1, effects in logits)."""

    measure: str
    years: tuple[int, int]
    terms: tuple[str, ...]
    start: float  # share at expectation in the first term, among `about` years
    end: float  # the same in the last term
    about: tuple[int, int] | None = None
    schools: tuple[str, ...] = ()  # codes; empty: every school with such years
    gap_maori: tuple[float, float] = (-0.5, -0.5)  # in the first and the last term
    gap_pacific: float = -0.4
    boys: float = 0.0
    season: dict[int, float] = field(default_factory=dict)  # by number of the term
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True)
class Beside:
    """A test that learners sat in the terms of a judgement of theirs, and how the two are tied.

    The test's latent is the judgement's, less how much `kinder` the school judges (logits), with `shared` of the
    judgement's noise and noise of its own. `scale` is the score at the expectation and the points a logit, where
    it is not the tool's own.
    """

    measure: str
    beside: str
    years: tuple[int, int]
    terms: tuple[str, ...]
    schools: tuple[str, ...]
    kinder: dict[str, float] = field(default_factory=dict)  # by code of the school
    shared: float = 0.6
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class Attended:
    """Half-days of some schools' learners. `bands` is the truth: shares of the bands from regular to chronic, by term.

    `steady` is the correlation of a learner's place from term to term, `justified` the share of absences with a
    reason, before and from Term 1 of 2025, when the codes changed.
    """

    schools: tuple[str, ...]
    bands: dict[str, tuple[float, float, float, float]]
    steady: float = 0.8
    justified: tuple[float, float] = (0.55, 0.45)


@dataclass(frozen=True)
class HandoverPlan:
    """What a school notes of those who come to it, and the truth: the share handed over before the first day.

    `in_time` has a share for each of `years` by code of the school left, with `""` for all others. `placed` are the
    days on which the classes of newcomers were decided, and `before_placed` is the share of what came in time that came
    before them. Of those who come within a year `within` is handed over in time. `expected` is how many learners who
    left the community are noted as newcomers all the same, and `later` how many first days stand two weeks late.
    """

    school: str
    years: tuple[int, ...]  # calendar years that begin with newcomers
    in_time: dict[str, tuple[float, ...]]
    placed: tuple[str, ...] = ()  # ISO text, one for each of `years`
    before_placed: float = 0.6
    within: float | None = None  # None: only those who come with the new year are noted
    never: float = 0.06  # share of all newcomers of whom nothing ever came
    complete: tuple[int, int] = (60, 100)  # percent, drawn evenly in steps of 10
    expected: int = 0
    later: int = 0


@dataclass(frozen=True)
class ListPlan:
    """The list of a goal: learners who stood just below the expectation in a term. Being on it changes nothing."""

    goal: str
    measure: str
    seen: str  # term of the results that the list was made from
    start: str  # day it began, as ISO text
    years: tuple[int, int]  # year levels in the calendar year in which it begins
    schools: tuple[str, ...]
    below: float = 1.5  # how far below the expectation a learner may stand, in logits
    share: float = 0.7  # share of such learners who are put on the list


@dataclass(frozen=True)
class Spread:
    """How far things differ, in logits (standard deviations), and fixed effects of the learner."""

    school: float = 0.30
    class_: float = 0.25
    learner: float = 1.30
    subject: float = 0.60
    new_school: float = -0.35  # in the first term after a move to another school
    learning_support: float = -1.50
    english_learner: float = -0.50


@dataclass(frozen=True)
class GoalPlan:
    """One row of the goals register; `stated` replaces what the data would say (a published slip)."""

    goal: str
    title: str
    kind: str
    measure: str = ""
    years: tuple[int, int] | None = None
    school: str = ""
    gender: str = ""
    ethnicity: str = ""
    baseline_term: str = ""
    target_percent: float | None = None
    target_term: str = ""
    milestones: str = ""
    owner: str = ""
    origin: str = ""
    success: str = ""
    stated_percent: float | None = None
    learners_more: int | None = None
    level: str = "learner"


@dataclass(frozen=True)
class EventPlan:
    """One row of the events register, dates as ISO text."""

    start: str
    end: str
    kind: str
    label: str
    school: str = ""
    excluded: bool = False


@dataclass(frozen=True)
class FaultPlan:
    """One thing wrong in what a school sends: a kind of `faults.KINDS`, in a register of the school."""

    kind: str
    school: str
    register: str = "achievement"


@dataclass(frozen=True)
class CommunityPlan:
    """All of one fictional community."""

    id: str
    name: str
    schools: tuple[SchoolPlan, ...]
    terms: tuple[str, ...]
    assessed: tuple[Assessed, ...]
    beside: tuple[Beside, ...] = ()
    attended: Attended | None = None
    lists: tuple[ListPlan, ...] = ()
    handover: tuple[HandoverPlan, ...] = ()
    early: dict[str, float] = field(default_factory=dict)  # early learning service -> share of those new in Year 1
    outside: tuple[str, ...] = ()  # schools outside the community that learners come from
    goals: tuple[GoalPlan, ...] = ()
    events: tuple[EventPlan, ...] = ()
    ratings: tuple[RatingPlan, ...] = ()  # a framework each
    voices: tuple[VoicePlan, ...] = ()  # a survey each
    written: tuple[Written, ...] = ()
    known: tuple[Known, ...] = ()
    faults: tuple[FaultPlan, ...] = ()
    directory: bool = False  # the schools come as an extract of the schools directory
    spread: Spread = Spread()
    moves_within: float = 0.008  # chance a term that a learner changes to another member
    leaves: float = 0.010  # chance a term of leaving the community; as many arrive
    settings: str = ""  # the settings file, as a person wrote it

    def school(self, code: str) -> SchoolPlan:
        """The member with a code."""
        return next(school for school in self.schools if school.code == code)


def stream(seed: int, *names: str) -> np.random.Generator:
    """Random numbers that belong to a name alone."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])
