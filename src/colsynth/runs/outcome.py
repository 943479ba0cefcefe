"""What became of one community in a run?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """What became of one community: `published`, `up to date`, `would be made`, or `failed` with its reason.

    `failed_chapters` are (stem, reason); `exit_code` is the one its failure asks for.
    """

    name: str
    status: str
    term: str = ""
    folder: Path | None = None
    reason: str = ""
    exit_code: int = 0
    failed_chapters: tuple[tuple[str, str], ...] = ()
    n_problems: int = 0
