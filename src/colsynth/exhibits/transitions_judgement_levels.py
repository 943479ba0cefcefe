"""How near are a judgement before a move and one after it, where both stand on three ordered levels or more?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.transitions import judgements as analysis
from colsynth.exhibits.agreement import BASIS
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_judgements import (
    CELLS,
    HOW,
    MARKS,
    SAYS_NOT,
    TALK,
    as_said,
    of_all,
    pair_name,
    pairs_seen,
)
from colsynth.protection import Counted, Table


def judged_on_levels(chapter: Chapter) -> Exhibit:
    """How near are the last judgement before a move and the first after it, on levels that both share?"""
    question = "How near are the two on levels?"
    found = analysis.on_levels(pairs_seen(chapter), chapter.class_icc)
    if found.empty:
        why = (
            "No judgement before a move and result after it stand on the same three levels or more, so “within one "
            "level” would say nothing."
        )
        return chapter.nothing("judgements-on-levels", question, why)
    said = of_all(chapter, found)
    found = (
        as_said(found, said, "exact", ("within_one", *MARKS))
        .assign(
            pair=[pair_name(chapter, row) for _, row in found.iterrows()],
            bands=found["bands"].str.replace("|", " · "),
            basis=found["basis"].map(BASIS),
            kappa=[
                _kappa(row["kappa"], row["kappa_low"], row["kappa_high"], 2 if one.exact else 1)
                for (_, row), one in zip(found.iterrows(), said, strict=True)
            ],
            **{f"of_{cell}": found["n"] for cell in ("near", *CELLS)},
        )
        .sort_values(["n", "pair"], ascending=[False, True], kind="stable")
    )
    drop = ["before", "after", "step", "year", "interim", "kappa_low", "kappa_high", "within_low", "within_high"]
    table = chapter.may_show(
        Table(
            found.drop(columns=drop),
            ("pair", "bands"),
            "learners",
            (
                Counted("n", "n_exact", ("with_both", "exact", "exact_low", "exact_high")),
                Counted("of_near", "n_within", ("within_one", "kappa", "verdict")),
                *(Counted(f"of_{cell}", cell) for cell in CELLS),
            ),
            ("basis",),
            not_applicable=("kappa",),
            across=("before_share", "after_share"),
        )
    )
    return chapter.exhibit(
        "judgements-on-levels",
        question,
        _title(table.frame),
        subtitle="share of learners on the same level before and after a move, and at most one level apart, %",
        purpose="To see whether the two schools differ by a step or by more.",
        table=table,
        columns=[
            Column("pair", "Before and after"),
            Column("bands", "Levels"),
            Column("with_both", "With both"),
            Column("exact", "Same level", "percent"),
            Column("exact_low", "95 % interval from", "percent"),
            Column("exact_high", "95 % interval to", "percent"),
            Column("within_one", "Within one level", "percent"),
            Column("before_share", "At the level expected before", "percent"),
            Column("after_share", "At the level expected after", "percent"),
            Column("kappa", "Weighted kappa (95 % interval)"),
            Column("verdict", "In a word"),
            Column("basis", "Intervals from"),
        ],
        caption="Judgements before and after a move, on the levels that both share",
        how_to_read="Weighted kappa is 1 where all are on the same level by both, and 0 where they are so as often as "
        "by chance; levels further apart count more, by their square. Where nearly all are at the level expected, "
        "or hardly anybody, kappa is low even when the two agree.",
        caution=SAYS_NOT,
        talk_about=TALK,
        method=f"{HOW} Weighted kappa and its error: Cohen (1968), Fleiss, Cohen and Everitt (1969); from 30 learners.",
        sources=chapter.sources("achievement"),
    )


def _title(shown: pd.DataFrame) -> str:
    said = shown.dropna(subset=["exact"])
    if said.empty:
        return "How near the two schools are on levels cannot be shown without showing single learners."
    row = said.iloc[0]
    near = f", {percent(row['within_one'])} within one level" if pd.notna(row["within_one"]) else ""
    return f"{row['pair']}: {percent(row['exact'])} of {row['with_both']} learners are on the same level{near}."


def _kappa(value: Any, low: Any, high: Any, places: int) -> Any:
    return pd.NA if pd.isna(value) else f"{value:.{places}f} ({low:.{places}f} to {high:.{places}f})"
