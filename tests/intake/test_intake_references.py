"""A cell that names goals or schools is read as their codes; what their registers lack is kept and pointed out."""

from __future__ import annotations

import pytest
from made_community import Community, of_check

GOALS = "Goal,Title,Kind\nG1,Writing in Years 4-6,Focus area\nG2,Belonging,Focus area\n"


def with_actions(community: Community, *rows: str, goals: str | None = GOALS) -> None:
    community.schools()
    if goals:
        community.csv("goals.csv", goals)
    community.csv("actions.csv", "Action code,Action,Goals,Schools,Status\n" + "\n".join(rows))


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("G1", "G1"),
        ("g 1", "G1"),
        ("Belonging", "G2"),
        ("G1; G2", "G1|G2"),
        ("G1 / G2", "G1|G2"),
        ("G1 and Belonging", "G1|G2"),
        ("G2; G2", "G2"),
    ],
)
def test_goals_are_named_by_code_or_title_one_or_several(community: Community, written: str, known: str) -> None:
    with_actions(community, f"A1,Moderate,{written},,Planned")
    snapshot = community.take_in()
    assert snapshot.frame("actions")["goals"].tolist() == [known]
    assert not snapshot.problems


def test_a_goal_that_is_not_listed_is_kept_with_the_nearest_said(community: Community) -> None:
    with_actions(community, "A1,Moderate,Belongingg,,Planned", "A2,Visit,G1; G7,,Planned")
    snapshot = community.take_in()
    slip, other = of_check(snapshot, "goal")
    assert {slip.effect, other.effect} == {"warning"}
    assert "Did you mean 'Belonging'?" in slip.expected
    assert (other.found, other.cells) == ("names the goal 'G7'", "C3")
    assert snapshot.frame("actions")["goals"].tolist() == ["Belongingg", "G1|G7"]


def test_without_a_register_of_goals_codes_are_kept_as_written(community: Community) -> None:
    with_actions(community, "A1,Moderate,G1,,Planned", "A2,Visit,,,Planned", goals=None)
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "goal")
    assert (problem.count, problem.effect) == (1, "warning")
    assert snapshot.frame("actions")["goals"].fillna("-").tolist() == ["G1", "-"]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("9901", "9901"),
        ("Tōtara Flat School; Rātā Intermediate", "9901|9902"),
        ('"Totara Flat School, Rata Intermediate"', "9901|9902"),
        ("9901 & 9902", "9901|9902"),
        ("All schools", "all"),
    ],
)
def test_schools_are_named_by_number_or_name_one_or_several_or_all(
    community: Community, written: str, known: str
) -> None:
    with_actions(community, f"A1,Moderate,G1,{written},Planned")
    snapshot = community.take_in()
    assert snapshot.frame("actions")["schools"].tolist() == [known]
    assert not snapshot.problems


def test_a_school_in_a_list_that_the_register_lacks_is_kept_with_the_nearest_said(community: Community) -> None:
    with_actions(community, "A1,Moderate,G1,9901; Rata Intermediat,Planned")
    snapshot = community.take_in()
    (problem,) = snapshot.problems
    assert (problem.check, problem.found) == ("school", "names the school 'Rata Intermediat'")
    assert "Did you mean 'Rātā Intermediate'?" in problem.expected
    assert snapshot.frame("actions")["schools"].tolist() == ["9901|Rata Intermediat"]


def test_a_school_whose_name_has_and_in_it_is_one_school(community: Community) -> None:
    community.csv("schools.csv", "School number,School name,Type\n9903,Hill and River School,Composite\n")
    community.csv("actions.csv", "Action,Schools,Status\nModerate,Hill and River School,Planned\n")
    assert community.take_in().frame("actions")["schools"].tolist() == ["9903"]


def test_a_learner_may_come_from_a_school_outside_but_a_slip_of_the_pen_is_pointed_out(community: Community) -> None:
    community.schools()
    rows = ["0123456789,Totara Flat School", "0123456788,Seaview Kindergarten", "0123456787,Totara Flatt School"]
    community.csv("moves.csv", "NSN,From,To\n" + "".join(f"{row},9902\n" for row in rows))
    snapshot = community.take_in()
    (problem,) = snapshot.problems
    assert (problem.check, problem.effect, problem.cells) == ("school", "warning", "B4")
    assert "written much like 'Tōtara Flat School'" in problem.expected
    assert snapshot.frame("moves")["from"].tolist() == ["9901", "Seaview Kindergarten", "Totara Flatt School"]


def test_a_person_is_stored_as_another_code_and_never_by_name(community: Community) -> None:
    community.schools()
    community.csv("roles.csv", "Role,Name,Person code,School\nlead principal,Mere Whaanga,MW,9901\n")
    snapshot = community.take_in()
    assert len(snapshot.frame("roles")["person"][0]) == 24
    assert "Mere" not in snapshot.frame("roles").to_csv()
    assert "Mere" not in " ".join(problem.sentence() for problem in snapshot.problems)
