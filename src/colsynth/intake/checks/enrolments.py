"""Do rolls fit each other and the results? A learner on two at once, tested before any, or two with one number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from colsynth.intake.records.batch import Batch, Case, Mask
from colsynth.registers.places import among, empty_places, places_of


def check_enrolled_once(batches: list[Batch]) -> None:
    """Two enrolments at different schools must not overlap; both are kept and the later one is pointed out.

    One without days is none beside others that have all ended: the learner may have come from there.
    """
    together = _together(batches, ("student", "school", "entry", "exit"))
    if together.empty:
        return
    undated = together["entry"].isna() & together["exit"].isna()
    students = together["student"]
    has_left = (undated | together["exit"].notna()).groupby(students).transform("all")
    followed = undated & has_left & (undated.groupby(students).transform("sum") == 1)
    together = together[~followed]
    _note(
        batches,
        together.loc[overlapping(together)],
        "enrolled twice",
        "A learner is at one school at a time. Both rows are kept.",
        "Fill in the last day at the school the learner has left.",
        "has a learner who is on another school's roll at the same time",
    )


def overlapping(enrolments: pd.DataFrame) -> pd.Index[int]:
    """The enrolments (columns student, school, entry, exit) during which the learner is at another school too.

    An enrolment without a last day ends where the next one, at a later first day, begins.
    """
    order = pd.factorize(enrolments["student"])[0]  # learners in the order they were read, not of codes
    rows = enrolments.assign(student=order).sort_values(["student", "entry"], kind="stable", na_position="first")
    before = rows.shift(1)
    same_learner = rows["student"].eq(before["student"]) & rows["school"].ne(before["school"])
    is_told_apart = before["entry"].notna() & rows["entry"].notna() & (rows["entry"] > before["entry"])
    left_first = before["exit"].notna() & rows["entry"].notna() & (before["exit"] <= rows["entry"])
    open_ended = before["exit"].isna() & is_told_apart
    return rows.index[(same_learner & ~(left_first | open_ended)).fillna(False).to_numpy(dtype=bool)]


def check_roll_has_days(batches: list[Batch]) -> None:
    """A roll without a first day, beside others with one, tells of no move; it is said once for each."""
    together = _together(batches, ("student", "entry"))
    if together.empty or together["entry"].isna().all():
        return
    without = together[together["entry"].isna().groupby(together["_batch"]).transform("all")]
    _note(
        batches,
        without,
        "roll without days",
        "A first day, and a last day of those who left, is expected: without them a roll tells of no move.",
        "Add the columns 'Entry date' and 'Exit date', or say under 'columns' in the settings how they are headed.",
        "has no first day for any learner",
    )


def check_tested_on_roll(rolls: list[Batch], results: list[Batch]) -> None:
    """A result should not lie before the first day that its learner was on any roll; it is kept and pointed out.

    Learners of whom one enrolment has no first day may have been there before, so nothing is said of them.
    """
    enrolled = _together(rolls, ("student", "entry"))
    tested = _together(results, ("student", "date"))
    if enrolled.empty or tested.empty:
        return
    known = enrolled["entry"].notna().groupby(enrolled["student"]).transform("all")
    first = enrolled[known].groupby("student")["entry"].min()
    early = tested[tested["date"].to_numpy() < first.reindex(tested["student"]).to_numpy()]
    _note(
        results,
        early,
        "tested before entry",
        "A result lies on or after the first day at a school of the community. It is kept.",
        "Correct the day or the roll, add learners who have left to the roll of their school, or leave the row if "
        "another school tested.",
        "is dated before its learner was on any roll",
    )


def check_short_numbers(batches: list[Batch], told: set[str]) -> None:
    """A number that is no national one and stands at two schools may be two learners; it is taken as one.

    `told` are the learners who are known otherwise: by a national number, or by name and birth date.
    """
    together = _together(batches, ("student", "school"))
    if together.empty:
        return
    short = together[~among(together["student"], told)].drop_duplicates(["student", "school"])
    shared = short[short.duplicated("student")]
    _note(
        batches,
        shared,
        "short student number",
        "It is no national student number (ten digits) and stands at more than one school; it is taken as one learner.",
        "Use national student numbers, or make sure that schools do not use the same number for different learners.",
        "has a student number that another school uses too",
    )


def on_no_roll(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Where learners stand who have results and are on no roll; nobody where there is no roll at all."""
    if "students" not in frames or "achievement" not in frames:
        return empty_places()
    results = frames["achievement"]
    missing = results.loc[~among(results["student"], set(frames["students"]["student"])), "student"].unique()
    return places_of(results, {code: code for code in missing}, "has results and is on no roll")


def _together(batches: list[Batch], names: tuple[str, ...]) -> pd.DataFrame:
    frames = []
    for at, batch in enumerate(batches):
        frame = batch.values.reindex(columns=list(names)).assign(_batch=at, _record=np.arange(len(batch.values)))
        for day in {"entry", "exit", "date"} & set(names):
            frame[day] = pd.to_datetime(frame[day])
        frames.append(frame[batch.accepted & batch.has_value("student")])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _note(batches: list[Batch], found: pd.DataFrame, check: str, expected: str, remedy: str, says: str) -> None:
    for at, batch in enumerate(batches):
        where: Mask = batch.nothing()
        where[found.loc[found["_batch"] == at, "_record"].to_numpy()] = True
        batch.note([Case(check, "warning", "student", where, expected, remedy, says)])
