"""How did results change at the move to the next school, against learners who did not move?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.transitions import change as analysis
from colsynth.analyses.transitions import stayers
from colsynth.analyses.transitions.change import Evidence
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import finished, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.judging import strength_of_change
from colsynth.exhibits.transitions_change_words import (
    WHO,
    as_said,
    bars_of,
    between,
    claim,
    effect,
    limited,
    named,
    number_said,
    over_in_short,
    panel,
    said_of,
    says_not,
    signed,
    size_of,
    texts,
)
from colsynth.exhibits.transitions_counts import Said, at_least, beside, meant, none_alone
from colsynth.findings import Finding, Strength
from colsynth.methods.attrition import MOST_UNLIKE
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.norms import Curve, load_norms

QUESTION = "How did results change when learners moved to their next school?"
NONE = (
    "No learners who were due to move on have results of one subject before and after the turn of a year, so a change "
    "at the move cannot be told. It takes two school years of results, and learners who can be followed."
)
NOT_THE_FEEDER = (
    "A receiving school's results are not the feeder's quality, nor is a change at the move the receiver's: who moves, "
    "the summer, the test and the day it is sat are all in it."
)
NO_MEASURE = "This is no measure of the school left or of the school entered."
NUMBERS = (
    "change", "change_low", "change_high", "stayed_change", "stayed_low", "stayed_high", "difference", "low", "high",
)  # fmt: skip
TEXTS = ("moved_said", "stayed_said", "difference_said", "effect_said", "bounds_said", "beyond_said", "across_said")
COLUMNS = [
    Column("step", "Move"),
    Column("name", "Measured by"),
    Column("over", "From and to"),
    Column("n_said", "Moved, with results on both sides"),
    Column("moved_said", "Their change (95 % interval)"),
    Column("compared", "Held against"),
    Column("n_stayers", "Did not move", "count"),
    Column("stayed_said", "Their change (95 % interval)"),
    Column("difference_said", "Difference (95 % interval)"),
    Column("effect_said", "In standard deviations"),
    Column("bounds_said", "If those not followed fared worst or best"),
    Column("beyond_said", "Beyond the norms' growth"),
    Column("across_said", "All learners then and now; who they are"),
    Column("verdict", "In a word"),
]
METHOD = (
    "Each learner is held against the own result before: the last term of the old year in which movers have "
    "results, and the first of the new one, on one measure that did not change in between. The change of those who "
    "moved is held against that of learners who stayed at their school over the same summer: of the same year "
    "level, ten or more in two schools or more; else of the year levels one below and one above, ten or more of each, "
    "which is weaker: the difference is from the mean of the two, and its interval reaches from the lowest against "
    "either to the highest, as growth does not slow evenly with age; else nothing is said but the change itself. "
    "Intervals are for these schools with "
    "another, like cohort: Student's t with Welch's degrees of freedom for scores, Tango's limits joined by Zou and "
    "Donner (2008) for shares. Learners of a class, before and after, count for what they are worth where ten "
    "classes or more are known, else the intervals are from the count alone and too narrow. Lower or higher: the "
    "interval leaves out no difference. Standard deviations are those of the norm where there is one, else of the "
    "movers' results before. Worst or best: the interval, had those with a result before and none after changed "
    "like the lowest or the highest quarter of those followed (scores), or had none or all of them been at the "
    "expectation (shares). All learners then and now: everyone tested at the schools left in the old year and at "
    "the schools entered in the new one, moved or not; what it has beside the change of the same learners is who "
    "came and who went. Fewer than ten on either side: too few."
)


def evidence(chapter: Chapter) -> Evidence:
    """What changes at a move are reckoned from, with the breaks and the norms of each measure."""
    return chapter.once(("transitions", "evidence"), lambda: _evidence(chapter))


def _evidence(chapter: Chapter) -> Evidence:
    seen = [str(measure) for measure in chapter.results["measure"].unique() if measure in chapter.measures]
    norms = load_norms(chapter.settings.workspace)
    broken = {measure: {change.term: change.why for change in chapter.breaks_of(measure)} for measure in seen}
    curves = {measure: Curve(norms, measure) for measure in seen}
    return Evidence(chapter.turns, chapter.results, chapter.measures, broken, curves)


def changes(chapter: Chapter) -> pd.DataFrame:
    """The change of each measure at each step, as the analysis has it: for analyses alone."""
    return chapter.once(("transitions", "change"), lambda: analysis.change_at_moves(evidence(chapter)))


def at_the_move(chapter: Chapter) -> Exhibit:
    """How did results change at the move, against learners who did not move over the same summer?"""
    found = changes(chapter)
    if found.empty:
        return chapter.nothing("change", QUESTION, NONE)
    told = found[found["verdict"] != analysis.RULER].reset_index(drop=True)
    told = as_said(told, [_number(chapter, row) for _, row in told.iterrows()])
    ruler = found[found["verdict"] == analysis.RULER]
    lists = [
        ("Measured by different tools or rules before and after, so no number is given", _rulers_said(chapter, ruler))
    ]
    if told.empty:
        title = "A change at the move cannot be told: the tool or its rules changed with it, or over the same summer."
        return chapter.exhibit("change", QUESTION, title, lists=lists, caution=NOT_THE_FEEDER, talk_about=TALK)
    table = _protected(chapter, told)
    findings = [_finding(chapter, row) for _, row in told.iterrows() if row["verdict"] != analysis.TOO_FEW]
    findings = chapter.may_tell(findings)
    title = _title(chapter, told, table.frame)
    return chapter.exhibit(
        "change",
        QUESTION,
        title,
        subtitle="change of the same learners from the last result before the move to the first after it; points of "
        "each measure's scale, or percentage points at the expectation",
        purpose="To see what goes with the move itself, beyond what the summer does to everyone.",
        table=table,
        columns=COLUMNS,
        caption="Change at the move to the next school",
        chart=_chart(table, title),
        alt=" ".join([title, *(finding.claim for finding in findings)]),
        how_to_read="The first bar is the change of those who moved, the second that of those who did not; the last is "
        "the difference, which is what may go with the move. Where it reaches over the line, none can be told.",
        caution=_caution(told),
        talk_about=TALK,
        method=METHOD,
        lists=lists,
        sources=chapter.sources("achievement"),
        findings=findings,
    )


def pairs(chapter: Chapter) -> pd.DataFrame:
    """The change of each measure at each step, from each school to each: for analyses alone."""
    return chapter.once(("transitions", "pairs"), lambda: analysis.change_at_moves(evidence(chapter), per="pair"))


def _number(chapter: Chapter, row: pd.Series[Any]) -> Said:
    """How many moved, beside how many went from each school to each."""
    parts = pairs(chapter)
    own = parts[(parts["measure"] == row["measure"]) & (parts["step"] == row["step"])]
    own = own[own["verdict"] != analysis.RULER]
    whole = number_said(chapter, row)
    return beside(whole, none_alone(whole, [number_said(chapter, part) for _, part in own.iterrows()]))


TALK = "What did learners have to find their way into, and what did the new teachers know of them on the first day?"


def _protected(chapter: Chapter, told: pd.DataFrame) -> Protected:
    frame = told.assign(
        name=[named(chapter, row) for _, row in told.iterrows()],
        over=[over_in_short(*both) for both in zip(told["before"], told["after"], strict=True)],
        compared=told["comparison"].map(WHO).replace("", None),
        moved_said=texts(told, limited, "change", "change_low", "change_high"),
        stayed_said=texts(told, limited, "stayed_change", "stayed_low", "stayed_high"),
        difference_said=texts(told, limited, "difference", "low", "high"),
        effect_said=texts(told, lambda *v: effect(*v[:3]), "effect", "effect_low", "effect_high"),
        bounds_said=_bounds_said(told, chapter.settings.suppress_below),
        beyond_said=texts(told, limited, "beyond", "beyond_low", "beyond_high"),
        across_said=_across_said(told, chapter.settings.suppress_below),
        **{f"of_{count}": told[n] for n, count in MARKED},
    )
    counted = (
        Counted("n", None, ("n_said",)),
        Counted("n_stayers"),
        *(Counted(f"of_{count}", count) for _, count in MARKED),
    )
    kept = ["step", "measure", "name", "over", "compared", "kind", "verdict", *NUMBERS, *TEXTS]
    kept += [c for one in counted for c in one.columns if c not in kept]
    plain = ("name", "over", "compared", "kind", "verdict")
    return chapter.may_show(
        Table(
            frame[kept], ("step", "measure"), "learners", counted, plain,
            not_applicable=tuple(kept[3:]), across=(*NUMBERS, *TEXTS),
        )
    )  # fmt: skip


MARKED = (("n", "n_up"), ("n", "n_down"), ("n_stayers", "stayers_up"), ("n_stayers", "stayers_down"))


def _bounds_said(told: pd.DataFrame, threshold: int) -> pd.Series[str]:
    """The limits had those not followed fared worst or best; [c] where, of shares, they tell that those are few."""
    said = texts(told, lambda a, b, k: f"{signed(a, k)} to {signed(b, k)}", "bound_low", "bound_high")
    lost = told["with_before"] - told["n"]
    few = ((lost > 0) & (lost < threshold) & (told["kind"] == "share")).fillna(False).astype(bool)
    return said.mask(few & said.notna(), "[c]")


def _across_said(told: pd.DataFrame, threshold: int) -> pd.Series[str]:
    """The change of all and what is composition in it; [c] where those who are not the same learners are few."""
    said = texts(told, lambda a, b, k: f"{signed(a, k)}; {signed(b, k)}", "cross_section", "composition")
    others = [(told[n] - told["n"]).abs() for n in ("n_cross_before", "n_cross_after")]
    few = pd.concat([(n > 0) & (n < threshold) for n in others], axis=1).fillna(False).any(axis=1)
    return said.mask(few & said.notna(), "[c]")


def _title(chapter: Chapter, told: pd.DataFrame, shown: pd.DataFrame) -> str:
    """The comparison that says most: of the same age first, then with most learners."""
    seen = told[shown["change"].notna().to_numpy()]
    if seen.empty:
        return "How results changed at the move cannot be told: too few learners have results on both sides of it."
    place = {stayers.SAME: 0, stayers.ADJACENT: 1, stayers.NOBODY: 2}
    row = seen.assign(place=seen["comparison"].map(place)).sort_values(["place", "n"], ascending=[True, False]).iloc[0]
    more = len(seen) - 1
    others = seen["verdict"].drop(index=row.name)
    clear = int(others.isin([analysis.LOWER, analysis.HIGHER]).sum())
    rest = f" {more} more {'comparison' if more == 1 else 'comparisons'} below" if more else ""
    rest += f", {clear} with a clear difference." if clear else "." if more else ""
    might_be = between(row["low"], row["high"], str(row["kind"])) if row["verdict"] == analysis.NO_CLEAR else ""
    return f"{said_of(chapter, row)}{might_be}.{rest}"


def _rulers_said(chapter: Chapter, ruler: pd.DataFrame) -> list[str]:
    said = []
    for _, row in ruler.iterrows():
        before = chapter.measure_name(str(row["measure"]))
        if row["why"]:
            said.append(f"{row['step']}, {before}: {chapter.without_names(row['why'])}.")
        else:
            said.append(f"{row['step']}: {before} before, {chapter.measure_name(str(row['measure_after']))} after.")
    return said


def _caution(told: pd.DataFrame) -> str:
    said = [NOT_THE_FEEDER]
    kinds = set(told["comparison"])
    if stayers.ADJACENT in kinds:
        said.append(
            "Where too few of the same age stayed, the year levels above and below stand in; growth differs by age, so "
            "this is weaker."
        )
    if (told["n_to"] == 1).any():
        said.append("With one receiving school, its own start to the year cannot be told from the move.")
    if (told["unlike"].abs() > MOST_UNLIKE).any():
        said.append(
            "Movers and those who did not move stood apart before (by more than a quarter of a standard deviation): "
            "low results rise, high ones fall, by themselves."
        )
    if told["selected_low"].fillna(False).any():
        said.append("Some newcomers were not tested, and those tested had been lower: low results rise by themselves.")
    elif (told["tested"] < MOST_TESTED).any():
        said.append("Some of those who came have no result after the move.")
    if (told["basis"] == "count").any():
        said.append("Where fewer than ten classes are known, the true intervals are wider.")
    return " ".join(said)


MOST_TESTED = 0.8  # share of newcomers. As in methods.attrition


def _finding(chapter: Chapter, row: pd.Series[Any]) -> Finding:
    kind = str(row["kind"])
    apart = pd.notna(row["difference"])
    size, low, high = row[["difference", "low", "high"] if apart else ["change", "change_low", "change_high"]]
    exact, places = str(row["n_said"]).isdigit(), 0 if kind == "share" else 2  # more would give the learners back
    n, of = int(row["n"]), int(row["sent"])
    unit = "percentage points" if kind == "share" else "points"
    return Finding(
        f"{chapter.name}-change-{row['measure']}-{str(row['step']).lower().replace(' ', '-')}",
        chapter.name,
        f"{row['step']}, {named(chapter, row)}: {QUESTION[0].lower()}{QUESTION[1:]}",
        claim(chapter, row, unit),
        _strength(chapter, row, float(low), float(high)),
        "learners",
        size=round(float(size_of(size, kind)), places),
        unit=f"{unit} more than those who did not move" if apart else unit,
        low=round(float(size_of(low, kind)), places),
        high=round(float(size_of(high, kind)), places),
        basis=row["basis"],
        n=n if exact else None,
        of=of if exact and n <= of - chapter.settings.suppress_below else None,
        comparison=WHO[row["comparison"]] or "the same learners before",
        direction=_direction(str(row["verdict"])),
        says_not=says_not(chapter, row),
        provenance=chapter.sources("achievement", measure=str(row["measure"])),
    )


def _direction(verdict: str) -> str:
    return {analysis.LOWER: "down", analysis.HIGHER: "up"}.get(verdict, "level")


def _strength(chapter: Chapter, row: pd.Series[Any], low: float, high: float) -> Strength:
    apart = pd.notna(row["difference"])
    sides = [meant(str(row["n_said"])), *([int(row["n_stayers"])] if pd.notna(row["n_stayers"]) else [])]
    schools = [int(row[c]) for c in ("n_from", "n_stayers_schools") if pd.notna(row[c])]
    few, n = chapter.settings.suppress_below, int(row["n"])
    before, sent = int(row["with_before"]), int(row["sent"])
    lost = 1 - at_least(n, before, few) / before if before else None
    return strength_of_change(
        chapter,
        str(row["measure"]),
        str(row["before"]),
        str(row["after"]),
        matched=True,
        points=2,
        low=low,
        high=high,
        n=min(sides),
        n_schools=min(schools),
        same_sign=float(row["same_sign"]) if pd.notna(row["same_sign"]) else None,
        one_rule=True,
        loss=1 - at_least(n, sent, few) / sent,
        selected_low=bool(row["selected_low"]),
        indirect=row["comparison"] != stayers.SAME,
        differential=abs(lost - float(row["stayers_loss"])) if apart and lost is not None else None,
    )


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    shown = table.frame[table.frame["change"].notna()]
    if shown.empty:
        return None
    drawn = {f"{row['step']} · {row['name']}": panel(bars_of(row), str(row["kind"])) for _, row in shown.iterrows()}
    return finished(under_each_other(drawn), description)
