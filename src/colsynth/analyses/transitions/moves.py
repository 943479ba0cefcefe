"""Who changed school, when, and why was that: by the rolls and by the register of moves, held against each other?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.transitions.turns import AFTER, BEFORE, LAST_LEVEL, START, STARTS_AT, step_out_of
from colsynth.reference.terms import Calendar

NEAR = 92  # days between the two sources' days of one move: a term and its holidays; our rule
HANDED = ["information", "handed_over", "received", "placed", "complete_percent"]

COLUMNS = {
    "student": "str", "from_school": "str", "to_school": "str", "from_named": "bool", "to_named": "bool",
    "left": "datetime64[us]", "entered": "datetime64[us]", "term": "str", "year_level": "Int64", "kind": "str",
    "step": "str", "source": "str", "differs": "str", "information": "str", "handed_over": "datetime64[us]",
    "received": "datetime64[us]", "placed": "datetime64[us]", "complete_percent": "Float64",
}  # fmt: skip


def moves(
    stays: pd.DataFrame,
    register: pd.DataFrame,
    spans: pd.DataFrame,
    schools: pd.DataFrame,
    calendar: Calendar,
    until: str,
) -> pd.DataFrame:
    """One row is one change of school of one learner up to the term `until`, however many sources tell of it.

    `stays` and `spans` as from `transitions.stays`; `register` are the rows of the register `moves`. A row of the
    register tells of the move of the rolls of the same learner to (or, to the outside, from) the same member whose days
    are nearest, up to a term away; two rows of one move (the sender's and the receiver's) are taken together.

    Columns: student; from_school and to_school, a member's code or "" (outside, or not known); from_named and
    to_named, whether that end is known to be a school; left and entered, the last and first day (of the rolls where
    they tell; empty by results); term of the first day, else of the last; year_level in the year of the move; kind;
    step, as `Year 8 to Year 9`, for a move out of the last level a school teaches; source, `rolls`, `results` (where
    no roll gives days), `register` or `both`; differs, what the two sources tell differently ("" else); and of the
    handover, information, handed_over, received, placed and complete_percent.

    `kind`: `planned` (by a step), `between years` (over the turn of a year), `within a year`, `arrived` and `left`
    (from and to the outside; never by results alone), `started` (into Year 1 or lower), `finished` (from Year 13 on),
    `school closed`. Moves before the first day that learners are known to have left, or had results, are not told:
    rolls are not complete there.
    """
    told = _between_stays(stays[stays["in_order"]])
    rows = _with_register(told, register, set(spans["school"]))
    day = rows["entered"].fillna(rows["left"])
    starts = min(
        (d for d in (stays["last"].min(), day[rows["source"] == "register"].min()) if pd.notna(d)), default=None
    )
    rows = rows[day.notna() & (day >= starts) & (day <= pd.Timestamp(calendar.last_day(until)))] if starts else rows[:0]
    rows = _told_by_day(rows.reset_index(drop=True), calendar)
    rows["kind"], rows["step"] = _kind(rows, spans, schools)
    return rows[list(COLUMNS)].astype(COLUMNS)


def _between_stays(told: pd.DataFrame) -> pd.DataFrame:
    """Every beginning and end of a stay, those of one learner that follow each other as one move."""
    rows = told.drop(columns=["in_order"])
    same_before = (rows["student"] == rows["student"].shift()).to_numpy()
    same_after = (rows["student"] == rows["student"].shift(-1)).to_numpy()
    before = rows.shift(1)
    came = pd.DataFrame(
        {
            "student": rows["student"],
            "from_school": before["school"].where(same_before, ""),
            "to_school": rows["school"],
            "from_named": same_before | rows["previous_school"].notna(),
            "to_named": True,
            "left": before["last"].where(same_before),
            "entered": rows["first"],
            "cohort": rows["cohort"],
            "cohort_before": before["cohort"].where(same_before),
            "source": rows["source"],
        }
    )
    again = came["from_school"] == came["to_school"]  # came back to the same school: away in between, moves unseen
    first_seen = (came["source"] == "results") & ~same_before  # a first result is no arrival
    gone = rows[~same_after & rows["last"].notna() & (rows["source"] == "rolls").to_numpy()]
    went = pd.DataFrame(
        {
            "student": gone["student"],
            "from_school": gone["school"],
            "to_school": "",
            "from_named": True,
            "to_named": False,
            "left": gone["last"],
            "entered": pd.NaT,
            "cohort": gone["cohort"],
            "cohort_before": gone["cohort"],
            "source": gone["source"],
        }
    )
    return pd.concat([came[~again & ~first_seen], went], ignore_index=True)


def _with_register(told: pd.DataFrame, register: pd.DataFrame, members: set[str]) -> pd.DataFrame:
    """The moves of the rolls with what the register adds, and those that only it knows."""
    found = register[register["student"].notna()].reset_index(drop=True)
    found = found.assign(
        from_named=found["from"].notna(),
        to_named=found["to"].notna(),
        from_school=found["from"].where(found["from"].isin(members), "").astype("str"),
        to_school=found["to"].where(found["to"].isin(members), "").astype("str"),
    )
    of = _same_move(told, found)
    matched = found.assign(move=of.reindex(found.index).astype("Int64"))
    known = matched[matched["move"].notna()].groupby("move")
    first = known[["from_school", "to_school", "left", "entered", *HANDED]].first()
    first.index = first.index.astype("int64")
    rows = told.join(first[HANDED])
    both = rows.index.isin(first.index)
    rows["differs"] = ""
    rows.loc[first.index, "differs"] = _differences(told.loc[first.index], first)
    for end in ("from_named", "to_named"):
        rows.loc[first.index, end] = told.loc[first.index, end].to_numpy() | known[end].any().to_numpy(bool)
    rows.loc[both, "source"] = "both"
    alone = matched[matched["move"].isna()]
    if alone.empty:
        return rows
    day = alone["entered"].fillna(alone["left"])
    ends = ["student", "from_school", "to_school"]
    keys = [alone[name] for name in ends] + [day.dt.year.rename("year")]
    columns = ["from_named", "to_named", "left", "entered", *HANDED]
    more = alone.groupby(keys, dropna=False, sort=False)[columns].first().reset_index().drop(columns="year")
    cohort = told.dropna(subset=["cohort"]).drop_duplicates("student").set_index("student")["cohort"]
    more = more.assign(source="register", differs="", cohort=more["student"].map(cohort))
    return pd.concat([rows, more.astype({"cohort": "Int64"})], ignore_index=True)


def _same_move(told: pd.DataFrame, found: pd.DataFrame) -> pd.Series[int]:
    """For the rows of the register, by their index, the move of the rolls that they tell of."""
    columns = ["student", "from_school", "to_school", "left", "entered"]
    pairs = (
        found[columns]
        .reset_index(names="row")
        .merge(told[columns].reset_index(names="move"), on="student", suffixes=("", "_told"))
    )
    if pairs.empty:
        return pd.Series(dtype="Int64")
    to_member = (pairs["to_school"] != "") & (pairs["to_school"] == pairs["to_school_told"])
    outside = (pairs["to_school"] == "") & (pairs["to_school_told"] == "")
    from_member = outside & (pairs["from_school"] != "") & (pairs["from_school"] == pairs["from_school_told"])
    apart = (pairs["entered"] - pairs["entered_told"]).abs().fillna((pairs["left"] - pairs["left_told"]).abs())
    undated = pairs["entered"].isna() & pairs["left"].isna()
    pairs = pairs.assign(apart=apart.dt.days.where(~undated, 0))
    near = pairs[(to_member | from_member) & (pairs["apart"] <= NEAR).fillna(False)]
    best = near.sort_values(["row", "apart"], kind="stable").drop_duplicates("row")
    return best.set_index("row")["move"]


def _differences(told: pd.DataFrame, register: pd.DataFrame) -> pd.Series[str]:
    parts = {
        "the school left": (register["from_school"] != "") & (register["from_school"] != told["from_school"]),
        "the last day": register["left"].notna() & told["left"].notna() & (register["left"] != told["left"]),
        "the first day": register["entered"].notna()
        & told["entered"].notna()
        & (register["entered"] != told["entered"]),
    }
    said = pd.Series("", index=register.index, dtype="str")
    for name, differs in parts.items():
        said = said.where(~differs, said + name + "; ")
    return said.str.removesuffix("; ")


def _told_by_day(rows: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """With the term, whether the move was over the turn of a year, and the year levels after and before it.

    Each by the roll of its own school: one that writes the new level in January makes no learner skip a year.
    """
    day = rows["entered"].fillna(rows["left"])
    terms = {d: calendar.term_of(d.date()) for d in day.unique()}
    term = day.map(terms).astype("str")
    late = (day.dt.month > BEFORE[0]) | ((day.dt.month == BEFORE[0]) & (day.dt.day >= BEFORE[1]))
    early = (day.dt.month < AFTER[0]) | ((day.dt.month == AFTER[0]) & (day.dt.day <= AFTER[1]))
    by_results = rows["source"] == "results"
    over_turn = (late | early).where(~by_results, rows["left"].dt.year < day.dt.year)
    year = (day.dt.year + (late & ~by_results).astype(int)).astype("Int64")
    return rows.assign(
        term=term,
        over_turn=over_turn,
        year_level=(year - rows["cohort"]).astype("Int64"),
        year_before=(year - over_turn.astype(int) - rows["cohort_before"].fillna(rows["cohort"])).astype("Int64"),
    )


def _kind(rows: pd.DataFrame, spans: pd.DataFrame, schools: pd.DataFrame) -> tuple[pd.Series[str], pd.Series[str]]:
    last = rows["from_school"].map(spans.set_index("school")["year_to"])
    before = rows["year_before"]
    here, there = rows["from_school"] != "", rows["to_school"] != ""
    due = here & rows["over_turn"] & (before >= last).fillna(False) & (before < LAST_LEVEL).fillna(False)
    starts = ~here & there & (rows["year_level"] <= STARTS_AT).fillna(False)
    step = step_out_of(before).where(due, "")
    step[starts] = START
    kind = pd.Series("within a year", index=rows.index, dtype="str")
    kind[rows["over_turn"]] = "between years"
    kind[due & there] = "planned"
    kind[here & ~there] = "left"
    kind[here & ~there & (before >= LAST_LEVEL).fillna(False)] = "finished"
    kind[~here & there] = "arrived"
    kind[starts] = "started"
    ends = schools.drop_duplicates("school").set_index("school")["left"].to_dict()
    ended = pd.to_datetime(rows["from_school"].map(ends))
    closed = here & ~due & (rows["left"] <= ended).fillna(False) & (ended - rows["left"] <= pd.Timedelta(days=NEAR))
    kind[closed.fillna(False)] = "school closed"
    return kind, step
