"""Where was each learner before and after the turn of a school year, and was a change of school to be expected?"""

from __future__ import annotations

from datetime import date

import pandas as pd

from colsynth.analyses.transitions.stays import LEAST_SHARE, school_year
from colsynth.reference.terms import Calendar

BEFORE = (11, 1)  # 1 November, after which a move belongs to the turn. Ministry of Education, transient students
AFTER = (3, 1)  # 1 March, the day of the first roll return, up to which it does. The same
LAST_LEVEL = 13  # of schooling; from Year 13 on learners finish
STARTS_AT = 1  # year level up to which a learner new to the community starts school
CLOSED_FROM = 10  # learners on a roll that is empty after the turn, for the school to count as closed; our rule
START = "Early learning to Year 1"

_PLACE = ["source_file", "source_sheet", "source_row"]
COLUMNS = {
    "student": "str", "year": "Int64", "from_school": "str", "to_school": "str", "year_before": "Int64",
    "year_after": "Int64", "step": "str", "was": "str", "gender": "str", "ethnicities": "str", "source": "str",
    "from_file": "str", "from_sheet": "str", "from_row": "Int64", "to_file": "str", "to_sheet": "str",
    "to_row": "Int64",
}  # fmt: skip


def step_out_of(level: pd.Series[int]) -> pd.Series[str]:
    """The move out of a year level: `Year 8 to Year 9`."""
    names = {y: f"Year {y} to Year {y + 1}" for y in level.dropna().unique().tolist()}
    return level.map(names).astype("str")


def turns(
    stays: pd.DataFrame,
    spans: pd.DataFrame,
    schools: pd.DataFrame,
    people: pd.DataFrame,
    calendar: Calendar,
    as_at: date,
) -> pd.DataFrame:
    """One row is one learner over one turn of the year: at a member school before it, after it, or both.

    `stays` and `spans` as from `transitions.stays`; `people` has a row a learner with gender and ethnicities. Before is
    1 November, after is 1 March (or `as_at`, where that is earlier); by results, the last of the one and the first of
    the next school year.

    Columns: student; year, the new one; from_school and to_school ("" where at no member); year_before and year_after;
    step, `Year 6 to Year 7` where the learner's school does not teach the next level, whether or not the learner was
    seen again, and for those who come from outside at a level at which the school takes learners in, else "";
    gender, ethnicities; source (`rolls` or `results`, of the side before the turn where there is one); file, sheet and
    row of both sides. A learner known by results alone is no row where the year level on the other side of the turn was
    not assessed: there was nothing to be seen in.

    `was`: `stayed`; `moved on` (by a step); `moved otherwise`; `left` (not seen after the turn); `finished` (left from
    Year 13 on); `started` (came into Year 1 or lower); `arrived` (not seen before the turn); `school closed`;
    `two schools at once`, of which nothing is told. Source of the two days: Ministry of Education, transient students.
    """
    told = stays[stays["in_order"]]
    years = _years(told, calendar, as_at)
    found = [_turn(told, spans, schools, year, calendar, as_at) for year in years]
    rows = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))
    known = people.drop_duplicates("student").set_index("student")
    for name in ("gender", "ethnicities"):
        rows[name] = rows["student"].map(known[name])
    return rows[list(COLUMNS)].astype(COLUMNS)


def _years(told: pd.DataFrame, calendar: Calendar, as_at: date) -> range:
    """The new years whose turn the data span: from the first that learners left or were seen in."""
    seen, gone = told.loc[told["source"] == "results", "first"].min(), told["last"].min()
    first = [school_year(seen, calendar) + 1] if pd.notna(seen) else []
    first += [gone.year + ((gone.month, gone.day) > AFTER)] if pd.notna(gone) else []
    if not first:
        return range(0)
    newest = as_at.year if as_at >= calendar.first_day(f"{as_at.year}-T1") else as_at.year - 1
    return range(min(first), newest + 1)


def _turn(
    told: pd.DataFrame, spans: pd.DataFrame, schools: pd.DataFrame, year: int, calendar: Calendar, as_at: date
) -> pd.DataFrame:
    before = _at(told, pd.Timestamp(year - 1, *BEFORE), year - 1, calendar, last=True)
    after = _at(told, min(pd.Timestamp(year, *AFTER), pd.Timestamp(as_at)), year, calendar, last=False)
    both = before.merge(after, on="student", how="outer", suffixes=("_from", "_to"))
    here, there = both["school_from"].notna(), both["school_to"].notna()
    cohort = both["cohort_to"].where(there, both["cohort_from"]).fillna(both["cohort_from"]).astype("Int64")
    rows = pd.DataFrame(
        {
            "student": both["student"],
            "year": year,
            "from_school": both["school_from"].fillna(""),
            "to_school": both["school_to"].fillna(""),
            "year_before": (year - 1 - both["cohort_from"].fillna(cohort)).astype("Int64"),
            "year_after": (year - cohort).astype("Int64"),
            "source": both["source_from"].fillna(both["source_to"]),
        }
    )
    for side, suffix in (("from", "_from"), ("to", "_to")):
        for name, column in (("file", "source_file"), ("sheet", "source_sheet"), ("row", "source_row")):
            rows[f"{side}_{name}"] = both[column + suffix]
    twice = (both["twice_from"].fillna(False) | both["twice_to"].fillna(False)).astype(bool)
    closed = rows["from_school"].isin(_closed(before, told, schools, year))
    rows["was"], rows["step"] = _was(rows, spans, here, there, twice, closed)
    return rows[_could_be_seen(rows, here, there)]


def _at(told: pd.DataFrame, day: pd.Timestamp, year: int, calendar: Calendar, *, last: bool) -> pd.DataFrame:
    """One row is one learner at a member school on a day; twice, where on two rolls or tested at two schools then.

    A learner of whom no roll says where they were then is where the last (or first) result of the year was.
    """
    begun = told["first"].isna() | (told["first"] <= day)
    on_roll = told[(told["source"] == "rolls") & begun & (told["last"].isna() | (told["last"] >= day))]
    opens, closes = (pd.Timestamp(calendar.first_day(f"{year}-T1")), pd.Timestamp(calendar.last_day(f"{year}-T4")))
    tested = told[(told["source"] == "results") & (told["first"] <= closes) & (told["last"] >= opens)]
    tested = tested[~tested["student"].isin(on_roll["student"])]
    end = tested["last"].mask(tested["last"] > closes, closes)
    end = end if last else tested["first"].mask(tested["first"] < opens, opens)
    best = end.groupby(tested["student"]).transform("max" if last else "min")
    rows = pd.concat([on_roll, tested[end == best]])
    twice = rows.groupby("student")["school"].transform("nunique") > 1
    kept = rows.assign(twice=twice).drop_duplicates("student", keep="last" if last else "first")
    return kept.reindex(columns=["student", "school", "cohort", "source", *_PLACE, "twice"])


def _could_be_seen(rows: pd.DataFrame, here: pd.Series[bool], there: pd.Series[bool]) -> pd.Series[bool]:
    """False where results alone tell of a learner and the year level of the other side was not assessed then."""
    by_results = rows["source"] == "results"
    came = ~here & ~(rows["year_after"] - 1).isin(_assessed(rows.loc[by_results & here, "year_before"]))
    went = ~there & ~(rows["year_before"] + 1).isin(_assessed(rows.loc[by_results & there, "year_after"]))
    return ~(by_results & (came | went))


def _assessed(levels: pd.Series[int]) -> set[int]:
    """The year levels that were assessed, but for learners who are not with their years."""
    n = levels.value_counts()
    return set(n[n >= LEAST_SHARE * n.max()].index)


def _closed(before: pd.DataFrame, told: pd.DataFrame, schools: pd.DataFrame, year: int) -> set[str]:
    """Schools that were members before the turn and are no longer, or whose whole roll ended with it."""
    day = pd.Timestamp(year, *AFTER)
    gone = set(schools.loc[(schools["left"] <= day).fillna(False), "school"])
    on_roll = before[before["source"] == "rolls"]
    after = told[(told["source"] == "rolls") & (told["last"].isna() | (told["last"] >= day))]
    n = on_roll.groupby("school").size()
    emptied = set(n[n >= CLOSED_FROM].index) - set(after["school"])
    return gone | emptied


def _was(
    rows: pd.DataFrame,
    spans: pd.DataFrame,
    here: pd.Series[bool],
    there: pd.Series[bool],
    twice: pd.Series[bool],
    closed: pd.Series[bool],
) -> tuple[pd.Series[str], pd.Series[str]]:
    low, high = (spans.set_index("school")[name] for name in ("year_from", "year_to"))
    level = rows["year_before"]
    stayed = here & there & (rows["from_school"] == rows["to_school"])
    last = rows["from_school"].map(high)
    due = here & ~stayed & (level >= last).fillna(False) & (level < LAST_LEVEL).fillna(False)
    on = due & there
    by_step = on & (level == last).fillna(False) & (rows["year_after"] == level + 1).fillna(False)
    receivers = rows.loc[by_step, ["to_school", "year_after"]].drop_duplicates()
    received = rows[["to_school", "year_after"]].merge(receivers, how="left", indicator=True)["_merge"] == "both"
    new = ~here & there
    starts = new & (rows["year_after"] <= STARTS_AT).fillna(False)
    enters = new & ~starts & ((rows["year_after"] == rows["to_school"].map(low)).fillna(False) | received.to_numpy())
    step = step_out_of(level.where(here, rows["year_after"] - 1)).where(due | enters, "")
    step[starts] = START
    was = pd.Series("moved otherwise", index=rows.index, dtype="str")
    was[stayed], was[on] = "stayed", "moved on"
    was[starts], was[new & ~starts] = "started", "arrived"
    was[here & ~there] = "left"
    was[here & ~there & (level >= LAST_LEVEL).fillna(False)] = "finished"
    was[closed & ~due & ~stayed & here] = "school closed"
    was[twice], step[twice] = "two schools at once", ""
    return was, step
