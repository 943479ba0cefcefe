"""What do a sheet's name and the title above a table say of all its rows?

One sheet a class, a year, a school or a subject is common, and then only the tab or the title says which. What a column
of the table says goes before.
"""

from __future__ import annotations

import re

from colsynth.intake.context import Context
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.tables.table import Table

Told = dict[str, tuple[str, str]]  # column: (text, address, or nothing for the name of the sheet)
_YEAR = re.compile(r"\s*(?:year|yr|y)\s*(?:level\s*)?(\d{1,2})\s*(?:s|students|learners)?\s*", re.IGNORECASE)
_CLASS = re.compile(r"\s*(?:room|rm|class|form|hapori|whānau)\s+\w{1,12}\s*", re.IGNORECASE)
_CALENDAR_YEAR = re.compile(r"\s*((?:19|20)\d\d)\s*")


def given_by_words(sheet: Sheet, table: Table, context: Context) -> Told:
    """The columns that the title or the sheet's name gives, where the table lacks them; the title goes before."""
    told: Told = {}
    for text, address in (table.title, (sheet.name, "")):
        if text:
            for column, value in _said(text, table, context):
                if _lacks(table, column) and column not in told:
                    told[column] = (value, address)
    if {"measure", "subject"} <= set(told):
        del told["subject"]
    return told


def _lacks(table: Table, column: str) -> bool:
    matched = table.matched
    has = {*matched.columns, *matched.by_settings, *(name for wide in matched.wide.values() for name, _ in wide.fields)}
    instead = {
        "measure": {"measure", "subject", "tool"},
        "subject": {"measure", "subject"},
        "tool": {"measure", "tool"},
        "term": {"term", "date"},
        "calendar_year": {"calendar_year", "date"},
    }
    if column == "calendar_year" and "term" in has:
        return "calendar_year" not in has and _writes_bare_terms(table)
    return matched.register.has(column) and not has & instead.get(column, {column})


def _writes_bare_terms(table: Table) -> bool:
    """Whether wide headers name terms without their year."""
    terms = [text for wide in table.matched.wide.values() for name, text in wide.fields if name == "term"]
    return any(not re.search(r"\d{4}", text) for text in terms)


def _said(text: str, table: Table, context: Context) -> list[tuple[str, str]]:
    register = table.matched.register
    if context.schools is not None and register.name != "schools" and len(context.schools.of(text)) == 1:
        return [("school", text)]
    if found := _YEAR.fullmatch(text):
        return [("year_level", found[1])]
    if _CLASS.fullmatch(text):
        return [("class", text)]
    if found := _CALENDAR_YEAR.fullmatch(text):
        return [("calendar_year", found[1])]
    if not register.gives_results:
        return []
    meant = context.names.of_header(text)
    if meant is not None:
        said = [("measure", meant.measure), ("subject", meant.subject), ("term", meant.term or meant.when)]
        return [(column, value) for column, value in said if value]
    return []
