"""How are results spread within each school, beside where its middle lies?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import variation_spread as analysis
from colsynth.exhibits.achievement import BASIS
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, INK, SHARES, finished, in_lines, names_axis, panels, rows
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.variation_context import school_order, strip
from colsynth.protection import Counted, Protected, Table

ROOM = 84  # percent; a label stands behind a bar that ends below, else before it
MIDDLE = "A school's middle says little about any learner in it: look at how far the bars of schools overlap."


def within_between(chapter: Chapter) -> Exhibit:
    """What share of each school's learners is at expectation and at the highest level, beside all schools?"""
    question = "How do results spread within schools and between them?"
    found = _named(chapter, analysis.shares_within_schools(chapter.results, chapter.class_icc))
    if found.empty:
        why = "No result can be held against an expectation, so no share of a school can be given."
        return chapter.nothing("within-between", question, why)
    of_all = found.groupby("measure")[["n", "n_at"]].transform("sum")
    shown = found.assign(basis=found["basis"].map(BASIS), n_all=of_all["n"], n_all_at=of_all["n_at"])
    table = chapter.may_show(
        Table(
            shown,
            ("measure", "school"),
            "learners",
            (
                Counted("n", "n_at", ("share_at", "low", "high", "verdict")),
                Counted("n_of_top", "n_top", ("share_top",)),
                Counted("n_all", "n_all_at", ("share_all",)),
            ),
            ("term", "basis"),
            not_applicable=("n_of_top", "n_top", "share_top"),
        )
    )
    return chapter.exhibit(
        "within-between",
        question,
        _title(table),
        subtitle="share of each school's learners, %, newest term of each measure",
        purpose="To see at once how far schools lie apart and how far learners of one school do.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("school", "School"),
            Column("n", "Learners with a result", "count"),
            Column("n_at", "At or above expectation", "count"),
            Column("share_at", "Share", "percent"),
            Column("low", "95 % interval from", "percent"),
            Column("high", "95 % interval to", "percent"),
            Column("basis", "Interval from"),
            Column("n_top", "At the highest level", "count"),
            Column("share_top", "Share at the highest level", "percent"),
            Column("share_all", "All schools", "percent"),
        ],
        caption="Learners at or above expectation and at the highest level, by school",
        chart=_shares_chart(table, school_order(chapter, found["school"])),
        alt=_title(table),
        how_to_read="The pale bar is the share at or above expectation, the dark one within it the share at the "
        "highest level; the line is the interval of the former, the upright one all schools together.",
        caution=f"{MIDDLE} Schools differ in who their learners are, and in how they judge.",
        talk_about="Where the pale bars are alike and the dark ones are not: what happens for learners who are there?",
        method="The last result of each learner in the measure's newest term. The interval is Wilson's (95 %), for "
        "these schools with another, like cohort; where classes are known it allows for learners of a class being "
        "alike.",
        lists=[strip(chapter, found["school"])],
        sources=chapter.sources("achievement"),
    )


def _named(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """Measures and schools under the names they have on the page, schools in their one order."""
    named = found.assign(
        measure=found["measure"].map(chapter.measure_name), school=found["school"].map(chapter.school_labels)
    )
    if "n_top" in named:
        named["n_of_top"] = named["n"].where(named["n_top"].notna())
    place = {label: i for i, label in enumerate(school_order(chapter, named["school"]))}
    measures = {name: i for i, name in enumerate(dict.fromkeys(named["measure"]))}
    return named.sort_values(
        ["measure", "school"], key=lambda column: column.map(place if column.name == "school" else measures)
    ).reset_index(drop=True)


def _title(table: Protected) -> str:
    seen = table.frame.dropna(subset=["share_at"])
    if seen.empty:
        return "No share of a school can be shown without showing single learners."
    most = seen.groupby("measure", sort=False).size().idxmax()
    own = seen[seen["measure"] == most]
    low, high = percent(own["share_at"].min()), percent(own["share_at"].max())
    if len(own) == 1:
        return f"{most}: {low} at one school; no other can be shown beside it."
    apart = float(own["low"].max()) > float(own["high"].min())
    ranges = "some intervals lie apart" if apart else "every interval overlaps every other"
    return f"{most}: {low if low == high else f'{low} to {high}'} at {len(own)} schools; {ranges}."


def _shares_chart(table: Protected, order: Sequence[str]) -> dict[str, Any] | None:
    shares = ["share_at", "low", "high", "share_top", "share_all"]
    frame = rows(table, "measure", "school", *shares, mark_hidden="share_at")
    frame = frame.assign(**{c: frame[c] * 100 for c in shares})
    frame["measure"], frame["school"] = in_lines(frame["measure"], 40), in_lines(frame["school"], 24)
    frame["label"] = frame["share_at"].map(lambda share: "" if pd.isna(share) else percent(share / 100))
    base = alt.Chart(frame).encode(y=names_axis("school", in_lines(pd.Series(order, dtype="str"), 24)))
    seen = base.transform_filter("isValid(datum.share_at)")
    at = alt.X("share_at:Q", title="share, %", scale=SHARES, axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    layers = alt.layer(
        seen.mark_bar(color=ACCENT, opacity=0.22, height=18).encode(x=at),
        base.transform_filter("isValid(datum.share_top)")
        .mark_bar(color=ACCENT, opacity=0.75, height=18)
        .encode(x=alt.X("share_top:Q", scale=SHARES)),
        seen.mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.X("low:Q", scale=SHARES), x2="high:Q"),
        seen.transform_filter(f"datum.high <= {ROOM}")
        .mark_text(align="left", dx=5, fontSize=12)
        .encode(x="high:Q", text="label:N"),
        seen.transform_filter(f"datum.high > {ROOM}")
        .mark_text(align="right", dx=-5, fontSize=12)
        .encode(x="low:Q", text="label:N"),
        base.mark_tick(color=GREY, thickness=1.5, size=34).encode(x="share_all:Q"),
        base.transform_filter("datum.hidden == '[c]'")
        .mark_text(align="left", color=GREY)
        .encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=210, height=alt.Step(40))
    chart = layers.facet(facet=panels("measure", frame["measure"]), columns=2)
    return finished(
        chart, "Share of each school's learners at or above expectation, with its interval, and at the top."
    )


def scores(chapter: Chapter) -> Exhibit:
    """How are scale scores spread within each school, beside where its mean lies?"""
    question = "How do scores spread within schools and between them?"
    found = _named(chapter, analysis.scores_within_schools(chapter.results))
    if found.empty:
        why = "No scale scores of a year level taught at two schools were supplied, so none can be held side by side."
        return chapter.nothing("scores", question, why)
    units = {
        chapter.measure_name(id_): measure.scale.unit
        for id_, measure in chapter.measures.items()
        if measure.scale is not None
    }
    spread = ["quarter", "median", "three_quarters"]
    table = chapter.may_show(
        Table(
            found.assign(basis=found["basis"].map(BASIS), unit=found["measure"].map(units)),
            ("measure", "school"),
            "learners",
            (Counted("n", None, ("mean", "low", "high", *spread, "verdict")),),
            ("term", "basis", "unit"),
            not_applicable=("quarter", "three_quarters"),
        )
    )
    return chapter.exhibit(
        "scores",
        question,
        _scores_title(table),
        subtitle="scale-score points above or below all learners of the same year level, newest term of each measure",
        purpose="To see at once how far schools lie apart and how far learners of one school do.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("school", "School"),
            Column("n", "Learners with a score", "count"),
            Column("mean", "Mean", "points"),
            Column("low", "95 % interval from", "points"),
            Column("high", "95 % interval to", "points"),
            Column("basis", "Interval from"),
            Column("quarter", "A quarter lies below", "points"),
            Column("median", "Half lie below", "points"),
            Column("three_quarters", "Three quarters lie below", "points"),
            Column("unit", "Unit"),
        ],
        caption="Scores of each school beside all learners of the same year level",
        chart=_scores_chart(table, school_order(chapter, found["school"])),
        alt=_scores_title(table),
        how_to_read="The grey band holds the middle half of a school's learners, the dot is their mean and the line "
        "its interval; 0 is the mean of all learners of the same year level.",
        caution=f"{MIDDLE} A year level that one school alone teaches is left out.",
        talk_about="Where bands are long: who are the learners at their ends, and what is planned for them?",
        method="Each score less the mean of all learners of its year level, at schools with ten learners or more. The "
        "interval of a mean is Student's (95 %), for these schools with another, like cohort; where classes are known "
        "it allows for learners of a class being alike. Quarters are given from twenty learners.",
        lists=[strip(chapter, found["school"])],
        sources=chapter.sources("achievement"),
    )


def _scores_title(table: Protected) -> str:
    seen = table.frame.dropna(subset=["mean"])
    if seen.empty:
        return "No mean of a school can be shown without showing single learners."
    most = seen.groupby("measure", sort=False).size().idxmax()
    own = seen[seen["measure"] == most]
    apart = float(own["mean"].max()) - float(own["mean"].min())
    halves = (own["three_quarters"] - own["quarter"]).dropna()
    within = f"; the middle half of a school's learners spans {_span(halves)} points" if len(halves) else ""
    if len(own) == 1:
        return f"{most}: one school can be shown, and no other beside it{within}."
    return f"{most}: the means of {len(own)} schools lie within {_points(apart)} points of each other{within}."


def _span(values: pd.Series[float]) -> str:
    low, high = _points(float(values.min())), _points(float(values.max()))
    return low if low == high else f"{low} to {high}"


def _points(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _scores_chart(table: Protected, order: Sequence[str]) -> dict[str, Any] | None:
    columns = ["mean", "low", "high", "quarter", "three_quarters"]
    frame = rows(table, "measure", "school", *columns, mark_hidden="mean")
    frame["measure"], frame["school"] = in_lines(frame["measure"], 40), in_lines(frame["school"], 24)
    base = alt.Chart(frame).encode(y=names_axis("school", in_lines(pd.Series(order, dtype="str"), 24)))
    seen = base.transform_filter("isValid(datum.mean)")
    at = alt.X("mean:Q", title="points from the year's mean", axis=alt.Axis(tickCount=5))
    layers = alt.layer(
        base.transform_filter("isValid(datum.quarter)")
        .mark_bar(color="#C9CFD6", height=14)
        .encode(x=alt.X("quarter:Q"), x2="three_quarters:Q"),
        base.mark_tick(color=GREY, thickness=1.5, size=34).encode(x=alt.datum(0)),
        seen.mark_rule(color=ACCENT, strokeWidth=2.5).encode(x="low:Q", x2="high:Q"),
        seen.mark_point(color=ACCENT, filled=True, size=70, opacity=1).encode(x=at),
        base.transform_filter("datum.hidden == '[c]'")
        .mark_text(align="left", color=GREY)
        .encode(x=alt.datum(0), text="hidden:N"),
    ).properties(width=230, height=alt.Step(38))
    chart = layers.facet(facet=panels("measure", frame["measure"]), columns=2)
    return finished(chart, "Scores of each school: the middle half of its learners, their mean and its interval.")
