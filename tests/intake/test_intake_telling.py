"""A text that may tell who a learner is is not repeated in a message, and a misspelt word still is."""

from __future__ import annotations

import pytest
from made_community import Community, of_check

from colsynth.intake.records.telling import name_or_date, number_or_address


@pytest.mark.parametrize("text", ["0123456789", "123 456 789", "NSN 0123456789", "aroha@example.org"])
def test_long_numbers_and_addresses_are_known_by_their_signs(text: str) -> None:
    assert number_or_address(text)


@pytest.mark.parametrize("text", ["1402", "2026-06-19", "1,234.50", "3B", "9901", "@", "0.123456789012"])
def test_what_a_result_may_be_is_no_such_number(text: str) -> None:
    assert not number_or_address(text)


@pytest.mark.parametrize("text", ["Aroha Ngata", "Ngata, Aroha", "Te Ao O'Neill-Smith", "14/03/2015", "3 Mar 2015"])
def test_names_and_days_are_known_by_their_shape(text: str) -> None:
    assert name_or_date(text)


def test_a_misspelt_level_that_comes_again_is_shown_and_a_name_that_stands_once_is_not(community: Community) -> None:
    community.schools()
    levels = ["At", "Working Towards", "Working Towards", "Aroha Ngata", "Abuv"]
    rows = "".join(f"012345678{n},9901,otj-reading,2024-T2,{level}\n" for n, level in enumerate(levels))
    community.csv("a.csv", "NSN,School,Measure,Term,Level\n" + rows)
    said = " ".join(problem.sentence() for problem in of_check(community.take_in(), "level"))
    assert "Working Towards" in said
    assert "Abuv" in said
    assert "words that may be a name" in said
    assert "Aroha" not in said
