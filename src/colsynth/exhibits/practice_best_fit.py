"""Which stage fits each area best by its indicators, what carries it, and is it where the area was placed?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.practice import best_fit as analysis
from colsynth.analyses.practice.indicators import newest_of_indicators
from colsynth.analyses.practice.placements import CONSENSUS, PERSON
from colsynth.analyses.practice.profile import newest_by
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import SELF, about, beneath, each_framework, named, noun_of, plural, short, too_weak
from colsynth.exhibits.practice_persons import may_count_people
from colsynth.findings import Finding, state_strength
from colsynth.frameworks import Framework
from colsynth.protection import Counted, Table

QUESTION = "Where does each area stand by its indicators, and on what evidence?"
NOTHING = "No indicators that stand under stages have been rated, so no best fit can be told."
WHO = "member schools' notes of evidence"
_SAID = {analysis.MET: "met", analysis.PARTLY: "partly", "not yet evident": "not yet", analysis.DIVIDED: "divided",
         "not applicable": "not applicable", "not rated": "not rated"}  # fmt: skip


def best_fit(chapter: Chapter) -> Exhibits:
    """Which stage fits each area best by its indicators?"""
    return each_framework(chapter, "best-fit", QUESTION, NOTHING, lambda pack: _best_fit(chapter, pack))


def _best_fit(chapter: Chapter, pack: Framework) -> Exhibit | None:
    placed = chapter.placements(pack)
    rows = newest_of_indicators(placed)
    stood = analysis.standing(rows, pack)
    if "best fit" not in pack.summaries or stood.empty:
        return None
    kind = str(rows["placed_by"].iloc[0])
    whole = newest_by(placed[placed["indicator"].isna()], kind)
    fitted = analysis.fits(stood, pack, whole)
    stages, areas = analysis.by_stage(stood, fitted, pack), analysis.by_area(fitted)
    order = [area.id for area in pack.areas]
    stages = stages.sort_values(["area", "stage"], key=lambda c: c.map(order.index) if c.name == "area" else c)
    areas = areas.sort_values("area", key=lambda c: c.map(order.index))
    people = kind == PERSON
    whose = {CONSENSUS: "everyone together", PERSON: "people"}.get(kind, "schools")
    table = chapter.may_show(_table(stages, pack, people))
    findings: list[Finding] = []
    if not people:
        findings = chapter.may_tell(_finding(chapter, pack, row, fitted, kind) for _, row in areas.iterrows())
    word = pack.words.stage.capitalize()
    return chapter.exhibit(
        noun_of(chapter, "best-fit", pack),
        QUESTION,
        named(chapter, pack, f"{_title(areas, fitted, pack, people)}{too_weak(findings)}."),
        subtitle=beneath(
            chapter, pack, f"{pack.words.indicator}s of which most {whose} say so; newest placement of each"
        ),
        purpose="To hold the placement of a whole area beside the single things that it is made of.",
        table=table,
        columns=[
            Column("area", pack.words.area.capitalize()),
            Column("stage", word),
            Column("said", f"Of its {pack.words.indicator}s"),
            *([] if people else [Column("evidence", "Evidence for those met")]),
            *([] if people else [Column("here", "Best fit of schools", "count")]),
            *([] if people else [Column("beside", f"Placed the {pack.words.area} here", "count")]),
            *([Column("voices", "Out of", "count")] if not people or may_count_people(chapter, pack) else []),
        ],
        caption=f"{pack.words.indicator.capitalize()}s met, and best fit, by {pack.words.area} and {pack.words.stage}",
        caution=f"{SELF} Every {pack.words.indicator} of a {pack.words.stage} counts alike; areas are not pooled.",
        talk_about=_talk(areas, people),
        method=analysis.RULE.format(analysis.RULE_NESTED if pack.nested else "") + " It is reckoned for one school at "
        "a time, and then schools are counted. “Divided”: no answer has more than half of them. That most placed the "
        f"{pack.words.area} as a whole higher or lower is said where five schools or more did so, and so one-sided a "
        "split would be chance at most once in 16. Evidence is a note or a link with a placement. " + about(pack),
        lists=[] if people else [("Without a best fit", _without(areas, pack, kind))],
        sources=chapter.sources("ratings", framework=pack.id),
        findings=findings,
    )


def _table(stages: pd.DataFrame, pack: Framework, people: bool) -> Table:
    """How many people noted evidence, or fit where, would tell of single ones: of schools alone that is shown."""
    frame = stages.reset_index(drop=True)
    evidence = [f"{noted} of {placed}" for noted, placed in zip(frame["noted"], frame["placed"], strict=True)]
    frame = frame.assign(
        area=[pack.area(area).name for area in frame["area"]],
        stage=[short(pack.stages[place - 1].label) for place in frame["stage"]],
        said=pd.Series([_in_words(row) for _, row in frame.iterrows()], dtype="str"),
        evidence=pd.Series(evidence, dtype="str"),
    )
    if people:
        counted = (Counted("voices", None, ("said",)),)
        return Table(frame[["area", "stage", "said", "voices"]], ("area", "stage"), "respondents", counted)
    plain = ("said", "evidence", "here", "beside", "voices")
    return Table(frame[["area", "stage", *plain]], ("area", "stage"), "ratings", plain=plain)


def _in_words(row: pd.Series[Any]) -> str:
    """`4 met (1.1.1, 1.1.2, 1.1.3, 1.1.5), 1 not yet`."""
    met = f" ({row['which']})" if row["which"] else ""
    return ", ".join(f"{row[key]} {word}{met * (key == analysis.MET)}" for key, word in _SAID.items() if row[key])


def _title(areas: pd.DataFrame, fitted: pd.DataFrame, pack: Framework, people: bool) -> str:
    n = len(areas)
    over = f"{n} {plural(pack.words.area, n)} rated by {pack.words.indicator}"
    if people:
        return f"What fits best, in {over}"
    stages = fitted["stage"].dropna().astype(int)
    if stages.empty:
        return f"No {pack.words.stage} fits yet in {over}"
    low, high = (short(pack.stages[place - 1].label) for place in (stages.min(), stages.max()))
    fits = f"Best fits are at {low}" if low == high else f"Best fits run from {low} to {high}"
    counts = [(int((areas["verdict"] == f"{fit} than placed").sum()), whole)
              for fit, whole in (("lower", "higher"), ("higher", "lower"))]  # fmt: skip
    beside = and_list([f"{many} of them {whole}" for many, whole in counts if many])
    return f"{fits} in {over}" + (f"; most schools placed {beside} as a whole" if beside else "")


def _finding(chapter: Chapter, pack: Framework, row: pd.Series[Any], fitted: pd.DataFrame, kind: str) -> Finding:
    area, n = pack.area(str(row["area"])), int(row["voices"])
    members = max(n, chapter.n_schools)
    own = fitted[fitted["area"] == row["area"]]
    counts = own["stage"].dropna().astype(int).value_counts().sort_index()
    fits = [f"{short(pack.stages[place - 1].label)} at {many}" for place, many in counts.items()]
    backed, n = (members if row["backed"] else 0, members) if kind == CONSENSUS else (int(row["backed"]), n)
    if kind == CONSENSUS:
        claim = f"by its indicators, placed together, {_together(own, pack)}"
    elif fits:
        claim = f"by its indicators, the best fit is {and_list(fits)} of {n} school{'s' * (n != 1)}"
    else:
        where = "the one school" if n == 1 else f"any of {n} schools"
        claim = f"by its indicators, no {pack.words.stage} fits yet at {where}"
    if kind != CONSENSUS:
        beside = {"lower": "higher", "same": f"at that {pack.words.stage}", "higher": "lower"}
        told = [f"{words} by {row[side]}" for side, words in beside.items() if row[side]]
        claim += f"; as a whole the {pack.words.area} was placed {and_list(told)}" if told else ""
    return Finding(
        f"{chapter.name}-{noun_of(chapter, 'best-fit', pack)}-{area.id}",
        chapter.name,
        f"{QUESTION} {area.name}",
        f"{area.name}: {claim}.",
        state_strength(backed, members, WHO, False, "Each school rated itself, on its own.",
                       rules=chapter.strength_rules),
        "ratings",
        n=n,
        of=members,
        comparison="where each school placed the area as a whole",
        says_not=f"{SELF} It does not say that the {pack.words.stage} as a whole is reached: some of its "
        f"{pack.words.indicator}s may not be met.",
        bears_on=(f"{pack.id}:{area.id}",),
        provenance=chapter.sources("ratings", framework=pack.id),
    )  # fmt: skip


def _together(own: pd.DataFrame, pack: Framework) -> str:
    stage = own["stage"].iloc[0]
    if pd.notna(stage):
        return f"the best fit is {short(pack.stages[int(stage) - 1].label)}"
    return {
        "between": f"it lies between two {plural(pack.words.stage)}",
        "none yet": f"no {pack.words.stage} fits yet",
    }.get(str(own["verdict"].iloc[0]), "too few were rated to tell")


def _without(areas: pd.DataFrame, pack: Framework, kind: str) -> list[str]:
    words = ("between", "none yet", "too few rated")
    lines = []
    for _, row in areas.iterrows():
        told = [
            word if kind == CONSENSUS else f"{word} at {row[word]} of {row['voices']}" for word in words if row[word]
        ]
        if told:
            lines.append(f"{pack.area(str(row['area'])).name}: {and_list(told)}")
    return lines


def _talk(areas: pd.DataFrame, people: bool) -> str:
    if not people and areas["lower"].any():
        return "Where single indicators stand lower than the whole area, which of the two is the truer picture?"
    return "Which of the indicators not yet met would carry the most for learners?"
