"""Small rolls, results and moves, as a snapshot has them: what is not given is empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from colsynth.analyses.transitions.moves import moves
from colsynth.analyses.transitions.stays import implied_spans, stays
from colsynth.analyses.transitions.turns import turns
from colsynth.reference.terms import load_calendar
from colsynth.registers.declared import load_registers

CALENDAR = load_calendar()
REGISTERS = load_registers()
AS_AT, TERM = date(2026, 9, 25), "2026-T3"
SPANS = {"A": (1, 6), "B": (1, 8), "I": (7, 8), "C": (9, 13), "K": (1, 13)}  # contributing, full, intermediate ...


def register(name: str, *rows: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of a register; days as ISO text; each row's place is a sheet of its own register."""
    frame = REGISTERS[name].empty_frame()
    place = {"source_file": f"{name}.csv", "source_sheet": ""}
    given = pd.DataFrame([{**place, "source_row": at, **row} for at, row in enumerate(rows, start=2)])
    given = given.reindex(columns=frame.columns)
    for column, kind in frame.dtypes.items():
        given[column] = pd.to_datetime(given[column]) if str(kind).startswith("datetime") else given[column]
    return given.astype(frame.dtypes.to_dict())


def roll(
    student: str, school: str, entry: str | None, exit: str | None, level: int | None, **more: Any
) -> dict[str, Any]:
    """One enrolment; the year level is that of the last day, or of the day of the data."""
    return {"student": student, "school": school, "entry": entry, "exit": exit, "year_level": level, **more}


def result(student: str, school: str, term: str, level: int | None) -> dict[str, Any]:
    """One result, of which only where and when it was matters here."""
    return {"student": student, "school": school, "term": term, "year_level": level, "measure": "test"}


class Made:
    """The frames of a community of five schools that is made of rolls, results and a register of moves."""

    def __init__(
        self,
        *rolls: Mapping[str, Any],
        results: tuple[Mapping[str, Any], ...] = (),
        told: tuple[Mapping[str, Any], ...] = (),
        spans: Mapping[str, tuple[int, int]] = SPANS,
        left: Mapping[str, str] | None = None,
    ) -> None:
        self.schools = register(
            "schools",
            *(
                {"school": code, "name": code, "year_from": low, "year_to": high, "left": (left or {}).get(code)}
                for code, (low, high) in spans.items()
            ),
        )
        students = register("students", *rolls)
        self.stays = stays(students, register("achievement", *results), CALENDAR, TERM, AS_AT)
        self.spans = implied_spans(self.stays, self.schools)
        self.turns = turns(self.stays, self.spans, self.schools, students, CALENDAR, AS_AT)
        self.moves = moves(self.stays, register("moves", *told), self.spans, self.schools, CALENDAR, TERM)

    def turn(self, student: str, year: int = 2026) -> dict[str, Any]:
        """What a turn of the year was for a learner."""
        (row,) = self.turns[(self.turns["student"] == student) & (self.turns["year"] == year)].to_dict("records")
        return row

    def moved(self, student: str) -> list[dict[str, Any]]:
        """The moves of a learner, in time's order."""
        return self.moves[self.moves["student"] == student].to_dict("records")
