"""What learners say before and after a move, on the page: always as other learners, and one line without a survey."""

from __future__ import annotations

from pathlib import Path

from made_chapters import Row, Sheets, settings_of
from test_exhibit_transitions_lists import sheets

from colsynth.exhibits import open_chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.transitions_wellbeing import NONE, wellbeing

BELONG = "I feel I belong at Kura Rua"


def answers(before: tuple[int, int], after: tuple[int, int]) -> list[Row]:
    counts = {(6, "2025-T4"): before, (7, "2026-T2"): after}
    return [
        {"Survey": "Feelings", "Item": BELONG, "Respondent group": "Students", "Year level": year, "Term": term,
         "Answer": answer, "Count": n}
        for (year, term), both in counts.items()
        for answer, n in zip(("Agree", "Disagree"), both, strict=True)
    ]  # fmt: skip


def shown(root: Path, voice: list[Row]) -> Exhibit:
    made: Sheets = sheets() | {"voice": voice}
    return wellbeing(open_chapter("transitions", settings_of(root, made), "2026-T2"))


def test_two_groups_of_other_learners_stand_side_by_side(tmp_path: Path) -> None:
    exhibit = shown(tmp_path, answers((80, 40), (40, 80)))
    assert exhibit.title == "Of 1 question put on both sides of a move, to other learners: fewer agree after on 1."
    assert exhibit.caution.startswith("These are other learners before and after")
    (row,) = (exhibit.record()["table"] or {})["rows"]
    assert row[1] == "I feel I belong at a member school"
    assert exhibit.chart is not None
    assert not exhibit.findings


def test_few_who_disagree_are_hidden(tmp_path: Path) -> None:
    exhibit = shown(tmp_path, answers((40, 3), (20, 40)))
    assert exhibit.title == "Too few learners answered on both sides of a move to show what they say."


def test_without_a_survey_there_is_one_line(tmp_path: Path) -> None:
    exhibit = shown(tmp_path, [])
    assert (exhibit.title, exhibit.table) == (NONE, None)
