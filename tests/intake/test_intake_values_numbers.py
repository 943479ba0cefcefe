"""How a column writes its numbers: commas, shares and bounds are decided for the column, and slips are named."""

from __future__ import annotations

import pytest
from made_community import Community, of_check

from colsynth.intake.values.numbers import Bound, bound_of, fraction_of, no_number, number_form, number_of


def numbers(*texts: str) -> list[float | None]:
    """The numbers of one column, None for a text that says none for certain."""
    form = number_form(texts)
    return [number_of(text, form) for text in texts]


def test_thousands_and_points_are_read_as_english_writes_them() -> None:
    assert numbers("1,402", "25.2", "-3", "+4", "12,345,678.9") == [1402, 25.2, -3, 4, 12345678.9]


def test_a_decimal_comma_is_told_by_the_column() -> None:
    assert numbers("25,2", "30,75", "28", "1.402,5") == [25.2, 30.75, 28, 1402.5]


def test_a_comma_that_may_be_either_is_not_guessed() -> None:
    assert numbers("25,2", "1,402") == [25.2, None]  # a thousand and more, or one and a bit
    assert numbers("25,2", "31.5") == [None, 31.5]  # both ways in one column


@pytest.mark.parametrize(
    ("text", "number"),
    [("\u22123", -3), ("１４０２", 1402), ("\u20135.5", -5.5), ("0.5", 0.5), (".5", 0.5), ("007", 7)],
)
def test_signs_that_programs_write_for_digits_and_minus_are_read(text: str, number: float) -> None:
    assert numbers(text) == [number]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("307 119", "Two numbers, or one number with a gap"),
        ("34/50", "a mark out of a total"),
        ("34 out of 50", "a mark out of a total"),
        ("<5", "only what the number lies below, above or between"),
        ("95%+", "only what the number lies below, above or between"),
        ("1.23E+09", "has shortened the number"),
        ("10 - really?", "put it in doubt"),
        ("12 (retest)", "put it in doubt"),
        ("10?", "put it in doubt"),
        ("high", "A number is expected."),
        ("--", "A number is expected."),
    ],
)
def test_what_is_no_number_is_told_in_its_own_words(text: str, said: str) -> None:
    assert numbers(text) == [None]
    assert said in no_number(text).expected


def test_words_beside_a_number_are_not_shown_as_they_may_name_a_learner() -> None:
    assert no_number("10 - Aroha?").found == "has a number with words or a question mark beside it"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("<5", Bound(None, 5, True, False)),
        ("<5%", Bound(None, 5, True, True)),
        ("< 5", Bound(None, 5, True, False)),
        ("fewer than 10", Bound(None, 10, True, False)),
        ("≤10", Bound(None, 10, False, False)),
        ("5 or fewer", Bound(None, 5, False, False)),
        (">95", Bound(95, None, True, False)),
        ("95%+", Bound(95, None, False, True)),
        ("95+%", Bound(95, None, False, True)),
        ("≥ 90%", Bound(90, None, False, True)),
        ("5-9", Bound(5, 9, False, False)),
        ("10–20%", Bound(10, 20, False, True)),
        ("9-5", None),
        ("5", None),
        ("<", None),
    ],
)
def test_bounds_are_read_as_tables_write_them(text: str, bound: Bound | None) -> None:
    assert bound_of(text) == bound


def test_a_fraction_is_a_mark_and_its_total() -> None:
    assert fraction_of("34/50") == fraction_of("34 out of 50") == (34, 50)
    assert fraction_of("3/4/2026") is None


def test_shares_in_a_column_of_percentages_are_read_as_such_and_said(community: Community) -> None:
    community.schools()
    rows = "1,Lift writing,otj-writing,0.55,0.85\n2,Lift reading,otj-reading,0.6,90%\n"
    community.csv("goals.csv", "Goal,Title,Measure,Baseline percent,Target percent\n" + rows)
    goals = community.take_in()
    assert goals.frame("goals")["baseline_percent"].tolist() == [55, 60]
    assert goals.frame("goals")["target_percent"].tolist() == [85, 90]
    said = [(p.effect, p.cells, p.count) for p in of_check(goals, "percentage")]
    assert said == [("warning", "D2, D3", 2), ("warning", "E2", 1)]


def test_a_decile_in_the_place_of_an_equity_index_is_named_and_never_converted(community: Community) -> None:
    community.csv("schools.csv", "School number,School name,EQI\n9901,Tōtara Flat School,3\n9902,Rātā School,463\n")
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "decile")
    assert (problem.effect, problem.cells) == ("warning", "C2")
    assert "ran the other way" in problem.expected
    assert snapshot.frame("schools")["eqi"].isna().tolist() == [True, False]


def test_a_mark_for_no_value_is_told_apart_from_a_slip(community: Community) -> None:
    rows = "9901,A,n/a,..\n9902,B,463,twelve\n9903,C,463,#REF!\n"
    community.csv("schools.csv", "School number,School name,EQI,Roll\n" + rows)
    snapshot = community.take_in()
    assert [p.cells for p in of_check(snapshot, "no value")] == ["C2", "D2"]
    assert [p.cells for p in of_check(snapshot, "number")] == ["D3"]
    assert [p.cells for p in of_check(snapshot, "formula")] == ["D4"]
    assert len(snapshot.frame("schools")) == 3
