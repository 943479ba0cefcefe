"""What bent a time axis: which events on record lie within the terms shown, and which terms are to be read apart?"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

import pandas as pd

from colsynth.reference.terms import Calendar

COLUMNS = ["mark", "first", "last", "kind", "label", "school", "excluded"]


def events_in(events: pd.DataFrame, calendar: Calendar, terms: Sequence[str], school: str = "") -> pd.DataFrame:
    """One row is one event that touches the terms between the first and the last of `terms`, the earliest first.

    Columns: mark (a, b, c ... for a chart), first and last (terms; one that began in the holidays belongs to the term
    that follows, one without an end to the term it began in), kind, label and school (empty for the whole community)
    as in the register, excluded (whether results of these terms are to be read apart). With `school`, events of other
    schools are left out.
    """
    seen = events[events["start"].notna()].sort_values("start", kind="stable")
    if school:
        seen = seen[seen["school"].isna() | (seen["school"] == school)]
    if seen.empty or not terms:
        return pd.DataFrame(columns=COLUMNS, dtype="str").astype({"excluded": "bool"})
    first = seen["start"].map(lambda day: calendar.term_from(day.date()))
    ended = seen["end"].where(seen["end"].notna(), seen["start"]).map(lambda day: calendar.term_of(day.date()))
    frame = pd.DataFrame(
        {
            "first": first.astype("str"),
            "last": ended.astype("str").where(ended > first, first).astype("str"),
            "kind": seen["kind"].astype("str"),
            "label": seen["label"].astype("str"),
            "school": seen["school"].astype("str"),
            "excluded": seen["excluded"].fillna(False).astype(bool),
        }
    )
    frame = frame[(frame["first"] <= max(terms)) & (frame["last"] >= min(terms))].reset_index(drop=True)
    frame.insert(0, "mark", pd.Series([_letter(i) for i in range(len(frame))], dtype="str"))
    return frame


def _letter(number: int) -> str:
    """a, b ... z, then aa, ab ..."""
    wrapped = _letter(number // len(ascii_lowercase) - 1) if number >= len(ascii_lowercase) else ""
    return wrapped + ascii_lowercase[number % len(ascii_lowercase)]
