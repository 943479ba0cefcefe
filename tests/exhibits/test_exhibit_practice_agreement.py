"""What a page says of agreement and of kinder eyes, on small registers of placements."""

from __future__ import annotations

import pytest
from rated_chapters import LESSONS, Row, by_people, by_school, rated

from colsynth.exhibits.practice_agreement import agreement, severity

ALIKE = "2121212"  # areas 1 to 7
AREAS = "1234567"


def placed(*schools: str, noted: int = 7) -> list[Row]:
    """One school for each string of steps; with evidence for its first areas."""
    return [
        by_school(i, stage, str(area), evidence="minutes" if area <= noted else None)
        for i, stages in enumerate(schools)
        for area, stage in enumerate(stages, 1)
    ]


def test_one_school_far_from_five_that_agree_is_the_only_one_set_apart() -> None:
    shown = severity(rated(placed(*[ALIKE] * 5, "3333333"), schools=6))
    assert shown.title == "Of 6 comparisons of a school with the others, 1 is clear: 1 higher."


def test_of_two_schools_there_is_one_comparison_and_not_two() -> None:
    shown = severity(rated(placed(ALIKE, "3232323"), schools=2))
    assert shown.title == (
        "One of two schools places everything clearly higher than the other on Working towards collaborative practice."
    )


def test_that_schools_may_or_may_not_agree_is_no_finding() -> None:
    shown = agreement(rated(placed("1133123", "1232132", "2133123", "1231231"), schools=4))
    assert shown.title == "Placements by schools may or may not agree."
    assert not shown.findings


@pytest.mark.parametrize(("noted", "grade"), [(7, 3), (6, 2), (3, 1), (0, 0)])
def test_agreement_is_as_strong_as_the_share_of_placements_with_evidence(noted: int, grade: int) -> None:
    (finding,) = agreement(rated(placed(*["1231231"] * 5, noted=noted))).findings
    assert (finding.strength.grade, finding.size, finding.unit) == (grade, 1.0, "alpha")


def test_where_levels_lie_close_the_size_is_the_coefficient_that_says_so() -> None:
    (finding,) = agreement(rated(placed("2222222", "2222223", "2222222", "2222222", "2222222"))).findings
    assert "lie close together" in finding.claim
    assert (finding.unit, finding.basis) == ("AC2", "things")
    assert finding.low is not None
    assert finding.low >= 0.8


def test_schools_that_agree_are_said_to_and_no_area_is_for_a_conversation() -> None:
    shown = agreement(rated([by_school(i, str(1 + int(a) % 3), a) for i in range(5) for a in AREAS]))
    assert shown.title == "Placements by schools agree."
    assert shown.findings[0].size == 1
    assert not shown.lists


def test_where_all_is_at_one_level_it_is_said_and_not_called_agreement() -> None:
    shown = agreement(rated([by_school(i, "3", a) for i in range(5) for a in AREAS]))
    assert shown.title.endswith("all at one level, with no word of what is stronger or not yet so.")
    assert shown.findings[0].size is None


def test_camps_are_a_conversation_named_by_area() -> None:
    rows = [by_school(i, "1" if i < 2 else "3", "4") for i in range(4)]
    rows += [by_school(i, "2", a) for i in range(4) for a in "123567"]
    [(heading, [said])] = agreement(rated(rows)).lists
    assert "a conversation, not a number" in heading
    assert "two camps in Collective theory of change" in said


def test_every_framework_stands_in_one_table() -> None:
    rows = [by_school(i, str(1 + (int(a) + i) % 3), a, framework=f) for i in range(3) for a in AREAS
            for f in ("ero-collaborative-practice", LESSONS)]  # fmt: skip
    chapter = rated(rows, ("ero-collaborative-practice", LESSONS))
    for show in (agreement, severity):
        table = show(chapter).record()["table"]
        assert len({row[0] for row in table["rows"]}) == 2


def test_a_school_that_stands_higher_is_told_with_what_it_may_mean() -> None:
    rows = [by_school(i, str(1 + int(a) % 2 + (i == 0)), a) for i in range(4) for a in AREAS]
    shown = severity(rated(rows))
    words = {row[1]: row[-1] for row in shown.record()["table"]["rows"]}
    assert sorted(words.values())[0] == "higher"
    assert "Sheets do not say what a school placed." in shown.caution
    assert not shown.findings


def test_of_few_people_nothing_is_told() -> None:
    rows = [row for a in AREAS for row in by_people("teacher", "1233", a)]
    for show in (agreement, severity):
        shown = show(rated(rows))
        assert shown.table is None
        assert not shown.lists


def test_one_school_is_held_against_nobody() -> None:
    chapter = rated([by_school(0, "2", a) for a in AREAS])
    assert severity(chapter).title == "Fewer than two schools rated, so none can be held against others."
    assert agreement(chapter).table is None
