"""Did the learners on target lists do more than others who started where they did?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import ACCENT, GREY, SHARES, finished, in_lines, names_axis, rows
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import BASIS, goals_shown, result_sources, slug
from colsynth.exhibits.judging import strength_of_change
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

CHOICE = "may be who was chosen"
_WORDS = (
    "more than expected", "as expected", "less than expected", CHOICE, "can't tell", "no later results", "no measure",
)  # fmt: skip
_SAID = {"can't tell": "cannot be told", "no later results": "without later results", "no measure": "without a measure"}
_TOLD = (
    "by_regression", "difference", "interval", "more", "low", "high", "low_beyond", "high_beyond", "basis", "verdict",
)  # fmt: skip
_TEXTS = ("on_list", "others_say", "whole_group", "by_regression", "difference", "interval")


def lists(chapter: Chapter) -> Exhibit | None:
    """Each target list beside what others, the whole group and regression to the mean lead one to expect.

    None where no list was sent.
    """
    listed = chapter.snapshot.frame("targets")
    if listed.empty:
        return None
    question = "Did the learners on target lists do more than others who started where they did?"
    goals = goals_shown(chapter)
    days = listed["start"]
    terms = [chapter.calendar.term_of(day.date()) if pd.notna(day) else None for day in days]
    found = analysis.lists(
        goals, listed.assign(term=pd.Series(terms, index=listed.index, dtype="str")), chapter.results,
        chapter.measures, chapter.class_icc,
    )  # fmt: skip
    if found.empty:
        return chapter.nothing("lists", question, "The lists sent are of goals that are not in the register of goals.")
    found["when"] = found["first_term"].str.cat(found["term"], sep=", ")
    written = pd.DataFrame([_in_words(row) for _, row in found.iterrows()], columns=list(_TEXTS), dtype="str")
    sizes = found[["goal", "title", "unit", "first_term", "term", "listed", "n", "n_at", "n_others", "n_group",
                   "group_at", "list_after", "more", "low", "high", "basis", "verdict", "when"]]  # fmt: skip
    sizes = sizes.assign(low_beyond=found["low"] - _off(found, "nearest_after").clip(lower=0),
                         high_beyond=found["high"] - _off(found, "furthest_after").clip(upper=0))  # fmt: skip
    table = chapter.may_show(
        Table(
            pd.concat([sizes.drop(columns="goal"), written], axis=1),
            ("title",),
            "learners",
            (
                Counted("listed"),
                Counted("n", "n_at", ("on_list", "list_after")),
                Counted("n_others", None, ("others_say",)),
                Counted("n_group", "group_at", ("whole_group",)),
            ),
            ("unit", "first_term", "term", "when"),
            not_applicable=("n_at", "group_at", "by_regression", "others_say", "difference", "interval", "n_others"),
            across=_TOLD,
        )
    )
    shown = table.frame.assign(goal=found["goal"])
    findings = chapter.may_tell(_finding(chapter, goals, row) for _, row in shown[shown["more"].notna()].iterrows())
    return chapter.exhibit(
        "lists",
        question,
        _title(table),
        subtitle="learners with a result before they joined the list and a later one; share now at the goal's level, "
        "%, or points gained",
        purpose="A list of learners with low results gains whether or not anything is done for them, as low results "
        "are in part low by chance. What counts is what they gained beyond others who started there.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("when", "From, to"),
            Column("listed", "On the list", "count"),
            Column("n", "With both results", "count"),
            Column("on_list", "The list"),
            Column("others_say", "Expected, from others"),
            Column("whole_group", "The whole group"),
            *([Column("by_regression", "Regression to the mean alone")] if found["regression"].notna().any() else []),
            Column("difference", "List less expected"),
            Column("interval", "95 % interval"),
            Column("verdict", "Verdict"),
        ],
        caption="Target lists beside what was to be expected",
        chart=_chart(table),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="Hold the list against what was to be expected, not against the whole group, which started "
        "elsewhere. In a chart the bar is the 95 % interval: where the full dot lies on it, chance alone could part "
        "the two.",
        caution="Schools choose a list for reasons that results do not hold. Where those reasons also bear on "
        "progress, the list would have done otherwise than others even without it.",
        talk_about="What did learners on the list get that the others did not?",
        method="Levels: the share at the goal's level among learners of the group who are not on the list and started "
        "on the same levels, weighted as the list is spread over them; in it, regression to the mean is contained. "
        "Scores: a straight line of later on earlier scores through the learners not on the list, with a level for "
        "each year level; regression to the mean alone is that of a band of scores as wide as the list's. More or less "
        "than expected: the 95 % interval of the difference lies on one side of none. A list made of those who stood "
        "nearest to the mark on their level does more by that choice alone: what it may give is reckoned from a normal "
        f"distribution behind the levels, and within it the verdict is “{CHOICE}”. Learners who left the list stay "
        "counted.",
        sources=(*chapter.sources("targets"), *result_sources(chapter, found["goal"], goals)),
        findings=findings,
    )


def _off(found: pd.DataFrame, choice: str) -> pd.Series[float]:
    """How much more than others on the same level the choice alone may give; 0 where that was not reckoned."""
    off: pd.Series[float] = (found[choice] - found["expected_after"]).fillna(0.0)
    return off


def _in_words(row: pd.Series[Any]) -> tuple[str | None, ...]:
    """The sizes of a list in its unit: `47 %` (now at the goal's level), `+12.3 points` (gained)."""
    is_share = row["unit"] == "share"

    def said(share: Any, points: Any) -> str | None:
        value = share if is_share else points
        if pd.isna(value):
            return None
        return percent(float(value)) if is_share else f"{float(value):+.1f} points"

    def away(value: Any) -> str:
        return f"{100 * float(value):+.0f}" if is_share else f"{float(value):+.1f}"

    told = pd.notna(row["more"])
    return (
        said(row["list_after"], row["list_change"]),
        said(row["expected_after"], row["expected_change"]),
        said(row["group_after"], row["group_change"]),
        None if pd.isna(row["regression"]) else f"{float(row['regression']):+.1f} points",
        f"{away(row['more'])} points" if told else None,
        f"{away(row['low'])} to {away(row['high'])}" if told else None,
    )


def _title(table: Protected) -> str:
    counts = [(int((table.frame["verdict"] == word).sum()), _SAID.get(word, word)) for word in _WORDS]
    counts.append((int(table.hidden["verdict"].sum()), "hidden [c]"))
    of = len(table.frame)
    said = and_list([f"{count} {word}" for count, word in counts if count])
    return f"Of {of} target {'list' if of == 1 else 'lists'}: {said}."


def _finding(chapter: Chapter, goals: pd.DataFrame, row: pd.Series[Any]) -> Finding:
    goal = goals[goals["goal"] == row["goal"]].iloc[0]
    verdict, is_share = str(row["verdict"]), row["unit"] == "share"
    did = {
        "as expected": "neither clearly more nor less than expected",
        CHOICE: "otherwise than others, but by no more than who was chosen may give,",
    }.get(verdict, verdict)
    claim = f"Goal “{row['title']}”: learners on its list did {did} from {spoken(row['first_term'])} to "
    claim += f"{spoken(row['term'])}. Now at the goal's level: " if is_share else f"{spoken(row['term'])}. Gained: "
    claim += f"{row['on_list']} of the list, {row['others_say']} to be expected from learners not on it who started "
    claim += f"where they did, {row['whole_group']} of the whole group."
    strength = strength_of_change(
        chapter, goal["measure"], str(row["first_term"]), str(row["term"]), matched=True, points=2,
        low=float(row["low_beyond"]), high=float(row["high_beyond"]), n=int(row["n"]), n_schools=None, same_sign=None,
        one_rule=True, loss=1 - int(row["n"]) / int(row["listed"]) if row["listed"] else None, goal=goal,
    )  # fmt: skip
    scale = 100 if is_share else 1
    return Finding(
        f"{chapter.name}-lists-{slug(row['goal'])}",
        chapter.name,
        f"{row['title']}: did the learners on its list do more than expected?",
        claim,
        strength,
        population="learners",
        size=round(scale * float(row["more"]), 1),
        unit="percentage points more than expected" if is_share else "points more than expected",
        low=round(scale * float(row["low"]), 1),
        high=round(scale * float(row["high"]), 1),
        basis=row["basis"],
        n=int(row["n_at"]) if is_share else int(row["n"]),
        of=int(row["n"]) if is_share else int(row["listed"]),
        comparison=f"learners not on the list who started where they did: {row['others_say']}",
        direction={"more than expected": "up", "less than expected": "down"}.get(verdict, "level"),
        says_not="It does not say what made the difference, nor how the list would have done without it: schools "
        "choose a list for reasons that results do not hold." + BASIS.get(str(row["basis"]), ""),
        bears_on=(str(row["goal"]),),
        provenance=(*chapter.sources("targets"), *chapter.sources("achievement", measure=goal["measure"])),
    )


def _chart(table: Protected) -> dict[str, Any] | None:
    """Lists of shares: where the list stands, and where others lead one to expect it, with the 95 % interval."""
    frame = rows(table, "title", "unit", "list_after", "more", "low", "high")
    frame = frame[(frame["unit"] == "share") & frame["more"].notna() & frame["list_after"].notna()]
    if frame.empty:
        return None
    frame["list"] = 100 * frame["list_after"]
    frame["expected"] = 100 * (frame["list_after"] - frame["more"])
    # the interval of the difference, drawn about what was to be expected
    frame["from"], frame["to"] = frame["list"] - 100 * frame["high"], frame["list"] - 100 * frame["low"]
    frame[["from", "to"]] = frame[["from", "to"]].clip(0, 100)
    frame["list_said"] = "list " + (frame["list"] / 100).map(percent)
    frame["expected_said"] = "expected " + (frame["expected"] / 100).map(percent)
    frame = frame[["title", "list", "expected", "from", "to", "list_said", "expected_said"]].round(2)
    frame["title"] = in_lines(frame["title"])
    base = alt.Chart(frame).encode(y=names_axis("title", frame["title"]))
    at = alt.X("list:Q", title="share at the goal's level now, %", scale=SHARES, axis=alt.Axis(tickCount=5))
    dot = {"size": 110, "opacity": 1, "strokeWidth": 2}
    chart = alt.layer(
        base.mark_rule(color=GREY, strokeWidth=6, opacity=0.3).encode(x=alt.X("from:Q", scale=SHARES), x2="to:Q"),
        base.mark_point(**dot, color=GREY, fill="white").encode(x="expected:Q"),
        base.mark_point(**dot, color=ACCENT, fill=ACCENT).encode(x=at),
        base.mark_text(dy=-14, color=ACCENT).encode(x="list:Q", text="list_said:N"),
        base.mark_text(dy=17, color=GREY).encode(x="expected:Q", text="expected_said:N"),
    ).properties(width=420, height=alt.Step(58))
    return finished(chart, _title(table))
