"""How many learners is a goal, and by when?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses import achievement
from colsynth.analyses import goals as analysis
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import changes_of, goals_shown, result_sources, slug
from colsynth.exhibits.judging import strength_of_results
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

YEAR_LEVELS = range(16)  # Years 0 to 15, as in the registers
ROLL = (
    "The group as it will be in the target's term: year levels move up within their school, a year a year; a year "
    "level that comes from elsewhere by then is taken to be as large as now; nobody else comes or goes. Where year "
    "levels on the roll are not known, the group as it is now."
)


def needed(chapter: Chapter) -> Exhibit | None:
    """How many learners have yet to reach each goal's level, and how many is that a term? None without a target."""
    question = "How many learners is that, and by when?"
    goals = goals_shown(chapter)
    frame = needed_by_place(chapter, goals)
    frame = frame[frame["school"] == ""].drop(columns="school").reset_index(drop=True)
    if frame.empty:
        return None
    counted = (
        Counted("n", "n_at", ("share_at", "net", "a_term", "verdict")),
        Counted("held_before", "moved_down"),
        Counted("roll_then"),
    )
    plain = ("term", "target_share", "target_term", "roll_basis", "terms_left")
    table = chapter.may_show(
        Table(
            frame,
            ("goal", "title", "group"),
            "learners",
            counted,
            plain,
            not_applicable=("gross", "a_term", "terms_left", "target_term"),
            across=("gross",),
        )
    )
    findings = chapter.may_tell(
        _needed_finding(chapter, goals, row) for _, row in table.frame.iterrows() if pd.notna(row["net"])
    )
    return chapter.exhibit(
        "needed",
        question,
        _needed_title(table),
        subtitle="learners, for the group as it will be in the target's term",
        purpose="A percentage is met by learners: to see how many, and how many a term.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("target_term", "Target for"),
            Column("n_at", "At the level now", "count"),
            Column("roll_then", "In the group then", "count"),
            Column("net", "More needed at the level", "count"),
            Column("gross", "Must move up", "count"),
            Column("a_term", "More a term", "count"),
            Column("verdict", "Verdict"),
        ],
        caption="Learners still needed for each goal",
        how_to_read="More needed is how many more must be at the level in a group of the size it will have. As some "
        "who are at the level now will not stay there, more must move up than that, even where no more are needed; [z] "
        "stands where the past cannot tell how many.",
        caution="The learners at the level then are in part others than now: some leave the years of the goal, and "
        "some come into them.",
        talk_about="Which learners are closest, and what would they need this term?",
        method="More needed = the target percentage of the group then, rounded up, less the learners at the level now, "
        f"in whole numbers. {ROLL} To move up = the same and as many as would move down by then, if a learner at the "
        "level falls below it in a year as often as those did who were at it a year ago; not said where fewer than ten "
        "of them were, or where the measure changed since.",
        sources=(*chapter.sources("goals"), *result_sources(chapter, frame["goal"], goals)),
        findings=findings,
    )


def needed_by_place(chapter: Chapter, goals: pd.DataFrame) -> pd.DataFrame:
    """The learners still needed, for the community and each school, before protection."""
    students = chapter.snapshot.frame("students")
    on_roll = achievement.enrolled(students, chapter.calendar, chapter.term, YEAR_LEVELS, chapter.snapshot.as_at)
    if on_roll is not None and chapter.settings.ethnicity == "prioritised":
        on_roll = achievement.prioritised(on_roll, chapter.groups)
    return analysis.needed(goals, chapter.results, chapter.measures, on_roll, changes_of(chapter, goals))


def _needed_finding(chapter: Chapter, goals: pd.DataFrame, row: pd.Series[Any]) -> Finding:
    goal = goals[goals["goal"] == row["goal"]].iloc[0]
    net, due = int(row["net"]), str(row["target_term"])
    claim = f"Goal “{row['title']}”: {percent(row['target_share'])} of the {int(row['roll_then'])} learners that the "
    claim += f"group is likely to have in {spoken(due)}" if pd.notna(row["target_term"]) else "group has"
    claim += f" means {net} more at the level than now" if net else " are at the level now already"
    if pd.notna(row["a_term"]) and net:
        claim += f", about {int(row['a_term'])} more each term"
    claim += "."
    if pd.notna(row["gross"]) and net:
        claim += f" As some move down, about {int(row['gross'])} have to move up."
    return Finding(
        f"{chapter.name}-needed-{slug(row['goal'])}",
        chapter.name,
        f"{row['title']}: how many learners is that?",
        claim,
        strength_of_results(chapter, goal["measure"], str(row["term"]), goal, indirect=True),
        population="learners",
        size=float(net),
        unit="more learners at the goal's level",
        n=int(row["n_at"]),
        of=int(row["n"]),
        comparison=f"the target of {percent(row['target_share'])}",
        says_not="It does not say which learners. It is about a group that is still to come, on a roll that is only "
        "projected.",
        bears_on=(str(row["goal"]),),
        provenance=(*chapter.sources("goals"), *chapter.sources("achievement", measure=goal["measure"])),
    )


def _needed_title(table: Protected) -> str:
    net = table.frame["net"]
    more = int((net > 0).sum())
    none = int((net == 0).sum())
    said = [
        f"{more} {'goal needs' if more == 1 else 'goals need'} more learners at the level" if more else "",
        f"{none} {'needs' if none == 1 else 'need'} none" if none else "",
        f"{int(table.hidden['net'].sum())} hidden [c]" if table.hidden["net"].any() else "",
    ]
    return and_list([part for part in said if part]).capitalize() + "."
