"""What else does a school send? Attendance, lists of learners, newcomers: in its template or in files of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from colsynth.simulate.books import Book, table
from colsynth.simulate.sent import Record, Sent, declared_sheet, picked, slashed

WHO = {"NSN": "number", "Last Name": "last", "First Name": "first", "School": "name", "Year Level": "year_level"}
ATTENDANCE = WHO | {
    "Term": "spoken",
    "Half-days possible": "possible",
    "Half-days present": "present",
    "Half-days justified": "justified",
    "Half-days unjustified": "unjustified",
}
NEWCOMERS = {
    "NSN": "number",
    "Last Name": "last",
    "First Name": "first",
    "Previous school": "from",
    "New school": "to",
    "Last day": "left",
    "First day": "entered",
    "Information handed over": "information",
    "Date sent": "handed_over",
    "Date received": "received",
    "Classes decided": "placed",
    "Complete %": "complete_percent",
}
LISTED = WHO | {"Goal": "goal", "On list from": "since"}


def with_kept(sent: Sent, books: list[Book]) -> list[Book]:
    """A school's books with its attendance and its lists of learners, where it sends any."""
    kept: Sequence[tuple[str, Mapping[str, str], list[Record]]] = (
        ("attendance", ATTENDANCE, [_attended(sent, row) for row in sent.attendance]),
        ("targets", LISTED, [_named(sent, row) for row in sent.listed]),
        ("moves", NEWCOMERS, [_newcomer(sent, row) for row in sent.newcomers]),
    )
    for register, columns, rows in kept:
        if not rows:
            continue
        if sent.school.layout == "template":
            books[0].sheets.append(declared_sheet(sent.registers[register], rows))
        else:
            terms = [row["term"] for row in rows] if register == "moves" else []
            cells = [[slashed(cell) for cell in row] for row in picked(rows, columns.values())]
            sheet = table("", register, list(columns), cells, terms)
            books.append(Book(f"{sent.school.file}-{register}.csv", [sheet]))
    return books


def _named(sent: Sent, row: Record) -> Record:
    number = sent.spelling.number(row["number"])
    more = {"name": sent.school.name, "number": number, "student": number}
    return row | more | {"since": sent.spelling.date(row["start"]) if "start" in row else None}


def _attended(sent: Sent, row: Record) -> Record:
    return _named(sent, row) | {"spoken": f"Term {row['term'][-1]} {row['term'][:4]}"}


def _newcomer(sent: Sent, row: Record) -> Record:
    """A newcomer as the school notes it; a day that is not known is an empty cell."""
    known = {key: None if key != "ethnicities" and pd.isna(value) else value for key, value in row.items()}
    days = ("left", "entered", "handed_over", "received", "placed")
    more = {"from": known["from_name"], "to": known["to_name"], "complete_percent": known["complete"]}
    return _named(sent, known) | more | {day: sent.spelling.date(known[day]) for day in days}
