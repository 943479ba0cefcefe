"""What does each written value mean, by the type of its column? One question a type, asked once a distinct text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pandas as pd

from colsynth.errors import near
from colsynth.frameworks import framework_of
from colsynth.intake.context import Context
from colsynth.intake.records.batch import CORRECT, Answers, Bad, Batch, Case, answers_of, for_the_first
from colsynth.intake.values.amounts import read_numbers
from colsynth.intake.values.ethnicities import join_ethnicities, read_ethnicities
from colsynth.intake.values.gaps import or_gap
from colsynth.intake.values.one_result import RESULT
from colsynth.intake.values.published import AMOUNTS, PUBLISHED
from colsynth.intake.values.references import WHOLE_COMMUNITY, read_goals, read_school_or_other, read_schools
from colsynth.intake.values.student_numbers import student_codes
from colsynth.intake.values.times import read_dates, read_terms
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Column
from colsynth.registers.key import learner_code

YEAR_LEVELS = (0, 15)  # Year 0 to Year 15, the span of the roll return's field CURRENT YEAR LEVEL
_YES, _NO = {"yes", "y", "true", "1", "x", "✓", "✔", "ae"}, {"no", "n", "false", "0", "kao"}
_SPAN = re.compile(r"(?:years?|yrs?|y)?\s*(\d{1,2})\s*(?:-|–|to)\s*(?:years?|yrs?|y)?\s*(\d{1,2})", re.IGNORECASE)
_AS_WRITTEN = {"school", "schools", "school_or_other", "goals", "measure_or_other", "text", "code"}


def read_values(batch: Batch, context: Context) -> None:
    """Fill `batch.values` from `batch.texts`, noting every text that is no value of its column.

    A text that is not understood sets its record aside where the column is needed or says when; elsewhere the
    record stays and the value is empty.
    """
    values: dict[str, Any] = {}
    for column in batch.register.columns:
        if column.name in batch.texts and column.type != "never_stored" and column.name not in _read_together(batch):
            answers = _answers(batch, column, context)
            batch.note(_bad_cases(batch, column, answers))
            values[column.name] = answers.values(column.store_type, batch.texts.index)
    batch.values = pd.DataFrame(values, index=batch.texts.index)
    join_ethnicities(batch, context)
    _fill_spans(batch)
    _fill_implied(batch)


def _read_together(batch: Batch) -> tuple[str, ...]:
    """The columns of a register that are read together elsewhere: as one result, or as one published number."""
    if batch.register.gives_results:
        return RESULT
    return AMOUNTS if batch.register.name == PUBLISHED else ()


def decides(batch: Batch, column: Column) -> bool:
    """Whether a record without this value cannot be used."""
    observed = batch.register.observed
    return column.required or column.type == "school" or (observed is not None and column.type in {"date", "term"})


def _answers(batch: Batch, column: Column, context: Context) -> Answers:
    texts = batch.texts[column.name]
    match column.type:
        case "student_number":
            return student_codes(batch, column, context)
        case "date":
            return read_dates(batch, column, context)
        case "term":
            return read_terms(batch, column, context)
        case "integer" | "number" | "percent":
            return read_numbers(batch, column, context)
        case "school" | "schools" if context.schools is None:
            batch.note([_no_schools(batch, column)])
    reader = _reader(column, context)
    return answers_of(texts, reader if column.type in _AS_WRITTEN else or_gap(reader, context.marks))


def _reader(column: Column, context: Context) -> Callable[[str], Any]:
    """The function that reads one text of a column."""
    match column.type:
        case "year_level":
            return read_year_level
        case "yes_no":
            return read_yes_no
        case "choice":
            known = [word for name, words in column.choices.items() for word in (name, *words)]
            hint = for_the_first(lambda text: near(text[:60], known))
            return lambda text: _read_choice(text, column, hint)
        case "range":
            return lambda text: (
                text if _SPAN.search(text) else Bad("span", "A span such as '1-8' is expected.", CORRECT)
            )
        case "ethnicities":
            return lambda text: read_ethnicities(text, context)
        case "school":
            hint = for_the_first(lambda text: _near_school(text, context))
            return lambda text: read_school(text, column, context, hint)
        case "schools":
            return lambda text: read_schools(text, context)
        case "school_or_other":
            return lambda text: read_school_or_other(text, context)
        case "goals":
            return lambda text: read_goals(text, context)
        case "framework":
            spelt = [name for framework in context.frameworks.values() for name in framework.all_spellings]
            hint = for_the_first(lambda text: near(text[:60], spelt))
            return lambda text: _read_framework(text, context, hint)
        case "person":
            return lambda text: learner_code(context.key, context.community, f"person {fold(text)}")
        case _:
            return lambda text: text


def _bad_cases(batch: Batch, column: Column, answers: Answers) -> Iterator[Case]:
    for bad, where in answers.kinds(Bad):
        is_needed = column.required or (decides(batch, column) and not bad.is_gap)
        more = "" if is_needed else " The value is left empty."
        yield bad.case("set aside" if is_needed else "warning", column.name, where, more)


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


def _read_choice(text: str, column: Column, hint: Callable[[str], str]) -> str | Bad:
    bare = re.sub(r"\s*\([^)]*\)", "", text)
    chosen = column.choice_of(text) or column.choice_of(bare)
    if chosen is not None:
        return chosen
    return Bad("choice", f"One of {', '.join(column.choices)} is expected.{hint(text)}", CORRECT)


def read_school(text: str, column: Column, context: Context, hint: Callable[[str], str]) -> str | Bad | None:
    """A school's code from its number or its name; a community-wide word is no school where none is needed.

    `hint` gives the end of the sentence for a text that is no school.
    """
    if not column.required and fold(text) in WHOLE_COMMUNITY:
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
    remedy = (
        "Correct it, add the school to the register of schools, or say under 'values' in the settings what it means."
    )
    return Bad("school", f"A number or name of the register of schools is expected.{hint(text)}", remedy)


def _near_school(text: str, context: Context) -> str:
    close = context.schools.near(text) if context.schools else ""
    return f" Did you mean '{close}'?" if close else ""


def _no_schools(batch: Batch, column: Column) -> Case:
    return Case(
        "school",
        "warning",
        column.name,
        batch.has_text(column.name),
        "There is no register of schools to check it against; it is kept as written.",
        "Add a sheet 'Schools' with a number and a name for each school.",
    )


def _read_framework(text: str, context: Context, hint: Callable[[str], str]) -> str | Bad:
    known = context.frameworks
    meant = framework_of(text, known)
    if meant is not None:
        return meant
    return Bad("framework", f"Frameworks known are {', '.join(known)}.{hint(text)}", CORRECT)


def _fill_spans(batch: Batch) -> None:
    """A span such as '1-8' gives the lowest and the highest year level, where they are not written themselves."""
    for column in batch.register.columns:
        if not column.fills or column.name not in batch.texts:
            continue
        spans = answers_of(batch.texts[column.name], _SPAN.search)
        for at, name in enumerate(column.fills, start=1):
            _fill(batch, name, spans.values("Int64", batch.values.index, partial(_end_of, at)))


def _end_of(at: int, span: re.Match[str]) -> int:
    return int(span[at])


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
