"""What is printed of what the community wrote: its newest words without names, and nothing that a link could do."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_chapters import Row, settings_of, sheets

from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.practice_questions import questions
from colsynth.exhibits.practice_statements import MOST, statements, told

ERO = "ero-collaborative-practice"


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def row(code: str, kind: str, text: str = "", **more: str) -> Row:
    return {"Statement code": code, "Kind": kind, "Statement": text} | more


def answer(area: str, text: str, day: str, **more: str) -> Row:
    return row(f"Q{area}", "Answer", text, Framework=ERO, Date=day, **{"Area or question": area}, **more)


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Chapter:
    made = sheets()
    made["statements"] = [
        row("V1", "Vision", "Known at Kura 9901 and everywhere", Date="2023-03-01"),
        *(row("V1", "Vision", School=f"990{i}", Agrees=said, Date="2023-04-01") for i, said in ((0, "yes"), (1, "no"))),
        row("P1", "Priority", "Belonging", Date="2023-03-01"),
        row("S1", "Success criterion", "Three in four", Goals="G1", Date="2023-11-01"),
        *(row(f"D{i:02d}", "Decision", f"Decision {i}", Date=f"2023-03-{i + 1:02d}") for i in range(MOST + 2)),
        row("D00", "Decision", Delivered="yes", Date="2023-05-01"),
        row("D99", "Decision", "Decision 99", Date="2023-03-30", Due="2023-06-01"),
        row("R9", "Reflection", "Of next year", Date="2026-03-01"),
        answer("3a", "Not yet clear", "2022-11-01"),
        answer("3a", "=cmd() clear to <b>", "2023-11-01", Owner="lead principal", Evidence="javascript:alert(1)"),
        answer("1a", "As a whole, yes", "2023-11-01", Evidence="https://kura.example/minutes"),
        answer("7", "Of the whole area", "2023-11-01"),
    ]  # fmt: skip
    path = settings_of(tmp_path_factory.mktemp("c"), made, frameworks=[ERO, "beyond-sharing"], school_names="codes")
    return open_chapter("practice", path, "2023-T4")


def test_statements_are_printed_by_kind_with_answers_and_what_is_left_open(chapter: Chapter) -> None:
    exhibit = statements(chapter)
    rows = {cells[1]: cells for cells in exhibit.record()["table"]["rows"]}
    vision = rows["Known at a member school and everywhere"]
    assert vision[3] == "1 yes, 1 no, 1 not answered"
    assert rows["Belonging"][-1] == "no goal"
    assert rows["Three in four"][-1] == "written after the first result"
    assert exhibit.title == "1 of 2 things that were decided is delivered and 3 statements leave something to settle."
    assert "Of 13 of the kind “decision”: 1 delivered" in str(exhibit.lists)
    assert not any("Of next year" in text for text in rows)
    assert sum(kind.startswith("Decision, ") for kind, *_ in rows.values()) == MOST
    assert rows["Decision 11"][0] == "Decision, 12 Mar 2023"
    assert "3 older statements of the kind “decision”." in dict(exhibit.lists)["Not printed"]


def test_answers_stand_beside_their_question_with_the_one_before(chapter: Chapter) -> None:
    ero, other = questions(chapter)
    rows = {cells[0].rpartition(" ")[2]: cells for cells in ero.record()["table"]["rows"]}
    assert rows["3a)"][1:] == [  # the page and the workbook print the answer as text
        "=cmd() clear to <b> (1 Nov 2023; lead principal)",
        "(an address that is not shown)",
        "1 Nov 2022: Not yet clear",
    ]
    assert rows["1a)"][2] == "https://kura.example/minutes"
    assert rows["infrastructure)"][0] == "The whole area (Sufficiency of resourcing and supportive infrastructure)"
    assert ero.title == "Working towards collaborative practice: 4 of 17 key questions have been answered."
    open_ = dict(ero.lists)["Not answered yet"]
    assert "Leadership for equity and excellence: 1 of 4 (1b)" in open_
    assert "Sufficiency of resourcing and supportive infrastructure: 2 of 2 (7a, 7b)" in open_
    assert not any(line.startswith("Purpose and focus") for line in open_)
    assert other.table is None


def test_of_one_thing_decided_the_title_says_what_became_of_it(tmp_path: Path) -> None:
    made = sheets()
    made["statements"] = [row("D1", "Decision", "Stop the newsletter", Date="2023-03-01", Delivered="no")]
    chapter = open_chapter("practice", settings_of(tmp_path, made, frameworks=[ERO]), "2023-T4")
    assert statements(chapter).title == "The one thing that was decided is not yet delivered."


def test_texts_are_cut_and_addresses_other_than_of_the_web_are_left_out(chapter: Chapter) -> None:
    assert told(chapter, "word " * 100, 40).endswith(" …")
    assert len(told(chapter, "x" * 500, 40)) == 40
    assert told(chapter, "see file:///C:/Users/jane and https://a.nz/b", 90) == (
        "see (an address that is not shown) and https://a.nz/b"
    )
    assert told(chapter, "at 10:30, note: done", 90) == "at 10:30, note: done"
    assert told(chapter, None, 90) == ""


def test_without_statements_one_line_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = open_chapter("practice", settings_of(tmp_path_factory.mktemp("c"), sheets(size=2)))
    assert statements(empty).table is None
    [none] = questions(empty)
    assert none.table is None
