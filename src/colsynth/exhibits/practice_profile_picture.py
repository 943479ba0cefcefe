"""How do the placements of each area look? A bar a stage, filled as far as there is evidence, hollow where asserted."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.practice.placements import NOT_APPLICABLE, NOT_RATED
from colsynth.exhibits.drawing import ACCENT, GREY, INK, PAPER, finished, in_lines, joined
from colsynth.exhibits.practice import SPLIT, answers, short
from colsynth.frameworks import Framework

STEP, FRAME, LINE = 92, 28, 15  # pixels of a stage, of the frame in a row, and of a line of its name above it
LONGEST = 0.6  # of a stage's width, so that the number fits beside the longest bar
GAP = 0.06
PALE = "#EEF1F4"  # lines that letters cross


def picture(found: pd.DataFrame, spread: pd.DataFrame, pack: Framework) -> dict[str, Any]:
    """A row an area, a column an answer, from the columns of `profile` and `distribution` of the analysis."""
    names = {area.id: "\n".join(in_lines(pd.Series([area.name]), 44)) for area in pack.areas}
    on_scale = [a for a in dict.fromkeys(spread["answer"]) if a not in (NOT_APPLICABLE, NOT_RATED)]
    place = {answer: i for i, answer in enumerate(on_scale)}
    bars = spread[(spread["n"] > 0) & spread["answer"].isin(on_scale)]
    most = max(1, int(spread.loc[spread["answer"].isin(on_scale), "n"].max()))
    at = bars["answer"].map(place).astype(float) + GAP
    filled = at + LONGEST * bars["noted"].astype(float) / most
    end = at + LONGEST * bars["n"].astype(float) / most
    area = bars["area"].map(names)
    drawn = pd.DataFrame(
        {"area": area, "from": at, "noted": filled.round(3), "to": end.round(3), "n": bars["n"].astype(int)}
    )
    whole = found[found["n"] > 0]
    agreed = whole[~whole["verdict"].isin(SPLIT)]
    frames = pd.DataFrame(
        {
            "area": agreed["area"].map(names),
            "low": agreed["low"].map(place).astype(float) + 0.01,
            "high": agreed["high"].map(place).astype(float) + 0.99,
        }
    )
    beside = found[found["together"].isin(on_scale)]
    marks = pd.DataFrame(
        {"area": beside["area"].map(names), "together": beside["together"].map(place).astype(float) + 0.91}
    )
    data = joined(drawn, frames, marks)
    labels = {i: "\n".join(in_lines(pd.Series([short(answers(pack)[answer])]), 13)) for answer, i in place.items()}
    return finished(_layers(data, [names[a] for a in found["area"]], labels), _described(found))


def _layers(data: alt.Data, names: list[str], labels: dict[int, str]) -> alt.LayerChart:
    stages = alt.Data(values=[{"at": i + GAP, "label": label} for i, label in labels.items()])
    span = alt.Scale(domain=[0, len(labels)], nice=False)
    y = alt.Y("area:N", axis=None, scale=alt.Scale(domain=names))
    base = alt.Chart().encode(y=y)
    head = alt.Chart(stages).mark_text(align="left", baseline="top", fontSize=12, color=GREY, lineBreak="\n")
    top = -2 * LINE - 14 * max(label.count("\n") + 1 for label in labels.values())
    high = LINE * max(name.count("\n") + 1 for name in names)
    above = {"expr": f"-{FRAME / 2 + 4} - {LINE} * (length(split(datum.area, '\\n')) - 1)"}
    named = alt.Chart(alt.Data(values=[{"area": name} for name in names])).mark_text(
        align="left", baseline="bottom", lineBreak="\n", lineHeight=LINE, dy=above, fontSize=13
    )
    lines = alt.Chart(alt.Data(values=[{"at": i} for i in range(1, len(labels))])).mark_rule(color=PALE)
    bar = base.transform_filter("isValid(datum.n)")
    middle = base.transform_filter("isValid(datum.low)")
    both = {"x": alt.X("from:Q", scale=span, axis=None), "x2": "to:Q"}
    return alt.layer(
        lines.encode(x=alt.X("at:Q", scale=span, axis=None)),
        named.encode(x=alt.value(0), y=y, text="area:N"),
        head.encode(x=alt.X("at:Q", scale=span, axis=None), y=alt.value(top), text="label:N"),
        middle.mark_bar(height=FRAME, fillOpacity=0, stroke=INK, strokeWidth=1.5).encode(
            x=alt.X("low:Q", scale=span, axis=None), x2="high:Q"
        ),
        bar.mark_bar(height=14, fill=PAPER, stroke=ACCENT, strokeWidth=1.5).encode(**both),
        bar.mark_bar(height=14, color=ACCENT).encode(x=alt.X("from:Q", scale=span, axis=None), x2="noted:Q"),
        bar.mark_text(align="left", dx=5, fontSize=13).encode(x=alt.X("to:Q", scale=span, axis=None), text="n:Q"),
        base.transform_filter("isValid(datum.together)")
        .mark_point(shape="diamond", size=70, filled=True, opacity=1, color=INK)
        .encode(x=alt.X("together:Q", scale=span, axis=None)),
        data=data,
    ).properties(width=STEP * len(labels), height=alt.Step(FRAME + high + 6))


def _described(found: pd.DataFrame) -> str:
    return (
        f"For each of {len(found)} areas, how many placements each stage has, filled as far as evidence was noted and "
        "hollow where it was not; a frame holds the middle placement, a diamond what was placed together."
    )
