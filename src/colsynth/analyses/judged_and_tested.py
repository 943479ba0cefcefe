"""Which judgement and which test of a learner can be held against each other? One subject, near in time, both told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from colsynth.methods.agreement import LEAST_LEVELS
from colsynth.reference.bands import bands_of
from colsynth.reference.mappings import Table, in_force
from colsynth.reference.measures import Measure
from colsynth.reference.terms import Calendar, term_number

MOST_WEEKS = 26  # between judgement and test; later a learner has moved on. Our rule

_WITH = (
    ("within the school", r"class|team|syndicate|year|colleague|own school|within|same school"),
    ("across the community", r"communit|kāhui|kahui|cluster|network"),
    ("with another school", r"school|kura"),
)


def pairs_of(
    results: pd.DataFrame,
    measures: Mapping[str, Measure],
    mappings: Iterable[Table],
    calendar: Calendar,
    members: Iterable[str] = (),
) -> pd.DataFrame:
    """One row is one learner with a judgement and a test of one subject: rows of single learners, never to be shown.

    Of each learner the two nearest in time: first by terms, then by days, then the newest; at most 26 weeks apart and
    judged in the newest school year that has both (a day that is not recorded is the middle of its term). `results` as
    from `achievement.results_by_learner`; `members` are the names of member schools, as judgements may be moderated
    with one.

    Columns: judgement, test (measures); student, school, class_label, term, year_level (of the judgement); weeks, from
    the test to the judgement (empty where a day is not recorded); judged_at, tested_at, at the expectation by each;
    ruler, `mapping` where a dated table says what a score means in the judgement's levels, else `expectation`, each by
    its own; interim, whether that table is; moderated in words; judged_band, tested_band, the place on `bands` (names
    joined by |), the levels that the table tells apart for every year level seen; empty with fewer than three.
    """
    rows = results.assign(day=_days(results, calendar))
    found = []
    for judgement, test in _comparable(rows["measure"].unique(), measures):
        paired = _nearest(rows[rows["measure"] == judgement.id], rows[rows["measure"] == test.id])
        tables = [t for t in mappings if (t.from_measure, t.to_measure) == (test.id, judgement.id)]
        held = _held(paired, judgement, tables)
        if len(held):
            found.append(held.assign(judgement=judgement.id, test=test.id))
    if not found:
        return pd.DataFrame(columns=PAIR_COLUMNS)
    frame = pd.concat(found, ignore_index=True)
    frame["moderated"] = [
        _moderation(done, words, tuple(members))
        for done, words in zip(frame["moderated"], frame["moderated_with"], strict=True)
    ]
    return frame[PAIR_COLUMNS]


PAIR_COLUMNS = [
    "judgement", "test", "student", "school", "class_label", "term", "year_level", "weeks", "judged_at", "tested_at",
    "ruler", "interim", "moderated", "judged_band", "tested_band", "bands",
]  # fmt: skip


def _comparable(seen: Iterable[str], measures: Mapping[str, Measure]) -> list[tuple[Measure, Measure]]:
    known = [measures[id_] for id_ in sorted(seen) if id_ in measures]
    return [
        (judgement, test)
        for judgement in known
        for test in known
        if judgement.declared.kind == "judgement" and test.declared.kind == "test" and judgement.subject
        if judgement.subject == test.subject and judgement.declared.medium == test.declared.medium
    ]


def _days(results: pd.DataFrame, calendar: Calendar) -> pd.Series[pd.Timestamp]:
    """The day of each result; where none is recorded, the middle of its term."""
    middles = {
        term: pd.Timestamp(calendar.first_day(term) + (calendar.last_day(term) - calendar.first_day(term)) / 2)
        for term in results["term"].unique()
    }
    return results["date"].fillna(results["term"].map(middles))


def _nearest(judgements: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """Each learner's judgement beside the test nearest to it, within the newest year that has both."""
    columns = ["student", "term", "day", "date", "year_level", "expected", "scale_score"]
    both = judgements.merge(tests[columns], on="student", suffixes=("", "_test"))
    both["weeks"] = (both["day"] - both["day_test"]).dt.days / 7
    both = both[both["weeks"].abs() <= MOST_WEEKS]
    both = both[both["term"].str[:4] == both["term"].str[:4].max()]
    both["terms_apart"] = [
        abs(term_number(one) - term_number(other)) for one, other in zip(both["term"], both["term_test"], strict=True)
    ]
    both["weeks_apart"] = both["weeks"].abs()
    both["age"] = -both["day"].astype("int64")
    both["weeks"] = both["weeks"].where(both["date"].notna() & both["date_test"].notna())
    return both.sort_values(["terms_apart", "weeks_apart", "age"], kind="stable").drop_duplicates("student")


def _held(paired: pd.DataFrame, judgement: Measure, tables: list[Table]) -> pd.DataFrame:
    """The pairs of which both sides can be told, by a mapping where one says anything, else each by its own."""
    paired = paired[paired["expected"].notna()].reset_index(drop=True)
    by_table = [in_force(tables, day.date()) for day in paired["day_test"]]
    scores = paired["scale_score_test"].astype(object).where(paired["scale_score_test"].notna(), None)
    years = paired["year_level_test"].astype(object).where(paired["year_level_test"].notna(), None)
    reached = [
        None if table is None else table.reaches_expected(score, year, judgement)
        for table, score, year in zip(by_table, scores, years, strict=True)
    ]
    mapped = any(found is not None for found in reached)
    frame = paired.rename(columns={"expected": "judged_at"}).assign(
        tested_at=pd.array(reached, dtype="boolean") if mapped else paired["expected_test"],
        ruler="mapping" if mapped else "expectation",
        interim=[mapped and table is not None and table.status == "interim" for table in by_table],
        judged_band=pd.array([pd.NA] * len(paired), dtype="Int64"),
        tested_band=pd.array([pd.NA] * len(paired), dtype="Int64"),
        bands=pd.array([pd.NA] * len(paired), dtype="str"),
    )
    return (_banded(frame, by_table, judgement) if mapped else frame)[frame["tested_at"].notna()]


def _banded(frame: pd.DataFrame, by_table: list[Table | None], judgement: Measure) -> pd.DataFrame:
    """With the places of both sides on the levels whose cut scores every table and year level seen has."""
    told = [(i, by_table[i]) for i in frame.index[frame["tested_at"].notna()]]
    years = frame["year_level_test"].astype("Int64")
    cuts = {i: table.cuts[years[i]] for i, table in told if table is not None}
    bands = bands_of(cuts.values(), judgement.levels, LEAST_LEVELS)
    if bands is None:
        return frame
    scores = frame["scale_score_test"].astype(float)
    for i, cut in cuts.items():
        frame.loc[i, "judged_band"] = bands.place_of_level(str(frame.at[i, "level"]))
        frame.loc[i, "tested_band"] = bands.place_of_score(scores[i], cut)
        frame.loc[i, "bands"] = "|".join(bands.names)
    return frame


def _moderation(done: Any, words: Any, members: tuple[str, ...]) -> str:
    """Whether a judgement is on record as moderated, and with whom, in the words of the page."""
    if pd.isna(done):
        return "moderation not recorded"
    if not done:
        return "not moderated"
    said = "" if pd.isna(words) else str(words).casefold()
    if any(name.casefold() in said for name in members if name):
        return "moderated with another school"
    whom = next((name for name, pattern in _WITH if re.search(pattern, said)), "")
    return f"moderated {whom}".strip()
