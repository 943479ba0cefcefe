"""Did learners who began low gain more than a low start alone would give them?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import low_starts as analysis
from colsynth.analyses import progress
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, finished, names_axis, rows, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit, written
from colsynth.exhibits.matching import followed, span_in_short
from colsynth.protection import Counted, Protected, Table

NUMBERS = ("gain", "usual", "by_chance", "beyond", "low", "high", "said")
LOWEST = analysis.STARTS[0]
AGAINST = {"norms": "the tool's norms", "year level": "all matched learners of the year level"}


def low_starts(chapter: Chapter) -> Exhibit:
    """Did learners who began low gain more than a low start alone would give them?"""
    question = "Did learners who began low catch up?"
    parts = []
    for one in followed(chapter, "scale_score"):
        found = analysis.low_starts(one.pairs, progress.likeness(one.pairs))
        parts.append(found.assign(measure=one.name, over=span_in_short(one.over)))
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if found.empty:
        why = "No year level has twenty learners with two scores, so a low start cannot be told from a low day."
        return chapter.nothing("low-starts", question, why)
    said = [
        None if pd.isna(v) else f"{_points(v)} ({_points(a)} to {_points(b)})"
        for v, a, b in zip(found["beyond"], found["low"], found["high"], strict=True)
    ]
    frame = found.assign(said=pd.Series(said, dtype="str"), against=found["against"].map(AGAINST))
    frame = frame[["measure", "start", "over", "base", *NUMBERS, "against", "verdict"]]
    counted, plain = (Counted("base", None, NUMBERS),), ("over", "against", "verdict")
    table = chapter.may_show(
        Table(frame, ("measure", "start"), "learners", counted, plain, not_applicable=(*NUMBERS, *plain))
    )
    title = _title(table.frame)
    return chapter.exhibit(
        "low-starts",
        question,
        title,
        subtitle="mean gain of matched learners by where they began within their year level, points",
        purpose="To keep catching up apart from what any low start looks like a year later.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("start", "Began in"),
            Column("over", "From and to"),
            Column("base", "Learners", "count"),
            Column("gain", "Mean gain", "points"),
            Column("usual", "Usual gain", "points"),
            Column("by_chance", "By the start alone", "points"),
            Column("said", "Beyond both (95 % interval)"),
            Column("against", "Usual is that of"),
            Column("verdict", "Beyond both"),
        ],
        caption="Gain by where learners began, beside what the start alone gives",
        chart=_chart(table, title),
        alt=title,
        how_to_read="The dot is the mean gain. The hollow mark is what these learners would have gained if nothing "
        "special had happened: the usual gain and what a start so low or so high gives by itself.",
        caution="Who scores low once has often had a bad day as well, and stands nearer to the middle the next time: a "
        "large gain from a low start is no progress by itself. Held against all learners of the year level, nobody "
        "can gain without others falling behind.",
        talk_about="Which learners gained beyond what a low start gives, and what was done with them?",
        method="Quarters of the earlier scores within each year level of twenty matched learners or more. By the start "
        "alone: regression to the mean, (1 - r) (mean of the year level - score), r the correlation of the two scores "
        "within year levels. Usual: the norms where every learner has one, else what all matched learners of the year "
        "level gained. Intervals as for progress in points.",
        sources=chapter.sources("achievement"),
    )


def _points(value: float) -> str:
    text = f"{value:.0f}" if abs(value) >= 10 else written(value, "points")
    return text.replace("-", "\u2212")


def _title(shown: pd.DataFrame) -> str:
    low = shown[(shown["start"] == LOWEST) & shown["gain"].notna()]
    if low.empty:
        return "Whether learners who began low caught up cannot be told: too few could be followed."
    one = low.iloc[0]
    said = {
        "more than chance": "more than",
        "less than chance": "less than",
        "no clear difference": "not clearly other than",
    }[one["verdict"]]
    alone = _points(float(one["usual"]) + float(one["by_chance"]))
    gained = f"{one['measure']}: the lowest quarter gained {_points(one['gain'])} points"
    return f"{gained}, {said} the {alone} that usual growth and a low start give."


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    frame = rows(table, "measure", "start", "gain", "usual", "by_chance", "low", "high", mark_hidden="gain")
    if frame["gain"].isna().all():
        return None
    alone = frame["usual"] + frame["by_chance"]
    frame = frame.assign(alone=alone, low=alone + frame["low"], high=alone + frame["high"])
    frame = frame.drop(columns=["usual", "by_chance"])
    drawn = {str(name): _panel(own) for name, own in frame.groupby("measure", sort=False)}
    return finished(under_each_other(drawn), description)


def _panel(own: pd.DataFrame) -> alt.LayerChart:
    """One measure: a row a start."""
    base = alt.Chart(own.drop(columns="measure")).encode(y=names_axis("start", own["start"]))
    seen = base.transform_filter("isValid(datum.gain)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    at = alt.X("gain:Q", title="points gained", axis=alt.Axis(tickCount=6))
    hollow = {"color": GREY, "fill": "white", "shape": "diamond", "size": 90, "opacity": 1, "strokeWidth": 2}
    return alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=5, opacity=0.25).encode(x="low:Q", x2="high:Q"),
        seen.mark_point(**hollow).encode(x="alone:Q"),
        seen.mark_point(color=ACCENT, size=70, filled=True, opacity=1).encode(x=at),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.value(2), text="hidden:N"),
    ).properties(width=420, height=alt.Step(32))
