"""Has any area moved on its scale since the term before, and since the first, among those who placed it both times?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from colsynth.analyses.practice import movement as analysis
from colsynth.analyses.practice.movement import CLAIMS, DOWN, TOO_FEW, UP
from colsynth.analyses.practice.placements import CONSENSUS, SCHOOL
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import (
    NEVER_A_MEAN,
    SELF,
    about,
    each_framework,
    middle,
    named,
    noun_of,
    plural,
    scale_of,
    too_weak,
)
from colsynth.exhibits.practice_movement_picture import picture
from colsynth.findings import NOT_ASKED, Facts, Finding, Strength
from colsynth.findings.strength import downs_of, grade
from colsynth.frameworks import Framework
from colsynth.protection import Table
from colsynth.reference.terms import spoken

QUESTION = "Has any {} moved since schools began to place it?"
MOST_TERMS = 6  # columns; the first and the newest ones
CHANCE = 0.05  # of the 95 % rule
NO_INTERVAL = "The 95 % interval includes no change or no difference."  # there is none of steps, but a sign test
BY_CHANCE = "By the sign test, so one-sided a split comes by chance more than once in twenty."
LEAST_CHANCE = 0.05  # false claims among all comparisons, below which no number is given
NOT_PRACTICE = (
    "It does not say that practice changed: the same schools may have come to read the words otherwise, and something "
    "that made all of them kinder in one term cannot be told from movement."
)


def movement(chapter: Chapter) -> Exhibits:
    """Area by term, with movement among the schools that placed an area both times."""
    why = "No framework has placements of schools in two terms yet, so nothing can have moved."
    return each_framework(chapter, "movement", QUESTION.format("area"), why, lambda pack: _movement(chapter, pack))


def _movement(chapter: Chapter, pack: Framework) -> Exhibit | None:
    placed = chapter.placements(pack)
    schools, areas = placed[placed["placed_by"] == SCHOOL], [area.id for area in pack.areas]
    middles = analysis.middles(schools, areas)
    spans = analysis.spans_of(analysis.terms_of(middles))
    if not spans:
        return None
    found = analysis.movement(schools, areas, spans)
    together = analysis.middles(placed[placed["placed_by"] == CONSENSUS], areas)
    findings = chapter.may_tell(_findings(chapter, pack, found, together))
    title = title_of(found, spans, pack.words.area, "schools", too_weak(findings))
    return chapter.exhibit(
        noun_of(chapter, "movement", pack),
        QUESTION.format(pack.words.area),
        named(chapter, pack, title),
        subtitle=f"middle placement of each {pack.words.area} by schools, term by term",
        purpose="To see what has moved either way, and what only looks moved because others were asked.",
        table=chapter.may_show(_table(middles, found, spans, pack)),
        columns=columns(middles, spans, pack),
        caption=f"Middle placement of each {pack.words.area} by term, in brackets how many placed it, and movement",
        chart=_chart(chapter, pack, middles, found, spans),
        alt=" ".join(finding.claim for finding in findings) or title,
        how_to_read="A square holds the middle placement of a term, darker the higher it is; parted where two are in "
        "the middle. An arrow stands where schools that placed it both times moved one way.",
        caution=f"{SELF} Those who placed it in one term alone can change a middle and move nothing. {NOT_PRACTICE}",
        talk_about="What did schools see, do or read differently where a placement moved, and where did none move?",
        method=method(found, pack, "schools", analysis.LEAST),
        lists=[("Placed together, by consensus", _said_together(together, pack))],
        sources=chapter.sources("ratings", framework=pack.id),
        findings=findings,
    )


def title_of(found: pd.DataFrame, spans: list[tuple[str, str]], area: str, who: str, unless: str = "") -> str:
    """The answer: how many areas `who` placed higher or lower than in the first term, and than in the one before.

    That placements moved is so whatever they rest on. Whether an area moved is a claim: `unless` says where not.
    """
    told = found[found["verdict"] != TOO_FEW]
    if told.empty:
        return f"Whether any {area} has moved cannot be told yet: too few placed it in both terms."
    clauses = []
    for first, _ in reversed(spans):
        mine = told[told["first"] == first]
        counts = [(way, int((mine["verdict"] == word).sum())) for word, way in ((UP, "higher"), (DOWN, "lower"))]
        words = [f"{n} of {len(mine)} {plural(area, len(mine))} {way}" if i == 0 else f"{n} {way}"
                 for i, (way, n) in enumerate((way, n) for way, n in counts if n)]  # fmt: skip
        if words:
            clauses.append(f"since {spoken(first)}, {who} placed {and_list(words)}")
    said = "; ".join(clauses) + unless if clauses else f"no {area} has clearly moved since {spoken(spans[-1][0])}"
    return f"{said[0].upper()}{said[1:]}."


def shown_terms(middles: pd.DataFrame) -> list[str]:
    """The first term and the newest ones."""
    terms = sorted(middles["term"].unique())
    return terms if len(terms) <= MOST_TERMS else [terms[0], *terms[1 - MOST_TERMS :]]


def _table(middles: pd.DataFrame, found: pd.DataFrame, spans: list[tuple[str, str]], pack: Framework) -> Table:
    scale = scale_of(pack)
    wide = pd.DataFrame({"area": [area.name for area in pack.areas]}, index=[area.id for area in pack.areas])
    words = {(area, term): f"{middle(scale, low, high)} ({n})" for _, (area, term, n, low, high) in middles.iterrows()}
    terms = shown_terms(middles)
    for term in terms:
        wide[term] = pd.Series({area: words.get((area, term)) for area in wide.index}, dtype="str")
    for first, _ in spans:
        mine = found[found["first"] == first].set_index("area").reindex(wide.index)
        wide[f"since {first}"] = [_said(row) for _, row in mine.iterrows()]
    return Table(wide.reset_index(drop=True), ("area",), "ratings", plain=tuple(wide.columns[1:]))


def columns(middles: pd.DataFrame, spans: list[tuple[str, str]], pack: Framework) -> list[Column]:
    """The area, its terms and what has moved."""
    terms = [Column(term, spoken(term)) for term in shown_terms(middles)]
    to = "".join(f", up to {spoken(last)}" for _, last in spans[:1] if last != middles["term"].max())
    said = [Column(f"since {first}", f"Since {spoken(first)}{to}, placed both times") for first, _ in spans]
    return [Column("area", pack.words.area.capitalize()), *terms, *said]


def _said(row: pd.Series[Any]) -> str:
    """`moved up: 4 higher, 1 the same, none lower; 1 left, 2 new`."""
    if pd.isna(row["verdict"]):
        return TOO_FEW
    counts = [f"{row[c] or 'none'} {word}" for c, word in (("up", "higher"), ("same", "the same"), ("down", "lower"))]
    others = [f"{row[c]} {word}" for c, word in (("n_left", "left"), ("n_new", "new")) if row[c]]
    return f"{row['verdict']}: {'; '.join(filter(None, [', '.join(counts), ', '.join(others)]))}"


def _chart(
    chapter: Chapter, pack: Framework, middles: pd.DataFrame, found: pd.DataFrame, spans: list[tuple[str, str]]
) -> dict[str, Any]:
    terms = shown_terms(middles)
    shown = middles.loc[middles["term"].isin(terms), ["area", "term", "low", "high"]]
    shown = shown.assign(term=shown["term"].map(spoken)).reset_index(drop=True)
    table = chapter.may_show(Table(shown, ("area", "term"), "ratings", plain=("low", "high")))
    said = found.assign(since="Since " + found["first"].map(spoken)).sort_values(
        "first", ascending=False, kind="stable"
    )
    names = {area.id: area.name for area in pack.areas}
    return picture(table, said, [spoken(term) for term in terms], scale_of(pack), names)


def _said_together(together: pd.DataFrame, pack: Framework) -> list[str]:
    """`Area: Column 1 in Term 4, 2025, then Column 2 in Term 3, 2026`, where it was placed together more than once."""
    scale, names = scale_of(pack), {area.id: area.name for area in pack.areas}
    said = []
    for area, mine in together.groupby("area", sort=False):
        steps = [f"{scale[low]} in {spoken(term)}" for term, low in zip(mine["term"], mine["low"], strict=True)]
        said += [f"{names[str(area)]}: {', then '.join(steps)}."] if len(steps) > 1 else []
    return said


def method(found: pd.DataFrame, pack: Framework, who: str, least: int) -> str:
    """By which rule an area moved, and how often that would be said where nothing did."""
    told = found[found["verdict"] != TOO_FEW]
    chance = told["chance"].sum()
    by_chance = f"about {chance:.1f}" if chance >= LEAST_CHANCE else "next to none"
    return (
        f"“Moved up” (or down) is said where at least {least} {who} placed the {pack.words.area} both times, the later "
        "placements lie above (or below) the earlier ones at every level, and an exact sign test gives so one-sided a "
        f"split to chance at most once in 16: all of five, or all but one of nine. “Mixed”: {who} went both ways and "
        f"the placements do not lie on one side. {len(told)} comparisons were made; had nothing moved, {by_chance} of "
        "them would be called moved. Where one placement in ten is a level off, a movement of all by one level "
        "is found six times in ten with five, and nearly always with seven. That is said of placements; how far the "
        f"{pack.words.area} itself may be said to have moved rests on those with evidence both times alone. "
        "Placements on an earlier version of the framework are read by its map of what became of each part. "
        f"{NEVER_A_MEAN} {about(pack)}"
    )


def _findings(chapter: Chapter, pack: Framework, found: pd.DataFrame, together: pd.DataFrame) -> list[Finding]:
    """One for each area that moved: since the first term, or since the one before where that says something else."""
    claimed = found[found["verdict"].isin(CLAIMS)].sort_values("first", kind="stable")
    claimed = claimed.drop_duplicates(["area", "verdict"])
    order = [area.id for area in pack.areas]
    rows = sorted((row for _, row in claimed.iterrows()), key=lambda row: order.index(row["area"]))
    return [_finding(chapter, pack, row, together) for row in rows]


def _finding(chapter: Chapter, pack: Framework, row: pd.Series[Any], together: pd.DataFrame) -> Finding:
    scale, area = scale_of(pack), pack.area(row["area"])
    since, steps = spoken(row["first"]), abs(int(row["step"]))
    then, now = (middle(scale, row[f"low_{end}"], row[f"high_{end}"]) for end in ("first", "last"))
    stage = plural(pack.words.stage, steps)
    went = f"the middle went from {then} to {now}" if then != now else f"the middle stayed at {now}"
    strength = strength_of_movement(chapter, row, moderated(row, together), "schools")
    way = row["verdict"] if strength.grade else f"was placed {'higher' if row['verdict'] == UP else 'lower'}"
    return Finding(
        f"{chapter.name}-{noun_of(chapter, 'moved', pack)}-{row['area']}-{'up' if row['verdict'] == UP else 'down'}",
        chapter.name,
        f"{QUESTION.format(pack.words.area)} {area.name}",
        f"{area.name} {way} since {since}, among the {row['n']} schools that placed it both times: "
        f"{row['up'] or 'none'} placed it higher and {row['down'] or 'none'} lower, most by {steps} {stage}; {went}.",
        strength,
        "ratings",
        size=float(row["step"]),
        unit=f"{stage}, the most common step",
        n=int(row["n"]),
        of=max(chapter.n_schools, int(row["n"])),
        comparison=f"the same schools in {since}",
        direction="up" if row["verdict"] == UP else "down",
        says_not=f"{SELF} {NOT_PRACTICE}",
        bears_on=(f"{pack.id}:{area.id}",),
        provenance=chapter.sources("ratings", framework=pack.id),
    )


def moderated(row: pd.Series[Any], together: pd.DataFrame) -> bool:
    """Whether everyone together placed the area in both terms, within the middle ones of those who placed it alone."""
    mine = together[together["area"] == row["area"]].set_index("term")["low"]
    return all(
        row[end] in mine.index and row[f"low_{end}"] <= mine[row[end]] <= row[f"high_{end}"]
        for end in ("first", "last")
    )


def strength_of_movement(chapter: Chapter, row: pd.Series[Any], is_moderated: bool, who: str) -> Strength:
    """The strength of a claim of movement, from placements with evidence both times alone; `who` placed it."""
    rules, n, n_schools = chapter.strength_rules, int(row["n_evident"]), int(row["n_schools"])
    facts = Facts(
        includes_none=bool(row["p_evident"] > CHANCE),
        learners=NOT_ASKED,
        schools=n_schools,
        loss=1 - n / int(row["n"] + row["n_left"]),
        unmoderated=not is_moderated,
        same_sign=row["n_same_way"] / n_schools if n_schools else None,
        selected_low=False,
        indirect=False,
        q=float(row["q"]),
    )
    start = rules.starts.of("change")["matched_two"]
    why = [start.sentence(), "Only placements with evidence both times are counted."]
    found = grade("change", start.grade, downs_of("change", facts, rules), rules, why=why)
    said = (reason.replace("learners", who).replace(NO_INTERVAL, BY_CHANCE) for reason in found.reasons)
    return replace(found, reasons=tuple(said))
