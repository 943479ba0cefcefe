"""Are the goals themselves sound? Whether their own numbers agree, and what the focus areas are."""

from __future__ import annotations

import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import NO_GOALS, goals_shown, path_table
from colsynth.protection import Protected, Table

BASELINE_SLACK = 0.02  # a share; files that came late move a baseline by a learner or two


def arithmetic(chapter: Chapter) -> Exhibit:
    """Do the numbers that a goal states agree with one another?"""
    question = "Do the goals' own numbers add up?"
    goals = goals_shown(chapter)
    if goals.empty:
        return chapter.nothing("arithmetic", question, NO_GOALS)
    wrong = analysis.arithmetic(goals, analysis.standing(goals, chapter.results, chapter.measures))
    wrong = pd.concat([wrong, _against_files(goals, path_table(chapter, goals))], ignore_index=True)
    n_set = int((goals["kind"] != "focus area").sum())
    many = n_set > analysis.MOST_GOALS
    note = f" {n_set} goals are set; a community usually sets three to five." if many else ""
    if wrong.empty:
        return chapter.nothing("arithmetic", question, f"The stated numbers agree with one another.{note}")
    table = chapter.may_show(
        Table(wrong.drop(columns="goal"), ("title", "stated"), "goals", plain=("reckoned", "question"))
    )
    count = len(wrong)
    return chapter.exhibit(
        "arithmetic",
        question,
        f"{count} stated {'number does' if count == 1 else 'numbers do'} not agree with the rest of the goal.{note}",
        subtitle="as written in the goals register",
        purpose="A target that rests on a slip sends effort to the wrong place.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("stated", "Stated"),
            Column("reckoned", "Worked out"),
            Column("question", "To settle"),
        ],
        caption="Stated numbers that do not agree",
        how_to_read="Each row is one statement of a goal beside what its other numbers give.",
        method="Percentages are compared with the counts beside them to the decimals they are written with; learners "
        "needed are worked out in whole numbers and rounded up.",
        sources=chapter.sources("goals"),
    )


def focus_areas(chapter: Chapter) -> Exhibit:
    """Which focus areas does the community work on, and what would success look like?"""
    question = "Which focus areas does the community work on?"
    goals = goals_shown(chapter)
    areas = goals[goals["kind"] == "focus area"]
    if areas.empty:
        return chapter.nothing("focus-areas", question, "No focus areas are recorded beside the goals.")
    table = chapter.may_show(
        Table(
            areas[["title", "level", "origin", "owner", "success"]].reset_index(drop=True),
            ("title",),
            "goals",
            plain=("level", "origin", "owner", "success"),
        )
    )
    unsaid = int(areas["success"].isna().sum())
    more = f" {unsaid} of them do not say yet what success looks like." if unsaid else ""
    return chapter.exhibit(
        "focus-areas",
        question,
        f"{len(areas)} focus {'area is' if len(areas) == 1 else 'areas are'} agreed.{more}",
        subtitle="as written in the goals register",
        purpose="To keep in view what the schools chose to work on together.",
        table=table,
        columns=[
            Column("title", "Focus area"),
            Column("level", "For"),
            Column("origin", "Chosen because of"),
            Column("owner", "Owner"),
            Column("success", "Success looks like"),
        ],
        caption="Focus areas",
        talk_about="What have you seen this term that you would not have seen without working together?",
        sources=chapter.sources("goals"),
    )


def _against_files(goals: pd.DataFrame, path: Protected) -> pd.DataFrame:
    """Where the stated baseline is not what the files give for its group in its term; only what may be shown."""
    found = []
    shown = path.frame.dropna(subset=["share_at"]).set_index(["title", "term"])
    for _, goal in goals.iterrows():
        key, stated = (goal["title"], goal["baseline_term"]), analysis.baseline_share(goal)
        if stated is None or key not in shown.index:
            continue
        row = shown.loc[key]
        if abs(float(row["share_at"]) - stated) > BASELINE_SLACK:
            reckoned = f"the files give {percent(float(row['share_at']))} of {int(row['n'])} learners in that term"
            found.append((goal["goal"], goal["title"], f"baseline {percent(stated)}", reckoned, "Which is right?"))
    return pd.DataFrame(found, columns=["goal", "title", "stated", "reckoned", "question"], dtype="str")
