"""What was the turn of a year for a learner? Worked by hand, one learner each."""

from __future__ import annotations

import pandas as pd
import pytest
from analyses.moves_made import Made, result, roll

GONE = "2025-12-16"  # the last day of the year before, in any school
NEW = "2026-02-03"


def test_a_learner_past_the_last_level_of_a_school_moves_on_by_a_step() -> None:
    made = Made(roll("a", "A", "2020-02-03", GONE, 6), roll("a", "I", NEW, None, 7))
    turn = made.turn("a")
    assert (turn["was"], turn["step"]) == ("moved on", "Year 6 to Year 7")
    assert (turn["from_school"], turn["to_school"], turn["year_before"], turn["year_after"]) == ("A", "I", 6, 7)
    assert (turn["from_row"], turn["to_row"]) == (2, 3)


def test_a_learner_who_stays_in_a_full_primary_has_no_step() -> None:
    assert (
        Made(roll("a", "B", "2020-02-03", None, 7), roll("z", "B", "2020-02-03", GONE, 8)).turn("a")["was"] == "stayed"
    )


def test_a_composite_school_has_no_move_into_year_9() -> None:
    made = Made(roll("a", "K", "2018-02-03", None, 9), roll("z", "B", "2020-02-03", GONE, 8))
    assert made.turn("a")["was"] == "stayed"
    assert made.turn("a")["step"] == ""


def test_a_move_that_no_school_asked_for_is_another_kind() -> None:
    made = Made(roll("a", "A", "2020-02-03", GONE, 4), roll("a", "B", NEW, None, 5))
    assert (made.turn("a")["was"], made.turn("a")["step"]) == ("moved otherwise", "")


def test_a_learner_who_was_to_move_on_and_is_not_seen_again_left_with_the_step_known() -> None:
    turn = Made(roll("a", "A", "2020-02-03", GONE, 6)).turn("a")
    assert (turn["was"], turn["step"], turn["to_school"]) == ("left", "Year 6 to Year 7", "")


def test_a_newcomer_to_the_first_level_of_a_school_comes_by_the_step_and_a_child_starts() -> None:
    made = Made(
        roll("z", "A", "2020-02-03", GONE, 6),
        roll("a", "I", NEW, None, 7),
        roll("b", "B", NEW, None, 5),
        roll("c", "A", NEW, None, 1),
        roll("d", "I", NEW, None, 8),
    )
    assert [(made.turn(x)["was"], made.turn(x)["step"]) for x in "abcd"] == [
        ("arrived", "Year 6 to Year 7"),
        ("arrived", ""),
        ("started", "Early learning to Year 1"),
        ("arrived", ""),
    ]


def test_a_learner_of_year_13_who_leaves_has_finished() -> None:
    assert Made(roll("a", "C", "2021-02-03", "2025-11-20", 13)).turn("a")["was"] == "finished"


def test_the_last_day_may_be_written_in_the_new_year_or_not_at_all() -> None:
    late = Made(roll("a", "A", "2020-02-03", "2026-02-10", 6), roll("a", "I", "2026-02-11", None, 7))
    blank = Made(roll("a", "A", "2020-02-03", None, 6), roll("a", "I", NEW, None, 7), roll("z", "B", None, GONE, 8))
    assert late.turn("a")["to_school"] == blank.turn("a")["to_school"] == "I"


def test_a_learner_on_two_rolls_at_once_is_one_learner_of_whom_nothing_is_told() -> None:
    made = Made(
        roll("a", "A", "2020-02-03", "2026-06-30", 6), roll("a", "I", NEW, None, 7), roll("z", "B", None, GONE, 8)
    )
    turn = made.turn("a")
    assert (turn["was"], turn["step"]) == ("two schools at once", "")


def test_an_enrolment_that_ends_before_it_begins_tells_no_move() -> None:
    made = Made(roll("a", "A", NEW, "2025-02-03", 6), roll("z", "B", "2020-02-03", GONE, 8))
    assert "a" not in set(made.turns["student"])
    assert made.stays.loc[made.stays["student"] == "a", "in_order"].tolist() == [False]


def test_learners_of_a_school_that_closes_are_not_counted_as_movers_of_their_own_will() -> None:
    spans = {"A": (1, 6), "B": (1, 8), "I": (7, 8)}
    rows = [roll(f"a{i}", "A", "2022-02-03", GONE, 3) for i in range(12)]
    rows += [roll(f"a{i}", "B", NEW, None, 4) for i in range(12)]
    made = Made(*rows, roll("s", "A", "2020-02-03", GONE, 6), roll("s", "I", NEW, None, 7), spans=spans)
    assert made.turn("a0")["was"] == "school closed"
    assert made.turn("s")["was"] == "moved on"  # Year 6 would have moved on all the same


def test_without_days_on_the_roll_results_tell_the_turn() -> None:
    results = [result(x, "A", "2025-T4", 6) for x in ("a", "b")] + [result("a", "I", "2026-T2", 7)]
    results += [result("c", "I", "2026-T2", 7)]
    made = Made(roll("a", "I", None, None, 7), results=tuple(results))
    assert (made.turn("a")["was"], made.turn("a")["source"]) == ("moved on", "results")
    assert (made.turn("b")["was"], made.turn("c")["was"]) == ("left", "arrived")


def test_a_year_level_that_was_not_assessed_is_no_loss_and_no_arrival() -> None:
    results = [result(f"x{i}", "B", "2025-T4", 5) for i in range(20)]
    results += [result(f"x{i}", "B", "2026-T2", 6) for i in range(20)]
    made = Made(results=(*results, result("old", "B", "2025-T4", 8), result("young", "B", "2026-T2", 3)))
    assert set(made.turns["student"]) == {f"x{i}" for i in range(20)}


def test_without_a_second_year_there_is_no_turn() -> None:
    assert Made(roll("a", "A", "2026-02-03", None, 6)).turns.empty
    assert Made().turns.empty


def test_an_unknown_year_level_leaves_the_step_unknown_and_the_move_told() -> None:
    made = Made(roll("a", "A", "2020-02-03", GONE, None), roll("a", "I", NEW, None, None))
    assert (made.turn("a")["was"], made.turn("a")["step"]) == ("moved otherwise", "")
    assert pd.isna(made.turn("a")["year_after"])


@pytest.mark.parametrize(("levels", "to"), [([3] * 9 + [4] * 9 + [5], 4), ([3] * 9 + [5] * 9, 5)])
def test_year_spans_are_taken_from_learners_where_the_school_does_not_say(levels: list[int], to: int) -> None:
    rows = [roll(f"a{i}", "X", "2026-02-03", None, level) for i, level in enumerate(levels)]
    made = Made(*rows, roll("h", "Y", "2026-02-03", None, 9), spans={})
    (span,) = made.spans[made.spans["school"] == "X"].to_dict("records")
    assert (span["year_from"], span["year_to"]) == (3, to)
