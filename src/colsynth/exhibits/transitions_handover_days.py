"""Was what was handed over there when classes were decided, how late was what came late, and how complete?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.transitions import handover as analysis
from colsynth.analyses.transitions.handover import ALL, NOTHING
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_counts import at_least, meant, step_of
from colsynth.exhibits.transitions_handover import (
    HOW,
    SAYS_NOT,
    STEP,
    in_order,
    line_name,
    movers_seen,
    moves_said,
)
from colsynth.findings import Finding, state_strength
from colsynth.protection import Counted, Table

NO_DAYS = "Whether information was there when classes were decided cannot be told without days on record."


def there_for_classes(chapter: Chapter) -> Exhibit:
    """Was information there before the classes of newcomers were decided, how late was the rest, and how complete?"""
    question = "Was information there when classes were decided?"
    rows = movers_seen(chapter)
    if rows.empty or (rows["state"] == NOTHING).all():
        return chapter.nothing("handover-classes", question, NO_DAYS)
    found = in_order(chapter, analysis.days_and_fields(rows))
    ends = zip(found["sent"], found["received_by"], strict=True)
    found = found.assign(
        line=[line_name(chapter, sent, to) for sent, to in ends],
        moves=[moves_said(chapter, sent, n) for sent, n in zip(found["sent"], found["n"], strict=True)],
        before_classes=[_in_steps(row) for _, row in found.iterrows()],
    )
    counted = (
        Counted("n_placed", "n_before_classes", ("before_classes",)),
        Counted("n_late", None, ("days_late",)),
        Counted("n_complete", None, ("complete_percent",)),
    )
    columns = [column for of in counted for column in of.columns]
    told = ("before_classes", "days_late", "complete_percent")
    table = chapter.may_show(
        Table(
            found[["line", "moves", "verdict", *columns]],
            ("line",),
            "learners",
            counted,
            ("moves", "verdict"),
            not_applicable=told,
        )
    )
    findings = chapter.may_tell(_findings(chapter, question, found))
    return chapter.exhibit(
        "handover-classes",
        question,
        _title(table.frame, chapter.settings.suppress_below),
        subtitle=f"moves to a school of the community, last {analysis.MOST_TERMS} terms",
        purpose="To agree on a day that helps the school that makes classes, and on what is to be handed over.",
        table=table,
        columns=[
            Column("line", "From and to"),
            Column("moves", "Moves"),
            Column("before_classes", "There before classes were decided, of moves where that day is known", "percent"),
            Column("days_late", "Days late, in the middle of those that came late", "points"),
            Column("complete_percent", "Complete, in the middle of all known", "points", "%"),
        ],
        caption="Handing over by the school left and the school entered",
        alt=_title(table.frame, chapter.settings.suppress_below),
        how_to_read="Days late are counted from the learner's first day; complete is the share of what was agreed to "
        "be handed over that was there, as the school that received it wrote it down.",
        caution=SAYS_NOT,
        talk_about="Which of the things that were missing would have changed a class list?",
        method=f"{HOW} Of moves whose day of deciding classes is known, those on record as received before it; where "
        "no day is on record they were not. Middle values (medians) from ten moves on.",
        sources=chapter.sources("moves"),
        findings=findings,
    )


def _in_steps(row: pd.Series[Any]) -> Any:
    """The share of a line in steps, as its number of moves is rounded; that of all as it is; empty where not known."""
    value, placed = row["before_classes"], int(row["n_placed"])
    if pd.isna(value) or not placed:
        return pd.NA
    step = step_of(placed)
    return float(value) if row["sent"] == ALL else int(float(value) / step + 0.5) * step


def _known(placed: int, moves: str, threshold: int) -> str:
    """`the 293 moves where that day is known`; without the number where few have no such day, or may have none."""
    without = meant(moves) - placed
    open_ = 0 < without < threshold if moves.isdigit() else without < 4 * STEP
    return f"the {'' if open_ else f'{placed} '}moves where that day is known"


def _title(shown: pd.DataFrame, threshold: int) -> str:
    row = shown.iloc[0]
    said = []
    if pd.notna(row["before_classes"]):
        known = _known(int(row["n_placed"]), row["moves"], threshold)
        said.append(f"was there before classes were decided in {percent(row['before_classes'])} of {known}")
    if pd.notna(row["complete_percent"]):
        said.append(f"half of it was at least {row['complete_percent']:.0f} % complete")
    if not said:
        return "Too few moves have a day of deciding classes or how complete they were on record to say."
    return f"Information {'; '.join(said)}." if pd.notna(row["before_classes"]) else f"Of what arrived, {said[0]}."


def _findings(chapter: Chapter, question: str, found: pd.DataFrame) -> list[Finding]:
    row: pd.Series[Any] = found.iloc[0]
    if pd.isna(row["before_classes"]):
        return []
    n, of, moves, few = (
        int(row["n_before_classes"]),
        int(row["n_placed"]),
        int(row["n"]),
        chapter.settings.suppress_below,
    )
    known = _known(of, row["moves"], few)
    exact = str(of) in known
    return [
        Finding(
            f"{chapter.name}-handover-before-classes",
            chapter.name,
            question,
            f"Information about the learner is on record as received before classes were decided in {percent(n / of)} "
            f"of {known}.",
            state_strength(
                at_least(of, moves, few),
                moves,
                "moves known from the rolls or the register",
                False,
                "Days are as they were recorded, and were not checked against anything.",
                rules=chapter.strength_rules,
            ),
            "learners",
            size=round(n / of, 4 if exact else 2),
            unit="share of moves with information before classes were decided",
            n=n if exact else None,
            of=of if exact else None,
            comparison="the day the classes of newcomers were decided",
            says_not=SAYS_NOT,
            provenance=chapter.sources("moves"),
        )
    ]
