"""Where must a line over terms be broken, and why? Where a measure, what it expects or a set of codes changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from colsynth.reference.measures import Measure
from colsynth.reference.terms import Calendar

CHANGE = "change of measure"  # the kind of an event that breaks lines


@dataclass(frozen=True)
class LineBreak:
    """A change before which and after which results cannot be held against each other.

    `term` is the first term after it (the one it falls in, where it falls in one); `why` is a clause.
    """

    term: str
    why: str


def breaks_of(measure: Measure, events: pd.DataFrame, subjects: Iterable[str], calendar: Calendar) -> list[LineBreak]:
    """The breaks of one measure's lines, the earliest first: those declared for it, then those on record as events.

    An event of the whole community breaks every line; one whose label names a subject (of `subjects`, their names)
    breaks the lines of that subject alone. An event in a term with a declared break is the same change.
    """
    found = {calendar.term_from(change.on): change.why for change in reversed(measure.breaks)}
    seen = events[(events["kind"] == CHANGE) & events["school"].isna() & events["start"].notna()]
    names = {name.casefold() for name in subjects if name}
    for _, event in seen.sort_values("start").iterrows():
        label = "" if pd.isna(event["label"]) else str(event["label"])
        about = {name for name in names if name in label.casefold()}
        if not about or measure.subject_name.casefold() in about:
            said = f"on record as “{label}”" if label else "on record as a change of measure"
            found.setdefault(calendar.term_from(event["start"].date()), said)
    return [LineBreak(term, found[term]) for term in sorted(found)]


def between(breaks: Iterable[LineBreak], first: str, last: str) -> list[LineBreak]:
    """The breaks that part two terms from each other."""
    return [change for change in breaks if first < change.term <= last]


def stretches(frame: pd.DataFrame, by: str, breaks: Mapping[str, Sequence[LineBreak]]) -> pd.Series[int]:
    """For each row of a frame with a `term`: how many breaks of its line (`by`) lie before it, or in its term."""
    counts = [
        sum(term >= change.term for change in breaks.get(name, ()))
        for name, term in zip(frame[by], frame["term"], strict=True)
    ]
    return pd.Series(counts, index=frame.index, dtype="int64")


def replaced(seen: Iterable[str], measures: Mapping[str, Measure]) -> list[tuple[Measure, Measure, str]]:
    """(new measure, the one whose place it took, why) for each such pair of one subject among the measures seen."""
    known = [measures[id_] for id_ in dict.fromkeys(seen) if id_ in measures]
    return [
        (new, old, new.declared.follows[old.tool_id])
        for new in known
        for old in known
        if new.subject == old.subject and old.tool_id in new.declared.follows
    ]
