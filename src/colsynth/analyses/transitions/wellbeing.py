"""What do learners say on the two sides of a move, as repeated groups of other learners?

Answers carry no learner, so those of Year 9 this year are not the answers that the same learners gave in Year 8: a
difference is one between groups, never a change of those who moved.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from colsynth.analyses.transitions.pathway import Step
from colsynth.methods.proportions import effective_n, newcombe_difference
from colsynth.reference.answer_scales import AnswerScales

LEAST_RESPONDENTS = 10  # on each side; of fewer nothing is said
CLASS_SIZE, ALIKE = 25, 0.05  # a survey names no classes: the learners are taken to sit in such ones. Our assumption

COLUMNS = {
    "step": "str", "survey": "str", "item": "str", "term_before": "str", "term_after": "str", "n_before": "Int64",
    "agree_before": "Int64", "n_after": "Int64", "agree_after": "Int64", "before": "Float64", "after": "Float64",
    "difference": "Float64", "low": "Float64", "high": "Float64", "verdict": "str",
}  # fmt: skip


def closed_items(voice: pd.DataFrame, scales: AnswerScales) -> pd.DataFrame:
    """One row is one answer, or several alike, of learners of one year level to one closed item.

    Of the register of voices: learners alone, with a year level and a term. An item is closed where nine in ten of its
    answers are words of one of the `scales` (never an answer in people's own words). Columns: survey, item, year_level,
    term, n (how many gave it; one where the sheet has a row a respondent), agrees.
    """
    rows = voice[(voice["group"] == "learners") & voice["year_level"].notna() & voice["term"].notna()]
    rows = rows[rows["answer"].notna() & rows["item"].notna()]
    rows = rows.assign(n=rows["n"].fillna(1).astype(int), survey=rows["survey"].fillna("").astype("str"))
    kept = []
    for (_, item), mine in rows.groupby(["survey", "item"], sort=False):
        read = scales.item(str(item), {str(said): int(n) for said, n in mine.groupby("answer")["n"].sum().items()})
        agrees = {answer: place.side == "for" for answer, place in (read.places or {}).items()}
        known = mine[mine["answer"].isin(agrees)]
        kept.append(known.assign(agrees=known["answer"].map(agrees).astype(bool)))
    columns = ["survey", "item", "year_level", "term", "n", "agrees"]
    return pd.concat(kept, ignore_index=True)[columns] if kept else pd.DataFrame(columns=columns)


def across_steps(answers: pd.DataFrame, steps: Iterable[Step]) -> pd.DataFrame:
    """One row is one transition point and closed item: those who agree before it, and other learners after it.

    `answers` as from `closed_items`. Before: the year level before the move, of the newest school year before that of
    the answers after it, so that both could be of one cohort; without one, of the same year. Columns: step; survey,
    item; term_before, term_after (the newest of each year); n_before, agree_before, n_after, agree_after, the shares
    before and after; difference (after less before), low, high (95 %, Newcombe, of what learners are worth in classes
    of 25 alike by .05, as no survey names the classes); verdict: of `verdict_of_groups`, or `too few` (below ten on a
    side). Empty where no item has answers on both sides.
    """
    rows = []
    known = answers.assign(year=answers["term"].astype("str").str[:4])
    for step in steps:
        for (survey, item), mine in known.groupby(["survey", "item"], sort=False):
            then, now = (_newest(mine, step.after + off) for off in (0, 1))
            if now.empty:
                continue
            earlier = mine[mine["year"] < now["year"].iloc[0]]
            then = _newest(earlier, step.after)
            then = _newest(mine[mine["year"] <= now["year"].iloc[0]], step.after) if then.empty else then
            if len(then):
                rows.append({"step": step.name, "survey": survey, "item": item} | _held(then, now))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _newest(rows: pd.DataFrame, level: int) -> pd.DataFrame:
    mine = rows[rows["year_level"] == level]
    newest: pd.DataFrame = mine[mine["term"] == mine["term"].max()]
    return newest


def _held(then: pd.DataFrame, now: pd.DataFrame) -> dict[str, object]:
    n0, n1 = int(then["n"].sum()), int(now["n"].sum())
    x0, x1 = int(then.loc[then["agrees"], "n"].sum()), int(now.loc[now["agrees"], "n"].sum())
    row: dict[str, object] = {"term_before": then["term"].iloc[0], "term_after": now["term"].iloc[0]}
    row |= {"n_before": n0, "agree_before": x0, "n_after": n1, "agree_after": x1}
    if min(n0, n1) < LEAST_RESPONDENTS:
        return row | {"verdict": "too few"}
    before, after = x0 / n0, x1 / n1
    worth0, worth1 = (effective_n(n, min(n, CLASS_SIZE), ALIKE) for n in (n0, n1))
    found = newcombe_difference(after * worth1, worth1, before * worth0, worth0)
    row |= {"before": before, "after": after, "difference": found.value, "low": found.low, "high": found.high}
    return row | {"verdict": verdict_of_groups(found.low, found.high)}


def verdict_of_groups(low: float, high: float) -> str:
    """What may be said of those who agree after a move, less other learners before it, with these 95 % limits?"""
    if low > 0:
        return "more agree after"
    return "fewer agree after" if high < 0 else "no clear difference"
