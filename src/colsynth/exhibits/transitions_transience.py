"""How many learners change school twice or more within a year?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions import transience as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, finished, names_axis, rows
from colsynth.exhibits.exhibit import Column, Exhibit, written
from colsynth.findings import Facts, Finding, state_strength
from colsynth.protection import Counted, Protected, Table

QUESTION = "How many learners change school twice or more within a year?"
NONE = "No roll with the days learners came and left covers a first of July, so this cannot be told."
RATE = "per 1,000 learners on the roll on 1 July"
TOLD = ("at least", "so far")


def transience(chapter: Chapter) -> Exhibit:
    """How many of 1,000 learners changed school twice or more between 1 March and 1 November, year by year?"""
    years = chapter.turns["year"].dropna()
    span = range(int(years.min()), int(years.max()) + 1) if len(years) else range(0)
    found = analysis.transience(chapter.moves, chapter.stays, span, chapter.as_at)
    if not found["verdict"].isin(TOLD).any():
        return chapter.nothing("transience", QUESTION, NONE)
    counted = (Counted("roll", "n", ("rate", "low", "high")),)
    table = chapter.may_show(Table(found, ("year",), "learners", counted, ("verdict",)))
    newest = found[found["verdict"].isin(TOLD)].iloc[-1]
    title = _title(table)
    if table.frame["rate"].isna().all():
        return chapter.nothing("transience", QUESTION, title)
    return chapter.exhibit(
        "transience",
        QUESTION,
        title,
        subtitle=f"learners with two moves or more between 1 March and 1 November, {RATE}",
        purpose="To see how many learners start again and again, who are easily lost between schools.",
        table=table,
        columns=[
            Column("year", "Year"),
            Column("roll", "On the roll on 1 July", "count"),
            Column("n", "Moved twice or more", "count"),
            Column("rate", "Rate", "points", "per 1,000"),
            Column("low", "95 % interval from", "points"),
            Column("high", "95 % interval to", "points"),
            Column("verdict", "This is"),
        ],
        caption="Learners who changed school twice or more within a year",
        chart=_chart(table, title),
        alt=title,
        how_to_read="The dot is the rate, the bar the uncertainty of its count. [c] is a number from none to few.",
        caution="The least it can be: moves between schools outside the community are not seen, nor where a learner "
        "went or came from if no roll or register says. Not to be held against national rates, which see every move.",
        talk_about="Who knows, at the third school in a year, what the first one knew?",
        method="A learner counts with two moves or more from 1 March to 1 November of a year; a first enrolment is no "
        "move, and both ends of a move are known to be schools. Per 1,000 learners on a roll on 1 July. The interval "
        "(Wilson) is from the count alone; brothers and sisters move together, so the true uncertainty is wider. "
        "Source of the rule: Ministry of Education, transient students.",
        sources=(*chapter.sources("students"), *chapter.sources("moves")),
        findings=chapter.may_tell([_finding(chapter, newest)]) if _shown(table, newest) else (),
    )


def _shown(table: Protected, newest: pd.Series[Any]) -> bool:
    own = table.frame[table.frame["year"] == newest["year"]]
    return bool(own["rate"].notna().all())


def _rate(rate: object) -> str:
    return written(rate, "points")


def _title(table: Protected) -> str:
    told = table.frame[table.frame["verdict"].isin(TOLD) & table.frame["rate"].notna()]
    if told.empty:
        return "No learners, or too few to be shown, are seen to change school twice or more within a year."
    row = told.iloc[-1]
    so_far = " so far" if row["verdict"] == "so far" else ""
    return f"At least {_rate(row['rate'])} of 1,000 learners changed school twice or more in {row['year']}{so_far}."


def _finding(chapter: Chapter, row: pd.Series[Any]) -> Finding:
    n, roll = int(row["n"]), int(row["roll"])
    so_far = " so far" if row["verdict"] == "so far" else ""
    claim = (
        f"At least {_rate(row['rate'])} of 1,000 learners changed school twice or more between 1 March and 1 November "
        f"{row['year']}{so_far} (95 % interval {_rate(row['low'])} to {_rate(row['high'])})."
    )
    strength = state_strength(
        roll,
        None,
        "learners whose every move is known",
        False,
        "Moves outside the community are not seen.",
        facts=Facts(includes_none=None, learners=roll, schools=chapter.stays["school"].nunique(), indirect=False),
        rules=chapter.strength_rules,
    )
    return Finding(
        f"{chapter.name}-transience",
        chapter.name,
        QUESTION,
        claim,
        strength,
        "learners",
        size=round(float(row["rate"]), 2),
        unit=RATE,
        low=round(float(row["low"]), 2),
        high=round(float(row["high"]), 2),
        basis="count",
        n=n,
        of=roll,
        says_not="It does not say why learners moved, and is no rate to hold against that of the country.",
        provenance=(*chapter.sources("students"), *chapter.sources("moves")),
    )


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    frame = rows(table, "year", "rate", "low", "high", mark_hidden="rate")
    if frame["rate"].isna().all():
        return None
    frame["year"] = [str(int(year)) for year in frame["year"]]
    frame["label"] = [_rate(rate) for rate in frame["rate"]]
    base = alt.Chart(frame).encode(y=names_axis("year", frame["year"]))
    seen = base.transform_filter("isValid(datum.rate)")
    at = alt.X("rate:Q", title=RATE, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5))
    chart = alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=5, opacity=0.25).encode(x="low:Q", x2="high:Q"),
        seen.mark_point(color=ACCENT, size=70, filled=True, opacity=1).encode(x=at),
        seen.mark_text(dy=-11, fontSize=12).encode(x="rate:Q", text="label:N"),
        base.transform_filter("datum.hidden == '[c]'")
        .mark_text(align="left", color=GREY)
        .encode(x=alt.value(4), text="hidden:N"),
    ).properties(width=420, height=alt.Step(34))
    return finished(chart, description)
