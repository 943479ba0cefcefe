"""How are learners achieving? By measure, year level, group and school, each with its n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import achievement as analysis
from colsynth.analyses.breaks import LineBreak, stretches
from colsynth.exhibits.breaks import said_of_breaks, said_of_replaced
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import (
    ACCENT,
    GREY,
    SHARES,
    finished,
    in_lines,
    lines_over_terms,
    names_axis,
    rows,
    side_by_side,
    under_each_other,
)
from colsynth.exhibits.events import events_shown
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import strength_of_results
from colsynth.exhibits.variation_context import strip
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken, term_number

BASIS = {"classes": "learners in classes", "count": "the count alone"}
MOST_IN_TITLE = 2  # measures a title can carry
NO_RESULTS = "No results were supplied up to this term, so nothing can be said about achievement."
SHARE_COLUMNS = [
    Column("n", "Learners with a result", "count"),
    Column("n_at", "At the mark", "count"),
    Column("share_at", "Share", "percent"),
    Column("low", "95 % interval from", "percent"),
    Column("high", "95 % interval to", "percent"),
    Column("basis", "Interval from"),
]
HOW_COUNTED = (
    "The last result of each learner in the measure's newest term. What counts as expected is declared for each "
    "measure, with its source (see Data). The bar is a 95 % Wilson interval: where another, like cohort of these "
    "schools would lie. Learners of one class are alike; where classes are recorded the bar allows for it, else it is "
    "from the count alone and too narrow. With fewer than ten learners, or where all or none reached the mark, the "
    "share is hidden [c]."
)


def overall(chapter: Chapter) -> Exhibit:
    """What share of learners is at expectation on each measure now?"""
    question = "What share of learners is at expectation?"
    found = _newest(
        chapter,
        analysis.shares(chapter.results, "all learners", chapter.groups, chapter.class_icc, ("expected", "top")),
    )
    if found.empty:
        return chapter.nothing("overall", question, NO_RESULTS if chapter.results.empty else _no_expectation())
    at = found["mark"] == analysis.MARKS["expected"]
    reached = [
        chapter.measures[row["measure_id"]].reached_in_words(row["term"]) if expected else row["mark"]
        for (_, row), expected in zip(found.iterrows(), at, strict=True)
    ]
    table = _protected(chapter, found.drop(columns="group").assign(mark=reached), ("measure", "term", "mark"))
    findings = chapter.may_tell(_finding(chapter, question, row) for _, row in found[at].iterrows())
    shown = table.frame[at.to_numpy()]
    return chapter.exhibit(
        "overall",
        question,
        _overall_title(shown.dropna(subset=["share_at"])),
        subtitle="share of learners with a result, %, newest term of each measure",
        purpose="To see where learners stand on each measure before looking at groups and schools.",
        table=table,
        columns=[Column("measure", "Measure"), Column("term", "Term"), Column("mark", "Mark"), *SHARE_COLUMNS],
        caption="Learners at the mark, by measure",
        chart=_dots(table, "measure", "mark", list(dict.fromkeys(found["measure"]))),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="The dot is the share at the mark, the bar the uncertainty of the count.",
        caution="Measures differ in what they expect: one against the end of the year reads lower in the middle of "
        "it. Do not hold one measure against another.",
        talk_about="Which of these would you have expected, and which not?",
        method=HOW_COUNTED,
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def by(chapter: Chapter, dimension: str) -> Exhibit:
    """What share of learners is at expectation by `year level`, `gender`, `ethnic group` or `school`?"""
    question = f"What share is at expectation by {dimension}?"
    found = _newest(chapter, analysis.shares(chapter.results, dimension, chapter.groups, chapter.class_icc))
    name = dimension.replace(" ", "-")
    if found.empty:
        return chapter.nothing(name, question, f"No results can be told apart by {dimension}, so nothing is shown.")
    if dimension == "school":
        found["group"] = found["group"].map(chapter.school_labels)
    place = {group: i for i, group in enumerate(_order(chapter, found["group"], dimension))}
    measures = {measure: i for i, measure in enumerate(dict.fromkeys(found["measure"]))}
    found = found.sort_values(
        ["measure", "group"], key=lambda column: column.map(place if column.name == "group" else measures)
    ).reset_index(drop=True)
    table = _protected(chapter, found.drop(columns="mark"), ("measure", "term", "group"))
    note = f" {chapter.ethnicity_rule}" if dimension == "ethnic group" else ""
    caution = {
        "school": "Schools differ in who their learners are: this says where learners stand, not how good a school is."
        + (" Codes are a courtesy: who knows the rolls can guess." if chapter.settings.school_names == "codes" else ""),
        "ethnic group": chapter.ethnicity_rule,
    }.get(dimension, "Small groups move a lot from one term to the next.")
    return chapter.exhibit(
        name,
        question,
        _spread_title(table.frame, dimension),
        subtitle=f"share of learners with a result, %, newest term of each measure.{note}",
        purpose="To see for whom the community's result holds, and for whom it does not.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("group", dimension.capitalize() + (f" ({chapter.settings.ethnicity})" if note else "")),
            *SHARE_COLUMNS,
        ],
        caption=f"Learners at or above expectation, by {dimension}.{note}",
        chart=_dots(table, "group", "measure", _order(chapter, found["group"], dimension)),
        alt=_spread_title(table.frame, dimension),
        how_to_read="One dot a group, the bar the uncertainty of its count; [c] is hidden so that no learner can be "
        "identified.",
        caution=caution,
        talk_about="Where bars overlap, what would you need to see before calling it a difference?",
        method=HOW_COUNTED,
        lists=[strip(chapter, found["group"])] if dimension == "school" else [],
        sources=chapter.sources("achievement"),
    )


def over_terms(chapter: Chapter) -> Exhibit:
    """How has the share at expectation moved over the terms, measure by measure?"""
    question = "How has the share at expectation moved?"
    both = ("expected", "top")
    found = analysis.shares(chapter.results, "all learners", chapter.groups, chapter.class_icc, marks=both)
    found = _named(chapter, found[found.groupby("measure")["term"].transform("nunique") > 1])
    changes = " ".join(said_of_replaced(chapter))
    if found.empty:
        why = f"No measure has results in two terms yet, so nothing can move. {changes}".strip()
        return chapter.nothing("over-terms", question, why)
    breaks = {chapter.measure_name(id_): chapter.breaks_of(id_) for id_ in found["measure_id"].unique()}
    events = events_shown(chapter, found["term"])
    changes = " ".join(filter(None, [*said_of_breaks(found, "measure", breaks), changes, events.said]))
    found = found.sort_values("mark", key=lambda marks: marks != analysis.MARKS["expected"], kind="stable")
    table = _protected(chapter, found.drop(columns="group").reset_index(drop=True), ("measure", "mark", "term"))
    title = _moved_title(table.frame, breaks)
    named = {analysis.MARKS["expected"]: "at expectation", analysis.MARKS["top"]: "highest level"}
    chart = lines_over_terms(table, "measure", breaks, events=events.layers, lines=named)
    return chapter.exhibit(
        "over-terms",
        question,
        title,
        subtitle="share of learners with a result in the term, %",
        purpose="To see a direction, where there is one, before asking for reasons.",
        table=table,
        columns=[Column("measure", "Measure"), Column("mark", "Mark"), Column("term", "Term"), *SHARE_COLUMNS],
        caption="Learners at or above expectation and at the highest level, term by term",
        chart=finished(chart, title),
        alt=title,
        how_to_read="One panel a measure, with a line for the expectation and, where a measure has one highest level, "
        "a line for that; the shading is the uncertainty in each term. A line stops where a measure "
        "changed: its two sides cannot be held against each other.",
        caution="Each term's learners are not the same learners: some left, some came, and everyone moved up a year. "
        f"Within a year shares rise on measures that look to its end: hold like terms against like. {changes}".strip(),
        talk_about="What else changed between these terms: the learners, the judging, the teaching?",
        method=HOW_COUNTED,
        sources=chapter.sources("achievement"),
    )


def scale_scores(chapter: Chapter) -> Exhibit:
    """What is the middle scale score by year level, on the measures that have a scale?"""
    question = "What is the middle scale score by year level?"
    found = analysis.middles(chapter.results, "year level", chapter.groups)
    found = _newest(chapter, found)
    if found.empty:
        return chapter.nothing("scale-scores", question, "No results on a numeric scale were supplied.")
    table = chapter.may_show(
        Table(found, ("measure", "term", "group"), "learners", (Counted("n", None, ("median",)),), ("unit",))
    )
    return chapter.exhibit(
        "scale-scores",
        question,
        "Middle scores are listed by year level; each measure has its own scale.",
        subtitle="median scale score, newest term of each measure",
        purpose="To read results on the tool's own scale, where it has one.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("group", "Year level"),
            Column("n", "Learners with a score", "count"),
            Column("median", "Middle score", "points"),
            Column("unit", "Unit"),
        ],
        caption="Middle scale score by year level",
        how_to_read="Half of the learners scored at or above the middle score. Fewer than ten learners: hidden [c].",
        caution="Scales of different tools cannot be compared or added.",
        method="Median of the last score of each learner in the measure's newest term.",
        sources=chapter.sources("achievement"),
    )


def _newest(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """Each measure's newest term: the newest measures first, then those with most learners."""
    newest = found[found["term"] == found["measure"].map(analysis.newest_terms(found))]
    size = chapter.results.groupby("measure").size()
    order = sorted(newest["measure"].unique(), key=lambda m: (-term_number(newest_of(newest, m)), -int(size[m]), m))
    place = {measure: i for i, measure in enumerate(order)}
    return _named(chapter, newest.sort_values("measure", key=lambda column: column.map(place), kind="stable"))


def newest_of(found: pd.DataFrame, measure: str) -> str:
    """The term a measure's rows are from."""
    return str(found.loc[found["measure"] == measure, "term"].iloc[0])


def _named(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """The frame with measures under their names; a median also gets its measure's unit."""
    units = {id: measure.scale.unit for id, measure in chapter.measures.items() if measure.scale is not None}
    named = found.assign(measure_id=found["measure"], measure=found["measure"].map(chapter.measure_name))
    if "median" in found:
        named["unit"] = named["measure_id"].map(units)
        return named.drop(columns="measure_id").reset_index(drop=True)
    return named.reset_index(drop=True)


def _protected(chapter: Chapter, found: pd.DataFrame, dimensions: tuple[str, ...]) -> Protected:
    counted = (Counted("n", "n_at", ("share_at", "low", "high")),)
    shown = found.drop(columns="measure_id").assign(basis=found["basis"].map(BASIS))
    return chapter.may_show(Table(shown, dimensions, "learners", counted, plain=("basis",)))


def _order(chapter: Chapter, found: pd.Series[str], dimension: str) -> list[str]:
    """Groups in one order in every panel; schools by their code, or by the register where names are shown."""
    if dimension != "school":
        return analysis.group_order(found, dimension, chapter.groups)
    seen = set(found)
    labels = [label for _, label in sorted(chapter.school_labels.items()) if label in seen]
    return labels if chapter.settings.school_names == "shown" else sorted(labels, key=lambda text: (len(text), text))


def _finding(chapter: Chapter, question: str, row: pd.Series[Any]) -> Finding:
    measure = chapter.measures[row["measure_id"]]
    return Finding(
        f"{chapter.name}-overall-{measure.id}",
        chapter.name,
        f"{measure.name}: {question[0].lower()}{question[1:]}",
        f"{measure.name}: {percent(row['share_at'])} of {row['n']} learners are "
        f"{measure.reached_in_words(row['term'])} in {spoken(row['term'])}.",
        strength_of_results(chapter, measure.id, row["term"]),
        "learners",
        size=round(float(row["share_at"]), 4),
        unit="share of learners",
        low=round(float(row["low"]), 4),
        high=round(float(row["high"]), 4),
        basis=row["basis"],
        n=int(row["n_at"]),
        of=int(row["n"]),
        comparison=f"the mark: {measure.declared.expected_means}",
        says_not=f"Expected means {measure.declared.expected_means}. It does not say how much anyone has learned.",
        provenance=chapter.sources("achievement", measure=measure.id, term=row["term"]),
    )


def _no_expectation() -> str:
    return "No measure in use declares an expectation, so no share can be given; scale scores are shown below."


def _overall_title(said: pd.DataFrame) -> str:
    if said.empty:
        return "No share can be shown without showing single learners."
    parts = [
        f"{row['measure']}: {percent(row['share_at'])} {row['mark']}" for _, row in said.head(MOST_IN_TITLE).iterrows()
    ]
    return "; ".join(parts) + _rest(len(said) - len(parts))


def _spread_title(shown: pd.DataFrame, dimension: str) -> str:
    said = shown.dropna(subset=["share_at"])
    if said.empty:
        return f"No share by {dimension} can be shown without showing single learners."
    first = said["measure"].iloc[0]
    seen = said.loc[said["measure"] == first, "share_at"]
    of = int((shown["measure"] == first).sum())
    low, high = percent(seen.min()), percent(seen.max())
    span = low if low == high else f"{low} to {high}"
    which = f"across the {of} {dimension}s" if of > 1 else f"for the one {dimension}"
    if len(seen) < of:
        some = f"across the {len(seen)} of {of} {dimension}s" if len(seen) > 1 else f"for the one {dimension} of {of}"
        which = f"{some} that can be shown"
    return f"{first}: {span} {which}" + _rest(said["measure"].nunique() - 1)


def _moved_title(shown: pd.DataFrame, breaks: Mapping[str, Sequence[LineBreak]]) -> str:
    """The measure seen most: its newest term beside the first like term since it last changed.

    Like terms, for the terms of a year are not alike.
    """
    told = shown.dropna(subset=["share_at"])
    seen = told[told["mark"] == analysis.MARKS["expected"]]
    newest = seen.groupby("measure")["term"].transform("max")
    since = stretches(seen, "measure", breaks)
    unbroken = since == since.groupby(seen["measure"]).transform("max")
    like = seen[unbroken & (seen["term"].str[-1] == newest.str[-1])]
    like = like[like.groupby("measure")["term"].transform("size") > 1]
    if like.empty:
        unlike = "" if unbroken.all() else " without a change of measure in between"
        return f"No two like terms{unlike} can be held against each other yet."
    one = like[like["measure"] == like.groupby("measure", sort=False)["n"].sum().idxmax()]
    first, last = one.iloc[0], one.iloc[-1]
    top = told[(told["mark"] == analysis.MARKS["top"]) & (told["measure"] == first["measure"])].set_index("term")
    high = [percent(top["share_at"][term]) for term in (first["term"], last["term"]) if term in top.index]
    return (
        f"{first['measure']}: {percent(first['share_at'])} in {spoken(first['term'])}, "
        f"{percent(last['share_at'])} in {spoken(last['term'])}"
        + (f"; {high[0]} and {high[1]} at the highest level" if len(high) == len({first["term"], last["term"]}) else "")
        + _rest(seen["measure"].nunique() - 1)
    )


def _rest(n: int) -> str:
    return f"; {n} more {'measure' if n == 1 else 'measures'} below." if n else "."


def _dots(table: Protected, y: str, panel: str, order: Sequence[str]) -> dict[str, Any]:
    frame = rows(table, y, panel, "share_at", "low", "high", mark_hidden="share_at")
    frame = frame.assign(**{c: frame[c] * 100 for c in ("share_at", "low", "high")})
    frame["label"] = frame["share_at"].map(lambda share: "" if pd.isna(share) else percent(share / 100))
    frame[y] = in_lines(frame[y])
    names = in_lines(pd.Series(order, dtype="str"))
    drawn = {
        str(name): _dots_of(own, y, [n for n in names if n in set(own[y])])
        for name, own in frame.groupby(panel, sort=False)
    }
    placed = under_each_other(drawn) if y == "measure" else side_by_side(drawn)  # names of measures are long
    return finished(placed, "Share of learners at or above expectation, with the uncertainty of the count.")


def _dots_of(frame: pd.DataFrame, y: str, names: Sequence[str]) -> alt.LayerChart:
    """One panel, with the rows it has."""
    base = alt.Chart(frame).encode(y=names_axis(y, names))
    at = alt.X("share_at:Q", title="share, %", scale=SHARES, axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    seen = base.transform_filter("isValid(datum.share_at)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    return alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=5, opacity=0.25).encode(x=alt.X("low:Q", scale=SHARES), x2="high:Q"),
        seen.mark_point(color=ACCENT, size=70, filled=True, opacity=1).encode(x=at),
        seen.mark_text(dy=-11, fontSize=12).encode(x="share_at:Q", text="label:N"),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=210, height=alt.Step(34))
