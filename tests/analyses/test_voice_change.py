"""What is said of two terms of one scale: on the questions asked alike alone, and never of the same people."""

from __future__ import annotations

import pytest
from made_voice import HELP, OPENLY, PROMISES, Line, line, read

from colsynth.analyses.voice.change import COLUMNS, WHOLE, changes, verdict_of_answers


def twice(
    item: str, before: tuple[int, int], after: tuple[int, int], group: str = "teachers", **more: object
) -> list[Line]:
    sides = (("2025-T2", before), ("2026-T2", after))
    counts = [(term, {"Agree": agree, "Disagree": not_}) for term, (agree, not_) in sides]
    return [row for term, given in counts for row in line(item, group, term, given, **more)]


def test_only_limits_clear_of_none_are_a_difference() -> None:
    assert verdict_of_answers(10, 10, 0.01, 0.5) == "more agree"
    assert verdict_of_answers(10, 10, -0.5, -0.01) == "fewer agree"
    assert verdict_of_answers(10, 10, 0.0, 0.5) == "no clear difference"
    assert verdict_of_answers(9, 100, 0.1, 0.5) == "too few"


def test_a_question_of_two_terms_and_its_scale_stand_under_each_other() -> None:
    found = changes(read(twice(OPENLY, (20, 20), (36, 4)), twice(PROMISES, (16, 24), (30, 10))))
    assert found["item"].tolist() == [WHOLE, OPENLY, PROMISES]
    whole, one, _ = found.to_dict("records")
    assert (whole["items"], whole["n_before"], whole["n_after"]) == (2, 40, 40)
    assert (whole["before"], whole["after"]) == pytest.approx((0.45, 0.825))
    # R: n <- 40 / (1 + 24 * .05); w <- function(p) prop.test(p * n, n, correct = FALSE)$conf.int
    # a <- w(.9); b <- w(.5); d <- .4; d - sqrt((.9 - a[1])^2 + (b[2] - .5)^2); d + sqrt((a[2] - .9)^2 + (.5 - b[1])^2)
    assert (one["difference"], one["low"], one["high"]) == pytest.approx((0.4, 0.101582693, 0.621426108), abs=1e-8)
    assert one["verdict"] == "more agree"


def test_a_reversed_question_is_turned_in_the_scale_and_not_by_itself() -> None:
    found = changes(read(twice(OPENLY, (20, 20), (30, 10)), twice("We are left alone (R)", (20, 20), (10, 30))))
    assert found["after"].tolist() == pytest.approx([0.75, 0.75, 0.25])


def test_other_words_or_another_answer_scale_are_never_held_against_each_other() -> None:
    reworded = [
        *line("We speak", "teachers", "2025-T2", {"Agree": 20, "Disagree": 9}),
        *line("We may speak", "teachers", "2026-T2", {"Agree": 20, "Disagree": 9}),
    ]
    assert changes(read(reworded))["verdict"].tolist() == ["items changed"]
    often = line(HELP, "teachers", "2025-T2", {"Always": 20, "Never": 9})
    agree = line(HELP, "teachers", "2026-T2", {"Agree": 20, "Disagree": 9})
    assert changes(read(often, agree))["verdict"].tolist() == ["items changed"]
    five = line(HELP, "teachers", "2026-T2", {"Agree": 20, "Neutral": 8, "Disagree": 9})
    assert changes(read(line(HELP, "teachers", "2025-T2", {"Agree": 20, "Disagree": 9}), five))["verdict"].tolist() == [
        "items changed"
    ]


def test_a_new_question_is_left_out_of_the_scale() -> None:
    new = line(HELP, "teachers", "2026-T2", {"Agree": 40})
    found = changes(read(twice(OPENLY, (20, 20), (30, 10)), twice(PROMISES, (20, 20), (30, 10)), new))
    assert found["item"].tolist() == [WHOLE, OPENLY, PROMISES]


def test_who_answered_is_said_where_it_is_known() -> None:
    lines = [
        twice(item, (20, 20), after, school=school, of=60)
        for item in (OPENLY, PROMISES)
        for school, after in (("1", (30, 10)), ("2", (32, 8)), ("3", (15, 25)))
    ]
    (whole,) = changes(read(*lines)).head(1).to_dict("records")
    assert (whole["schools"], whole["same_schools"]) == (3, True)
    assert (whole["same_sign"], whole["response"]) == pytest.approx((2 / 3, 2 / 3))


def test_few_respondents_are_not_told_and_one_term_is_nothing() -> None:
    few = changes(read(twice(OPENLY, (5, 4), (30, 10)), twice(PROMISES, (5, 4), (30, 10))))
    assert set(few["verdict"]) == {"too few"}
    assert few["before"].isna().all()
    assert changes(read(line(HELP, "teachers", "2026-T2", {"Agree": 40}))).empty
    assert list(changes(read())) == list(COLUMNS)
