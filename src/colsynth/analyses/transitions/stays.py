"""Where was each learner, from when to when? By the rolls, or by results where a roll gives no days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from colsynth.reference.terms import Calendar

_PLACE = ["source_file", "source_sheet", "source_row"]
COLUMNS = {
    "student": "str", "school": "str", "first": "datetime64[us]", "last": "datetime64[us]", "cohort": "Int64",
    "in_order": "bool", "source": "str", "previous_school": "str", "source_file": "str", "source_sheet": "str",
    "source_row": "Int64",
}  # fmt: skip


def stays(
    students: pd.DataFrame, achievement: pd.DataFrame, calendar: Calendar, until: str, as_at: date
) -> pd.DataFrame:
    """One row is one stay of one learner at one member school, up to the term `until`; each learner's in time's order.

    Columns: student; school; first and last day (last is empty while the learner is there; without one it ends before
    the learner's next stay begins); cohort, the calendar year less the year level, so that the learner is in year level
    y - cohort in year y (empty where not known; from the learner's results where the roll does not say); in_order
    (false where the last day lies before the first: no move is told from such a row); source, `rolls`, or `results`:
    a learner's results at a school of which no roll gives the learner's days run from the first day of the first term
    to the last day of the last; previous_school as the roll has it; source_file, source_sheet, source_row.

    The year level of a roll is that of the learner's last day or, while there, of the day `as_at`. Where a last day is
    missing and the learner is elsewhere by now, the roll is an older one: the level is reckoned from the newest stay.
    """
    known = _from_rolls(students, calendar, as_at)
    seen = _from_results(achievement, known, calendar, until)
    rows = pd.concat([frame for frame in (known, seen) if len(frame)] or [known]).astype(COLUMNS)
    end = pd.Timestamp(calendar.last_day(until))
    rows = rows[rows["first"].isna() | (rows["first"] <= end)]
    rows = rows.assign(cohort=rows["cohort"].fillna(_cohort_by_results(rows["student"], achievement)).astype("Int64"))
    rows = rows.sort_values(["student", "first", "last"], kind="stable", na_position="first").reset_index(drop=True)
    following = _before_the_next(rows)
    superseded = rows["last"].isna() & following.notna()
    rows["cohort"] = rows["cohort"].mask(superseded, rows.groupby("student")["cohort"].transform("last"))
    rows["last"] = rows["last"].fillna(following).where(lambda last: last <= end)
    return rows


def implied_spans(rows: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """One row is one school: school, year_from and year_to, the first and last year level it teaches (Int64).

    As the register `schools` has them; where it does not, the lowest and the highest level that at least five of its
    learners, and a tenth of its fullest level, were in; no year_to where nobody was in a higher level anywhere, as the
    data may end there, and not the school. `rows` as from `stays`.
    """
    stated = schools.drop_duplicates("school").set_index("school")[["year_from", "year_to"]]
    names = pd.Index(rows["school"].unique(), name="school").union(stated.index)
    found = stated.reindex(names).astype("Int64")
    levels = _levels_seen(rows[rows["school"].isin(found.index[found.isna().any(axis=1)])])
    if len(levels):
        n = levels.groupby(["school", "level"]).size().rename("n").reset_index()
        enough = n[(n["n"] >= LEAST_IN_LEVEL) & (n["n"] >= LEAST_SHARE * n.groupby("school")["n"].transform("max"))]
        ends = enough.groupby("school").agg(year_from=("level", "min"), year_to=("level", "max")).astype("Int64")
        highest = int(levels["level"].to_numpy().max())
        ends["year_to"] = ends["year_to"].mask(ends["year_to"] >= highest)
        found = found.fillna(ends.reindex(names))
    return found.reset_index()


LEAST_IN_LEVEL = 5  # learners seen in a level, for a school to count as teaching it; our rule
LEAST_SHARE = 0.1  # of the fullest level; our rule: a learner or two ahead of their years make no level


def _from_rolls(students: pd.DataFrame, calendar: Calendar, as_at: date) -> pd.DataFrame:
    rows = students[students["student"].notna() & students["school"].notna()]
    rows = rows[rows["entry"].notna() | rows["exit"].notna()]
    newest = school_year(pd.Timestamp(as_at), calendar)
    years = {day: min(school_year(day, calendar), newest) for day in rows["exit"].dropna().unique()}
    known_in = rows["exit"].map(years).astype("Int64").fillna(newest)
    return pd.DataFrame(
        {
            "student": rows["student"],
            "school": rows["school"],
            "first": rows["entry"],
            "last": rows["exit"],
            "cohort": (known_in - rows["year_level"]).astype("Int64"),
            "in_order": ~(rows["exit"] < rows["entry"]).fillna(False),
            "source": "rolls",
            "previous_school": rows["previous_school"],
            **{name: rows[name] for name in _PLACE},
        }
    )


def school_year(day: pd.Timestamp, calendar: Calendar) -> int:
    """The school year of a day; days before Term 1 belong to the year before."""
    return int(calendar.term_of(day.date())[:4])


def _from_results(achievement: pd.DataFrame, known: pd.DataFrame, calendar: Calendar, until: str) -> pd.DataFrame:
    """Runs of results at one school, of the learners whose days there no roll gives."""
    rows = achievement[achievement["student"].notna() & achievement["school"].notna() & achievement["missing"].isna()]
    rows = rows[rows["term"].notna() & (rows["term"] <= until)]
    on_roll = pd.MultiIndex.from_frame(known[["student", "school"]])
    rows = rows[~pd.MultiIndex.from_frame(rows[["student", "school"]]).isin(on_roll)]
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    columns = ["student", "school", "term", "year_level", *_PLACE]
    rows = rows[columns].sort_values(["student", "term"], kind="stable")
    rows = rows.drop_duplicates(["student", "term", "school"])
    run = ((rows["student"] != rows["student"].shift()) | (rows["school"] != rows["school"].shift())).cumsum()
    runs = rows.assign(run=run).groupby("run", sort=False)
    found = runs[["student", "school", *_PLACE]].first()
    first, last = runs["term"].first(), runs["term"].last()
    level = runs["year_level"].first()
    return pd.DataFrame(
        {
            **{name: found[name] for name in ("student", "school", *_PLACE)},
            "first": pd.to_datetime(first.map({t: calendar.first_day(t) for t in first.unique()})),
            "last": pd.to_datetime(last.map({t: calendar.last_day(t) for t in last.unique()})),
            "cohort": (first.str[:4].astype("Int64") - level).astype("Int64"),
            "in_order": True,
            "source": "results",
            "previous_school": None,
        }
    )


def _cohort_by_results(who: pd.Series[str], achievement: pd.DataFrame) -> pd.Series[int]:
    """For each row of `who`, the cohort of the learner's first result with a year level."""
    told = achievement.loc[achievement["year_level"].notna() & achievement["term"].notna()]
    told = told.sort_values("term", kind="stable").drop_duplicates("student")
    cohort = (told["term"].str[:4].astype("Int64") - told["year_level"]).astype("Int64")
    return who.map(dict(zip(told["student"], cohort, strict=True))).astype("Int64")


def _before_the_next(rows: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The day before the learner's next stay begins; empty where it does not begin later."""
    following = rows["first"].shift(-1).where(rows["student"] == rows["student"].shift(-1))
    return (following - pd.Timedelta(days=1)).where(following > rows["first"])


def _levels_seen(rows: pd.DataFrame) -> pd.DataFrame:
    """One row is one learner at a school in a year level, by the years of each stay that are known."""
    told = rows[rows["cohort"].notna() & rows["first"].notna() & rows["in_order"]]
    newest = told["first"].dt.year.max()
    starts, ends = told["first"].dt.year, told["last"].dt.year.fillna(newest)
    n = (ends - starts + 1).clip(lower=1).astype(int).to_numpy()
    at = np.repeat(np.arange(len(told)), n)
    offset = np.arange(len(at)) - np.repeat(np.cumsum(n) - n, n)
    year = starts.to_numpy()[at] + offset
    level = year - told["cohort"].to_numpy(int)[at]
    return pd.DataFrame({"school": told["school"].to_numpy(object)[at], "level": level})
