"""A result counts at the school where its learner was enrolled on its day, and every such decision is told."""

from __future__ import annotations

import pytest
from made_community import Community, account, counts, of_check

ROLL = "NSN,School,Year,Entry date,Exit date\n"
MOVED = "0123456789,9901,6,2024-01-29,2026-05-01\n0123456789,9902,6,2026-05-04,\n"
RESULTS = "NSN,School,Measure,Date,Level\n"


@pytest.fixture
def community(community: Community) -> Community:
    community.schools()
    return community


def test_a_result_sent_by_the_new_school_counts_at_the_old_one_on_its_day(community: Community) -> None:
    community.csv("roll.csv", ROLL + MOVED)
    community.csv("results.csv", RESULTS + "0123456789,9902,otj-writing,2026-03-20,At\n")
    snapshot = community.take_in()
    (result,) = snapshot.frame("achievement").to_dict("records")
    assert (result["school"], result["school_written"]) == ("9901", "9902")
    (problem,) = of_check(snapshot, "school by enrolment")
    assert (problem.effect, problem.cells) == ("warning", "B2")


def test_one_result_sent_by_both_schools_is_one_result(community: Community) -> None:
    community.csv("roll.csv", ROLL + MOVED)
    community.csv("a.csv", RESULTS + "0123456789,9901,otj-writing,2026-03-20,At\n")
    community.csv("b.csv", RESULTS + "0123456789,9902,otj-writing,2026-03-20,At\n")
    snapshot = community.take_in()
    assert len(snapshot.frame("achievement")) == 1
    assert counts(account(snapshot, "b.csv", "achievement")) == (1, 0, 0, 1)


@pytest.mark.parametrize("roll", [MOVED.replace("2026-05-04", "2026-04-20"), MOVED.replace("2024-01-29", "2026-04-01")])
def test_where_the_rolls_do_not_tell_the_school_stands_as_written(community: Community, roll: str) -> None:
    community.csv("roll.csv", ROLL + roll)
    day = "2026-04-28" if "2026-04-20" in roll else "2026-03-20"
    community.csv("results.csv", RESULTS + f"0123456789,9902,otj-writing,{day},At\n")
    snapshot = community.take_in()
    assert list(snapshot.frame("achievement")["school"]) == ["9902"]
    assert of_check(snapshot, "school by enrolment") == []


def test_a_term_in_which_the_learner_moved_does_not_tell(community: Community) -> None:
    community.csv("roll.csv", ROLL + MOVED)
    community.csv("results.csv", RESULTS.replace("Date", "Term") + "0123456789,9902,otj-writing,2026-T2,At\n")
    assert list(community.take_in().frame("achievement")["school"]) == ["9902"]


def test_a_result_without_a_school_gets_the_one_of_the_roll(community: Community) -> None:
    community.csv("roll.csv", ROLL + MOVED + "0222222229,9901,6,,\n")
    rows = "0123456789,otj-writing,2026-03-20,At\n0123456789,otj-writing,2026-06-20,At\n"
    community.csv("results.csv", RESULTS.replace("School,", "") + rows + "0222222229,otj-writing,2026-06-20,At\n")
    snapshot = community.take_in()
    assert list(snapshot.frame("achievement")["school"]) == ["9901", "9902", "9901"]
    assert snapshot.frame("achievement")["school_written"].isna().all()


def test_a_result_whose_school_nothing_tells_is_set_aside(community: Community) -> None:
    community.csv("roll.csv", ROLL + MOVED)
    rows = "0123456789,,otj-writing,2023-03-20,At\n0333333330,,otj-writing,2026-06-20,At\n"
    community.csv("results.csv", RESULTS + rows)
    snapshot = community.take_in()
    assert counts(account(snapshot, "results.csv", "achievement")) == (2, 0, 2, 0)
    assert of_check(snapshot, "required value")[0].column == "school"


def test_results_of_learners_on_no_roll_are_listed_by_place_alone(community: Community) -> None:
    community.csv("roll.csv", ROLL + MOVED)
    rows = "0333333330,9901,otj-writing,2026-06-20,At\n0222222229,9901,otj-writing,2026-06-20,At\n"
    community.csv("results.csv", RESULTS + rows)
    places = community.take_in().learners
    assert list(places["why"]) == ["has results and is on no roll"] * 2
    assert list(places["source_row"]) == [2, 3]
    assert list(places.columns) == ["why", "case", "source_file", "source_sheet", "source_row"]
