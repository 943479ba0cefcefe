"""Does a cell that holds no value of its column say why there is none?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Bad, Batch, Case, answers_of
from colsynth.reference.marks import Marks

_NUMBERS = {"integer", "number", "percent"}


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


def read_reasons(batch: Batch, context: Context, told_by: tuple[str, ...]) -> None:
    """Why a learner has no numbers, from the column of reasons or from the cells that should hold numbers.

    For registers of numbers with a column `missing`. A record has its numbers where one of the columns `told_by` has a
    value; a reason in another of its cells is pointed out then. A record without any text is `blank`.
    """
    reasons = batch.register.column("missing")
    numbers = [c.name for c in batch.register.stored if c.type in _NUMBERS and c.name in batch.texts]
    has_numbers, has_text = batch.nothing(), batch.nothing()
    for name in numbers:
        has_text |= batch.has_text(name)
        has_numbers |= batch.has_value(name) if name in told_by else False
    why = batch.values.get("missing", pd.Series(None, index=batch.texts.index, dtype="str"))
    for name in numbers:
        read = answers_of(batch.texts[name], lambda text: reasons.choice_of(text) or context.marks.of_result(text))
        beside = has_numbers & read.where(lambda reason: reason is not None)
        expected = "The cell says why there is no number; the other numbers of the row are used."
        batch.note([Case("no value", "warning", name, beside, expected, "Nothing to do, unless it is known.")])
        why = why.fillna(read.values("str", batch.texts.index))
    batch.values["missing"] = why.where(why.notna() | has_text, "blank").where(~has_numbers)
