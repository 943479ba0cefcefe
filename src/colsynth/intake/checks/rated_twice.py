"""Does one rater place the same thing twice in a term? The later by date stands; where no date tells, neither does.

A voice is a school's own, everyone's together, or one person's by code; a person without a code is known by no other
row, so that two alike on one sheet are two people, while the same again in another file is the same file again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from colsynth.intake.records.batch import Batch, Case

CONSENSUS, PERSON = "consensus", "person"
_THING = ["framework", "area", "indicator", "term"]
_SAID = ["stage", "evidence", "link"]
_USED = "The one of {place} is used."
_KEEP = "Keep the right one, or write the day of each beside it. If they are two people's, give each a code of its own."
_FINDINGS = {  # what is said of a rating that does not stand, by why: found, expected, remedy
    "rated again": (
        "is rated again by the same rater on a later day of the term",
        _USED,
        "Nothing is to be done if the later one is right; else correct the dates.",
    ),
    "rated alike": ("is rated again by the same rater, alike but for the note", _USED, "Keep one of the two."),
    "rated twice": (
        "is rated twice by one rater in one term, and not alike",
        "The other stands in {place}. No date says which is later, so neither is used.",
        _KEEP,
    ),
    "superseded": (
        "is rated otherwise in a newer file",
        "The settings say that it is corrected. " + _USED,
        "Nothing is to be done.",
    ),
}


def voices(batch: Batch) -> pd.Series[str]:
    """Whose each rating is, over files; a person without a code has a voice of that row alone."""
    values = batch.values.reindex(columns=["placed_by", "school", "rater"]).astype("str")
    row = pd.Series([f"{batch.file} {batch.sheet} {row}" for row in batch.rows], index=values.index, dtype="str")
    school = values["school"].fillna("")
    person = "person " + school + " " + values["rater"].fillna(row)
    placed_by = values["placed_by"]
    return person.where(placed_by.eq(PERSON), "school " + school).where(placed_by.ne(CONSENSUS), CONSENSUS)


def mark_rated_twice(batches: list[Batch], corrected_by: Mapping[str, set[str]] | None = None) -> None:
    """Mark, over all sheets, ratings that say the same again, and set aside those that another contradicts.

    A blank one gives way to any other; one of a file that the settings call corrected, to the newer file's.
    """
    frames = [_comparable(batch, at) for at, batch in enumerate(batches)]
    together = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if together.empty:
        return
    without_code = together["placed_by"].eq(PERSON) & together["rater"].isna()
    of_file = [*_THING, "school", "role", "date", *_SAID, "_file"]
    nth = together.groupby(of_file, dropna=False).cumcount().astype("str")
    said = together[["school", "role", "date", *_SAID]].astype("str").fillna("").agg(" ".join, axis=1)
    together["_voice"] = together["_voice"].where(~without_code, said + nth)
    thing = [*_THING, "_voice"]
    for at, alike in together[together.duplicated([*thing, "date", *_SAID])].groupby("_at"):
        batches[int(str(at))].repeated[alike["_record"].to_numpy()] = True
    together = together.drop_duplicates([*thing, "date", *_SAID])
    together = together[together.duplicated(thing, keep=False)]
    told: dict[tuple[str, int, str], list[tuple[int, pd.Series]]] = defaultdict(list)
    for _, group in together.groupby(thing, dropna=False, sort=False):
        for why, row, other in _settled(group, corrected_by or {}):
            batch = batches[row["_at"]]
            if why == "repeated":
                batch.repeated[row["_record"]] = True
            else:
                told[why, row["_at"], other["_file"]].append((row["_record"], other))
            if why == "superseded":
                batches[other["_at"]].revised[other["_record"]] = True
    for (why, at, _), rows in told.items():
        where = batches[at].nothing()
        where[[record for record, _ in rows]] = True
        found, expected, remedy = _FINDINGS[why]
        place = _place(batches[at], batches[rows[0][1]["_at"]], rows[0][1]["_record"])
        batches[at].note([Case(why, "set aside", "stage", where, expected.format(place=place), remedy, found)])


def _comparable(batch: Batch, at: int) -> pd.DataFrame:
    names = [*_THING, "placed_by", "school", "role", "rater", "date", *_SAID]
    frame = batch.values.reindex(columns=names)
    frame = frame.assign(_voice=voices(batch), _at=at, _record=np.arange(len(frame)), _file=batch.file)
    return frame[~batch.set_aside]


def _settled(group: pd.DataFrame, newer_than: Mapping[str, set[str]]) -> Iterator[tuple[str, pd.Series, pd.Series]]:
    """The rows that do not stand: why, the row, and the one that it gives way to or is contradicted by."""
    rows = [row for _, row in group.iterrows()]
    blank = [row for row in rows if pd.isna(row["stage"])]
    rated = [row for row in rows if not pd.isna(row["stage"])]
    if not rated:
        rated, blank = blank[:1], blank[1:]
    yield from (("repeated", row, rated[0]) for row in blank)
    for row in list(rated):
        newer = next((other for other in rated if other["_file"] in newer_than.get(row["_file"], ())), None)
        if newer is not None:
            rated = [other for other in rated if other is not row]
            yield ("repeated" if _same(row, newer) else "superseded"), row, newer
    dates = pd.Series([row["date"] for row in rated])
    latest = [row for row, is_last in zip(rated, dates.eq(dates.max()), strict=True) if is_last]
    if dates.isna().any() or len({row["stage"] for row in latest}) > 1:
        latest = rated if len({row["stage"] for row in rated}) == 1 else []
    for row in rated:
        if not latest:
            yield "rated twice", row, next(other for other in rated if other["stage"] != row["stage"])
        elif row is not latest[0]:
            why = "rated again" if row["date"] < latest[0]["date"] else "rated alike"
            yield ("repeated" if _same(row, latest[0]) else why), row, latest[0]


def _same(a: pd.Series, b: pd.Series) -> bool:
    return all(a[name] == b[name] or (pd.isna(a[name]) and pd.isna(b[name])) for name in _SAID)


def _place(batch: Batch, other: Batch, record: int) -> str:
    row = f"row {other.rows[record]}"
    return row if other is batch else ", ".join(part for part in (other.file, other.sheet, row) if part)
