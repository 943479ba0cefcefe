"""Where do single people place each area, whose voices are among them, and whose are missing?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.practice import profile as analysis
from colsynth.analyses.practice.placements import PERSON
from colsynth.analyses.practice.voices import ALL, FEW, VOICES, areas_by_voice, voices
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import (
    NEVER_A_MEAN,
    SELF,
    SPLIT,
    about,
    beneath,
    between,
    each_framework,
    named,
    noun_of,
)
from colsynth.frameworks import Framework
from colsynth.protection import Counted, Protected, Table
from colsynth.protection.linked import Linked

QUESTION = "Where do single people place each area, and whose voices are missing?"
NOBODY = "No ratings by single people were supplied, so no voice of learners, whānau, trustees or iwi is heard here."


def by_persons(chapter: Chapter) -> Exhibits:
    """Where do single people place each area, if enough of them answered?"""
    return each_framework(chapter, "by-persons", QUESTION, NOBODY, lambda pack: _persons(chapter, pack))


def _persons(chapter: Chapter, pack: Framework) -> Exhibit | None:
    placed = chapter.placements(pack)
    least = chapter.settings.suppress_below
    heard = voices(placed, least)
    if heard.empty:
        return None
    areas, stages = [area.id for area in pack.areas], [stage.id for stage in pack.stages]
    roles = _roles(chapter, heard)
    large = roles.frame.loc[~roles.hidden["n"] & (roles.frame["voice"] != FEW), "voice"].tolist()
    table, kinds = _shown(chapter, _in_words(areas_by_voice(placed, areas, stages, least), pack), large)
    there = dict(zip(heard["voice"], heard["n"] > 0, strict=True))
    spoke, missing = ([kind for kind in VOICES if there[kind] == so] for so in (True, False))
    return chapter.exhibit(
        noun_of(chapter, "by-persons", pack),
        QUESTION,
        named(chapter, pack, _title(table, spoke, missing, least)),
        subtitle=beneath(
            chapter, pack, f"middle placement of each area by single raters; shown from {least} raters of a kind"
        ),
        purpose="To hear voices beside the schools' own, without showing who said what.",
        table=None if table.frame.empty or table.frame[kinds].isna().all(axis=None) else table,
        columns=[
            Column("area", pack.words.area.capitalize()),
            Column("raters", "Raters", "count"),
            Column("verdict", "Placements are"),
            *(Column(kind, f"Middle, {chapter.without_names(kind)}") for kind in kinds),
        ],
        caption="Middle placement by single raters",
        caution=f"{SELF} With few raters the middle can turn on one person; where placements are far apart, the middle "
        f"speaks for nobody. {_at_the_top(chapter, placed, pack)}".strip(),
        talk_about=_talk(missing),
        method="The newest placement of each rater up to this term; of people without a code that of one term alone. "
        f"Roles are put together as kinds of people by their words. A kind with fewer than {least} raters is not "
        f"shown, nor one more where it could be reckoned from the rest. {NEVER_A_MEAN} {about(pack)}",
        lists=[("Raters by kind", _counts(chapter, roles, heard)), ("Voices not heard here", missing)],
        sources=chapter.sources("ratings", framework=pack.id),
    )


def may_count_people(chapter: Chapter, pack: Framework) -> bool:
    """Whether the number of all single raters may be told: not where it would give the number of a small kind back."""
    roles = _roles(chapter, voices(chapter.placements(pack), chapter.settings.suppress_below))
    return bool((~roles.hidden.loc[roles.frame["voice"] == ALL, "n"]).any())


def _roles(chapter: Chapter, heard: pd.DataFrame) -> Protected:
    """How many people of each kind rated, small kinds as one; hidden where few, and one more where it must be."""
    small = heard["n"].lt(chapter.settings.suppress_below) & heard["n"].gt(0) & heard["voice"].ne(ALL)
    kinds = heard.assign(voice=heard["voice"].mask(small, FEW)).groupby("voice", sort=False)["n"].sum().reset_index()
    return chapter.may_show(
        Table(
            kinds.assign(of="rated"),
            ("voice", "of"),
            "respondents",
            (Counted("n"),),
            linked=Linked("of", "voice", "n", ALL),
        )
    )


def _in_words(found: pd.DataFrame, pack: Framework) -> pd.DataFrame:
    """`Same level` of a group of people would tell how each of them answered; of two camps one may be two people."""
    return found.assign(
        area=found["area"].map({area.id: area.name for area in pack.areas}),
        verdict=found["verdict"].isin(SPLIT).map({True: "far apart", False: "not far apart"}),
        middle=pd.Series(between(pack, found["low"], found["high"]), dtype="str"),
    ).drop(columns=["low", "high"])


def _shown(chapter: Chapter, found: pd.DataFrame, large: list[str]) -> tuple[Protected, list[str]]:
    """A line an area with the middle of all people and of each kind that is `large` in all; the kinds that have any.

    A small kind is hidden, and one more where the rest would tell of it.
    """
    own = ("middle", "verdict")
    table = chapter.may_show(
        Table(
            found,
            ("area", "voice"),
            "respondents",
            (Counted("raters", None, own),),
            linked=Linked("area", "voice", "raters", ALL, own),
        )
    )
    told = table.frame.loc[table.frame["middle"].notna(), "voice"]
    kinds = [ALL, *(kind for kind in dict.fromkeys(told) if kind in large and kind != ALL)]
    everyone = table.only(table.frame["voice"] == ALL)
    wide = table.only(table.frame["voice"].isin(kinds)).spread(("area",), "voice", "middle")
    beside = ["raters", "verdict"]
    frame, hidden = wide.frame.assign(**everyone.frame[beside]), wide.hidden.assign(**everyone.hidden[beside])
    if ALL not in large:
        hidden[[ALL, *beside]] = True
        frame[[ALL, *beside]] = None
    return Protected(frame, hidden, wide.not_applicable, (("raters", ""),)), kinds


def _counts(chapter: Chapter, roles: Protected, heard: pd.DataFrame) -> list[str]:
    """How many people of each kind rated; kinds that did not are listed apart."""
    told = {voice: roles.cell(i, "n", str(roles.frame["n"].iloc[i])) for i, voice in enumerate(roles.frame["voice"])}
    return [
        f"{str(chapter.without_names(voice)).capitalize()}: {told.get(voice, '[c]')}"
        for voice in heard.loc[heard["n"] > 0, "voice"]
    ]


def _title(table: Protected, heard: list[str], missing: list[str], least: int) -> str:
    title = f"Heard are {and_list(heard)}" if heard else "Of those who rated, no role says who they are"
    title += f"; not heard are {and_list(missing)}." if missing else "."
    if not len(table.frame):
        return f"{title} No single person placed a whole area."
    if table.frame.drop(columns=["area", "raters"]).isna().all(axis=None):
        return f"{title} Fewer than {least} people placed any area, or were of any kind, so nothing they said is shown."
    return title


def _talk(missing: list[str]) -> str:
    if missing:
        return f"Who could ask {and_list(missing)}, and in what words?"
    return "Which voice sees an area otherwise than the schools do, and why?"


def _at_the_top(chapter: Chapter, placed: pd.DataFrame, pack: Framework) -> str:
    """How many people used the highest stage for all they placed; said where it tells of no single person."""
    if not may_count_people(chapter, pack):
        return ""
    people = analysis.newest_by(placed, PERSON)
    people = people[people["indicator"].isna()]
    use = analysis.scale_by_voice(people, [stage.id for stage in pack.stages])
    use = use[use["verdict"] != "too few"]
    counts = pd.DataFrame({"who": ["people"], "n": [int((use["verdict"] == "all at the top").sum())], "of": [len(use)]})
    shown = chapter.may_show(
        Table(counts.astype({"n": "Int64", "of": "Int64"}), ("who",), "respondents", (Counted("of", "n"),))
    )
    if shown.hidden["n"].iloc[0] or not len(use):
        return ""
    n, of = shown.frame["n"].iloc[0], shown.frame["of"].iloc[0]
    return f"{n} of {of} people placed all they rated at {pack.stages[-1].label}, the highest."
