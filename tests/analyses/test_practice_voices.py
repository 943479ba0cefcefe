"""Kinds of people among raters: found by the words of their roles, counted once, missing ones named."""

import pytest
from test_practice_profile import AREAS, STAGES, Row, placed

from colsynth.analyses.practice.voices import ALL, areas_by_voice, voice_of, voices


def people(roles: dict[str | None, str]) -> list[Row]:
    """A person for each letter of a role's stages, all of area 1."""
    return [
        {"area": "1", "stage": stage, "placed_by": "person", "role": role, "rater": f"{role}{i}", "school": "A"}
        for role, stages in roles.items()
        for i, stage in enumerate(stages)
    ]


@pytest.mark.parametrize(
    ("role", "voice"),
    [("Parent trustee", "trustees"), ("Whaanau", "whānau"), ("whanau", "whānau"), ("Tumuaki", "leaders"),
     ("Lead teacher", "leaders"), ("Student leader", "learners"), ("Teacher of students with needs", "teachers"),
     ("Trustee (parent)", "trustees"), ("mana whenua", "iwi or mana whenua"), ("Principals", "leaders"),
     ("Kaiako Māori", "teachers"), ("caretaker", None), ("", None), ("  7", None)],
)  # fmt: skip
def test_a_role_names_a_kind_of_people_by_its_last_known_word(role: str, voice: str | None) -> None:
    assert voice_of(role) == voice


def counted(rows: list[Row], least: int = 5) -> dict[str, int]:
    found = voices(placed(rows), least)
    return {str(voice): int(n) for voice, n in zip(found["voice"], found["n"], strict=True)}


def test_kinds_that_nobody_is_of_are_there_with_none() -> None:
    found = counted(people({"principal": "2", "teacher": "112", "Kaiako": "3"}))
    assert found == {ALL: 5, "learners": 0, "whānau": 0, "teachers": 4, "leaders": 1, "trustees": 0,
                     "iwi or mana whenua": 0}  # fmt: skip


def test_a_role_that_no_word_of_is_known_is_named_only_where_many_hold_it() -> None:
    found = counted(people({"Caretaker at Rātā": "1", "volunteer": "12312", None: "22"}))
    assert {kind: n for kind, n in found.items() if n} == {
        ALL: 8,
        "other roles": 1,
        "role not given": 2,
        "volunteer": 5,
    }


def test_somebody_who_rated_twice_or_gave_a_role_once_is_one_person() -> None:
    rows: list[Row] = [
        {"area": "1", "stage": "1", "placed_by": "person", "role": "teacher", "rater": "R", "term": "2026-T1"},
        {"area": "1", "stage": "2", "placed_by": "person", "role": None, "rater": "R", "term": "2026-T2"},
        {"area": "2", "stage": "2", "placed_by": "person", "role": "teacher", "rater": "R"},
    ]
    assert counted(rows)[ALL] == 1


def test_people_without_a_code_are_as_many_as_their_rows_and_a_code_is_of_its_school() -> None:
    nameless: list[Row] = [{"area": "1", "stage": s, "placed_by": "person", "role": "teacher"} for s in "112233"]
    assert counted(nameless)["teachers"] == 6
    rows: list[Row] = [row | {"school": school, "rater": "T1"} for school in "ABC" for row in nameless[:1]]
    assert counted(rows)["teachers"] == 3


def test_each_kind_has_its_own_middle_beside_that_of_all() -> None:
    found = areas_by_voice(placed(people({"teacher": "1112", "whānau": "33"})), AREAS, STAGES, 2)
    assert found[["voice", "raters", "low", "high", "verdict"]].values.tolist() == [
        [ALL, 6, "1", "2", "far apart"],
        ["whānau", 2, "3", "3", "same level"],
        ["teachers", 4, "1", "1", "within one"],
    ]


def test_nobody_is_no_voice() -> None:
    assert voices(placed([{"school": "A", "area": "1", "stage": "1"}]), 5).empty
    assert areas_by_voice(placed([]), AREAS, STAGES, 5).empty
