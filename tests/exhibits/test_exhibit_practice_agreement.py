"""What a page says of agreement and of kinder eyes, on small registers of placements."""

from __future__ import annotations

import pytest
from rated_chapters import Row, by_school, rated

from colsynth.exhibits.practice_agreement import agreement, severity

ALIKE = "2121212"  # areas 1 to 7


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
    assert finding.low >= 0.667
