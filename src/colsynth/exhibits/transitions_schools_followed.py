"""Whom of those it sent on can a school hear of, and how did their results change with the move? For it alone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.transitions_change import METHOD, NOT_THE_FEEDER
from colsynth.exhibits.transitions_change_by_pair import by_pair
from colsynth.exhibits.transitions_counts import at_least
from colsynth.exhibits.transitions_matching import METHOD as HOW_FOLLOWED
from colsynth.exhibits.transitions_matching import SEEN, followed_across
from colsynth.findings import Finding, state_strength
from colsynth.protection import Protected

MOST_SAID = 2  # results of which the title speaks


def followed(chapter: Chapter, school: str) -> Exhibit | None:
    """Of how many whom a school sent on are there results on both sides? None where no number of these may be shown."""
    table = chapter.once(("followed for schools",), lambda: followed_across(chapter)).table
    own = table.under("group", {chapter.school_labels[school]: "you"}) if table else None
    if own is None or not ((own.frame["seen"] != SEEN) & (own.frame["followed"] > 0)).fillna(False).any():
        return None
    question = "Of how many can anybody here tell you how they are?"
    said = [_said(row) for _, row in own.frame.iterrows() if pd.notna(row["followed"])]
    return chapter.for_school(
        school,
        "followed",
        question,
        _title(own),
        subtitle="learners you sent on at the newest turn of the year, seen again or with results on both sides",
        purpose="To know of whom the results below speak.",
        table=own,
        columns=[
            Column("step", "Step"),
            Column("seen", "Followed by"),
            Column("sent", "You sent on", "count"),
            Column("followed", "Followed", "count"),
            Column("rate", "Share followed", "percent"),
        ],
        caption="Learners you sent on, and those who are followed",
        caution="Who cannot be followed may have fared otherwise, and is often who moves most.",
        talk_about="Who is missing here, and who would know where they are?",
        method=HOW_FOLLOWED,
        sources=chapter.sources("students") or chapter.sources("achievement"),
        findings=_finding(chapter, school, question, said),
    )


def changed(chapter: Chapter, school: str) -> Exhibit | None:
    """How did results of a school's learners change with the move? None where no pair of schools can be told."""
    shown = chapter.once(("changed for schools",), lambda: by_pair(chapter))
    table = shown.table
    labels = chapter.school_labels
    ways = {f"{labels[school]} to {label}": label for code, label in labels.items() if code != school}
    own = table.under("pair", ways) if table else None
    if own is None or own.frame.empty:
        return None
    question = "How did your learners' results change with the move?"
    return chapter.for_school(
        school,
        "changed",
        question,
        _change_title(own),
        subtitle="their change less that of learners who did not move over the same summer (95 % interval)",
        purpose="To ask together what went with the move, beyond what the summer does to everyone.",
        table=own,
        columns=[
            Column("name", "Measured by"),
            Column("pair", "To"),
            Column("n_said", "With results on both sides"),
            Column("difference_said", "Difference"),
            Column("verdict", "In a word"),
        ],
        caption="Change of your learners at the move, against those who did not move",
        caution=shown.caution,
        talk_about="What did your learners have to find their way into, and what helped?",
        method=METHOD,
        sources=chapter.sources("achievement"),
    )


def _title(own: Protected) -> str:
    """What has results of most learners on both sides."""
    told = own.frame[(own.frame["seen"] != SEEN) & own.frame["followed"].notna()]
    most = told.iloc[int(told["followed"].astype(int).to_numpy().argmax())]
    seen = str(most["seen"])
    return f"{seen} before and after are there of {most['followed']} of the {most['sent']} learners you sent on."


def _said(row: pd.Series[Any]) -> str:
    seen = str(row["seen"])
    return f"{row['step']}, {seen[0].lower()}{seen[1:]}: {row['followed']} of {row['sent']}"


def _change_title(own: Protected) -> str:
    told = own.frame[own.frame["difference_said"].notna()]
    if told.empty:
        return "What went with the move cannot be told: too few learners, or nobody to hold them against."
    parts = [f"{row['name']}: {row['verdict']}" for _, row in told.drop_duplicates(["name", "verdict"]).iterrows()]
    more = f"; {len(parts) - MOST_SAID} more below" if len(parts) > MOST_SAID else ""
    return f"{'; '.join(parts[:MOST_SAID])}{more}."


def _finding(chapter: Chapter, school: str, question: str, said: list[str]) -> list[Finding]:
    """What the table says, as far as it may be shown."""
    turn = chapter.turns[(chapter.turns["from_school"] == school) & (chapter.turns["step"] != "")]
    newest = turn[turn["year"] == turn["year"].max()]
    seen = int((newest["to_school"] != "").sum())
    seen = at_least(seen, len(newest), chapter.settings.suppress_below)
    how = "A learner not seen may be missing from a roll."
    finding = Finding(
        f"{chapter.name}-followed-said-{chapter.school_folders[school]}",
        chapter.name,
        question,
        f"{'; '.join(said)}.",
        state_strength(
            seen,
            len(newest),
            "learners sent on",
            False,
            how,
            rules=chapter.strength_rules,
        ),
        "records",
        says_not=f"It does not say why a learner was not seen again. {NOT_THE_FEEDER}",
        provenance=chapter.sources("students") or chapter.sources("achievement"),
    )
    return chapter.may_tell([finding])
