"""Can it be worked out where a goal stands?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch, Case, Mask

_GROUP_WORDS = r"\b(?:boys?|girls?|m[āa]+ori|pasifika|pacific|asian|years?\s*\d|yrs?\s*\d|y\d)"
_NUMBERS = ("baseline_n", "baseline_percent", "target_n", "target_percent", "target_change", "target_gap")


def check_goal_has_measure(batch: Batch) -> Iterator[Case]:
    """A challenge, or anything with a baseline or target, needs a measure; a focus area does without."""
    stated: Mask = batch.nothing()
    for name in _NUMBERS:
        stated = stated | batch.has_text(name)
    if "kind" in batch.values:
        stated = stated | batch.values["kind"].eq("achievement challenge").fillna(False).to_numpy(dtype=bool)
    yield Case(
        "goal without a measure",
        "warning",
        "measure" if "measure" in batch.texts else "goal",
        stated & ~batch.has_text("measure"),
        "A goal with a target needs a measure. It is kept, but where it stands cannot be worked out.",
        "Name a measure, for example otj-writing, or call it a focus area without a target.",
        found="is a goal without a measure",
    )


def check_goal_names_its_group(batch: Batch) -> Iterator[Case]:
    """A goal whose words name a group, and whose columns name none, would be counted over all learners."""
    if "title" not in batch.texts:
        return
    named = batch.texts["title"].str.contains(_GROUP_WORDS, case=False, regex=True).to_numpy(dtype=bool)
    told = batch.nothing()
    for name in ("gender", "ethnicity", "year_from", "year_to", "years", "school"):
        told = told | batch.has_text(name)
    yield Case(
        "goal without its group",
        "warning",
        "title",
        named & ~told & batch.has_text("measure"),
        "It names a group in words, but no column says which learners it is about, so it is counted over all of them.",
        "Fill in the columns for gender, ethnicity or year levels ('Gender', 'Ethnicity', 'Years').",
        found="is a goal about all learners",
    )


def check_goal_level(batch: Batch, context: Context) -> Iterator[Case]:
    """The level that counts as reached must be one of the goal's measure."""
    if "at" not in batch.texts or "measure" not in batch.values:
        return
    for id_ in batch.values["measure"].dropna().unique():
        measure = context.names.measures[id_]
        known = [not text or measure.level_of(text) is not None for text in batch.texts["at"]]
        where = batch.values["measure"].eq(id_).fillna(False).to_numpy(dtype=bool) & ~np.array(known, dtype=bool)
        yield Case(
            "goal level",
            "warning",
            "at",
            where,
            f"{measure.name} has the levels {', '.join(measure.levels) or 'none'}. "
            "The measure's own expectation is used.",
            "Write one of the levels, or leave the cell blank.",
        )
        of_measure = batch.values["measure"].eq(id_).fillna(False)
        batch.values.loc[of_measure, "at"] = batch.texts.loc[of_measure, "at"].map(
            lambda text, m=measure: m.level_of(text) if text else None
        )


def check_span(batch: Batch) -> Iterator[Case]:
    """The lowest year level cannot lie above the highest."""
    if "year_from" not in batch.values or "year_to" not in batch.values:
        return
    crossed = (batch.values["year_from"] > batch.values["year_to"]).fillna(False).to_numpy(dtype=bool)
    yield Case(
        "year span",
        "warning",
        "year_from",
        crossed,
        "The lowest year level cannot lie above the highest.",
        "Correct one of the two cells.",
        found="has a lowest year level above the highest",
    )
