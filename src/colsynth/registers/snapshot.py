"""What were a community's registers when a report was made? Stored once as Parquet, never changed afterwards.

One folder a fingerprint, `<workspace>/outputs/.snapshots/<community>/<fingerprint>/`: a file a register and
`manifest.json` with the problems, the accounts and what went in. Written aside, then renamed: there whole or not
at all.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from colsynth.errors import Problem
from colsynth.registers.declared import Register, load_registers
from colsynth.registers.places import empty_places

_LEARNERS = "_learners.parquet"  # no register's name begins so


@dataclass(frozen=True)
class Account:
    """What became of every record of one sheet, read as one register: read = accepted + set_aside + repeated.

    Counted in records, that is source row by unfolded measure. `left_out` lists what is no record (titles, totals,
    notes, whole sheets) as {"row": "1-3", "why": "title or note above the table"}, outside the sum.

    `picture` is what the sheet looks like from afar (empty where it was not read), rows and columns counted from 1:
    {"rows": n, "columns": n, "tables": [{"register": name, "header": [first, last], "rows": [[first, last], ...],
    "columns_used": [...], "columns_not_used": [...], "columns_not_kept": [...]}], "set_aside": [[first, last], ...]}.
    `columns_not_kept` are those with names or learners' numbers; their cells are shown nowhere.
    `schools` gives, for every school its records name, how many of them were set aside, by term ("" where unknown).
    """

    file: str
    sheet: str
    register: str
    read: int = 0
    accepted: int = 0
    set_aside: int = 0
    repeated: int = 0
    left_out: list[dict[str, str]] = field(default_factory=list)
    picture: dict[str, Any] = field(default_factory=dict)
    schools: dict[str, dict[str, int]] = field(default_factory=dict)

    def and_also(self, other: Account) -> Account:
        """The account of both, where two tables of one sheet are of one register."""
        seen = [*self.left_out, *(left for left in other.left_out if left not in self.left_out)]
        pictures = [one.picture for one in (self, other) if one.picture]
        picture = {**pictures[0]} if pictures else {}
        for name in ("tables", "set_aside") if picture else ():
            picture[name] = [entry for one in pictures for entry in one.get(name, [])]
        return replace(
            self,
            read=self.read + other.read,
            accepted=self.accepted + other.accepted,
            set_aside=self.set_aside + other.set_aside,
            repeated=self.repeated + other.repeated,
            left_out=seen,
            picture=picture,
            schools={
                code: _sums(self.schools.get(code, {}), other.schools.get(code, {}))
                for code in sorted(self.schools | other.schools)
            },
        )


def _sums(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {term: one.get(term, 0) + other.get(term, 0) for term in sorted(one | other)}


def is_mostly_set_aside(accounts: Iterable[Account]) -> bool:
    """Whether more than half of the records read are not used, so that a report may say little of the schools."""
    known = list(accounts)
    return sum(one.set_aside for one in known) * 2 > sum(one.read for one in known)


@dataclass(frozen=True)
class Snapshot:
    """A community's registers with what was wrong and what became of every record.

    `inputs` gives the SHA-256 of every file read, by its path from the workspace; `as_at` is the newest day the data
    supports (or the settings say), None where nothing is dated. `since` counts, by observed register, the records that
    are revised, new and gone since the snapshot before; empty for the first. `learners` are the places of learners
    that a person should look at, for inside use only (see `empty_places`).
    """

    registers: dict[str, pd.DataFrame]
    problems: list[Problem]
    accounts: list[Account]
    as_at: date | None
    fingerprint: str
    inputs: dict[str, str]
    declared: Mapping[str, Register] = field(default_factory=load_registers)
    since: dict[str, dict[str, int]] = field(default_factory=dict)
    learners: pd.DataFrame = field(default_factory=empty_places)

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of a register; no rows but the right columns where nothing was supplied."""
        found = self.registers.get(name)
        return self.declared[name].empty_frame() if found is None else found


def snapshot_folder(workspace: Path, community: str, fingerprint: str) -> Path:
    """Where a snapshot stands."""
    return workspace / "outputs" / ".snapshots" / community / fingerprint


def write_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Write a snapshot whole or not at all; one that already stands is left as it is."""
    if folder.exists() and read_snapshot(folder, snapshot.declared) is None:
        shutil.rmtree(folder)  # damaged: nothing can read it
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        for name, frame in sorted(snapshot.registers.items()):
            frame.to_parquet(aside / f"{name}.parquet", index=False)
        snapshot.learners.to_parquet(aside / _LEARNERS, index=False)
        content = {
            "fingerprint": snapshot.fingerprint,
            "as_at": snapshot.as_at.isoformat() if snapshot.as_at else None,
            "inputs": snapshot.inputs,
            "since": snapshot.since,
            "rows": {name: len(frame) for name, frame in sorted(snapshot.registers.items())},
            "accounts": [asdict(account) for account in snapshot.accounts],
            "problems": [asdict(problem) for problem in snapshot.problems],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (aside / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
        with contextlib.suppress(OSError):  # another process was first, with the same content
            aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read_snapshot(folder: Path, declared: Mapping[str, Register]) -> Snapshot | None:
    """The snapshot that stands in a folder, or None where none stands there whole."""
    try:
        content: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in content["rows"]}
        if any(len(frames[name]) != rows for name, rows in content["rows"].items()):
            return None
        return Snapshot(
            registers=frames,
            problems=[Problem(**problem) for problem in content["problems"]],
            accounts=[Account(**account) for account in content["accounts"]],
            as_at=date.fromisoformat(content["as_at"]) if content["as_at"] else None,
            fingerprint=content["fingerprint"],
            inputs=content["inputs"],
            declared=declared,
            since=content["since"],
            learners=pd.read_parquet(folder / _LEARNERS),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
