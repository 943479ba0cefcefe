"""What does each written value mean, by the type of its column? One question a type, asked once a distinct text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.errors import near
from colsynth.intake.batch import Batch, Case, by_distinct
from colsynth.intake.context import Context
from colsynth.intake.dates import FIRST_YEAR, day_order, read_date
from colsynth.reference.ethnicity import MANY, fold
from colsynth.reference.terms import parse_term
from colsynth.registers.declared import Column
from colsynth.registers.key import learner_code

YEAR_LEVELS = (0, 15)  # Year 0 to Year 15, the span of the roll return's field CURRENT YEAR LEVEL
_YES, _NO = {"yes", "y", "true", "1", "x", "✓", "✔", "ae"}, {"no", "n", "false", "0", "kao"}
_WHOLE_COMMUNITY = {
    fold(text) for text in ("All", "All schools", "Community", "Whole community", "Kāhui Ako")
}
_SPAN = re.compile(
    r"(?:years?|yrs?|y)?\s*(\d{1,2})\s*(?:-|–|to)\s*(?:years?|yrs?|y)?\s*(\d{1,2})", re.IGNORECASE
)
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
RESULT = ("raw", "scale_score", "level", "missing")  # read together, as one result (results.py)
CORRECT = "Correct the cell, or say under 'values' in the settings what it means."


@dataclass(frozen=True)
class Bad:
    """Why a text is no value of its column: the rule and the message's last beats."""

    check: str
    expected: str
    remedy: str
    found: str = ""


def read_values(batch: Batch, context: Context) -> None:
    """Fill `batch.values` from `batch.texts`, noting every text that is no value of its column.

    A text that is not understood sets its record aside where the column is needed or says when; elsewhere the
    record stays and the value is empty.
    """
    values: dict[str, Any] = {}
    for column in batch.register.columns:
        is_result = batch.register.unfolds and column.name in RESULT
        if column.name in batch.texts and column.type != "never_stored" and not is_result:
            answers = _answers(batch, column, context)
            batch.note(_bad_cases(batch, column, answers))
            values[column.name] = _kept(answers, column)
    batch.values = pd.DataFrame(values, index=batch.texts.index)
    _join_ethnicities(batch, context)
    _fill_spans(batch)
    _fill_implied(batch)


def decides(batch: Batch, column: Column) -> bool:
    """Whether a record without this value cannot be used."""
    observed = batch.register.observed
    return (
        column.required
        or column.type == "school"
        or (observed is not None and column.type in {"date", "term"})
    )


def _answers(batch: Batch, column: Column, context: Context) -> npt.NDArray[np.object_]:
    texts = batch.texts[column.name]
    if column.type == "student_number":
        return _student_codes(batch, column, context)
    if column.type == "date":
        return _dates(batch, column)
    if column.type == "term":
        return _terms(batch, column, context)
    if column.type == "school" and context.schools is None:
        batch.note([_no_schools(batch, column)])
    return by_distinct(texts, _reader(column, context))


def _reader(column: Column, context: Context) -> Callable[[str], Any]:
    """The function that reads one text of a column."""
    match column.type:
        case "integer" | "number" | "percent":
            return lambda text: read_number(text, column)
        case "year_level":
            return read_year_level
        case "yes_no":
            return read_yes_no
        case "choice":
            return lambda text: _read_choice(text, column)
        case "range":
            return lambda text: (
                text if _SPAN.search(text) else Bad("span", "A span such as '1-8' is expected.", CORRECT)
            )
        case "ethnicities":
            return lambda text: _read_ethnicities(text, context)
        case "school":
            return lambda text: read_school(text, column, context)
        case "framework":
            return lambda text: _read_framework(text, context)
        case "person":
            return lambda text: learner_code(context.key, context.community, f"person {fold(text)}")
        case _:
            return lambda text: text


def _bad_cases(batch: Batch, column: Column, answers: npt.NDArray[np.object_]) -> Iterator[Case]:
    kinds = dict.fromkeys(answer for answer in answers if isinstance(answer, Bad))
    for bad in kinds:
        yield Case(
            check=bad.check,
            effect="set aside" if decides(batch, column) else "warning",
            column=column.name,
            where=np.fromiter((answer is bad or answer == bad for answer in answers), bool, len(answers)),
            expected=bad.expected + ("" if decides(batch, column) else " The value is left empty."),
            remedy=bad.remedy,
            found=bad.found,
        )


def _kept(answers: npt.NDArray[np.object_], column: Column) -> pd.Series[Any]:
    kept = [None if isinstance(answer, Bad) else answer for answer in answers]
    return pd.Series(kept, dtype=column.store_type)


def read_number(text: str, column: Column) -> float | int | Bad:
    """A number within the column's bounds; a percentage may carry its sign or be written as a share."""
    plain = text.rstrip("% ") if column.type == "percent" else text
    if not _NUMBER.fullmatch(plain):
        return Bad("number", "A number is expected.", CORRECT)
    number = float(plain.replace(",", ""))
    if column.type == "percent":
        number = number if "%" in text or number > 1 else number * 100  # 62 % formatted in a workbook is 0.62
        low, high = 0.0, 100.0
    else:
        low = -np.inf if column.low is None else column.low
        high = np.inf if column.high is None else column.high
    if not low <= number <= high:
        return Bad("number", f"A number from {low:g} to {high:g} is expected.", "Correct the cell.")
    if column.type == "integer":
        whole = number.is_integer()
        return int(number) if whole else Bad("number", "A whole number is expected.", "Correct the cell.")
    return round(number, 10)


def read_year_level(text: str) -> int | Bad:
    """A year level from '5', '05', 'Year 5', 'Yr 5' or 'Y5'."""
    match = re.fullmatch(r"(?:year|yr|y)?\s*(?:level)?\s*(\d{1,2})", text, re.IGNORECASE)
    low, high = YEAR_LEVELS
    if match and low <= int(match[1]) <= high:
        return int(match[1])
    return Bad("year level", f"A year level from {low} to {high} is expected.", CORRECT)


def read_yes_no(text: str) -> bool | Bad:
    """Yes or no, in the words and signs schools use."""
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    return Bad("yes or no", "'yes' or 'no' is expected.", CORRECT)


def _read_choice(text: str, column: Column) -> str | Bad:
    bare = re.sub(r"\s*\([^)]*\)", "", text)
    chosen = column.choice_of(text) or column.choice_of(bare)
    if chosen is not None:
        return chosen
    spelt = [word for name, words in column.choices.items() for word in (name, *words)]
    return Bad("choice", f"One of {', '.join(column.choices)} is expected.{near(text, spelt)}", CORRECT)


def _read_ethnicities(text: str, context: Context) -> str | Bad:
    groups, unknown = context.groups.groups_of(text)
    if not groups:
        return Bad(
            "ethnicity",
            f"Ethnic groups known are {', '.join(context.groups.names)}, their parts and codes.",
            CORRECT,
        )
    return MANY.join(groups) if not unknown else _PartlyKnown(MANY.join(groups))


class _PartlyKnown(str):
    """Groups of a cell of which a part was not understood."""


def _join_ethnicities(batch: Batch, context: Context) -> None:
    """Total response: every group named in any of the columns, once, in reporting order."""
    for column in batch.register.columns:
        if column.type != "ethnicities" or column.feeds:
            continue
        parts = [c.name for c in batch.register.columns if c.feeds == column.name and c.name in batch.values]
        if not parts:
            continue
        names = [column.name, *parts] if column.name in batch.values else parts
        joined = batch.values[names[0]].fillna("")
        for name in names[1:]:
            joined = joined + MANY + batch.values[name].fillna("")
        once = by_distinct(joined, lambda text: _in_order(text.split(MANY), context))
        batch.values[column.name] = pd.Series(once, index=batch.values.index, dtype="str")


def _in_order(named: list[str], context: Context) -> str | None:
    return MANY.join(group for group in context.groups.names if group in named) or None


def check_partly_known(batch: Batch, context: Context) -> Iterator[Case]:
    """Is a part of an ethnicity not understood? The learner is kept with the groups that are."""
    for column in batch.register.columns:
        if column.type == "ethnicities" and column.name in batch.texts:
            answers = by_distinct(batch.texts[column.name], lambda text: _read_ethnicities(text, context))
            yield Case(
                "ethnicity",
                "warning",
                column.name,
                np.fromiter((isinstance(answer, _PartlyKnown) for answer in answers), bool, len(answers)),
                "A part of it is no ethnic group that is known; the other groups are kept.",
                CORRECT,
            )


def read_school(text: str, column: Column, context: Context) -> str | Bad | None:
    """A school's code from its number or its name; a community-wide word is no school where none is needed."""
    if not column.required and fold(text) in _WHOLE_COMMUNITY:
        return None
    if context.schools is None:
        return text
    found = context.schools.of(text)
    if len(found) == 1:
        return found[0]
    if found:
        return Bad(
            "school",
            f"Schools {' and '.join(found)} bear this name.",
            "Write the school's number instead, or say under 'values' in the settings which one is meant.",
        )
    close = context.schools.near(text)
    hint = f" Did you mean '{close}'?" if close else ""
    remedy = "Correct it, add the school to the register of schools, or say under 'values' in the settings what it means."
    return Bad("school", f"A number or name of the register of schools is expected.{hint}", remedy)


def _no_schools(batch: Batch, column: Column) -> Case:
    return Case(
        "school",
        "warning",
        column.name,
        batch.has_text(column.name),
        "There is no register of schools to check it against; it is kept as written.",
        "Add a sheet 'Schools' with a number and a name for each school.",
    )


def _read_framework(text: str, context: Context) -> str | Bad:
    known = context.frameworks
    by_name = {fold(name): id_ for id_, framework in known.items() for name in (id_, framework.name)}
    if fold(text) in by_name:
        return by_name[fold(text)]
    return Bad("framework", f"Frameworks known are {', '.join(known)}.{near(text, known)}", CORRECT)


def _dates(batch: Batch, column: Column) -> npt.NDArray[np.object_]:
    texts = batch.texts[column.name]
    order = day_order(texts.unique())
    expected = "A date such as 2026-06-19 or 19/06/2026 is expected."
    if order.name == "mixed":
        expected = "This column has dates with the day first and dates with the month first."

    def one(text: str) -> date | Bad:
        day = read_date(text, order)
        if day is None:
            return Bad("date", expected, "Write it as 2026-06-19.")
        return (
            day
            if day.year >= FIRST_YEAR
            else Bad("date", f"A date from {FIRST_YEAR} on is expected.", "Correct it.")
        )

    if order.name == "month first" or not order.is_told:
        how = (
            "with the month first"
            if order.name == "month first"
            else "with the day first; none of them tells"
        )
        batch.note(
            [
                Case(
                    "day order",
                    "warning",
                    column.name,
                    batch.has_text(column.name),
                    f"Dates of this column were read {how}.",
                    "If that is wrong, write them as 2026-06-19.",
                )
            ]
        )
    return by_distinct(texts, one)


def _terms(batch: Batch, column: Column, context: Context) -> npt.NDArray[np.object_]:
    texts = batch.texts[column.name]
    year = next((c.name for c in batch.register.columns if c.feeds == column.name), None)
    if year is not None and year in batch.texts:
        short = texts.str.fullmatch(r"(?i)\s*(?:t|term)?\s*[1-4]\s*")
        numbers = texts.str.extract(r"([1-4])\s*$", expand=False).fillna("")
        texts = texts.where(~short, batch.texts[year] + "-T" + numbers)
    order = day_order(texts.unique())

    def one(text: str) -> str | Bad:
        term = parse_term(text)
        if term is None and column.year_alone and re.fullmatch(r"(?:19|20)\d\d", text):
            term = f"{text}-T{column.year_alone}"
        if term is None:
            day = read_date(text, order)
            term = context.calendar.term_of(day) if day else None
        if term is None:
            return Bad("term", "A school term such as 2026-T3 is expected.", "Write it as 2026-T3.")
        return (
            term
            if int(term[:4]) >= FIRST_YEAR
            else Bad("term", f"A term from {FIRST_YEAR} on is expected.", "Correct it.")
        )

    return by_distinct(texts, one)


def _student_codes(batch: Batch, column: Column, context: Context) -> npt.NDArray[np.object_]:
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


def _fill_spans(batch: Batch) -> None:
    """A span such as '1-8' gives the lowest and the highest year level, where they are not written themselves."""
    for column in batch.register.columns:
        if not column.fills or column.name not in batch.texts:
            continue
        spans = by_distinct(batch.texts[column.name], _SPAN.search)
        for at, name in enumerate(column.fills, start=1):
            found = [None if span is None else int(span[at]) for span in spans]
            _fill(batch, name, pd.Series(found, index=batch.values.index, dtype="Int64"))


def _fill_implied(batch: Batch) -> None:
    """What a choice says about other columns, where they are blank."""
    for column in batch.register.columns:
        if column.implies and column.name in batch.values:
            for name in dict.fromkeys(name for said in column.implies.values() for name in said):
                by_choice = {choice: said[name] for choice, said in column.implies.items() if name in said}
                implied = batch.values[column.name].map(by_choice)
                _fill(batch, name, implied.astype(batch.register.column(name).store_type))


def _fill(batch: Batch, name: str, found: pd.Series[Any]) -> None:
    batch.values[name] = batch.values[name].fillna(found) if name in batch.values else found
