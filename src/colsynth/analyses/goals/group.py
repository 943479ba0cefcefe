"""Which learners is a goal about, and how sure is the share of them that has reached its level?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from colsynth.methods.classes import learners_worth
from colsynth.methods.proportions import wilson_interval
from colsynth.reference.ethnicity import MANY
from colsynth.reference.measures import Measure

_NEEDED = (
    "student", "school", "term", "year_level", "gender", "ethnicities", "level", "scale_score", "date", "class_label",
    "expected",
)  # fmt: skip
LEAST = 10  # learners of whom a share is held against anything; methods: "n < 10: too few to say"


@dataclass(frozen=True)
class Seen:
    """`at` of `n` learners are at the goal's level; they are `worth` so many independent ones (`basis`: by their
    classes, or `count`: every learner is one), and the share lies between `low` and `high` (95 %)."""

    n: int
    at: int
    worth: float
    basis: Literal["classes", "count"]
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share at the goal's level (0-1)."""
        return self.at / self.n

    @property
    def worth_at(self) -> float:
        """What the learners at the level are worth."""
        return self.share * self.worth


def seen_in(rows: pd.DataFrame, icc: float | None) -> Seen | None:
    """The learners of `rows` (with `reached` and `class_label`) as one share; None without any.

    The interval is for these schools with another, like cohort of learners and classes (Wilson on what learners in
    classes are worth); where classes are not known, from the count alone.
    """
    n, at = len(rows), int(rows["reached"].sum())
    if n == 0:
        return None
    worth = learners_worth(rows["class_label"].to_numpy(object), icc)
    limits = wilson_interval(at / n * (worth or n), worth or n)
    return Seen(n, at, worth or float(n), "count" if worth is None else "classes", limits.low, limits.high)


def in_group(goal: pd.Series[Any], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows (results, or learners on the roll) that are of the school, years, gender and ethnic groups of a goal."""
    if pd.notna(goal["year_from"]):
        rows = rows[rows["year_level"] >= goal["year_from"]]
    if pd.notna(goal["year_to"]):
        rows = rows[rows["year_level"] <= goal["year_to"]]
    return of_kind(goal, rows)


def of_kind(goal: pd.Series[Any], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are of the school, gender and ethnic groups of a goal, whatever the year level."""
    if pd.notna(goal["school"]):
        rows = rows[rows["school"] == goal["school"]]
    if pd.notna(goal["gender"]):
        rows = rows[rows["gender"] == goal["gender"]]
    if pd.notna(goal["ethnicity"]):
        wanted = set(goal["ethnicity"].split(MANY))
        among = [held for held in rows["ethnicities"].dropna().unique() if wanted & set(held.split(MANY))]
        rows = rows[rows["ethnicities"].isin(among)]
    return rows


def is_measured(goal: pd.Series[Any], measures: Mapping[str, Measure]) -> bool:
    """Whether the goal names a measure that is known."""
    return pd.notna(goal["measure"]) and goal["measure"] in measures


def with_reached(goal: pd.Series[Any], results: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """The results on the goal's measure, of all learners, with `reached`: at the goal's own level, else expectation."""
    rows = results.loc[results["measure"] == goal["measure"], list(_NEEDED)]
    reached = rows["expected"]
    if pd.notna(goal["at"]):
        levels = measures[goal["measure"]].levels
        enough = levels[levels.index(goal["at"]) :]
        reached = rows["level"].isin(enough).astype("boolean").where(rows["level"].notna())
    held: pd.DataFrame = rows.assign(reached=reached)
    return held.dropna(subset=["reached"])


def learners_of(goal: pd.Series[Any], results: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """The results a goal is about, with `reached` (boolean)."""
    return in_group(goal, with_reached(goal, results, measures))


def group_in_words(goal: pd.Series[Any]) -> str:
    """`Māori learners, Years 1-8`."""
    groups = " or ".join(goal["ethnicity"].split(MANY)) if pd.notna(goal["ethnicity"]) else ""
    who = f"{groups} learners" if groups else "Learners"
    if pd.notna(goal["gender"]):
        who = {"female": "Girls", "male": "Boys"}.get(goal["gender"], who) + (f" ({groups})" if groups else "")
    low, high = goal["year_from"], goal["year_to"]
    if pd.isna(low) and pd.isna(high):
        return who
    if pd.notna(low) and pd.notna(high):
        return f"{who}, Year {low}" if low == high else f"{who}, Years {low}-{high}"
    return f"{who}, from Year {low}" if pd.notna(low) else f"{who}, to Year {high}"
