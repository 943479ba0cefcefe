"""Where a claim that something is so starts (STATE), and what is said of it."""

import pytest

from colsynth.findings import state_strength


@pytest.mark.parametrize(
    ("n", "of", "checked", "grade", "words"),
    [
        (100, 100, True, 4, "we are confident"),
        (95, 100, True, 4, "we are confident"),
        (100, 100, False, 3, "it is likely"),
        (80, 100, True, 2, "it is possible that"),
        (94, 100, True, 2, "it is possible that"),
        (79, 100, True, 1, "there are early signs"),
        (10, None, True, 1, "there are early signs"),  # an unknown input counts against the claim
        (0, 100, True, 0, "we cannot say"),
    ],
)
def test_a_claim_starts_by_who_was_seen(n: int, of: int | None, checked: bool, grade: int, words: str) -> None:
    strength = state_strength(n, of, "learners on the roll", checked, "Moderated.")
    assert (strength.grade, strength.words, strength.arithmetic) == (grade, words, f"{grade} = start {grade}")
    assert strength.reasons


def test_reasons_give_no_small_number_back() -> None:
    strength = state_strength(38, 40, "learners on the roll", False, "Not moderated.")
    assert "38" not in " ".join(strength.reasons)
    assert "40" not in " ".join(strength.reasons)
