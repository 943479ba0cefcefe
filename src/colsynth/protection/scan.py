"""Has an identifier slipped onto a page? The last look before a page is published; it fails closed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from colsynth.errors import ProtectionError

# Nine or ten digits in a row, standing alone: the shape of a national student number.
_STUDENT_NUMBER = re.compile(r"(?<![\w.\-])\d{9,10}(?![\w.]|-\d)")
_LEARNER_CODE = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")


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
