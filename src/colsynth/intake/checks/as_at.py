"""Up to when does the data speak? The newest term with enough records; anything dated after it is a slip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

import pandas as pd

from colsynth.intake.checks.achievement import latest_terms, observed_terms
from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch, Case
from colsynth.reference.terms import term_number

ENOUGH = 5  # records that make a term one the data supports; fewer only where no term has more
MOST_GAP = 20  # terms without a record before the newest; five years


def newest_day(batches: list[Batch], context: Context) -> date | None:
    """The newest day of the newest term that the observed records of all registers support."""
    observed = [batch for batch in batches if batch.register.observed]
    terms = pd.concat([observed_terms(batch) for batch in observed]) if observed else pd.Series([], dtype="str")
    counts = terms.value_counts()
    if counts.empty:
        return None
    newest = newest_supported({str(term): int(n) for term, n in counts.items()})
    days = [_newest_in(batch, newest) for batch in observed]
    known = [day for day in days if day is not None]
    return max(known) if known else context.calendar.last_day(newest)


def newest_supported(counts: Mapping[str, int]) -> str:
    """The newest term with enough records, by records a term.

    Terms that stand years after all others, with fewer records than those, are a slip (2062 for 2026).
    """
    terms = sorted(counts)
    for before, after in reversed(list(pairwise(terms))):
        at = terms.index(after)
        few = sum(counts[term] for term in terms[at:]) < sum(counts[term] for term in terms[:at])
        if few and term_number(after) - term_number(before) > MOST_GAP:
            return newest_supported({term: counts[term] for term in terms[:at]})
    enough = min(ENOUGH, max(counts.values()))
    return max(term for term, n in counts.items() if n >= enough)


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
