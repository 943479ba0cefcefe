"""What else does a school send? Attendance and lists of learners: sheets of the template, or files of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from colsynth.simulate.books import Book, table
from colsynth.simulate.sent import Record, Sent, declared_sheet, picked

WHO = {"NSN": "number", "Last Name": "last", "First Name": "first", "School": "name", "Year Level": "year_level"}
ATTENDANCE = WHO | {
    "Term": "spoken",
    "Half-days possible": "possible",
    "Half-days present": "present",
    "Half-days justified": "justified",
    "Half-days unjustified": "unjustified",
}
LISTED = WHO | {"Goal": "goal", "On list from": "since"}


def with_kept(sent: Sent, books: list[Book]) -> list[Book]:
    """A school's books with its attendance and its lists of learners, where it sends any."""
    kept: Sequence[tuple[str, Mapping[str, str], list[Record]]] = (
        ("attendance", ATTENDANCE, [_attended(sent, row) for row in sent.attendance]),
        ("targets", LISTED, [_named(sent, row) for row in sent.listed]),
    )
    for register, columns, rows in kept:
        if not rows:
            continue
        if sent.school.layout == "template":
            books[0].sheets.append(declared_sheet(sent.registers[register], rows))
        else:
            sheet = table("", register, list(columns), picked(rows, columns.values()))
            books.append(Book(f"{sent.school.file}-{register}.csv", [sheet]))
    return books


def _named(sent: Sent, row: Record) -> Record:
    number = sent.spelling.number(row["number"])
    more = {"name": sent.school.name, "number": number, "student": number}
    return row | more | {"since": sent.spelling.date(row["start"]) if "start" in row else None}


def _attended(sent: Sent, row: Record) -> Record:
    return _named(sent, row) | {"spoken": f"Term {row['term'][-1]} {row['term'][:4]}"}
