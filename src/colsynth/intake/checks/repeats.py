"""Does a record stand twice? The same again is repeated; the same key with other values is a problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from colsynth.intake.records.batch import Batch, Case, Mask
from colsynth.registers.declared import Register
from colsynth.registers.places import SOURCE, empty_places, places_of

_AS_WRITTEN = "raw"  # two spellings of one level are one value


def mark_repeats(
    batches: list[Batch], register: Register, corrected_by: Mapping[str, set[str]] | None = None
) -> pd.DataFrame:
    """Mark, over all sheets of a register, records that repeat an earlier one or contradict it.

    A record with nothing in it gives way to one with a value wherever the two stand; one of a file that the settings
    call corrected (`corrected_by`, the names of the newer files by its own) gives way to the newer file's, which is
    marked as revised. The answer is where learners stand with two values, for a person to look at.
    """
    newer_than = corrected_by or {}
    frames = [
        _comparable(batch, at).assign(_age=len(newer_than.get(batch.file, ()))) for at, batch in enumerate(batches)
    ]
    together = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if together.empty:
        return empty_places()
    together["_blank"] = False
    if "missing" in together:
        together["_blank"] = together["missing"].eq("blank").fillna(False).astype(bool)
    together = together.sort_values(["_blank", "_age"], kind="stable")
    key = [name for name in register.key if name in together]
    group = together.groupby(key, dropna=False, sort=False).ngroup().to_numpy()
    _, first = np.unique(group, return_index=True)
    first_of = first[group]
    later = first_of != np.arange(len(together))
    if not later.any():
        return empty_places()
    ours = together.iloc[later]
    theirs = together.iloc[first_of[later]]
    compared = [c.name for c in register.stored if c.name in together and c.name not in {*key, _AS_WRITTEN}]
    agree = np.ones(len(ours), dtype=bool)
    for name in compared:
        a, b = ours[name].reset_index(drop=True), theirs[name].reset_index(drop=True)
        agree &= ((a == b).fillna(False) | (a.isna() & b.isna())).to_numpy(dtype=bool)
    same = agree | ours["_blank"].to_numpy(dtype=bool)
    by_correction = np.zeros(len(ours), dtype=bool)
    for at, batch in enumerate(batches):
        here = ours["_batch"].to_numpy() == at
        batch.repeated[ours["_record"].to_numpy()[here & same]] = True
        newer = [n for n, other in enumerate(batches) if other.file in newer_than.get(batch.file, ())]
        by_correction |= here & ~same & theirs["_batch"].isin(newer).to_numpy()
        for superseded, is_so in ((True, by_correction), (False, ~by_correction)):
            told = here & ~same & is_so
            if told.any():
                where: Mask = batch.nothing()
                where[ours["_record"].to_numpy()[told]] = True
                which = theirs.iloc[np.flatnonzero(told)[0]]
                batch.note([_contradiction(batch, where, batches, which, register, superseded)])
    for at, batch in enumerate(batches):
        batch.revised[theirs.loc[by_correction & (theirs["_batch"] == at).to_numpy(), "_record"].to_numpy()] = True
    open_ = ~same & ~by_correction
    return _places(ours[open_], theirs[open_], batches) if register.has("student") else empty_places()


def _places(ours: pd.DataFrame, theirs: pd.DataFrame, batches: list[Batch]) -> pd.DataFrame:
    """Both rows of each contradiction."""
    rows = []
    for case, pair in enumerate(
        zip(theirs[["_batch", "_record"]].to_numpy(), ours[["_batch", "_record"]].to_numpy(), strict=True)
    ):
        for n, (at, record) in enumerate(pair):
            batch = batches[at]
            rows.append((f"{case} {n}", batch.file, batch.sheet, batch.rows[record], str(case)))
    records = pd.DataFrame(rows, columns=["student", *SOURCE, "case"])
    return places_of(records, dict(zip(records["student"], records["case"], strict=True)), "stands twice, not alike")


def _comparable(batch: Batch, at: int) -> pd.DataFrame:
    names = [column.name for column in batch.register.stored if column.name in batch.values]
    frame = batch.values[names].assign(_batch=at, _record=np.arange(len(batch.values)))
    return frame[~batch.set_aside]


def _contradiction(
    batch: Batch, where: Mask, batches: list[Batch], first: pd.Series[Any], register: Register, superseded: bool
) -> Case:
    first_key = register.column(register.key[0])
    other = batches[int(str(first["_batch"]))]
    row = other.rows[int(str(first["_record"]))]
    place = f"row {row}" if other is batch else ", ".join(p for p in (other.file, other.sheet, f"row {row}") if p)
    if superseded:
        return Case(
            "superseded",
            "set aside",
            register.key[0],
            where,
            f"The settings say that it is corrected; the first is used as it stands in {place}.",
            "Nothing is to be done.",
            found=f"has {register.row}, which a newer file gives with other values",
        )
    return Case(
        "stands twice",
        "set aside",
        register.key[0],
        where,
        f"The first is the one of {place}; it is used.",
        "Keep the right one of the two rows, or say in the settings which file corrects the other ('supersedes')."
        + (f" If they are two, give each a '{first_key.title}' of its own." if first_key.type == "code" else ""),
        found=f"is a second row for {register.row}, with other values",
    )
