"""How is the pathway of a goal drawn? Year levels along, shares up, moves as uprights, the goal in its own years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions.pathway import BEFORE, LISTED, NOW, Step
from colsynth.exhibits.drawing import (
    ACCENT,
    BESIDE,
    FAINT,
    GREY,
    INK,
    LEAST_SPAN,
    PAPER,
    TARGET,
    finished,
    rows,
)
from colsynth.protection import Protected

WIDTH, HEIGHT = 600, 300  # pixels
SHADES = (ACCENT, BESIDE, "#3D3D3D", "#A285D1")  # of the lines of a term, the goal's own measure first
LINE, LETTERS = 14, 26  # pixels of one line of a label, and its letters
HEAD = 10  # points of the axis kept free for the goal's label
FOOT = 12  # pixels above the axis at which what has no share is said
_SHORT = {BEFORE: "a year before", LISTED: "on the goal's list"}


@dataclass(frozen=True)
class Aim:
    """A target (0-1) with its label, the year levels it is for (None: no limit), and the next milestone, labelled."""

    share: float
    label: str
    year_from: int | None
    year_to: int | None
    milestone: tuple[float, str] | None


@dataclass(frozen=True)
class _Frame:
    """The axes: year levels along, shares from `bottom` to `top` up."""

    levels: range
    bottom: int
    top: int

    @property
    def x(self) -> alt.X:
        axis = alt.Axis(values=list(self.levels), labelExpr="datum.value == 0 ? 'Early' : datum.value", grid=False)
        ends = alt.Scale(domain=[self.levels[0] - 0.5, self.levels[-1] + 0.5], nice=False)
        return alt.X("year_level:Q", title="year level", scale=ends, axis=axis)

    def y(self, field: str = "share") -> alt.Y:
        scale = alt.Scale(domain=[self.bottom, self.top])
        return alt.Y(f"{field}:Q", title="share, %", scale=scale, axis=alt.Axis(tickCount=5))

    def share(self, pixels: float) -> float:
        """The share that stands so many pixels below the top."""
        return round(self.top - pixels * (self.top - self.bottom) / HEIGHT, 2)

    def pixels(self, share: float) -> float:
        """How far below the top a share stands."""
        return HEIGHT * (self.top - share) / (self.top - self.bottom)


def drawn(
    table: Protected,
    steps: Sequence[Step],
    aim: Aim | None,
    levels: range,
    names: Mapping[str, str],
    description: str,
) -> dict[str, Any] | None:
    """The chart of the protected rows; None where none of them may be shown. `names` label the lines of measures."""
    frame = rows(table, "measure", "line", "year_level", "stretch", "share", "low", "high", mark_hidden="share")
    seen = frame[frame["share"].notna()].copy()
    if seen.empty:
        return None
    shares = ["share", "low", "high"]
    seen[shares] = 100 * seen[shares]
    marks = [100 * share for share in ([aim.share, *(aim.milestone or ())[:1]] if aim else [])]
    at = _Frame(levels, *_limits([*seen["low"], *seen["high"], *marks]))
    shade = dict(zip(dict.fromkeys(frame.loc[frame["line"] == NOW, "measure"]), SHADES, strict=False))
    layers = [*_moves(steps, at), *_empty(frame, at), *_aims(aim, at), *_year_before(seen, at)]
    for measure, colour in shade.items():
        layers += _now(seen[(seen["line"] == NOW) & (seen["measure"] == measure)], colour, at)
    layers += [*_list(seen[seen["line"] == LISTED], at), *_hidden(frame, at)]
    layers += _labels(seen, shade, {step.after for step in steps}, names, at)
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    return finished(
        alt.vconcat(chart), description
    )  # one above none: on a small screen it scrolls, and is not squeezed


def _limits(values: Sequence[float]) -> tuple[int, int]:
    """The share axis: room for all in steps of ten and for the goal's label above, at least forty points."""
    bottom, top = 10 * int(min(values) // 10), min(100, 10 * int(-(-max(values) // 10)) + HEAD)
    while top - bottom < LEAST_SPAN:
        bottom, top = max(0, bottom - 10), min(100, top + 10)
    return bottom, top


def _moves(steps: Sequence[Step], at: _Frame) -> list[alt.Chart]:
    """An upright between the year levels of a move, named above it."""
    if not steps:
        return []
    named = ["start of school" if step.after == 0 else f"move to Year {step.after + 1}" for step in steps]
    frame = pd.DataFrame({"year_level": [step.after + 0.5 for step in steps], "step": named})
    frame["up"] = [-4 - LINE * (place % 2) for place in range(len(steps))]  # by turns, as neighbours would touch
    base = alt.Chart(frame).encode(x=at.x)
    names = [
        alt.Chart(own)
        .mark_text(color=GREY, fontSize=12, baseline="bottom")
        .encode(x=at.x, y=alt.value(up), text="step:N")
        for up, own in frame.groupby("up")
    ]
    return [
        base.mark_rule(color=GREY, strokeDash=[4, 3]),
        *names,
    ]


def _empty(frame: pd.DataFrame, at: _Frame) -> list[alt.Chart]:
    """`no results` where year levels of the community have none, so that a gap is not taken for nought."""
    have = set(frame["year_level"].astype(int))
    runs: list[list[int]] = []
    for level in at.levels:
        if level in have:
            continue
        if runs and runs[-1][-1] == level - 1:
            runs[-1].append(level)
        else:
            runs.append([level])
    if not runs:
        return []
    middle = pd.DataFrame({"year_level": [(run[0] + run[-1]) / 2 for run in runs]})
    middle["said"] = ["no results" if len(run) > 1 else "none" for run in runs]
    text = alt.Chart(middle).mark_text(color=GREY, fontSize=12)
    return [text.encode(x=at.x, y=alt.value(HEIGHT - FOOT), text="said:N")]


def _aims(aim: Aim | None, at: _Frame) -> list[alt.Chart]:
    """The target over the goal's own year levels, the next milestone dashed below it."""
    if aim is None:
        return []
    levels = at.levels
    first = (levels[0] if aim.year_from is None else max(aim.year_from, levels[0])) - 0.5
    last = (levels[-1] if aim.year_to is None else min(aim.year_to, levels[-1])) + 0.5
    lines = [(100 * aim.share, [1, 0])]
    said = [aim.label]
    if aim.milestone:
        lines.append((100 * aim.milestone[0], [5, 4]))
        said.append(f"dashed: {aim.milestone[1]}")
    layers = []
    for share, dash in lines:
        frame = pd.DataFrame({"year_level": [first], "to": [last], "share": [share]})
        rule = alt.Chart(frame).mark_rule(color=TARGET, strokeDash=dash, strokeWidth=1.5)
        layers.append(rule.encode(x=at.x, y=at.y(), x2="to:Q"))
    label = pd.DataFrame({"year_level": [first], "label": ["\n".join(said)]})
    base = alt.Chart(label).encode(x=at.x, y=alt.value(2), text="label:N")  # at the head, clear of the lines
    text = {"align": "left", "baseline": "top", "dx": 3, "fontSize": 12, "lineBreak": "\n"}
    text |= {"lineHeight": LINE, "fontWeight": 600}
    return [*layers, base.mark_text(**text, stroke=PAPER, strokeWidth=3), base.mark_text(**text, color=TARGET)]


def _now(mine: pd.DataFrame, colour: str, at: _Frame) -> list[alt.Chart]:
    columns = ["year_level", "stretch", "share", "low", "high"]
    base = alt.Chart(mine[columns]).encode(x=at.x, detail="stretch:N")
    point = alt.OverlayMarkDef(color=colour, size=40)
    alone = mine.loc[~mine["stretch"].duplicated(keep=False), columns]  # a year level alone has no shading
    bar = alt.Chart(alone).mark_rule(color=colour, strokeWidth=5, opacity=0.18).encode(x=at.x)
    return [
        base.mark_area(color=colour, opacity=0.12).encode(y=at.y("low"), y2="high:Q"),
        bar.encode(y=at.y("low"), y2="high:Q"),
        base.mark_line(color=colour, strokeWidth=2.5, point=point).encode(y=at.y()),
    ]


def _year_before(seen: pd.DataFrame, at: _Frame) -> list[alt.Chart]:
    mine = seen.loc[seen["line"] == BEFORE, ["year_level", "stretch", "share"]]
    if mine.empty:
        return []
    base = alt.Chart(mine).encode(x=at.x, y=at.y(), detail="stretch:N")
    return [base.mark_line(color=GREY, opacity=0.55, strokeWidth=1.5, point=alt.OverlayMarkDef(color=GREY, size=16))]


def _list(mine: pd.DataFrame, at: _Frame) -> list[alt.Chart]:
    if mine.empty:
        return []
    base = alt.Chart(mine[["year_level", "share", "low", "high"]]).encode(x=at.x)
    mark = base.mark_point(color=INK, fill=FAINT, shape="diamond", size=90, opacity=1)
    return [
        base.mark_rule(color=INK, opacity=0.5).encode(y=at.y("low"), y2="high:Q"),
        mark.encode(y=at.y()),
    ]


def _hidden(frame: pd.DataFrame, at: _Frame) -> list[alt.Chart]:
    """[c] at the foot: for a line, and above it for the list."""
    mine = frame[frame["hidden"].notna() & (frame["line"] != BEFORE)].drop_duplicates(["year_level", "line"])
    layers = []
    for line, said, up in ((NOW, "[c]", FOOT), (LISTED, "list [c]", FOOT + LINE)):
        levels = mine.loc[mine["line"] == line, ["year_level"]].assign(hidden=said)
        if len(levels):
            text = alt.Chart(levels).mark_text(color=GREY, fontSize=12)
            layers.append(text.encode(x=at.x, y=alt.value(HEIGHT - up), text="hidden:N"))
    return layers


def _labels(
    seen: pd.DataFrame,
    shade: Mapping[str, str],
    uprights: set[int],
    names: Mapping[str, str],
    at: _Frame,
) -> list[alt.Chart]:
    """The name of each line at its end; names that would lie on each other are moved apart."""
    ends = seen.sort_values("share", ascending=False).sort_values("year_level", kind="stable")
    ends = ends.drop_duplicates(["line", "measure"], keep="last").sort_values("share", ascending=False)
    taken, placed = 0.0, []
    for _, row in ends.iterrows():
        line, measure = str(row["line"]), str(row["measure"])
        text = wrap(_SHORT.get(line) or names[measure], LETTERS)
        half = LINE * len(text) / 2
        middle = max(at.pixels(float(row["share"])), taken + half)
        taken = middle + half + 2
        colour = {NOW: shade.get(measure, GREY), LISTED: INK}.get(line, GREY)
        beyond = 0.6 if int(row["year_level"]) in uprights else 0.15  # year levels; clear of an upright
        placed.append((float(row["year_level"]) + beyond, middle, "\n".join(text), colour))
    over = max(0.0, taken - HEIGHT)  # what would hang below the foot moves up, all of it together
    frame = pd.DataFrame(placed, columns=["year_level", "share", "label", "shade"])
    frame["share"] = [at.share(middle - over) for middle in frame["share"]]
    base = alt.Chart(frame).encode(x=at.x, y=at.y(), text="label:N")
    style = {"align": "left", "fontSize": 12, "lineHeight": LINE, "baseline": "middle", "lineBreak": "\n"}
    coloured = alt.Color("shade:N", scale=None)
    return [base.mark_text(**style, stroke=PAPER, strokeWidth=3), base.mark_text(**style).encode(color=coloured)]
