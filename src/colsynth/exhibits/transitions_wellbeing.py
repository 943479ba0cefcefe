"""What do learners say of school on the two sides of a move? Groups of other learners, never a change of movers."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions import pathway
from colsynth.analyses.transitions import wellbeing as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, SHARES, finished, in_lines, names_axis, rows, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_points import limited, said_of_rows
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

QUESTION = "What do learners say before and after a move?"
NONE = (
    "No survey of learners has closed questions answered by year levels on both sides of a move, so what they say "
    "before and after it cannot be held side by side."
)
OTHERS = (
    "These are other learners before and after: answers carry no learner, so nothing here is a change of those who "
    "moved."
)
PER_LEARNER = (
    " Survey results sent for single learners are not joined across a move: that needs their own and their families' "
    "agreement, and no register holds it."
)
METHOD = (
    "Learners' answers to closed questions alone: nine in ten of the answers are words of one answer scale "
    "(data/reference/answer_scales.yaml), whose upper side, such as agree, often, yes or good, counts as agreeing. "
    "Answers in learners' own words are not read. The year level before a "
    "move, in the newest survey of an earlier year, is held against the year level after it, in the newest survey; "
    "where there is no earlier year, of the same year. Newcombe's interval. A survey names no classes, and learners of "
    "a class are alike in what they say: the interval is as wide as if they sat in classes of 25, alike by 0.05, which "
    "is our assumption. Whether agreeing is good depends on the question."
)
_APART = ("difference", "low", "high", "difference_said", "verdict")


def wellbeing(chapter: Chapter) -> Exhibit:
    """How many agree in the year level before a move, and how many other learners in the one after it?"""
    answers = analysis.closed_items(_voice(chapter), chapter.answer_scales)
    found = analysis.across_steps(answers, pathway.steps_of(chapter.turns))
    if found.empty:
        return chapter.nothing("wellbeing", QUESTION, NONE + PER_LEARNER * _per_learner(chapter))
    table = _protected(chapter, found)
    title = _title(table.frame)
    return chapter.exhibit(
        "wellbeing",
        QUESTION,
        title,
        subtitle="share of learners who agree, %, in the year level before the move and, other learners, after it",
        purpose="To hear how school feels on either side of a move.",
        table=table,
        columns=[
            Column("step", "Move"),
            Column("item", "What learners were asked"),
            Column("when", "Before, after"),
            Column("n_before", "Answered before", "count"),
            Column("before", "Agree before", "percent"),
            Column("n_after", "Others answered after", "count"),
            Column("after", "Agree after", "percent"),
            Column("difference_said", "Difference, points (95 % interval)"),
            Column("verdict", "Verdict"),
        ],
        caption="What learners say before and after a move",
        chart=_chart(table, title),
        alt=title,
        how_to_read="The ring is the share who agree in the year level before the move, the dot that of other learners "
        "in the year level after it.",
        caution=OTHERS + PER_LEARNER * _per_learner(chapter) + " Among many questions one in twenty differs by chance.",
        talk_about="What would newcomers say made the first weeks easier?",
        method=METHOD,
        sources=chapter.sources("voice"),
    )


def _voice(chapter: Chapter) -> pd.DataFrame:
    voice = chapter.snapshot.frame("voice")
    return voice[voice["term"].isna() | (voice["term"] <= chapter.term)]


def _per_learner(chapter: Chapter) -> bool:
    """Whether a survey was sent with a row a learner."""
    seen = set(chapter.results["measure"].unique())
    return any(chapter.measures[m].declared.kind == "survey" for m in seen if m in chapter.measures)


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    item = found["item"].map(chapter.without_names)
    several = found.groupby(["step", "item"])["survey"].transform("nunique") > 1
    frame = found.assign(
        item=item.where(~several, item + " (" + found["survey"].map(chapter.without_names) + ")"),
        when=[f"{spoken(a)}; {spoken(b)}" for a, b in zip(found["term_before"], found["term_after"], strict=True)],
        difference_said=said_of_rows(found, limited, "difference", "low", "high"),
    ).drop(columns=["survey", "term_before", "term_after"])
    counted = (Counted("n_before", "agree_before", ("before",)), Counted("n_after", "agree_after", ("after",)))
    empty = ("before", "after", *_APART[:4])
    table = Table(frame, ("step", "item"), "respondents", counted, ("when",), not_applicable=empty, across=_APART)
    return chapter.may_show(table)


def _title(shown: pd.DataFrame) -> str:
    told = shown[shown["difference"].notna()]
    if told.empty:
        return "Too few learners answered on both sides of a move to show what they say."
    words = ("fewer agree after", "more agree after", "no clear difference")
    counts = [(int((told["verdict"] == word).sum()), word) for word in words]
    questions = "1 question" if len(told) == 1 else f"{len(told)} questions"
    said = ", ".join(f"{word} on {n}" for n, word in counts if n)
    return f"Of {questions} put on both sides of a move, to other learners: {said}."


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    frame = rows(table, "step", "item", "before", "after", mark_hidden="after")
    if frame[["before", "after"]].isna().all(axis=None):
        return None
    frame[["before", "after"]] = frame[["before", "after"]] * 100
    frame["said"] = [
        "" if pd.isna(a) or pd.isna(b) else f"{percent(a / 100)} before, {percent(b / 100)} after"
        for a, b in zip(frame["before"], frame["after"], strict=True)
    ]
    frame["item"] = in_lines(frame["item"])
    drawn = {str(step): _panel(own.drop(columns="step")) for step, own in frame.groupby("step", sort=False)}
    return finished(under_each_other(drawn), description)


def _panel(own: pd.DataFrame) -> alt.LayerChart:
    base = alt.Chart(own).encode(y=names_axis("item", own["item"]))
    seen = base.transform_filter("isValid(datum.before) && isValid(datum.after)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    at = alt.X("before:Q", title="share who agree, %", scale=SHARES, axis=alt.Axis(tickCount=5))
    return alt.layer(
        seen.mark_rule(color=GREY).encode(x=at, x2="after:Q"),
        seen.mark_point(color=GREY, fill="white", size=70, opacity=1).encode(x=at),
        seen.mark_point(color=ACCENT, size=70, filled=True, opacity=1).encode(x=alt.X("after:Q", scale=SHARES)),
        seen.mark_text(dy=-12, fontSize=12).encode(x=alt.X("after:Q", scale=SHARES), text="said:N"),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=400, height=alt.Step(44))
