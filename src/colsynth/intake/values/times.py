"""When was it? The dates and the school terms of a column, and what was decided about the column as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Answers, Bad, Batch, Case, answers_of
from colsynth.intake.values.dates import FIRST_YEAR, DayOrder, day_order, read_date, why_no_date
from colsynth.intake.values.gaps import or_gap
from colsynth.reference.terms import parse_term
from colsynth.registers.declared import Column

_BARE = r"(?i)\s*(?:t|term)?\s*[1-4]\s*"  # a term without its year


def read_dates(batch: Batch, column: Column, context: Context) -> Answers:
    """The days of a column."""
    texts = batch.texts[column.name]
    order = day_order(texts.unique())
    if batch.is_from_1904:  # a number without the format of a date may have been pasted from either kind of workbook
        order = replace(order, has_serials=False)

    def one(text: str) -> date | Bad:
        day = read_date(text, order)
        if day is None:
            return Bad("date", why_no_date(text, order), "Write it as 2026-06-19.")
        return day if day.year >= FIRST_YEAR else _not_in_time("date")

    batch.note(_decided(batch, column, order))
    return answers_of(texts, or_gap(one, context.marks))


def read_terms(batch: Batch, column: Column, context: Context) -> Answers:
    """The school terms of a column, `2026-T3`; a date gives its term, a number of the term needs the year beside it."""
    texts = batch.texts[column.name]
    year = next((c.name for c in batch.register.columns if c.feeds == column.name), None)
    if year is not None and year in batch.texts:
        short = texts.str.fullmatch(_BARE) & batch.texts[year].ne("")
        numbers = texts.str.extract(r"([1-4])\s*$", expand=False).fillna("")
        texts = texts.where(~short, batch.texts[year] + "-T" + numbers)
    order = day_order(texts.unique())

    def one(text: str) -> str | Bad:
        term = parse_term(text)
        if term is None and column.year_alone and re.fullmatch(r"(?:19|20)\d\d", text, re.ASCII):
            term = f"{text}-T{column.year_alone}"
        if term is None:
            day = read_date(text, order)
            term = context.calendar.term_of(day) if day else None
        if term is None:
            term = context.names.term_of(text)
        if term is None and year is not None and re.fullmatch(_BARE, text):
            return _without_year(text, year)
        if term is None:
            return Bad("term", "A school term such as 2026-T3 is expected.", "Write it as 2026-T3.")
        return term if int(term[:4]) >= FIRST_YEAR else _not_in_time("term")

    return answers_of(texts, or_gap(one, context.marks))


def _without_year(text: str, year: str) -> Bad:
    return Bad(
        "term without a year",
        "A school term such as 2026-T2 is expected.",
        "Write the year beside it, in the header or in the cell, or say it for the whole sheet under 'for_all' in the "
        f"settings, as {year}: 2026.",
        f"names the term '{text.strip()}' without its year",
    )


def _not_in_time(what: str) -> Bad:
    return Bad(what, f"A {what} from {FIRST_YEAR} on is expected.", "Correct it.")


def _decided(batch: Batch, column: Column, order: DayOrder) -> Iterator[Case]:
    """What was decided for the column as a whole, where its dates could have been read in another way."""
    if order.name == "month first" or not order.is_told:
        how = "with the month first" if order.name == "month first" else "with the day first; none of them tells"
        yield Case(
            "day order",
            "warning",
            column.name,
            batch.has_text(column.name),
            f"Dates of this column were read {how}.",
            "If that is wrong, write them as 2026-06-19.",
        )
    if order.has_serials:
        yield Case(
            "day order",
            "warning",
            column.name,
            batch.texts[column.name].str.fullmatch(r"\d{5}(?:\.\d+)?").to_numpy(dtype=bool),
            "They are days as spreadsheets count them, and were read so (45123 is 16 July 2023).",
            "Format the column as dates, or write them as 2026-06-19.",
        )
