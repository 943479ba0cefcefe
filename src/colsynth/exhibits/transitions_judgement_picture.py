"""How is it drawn that sending and receiving schools see learners alike?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.exhibits.agreement import EVERYONE
from colsynth.exhibits.drawing import (
    ACCENT,
    BESIDE,
    GREY,
    SHARES,
    finished,
    in_lines,
    names_axis,
    rows,
    under_each_other,
)
from colsynth.protection import Protected


def picture(table: Protected) -> dict[str, Any] | None:
    """The groups of each measure before and after, each under its own name; None where nothing may be drawn."""
    frame = rows(table, "pair", "group", "alike", "alike_low", "alike_high", mark_hidden="alike")
    if frame["alike"].isna().all():
        return None
    stayed = table.frame["stayed_said"].astype("str").str.extract(r"^(\d+)", expand=False).astype(float)
    frame["stayed"] = stayed.where(table.frame["group"] == EVERYONE)
    for column in ("alike", "alike_low", "alike_high"):
        frame[column] = (frame[column] * 100).round()  # whole, as in the table: more would give the learners back
    frame = frame.assign(group=in_lines(frame["group"], 40))
    drawn = {str(pair): _panel(own) for pair, own in frame.groupby("pair", sort=False)}
    return finished(
        under_each_other(drawn), "For each group of learners who moved, the share seen alike before and after."
    )


def _panel(frame: pd.DataFrame) -> alt.LayerChart:
    """The groups of one measure before and one after."""
    base = alt.Chart().encode(y=names_axis("group", frame["group"]))
    seen = base.transform_filter("isValid(datum.alike)")
    others = base.transform_filter("isValid(datum.stayed)")
    left, right = (others.transform_filter(f"datum.stayed {side} 65") for side in ("<=", ">"))
    name = alt.value("learners who stayed")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    at = alt.X("alike:Q", title="seen alike, %", scale=SHARES, axis=alt.Axis(tickCount=5))
    return alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=2).encode(x="alike_low:Q", x2="alike_high:Q"),
        seen.mark_point(color=ACCENT, filled=True, size=90, opacity=1).encode(x=at),
        others.mark_point(color=BESIDE, shape="diamond", filled=True, size=110, opacity=1, yOffset=14).encode(
            x="stayed:Q"
        ),
        left.mark_text(color=GREY, align="left", dx=9, fontSize=12, yOffset=14).encode(x="stayed:Q", text=name),
        right.mark_text(color=GREY, align="right", dx=-9, fontSize=12, yOffset=14).encode(x="stayed:Q", text=name),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(2), text="hidden:N"),
        data=frame,
    ).properties(width=420, height=alt.Step(46))
