"""How do learners spread over the levels of each measure, term by term?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses import levels as analysis
from colsynth.exhibits.breaks import said_of_breaks
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import finished
from colsynth.exhibits.events import events_shown
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.stacked import stacked_over_terms
from colsynth.protection import Counted, Table
from colsynth.reference.terms import spoken


def levels_over_terms(chapter: Chapter) -> Exhibit:
    """How have learners spread over the levels, from the lowest to the highest, term by term?"""
    question = "How do learners spread over the levels?"
    found = pd.concat(
        [pd.DataFrame(columns=["measure", *analysis.COLUMNS]), *_of_measures(chapter)], ignore_index=True
    ).astype({"measure": "str"} | analysis.COLUMNS)
    found = found[found["verdict"] == "described"].reset_index(drop=True)
    if found.empty:
        why = f"No measure with levels has {analysis.LEAST_TERM} learners in a term, so no spread can be shown."
        return chapter.nothing("levels", question, why)
    names = {chapter.measure_name(id_): id_ for id_ in chapter.results["measure"].unique()}
    breaks = {name: chapter.breaks_of(names[name]) for name in found["measure"].unique()}
    events = events_shown(chapter, found["term"])
    counted, plain = (Counted("of", "n", ("share",)),), ("place", "verdict")
    table = chapter.may_show(Table(found, ("measure", "term", "group"), "learners", counted, plain))
    title = _title(table.frame)
    chart = stacked_over_terms(table, "measure", breaks, events.layers)
    said = " ".join(filter(None, [*said_of_breaks(found, "measure", breaks), events.said]))
    return chapter.exhibit(
        "levels",
        question,
        title,
        subtitle="share of learners with a result in the term, %, from the lowest level to the highest",
        purpose="To see the whole of it: learners far below and at the top weigh as much as those at the mark.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("group", "Level"),
            Column("of", "Learners with a result", "count"),
            Column("n", "At this level", "count"),
            Column("share", "Share", "percent"),
        ],
        caption="Learners by level, term by term",
        chart=None if chart is None else finished(chart, title),
        alt=title,
        how_to_read="One bar a term; the darker, the higher the level. Nothing can be held against what stands on the "
        "other side of a dashed line.",
        caution="Each term's learners are not the same learners. Levels are in order, not equally far apart."
        + (" Where a measure changed, and what happened when, stands under how this was worked out." if said else ""),
        talk_about="Which end of the bar changed, and who is there?",
        method="The last result of each learner in the term. Neighbouring levels are shown together where one of them "
        "had too few learners in some term, and so that no more than six remain; terms with fewer than "
        f"{analysis.LEAST_TERM} learners are left out. {said}".strip(),
        sources=chapter.sources("achievement"),
    )


def _of_measures(chapter: Chapter) -> list[pd.DataFrame]:
    """The measures with most results first."""
    seen = chapter.results[chapter.results["measure"].isin(chapter.measures) & chapter.results["level"].notna()]
    found = []
    for measure in seen.groupby("measure").size().sort_values(ascending=False, kind="stable").index:
        own = seen[seen["measure"] == measure]
        shares = analysis.levels_over_terms(own, chapter.measures[measure].levels, chapter.settings.suppress_below)
        found.append(shares.assign(measure=chapter.measure_name(measure)))
    return found


def _title(shown: pd.DataFrame) -> str:
    told = shown[shown["share"].notna()]
    if told.empty:
        return "No spread over levels can be shown without showing single learners."
    first = told[told["measure"] == told["measure"].iloc[0]]
    newest = first[first["term"] == first["term"].max()].sort_values("place")
    low, high = newest.iloc[0], newest.iloc[-1]
    ends = f"{percent(low['share'])} {low['group']}, {percent(high['share'])} {high['group']}"
    return f"{first['measure'].iloc[0]}, {spoken(str(newest['term'].iloc[0]))}: {ends}."
