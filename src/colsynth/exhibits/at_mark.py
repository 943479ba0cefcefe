"""How many of the same learners came to the mark or fell from it, and is a change theirs or who left and came?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import at_mark as analysis
from colsynth.analyses import composition as of_all
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, SHARES, finished, in_lines, names_axis, panels, rows
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import strength_of_change
from colsynth.exhibits.matching import Followed, followed, matched_in_words, span_in_short, span_in_words, told_of
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table

ALL = "All learners"
NO_PAIRS = (
    "No measure with an expectation has results of the same learners in two terms without a change in between, so it "
    "cannot be told how they moved."
)
SHARES_MOVED = ("before", "now", "up", "down", "stayed", "change", "low", "high")
APART = (("n_left", "left_at"), ("n_came", "came_at"))  # whose results the shares of all and of the same give back
SHARES_OF_ALL = (
    "matched_before", "matched_now", "matched_change", "all_before", "all_now", "all_change", "composition",
)  # fmt: skip


def at_mark(chapter: Chapter) -> Exhibit:
    """How many of the same learners moved up to the expectation, stayed, or fell from it?"""
    question = "How did the same learners move against the expectation?"
    seen = list(followed(chapter, "expected"))
    if not seen:
        return chapter.nothing("moves", question, NO_PAIRS)
    found = pd.concat([_moved(one) for one in seen], ignore_index=True)
    table = _protected(chapter, found)
    findings = chapter.may_tell(
        _finding(chapter, question, row, one) for one, (_, row) in zip(seen, found.iterrows(), strict=True)
    )
    title = _title(table.frame)
    return chapter.exhibit(
        "moves",
        question,
        title,
        subtitle="share of learners with a result in both terms, %",
        purpose="To see movement that a steady share hides: some come to the mark while others fall from it.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("eligible", "Could be matched", "count"),
            Column("matched", "Matched", "count"),
            Column("over", "From and to"),
            Column("before", "At the mark before", "percent"),
            Column("now", "At the mark now", "percent"),
            Column("up", "Came to it", "percent"),
            Column("down", "Fell from it", "percent"),
            Column("stayed", "Stayed on their side", "percent"),
            Column("moved", "Change, points of % (95 % interval)"),
            Column("verdict", "Change"),
        ],
        caption="The same learners at or above expectation, before and now",
        chart=_chart(table, title),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="The ring is the share of these learners at the mark in the earlier term, the dot in the later. "
        "Beside them: how many came to it and how many fell from it.",
        caution="The expectation rises with the year level, so a learner who stays at it has learned. Some moves are "
        "judgements that could have gone either way; two such moves in opposite directions cancel in the share. On "
        "measures that look to the end of the year, shares rise within a year by themselves.",
        talk_about="Who fell from the mark, and did anybody notice at the time?",
        method="Matched and eligible as under the progress in points. Change: learners who came to the mark less those "
        "who fell from it, by all matched; Tango's score interval for these schools with another, like cohort, on what "
        "learners in classes are worth where ten classes or more are known, else from the count alone. Levels are "
        "never subtracted. All shares of a row are hidden [c] where one of its counts is small, or one of those who "
        "left or came, which the shares of all learners beside those of the same would give back.",
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def composition(chapter: Chapter) -> Exhibit:
    """How much of a change is that of the same learners, and how much is who left and who came?"""
    question = "Is the change that of the same learners?"
    seen = list(followed(chapter, "expected"))
    if not seen:
        return chapter.nothing("composition", question, NO_PAIRS)
    found = pd.concat(
        [_named(of_all.composition(one.results, one.over.first, one.over.last), one) for one in seen], ignore_index=True
    )
    counted = tuple(Counted(of, n) for of, n in of_all.COUNTED)
    dimensions, across = ("measure", "over"), (*SHARES_OF_ALL, "same", "verdict")
    frame = found.assign(same=found["matched"]).drop(columns="measure_id")
    table = chapter.may_show(Table(frame, dimensions, "learners", counted, across=across))
    told = table.frame[table.frame["composition"].notna()]
    title = "Who left and who came cannot be told apart from learning: too few learners may be shown."
    if not told.empty:
        one = told.iloc[int(told["composition"].abs().astype(float).argmax())]
        part = "none of it is" if _points(one["composition"]) == "0" else f"{_points(one['composition'])} is"
        title = (
            f"{one['measure']}: the share moved {_points(one['matched_change'])} points for the same learners and "
            f"{_points(one['all_change'])} for all; {part} who left and who came."
        )
    shares = [
        Column("n_before", "All learners, before", "count"),
        Column("n_now", "All learners, now", "count"),
        Column("same", "The same learners", "count"),
        Column("all_before", "All, at the mark before", "percent"),
        Column("all_now", "All, now", "percent"),
        Column("matched_before", "The same, before", "percent"),
        Column("matched_now", "The same, now", "percent"),
        Column("verdict", "The change of all is"),
    ]
    return chapter.exhibit(
        "composition",
        question,
        title,
        subtitle="change of the share at or above expectation, points of %",
        purpose="To keep a change of learners apart from a change in learners.",
        table=table,
        columns=[Column("measure", "Measure"), Column("over", "From and to"), *shares],
        caption="The share at expectation: all learners of each term, and the same learners",
        chart=_both_chart(table, title),
        alt=title,
        how_to_read="From the ring (the earlier term) to the dot (the later). The change of all learners is that of "
        "the same learners plus composition: who left and who came.",
        caution="Composition has no interval here: it describes who was assessed, not a chance of it. Changes are "
        "rounded once, so one may be a point off the difference of two whole percentages.",
        talk_about="Who came and who left, and is that a story of its own?",
        method="Composition is the change of the share of all learners of each term less that of the learners with a "
        f"result in both. It is called most of the change from {of_all.HALF * 100:.0f} % of it on and at least "
        f"{of_all.MUCH * 100:.0f} points of %.",
        sources=chapter.sources("achievement"),
    )


def _moved(one: Followed) -> pd.DataFrame:
    pairs, could = one.grouped("all learners")
    found = _named(analysis.at_mark(pairs, could, analysis.likeness(one.pairs)), one)
    apart = of_all.composition(one.results, one.over.first, one.over.last)
    return found.assign(**{name: apart[name].to_numpy() for pair in APART for name in pair}).astype(
        dict.fromkeys((name for pair in APART for name in pair), "Int64")
    )


def _named(found: pd.DataFrame, one: Followed) -> pd.DataFrame:
    return found.assign(measure=one.name, measure_id=one.measure, over=span_in_short(one.over))


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    said = [
        None if pd.isna(v) else f"{_points(v)} ({_points(a)} to {_points(b)})"
        for v, a, b in zip(found["change"], found["low"], found["high"], strict=True)
    ]
    frame = found.assign(moved=pd.Series(said, index=found.index, dtype="str"))
    counted = (Counted("eligible", "matched"), *(Counted("base", n) for n in ("n_before", "n_now", "n_up", "n_down")))
    counted += tuple(Counted(of, at) for of, at in APART)
    across = (*SHARES_MOVED, "moved", "verdict")
    table = Table(
        frame.drop(columns=["measure_id", "basis", "group"]),
        ("measure",),
        "learners",
        counted,
        ("over",),
        not_applicable=(*across, *(name for pair in APART for name in pair)),
        across=across,
    )
    return chapter.may_show(table)


def _points(share: float) -> str:
    """A change of share as whole points with a sign: `+4`, `−3`, `0`."""
    whole = int(abs(100 * share) + 0.5 + 1e-9)
    return "0" if whole == 0 else f"{'+' if share > 0 else chr(0x2212)}{whole}"


def _finding(chapter: Chapter, question: str, row: pd.Series[Any], one: Followed) -> Finding:
    threshold = chapter.settings.suppress_below
    eligible, base, few = int(row["eligible"]), int(row["base"]), row["verdict"] == "too few"
    known = one.pairs.dropna(subset=["expected_before", "expected_now"])
    moved = known["expected_now"].astype(float) - known["expected_before"].astype(float)
    by_school = moved.groupby(known["school"]).mean()
    strength = strength_of_change(
        chapter,
        one.measure,
        one.over.first,
        one.over.last,
        matched=True,
        points=2,
        low=None if few else float(row["low"]),
        high=None if few else float(row["high"]),
        n=base,
        n_schools=len(by_school),
        same_sign=None if few else float((by_school * float(row["change"]) > 0).mean()),
        one_rule=True,
        loss=1 - base / eligible if eligible else None,
    )
    of = told_of(base, eligible, threshold)
    few = (
        few or of is None or any(_small(int(row[n]), base, threshold) for n in ("n_before", "n_now", "n_up", "n_down"))
    )
    small = few or any(pd.notna(row[at]) and row[n] and _small(int(row[at]), int(row[n]), threshold) for n, at in APART)
    who = f"{one.name}, {span_in_words(one.over)}"
    if small:
        claim = (
            f"{who}: how the same learners moved cannot be shown without showing single learners, or too few matched."
        )
    else:
        matched = matched_in_words(base, eligible, threshold)
        reached = f"{percent(row['before'])} then and {percent(row['now'])} now at the mark"
        limits = f"95 % interval of the change {_points(row['low'])} to {_points(row['high'])} points"
        said = f"{percent(row['up'])} of them came to the mark, {percent(row['down'])} fell from it"
        claim = f"{who}: {matched} have both results; {said}; {reached}: {row['verdict']} ({limits})."
    return Finding(
        f"{chapter.name}-moves-{one.measure}",
        chapter.name,
        f"{one.name}: {question[0].lower()}{question[1:]}",
        claim,
        strength,
        "learners",
        size=None if small else round(float(row["change"]), 4),
        unit="" if small else "share of learners",
        low=None if small else round(float(row["low"]), 4),
        high=None if small else round(float(row["high"]), 4),
        basis="" if small else row["basis"],
        n=base,
        of=of,
        comparison="" if small else "the same learners before",
        direction={"more at the mark": "up", "fewer at the mark": "down"}.get(row["verdict"], "level"),
        says_not="It does not say how much anybody learned: the mark rises with the year level.",
        provenance=chapter.sources("achievement", measure=one.measure),
    )


def _small(n: int, of: int, threshold: int) -> bool:
    return n < threshold or of - n < threshold


def _title(shown: pd.DataFrame) -> str:
    told = shown[shown["change"].notna()]
    if told.empty:
        return "How the same learners moved cannot be shown without showing single learners."
    one = told.iloc[0]
    rest = f"; {len(told) - 1} more {'measure' if len(told) == 2 else 'measures'} below." if len(told) > 1 else "."
    came = f"{percent(one['up'])} of the same learners came to the mark and {percent(one['down'])} fell from it"
    return f"{one['measure']}: {came}, {one['verdict']}{rest}"


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    frame = rows(table, "measure", "before", "now", "up", "down", mark_hidden="now")
    if frame["now"].isna().all():
        return None
    shares = ["before", "now"]
    frame = frame.assign(measure=in_lines(frame["measure"]), **{c: frame[c] * 100 for c in shares})
    frame["label"] = [
        "" if pd.isna(up) else f"{percent(up)} came, {percent(down)} fell"
        for up, down in zip(frame["up"], frame["down"], strict=True)
    ]
    frame = frame.drop(columns=["up", "down"])
    base = alt.Chart(frame).encode(y=names_axis("measure", frame["measure"]))
    seen = base.transform_filter("isValid(datum.now)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    at = alt.X("now:Q", title="share at the mark, %", scale=SHARES, axis=alt.Axis(tickCount=5))
    chart = alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=2).encode(x="before:Q", x2="now:Q"),
        seen.mark_point(color=ACCENT, fill="white", size=90, opacity=1, strokeWidth=2).encode(x="before:Q"),
        seen.mark_point(color=ACCENT, filled=True, size=90, opacity=1).encode(x=at),
        seen.mark_text(dy=-13, fontSize=12).encode(x="now:Q", text="label:N"),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=420, height=alt.Step(50))
    return finished(chart, description)


def _both_chart(table: Protected, description: str) -> dict[str, Any] | None:
    """All learners of each term above the same learners, one panel a measure."""
    found = rows(table, "measure", *SHARES_OF_ALL, mark_hidden="all_now")
    if found["all_now"].isna().all():
        return None
    parts = [
        found[["measure", "hidden"]].assign(who=who, before=found[f"{of}_before"] * 100, now=found[f"{of}_now"] * 100)
        for of, who in (("all", "all learners"), ("matched", "the same learners"))
    ]
    frame = pd.concat(parts, ignore_index=True).assign(measure=lambda both: in_lines(both["measure"], 60))
    base = alt.Chart().encode(y=names_axis("who", frame["who"]))
    seen = base.transform_filter("isValid(datum.now)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    at = alt.X("now:Q", title="share at the mark, %", scale=SHARES, axis=alt.Axis(tickCount=5))
    drawn = alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=2).encode(x="before:Q", x2="now:Q"),
        seen.mark_point(color=ACCENT, fill="white", size=80, opacity=1, strokeWidth=2).encode(x="before:Q"),
        seen.mark_point(color=ACCENT, filled=True, size=80, opacity=1).encode(x=at),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(2), text="hidden:N"),
        data=frame,
    ).properties(width=420, height=alt.Step(28))
    return finished(drawn.facet(facet=panels("measure", frame["measure"]), columns=1), description)
