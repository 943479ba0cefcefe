"""What did new files change? Records held against those of the snapshot before, by the key of their register.

Nothing is deleted: a record that is no longer sent stays in the snapshot before, and is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from colsynth.errors import Problem
from colsynth.registers.declared import Register
from colsynth.registers.snapshot import Snapshot

_AS_WRITTEN = "raw"  # two spellings of one value are no correction


def mark_revised(snapshot: Snapshot, before: Snapshot, links: Mapping[str, str]) -> Snapshot:
    """The snapshot with `revised` true in every record of an observed register that stood before with other values.

    `since` counts, for each observed register, what is revised, new and gone since the snapshot before; gone records
    are a problem of the file they came from. `links` gives the code that a learner of the snapshot before has now,
    where two were found to be one.
    """
    frames, since, problems = dict(snapshot.registers), {}, list(snapshot.problems)
    for name, register in snapshot.declared.items():
        held = _comparable(before, register, links)
        if not register.observed or held is None or held.empty:
            continue
        now = snapshot.frame(name)
        both = now[register.key].merge(held, on=register.key, how="left", indicator=True, validate="m:1")
        stood = both["_merge"].eq("both").to_numpy(dtype=bool)
        revised = pd.Series(stood & _differs(now, both, register), index=now.index, dtype="boolean")
        gone = held.merge(now[register.key].drop_duplicates(), on=register.key, how="left", indicator=True)
        gone = gone[gone["_merge"].eq("left_only")]
        if len(now):
            frames[name] = now.assign(revised=now["revised"] | revised)
        since[name] = {"revised": int(revised.sum()), "new": int((~stood).sum()), "gone": len(gone)}
        problems += _gone(gone, register)
    return replace(snapshot, registers=frames, problems=problems, since=since)


def _comparable(before: Snapshot, register: Register, links: Mapping[str, str]) -> pd.DataFrame | None:
    """The records of the snapshot before as they would be keyed now; None where they were declared otherwise then."""
    found = before.registers.get(register.name)
    stored = {column.name: column.store_type for column in register.stored}
    if found is None or not set(register.key) <= set(found):
        return None
    try:
        found = found.astype({name: kind for name, kind in stored.items() if name in found})
    except (TypeError, ValueError):
        return None
    for column in register.stored:
        if column.type == "student_number" and links and column.name in found:
            now = {code: links.get(code, code) for code in found[column.name].dropna().unique()}
            found[column.name] = found[column.name].map(now).astype(column.store_type)
    return found.drop_duplicates(register.key)


def _differs(now: pd.DataFrame, both: pd.DataFrame, register: Register) -> pd.Series[bool]:
    """Whether any value differs, a record each; columns that one of the two lacks cannot."""
    names = [c.name for c in register.stored if c.name not in {*register.key, _AS_WRITTEN} and c.name in both]
    found = pd.Series(False, index=range(len(now)))
    for name in names:
        a, b = now[name].reset_index(drop=True), both[name].reset_index(drop=True)
        found |= ~((a == b).fillna(False).astype(bool) | (a.isna() & b.isna()))
    return found


def _gone(gone: pd.DataFrame, register: Register) -> Iterator[Problem]:
    for file, n in gone.groupby("source_file", sort=True).size().items():
        yield Problem(
            check="no longer sent",
            effect="warning",
            file=str(file),
            sheet="",
            cells="",
            found=f"gave {n} {'records' if n > 1 else 'record'} of {register.name} last time that "
            f"{'are' if n > 1 else 'is'} not among the records now",
            expected="Nothing is deleted: what stood there stays in the earlier snapshot.",
            remedy="If it was left out by mistake, send it again; if it was a slip, nothing is to be done.",
            count=int(n),
            register=register.name,
        )
