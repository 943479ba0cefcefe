"""What does a school note of those who come to it, and when did it hear about them? Drawn with known shares.

A newcomer's information comes before the first day by a planned share, late, or never; some of it comes before the
classes of newcomers are decided. Nothing about the learner bears on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from colsynth.reference.terms import Calendar
from colsynth.simulate.people import People
from colsynth.simulate.plan import CommunityPlan, HandoverPlan, stream
from colsynth.simulate.results import weekday

KINDS = ("results", "attendance", "learning support plan", "portfolio")
LONGEST_LATE = 45  # days after the first day
WINDOW = 18  # days before classes are decided, or before the year begins, in which information comes in time
LATER = timedelta(days=14)  # how far a first day is noted late, where the plan has it so
COLUMNS = ("learner", "school", "term", "code", "from_name", "to_name", "left", "entered", "information",
           "handed_over", "received", "placed", "complete")  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True)
class Newcomer:
    """One learner who comes to a school from a member (`code`) or from elsewhere (`code` empty)."""

    learner: int
    code: str
    name: str
    left: date | None
    entered: date
    term: str
    came: bool = True  # whether the rolls have the move


def came_from(plan: CommunityPlan, people: People, seed: int) -> dict[int, str]:
    """Where each learner was before the first member school: the name of a school or service, or "" if not known."""
    rng = stream(seed, plan.id, "came from")
    draws = rng.random((len(people.learners), 2))
    services, bounds = list(plan.early), np.cumsum(list(plan.early.values()))
    named = {}
    for learner, (service, school) in zip(people.learners, draws, strict=True):
        if learner.year_level(learner.spells[0].entry.year) <= 1:
            place = int(np.searchsorted(bounds, service, side="right"))
            named[learner.id] = services[place] if place < len(services) else ""
        else:
            named[learner.id] = plan.outside[int(school * len(plan.outside))] if plan.outside else ""
    return named


def draw_handover(
    plan: CommunityPlan, people: People, calendar: Calendar, seed: int
) -> tuple[pd.DataFrame, dict[str, object]]:
    """One row a newcomer noted by a school (`COLUMNS`), and what is true of them: counts, and what the rolls lack."""
    rows: list[Row] = []
    received: list[dict[str, object]] = []
    differs: list[dict[str, object]] = []
    before = came_from(plan, people, seed)
    members = {school.name: school.code for school in plan.schools}
    for noted in plan.handover:
        rng = stream(seed, plan.id, "handover", noted.school)
        newcomers = list(_newcomers(plan, noted, people, calendar, before, members))
        own = [_noted(plan, noted, one, calendar, rng) for one in newcomers]
        received += _told(own, noted.school)
        differs += [_differs(one, noted, "no such move on the rolls") for one in newcomers if not one.came]
        planned = [place for place, one in enumerate(newcomers) if one.came and one.code and _planned(noted, one.term)]
        for place in planned[len(planned) - noted.later :]:
            own[place]["entered"] = weekday(own[place]["entered"] + LATER)
            differs.append(_differs(newcomers[place], noted, "a first day two weeks later than on the roll"))
        rows += own
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame, {"received": received, "differs_from_rolls": differs} if plan.handover else {}


def _planned(noted: HandoverPlan, term: str) -> bool:
    return term.endswith("T1") and int(term[:4]) in noted.years


def _newcomers(
    plan: CommunityPlan,
    noted: HandoverPlan,
    people: People,
    calendar: Calendar,
    before: dict[int, str],
    members: dict[str, str],
) -> Iterator[Newcomer]:
    """All who came to the school in the terms that it notes; then those whom it expected and who went elsewhere."""
    terms = [term for term in plan.terms[1:] if int(term[:4]) in noted.years]
    lowest = plan.school(noted.school).years[0]
    away = []
    for term in terms:
        opening, closing = calendar.first_day(term), calendar.last_day(term)
        for learner in people.learners:
            year = learner.year_level(opening.year)
            for place, spell in enumerate(learner.spells):
                if spell.school == noted.school and opening <= spell.entry <= closing:
                    last = learner.spells[place - 1] if place else None
                    if noted.within is None and not (term.endswith("T1") and year == lowest):
                        continue
                    name = plan.school(last.school).name if last else before[learner.id]
                    yield Newcomer(
                        learner.id, members.get(name, ""), name, last.exit if last else None, spell.entry, term
                    )
            last = learner.now
            gone = last.exit == calendar.last_day(f"{opening.year - 1}-T4") and last.school in noted.in_time
            if gone and year == lowest and term == f"{noted.years[-1]}-T1":
                name = plan.school(last.school).name
                away.append(Newcomer(learner.id, last.school, name, last.exit, opening, term, came=False))
    yield from away[: noted.expected]


def _noted(
    plan: CommunityPlan, noted: HandoverPlan, one: Newcomer, calendar: Calendar, rng: np.random.Generator
) -> Row:
    """What the school writes down; every newcomer takes the same number of draws."""
    in_time, early, never, day, level, more = rng.random(6)
    kinds = [kind for kind, chance in zip(KINDS, (0.95, 0.6, 0.12, 0.3), strict=True) if rng.random() < chance]
    place = noted.years.index(int(one.term[:4]))
    with_new_year = _planned(noted, one.term)
    placed = date.fromisoformat(noted.placed[place]) if noted.placed and with_new_year else None
    shares = noted.in_time.get(one.code, noted.in_time[""])
    share = shares[place] if with_new_year else noted.within or 0.0
    row: Row = {
        "learner": one.learner,
        "school": noted.school,
        "term": one.term,
        "code": one.code,
        "from_name": one.name or None,
        "to_name": plan.school(noted.school).name,
        "left": one.left,
        "entered": one.entered,
        "placed": placed,
        "information": None,
        "handed_over": None,
        "received": None,
        "complete": None,
    }
    if never < noted.never:
        return row
    if in_time < share and placed is not None:
        last = placed if early < noted.before_placed else calendar.first_day(one.term) - timedelta(days=1)
        received = last - timedelta(days=int(day * WINDOW))
    elif in_time < share:
        received = one.entered - timedelta(days=1 + int((20 if with_new_year else 3) * day))
    else:
        received = one.entered + timedelta(days=int(day * day * LONGEST_LATE))
    low, high = noted.complete
    received = weekday(received)
    return row | {
        "information": "; ".join(kinds) or "results",
        "handed_over": weekday(received - timedelta(days=int(4 * more))),
        "received": received,
        "complete": low + 10 * int(level * ((high - low) // 10 + 1)),
    }


def _told(rows: list[Row], school: str) -> list[dict[str, object]]:
    """Per term and school left (members alone): newcomers noted, and of how many the school had heard by when."""
    told: list[dict[str, object]] = []
    for term, code in sorted({(row["term"], row["code"]) for row in rows}):
        own = [row for row in rows if (row["term"], row["code"]) == (term, code)]
        heard = [row for row in own if row["received"] is not None]
        told.append(
            {
                "school": school,
                "from": code or "elsewhere",
                "term": term,
                "noted": len(own),
                "received": len(heard),
                "before_first_day": sum(row["received"] < row["entered"] for row in heard),
                "before_placed": sum(row["placed"] is not None and row["received"] <= row["placed"] for row in heard),
            }
        )
    return told


def _differs(one: Newcomer, noted: HandoverPlan, what: str) -> dict[str, object]:
    return {"learner": one.learner, "from": one.code, "school": noted.school, "term": one.term, "what": what}
