"""Has any area moved in the eyes of single people, among those who placed it both times? Never how any one of them did.

A movement of all of five people would tell how each of them did, so one more is asked for than of schools, and how many
went which way stands nowhere. That nobody moved would tell the same, and is no clear movement here. Nor is there a
middle of each term: beside that of all newest placements it would tell where the one or two stand who are in the one
and not in the other.
"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.practice import movement as analysis
from colsynth.analyses.practice.movement import MOST_P, NOT_CLEAR, SAME, TOO_FEW
from colsynth.analyses.practice.placements import PERSON
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import SELF, named, noun_of
from colsynth.exhibits.practice_movement import method, title_of
from colsynth.frameworks import Framework
from colsynth.protection import Table
from colsynth.reference.terms import spoken

LEAST = analysis.LEAST + 1  # people; of these one may have stayed where the rest moved


def by_persons(chapter: Chapter) -> Exhibits:
    """Area by term as single people placed it, where they did so in two terms; nothing is said where they did not."""
    shown = [_by_persons(chapter, pack) for pack in chapter.frameworks]
    return Exhibits(exhibit for exhibit in shown if exhibit is not None)


def _by_persons(chapter: Chapter, pack: Framework) -> Exhibit | None:
    placed = chapter.placements(pack)
    people, areas = placed[placed["placed_by"] == PERSON], [area.id for area in pack.areas]
    spans = analysis.spans_of(analysis.on_scale(people)["term"].tolist())
    if not spans:
        return None
    least = max(LEAST, chapter.settings.suppress_below)
    found = analysis.movement(people, areas, spans, least).assign(chance=MOST_P)  # the exact one tells how many moved
    wide = pd.DataFrame({"area": [area.name for area in pack.areas]})
    for first, _ in spans:
        mine = found[found["first"] == first].set_index("area").reindex(areas)
        wide[first] = mine["verdict"].replace(SAME, NOT_CLEAR).fillna(TOO_FEW).array
    firsts = tuple(first for first, _ in spans)
    return chapter.exhibit(
        noun_of(chapter, "movement-by-persons", pack),
        f"Has any {pack.words.area} moved in the eyes of single people?",
        named(chapter, pack, title_of(found, spans, pack.words.area, "people")),
        subtitle="what people placed in two terms, by those who did so both times",
        purpose="To hear whether people see movement where schools do, without showing who said what.",
        table=chapter.may_show(Table(wide, ("area",), "respondents", plain=firsts)),
        columns=[
            Column("area", pack.words.area.capitalize()),
            *(Column(first, f"Since {spoken(first)}, placed both times") for first in firsts),
        ],
        caption=f"Movement of each {pack.words.area} in the eyes of single people",
        caution=f"{SELF} Only people whose sheets bear a code can be found again, and something that made all of them "
        "kinder in one term cannot be told from movement.",
        talk_about="Where people and schools do not see the same movement, what does each of them see?",
        method=method(found, pack, "people", least),
        sources=chapter.sources("ratings", framework=pack.id),
    )
