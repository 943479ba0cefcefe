"""How is a workbook read in a process of its own? `apart FILE FOLDER BYTES` writes the sheets of FILE into FOLDER.

BYTES bounds the memory, where the system has such a bound. `found.json` in FOLDER says what the workbook holds; each
sheet's text lies in a file of its own, as Arrow lays out text: for each column the bytes, and where each row ends.
"""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from .reading import Found, read_workbook


def main() -> None:
    """Write what the workbook holds; "memory" is its state where the bound was met."""
    path, folder, most_bytes = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    try:
        found = read_workbook(path, folder, most_bytes)
    except MemoryError:
        found = Found("memory")
    (folder / "found.json").write_text(json.dumps(asdict(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
