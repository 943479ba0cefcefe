"""Has what people say moved, by question and over a scale such as trust? Repeated groups, not the same people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.voice import change as analysis
from colsynth.exhibits.chapter import Chapter, and_list, slug
from colsynth.exhibits.drawing import (
    ACCENT,
    GREY,
    SHARES,
    finished,
    in_lines,
    joined,
    names_axis,
    one_below_another,
    rows,
)
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.practice_voice import AGREEING, ASSUMED, NONE, answers_of, named, people
from colsynth.exhibits.transitions_points import before_and_after, limited, said_of_rows
from colsynth.findings import Facts, Finding, Strength, strength_of
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.ethnicity import fold
from colsynth.reference.terms import spoken

QUESTION = "Has what people say moved?"
ONCE = "No question was put to a group again with the same words and answers, so what has moved cannot be told."
HIDDEN = "Too few people answered both times to say whether what they say has moved."
CHANGED = "Questions or answers changed between the surveys, so whether what people say has moved cannot be told."
OTHERS = (
    "These are repeated groups and not the same people: a part of a difference may be who answered. Among many "
    "questions one in twenty differs by chance."
)
MOST_DRAWN = 12  # rows of the chart; of more, the scales as wholes alone
LEAST_LETTERS = 4  # of a scale's name that is looked for in those of areas; "me" is in many words
DIRECTIONS = {analysis.MORE: "up", analysis.FEWER: "down"}
_APART = ("before", "after", "difference", "low", "high", "said", "moved", "verdict")


def changes(chapter: Chapter) -> Exhibit:
    """Do more, or fewer, of a group agree than when the same was first asked, question by question and as a scale?"""
    read = answers_of(chapter)
    found = analysis.changes(read)
    if found.empty:
        return chapter.nothing("voice-change", QUESTION, NONE if read.empty else ONCE)
    table = _protected(chapter, found)
    title = _title(table.frame)
    wholes = found[(found["item"] == analysis.WHOLE) & (found["verdict"] != analysis.CHANGED)]
    shown = table.frame["difference"].notna()
    findings = chapter.may_tell(_finding(chapter, row) for _, row in wholes[shown[wholes.index]].iterrows())
    return chapter.exhibit(
        "voice-change",
        QUESTION,
        title,
        subtitle="share of a group that agrees, %, when first asked and in the newest term",
        purpose="To see whether trust, belonging or belief in what can be done together grows.",
        table=table,
        columns=[
            Column("who", "Who, on what"),
            Column("item", "Question"),
            Column("when", "First, newest"),
            Column("n_before", "Answered first", "count"),
            Column("n_after", "Answered newest", "count"),
            Column("said", "Agree"),
            Column("moved", "Difference, points (95 % interval)"),
            Column("verdict", "Verdict"),
        ],
        caption="Answers to the same questions in two terms",
        chart=_chart(table, title),
        alt=" ".join(finding.claim for finding in findings) or title,
        how_to_read="The ring is the share that agreed when first asked, the dot that in the newest term, and the line "
        "between them how far they lie apart.",
        caution=OTHERS,
        talk_about="Where fewer agree than before: what happened that people would name?",
        method="The newest term of a scale is held against the earliest in which a question was asked of the group "
        "with the same words and the same answers; a question of one term alone is left out. A scale as a whole is the "
        "mean of the shares that agree with each of its questions, each alike, never of numbers given to answers; a "
        "question marked as reversed is turned. Newcombe's interval; of a whole as if each person gave one answer, "
        f"which is wider than it need be. {AGREEING} {ASSUMED}",
        sources=chapter.sources("voice"),
        findings=findings,
    )


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    texts, scale = named(chapter, found["item"]), found["scale"].map(chapter.without_names)
    whole = found["items"].map(lambda n: f"All {n} together" if n else "All together", na_action="ignore")
    columns = ("n_before", "of_before", "agree_before", "n_after", "of_after", "agree_after")
    frame = pd.DataFrame(
        {
            "who": found["group"].map(people) + scale.map(lambda name: f", {name.lower()}" if name else ""),
            "item": found["item"].map(texts).where(found["item"] != analysis.WHOLE, whole),
            "whole": found["item"] == analysis.WHOLE,
            "when": found["term_before"].map(spoken) + "; " + found["term_after"].map(spoken),
            "first": found["term_before"],
            "last": found["term_after"],
            **{column: found[column] for column in (*columns, "before", "after", "difference", "low", "high")},
            "said": said_of_rows(found, before_and_after, "before", "after"),
            "moved": said_of_rows(found, limited, "difference", "low", "high"),
            "verdict": found["verdict"],
        }
    )
    each_time = [(Counted(f"n_{when}"), Counted(f"of_{when}", f"agree_{when}")) for when in ("before", "after")]
    counted = (*each_time[0], *each_time[1])
    empty = (*columns, *_APART[:-1])
    return chapter.may_show(
        Table(
            frame,
            ("who", "item"),
            "respondents",
            counted,
            ("whole", "when", "first", "last"),
            not_applicable=empty,
            across=_APART,
        )
    )


def _title(shown: pd.DataFrame) -> str:
    told = shown[shown["difference"].notna()]
    if told.empty:
        return CHANGED if (shown["verdict"] == analysis.CHANGED).all() else HIDDEN
    wholes = told[told["whole"]]
    if len(wholes) in (1, 2):
        return "; ".join(f"{row['who']}: {row['verdict']} ({row['said']})" for _, row in wholes.iterrows()) + "."
    told, what = (told, "question") if wholes.empty else (wholes, "scale")
    words = (analysis.MORE, analysis.FEWER, analysis.NO_CLEAR)
    counts = [(word, int((told["verdict"] == word).sum())) for word in words]
    said = and_list([f"{word} on {n}" for word, n in counts if n])
    return f"Of {len(told)} {what}{'s' * (len(told) > 1)} asked of a group in two terms: {said}."


def _finding(chapter: Chapter, row: pd.Series[Any]) -> Finding:
    scale, group = str(chapter.without_names(row["scale"])).lower(), str(row["group"])
    when = f"{spoken(row['term_before'])} to {spoken(row['term_after'])}"
    by = limited(row["difference"], row["low"], row["high"])
    moved = f"{before_and_after(row['before'], row['after'])}, {by} points"
    who = "people of a group that is not named" if group == "not given" else group
    areas = [
        f"{pack.id}:{area.id}"
        for pack in chapter.frameworks
        for area in pack.areas
        if len(scale) >= LEAST_LETTERS and any(fold(scale) in fold(text) for text in (area.name, *area.spellings))
    ]
    return Finding(
        f"{chapter.name}-voice-{slug(scale)}-{slug(group)}",
        chapter.name,
        f"Has what {who} say of {scale} moved?",
        f"{people(group)}, {scale}, {when}: {row['verdict']}; mean share over {row['items']} questions {moved}.",
        _strength(chapter, row),
        "respondents",
        size=round(100 * float(row["difference"]), 1),
        unit="percentage points",
        low=round(100 * float(row["low"]), 1),
        high=round(100 * float(row["high"]), 1),
        basis="classes",
        n=int(row["n_after"]),
        comparison="those who answered when it was first asked",
        direction=DIRECTIONS.get(row["verdict"], "level"),
        says_not="It does not say that the same people changed their minds, nor why.",
        bears_on=tuple(areas),
        provenance=chapter.sources("voice"),
    )


def _strength(chapter: Chapter, row: pd.Series[Any]) -> Strength:
    def known(name: str) -> float | None:
        return None if pd.isna(row[name]) else float(row[name])

    response, schools, same = known("response"), known("schools"), known("same_schools")
    facts = Facts(
        includes_none=bool(row["low"] <= 0 <= row["high"]),
        learners=int(min(row["n_before"], row["n_after"])),
        schools=None if schools is None else int(schools),
        loss=None if response is None else 1 - response,
        selected_low=False,
        unmoderated=False,
        same_sign=known("same_sign"),
        indirect=None if same is None else not same,
    )
    found = strength_of("change", "cross_section", facts, chapter.strength_rules)
    said = [reason.replace("Learners", "People").replace("learners", "people") for reason in found.reasons]
    return replace(found, reasons=tuple(said))


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    """A panel a group and scale, a row a question; of many rows one panel of the scales as wholes."""
    wholes = table.only(table.frame["whole"])
    alone = len(table.frame) > MOST_DRAWN and len(wholes.frame) > 0
    frame = rows(wholes if alone else table, "who", "item", "before", "after", "said", mark_hidden="after")
    frame = frame.head(MOST_DRAWN)
    if frame[["before", "after"]].isna().all(axis=None):
        return None
    frame[["before", "after"]] = (100 * frame[["before", "after"]].astype(float)).round(1)
    frame = frame.assign(line=in_lines(frame["who" if alone else "item"])).drop(columns="item")
    if alone:
        return finished(_panel(frame, alt.Axis(tickCount=5)), description)
    return finished(one_below_another(frame, "who", _panel), description)


def _panel(own: pd.DataFrame, axis: alt.Axis | None) -> alt.LayerChart:
    """Questions, or scales as wholes, a row each: the share who agreed before and after."""
    base = alt.Chart().encode(y=names_axis("line", own["line"]))
    seen = base.transform_filter("isValid(datum.before) && isValid(datum.after)")
    at = alt.X("before:Q", title="share who agree, %", scale=SHARES, axis=axis)
    after = alt.X("after:Q", scale=SHARES)
    return alt.layer(
        seen.mark_rule(color=GREY).encode(x=at, x2="after:Q"),
        seen.mark_point(color=GREY, fill="white", size=70, opacity=1).encode(x=at),
        seen.mark_point(color=ACCENT, size=70, filled=True, opacity=1).encode(x=after),
        seen.mark_text(dy=-12, fontSize=12).encode(x=after, text="said:N"),
        base.transform_filter("datum.hidden == '[c]'")
        .mark_text(align="left", color=GREY)
        .encode(x=alt.datum(2), text="hidden:N"),
        data=joined(own),
    ).properties(width=400, height=alt.Step(40))
