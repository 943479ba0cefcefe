"""Lists and moves: who was on one before, who is on one after, on learners and days made by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.transitions.lists import (
    ALL_GOALS,
    COLUMNS,
    NEXT,
    OTHERWISE,
    STAYED,
    WITHIN,
    both_results,
    likeness_by_goal,
    list_moves,
    lists,
    verdict_of_lists,
    with_results,
)

Spell = tuple[str, str, str, str | None, str | None]
NO_RESULTS = pd.DataFrame(columns=["goal", "student", "term", "reached", "class_label"], dtype="str")


def on_list(*spells: Spell) -> pd.DataFrame:
    frame = pd.DataFrame(spells, columns=["student", "school", "goal", "start", "end"])
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


def turn(*rows: tuple[str, str, str, str, str], year: int = 2026) -> pd.DataFrame:
    columns = ["student", "from_school", "to_school", "step", "was"]
    return pd.DataFrame(rows, columns=columns).assign(year=year).astype({"year": "Int64"})


def moves(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["student", "from_school", "to_school", "left"])
    left = pd.to_datetime(frame["left"])
    return frame.assign(left=left, entered=left + pd.Timedelta(days=3))


NOBODY = moves()


def of_lists(rows: pd.DataFrame, reached: pd.DataFrame = NO_RESULTS, *broken: str) -> pd.DataFrame:
    both = both_results(reached, {"G1": broken})
    return lists(with_results(rows, both), likeness_by_goal(both))


STEP = "Year 6 to Year 7"


def told(listed: pd.DataFrame, turns: pd.DataFrame, moved: pd.DataFrame = NOBODY) -> dict[str, tuple[bool, bool]]:
    rows = list_moves(listed, turns, moved)
    return {row["student"]: (row["same_list"], row["any_list"]) for row in rows.to_dict("records")}


def test_a_list_of_the_school_left_that_never_ended_is_no_list_at_the_next() -> None:
    turns = turn(("a", "01", "03", STEP, "moved on"), ("b", "01", "03", STEP, "moved on"))
    listed = on_list(
        ("a", "01", "G1", "2025-02-10", None), ("b", "01", "G1", "2025-02-10", "2025-12-12"),
        ("b", "03", "G1", "2026-02-16", None),
    )  # fmt: skip
    assert told(listed, turns) == {"a": (False, False), "b": (True, True)}


def test_a_list_of_another_goal_is_a_list_and_not_the_same() -> None:
    listed = on_list(("a", "01", "G1", "2025-02-10", None), ("a", "03", "G2", "2026-03-02", None))
    assert told(listed, turn(("a", "01", "03", STEP, "moved on"))) == {"a": (False, True)}


def test_who_came_off_the_list_long_before_or_onto_it_after_was_not_on_it() -> None:
    turns = turn(("a", "01", "03", STEP, "moved on"), ("b", "01", "03", STEP, "moved on"))
    listed = on_list(("a", "01", "G1", "2025-02-10", "2025-06-30"), ("b", "01", "G1", "2026-02-10", None))
    assert told(listed, turns) == {}


def test_a_list_renewed_each_year_goes_on_for_who_stayed() -> None:
    turns = turn(("a", "01", "01", "", "stayed"), ("b", "01", "01", "", "stayed"))
    listed = on_list(
        ("a", "01", "G1", "2025-02-10", "2025-12-12"), ("a", "01", "G1", "2026-02-10", None),
        ("b", "01", "G1", None, "2025-12-12"),
    )  # fmt: skip
    assert told(listed, turns) == {"a": (True, True), "b": (False, False)}


def test_moves_within_a_year_are_told_by_their_day_and_those_at_its_turn_are_not_told_twice() -> None:
    listed = on_list(("a", "01", "G1", "2026-02-10", None), ("a", "02", "G1", "2026-06-01", None))
    moved = moves(("a", "01", "02", "2026-05-15"), ("a", "01", "02", "2025-12-15"))
    (row,) = list_moves(listed, turn(), moved).to_dict("records")
    assert (row["who"], row["year"], row["same_list"], row["has_lists"]) == (WITHIN, 2026, True, True)


def test_what_learners_did_has_four_names() -> None:
    turns = turn(
        ("a", "01", "03", STEP, "moved on"), ("b", "01", "", STEP, "left"), ("c", "01", "02", "", "moved otherwise"),
        ("d", "01", "", "", "left"), ("e", "01", "01", "", "stayed"), ("f", "01", "", "", "finished"),
        ("g", "01", "02", "", "two schools at once"),
    )  # fmt: skip
    listed = on_list(*((student, "01", "G1", "2025-02-10", None) for student in "abcdefg"))
    rows = list_moves(listed, turns, NOBODY).set_index("student")
    assert rows["who"].to_dict() == {"a": NEXT, "b": NEXT, "c": OTHERWISE, "d": OTHERWISE, "e": STAYED}


def many(again: int, n: int, stay_on: int, stayed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`again` of `n` movers and `stay_on` of `stayed` others are on a list in the new year."""
    spells: list[Spell] = []
    rows = []
    for i in range(n + stayed):
        moved = i < n
        here = "01" if moved else "02"
        there = "03" if moved else "02"
        rows.append((f"s{i}", here, there, STEP if moved else "", "moved on" if moved else "stayed"))
        spells.append((f"s{i}", here, "G1", "2025-02-10", "2025-12-12"))
        if (i < again) if moved else (i - n < stay_on):
            spells.append((f"s{i}", there, "G1", "2026-02-16", None))
    return on_list(*spells), turn(*rows)


def test_fewer_stay_on_a_list_than_of_those_who_did_not_move() -> None:
    listed, turns = many(8, 20, 21, 30)
    found = of_lists(list_moves(listed, turns, NOBODY)).set_index("who")
    row = found.loc[NEXT]
    assert (row["listed"], row["followed"], row["any_list"], row["share_any"]) == (20, 20, 8, 0.4)
    # R: w <- function(x, n) prop.test(x / 1.4, n / 1.4, correct = FALSE)$conf.int; a <- w(8, 20); b <- w(21, 30)
    # -.3 - sqrt((.4 - a[1])^2 + (b[2] - .7)^2); -.3 + sqrt((a[2] - .4)^2 + (.7 - b[1])^2)
    assert (row["low"], row["high"]) == pytest.approx((0.1946763638, 0.6477070657), abs=1e-8)
    limits = (row["difference"], row["difference_low"], row["difference_high"])
    assert limits == pytest.approx((-0.3, -0.5547732306, 0.0258090068), abs=1e-8)
    assert row["verdict"] == "no clear difference"
    assert found.loc[STAYED, "verdict"] == "compared with"
    assert verdict_of_lists(0.1, 0.2) == "more stay on a list"
    assert verdict_of_lists(-0.2, -0.1) == "fewer stay on a list"
    assert verdict_of_lists(-0.1, 0.0) == "no clear difference"


def test_few_are_too_few_and_with_nobody_who_stayed_it_cannot_be_told() -> None:
    listed, turns = many(4, 9, 21, 30)
    few = of_lists(list_moves(listed, turns, NOBODY)).set_index("who")
    assert few.loc[NEXT, "verdict"] == "too few"
    listed, turns = many(8, 20, 4, 9)
    alone = of_lists(list_moves(listed, turns, NOBODY)).set_index("who")
    assert alone.loc[NEXT, "verdict"] == "can't tell"


def test_a_next_school_without_lists_is_told_apart_from_falling_off() -> None:
    listed, turns = many(0, 20, 21, 30)
    found = of_lists(list_moves(listed, turns, NOBODY)).set_index("who")
    assert found["no_lists"].to_dict() == {NEXT: 20, STAYED: 0}


def test_results_are_the_last_before_and_the_first_after_on_one_side_of_a_change() -> None:
    listed, turns = many(8, 20, 21, 30)
    rows = list_moves(listed, turns, NOBODY)
    seen = [
        (f"s{i}", term, at)
        for i in range(50)
        for term, at in (("2025-T2", True), ("2025-T4", i % 2 == 0), ("2026-T1", i % 2 == 0 and i < 10))
    ]
    reached = pd.DataFrame(seen, columns=["student", "term", "reached"]).assign(goal="G1", class_label="")
    found = of_lists(rows, reached).set_index("who")
    moved = found.loc[NEXT]
    assert (moved["seen"], moved["seen_before"], moved["seen_after"], moved["seen_down"]) == (20, 10, 5, 5)
    assert moved["apart"] == pytest.approx((5 - 10) / 20 - (0 - 15) / 30)
    assert moved["results_verdict"] == "no clear difference"
    broken = of_lists(rows, reached, "2026-T1")
    assert broken["seen"].tolist() == [0, 0]


def test_of_several_goals_each_learner_counts_once_in_all_of_them() -> None:
    listed, turns = many(8, 20, 21, 30)
    two = pd.concat([listed, listed.assign(goal="G2")], ignore_index=True)
    found = of_lists(list_moves(two, turns, NOBODY)).set_index(["goal", "who"])
    assert found.loc[(ALL_GOALS, NEXT), ["listed", "any_list"]].tolist() == [20, 8]
    assert set(found.index.get_level_values("goal")) == {"G1", "G2", ALL_GOALS}


def test_nothing_gives_frames_with_their_columns() -> None:
    none = list_moves(on_list(), turn(), NOBODY)
    assert none.empty
    assert list(of_lists(none)) == list(COLUMNS)
