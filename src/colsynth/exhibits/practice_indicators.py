"""Which single indicators were placed, where, and on what evidence?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.practice.indicators import indicators as placed_one_by_one
from colsynth.analyses.practice.indicators import newest_of_indicators
from colsynth.analyses.practice.placements import CONSENSUS, PERSON
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import (
    SPLIT,
    about,
    answers,
    beneath,
    between,
    counts_in_words,
    each_framework,
    named,
    noun_of,
)
from colsynth.exhibits.practice_persons import may_count_people
from colsynth.frameworks import Framework
from colsynth.protection import Counted, Table

QUESTION = "Which single indicators were rated?"


def indicators(chapter: Chapter) -> Exhibits:
    """Which single indicators were rated, and how?"""
    nothing = "No single indicators have been rated."
    return each_framework(chapter, "indicators", QUESTION, nothing, lambda pack: _indicators(chapter, pack))


def _indicators(chapter: Chapter, pack: Framework) -> Exhibit | None:
    rows = newest_of_indicators(chapter.placements(pack))
    found = placed_one_by_one(rows, [i.id for i in pack.indicators], [stage.id for stage in pack.stages])
    if found.empty:
        return None
    people = bool((rows["placed_by"] == PERSON).all())
    given = [answer for answer in answers(pack) if answer in found.columns]
    worded = any(statement.wording for statement in pack.statements())
    shown = [pack.shown(pack.indicator(id)) for id in found["indicator"]]
    frame = pd.DataFrame(
        {
            "position": [s.mark for s in shown] if worded else found["indicator"],
            "text": [s.text for s in shown],
            "n": found["n"],
        }
    )
    word = pack.words.indicator
    columns = [Column("position", "Position"), Column("text", word.capitalize())]
    if people:
        # Nobody is hidden as a few are: whether one of them placed it tells what that one said.
        frame["n"] = frame["n"].clip(lower=1)
        frame["middle"] = pd.Series(between(pack, found["low"], found["high"]), dtype="str")
        table = Table(frame, ("position",), "respondents", (Counted("n", None, ("middle",)),), plain=("text",))
        columns += [Column("n", "Raters", "count")] if may_count_people(chapter, pack) else []
        columns += [Column("middle", "Middle")]
        who = "middle placement by single raters"
    else:
        placed = [counts_in_words(dict(zip(given, row, strict=True)), pack) for row in found[given].to_numpy()]
        frame = frame.drop(columns="n").assign(placed=placed, noted=found["noted"])
        table = Table(frame, ("position",), "ratings", plain=("text", "placed", "noted"))
        columns += [Column("placed", "Placed at"), Column("noted", "With evidence", "count")]
        together = bool((rows["placed_by"] == CONSENSUS).all())
        who = "placed together" if together else "number of schools that gave each answer"
    split = 0 if people else int(found["verdict"].isin(SPLIT).sum())
    title = f"{len(found)} of {len(pack.indicators)} {word}s have been rated"
    return chapter.exhibit(
        noun_of(chapter, "indicators", pack),
        QUESTION,
        named(chapter, pack, f"{title}; on {split} of them schools lie far apart." if split else f"{title}."),
        subtitle=beneath(chapter, pack, f"{who}; newest placement of each"),
        purpose="To see what the placements of whole areas rest on.",
        table=chapter.may_show(table),
        columns=columns,
        caption=f"Ratings of single {word}s",
        caution="What is not listed was not rated; that is not a low rating.",
        method=about(pack),
        sources=chapter.sources("ratings", framework=pack.id),
    )
