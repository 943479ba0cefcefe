"""Has any area moved in the eyes of single people, among those who placed it both times? Never how any one of them did.

A movement of all of five people would tell how each of them did, so one more is asked for than of schools, and how many
went which way stands nowhere. That nobody moved would tell the same, and is no clear movement here.
"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.practice import movement as analysis
from colsynth.analyses.practice.movement import NOT_CLEAR, SAME, TOO_FEW
from colsynth.analyses.practice.placements import PERSON
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Exhibit, Exhibits
from colsynth.exhibits.practice import SELF, named, noun_of
from colsynth.exhibits.practice_movement import between, columns, method, scale_of, shown_terms, title_of
from colsynth.frameworks import Framework
from colsynth.protection import Counted, Table

LEAST = analysis.LEAST + 1  # people; of these one may have stayed where the rest moved


def by_persons(chapter: Chapter) -> Exhibits:
    """Area by term as single people placed it, where they did so in two terms; nothing is said where they did not."""
    shown = [_by_persons(chapter, pack) for pack in chapter.frameworks]
    return Exhibits(exhibit for exhibit in shown if exhibit is not None)


def _by_persons(chapter: Chapter, pack: Framework) -> Exhibit | None:
    placed = chapter.placements(pack)
    people, areas = placed[placed["placed_by"] == PERSON], [area.id for area in pack.areas]
    middles = analysis.middles(people, areas)
    spans = analysis.spans_of(middles["term"].tolist())
    if not spans:
        return None
    least = max(LEAST, chapter.settings.suppress_below)
    found = analysis.movement(people, areas, spans, least)
    return chapter.exhibit(
        noun_of(chapter, "movement-by-persons", pack),
        f"Has any {pack.words.area} moved in the eyes of single people?",
        named(chapter, pack, title_of(found, spans, pack.words.area, "people")),
        subtitle=f"middle placement of each {pack.words.area} by single people, term by term; in brackets how many",
        purpose="To hear whether people see movement where schools do, without showing who said what.",
        table=chapter.may_show(_table(middles, found, spans, pack)),
        columns=columns(middles, spans, pack),
        caption=f"Middle placement of each {pack.words.area} by single people, and movement",
        caution=f"{SELF} A middle may change because other people were asked. Only people whose sheets bear a code can "
        "be found again, and something that made all of them kinder in one term cannot be told from movement.",
        talk_about="Where people and schools do not see the same movement, what does each of them see?",
        method=method(found, pack, "people", least),
        sources=chapter.sources("ratings", framework=pack.id),
    )


def _table(middles: pd.DataFrame, found: pd.DataFrame, spans: list[tuple[str, str]], pack: Framework) -> Table:
    """The middles fall with how many placed the area in that term, the verdict with how many did so both times."""
    scale, areas = scale_of(pack), [area.id for area in pack.areas]
    wide, counted = pd.DataFrame({"area": [area.name for area in pack.areas]}), []
    for term in shown_terms(middles):
        mine = middles[middles["term"] == term].set_index("area").reindex(areas)
        said = [
            None if pd.isna(n) else f"{between(scale, low, high)} ({n})"
            for n, low, high in zip(mine["n"], mine["low"], mine["high"], strict=True)
        ]
        # Nobody is hidden as a few are: whether one of them placed it tells what that one said.
        wide[f"n {term}"], wide[term] = mine["n"].fillna(1).array, pd.Series(said, dtype="str")
        counted.append(Counted(f"n {term}", None, (term,)))
    for first, _ in spans:
        mine = found[found["first"] == first].set_index("area").reindex(areas)
        wide[f"since {first}"] = mine["verdict"].replace(SAME, NOT_CLEAR).fillna(TOO_FEW).array
    since = tuple(f"since {first}" for first, _ in spans)
    return Table(wide, ("area",), "respondents", tuple(counted), plain=since)
