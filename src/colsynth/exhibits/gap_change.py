"""Did the gaps between groups narrow or widen? Like terms since each measure last changed, with what is sure of it."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import gap_change as analysis
from colsynth.analyses.breaks import between
from colsynth.analyses.events import events_in
from colsynth.exhibits.achievement import BASIS
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.comparisons import (
    SHOWN,
    by_chance,
    each,
    held_against,
    in_order,
    in_points,
    likeness,
    points,
    slug,
    spanned,
)
from colsynth.exhibits.drawing import ACCENT, FAINT, GREY, INK, finished, in_lines, names_axis, panels, rows
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.judging import strength_of_change
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

EXPECTED = analysis.MARKS["expected"]
CLEAR = (analysis.NARROWED, analysis.WIDENED, analysis.TURNED)
TRAITS = (*SHOWN["gender"], *SHOWN["ethnic group"], *SHOWN["further support"])
QUESTION = "Did the gaps narrow or widen?"
HOW = (
    "The newest term of each measure against the first like term (the same term of an earlier year) since the measure "
    "last changed. Of each term's learners: the gap then and the gap now, in percentage points; those with a result in "
    "both terms are paired. Of the same learners: only those with a result in both terms, each held against their own "
    "earlier result. Limits are 95 %, where the change of other, like cohorts of these schools would lie; they allow "
    "for learners of one class being alike where classes are recorded, else they are from the count alone and too "
    "narrow. A gap narrowed or widened only where the limits of its change leave out 0; otherwise there is no clear "
    "change. The ratio is judged in the same way, from its logarithm."
)
COLUMNS = [
    Column("measure", "Measure"),
    Column("first_term", "From"),
    Column("term", "To"),
    Column("mark", "Mark"),
    Column("group", "Group"),
    Column("reference", "Held against"),
    Column("who", "Whose gap"),
    Column("n_first", "Learners in the group then", "count"),
    Column("n", "Now", "count"),
    Column("then", "Gap then, points"),
    Column("now", "Gap now, points"),
    Column("moved", "Change, points (95 % limits)"),
    Column("verdict", "In a word"),
    Column("times", "Ratio then and now"),
    Column("ratio_verdict", "By the ratio"),
    Column("basis", "Limits from"),
]
_LIMITS = ("change", "low", "high")
COUNTED = tuple(Counted(n, f"{n}_at") for n in ("n_first", "n_reference_first", "n", "n_reference"))


def moved(chapter: Chapter) -> Exhibit:
    """Did the gaps of gender, ethnic groups and learners with further support narrow or widen?"""
    everything = _changes(chapter)
    found = everything[~everything["verdict"].isin([analysis.TOO_FEW, analysis.UNTOLD])]
    if found.empty:
        return chapter.nothing("gap-change", QUESTION, _nothing(everything))
    found = in_order(chapter, found)
    table = _protected(chapter, found)
    told = found[table.frame["moved"].notna().to_numpy()]
    title = _title(chapter, told)
    clear = _lead(told)
    clear = clear[clear["verdict"].isin(CLEAR)]
    findings = chapter.may_tell(_finding(chapter, row) for _, row in clear.iterrows())
    said = [_stories(told), by_chance(len(found)), _events(chapter, found)]
    return chapter.exhibit(
        "gap-change",
        QUESTION,
        title,
        subtitle="gap in percentage points, the first like term of each measure since it last changed, and its newest. "
        f"{chapter.ethnicity_rule}",
        purpose="To see whether school is coming to work equally well for every group.",
        table=table,
        columns=COLUMNS,
        caption="Gaps then and now",
        chart=_chart(table, found),
        alt=" ".join(finding.claim for finding in findings) or title,
        how_to_read="The open circle is the gap then, the full dot the gap now, both of each term's learners; on the "
        "line at 0 both sides reach the mark equally often. The words say what changed where that is more than chance; "
        "not clear: chance alone could make it.",
        caution=" ".join(
            [
                "Each term's learners are not the same learners; where the gap of the same learners, in the table, "
                "tells another story, learners who came and left made the difference.",
                *filter(None, said),
            ]
        ),
        talk_about="What changed for these learners between the two terms, and what would they say changed?",
        method=HOW,
        sources=(*chapter.sources("achievement"), *chapter.sources("students")),
        findings=findings,
    )


def _changes(chapter: Chapter) -> pd.DataFrame:
    """The changes of all gaps, apart from terms that were agreed to be read apart and across no break."""
    results = chapter.results
    newest = results.groupby("measure")["term"].max()
    since = {
        str(measure): max((change.term for change in between(chapter.breaks_of(str(measure)), "", last)), default="")
        for measure, last in newest.items()
    }
    seen = sorted(results["term"].unique())
    events = events_in(chapter.snapshot.frame("events"), chapter.calendar, seen)
    whole = events[events["excluded"] & events["school"].isna()]
    apart = {t for t in seen for a, b in zip(whole["first"], whole["last"], strict=True) if a <= t <= b}
    return analysis.gap_changes(results, held_against(chapter, TRAITS), likeness(chapter), since, apart)


def _events(chapter: Chapter, found: pd.DataFrame) -> str:
    """What is on record for the time between the terms, as a sentence; empty where nothing is."""
    terms = [*found["first_term"], *found["term"]]
    events = events_in(chapter.snapshot.frame("events"), chapter.calendar, terms)
    said = [
        f"{chapter.without_names(row['label'] if pd.notna(row['label']) else row['kind'])} ({spoken(row['first'])})"
        for _, row in events.iterrows()
    ]
    return f"On record for this time: {'; '.join(said)}." if said else ""


def _nothing(everything: pd.DataFrame) -> str:
    if everything.empty:
        return "No groups can be held against each other, so no gap can be followed."
    if (everything["verdict"] == analysis.UNTOLD).all():
        return "No measure has results in two like terms since it last changed, so no change of a gap can be told."
    return "No group has ten learners with results on both sides in two like terms, so no change of a gap can be told."


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    """The table as it may be shown: where one of the four shares is hidden, so is all that is reckoned from them."""
    frame = found.assign(
        measure=found["measure"].map(chapter.measure_name),
        then=each(points, found["difference_first"]),
        now=each(points, found["difference"]),
        moved=each(lambda v, low, high: f"{points(v)} ({spanned(low, high)})", *(found[c] for c in _LIMITS)),
        times=[
            "no ratio" if pd.isna(a) or pd.isna(b) else f"{a:.2f} and {b:.2f}"
            for a, b in zip(found["ratio_first"], found["ratio"], strict=True)
        ],
        basis=found["basis"].map(BASIS),
    )
    across = ("difference_first", "difference", "then", "now", "moved", "verdict", "times", "ratio_verdict")
    dimensions = ("measure", "first_term", "term", "mark", "group", "reference", "who")
    columns = [*dimensions, *(c for counted in COUNTED for c in counted.columns), *across, "basis"]
    return chapter.may_show(Table(frame[columns], dimensions, "learners", COUNTED, ("basis",), across=across))


def in_words(row: pd.Series[Any]) -> str:
    """`narrowed by 6 points`, `no clear change (+2)`."""
    if row["verdict"] in (analysis.NARROWED, analysis.WIDENED):
        by = abs(abs(row["difference"]) - abs(row["difference_first"]))
        return f"{row['verdict']} by {in_points(by)}"
    if row["verdict"] == analysis.TURNED:
        return f"turned round, from {points(row['difference_first'])} to {points(row['difference'])}"
    return f"{row['verdict']} ({points(row['change'])})"


def _lead(told: pd.DataFrame) -> pd.DataFrame:
    """The rows of the leading measure at the threshold, of each term's learners."""
    rows_ = told[(told["mark"] == EXPECTED) & (told["who"] == analysis.EACH)]
    return rows_[rows_["measure"].isin(rows_["measure"].head(1))]


def _title(chapter: Chapter, told: pd.DataFrame) -> str:
    lead = _lead(told)
    if lead.empty:
        return "No change of a gap can be told without showing single learners."
    first = lead.iloc[0]
    clear = lead[lead["verdict"].isin(CLEAR)]
    parts = [f"the gap of {row['group']} {in_words(row)}" for _, row in clear.iterrows()]
    rest = len(lead) - len(clear)
    if rest:
        others = "the other gap" if parts and rest == 1 else f"the {'other ' * bool(parts)}{rest} gaps"
        parts.append(f"no clear change of {others}" if len(lead) > 1 else "no clear change of the gap")
    span = f"from {spoken(first['first_term'])} to {spoken(first['term'])}"
    return f"{chapter.measure_name(first['measure'])}, {span}: {and_list(parts)}."


def _stories(told: pd.DataFrame) -> str:
    """Where points and ratio disagree, as a sentence."""
    two = told[(told["agreement"] == "disagree") & (told["who"] == analysis.EACH)]
    one = told[(told["agreement"] == "one alone") & (told["who"] == analysis.EACH)]
    said = []
    for _, row in two.iterrows():
        who = f"{row['group']} ({row['mark']})"
        if row["verdict"] in CLEAR and row["ratio_verdict"] in CLEAR:
            how = f"in points the gap {row['verdict']}, as a ratio it {row['ratio_verdict']}; both are so, as shares"
            said.append(f"{who}: {how} moved on both sides.")
        else:
            said.append(f"{who}: points and ratio moved opposite ways, only one of them clearly.")
    if len(one):
        said.append("Where the table gives points and ratio different words, only one of the two is more than chance.")
    return " ".join(said)


def _finding(chapter: Chapter, row: pd.Series[Any]) -> Finding:
    measure = chapter.measures[row["measure"]]
    span = f"from {spoken(row['first_term'])} to {spoken(row['term'])}"
    terms = chapter.results.loc[chapter.results["measure"] == measure.id, "term"]
    says_not = "It does not say that the same learners moved, nor why. "
    if row["agreement"] != "agree":
        says_not += f"As a ratio: {row['ratio_verdict']}. "
    return Finding(
        f"{chapter.name}-gap-change-{measure.id}-{slug(row['group'])}",
        chapter.name,
        f"{measure.name}: did the gap of {row['group']} narrow or widen?",
        f"{measure.name}, {span}: the gap between {row['group']} and {row['reference']} went from "
        f"{points(row['difference_first'])} to {points(row['difference'])} points: {in_words(row)}.",
        strength_of_change(
            chapter,
            measure.id,
            row["first_term"],
            row["term"],
            matched=False,
            points=int(terms[terms.between(row["first_term"], row["term"])].nunique()),
            low=float(row["low"]),
            high=float(row["high"]),
            n=int(min(row[c] for c in ("n_first", "n_reference_first", "n", "n_reference"))),
            n_schools=int(row["n_schools"]),
            same_sign=None if pd.isna(row["same_sign"]) else float(row["same_sign"]),
            one_rule=True,
            loss=None,
        ),
        "learners",
        size=round(float(row["change"]), 4),
        unit="change of a difference in share of learners",
        low=round(float(row["low"]), 4),
        high=round(float(row["high"]), 4),
        basis=row["basis"],
        n=int(row["n_at"]),
        of=int(row["n"]),
        comparison=f"{row['reference']}, and the gap of {points(row['difference_first'])} points in "
        f"{spoken(row['first_term'])}",
        direction={analysis.NARROWED: "down", analysis.WIDENED: "up"}.get(row["verdict"], "level"),
        says_not=says_not.strip(),
        provenance=chapter.sources("achievement", measure=measure.id, term=row["term"]),
    )


def _chart(table: Protected, found: pd.DataFrame) -> dict[str, Any]:
    """The gap then and now, a row a group: one panel a measure and mark."""
    of_each = (found["who"] == analysis.EACH).to_numpy()
    names = ("measure", "first_term", "term", "mark", "group")
    frame = rows(table, *names, "difference_first", "difference", mark_hidden="difference")
    frame["said"] = [
        None if pd.isna(row["change"]) else in_words(row).replace(analysis.UNCLEAR, "not clear")
        for _, row in found.iterrows()
    ]
    frame["clear"] = found["verdict"].isin(CLEAR).to_numpy(bool)
    frame = frame[of_each].reset_index(drop=True)
    seen = frame["difference"].notna()
    frame["said"] = frame["said"].where(seen, None)
    frame["then"], frame["now"] = frame["difference_first"] * 100, frame["difference"] * 100
    reach = max(30.0, float(frame[["then", "now"]].abs().max().max() or 0))
    widest = 10 * (int(reach / 10) + 1)
    both = frame.groupby("measure")["mark"].transform("nunique")
    frame["panel"] = [
        "\n".join([*in_lines(pd.Series([m]), 40), f"{spoken(a)} to {spoken(b)},", mark])
        for m, a, b, mark in zip(*(frame[c] for c in names[:4]), strict=True)
    ]
    frame = frame.assign(both=both).sort_values("both", ascending=False, kind="stable")
    order = list(dict.fromkeys(frame["group"]))
    frame["group"] = in_lines(frame["group"], 26)
    high, low = (pick(frame[["then", "now"]].assign(zero=0.0), axis=1) for pick in (pd.DataFrame.max, pd.DataFrame.min))
    behind = frame["now"] + frame["then"] <= 0
    frame["right"], frame["left"] = high.where(behind), low.where(~behind)
    frame = frame[["panel", "group", "then", "now", "said", "clear", "right", "left", "hidden"]]
    base = alt.Chart().encode(y=names_axis("group", in_lines(pd.Series(order, dtype="str"), 26)))
    scale = alt.Scale(domain=[-widest, widest])
    shown = base.transform_filter("isValid(datum.now)")
    at = alt.X("now:Q", title="gap, percentage points", scale=scale, axis=alt.Axis(tickCount=5, grid=False))
    tone = alt.condition("datum.clear", alt.value(INK), alt.value(GREY))
    layers = alt.layer(
        alt.Chart().mark_rule(color=FAINT, strokeWidth=2).encode(x=alt.datum(0, scale=scale)),
        shown.mark_rule(color=ACCENT, strokeWidth=2, opacity=0.5).encode(x=at, x2="then:Q"),
        shown.mark_point(color=GREY, size=60, filled=False, strokeWidth=2, opacity=1, fill="white").encode(x="then:Q"),
        shown.mark_point(color=ACCENT, size=65, filled=True, opacity=1).encode(x="now:Q"),
        shown.transform_filter("isValid(datum.right)")
        .mark_text(align="left", dx=9, fontSize=11)
        .encode(x="right:Q", text="said:N", color=tone),
        shown.transform_filter("isValid(datum.left)")
        .mark_text(align="right", dx=-9, fontSize=11)
        .encode(x="left:Q", text="said:N", color=tone),
        base.transform_filter("datum.hidden == '[c]'")
        .mark_text(color=GREY, dx=14)
        .encode(x=alt.datum(0), text="hidden:N"),
        data=frame,
    ).properties(width=280, height=alt.Step(30))
    chart = layers.facet(facet=panels("panel", frame["panel"]), columns=2)
    return finished(chart, "Two dots a group: how far it stood from the others then, and how far it stands now.")
