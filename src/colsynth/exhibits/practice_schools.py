"""Where does each school place itself, framework by framework? Side by side, for a conversation and never a ranking."""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.practice import schools as analysis
from colsynth.analyses.practice.placements import NOT_APPLICABLE, NOT_RATED, NOT_YET
from colsynth.analyses.practice.schools import HIGHER, LOWER
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.practice import NEVER_A_MEAN, SELF, about, answers, plural, short
from colsynth.findings import Source
from colsynth.frameworks import Framework
from colsynth.protection import Table
from colsynth.reference.terms import spoken

QUESTION = "Where does each school place itself?"
NOTHING = "No school has placed the areas of a framework itself yet, so there are no profiles of schools."
MOST_COLUMNS = 8  # schools side by side; more of them stand in a line by where they placed an area
ASSERTED, UP, DOWN = "○", "↑", "↓"
HOLLOW = f"{ASSERTED}: asserted, without a note or a link of evidence."
FRAMEWORK_FIRST = " The name of a framework stands before the first of its rows."
IN_SHORT = {NOT_YET: "not yet", NOT_APPLICABLE: "n/a", NOT_RATED: "not rated"}
WHOSE = (
    "What a school places is its own statement, whoever wrote it down; what single people placed, or all schools "
    "together, is not among it."
)
SAME_RULER = (
    "A placement is held against the school's one before it on the same framework, never against one on another; "
    "placements on an earlier version are read by its map of what became of each part."
)


def schools(chapter: Chapter) -> Exhibit:
    """Every area of every framework beside every school that placed itself."""
    own = placed_areas(chapter)
    if own.empty:
        return chapter.nothing("schools", QUESTION, NOTHING)
    packs = [pack for pack in chapter.frameworks if (own["framework"] == pack.id).any()]
    labels = [label for code, label in chapter.school_labels.items() if code in set(own["school"])]
    word = area_word(packs)
    side_by_side = len(labels) <= MOST_COLUMNS
    codes = chapter.settings.school_names != "shown"
    frame = _side_by_side(own, labels) if side_by_side else _by_answer(own, labels, codes)
    dimensions = ("framework", "area") if side_by_side else ("framework", "area", "at")
    plain = tuple(name for name in frame.columns if name not in dimensions)
    heads = {"area": word.capitalize(), "schools": "Schools, by where they placed it"}
    return chapter.exhibit(
        "schools",
        QUESTION,
        _title(own, word),
        subtitle=f"newest placements of {len(labels)} school{'s' * (len(labels) != 1)}{when_and_noted(own)}",
        purpose="To find whom to ask: what does a school see and do that placed an area elsewhere than yours?",
        table=chapter.may_show(Table(frame, dimensions, "ratings", plain=plain)),
        columns=[Column(name, heads.get(name, name)) for name in ("area", *plain)],
        caption=f"Newest placement of each {word} by each school",
        how_to_read=f"{HOLLOW} {UP} and {DOWN}: higher or lower than the same school placed it "
        "the time before. Not yet evident is a placement; not applicable (n/a) and not rated are none."
        + FRAMEWORK_FIRST
        * (len(packs) > 1),
        caution=f"{SELF} Schools stand in their usual order, not by what they placed, and each read the words for "
        "itself: the same step at two schools need not be the same practice, nor an arrow a change of it.",
        talk_about=f"In which {word} could another school show you what it sees, and in which could you show it?",
        method=f"The newest placement of each whole {word} by each school up to this term. {WHOSE} {SAME_RULER} "
        + "A code is a courtesy: who knows what a school placed knows which it is. " * codes
        + " ".join([NEVER_A_MEAN, *map(about, packs)]),
        lists=[("Placed by no school", _without(own, packs))],
        sources=sources_of(chapter, packs),
    )


def profiles(chapter: Chapter) -> pd.DataFrame:
    """`analyses.practice.schools.profiles` of every framework of the community, reckoned once."""
    packs = chapter.frameworks
    return chapter.once(
        ("school profiles",), lambda: analysis.profiles(packs, {pack.id: chapter.placements(pack) for pack in packs})
    )


def placed_areas(chapter: Chapter) -> pd.DataFrame:
    """The rows of `profiles` of schools that placed any area of the framework, and of areas that any school placed.

    Columns beside: label (of the school), name (the area; of several frameworks with the framework's name before its
    first), said (the answer in short), place (of the answer: not yet evident, each stage, not applicable, not rated),
    hollow and arrow (the marks behind it, if any).
    """
    found = profiles(chapter)
    there = found["answer"].ne(NOT_RATED)
    by = [there.groupby([found["framework"], found[one]]).transform("any") for one in ("school", "area")]
    found = found[by[0] & by[1]]
    packs = {pack.id: pack for pack in chapter.frameworks}
    said = {id: in_short(pack) for id, pack in packs.items()}
    ids = list(zip(found["framework"], found["area"], found["answer"], strict=True))
    names = {(id, area): packs[id].area(area).name for id, area, _ in ids}
    first = {id: (id, area) for id, area in reversed(names)}
    names |= {key: f"{packs[id].name}: {names[key]}" for id, key in first.items() if len(first) > 1}
    return found.assign(
        label=found["school"].map(chapter.school_labels),
        name=pd.Series([names[id, area] for id, area, _ in ids], index=found.index, dtype="str"),
        said=pd.Series([said[id][answer] for id, _, answer in ids], index=found.index, dtype="str"),
        hollow=found["asserted"].fillna(False).map({True: f"\N{NO-BREAK SPACE}{ASSERTED}", False: ""}),
        arrow=found["way"].map({HIGHER: f"\N{NO-BREAK SPACE}{UP}", LOWER: f"\N{NO-BREAK SPACE}{DOWN}"}).fillna(""),
        place=pd.Series([list(said[id]).index(answer) for id, _, answer in ids], index=found.index, dtype="int64"),
    )


def in_short(pack: Framework) -> dict[str, str]:
    """Every answer as a narrow cell writes it, the scale from its lowest first."""
    return {answer: IN_SHORT.get(answer, short(label)) for answer, label in answers(pack).items()}


def area_word(packs: list[Framework]) -> str:
    """What these frameworks call an area, where they agree on it."""
    words = {pack.words.area for pack in packs}
    return words.pop() if len(words) == 1 else "area"


def sources_of(chapter: Chapter, packs: list[Framework]) -> tuple[Source, ...]:
    """Where the ratings on these frameworks came from, each file once."""
    return tuple(dict.fromkeys(source for pack in packs for source in _sources(chapter, pack.id)))


def _sources(chapter: Chapter, framework: str) -> tuple[Source, ...]:
    name = ("sources of ratings", framework)
    return chapter.once(name, lambda: chapter.sources("ratings", framework=framework))


def _side_by_side(own: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """A row an area, a column a school."""
    cells = own.assign(cell=own["said"] + own["hollow"] + own["arrow"])
    lines = own.drop_duplicates(["framework", "area"])
    wide = cells.pivot(index=["framework", "area"], columns="label", values="cell")[labels]
    wide = wide.reindex(pd.MultiIndex.from_frame(lines[["framework", "area"]])).fillna(IN_SHORT[NOT_RATED])
    head = lines[["framework", "name"]].rename(columns={"name": "area"})
    return pd.concat([head.reset_index(drop=True), wide.reset_index(drop=True)], axis=1)


def _by_answer(own: pd.DataFrame, labels: list[str], codes: bool) -> pd.DataFrame:
    """A row an area and answer that any school gave, with the schools that gave it; of codes the letters alone."""
    names = own["label"].str.removeprefix("School ") if codes else own["label"]
    told = own.assign(school=names + own["hollow"] + own["arrow"], order=own["label"].map(labels.index))
    lines = [
        (framework, name, said, f"{said}: {', '.join(mine.sort_values('order')['school'])}")
        for (framework, name), area in told.groupby(["framework", "name"], sort=False)
        for (_, said), mine in area.groupby(["place", "said"])
    ]
    return pd.DataFrame(lines, columns=["framework", "area", "at", "schools"], dtype="str")


def _without(own: pd.DataFrame, packs: list[Framework]) -> list[str]:
    """Areas of these frameworks that have no row."""
    there = set(zip(own["framework"], own["area"], strict=True))
    several = len(packs) > 1
    return [
        f"{area.name} ({pack.name})" if several else area.name
        for pack in packs
        for area in pack.areas
        if (pack.id, area.id) not in there
    ]


def _title(own: pd.DataFrame, word: str) -> str:
    """In how many areas schools stand at different levels."""
    if own["school"].nunique() == 1:
        return "One school alone has placed itself, so there is no other to hear from yet."
    levels = own.dropna(subset="level").groupby(["framework", "area"])["level"].agg(["size", "nunique"])
    several = levels[levels["size"] > 1]
    n, of = int((several["nunique"] > 1).sum()), len(several)
    if not of:
        return f"No {word} has been placed by two schools, so nobody has another to hear from yet."
    if not n:
        return f"Schools place themselves alike in {'the one' if of == 1 else f'all {of}'} {plural(word, of)}."
    return f"Schools place themselves at different steps in {n} of {of} {plural(word, of)}."


def when_and_noted(own: pd.DataFrame) -> str:
    """`, from Term 2, 2025 to Term 3, 2026; 40 of 52 with evidence`, as far as it is known."""
    terms = sorted(own["term"].dropna().unique())
    on_scale = own["asserted"].dropna()
    when = f", of {spoken(terms[0])}" if terms else ""
    when = f", from {spoken(terms[0])} to {spoken(terms[-1])}" if len(terms) > 1 else when
    noted = f"; {int((~on_scale).sum())} of {len(on_scale)} with evidence" if len(on_scale) else ""
    return f"{when}{noted}"
