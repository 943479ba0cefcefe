"""What do published numbers about groups say, and what can those be that are held back?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses import published as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.protection import Counted, Table
from colsynth.reference.terms import spoken

MOST_ROWS = 120  # rows a reader can look through; the rest are in the publication itself


def of_groups(chapter: Chapter) -> Exhibit | None:
    """What do published numbers about groups say? Nothing where none were supplied."""
    found = analysis.shares(chapter.snapshot.frame("aggregates"))
    if found.empty:
        return None
    question = "What do published numbers about groups say?"
    n_back = int(found["verdict"].isin([analysis.BOUNDED, analysis.HELD_BACK]).sum())
    more = len(found) - MOST_ROWS
    found = found.head(MOST_ROWS).reset_index(drop=True)
    shown = pd.DataFrame(
        {
            "measure": found["measure"].map(chapter.measure_name),
            "level": found["level"],
            "time": [
                spoken(term) if pd.notna(term) else "" if pd.isna(year) else str(year)
                for term, year in zip(found["term"], found["calendar_year"], strict=True)
            ],
            "school": [
                "the community" if pd.isna(code) else chapter.school_labels.get(str(code), str(code))
                for code in found["school"]
            ],
            "group": found["group"].fillna("all"),
            "year_level": found["year_level"].fillna("all"),
            "verdict": found["verdict"],
            **{name: found[name] for name in ("of", "n", "share_at", "low", "high")},
        }
    )
    names = ("measure", "level", "time", "school", "group", "year_level")
    counted = (Counted("of", "n", ("share_at", "low", "high")),)
    table = chapter.may_show(
        Table(
            shown.drop_duplicates(list(names)), names, "learners", counted, ("verdict",), not_applicable=("share_at",)
        )
    )
    left = f" {more} more rows are in the publication and not shown here." if more > 0 else ""
    title = (
        f"{n_back} published {'number is' if n_back == 1 else 'numbers are'} held back; what each can be is given."
        if n_back
        else "No published number is held back."
    )
    return chapter.exhibit(
        "published",
        question,
        title,
        subtitle="share of learners in each group, newest year of each measure",
        purpose="To set public numbers beside the community's own.",
        table=table,
        columns=[
            Column("measure", "Measure"),
            Column("level", "Level"),
            Column("time", "When"),
            Column("school", "School or body"),
            Column("group", "Group"),
            Column("year_level", "Year level"),
            Column("of", "Learners", "count"),
            Column("share_at", "Share", "percent"),
            Column("low", "From", "percent"),
            Column("high", "To", "percent"),
            Column("verdict", "What is known"),
        ],
        caption="Published shares of groups",
        alt=title,
        how_to_read="Known: from and to are the 95 % limits, of another, like cohort. Between bounds: the smallest and "
        "largest share that the mark leaves, as <10 does. Held back: nothing is known, so it lies from 0 to 100 %.",
        caution="Who publishes a number decides what it counts. A number held back is no small one, and never nought. "
        f"Numbers too small by this report's own rule are hidden here too.{left}",
        talk_about="Which of these would you have expected from your own results?",
        method="Shares are counts over learners counted, or as published. Limits are Wilson's, from the count alone.",
        sources=chapter.sources("aggregates"),
    )
