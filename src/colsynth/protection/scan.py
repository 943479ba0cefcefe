"""Has an identifier slipped onto a page? The last look before a page is published; it fails closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from colsynth.errors import ProtectionError

# Nine or ten digits in a row, standing alone: the shape of a national student number.
_STUDENT_NUMBER = re.compile(r"(?<![\w.\-])\d{9,10}(?!\w|[.\-]\d)")
_LEARNER_CODE = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")


def scan_table(exhibit: Mapping[str, Any], threshold: int) -> None:
    """ProtectionError when a table of people shows a number that its own protection would have hidden.

    Reads the text of the cells, as a reader would, and knows of the table only which columns count people.
    """
    table = exhibit.get("table") or {}
    keys = [column["key"] for column in table.get("columns", [])]
    for of, count in table.get("people", []):
        for row in table["rows"]:
            cells = dict(zip(keys, row, strict=True))
            n, x = _number(cells.get(of, "")), _number(cells.get(count, "")) if count else None
            small = [
                v for v in (n, x, None if n is None or x is None else n - x) if v is not None and 0 < v < threshold
            ]
            if small or (n and x is not None and x in (0, n)):
                raise ProtectionError(
                    f"The table of {exhibit['id']} shows a number of people that must be hidden, so the report was not "
                    "published. Please report this fault."
                )


def _number(cell: str) -> int | None:
    digits = cell.replace(" ", "")
    return int(digits) if digits.isdigit() else None


def scan(text: str, learner_codes: Iterable[str], where: str) -> None:
    """ProtectionError when `text` holds a learner's code or what looks like a student number.

    `text` is everything a reader could see or find in the source, the chart program apart. The message says
    where and what kind, never the value.
    """
    held = set(learner_codes)
    if any(match in held for match in _LEARNER_CODE.findall(text)):
        raise ProtectionError(f"{where} holds a learner's code and was not published. Please report this fault.")
    if _STUDENT_NUMBER.search(text):
        raise ProtectionError(
            f"{where} holds a number that looks like a student number (nine or ten digits) and was not published. "
            "Look for it in the goals, ratings, events and names of the inputs, and in the settings file."
        )
