"""What became of one community in a run?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What became of one community: `published`, `up to date`, `would be made`, or `failed` with its reason.

    `failed_chapters` are (stem, reason); `exit_code` is the one its failure asks for; `collection` says of each school
    what is awaited and what came, `collect_by` by when it was asked for; `is_mostly_set_aside`, that more than half of
    the records read are not in the report.
    """

    name: str
    status: str
    term: str = ""
    folder: Path | None = None
    reason: str = ""
    exit_code: int = 0
    failed_chapters: tuple[tuple[str, str], ...] = ()
    n_problems: int = 0
    is_mostly_set_aside: bool = False
    collection: tuple[dict[str, Any], ...] = ()
    collect_by: date | None = None
