"""How far apart are groups of learners? Both shares, the difference and the ratio, at the threshold and at the top."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import gaps as analysis
from colsynth.exhibits.achievement import BASIS
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.comparisons import (
    SHOWN,
    by_chance,
    each,
    held_against,
    in_order,
    in_points,
    left_out,
    likeness,
    points,
    slug,
    spanned,
)
from colsynth.exhibits.drawing import ACCENT, GREY, INK, SHARES, finished, in_lines, names_axis, panels, rows
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import strength_of_results
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

EXPECTED = analysis.MARKS["expected"]
HOW = (
    "The last result of each learner in the measure's newest term. Difference = the group's share less the share of "
    "those it is held against, in percentage points; ratio = the one divided by the other, below 1 where the group "
    "reaches the mark less often. More learners for equal shares: how many of the group would have to reach the mark "
    "for its share to be that of the others, in whole numbers. Limits are 95 %: where another, like cohort of these "
    "schools would lie (differences after Newcombe, ratios from the logarithm or the score test). They allow for "
    "learners of one class being alike where classes are recorded, else they are from the count alone and too narrow; "
    "learners on both sides count once in the error. Among like learners: the difference if both sides were spread "
    "over schools and year levels as the two together; schools and year levels that have one side alone say nothing. "
    "A difference is called lower or higher only where its limits leave out 0. Fewer than ten learners on "
    "a side: left out. Where the share of either side is hidden [c], so is everything reckoned from the two."
)
COLUMNS = [
    Column("measure", "Measure"),
    Column("term", "Term"),
    Column("mark", "Mark"),
    Column("group", "Group"),
    Column("reference", "Held against"),
    Column("n", "Learners in the group", "count"),
    Column("share_at", "Share of the group", "percent"),
    Column("n_reference", "Learners held against", "count"),
    Column("share_reference", "Their share", "percent"),
    Column("apart", "Difference in points"),
    Column("limits", "95 % limits, points"),
    Column("verdict", "In a word"),
    Column("times", "Ratio (95 % limits)"),
    Column("learners_for_parity", "More learners for equal shares", "count"),
    Column("like", "Among like learners, points (95 % limits)"),
    Column("like_word", "Among like learners, in a word"),
    Column("composition", "Against the first difference"),
    Column("basis", "Limits from"),
]
MIRRORED = (
    "Girls and boys are each held against all other learners with a result, so the two rows of a measure are nearly "
    "one difference seen from both sides; where one is just clear and the other just not, it is a close call."
)
COUNTED = (Counted("n", "n_at"), Counted("n_reference", "n_reference_at"))
PLAIN = ("basis",)


def between(chapter: Chapter, what: str) -> Exhibit:
    """How far apart are the groups of `gender`, `ethnic group`, `further support` or `two traits`?"""
    noun = f"gap-{what.replace(' ', '-')}"
    question = _QUESTIONS[what]
    sides = held_against(chapter, SHOWN[what])
    everything = analysis.gaps(chapter.results, sides, likeness(chapter))
    found = everything[everything["verdict"] != analysis.TOO_FEW]
    if found.empty:
        return chapter.nothing(noun, question, _NOTHING[what])
    found = in_order(chapter, found)
    table = _protected(chapter, found)
    shown = table.frame.assign(measure_id=found["measure"].to_numpy())
    told = found[shown["difference"].notna().to_numpy()]
    title = _title(shown)
    findings = _findings(chapter, question, found, shown) if what != "two traits" else []
    rule = f" {chapter.ethnicity_rule}" if "ethnic" in " ".join(SHOWN[what]) else ""
    return chapter.exhibit(
        noun,
        question,
        title,
        subtitle="share of learners with a result, %, newest term of each measure, at the threshold and at the highest "
        f"level.{rule}",
        purpose="To see whether school works equally well for every group, and how many learners stand behind a gap.",
        table=table,
        columns=COLUMNS,
        caption=f"{question[:-1]}, by measure",
        chart=_chart(table, shown),
        alt=" ".join(finding.claim for finding in findings) or title,
        how_to_read="The full dot is the group, the open circle those it is held against; the words say how far apart "
        "they are, where that is more than chance; not clear: chance alone could make it.",
        caution=" ".join(
            filter(
                None,
                [
                    MIRRORED if what == "gender" else "",
                    _composition(told),
                    _overlaps(found),
                    by_chance(len(found)),
                    left_out(everything),
                ],
            )
        ),
        talk_about="What is school like for the learners with the lower share, and who could we ask?",
        method=HOW,
        sources=(*chapter.sources("achievement"), *chapter.sources("students")),
        findings=findings,
    )


_QUESTIONS = {
    "gender": "How far apart are girls and boys?",
    "ethnic group": "How far apart are ethnic groups?",
    "further support": "How far apart are learners with further support and others?",
    "two traits": "How far are the girls and the boys of each ethnic group from everyone else?",
}
_NOTHING = {
    "gender": "Gender is not recorded for ten learners on each side with results, so no gap is told by it.",
    "ethnic group": "Ethnic groups are not recorded for ten learners on each side with results, so no gap is told.",
    "further support": "Learning support, English learning and lists are not recorded for ten learners on each side "
    "with results, so no gap is told by them.",
    "two traits": "No ethnic group has ten girls or ten boys with results on a measure, so nothing is told of them.",
}


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    """The table as it may be shown: a hidden share of either side hides both, for all learners are told elsewhere."""
    frame = found.assign(
        measure=found["measure"].map(chapter.measure_name),
        apart=each(points, found["difference"]),
        limits=each(spanned, found["low"], found["high"]),
        times=_times(found),
        like=_like(found),
        like_word=found["verdict_standardised"],
        basis=found["basis"].map(BASIS),
    )
    across = (
        *("share_at", "share_reference", "difference", "low", "high", "apart", "limits", "verdict", "times"),
        *("learners_for_parity", "like", "like_word", "composition"),
    )
    dimensions = ("measure", "term", "mark", "group", "reference")
    columns = [*dimensions, *(c for counted in COUNTED for c in counted.columns), *across, *PLAIN]
    return chapter.may_show(Table(frame[columns], dimensions, "learners", COUNTED, PLAIN, across=across))


def _times(found: pd.DataFrame) -> pd.Series[Any]:
    low = found["ratio_low"].fillna(0.0)
    return pd.Series(
        [
            None if pd.isna(ratio) else f"{ratio:.2f} ({spanned(below, above, 'ratio')})"
            for ratio, below, above in zip(found["ratio"], low, found["ratio_high"], strict=True)
        ],
        index=found.index,
        dtype="str",
    )


def _like(found: pd.DataFrame) -> pd.Series[Any]:
    limits = [found[c] for c in ("standardised", "standardised_low", "standardised_high")]
    said = each(lambda value, low, high: f"{points(value)} ({spanned(low, high)})", *limits)
    return said.where(said.notna(), "too few alike")


def in_words(row: pd.Series[Any]) -> str:
    """`12 points lower`, or `no clear difference (−3 points)`; the word alone where there is no difference to tell."""
    if row["verdict"] in (analysis.LOWER, analysis.HIGHER):
        return f"{in_points(row['difference'])} {row['verdict']}"
    return f"{row['verdict']} ({points(row['difference'])})"


def _briefly(row: pd.Series[Any]) -> str:
    """What stands beside two dots: `12 points lower`, `not clear (−3)`."""
    return in_words(row).replace(analysis.UNCLEAR, "not clear")


def _title(shown: pd.DataFrame) -> str:
    """What is clear on the leading measure at the threshold, and how many comparisons are not."""
    said = shown[(shown["mark"] == EXPECTED) & shown["verdict"].notna()]
    if said.empty:
        return "No gap can be told without showing single learners."
    lead = said[said["measure"] == said["measure"].iloc[0]]
    clear = lead[lead["verdict"].isin([analysis.LOWER, analysis.HIGHER])]
    parts = [f"{row['group']} {in_words(row)}" for _, row in clear.iterrows()]
    rest = len(lead) - len(clear)
    if rest:
        other = "other " * bool(parts)
        unclear = lead[~lead["verdict"].isin([analysis.LOWER, analysis.HIGHER])]
        whom = unclear["group"].iloc[0] if rest == 1 else f"the {rest} {other}groups"
        parts.append(f"no clear difference for {whom}")
    against = f", against {lead['reference'].iloc[0]}" if lead["reference"].nunique() == 1 else ""
    more = said["measure"].nunique() - 1
    below = f"; {more} more {'measure' if more == 1 else 'measures'} below" if more else ""
    return f"{lead['measure'].iloc[0]}{against}: {and_list(parts)}{below}."


def _composition(told: pd.DataFrame) -> str:
    """What it means that the difference among like learners is another, where it is."""
    words = {row["composition"] for _, row in told.iterrows() if _is_clear(row)}
    said = []
    if "smaller" in words:
        said.append(
            "Where the difference among like learners is smaller, a part of it goes with which schools and year levels "
            "the groups are in, not with how the same school serves them."
        )
    if "larger" in words:
        said.append(
            "Where the difference among like learners is larger, the mix of schools and year levels hides a part of it."
        )
    if "the other way round" in words:
        said.append(
            "Where it is the other way round among like learners, the mix of schools and year levels alone makes the "
            "first one."
        )
    if not said and words == {"much the same"}:
        said.append("Among learners of the same school and year level the differences are much the same.")
    return " ".join(said)


def _overlaps(found: pd.DataFrame) -> str:
    if not (found["n_both"] > 0).any():
        return ""
    return "Some learners are in both groups; they count on both sides, and the limits allow for it."


def _findings(chapter: Chapter, question: str, found: pd.DataFrame, shown: pd.DataFrame) -> list[Finding]:
    """One finding a group on the leading measure, where its numbers may be shown; the top level in the same breath."""
    may = shown["difference"].notna()
    lead = shown.loc[may & (shown["mark"] == EXPECTED), "measure_id"].head(1).tolist()
    told = found[may.to_numpy() & found["measure"].isin(lead).to_numpy()]
    tops = told[told["mark"] != EXPECTED].set_index(["group", "reference"])
    return chapter.may_tell(
        _finding(chapter, question, row, tops) for _, row in told[told["mark"] == EXPECTED].iterrows()
    )


def _finding(chapter: Chapter, question: str, row: pd.Series[Any], tops: pd.DataFrame) -> Finding:
    measure = chapter.measures[row["measure"]]
    claim = (
        f"{measure.name}, {spoken(row['term'])}: {percent(row['share_at'])} of {row['n']} learners ({row['group']}) "
        f"and {percent(row['share_reference'])} of {row['n_reference']} ({row['reference']}) are "
        f"{measure.reached_in_words(row['term'])}: {in_words(row)}"
    )
    if pd.notna(row["ratio"]):
        claim += f", {row['ratio']:.2f} times as often"
    if row["learners_for_parity"]:
        more = int(row["learners_for_parity"])
        claim += f"; {more} more {'learner' if more == 1 else 'learners'} would make the shares equal"
    key = (row["group"], row["reference"])
    if key in tops.index:
        top = tops.loc[key]
        claim += f". {EXPECTED_TOP}: {percent(top['share_at'])} and {percent(top['share_reference'])}, {in_words(top)}"
    make = partial(
        Finding,
        f"{chapter.name}-gap-{measure.id}-{slug(row['group'])}",
        chapter.name,
        f"{measure.name}: {question[0].lower()}{question[1:]}",
        claim + ".",
    )
    return make(
        strength_of_results(
            chapter,
            measure.id,
            row["term"],
            n=int(min(row["n"], row["n_reference"])),
            low=float(row["low"]),
            high=float(row["high"]),
        ),
        "learners",
        size=round(float(row["difference"]), 4),
        unit="difference in share of learners",
        low=round(float(row["low"]), 4),
        high=round(float(row["high"]), 4),
        basis=row["basis"],
        n=int(row["n_at"]),
        of=int(row["n"]),
        comparison=f"{row['reference']}, {percent(row['share_reference'])} of {row['n_reference']} learners",
        says_not=_says_not(row),
        provenance=chapter.sources("achievement", measure=measure.id, term=row["term"]),
    )


EXPECTED_TOP = "At the highest level"


def _says_not(row: pd.Series[Any]) -> str:
    said = "It does not say why, nor anything about any one learner: it asks what school is like for a group."
    if not _is_clear(row):
        return said
    like = {
        "smaller": "smaller, so a part of it goes with the schools and year levels they are in",
        "larger": "larger, so the mix of schools and year levels hides a part of it",
        "the other way round": "the other way round, so the mix of schools and year levels makes it",
    }.get(row["composition"])
    if like is None:
        return said
    apart = points(row["standardised"])
    return f"{said} Among learners of the same school and year level the difference ({apart}) is {like}."


def _is_clear(row: pd.Series[Any]) -> bool:
    """Whether the difference is more than chance, among all or among like learners; only then is its make-up told."""
    return bool({row["verdict"], row["verdict_standardised"]} & {analysis.LOWER, analysis.HIGHER})


def _chart(table: Protected, shown: pd.DataFrame) -> dict[str, Any] | None:
    """A pair of dots a group: one panel a measure and mark, those of both marks side by side."""
    frame = rows(
        table, "measure", "term", "mark", "group", "reference", "share_at", "share_reference", mark_hidden="share_at"
    )
    frame["said"] = [None if pd.isna(row["share_at"]) else _briefly(row) for _, row in shown.iterrows()]
    frame["clear"] = shown["verdict"].isin([analysis.LOWER, analysis.HIGHER]).to_numpy(bool)
    for share in ("share_at", "share_reference"):
        frame[share] = frame[share] * 100
    marks = frame.groupby("measure")["mark"].transform("nunique")
    frame["panel"] = [_panel(*cells) for cells in zip(frame["measure"], frame["term"], frame["mark"], strict=True)]
    frame = frame.assign(both=marks).sort_values("both", ascending=False, kind="stable")
    order: Sequence[str] = list(dict.fromkeys(frame["group"]))
    high, low = frame[["share_at", "share_reference"]].max(axis=1), frame[["share_at", "share_reference"]].min(axis=1)
    frame["right"], frame["left"] = high.where(high <= 55), low.where(high > 55)
    frame = frame[["panel", "group", "share_at", "share_reference", "said", "clear", "right", "left", "hidden"]]
    frame["group"] = in_lines(frame["group"], 26)
    base = alt.Chart(frame).encode(y=names_axis("group", in_lines(pd.Series(order, dtype="str"), 26)))
    at = alt.X("share_at:Q", title="share, %", scale=SHARES, axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    seen = base.transform_filter("isValid(datum.share_at)")
    tone = alt.condition("datum.clear", alt.value(INK), alt.value(GREY))
    layers = alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=2, opacity=0.5).encode(x=at, x2="share_reference:Q"),
        seen.mark_point(color=GREY, size=60, filled=False, strokeWidth=2, opacity=1, fill="white").encode(
            x="share_reference:Q"
        ),
        seen.mark_point(color=ACCENT, size=65, filled=True, opacity=1).encode(x="share_at:Q"),
        seen.transform_filter("isValid(datum.right)")
        .mark_text(align="left", dx=9, fontSize=11)
        .encode(x="right:Q", text="said:N", color=tone),
        seen.transform_filter("isValid(datum.left)")
        .mark_text(align="right", dx=-9, fontSize=11)
        .encode(x="left:Q", text="said:N", color=tone),
        base.transform_filter("datum.hidden == '[c]'")
        .mark_text(align="left", color=GREY)
        .encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=250, height=alt.Step(30))
    chart = layers.facet(facet=panels("panel", frame["panel"]), columns=2)
    return finished(chart, "Two dots a group: its share at the mark, and the share of those it is held against.")


def _panel(measure: str, term: str, mark: str) -> str:
    return "\n".join([*in_lines(pd.Series([measure]), 40), f"{spoken(term)}, {mark}"])
