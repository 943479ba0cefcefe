"""What do a sheet's name and the title above a table say of all its rows?

One sheet a class, a year, a school or a subject is common, and then only the tab or the title says which. What a column
of the table says goes before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np

from colsynth.intake.context import Context
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.tables.rows import GROUP
from colsynth.intake.tables.table import Table

Told = dict[str, tuple[str, str]]  # column: (text, address, or nothing for the name of the sheet)
_WHAT = {"measure", "subject"}  # columns that say what was measured, of which one is told
_YEAR = re.compile(r"\s*(?:year|yr|y)\s*(?:level\s*)?(\d{1,2})\s*(?:s|students|learners)?\s*", re.IGNORECASE)
_CLASS = re.compile(r"\s*(?:room|rm|class|form|hapori|whānau)\s+\w{1,12}\s*", re.IGNORECASE)
_CALENDAR_YEAR = re.compile(r"\s*((?:19|20)\d\d)\s*")


def split_by_lines(table: Table, context: Context) -> list[tuple[Table, Told]]:
    """The table in parts, each with what the line of text above its rows says of them; whole where no line says so.

    'Year 7' between the rows holds for those below it, as 'Year 6' in the title holds for those above.
    """
    said = {row: _told(line, at, table, context) for row, (line, at) in table.alone.items()}
    said = {row: told for row, told in sorted(said.items()) if told}
    if not said:
        return [(table, {})]
    lines = [{"row": str(row), "why": GROUP} for row in said if row not in table.groups]
    parts: list[tuple[Table, Told]] = []
    rows, told, left_out = table.rows[~np.isin(table.rows, list(said))], Told(), table.left_out + lines
    for row, end in pairwise([0, *said, int(np.iinfo(np.int64).max)]):
        told = _over(told, said.get(row, {}))
        of_part = rows[(rows > row) & (rows < end)]
        if len(of_part) or (end > max(said) and not parts):
            parts.append((replace(table, rows=of_part, left_out=left_out), told))
            left_out = []
    return parts


def given_by_words(sheet: Sheet, table: Table, line: Told, context: Context) -> Told:
    """The columns that the title or the sheet's name gives, where the table lacks them; the title goes before.

    What a `line` between the rows said goes before both.
    """
    told: Told = {}
    for text, address in (table.title, (sheet.name, "")):
        told = {**_told(text, address, table, context), **told}
    if {"measure", "subject"} <= set(told):
        del told["subject"]
    return _over(told, line)


def _told(text: str, address: str, table: Table, context: Context) -> Told:
    """What one text says of the rows of a table, where the table itself does not say it."""
    said = _said(text, table, context) if text else []
    return {column: (value, address) for column, value in said if _lacks(table, column)}


def _over(told: Told, line: Told) -> Told:
    """What was told so far, with what a further line says in its place; another subject ends a measure."""
    replaced = _WHAT if _WHAT & set(line) else set()
    return {**{column: said for column, said in told.items() if column not in replaced}, **line}


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
    else:
        said = list(zip(("tool", "term"), context.names.of_title(text), strict=True))
    return [(column, value) for column, value in said if value]
