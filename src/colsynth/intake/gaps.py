"""Does a cell that holds no value of its column say why there is none?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from colsynth.intake.batch import Bad
from colsynth.reference.marks import Marks


def or_gap(one: Callable[[str], Any], marks: Marks) -> Callable[[str], Any]:
    """`one`, where a text that it refuses and that is a known mark (`n/a`, `-`, `..`) is told as a gap."""

    def answer(text: str) -> Any:
        found = one(text)
        why = marks.of_anything(text) if isinstance(found, Bad) else None
        return gap(why) if why else found

    return answer


def gap(why: str) -> Bad:
    """The answer for a cell that says why it has no value."""
    return Bad("no value", f"The cell says that the value is {why}.", "Nothing to do, unless it is known.", is_gap=True)
