"""Attendance on the page: the line stops at the change of codes, few learners are shown nowhere, none is one line."""

from __future__ import annotations

from pathlib import Path

from test_exhibit_breaks import community, results, strokes

from colsynth.exhibits import Chapter, attendance, levels, open_chapter

HEAD: list[object] = ["NSN", "School", "Term", "Half-days possible", "Half-days present"]


def half_days(n: int, *terms: str, school: int = 9901, first: int = 0) -> list[list[object]]:
    """Two of three learners regular, the others by turns in the other bands."""
    present = [95, 95, 85, 96, 97, 75, 95, 95, 60]
    return [[f"{1000000007 + 13 * (first + i)}", school, term, 100, present[i % 9]] for term in terms for i in range(n)]


def chapter_of(root: Path, rows: list[list[object]]) -> Chapter:
    settings = community(root, results("otj-writing", ["2026-T1"]), attendance=[HEAD, *rows])
    return open_chapter("achievement", settings)


def test_the_line_stops_where_the_codes_changed_and_says_so(tmp_path: Path) -> None:
    rows = half_days(90, "2024-T3", "2024-T4", "2025-T1", "2025-T4", "2026-T1")
    chapter = open_chapter(
        "achievement", community(tmp_path, results("otj-writing", ["2026-T1"]), attendance=[HEAD, *rows])
    )
    shown = attendance.over_terms(chapter)
    drawn = strokes(shown)
    assert (drawn["2024-T4"], drawn["2025-T1"]) == ({0}, {1})
    assert "broken before Term 1, 2025: in Term 1 of 2025 the attendance codes were cut from 26 to 15" in shown.caution
    (finding,) = shown.findings
    assert finding.claim.startswith(
        "67 % of 90 learners with attendance attended regularly in Term 1, 2026: no clear change"
    )
    assert finding.comparison == "the same term a year before, Term 1, 2025"
    assert "dashed line" in attendance.bands(chapter).how_to_read


def test_a_school_with_four_learners_is_hidden(tmp_path: Path) -> None:
    rows = half_days(90, "2026-T1") + half_days(4, "2026-T1", school=9902, first=90)
    chapter = open_chapter(
        "achievement", community(tmp_path, results("otj-writing", ["2026-T1"]), attendance=[HEAD, *rows])
    )
    table = attendance.by_school(chapter).record()["table"]
    assert sorted("[c]" in row for row in table["rows"]) == [False, True]


def test_few_learners_have_a_line_and_no_bands(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, half_days(4, "2026-T1"))
    shown = attendance.over_terms(chapter)
    assert "cannot be shown" in shown.title
    assert "hidden [c]" in shown.findings[0].claim
    assert attendance.bands(chapter).table is None


def test_without_the_register_there_is_one_line(tmp_path: Path) -> None:
    chapter = open_chapter("achievement", community(tmp_path, results("otj-writing", ["2026-T1"])))
    shown = attendance.over_terms(chapter)
    assert shown.title == "No attendance was supplied up to this term, so nothing can be said about it."
    assert not attendance.supplied(chapter)


def test_levels_stand_as_bars_from_the_lowest_to_the_highest(tmp_path: Path) -> None:
    chapter = open_chapter("achievement", community(tmp_path, results("otj-writing", ["2025-T2", "2025-T4"], n=60)))
    shown = levels.levels_over_terms(chapter)
    assert (
        shown.title == "Writing, overall teacher judgement, Term 4, 2025: 33 % Well below to Below, 67 % At to Above."
    )
