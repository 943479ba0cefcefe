"""How do events on record appear on a time axis? A lettered line a term, and one sentence that says what each was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import altair as alt
import pandas as pd

from colsynth.analyses.events import events_in
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import FAINT, GREY, terms_between
from colsynth.reference.terms import spoken

APART_WIDTH = 22  # pixels of the band over a term to be read apart


@dataclass(frozen=True)
class Events:
    """The `layers` go under the lines of a chart whose x is `term:O`; `said` goes into its caution ("" if none)."""

    layers: tuple[alt.Chart, ...]
    said: str


def events_shown(chapter: Chapter, terms: Iterable[str], school: str = "") -> Events:
    """The events that touch the terms shown: of the community, or of it and one `school`."""
    shown = list(terms)
    found = events_in(chapter.snapshot.frame("events"), chapter.calendar, shown, school)
    if found.empty:
        return Events((), "")
    return Events(_layers(found, shown), _said(chapter, found))


def _layers(found: pd.DataFrame, shown: list[str]) -> tuple[alt.Chart, ...]:
    """A pale band over each term to be read apart, then one dotted line with its letters where events began."""
    axis = terms_between(shown)
    began = found.assign(term=found["first"].where(found["first"] >= axis[0], axis[0]))
    letters = [{"term": str(term), "mark": " ".join(marks)} for term, marks in began.groupby("term")["mark"]]
    excluded = found.loc[found["excluded"], ["first", "last"]].astype(str).to_numpy().tolist()
    apart = [{"term": term} for term in axis if any(first <= term <= last for first, last in excluded)]
    lines = alt.Chart(alt.Data(values=letters)).encode(x="term:O")
    layers = [
        lines.mark_rule(color=GREY, strokeDash=[2, 3], opacity=0.7),
        lines.mark_text(color=GREY, fontSize=12, dy=-6).encode(y=alt.value(0), text="mark:N"),
    ]
    if apart:
        band = alt.Chart(alt.Data(values=apart)).encode(x="term:O")
        layers.insert(0, band.mark_rule(color=FAINT, strokeWidth=APART_WIDTH, opacity=0.5))
    return tuple(layers)


def _said(chapter: Chapter, found: pd.DataFrame) -> str:
    """`On record: a, flood at Rata School (Term 2, 2025); b ... To be read apart: Term 2, 2020.`"""
    said = []
    for _, row in found.iterrows():
        what = str(chapter.without_names(row["label"] if pd.notna(row["label"]) else row["kind"])).rstrip(".")
        where = f" at {chapter.school_labels.get(row['school'], 'a school')}" if pd.notna(row["school"]) else ""
        said.append(f"{row['mark']}, {what}{where} ({_span(row['first'], row['last'])})")
    apart = found[found["excluded"]].drop_duplicates(["first", "last"])
    periods = "; ".join(_span(first, last) for first, last in zip(apart["first"], apart["last"], strict=True))
    return f"On record: {'; '.join(said)}." + (f" To be read apart, as agreed: {periods}." if periods else "")


def _span(first: str, last: str) -> str:
    return spoken(first) if first == last else f"{spoken(first)} to {spoken(last)}"
