"""What the page says of ratings: whose view it is, on what evidence, and where no middle speaks for all."""

from __future__ import annotations

import json
import re

import pytest
from rated_chapters import ERO, LESSONS, Row, by_people, by_school, rated

from colsynth.exhibits import practice_indicators, practice_persons, practice_profile
from colsynth.exhibits.exhibit import Exhibit

AREAS = "1234567"


def page(exhibit: Exhibit) -> str:
    """All that a reader of an exhibit and its findings can see."""
    record = exhibit.record() | {"findings": [finding.record() for finding in exhibit.findings]}
    return json.dumps(record, ensure_ascii=False)


def test_what_is_only_asserted_does_not_make_a_claim_stronger() -> None:
    rows = [by_school(i, "2", "1") for i in range(5)] + [by_school(i, "2", "2", evidence="minutes") for i in range(5)]
    [exhibit] = practice_profile.profile(rated(rows))
    asserted, noted = exhibit.findings
    assert (asserted.strength.grade, noted.strength.grade) == (0, 3)
    assert "5 placements (none with evidence)" in asserted.claim
    assert "5 placements (all with evidence)" in noted.claim


def test_where_placements_lie_far_apart_no_middle_is_told_as_if_for_all() -> None:
    rows = [by_school(i, stage, evidence="notes") for i, stage in enumerate(("1", "1", "3", "3", "3"))]
    [exhibit] = practice_profile.profile(rated(rows))
    assert exhibit.title == "Placements lie far apart in 1 of 1 area: a conversation, not a number."
    assert "two camps, from “Column 1” to “Column 3”" in exhibit.findings[0].claim
    assert "middle" not in exhibit.findings[0].claim


def test_ratings_that_are_all_at_the_top_are_said_to_be_so() -> None:
    [exhibit] = practice_profile.profile(rated([by_school(i, "3", a) for i in range(3) for a in AREAS]))
    assert exhibit.title.startswith("Every placement is at “Column 3”: without variation")


def test_schools_at_the_top_everywhere_are_counted_and_not_named() -> None:
    rows = [by_school(i, "3" if i == 0 else str(1 + int(a) % 3), a) for i in range(3) for a in AREAS]
    [exhibit] = practice_profile.profile(rated(rows))
    assert "1 of 3 schools placed all they rated at “Column 3”" in exhibit.caution


def test_what_its_author_found_of_a_model_stands_beside_a_communitys_own_view() -> None:
    rows = [by_school(i, "2", framework=LESSONS) for i in range(3)]
    [exhibit] = practice_profile.profile(rated(rows, (LESSONS,)))
    [(heading, found)] = exhibit.lists
    assert heading == "What the Education Review Office found of the model elsewhere"
    assert "It can probably last." in found


def test_a_middle_of_schools_that_agree_too_little_is_less_sure() -> None:
    apart = ["1232132", "2121213", "3213121", "1111231", "2321112"]
    alike = ["1231231"] * 5
    grades = []
    for table in (alike, apart):
        rows = [
            by_school(i, stage, a, evidence="seen")
            for i, own in enumerate(table)
            for a, stage in zip(AREAS, own, strict=True)
        ]
        [exhibit] = practice_profile.profile(rated(rows))
        grades.append({finding.strength.grade for finding in exhibit.findings})
    assert grades == [{3}, {2}]


def test_each_framework_of_the_settings_has_its_own_page_under_its_own_name() -> None:
    rows = [by_school(0, "2"), by_school(0, "2", framework=LESSONS)]
    shown = practice_profile.profile(rated(rows, (ERO, LESSONS)))
    assert [exhibit.id for exhibit in shown] == ["practice-profile", f"practice-profile-{LESSONS}"]
    assert shown[1].title.startswith("Lessons from Kahukura: ")
    assert shown[1].findings[0].id == f"practice-profile-{LESSONS}-1"
    assert shown[1].findings[0].bears_on == (f"{LESSONS}:1",)
    for exhibit in shown:
        assert "the community's own evaluation, not a judgement by the framework's author" in exhibit.caution
        assert "version 1" in exhibit.method


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [by_school(0, None)],
        [by_school(0, "not applicable", a) for a in AREAS],
        [by_school(0, "2")],
        [{"area": a, "stage": "2", "placed_by": "consensus"} for a in AREAS],
        [by_school(0, "2", term=None, evidence="minutes")],
        [by_school(0, "not applicable", "6", indicator="6.3.1")],
        by_people("principal", "1"),
        by_people("=principal|x", "12312"),
        by_people("teacher", "33333") + by_people("principal", "1"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_little_or_odd_ratings_have_a_page_that_reads(rows: list[Row]) -> None:
    made = rated(rows)
    for show in (practice_profile.profile, practice_persons.by_persons, practice_indicators.indicators):
        for exhibit in show(made):
            assert exhibit.title.endswith(".")
            assert not re.search(r"\b(nan|NaN|<NA>)\b", page(exhibit).replace("null", ""))


def test_no_framework_is_said_once() -> None:
    [exhibit] = practice_profile.profile(rated([by_school(0, "2")], frameworks=()))
    assert exhibit.title == "The settings name no framework, so there is nothing to rate against."


def test_an_only_principal_is_neither_counted_nor_told_by_the_rest() -> None:
    rows = by_people("teacher", "111111") + by_people("principal", "3")
    [exhibit] = practice_persons.by_persons(rated(rows))
    record = exhibit.record()
    assert record["table"]["rows"] == [["Leadership for equity and excellence", "7", "far apart", "Column 1"]]
    assert record["lists"][0]["items"] == ["All people: 7", "Teachers: [c]", "Leaders: [c]"]


def test_a_group_that_answers_alike_is_not_told_to_do_so() -> None:
    [exhibit] = practice_persons.by_persons(rated(by_people("teacher", "22222") + by_people("parent", "33333")))
    assert exhibit.record()["table"]["rows"][0][1:] == ["10", "not far apart", "Column 2 and Column 3", "Column 3",
                                                        "Column 2"]  # fmt: skip
    assert "same level" not in page(exhibit)
    [exhibit] = practice_persons.by_persons(rated(by_people("teacher", "11133")))
    assert exhibit.record()["table"]["rows"][0][2] == "far apart", "of two camps of five one is two people"


def test_missing_voices_are_named() -> None:
    [exhibit] = practice_persons.by_persons(rated(by_people("teacher", "22222")))
    assert exhibit.title == (
        "Heard are teachers; not heard are learners, whānau, leaders, trustees and iwi or mana whenua."
    )


def test_the_role_of_few_people_is_never_printed_as_it_was_written() -> None:
    rows = by_people("Deputy caretaker at Kura 3", "12") + by_people("teacher", "22222222")
    assert "caretaker" not in page(*practice_persons.by_persons(rated(rows)))


def test_indicators_that_single_people_rated_are_shown_from_five_raters() -> None:
    rows = [row | {"indicator": "6.1.1"} for row in by_people("teacher", "12223", "6")]
    rows += [row | {"indicator": "6.1.2"} for row in rows[:4]]
    [exhibit] = practice_indicators.indicators(rated(rows))
    assert [row[2:] for row in exhibit.record()["table"]["rows"]] == [["5", "Column 2"], ["[c]", "[c]"]]
