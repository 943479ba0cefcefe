"""Up to when does the data speak? The newest term with enough records; anything dated after it is a slip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from colsynth.intake.checks.achievement import latest_terms, observed_terms
from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch, Case

ENOUGH = 5  # records that make a term one the data supports; fewer only where no term has more


def newest_day(batches: list[Batch], context: Context) -> date | None:
    """The newest day of the newest term that the observed records of all registers support."""
    observed = [batch for batch in batches if batch.register.observed]
    terms = pd.concat([observed_terms(batch) for batch in observed]) if observed else pd.Series([], dtype="str")
    counts = terms.value_counts()
    if counts.empty:
        return None
    newest = str(max(counts[counts >= min(ENOUGH, counts.max())].index))
    days = [_newest_in(batch, newest) for batch in observed]
    known = [day for day in days if day is not None]
    return max(known) if known else context.calendar.last_day(newest)


def _newest_in(batch: Batch, term: str) -> date | None:
    if "date" not in batch.values:
        return None
    here = batch.accepted & batch.values["term_of_date"].eq(term).fillna(False).to_numpy(dtype=bool)
    newest = batch.values.loc[here, "date"].max()
    return None if pd.isna(newest) else newest.date()


def check_not_after(batch: Batch, newest_term: str, context: Context) -> Iterator[Case]:
    """A record dated after the newest term the data supports is set aside; a first day there is emptied."""
    if batch.register.observed:
        later = (latest_terms(batch) > newest_term).fillna(False).to_numpy(dtype=bool)
        column = "date" if batch.has_text("date")[later].any() else "term"
        yield Case(
            "dated after the data",
            "set aside",
            column,
            later,
            f"It is dated after {newest_term}, the newest term the data supports.",
            "Correct it. If it is right, write 'as_at:' with the newest date of the data in the settings.",
        )
    for name in (column.name for column in batch.register.columns if column.past and column.name in batch.values):
        days = batch.values[name].dropna().unique()
        late = [day for day in days if context.calendar.term_of(day.date()) > newest_term]
        later = batch.values[name].isin(late).to_numpy(dtype=bool)
        yield Case(
            "dated after the data",
            "warning",
            name,
            later,
            f"It lies after {newest_term}, the newest term the data supports. The value is left empty.",
            "Correct it. If it is right, write 'as_at:' with the newest date of the data in the settings.",
        )
        batch.values.loc[later, name] = pd.NaT
