"""How often would each verdict of this report be wrong by chance alone? What simulation found, as a reader meets it."""

from __future__ import annotations

import pandas as pd

from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.protection import Table
from colsynth.reference.verdicts import Verdicts, load_verdicts

_COLUMNS = ("chapter", "verdict", "wrong_when", "percent", "rule")


def error_rates(chapter: Chapter) -> Exhibit:
    """How often would each verdict be wrong by chance alone?"""
    rates = load_verdicts()
    frame = rows_of(rates)
    table = chapter.may_show(Table(frame, ("chapter", "verdict", "wrong_when"), "records", plain=("percent", "rule")))
    return chapter.exhibit(
        "verdicts",
        "How often would each verdict be wrong by chance alone?",
        title_of(rates),
        subtitle="verdicts, their rules, and how often each stood where nothing was there",
        purpose="So that a reader knows which words can be leant on, and which only say which way the numbers lean.",
        table=table,
        columns=[
            Column("chapter", "Chapter"),
            Column("verdict", "Verdict"),
            Column("wrong_when", "Is wrong when"),
            Column("percent", "And then given in 100, at most"),
            Column("rule", "Rule"),
        ],
        caption="Error rates of verdicts",
        how_to_read="Communities in which nothing was there were drawn over and over, with learners in classes in "
        "schools, and every verdict was asked each time: in so many of 100 it was given all the same. Learners of a "
        "class are alike by .05 or .15 where so much of what parts learners lies between classes. Rules that look at "
        "many schools, groups or terms give more false verdicts in all than one alone does.",
        caution="These rates are for communities like those that were drawn. Few classes, or schools that change from "
        "term to term, make them worse. They say nothing of how often a verdict is missed where something is there. "
        "Words that only give a size or a count, such as “mostly composition” or “more needed”, rest on no test and "
        "are not listed.",
        talk_about="Which verdicts would you act on, and which would you first look at for another term?",
        method=f"{rates.source}. Drawn: {drawn_of(rates)}. The rates are in data/reference/verdicts.yaml, and a test "
        "finds them again.",
    )


def title_of(rates: Verdicts) -> str:
    """The answer: how far the verdicts of change, and those that lean, are wrong by chance."""
    most = {
        kind: max((max(v.percent) for v in rates.verdicts.values() if v.kind == kind), default=None)
        for kind in ("change", "leaning")
    }
    if most["leaning"] is None:
        return f"At most {most['change']} in 100."
    leaning = [word for v in rates.verdicts.values() if v.kind == "leaning" for word in v.words]
    words = and_list([f"“{word}”" for word in dict.fromkeys(leaning)])
    return f"At most {most['change']} in 100; {words}, which only lean, up to {most['leaning']} in 100."


def drawn_of(rates: Verdicts) -> str:
    """The communities that were drawn, in words."""
    return "; ".join(design.says for design in rates.designs.values())


def rows_of(rates: Verdicts) -> pd.DataFrame:
    """One row is one verdict: chapter, words, when it is wrong, percentages case by case, and its rule."""
    rows = [
        (
            verdict.chapter.capitalize(),
            and_list(verdict.words).replace(" and ", " or "),
            verdict.wrong_when,
            ", ".join(
                f"{n} ({case})" for case, n in zip(rates.designs[verdict.design].cases, verdict.percent, strict=True)
            ),
            verdict.rule,
        )
        for verdict in rates.verdicts.values()
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype="str")
