"""What does the community itself send? Members, goals, ratings, events, answers, papers, in a workbook of its own."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from colsynth.registers.declared import Register
from colsynth.simulate.books import Book, Sheet, table
from colsynth.simulate.people import PACIFIC, People
from colsynth.simulate.plan import CommunityPlan, GoalPlan
from colsynth.simulate.sent import Record, declared_sheet
from colsynth.simulate.written import evidence_row, statement_rows

DIRECTORY_TYPES = {
    "contributing": "Contributing",
    "full primary": "Full Primary",
    "intermediate": "Intermediate",
    "secondary": "Secondary (Year 9-15)",
    "early learning": "Early learning service",
}


def community_books(
    plan: CommunityPlan,
    people: People,
    goals: list[Record],
    ratings: list[Record],
    voice: list[Record],
    registers: Mapping[str, Register],
) -> list[Book]:
    """`community.xlsx`, and an extract of the schools directory where the community uses one."""
    members: list[Record] = [
        {
            "school": school.code,
            "name": school.name,
            "type": school.type,
            "year_from": school.year_from,
            "year_to": school.year_to,
            "eqi": school.eqi,
            "roll": len(people.enrolled[school.code]) or school.roll,
            "latitude": school.latitude,
            "longitude": school.longitude,
        }
        for school in plan.schools
    ]
    events: list[Record] = [
        {
            "start": event.start,
            "end": event.end or None,
            "kind": event.kind,
            "label": event.label,
            "school": event.school or None,
            "excluded": event.excluded,
        }
        for event in plan.events
    ]
    named = {"schools": members, "goals": goals, "ratings": ratings, "events": events, "voice": voice}
    named["statements"] = [row for written in plan.written for row in statement_rows(written)]
    named["evidence"] = [evidence_row(known) for known in plan.known]
    books = []
    if plan.directory:
        books.append(Book("schools.csv", [_directory(named.pop("schools"))]))
    sheets = [declared_sheet(registers[name], rows) for name, rows in named.items() if rows]
    return [*books, Book("community.xlsx", sheets)]


def _directory(members: list[Record]) -> Sheet:
    """The members under the headers of the directory's data interface."""
    heads = {
        "School_Id": "school",
        "Org_Name": "name",
        "Org_Type": "type",
        "EQi_Index": "eqi",
        "Total": "roll",
    }
    heads |= {"Latitude": "latitude", "Longitude": "longitude"}
    typed = [member | {"type": DIRECTORY_TYPES[member["type"]]} for member in members]
    return table("", "schools", list(heads), [[member[name] for name in heads.values()] for member in typed])


def in_goal(goal: GoalPlan, results: pd.DataFrame) -> pd.Series:
    """Which results are of the learners a goal is about, with a value."""
    rows = (results["measure"] == goal.measure) & results["missing"].isna()
    if goal.years:
        rows &= results["year_level"].between(*goal.years)
    if goal.school:
        rows &= results["school"] == goal.school
    if goal.gender:
        rows &= results["gender"] == goal.gender
    if goal.ethnicity:
        names = PACIFIC if goal.ethnicity == "Pacific" else (goal.ethnicity,)
        rows &= results["ethnicities"].map(lambda groups: any(name in groups for name in names))
    return rows


def goal_rows(plan: CommunityPlan, results: pd.DataFrame) -> list[Record]:
    """The goals as the community wrote them: baselines counted from its results, and slips as planned."""
    return [_stated(goal) | _measured(goal, results) for goal in plan.goals]


def _stated(goal: GoalPlan) -> Record:
    years = goal.years or (None, None)
    return {
        "goal": goal.goal,
        "title": goal.title,
        "kind": goal.kind,
        "level": goal.level,
        "measure": goal.measure or None,
        "school": goal.school or None,
        "gender": goal.gender or None,
        "ethnicity": goal.ethnicity or None,
        "year_from": years[0],
        "year_to": years[1],
        "owner": goal.owner,
        "origin": goal.origin,
        "success": goal.success,
        "learners_more": goal.learners_more,
    }


def _measured(goal: GoalPlan, results: pd.DataFrame) -> Record:
    if goal.target_percent is None:
        return {}
    then = results[in_goal(goal, results) & (results["term"] == goal.baseline_term)]
    n, of = int(then["at"].sum()), len(then)
    return {
        "baseline_n": n,
        "baseline_of": of,
        "baseline_percent": goal.stated_percent or round(100 * n / of),
        "baseline_term": goal.baseline_term,
        "target_percent": goal.target_percent,
        "target_term": goal.target_term,
        "milestones": goal.milestones or None,
    }
