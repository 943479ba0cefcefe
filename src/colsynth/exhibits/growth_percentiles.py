"""Where do each school's learners stand among those who began alike? Only where norm groups are large enough."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import growth_percentiles as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, INK, finished, in_lines, names_axis, panels, rows
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.matching import Followed, followed
from colsynth.exhibits.variation_context import strip
from colsynth.protection import Counted, Protected, Table


def growth_percentiles(chapter: Chapter) -> Exhibit:
    """Among learners who began alike, where do each school's learners stand now? Only where norm groups allow it."""
    question = "Where do learners stand among those who began alike?"
    seen = [one for one in followed(chapter, "scale_score") if _largest(one) >= analysis.LEAST_NORM_GROUP]
    if not seen:
        why = (
            f"Growth percentiles need {analysis.LEAST_NORM_GROUP} learners of a year level or norms from outside; "
            "there are fewer here, so none are given."
        )
        return chapter.nothing("growth-percentiles", question, why)
    labels = chapter.school_labels
    order = sorted(labels, key=lambda code: (len(labels[code]), labels[code]))
    order = list(labels) if chapter.settings.school_names == "shown" else order
    parts = []
    for one in seen:
        schools = [code for code in order if (one.pairs["school"] == code).any()]
        parts.append(analysis.percentiles_by_school(one.pairs, schools).assign(measure=one.name))
    found = pd.concat(parts, ignore_index=True)
    found["school"] = found["school"].map(labels)
    numbers = ("quarter", "median", "three_quarters", "low", "high")
    frame = found[["measure", "school", "base", *numbers, "verdict"]]
    counted = (Counted("base", None, numbers),)
    table = chapter.may_show(
        Table(frame, ("measure", "school"), "learners", counted, ("verdict",), not_applicable=numbers)
    )
    told = table.frame["median"].dropna().astype(float)
    title = "No school has enough learners to be shown."
    if not told.empty:
        title = f"Middle learners of schools stand between {told.min():.0f} and {told.max():.0f} among learners alike."
    return chapter.exhibit(
        "growth-percentiles",
        question,
        title,
        subtitle="growth percentile of the middle learner and the middle half, by the school of the later term",
        purpose="To see whether growth differs between schools once learners began alike.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("school", "School"),
            Column("base", "Learners", "count"),
            Column("quarter", "A quarter below", "points"),
            Column("median", "Middle", "points"),
            Column("three_quarters", "A quarter above", "points"),
            Column("low", "Middle, 95 % from", "points"),
            Column("high", "Middle, 95 % to", "points"),
            Column("verdict", "Against 50"),
        ],
        caption="Growth percentiles by school",
        chart=_spread_chart(table, title),
        alt=title,
        how_to_read="A learner at 60 now stands above 60 of 100 learners who began alike. The line spans the middle "
        "half of a school's learners, the thick bar the 95 % interval of its middle learner.",
        caution="The norms are made of these very learners: their middle is 50 by its making, so this says nothing "
        "about the community as a whole, and one school's rise is another's fall. Test error in the first score "
        "favours schools with a high intake.",
        talk_about="What do schools away from 50 have in common: intake, moves, or something they do?",
        method="Quantile regression of the later score on a cubic B-spline of the earlier one within each year level "
        f"of {analysis.LEAST_NORM_GROUP} matched learners or more (the algorithm of the R package SGP), the median of "
        "each school with limits by order statistics, from the count alone.",
        lists=[strip(chapter, found["school"])],
        sources=chapter.sources("achievement"),
    )


def _largest(one: Followed) -> int:
    sizes = one.pairs.groupby("year_level")["student"].size()
    return int(sizes.max()) if len(sizes) else 0


def _spread_chart(table: Protected, description: str) -> dict[str, Any] | None:
    frame = rows(table, "measure", "school", "quarter", "median", "three_quarters", "low", "high", mark_hidden="median")
    if frame["median"].isna().all():
        return None
    frame = frame.assign(measure=in_lines(frame["measure"], 40))
    base = alt.Chart().encode(y=names_axis("school", frame["school"]))
    seen = base.transform_filter("isValid(datum.median)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    whole = alt.Scale(domain=[1, 99])
    at = alt.X("median:Q", title="growth percentile", scale=whole, axis=alt.Axis(values=[1, 25, 50, 75, 99]))
    middle = alt.Chart(alt.Data(values=[{"at": 50}]))
    drawn = alt.layer(
        middle.mark_rule(color=INK, strokeDash=[2, 3], opacity=0.5).encode(x=alt.X("at:Q", scale=whole)),
        seen.mark_rule(color=ACCENT, strokeWidth=1).encode(x="quarter:Q", x2="three_quarters:Q"),
        seen.mark_rule(color=ACCENT, strokeWidth=6, opacity=0.3).encode(x="low:Q", x2="high:Q"),
        seen.mark_point(color=ACCENT, size=50, filled=True, opacity=1).encode(x=at),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(3), text="hidden:N"),
        data=frame,
    ).properties(width=230, height=alt.Step(18))
    return finished(drawn.facet(facet=panels("measure", frame["measure"]), columns=2), description)
