"""What does one school know when it fills in its spreadsheets? Learners, results, and its ways of writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd

from colsynth.reference.measures import Measure
from colsynth.registers.declared import Register
from colsynth.simulate.books import Cell, Sheet, table
from colsynth.simulate.plan import SchoolPlan
from colsynth.simulate.spelling import Spelling

Record = dict[str, Any]  # one enrolment or one result

TOOLS = {"otj": "OTJ", "progress": "progress descriptor", "pat": "PAT", "easttle": "e-asTTle"}
ROLL = {
    "NSN": "number",
    "Last Name": "last",
    "First Name": "first",
    "Gender": "gender",
    "Yr": "year_level",
    "Ethnicity": "groups",
    "Learning Support": "support",
    "ESOL": "esol",
    "Date Enrolled": "entry",
    "Date Left": "exit",
}


@dataclass(frozen=True)
class Sent:
    """One school: `enrolments` and `results` with numbers and names, sorted as its lists are.

    `attendance` has half-days, `listed` learners on lists of goals, `newcomers` those who came to it; each is empty
    where the school sends none.
    """

    school: SchoolPlan
    enrolments: list[Record]
    results: pd.DataFrame
    spelling: Spelling
    measures: Mapping[str, Measure]
    registers: Mapping[str, Register]
    partner: str  # name of the school it moderates writing with, or ""
    attendance: tuple[Record, ...] = ()
    listed: tuple[Record, ...] = ()
    newcomers: tuple[Record, ...] = ()

    def records(self, results: pd.DataFrame | None = None) -> list[Record]:
        """Results one by one; `subject`, `tool`, `score`, `level` and `day` as this school writes them."""
        rows = as_records(self.results if results is None else results)
        return [row | self._written(row) for row in rows]

    def _written(self, row: Record) -> Record:
        gone = pd.notna(row["missing"])
        score: float | None = None if pd.isna(row["score"]) else float(row["score"])
        writing = bool(self.partner) and row["measure"] == "otj-writing"
        moderated = writing and row["term"].endswith(self.school.moderates_in)
        level: str | None = None if pd.isna(row["level"]) else self.spelling.level(row["level"])
        return {
            "name": self.school.name,
            "subject": self.measures[row["measure"]].subject_name,
            "tool": TOOLS[row["measure"].split("-")[0]],
            "score": int(score) if score is not None and score.is_integer() else score,
            "level": self.spelling.gap(row["missing"]) if gone else level,
            "number": self.spelling.number(row["number"]),
            "day": self.spelling.date(row["date"]),
            "moderated": moderated if writing else None,
            "partner": self.partner if moderated else None,
            "number_term": f"{row['term'][-1]} {row['term'][:4]}",
        }

    def enrolled(self) -> list[Record]:
        """Enrolments one by one; gender, ethnic groups and days as this school writes them."""
        spell = self.spelling
        return [
            row
            | {
                "name": self.school.name,
                "number": spell.number(row["number"]),
                "gender": spell.gender(row["gender"]),
                "groups": spell.groups(row["ethnicities"]),
                "support": "Y" if row["learning_support"] else "N",
                "esol": "Y" if row["english_learner"] else "N",
                "entry": spell.date(row["entry"]),
                "exit": spell.date(row["exit"]),
            }
            for row in self.enrolments
        ]

    def roll(self, *more: str) -> Sheet:
        """The roll as an office keeps it; `more` adds the column `School`."""
        columns = ROLL | dict.fromkeys(more, "name")
        return table("Roll", "students", list(columns), picked(self.enrolled(), columns.values()))


def spoilable(results: pd.DataFrame) -> tuple[str, ...]:
    """The term of each result that a planted fault may take; "" for tests beside a judgement, which stay whole."""
    return tuple(results["term"].where(~results["beside"], ""))


def as_records(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame, one by one."""
    return cast(list[Record], frame.to_dict("records"))


def picked(records: Iterable[Record], keys: Iterable[str]) -> list[list[Cell]]:
    """Rows with the values of `keys`, in their order."""
    wanted = list(keys)
    return [[record[key] for key in wanted] for record in records]


def declared_sheet(register: Register, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """A sheet as colsynth's template has it: the register's own columns under their first headers."""
    columns = register.in_template
    cells = [[_cell(row.get(column.name)) for column in columns] for row in rows]
    return table(register.sheet, register.name, [column.title for column in columns], cells)


def slashed(cell: Cell) -> Cell:
    """A date as text with slashes: CSV files have no dates of their own."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell


def _cell(value: Any) -> Cell:
    return None if value is None or (isinstance(value, float) and pd.isna(value)) else value
