"""Is a learner on two rolls at once, and does one short number stand for learners of two schools?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from colsynth.intake.batch import Batch, Case, Mask


def check_enrolled_once(batches: list[Batch]) -> None:
    """Two enrolments at different schools must not overlap; both are kept and the later one is pointed out.

    An enrolment without a last day ends where the next one, at a later first day, begins.
    """
    together = _together(batches, ("student", "school", "entry", "exit"))
    if together.empty:
        return
    together["student"] = pd.factorize(together["student"])[0]  # learners in the order they were read, not of codes
    together = together.sort_values(["student", "entry"], kind="stable", na_position="first").reset_index(drop=True)
    before = together.shift(1)
    same_learner = together["student"].eq(before["student"]) & together["school"].ne(before["school"])
    is_told_apart = before["entry"].notna() & together["entry"].notna() & (together["entry"] > before["entry"])
    left_first = before["exit"].notna() & together["entry"].notna() & (before["exit"] <= together["entry"])
    open_ended = before["exit"].isna() & is_told_apart
    overlap = (same_learner & ~(left_first | open_ended)).fillna(False).to_numpy(dtype=bool)
    _note(
        batches,
        together[overlap],
        "enrolled twice",
        "A learner is at one school at a time. Both rows are kept.",
        "Fill in the last day at the school the learner has left.",
        "has a learner who is on another school's roll at the same time",
    )


def check_short_numbers(batches: list[Batch], national: set[str]) -> None:
    """A number that is no national one and stands at two schools may be two learners; it is taken as one."""
    together = _together(batches, ("student", "school"))
    if together.empty:
        return
    short = together[~together["student"].isin(national)].drop_duplicates(["student", "school"])
    shared = short[short.duplicated("student")]
    _note(
        batches,
        shared,
        "short student number",
        "It is no national student number (ten digits) and stands at more than one school; it is taken as one learner.",
        "Use national student numbers, or make sure that schools do not use the same number for different learners.",
        "has a student number that another school uses too",
    )


def _together(batches: list[Batch], names: tuple[str, ...]) -> pd.DataFrame:
    frames = []
    for at, batch in enumerate(batches):
        frame = batch.values.reindex(columns=list(names)).assign(_batch=at, _record=np.arange(len(batch.values)))
        for day in {"entry", "exit"} & set(names):
            frame[day] = pd.to_datetime(frame[day])
        frames.append(frame[batch.accepted & batch.has_value("student")])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _note(batches: list[Batch], found: pd.DataFrame, check: str, expected: str, remedy: str, says: str) -> None:
    for at, batch in enumerate(batches):
        where: Mask = batch.nothing()
        where[found.loc[found["_batch"] == at, "_record"].to_numpy()] = True
        batch.note([Case(check, "warning", "student", where, expected, remedy, says)])
