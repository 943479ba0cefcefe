"""What the page says of movement: a shape either way, who was asked, on what evidence, and of people nothing singly."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from made_chapters import Row, settings_of

from colsynth.exhibits import open_chapter
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.practice_movement import movement, title_of
from colsynth.exhibits.practice_movement_persons import by_persons

ERO = "ero-collaborative-practice"
SCHOOLS = [{"School number": f"99{i:02d}", "School name": f"Kura {i}"} for i in range(9)]


def chapter(root: Path, rows: list[Row]) -> Chapter:
    """A community of nine schools with these ratings."""
    settings = settings_of(root, {"schools": SCHOOLS, "ratings": rows}, frameworks=[ERO], as_at="2026-09-20")
    return open_chapter("practice", settings, "2026-T3")


def placed(term: str, stages: str, area: str = "1", by: str = "school", evidence: str = "minutes") -> list[Row]:
    """One row a school or person; the stages as `-123`, a blank for one who placed nothing."""
    answer = {"-": "not yet evident"}
    return [
        {"Framework": ERO, "Term": term, "Placed by": by, "School": f"99{i:02d}", "Area": area, "Evidence": evidence,
         "Rater": f"r{i}" if by == "person" else "", "Stage": answer.get(stage, stage)}
        for i, stage in enumerate(stages) if stage != " "
    ]  # fmt: skip


def page(exhibit: Exhibit) -> str:
    """All that a reader of an exhibit and its findings can see."""
    record = exhibit.record() | {"findings": [finding.record() for finding in exhibit.findings]}
    return json.dumps(record, ensure_ascii=False)


def test_gains_and_losses_have_the_same_form(tmp_path: Path) -> None:
    rows = [
        *placed("2025-T3", "1111111"), *placed("2026-T3", "2222222"),
        *placed("2025-T3", "3333333", "2"), *placed("2026-T3", "2222222", "2"),
        *placed("2025-T3", "1231231", "3"), *placed("2026-T3", "1231231", "3"),
    ]  # fmt: skip
    [exhibit] = movement(chapter(tmp_path, rows))
    assert exhibit.title == "Since Term 3, 2025, schools placed 1 of 3 areas higher and 1 lower."
    up, down = exhibit.findings
    assert up.unit == "column, the most common step"
    assert (up.direction, up.size, down.direction, down.size) == ("up", 1.0, "down", -1.0)
    assert "7 placed it higher and none lower, most by 1 column; the middle went from Column 1 to Column 2" in up.claim
    assert "none placed it higher and 7 lower" in down.claim
    drawn = json.dumps(exhibit.chart, ensure_ascii=False)
    assert '"▲ moved up"' in drawn
    assert '"▼ moved down"' in drawn
    assert not re.search("red|green", drawn)


def test_a_middle_that_rose_because_others_were_asked_has_not_moved(tmp_path: Path) -> None:
    rows = [*placed("2025-T3", "11111-- "), *placed("2026-T3", "11111  33")]
    [exhibit] = movement(chapter(tmp_path, rows))
    assert exhibit.title == "No area has clearly moved since Term 3, 2025."
    assert exhibit.findings == []
    row = exhibit.record()["table"]["rows"][0]  # type: ignore[index]
    assert row[3] == "same: none higher, 5 the same, none lower; 2 left, 2 new"


def test_one_school_in_a_term_of_its_own_takes_no_movement_away(tmp_path: Path) -> None:
    rows = [*placed("2025-T3", "1111111"), *placed("2026-T2", "2222222"), *placed("2026-T3", "3")]
    [exhibit] = movement(chapter(tmp_path, rows))
    assert exhibit.title == "Since Term 3, 2025, schools placed 1 of 1 area higher."
    assert exhibit.columns[-1].label == "Since Term 3, 2025, up to Term 2, 2026, placed both times"


def test_what_is_only_asserted_lifts_no_claim(tmp_path: Path) -> None:
    rows = [*placed("2025-T3", "1" * 9), *placed("2026-T3", "2" * 9),
            *placed("2025-T3", "1" * 9, "2", evidence=""), *placed("2026-T3", "2" * 9, "2", evidence="")]  # fmt: skip
    rows += [*placed("2025-T3", "1", by="consensus"), *placed("2026-T3", "2", by="consensus")]
    [exhibit] = movement(chapter(tmp_path, rows))
    noted, asserted = exhibit.findings
    assert (noted.strength.grade, asserted.strength.grade) == (3, 0)
    assert noted.strength.arithmetic == "3 = start 3"
    assert " moved up since " in noted.claim
    assert " was placed higher since " in asserted.claim
    title = (
        "Since Term 3, 2025, schools placed 2 of 2 areas higher; the evidence is too weak for a claim about 1 of them."
    )
    assert exhibit.title == title
    assert "learners" not in str(noted.strength.reasons + asserted.strength.reasons)
    assert "Placed together" in page(exhibit)
    assert "Column 1 in Term 3, 2025, then Column 2 in Term 3, 2026." in page(exhibit)


def test_both_middles_are_drawn_and_written(tmp_path: Path) -> None:
    rows = [*placed("2025-T3", "-133"), *placed("2026-T3", "-133")]
    [exhibit] = movement(chapter(tmp_path, rows))
    assert exhibit.title == "Whether any area has moved cannot be told yet: too few placed it in both terms."
    assert "Column 1 and Column 3 (4)" in page(exhibit)


def test_one_term_alone_cannot_have_moved_and_says_so(tmp_path: Path) -> None:
    made = chapter(tmp_path, placed("2026-T3", "123"))
    [exhibit] = movement(made)
    assert exhibit.title == "No framework has placements of schools in two terms yet, so nothing can have moved."
    assert exhibit.chart is None
    assert by_persons(made) == []


def test_the_movement_of_people_tells_how_many_went_which_way_to_nobody(tmp_path: Path) -> None:
    rows = [
        *placed("2025-T3", "1111111", by="person"), *placed("2026-T3", "2222221", by="person"),
        *placed("2025-T3", "11111", "2", by="person"), *placed("2026-T3", "22222", "2", by="person"),
        *placed("2025-T3", "1111", "3", by="person"), *placed("2026-T3", "2222", "3", by="person"),
        *placed("2025-T3", "1112223", "4", by="person"), *placed("2026-T3", "1112223", "4", by="person"),
    ]  # fmt: skip
    [exhibit] = by_persons(chapter(tmp_path, rows))
    moved, five, four, nobody, *_ = exhibit.record()["table"]["rows"]  # type: ignore[index]
    assert moved[1:] == ["moved up"], "a middle of each term would tell, beside that of all, of one who is not in both"
    assert five[1:] == four[1:] == ["too few to tell"], "all of five would tell of each of them"
    assert nobody[1:] == ["no clear movement"], "that all placed it as before would tell of each of them"
    assert "about 0.1" in exhibit.method, "as if all had given two levels: the exact chance would tell how many did"
    assert not re.search("higher|lower(?! )", str(exhibit.record()["table"]))
    assert exhibit.findings == ()


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (["moved down", "same"], "Since Term 1, 2025, schools placed 1 of 2 areas lower."),
        (["mixed", "too few to tell"], "No area has clearly moved since Term 1, 2025."),
        (["too few to tell"], "Whether any area has moved cannot be told yet: too few placed it in both terms."),
    ],
)
def test_the_title_is_the_answer(verdicts: list[str], title: str) -> None:
    found = pd.DataFrame({"verdict": verdicts, "first": "2025-T1"})
    assert title_of(found, [("2025-T1", "2026-T1")], "area", "schools") == title
