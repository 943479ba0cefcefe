"""What is true of a fictional community? Effects, chances and counts, for tests to find again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from colsynth.simulate.books import Book
from colsynth.simulate.community import in_goal
from colsynth.simulate.faults import Planted
from colsynth.simulate.people import People
from colsynth.simulate.plan import CommunityPlan


def describe(
    plan: CommunityPlan,
    seed: int,
    people: People,
    results: pd.DataFrame,
    effects: dict[str, object],
    ratings: Sequence[dict[str, object]],
    more: Mapping[str, object],
    books: Sequence[Book],
    planted: Sequence[Planted],
) -> dict[str, object]:
    """The truth file of a community: all counts are of what was drawn, before the planted faults."""
    return {
        "community": plan.id,
        "seed": seed,
        "terms": list(plan.terms),
        "learners": {
            "ever": len(people.learners),
            "on_the_roll": {code: len(there) for code, there in people.enrolled.items()},
            "enrolments": sum(len(x.spells) for x in people.learners),
            "moved_between_members": sum(len({spell.school for spell in x.spells}) > 1 for x in people.learners),
        },
        "effects": effects,
        "standing": _standing(results, ["measure", "term"]),
        "standing_by_school": _standing(results, ["measure", "term", "school"]),
        "goals": {
            goal.goal: _standing(results[in_goal(goal, results)], ["term"]) for goal in plan.goals if goal.measure
        },
        "ratings": list(ratings),
        **{name: told for name, told in more.items() if told},
        "planted": [fault.as_truth() for fault in planted],
        "rows": [
            {"file": book.file, "sheet": sheet.name, "register": sheet.register, "rows": len(sheet.body())}
            for book in books
            for sheet in book.sheets
        ],
    }


def _standing(results: pd.DataFrame, by: list[str]) -> list[dict[str, object]]:
    """Learners with a value, those at expectation, and the mean chance of being so, by `by`."""
    valued = results[results["missing"].isna() & results["judged"]]
    grouped = valued.groupby(by, sort=True).agg(of=("at", "size"), at=("at", "sum"), chance=("chance", "mean"))
    return [
        {
            **{name: str(row[name]) for name in by},
            "of": int(row["of"]),
            "at": int(row["at"]),
            "chance": round(float(row["chance"]), 4),
        }
        for _, row in grouped.reset_index().iterrows()
    ]
