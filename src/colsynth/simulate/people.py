"""Who is enrolled where, and when? Learners who enter, move up, change school and leave, term by term.

The model. Each school takes `per_year` learners at its lowest year level and stands full at the start. At
the turn of a year everyone moves up; a learner past the highest year level of a school goes on to a
member that teaches the next level (nine in ten where there is one) or leaves, and lowest levels fill up
with learners from outside. In the senior years of a secondary school, for which no results are sent,
learners stay on the roll. Within a year, learners move to another member (`moves_within` a term) or leave
(`leaves` a term), and as many arrive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from colsynth.reference.terms import Calendar
from colsynth.simulate.names import person, student_numbers
from colsynth.simulate.plan import LEAVERS, CommunityPlan, SchoolPlan, stream

GOES_ON = 0.90  # share of learners past the last year level who go on to another member
SECOND_GROUP = 0.25  # share of learners who name a second ethnic group
PACIFIC = ("Samoan", "Tongan", "Cook Islands Māori", "Niuean", "Fijian")
ASIAN = ("Indian", "Chinese", "Filipino")
ELSEWHERE = ("Middle Eastern", "Latin American", "African")


@dataclass
class Spell:
    """One enrolment of a learner at a school; `exit` is None while it lasts."""

    school: str
    entry: date
    exit: date | None = None


@dataclass
class Learner:
    """One fictional learner; `born_into` is the calendar year in which the learner is in Year 1."""

    id: int
    first: str
    last: str
    gender: str
    ethnicities: tuple[str, ...]
    learning_support: bool
    english_learner: bool
    born_into: int
    spells: list[Spell] = field(default_factory=list)
    number: str = ""

    def year_level(self, calendar_year: int) -> int:
        """The year level in a calendar year."""
        return calendar_year - self.born_into + 1

    @property
    def now(self) -> Spell:
        """The newest enrolment."""
        return self.spells[-1]

    def new_in(self, opening: date, closing: date) -> bool:
        """Whether the learner came to a school within these days."""
        return any(opening <= spell.entry <= closing for spell in self.spells)


class People:
    """All learners of a community over its terms, made by `enrol`."""

    def __init__(self, plan: CommunityPlan, calendar: Calendar, seed: int) -> None:
        self.plan, self.calendar = plan, calendar
        self.rng = stream(seed, plan.id, "people")
        self.learners: list[Learner] = []
        self.enrolled: dict[str, list[Learner]] = {school.code: [] for school in plan.schools}
        self.placed: dict[str, dict[int, str]] = {}  # term -> learner -> school at its end

    def arrive(self, school: SchoolPlan, year_level: int, day: date) -> None:
        """A learner not seen before enters a school."""
        rng = self.rng
        gender = str(rng.choice(["female", "male", "another gender"], p=[0.486, 0.506, 0.008]))
        groups = _ethnicities(rng, school)
        english = rng.random() < (0.35 if groups[0] in (*ASIAN, *ELSEWHERE) else 0.04)
        learner = Learner(
            id=len(self.learners),
            first="",
            last="",
            gender=gender,
            ethnicities=groups,
            learning_support=bool(rng.random() < 0.06),
            english_learner=bool(english),
            born_into=day.year - year_level + 1,
            spells=[Spell(school.code, day)],
        )
        learner.first, learner.last = person(rng, gender)
        self.learners.append(learner)
        self.enrolled[school.code].append(learner)

    def depart(self, learner: Learner, last_day: date, to: str, first_day: date) -> None:
        """A learner's enrolment ends; another begins where `to` is a member."""
        self.enrolled[learner.now.school].remove(learner)
        learner.now.exit = last_day
        if to != LEAVERS:
            learner.spells.append(Spell(to, first_day))
            self.enrolled[to].append(learner)

    def start(self) -> None:
        """Every school stands full in the first term."""
        first = self.plan.terms[0]
        opening = self.calendar.first_day(first)
        for school in self.plan.schools:
            for year in school.years:
                for _ in range(school.per_year):
                    years_there = int(self.rng.integers(0, year - school.years[0] + 1))
                    entered = opening.year - years_there
                    self.arrive(school, year, self._early(date(entered, 2, 1)))
                    self.learners[-1].born_into = opening.year - year + 1

    def turn_of_year(self, term: str) -> None:
        """Everyone moves up a level; lowest levels fill up."""
        opening = self.calendar.first_day(term)
        closing = self.calendar.last_day(f"{opening.year - 1}-T4")
        for school in self.plan.schools:
            for learner in list(self.enrolled[school.code]):
                year = learner.year_level(opening.year)
                if year > (school.year_to or 0):
                    on = [s for s in self.plan.schools if year in s.years and s.years[0] == year]
                    on = on or [s for s in self.plan.schools if year in s.years]
                    to = LEAVERS
                    if on and self.rng.random() < GOES_ON:
                        sizes = np.array([s.per_year for s in on], dtype=float)
                        to = on[int(self.rng.choice(len(on), p=sizes / sizes.sum()))].code
                    self.depart(learner, closing, to, self._early(opening))
        for school in self.plan.schools:
            if school.years:
                level = school.years[0]
                there = sum(x.year_level(opening.year) == level for x in self.enrolled[school.code])
                for _ in range(school.per_year - there):
                    self.arrive(school, level, self._early(opening))

    def within_year(self, term: str) -> None:
        """Moves between members, departures and arrivals in the first weeks of a term."""
        opening = self.calendar.first_day(term)
        members = [school for school in self.plan.schools if school.years]
        for school in members:
            for learner in list(self.enrolled[school.code]):
                if learner.now.entry >= opening:
                    continue
                draw = self.rng.random()
                if draw >= self.plan.moves_within + self.plan.leaves:
                    continue
                year = learner.year_level(opening.year)
                others = [s.code for s in members if year in s.years and s.code != school.code]
                to = str(self.rng.choice(others)) if others and draw < self.plan.moves_within else LEAVERS
                day = self._early(opening)
                self.depart(learner, day - timedelta(days=3), to, day)
            for _ in range(int(self.rng.poisson(self.plan.leaves * school.per_year * len(school.years)))):
                self.arrive(school, int(self.rng.choice(list(school.years))), self._early(opening))

    def _early(self, opening: date) -> date:
        day = opening + timedelta(days=int(self.rng.integers(0, 19)))
        return day - timedelta(days=max(0, day.weekday() - 4))


def enrol(plan: CommunityPlan, calendar: Calendar, seed: int) -> People:
    """The learners of a community over its terms; `placed` says who was where at the end of each term."""
    people = People(plan, calendar, seed)
    people.start()
    for index, term in enumerate(plan.terms):
        if index:
            if term.endswith("T1"):
                people.turn_of_year(term)
            people.within_year(term)
        people.placed[term] = {x.id: code for code, there in people.enrolled.items() for x in there}
    for learner, number in zip(
        people.learners, student_numbers(stream(seed, plan.id, "numbers"), len(people.learners)), strict=True
    ):
        learner.number = number
    return people


def enrolments(people: Iterable[Learner], last_year: int) -> pd.DataFrame:
    """One row an enrolment: learner, number, names, school, entry, exit, year level then, groups, flags."""
    rows = [
        {
            "learner": x.id,
            "number": x.number,
            "first": x.first,
            "last": x.last,
            "school": spell.school,
            "entry": spell.entry,
            "exit": spell.exit,
            "year_level": x.year_level(spell.exit.year if spell.exit else last_year),
            "gender": x.gender,
            "ethnicities": x.ethnicities,
            "learning_support": x.learning_support,
            "english_learner": x.english_learner,
        }
        for x in people
        for spell in x.spells
    ]
    return pd.DataFrame(rows)


def _ethnicities(rng: np.random.Generator, school: SchoolPlan) -> tuple[str, ...]:
    rest = 1 - school.maori - school.pacific
    kind = rng.choice(5, p=[school.maori, school.pacific, rest * 0.12, rest * 0.03, rest * 0.85])
    first = (
        "Māori",
        str(rng.choice(PACIFIC)),
        str(rng.choice(ASIAN)),
        str(rng.choice(ELSEWHERE)),
        "NZ European",
    )[kind]
    if rng.random() >= SECOND_GROUP:
        return (first,)
    second = "Māori" if first == "NZ European" and rng.random() < 0.3 else "NZ European"
    if second == first:
        second = "British"
    if first == "Māori" and second == "NZ European" and rng.random() < 0.1:
        return (first, "Samoan", second)
    return (first, second)
