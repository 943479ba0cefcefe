"""How do flows between schools look? Bands between two columns of bars, or shades of a table where schools are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions.flows import ALL, OUTSIDE
from colsynth.exhibits.drawing import ACCENT, FAINT, GREY, INK, PAPER

WIDE, BAR = 240, 12  # pixels between the columns, and of a bar
MOST_HIGH, MOST_PER_LEARNER = 360, 4.0  # pixels of the taller column, and of one learner
HIDDEN = 14  # pixels that a hidden flow takes of a bar whose number is hidden
APART, LINES_APART = 10, 34  # pixels between bars, and between the middles of their names
LETTERS, LINE = 12, 14  # pixels of a number, and of a line of a name
FEW = 6  # schools on a side, up to which a picture without a number shows who shares learners with whom
MANY = 10  # schools on a side, from which bands cannot be read
SHADES = ["#E3EAF1", "#A9BDD1", "#5F83A8", ACCENT]
POINTS = 16  # corners of the side of a band
STRAIGHT = 5.0  # steepness of a band

Row = dict[str, object]
Lines = Sequence[Sequence[float | None]]  # the flows of each bar


@dataclass(frozen=True)
class Bar:
    """One school on one side: what is written beside it, its number (None: hidden), and whether it is outside."""

    name: str
    n: float | None
    outside: bool = False


@dataclass(frozen=True)
class Flows:
    """One step: bars before and after, and between each two the number of learners (None: hidden)."""

    before: Sequence[Bar]
    after: Sequence[Bar]
    between: Lines


def flows_of(step: pd.DataFrame, hidden: pd.Series[bool], names: dict[str, str], outside: tuple[str, str]) -> Flows:
    """One step of a protected table of flows; `names` in the order of the schools, `outside` names the ends outside."""
    shown = {
        (a, b): None if h else float(n)
        for a, b, n, h in zip(step["from_school"], step["to_school"], step["n"], hidden, strict=True)
    }
    before = [name for name in [*names, OUTSIDE] if shown.get((name, ALL), 0) != 0]
    after = [name for name in [*names, OUTSIDE] if shown.get((ALL, name), 0) != 0]
    return Flows(
        [Bar(names.get(a, outside[0]), shown[a, ALL], a == OUTSIDE) for a in before],
        [Bar(names.get(b, outside[1]), shown[ALL, b], b == OUTSIDE) for b in after],
        [[shown.get((a, b), 0.0) for b in after] for a in before],
    )


def tells(flows: Flows) -> bool:
    """Whether a picture tells more than that all numbers are hidden: some number is shown, or the schools are few."""
    known = any(n for row in flows.between for n in row)
    return known or max(len(flows.before), len(flows.after)) <= FEW


def drawn(flows: Flows, heads: tuple[str, str]) -> alt.LayerChart:
    """Bands between two columns, with their numbers; or shades of a table from `MANY` schools on a side on."""
    if max(len(flows.before), len(flows.after)) > MANY:
        return _shaded(flows)
    return _banded(flows, heads)


@dataclass(frozen=True)
class _Place:
    top: float
    high: float


def _banded(flows: Flows, heads: tuple[str, str]) -> alt.LayerChart:
    sides = [flows.before, flows.after]
    across: Lines = [list(column) for column in zip(*flows.between, strict=True)]
    lines: list[Lines] = [flows.between, across]
    known = [sum(_known(bar, own) for bar, own in zip(sides[at], lines[at], strict=True)) for at in (0, 1)]
    scale = min(MOST_PER_LEARNER, MOST_HIGH / max(*known, 1))
    places = [_places(sides[at], lines[at], scale) for at in (0, 1)]
    high = max(column[-1].top + column[-1].high for column in places)
    shifts = [(high - column[-1].top - column[-1].high) / 2 for column in places]
    places = [[_Place(p.top + shift, p.high) for p in column] for column, shift in zip(places, shifts, strict=True)]
    ends = [[_ends(own, p, scale) for own, p in zip(lines[at], places[at], strict=True)] for at in (0, 1)]
    bands: list[Row] = []
    hidden: list[Row] = []
    numbers: list[tuple[float, float, float, str]] = []
    for i, row in enumerate(flows.between):
        for j, n in enumerate(row):
            if n == 0:
                continue
            here, there = ends[0][i][j], ends[1][j][i]
            name, kind = f"{i} {j}", "outside" if flows.before[i].outside or flows.after[j].outside else "within"
            if n is None:
                hidden += [{"band": name, "x": x, "line": round(y, 1)} for x, y in _curve(*_middles(here, there))]
                numbers.append((0.0, *_at(0.16, *_middles(here, there)), "[c]"))
                continue
            upper = _curve(here.top, there.top)
            lower = _curve(here.top + here.high, there.top + there.high)
            bands += [
                {"band": name, "kind": kind, "x": x, "top": round(a, 1), "bottom": round(b, 1)}
                for (x, a), (_, b) in zip(upper, lower, strict=True)
            ]
            numbers.append((n, *_at(0.1, *_middles(here, there)), _whole(n)))
    return _layers(bands, hidden, _bars(sides, places), _written(numbers), _names(sides, places), heads, high)


def _known(bar: Bar, line: Sequence[float | None]) -> float:
    """The learners of a bar, or where that is hidden those of its flows that are not."""
    return sum(n or 0 for n in line) if bar.n is None else bar.n


def _places(bars: Sequence[Bar], lines: Lines, scale: float) -> list[_Place]:
    """Where each bar begins and how tall it is: by its number, or by what is shown of it."""
    places: list[_Place] = []
    top = 0.0
    for bar, own in zip(bars, lines, strict=True):
        high = sum(HIDDEN if n is None else n * scale for n in own) if bar.n is None else max(bar.n * scale, 2.0)
        places.append(_Place(top, high))
        top += high + max(APART, LINES_APART - high)
    return places


def _ends(line: Sequence[float | None], place: _Place, scale: float) -> list[_Place]:
    """The end of each band at one bar, from above; hidden ones share what is left of it evenly."""
    n_hidden = sum(n is None for n in line)
    rest = max(place.high - sum((n or 0) * scale for n in line), 0.0) / max(n_hidden, 1)
    ends, top = [], place.top
    for n in line:
        high = rest if n is None else n * scale
        ends.append(_Place(top, high))
        top += high
    return ends


def _middles(here: _Place, there: _Place) -> tuple[float, float]:
    return here.top + here.high / 2, there.top + there.high / 2


def _at(part: float, start: float, end: float) -> tuple[float, float]:
    """A point of the curve from one height to another: flat at both ends."""
    low = 1 / (1 + exp(STRAIGHT))
    bend = (1 / (1 + exp(-STRAIGHT * (2 * part - 1))) - low) / (1 - 2 * low)
    return round(BAR + part * WIDE, 1), start + (end - start) * bend


def _curve(start: float, end: float) -> list[tuple[float, float]]:
    return [_at(i / (POINTS - 1), start, end) for i in range(POINTS)]


def _whole(n: float) -> str:
    return f"{int(n):,}".replace(",", " ")


def _written(numbers: list[tuple[float, float, float, str]]) -> list[Row]:
    """The numbers that do not cover one another, the largest first."""
    kept: list[Row] = []
    for _, x, y, text in sorted(numbers, key=lambda number: -number[0]):
        if all(
            abs(y - float(str(other["y"]))) >= LETTERS or abs(x - float(str(other["x"]))) > 2 * LETTERS
            for other in kept
        ):
            kept.append({"x": x, "y": round(y, 1), "text": text})
    return kept


def _bars(sides: Sequence[Sequence[Bar]], places: Sequence[Sequence[_Place]]) -> list[Row]:
    lefts = (0, BAR + WIDE)
    return [
        {
            "left": left, "right": left + BAR, "top": round(place.top, 1), "bottom": round(place.top + place.high, 1),
            "look": "hidden" if bar.n is None else "outside" if bar.outside else "within",
        }
        for bars, own, left in zip(sides, places, lefts, strict=True)
        for bar, place in zip(bars, own, strict=True)
    ]  # fmt: skip


def _names(sides: Sequence[Sequence[Bar]], places: Sequence[Sequence[_Place]]) -> list[Row]:
    rows: list[Row] = []
    for side, (bars, own) in enumerate(zip(sides, places, strict=True)):
        for bar, place in zip(bars, own, strict=True):
            label = "\n".join(
                wrap(f"{bar.name}: {'[c]' if bar.n is None else _whole(bar.n)}".replace(": ", ":\u00a0"), 22)
            )
            middle = place.top + place.high / 2 - LINE / 2 * label.count("\n")
            rows.append({"side": side, "y": round(middle, 1), "label": label})
    return rows


def _layers(
    bands: list[Row],
    hidden: list[Row],
    bars: list[Row],
    numbers: list[Row],
    names: list[Row],
    heads: tuple[str, str],
    high: float,
) -> alt.LayerChart:
    across = alt.Scale(domain=[0, 2 * BAR + WIDE], nice=False)
    down = alt.Scale(domain=[high, 0], nice=False)
    layers: list[alt.Chart] = []

    def placed(rows: list[Row], x: str = "x", y: str = "y") -> alt.Chart:
        return alt.Chart(alt.Data(values=rows)).encode(
            x=alt.X(f"{x}:Q", scale=across, axis=None), y=alt.Y(f"{y}:Q", scale=down, axis=None)
        )

    if bands:
        looks = alt.Scale(domain=["within", "outside"], range=["#B7C7D9", FAINT])
        layers.append(
            placed(bands, y="top")
            .mark_area(interpolate="monotone")
            .encode(y2="bottom:Q", detail="band:N", color=alt.Color("kind:N", scale=looks, legend=None))
        )
    if hidden:
        dashed = placed(hidden, y="line").mark_line(
            color=GREY, strokeDash=[4, 3], strokeWidth=2, interpolate="monotone"
        )
        layers.append(dashed.encode(detail="band:N"))
    fills = alt.Scale(domain=["within", "outside", "hidden"], range=[ACCENT, GREY, PAPER])
    for few in (False, True):
        own = [row for row in bars if (row["look"] == "hidden") == few]
        edge = {"stroke": GREY, "strokeWidth": 1.5, "strokeDash": [4, 3]} if few else {}
        boxes = placed(own, "left", "top").mark_rect(**edge)
        layers.append(boxes.encode(x2="right:Q", y2="bottom:Q", fill=alt.Fill("look:N", scale=fills, legend=None)))
    if numbers:
        text = placed(numbers).encode(text="text:N")
        around = text.transform_filter("datum.text == '[c]'")  # paper under the letters that stand on a line
        layers.append(around.mark_text(align="left", fontSize=12, stroke=PAPER, strokeWidth=5))
        layers.append(text.mark_text(align="left", fontSize=12, color=INK))
    for side, (at, align) in enumerate(((-8, "right"), (2 * BAR + WIDE + 8, "left"))):
        own = [row for row in names if row["side"] == side]
        label = placed(own).mark_text(align=align, baseline="middle", fontSize=12, lineBreak="\n", lineHeight=LINE)
        layers.append(label.encode(x=alt.value(at), text="label:N"))
        head = alt.Chart(alt.Data(values=[{"label": heads[side]}])).mark_text(
            align=align, color=GREY, fontSize=12, fontWeight=600
        )
        layers.append(head.encode(x=alt.value(at), y=alt.value(-26), text="label:N"))
    return alt.layer(*layers).properties(width=2 * BAR + WIDE, height=high).resolve_scale(color="independent")


def _shaded(flows: Flows) -> alt.LayerChart:
    """The table itself, darker for more learners; numbers in the largest, [c] where hidden."""
    cells: list[dict[str, Any]] = [
        {"from": before.name, "to": after.name, "n": n, "text": "[c]" if n is None else ""}
        for before, row in zip(flows.before, flows.between, strict=True)
        for after, n in zip(flows.after, row, strict=True)
        if n != 0
    ]
    largest = sorted((cell["n"] for cell in cells if cell["n"]), reverse=True)
    ends = [largest[min(len(largest) - 1, len(largest) * part // 4)] for part in (3, 2, 1)] if largest else [1, 2, 3]
    for cell in cells:
        n = cell.pop("n")
        if n is not None:
            cell |= {"shade": sum(n > end for end in ends), "text": _whole(n)}
    before, after = ([bar.name for bar in side] for side in (flows.before, flows.after))
    base = alt.Chart(alt.Data(values=cells)).encode(
        x=alt.X("to:N", sort=after, scale=alt.Scale(domain=after), title=None,
                axis=alt.Axis(orient="top", labelAngle=-50, ticks=False, domain=False, labelFontSize=11)),
        y=alt.Y("from:N", sort=before, scale=alt.Scale(domain=before), title=None,
                axis=alt.Axis(ticks=False, domain=False, labelFontSize=11)),
    )  # fmt: skip
    shade = alt.Color("shade:O", scale=alt.Scale(domain=[0, 1, 2, 3], range=SHADES), legend=None)
    seen, hidden = base.transform_filter("isValid(datum.shade)"), base.transform_filter("!isValid(datum.shade)")
    size = alt.Step(26)
    return alt.layer(
        seen.mark_rect(stroke=PAPER).encode(color=shade),
        seen.transform_filter("datum.shade > 1").mark_text(fontSize=10, color=PAPER).encode(text="text:N"),
        seen.transform_filter("datum.shade <= 1").mark_text(fontSize=10, color=INK).encode(text="text:N"),
        hidden.mark_text(fontSize=10, color=GREY).encode(text="text:N"),
    ).properties(width=size, height=size)
