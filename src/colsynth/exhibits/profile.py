"""Who are the learners of this community? Counts and shares of those on the roll."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import achievement
from colsynth.analyses import profile as analysis
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import ACCENT, GREY, INK, SHARES, finished, names_axis, rows
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

QUESTION = "Who are the learners?"
WIDTH = 240  # pixels of a panel's share axis


def who(chapter: Chapter) -> Exhibit:
    """Who is on the roll, by year level, gender, ethnic group, learning support and English learning?"""
    on_roll = achievement.roll(chapter.snapshot.frame("students"), chapter.calendar, chapter.term)
    if on_roll is None or on_roll.empty:
        why = "No register of learners was supplied that tells who is on the roll, so who they are cannot be told."
        return chapter.nothing("profile", QUESTION, why)
    if chapter.settings.ethnicity == "prioritised":
        on_roll = achievement.prioritised(on_roll, chapter.groups)
    found = everything = analysis.profile(on_roll, chapter.groups)
    unrecorded, partly = (
        list(dict.fromkeys(found.loc[found["verdict"] == word, "trait"]))
        for word in ("not recorded", "partly recorded")
    )
    apart = [t for t in analysis.TRAITS if t != "ethnic group" or chapter.settings.ethnicity == "prioritised"]
    found = _folded(found[found["verdict"] != "not recorded"], apart, chapter.settings.suppress_below)
    few = [t for t in dict.fromkeys(everything["trait"]) if t not in (*unrecorded, *found["trait"])]
    if found.empty:
        return chapter.nothing(
            "profile", QUESTION, "Nothing is recorded of the learners on the roll but that they are."
        )
    table = chapter.may_show(
        Table(found, ("trait", "group"), "learners", (Counted("of", "n", ("share",)),), ("verdict",))
    )
    return chapter.exhibit(
        "profile",
        QUESTION,
        _title(table, chapter),
        subtitle=f"share of {len(on_roll)} learners on the roll in {spoken(chapter.term)}, %. {chapter.ethnicity_rule}"
        if not table.hidden["of"].any()
        else f"share of learners on the roll, %. {chapter.ethnicity_rule}",
        purpose="To know who stands behind every number that follows, and who is few.",
        table=table,
        columns=[
            Column("trait", "By"),
            Column("group", "Group"),
            Column("n", "Learners", "count"),
            Column("of", "On the roll", "count"),
            Column("share", "Share", "percent"),
            Column("verdict", "How far recorded"),
        ],
        caption="Learners on the roll",
        chart=_chart(table),
        alt=_title(table, chapter),
        how_to_read="One bar a group, its length the share of all on the roll; [c] is hidden so that no learner can be "
        "identified.",
        caution=_caution(unrecorded, partly, few),
        talk_about="Who is few enough to be overlooked in an average?",
        method="Learners enrolled in the term, once each, with the values of their newest enrolment. A group of fewer "
        "learners than agreed is hidden [c].",
        sources=chapter.sources("students"),
    )


def _folded(found: pd.DataFrame, apart: list[str], threshold: int) -> pd.DataFrame:
    """The profile with groups of too few learners joined to others, where groups do not overlap.

    Groups that add up to all give a hidden one back as what is left; so a year level too small joins the next, another
    group the smallest, until what stands together is enough. A trait that leaves one group says nothing and goes.
    """
    kept = []
    for trait, own in found.groupby("trait", sort=False):
        rows_ = own.to_dict("records")
        while trait in apart and len(rows_) > 1 and (small := min(rows_, key=lambda row: row["n"]))["n"] < threshold:
            at = rows_.index(small)
            rows_.pop(at)
            near = (
                min(at, len(rows_) - 1) if trait == "year level" else rows_.index(min(rows_, key=lambda row: row["n"]))
            )
            names = (small, rows_[near]) if at <= near else (rows_[near], small)
            joined = " or ".join(str(row["group"]) for row in names)
            total = small["n"] + rows_[near]["n"]
            rows_[near] |= {"group": joined, "n": total, "share": total / small["of"]}
        if len(rows_) > 1 or trait not in apart:
            kept += rows_
    return pd.DataFrame(kept, columns=found.columns).astype(found.dtypes.to_dict())


def _title(table: Protected, chapter: Chapter) -> str:
    """The ethnic groups in reporting order, as the largest part of the answer."""
    frame = table.frame
    seen = frame[
        (frame["trait"] == "ethnic group") & frame["share"].notna() & (frame["group"] != analysis.NOT_RECORDED)
    ]
    if seen.empty:
        n = frame["of"].dropna()
        return (
            f"{int(n.iloc[0])} learners are on the roll."
            if len(n)
            else "Fewer learners than can be told are on the roll."
        )
    parts = [f"{percent(share)} {group}" for share, group in zip(seen["share"], seen["group"], strict=True)]
    parts[0] = f"{percent(seen['share'].iloc[0])} of learners are {seen['group'].iloc[0]}"
    rule = "each in one group" if chapter.settings.ethnicity == "prioritised" else "some in several groups"
    return f"{and_list(parts)}, {rule}."


def _caution(unrecorded: list[str], partly: list[str], few: list[str]) -> str:
    said = ["A share of the roll is not a share of those with results."]
    if partly:
        said.append(f"Recorded of a part only, so shares are at least as large as shown: {and_list(partly)}.")
    if few:
        said.append(f"Not shown, as too few learners would stand apart or all are alike: {and_list(few)}.")
    if unrecorded:
        said.append(f"Not recorded at all: {and_list(unrecorded)}.")
    return " ".join(said)


def _heading(trait: str) -> str:
    return trait if trait[0].isupper() else trait.capitalize()


def _chart(table: Protected) -> dict[str, Any]:
    frame = rows(table, "trait", "group", "share", mark_hidden="share")
    frame["share"] = frame["share"] * 100
    frame["label"] = frame["share"].map(lambda share: None if pd.isna(share) else percent(share / 100))
    charts = []
    for trait in dict.fromkeys(frame["trait"]):
        own = frame[frame["trait"] == trait]
        base = alt.Chart(own[["group", "share", "label", "hidden"]]).encode(y=names_axis("group", own["group"]))
        seen = base.transform_filter("isValid(datum.share)")
        at = alt.X("share:Q", title=None, scale=SHARES, axis=None)
        bars = alt.layer(
            seen.mark_bar(color=ACCENT, opacity=0.85, height=14).encode(x=at),
            seen.mark_text(align="left", dx=5, fontSize=12).encode(x="share:Q", text="label:N"),
            base.transform_filter("datum.hidden == '[c]'")
            .mark_text(align="left", color=GREY)
            .encode(x=alt.datum(2), text="hidden:N"),
        )
        head = alt.TitleParams(_heading(trait), anchor="start", frame="group", fontSize=13, fontWeight=600, color=INK)
        charts.append(bars.properties(width=WIDTH, height=alt.Step(18), title=head))
    return finished(alt.vconcat(*charts, spacing=14), "Bars: the share of each group among the learners on the roll.")
