"""Which learner is it? A student number as text, replaced by a code before anything else sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Answers, Bad, Batch, Case, answers_of
from colsynth.intake.records.signs import as_typed
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Column
from colsynth.registers.key import learner_code

_DATE = re.compile(r"\d{4}-\d\d?-\d\d?(?:[T ].*)?|\d\d?/\d\d?/(?:\d{4}|\d\d)", re.ASCII)
MOST_SIGNS = 40  # signs a school's own number may have; longer is text that slipped into the column
_FORMAT = "Format the column as text before typing or pasting numbers."
_EXAMPLES = {fold(f"{kind}{what}") for kind in ("", "Example ", "Sample ", "Test ") for what in ("Student", "Pupil")}
_EXAMPLES |= {fold(text) for text in ("Student Name", "Pupil Name", "Name", "Example", "Sample", "NSN", "Student ID")}


@dataclass(frozen=True)
class _Read:
    """A text of the column and the number it is, or why it is none."""

    text: str
    number: str | Bad

    @property
    def is_number(self) -> bool:
        return isinstance(self.number, str)

    @property
    def is_national(self) -> bool:
        return isinstance(self.number, str) and is_national(self.number)


def student_codes(batch: Batch, column: Column, context: Context) -> Answers:
    """Codes in place of numbers; the number itself goes no further than here."""
    reads = answers_of(batch.texts[column.name], lambda text: _Read(text, read_student_number(text)))
    batch.note(_doubts(column, reads))

    def code(read: _Read | Bad | None) -> str | Bad | None:
        number = read.number if isinstance(read, _Read) else read
        if number is None or isinstance(number, Bad):
            return number
        if number not in context.codes:
            context.codes[number] = learner_code(context.key, context.community, number)
        return context.codes[number]

    return Answers(reads.codes, [code(read) for read in reads.distinct])


def read_student_number(text: str) -> str | Bad:
    """A student number as text; nine digits get their lost zero, a mangled number is refused."""
    number = re.sub(r"[\s-]", "", as_typed(text).lstrip("'`")).upper()
    number = re.sub(r"\.0+$", "", number) if re.fullmatch(r"\d+\.0+", number, re.ASCII) else number
    if re.fullmatch(r"\d(?:[.,]\d+)?E\+?\d+", number, re.ASCII):
        expected = "The spreadsheet program has shortened the number and its last digits are lost."
        remedy = "Format the column as text and paste the numbers again from the school's system."
        return Bad("student number", expected, remedy, "has a number in scientific notation")
    if fold(text) in _EXAMPLES or re.fullmatch(r"0+", number):
        expected = "It is a placeholder or an example, not a learner's number."
        return Bad("placeholder", expected, "Take the row out, or put the number in.", "holds a placeholder")
    if not any(c.isdigit() for c in number):  # may be a name: never shown
        return Bad("student number", "A student number is expected.", "Put the number in this column.", "has no digit")
    if _DATE.fullmatch(as_typed(text)):
        expected = "A student number is expected; the spreadsheet program may have made a date of one."
        return Bad("student number", expected, _FORMAT, "holds a date")
    if as_typed(text).startswith(("-", "+")) or re.fullmatch(r"\d+(?:[.,]\d+)+", number, re.ASCII):
        expected = "A student number has no sign in front, no decimals and nothing between its digits."
        return Bad("student number", expected, _FORMAT, "has a number with a sign or decimals")
    if len(number) > MOST_SIGNS:
        expected = f"A student number has up to {MOST_SIGNS} signs."
        return Bad("student number", expected, "Put the number alone in this column.", "holds a longer text")
    return number.zfill(10) if re.fullmatch(r"\d{9}", number, re.ASCII) else number


def is_national(number: str) -> bool:
    """Whether a number has the shape of a national student number: ten digits."""
    return re.fullmatch(r"\d{10}", number, re.ASCII) is not None


def _doubts(column: Column, reads: Answers) -> Iterator[Case]:
    """What is accepted but worth a look: a zero put in front, a number too short for a national one, a placeholder."""
    known = [read for read in reads.distinct if isinstance(read, _Read) and read.is_number]
    is_national_column = sum(read.is_national for read in known) * 2 > len(known)

    def lost_a_zero(read: object) -> bool:
        return isinstance(read, _Read) and read.is_national and _n_digits(read.text) == 9

    def is_short(read: object) -> bool:
        return isinstance(read, _Read) and is_national_column and bool(re.fullmatch(r"\d{1,8}", str(read.number)))

    def is_other(read: object) -> bool:
        return (
            is_national_column
            and isinstance(read, _Read)
            and read.is_number
            and not read.is_national
            and not is_short(read)
        )

    def is_one_sign(read: object) -> bool:
        return isinstance(read, _Read) and bool(re.fullmatch(r"(\d)\1{5,}", str(read.number)))

    yield Case(
        "student number",
        "warning",
        column.name,
        reads.where(lost_a_zero),
        "National student numbers have ten digits. A zero was put in front, as spreadsheets drop it.",
        _FORMAT,
        found="has nine digits",
    )
    yield Case(
        "student number",
        "warning",
        column.name,
        reads.where(is_short),
        "Most numbers of the column have the ten digits of a national number. It was kept as written, as a number of "
        "its own.",
        "Compare it with the school's system: more than one zero in front may have been dropped.",
        found="has fewer than nine digits",
    )
    yield Case(
        "student number",
        "warning",
        column.name,
        reads.where(is_other),
        "Most numbers of the column have the ten digits of a national number. It was kept as written, as a number of "
        "its own.",
        "Correct it where it should be a national number; take the row out where it is no learner's.",
        found="has more than ten digits, or other signs than digits",
    )
    yield Case(
        "placeholder",
        "warning",
        column.name,
        reads.where(is_one_sign),
        "One digit over and over is rather an example than a learner's number. It was kept.",
        "Take the row out if it is an example.",
        found="has a number that looks like a placeholder",
    )


def _n_digits(text: str) -> int:
    return len(re.sub(r"\D", "", re.sub(r"\.0+$", "", text)))
