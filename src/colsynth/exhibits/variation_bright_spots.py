"""Where does a year level or a group do so much better than the same group elsewhere that it is worth a visit?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import variation_bright_spots as analysis
from colsynth.exhibits.achievement import BASIS
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, SHARES, finished, in_lines, names_axis, rows
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import strength_of_results
from colsynth.exhibits.variation_context import group_at, school_order, strip
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

CHANCE = "A few of many groups stand out by chance: a visit is how to find out, not a prize."
MOST_TOLD = 8  # findings one by one; more are a table, not news
MOST_IN_TITLE = 2  # groups a title can carry
PRIORS = {"schools": "how schools differ", "fixed": "ten learners"}


def bright_spots(chapter: Chapter, dimension: str) -> Exhibit:
    """Which groups (`year level` or `ethnic group`) of which schools are worth a visit?"""
    question = f"Where is a visit worth it, by {dimension}?"
    id_ = f"bright-spots-{dimension.replace(' ', '-')}"
    found = analysis.bright_spots(chapter.results, chapter.class_icc, dimension)
    found = found[found.groupby(["measure", "group"])["school"].transform("nunique") > 1]
    if found.empty:
        return chapter.nothing(id_, question, f"No {dimension} has results at two schools, so none can stand out.")
    named = _named(chapter, found, dimension)
    seen = named[~_protected(chapter, named).hidden["share_at"].to_numpy(bool)]
    visits = seen[seen["verdict"] == analysis.VISIT].reset_index(drop=True)
    if visits.empty:
        why = f"No {dimension} at a school stands clear above the same {dimension} at all schools"
        looked = "in the one group" if len(seen) == 1 else f"among the {len(seen)} groups"
        why += f", {looked} looked at." if len(seen) else ": all are too small to be looked at."
        return chapter.nothing(id_, question, why)
    table = _protected(chapter, visits)
    told = visits if len(visits) <= MOST_TOLD else visits.head(0)
    findings = chapter.may_tell(_finding(chapter, row, dimension) for _, row in told.iterrows())
    overlap = f" {chapter.ethnicity_rule}" if dimension == "ethnic group" else ""
    return chapter.exhibit(
        id_,
        question,
        _title(table),
        subtitle=f"share at or above expectation, %, of each {dimension} at each school; newest term of each measure",
        purpose="To find practice that others could see for themselves.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("school", "School"),
            Column("group", dimension.capitalize()),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "Share as counted", "percent"),
            Column("shrunk", "Share, chance allowed for", "percent"),
            Column("low", "Interval from", "percent"),
            Column("high", "Interval to", "percent"),
            Column("mark", "Held against", "percent"),
            Column("share_group", "Same group, all schools", "percent"),
            Column("basis", "Interval from"),
            Column("prior", "Drawn in by"),
        ],
        caption=f"Groups worth a visit, by {dimension}.{overlap}",
        chart=_chart(table),
        alt=_title(table),
        how_to_read="The open circle is the share as counted, the full dot the share once chance is allowed "
        "for, with its interval; the upright line is the share it is held against.",
        caution=f"{CHANCE} Of {len(seen)} groups looked at, about 1 in 40 stand out by chance at most.{overlap}",
        talk_about="What would you want to see on a visit, and what would you bring along to be seen?",
        method="Each share is drawn towards that of the same group at all schools, as small groups swing most by "
        "chance. Where eight schools or more have the group, by how schools differ (beta-binomial), and it is held "
        "against what three in four schools lie below; else by the weight of ten learners, and it is held against the "
        "same group at all schools. A group is worth a visit where the interval lies above that: the 95 % one on what "
        "learners in classes are worth, or the 99.8 % one from the count alone where classes are not known.",
        lists=[strip(chapter, visits["school"])],
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def _protected(chapter: Chapter, named: pd.DataFrame) -> Protected:
    shown = named.assign(basis=named["basis"].map(BASIS), prior=named["prior"].map(PRIORS))
    return chapter.may_show(
        Table(
            shown.drop(columns=["measure_id", "school_id"]),
            ("measure", "school", "group"),
            "learners",
            (Counted("n", "n_at", ("share_at", "shrunk", "low", "high", "verdict")), Counted("n_group")),
            ("term", "basis", "prior"),
            across=("share_group", "mark"),
        )
    )


def _named(chapter: Chapter, found: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Measures, schools and groups under their names, in one order that does not depend on results."""
    named = found.assign(
        measure_id=found["measure"],
        measure=found["measure"].map(chapter.measure_name),
        school_id=found["school"],
        school=found["school"].map(chapter.school_labels),
    )
    order = {label: i for i, label in enumerate(school_order(chapter, named["school"]))}
    names = list(chapter.groups.names) if dimension == "ethnic group" else list(dict.fromkeys(named["group"]))
    place = {"school": order, "group": {name: i for i, name in enumerate(names)}}
    if dimension == "year level":
        place["group"] = {name: int(name.removeprefix("Year ")) for name in names}
    named = named.sort_values("group", key=lambda column: column.map(place["group"]), kind="stable")
    named = named.sort_values("school", key=lambda column: column.map(place["school"]), kind="stable")
    return named.sort_values("measure", kind="stable").reset_index(drop=True)


def _title(table: Protected) -> str:
    visits = table.frame
    if len(visits) > MOST_TOLD:
        return f"{len(visits)} groups stand clear above the same group elsewhere, and are worth a visit."
    said = [f"{row['measure']}, {row['group']} at {row['school']}" for _, row in visits.head(MOST_IN_TITLE).iterrows()]
    more = len(visits) - len(said)
    return f"Worth a visit: {'; '.join(said)}{f'; {more} more below' if more else ''}."


def _finding(chapter: Chapter, row: pd.Series[Any], dimension: str) -> Finding:
    measure, name = str(row["measure_id"]), str(row["group"])
    by_year = dimension == "year level"
    group = group_at(row["school_id"], int(name.removeprefix("Year ")) if by_year else None, None if by_year else name)
    slug = "".join(c if c.isalnum() else "-" for c in f"{row['school']}-{row['group']}".lower()).strip("-")
    return Finding(
        f"{chapter.name}-bright-spots-{measure}-{slug}",
        chapter.name,
        f"{row['measure']}: is {row['group']} at {row['school']} worth a visit?",
        f"{row['measure']}, {spoken(row['term'])}: {percent(row['share_at'])} of {row['n']} learners ({row['group']}) "
        f"at {row['school']} are at or above expectation, {percent(row['shrunk'])} once chance is allowed for; "
        "worth a visit.",
        strength_of_results(chapter, measure, row["term"], group),
        "learners",
        size=round(float(row["shrunk"]), 4),
        unit="share of learners, chance allowed for",
        low=round(float(row["low"]), 4),
        high=round(float(row["high"]), 4),
        basis=row["basis"],
        n=int(row["n_at"]),
        of=int(row["n"]),
        comparison=f"the same {dimension} at all schools, {percent(row['share_group'])}",
        says_not=f"It does not say why, nor that other schools do less well. {CHANCE}",
        provenance=chapter.sources("achievement", measure=measure, term=row["term"]),
    )


def _chart(table: Protected) -> dict[str, Any]:
    shares = ["share_at", "shrunk", "low", "high", "mark"]
    frame = rows(table, "measure", "school", "group", *shares)
    names = frame["measure"] + ": " + frame["group"] + ", " + frame["school"]
    frame = frame[shares].mul(100).assign(name=in_lines(names, 36))
    base = alt.Chart(frame).encode(y=names_axis("name", frame["name"]))
    at = alt.X("shrunk:Q", title="share, %", scale=SHARES, axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    chart = alt.layer(
        base.mark_rule(color=ACCENT, strokeWidth=5, opacity=0.25).encode(x=alt.X("low:Q", scale=SHARES), x2="high:Q"),
        base.mark_tick(color=GREY, thickness=1.5, size=34).encode(x="mark:Q"),
        base.mark_point(color=ACCENT, size=80, filled=False, opacity=1, fill="white").encode(x="share_at:Q"),
        base.mark_point(color=ACCENT, size=80, filled=True, opacity=1).encode(x=at),
    ).properties(width=380, height=alt.Step(52))
    return finished(chart, "Groups worth a visit: share as counted, drawn in with its interval, and at all schools.")
