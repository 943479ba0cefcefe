"""How much of the spread of results lies between schools, between classes and between learners?"""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import variation as analysis
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import ACCENT, SHARES, finished, in_lines, names_axis, panels, rows
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import strength_of_results
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

SAID = {
    analysis.DIFFER: "schools differ",
    analysis.MAY_DIFFER: "schools or their classes differ",
    analysis.NOT_TOLD: "what lies between schools cannot be told from chance",
    analysis.NONE_SEEN: "nothing varies",
    analysis.TOO_FEW_SCHOOLS: f"there are fewer than {analysis.LEAST_SCHOOLS} schools, so no share is given",
    analysis.TOO_FEW: "there are too few learners",
}
METHOD = (
    "Each measure's newest term; the last result of each learner. Scale scores where there are some, else being at "
    "expectation or not, as 0 and 1 (shares on the linear scale). Every year level has its own mean; what is left is "
    "parted into schools, classes of a school, and learners, by restricted maximum likelihood. Limits are those of its "
    "profile (95 %); where classes are not known, those of an F ratio. A learner without a recorded class counts as in "
    "a class alone. Schools and classes are taken as drawn from many like them."
)


def parts(chapter: Chapter) -> Exhibit:
    """Does it matter more which school a learner is in, which class, or who the learner is?"""
    question = "Where does the spread lie: between schools, classes or learners?"
    found = analysis.parts(chapter.results)
    if found.empty:
        return chapter.nothing("parts", question, "No results were supplied up to this term, so nothing can be parted.")
    if found["verdict"].isin([analysis.TOO_FEW, analysis.TOO_FEW_SCHOOLS]).all():
        why = (
            f"No measure has results at {analysis.LEAST_SCHOOLS} schools and of {analysis.LEAST_LEARNERS} learners, so "
        )
        why += "the spread between schools is described below and no share of it is given."
        return chapter.nothing("parts", question, why)
    named = found.assign(name=found["measure"].map(chapter.measure_name))
    shown = named.drop(columns="measure").rename(columns={"name": "measure"})
    table = chapter.may_show(
        Table(
            shown,
            ("measure", "level"),
            "learners",
            (Counted("n", None, ("share", "low", "high")),),
            ("term", "basis", "n_schools", "n_classes", "verdict"),
            not_applicable=("share", "low", "high"),
        )
    )
    firsts = named[named["level"] == analysis.BETWEEN_SCHOOLS]
    told = firsts[~firsts["verdict"].isin([analysis.TOO_FEW, analysis.TOO_FEW_SCHOOLS])]
    findings = chapter.may_tell(_finding(chapter, row, named) for _, row in told.iterrows())
    return chapter.exhibit(
        "parts",
        question,
        _title(firsts["verdict"]),
        subtitle="share of the spread of results within year levels, %, newest term of each measure",
        purpose="To know whether to look for differences between schools, between classes, or within every class.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("basis", "Of"),
            Column("n", "Learners", "count"),
            Column("n_schools", "Schools", "count"),
            Column("n_classes", "Classes", "count"),
            Column("level", "Spread"),
            Column("share", "Share", "percent"),
            Column("low", "95 % interval from", "percent"),
            Column("high", "95 % interval to", "percent"),
            Column("verdict", "What can be said"),
        ],
        caption="How the spread of results parts",
        chart=_chart(table),
        alt=" ".join(finding.claim for finding in findings) or _title(firsts["verdict"]),
        how_to_read="The three bars of a measure add up to all of its spread. The line is the range the share may lie "
        "in: with few schools it is long, and that is what so few schools can tell.",
        caution="A small share between schools does not mean that schools do not matter, nor does a large one say that "
        "a school has caused it: learners are not spread over schools by lot. No class is shown or named.",
        talk_about="If most of the spread lies within every class, what would a school be looking for elsewhere?",
        method=METHOD,
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def _title(verdicts: pd.Series[str]) -> str:
    of = len(verdicts)
    order = (analysis.DIFFER, analysis.MAY_DIFFER, analysis.NOT_TOLD, analysis.NONE_SEEN)
    said = [(word, int((verdicts == word).sum())) for word in (*order, analysis.TOO_FEW_SCHOOLS, analysis.TOO_FEW)]
    told = [f"on {count} of {of} measures {SAID[word]}" for word, count in said if count]
    if of == 1:
        told = [SAID[str(verdicts.iloc[0])]]
    return f"{told[0][0].upper()}{'; '.join(told)[1:]}."


def _finding(chapter: Chapter, row: pd.Series[Any], named: pd.DataFrame) -> Finding:
    measure, n = str(row["measure"]), int(row["n"])
    make = partial(
        Finding,
        f"{chapter.name}-parts-{measure}",
        chapter.name,
        f"{row['name']}: how much of the spread lies between schools?",
        population="learners",
        n=n,
        provenance=chapter.sources("achievement", measure=measure, term=row["term"]),
    )
    when = spoken(row["term"])
    low, high = (None, None) if pd.isna(row["share"]) else (float(row["low"]), float(row["high"]))
    strength = strength_of_results(chapter, measure, row["term"], low=low, high=high)
    if pd.isna(row["share"]):
        return make(
            f"{row['name']}: {SAID[row['verdict']]} {when}.",
            strength,
            says_not="It does not say that schools are alike.",
        )
    own = named[(named["measure"] == measure) & (named["level"] != analysis.BETWEEN_SCHOOLS)]
    others = and_list([f"{percent(r['share'])} {r['level']}" for _, r in own.iterrows()])
    return make(
        f"{row['name']}, {when}: {SAID[row['verdict']]}; {percent(row['share'])} of the spread lies between "
        f"{row['n_schools']} schools, {others}.",
        strength,
        size=round(float(row["share"]), 4),
        unit="share of the spread",
        low=round(float(row["low"]), 4),
        high=round(float(row["high"]), 4),
        comparison="no spread between schools",
        says_not="It does not say why schools differ, nor which of them does what; a share near 0 does not say that "
        "schools are alike.",
    )


def _chart(table: Protected) -> dict[str, Any] | None:
    frame = rows(table, "measure", "level", "share", "low", "high", mark_hidden="share")
    frame = frame[frame["share"].notna() | frame["hidden"].notna()]
    if frame.empty:
        return None
    frame = frame.assign(**{c: frame[c] * 100 for c in ("share", "low", "high")})
    frame["label"] = frame["share"].map(lambda share: "" if pd.isna(share) else percent(share / 100))
    frame["measure"], frame["level"] = in_lines(frame["measure"], 40), in_lines(frame["level"], 20)
    base = alt.Chart(frame).encode(y=names_axis("level", frame["level"]))
    seen = base.transform_filter("isValid(datum.share)")
    at = alt.X("share:Q", title="share of the spread, %", scale=SHARES, axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    layers = alt.layer(
        seen.mark_bar(color=ACCENT, opacity=0.3, height=18).encode(x=at),
        seen.mark_rule(color=ACCENT, strokeWidth=2).encode(x=alt.X("low:Q", scale=SHARES), x2="high:Q"),
        seen.mark_point(color=ACCENT, filled=True, size=60, opacity=1).encode(x="share:Q"),
        seen.mark_text(dy=-14, fontSize=12).encode(x="share:Q", text="label:N"),
        base.transform_filter("datum.hidden == '[c]'").mark_text(align="left").encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=210, height=alt.Step(40))
    chart = layers.facet(facet=panels("measure", frame["measure"]), columns=2)
    return finished(chart, "For each measure, the share of the spread between schools, between classes and learners.")
