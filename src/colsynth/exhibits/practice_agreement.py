"""How far do those who rate agree, and who places things higher or lower than the others?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.practice import agreement as analysis
from colsynth.analyses.practice import profile
from colsynth.analyses.practice.placements import CONSENSUS, PERSON, SCHOOL, newest
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.comparisons import MINUS
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.practice import NEVER_A_MEAN, SELF, SPLIT, plural
from colsynth.exhibits.practice_persons import may_count_people
from colsynth.findings import Finding, state_strength
from colsynth.frameworks import Framework
from colsynth.protection import Table
from colsynth.protection.table import LEAST_LEARNERS

QUESTION = "How far do those who rate agree?"
SEVERITY = "Do some schools place everything higher or lower than the others?"
_SAID = {
    "agree": "agree",
    "agree, tentatively": "agree tentatively",
    "alike": "lie close together",
    "agree too little": "agree too little to be summed up",
    "cannot be told": "may or may not agree",
    "all alike": "are all at one level, with no word of what is stronger or not yet so",
    "too few": "are too few to tell",
}


def agreement(chapter: Chapter) -> Exhibit:
    """How far do those who rate agree, on each framework?"""
    found = {pack.id: _agreement(chapter, pack) for pack in chapter.frameworks}
    lines = [_line(pack, row) for pack in chapter.frameworks for _, row in _of_schools(found[pack.id]).iterrows()]
    people = [said for pack in chapter.frameworks if (said := _people(chapter, pack, found[pack.id]))]
    if not lines and not people:
        return chapter.nothing(
            "agreement", QUESTION, "Nothing was rated by two or more, so nobody can agree or differ."
        )
    table = Table(pd.DataFrame(lines), ("pack", "what"), "ratings", plain=_PLAIN) if lines else None
    apart = [said for pack in chapter.frameworks if (said := _to_talk_about(chapter, pack))]
    return chapter.exhibit(
        "agreement",
        QUESTION,
        _title(chapter, found),
        subtitle="newest placements of schools; of two that rated one thing, how often they gave the same",
        purpose="To see whether ratings speak with one voice, before anybody sums them up.",
        table=chapter.may_show(table) if table else None,
        columns=[
            Column("pack", "Framework"),
            Column("what", "Rated"),
            Column("raters", "Schools", "count"),
            Column("things", "Rated by two or more", "count"),
            Column("exact", "Pairs at the same", "count", "%"),
            Column("within", "At most one apart", "count", "%"),
            Column("alpha", "Alpha (95 % limits)"),
            Column("ac", "AC2 (95 % limits)"),
            Column("verdict", "Placements"),
        ],
        caption="Agreement of schools",
        caution=f"{SELF} Schools may differ because their practice does: agreement proves no placement right, and "
        "disagreement none wrong.",
        talk_about="Where placements lie two steps apart, what has one school seen that another has not?",
        method="Alpha is Krippendorff's, with the ordinal metric: 1 where all agree, 0 where they agree as often as by "
        "chance. From 0.800 ratings can be summed up, from 0.667 tentatively, and below not; here the lower limit must "
        "reach these. AC2 is Gwet's, with ordinal weights: it stays high where nearly everything is at one level, and "
        "alpha does not; placements are alike where it alone is sure of 0.800. A framework has few areas, so limits "
        "are wide; where most placements are at one level they hold alpha less often than 95 %. What was placed "
        "together is not one more rater, and what stands under a single step cannot be compared. Of single people it "
        "is told from "
        f"{LEAST_LEARNERS}, and without numbers where nearly all say the same. {NEVER_A_MEAN}",
        lists=[
            (heading, said)
            for heading, said in (
                ("Two steps or more apart: a conversation, not a number", apart),
                ("Single people", people),
            )
            if said
        ],
        sources=chapter.sources("ratings"),
        findings=chapter.may_tell(
            _finding(chapter, pack, row)
            for pack in chapter.frameworks
            for _, row in _of_schools(found[pack.id]).iterrows()
            if row["thing"] == "area" and row["verdict"] not in ("too few", "cannot be told")
        ),
    )


def severity(chapter: Chapter) -> Exhibit:
    """Do some schools place everything higher or lower than the others, and how many people do?"""
    labels = chapter.school_labels
    rows, people = [], []
    for pack in chapter.frameworks:
        found = analysis.severity(newest(chapter.placements(pack)))
        schools = found[found["placed_by"] == SCHOOL].set_index("school").to_dict("index")
        rows += [_severity_line(pack, label, schools[s]) for s, label in labels.items() if s in schools]
        people += _severity_of_people(chapter, pack, found[found["placed_by"] == PERSON])
    if len(rows) < 2 and not people:
        return chapter.nothing(
            "severity", SEVERITY, "Fewer than two schools rated, so none can be held against others."
        )
    table = Table(pd.DataFrame(rows), ("pack", "school"), "ratings", plain=_SEVERITY_PLAIN) if rows else None
    return chapter.exhibit(
        "severity",
        SEVERITY,
        _severity_title(rows),
        subtitle="each school's placements of whole areas, less those of the others on the same areas",
        purpose="To ask, before placements are compared, whether all mean the same by the same words.",
        table=chapter.may_show(table) if table else None,
        columns=[
            Column("pack", "Framework"),
            Column("school", "School"),
            Column("apart", "Levels above the others (limits)"),
            Column("areas", "Rated with others", "count"),
            Column("verdict", "Places"),
        ],
        caption="Schools beside those who rated the same",
        caution="Sheets do not say what a school placed. If it was the community as a whole, all looked at one thing, "
        "and a school that stands higher has a kinder eye. If each placed its own part, it may be further on, and no "
        "eye is told of. A school far from all others moves them too. No placement is changed for any of this.",
        talk_about="Would each of us place the same example at the same step? Try one together.",
        method="The difference of a school from the mean of the others, in levels, allowing for what each rated. "
        "Levels count as equal steps here, and here alone. It is told from six areas shared with others who are linked "
        "by more than one area; higher or lower are words for a quarter of a level or more that the limits, from "
        "leaving out each area in turn, keep on one side of none; one that lies nearer to the middle one of the others "
        "is neither, as a single school far off draws their mean. The limits are of 95 % for all schools of a "
        "framework at once. Schools stand in no order of merit.",
        lists=[("Single people", people)] if people else [],
        sources=chapter.sources("ratings"),
    )


_PLAIN = ("raters", "things", "exact", "within", "alpha", "ac", "verdict")
_SEVERITY_PLAIN = ("apart", "areas", "verdict")


def _agreement(chapter: Chapter, pack: Framework) -> pd.DataFrame:
    free = [indicator.id for indicator in pack.indicators if indicator.stage is None]
    return analysis.agreement(newest(chapter.placements(pack)), [stage.id for stage in pack.stages], free)


def _of_schools(found: pd.DataFrame) -> pd.DataFrame:
    return found[(found["placed_by"] == SCHOOL) & (found["raters"] >= 2)]


def _what(pack: Framework, thing: str) -> str:
    return plural(pack.words.area if thing == "area" else pack.words.indicator)


def _line(pack: Framework, row: pd.Series[Any]) -> dict[str, Any]:
    return {
        "pack": pack.name,
        "what": _what(pack, row["thing"]),
        "raters": int(row["raters"]),
        "things": int(row["things"]),
        "exact": round(100 * row["exact"]),
        "within": round(100 * row["within_one"]),
        "alpha": _with_limits(row["alpha"], row["alpha_low"], row["alpha_high"]),
        "ac": _with_limits(row["ac"], row["ac_low"], row["ac_high"]),
        "verdict": row["verdict"],
    }


def _with_limits(value: float, low: float, high: float, form: str = "z.2f") -> str | None:
    """`0.47 (−0.12 to 0.95)`; None where it cannot be reckoned."""
    if pd.isna(value):
        return None
    said, *ends = (_signed(number, form) for number in (value, low, high))
    return said if pd.isna(low) else f"{said} ({ends[0]} to {ends[1]})"


def _signed(number: float, form: str) -> str:
    return "" if pd.isna(number) else format(number, form).replace("-", MINUS)


def _title(chapter: Chapter, found: dict[str, pd.DataFrame]) -> str:
    """What schools' placements of whole areas say, framework by framework, the clear words first."""
    packs: dict[str, list[str]] = {}
    for pack in chapter.frameworks:
        for _, row in _of_schools(found[pack.id]).iterrows():
            if row["thing"] == "area":
                packs.setdefault(row["verdict"], []).append(pack.name)
    if not packs:
        return "Fewer than two schools rated the same, so their agreement cannot be told."
    several = len(chapter.frameworks) > 1
    said = [f"{words}{f' on {and_list(packs[v])}' if several else ''}" for v, words in _SAID.items() if v in packs]
    return f"Placements by schools {'; '.join(said)}."


def _to_talk_about(chapter: Chapter, pack: Framework) -> str:
    """The areas of a framework in which schools' placements have no middle that speaks for all."""
    areas, stages = [area.id for area in pack.areas], [stage.id for stage in pack.stages]
    placed = chapter.placements(pack)
    rows = profile.profile(placed[placed["placed_by"] != CONSENSUS], areas, stages)
    names = {verdict: [pack.area(a).name for a in rows.loc[rows["verdict"] == verdict, "area"]] for verdict in SPLIT}
    said = [f"{verdict} in {and_list(names[verdict])}" for verdict in SPLIT if names[verdict]]
    return f"{pack.name}: {'; '.join(said)}" if said else ""


def _people(chapter: Chapter, pack: Framework, found: pd.DataFrame) -> str:
    """What agreement of single people says; without numbers where it would tell what nearly each of them said."""
    own = found[(found["placed_by"] == PERSON) & (found["thing"] == "area") & (found["raters"] >= LEAST_LEARNERS)]
    if own.empty or not may_count_people(chapter, pack):
        return ""
    row = own.iloc[0]
    many = f"{pack.name}: {row['raters']} people on {row['things']} {_what(pack, 'area')}"
    if row["verdict"] in ("agree too little", "cannot be told"):
        return f"{many}: {row['verdict']}, alpha {_with_limits(row['alpha'], row['alpha_low'], row['alpha_high'])}"
    return f"{many}: {'too few to tell' if row['verdict'] == 'too few' else 'alike'}"


def _finding(chapter: Chapter, pack: Framework, row: pd.Series[Any]) -> Finding:
    noted = int(profile.by_schools(chapter.placements(pack))["asserted"].eq(False).fillna(False).sum())
    n, members = int(row["raters"]), max(int(row["raters"]), chapter.n_schools)
    which, unit = ("ac", "AC2") if row["verdict"] == "alike" else ("alpha", "alpha")  # what the verdict rests on
    size, low, high = (
        None if pd.isna(row[name]) else round(float(row[name]), 2) for name in (which, f"{which}_low", f"{which}_high")
    )
    return Finding(
        f"{chapter.name}-agreement-{pack.id}",
        chapter.name,
        f"{QUESTION} {pack.name}",
        f"{pack.name}: of two schools that placed one {pack.words.area}, {100 * row['exact']:.0f} % gave the same and "
        f"{100 * row['within_one']:.0f} % at most one apart; placements {_SAID[row['verdict']]}.",
        state_strength(noted, members * int(row["things"]), "member schools' notes of evidence", False,
                       "Each school placed on its own.", rules=chapter.strength_rules),
        "ratings",
        size=size,
        unit="" if size is None else unit,
        low=low,
        high=high,
        basis="" if low is None else "things",
        n=n,
        of=members,
        comparison="as often as by chance",
        says_not="It does not say that any placement is right: schools may agree on what is not so.",
        bears_on=tuple(f"{pack.id}:{area.id}" for area in pack.areas),
        provenance=chapter.sources("ratings", framework=pack.id),
    )  # fmt: skip


def _severity_line(pack: Framework, label: str, row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "pack": pack.name,
        "school": label,
        "apart": _with_limits(row["value"], row["low"], row["high"], "+z.1f"),
        "areas": int(row["areas"]),
        "verdict": row["verdict"],
    }


def _severity_title(rows: list[dict[str, Any]]) -> str:
    told = [row for row in rows if row["verdict"] != "not enough overlap"]
    if not told:
        return "Schools share too few areas, so it cannot be told whether one places everything higher or lower."
    apart = [row for row in told if row["verdict"] in ("higher", "lower")]
    if not apart:
        return "No school places everything clearly higher or lower than the others."
    n_told = [sum(row["pack"] == other["pack"] for row in told) for other in told]
    if set(n_told) == {2}:  # of two, the one above is the other below: one comparison
        packs = and_list([row["pack"] for row in apart if row["verdict"] == "higher"])
        return f"One of two schools places everything clearly higher than the other on {packs}."
    counts = {word: sum(row["verdict"] == word for row in apart) for word in ("higher", "lower")}
    said = [f"{n} {word}" for word, n in counts.items() if n]
    clear = "1 is" if len(apart) == 1 else f"{len(apart)} are"
    return f"Of {len(told)} comparisons of a school with the others, {clear} clear: {and_list(said)}."


def _severity_of_people(chapter: Chapter, pack: Framework, found: pd.DataFrame) -> list[str]:
    """How many people place everything higher or lower than the others, where no part of them is few or none."""
    told = found[found["verdict"] != "not enough overlap"]
    counts = {word: int((told["verdict"] == word).sum()) for word in ("higher", "lower")}
    parts = [*counts.values(), len(told) - sum(counts.values())]
    if min(parts) < chapter.settings.suppress_below or not may_count_people(chapter, pack):
        return []
    said = [f"{n} {word}" for word, n in counts.items()]
    return [f"{pack.name}: of {len(told)} people who can be told of, {and_list(said)} than the others"]
