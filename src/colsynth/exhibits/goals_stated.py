"""Are the goals themselves sound? Whether their numbers agree, how far they reach, and how much they state."""

from __future__ import annotations

import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import changes_of, goals_shown
from colsynth.exhibits.goals_path import path_table, way_of
from colsynth.protection import Counted, Protected, Table

BASELINE_SLACK = 0.02  # a share; files that came late move a baseline by a learner or two


def arithmetic(chapter: Chapter) -> Exhibit | None:
    """Do the numbers that a goal states agree with one another, and can its target be? None without targets."""
    question = "Do the goals' own numbers add up?"
    goals = goals_shown(chapter)
    set_for = goals[goals["kind"] != "focus area"]
    if set_for.empty:
        return None
    broken = changes_of(chapter, goals)
    now = analysis.standing(goals, chapter.results, chapter.measures, chapter.class_icc, broken)
    wrong = analysis.arithmetic(goals, now, _so_far(chapter, goals, broken), broken)
    wrong = pd.concat([wrong, _against_files(goals, path_table(chapter, way_of(chapter, goals)))], ignore_index=True)
    n_set = len(set_for) - int(set_for["goal"].isin(set_for["replaces"].dropna()).sum())
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
        f"{count} {'thing' if count == 1 else 'things'} to settle about what the goals state.{note}",
        subtitle="as written in the goals register",
        purpose="A target that rests on a slip, or that nobody can reach, sends effort to the wrong place.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("stated", "Stated"),
            Column("reckoned", "Worked out"),
            Column("question", "To settle"),
        ],
        caption="To settle about what the goals state",
        how_to_read="Each row is one statement of a goal beside what its other numbers, or the results so far, give.",
        method="Percentages are compared with the counts beside them to the decimals they are written with; learners "
        "needed are worked out in whole numbers and rounded up. A target is asked about where the straight line of a "
        "clear rise so far would pass it; and where it asks for a shift of more than "
        f"{analysis.LARGEST_SHIFT:.2f} standard deviations a year (the difference of the normal quantiles of the two "
        "shares, by the years between): seven schools in Māngere that worked together gained 0.62 in three years on "
        "what was expected (Lai and others 2009, Reading Research Quarterly 44), and 0.20 is large for any effort "
        "(Kraft 2020, Educational Researcher 49).",
        sources=chapter.sources("goals"),
    )


def specificity(chapter: Chapter) -> Exhibit | None:
    """Which of the five does each goal state: who, measured how, from where, to where and by when? None without."""
    question = "Does each goal say who, measured how, from where, to where and by when?"
    goals = goals_shown(chapter)
    stated = chapter.snapshot.frame("goals").reset_index(drop=True)
    said = analysis.specificity(stated.assign(title=goals["title"]), chapter.measures)
    shown = analysis.specificity(goals, chapter.measures)
    for part in ("from", "to"):  # stated, but about too few learners to be told
        said[part] = said[part].where(shown[part].notna() | said[part].isna(), "[c]")
    if said.empty:
        return None
    parts = ("who", "measure", "from", "to", "by_when", "lacks")
    table = chapter.may_show(
        Table(
            said.drop(columns="goal"), ("title",), "goals", plain=(*parts, "n_stated", "verdict"), not_applicable=parts
        )
    )
    if (said["verdict"] == "states all five").all():
        return chapter.nothing(
            "specificity",
            question,
            "Every goal states who it is for, what it is measured with, from where, to where and by when.",
        )
    whole = int((said["verdict"] == "states all five").sum())
    of = len(said)
    title = (
        f"{whole} of {of} {'goal states' if of == 1 else 'goals state'} who, measured with what, from, to and by when."
    )
    first = said[said["verdict"] != "states all five"].head(1)
    ask = "".join(f"“{row['title']}” does not say {row['lacks']}: what is meant?" for _, row in first.iterrows())
    return chapter.exhibit(
        "specificity",
        question,
        title,
        subtitle="as written in the goals register; [z] is not stated",
        purpose="Who reads a goal should know when it is met.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("who", "Who"),
            Column("measure", "Measured with"),
            Column("from", "From"),
            Column("to", "To"),
            Column("by_when", "By when"),
            Column("n_stated", "Stated, of five", "count"),
        ],
        caption="What each goal states",
        how_to_read="A goal that names no group is counted over all learners with a result on its measure.",
        talk_about=ask,
        sources=chapter.sources("goals"),
    )


def _so_far(chapter: Chapter, goals: pd.DataFrame, broken: dict[str, list[str]]) -> pd.DataFrame:
    """How each goal's share has moved, for the community, where both counts may be shown."""
    moved = analysis.changes(goals, chapter.results, chapter.measures, chapter.class_icc, broken)
    moved = moved[moved["school"] == ""].reset_index(drop=True)
    counts = moved[["goal", "n", "n_at", "n_before", "at_before"]]
    shown = chapter.may_show(
        Table(counts, ("goal",), "learners", (Counted("n", "n_at"), Counted("n_before", "at_before")))
    )
    return moved[~shown.hidden.any(axis=1).to_numpy(bool)]


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
