"""How near are judgement and test where a mapping tells three ordered levels apart?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses import agreement as analysis
from colsynth.exhibits.agreement import HOW, TALK, named, pairs_seen, rulers_said
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.protection import Counted, Table


def on_levels(chapter: Chapter) -> Exhibit:
    """How near are judgement and test where a mapping tells three ordered levels apart?"""
    question = "How near are judgement and test on levels?"
    pairs = pairs_seen(chapter)
    found = analysis.on_levels(pairs, chapter.class_icc) if len(pairs) else pd.DataFrame()
    if found.empty:
        why = (
            "No dated mapping tells three levels of a judgement apart by the score of a test that learners here sat, "
            "so “within one level” would say nothing."
        )
        return chapter.nothing("agreement-on-levels", question, why)
    found = named(chapter, found).assign(
        bands=found["bands"].str.replace("|", " · "),
        n_near=found["n"],
        kappa=[_kappa(row["kappa"], row["kappa_low"], row["kappa_high"]) for _, row in found.iterrows()],
    )
    table = chapter.may_show(
        Table(
            found.drop(columns=["judgement", "test", "interim", "kappa_low", "kappa_high"]),
            ("pair", "bands"),
            "learners",
            (
                Counted("n", "n_exact", ("exact", "exact_low", "exact_high")),
                Counted("n_near", "n_within", ("within_one", "within_low", "within_high")),
            ),
            ("basis",),
            not_applicable=("kappa",),
            across=("kappa", "verdict"),
        )
    )
    rulers = rulers_said(chapter, pairs[pairs["bands"].notna()])
    return chapter.exhibit(
        "agreement-on-levels",
        question,
        _title(table.frame),
        subtitle="share of learners on the same level by both, and at most one level apart, %",
        purpose="To see whether the two differ by a step or by more.",
        table=table,
        columns=[
            Column("pair", "Judgement and test"),
            Column("bands", "Levels told apart"),
            Column("n", "Learners with both", "count"),
            Column("exact", "Same level", "percent"),
            Column("exact_low", "95 % interval from", "percent"),
            Column("exact_high", "95 % interval to", "percent"),
            Column("within_one", "Within one level", "percent"),
            Column("kappa", "Weighted kappa (95 % interval)"),
            Column("verdict", "In a word"),
            Column("basis", "Intervals from"),
        ],
        caption="Judgements and tests on the levels that a mapping tells apart",
        how_to_read="Weighted kappa is 1 where all are on the same level by both, and 0 where they are so as often as "
        "by chance; levels further apart count more, by their square.",
        caution=f"With three levels few learners can be more than one apart. {rulers}",
        talk_about=TALK,
        method=f"{HOW} Weighted kappa and its error: Cohen (1968), Fleiss, Cohen and Everitt (1969); from 30 learners.",
        sources=chapter.sources("achievement"),
    )


def _title(shown: pd.DataFrame) -> str:
    said = shown.dropna(subset=["exact"])
    if said.empty:
        return "How near judgement and test are cannot be shown without showing single learners."
    row = said.iloc[0]
    near = f", {percent(row['within_one'])} within one level" if pd.notna(row["within_one"]) else ""
    return f"{row['pair']}: {percent(row['exact'])} of {row['n']} learners are on the same level by both{near}."


def _kappa(value: Any, low: Any, high: Any) -> Any:
    return pd.NA if pd.isna(value) else f"{value:.2f} ({low:.2f} to {high:.2f})"
