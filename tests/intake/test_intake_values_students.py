"""Which learner a number means, and the ethnic groups of a learner: kept, pointed out or refused, never guessed."""

from __future__ import annotations

import pytest
from made_community import Community, account, counts, of_check

from colsynth.intake.records.batch import Bad
from colsynth.intake.values.student_numbers import read_student_number
from colsynth.registers.snapshot import Snapshot


def roll(community: Community, *numbers: str) -> Snapshot:
    """The snapshot of a roll with these student numbers."""
    community.schools()
    lines = "".join(f'"{number}",9901,4\n' for number in numbers)
    community.csv("roll.csv", "NSN,School,Year level\n" + lines)
    return community.take_in()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("'0123456789", "0123456789"),
        ("\uff11\uff1234567890", "1234567890"),
        ("12345678.0", "12345678"),
        ("ab12", "AB12"),
    ],
)
def test_a_number_is_read_through_what_programs_add(written: str, number: str) -> None:
    assert read_student_number(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "1.23457E9",
        "1.23457E+09",
        "123456789.5",
        "Student Name",
        "0000000000",
        "9" * 41,
        "2024-05-01",
        "2024-05-01 00:00:00",
        "1/02/2024",
        "-100004444",
        "0,100,002,222",
    ],
)
def test_what_is_no_number_of_a_learner_is_refused(written: str) -> None:
    assert isinstance(read_student_number(written), Bad)


def test_eight_digits_among_national_numbers_are_kept_as_written_and_pointed_out(community: Community) -> None:
    snapshot = roll(community, "1000000001", "1000000002", "12345678", "123456789")
    said = {p.found: (p.effect, p.cells) for p in of_check(snapshot, "student number")}
    assert said == {"has nine digits": ("warning", "A5"), "has fewer than nine digits": ("warning", "A4")}
    assert len(snapshot.frame("students")) == 4


def test_a_number_of_another_shape_among_national_numbers_is_kept_and_pointed_out(community: Community) -> None:
    snapshot = roll(community, "1000000001", "1000000002", "1000000003", "01000000031", "Room 5")
    (problem,) = of_check(snapshot, "student number")
    assert (problem.effect, problem.cells) == ("warning", "A5, A6")
    assert "Room" not in problem.sentence()


def test_short_numbers_of_a_schools_own_system_are_nothing_to_point_out(community: Community) -> None:
    assert not of_check(roll(community, "101", "102", "103"), "student number")


def test_placeholder_rows_are_set_aside_and_examples_pointed_out(community: Community) -> None:
    snapshot = roll(community, "Student Name", "0000000000", "1111111111", "1000000001")
    found = [(p.effect, p.cells) for p in of_check(snapshot, "placeholder")]
    assert sorted(found) == [("set aside", "A2, A3"), ("warning", "A4")]
    assert counts(account(snapshot, "roll.csv", "students")) == (4, 2, 2, 0)


def test_more_than_three_ethnicities_are_all_kept_and_pointed_out(community: Community) -> None:
    community.schools()
    rows = '1000000001,9901,"Māori, Samoan, Chinese, NZE"\n1000000002,9901,"Cook Is Maori/NZE, Klingon"\n'
    community.csv("roll.csv", "NSN,School,Ethnicity\n" + rows)
    snapshot = community.take_in()
    assert list(snapshot.frame("students")["ethnicities"]) == ["European|Māori|Pacific|Asian", "European|Pacific"]
    assert [(p.effect, p.cells) for p in of_check(snapshot, "ethnicity")] == [("warning", "C3"), ("warning", "C2")]
