"""Two columns of one record that do not fit together are pointed out; each file breaks one rule."""

from __future__ import annotations

import pytest
from made_community import Community, account, counts, of_check

ATTENDANCE = "NSN,School,Term,Half-days possible,Half-days present,Half-days justified,Half-days unjustified\n"
GOALS = "Goal,Title,Kind\nG1,Writing,Focus area\n"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "targets.csv",
            "NSN,School,Goal,From,To\n0123456789,9901,G1,2026-02-16,2026-02-01\n",
            "It cannot lie before 'From' of the same row.",
        ),
        (
            "moves.csv",
            "NSN,From,To,Date left,Date entered\n0123456789,9901,9902,2026-02-16,2026-02-02\n",
            "It cannot lie before 'Last day' of the same row.",
        ),
        (
            "roles.csv",
            "Role,Person,From,Funded until\nacross-school teacher,P1,2026-01-27,2025-12-31\n",
            "It cannot lie before 'From' of the same row.",
        ),
    ],
)
def test_an_end_before_its_start_is_kept_and_pointed_out(community: Community, file: str, text: str, said: str) -> None:
    community.schools()
    community.csv("goals.csv", GOALS)
    community.csv(file, text)
    snapshot = community.take_in()
    (problem,) = snapshot.problems
    assert (problem.check, problem.effect) == ("end before start", "warning")
    assert said in problem.expected
    assert len(snapshot.frame(file.removesuffix(".csv"))) == 1


def test_an_end_on_the_day_of_its_start_is_no_problem(community: Community) -> None:
    community.schools()
    community.csv("events.csv", "Start,End,Kind\n2026-05-04,2026-05-04,Closure\n")
    assert not community.take_in().problems


def test_a_move_from_a_school_to_itself_is_set_aside_whichever_way_it_is_written(community: Community) -> None:
    community.schools()
    rows = "0123456789,9901,Totara Flat School,2026-02-02\n0123456788,9901,9902,2026-02-02\n"
    community.csv("moves.csv", "NSN,From,To,Date entered\n" + rows)
    snapshot = community.take_in()
    (problem,) = snapshot.problems
    assert (problem.check, problem.effect, problem.cells) == ("both ends the same", "set aside", "C2")
    assert counts(account(snapshot, "moves.csv", "moves")) == (2, 1, 1, 0)
    assert snapshot.frame("moves")["to"].tolist() == ["9902"]


def test_a_tie_between_two_teachers_of_one_school_is_a_tie(community: Community) -> None:
    community.schools()
    header = "From,To,From person,To person,Kind\n"
    community.csv("ties.csv", header + "9901,9901,T1,T2,Asks\n9901,9901,T1,T1,Asks\n")
    snapshot = community.take_in()
    assert [problem.check for problem in snapshot.problems] == ["both ends the same"]
    assert counts(account(snapshot, "ties.csv", "ties")) == (2, 1, 1, 0)


def test_a_school_tied_to_itself_with_no_person_named_is_set_aside(community: Community) -> None:
    community.schools()
    community.csv("ties.csv", "From,To,Kind\n9901,9901,Works with\n9901,Rata Intermediate,Works with\n")
    snapshot = community.take_in()
    assert [problem.check for problem in snapshot.problems] == ["both ends the same"]
    assert snapshot.frame("ties")["to"].tolist() == ["9902"]


def test_two_numbers_of_one_learner_differ(community: Community) -> None:
    community.schools()
    community.csv("aliases.csv", "Old NSN,Master NSN\n0123456780,0123456789\n0123456789,123456789\n")
    snapshot = community.take_in()
    assert [p.cells for p in of_check(snapshot, "both ends the same")] == ["B3"]
    frame = snapshot.frame("aliases")
    assert frame[["number", "same_as"]].stack().str.fullmatch("[a-z0-9]{24}").all()
    assert "0123456" not in frame.to_csv()


def test_half_days_present_and_absent_cannot_be_more_than_possible(community: Community) -> None:
    community.schools()
    rows = ["0123456789,9901,2026-T2,98,91,5,2", "0123456788,9901,2026-T2,98,95,4,0", "0123456787,9901,2026-T2,98,90,,"]
    community.csv("attendance.csv", ATTENDANCE + "\n".join(rows))
    snapshot = community.take_in()
    (problem,) = snapshot.problems
    assert (problem.check, problem.effect, problem.cells) == ("half-days", "set aside", "D3")
    assert counts(account(snapshot, "attendance.csv", "attendance")) == (3, 2, 1, 0)
    assert snapshot.frame("attendance")["possible"].sum() == 196


def test_attendance_without_a_term_cannot_be_placed(community: Community) -> None:
    community.schools()
    community.csv("attendance.csv", ATTENDANCE + "0123456789,9901,,98,91,5,2\n0123456788,9901,2026-T2,98,91,5,2\n")
    assert [problem.check for problem in community.take_in().problems] == ["time"]


def test_a_share_of_a_post_written_as_a_percentage_is_left_empty_and_pointed_out(community: Community) -> None:
    community.schools()
    community.csv("roles.csv", "Role,Person,FTTE\nlead principal,P1,0.4\nacross-school teacher,P2,40\n")
    snapshot = community.take_in()
    (problem,) = snapshot.problems
    assert (problem.check, problem.effect, problem.cells) == ("share of a post", "warning", "C3")
    assert snapshot.frame("roles")["share"].fillna(-1).tolist() == [0.4, -1]
