"""How do charts look? One quiet style, one palette, hidden cells drawn as [c], only encoded columns in the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from colsynth.analyses.breaks import LineBreak, stretches
from colsynth.protection import Protected
from colsynth.reference.terms import term_at, term_number

INK, GREY, FAINT, PAPER = "#1F2933", "#6B7280", "#D5DAE0", "#FFFFFF"
ACCENT = "#12436D"
BESIDE = "#28A197"  # a second line of the same weight
TARGET = "#801650"
SHARES = alt.Scale(domain=[0, 100])  # every share runs 0 to 100, so that charts can be held side by side
LEAST_SPAN = 40  # percentage points a share axis shows at least, so that noise does not look like a slope
LINES = "split(datum.label, '\\n')"  # an expression of the chart: one label, several lines
POINT = alt.OverlayMarkDef(size=35)
LINE_HEIGHT = 165  # pixels of one panel of lines
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

CONFIG = {
    "background": PAPER,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": INK, "titleColor": GREY,
        "domainColor": FAINT, "tickColor": FAINT, "gridColor": "#EEF1F4", "labelLimit": 260,
    },
    "header": {"labelFontSize": 13, "labelColor": INK, "labelAnchor": "start", "labelFontWeight": 600, "title": None},
    "text": {"fontSize": 13, "color": INK},
}  # fmt: skip


def rows(table: Protected, *columns: str, mark_hidden: str | None = None) -> pd.DataFrame:
    """The protected frame with only the columns a chart encodes, as plain numbers and text.

    `mark_hidden` names a column; where it is hidden, the text column `hidden` says [c].
    """
    frame = pd.DataFrame({c: _plain(table.frame[c]) for c in columns})
    if mark_hidden is not None:
        frame["hidden"] = ["[c]" if hidden else None for hidden in table.hidden[mark_hidden]]
    return frame


def _plain(column: pd.Series[Any]) -> pd.Series[Any]:
    if column.isna().all():  # all hidden: numbers that are not there
        return pd.Series(np.nan, index=column.index, dtype="float64")
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        return column.astype("float64").round(4)
    return column.astype(object).where(column.notna(), None)


def joined(*frames: pd.DataFrame) -> alt.Data:
    """Frames of several layers of one chart as its data: each row holds only the cells that it has."""
    held = [row for frame in frames for row in frame.to_dict("records")]
    return alt.Data(values=[{str(key): value for key, value in row.items() if pd.notna(value)} for row in held])


def in_lines(names: pd.Series[str], width: int = 34) -> pd.Series[str]:
    """Names broken into lines, for axes and panels that read `LINES`."""
    return names.map(lambda name: "\n".join(wrap(str(name), width)))


def panels(field: str, names: Iterable[str]) -> alt.Facet:
    """One panel a name, in the order given; names may have lines."""
    return alt.Facet(f"{field}:N", sort=list(dict.fromkeys(names)), title=None, header=alt.Header(labelExpr=LINES))


def one_below_another(
    frame: pd.DataFrame, field: str, draw: Callable[[pd.DataFrame, alt.Axis | None], alt.LayerChart]
) -> alt.VConcatChart:
    """A panel a name, in the order given, with rows of its own; what `draw` makes of each, with an axis on the last.

    A facet would draw the same, but Vega warns of rows that differ from panel to panel.
    """
    parts = list(frame.groupby(field, sort=False))
    axes = [None] * (len(parts) - 1) + [alt.Axis(tickCount=5)]
    drawn = [
        draw(own.drop(columns=field), axis).properties(
            title=alt.TitleParams(str(name).split("\n"), anchor="start", frame="group", fontSize=13)
        )
        for (name, own), axis in zip(parts, axes, strict=True)
    ]
    return alt.vconcat(*drawn, spacing=14)


def names_axis(field: str, names: Iterable[str]) -> alt.Y:
    """One row a name, in the order given; names may have lines."""
    quiet = alt.Axis(ticks=False, domain=False, labelLimit=280, labelExpr=LINES)
    return alt.Y(f"{field}:N", title=None, sort=list(dict.fromkeys(names)), axis=quiet)


def terms_between(found: Iterable[str]) -> list[str]:
    """Every term from the first to the last, so that a year without results is as wide as any other."""
    numbers = [term_number(term) for term in found]
    return [term_at(number) for number in range(min(numbers), max(numbers) + 1)]


def term_axis(found: Iterable[str]) -> alt.X:
    """The time axis: terms in order, none left out, every year's first term labelled when there are many."""
    terms = terms_between(found)
    labelled = terms if len(terms) <= 6 else [term for term in terms if term.endswith(("T2", "T4"))]
    axis = alt.Axis(labelAngle=-50, values=labelled, grid=False)
    return alt.X("term:O", title=None, scale=alt.Scale(domain=terms), axis=axis)


def share_axis(frame: pd.DataFrame, field: str, *also: str) -> alt.Y:
    """The share axis of lines: room for all of them in steps of ten, at least forty points high."""
    values = frame[[field, *also]].to_numpy(float)
    values = values[~np.isnan(values)]
    low, high = (values.min(), values.max()) if len(values) else (0, 100)
    bottom, top = 10 * int(low // 10), min(100, 10 * int(-(-high // 10)))
    while top - bottom < LEAST_SPAN:
        bottom, top = max(0, bottom - 10), min(100, top + 10)
    return alt.Y(f"{field}:Q", title="share, %", scale=alt.Scale(domain=[bottom, top]), axis=alt.Axis(tickCount=5))


def lines_over_terms(
    table: Protected,
    panel: str,
    breaks: Mapping[str, Sequence[LineBreak]],
    aim: str = "",
    events: Sequence[alt.Chart] = (),
    lines: Mapping[str, str] | None = None,
) -> alt.FacetChart:
    """Shares (share_at with low and high) term by term, one panel a name; `aim` is a column joined beside them.

    A line stops at the breaks of its panel: no stroke joins two terms on the two sides of a change. `events` are the
    layers of `events.events_shown`, drawn in every panel. With `lines` a panel holds a line for each value of the
    column `mark`, all of one weight, each with the label that is given for it.
    """
    shares = ["share_at", "low", "high", *([aim] if aim else [])]
    frame = rows(table, panel, *(["mark"] if lines else []), "term", *shares, mark_hidden="share_at")
    frame = frame.assign(stretch=stretches(frame, panel, breaks), **{c: frame[c] * 100 for c in shares})
    frame[panel] = in_lines(frame[panel], 40)
    base = alt.Chart().encode(x=term_axis(frame["term"]))
    seen = base.transform_filter("isValid(datum.share_at)").encode(detail=["stretch:N"] if lines else "stretch:N")
    area, line = seen.mark_area(color=ACCENT, opacity=0.15), seen.mark_line(color=ACCENT, strokeWidth=2.5, point=POINT)
    layers: list[alt.Chart] = []
    if lines:
        one, many = list(lines), alt.Scale(domain=list(lines), range=[ACCENT, BESIDE][: len(lines)])
        colour = alt.Color("mark:N", scale=many, sort=one, legend=None)
        last = frame.dropna(subset=["share_at"]).drop_duplicates([panel, "mark"], keep="last")
        last = last[last.duplicated(panel, keep=False)]  # a line that stands alone needs no name
        frame["line"] = frame["mark"].map(lines).where(frame.index.isin(last.index), "")
        area, line = area.encode(color=colour), line.encode(color=colour)
        for name, off in zip(lines, (15, -11), strict=False):  # the upper line is named below itself, off the letters
            named = seen.transform_filter(f"datum.mark == '{name}'").mark_text(align="right", dx=8, dy=off, fontSize=12)
            layers.append(named.encode(y="share_at:Q", text="line:N", color=colour))
    layers.append(area.encode(y="low:Q", y2="high:Q"))
    if aim:
        diamond = alt.OverlayMarkDef(shape="diamond", color=TARGET, size=45)
        aimed = base.transform_filter(f"isValid(datum.{aim})")
        layers.append(aimed.mark_line(color=TARGET, strokeDash=[5, 4], point=diamond).encode(y=f"{aim}:Q"))
    hidden = base.transform_filter("datum.hidden == '[c]'")
    layers.append(line.encode(y=share_axis(frame, *shares)))
    layers.append(hidden.mark_text(color=GREY).encode(y=alt.value(LINE_HEIGHT - 10), text="hidden:N"))
    drawn = alt.layer(*events, *layers, data=frame).properties(width=280, height=LINE_HEIGHT)
    return drawn.facet(facet=panels(panel, frame[panel]), columns=2)


def dots(lines: pd.DataFrame, title: str) -> alt.LayerChart:
    """Dots with their intervals about none, a row each: columns who, change, low, high, said and shade (a colour)."""
    base = alt.Chart(lines).encode(y=names_axis("who", lines["who"]), color=alt.Color("shade:N", scale=None))
    scale = alt.Scale(zero=True, nice=True, padding=14)
    at = alt.X("change:Q", title=title, scale=scale, axis=alt.Axis(tickCount=6))
    return alt.layer(
        alt.Chart().mark_rule(color=GREY, strokeDash=[3, 3]).encode(x=alt.datum(0, type="quantitative")),
        base.mark_rule(strokeWidth=5, opacity=0.25).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_point(size=80, filled=True, opacity=1).encode(x=at),
        base.mark_text(dy=-12, fontSize=12).encode(x="change:Q", text="said:N"),
    ).properties(width=400, height=alt.Step(40))


def under_each_other(drawn: Mapping[str, alt.LayerChart]) -> alt.VConcatChart:
    """Charts of different scales, each under its name."""
    return alt.vconcat(*_titled(drawn), spacing=24)


def side_by_side(drawn: Mapping[str, alt.LayerChart]) -> alt.ConcatChart:
    """Charts with rows of their own, two beside each other, each under its name."""
    return alt.concat(*_titled(drawn), columns=2, spacing=24)


def _titled(drawn: Mapping[str, alt.LayerChart]) -> list[alt.LayerChart]:
    return [
        chart.properties(
            title=alt.TitleParams(
                wrap(name, 34), anchor="start", fontSize=13, fontWeight=600, color=INK, offset=12, frame="group"
            )
        )
        for name, chart in drawn.items()
    ]


def finished(chart: alt.TopLevelMixin, description: str) -> dict[str, Any]:
    """The chart as a Vega-Lite specification with its description for those who cannot see it."""
    spec: dict[str, Any] = chart.to_dict()
    return spec | {"description": description, "config": CONFIG}
