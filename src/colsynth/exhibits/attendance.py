"""Do learners attend? The share in regular attendance term by term, the four bands, and the schools."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import achievement
from colsynth.analyses import attendance as analysis
from colsynth.exhibits.breaks import said_of_breaks
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, SHARES, finished, lines_over_terms, names_axis, rows
from colsynth.exhibits.events import events_shown
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.stacked import stacked_over_terms
from colsynth.exhibits.variation_context import strip
from colsynth.findings import Facts, Finding, Strength, state_strength, strength_of
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

MEASURE = "attendance"  # where its breaks are declared
LINE = "Regular attendance: more than 90 % of half-days"
NONE = "No attendance was supplied up to this term, so nothing can be said about it."
REGISTER = "attendance"
BANDS_ARE = (
    "Half-days present of half-days possible, of one term: regular more than 90 %, irregular more than 80 to 90 %, "
    "moderate more than 70 to 80 %, chronic 70 % or less (Ministry of Education). Reckoned exactly: 81 of 90 is 90 % "
    "and irregular. A learner at two schools in a term counts once, with all half-days. Intervals are from the count "
    "alone: learners of one school have its floods and its holidays in common, so the true uncertainty is wider."
)


def supplied(chapter: Chapter) -> bool:
    """Whether there is any attendance to show."""
    return not _learners(chapter).empty


def over_terms(chapter: Chapter) -> Exhibit:
    """What share of learners attended regularly, term by term?"""
    question = "What share of learners attends regularly?"
    learners = _learners(chapter)
    if learners.empty:
        return chapter.nothing("attendance", question, NONE)
    changes = chapter.breaks_of(MEASURE)
    found = analysis.regular_over_terms(learners, [change.term for change in changes])
    table = _protected(chapter, found.assign(measure=LINE))
    events = events_shown(chapter, found["term"])
    newest = found.iloc[-1]
    findings = chapter.may_tell([_finding(chapter, question, newest, learners)])
    title = _title(table.frame.iloc[-1])
    said = " ".join(filter(None, [*said_of_breaks(found.assign(line=LINE), "line", {LINE: changes}), events.said]))
    return chapter.exhibit(
        "attendance",
        question,
        title,
        subtitle="share of learners present for more than 90 % of the term's half-days, %",
        purpose="To see whether learners are there, before asking what they learn.",
        table=table,
        columns=[
            Column("term", "Term"),
            Column("n", "Learners with attendance", "count"),
            Column("n_at", "In regular attendance", "count"),
            Column("share_at", "Share", "percent"),
            Column("low", "95 % interval from", "percent"),
            Column("high", "95 % interval to", "percent"),
            Column("held_against", "Held against"),
            Column("verdict", "Change"),
        ],
        caption="Learners in regular attendance, term by term",
        chart=finished(lines_over_terms(table, "measure", {LINE: changes}, events=events.layers), title),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="The shading is the uncertainty of the count. The line stops where the codes of attendance "
        "changed: its two sides cannot be held against each other.",
        caution=" ".join(filter(None, [_supplied(learners, newest), WINTER, said])),
        talk_about="Which absences could a school, a family or a bus timetable change?",
        method=BANDS_ARE,
        sources=chapter.sources(REGISTER),
        findings=findings,
    )


WINTER = "Winter terms have more illness: hold like terms against like."


def _supplied(learners: pd.DataFrame, newest: pd.Series[Any]) -> str:
    """From how many schools the newest attendance is: the others may well differ."""
    schools = learners.loc[learners["term"] == newest["term"], "school"].nunique()
    return f"Attendance here is that of {schools} {'school' if schools == 1 else 'schools'}; others may differ."


def bands(chapter: Chapter) -> Exhibit:
    """How do learners spread over the bands of attendance, term by term?"""
    question = "How do learners spread over the bands of attendance?"
    learners = _learners(chapter)
    found = analysis.bands_over_terms(learners, chapter.settings.suppress_below, len(analysis.BANDS))
    found = found[found["verdict"] == "described"].reset_index(drop=True)
    if found.empty:
        why = f"No term has attendance of {analysis.LEAST_TERM} learners in bands that may be shown."
        return chapter.nothing("attendance-bands", question, NONE if learners.empty else why)
    name = "Attendance of the term"
    changes = chapter.breaks_of(MEASURE)
    events = events_shown(chapter, found["term"])
    counted, plain = (Counted("of", "n", ("share",)),), ("place", "verdict")
    table = chapter.may_show(
        Table(found.assign(measure=name), ("measure", "term", "group"), "learners", counted, plain)
    )
    newest = table.frame[table.frame["term"] == table.frame["term"].max()].dropna(subset=["share"])
    lowest = newest.sort_values("place").iloc[0]
    what = f"{lowest['group'][0].lower()}{lowest['group'][1:]}"
    title = f"{percent(lowest['share'])} of learners were in {what} in {spoken(str(lowest['term']))}."
    chart = stacked_over_terms(table, "measure", {name: changes}, events.layers)
    said = " ".join(filter(None, [*said_of_breaks(found.assign(line=name), "line", {name: changes}), events.said]))
    return chapter.exhibit(
        "attendance-bands",
        question,
        title,
        subtitle="share of learners with attendance in the term, %, by band",
        purpose="To see those who are away most, whom a single share hides.",
        table=table,
        columns=[
            Column("term", "Term"),
            Column("group", "Band"),
            Column("of", "Learners with attendance", "count"),
            Column("n", "In the band", "count"),
            Column("share", "Share", "percent"),
        ],
        caption="Learners by band of attendance, term by term",
        chart=None if chart is None else finished(chart, title),
        alt=title,
        how_to_read="One bar a term; the darker, the more a learner was there. Nothing can be held against what stands "
        "on the other side of a dashed line.",
        caution=f"A band says how often, not why: illness and truancy look alike here. {said}".strip(),
        talk_about="What do we know of the learners who were away most, and who speaks with them?",
        method=f"{BANDS_ARE} Neighbouring bands are shown together where one had too few learners in some term.",
        sources=chapter.sources(REGISTER),
    )


def by_school(chapter: Chapter) -> Exhibit:
    """What share of learners attends regularly in each school, in the newest term?"""
    question = "What share attends regularly in each school?"
    learners = _learners(chapter)
    if learners.empty:
        return chapter.nothing("attendance-school", question, NONE)
    term = str(learners["term"].max())
    labels = chapter.school_labels
    found = analysis.regular_by(learners, term)
    found["school"] = found["school"].map(labels)
    order = list(labels.values())
    if chapter.settings.school_names != "shown":
        order = sorted(order, key=lambda label: (len(label), label))
    place = {label: i for i, label in enumerate(order)}
    found = found.sort_values("school", key=lambda column: column.map(place)).reset_index(drop=True)
    counted = (Counted("n", "n_at", ("share_at", "low", "high")),)
    table = chapter.may_show(Table(found, ("school",), "learners", counted, ("verdict",)))
    told = table.frame["share_at"].dropna().astype(float)
    title = "No school's attendance can be shown without showing single learners."
    if not told.empty:
        low, high = percent(told.min()), percent(told.max())
        title = f"{low if low == high else f'{low} to {high}'} attended regularly in {spoken(term)}."
    return chapter.exhibit(
        "attendance-school",
        question,
        title,
        subtitle=f"share of learners present for more than 90 % of half-days, %, {spoken(term)}",
        purpose="To see whether absence is everywhere or in places.",
        table=table,
        columns=[
            Column("school", "School"),
            Column("n", "Learners with attendance", "count"),
            Column("n_at", "In regular attendance", "count"),
            Column("share_at", "Share", "percent"),
            Column("low", "95 % interval from", "percent"),
            Column("high", "95 % interval to", "percent"),
        ],
        caption="Learners in regular attendance, by school",
        chart=_schools_chart(table, title),
        alt=title,
        how_to_read="The dot is the share, the bar the uncertainty of its count. Schools stand in one order, never by "
        "result.",
        caution="Schools differ in how far learners live, how old they are and what went round that term.",
        talk_about="What does a school with few away do on a Monday morning?",
        method=BANDS_ARE,
        lists=[strip(chapter, found["school"])],
        sources=chapter.sources(REGISTER),
    )


def _learners(chapter: Chapter) -> pd.DataFrame:
    frame = chapter.snapshot.frame(REGISTER)
    return chapter.once((REGISTER, "by learner"), lambda: analysis.by_learner(frame, chapter.term))


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    shown = found.drop(columns=["change", "change_low", "change_high"])
    counted = (Counted("n", "n_at", ("share_at", "low", "high")),)
    plain = ("held_against", "verdict")
    return chapter.may_show(
        Table(shown, ("measure", "term"), "learners", counted, plain, not_applicable=("held_against",))
    )


def _title(newest: pd.Series[Any]) -> str:
    if pd.isna(newest["share_at"]):
        return "The share in regular attendance cannot be shown without showing single learners."
    said = {
        "rising": f"more than in {_spoken(newest)}",
        "falling": f"fewer than in {_spoken(newest)}",
        "no clear change": f"no clear change from {_spoken(newest)}",
    }.get(str(newest["verdict"]), "with no like term to hold it against")
    base = f"{percent(newest['share_at'])} of {int(newest['n'])} learners"
    return f"{base} attended regularly in {spoken(str(newest['term']))}, {said}."


def _spoken(row: pd.Series[Any]) -> str:
    return spoken(str(row["held_against"])) if pd.notna(row["held_against"]) else ""


def _finding(chapter: Chapter, question: str, row: pd.Series[Any], learners: pd.DataFrame) -> Finding:
    moved = pd.notna(row["change"])
    of_term = learners[learners["term"] == row["term"]]
    n, x = int(row["n"]), int(row["n_at"])
    claim = f"{percent(x / n)} of {n} learners with attendance attended regularly in {spoken(str(row['term']))}."
    if moved:
        low, high = (f"{100 * row[c]:+.0f}".replace("-", "\u2212") for c in ("change_low", "change_high"))
        change = {"rising": "more", "falling": "fewer"}.get(str(row["verdict"]), "no clear change")
        claim = f"{claim[:-1]}: {change} than in {_spoken(row)} (95 % interval {low} to {high} points)."
        claim = claim.replace("no clear change than in", "no clear change from")
    return Finding(
        f"{chapter.name}-attendance",
        chapter.name,
        question,
        claim,
        _strength(chapter, row, of_term),
        "learners",
        size=round(float(row["change"]), 4) if moved else round(x / n, 4),
        unit="share of learners more than before" if moved else "share of learners",
        low=round(float(row["change_low" if moved else "low"]), 4),
        high=round(float(row["change_high" if moved else "high"]), 4),
        basis="count",
        n=x,
        of=n,
        comparison=f"the same term a year before, {_spoken(row)}" if moved else "",
        direction={"rising": "up", "falling": "down"}.get(str(row["verdict"]), "level") if moved else "state",
        says_not="It does not say why learners were away, nor that the same learners were away in both terms.",
        provenance=chapter.sources(REGISTER),
    )


def _strength(chapter: Chapter, row: pd.Series[Any], of_term: pd.DataFrame) -> Strength:
    """From the share of the roll that attendance is known of, and from the change where there is one."""
    on_roll = achievement.roll(chapter.snapshot.frame("students"), chapter.calendar, str(row["term"]))
    n, of = achievement.coverage(of_term, on_roll)
    moved = pd.notna(row["change"])
    facts = Facts(
        includes_none=bool(row["change_low"] <= 0 <= row["change_high"]) if moved else None,
        learners=len(of_term),
        schools=of_term["school"].nunique(),
        loss=1 - n / of if of else None,
        selected_low=False,
        unmoderated=False,
        indirect=False,
    )
    if moved:
        return strength_of("change", "cross_section", facts, chapter.strength_rules)
    how = "Half-days are recorded by one set of codes for everyone."
    return state_strength(n, of, "learners on the roll", True, how, facts=facts, rules=chapter.strength_rules)


def _schools_chart(table: Protected, description: str) -> dict[str, Any]:
    frame = rows(table, "school", "share_at", "low", "high", mark_hidden="share_at")
    frame = frame.assign(**{c: frame[c] * 100 for c in ("share_at", "low", "high")})
    frame["label"] = frame["share_at"].map(lambda share: "" if pd.isna(share) else percent(share / 100))
    base = alt.Chart(frame).encode(y=names_axis("school", frame["school"]))
    seen = base.transform_filter("isValid(datum.share_at)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    at = alt.X("share_at:Q", title="share, %", scale=SHARES, axis=alt.Axis(tickCount=5))
    chart = alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=5, opacity=0.25).encode(x=alt.X("low:Q", scale=SHARES), x2="high:Q"),
        seen.mark_point(color=ACCENT, size=70, filled=True, opacity=1).encode(x=at),
        seen.mark_text(dy=-11, fontSize=12).encode(x="share_at:Q", text="label:N"),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=420, height=alt.Step(34))
    return finished(chart, description)
