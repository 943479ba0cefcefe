"""What is said of raters and of their dates: each file breaks one rule, and is told by its address."""

from __future__ import annotations

import pytest
from made_community import Community, of_check

from colsynth.registers.snapshot import Snapshot

ERO = "ero-collaborative-practice"
HEADER = "Framework,Area,Stage,Placed by,Role,School,Rater,Date,Term,Evidence\n"
SOUND = [f"ERO,1,Column 1,,{role},9901,R{n},,2026-T2,minutes" for n, role in enumerate(["principal", "teacher"] * 2)]


def rated(community: Community, *rows: str, frameworks: tuple[str, ...] = (ERO,)) -> Snapshot:
    community.schools()
    community.csv("ratings.csv", HEADER + "".join(f"{row}\n" for row in rows))
    return community.take_in(frameworks=list(frameworks))


def test_sound_ratings_are_taken_without_a_word(community: Community) -> None:
    assert rated(community, *SOUND).problems == []


@pytest.mark.parametrize(
    ("row", "check", "effect", "cell", "said", "n"),
    [
        ("ERO,2,Column 4,,teacher,9901,R1,,2026-T2,x", "stage", "set aside", "C6", "This framework has Column 1", 4),
        ("ERO,2,Column 1,,teacher,9909,R1,,2026-T2,x", "school", "set aside", "F6", "register of schools", 4),
        ("ERO,2,Column 1,,teacher,9901,R1,2026-03-02,2026-T2,x", "term and date", "warning", "I6", "as written", 5),
        ("ERO,2,Column 1,,teacher,9901,R1,2036-08-20,,x", "dated after the data", "set aside", "H6", "2026-T2", 4),
        ("ERO,2,Column 1,,teacher,9901,Mrs Smith,,2026-T2,x", "rater's name", "warning", "G6", "no name is kept", 5),
        ("ERO,2,,,teacher,9901,R1,,2026-T2,minutes", "not rated", "warning", "C6", "counts as not rated", 5),
        ("ERO,2,Column 1,,trustee,9901,R7,,2026-T2,x", "alone in a role", "warning", "E6", "pages hide the role", 5),
        ("Six foci,2,All of us,School,,9901,,,2026-T2,x", "framework in use", "warning", "A6", "no page shows them", 5),
    ],
)
def test_a_rule_that_one_row_breaks(
    community: Community, row: str, check: str, effect: str, cell: str, said: str, n: int
) -> None:
    snapshot = rated(community, *SOUND, row)
    problem = of_check(snapshot, check)[0]
    assert (problem.effect, problem.cells) == (effect, cell)
    assert said in problem.expected
    assert len(snapshot.frame("ratings")) == n
    assert {p.check for p in snapshot.problems} - {check} <= {"one rater"}


def test_one_rater_in_all_is_told_once_with_what_cannot_be_shown(community: Community) -> None:
    snapshot = rated(community, *(f"ERO,{area},Column 1,,teacher,9901,R1,,2026-T2,x" for area in (1, 2, 3)))
    (problem,) = snapshot.problems
    assert (problem.check, problem.cells, problem.count) == ("one rater", "G2, G3, G4", 3)
    assert "no page can show how alike raters see it" in problem.expected


def test_placed_by_consensus_alone_needs_no_second_rater(community: Community) -> None:
    assert rated(community, "ERO,1,Column 1,Consensus,,,,,2026-T2,x").problems == []


@pytest.mark.parametrize("code", ["Mere W", "Mrs M. Smith", "Jane O'Neill", "mere@kura.school.nz", "Whaea Mere"])
def test_what_looks_like_a_name_is_pointed_out_and_not_repeated(community: Community, code: str) -> None:
    (problem,) = of_check(rated(community, *SOUND, f"ERO,2,Column 1,,teacher,9901,{code},,2026-T2,x"), "rater's name")
    assert problem.found == "holds what looks like a person's name"


@pytest.mark.parametrize("code", ["R07", "Rater One", "TF P1", "mere", "Teacher B", "9901-3"])
def test_a_code_is_no_name(community: Community, code: str) -> None:
    row = f"ERO,2,Column 1,,teacher,9901,{code},,2026-T2,x"
    assert not of_check(rated(community, *SOUND, row), "rater's name")


def test_a_framework_that_the_settings_do_not_name_is_told_once_for_many_files(community: Community) -> None:
    community.schools()
    for n in range(3):
        community.csv(f"{n}.csv", HEADER + f"ERO,1,Column 1,,teacher,9901,R{n},,2026-T2,x\n")
    (problem,) = community.take_in().problems
    assert (problem.file, problem.check) == ("sent/0.csv", "framework in use")
    assert problem.found.endswith("as do 2 more tables")
    assert "The settings name none" in problem.expected
