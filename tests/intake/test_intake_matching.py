"""Headers are matched by spelling, hints win, and two claims to one meaning are never decided by chance."""

from __future__ import annotations

import pytest
from known_measures import wide

from colsynth.intake.tables.matching import Matched, match_headers, nearest_column
from colsynth.intake.tables.naming import WideHeader
from colsynth.intake.tables.wide import Wide
from colsynth.registers.declared import load_registers
from colsynth.settings import InputFile

REGISTERS = load_registers()


def hinted(columns: dict[str, str]) -> InputFile:
    return InputFile(file="x", columns=columns)


def matched(*headers: str, register: str = "achievement", **hints: str) -> Matched:
    return match_headers(list(headers), REGISTERS[register], wide(), hinted(hints))


@pytest.mark.parametrize("header", ["Year Level", "YEAR_LEVEL", "year-level:", "Yr", " yr level "])
def test_case_spaces_and_punctuation_do_not_matter(header: str) -> None:
    assert matched("NSN", header).columns["year_level"] == 1


@pytest.mark.parametrize("header", ["Kura", "KURA", "Kūra", "Kuura"])
def test_macrons_and_double_vowels_do_not_matter(header: str) -> None:
    assert matched("NSN", header, register="students").columns["school"] == 1


def test_names_are_recognised_and_not_kept() -> None:
    assert matched("NSN", "First Name", "DOB", "Teacher").not_kept == [1, 2, 3]


def test_two_columns_for_one_meaning_are_claimed_twice() -> None:
    found = matched("NSN", "Year", "Yr Level")
    assert found.claimed_twice == {"year_level": [1, 2]}
    assert "year_level" not in found.columns


def test_a_hint_settles_which_of_two_columns_is_meant() -> None:
    found = matched("NSN", "Year", "Yr Level", year_level="Yr level")
    assert (found.columns["year_level"], found.not_used, found.claimed_twice) == (2, [1], {})


def test_a_hint_for_a_header_the_sheet_lacks_is_noticed() -> None:
    assert matched("NSN", "Mark", level="Grade").hints_not_found == {"level": "Grade"}


def test_the_schools_own_number_counts_only_without_a_national_one() -> None:
    assert matched("Student ID", "Level").columns["student"] == 0
    both = matched("Student ID", "NSN", "Level")
    assert (both.columns["student"], both.not_kept) == (1, [0])


def test_the_schools_name_counts_only_without_its_number() -> None:
    assert matched("NSN", "School name").columns["school"] == 1
    assert matched("NSN", "School name", "School number").columns["school"] == 2


def test_a_school_without_a_number_is_known_by_its_name() -> None:
    found = matched("School name", "Roll", register="schools")
    assert (found.columns["school"], found.columns["name"]) == (0, 0)


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Writing OTJ T2 2026", WideHeader("otj-writing", "raw", "2026-T2")),
        ("Maths e-asTTle T1 2025", WideHeader("easttle-mathematics", "raw", "2025-T1")),
        ("Reading (OTJ) Term 4 2025", WideHeader("otj-reading", "raw", "2025-T4")),
        ("2025 T4 Reading OTJ", WideHeader("otj-reading", "raw", "2025-T4")),
        ("OTJ_Writing_2026_T2", WideHeader("otj-writing", "raw", "2026-T2")),
        (
            "e-asTTle Mathematics scale score T1 2025",
            WideHeader("easttle-mathematics", "scale_score", "2025-T1"),
        ),
        ("e-asTTle Maths level, Term 1 2025", WideHeader("easttle-mathematics", "level", "2025-T1")),
        ("PAT Maths", WideHeader("pat-mathematics", "raw", "")),
    ],
)
def test_a_wide_header_names_measure_part_and_term(header: str, meaning: WideHeader) -> None:
    said = [("measure", meaning.measure), ("term", meaning.term)]
    assert matched("NSN", header).wide == {1: Wide(tuple(one for one in said if one[1]), meaning.part)}


@pytest.mark.parametrize("header", ["Writing", "T2 2026", "Swimming OTJ T2 2026"])
def test_a_header_that_names_no_measure_is_not_used(header: str) -> None:
    assert matched("NSN", header).not_used == [1]


def test_a_subject_with_a_term_waits_for_the_tool_that_the_sheet_is_about() -> None:
    assert matched("NSN", "R_EOY23").wide == {1: Wide((("subject", "reading"), ("term", "2023-T4")), "raw")}


def test_a_hint_can_say_what_a_wide_header_means() -> None:
    hints = {"otj-writing 2026-T2": "Wtg Mid Yr"}
    found = match_headers(["NSN", "Wtg Mid Yr"], REGISTERS["achievement"], wide(), hinted(hints))
    assert found.wide == {1: Wide((("measure", "otj-writing"), ("term", "2026-T2")), "raw")}


def test_two_wide_headers_for_one_result_are_claimed_twice() -> None:
    assert matched("NSN", "Writing OTJ T2 2026", "OTJ Writing 2026 Term 2").claimed_twice == {
        "otj-writing 2026-T2": [1, 2]
    }


def test_the_nearest_spelling_is_named_for_an_unknown_header() -> None:
    found = matched("NSN", "Yeer Level")
    assert nearest_column("Yeer Level", found) == "Year level"
    assert nearest_column("Shoe size", found) == ""
