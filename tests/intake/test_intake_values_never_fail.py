"""No text whatever ends in a traceback: every reader gives a value, nothing, or the reason it is none."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_measures import names

from colsynth.intake.records.batch import Bad, answers_of, answers_of_rows
from colsynth.intake.records.signs import plain, rewritten
from colsynth.intake.values.amounts import read_number, share_form
from colsynth.intake.values.by_type import read_year_level, read_yes_no
from colsynth.intake.values.dates import day_order, read_date, why_no_date
from colsynth.intake.values.habits import habits_of
from colsynth.intake.values.numbers import bound_of, no_number, number_form
from colsynth.intake.values.one_result import BadResult, Cells, Result, read_result
from colsynth.intake.values.student_numbers import read_student_number
from colsynth.reference.ethnicity import load_ethnic_groups
from colsynth.reference.marks import load_marks
from colsynth.registers.declared import load_registers

REGISTERS = load_registers()
SIGNS = "0123456789 .,-/%<>+?:eEnNAaBbWwtTL#!'\u2212\u00a0１２āŌ²½٣"
TEXTS = st.lists(st.one_of(st.text(alphabet=SIGNS, max_size=12), st.text(max_size=12)), min_size=1, max_size=6)
MEASURES = ["otj-writing", "easttle-reading", "pat-reading", "nzc-writing", "attendance", "phonics-check-20-weeks"]


@given(TEXTS)
def test_numbers(texts: list[str]) -> None:
    form = number_form(texts)
    shares = share_form(texts, form)
    for register, name in (("goals", "target_percent"), ("schools", "eqi"), ("schools", "latitude")):
        for text in texts:
            answer = read_number(text, REGISTERS[register].column(name), form, shares)
            assert isinstance(answer, Bad | int | float)
    for text in texts:
        bound_of(text)
        assert no_number(text, form).expected


@given(TEXTS)
def test_dates(texts: list[str]) -> None:
    order = day_order(texts)
    for text in texts:
        day = read_date(text, order)
        assert isinstance(day, date) or why_no_date(text, order)


@given(TEXTS)
def test_student_numbers_year_levels_and_ethnicities(texts: list[str]) -> None:
    for text in texts:
        number = read_student_number(text)
        assert isinstance(number, str | Bad)
        assert isinstance(number, Bad) or any(sign.isdigit() for sign in number)
        assert isinstance(read_year_level(text), int | Bad)
        assert isinstance(read_yes_no(text), bool | Bad)
        groups, _ = load_ethnic_groups().groups_of(text)
        assert set(groups) <= set(load_ethnic_groups().names)


@pytest.mark.parametrize("measure", MEASURES)
@settings(max_examples=60)
@given(texts=TEXTS, other=TEXTS)
def test_results(measure: str, texts: list[str], other: list[str]) -> None:
    of, reasons = names().measures[measure], REGISTERS["achievement"].column("missing")
    texts, other = [plain(text) for text in texts], [plain(text) for text in other]
    habits = habits_of(of, other, texts, {*texts, *other} - {""}, load_marks())
    for raw in texts:
        for score in other:
            answer = read_result(of, Cells(raw, score, raw[:3], score), reasons, load_marks(), habits)
            assert isinstance(answer, Result | BadResult)
            if isinstance(answer, Result):
                is_result = answer.level is not None or answer.scale_score is not None
                assert is_result != (answer.missing is not None)


@given(st.lists(st.tuples(st.text("abc", max_size=2), st.sampled_from(["x", "y", ""])), max_size=20))
def test_asking_once_a_distinct_text_gives_every_record_its_own_answer(rows: list[tuple[str, str]]) -> None:
    left = pd.Series([one for one, _ in rows], dtype="str")
    right = pd.Series([other for _, other in rows], dtype="str")
    assert list(answers_of(left, str.upper).spread()) == [text.upper() or None for text in left]
    assert list(answers_of_rows([left, right], list).spread()) == rows


@given(st.lists(st.text(max_size=6), max_size=10))
def test_signs_nobody_sees_are_gone_after_one_pass(texts: list[str]) -> None:
    column = pd.Series(texts, dtype="str")
    once = rewritten(column, plain)
    assert list(once) == [plain(text) for text in column]
    assert list(rewritten(once, plain)) == list(once)
