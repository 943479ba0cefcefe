"""What share of learners is at the expectation: by measure, year level, group and school?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from colsynth.methods.classes import learners_worth
from colsynth.methods.proportions import wilson_interval
from colsynth.reference.ethnicity import MANY, EthnicGroups
from colsynth.reference.measures import Measure
from colsynth.reference.terms import Calendar, term_number

DIMENSIONS = ("all learners", "year level", "gender", "ethnic group", "school")
GENDERS = ("Female", "Male", "Another gender")
_KEPT = (
    "student", "school", "measure", "date", "term", "year_level", "level", "scale_score", "class", "moderated",
    "moderated_with",
)  # fmt: skip
_GROUPED = ("year_level", "gender", "ethnicities", "school")  # columns that `with_group` looks at
MARKS = {"expected": "at or above expectation", "top": "at the highest level"}


def results_by_learner(
    achievement: pd.DataFrame, students: pd.DataFrame, measures: Mapping[str, Measure], until: str
) -> pd.DataFrame:
    """One row is the last result of one learner on one measure in one term, up to the term `until`.

    Columns: student, school, measure, date, term, year_level, level, scale_score, class, moderated, moderated_with as
    in the register (those alone, as every choice of rows copies every column);
    gender and ethnicities from the learner's newest enrolment; `expected` (at or above what the measure
    expects at the learner's year level; empty where that cannot be told) and `top` (at the highest level;
    empty where the measure has one expectation a year level); `class_label`, the school, term and class as one label,
    "" where no class was recorded. Rows without a value (absent, exempt ...) are no result.
    """
    newest = achievement["term"].max()  # the year that the year levels of the roll are from
    counts = achievement["missing"].isna() & (achievement["term"] <= until)
    kept = achievement.loc[counts, [*(c for c in _KEPT if c in achievement), "source_file", "source_row"]]
    kept = kept.sort_values(["date", "source_file", "source_row"], na_position="first", kind="stable")
    kept = kept.drop_duplicates(["student", "measure", "term"], keep="last")
    kept = kept.drop(columns=["source_file", "source_row"])
    people = newest_enrolment(students)[["student", "year_level", "gender", "ethnicities"]]
    rows = kept.drop(columns=["gender", "ethnicities"], errors="ignore").merge(
        people.rename(columns={"year_level": "year_now"}), on="student", how="left", validate="m:1"
    )
    same_year = rows["term"].str[:4] == str(newest)[:4]
    rows["year_level"] = rows["year_level"].fillna(rows["year_now"].where(same_year))
    rows["class_label"] = _class_labels(rows)
    return _against_expectation(rows.drop(columns="year_now").reset_index(drop=True), measures)


def _class_labels(rows: pd.DataFrame) -> pd.Series[str]:
    known = rows["class"].notna() & rows["school"].notna()
    label = rows["school"].astype("str") + "|" + rows["term"].astype("str") + "|" + rows["class"].astype("str")
    return label.where(known, "").astype("str")


def newest_enrolment(students: pd.DataFrame) -> pd.DataFrame:
    """One row is one learner, with the newest enrolment's values."""
    ordered = students.sort_values(["entry", "source_file", "source_row"], na_position="first", kind="stable")
    return ordered.drop_duplicates("student", keep="last")


def prioritised(results: pd.DataFrame, groups: EthnicGroups) -> pd.DataFrame:
    """The results with each learner in one ethnic group alone, by the old order of priority."""
    one = results["ethnicities"].map(lambda held: groups.prioritised(held.split(MANY)), na_action="ignore")
    return results.assign(ethnicities=one)


def _against_expectation(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    keys = ["measure", "level", "year_level"]
    kind = rows.groupby(keys, dropna=False, observed=True, sort=False).ngroup().to_numpy()
    _, first = np.unique(kind, return_index=True)  # each kind of result is looked up once
    told = [
        _told(measures.get(str(m)), level, year) for m, level, year in rows[keys].iloc[first].itertuples(index=False)
    ]
    of_kind = pd.DataFrame(told, columns=["expected", "top"], dtype="boolean")
    return rows.assign(expected=of_kind["expected"].array[kind], top=of_kind["top"].array[kind])


def _told(measure: Measure | None, level: object, year: object) -> tuple[bool | None, bool | None]:
    """Whether a level is at the expectation, and at the top; None where that cannot be told."""
    if measure is None or level not in measure.levels:
        return None, None
    place = measure.levels.index(str(level))
    needed = measure.expected_level(None if pd.isna(year) else int(year))  # type: ignore[call-overload]
    expected = None if needed is None else place >= measure.levels.index(needed)
    has_top = measure.declared.expected_from and measure.declared.expected_from != measure.levels[-1]
    return expected, place == len(measure.levels) - 1 if has_top else None


def shares(
    results: pd.DataFrame,
    dimension: str,
    groups: EthnicGroups,
    icc: Mapping[str, float],
    marks: tuple[str, ...] = ("expected",),
) -> pd.DataFrame:
    """One row is one measure, term, group of `dimension` and mark.

    Columns: measure, term, group, mark, n (learners with a result that can be held against the mark), n_at,
    share_at (0-1), low, high (95 % Wilson, for these schools with another, like cohort), basis. `basis` is `classes`
    where the interval takes into account that learners of one class are alike, by `icc` (of a measure, 0-1), else
    `count`: from the count alone. A learner counts in every ethnic group held, so groups do not add up. Empty when
    nothing can be held against a mark.
    """
    rows = with_group(results[["measure", "term", *_GROUPED, "class_label", *marks]], dimension)
    frames = []
    for mark in marks:
        counted = rows[rows[mark].notna()].groupby(["measure", "term", "group"], observed=True, sort=False)[mark]
        frame = counted.agg(n="size", n_at="sum").reset_index()
        frames.append(frame.assign(mark=MARKS[mark]))
    frame = pd.concat(frames, ignore_index=True).astype({"n": "Int64", "n_at": "Int64"})
    worth = _worth(rows, frame, icc)
    limits = [
        wilson_interval(n_alike * x / n, n_alike)
        for x, n, n_alike in zip(frame["n_at"], frame["n"], worth.fillna(frame["n"]), strict=True)
    ]
    frame = frame.assign(
        basis=worth.isna().map({True: "count", False: "classes"}).astype("str"),
        share_at=(frame["n_at"] / frame["n"]).astype("Float64"),
        low=pd.Series([limit.low for limit in limits], dtype="Float64"),
        high=pd.Series([limit.high for limit in limits], dtype="Float64"),
    )
    order = {group: i for i, group in enumerate(group_order(frame["group"], dimension, groups))}
    frame = frame.sort_values(
        ["measure", "term", "group", "mark"],
        key=lambda column: column.map(order) if column.name == "group" else column,
        kind="stable",
    )
    columns = ["measure", "term", "group", "mark", "n", "n_at", "share_at", "low", "high", "basis"]
    return frame[columns].reset_index(drop=True)


def _worth(rows: pd.DataFrame, frame: pd.DataFrame, icc: Mapping[str, float]) -> pd.Series[float]:
    """For each row of the frame, how many independent learners it is worth; empty where that cannot be told."""
    by = ["measure", "term", "group"]
    labels, places = {}, {}
    for mark, word in MARKS.items():
        if (frame["mark"] == word).any():
            told = rows.loc[rows[mark].notna(), [*by, "class_label"]]
            labels[word] = told["class_label"].to_numpy(object)
            places[word] = told.groupby(by, observed=True).indices
    worth = [
        learners_worth(labels[word][places[word][measure, term, group]], icc.get(measure))
        for measure, term, group, word in frame[[*by, "mark"]].itertuples(index=False)
    ]
    return pd.Series(worth, index=frame.index, dtype="Float64")


def middles(results: pd.DataFrame, dimension: str, groups: EthnicGroups) -> pd.DataFrame:
    """One row is one measure with a scale, term and group: n learners and their median scale score."""
    known = results["scale_score"].notna()
    rows = with_group(results.loc[known, ["measure", "term", *_GROUPED, "scale_score"]], dimension)
    scores = rows.groupby(["measure", "term", "group"], observed=True)["scale_score"]
    frame = pd.DataFrame({"n": scores.size(), "median": scores.median()}).reset_index()
    frame = frame.astype({"n": "Int64", "median": "Float64"})
    order = {group: i for i, group in enumerate(group_order(frame["group"], dimension, groups))}
    return frame.sort_values(
        ["measure", "term", "group"], key=lambda c: c.map(order) if c.name == "group" else c, kind="stable"
    ).reset_index(drop=True)


def with_group(results: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """The results with a text column `group`; a learner in two ethnic groups has two rows."""
    match dimension:
        case "all learners":
            return results.assign(group="All learners")
        case "year level":
            years = results[results["year_level"].notna()]
            return years.assign(group="Year " + years["year_level"].astype("Int64").astype(str))
        case "gender":
            return results[results["gender"].notna()].assign(group=lambda rows: rows["gender"].str.capitalize())
        case "school":
            return results.assign(group=results["school"])
        case "ethnic group":
            known = results[results["ethnicities"].notna()]
            return known.assign(group=known["ethnicities"].str.split(MANY)).explode("group", ignore_index=True)
    raise ValueError(f"{dimension} is not one of {DIMENSIONS}")


def group_order(found: pd.Series[str], dimension: str, groups: EthnicGroups) -> list[str]:
    """Groups in one order through the whole report, never by result."""
    seen = list(dict.fromkeys(found))
    if dimension == "ethnic group":
        return [name for name in groups.names if name in seen]
    if dimension == "gender":
        return [group for group in GENDERS if group in seen]
    if dimension == "year level":
        return sorted(seen, key=lambda group: int(group.removeprefix("Year ")))
    return sorted(seen)


def newest_terms(results: pd.DataFrame) -> dict[str, str]:
    """For each measure, the newest term in which it has results."""
    return {str(measure): str(term) for measure, term in results.groupby("measure")["term"].max().items()}


def roll(students: pd.DataFrame, calendar: Calendar, term: str) -> pd.DataFrame | None:
    """One row is one learner enrolled in the term; None where the register cannot tell who was.

    It can tell when it has entry dates or year levels. Enrolments without dates count as open.
    """
    if students.empty or (students["entry"].isna().all() and students["year_level"].isna().all()):
        return None
    first, last = (pd.Timestamp(day) for day in (calendar.first_day(term), calendar.last_day(term)))
    here = students[(students["entry"].isna() | (students["entry"] <= last))]
    return newest_enrolment(here[here["exit"].isna() | (here["exit"] >= first)])


def enrolled(
    students: pd.DataFrame, calendar: Calendar, term: str, years: Iterable[int], as_at: date | None
) -> pd.DataFrame | None:
    """One row is one learner who was on the roll in the term, in one of the year levels of that time.

    A year level is known for a learner's last day or, while enrolled, for the as-at date; it is counted back from
    there. None where the roll of the term is not known: without an enrolment register, or for a past term when
    it has no entry dates.
    """
    here = roll(students, calendar, term)
    newest = pd.Timestamp(as_at or calendar.last_day(term))
    past = term_number(calendar.term_of(newest.date())) - term_number(term) > 1
    if here is None or (students["entry"].isna().all() and past):
        return None
    known_in = here["exit"].where(here["exit"] < newest, newest).dt.year
    then = here["year_level"] - (known_in - int(term[:4]))
    counted: pd.DataFrame = here.assign(year_level=then).loc[then.isin(list(years))]
    return counted


def in_other_medium(results: pd.DataFrame, measure: Measure, measures: Mapping[str, Measure], term: str) -> set[str]:
    """The learners who in the year of `term` have a result of the measure's subject in the other language of learning.

    They are not missing from the measure: a learner with pānui has no English-medium reading to show, nor the other
    way round.
    """

    def other(known: Measure) -> bool:
        pair = (known, measure) if known.declared.medium == "māori" else (measure, known)
        of_maori, of_english = pair
        media = (of_maori.declared.medium, of_english.declared.medium)
        return media == ("māori", "english") and of_maori.in_place_of == of_english.subject

    others = {known.id for known in measures.values() if other(known)}
    rows = results.loc[results["measure"].isin(others), ["student", "term"]]
    return set(rows.loc[rows["term"].str[:4] == term[:4], "student"])


def coverage(seen: pd.DataFrame, on_roll: pd.DataFrame | None) -> tuple[int, int | None]:
    """(learners with a result, learners it is about): of those on the roll, or with no roll just those seen."""
    if on_roll is None:
        return seen["student"].nunique(), None
    known = set(seen["student"].to_numpy(object))
    return sum(student in known for student in on_roll["student"].to_numpy(object)), len(on_roll)
