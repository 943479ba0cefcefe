"""Who moved, by the rolls and by the register of moves? Worked by hand, one learner each."""

from __future__ import annotations

from typing import Any

from analyses.moves_made import Made, register, roll

GONE, NEW = "2025-12-16", "2026-02-03"
ON = (roll("a", "A", "2020-02-03", GONE, 6), roll("a", "I", NEW, None, 7))


def told(**more: Any) -> dict[str, Any]:
    return {"student": "a", "from": "A", "to": "I", "left": GONE, "entered": NEW, **more}


def test_two_enrolments_that_follow_each_other_are_one_move() -> None:
    (move,) = [m for m in Made(*ON).moved("a") if m["entered"].year == 2026]
    assert (move["kind"], move["step"], move["term"], move["year_level"]) == (
        "planned",
        "Year 6 to Year 7",
        "2026-T1",
        7,
    )
    assert (move["source"], move["differs"]) == ("rolls", "")


def test_a_row_of_the_register_and_the_rolls_tell_of_one_move_with_what_was_handed_over() -> None:
    (move,) = Made(*ON, told=(told(received="2026-01-28", complete_percent=80),)).moved("a")
    assert (move["source"], move["differs"], move["complete_percent"]) == ("both", "", 80)
    assert move["received"].isoformat().startswith("2026-01-28")


def test_what_the_two_sources_tell_differently_is_listed_and_the_rolls_stand() -> None:
    (move,) = Made(*ON, told=(told(entered="2026-02-17", **{"from": "B"}),)).moved("a")
    assert move["differs"] == "the school left; the first day"
    assert (move["from_school"], move["entered"].day) == ("A", 3)


def test_the_rows_of_the_sending_and_the_receiving_school_are_one_move() -> None:
    rows = (told(handed_over="2025-12-10", entered=None), told(received="2026-01-28", left=None))
    (move,) = Made(*ON, told=rows).moved("a")
    assert (move["handed_over"].day, move["received"].day) == (10, 28)
    only = Made(told=rows).moved("a")
    assert len(only) == 1 or {m["source"] for m in only} == {"register"}


def test_a_move_that_only_the_register_knows_is_kept_and_says_so() -> None:
    (move,) = Made(told=(told(to="Intermediate elsewhere"),)).moved("a")
    assert (move["source"], move["to_school"], move["to_named"], move["kind"]) == ("register", "", True, "left")


def test_a_move_of_another_year_is_not_taken_for_this_one() -> None:
    found = Made(*ON, told=(told(left="2024-06-01", entered="2024-06-10"),)).moved("a")
    assert sorted(m["source"] for m in found if m["to_school"] == "I") == ["register", "rolls"]


def test_within_a_year_between_years_left_and_arrived_are_told_apart() -> None:
    made = Made(
        roll("z", "B", "2019-02-03", "2025-01-20", 8),
        roll("w", "A", "2021-02-03", "2025-05-30", 4),
        roll("w", "B", "2025-06-03", None, 5),
        roll("b", "A", "2021-02-03", GONE, 4),
        roll("b", "B", NEW, None, 5),
        roll("l", "A", "2021-02-03", "2025-08-01", 4),
        roll("n", "B", "2025-08-05", None, 6, previous_school="A school elsewhere"),
        roll("s", "B", "2025-08-05", None, 2),
    )
    kinds = {x: [m["kind"] for m in made.moved(x)] for x in "wblns"}
    assert kinds["w"] == ["within a year"]
    assert kinds["b"] == ["between years"]
    assert kinds["l"] == ["left"]
    assert kinds["n"] == ["arrived"]
    assert kinds["s"] == ["started"]
    assert [made.moved(x)[0]["from_named"] for x in "ns"] == [True, False]


def test_the_step_is_that_of_the_school_left_though_the_next_roll_is_a_level_ahead() -> None:
    made = Made(roll("a", "I", "2023-02-03", "2024-12-18", 8), roll("a", "C", "2025-02-05", "2026-01-23", 10))
    assert [m["step"] for m in made.moved("a") if m["kind"] == "planned"] == ["Year 8 to Year 9"]


def test_moves_from_before_the_rolls_knew_who_left_are_not_told() -> None:
    assert [m["term"] for m in Made(roll("a", "A", "2020-02-03", None, 6)).moved("a")] == []


def test_a_school_that_closes_is_not_a_move_of_its_learners_will() -> None:
    rows = (roll("a", "A", "2022-02-03", GONE, 3), roll("a", "B", NEW, None, 4))
    (move,) = [m for m in Made(*rows, left={"A": "2025-12-31"}).moved("a") if m["from_school"] == "A"]
    assert move["kind"] == "school closed"


def test_no_roll_and_no_register_is_no_move() -> None:
    made = Made()
    assert made.moves.empty
    assert list(made.moves.columns) == list(Made(*ON).moves.columns)
    assert register("moves").empty
