"""Headers of wide sheets as schools write them name a measure or a subject, a part of the result and a time."""

from __future__ import annotations

import pytest
from known_measures import names

from colsynth.intake.tables.naming import WideHeader


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Wtg Mid Yr OTJ", WideHeader("otj-writing", "raw", "", when="T2")),
        ("OTJ Writing 2025 MY", WideHeader("otj-writing", "raw", "2025-T2")),
        ("R OTJ EOY23", WideHeader("otj-reading", "raw", "2023-T4")),
        ("2025 Writing OTJ Term 4", WideHeader("otj-writing", "raw", "2025-T4")),
        ("OTJ M End of Yr '24", WideHeader("otj-mathematics", "raw", "2024-T4")),
        ("easttle aRs T1 2025", WideHeader("easttle-reading", "raw", "2025-T1")),
        ("e-asTTle Rdg Score (Nov 2023)", WideHeader("easttle-reading", "scale_score", "2023-T4")),
        ("PAT M T1 26", WideHeader("pat-mathematics", "raw", "2026-T1")),
        ("PAT Maths Score T1 26", WideHeader("pat-mathematics", "scale_score", "2026-T1")),
        ("PAT Maths Stanine T1 26", WideHeader("pat-mathematics", "level", "2026-T1")),
        ("OTJ Pāngarau hukihuki T2 2024", None),
    ],
)
def test_a_header_names_a_measure_and_a_time(header: str, meaning: WideHeader | None) -> None:
    assert names().of_header(header) == meaning


@pytest.mark.parametrize(
    ("header", "subject", "term", "when"),
    [
        ("Reading T2 2024", "reading", "2024-T2", ""),
        ("R_EOY23", "reading", "2023-T4", ""),
        ("Maths (Nov)", "mathematics", "", "T4"),
        ("Rdg EOY 2024", "reading", "2024-T4", ""),
        ("2025 Term 4 Writing", "writing", "2025-T4", ""),
        ("W MY", "writing", "", "T2"),
        ("Writing", "writing", "", ""),
        ("Tuhituhi Wāhanga 2 2025", "tuhituhi", "2025-T2", ""),
    ],
)
def test_a_header_without_a_tool_names_the_subject_alone(header: str, subject: str, term: str, when: str) -> None:
    assert names().of_header(header) == WideHeader("", "raw", term, subject, when)


def test_a_tool_given_for_the_sheet_completes_a_subject() -> None:
    assert names().of_parts("reading", "OTJ") == "otj-reading"


def test_a_subject_may_stand_with_a_part_of_its_result() -> None:
    assert names().of_header("Reading level T2 2024") == WideHeader("", "level", "2024-T2", "reading")


@pytest.mark.parametrize("header", ["R", "W", "M"])
def test_a_single_letter_is_no_subject_unless_a_time_stands_beside_it(header: str) -> None:
    assert names().of_header(header) is None


@pytest.mark.parametrize("header", ["T2 2026", "EOY", "Swimming OTJ T2 2026", "Boys", "My reading goal", "Year 4 T2"])
def test_a_header_with_other_words_names_nothing(header: str) -> None:
    assert names().of_header(header) is None


@pytest.mark.parametrize("header", ["Writing T2 EOY", "Writing T2 2024 2025", "Writing Feb T4 2024"])
def test_a_header_with_two_times_is_not_decided(header: str) -> None:
    assert names().of_header(header) is None


@pytest.mark.parametrize("header", ["Writing July 2024", "Writing Apr", "Writing Nov 23", "Writing 12 Nov 2024"])
def test_a_time_that_may_mean_two_things_is_not_guessed(header: str) -> None:
    assert names().of_header(header) is None


def test_the_words_of_a_name_may_stand_in_another_order() -> None:
    assert names().of("Reading Comprehension PAT") == "pat-reading"


@pytest.mark.parametrize("measure", names().measures)
def test_a_measure_is_known_by_its_id_and_by_its_name(measure: str) -> None:
    known = names()
    assert known.of(measure) == measure
    assert known.of(known.measures[measure].name) == measure
    assert known.of_header(f"{known.measures[measure].name} T2 2026") == WideHeader(measure, "raw", "2026-T2")
