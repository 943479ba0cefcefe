"""How do schools' results lie against their equity index? Between schools alone, and below twenty without a line."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import equity_index as analysis
from colsynth.exhibits.achievement import BASIS
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.comparisons import in_order, points, spanned
from colsynth.exhibits.drawing import ACCENT, GREY, SHARES, finished, in_lines, panels, rows
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.variation_context import strip
from colsynth.protection import Counted, Protected, Table

QUESTION = "How do results lie against the equity index of schools?"
MORE = "a higher index means more barriers"


def between_schools(chapter: Chapter) -> Exhibit:
    """How do schools' shares at expectation lie against their equity index?"""
    schools = chapter.snapshot.frame("schools").drop_duplicates("school")
    if schools["eqi"].notna().sum() < 2:
        why = "The equity index is known of fewer than two schools, so nothing can be held against it."
        return chapter.nothing("equity-index", QUESTION, why)
    if chapter.settings.school_names == "codes":
        why = (
            "Schools appear as codes here, and the equity index is public: a result drawn at it would name its school. "
            "So results are not shown against the index."
        )
        return chapter.nothing("equity-index", QUESTION, why)
    found = analysis.by_equity_index(chapter.results, schools[["school", "eqi"]], chapter.class_icc)
    if found.empty:
        why = "No school with an equity index has results that can be held against an expectation."
        return chapter.nothing("equity-index", QUESTION, why)
    found = in_order(chapter, found)
    table = _protected(chapter, found)
    lead = found.iloc[0]
    title = _title(chapter, lead)
    return chapter.exhibit(
        "equity-index",
        QUESTION,
        title,
        subtitle=f"share of learners with a result at expectation, %, by the school's equity index: {MORE}",
        purpose="To remember what schools contend with, before comparing them.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("school", "School"),
            Column("eqi", "Equity index", "count"),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "Share at expectation", "percent"),
            Column("low", "95 % interval from", "percent"),
            Column("high", "95 % interval to", "percent"),
            Column("basis", "Interval from"),
            Column("verdict", "In a word"),
        ],
        caption="Schools by equity index",
        chart=_chart(table, found),
        alt=title,
        how_to_read=f"One dot a school, its bar the uncertainty; to the right are schools whose learners meet more "
        f"barriers ({MORE}, the other way than the old decile).",
        caution="The index describes a whole school, not its learners: it says nothing about who reaches the mark "
        "within a school, nor how good a school is. Other things differ between schools too.",
        talk_about="Which schools with a like index do something that others could look at?",
        method="The last result of each learner in the measure's newest term, by school. With fewer than twenty "
        "schools no line is drawn: it would be a guess. With more, a least-squares line over schools, each counting "
        "once. Schools with fewer than ten learners are in no line.",
        lists=[strip(chapter, found["school"].map(chapter.school_labels))],
        sources=(*chapter.sources("achievement"), *chapter.sources("schools")),
    )


def _title(chapter: Chapter, lead: pd.Series[Any]) -> str:
    name, n = chapter.measure_name(lead["measure"]), int(lead["n_schools"])
    if lead["verdict"] == analysis.DESCRIBED:
        return f"{name}: with {n} schools, whether results go with the equity index cannot be told."
    if lead["verdict"] == analysis.TOO_FEW:
        return f"{name}: too few schools with ten learners to hold results against the equity index."
    if lead["verdict"] == analysis.NO_VARIATION:
        return f"{name}: schools do not differ enough to hold results against the equity index."
    limits = spanned(lead["slope_low"], lead["slope_high"])
    return (
        f"{name}: {lead['verdict']} ({points(lead['slope'])} points for {analysis.STEP} more of the index, 95 % limits "
        f"{limits}, {n} schools)."
    )


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    frame = found.assign(
        measure=found["measure"].map(chapter.measure_name),
        school=found["school"].map(chapter.school_labels),
        basis=found["basis"].map(BASIS),
    )
    plain = ("eqi", "basis", "verdict")
    counted = (Counted("n", "n_at", ("share_at", "low", "high")),)
    columns = ["measure", "term", "school", *counted[0].columns, *plain]
    return chapter.may_show(Table(frame[columns], ("measure", "term", "school"), "learners", counted, plain))


def _chart(table: Protected, found: pd.DataFrame) -> dict[str, Any] | None:
    frame = rows(table, "measure", "school", "eqi", "share_at", "low", "high")
    frame = frame[frame["share_at"].notna()].reset_index(drop=True)
    if frame.empty:
        return None
    frame[["share_at", "low", "high"]] *= 100
    frame["measure"] = in_lines(frame["measure"])
    span = [10 * (int(frame["eqi"].min()) // 10) - 10, 10 * (int(frame["eqi"].max()) // 10) + 20]
    x = alt.X(
        "eqi:Q",
        title="equity index (more barriers to the right)",
        scale=alt.Scale(domain=span),
        axis=alt.Axis(tickCount=5),
    )
    y = alt.Y("share_at:Q", title="share, %", scale=SHARES, axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    base = alt.Chart().encode(x=x)
    layers = [
        base.mark_rule(color=ACCENT, strokeWidth=4, opacity=0.25).encode(y=alt.Y("low:Q", scale=SHARES), y2="high:Q"),
        base.mark_point(color=ACCENT, size=60, filled=True, opacity=1).encode(y=y),
    ]
    if found["slope"].notna().any():
        line = base.transform_regression("eqi", "share_at", groupby=["measure"])
        layers.insert(0, line.mark_line(color=GREY, strokeDash=[5, 4]).encode(y="share_at:Q"))
    chart = alt.layer(*layers, data=frame).properties(width=280, height=190)
    return finished(
        chart.facet(facet=panels("measure", frame["measure"]), columns=2),
        "One dot a school: its share at expectation against its equity index.",
    )
