"""What a cell means, by the type of its column: accepted by a declared rule, or said to be wrong."""

from __future__ import annotations

from datetime import date

import pytest
from known_measures import names

from colsynth.intake.context import SchoolNames
from colsynth.intake.records.batch import Bad
from colsynth.intake.values.amounts import read_number, share_form
from colsynth.intake.values.by_type import read_year_level, read_yes_no
from colsynth.intake.values.dates import day_order, read_date
from colsynth.intake.values.habits import habits_of
from colsynth.intake.values.numbers import NumberForm, number_form
from colsynth.intake.values.one_result import BadResult, Cells, Result, read_result
from colsynth.intake.values.student_numbers import is_national, read_student_number
from colsynth.reference.marks import load_marks
from colsynth.registers.declared import load_registers

REGISTERS = load_registers()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0123456789", "0123456789"),
        ("012 345 6789", "0123456789"),
        ("123456789", "0123456789"),
        ("1234567890.0", "1234567890"),
        ("s123", "S123"),
        ("42", "42"),
    ],
)
def test_a_student_number_is_text_and_nine_digits_get_their_zero_back(written: str, number: str) -> None:
    assert read_student_number(written) == number


@pytest.mark.parametrize("written", ["1.23E+09", "1.23e9", "1,23E+09", "7E+08"])
def test_a_number_the_spreadsheet_has_shortened_is_refused(written: str) -> None:
    assert isinstance(read_student_number(written), Bad)


def test_a_name_in_the_place_of_a_number_is_refused_without_showing_it() -> None:
    answer = read_student_number("Aroha Smith")
    assert isinstance(answer, Bad)
    assert answer.found == "has no digit"


def test_a_national_number_has_ten_digits() -> None:
    assert [is_national(number) for number in ("0123456789", "S123456789", "123")] == [True, False, False]


@pytest.mark.parametrize(
    ("texts", "name", "is_told"),
    [
        (["13/05/2026", "01/02/2026"], "day first", True),
        (["05/13/2026", "01/02/2026"], "month first", True),
        (["05/13/2026", "13/05/2026"], "mixed", True),
        (["01/02/2026"], "day first", False),
        (["2026-06-19"], "day first", True),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_whole_column(texts: list[str], name: str, is_told: bool) -> None:
    order = day_order(texts)
    assert (order.name, order.is_told) == (name, is_told)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-19", date(2026, 6, 19)),
        ("2026-06-19 14:05:00", date(2026, 6, 19)),
        ("19/06/2026", date(2026, 6, 19)),
        ("19/6/26", date(2026, 6, 19)),
        ("19 Jun 2026", date(2026, 6, 19)),
        ("Fri, 19 June 2026", date(2026, 6, 19)),
        ("31/02/2026", None),
        ("46192", None),
        ("June", None),
    ],
)
def test_a_date_is_read_in_the_columns_order(text: str, day: date | None) -> None:
    assert read_date(text, day_order(["19/06/2026"])) == day


def test_in_a_mixed_column_only_dates_that_can_be_read_one_way_are_read() -> None:
    order = day_order(["05/13/2026", "13/05/2026"])
    assert read_date("05/13/2026", order) == read_date("13/05/2026", order) == date(2026, 5, 13)
    assert read_date("01/02/2026", order) is None
    assert read_date("02/02/2026", order) == date(2026, 2, 2)


def percentages(*texts: str) -> list[float | None]:
    """The percentages of a column; None for one that is refused."""
    form = number_form(texts)
    shares = share_form(texts, form)
    read = [read_number(text, REGISTERS["goals"].column("target_percent"), form, shares) for text in texts]
    return [None if isinstance(number, Bad) else number for number in read]


@pytest.mark.parametrize(("text", "level"), [("5", 5), ("05", 5), ("Year 5", 5), ("Yr 5", 5), ("Y5", 5), ("0", 0)])
def test_a_year_level_is_read_as_schools_write_it(text: str, level: int) -> None:
    assert read_year_level(text) == level


@pytest.mark.parametrize("text", ["2026", "16", "five", "5.5"])
def test_what_is_no_year_level_is_refused(text: str) -> None:
    assert isinstance(read_year_level(text), Bad)


def test_a_percentage_may_carry_its_sign_or_be_a_share() -> None:
    assert percentages("62", "62%", "62.5 %", "0") == [62, 62, 62.5, 0]
    assert percentages("0.62", "62%", "1", "0.005") == [62, 62, 100, 0.5]  # what a workbook holds where it shows 62 %
    assert percentages("162") == [None]


def test_a_share_among_percentages_is_not_guessed() -> None:
    assert percentages("0.62", "62", "62%") == [None, 62, 62]
    assert percentages("1", "0") == [None, 0]


def test_an_equity_index_lies_between_its_bounds() -> None:
    column = REGISTERS["schools"].column("eqi")
    assert read_number("463", column, NumberForm(), "percent") == 463
    decile = read_number("3", column, NumberForm(), "percent")
    assert isinstance(decile, Bad)
    assert "surely a decile" in decile.expected


def test_yes_and_no_are_read_in_words_and_signs() -> None:
    assert [read_yes_no(text) for text in ("Y", "TRUE", "✓", "no", "0")] == [True, True, True, False, False]
    assert isinstance(read_yes_no("perhaps"), Bad)


def test_a_school_is_found_by_number_or_name_whatever_its_macrons_and_zeros() -> None:
    schools = SchoolNames(["0071", "9902", "9903"], ["Tōtara Flat School", "Rātā School", "Rata School"])
    assert schools.of("71") == schools.of("totara flat school") == ["0071"]
    assert schools.of("Raataa School") == ["9902", "9903"]
    assert schools.of("Puriri School") == []
    assert schools.near("Totara Flats School") == "Tōtara Flat School"


def result(measure: str, raw: str = "", score: str = "", level: str = "", missing: str = "") -> Result | BadResult:
    reasons, of = REGISTERS["achievement"].column("missing"), names().measures[measure]
    habits = habits_of(of, {score}, {raw}, {raw, score, level} - {""}, load_marks())
    return read_result(of, Cells(raw, score, level, missing), reasons, load_marks(), habits)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"level": "WB"}, Result("WB", level="Well below")),
        ({"raw": "A"}, Result("A", level="At")),
        ({"level": "abs"}, Result("abs", missing="absent")),
        ({"level": "EX"}, Result("EX", missing="exempt")),
        ({"level": "new"}, Result("new", missing="not enrolled")),
        ({"level": "-"}, Result("-", missing="no score")),
        ({}, Result(None, missing="blank")),
        ({"missing": "Away"}, Result(None, missing="absent")),
    ],
)
def test_blank_absent_exempt_and_not_enrolled_are_four_facts(cells: dict[str, str], expected: Result) -> None:
    assert result("otj-writing", **cells) == expected


def test_a_scale_score_and_a_level_stand_side_by_side() -> None:
    assert result("easttle-mathematics", score="1402", level="3B") == Result("1402 / 3B", 1402.0, "3B")
    assert result("easttle-mathematics", raw="1402") == Result("1402", 1402.0)
    assert result("easttle-mathematics", raw="<2B") == Result("<2B", level="<2B")


def test_a_plain_number_is_a_score_where_a_measure_has_scores_and_stanines() -> None:
    assert result("pat-reading", score="5") == Result("5", 5.0)
    assert result("pat-reading", level="5") == Result("5", level="stanine 5")
    assert result("pat-reading", score="38.2", level="5") == Result("38.2 / 5", 38.2, "stanine 5")


def test_a_scale_whose_limits_are_not_published_takes_any_score() -> None:
    assert result("smart-writing", raw="612") == Result("612", 612.0)


@pytest.mark.parametrize(
    ("measure", "written", "level"),
    [
        ("nzc-writing", "early L2", "2B"),
        ("nzc-writing", "Lvl 3P", "3P"),
        ("nzc-writing", "3 basic", "3B"),
        ("nzc-whole-writing", "L3", "Level 3"),
        ("gloss-mathematics", "Early 5", "Stage E5"),
        ("gloss-mathematics", "Stage E5", "Stage E5"),
        ("gloss-mathematics", "stage 5", "Stage 5"),
        ("nga-whanaketanga-panui", "manawa aki", "Manawa Āki"),
        ("ncea-level-2", "E", "Excellence"),
        ("attendance", "chronic", "Chronic absence"),
    ],
)
def test_levels_are_read_as_schools_write_them(measure: str, written: str, level: str) -> None:
    assert result(measure, level=written) == Result(written, level=level)


def test_a_whole_level_is_not_placed_among_thirds_of_levels() -> None:
    assert isinstance(result("nzc-writing", level="L3"), BadResult)


def test_a_score_that_could_not_be_generated_has_its_reason() -> None:
    assert result("easttle-mathematics", score="-", level="-") == Result("- / -", missing="no score")


@pytest.mark.parametrize(
    ("measure", "cells", "said"),
    [
        ("otj-writing", {"level": "Embeding"}, "has the levels Well below, Below, At, Above."),
        ("otj-writing", {"level": "Abov"}, "Did you mean 'Above'?"),
        ("otj-writing", {"score": "3"}, "has the levels"),
        ("easttle-mathematics", {"score": "9000"}, "from 100 to 3000 e-asTTle points"),
        ("smart-reading", {"level": "stanine 5"}, "it has no levels"),
        ("smart-reading", {"raw": "high"}, "a number is expected"),
    ],
)
def test_what_a_measure_does_not_have_is_said_with_what_it_has(measure: str, cells: dict[str, str], said: str) -> None:
    answer = result(measure, **cells)
    assert isinstance(answer, BadResult)
    assert said in answer.expected


@pytest.mark.parametrize(
    ("subject", "tool", "id_"),
    [
        ("Writing", "OTJ", "otj-writing"),
        ("Maths", "e-asTTle", "easttle-mathematics"),
        ("Mathematics and Statistics", "PAT", "pat-mathematics"),
        ("", "PAT Maths", "pat-mathematics"),
        ("Reading", "PAT Maths", None),
        ("Writing", "", None),
    ],
)
def test_subject_and_tool_make_a_measure(subject: str, tool: str, id_: str | None) -> None:
    assert names().of_parts(subject, tool) == id_
