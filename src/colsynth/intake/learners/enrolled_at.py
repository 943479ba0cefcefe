"""At which school does a result count? At the one where the learner was enrolled on its day, if the rolls tell."""

from __future__ import annotations

import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch, Case
from colsynth.registers.declared import Column


def place_at_schools(batches: list[Batch], rolls: list[Batch], context: Context) -> None:
    """Fill the school of records from the enrolment on their day, noting every one that the sheet says otherwise.

    The rolls tell where a learner's enrolments on the day of the record, or in its term where it has no day, are all
    at one school; an enrolment without a last day ends before the next begins. Where the sheet says another school,
    the record counts at the school of the roll and keeps what was written in `school_written`. A blank school is also
    filled from the learner's only enrolment without a first day. Otherwise what is written stands.
    """
    enrolments = _enrolments(rolls)
    for batch in batches:
        for column in (column for column in batch.register.stored if column.by_enrolment):
            _place(batch, column, enrolments, context)


def _enrolments(rolls: list[Batch]) -> pd.DataFrame:
    """One row is one enrolment: student, enrolled_at, first and last day; open at either end where not known."""
    frames = [
        batch.values.reindex(columns=["student", "school", "entry", "exit"])[batch.accepted]
        .dropna(subset=["student", "school"])
        .astype({"student": "str", "school": "str", "entry": "datetime64[us]", "exit": "datetime64[us]"})
        for batch in rolls
    ]
    if not frames:
        return pd.DataFrame()
    rows = pd.concat(frames, ignore_index=True).sort_values("entry", kind="stable", na_position="first")
    starts = rows[["student", "entry"]].drop_duplicates()
    starts = starts.assign(following=starts.groupby("student", sort=False)["entry"].shift(-1))
    rows = rows.merge(starts, on=["student", "entry"], how="left")
    is_only = ~rows["student"].duplicated(keep=False)
    last = rows["exit"].fillna(rows["following"] - pd.Timedelta(days=1)).fillna(pd.Timestamp.max.floor("us"))
    return pd.DataFrame(
        {
            "student": rows["student"],
            "enrolled_at": rows["school"],
            "first": rows["entry"],
            "last": last,
            "only_undated": is_only & rows["entry"].isna() & rows["exit"].isna(),
        }
    )


def _place(batch: Batch, column: Column, enrolments: pd.DataFrame, context: Context) -> None:
    index = batch.texts.index
    written = batch.values.get(column.name, pd.Series(None, index=index, dtype="str")).astype("str")
    batch.values[f"{column.name}_written"] = written
    if enrolments.empty or "student" not in batch.values:
        return
    days = _days(batch, context).assign(student=batch.values["student"])
    wanted = days.drop_duplicates().dropna(subset=["student"]).merge(enrolments, on="student")
    known = wanted[(wanted["first"] <= wanted["until"]) & (wanted["last"] >= wanted["since"])]
    dated = _one_school(days, known, ["student", "since", "until"])
    undated = _one_school(days, wanted[wanted["only_undated"]], ["student"])
    # An empty cell is no result: a wide sheet has them for terms before a learner came.
    is_result = batch.values["missing"].ne("blank").fillna(True) if "missing" in batch.values else True
    differs = (written.notna() & dated.notna() & written.ne(dated) & is_result).to_numpy(dtype=bool)
    blank = written.isna() & ~batch.has_text(column.name)
    batch.values[column.name] = dated.where(differs | blank.to_numpy(dtype=bool), written).fillna(undated.where(blank))
    filled = blank.to_numpy(dtype=bool) & batch.values[column.name].notna().to_numpy(dtype=bool)
    batch.note(
        [
            Case(
                "school by enrolment",
                "warning",
                column.name,
                differs,
                "On that day the roll has the learner at another school, and it counts there; the school as written is "
                "kept beside it.",
                "If it is wrong, correct the first and last days on the rolls.",
                found="names a school where the learner was not enrolled then",
            ),
            Case(
                "school by enrolment",
                "warning",
                column.name,
                filled,
                "It counts at the school where the roll has the learner.",
                "Write the school of each result.",
                found="does not say the school",
            ),
        ]
    )


def _days(batch: Batch, context: Context) -> pd.DataFrame:
    """The day of each record as `since` and `until`, or the span of its term."""
    blank = pd.Series(None, index=batch.texts.index, dtype="str")
    day = pd.to_datetime(batch.values.get("date", blank)).astype("datetime64[us]")
    term = batch.values.get("term", blank)
    firsts = {t: pd.Timestamp(context.calendar.first_day(t)) for t in term.dropna().unique()}
    lasts = {t: pd.Timestamp(context.calendar.last_day(t)) for t in term.dropna().unique()}
    since = day.fillna(pd.to_datetime(term.map(firsts)).astype("datetime64[us]"))
    return pd.DataFrame({"since": since, "until": day.fillna(pd.to_datetime(term.map(lasts)).astype("datetime64[us]"))})


def _one_school(days: pd.DataFrame, found: pd.DataFrame, by: list[str]) -> pd.Series[str]:
    """The school of each record where only one was found, else NA."""
    once = found.drop_duplicates([*by, "enrolled_at"]).drop_duplicates(by, keep=False)
    school: pd.Series[str] = days[by].merge(once[[*by, "enrolled_at"]], on=by, how="left")["enrolled_at"]
    return school.set_axis(days.index).astype("str")
