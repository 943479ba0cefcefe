"""Where do the schools place each area of their collaboration, how far apart, and on what evidence?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.practice import profile as analysis
from colsynth.analyses.practice.agreement import agreement, told_alpha
from colsynth.analyses.practice.placements import CONSENSUS, NOT_APPLICABLE, NOT_RATED, SCHOOL
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import (
    NEVER_A_MEAN,
    SELF,
    SPLIT,
    about,
    answers,
    beneath,
    between,
    each_framework,
    named,
    noun_of,
    plural,
    quoted,
    short,
)
from colsynth.exhibits.practice_profile_picture import picture
from colsynth.findings import NOT_ASKED, Facts, Finding, state_strength
from colsynth.frameworks import Framework
from colsynth.protection import Table
from colsynth.reference.terms import spoken

QUESTION = "Where do the schools place each {} of their collaboration?"
WHO = "member schools' notes of evidence"


def profile(chapter: Chapter) -> Exhibits:
    """Where was each area placed by the schools, or by all together?"""
    why = "No school has placed the areas of its framework yet, so nothing can be said about practice."
    return each_framework(chapter, "profile", QUESTION.format("area"), why, lambda pack: _profile(chapter, pack))


def _profile(chapter: Chapter, pack: Framework) -> Exhibit | None:
    placed = chapter.placements(pack)
    areas, stages = [area.id for area in pack.areas], [stage.id for stage in pack.stages]
    rows = analysis.by_schools(placed)
    if rows.empty:
        return None
    alone = bool((rows["placed_by"] == CONSENSUS).all())
    spread = analysis.distribution(rows, areas, stages)
    found = analysis.profile(placed, areas, stages)
    all_alike, at_the_top = _uniform(
        analysis.levels_of(rows, stages), analysis.scale_by_voice(rows, stages), pack, alone
    )
    alpha = None if alone else told_alpha(agreement(placed, stages), SCHOOL)
    findings = chapter.may_tell(
        _finding(chapter, pack, row, alone, alpha) for _, row in found[found["n"] > 0].iterrows()
    )
    off = [answer for answer in (NOT_APPLICABLE, NOT_RATED) if spread.loc[spread["answer"] == answer, "n"].any()]
    shown = [answer for answer in dict.fromkeys(spread["answer"]) if answer not in (NOT_APPLICABLE, NOT_RATED)] + off
    table = chapter.may_show(_table(found, spread, shown, pack))
    said = answers(pack)
    return chapter.exhibit(
        noun_of(chapter, "profile", pack),
        QUESTION.format(pack.words.area),
        named(chapter, pack, all_alike or _title(found, pack)),
        subtitle=beneath(chapter, pack, _subtitle(found, rows, alone)),
        purpose="To talk about where schools agree, where they see it differently, and what is not yet evident.",
        table=table,
        columns=[
            Column("area", pack.words.area.capitalize()),
            *(Column(answer, short(said[answer]), "count") for answer in shown),
            Column("noted", "With evidence", "count"),
            Column("middle", "Middle"),
            Column("verdict", "Placements are"),
            Column("together", "Placed together"),
        ],
        caption="Placements of each area",
        chart=picture(found, spread, pack),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="The length of a bar is the number of placements: the filled part has a note or a link to evidence "
        "and the hollow part is asserted. A frame holds the middle placement; there is none where placements lie two "
        "steps or more apart, as the middle in the table speaks for nobody there. A diamond is what was placed "
        "together. Not applicable and not rated are not low.",
        caution=" ".join(part for part in (SELF, at_the_top, NEVER_A_MEAN) if part),
        talk_about=_talk(found, rows),
        method="The newest placement of each school up to this term; one made together stands apart. The middle is the "
        "median among 'not yet evident' and the stages in order; with an even number both middle ones are given. A "
        "placement without a note or a link counts as asserted and adds nothing to the strength of a finding. "
        + about(pack),
        lists=[(f"What the {pack.source.publisher} found of the model elsewhere", pack.found)] if pack.found else [],
        sources=chapter.sources("ratings", framework=pack.id),
        findings=findings,
    )


def _table(found: pd.DataFrame, spread: pd.DataFrame, shown: list[str], pack: Framework) -> Table:
    said = answers(pack)
    wide = spread.pivot(index="area", columns="answer", values="n").reindex(index=found["area"])[shown].reset_index()
    wide["noted"], wide["verdict"] = found["noted"], found["verdict"]
    wide["middle"] = pd.Series(between(pack, found["low"], found["high"]), dtype="str")
    wide["together"] = found["together"].map(said).astype("str")
    wide["area"] = [area.name for area in pack.areas]
    plain = (*shown, "noted", "middle", "verdict", "together")
    return Table(wide, ("area",), "ratings", plain=plain, not_applicable=("together", "middle"))


def _subtitle(found: pd.DataFrame, rows: pd.DataFrame, alone: bool) -> str:
    n, noted = int(found["n"].sum()), int(found["noted"].sum())
    voices = rows["voice"].nunique()
    who = "placed together by everyone" if alone else f"newest placements of {voices} school{'s' * (voices != 1)}"
    when = rows["term"].dropna()
    upto = f"; the newest of {spoken(str(when.max()))}" if len(when) else ""
    return f"{who}{upto}; {noted} of {n} with evidence"


def _title(found: pd.DataFrame, pack: Framework) -> str:
    there = found[found["n"] > 0]
    if there.empty:
        return f"No {pack.words.area} has a placement yet."
    split = there["verdict"].isin(SPLIT)
    apart = f"{int(split.sum())} of {len(there)} {plural(pack.words.area, len(there))}"
    if split.all():
        return f"Placements lie far apart in {apart}: a conversation, not a number."
    said = quoted(pack)
    places = [list(said).index(answer) for column in ("low", "high") for answer in there.loc[~split, column]]
    low, high = (list(said.values())[place] for place in (min(places), max(places)))
    middles = f"Middle placements are at {low}" if low == high else f"Middle placements run from {low} to {high}"
    return f"{middles}; in {apart} they lie too far apart for one to speak for all." if split.any() else f"{middles}."


def _uniform(levels: list[int], by_voice: pd.DataFrame, pack: Framework, alone: bool) -> tuple[str, str]:
    """What the title says where all is at one level, and what is said of schools that are at the top in all they rated.

    Both empty where the scale was used.
    """
    every = analysis.one_level(levels)
    said = list(quoted(pack).values())
    top = said[len(pack.stages)]
    if every == "all at the top":
        return f"Every placement is at {top}: without variation and without a word of what is not yet so.", ""
    if every == "all at one level":
        return f"Every placement is at {said[levels.index(sum(levels))]}: ratings that do not vary tell little.", ""
    n = int((by_voice["verdict"] == "all at the top").sum())
    if not n or alone:
        return "", ""
    return "", f"{n} of {len(by_voice)} schools placed all they rated at {top}: a prompt to ask what is not yet so."


def _talk(found: pd.DataFrame, rows: pd.DataFrame) -> str:
    if found["verdict"].isin(SPLIT).any():
        return "Where placements lie far apart, what has one school seen that another has not?"
    if not rows["asserted"].eq(False).any():
        return "What would you show to somebody who doubts a placement?"
    return "What is the evidence that a placement could be one step higher, or one step lower?"


def _finding(chapter: Chapter, pack: Framework, row: pd.Series[Any], alone: bool, alpha: float | None) -> Finding:
    """`alone`: there is nothing but what was placed together, by everyone; `alpha`: where it is told of the schools."""
    area, said = pack.area(str(row["area"])).name, quoted(pack)
    n, noted = int(row["n"]), int(row["noted"])
    members = max(int(row["of"]), chapter.n_schools)
    together = row["together"] if pd.notna(row["together"]) and row["together"] != NOT_RATED else None
    steps = list(said)
    agrees = together in steps[steps.index(row["low"]) : steps.index(row["high"]) + 1]
    low, high, lowest, highest = (said[row[end]] for end in ("low", "high", "lowest", "highest"))
    of = f"{n} placements ({'all' if noted == n else noted or 'none'} with evidence)"
    bare = "" if noted else " (no evidence noted)"
    if alone:
        claim = f"the schools together placed it at {low}{bare}"
        n, noted, together = members, members if noted else 0, None
    elif n == 1:
        claim = f"the only placement{bare} is {low}"
    elif row["verdict"] == "two camps":
        claim = f"{of} stand in two camps, from {lowest} to {highest}"
    elif row["verdict"] == "far apart":
        claim = f"{of} lie far apart, from {lowest} to {highest}"
    elif low == high:
        claim = f"the middle of {of} is {low}"
    else:
        claim = f"the two middle ones of {of} are {low} and {high}"
    if together:
        off = together == NOT_APPLICABLE
        claim += "; together it was said not to apply" if off else f"; together it was placed at {said[together]}"
    how = "Each school placed itself, on its own."
    if alone:
        how = "Placed together."
    elif together:
        how = "Placed together, it stood at the same." if agrees else "Placed together, it did not stand at the same."
    facts = Facts(learners=NOT_ASKED, schools=NOT_ASKED, indirect=False, alpha=alpha)
    return Finding(
        f"{chapter.name}-{noun_of(chapter, 'profile', pack)}-{row['area']}",
        chapter.name,
        f"{QUESTION.format(pack.words.area)} {area}",
        f"{area}: {claim}.",
        state_strength(noted, members, WHO, agrees, how, facts=facts, rules=chapter.strength_rules),
        "ratings",
        n=n,
        of=members,
        says_not=f"{SELF} It does not say that practice has led to better results.",
        bears_on=(f"{pack.id}:{row['area']}",),
        provenance=chapter.sources("ratings", framework=pack.id),
    )
