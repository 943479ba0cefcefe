"""What does each area of a framework rest on: results of learners, records and evidence, ratings alone, or nothing?"""

from __future__ import annotations

import re

import pandas as pd

from colsynth.analyses.practice.placements import PERSON, newest
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.frameworks import Area, Framework, load_frameworks
from colsynth.frameworks.crosswalk import End, Pair, load_pairs
from colsynth.protection import Table

QUESTION = "What does each area rest on, and does it lead to the learner?"
OF_LEARNERS = ("goals", "achievement", "variation", "transitions")  # chapters that show results of learners, but for:
OF_OTHERS = (
    "goals-focus-areas", "goals-specificity", "goals-arithmetic",  # what goals say
    "variation-agreement", "variation-context",  # how results are judged; what schools are like
    "transitions-moves", "transitions-transience", "transitions-flows", "transitions-matching", "transitions-handover",
)  # fmt: skip
LEARNERS, RECORDS, VIEWS, NOTHING = "results of learners", "records and evidence", "ratings alone", "nothing yet"
EMPTY = "none yet"


def bearing(chapter: Chapter) -> Exhibit:
    """Area by area of each framework: results beside it, records, evidence, and what says the same elsewhere."""
    if not chapter.frameworks:
        return chapter.nothing("bearing", QUESTION, "The settings name no framework, so there is nothing to trace.")
    pairs = chapter.once(("pairs",), lambda: _pairs(chapter))
    rows = [_line(chapter, pack, area, pairs) for pack in chapter.frameworks for area in pack.areas]
    frame = pd.DataFrame(rows)
    shown = ("verdict", "results", "records", "elsewhere")
    headings = ("Rests on", "Shown in this report by", "Recorded in", "Spoken to in")
    columns = [Column(key, heading) for key, heading in zip(shown, headings, strict=True)]
    return chapter.exhibit(
        "bearing",
        QUESTION,
        _title(frame),
        subtitle="every area of the frameworks in use, and what there is beside its ratings",
        purpose="To see the line from an area of practice to what learners can do, and where it is broken.",
        table=chapter.may_show(Table(frame, ("pack", "area"), "records", plain=shown)),
        columns=[
            Column("area", "Area"),
            *(column for column in columns if column.key == "verdict" or frame[column.key].ne("").any()),
        ],
        caption="What each area rests on",
        how_to_read="A name such as goals (path) is an exhibit of that chapter, which may say that it cannot tell; a "
        "record with none yet has a place for what you know. The name of a framework stands before its first row.",
        caution="That results bear on an area does not say that the practice has changed them.",
        talk_about="For an area without results of learners: what would you expect to see change for them?",
        method="Which exhibits and records belong to an area, and which statement of one framework speaks to which of "
        "another, is declared with the frameworks. Statements that speak to one another are not the same, and a rating "
        "of one is no rating of the other; also here are statements of another area of the same framework. Evidence is "
        "counted from the register of evidence where it names the area.",
        sources=chapter.sources("evidence"),
    )


def _pairs(chapter: Chapter) -> tuple[Pair, ...]:
    workspace = chapter.settings.workspace
    return load_pairs(load_frameworks(workspace), workspace)


def _line(chapter: Chapter, pack: Framework, area: Area, pairs: tuple[Pair, ...]) -> dict[str, str]:
    exhibits = _exhibits(chapter, area)
    held = {name: "" if len(chapter.snapshot.frame(name)) else EMPTY for name in area.recorded_in}
    if noted := _evidence(chapter, pack, area):
        held["evidence"] = ", ".join(noted)
    told = NOTHING
    if any(map(_is_of_learners, exhibits)):
        told = LEARNERS
    elif any(what != EMPTY for what in held.values()):
        told = RECORDS
    elif _is_rated(chapter, pack, area):
        told = VIEWS
    first = f"{pack.name}: " if area == pack.areas[0] and len(chapter.frameworks) > 1 else ""
    return {
        "pack": pack.id,
        "area": f"{first}{area.id} {area.name}",
        "results": _by_chapter(exhibits),
        "records": ", ".join(f"{name} ({what})" if what else name for name, what in held.items()),
        "elsewhere": _elsewhere(chapter, pack, area, pairs),
        "verdict": told,
    }


def _exhibits(chapter: Chapter, area: Area) -> list[str]:
    """What speaks to the area in the chapters of this report; nothing of results where there are none."""
    named = [*area.spoken_to_by, *(name for i in area.all_indicators for name in i.checks)]
    has_results = bool(len(chapter.snapshot.frame("achievement")))
    here = [name for name in named if name.partition("-")[0] in chapter.settings.chapters]
    return [name for name in here if has_results or not _is_of_learners(name)]


def _is_of_learners(exhibit: str) -> bool:
    return exhibit.startswith(OF_LEARNERS) and not exhibit.startswith(OF_OTHERS)


def _is_rated(chapter: Chapter, pack: Framework, area: Area) -> bool:
    """Whether schools placed it, alone or together, or as many people as may be told of: of fewer nothing is said."""
    placed = newest(chapter.placements(pack))
    ids = {indicator.id for indicator in area.all_indicators}
    own = placed[placed["level"].notna() & (placed["area"].eq(area.id) | placed["indicator"].isin(ids))]
    people = own["placed_by"] == PERSON
    return bool((~people).any()) or own.loc[people, "voice"].nunique() >= chapter.settings.suppress_below


def _by_chapter(exhibits: list[str]) -> str:
    """`goals (path, standing); variation (parts)` from the ids of exhibits."""
    nouns: dict[str, list[str]] = {}
    for name in dict.fromkeys(exhibits):
        chapter, _, noun = name.partition("-")
        nouns.setdefault(chapter, []).append(noun.replace("-", " "))
    return "; ".join(f"{chapter} ({', '.join(those)})" for chapter, those in nouns.items())


def _evidence(chapter: Chapter, pack: Framework, area: Area) -> list[str]:
    """`2 document`, `1 survey`: items of the register of evidence that name the area or an indicator of it."""
    items = chapter.snapshot.frame("evidence")
    own = items[items["framework"] == pack.id]
    where = own["area"].dropna().map(lambda written: re.split(r"[^A-Za-z0-9]", str(written))[0])
    kinds = own.loc[where.index[where == area.id], "kind"].fillna("kind not given").value_counts()
    return [f"{n} {kind}" for kind, n in kinds.sort_index().items()]


def _elsewhere(chapter: Chapter, pack: Framework, area: Area, pairs: tuple[Pair, ...]) -> str:
    """Where other frameworks of the settings, and other areas of this one, speak to the area: `Six foci 2.1, 3`."""
    known = {other.id: min(other.all_spellings[1:], key=len) for other in chapter.frameworks}
    found: dict[str, list[str]] = {}
    for pair in pairs:
        for here, there in ((pair.start, pair.to), (pair.to, pair.start)):
            if _is_of(here, pack, area) and not _is_of(there, pack, area) and there.framework in known:
                found.setdefault(there.framework, []).append(there.indicator or there.area or "")
    names = known | {pack.id: "also here"}
    return "; ".join(f"{names[id]} {', '.join(dict.fromkeys(ends))}" for id, ends in found.items())


def _is_of(end: End, pack: Framework, area: Area) -> bool:
    if end.framework != pack.id:
        return False
    return end.area == area.id or end.indicator in {indicator.id for indicator in area.all_indicators}


def _title(frame: pd.DataFrame) -> str:
    n = len(frame)
    counts = frame["verdict"].value_counts()
    with_results = counts.get(LEARNERS, 0)
    told = [f"{with_results or 'none'} {'have' if with_results > 1 else 'has'} {LEARNERS} to look at"]
    told += [f"{counts[word]} {word}" for word in (RECORDS, VIEWS, NOTHING) if word in counts]
    return f"Of {n} areas, {and_list(told)}."
