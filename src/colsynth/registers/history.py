"""Which snapshot came before this one? A file that only grows: every snapshot made, every one a report was made of.

`<workspace>/outputs/.snapshots/<community>/history.jsonl`, a line each:
`{"fingerprint", "as_at", "key", "before", "inputs"}` where a snapshot is made, with the mark of the key that replaced
student numbers, the fingerprint of the snapshot it was held against and the SHA-256 of every input file; and
`{"published", "term"}` where a report was made of one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from colsynth.registers.snapshot import Snapshot


@dataclass(frozen=True)
class History:
    """The lines of one community's history, the oldest first."""

    path: Path
    lines: tuple[dict[str, Any], ...]

    def before(self, inputs: dict[str, str], key: str) -> str | None:
        """The fingerprint of the snapshot that new inputs are to be held against, or None.

        It is the one of the last report, else the last that was made. The same files are always held against the
        same snapshot, also when settings or colsynth itself have changed since: the marks say what the files changed.
        Codes made with another key cannot be compared.
        """
        made = {line["fingerprint"]: line for line in self.lines if line.get("key") == key}
        again = next((line for line in made.values() if line["inputs"] == inputs), None)
        if again is not None:
            return str(again["before"]) if again["before"] else None
        published = [line["published"] for line in self.lines if line.get("published") in made]
        return str([*made, *published][-1]) if made else None

    def note_made(self, snapshot: Snapshot, before: str | None, key: str) -> None:
        """Say, once, that a snapshot is made and which one it is held against."""
        if any(line.get("fingerprint") == snapshot.fingerprint for line in self.lines):
            return
        as_at = snapshot.as_at.isoformat() if snapshot.as_at else None
        said = {"fingerprint": snapshot.fingerprint, "as_at": as_at, "key": key, "before": before}
        self._append(said | {"inputs": snapshot.inputs})

    def note_published(self, fingerprint: str, term: str) -> None:
        """Say that a report of a term was made of a snapshot; the same report made again says nothing new."""
        said = {"published": fingerprint, "term": term}
        if [line for line in self.lines if "published" in line][-1:] != [said]:
            self._append(said)

    def _append(self, line: dict[str, Any]) -> None:
        """One write at the end of the file, so that two processes cannot mix their lines."""
        text = json.dumps(line, ensure_ascii=False) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            is_cut = file.tell() > 0 and self.path.read_bytes()[-1:] != b"\n"  # a process was killed in its line
            file.write(("\n" * is_cut + text).encode())


def read_history(workspace: Path, community: str) -> History:
    """The history of a community's snapshots; empty before the first. A line that was cut off is passed over."""
    path = workspace / "outputs" / ".snapshots" / community / "history.jsonl"
    lines: list[dict[str, Any]] = []
    for text in path.read_bytes().splitlines() if path.is_file() else []:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and ("published" in line or {"fingerprint", "key", "before", "inputs"} <= set(line)):
            lines.append(line)
    return History(path, tuple(lines))
