"""Do learners who moved come level again with those who did not, in the terms after the move?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions import change, stayers
from colsynth.analyses.transitions import recovery as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, finished, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.judging import strength_of_change
from colsynth.exhibits.transitions_change import MARKED, NO_MEASURE, changes, evidence
from colsynth.exhibits.transitions_change_words import (
    WHO,
    as_said,
    between,
    drawn,
    limited,
    named,
    number_said,
    over_in_short,
    signed,
    size_of,
    texts,
)
from colsynth.exhibits.transitions_counts import at_least, meant
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

QUESTION = "Do learners who moved come level again with those who did not?"
NONE = (
    "Results of a second term after a move, of learners who moved and of learners who did not, are needed to say "
    "whether a difference stays."
)
TEXTS = ("moved_said", "stayed_said", "difference_said")
NUMBERS = ("change", "stayed_change", "difference", "low", "high")
COLUMNS = [
    Column("step", "Move"),
    Column("name", "Measured by"),
    Column("over", "From and to"),
    Column("n_said", "Moved"),
    Column("moved_said", "Their change since (95 % interval)"),
    Column("n_stayers", "Did not move", "count"),
    Column("stayed_said", "Their change since (95 % interval)"),
    Column("difference_said", "Difference (95 % interval)"),
    Column("verdict", "In a word"),
]
METHOD = (
    "In each term after the move every learner is held against the own last result before it, and the change of those "
    "who moved against that of those who stayed at their school, the same kind of learners in every term. A term has "
    "other learners than the next where some miss a test. Still lower, as in the first term: the 95 % interval leaves "
    "out no difference. Caught up is said only where the interval does not reach further below none than a tenth of a "
    "standard deviation (or five percentage points): that no difference is seen does not prove that there is none. "
    "Terms on the other side of a change of the measure are left out, and so is the next summer."
)
SAID = {
    analysis.STILL_LOWER: "have still gained less since the move than",
    change.LOWER: "have gained less since the move than",
    analysis.ABOVE: "have gained more since the move than",
    analysis.CAUGHT_UP: "have caught up with",
    analysis.NO_LONGER_CLEAR: "show no clear difference any more from",
    change.NO_CLEAR: "show no clear difference from",
}


def recovery(chapter: Chapter) -> Exhibit:
    """How do those who moved stand against those who did not, term by term after the move?"""
    found = analysis.after_the_move(evidence(chapter), changes(chapter))
    many = found.groupby(["step", "measure"])["term"].transform("size") > 1
    told = found[many].reset_index(drop=True)
    told = as_said(told, [number_said(chapter, row) for _, row in told.iterrows()])
    if told.empty:
        return chapter.nothing("recovery", QUESTION, NONE)
    table = _protected(chapter, told)
    last = told.drop_duplicates(["step", "measure"], keep="last")
    last = last[last["difference"].notna()]
    findings = chapter.may_tell(_finding(chapter, row, told) for _, row in last.iterrows())
    title = _title(chapter, last[table.frame.loc[last.index, "difference"].notna()])
    weaker = (told["comparison"] == stayers.ADJACENT).any()
    return chapter.exhibit(
        "recovery",
        QUESTION,
        title,
        subtitle="change since before the move of those who moved less that of those who did not, term by term; "
        "points, or percentage points at the expectation",
        purpose="To see whether what goes with a move passes by itself, or asks for something to be done.",
        table=table,
        columns=COLUMNS,
        caption="Movers against those who did not move, in the terms after the move",
        chart=_chart(table, title),
        alt=" ".join([title, *(finding.claim for finding in findings)]),
        how_to_read="A dot below the line: since before the move, those who moved have gained less than those who did "
        "not. The bar is the 95 % interval.",
        caution=NO_MEASURE
        + (" Learners of other year levels stand in for those of the same age: weaker." if weaker else ""),
        talk_about="What is in place for newcomers in their second term, when everyone else has stopped noticing them?",
        method=METHOD,
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def _protected(chapter: Chapter, told: pd.DataFrame) -> Protected:
    frame = told.assign(
        name=[named(chapter, row) for _, row in told.iterrows()],
        over=[over_in_short(*both) for both in zip(told["before"], told["term"], strict=True)],
        moved_said=texts(told, limited, "change", "change_low", "change_high"),
        stayed_said=texts(told, limited, "stayed_change", "stayed_low", "stayed_high"),
        difference_said=texts(told, limited, "difference", "low", "high"),
        **{f"of_{count}": told[n] for n, count in MARKED},
    )
    own = Counted("n", None, ("n_said",))
    counted = (
        own,
        Counted("n_stayers"),
        *(Counted(f"of_{count}", count) for _, count in MARKED),
    )
    plain = ("name", "over", "kind", "verdict")
    kept = ["step", "measure", "term", *plain, *NUMBERS, *TEXTS, *(c for one in counted for c in one.columns)]
    return chapter.may_show(
        Table(
            frame[kept], ("step", "measure", "term"), "learners", counted, plain,
            not_applicable=tuple(kept[3:]), across=(*NUMBERS, *TEXTS),
        )
    )  # fmt: skip


def _title(chapter: Chapter, shown: pd.DataFrame) -> str:
    if shown.empty:
        return "Whether those who moved come level again cannot be told: too few have results in a second term."
    row = shown.sort_values("n", ascending=False, kind="stable").iloc[0]
    rest = len(shown) - 1
    more = f" {rest} more {'comparison' if rest == 1 else 'comparisons'} below." if rest else ""
    unclear = row["verdict"] in (analysis.NO_LONGER_CLEAR, change.NO_CLEAR)
    might_be = between(row["low"], row["high"], str(row["kind"])) if unclear else ""
    return f"{_said(chapter, row)}{might_be}.{more}"


def _said(chapter: Chapter, row: pd.Series[Any]) -> str:
    return (
        f"{row['step']}, {named(chapter, row)}: by {spoken(str(row['term']))} learners who moved "
        f"{SAID[row['verdict']]} {WHO[row['comparison']]}"
    )


def _finding(chapter: Chapter, row: pd.Series[Any], told: pd.DataFrame) -> Finding:
    kind = str(row["kind"])
    own = told[(told["measure"] == row["measure"]) & (told["step"] == row["step"]) & told["difference"].notna()]
    first = own.iloc[0]
    at_first = f"{limited(first['difference'], first['low'], first['high'], kind)} in {spoken(str(first['term']))}"
    unit = "percentage points" if kind == "share" else "points"
    now = limited(row["difference"], row["low"], row["high"], kind)
    moved = changes(chapter)
    mine = moved[(moved["measure"] == row["measure"]) & (moved["step"] == row["step"])].iloc[0]
    sent, places = int(mine["sent"]), 0 if kind == "share" else 2  # more would give the learners back
    strength = strength_of_change(
        chapter,
        str(row["measure"]),
        str(row["before"]),
        str(row["term"]),
        matched=True,
        points=1 + len(own),
        low=float(row["low"]),
        high=float(row["high"]),
        n=min(meant(str(row["n_said"])), int(row["n_stayers"])),
        n_schools=min(int(mine["n_from"]), int(mine["n_stayers_schools"])),
        same_sign=None,
        one_rule=True,
        loss=1 - at_least(int(row["n"]), sent, chapter.settings.suppress_below) / sent,
        selected_low=bool(mine["selected_low"]),
        indirect=row["comparison"] != stayers.SAME,
    )
    return Finding(
        f"{chapter.name}-recovery-{row['measure']}-{str(row['step']).lower().replace(' ', '-')}",
        chapter.name,
        f"{row['step']}, {named(chapter, row)}: {QUESTION[0].lower()}{QUESTION[1:]}",
        f"{_said(chapter, row)}: {now} {unit} since before the move, after {at_first} (95 % intervals).",
        strength,
        "learners",
        size=round(float(size_of(row["difference"], kind)), places),
        unit=f"{unit} more than those who did not move",
        low=round(float(size_of(row["low"], kind)), places),
        high=round(float(size_of(row["high"], kind)), places),
        basis=row["basis"],
        n=int(row["n"]) if str(row["n_said"]).isdigit() else None,
        comparison=WHO[row["comparison"]],
        direction={analysis.STILL_LOWER: "down", change.LOWER: "down", analysis.ABOVE: "up"}.get(
            str(row["verdict"]), "level"
        ),
        says_not="It does not say what helped or did not, nor how those fared who have no result this term. A "
        "difference that is not clear any more is no proof that there is none.",
        provenance=chapter.sources("achievement", measure=str(row["measure"])),
    )


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    shown = table.frame[table.frame["difference"].notna()]
    if shown.empty:
        return None
    panels = {}
    for (step, name), own in shown.groupby(["step", "name"], sort=False):
        kind = str(own["kind"].iloc[0])
        values = {c: [drawn(float(v), kind) for v in own[c]] for c in ("difference", "low", "high")}
        said = [signed(float(v), kind) for v in own["difference"]]
        terms = [f"{term[-2:]} {term[:4]}" for term in own["term"].astype(str)]
        panels[f"{step} · {name}"] = _panel(pd.DataFrame({"term": terms, **values, "said": said}), kind)
    return finished(under_each_other(panels), description)


def _panel(lines: pd.DataFrame, kind: str) -> alt.LayerChart:
    base = alt.Chart(lines).encode(
        x=alt.X("term:O", title=None, sort=None, axis=alt.Axis(labelAngle=0, grid=False), scale=alt.Scale(padding=0.6))
    )
    unit = "percentage points" if kind == "share" else "points"
    at = alt.Y("difference:Q", title=f"difference, {unit}", scale=alt.Scale(zero=True, nice=True, padding=14))
    return alt.layer(
        alt.Chart().mark_rule(color=GREY, strokeDash=[3, 3]).encode(y=alt.datum(0, type="quantitative")),
        base.mark_rule(color=ACCENT, strokeWidth=5, opacity=0.25).encode(y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_line(color=ACCENT, strokeWidth=1.5, opacity=0.6).encode(y=at),
        base.mark_point(color=ACCENT, size=80, filled=True, opacity=1).encode(y=at),
        base.mark_text(dx=10, align="left", fontSize=12).encode(y="difference:Q", text="said:N"),
    ).properties(width=360, height=190)
