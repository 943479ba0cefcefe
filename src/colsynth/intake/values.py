"""What does each written value mean, by the type of its column? One question a type, asked once a distinct text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.errors import near
from colsynth.frameworks import framework_of
from colsynth.intake.batch import CORRECT, Bad, Batch, Case, by_distinct
from colsynth.intake.context import Context
from colsynth.intake.dates import FIRST_YEAR, day_order, read_date
from colsynth.intake.ethnicities import join_ethnicities, read_ethnicities
from colsynth.intake.student_numbers import student_codes
from colsynth.reference.ethnicity import fold
from colsynth.reference.terms import parse_term
from colsynth.registers.declared import Column
from colsynth.registers.key import learner_code

YEAR_LEVELS = (0, 15)  # Year 0 to Year 15, the span of the roll return's field CURRENT YEAR LEVEL
_YES, _NO = {"yes", "y", "true", "1", "x", "✓", "✔", "ae"}, {"no", "n", "false", "0", "kao"}
_WHOLE_COMMUNITY = {fold(text) for text in ("All", "All schools", "Community", "Whole community", "Kāhui Ako")}
_SPAN = re.compile(r"(?:years?|yrs?|y)?\s*(\d{1,2})\s*(?:-|–|to)\s*(?:years?|yrs?|y)?\s*(\d{1,2})", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
RESULT = ("raw", "scale_score", "level", "missing")  # read together, as one result (results.py)


def read_values(batch: Batch, context: Context) -> None:
    """Fill `batch.values` from `batch.texts`, noting every text that is no value of its column.

    A text that is not understood sets its record aside where the column is needed or says when; elsewhere the
    record stays and the value is empty.
    """
    values: dict[str, Any] = {}
    for column in batch.register.columns:
        is_result = batch.register.gives_results and column.name in RESULT
        if column.name in batch.texts and column.type != "never_stored" and not is_result:
            answers = _answers(batch, column, context)
            batch.note(_bad_cases(batch, column, answers))
            values[column.name] = _kept(answers, column)
    batch.values = pd.DataFrame(values, index=batch.texts.index)
    join_ethnicities(batch, context)
    _fill_spans(batch)
    _fill_implied(batch)


def decides(batch: Batch, column: Column) -> bool:
    """Whether a record without this value cannot be used."""
    observed = batch.register.observed
    return column.required or column.type == "school" or (observed is not None and column.type in {"date", "term"})


def _answers(batch: Batch, column: Column, context: Context) -> npt.NDArray[np.object_]:
    texts = batch.texts[column.name]
    if column.type == "student_number":
        return student_codes(batch, column, context)
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
            return lambda text: read_ethnicities(text, context)
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
    remedy = (
        "Correct it, add the school to the register of schools, or say under 'values' in the settings what it means."
    )
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
    meant = framework_of(text, known)
    if meant is not None:
        return meant
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
            day if day.year >= FIRST_YEAR else Bad("date", f"A date from {FIRST_YEAR} on is expected.", "Correct it.")
        )

    if order.name == "month first" or not order.is_told:
        how = "with the month first" if order.name == "month first" else "with the day first; none of them tells"
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
