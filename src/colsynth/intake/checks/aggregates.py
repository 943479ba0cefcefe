"""What does a published number count, of which year is it, and can it be true?"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch, Case

_PARTS = ("measure", "subject", "tool")


def name_measures(batch: Batch, context: Context) -> None:
    """The id of a measure colsynth knows; else the table's own words, subject and tool with them."""
    if not any(name in batch.texts for name in _PARTS):
        return
    nothing = pd.Series("", index=batch.texts.index)
    texts = list(zip(*(batch.texts.get(name, nothing) for name in _PARTS), strict=True))
    named = {parts: _named(parts, context) for parts in dict.fromkeys(texts)}
    batch.values["measure"] = pd.Series([named[parts] for parts in texts], index=nothing.index, dtype="str")


def _named(parts: tuple[str, ...], context: Context) -> str | None:
    measure, subject, tool = parts
    known = context.names.of(measure) if measure and not subject else context.names.of_parts(subject, measure or tool)
    return known or " ".join(dict.fromkeys(part for part in (measure, tool, subject) if part)) or None


def fill_calendar_years(batch: Batch) -> None:
    """The calendar year of a number whose term or date is known."""
    values = batch.values
    years = pd.Series(None, index=batch.texts.index, dtype="Int64")
    if "calendar_year" in values:
        years = values["calendar_year"].astype("Int64")
    if "term" in values:
        years = years.fillna(pd.to_numeric(values["term"].str[:4]).astype("Int64"))
    values["calendar_year"] = years


def check_has_year(batch: Batch) -> Iterator[Case]:
    """A number of no known year cannot be placed."""
    column = next((name for name in ("calendar_year", "term", "date") if name in batch.texts), "calendar_year")
    yield Case(
        "time",
        "set aside",
        column,
        ~batch.has_value("calendar_year"),
        "A calendar year, a school term or a date is expected.",
        "Fill it in, or say it for the whole sheet under 'for_all' in the settings, as calendar_year: 2025.",
        found="has no year",
    )


def check_within(batch: Batch) -> Iterator[Case]:
    """More learners cannot be counted than there were."""
    if "n" not in batch.values or "of" not in batch.values:
        return
    yield Case(
        "number of learners",
        "set aside",
        "n",
        (batch.values["n"] > batch.values["of"]).fillna(False).to_numpy(dtype=bool),
        "No more learners can be counted than they were counted among.",
        "Correct the one that is wrong.",
    )
