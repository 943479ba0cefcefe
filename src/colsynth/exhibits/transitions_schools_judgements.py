"""Did the next school, or the last one, see the same learners where a school saw them? For that school alone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_counts import at_least, meant
from colsynth.exhibits.transitions_judgements import HOW, SAYS_NOT, found_of, judged_before_and_after, pairs_seen
from colsynth.findings import NOT_ASKED, Facts, Finding, Strength, state_strength
from colsynth.protection import Protected

SENT = [
    Column("pair", "Before and after"),
    Column("other", "Next school"),
    Column("with_both", "Learners with both"),
    Column("alike", "Seen alike", "percent"),
    Column("verdict", "In a word"),
]
CAME = [
    Column("pair", "Before and after"),
    Column("other", "Last school"),
    Column("with_both", "Learners with both"),
    Column("after_share", "At the level expected with you", "percent"),
    Column("alike", "Seen alike", "percent"),
]
NOT_TOLD = "Whether both schools see the same cannot be shown without showing single learners."
TALK = "Which two pieces of work would you lay side by side, and who brings them?"
SEVERAL = "several schools"
MOST_SAID = 1  # comparison told as a finding of its own; the table has the others


def judged_of_sent(chapter: Chapter, school: str) -> Exhibit | None:
    """Do the next schools see the learners whom a school sent on where it saw them? None where nobody has both."""
    return _judged(chapter, school, "from_school", "to_school", "Did the next school see your learners where you did?")


def judged_of_newcomers(chapter: Chapter, school: str) -> Exhibit | None:
    """How do first results of a school's newcomers stand to what their last school saw? None where nobody has both."""
    return _judged(chapter, school, "to_school", "from_school", "How did your newcomers' first results stand?")


def _judged(chapter: Chapter, school: str, end: str, other: str, question: str) -> Exhibit | None:
    found, table = chapter.once(("judged for schools",), lambda: _of_all(chapter))
    if table is None or not (found[end] == school).any():
        return None
    mine = found[end] == school
    names = found.loc[mine, other].map({**chapter.school_labels, "": SEVERAL})
    own = table.only(mine)
    own = Protected(
        own.frame.assign(other=names.to_numpy(object)),
        own.hidden.assign(other=False),
        own.not_applicable,
        own.people,
    )
    sends = end == "from_school"
    id = "judged-sent" if sends else "judged-came"
    if own.frame["alike"].isna().all():
        return chapter.for_school(school, id, question, NOT_TOLD, caution=SAYS_NOT, talk_about=TALK)
    return chapter.for_school(
        school,
        id,
        question,
        _title(own, sends),
        subtitle="share of learners seen alike, at the level expected or not, by the last judgement before the move "
        "and the first judgement or test after it, %",
        purpose="To start a conversation between two schools about what each looks at.",
        table=own,
        columns=SENT if sends else CAME,
        caption="Before and after the move, school by school",
        how_to_read="Learners who stayed at their school over the same summer differ between two results too: what "
        "differs for them is not the move.",
        caution=SAYS_NOT,
        talk_about=TALK,
        method=HOW,
        sources=chapter.sources("achievement"),
        findings=chapter.may_tell(_findings(chapter, school, found[mine], own, id, question)),
    )


def _of_all(chapter: Chapter) -> tuple[pd.DataFrame, Protected | None]:
    """Every row with its two schools, and the same rows as the community's page shows them."""
    found = found_of(chapter, pairs_seen(chapter))
    return found, None if found.empty else judged_before_and_after(chapter).table


def _title(own: Protected, sends: bool) -> str:
    row = own.frame.dropna(subset=["alike"]).iloc[0]
    more = f" {len(own.frame) - 1} more below." if len(own.frame) > 1 else ""
    subject = row["pair"].split(":")[0]
    both = f"you and {row['other']}" if row["other"] != SEVERAL else "you and the next schools"
    alike = f"see {percent(row['alike'])} of {row['with_both']} learners alike, at the level expected or not"
    return f"{subject}: {both} {alike}.{more}"


def _findings(
    chapter: Chapter, school: str, found: pd.DataFrame, own: Protected, id: str, question: str
) -> list[Finding]:
    """The first comparisons that may be shown; the table has the others."""
    both = zip(found.iterrows(), own.frame.iterrows(), strict=True)
    told = [(row, shown) for (_, row), (_, shown) in both if pd.notna(shown["alike"])][:MOST_SAID]
    folder = chapter.school_folders[school]
    return [
        _finding(chapter, f"{chapter.name}-{id}-{folder}-{i}", question, row, shown)
        for i, (row, shown) in enumerate(told, start=1)
    ]


def _finding(chapter: Chapter, id: str, question: str, row: pd.Series[Any], shown: pd.Series[Any]) -> Finding:
    stayed = f"; of those who stayed, {shown['stayed_said']}" if pd.notna(shown["stayed_said"]) else ""
    who = f"{shown['pair']}, with {shown['other']}"
    return Finding(
        id,
        chapter.name,
        question,
        f"{who}: {percent(shown['alike'])} of {shown['with_both']} learners are seen alike by both schools{stayed}.",
        _strength(chapter, row),
        "learners",
        size=round(float(row["alike"]), 2),  # more would give the number of learners back
        unit="share of learners seen alike, at the level expected or not",
        low=round(float(row["alike_low"]), 2),
        high=round(float(row["alike_high"]), 2),
        basis=row["basis"],
        comparison=f"the first judgement or test after the move; {shown['when']}",
        says_not=SAYS_NOT,
        provenance=chapter.sources("achievement", measure=str(row["before"])),
    )


def _strength(chapter: Chapter, row: pd.Series[Any]) -> Strength:
    """Of those who moved between the two schools by the step: how many have a result on both sides?"""
    turns = chapter.turns[(chapter.turns["step"] == row["step"]) & (chapter.turns["year"] == row["year"])]
    moved = turns[(turns["from_school"] == row["from_school"]) & (turns["to_school"] != "")]
    of = int((moved["to_school"] == row["to_school"]).sum()) if row["to_school"] else len(moved)
    facts = Facts(learners=meant(str(row["with_both"])), schools=NOT_ASKED, indirect=False)
    how = "The judgements of the two schools were not made together."
    who = "learners who moved between these schools"
    seen = at_least(int(row["n"]), of, chapter.settings.suppress_below)
    return state_strength(seen, of, who, False, how, facts=facts, rules=chapter.strength_rules)
