"""A line over terms is broken where a measure or a set of codes changed, and nowhere else."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from colsynth.analyses.breaks import LineBreak, between, breaks_of, replaced, stretches
from colsynth.reference.measures import load_measures
from colsynth.reference.terms import load_calendar

MEASURES = load_measures()
CALENDAR = load_calendar()
SUBJECTS = {measure.subject_name for measure in MEASURES.values()}


def events(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["start", "kind", "label", "school"])
    return frame.assign(start=pd.to_datetime(frame["start"]))


def terms_of(measure: str, *rows: tuple[str, str, str, str | None]) -> list[str]:
    return [found.term for found in breaks_of(MEASURES[measure], events(*rows), SUBJECTS, CALENDAR)]


@pytest.mark.parametrize(
    ("measure", "terms"),
    [
        ("otj-writing", ["2018-T1", "2025-T1", "2026-T1"]),
        ("attendance", ["2025-T1"]),  # 26 codes became 15 in Term 1 of 2025
        ("easttle-mathematics", ["2010-T3"]),  # 18 September 2010 is in Term 3
        ("pat-reading", []),
    ],
)
def test_a_declared_change_breaks_the_line_before_the_term_it_falls_in(measure: str, terms: list[str]) -> None:
    assert terms_of(measure) == terms


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2018, 1, 1), "2018-T1"),
        (date(2025, 12, 31), "2026-T1"),
        (date(2026, 7, 3), "2026-T2"),
        (date(2026, 7, 4), "2026-T3"),
    ],
)
def test_a_change_in_the_holidays_belongs_to_the_term_that_follows(day: date, term: str) -> None:
    assert CALENDAR.term_from(day) == term


def test_a_change_on_record_breaks_the_lines_of_the_subject_it_names() -> None:
    change = ("2026-02-02", "change of measure", "Reading: a new test", None)
    assert terms_of("pat-reading", change) == ["2026-T1"]
    assert terms_of("pat-mathematics", change) == []


def test_a_change_that_names_no_subject_breaks_every_line() -> None:
    assert terms_of("pat-mathematics", ("2024-05-01", "change of measure", "New tests", None)) == ["2024-T2"]


def test_a_change_of_one_school_or_another_event_breaks_no_line() -> None:
    flood = ("2024-05-01", "closure", "Flood", None)
    one = ("2024-05-01", "change of measure", "New tests", "0071")
    assert terms_of("pat-mathematics", flood, one) == []


def test_a_change_on_record_that_is_declared_too_is_one_break() -> None:
    found = breaks_of(
        MEASURES["otj-reading"], events(("2026-01-26", "change of measure", "Reading", None)), SUBJECTS, CALENDAR
    )
    assert [change.term for change in found].count("2026-T1") == 1
    assert "learning areas" in found[-1].why


def test_terms_on_two_sides_of_a_break_are_in_two_stretches() -> None:
    line = [LineBreak("2025-T1", "the codes changed")]
    frame = pd.DataFrame({"line": ["a", "a", "a", "b"], "term": ["2024-T4", "2025-T1", "2025-T4", "2025-T4"]})
    assert stretches(frame, "line", {"a": line}).tolist() == [0, 1, 1, 0]
    assert between(line, "2024-T4", "2025-T1") == line
    assert between(line, "2025-T1", "2025-T4") == []


def test_the_progress_descriptors_took_the_place_of_judgements_in_each_subject() -> None:
    seen = ["otj-reading", "otj-writing", "progress-reading"]
    assert [(new.id, old.id) for new, old, _ in replaced(seen, MEASURES)] == [("progress-reading", "otj-reading")]
