"""Learners over a turn of the year whose scores are given: turns and results as analyses of transitions take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from colsynth.analyses.transitions.change import Evidence
from colsynth.reference.measures import load_measures

MEASURES = load_measures(None)
MATHS = "pat-mathematics"


class Turned:
    """A community put together group by group."""

    def __init__(self) -> None:
        self.turns: list[dict[str, Any]] = []
        self.results: list[dict[str, Any]] = []

    def group(
        self,
        name: str,
        from_school: str,
        to_school: str,
        before: Sequence[float | None],
        after: Sequence[float | None],
        *,
        level: int = 8,
        measures: tuple[str, str] = (MATHS, MATHS),
        terms: tuple[str, str] = ("2025-T4", "2026-T1"),
        was: str = "",
        shares: bool = False,
        gender: str = "female",
        classes: int = 0,
    ) -> Turned:
        """Learners who go from one school to another; None is no result. Scores, or 1 and 0 for `shares`."""
        moved = from_school != to_school
        found = was or ("moved on" if moved and to_school else "left" if moved else "stayed")
        for at, values in enumerate(zip(before, after, strict=True)):
            student = f"{name}{at}"
            self.turns.append(
                {
                    "student": student, "year": int(terms[1][:4]), "from_school": from_school, "to_school": to_school,
                    "year_before": level, "year_after": level + 1, "was": found, "gender": gender,
                    "ethnicities": "Māori" if at % 3 == 0 else "European",
                    "step": f"Year {level} to Year {level + 1}" if moved else "",
                }
            )  # fmt: skip
            for side, value in enumerate(values):
                if value is not None:
                    school = (from_school, to_school)[side]
                    self.result(
                        student, school, measures[side], terms[side], value, level + side,
                        shares=shares, class_label=f"{school}|{terms[side]}|{at % classes}" if classes else "",
                    )  # fmt: skip
        return self

    def result(
        self,
        student: str,
        school: str,
        measure: str,
        term: str,
        value: float,
        level: int,
        *,
        shares: bool = False,
        class_label: str = "",
    ) -> None:
        """One result of a learner."""
        self.results.append(
            {
                "student": student, "school": school, "measure": measure, "term": term, "year_level": level,
                "scale_score": None if shares else value, "expected": bool(value) if shares else None,
                "class_label": class_label,
            }
        )  # fmt: skip

    def evidence(self, **more: Any) -> Evidence:
        """What the analyses take."""
        turns = pd.DataFrame(self.turns).astype(dict.fromkeys(("year", "year_before", "year_after"), "Int64"))
        results = pd.DataFrame(self.results)
        types = {"year_level": "Int64", "scale_score": "Float64", "expected": "boolean"}
        return Evidence(turns, results.astype(types), MEASURES, **more)
