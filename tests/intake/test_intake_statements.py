"""A statement or an item of evidence about an area or question that its framework lacks is kept and pointed out."""

from __future__ import annotations

import pytest
from made_community import Community, of_check

from colsynth.frameworks import load_framework

HEAD = "Statement code,Statement,Kind,Framework,Area or question\n"


def statements(community: Community, *rows: str) -> None:
    community.schools()
    community.csv("statements.csv", HEAD + "\n".join(rows))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("3a", "3a"), ("Q3A", "3a"), ("1a (ii)", "1a.ii"), ("Key question 6b", "6b"), ("1a", "1a"), ("3", None),
     ("9z", None)],
)  # fmt: skip
def test_a_question_is_named_by_its_position_however_it_is_written(written: str, meant: str | None) -> None:
    assert load_framework("ero-collaborative-practice").question_of(written) == meant


def test_a_place_that_the_framework_has_is_no_problem(community: Community) -> None:
    statements(
        community,
        "Q1,We know it,Answer,ero-collaborative-practice,3a",
        "Q2,We do it,Answer,ero-collaborative-practice,Area 6",
        "E1,Seen in Room 4,Exemplar,ero-collaborative-practice,5.3.1",
        "V1,Every learner is known,Vision,,",
    )
    snapshot = community.take_in()
    assert len(snapshot.frame("statements")) == 4
    assert not snapshot.problems


def test_a_question_that_does_not_exist_is_kept_and_told_with_what_there_is(community: Community) -> None:
    statements(
        community,
        "Q1,We know it,Answer,ero-collaborative-practice,9z",
        "Q2,We ask,Answer,ero-collaborative-practice,Purpose and focuss",
        "Q3,We wonder,Answer,ero-collaborative-practice,",
    )
    snapshot = community.take_in()
    assert snapshot.frame("statements")["area"].notna().sum() == 2
    odd, slip, none = of_check(snapshot, "area or question")
    assert odd.cells == "E2"
    assert "areas 1, 2, 3, 4, 5, 6, 7 and the questions 1a.i" in odd.expected
    assert "Did you mean 'Purpose and focus'?" in slip.expected
    assert none.found == "is an answer that names no question"
    assert {problem.effect for problem in (odd, slip, none)} == {"warning"}
