"""How are the cells of a workbook read? In a process of its own, with bounds on its time and memory.

A reader can abort a whole process on a damaged workbook, and a hostile one can ask for more memory than there is. One
process is started for each workbook (`apart`); whatever becomes of it, the run goes on.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from colsynth.intake.opening.sheets import Sheet, frame_of

LEAST_SECONDS = 18  # time opening any workbook may take
SECONDS_A_MEGABYTE = 4  # and more for each million bytes of the file, on a slow machine
LEAST_MEMORY = 900_000_000  # bytes a process may use for any workbook, where the system has such a bound
MEMORY_A_BYTE = 40  # and more for each byte of the file; XML is packed to a tenth

_START = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('apart', run_name='__main__')"


@dataclass
class Cells:
    """What a workbook holds: its sheets with cells, and what the process apart said of each sheet.

    `state` is "whole", "slow" (it took longer than it may) or one of `apart.reading.Found`.
    """

    state: str = "whole"
    sheets: list[Sheet] = field(default_factory=list)
    about: list[dict[str, Any]] = field(default_factory=list)


def read_cells(content: bytes) -> Cells:
    """The cells of a workbook."""
    most_seconds = LEAST_SECONDS + SECONDS_A_MEGABYTE * len(content) // 1_000_000
    most_memory = LEAST_MEMORY + MEMORY_A_BYTE * len(content)
    with tempfile.TemporaryDirectory(prefix="colsynth-") as folder:
        written = Path(folder)
        workbook = written / "workbook"
        workbook.write_bytes(content)
        command = [sys.executable, "-P", "-c", _START, str(Path(__file__).parent)]
        command += [str(workbook), str(written), str(most_memory)]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=most_seconds,
                stdin=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired:
            return Cells("slow")
        with contextlib.suppress(OSError, ValueError):
            found = json.loads((written / "found.json").read_text(encoding="utf-8"))
            return Cells(found["state"], _sheets(found["sheets"], written, found["is_from_1904"]), found["sheets"])
        return Cells("memory" if b"memory" in done.stderr else "damaged")


def _sheets(found: list[dict[str, Any]], folder: Path, is_from_1904: bool) -> list[Sheet]:
    sheets = []
    for place, sheet in enumerate(found):
        if sheet["kind"] != "table":
            continue
        content = pa.py_buffer((folder / str(place)).read_bytes())
        n_rows = sheet["n_rows"]
        columns = [
            pa.chunked_array(
                [pa.Array.from_buffers(pa.large_string(), n_rows, [None, content.slice(*ends), content.slice(*text)])]
            )
            for ends, text in sheet["columns"]
        ]
        merged = tuple(tuple(span) for span in sheet["merged"])
        frame = frame_of(columns, n_rows)
        coloured = tuple((row, place) for row, place in sheet["coloured"])
        is_hidden = sheet["is_hidden"]
        sheets.append(Sheet(sheet["name"], frame, merged, is_hidden, coloured=coloured, is_from_1904=is_from_1904))
    return sheets
