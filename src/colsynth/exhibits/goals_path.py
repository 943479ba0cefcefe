"""Is each goal on its way? Its group term by term, beside the path that was planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.analyses.breaks import LineBreak, stretches
from colsynth.exhibits.breaks import said_of_breaks
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import (
    ACCENT,
    GREY,
    LINE_HEIGHT,
    TARGET,
    finished,
    in_lines,
    panels,
    rows,
    share_axis,
    term_axis,
)
from colsynth.exhibits.events import events_shown
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import BASIS, HOW_JUDGED, changes_of, goals_shown, result_sources, slug
from colsynth.exhibits.judging import strength_of_change
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

PANEL = 300  # pixels, the width of one panel
_PLANS = ("planned_share", "milestone_share", "earlier_share")
_COUNTED = {
    "ahead": "ahead", "on track": "on track", "too close to call": "too close to call", "behind": "behind",
    "can't tell": "cannot be told, as the measure changed", "too few": "of too few learners",
}  # fmt: skip
_JUDGED = {
    "ahead": "is ahead of its path", "on track": "is on track", "behind": "is behind its path",
    "too close to call": "is too close to its path to call",
}  # fmt: skip


def path(chapter: Chapter) -> Exhibit | None:
    """How has each goal's group moved, term by term, beside its planned path? None where no goal has a measure."""
    question = "Is each goal on its way?"
    goals = goals_shown(chapter)
    way = way_of(chapter, goals)
    if goals.empty or way["share_at"].isna().all():
        return None
    planned = bool(way["milestone_share"].notna().any())
    table = path_table(chapter, way)
    measured = goals[goals["goal"].isin(way["goal"])]
    breaks = {row["title"]: chapter.breaks_of(row["measure"]) for _, row in measured.iterrows()}
    events = events_shown(chapter, way["term"])
    said = " ".join([*said_of_breaks(way[way["n"].notna()], "title", breaks), events.said])
    earlier = bool(way["earlier_share"].notna().any())
    checked = _checked(chapter, goals, table)
    findings = chapter.may_tell(
        _finding(chapter, goal, row) for goal, row in checked if row["verdict"] not in ("can't tell", "too few")
    )
    title = _title(checked, planned)
    return chapter.exhibit(
        "path",
        question if planned else "How has each focus area's measure moved?",
        title,
        subtitle="share of learners at the goal's level, %, each term"
        + ("; the planned path from baseline to target" if planned else ""),
        purpose="To see whether the way so far leads to the target." if planned else "To see what moves, and what not.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("term", "Term"),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "At the goal's level", "percent"),
            Column("low", "95 % interval from", "percent"),
            Column("high", "95 % interval to", "percent"),
            *([Column("planned_share", "Planned", "percent"), Column("verdict", "Against plan")] if planned else []),
            *([Column("earlier_share", "Planned by the earlier goal", "percent")] if earlier else []),
        ],
        caption="Each goal, term by term, beside its planned path" if planned else "Each focus area, term by term",
        chart=finished(_chart(table, breaks, events.layers), title),
        alt=" ".join([title, *(finding.claim for finding in findings)]),
        how_to_read="The solid line is where the group stood each term, the shading its 95 % interval."
        + (" The dashed line is the planned path: diamonds are the baseline, milestones and the target." * planned)
        + (" The dotted grey line is the path of the goal that this one replaced." * earlier)
        + " A gap is a term without results; a line stops where a measure changed.",
        caution="Judgements in the middle of a year are often made more cautiously than at its end: hold like terms "
        f"against like. {said}".strip(),
        talk_about="Where the line turns: what were schools doing differently in that term?",
        method=HOW_JUDGED,
        sources=result_sources(chapter, goals["goal"], goals),
        findings=findings,
    )


def way_of(chapter: Chapter, goals: pd.DataFrame) -> pd.DataFrame:
    """Each goal and term, before protection."""
    return analysis.path(goals, chapter.results, chapter.measures, chapter.class_icc, changes_of(chapter, goals))


def path_table(chapter: Chapter, way: pd.DataFrame) -> Protected:
    """Each goal and term as it may be shown."""
    counted = (Counted("n", "n_at", ("share_at", "low", "high", "basis", "verdict")),)
    way = way.drop(columns="goal")
    na = (*_PLANS, "verdict", "basis")
    return chapter.may_show(Table(way, ("title", "term"), "learners", counted, _PLANS, not_applicable=na))


def _checked(chapter: Chapter, goals: pd.DataFrame, table: Protected) -> list[tuple[pd.Series[Any], pd.Series[Any]]]:
    """(goal, its row in the term its path is checked in), where that may be shown and has a verdict."""
    shown = table.frame[table.frame["verdict"].notna()]
    found = []
    for _, goal in goals.iterrows():
        mine = shown[shown["title"] == goal["title"]]
        seen = table.frame.loc[(table.frame["title"] == goal["title"]) & table.frame["share_at"].notna(), "term"]
        check = analysis.check_term(goal, list(seen))
        if check and (mine["term"] == check[0]).any():
            found.append((goal, mine[mine["term"] == check[0]].iloc[0]))
    return found


def _title(checked: list[tuple[pd.Series[Any], pd.Series[Any]]], planned: bool) -> str:
    """How many goals are on their way, in the term each path is checked in."""
    if not planned:
        return "No target is set, so the lines are held against none."
    if not checked:
        return "Whether a goal is on its way cannot be told yet: no term after a baseline may be shown."
    verdicts = [row["verdict"] for _, row in checked]
    counts = [(verdicts.count(word), said) for word, said in _COUNTED.items()]
    of = f"{len(checked)} planned path" + ("s" if len(checked) > 1 else "")
    return f"Of {of}: {and_list([f'{count} {said}' for count, said in counts if count])}."


def _finding(chapter: Chapter, goal: pd.Series[Any], row: pd.Series[Any]) -> Finding:
    verdict, term, planned = str(row["verdict"]), str(row["term"]), float(row["planned_share"])
    away = [round(float(row[edge]) - planned, 4) for edge in ("share_at", "low", "high")]
    begun = str(goal["baseline_term"]) if pd.notna(goal["baseline_term"]) else ""
    claim = f"Goal “{goal['title']}” {_JUDGED[verdict]}: in {spoken(term)}, {percent(float(row['share_at']))} of "
    claim += f"{int(row['n'])} learners were at its level, and {percent(planned)} were planned."
    says_not = "It does not say whether the target will be met: paths bend."
    strength = strength_of_change(
        chapter,
        goal["measure"],
        begun or term,
        term,
        matched=False,
        points=2 if begun else 1,
        low=away[1],
        high=away[2],
        n=int(row["n"]),
        n_schools=_schools(chapter, goal, term),
        same_sign=None,
        one_rule=True,
        loss=None,
        goal=goal,
    )
    return Finding(
        f"{chapter.name}-path-{slug(goal['goal'])}",
        chapter.name,
        f"{goal['title']}: is the goal on its way?",
        claim,
        strength,
        population="learners",
        size=away[0],
        unit="share of learners above the planned path",
        low=away[1],
        high=away[2],
        basis=row["basis"],
        n=round(float(row["share_at"]) * int(row["n"])),
        of=int(row["n"]),
        comparison=f"the planned path, {percent(planned)} in {spoken(term)}",
        direction="up" if verdict == "ahead" else "state",
        says_not=says_not + BASIS.get(str(row["basis"]), ""),
        bears_on=(str(goal["goal"]),),
        provenance=(*chapter.sources("goals"), *chapter.sources("achievement", measure=goal["measure"])),
    )


def _schools(chapter: Chapter, goal: pd.Series[Any], term: str) -> int:
    mine = analysis.learners_of(goal, chapter.results, chapter.measures)
    return int(mine.loc[mine["term"] == term, "school"].nunique())


def _chart(table: Protected, breaks: Mapping[str, Sequence[LineBreak]], events: Sequence[alt.Chart]) -> alt.FacetChart:
    """One panel a goal: the way it went with its band, the planned path, the target's line with its label."""
    shares = ["share_at", "low", "high", *_PLANS]
    frame = rows(table, "title", "term", *shares, mark_hidden="share_at")
    frame = frame.assign(stretch=stretches(frame, "title", breaks), **{c: frame[c] * 100 for c in shares})
    last = frame[frame["milestone_share"].notna()].groupby("title").tail(1).index
    frame["aim"] = frame["milestone_share"].where(frame.index.isin(last))
    frame["aim_said"] = frame["aim"].map(lambda share: "" if pd.isna(share) else f"goal {percent(share / 100)}")
    seen_last = frame[frame["share_at"].notna()].groupby("title").tail(1).index
    frame["now_said"] = [
        percent(share / 100) if i in seen_last else "" for i, share in zip(frame.index, frame["share_at"], strict=True)
    ]
    frame["title"] = in_lines(frame["title"], 40)
    base = alt.Chart().encode(x=term_axis(frame["term"]))
    seen = base.transform_filter("isValid(datum.share_at)").encode(detail="stretch:N")
    diamond = alt.OverlayMarkDef(shape="diamond", color=TARGET, size=45)
    planned = base.transform_filter("isValid(datum.milestone_share)")
    aim = base.transform_filter("isValid(datum.aim)")
    older = base.transform_filter("isValid(datum.earlier_share)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    dot = alt.OverlayMarkDef(color=ACCENT, size=35)
    text = {"fontSize": 12, "fontWeight": 600}

    def y(field: str) -> alt.Y:  # one axis for all, so that no layer draws it down to 0
        return share_axis(frame, field, *(share for share in shares if share != field))

    above = seen.transform_filter("!(datum.share_at < datum.planned_share)")
    below = seen.transform_filter("datum.share_at < datum.planned_share")
    line = aim.mark_rule(color=TARGET, opacity=0.45)
    layers = [
        seen.mark_area(color=ACCENT, opacity=0.15).encode(y=y("low"), y2="high:Q"),
        line.encode(x=alt.value(0), x2=alt.value("width"), y=y("aim")),
        older.mark_line(color=GREY, strokeDash=[1, 4]).encode(y=y("earlier_share")),
        planned.mark_line(color=TARGET, strokeDash=[5, 4], point=diamond).encode(y=y("milestone_share")),
        seen.mark_line(color=ACCENT, strokeWidth=2.5, point=dot).encode(y=y("share_at")),
        aim.mark_text(color=TARGET, dy=-8, align="right", **text).encode(
            x=alt.value(PANEL - 3), y=y("aim"), text="aim_said:N"
        ),
        above.mark_text(color=ACCENT, dy=-13, **text).encode(y=y("share_at"), text="now_said:N"),
        below.mark_text(color=ACCENT, dy=14, **text).encode(y=y("share_at"), text="now_said:N"),
        hidden.mark_text(color=GREY).encode(y=alt.value(LINE_HEIGHT - 10), text="hidden:N"),
    ]
    drawn = alt.layer(*events, *layers, data=frame).properties(width=PANEL, height=LINE_HEIGHT)
    return drawn.facet(facet=panels("title", frame["title"]), columns=2)
