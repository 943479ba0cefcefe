"""Which term is it? Against the published dates of 2026, and as schools write it."""

from datetime import date

import pytest

from colsynth.reference.terms import load_calendar, parse_term, term_at, term_number


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 4, 2), "2026-T1"),  # last day of Term 1, 2026
        (date(2026, 4, 19), "2026-T1"),  # a holiday belongs to the term before
        (date(2026, 4, 20), "2026-T2"),
        (date(2026, 9, 25), "2026-T3"),
        (date(2026, 10, 12), "2026-T4"),
        (date(2026, 1, 5), "2025-T4"),  # the summer belongs to the year before
        (date(2031, 5, 1), "2031-T2"),  # a year that is not listed has the usual frame
    ],
)
def test_a_day_belongs_to_a_term(day: date, term: str) -> None:
    assert load_calendar().term_of(day) == term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2026-T3", "2026-T3"),
        ("Term 3 2026", "2026-T3"),
        ("t3, 2026", "2026-T3"),
        ("2026 term 3", "2026-T3"),
        ("T2 26", "2026-T2"),
        ("T2 '26", "2026-T2"),
        ("2026-T5", None),
        ("26 T2", None),
        ("2026", None),
    ],
)
def test_a_term_is_read_as_schools_write_it(text: str, term: str | None) -> None:
    assert parse_term(text) == term


def test_terms_are_counted_on_one_line() -> None:
    assert term_number("2027-T1") - term_number("2026-T3") == 2
    assert term_at(term_number("2026-T4") + 1) == "2027-T1"
