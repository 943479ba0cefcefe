"""A real file of test results over five years, read as turns of the year. Nothing of it is kept."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
from analyses.moves_made import CALENDAR, REGISTERS

from colsynth.analyses.transitions.stays import implied_spans, stays
from colsynth.analyses.transitions.turns import turns

SUBJECT = "MATHEMATICS"
AS_AT = date(2025, 12, 1)


@cache
def turns_of_growth(real_data: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The turns of one subject's results, one result a learner a year, and the spans of the schools by them."""
    columns = ["CONTENT_AREA", "YEAR", "ID", "GRADE", "SCHOOL_NUMBER"]
    rows = pd.read_csv(real_data / "growth" / "longitudinal_one_district.csv.gz", usecols=columns).dropna()
    rows = rows[rows["CONTENT_AREA"] == SUBJECT]
    given = pd.DataFrame(
        {
            "student": rows["ID"].astype(str),
            "school": rows["SCHOOL_NUMBER"].astype(str),
            "term": rows["YEAR"].str[5:] + "-T2",
            "year_level": rows["GRADE"],
        }
    )
    frame = REGISTERS["achievement"].empty_frame()
    achievement = given.reindex(columns=frame.columns).astype(frame.dtypes.to_dict())
    students = REGISTERS["students"].empty_frame()
    schools = REGISTERS["schools"].empty_frame()
    where = stays(students, achievement, CALENDAR, "2025-T4", AS_AT)
    spans = implied_spans(where, schools)
    return turns(where, spans, schools, students, CALENDAR, AS_AT), spans
