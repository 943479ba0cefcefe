"""Which learner is it? A student number as text, replaced by a code before anything else sees it."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from colsynth.intake.batch import Bad, Batch, Case, by_distinct
from colsynth.intake.context import Context
from colsynth.registers.declared import Column
from colsynth.registers.key import learner_code


def student_codes(batch: Batch, column: Column, context: Context) -> npt.NDArray[np.object_]:
    """Codes in place of numbers; the number itself goes no further than here."""
    texts = batch.texts[column.name]
    plain = by_distinct(texts, read_student_number)
    nine = texts.str.fullmatch(r"\s*(?:\d[\s-]?){9}(?:\.0)?").to_numpy(dtype=bool)
    batch.note(
        [
            Case(
                "student number",
                "warning",
                column.name,
                nine,
                "National student numbers have ten digits. A zero was put in front, as spreadsheets drop it.",
                "Format the column as text before typing or pasting numbers.",
                found="has nine digits",
            )
        ]
    )

    def code(number: str | Bad) -> str | Bad:
        if isinstance(number, Bad):
            return number
        if number not in context.codes:
            context.codes[number] = learner_code(context.key, context.community, number)
        return context.codes[number]

    return np.array([None if number is None else code(number) for number in plain], dtype=object)


def read_student_number(text: str) -> str | Bad:
    """A student number as text; nine digits get their lost zero, a mangled number is refused."""
    plain = re.sub(r"[\s-]", "", text).upper()
    plain = plain.removesuffix(".0") if re.fullmatch(r"\d+\.0", plain) else plain
    if re.fullmatch(r"\d(?:[.,]\d+)?E\+?\d+", plain):
        return Bad(
            "student number",
            "The spreadsheet program has shortened the number and its last digits are lost.",
            "Format the column as text and paste the numbers again from the school's system.",
        )
    if not any(c.isdigit() for c in plain):  # may be a name: never shown
        return Bad(
            "student number",
            "A student number is expected.",
            "Put the number in this column.",
            "has no digit",
        )
    return plain.zfill(10) if re.fullmatch(r"\d{9}", plain) else plain


def is_national(number: str) -> bool:
    """Whether a number has the shape of a national student number: ten digits."""
    return re.fullmatch(r"\d{10}", number) is not None
