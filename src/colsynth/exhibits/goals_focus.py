"""Which focus areas does the community work on, what would success look like, and what is there to see it by?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import changes_of, goals_shown
from colsynth.protection import Counted, Table
from colsynth.reference.terms import spoken

NO_TARGETS = (
    "The community has set no targets, so nothing here is met or missed: the question is whether what success would "
    "look like can be seen."
)


def instead_of_goals(chapter: Chapter) -> Exhibit | None:
    """The focus areas, where the community has no goals beside them; they then open the chapter."""
    kinds = chapter.snapshot.frame("goals")["kind"]
    return _areas(chapter, NO_TARGETS) if len(kinds) and kinds.eq("focus area").all() else None


def beside_goals(chapter: Chapter) -> Exhibit | None:
    """The focus areas, where the community has goals as well."""
    kinds = chapter.snapshot.frame("goals")["kind"]
    return _areas(chapter, "") if kinds.eq("focus area").any() and not kinds.eq("focus area").all() else None


def _areas(chapter: Chapter, opening: str) -> Exhibit:
    goals = goals_shown(chapter)
    areas = goals[goals["kind"] == "focus area"].reset_index(drop=True)
    now = analysis.standing(areas, chapter.results, chapter.measures, chapter.class_icc, changes_of(chapter, areas))
    areas[["n", "n_at"]] = now[["n", "n_at"]]
    areas["to_see"] = [
        f"{chapter.measure_name(row['measure'])}: {percent(row['share_at'])} of {row['n']} at the level expected in "
        f"{spoken(row['term'])}"
        if pd.notna(row["share_at"])
        else f"{chapter.measure_name(row['measure'])}, no results yet"
        if pd.notna(row["measure"])
        else "No measure is named yet"
        for _, row in now.iterrows()
    ]
    words = ("level", "origin", "owner", "success")
    table = chapter.may_show(
        Table(
            areas[["title", *words, "n", "n_at", "to_see"]],
            ("title",),
            "learners",
            (Counted("n", "n_at", ("to_see",)),),
            words,
            not_applicable=("n", "n_at"),
        )
    )
    of, blind = len(areas), int(now["share_at"].isna().sum())
    unsaid = int(areas["success"].isna().sum())
    title = f"{of} focus {'area is' if of == 1 else 'areas are'} agreed"
    title += f"; {blind if of > 1 else 'it'} cannot be followed yet in what schools send." if blind else "."
    title += f" {unsaid} {'does' if unsaid == 1 else 'do'} not say what success looks like." if unsaid else ""
    return chapter.exhibit(
        "focus-areas",
        "Which focus areas does the community work on?",
        title,
        subtitle="as written in the goals register",
        purpose="To keep in view what the schools chose to work on together.",
        table=table,
        columns=[
            Column("title", "Focus area"),
            Column("level", "For"),
            Column("origin", "Chosen because of"),
            Column("owner", "Owner"),
            Column("success", "Success looks like"),
            Column("to_see", "What there is to see it by"),
        ],
        caption="Focus areas",
        how_to_read=opening,
        talk_about="What have you seen this term that you would not have seen without working together?",
        sources=chapter.sources("goals"),
    )
