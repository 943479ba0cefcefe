"""Whose voices are heard in surveys, and what does each group say to the same question?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.voice import coverage as heard
from colsynth.analyses.voice import items as analysis
from colsynth.analyses.voice.answers import GROUPS, NOT_GIVEN, PARTNERS, answers
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import (
    ACCENT,
    GREY,
    INK,
    PAPER,
    finished,
    in_lines,
    joined,
    names_axis,
    one_below_another,
    rows,
)
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_points import said_of_rows
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

NONE = "No answers to surveys were supplied, so what learners, whānau, teachers and others say cannot be told."
NO_CLOSED = "No question of a survey has answers to choose from that colsynth can read, so none is set beside another."
CANNOT = "The answers that were given are too few to be shown without showing a person."
MOST_DRAWN = 6  # questions in the chart; the table has them all
PALE, MIDDLE = "#D9E3EC", "#8FA8C0"  # with ACCENT three shades of one hue: do not agree, neither, agree
HIDDEN_KINDS = {
    "own words": "in people's own words",
    "words of no scale": "in words that no answer scale has",
    "two answer scales": "of two answer scales at once",
    "numbers alone": "in numbers, without words for the lowest and the highest",
}
AGREEING = (
    "Answers are read by the scales in data/reference/answer_scales.yaml; those on the upper side of a scale, such as "
    "agree, often, yes or good, count as agreeing. Answers in people's own words are never printed: beside the answers "
    "of a scale they count as another answer."
)
ASSUMED = (
    "A survey names no classes and staffs, and people of one are alike in what they say: intervals are as wide as if "
    "they sat in groups of 25, alike by 0.05, which is our assumption."
)


def answers_of(chapter: Chapter) -> pd.DataFrame:
    """One row is one answer to one item of a survey, up to this term; read once a chapter."""
    voice = chapter.snapshot.frame("voice")
    return chapter.once(("voice",), lambda: answers(voice, chapter.answer_scales, chapter.term))


def people(group: object) -> str:
    """A group as a row or a sentence begins with it."""
    return "Who is not said" if group == NOT_GIVEN else str(group).capitalize()


def named(chapter: Chapter, texts: pd.Series[str]) -> dict[str, str]:
    """What each question is called on the page: a number tells apart those that differ in a member's name alone."""
    names: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        name = shown = str(chapter.without_names(text))
        number = 1
        while shown in names.values():
            number += 1
            shown = f"{name} ({number})"
        names[text] = shown
    return names


def voices(chapter: Chapter) -> Exhibit:
    """Which groups answered, how many of those asked, in which terms, from how many schools; who is missing?"""
    question = "Whose voices are heard in surveys?"
    read = answers_of(chapter)
    if read.empty:
        return chapter.nothing("voice", question, NONE, "Whom would you ask first, and what?")
    found = heard.coverage(read)
    frame = pd.DataFrame(
        {
            "who": found["group"].map(people),
            "n": found["n"].mask(found["n"] == 0),
            "of": found["asked"],
            "answered": found["n"].mask(found["n"] == 0),
            "asked": found["asked"],
            "share": found["share"],
            "schools": found["schools"],
            "terms": found["terms"].map(lambda terms: ", ".join(map(spoken, terms.split())), na_action="ignore"),
        }
    )  # fmt: skip
    counted = (Counted("n", None, ("schools",)), Counted("of", "answered"))
    table = chapter.may_show(
        Table(frame, ("who",), "respondents", counted, ("terms",), ("n", "terms"), ("asked", "share"))
    )
    return chapter.exhibit(
        "voice",
        question,
        _who_title(found),
        subtitle="people who answered a survey, in the newest term in which their group did",
        purpose="To see who could say what it is like, and who was not asked.",
        table=table,
        columns=[
            Column("who", "Who"),
            Column("n", "Answered", "count"),
            Column("asked", "Asked", "count"),
            Column("share", "Of those asked", "percent"),
            *([Column("schools", "Schools", "count")] if frame["schools"].notna().any() else []),
            Column("terms", "Terms"),
        ],
        caption="Who answered surveys",
        caution="Those who answer may think otherwise than those who do not. Answered is the question that most "
        "answered: who took part in two surveys counts once.",
        talk_about="Whose voice is missing, and who has their trust to ask?",
        method="How many were asked is known only where a sheet says so, of every school and year level that answered.",
        lists=[("Answered, and kept inside", _kept(chapter, read))],
        sources=chapter.sources("voice"),
    )


def _who_title(found: pd.DataFrame) -> str:
    seen = set(found.loc[found["n"] > 0, "group"])
    said, not_ = ([g for g in GROUPS[:-1] if (g in seen) is there] for there in (True, False))
    if not said:
        return "People have answered surveys, and it is not said who they are."
    first = [people(said[0]), *said[1:]]
    if not not_:
        return f"{and_list(first)} have all answered a survey."
    partners = "All three partners are heard" if set(PARTNERS) <= seen else "A partner is missing"
    return f"{partners}: {and_list(said)} have answered a survey, {and_list(not_)} have not."


def _kept(chapter: Chapter, read: pd.DataFrame) -> list[str]:
    kept = heard.kept_inside(read)
    table = chapter.may_show(Table(kept, ("kind",), "respondents", (Counted("n"),), ("questions",)))
    return [
        f"{'1 question' if row['questions'] == 1 else str(row['questions']) + ' questions'} "
        f"{HIDDEN_KINDS[str(row['kind'])]}: {table.cell(at, 'n', str(row['n']))} answers"
        for at, row in table.frame.iterrows()
        if isinstance(at, int)
    ]


def items(chapter: Chapter) -> Exhibit:
    """What does each group say to each question, beside the others who were asked the same?"""
    question = "What do people say to the same question?"
    read = answers_of(chapter)
    found = analysis.items(read)
    if found.empty:
        return chapter.nothing("voice-items", question, NONE if read.empty else NO_CLOSED)
    table = _protected(chapter, found, read)
    title = _title(table.frame)
    return chapter.exhibit(
        "voice-items",
        question,
        title,
        subtitle="share of each group by what it answered, %, in the newest term in which it was asked",
        purpose="To hear where those who lead, teach, learn and care see the same thing otherwise.",
        table=table,
        columns=[
            Column("item", "Question"),
            Column("who", "Who"),
            Column("term", "Term"),
            Column("n", "Answered", "count"),
            Column("share", "Agree", "percent"),
            Column("limits", "95 % interval"),
            Column("neither_share", "Neither", "percent"),
            Column("against_share", "Do not agree", "percent"),
            Column("in_order", "All answers, lowest first"),
        ],
        caption="Answers by question and group",
        chart=_chart(table, title),
        alt=title,
        how_to_read="The dark part agrees, the middle one is neither for nor against or not sure, the pale one does "
        "not agree; the thin line is the 95 % interval of those who agree. Where only the dark part is drawn, the rest "
        "is not told apart.",
        caution="Whether agreeing is good depends on the question. Groups differ in who chose to answer.",
        talk_about="Where two groups see it otherwise: what does one see that the other does not?",
        method=f"{AGREEING} {ASSUMED}",
        sources=chapter.sources("voice"),
    )


def _protected(chapter: Chapter, found: pd.DataFrame, read: pd.DataFrame) -> Protected:
    frame = pd.DataFrame(
        {
            "item": found["item"].map(named(chapter, found["item"])),
            "who": found["group"].map(people),
            "term": found["term"].map(spoken),
            **{column: found[column] for column in ("n", "agree", "neither", "against", "share", "low", "high")},
            "limits": said_of_rows(found, lambda low, high: f"{percent(low)} to {percent(high)}", "low", "high"),
            "neither_share": found["neither"] / found["n"],
            "against_share": found["against"] / found["n"],
            "in_order": _in_order(chapter, found, read),
        }
    )
    counted = (
        Counted("n", "agree", ("share", "low", "high", "limits")), Counted("n", "neither"), Counted("n", "against")
    )  # fmt: skip
    parts = ("neither_share", "against_share", "in_order")
    return chapter.may_show(Table(frame, ("item", "who"), "respondents", counted, ("term",), across=parts))


def _in_order(chapter: Chapter, found: pd.DataFrame, read: pd.DataFrame) -> pd.Series[str]:
    """Each answer with its share, lowest first, where every one of them may be shown; else hidden."""
    given = analysis.in_order(read)
    given = given[given["n"] > 0].merge(found[["item", "group", "n"]], on=["item", "group"], suffixes=("", "_of"))
    given["share"] = given["n"] / given["n_of"]
    dimensions = ("item", "group", "order", "label")
    table = chapter.may_show(Table(given, dimensions, "respondents", (Counted("n_of", "n", ("share",)),)))
    said = {
        key: "[c]" if own["share"].isna().any() else " · ".join(
            f"{label} {percent(share)}" for label, share in zip(own["label"], own["share"], strict=True)
        )
        for key, own in table.frame.groupby(["item", "group"])
    }  # fmt: skip
    return pd.Series([said[key] for key in zip(found["item"], found["group"], strict=True)], found.index, dtype="str")


def _title(shown: pd.DataFrame) -> str:
    """The question on which groups stand furthest apart, where more than one may be shown."""
    told = shown[shown["share"].notna()]
    if told.empty:
        return CANNOT
    spread = told.groupby("item", sort=False)["share"].agg(lambda shares: float(shares.max() - shares.min()))
    beside = told.groupby("item", sort=False)["share"].size()
    if (beside > 1).any():
        mine = told[told["item"] == spread.idxmax()].sort_values("share", kind="stable")
        low, high = mine.iloc[0], mine.iloc[-1]
        said = " agree, ".join(f"{percent(one['share'])} of {one['who'].lower()}" for one in (high, low))
        asked = f"“{str(low['item']).rstrip('.')}”: {said}."
        if low["high"] < high["low"]:
            return f"Groups stand furthest apart on {asked}"
        return f"No two groups can be told apart on the question with the widest gap, {asked}"
    ends = [percent(float(value)) for value in (told["share"].min(), told["share"].max())]
    span = " to ".join(dict.fromkeys(ends))
    return f"{span} agree; no question has answers of two groups that may be shown."


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    frame = rows(table, "item", "who", "share", "low", "high", "neither_share", "against_share", mark_hidden="share")
    told = frame.groupby("item", sort=False)["share"].count()
    drawn = told[told > 0].sort_values(ascending=False, kind="stable").index[:MOST_DRAWN]
    frame = frame[frame["item"].isin(drawn)]
    if frame.empty:
        return None
    for column in ("share", "low", "high", "neither_share", "against_share"):
        frame[column] = (100 * frame[column].astype(float)).round(1)
    frame = frame.assign(item=in_lines(frame["item"], 60), till=(frame["share"] + frame["neither_share"]).round(1))
    for said, share in (("said", "share"), ("not_said", "against_share")):
        frame[said] = frame[share].map(lambda value: f"{int(value + 0.5)} %", na_action="ignore")
    frame = frame.assign(end=frame["against_share"].notna().map({True: 100.0}))
    frame = frame.drop(columns=["neither_share", "against_share"])
    return finished(one_below_another(frame, "item", _panel), description)


def _panel(own: pd.DataFrame, axis: alt.Axis | None) -> alt.LayerChart:
    """The groups that answered one question, a bar each."""
    base = alt.Chart().encode(y=names_axis("who", own["who"]))
    at = alt.X("share:Q", title="share, %", scale=alt.Scale(domain=[0, 100]), axis=axis)
    seen, split = (base.transform_filter(f"isValid(datum.{c})") for c in ("share", "till"))
    return alt.layer(
        seen.mark_bar(color=ACCENT, height=20).encode(x=at),
        split.mark_bar(color=MIDDLE, height=20).encode(x=alt.X("share:Q"), x2="till:Q"),
        split.mark_bar(color=PALE, height=20).encode(x=alt.X("till:Q"), x2="end:Q"),
        seen.mark_rule(color=PAPER, strokeWidth=4).encode(x=alt.X("low:Q"), x2="high:Q"),
        seen.mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.X("low:Q"), x2="high:Q"),
        seen.mark_text(align="left", color=PAPER, fontSize=12).encode(x=alt.datum(1.5), text="said:N"),
        split.mark_text(align="right", color=INK, fontSize=12).encode(x=alt.datum(98.5), text="not_said:N"),
        base.transform_filter("datum.hidden == '[c]'")
        .mark_text(align="left", color=GREY)
        .encode(x=alt.datum(1.5), text="hidden:N"),
        data=joined(own),
    ).properties(width=430, height=alt.Step(28))
