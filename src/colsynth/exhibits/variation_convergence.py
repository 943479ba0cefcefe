"""Do schools come together or drift apart, and do schools that were low gain on the others?"""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import variation_convergence as analysis
from colsynth.exhibits.achievement import BASIS
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import (
    ACCENT,
    GREY,
    INK,
    LEAST_SPAN,
    finished,
    in_lines,
    joined,
    panels,
    rows,
    share_axis,
)
from colsynth.exhibits.exhibit import Column, Exhibit, Form, percent
from colsynth.exhibits.judging import strength_of_change
from colsynth.exhibits.variation_context import school_order, strip
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

NAIVE = (
    "That low schools rise and high ones fall is what chance alone does: the slope of change on where schools began is "
    "not shown, because it says 'catching up' even where schools drift apart."
)
HEADLINE_SCHOOLS = 8  # below, a title says first how few schools there are (methods, 5: with seven, no test headline)
MOST_LABELLED = 12  # lines of a panel that can bear their names
HEIGHT, LABEL_HEIGHT = 190, 15  # pixels of a panel, and of one line of its labels
SAID = {
    analysis.TOGETHER: "schools are coming together",
    analysis.APART: "schools are drifting apart",
    analysis.UNCLEAR: "there is no clear change in how far apart schools are",
    analysis.TOO_FEW_SCHOOLS: f"there are fewer than {analysis.LEAST_SCHOOLS} schools, too few to tell",
    analysis.NONE_SEEN: "schools do not differ in one of the terms, so nothing is held against it",
    analysis.GAINING: "schools that were low are gaining on the others",
    analysis.FALLING: "schools that were low are falling further behind",
}


def coming_together(chapter: Chapter, scores: bool = False) -> Exhibit:
    """Are schools' shares at expectation (or mean scores) closer to each other than they were in a like term?"""
    what = "scores" if scores else "shares"
    question = f"Do the {what} of schools come together or drift apart?"
    id_ = f"coming-together-{what}"
    ways = analysis.ways(chapter.results, breaks(chapter))
    ways = ways[ways["basis"] == (analysis.SCORE if scores else analysis.EXPECTED)]
    if ways.empty:
        why = (
            f"Whether the {what} of schools come together cannot be told: no measure has results of ten learners a "
            "school in the same term of two years with nothing changed in between."
        )
        return chapter.nothing(id_, question, why)
    told = analysis.coming_together(ways)
    named = ways.assign(name=ways["measure"].map(chapter.measure_name), label=ways["school"].map(chapter.school_labels))
    table = _ways_table(chapter, named, scores)
    tested = told[told["verdict"] != analysis.TOO_FEW_SCHOOLS]
    findings = chapter.may_tell(_finding(chapter, question, row) for _, row in tested.iterrows())
    order = school_order(chapter, named["label"])
    form: Form = "points" if scores else "percent"
    of = "mean points above or below all learners of the year level"
    return chapter.exhibit(
        id_,
        question,
        _title(chapter, told),
        subtitle=f"{of if scores else 'share at or above expectation, %'}; each school, first and newest like term",
        purpose="To see whether it matters more, or less, than it did where a learner goes to school.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("school", "School"),
            Column("first", "First term"),
            Column("n_first", "Learners then", "count"),
            Column("value_first", "Then", form),
            Column("last", "Newest term"),
            Column("n_last", "Learners now", "count"),
            Column("value_last", "Now", form),
        ],
        caption="Each school in the first and the newest like term",
        chart=_slopes(table, scores),
        alt=" ".join(finding.claim for finding in findings) or _title(chapter, told),
        how_to_read="One line a school: lines that close up mean that schools come together. The number, where there "
        "is room for it, is where a school stands now.",
        caution=f"{NAIVE} Learners of the two terms are not the same learners.",
        talk_about="Which schools moved alike, and what have they in common?",
        method="Schools with ten learners or more in both terms. Oldham's correlation of the change with the mean of "
        "both terms, the same as Pitman and Morgan's test of two paired spreads; a verdict needs five schools and "
        "leaves out an unchanged spread at 95 %."
        + (" Scores are held against all learners of the year level in the same term." if scores else ""),
        lists=[strip(chapter, order)],
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def breaks(chapter: Chapter) -> dict[str, list[str]]:
    """For each measure with results, the terms before which its line is broken."""
    return {
        str(measure): [change.term for change in chapter.breaks_of(str(measure))]
        for measure in chapter.results["measure"].unique()
    }


def _ways_table(chapter: Chapter, named: pd.DataFrame, scores: bool) -> Protected:
    shown = named.assign(school=named["label"], measure=named["name"])
    columns = ["measure", "school", "first", "last", "n_first", "value_first", "n_last", "value_last"]
    counts = [] if scores else ["at_first", "at_last"]
    counted = (
        Counted("n_first", None if scores else "at_first", ("value_first",)),
        Counted("n_last", None if scores else "at_last", ("value_last",)),
    )
    place = {label: i for i, label in enumerate(school_order(chapter, shown["school"]))}
    shown = shown.sort_values("school", key=lambda column: column.map(place), kind="stable")
    shown = shown.sort_values("measure", kind="stable")[columns + counts].reset_index(drop=True)
    return chapter.may_show(Table(shown, ("measure", "school"), "learners", counted, ("first", "last")))


def _title(chapter: Chapter, told: pd.DataFrame) -> str:
    clear = told[told["verdict"].isin([analysis.TOGETHER, analysis.APART])]
    if len(clear):
        said = [f"{chapter.measure_name(row['measure'])}: {SAID[row['verdict']]}" for _, row in clear.iterrows()]
        few = int(clear["n_schools"].max()) < HEADLINE_SCHOOLS
        return ("With few schools, and so with care: " if few else "") + "; ".join(said) + "."
    tested = int((told["verdict"] == analysis.UNCLEAR).sum())
    if tested == 0:
        return "Too few schools have results in two like terms to tell whether they come together."
    on = "the measure" if tested == 1 else f"the {tested} measures"
    return f"On {on} that can be told, there is no clear change in how far apart schools are."


def _finding(chapter: Chapter, question: str, row: pd.Series[Any]) -> Finding:
    measure, first, last = str(row["measure"]), str(row["first"]), str(row["last"])
    name = chapter.measure_name(measure)
    tested = pd.notna(row["ratio"])
    ratio = float(row["ratio"]) if tested else None
    low, high = (float(row["low"]) - 1, float(row["high"]) - 1) if tested else (None, None)
    make = partial(
        Finding,
        f"{chapter.name}-coming-together-{measure}",
        chapter.name,
        f"{name}: {question[0].lower()}{question[1:]}",
        strength=strength_of_change(
            chapter,
            measure,
            first,
            last,
            matched=False,
            points=2,
            low=low,
            high=high,
            n=int(row["n"]),
            n_schools=int(row["n_schools"]),
            same_sign=None,
            one_rule=True,
            loss=None,
        ),
        population="learners",
        n=int(row["n"]),
        says_not="It does not say why, nor that the same learners were seen twice. " + NAIVE,
        provenance=chapter.sources("achievement", measure=measure),
    )
    claim = f"{name}, {spoken(first)} to {spoken(last)}: {SAID[row['verdict']]}"
    if ratio is None:
        return make(claim=claim + ".")
    direction = {analysis.TOGETHER: "down", analysis.APART: "up"}.get(row["verdict"], "level")
    return make(
        claim=f"{claim}; the spread between {row['n_schools']} schools is {ratio:.2f} times what it was.",
        size=round(ratio, 2),
        unit="spread now over spread then",
        low=round(float(row["low"]), 2),
        high=round(float(row["high"]), 2),
        comparison="an unchanged spread, 1",
        direction=direction,
    )


def _slopes(table: Protected, scores: bool) -> dict[str, Any] | None:
    frame = rows(table, "measure", "school", "first", "last", "value_first", "value_last")
    values = ["value_first", "value_last"]
    frame = frame[frame[values].notna().any(axis=1)].reset_index(drop=True)
    if frame.empty:
        return None
    frame[values] *= 1 if scores else 100
    frame["measure"] = in_lines(frame["measure"], 40)
    frame["number"] = [
        "[c]" if pd.isna(value) else f"{value:.1f}" if scores else percent(value / 100) for value in frame["value_last"]
    ]
    long = pd.concat(
        frame[["measure", "school"]].assign(when=frame[end], place=i, value=frame[f"value_{end}"])
        for i, end in enumerate(("first", "last"))
    )
    axis = alt.Y("value:Q", title="points", scale=alt.Scale(zero=False)) if scores else share_axis(long, "value")
    span = max(LEAST_SPAN, float(long["value"].max() - long["value"].min()))
    if scores:
        span = float(long["value"].max() - long["value"].min()) or 1.0
    beside = frame.assign(
        at=frame["value_last"].fillna(frame["value_first"]), text=frame["number"] + "  " + frame["school"]
    )
    beside["at"] = beside.groupby("measure", sort=False)["at"].transform(_apart, LABEL_HEIGHT / HEIGHT * span)
    crowded = int(beside.groupby("measure").size().max()) > MOST_LABELLED
    place = alt.X("place:O", title=None, axis=None)
    base = alt.Chart().transform_filter("isValid(datum.value)").encode(x=place, y=axis, detail="school:N")
    labels = beside[["measure", "text", "at"]].assign(place=1).head(0 if crowded else len(beside))
    whens = long.drop_duplicates(["measure", "place"])[["measure", "place", "when"]].rename(columns={"when": "term"})
    layers = alt.layer(
        base.mark_line(color=ACCENT, strokeWidth=2, opacity=0.5),
        base.mark_point(color=ACCENT, filled=True, size=45, opacity=1),
        alt.Chart()
        .transform_filter("isValid(datum.text)")
        .mark_text(align="left", dx=8, fontSize=12, color=INK)
        .encode(x=place, y="at:Q", text="text:N"),
        alt.Chart()
        .transform_filter("isValid(datum.term)")
        .mark_text(color=GREY, fontSize=12)
        .encode(x=place, y=alt.value(HEIGHT + 16), text="term:N"),
        data=joined(long, labels, whens),
    ).properties(width=150, height=HEIGHT)
    chart = layers.facet(
        facet=panels("measure", frame["measure"]), columns=2, spacing={"column": 40 if crowded else 190, "row": 45}
    )
    return finished(chart, "Each school's result in the first and in the newest like term, joined by a line.")


def _apart(at: pd.Series[float], gap: float) -> pd.Series[float]:
    """Where labels stand so that none covers another: each at its value, or as far above the one below as it must."""
    held = at.sort_values(kind="stable")
    placed: list[float] = []
    for value in held:
        placed.append(max(float(value), placed[-1] + gap) if placed else float(value))
    drift = sum(placed) / len(placed) - float(held.mean())  # so that a crowd of labels stands around its middle
    return pd.Series([value - drift for value in placed], index=held.index).reindex(at.index)


def low_schools(chapter: Chapter) -> Exhibit:
    """Have the schools that were low by one term gained on the others over the next two?"""
    question = "Do schools that were low gain on the others?"
    told = analysis.low_schools(chapter.results, breaks(chapter), chapter.class_icc)
    followed = told[told["value"].notna()]
    if followed.empty:
        enough = (told["verdict"] != analysis.NO_THREE).any()
        few = f"fewer than {analysis.LEAST_SCHOOLS} schools have ten results or more in all of them"
        why = (
            f"Three terms are there, but {few}"
            if enough
            else "No measure has three terms without a change of what is measured"
        )
        return chapter.nothing("low-schools", question, f"{why}, so low schools cannot be followed without chance.")
    named = followed.assign(measure_id=followed["measure"], measure=followed["measure"].map(chapter.measure_name))
    counts = [Counted(f"n_{g}_{w}", f"at_{g}_{w}") for g in ("low", "others") for w in ("first", "last")]
    table = chapter.may_show(
        Table(
            named.drop(columns="measure_id").assign(
                basis=named["basis"].map(BASIS),
                **{name: 100 * named[name] for name in ("gain_low", "gain_others", "value", "low", "high")},
            ),
            ("measure",),
            "learners",
            tuple(counts),
            ("chosen_in", "first", "last", "n_schools", "n_low_schools", "basis"),
            across=("gain_low", "gain_others", "value", "low", "high", "verdict"),
        )
    )
    findings = chapter.may_tell(_low_finding(chapter, question, row) for _, row in named.iterrows())
    verdicts = followed["verdict"]
    clear = [word for word in (analysis.GAINING, analysis.FALLING) if (verdicts == word).any()]
    title = "; ".join(f"on {int((verdicts == w).sum())} of {len(verdicts)} measures {SAID[w]}" for w in clear)
    none = "Whether schools that were low gain on the others or fall further behind cannot be told"
    return chapter.exhibit(
        "low-schools",
        question,
        f"{title[0].upper()}{title[1:]}." if title else f"{none}.",
        subtitle="change in the share at or above expectation, percentage points; low by an earlier term",
        purpose="To see whether a gain of low schools is more than what chance alone gives.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("chosen_in", "Low in"),
            Column("first", "Followed from"),
            Column("last", "To"),
            Column("n_low_schools", "Low schools", "count"),
            Column("n_schools", "Of schools", "count"),
            Column("gain_low", "Change of low schools", "points", "points"),
            Column("gain_others", "Change of the others", "points", "points"),
            Column("value", "Difference", "points", "points"),
            Column("low", "95 % interval from", "points", "points"),
            Column("high", "95 % interval to", "points", "points"),
            Column("basis", "Interval from"),
            Column("verdict", "What can be said"),
        ],
        caption="Low schools beside the others",
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="A difference above 0 says that low schools gained more than the others did.",
        caution="Schools are called low by a term before the two that are held against each other, so that a low "
        "result by chance does not come back as a gain. The low schools are not named: it is one result of them "
        "together.",
        talk_about="What was done in these schools between the terms, and who else could use it?",
        method="The lowest third of schools, two at least. Limits join Newcombe's of the two changes, as if of other "
        "learners each time; where many learners are the same the interval is too wide rather than too narrow.",
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def _low_finding(chapter: Chapter, question: str, row: pd.Series[Any]) -> Finding:
    points = [f"{100 * float(row[name]):+.0f}" for name in ("gain_low", "gain_others")]
    low, high = float(row["low"]), float(row["high"])
    unclear = "no clear difference between the changes of schools that were low and of the others"
    said = unclear if row["verdict"] == analysis.UNCLEAR else SAID[row["verdict"]]
    return Finding(
        f"{chapter.name}-low-schools-{row['measure_id']}",
        chapter.name,
        f"{row['measure']}: {question[0].lower()}{question[1:]}",
        f"{row['measure']}, {spoken(row['first'])} to {spoken(row['last'])}: {said} ({points[0]} points, the others "
        f"{points[1]}).",
        strength_of_change(
            chapter,
            str(row["measure_id"]),
            str(row["first"]),
            str(row["last"]),
            matched=False,
            points=3,
            low=low,
            high=high,
            n=int(min(row["n_low_first"], row["n_low_last"])),
            n_schools=int(row["n_schools"]),
            same_sign=None,
            one_rule=True,
            loss=None,
        ),
        "learners",
        size=round(float(row["value"]), 4),
        unit="difference of changes in share",
        low=round(low, 4),
        high=round(high, 4),
        basis=row["basis"],
        n=int(row["at_low_last"]),
        of=int(row["n_low_last"]),
        comparison=f"the change of the other schools, {points[1]} points",
        direction={analysis.GAINING: "up", analysis.FALLING: "down"}.get(row["verdict"], "level"),
        says_not="It does not say why, nor anything about one school.",
        provenance=chapter.sources("achievement", measure=str(row["measure_id"])),
    )
