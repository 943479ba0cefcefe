"""Is a term unusual? Each measure over its terms, with what so many terms allow to be drawn and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from colsynth.analyses import achievement, attendance
from colsynth.analyses import run_charts as analysis
from colsynth.analyses.breaks import LineBreak, stretches
from colsynth.analyses.events import events_in
from colsynth.exhibits.breaks import said_of_breaks
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import (
    ACCENT,
    GREY,
    LINE_HEIGHT,
    TARGET,
    finished,
    in_lines,
    panels,
    rows,
    share_axis,
    term_axis,
)
from colsynth.exhibits.events import events_shown
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import strength_of_change
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.protection.table import LEAST_LEARNERS
from colsynth.reference.terms import spoken

ATTENDANCE = "attendance"  # the register, and the measure where its breaks are declared
MOST_PANELS = 6  # measures that a page can carry, those with the most terms
QUESTION = "Is a term unusual, or is it the usual up and down?"
HOW = (
    f"{analysis.RULES} (NHS England; as in NHSRplotthedots 0.2.2): the centre is the mean of the terms, the limits "
    "lie 2.66 mean moving ranges from it, ranges of 3.267 times their mean or more left out once. A signal is a term "
    "outside the limits, seven terms that rise or fall one after the other, two of three neighbours near one limit, "
    "or seven on one side of the centre. From eight to eleven terms the runs about the median decide (Anhøj and "
    "Olesen 2014); eight or nine terms are never enough for a signal. Below eight nothing is judged, below 20 limits "
    "are provisional. By chance alone a steady series shows some signal in about 1 % of run charts of ten terms, 7 % "
    "of charts with limits of twelve and 15 % of twenty; it is said to have shifted, or to be rising or falling, in "
    "less than 2 %. "
    "Each stretch between changes of a measure stands on its own. Terms whose share is hidden count for nothing."
)


HOW_TO_READ = (
    "The line joins the terms; where there are enough of them the thin line is their middle, the dashed lines are the "
    "limits of the usual up and down. A diamond is a term at or beyond a limit, a dot of its colour one of seven or "
    "more in a row. A line stops where a measure changed; a hollow dot is left out."
)
MOST_UNLIKE = 1.25  # times the fewest learners of a term; beyond, limits that take terms as alike need a word. Our rule


def of_measures(chapter: Chapter) -> Exhibit:
    """Which measures say, by the number of their terms, more than the usual up and down?"""
    results, left = _without_read_apart(chapter, chapter.results)
    attending, away = _without_read_apart(chapter, _attending(chapter))
    kept_out = left if left == away else " ".join(filter(None, [left, away]))
    found = _shares(chapter, results, attending)
    if found.empty:
        why = "No measure has results in two terms, so no term can be held against others."
        return chapter.nothing("run-charts", QUESTION, why)
    names = {id_: _series_name(chapter, id_, found) for id_ in found["measure"].unique()}
    breaks = {id_: chapter.breaks_of(id_) for id_ in names}
    terms = sorted(found["term"].unique())
    apart = _read_apart(chapter, terms)
    charted = _charted(chapter, found, breaks, apart)
    ids = charted["measure"]
    shown = charted.assign(measure=ids.map(names), said=[_words(row) for _, row in charted.iterrows()])
    shown["what"] = shown["form"].mask(shown["left_out"], "left out")
    shown["flag"] = shown["flag"].replace("", None)
    of_terms = ("what", "said", "centre", "lower", "upper", "flag")
    kept = ["measure", "term", "n", "n_at", "share_at", *of_terms]
    table = chapter.may_show(
        Table(
            shown[kept],
            ("measure", "term"),
            "learners",
            (Counted("n", "n_at", ("share_at",)),),
            of_terms,
            not_applicable=("centre", "lower", "upper", "flag"),
        )
    )
    events = events_shown(chapter, terms)
    newest = analysis.newest_stretch(charted).drop_duplicates("measure", keep="last")
    named_breaks = {names[id_]: changes for id_, changes in breaks.items()}
    said = [_left_out(charted, apart), kept_out]
    happened = " ".join(filter(None, [*said_of_breaks(shown, "measure", named_breaks), events.said]))
    said.append(_varying(charted, names))
    told = (newest["verdict"] != "too few points").any()
    title = _title(newest, names)
    return chapter.exhibit(
        "run-charts",
        QUESTION,
        title,
        subtitle="share of learners at or above expectation, or in regular attendance, %, term by term; "
        f"{analysis.RULES}",
        purpose="To spend time on changes that are more than noise, and none on those that are not.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("term", "Term"),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "Share", "percent"),
            Column("what", "Drawn as"),
            Column("centre", "Centre", "percent"),
            Column("lower", "Limit from", "percent"),
            Column("upper", "Limit to", "percent"),
            Column("flag", "Unusual by"),
            Column("said", "What the terms say"),
        ],
        caption=f"Each measure term by term, by the {analysis.RULES}",
        chart=_chart(table, charted, names, events.layers),
        alt=title,
        how_to_read=HOW_TO_READ if told else "The line joins the terms; it stops where a measure changed.",
        caution="A signal says that something changed, not what. The terms of a year are not alike, nor are its "
        "learners and the next year's: a signal at the turn of a year may be the calendar or the cohort. Measures "
        f"that look to the end of the year are shown for one term of each year. {' '.join(filter(None, said))}".strip(),
        talk_about="Where a chart says “no signal”, what would have been read into its last two points?"
        if told
        else "Which measure will be kept as it is long enough to be read this way?",
        method=f"{HOW} {happened}".strip(),
        sources=(*chapter.sources("achievement"), *(chapter.sources(ATTENDANCE) if ATTENDANCE in names else ())),
        findings=chapter.may_tell(
            _finding(chapter, row, names[row["measure"]], charted, _schools(row["measure"], results, attending))
            for _, row in newest.iterrows()
            if row["verdict"] != "too few points" and pd.notna(row["value"])
        ),
    )


def _attending(chapter: Chapter) -> pd.DataFrame:
    """One row is one learner's term of attendance, as a measure of its own."""
    frame = chapter.snapshot.frame(ATTENDANCE)
    rows = chapter.once((ATTENDANCE, "by learner"), lambda: attendance.by_learner(frame, chapter.term))
    return rows.assign(measure=ATTENDANCE)


def _without_read_apart(chapter: Chapter, results: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The results without those of a school in terms to be read apart for it, and what is said of that.

    Very few learners stay in: without them the share would differ from others on the page by just those few.
    """
    events = events_in(chapter.snapshot.frame("events"), chapter.calendar, sorted(results["term"].unique()))
    said = []
    for _, event in events[events["excluded"] & events["school"].notna()].iterrows():
        school, first, last = str(event["school"]), str(event["first"]), str(event["last"])
        own = results[(results["school"] == school) & results["term"].between(first, last)]
        if len(own) and own.groupby(["measure", "term"])["student"].nunique().min() >= LEAST_LEARNERS:
            terms = and_list([spoken(term) for term in sorted(own["term"].unique())])
            said.append(f"{chapter.school_labels.get(school, 'a school')} in {terms}")
            results = results.drop(index=own.index)
    return results, f"Left out, as agreed: the results of {'; '.join(said)}." if said else ""


def _shares(chapter: Chapter, results: pd.DataFrame, attending: pd.DataFrame) -> pd.DataFrame:
    """The shares of the measures with the most terms: like terms alone where a measure looks to the end of the year."""
    columns = ["measure", "term", "n", "n_at", "share_at"]
    found = achievement.shares(results, "all learners", chapter.groups, chapter.class_icc)[columns]
    if len(attending):
        regular = attendance.regular_over_terms(attending, []).assign(measure=ATTENDANCE)[columns]
        found = pd.concat([found[found["measure"] != ATTENDANCE], regular], ignore_index=True)
    to_end = np.array([chapter.measures[id_].declared.expected_by_end_of_year for id_ in found["measure"]], dtype=bool)
    found = pd.concat([found[~to_end], analysis.like_terms(found[to_end])], ignore_index=True)
    terms = found.groupby("measure")["term"].nunique()
    most = sorted(terms[terms > 1].index, key=lambda id_: (-terms[id_], id_))[:MOST_PANELS]
    place = {id_: i for i, id_ in enumerate(most)}
    found = found[found["measure"].isin(most)]
    return found.sort_values(["measure", "term"], key=lambda c: c.map(place) if c.name == "measure" else c).reset_index(
        drop=True
    )


def _series_name(chapter: Chapter, id_: str, found: pd.DataFrame) -> str:
    if id_ == ATTENDANCE:
        return "Regular attendance"
    name = chapter.measure_name(id_)
    if not chapter.measures[id_].declared.expected_by_end_of_year:
        return name
    return f"{name}, each Term {found.loc[found['measure'] == id_, 'term'].iloc[0][-1]}"


def _read_apart(chapter: Chapter, terms: Sequence[str]) -> list[str]:
    """The terms of events of the whole community that are on record as to be read apart."""
    events = events_in(chapter.snapshot.frame("events"), chapter.calendar, terms)
    apart = events[events["excluded"] & events["school"].isna()]
    return [
        t for t in terms if any(first <= t <= last for first, last in zip(apart["first"], apart["last"], strict=True))
    ]


def _charted(
    chapter: Chapter, found: pd.DataFrame, breaks: Mapping[str, Sequence[LineBreak]], apart: Sequence[str]
) -> pd.DataFrame:
    """The analysis of what may be shown: a hidden share is no point, so no centre or limit gives it back."""
    counted = (Counted("n", "n_at", ("share_at",)),)
    visible = chapter.may_show(Table(found, ("measure", "term"), "learners", counted)).frame["share_at"]
    points = found.assign(value=visible.astype("Float64"), stretch=stretches(found, "measure", breaks))
    order = {id_: i for i, id_ in enumerate(found["measure"].unique())}
    charted = analysis.by_term(points, apart)
    return charted.sort_values("measure", key=lambda c: c.map(order), kind="stable").reset_index(drop=True)


def _words(row: pd.Series[Any]) -> str:
    """The verdict as a reader has it: `shifted upward since Term 3, 2025`."""
    verdict = str(row["verdict"])
    match verdict:
        case "too few points":
            return "too few terms yet to tell"
        case "unusual earlier":
            return "unusual earlier, the usual up and down now"
        case "unusually high" | "unusually low":
            return f"{verdict} in {spoken(row['since'])}"
    return f"{verdict} since {spoken(row['since'])}" if pd.notna(row["since"]) else verdict


def _title(newest: pd.DataFrame, names: Mapping[str, str]) -> str:
    told = newest[newest["verdict"] != "too few points"]
    n = len(newest)
    if told.empty:
        every = "the measure has" if n == 1 else f"all {n} measures have"
        return f"It cannot be told yet: {every} too few terms since the last change."
    signals = told[~told["verdict"].isin(["no signal", "no variation seen"])]
    said = [f"{names[row['measure']]}: {_words(row)}" for _, row in signals.head(2).iterrows()]
    rest = [
        (len(signals) - len(said), "more with a signal"),
        (len(told) - len(signals), "without a signal"),
        (n - len(told), "with too few terms"),
    ]
    counts = and_list([f"{k} {'measure' if k == 1 else 'measures'} {what}" for k, what in rest if k])
    return "; ".join([*said, *([counts] if counts else [])]) + "."


def _left_out(charted: pd.DataFrame, apart: Sequence[str]) -> str:
    here = [term for term in apart if (charted["term"] == term).any()]
    return f"Left out of every reckoning here: {and_list([spoken(term) for term in here])}." if here else ""


def _varying(charted: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Of which measures the terms rest on so unlike numbers of learners that limits must be read with care."""
    seen = charted[charted["lower"].notna() & charted["value"].notna() & ~charted["left_out"]]
    sizes = seen.groupby("measure", sort=False)["n"]
    unlike = [names[id_] for id_ in names if id_ in sizes.groups and sizes.max()[id_] > MOST_UNLIKE * sizes.min()[id_]]
    if not unlike:
        return ""
    return (
        f"The number of learners differs by more than a quarter between terms of {and_list(unlike)}: terms with few "
        "learners vary more than the limits allow for."
    )


def _schools(measure: str, *frames: pd.DataFrame) -> int:
    """How many schools have results of a measure, or attendance."""
    return max(frame.loc[frame["measure"] == measure, "school"].nunique() for frame in frames)


def _finding(chapter: Chapter, row: pd.Series[Any], name: str, charted: pd.DataFrame, n_schools: int) -> Finding:
    own = charted[
        (charted["measure"] == row["measure"]) & (charted["stretch"] == row["stretch"]) & ~charted["left_out"]
    ]
    has_limits = pd.notna(row["lower"])
    share = float(row["value"])
    claim = f"{name}: {_words(row)} ({row['points']} terms); {percent(share)} of {row['n']} learners in "
    claim += f"{spoken(row['term'])}"
    usual = (
        f", where {percent(max(0.0, row['lower']))} to {percent(min(1.0, row['upper']))} is usual" if has_limits else ""
    )
    of_register = row["measure"] == ATTENDANCE
    return Finding(
        f"{chapter.name}-run-chart-{row['measure']}",
        chapter.name,
        f"{name}: {QUESTION[0].lower()}{QUESTION[1:]}",
        f"{claim}{usual}.",
        strength_of_change(
            chapter,
            row["measure"],
            own["term"].iloc[0],
            own["term"].iloc[-1],
            matched=False,
            points=int(row["points"]),
            low=None,
            high=None,
            n=int(own["n"].min()),
            n_schools=n_schools,
            same_sign=None,
            one_rule=True,
            loss=None,
        ),
        "learners",
        size=round(share, 4),
        unit="share of learners",
        low=round(float(row["lower"]), 4) if has_limits else None,
        high=round(float(row["upper"]), 4) if has_limits else None,
        n=int(row["n_at"]),
        of=int(row["n"]),
        comparison=f"{'the limits' if has_limits else 'the runs'} of {row['points']} terms ({analysis.RULES}"
        + (", provisional)" if row["form"] == "provisional limits" else ")"),
        direction=_DIRECTIONS.get(row["verdict"], "level"),
        says_not="It says whether the terms differ by more than their usual up and down, not why, nor that a steady "
        "share is good enough.",
        provenance=chapter.sources(ATTENDANCE)
        if of_register
        else chapter.sources("achievement", measure=row["measure"]),
    )


_DIRECTIONS = {
    "shifted upward": "up", "rising": "up", "unusually high": "up",
    "shifted downward": "down", "falling": "down", "unusually low": "down",
}  # fmt: skip


def _chart(
    table: Protected, charted: pd.DataFrame, names: Mapping[str, str], events: Sequence[alt.Chart]
) -> dict[str, Any]:
    numbers = ["share_at", "centre", "lower", "upper"]
    frame = rows(table, "measure", "term", *numbers, "flag", "what", mark_hidden="share_at")
    frame = frame.assign(stretch=charted["stretch"].astype(float), **{c: frame[c] * 100 for c in numbers})
    frame["flag"] = [flag if isinstance(flag, str) else "" for flag in frame["flag"]]
    now = analysis.newest_stretch(charted).drop_duplicates("measure", keep="last")
    said = {names[row["measure"]]: _words(row) for _, row in now.iterrows()}
    frame["measure"] = ["\n".join([*in_lines(pd.Series([m]), 40), said[m]]) for m in frame["measure"]]
    base = alt.Chart().encode(x=term_axis(frame["term"]))
    centre, lower, upper, share = (
        share_axis(frame, column, *numbers) for column in ("centre", "lower", "upper", "share_at")
    )
    seen = base.transform_filter("isValid(datum.share_at) && datum.what != 'left out'").encode(detail="stretch:N")
    apart = base.transform_filter("isValid(datum.share_at) && datum.what == 'left out'")
    middle = base.transform_filter("isValid(datum.centre)").encode(detail="stretch:N")
    limited = base.transform_filter("isValid(datum.lower)").encode(detail="stretch:N")
    in_row = base.transform_filter("datum.flag == 'shift' || datum.flag == 'trend'")
    far = base.transform_filter("datum.flag == 'outside' || datum.flag == 'two-in-three'")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    thin = {"color": GREY, "strokeWidth": 1}
    unusual = {"color": TARGET, "fill": TARGET, "opacity": 1}
    layers = [
        middle.mark_line(**thin).encode(y=centre),
        limited.mark_line(**thin, strokeDash=[4, 4]).encode(y=lower),
        limited.mark_line(**thin, strokeDash=[4, 4]).encode(y=upper),
        seen.mark_line(color=ACCENT, strokeWidth=2, point=alt.OverlayMarkDef(color=ACCENT, size=30)).encode(y=share),
        apart.mark_point(color=GREY, size=50, strokeWidth=2, fill="white", opacity=1).encode(y=share),
        in_row.mark_point(**unusual, size=45).encode(y=share),
        far.mark_point(**unusual, shape="diamond", size=95).encode(y=share),
        hidden.mark_text(color=GREY).encode(y=alt.value(LINE_HEIGHT - 10), text="hidden:N"),
    ]
    drawn = alt.layer(*events, *layers, data=frame).properties(width=280, height=LINE_HEIGHT)
    faceted = drawn.facet(facet=panels("measure", frame["measure"]), columns=2)
    return finished(faceted, "Each measure term by term, with its middle and limits where it has terms enough.")
