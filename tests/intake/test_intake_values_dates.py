"""Which day a cell means: months in words, serial numbers, swapped and impossible dates, by the column as a whole."""

from __future__ import annotations

from datetime import date

import pytest
from made_community import Community, account, counts, of_check

from colsynth.intake.values.dates import day_order, read_date, why_no_date

HEADER = "NSN,School,Measure,Date,Level\n"


def days(*texts: str) -> list[date | None]:
    """The days of one column, None where a text cannot be told."""
    order = day_order(texts)
    return [read_date(text, order) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "19 June 2026",
        "19-Jun-26",
        "19jun2026",
        "19th of June 2026",
        "June 19, 2026",
        "Fri, 19 June 2026",
        "19 Pipiri 2026",
        "19 Hune 2026",
        "20260619",
        "2026/6/19",
        "2026-06-19T09:30:00",
        "19/06/2026 12:00:00 AM",
        "19.06.26",
        "１９/０６/２０２６",
    ],
)
def test_a_day_is_read_as_people_and_programs_write_it(text: str) -> None:
    assert days(text) == [date(2026, 6, 19)]


def test_american_dates_with_times_are_read_by_the_columns_order() -> None:
    assert days("06/01/2005 12:00:00 AM", "06/13/2005 12:00:00 AM") == [date(2005, 6, 1), date(2005, 6, 13)]


def test_serial_numbers_are_days_where_the_columns_own_dates_lie_near() -> None:
    # 45123 is 16 July 2023: 45,123 days after 30 December 1899 (ECMA-376 part 1, 18.17.4, the 1900 system)
    assert days("45123", "17/07/2023") == [date(2023, 7, 16), date(2023, 7, 17)]
    assert days("45123", "45124.5") == [date(2023, 7, 16), date(2023, 7, 17)]


def test_a_bare_number_that_the_column_does_not_show_to_be_a_day_is_none() -> None:
    assert days("45123", "17/07/2012")[0] is None  # eleven years from the column's own dates
    assert days("45123", "12")[0] is None  # other numbers that are no days
    assert days("12345") == [None]  # a day of 1933


def test_where_a_program_has_swapped_day_and_month_wherever_it_could_nothing_is_guessed() -> None:
    texts = ["2026-01-06", "2026-02-06", "2026-03-06", "2026-04-04", "13/06/2026", "14/06/2026", "15/06/2026"]
    read = days(*texts)
    assert read[:3] == [None, None, None]
    assert read[3:] == [date(2026, 4, 4), date(2026, 6, 13), date(2026, 6, 14), date(2026, 6, 15)]
    assert "swapped day and month" in why_no_date("2026-01-06", day_order(texts))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/02/2026", "There is no such day."),
        ("2026-02-30", "There is no such day."),
        ("30 February 2026", "There is no such day."),
        ("2026", "A year alone is no date."),
        ("June 2026", "A month alone is no date."),
        ("06/2026", "A month alone is no date."),
        ("12345", "nothing in the column shows"),
        ("yesterday", "A date such as 2026-06-19"),
    ],
)
def test_what_is_no_date_is_told_in_its_own_words(text: str, said: str) -> None:
    assert said in why_no_date(text, day_order([text]))


def test_in_a_mixed_column_only_what_may_be_either_is_set_aside(community: Community) -> None:
    community.schools()
    rows = ["01/02/2026", "13/05/2026", "05/14/2026", "30/02/2026"]
    lines = "".join(f"012345678{at},9901,otj-writing,{day},At\n" for at, day in enumerate(rows))
    community.csv("results.csv", HEADER + lines)
    snapshot = community.take_in()
    assert counts(account(snapshot, "results.csv", "achievement")) == (4, 2, 2, 0)
    assert {p.cells for p in of_check(snapshot, "date")} == {"D2", "D5"}


def test_serial_numbers_read_as_days_are_said_once_for_the_column(community: Community) -> None:
    community.schools()
    rows = "0123456780,9901,otj-writing,45123,At\n0123456781,9901,otj-writing,45124,At\n"
    community.csv("results.csv", HEADER + rows)
    snapshot = community.take_in()
    (problem,) = [p for p in of_check(snapshot, "day order") if "45123" in p.found]
    assert (problem.effect, problem.count) == ("warning", 2)
    assert snapshot.frame("achievement")["date"].dt.strftime("%Y-%m-%d").tolist() == ["2023-07-16", "2023-07-17"]


def test_a_date_that_is_marked_unknown_does_not_take_the_term_away(community: Community) -> None:
    community.schools()
    header = "NSN,School,Measure,Date,Term,Level\n"
    rows = "0123456780,9901,otj-writing,-,2025-T2,At\n0123456781,9901,otj-writing,n/a,,At\n"
    community.csv("results.csv", header + rows)
    snapshot = community.take_in()
    assert snapshot.frame("achievement")["term"].tolist() == ["2025-T2"]
    assert len(of_check(snapshot, "time")) == 1
