"""A finding about too few people says just that; an identifier stops a page."""

import pytest

from colsynth.errors import ProtectionError
from colsynth.findings import Finding, state_strength
from colsynth.protection import protect_finding, scan


def finding(n: int, of: int) -> Finding:
    claim = f"Writing: {n} of {of} learners are at or above expectation."
    strength = state_strength(of, of, "learners", True, "All moderated.")
    return Finding("f-1", "goals", "Where is writing?", claim, strength, "learners", size=n / of, n=n, of=of)


def test_a_finding_about_enough_learners_is_told() -> None:
    assert protect_finding(finding(20, 40), 5) == finding(20, 40)


@pytest.mark.parametrize(("n", "of"), [(2, 3), (3, 40), (38, 40), (40, 40), (0, 40), (4, 9)])
def test_a_finding_about_too_few_keeps_its_question_and_no_number(n: int, of: int) -> None:
    record = protect_finding(finding(n, of), 5).record()
    assert record["question"] == "Where is writing?"
    assert (record["size"], record["n"], record["of"], record["strength"]) == (None, None, None, 0)
    assert f"{n} of {of}" not in str(record)
    assert "[c]" in record["claim"]


def test_a_student_number_stops_the_page() -> None:
    with pytest.raises(ProtectionError, match="student number"):
        scan("<p>0123456789 was absent</p>", [], "report.html")


@pytest.mark.parametrize("end", [".", ". Then", ".</p>", ", and", ".csv"])
def test_a_student_number_at_the_end_of_a_sentence_stops_the_page(end: str) -> None:
    with pytest.raises(ProtectionError, match="student number"):
        scan(f"<p>Ask about 1000000007{end}", [], "report.html")


def test_a_learners_code_stops_the_page_and_is_not_repeated_in_the_message() -> None:
    code = "0123456789abcdef01234567"
    with pytest.raises(ProtectionError) as refused:
        scan(f'{{"student":"{code}"}}', [code], "report.html")
    assert code not in str(refused.value)


def test_fingerprints_dates_and_coordinates_are_no_identifiers() -> None:
    page = '<p>fd3ca87012aa 2026-09-25 <path d="M0.1234567891,12 1234567891.5"/> a1234567890</p>'
    scan(page, [], "report.html")


def test_a_hidden_finding_keeps_no_comparison_either() -> None:
    told = Finding("f-1", "goals", "Where?", "C.", state_strength(1, 1, "l", True, ""), "learners", n=2, of=3,
                   comparison="the baseline of 25 %")  # fmt: skip
    assert protect_finding(told, 5).comparison == ""


def test_a_count_of_learners_without_its_denominator_is_held_to_the_same_rule() -> None:
    told = Finding("f-1", "goals", "Where?", "3 learners.", state_strength(1, 1, "l", True, ""), "learners", n=3)
    assert "3 learners" not in protect_finding(told, 5).claim
