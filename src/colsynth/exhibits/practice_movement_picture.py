"""What does the map of areas by term look like? Middles as shades of one hue, and what moved as a shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.practice.movement import DOWN, UP
from colsynth.exhibits.drawing import ACCENT, INK, LINES, PAPER, finished, in_lines, names_axis, rows
from colsynth.protection import Protected

UP_ARROW, DOWN_ARROW = "▲", "▼"
SHAPES = {UP: f"{UP_ARROW} ", DOWN: f"{DOWN_ARROW} "}
LIGHT = "#F3F5F8"
WIDTH, HEIGHT, LINE, LETTER = 92, 48, 14, 6  # pixels of a term at least, of an area, of a line and of a letter
NAME = 38  # letters of a line of a name: three lines would run into the next


def picture(
    middles: Protected, said: pd.DataFrame, terms: Sequence[str], scale: Sequence[str], names: Mapping[str, str]
) -> dict[str, Any]:
    """`middles`: area, term, low, high (levels); `said`: area, since, verdict; `terms` and `names` as readers see them.

    Where two placements are in the middle a square is parted: the upper one above, the lower one below.
    """
    middle = rows(middles, "area", "term", "low", "high")
    middle = middle.assign(area=in_lines(middle["area"].map(names), NAME), term=in_lines(middle["term"], 9))
    words = said["verdict"].map(lambda word: SHAPES.get(word, "") + word)
    beside = pd.DataFrame(
        {
            "area": in_lines(said["area"].map(names), NAME),
            "term": in_lines(said["since"], 13),
            "text": in_lines(words, 13),
        }
    )
    columns = [*in_lines(pd.Series(terms), 9), *dict.fromkeys(beside["term"])]
    top = alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelExpr=LINES, labelPadding=LINE + 6)
    x = alt.X("term:N", scale=alt.Scale(domain=columns, paddingInner=0.04), title=None, axis=top)
    y = names_axis("area", in_lines(pd.Series(list(names.values())), NAME))
    y.scale = alt.Scale(paddingInner=0.08)
    shade = alt.Scale(domain=[0, len(scale) - 1], range=[LIGHT, ACCENT])
    width = max(WIDTH, LETTER * max(map(len, scale)) + 10)
    squares = alt.Chart(middle).encode(x=x, y=y)
    layers: list[alt.Chart] = []
    for half, parted in (("high", True), ("low", True), ("high", False)):
        place = (
            {"yOffset": alt.YOffset(datum=half, scale=alt.Scale(domain=["high", "low"], padding=0))} if parted else {}
        )
        mine = squares.transform_filter(f"datum.low {'!=' if parted else '=='} datum.high").encode(**place)
        label = f"{list(scale)}[datum.{half}]"
        ink = alt.condition(f"datum.{half} > {(len(scale) - 1) / 2}", alt.value(PAPER), alt.value(INK))
        layers += [
            mine.mark_rect().encode(color=alt.Color(f"{half}:Q", scale=shade, legend=None)),
            mine.transform_calculate(text=label)
            .mark_text(fontSize=12, limit=width - 6)
            .encode(text="text:N", color=ink),
        ]
    up = {"expr": f"{-LINE / 2} * (length(split(datum.text, '\\n')) - 1)"}  # the first line stands where one would
    bold = {"expr": f"test(/^[{UP_ARROW}{DOWN_ARROW}]/, datum.text) ? 700 : 400"}
    letters = alt.Chart(beside).mark_text(
        fontSize=12, fontWeight=bold, lineBreak="\n", lineHeight=LINE, baseline="middle", dy=up
    )
    chart = alt.layer(*layers, letters.encode(x=x, y=y, text="text:N")).properties(
        width=alt.Step(width), height=alt.Step(HEIGHT, **{"for": "position"})
    )
    return finished(chart, "Each area's middle placement term by term, darker where it is higher, and what has moved.")
