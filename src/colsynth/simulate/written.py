"""How do a community's statements and its evidence stand in the workbook? As rows of their registers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from colsynth.simulate.plan_practice import Known, Written
from colsynth.simulate.sent import Record


def statement_rows(written: Written) -> list[Record]:
    """The statement, and a row for each school that answered it."""
    row = {name: value or None for name, value in asdict(written).items() if name not in ("schools", "answered")}
    row |= {"date": date.fromisoformat(written.date)}
    row |= {"due": date.fromisoformat(written.due) if written.due else None}
    on = date.fromisoformat(written.answered or written.date)
    about = {"statement": written.statement, "kind": written.kind, "date": on}
    return [row, *(about | {"school": code, "agrees": answer} for code, answer in written.schools.items())]


def evidence_row(known: Known) -> Record:
    """One item of evidence."""
    row = {name: value or None for name, value in asdict(known).items()}
    return row | {"date": date.fromisoformat(known.date) if known.date else None}
