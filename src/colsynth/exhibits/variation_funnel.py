"""Which schools lie further from the community's share than chance alone would put them?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import variation_funnel as analysis
from colsynth.exhibits.achievement import BASIS
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import ACCENT, FAINT, GREY, INK, finished, in_lines, joined, panels, rows, share_axis
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import strength_of_results
from colsynth.exhibits.variation_context import group_at, school_order, strip
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

NOT_A_RANK = (
    "A school outside the limits is worth a look, whichever side it lies on: it is no better and no worse for it."
)


def funnel(chapter: Chapter) -> Exhibit:
    """Does any school's share lie outside what chance gives to a school of its size?"""
    question = "Which schools differ by more than chance?"
    found = analysis.funnel(chapter.results, chapter.class_icc)
    found = found[found["verdict"] != analysis.TOO_FEW_SCHOOLS].reset_index(drop=True)
    if found.empty:
        why = "No measure has a share at expectation at two schools or more, so none can be held against chance."
        return chapter.nothing("funnel", question, why)
    named = found.assign(
        measure_id=found["measure"],
        measure=found["measure"].map(chapter.measure_name),
        school_id=found["school"],
        school=found["school"].map(chapter.school_labels),
    )
    place = {label: i for i, label in enumerate(school_order(chapter, named["school"]))}
    named = named.sort_values("school", key=lambda column: column.map(place), kind="stable")
    named = named.sort_values("measure", kind="stable").reset_index(drop=True)
    of_all = named.groupby("measure")[["n", "n_at"]].transform("sum")
    shown = named.assign(basis=named["basis"].map(BASIS), n_all=of_all["n"], n_all_at=of_all["n_at"])
    limits = ("low", "high", "low_far", "high_far", "share_low", "share_high")
    table = chapter.may_show(
        Table(
            shown.drop(columns=["measure_id", "school_id", "alike", "tau2"]),
            ("measure", "school"),
            "learners",
            (
                Counted("n", "n_at", ("share_at", *limits, "outside", "verdict")),
                Counted("n_all", "n_all_at", ("target",)),
            ),
            ("term", "basis"),
            not_applicable=("outside",),
        )
    )
    hidden = table.hidden["share_at"].to_numpy(bool)
    outside = named[(named["verdict"] == analysis.LOOK).to_numpy() & ~hidden]
    findings = chapter.may_tell(_finding(chapter, row) for _, row in outside.iterrows())
    widened = bool(found["tau2"].notna().any())
    return chapter.exhibit(
        "funnel",
        question,
        _title(table),
        subtitle="share at or above expectation, %, by number of learners; newest term of each measure",
        purpose="To look where there is something to look at, and to leave chance alone.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("school", "School"),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "Share", "percent"),
            Column("target", "All learners", "percent"),
            Column("low", "Chance (95 %) from", "percent"),
            Column("high", "Chance (95 %) to", "percent"),
            Column("basis", "Limits from"),
            Column("verdict", "What can be said"),
        ],
        caption="Each school beside what chance gives to a school of its size",
        chart=_chart(table, named),
        alt=_title(table),
        how_to_read="The line across is the share of all learners. Between the inner curves a school of that size lies "
        "95 % of the time "
        + ("by chance and by how schools usually differ" if widened else "by chance alone")
        + ", between the outer ones 99.8 %. Named schools lie outside.",
        caution=f"{NOT_A_RANK} Of forty schools that differ by no more, two lie outside the inner curves. Who the "
        "learners are, and which year levels a school teaches, is not taken out.",
        talk_about="What do schools outside know about their learners, or their judging, that others should hear?",
        method="The target is the share of all learners together. Exact binomial limits, interpolated "
        "(Spiegelhalter 2005), on what learners in classes are worth where classes are known. "
        + ("Limits are widened by how much schools differ beyond chance. " if widened else "")
        + f"Limits are widened only with {analysis.LEAST_SPREAD} schools or more. From the count alone, which makes "
        "limits too narrow, a school is worth a look outside the 99.8 % limits only.",
        lists=[strip(chapter, named["school"])],
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def _title(table: Protected) -> str:
    shown = table.frame[~table.hidden["share_at"].to_numpy(bool)]
    if shown.empty:
        return "No share of a school can be shown without showing single learners."
    look = shown[shown["verdict"] == analysis.LOOK]
    if look.empty:
        return "No school that can be shown lies outside what chance gives."
    said = [f"{name} at {and_list(list(own['school']))}" for name, own in look.groupby("measure", sort=False)]
    return f"Worth a look: {'; '.join(said)}."


def _finding(chapter: Chapter, row: pd.Series[Any]) -> Finding:
    measure = str(row["measure_id"])
    side = "above" if row["share_at"] > row["target"] else "below"
    gives = "chance gives to a school of its size" if pd.isna(row["tau2"]) else "chance and the usual differences give"
    return Finding(
        f"{chapter.name}-funnel-{measure}-{chapter_slug(row['school'])}",
        chapter.name,
        f"{row['measure']}: does the share at {row['school']} lie outside what chance gives?",
        f"{row['measure']}, {spoken(row['term'])}: {percent(row['share_at'])} of {row['n']} learners at "
        f"{row['school']} are at or above expectation, {side} what {gives} "
        f"({percent(row['low'])} to {percent(row['high'])}).",
        strength_of_results(chapter, measure, row["term"], group_at(row["school_id"])),
        "learners",
        size=round(float(row["share_at"]), 4),
        unit="share of learners",
        low=round(float(row["share_low"]), 4),
        high=round(float(row["share_high"]), 4),
        basis=row["basis"],
        n=int(row["n_at"]),
        of=int(row["n"]),
        comparison=f"all learners of the community, {percent(row['target'])}",
        says_not=NOT_A_RANK,
        provenance=chapter.sources("achievement", measure=measure, term=row["term"]),
    )


def chapter_slug(text: object) -> str:
    """A label as part of an id: letters, digits and hyphens."""
    return "".join(c if c.isalnum() else "-" for c in str(text).lower()).strip("-")


def _chart(table: Protected, named: pd.DataFrame) -> dict[str, Any] | None:
    frame = rows(table, "measure", "school", "n", "share_at", "verdict")
    frame = frame.assign(share_at=frame["share_at"] * 100).dropna(subset=["share_at"])
    if frame.empty:
        return None
    frame["name"] = frame["school"].where(frame["verdict"] == analysis.LOOK)
    curves = []
    for name, own in named.groupby("measure", sort=False):
        seen = frame.loc[frame["measure"] == name, "n"]
        if seen.empty or own["target"].iloc[0] in (0.0, 1.0):
            continue
        curve_at = analysis.drawn_limits(own, max(5, int(0.6 * seen.min())), int(1.15 * seen.max()))
        level = 100 * float(own["target"].iloc[0])
        curves.append((100 * curve_at.drop(columns="n")).assign(n=curve_at["n"], target=level, measure=name))
    ends = ["low", "high", "low_far", "high_far"]
    limits = pd.concat(curves, ignore_index=True).round(3) if curves else pd.DataFrame(columns=["measure", *ends])
    axis = share_axis(pd.concat([frame, limits]), "share_at", *ends)
    points = frame.drop(columns=["school", "verdict"])
    for drawn in (points, limits):
        drawn["measure"] = in_lines(drawn["measure"], 40)
    across = alt.X("n:Q", title="learners with a result", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    curve = alt.Chart().transform_filter("isValid(datum.low)").encode(x=across)
    point = alt.Chart().transform_filter("isValid(datum.share_at)").encode(x=across, y=axis)
    layers = alt.layer(
        *(curve.mark_line(color=FAINT, strokeWidth=1.5).encode(y=f"{c}:Q") for c in ("low_far", "high_far")),
        *(curve.mark_line(color=GREY, strokeWidth=1.5, strokeDash=[5, 4]).encode(y=f"{c}:Q") for c in ("low", "high")),
        curve.mark_line(color=GREY, strokeWidth=1).encode(y="target:Q"),
        point.mark_point(color=ACCENT, filled=True, size=60, opacity=1),
        point.transform_filter("isValid(datum.name)").mark_point(color=INK, size=150, strokeWidth=2),
        point.transform_filter("isValid(datum.name)").mark_text(dy=-15, fontSize=12).encode(text="name:N"),
        data=joined(points, limits),
    ).properties(width=290, height=190)
    chart = layers.facet(facet=panels("measure", points["measure"]), columns=2)
    return finished(chart, "Each school's share by its number of learners, between the limits of chance.")
