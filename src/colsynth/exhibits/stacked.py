"""How do parts of a whole look over terms? Ordered shades of one colour, the best part darkest, labelled at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import altair as alt
import pandas as pd

from colsynth.analyses.breaks import LineBreak
from colsynth.exhibits.drawing import ACCENT, INK, PAPER, term_axis, terms_between
from colsynth.exhibits.exhibit import percent
from colsynth.protection import Protected

PALE = "#D9E3EC"  # the lowest part
HEIGHT, WIDTH = 190, 430  # pixels
LEAST_LABELLED = 0.07  # share; a thinner part has no number in it
LEAST_WIDTH = 36  # pixels a term; in a narrower bar the sign of percent is left out
APART = 7.5  # percentage points between two labels at the end


def stacked_over_terms(
    table: Protected,
    by: str,
    breaks: Mapping[str, Sequence[LineBreak]],
    events: Sequence[alt.Chart] = (),
) -> alt.VConcatChart | None:
    """One panel a name (`by`), one bar a term, from the columns term, group, place (0 the lowest) and share.

    A dashed line stands before a term from which the name cannot be held against what was before. Hidden parts are not
    drawn; None where nothing may be.
    """
    frame = table.frame[[by, "term", "group", "place", "share"]].dropna(subset=["share"])
    if frame.empty:
        return None
    terms = terms_between(frame["term"])
    drawn = [_panel(own, str(name), terms, breaks.get(str(name), ()), events) for name, own in _panels(frame, by)]
    return alt.vconcat(*drawn, spacing=24).resolve_scale(color="independent")


def _panels(frame: pd.DataFrame, by: str) -> Iterable[tuple[object, pd.DataFrame]]:
    return ((name, own.drop(columns=by)) for name, own in frame.groupby(by, sort=False))


def _panel(
    own: pd.DataFrame, name: str, terms: list[str], breaks: Sequence[LineBreak], events: Sequence[alt.Chart]
) -> alt.LayerChart:
    own = own.astype({"place": "int64", "share": "float64"}).sort_values(["term", "place"])
    top = 100 * own.groupby("term")["share"].cumsum()
    bottom = top - 100 * own["share"]
    sign = slice(None) if WIDTH / len(terms) >= LEAST_WIDTH else slice(-2)  # a narrow bar has room for the number alone
    label = own["share"].map(lambda share: percent(share)[sign] if share >= LEAST_LABELLED else "")
    parts = own.assign(top=top.round(2), bottom=bottom.round(2), middle=((top + bottom) / 2).round(2), label=label)
    parts = parts.assign(dark=parts["place"] >= own["place"].max() / 2).drop(columns="share")
    groups = own.drop_duplicates("place").sort_values("place")["group"].tolist()
    colour = alt.Color("group:N", scale=alt.Scale(domain=groups, range=_shades(len(groups))), legend=None)
    share = alt.Y("bottom:Q", title="share, %", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    base = alt.Chart(parts).encode(x=term_axis(terms))
    text = base.mark_text(fontSize=12).encode(y="middle:Q", text="label:N")
    layers: list[alt.Chart] = [
        base.mark_bar().encode(y=share, y2="top:Q", color=colour),
        text.transform_filter("datum.dark").mark_text(fontSize=12, color=PAPER),
        text.transform_filter("!datum.dark").mark_text(fontSize=12, color=INK),
        _names(parts),
    ]
    first, last = own["term"].min(), own["term"].max()
    changes = [{"term": change.term} for change in breaks if first < change.term <= last]
    if changes:
        rule = alt.Chart(alt.Data(values=changes)).mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.5)
        layers.append(rule.encode(x=alt.X("term:O", bandPosition=0)))
    if events:
        layers.append(events[-1])  # the letters; a line would cross the numbers
    title = alt.TitleParams(name, anchor="start", fontSize=13, fontWeight=600, color=INK, offset=16)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title)


def _names(parts: pd.DataFrame) -> alt.Chart:
    """The name of each part beside the last bar, never closer than a line."""
    last = parts[parts["term"] == parts["term"].max()].sort_values("place")
    places: list[float] = []
    for middle in last["middle"]:
        places.append(max(float(middle), places[-1] + APART if places else 0.0))
    over = max(0.0, places[-1] - 100) if places else 0.0
    names = last[["group"]].assign(at=[place - over for place in places])
    return (
        alt.Chart(names).mark_text(align="left", fontSize=12).encode(x=alt.value(WIDTH + 6), y="at:Q", text="group:N")
    )


def _shades(n: int) -> list[str]:
    """`n` shades from pale to the accent."""
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (PALE, ACCENT)]
    steps = [place / max(1, n - 1) for place in range(n)] if n > 1 else [1.0]
    mixed = [[round(a + step * (b - a)) for a, b in zip(*ends, strict=True)] for step in steps]
    return ["#" + "".join(f"{part:02X}" for part in shade) for shade in mixed]
