"""Did what a school knows of its learners arrive before they did, and what it needs of newcomers? For it alone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.transitions.handover import IN_TIME, MOST_TERMS, OUTSIDE, STATES
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_handover import HOW, SAYS_NOT, arrived_in_time, line_name, movers_seen
from colsynth.findings import Finding, state_strength

ELSEWHERE = "outside the community"
NOT_TOLD = "Whether information arrived in time cannot be shown without showing single learners."
HALF = 0.5  # of all moves known


def handed_over(chapter: Chapter, school: str) -> Exhibit | None:
    """Did information about learners a school sent on arrive before them? None where no line tells of it."""
    return _own(
        chapter,
        school,
        "handed-over",
        "Did what you know of your learners arrive before they did?",
        "Which day would suit you and the next school, and who presses the button?",
    )


def received(chapter: Chapter, school: str) -> Exhibit | None:
    """Did a school have information about newcomers before their first day? None where no line tells of it."""
    return _own(
        chapter,
        school,
        "received",
        "Did you know of your newcomers before their first day?",
        "What do you need on the first day that did not come, and have you asked for it?",
    )


def _own(chapter: Chapter, school: str, id: str, question: str, talk_about: str) -> Exhibit | None:
    table = chapter.once(("handover for schools",), lambda: arrived_in_time(chapter)).table
    sends = id == "handed-over"
    labels = {**chapter.school_labels, OUTSIDE: ELSEWHERE}
    lines = {line_name(chapter, *ends): labels[ends[sends]] for ends in _ends(chapter, school, sends)}
    own = table.under("line", lines) if table else None
    if own is None or own.frame.empty:
        return None
    shown = own.frame[own.frame[IN_TIME].notna()]
    if shown.empty:
        return chapter.for_school(school, id, question, NOT_TOLD, caution=SAYS_NOT, talk_about=talk_about)
    told = [_said(row, sends) for _, row in shown[~_undated(shown)].iterrows()]
    return chapter.for_school(
        school,
        id,
        question,
        _title(shown, sends),
        subtitle=f"moves of the last {MOST_TERMS} terms, share of all known, %",
        purpose="So that two schools can agree on a day.",
        table=own,
        columns=[
            Column("line", "To" if sends else "From"),
            Column("moves", "Moves"),
            *(Column(state, state.capitalize(), "percent") for state in STATES),
        ],
        caption="When information about learners arrived",
        caution=f"{SAYS_NOT} It is a record of days, and no measure of a school.",
        talk_about=talk_about,
        method=HOW,
        sources=chapter.sources("moves"),
        findings=chapter.may_tell([_finding(chapter, school, id, question, told)] if told else []),
    )


def _ends(chapter: Chapter, school: str, sends: bool) -> list[tuple[str, str]]:
    """Every line that a school can be an end of."""
    codes = [code for code in chapter.school_labels if code != school]
    return [(school, code) for code in codes] if sends else [(code, school) for code in [*codes, OUTSIDE]]


def _title(shown: pd.DataFrame, sends: bool) -> str:
    """With which schools most of it was in time, with which not, and with which no day is known; of what is shown."""
    undated = _undated(shown)
    silent = and_list(list(shown["line"][undated]))
    shown = shown[~undated]
    most = (shown[IN_TIME] > HALF).to_numpy(bool)
    way = "to" if sends else "from"
    without = f"No day of information {way} {silent} is on record." if silent else ""
    if shown.empty:
        return without
    parts = [
        f"{many} {way} {and_list(list(names))}"
        for many, names in (("most information", shown["line"][most]), ("no more than half", shown["line"][~most]))
        if len(names)
    ]
    return f"On record as in time: {'; '.join(parts)}. {without}".rstrip()


def _undated(shown: pd.DataFrame) -> pd.Series[bool]:
    """Lines of which every move is without a day."""
    return shown[STATES[-1]].eq(1).fillna(False).astype(bool)


def _said(row: pd.Series[Any], sends: bool) -> str:
    return f"{'to' if sends else 'from'} {row['line']} in {percent(float(row[IN_TIME]))} of {row['moves']} moves"


def _finding(chapter: Chapter, school: str, id: str, question: str, told: list[str]) -> Finding:
    rows = movers_seen(chapter)
    mine = rows[(rows["sent"] if id == "handed-over" else rows["to_school"]) == school]
    dated = int((mine["state"] != STATES[-1]).sum())
    how = "Days are as they were recorded, and were not checked against anything."
    return Finding(
        f"{chapter.name}-{id}-said-{chapter.school_folders[school]}",
        chapter.name,
        question,
        f"Information is on record as arrived before the first day {'; '.join(told)}.",
        state_strength(dated, len(mine), "moves of the school", False, how, rules=chapter.strength_rules),
        "records",
        comparison="the learner's first day",
        says_not=SAYS_NOT,
        provenance=chapter.sources("moves"),
    )
