"""What does each school see of itself on its own page: where it stands, what that rests on, and where others are?"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from colsynth.analyses.practice.schools import ANOTHER, FIRST, HIGHER, LOWER, SAME
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import NEVER_A_MEAN, SELF, about, plural
from colsynth.exhibits.practice_schools import (
    FRAMEWORK_FIRST,
    HOLLOW,
    SAME_RULER,
    WHOSE,
    area_word,
    in_short,
    placed_areas,
    sources_of,
    when_and_noted,
)
from colsynth.protection import Table
from colsynth.reference.terms import spoken

QUESTION = "Where do you place yourselves, and where do other schools?"
FROM = {HIGHER: "up from “{}” in {}", LOWER: "down from “{}” in {}", SAME: "as in {1}"}
Placed = tuple[str, str, int]  # framework, area and the place of an answer
NEW = {FIRST: "first placement", ANOTHER: "first on this framework"}


def for_each_school(chapter: Chapter) -> Exhibits:
    """The profile of each school that placed itself, for it alone."""
    every = placed_areas(chapter)
    counts = Counter(zip(every["framework"], every["area"], every["place"], strict=True))
    own = dict(list(every.groupby("school")))
    return Exhibits(_own(chapter, own[school], counts, school) for school in chapter.school_labels if school in own)


def _own(chapter: Chapter, own: pd.DataFrame, counts: Counter[Placed], school: str) -> Exhibit:
    packs = [pack for pack in chapter.frameworks if (own["framework"] == pack.id).any()]
    scales = {pack.id: list(in_short(pack).values()) for pack in packs}
    rows = [_row(row, counts, scales[row["framework"]]) for _, row in own.iterrows()]
    frame = pd.DataFrame(rows).astype("str")
    heads = {
        "area": area_word(packs).capitalize(),
        "said": "You placed it",
        "since": "Since you last placed it",
        "fit": "Best fit by your indicators",
        "others": "Other schools",
    }
    plain = tuple(name for name in heads if name != "area" and (name != "fit" or frame["fit"].notna().any()))
    frame = frame[["framework", "area", *plain]]
    empty = tuple(name for name in ("since", "fit") if name in plain)
    return chapter.for_school(
        school,
        "own-profile",
        QUESTION,
        _title(own, area_word(packs)),
        subtitle=f"your newest placements{when_and_noted(own)}; and how many other schools placed it where",
        purpose="To see your own picture whole, before you look for a school to talk with.",
        table=chapter.may_show(Table(frame, ("framework", "area"), "ratings", plain=plain, not_applicable=empty)),
        columns=[Column(name, heads[name]) for name in ("area", *plain)],
        caption="Your own placements, beside those of other schools",
        how_to_read=HOLLOW + FRAMEWORK_FIRST * (len(packs) > 1),
        caution=f"{SELF} Other schools read the words for themselves, so that most stand elsewhere does not say that "
        "you placed it wrongly. That you placed it higher or lower than before need not be a change of practice.",
        talk_about="Which placement would you like to test with another school, and what would you show it?",
        method=f"{WHOSE} {SAME_RULER} {' '.join([NEVER_A_MEAN, *map(about, packs)])}",
        sources=sources_of(chapter, packs),
    )


def _row(row: pd.Series[Any], counts: Counter[Placed], scale: list[str]) -> dict[str, str | None]:
    """The line of one area; `counts` are of all schools, this one among them."""
    others = [counts[row["framework"], row["area"], place] - (place == row["place"]) for place in range(len(scale))]
    told = [f"{said}: {n}" for said, n in zip(scale, others, strict=True) if n]
    fit = scale[int(row["fit_level"])] if pd.notna(row["fit_level"]) else row["fit"]
    return {
        "area": row["name"],
        "said": f"{row['said']}{row['hollow']}",
        "since": _since(row, scale),
        "fit": None if pd.isna(fit) else fit,
        "others": "; ".join(told) or "none yet",
        "framework": row["framework"],
    }


def _since(row: pd.Series[Any], scale: list[str]) -> str | None:
    """`up from Column 1 in Term 1, 2026`; None off the scale, and where no term is known."""
    if pd.isna(row["way"]):
        return None
    if row["way"] in NEW:
        return NEW[row["way"]]
    return FROM[row["way"]].format(scale[int(row["level_before"])], spoken(row["before"]))


def _title(own: pd.DataFrame, word: str) -> str:
    """`You placed 12 of 14 areas: 3 higher and 1 lower than before; 4 of 12 without a note of evidence.`"""
    of, n = len(own), int(own["level"].notna().sum())
    if not n:
        return f"You placed none of {of} {plural(word)} on the scale."
    moved = [f"{k} {way}" for way in (HIGHER, LOWER) if (k := int((own["way"] == way).sum()))]
    bare = int(own["asserted"].fillna(False).sum())
    ways = f": {and_list(moved)} than before" if moved else ""
    evidence = f"{'all' if bare == n else bare} without a note of evidence" if bare else "all with a note of evidence"
    return f"You placed {n} of {of} {plural(word, of)}{ways}; {evidence}."
