"""Attendance at the move on the page: the answer with whom it is held against, and one line where there is none."""

from __future__ import annotations

from pathlib import Path

from made_chapters import Row, Sheets, number, settings_of

from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.transitions_attendance import NONE, attendance_at_the_move


def sheets(movers: int = 40, stayers: int = 60) -> Sheets:
    """Year 6 learners of one school who went to another for Year 7, and learners a year beside who stayed at either."""
    rows: Sheets = {"schools": [], "students": [], "attendance": []}
    rows["schools"] = [
        {"School number": "9901", "School name": "Kura Tahi", "Type": "Contributing"},
        {"School number": "9902", "School name": "Kura Rua", "Type": "Intermediate"},
    ]
    for i in range(movers + stayers):
        moved = i < movers
        who: Row = {"NSN": number(i)}
        below = i // 10 % 2 == 1
        before = "9901" if moved or below else "9902"  # a year below, or a year above
        level = 6 if moved or below else 8
        first: Row = {"School number": before, "Entry date": "2020-02-03", "Year level": level}
        rows["students"].append(who | first | ({"Exit date": "2025-12-16"} if moved else {}))
        if moved:
            rows["students"].append(who | {"School number": "9902", "Entry date": "2026-02-03", "Year level": 7})
        for term, school, fell in (("2025-T1", before, 0), ("2026-T1", "9902" if moved else before, 1)):
            there = 95 if i % 10 < (6 if not (moved and fell) else 3) or i % 10 == 7 + fell else 80
            rows["attendance"].append(
                who | {"School number": school, "Term": term, "Half-days possible": 100, "Half-days present": there}
            )
    return rows


def chapter_of(root: Path, made: Sheets) -> Chapter:
    return open_chapter("transitions", settings_of(root, made), "2026-T1")


def test_the_title_and_the_finding_say_against_whom(tmp_path: Path) -> None:
    shown = attendance_at_the_move(chapter_of(tmp_path, sheets(120, 120)))
    assert shown.title == "Year 6 to Year 7: regular attendance fell further than among those who did not move."
    (finding,) = shown.findings
    assert finding.comparison == "learners a year level below or above who did not move"
    assert (finding.direction, finding.n, finding.of) == ("down", 48, 120)
    assert "Learners of another age" in finding.says_not
    assert "no measure of the school they left" in finding.says_not
    assert shown.chart is not None


def test_few_movers_are_hidden_and_no_finding_is_told(tmp_path: Path) -> None:
    shown = attendance_at_the_move(chapter_of(tmp_path, sheets(4, 40)))
    assert shown.title == "Year 6 to Year 7: too few learners with attendance on both sides to show it."
    assert shown.chart is None
    assert not shown.findings


def test_without_attendance_there_is_one_line(tmp_path: Path) -> None:
    shown = attendance_at_the_move(chapter_of(tmp_path, sheets() | {"attendance": []}))
    assert (shown.title, shown.table) == (NONE, None)


def test_how_many_moved_on_in_all_is_not_told_as_it_would_give_back_how_many_left(tmp_path: Path) -> None:
    record = attendance_at_the_move(chapter_of(tmp_path, sheets(120, 120))).record()
    assert "moved" not in [column["key"] for column in record["table"]["columns"]]
