"""Does a record stand twice? The same again is repeated; the same key with other values is a problem."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from colsynth.intake.batch import Batch, Case, Mask
from colsynth.registers.declared import Register

_AS_WRITTEN = "raw"  # two spellings of one level are one value


def mark_repeats(batches: list[Batch], register: Register) -> None:
    """Mark, over all sheets of a register, records that repeat an earlier one or contradict it.

    A record with nothing in it gives way to one with a value wherever the two stand.
    """
    frames = [_comparable(batch, at) for at, batch in enumerate(batches)]
    together = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if together.empty:
        return
    if "missing" in together:
        together["_blank"] = together["missing"].eq("blank").fillna(False).astype(bool)
        together = together.sort_values("_blank", kind="stable")
    key = [name for name in register.key if name in together]
    group = together.groupby(key, dropna=False, sort=False).ngroup().to_numpy()
    _, first = np.unique(group, return_index=True)
    first_of = first[group]
    later = first_of != np.arange(len(together))
    if not later.any():
        return
    ours = together.iloc[later]
    theirs = together.iloc[first_of[later]]
    compared = [c.name for c in register.stored if c.name in together and c.name not in {*key, _AS_WRITTEN}]
    same = np.ones(len(ours), dtype=bool)
    for name in compared:
        a, b = ours[name].reset_index(drop=True), theirs[name].reset_index(drop=True)
        same &= ((a == b).fillna(False) | (a.isna() & b.isna())).to_numpy(dtype=bool)
    if "_blank" in together:
        same |= ours["_blank"].to_numpy(dtype=bool)
    for at, batch in enumerate(batches):
        here = ours["_batch"].to_numpy() == at
        batch.repeated[ours["_record"].to_numpy()[here & same]] = True
        contradicts: Mask = batch.nothing()
        contradicts[ours["_record"].to_numpy()[here & ~same]] = True
        if contradicts.any():
            where = np.flatnonzero(here & ~same)[0]
            batch.note([_contradiction(batch, contradicts, batches, theirs.iloc[where], register)])


def _comparable(batch: Batch, at: int) -> pd.DataFrame:
    names = [column.name for column in batch.register.stored if column.name in batch.values]
    frame = batch.values[names].assign(_batch=at, _record=np.arange(len(batch.values)))
    return frame[~batch.set_aside]


def _contradiction(batch: Batch, where: Mask, batches: list[Batch], first: pd.Series[Any], register: Register) -> Case:
    other = batches[int(str(first["_batch"]))]
    row = other.rows[int(str(first["_record"]))]
    place = f"row {row}" if other is batch else ", ".join(p for p in (other.file, other.sheet, f"row {row}") if p)
    return Case(
        "stands twice",
        "set aside",
        register.key[0],
        where,
        f"The first is the one of {place}; it is used.",
        "Keep the right one of the two rows.",
        found=f"is a second row for {register.row}, with other values",
    )
