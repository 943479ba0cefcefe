"""Which result before a turn of the year and which after it can be held against each other? One subject, both told.

At least one of the two is a judgement: how two tests compare is another question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from colsynth.methods.agreement import LEAST_LEVELS
from colsynth.reference.bands import bands_of
from colsynth.reference.mappings import Table, in_force
from colsynth.reference.measures import Measure
from colsynth.reference.terms import term_number

MOST_TERMS = 2  # from the one to the other, as Term 4 to Term 2; later a learner has moved on. Our rule
KINDS = ("judgement", "test")

PAIRS = {
    "before": "str", "after": "str", "student": "str", "year": "Int64", "step": "str", "was": "str",
    "from_school": "str", "to_school": "str", "year_before": "Int64", "class_before": "str", "class_after": "str",
    "term_before": "str", "term_after": "str", "weeks": "Float64", "before_at": "bool", "after_at": "bool",
    "ruler": "str", "interim": "bool", "marks_apart": "bool", "moderated": "bool", "before_band": "Int64",
    "after_band": "Int64", "bands": "str",
}  # fmt: skip

_RESULT = ["term", "date", "level", "scale_score", "expected", "year_level", "class_label", "moderated"]
_TURN = ["student", "year", "step", "was", "from_school", "to_school", "year_before", "year_after"]


def pairs_across(
    results: pd.DataFrame, turns: pd.DataFrame, measures: Mapping[str, Measure], mappings: Iterable[Table]
) -> pd.DataFrame:
    """One row is one learner over one turn of the year with a result on each side: single learners, never to be shown.

    Of those who moved on by a step, and of those who stayed: the last result at the school they were at, and the first
    at the school they are at, at most two terms apart. `results` as from `achievement.results_by_learner`, `turns` as
    from `transitions.turns`.

    Columns: before, after (measures); student; year (the new one), step, was (`moved on`, `stayed`), from_school,
    to_school, year_before; class_before, class_after; term_before, term_after; weeks between the two (empty where a day
    is not recorded); before_at, after_at, at the expectation by each; ruler: `mapping` where a dated table says what a
    score means in the judgement's levels, `same tool`, else `expectation`, each by its own; interim, whether that table
    is; marks_apart, whether one of the two looks to the end of a school year that was not over then; moderated, whether
    every judgement of the two is on record as moderated; before_band, after_band, the places on `bands` (names joined
    by |), the levels that both tell apart: empty with fewer than three, and where a tool's levels rise with the years.
    """
    tables = list(mappings)
    told = turns[turns["was"].isin(["moved on", "stayed"])][_TURN]
    told = told[(told["was"] == "stayed") | (told["step"] != "")]
    before = _of_side(results, told, "from_school", 1, measures)
    after = _of_side(results, told, "to_school", 0, measures)
    found = []
    for one, other in _comparable(before["measure"].unique(), after["measure"].unique(), measures):
        both = before[before["measure"] == one.id].merge(
            after.loc[after["measure"] == other.id, ["student", "year", "at", *_RESULT]],
            on=["student", "year"],
            suffixes=("_before", "_after"),
        )
        both = both[both["at_after"] - both["at_before"] <= MOST_TERMS].reset_index(drop=True)
        held = _held(both, one, other, tables)
        if len(held):
            found.append(held.assign(before=one.id, after=other.id))
    if not found:
        return pd.DataFrame(columns=list(PAIRS)).astype(PAIRS)
    frame = pd.concat(found, ignore_index=True)
    frame["moderated"] = _moderated(frame, measures)
    frame["weeks"] = (frame["date_after"] - frame["date_before"]).dt.days / 7
    frame = frame.rename(columns={"class_label_before": "class_before", "class_label_after": "class_after"})
    return frame[list(PAIRS)].astype(PAIRS)


def _of_side(
    results: pd.DataFrame, told: pd.DataFrame, school: str, earlier: int, measures: Mapping[str, Measure]
) -> pd.DataFrame:
    """The last result before each turn (`earlier` 1) at the school left, or the first after it (0) at the new one."""
    kinds = {id_: measure.declared.kind for id_, measure in measures.items() if measure.subject}
    says = results["expected"].notna() | results["scale_score"].notna()
    seen = results[says & results["measure"].map(kinds).isin(KINDS)]
    seen = seen[["student", "school", "measure", *_RESULT]]
    seen = seen.assign(year=seen["term"].str[:4].astype("Int64") + earlier)
    numbers = {term: term_number(term) for term in seen["term"].unique()}
    seen = seen.assign(at=seen["term"].map(numbers).astype("Int64")).rename(columns={"school": school})
    rows = told.merge(seen, on=["student", "year", school])
    rows = rows.sort_values("at", kind="stable")
    return rows.drop_duplicates(["student", "year", "measure"], keep="last" if earlier else "first")


def _comparable(
    before: Iterable[str], after: Iterable[str], measures: Mapping[str, Measure]
) -> Iterator[tuple[Measure, Measure]]:
    later = sorted(after)
    for one in (measures[id_] for id_ in sorted(before)):
        for other in (measures[id_] for id_ in later):
            same = (one.subject, one.declared.medium) == (other.subject, other.declared.medium)
            if same and "judgement" in (one.declared.kind, other.declared.kind):
                yield one, other


def _held(both: pd.DataFrame, one: Measure, other: Measure, tables: list[Table]) -> pd.DataFrame:
    """The pairs of which both sides can be told, by a mapping where one says anything, else each by its own."""
    nothing = {name: pd.array([pd.NA] * len(both), dtype="Int64") for name in ("before_band", "after_band")}
    frame = both.rename(columns={"expected_before": "before_at", "expected_after": "after_at"}).assign(
        ruler="expectation", interim=False, bands=pd.array([pd.NA] * len(both), dtype="str"), **nothing
    )
    if one.declared.kind == other.declared.kind:
        if one.id == other.id:
            frame = _on_own_levels(frame.assign(ruler="same tool"), one)
    else:
        tests_first = one.declared.kind == "test"
        test, judgement = (one, other) if tests_first else (other, one)
        own = [table for table in tables if (table.from_measure, table.to_measure) == (test.id, judgement.id)]
        sides = ("before", "after") if tests_first else ("after", "before")
        frame = _by_mapping(frame, judgement, own, *sides)
    frame["marks_apart"] = _looks_ahead(frame, one, other)
    return frame[frame["before_at"].notna() & frame["after_at"].notna()]


def _looks_ahead(frame: pd.DataFrame, one: Measure, other: Measure) -> pd.Series[bool]:
    """Whether a side is held against the end of a school year that was still to come."""
    sides = ((one, "before"), (other, "after"))
    if (frame["ruler"] == "mapping").all():  # a test is then read in the judgement's levels
        judge = one if one.declared.kind == "judgement" else other
        sides = ((judge, "before"), (judge, "after"))
    found = pd.Series(False, index=frame.index)
    for measure, side in sides:
        if measure.declared.expected_by_end_of_year:
            found |= ~frame[f"term_{side}"].str.endswith("T4")
    return found


def _moderated(frame: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.Series[bool]:
    """Whether every judgement of a pair is on record as moderated; a test needs no moderation."""
    found = pd.Series(True, index=frame.index)
    for side in ("before", "after"):
        judged = frame[side].map({id_: measures[id_].declared.kind == "judgement" for id_ in frame[side].unique()})
        found &= ~judged.astype(bool) | frame[f"moderated_{side}"].fillna(False).astype(bool)
    return found


def _on_own_levels(frame: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The places on a tool's own levels, where they mean the same in every year level and are three or more."""
    if measure.declared.expected_from is None or len(measure.levels) < LEAST_LEVELS:
        return frame
    place = {level: at for at, level in enumerate(measure.levels)}
    return frame.assign(
        before_band=frame["level_before"].map(place).astype("Int64"),
        after_band=frame["level_after"].map(place).astype("Int64"),
        bands="|".join(measure.levels),
    )


def _by_mapping(frame: pd.DataFrame, judgement: Measure, tables: list[Table], test: str, judged: str) -> pd.DataFrame:
    """The pairs with the test's side read in the judgement's levels, as far as a table holds; else as they were.

    A table holds on the day of the test; where none is recorded, it cannot be told which does.
    """
    days, scores = frame[f"date_{test}"], frame[f"scale_score_{test}"]
    years = frame[f"year_level_{test}"].fillna(frame[f"year_{test}"])
    known = days.notna() & scores.notna() & years.notna()
    of = {i: in_force(tables, days[i].date()) for i in frame.index[known]}
    reached = {
        i: table.reaches_expected(float(scores[i]), int(years[i]), judgement)
        for i, table in of.items()
        if table is not None
    }
    told = {i: table for i, table in of.items() if table is not None and reached[i] is not None}
    if not told:
        return frame
    frame = frame.assign(ruler="mapping", interim=[i in told and told[i].status == "interim" for i in frame.index])
    frame[f"{test}_at"] = pd.Series(reached, dtype="boolean").reindex(frame.index)
    levels = frame[f"level_{judged}"].dropna()
    cuts = {i: table.cuts[int(years[i])] for i, table in told.items() if i in levels.index}
    bands = bands_of(cuts.values(), judgement.levels, LEAST_LEVELS)
    if bands is None:
        return frame
    for i, cut in cuts.items():
        frame.loc[i, f"{judged}_band"] = bands.place_of_level(str(levels[i]))
        frame.loc[i, f"{test}_band"] = bands.place_of_score(float(scores[i]), cut)
        frame.loc[i, "bands"] = "|".join(bands.names)
    return frame
