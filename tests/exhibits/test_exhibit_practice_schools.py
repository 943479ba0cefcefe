"""Schools side by side, and each on its own page: where they placed themselves, never who is ahead."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator

import pytest
from rated_chapters import ERO, LESSONS, Row, by_people, by_school, rated

from colsynth.exhibits import practice_schools, practice_schools_own
from colsynth.exhibits.chapter import Chapter

NBSP = "\N{NO-BREAK SPACE}"
HOLLOW, UP, DOWN = (f"{NBSP}{mark}" for mark in "○↑↓")


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def cells(chapter: Chapter) -> tuple[list[str], list[list[str]]]:
    table = practice_schools.schools(chapter).record()["table"]
    return [column["label"] for column in table["columns"]], table["rows"]


def test_every_answer_and_mark_is_told_apart() -> None:
    rows = [
        by_school(0, "1", term="2025-T3", evidence="minutes"), by_school(0, "3", evidence="minutes"),
        by_school(1, "2", term="2025-T3"), by_school(1, "1"),
        by_school(2, "not yet evident", link="plan.pdf"), by_school(3, "not applicable"), by_school(4, "2", "7"),
    ]  # fmt: skip
    heads, shown = cells(rated(rows, school_names="shown"))
    assert heads == ["Area", "Kura 0", "Kura 1", "Kura 2", "Kura 3", "Kura 4"]
    assert [row[1:] for row in shown] == [
        [f"Column 3{UP}", f"Column 1{HOLLOW}{DOWN}", "not yet", "n/a", "not rated"],
        ["not rated", "not rated", "not rated", "not rated", f"Column 2{HOLLOW}"],
    ]
    shown = practice_schools.schools(rated(rows))
    assert shown.title == "Schools place themselves at different steps in 1 of 1 area."
    assert shown.subtitle == "newest placements of 5 schools, of Term 3, 2026; 2 of 4 with evidence"
    assert [line for _, lines in shown.lists for line in lines] == [
        "Communication and relational trust", "Purpose and focus", "Collective theory of change and plan of action",
        "Collaborative inquiry and working that challenges thinking and practice",
        "Monitoring and evaluation for improvement",
    ]  # fmt: skip
    assert not shown.findings


def test_every_framework_is_in_the_one_table_and_names_itself_before_its_first_row() -> None:
    rows = [by_school(i, "1", area, framework=pack) for i in (0, 1) for pack in (ERO, LESSONS) for area in "12"]
    shown = practice_schools.schools(rated(rows, (ERO, LESSONS)))
    assert shown.id == "practice-schools"
    table = shown.record()["table"]
    assert [row[0] for row in table["rows"]] == [
        "Working towards collaborative practice: Leadership for equity and excellence",
        "Communication and relational trust",
        "Lessons from Kahukura: A vision and a purpose held in common",
        "Decisions and messages that are clear",
    ]
    assert shown.title == "Schools place themselves alike in all 4 areas."
    for name in ("Working towards collaborative practice", "Lessons from Kahukura"):
        assert f"“{name}”, version" in shown.method


@pytest.mark.parametrize("n", [9, 40])
def test_many_schools_stand_in_a_line_by_where_they_placed_an_area(n: int) -> None:
    rows = [by_school(i, "23"[i % 2], evidence=None if i else "minutes") for i in range(n)]
    chapter = rated(rows, schools=n)
    heads, shown = cells(chapter)
    assert heads == ["Area", "Schools, by where they placed it"]
    at, named = zip(*(row[1].split(": ") for row in shown), strict=True)
    assert at == ("Column 2", "Column 3")
    labels = [
        f"{label.removeprefix('School ')}{HOLLOW * (code != '9900')}" for code, label in chapter.school_labels.items()
    ]
    assert sorted(name for names in named for name in names.split(", ")) == sorted(labels)
    order = [labels.index(name) for name in named[0].split(", ")]
    assert order == sorted(order), "in the usual order"
    [_, (_, in_full)] = cells(rated(rows, schools=n, school_names="shown"))[1]
    assert in_full.startswith(f"Column 3: Kura 1{HOLLOW}, Kura 3{HOLLOW}")
    assert len(json.dumps(practice_schools.schools(chapter).record())) < 5000


def test_codes_stand_for_schools_and_nothing_tells_which_is_which() -> None:
    rows = [by_school(i, "123"[i % 3], evidence=f"Kura {i} wrote this") for i in range(5)]
    shown = practice_schools.schools(rated(rows, school_names="codes"))
    said = json.dumps(shown.record(), ensure_ascii=False)
    assert "Kura" not in said
    assert "990" not in said
    assert "A code is a courtesy" in shown.method


def test_a_school_sees_itself_and_only_counts_of_others() -> None:
    rows = [
        by_school(0, "1", term="2025-T3"), by_school(0, "2", evidence="minutes"), by_school(0, "1", "2"),
        by_school(0, "not applicable", "3"),
        *(by_school(i, stage) for i, stage in ((1, "2"), (2, "3"), (3, "3"))), by_school(1, "1", "3"),
    ]  # fmt: skip
    chapter = rated(rows, school_names="shown")
    shown = {one.school: one for one in practice_schools_own.for_each_school(chapter)}
    assert list(shown) == ["9900", "9901", "9902", "9903"], "a school that placed nothing has no page of its own"
    own = shown["9900"]
    assert {one.audience for one in shown.values()} == {"school"}
    assert own.title == "You placed 2 of 3 areas: 1 higher than before; 1 without a note of evidence."
    assert own.record()["table"]["rows"] == [
        ["Leadership for equity and excellence", "Column 2", "up from “Column 1” in Term 3, 2025",
         "Column 2: 1; Column 3: 2"],
        ["Communication and relational trust", f"Column 1{HOLLOW}", "first placement", "not rated: 3"],
        ["Purpose and focus", "n/a", "[z]", "Column 1: 1; not rated: 2"],
    ]  # fmt: skip
    assert "Kura" not in json.dumps(own.record(), ensure_ascii=False)


def test_a_school_that_rated_indicators_sees_what_fits_by_them() -> None:
    rows = [by_school(0, "1", "2", indicator=f"2.1.{i}") for i in range(1, 6)] + [by_school(0, "3", "2")]
    rows += [by_school(0, "2", framework=LESSONS, term="2024-T3")]
    [own] = practice_schools_own.for_each_school(rated(rows, (ERO, LESSONS)))
    assert [column["label"] for column in own.record()["table"]["columns"]][3] == "Best fit by your indicators"
    assert own.record()["table"]["rows"][0][1:] == [
        f"Column 3{HOLLOW}", "first on this framework", "Column 1", "none yet",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([], practice_schools.NOTHING),
        (by_people("principal", "2"), practice_schools.NOTHING),
        ([by_school(0, None)], practice_schools.NOTHING),
        ([by_school(0, "1", indicator="1.1.1")], practice_schools.NOTHING),
        ([by_school(0, "2")], "One school alone has placed itself, so there is no other to hear from yet."),
        (
            [by_school(0, "2"), by_school(1, "2", "2")],
            "No area has been placed by two schools, so nobody has another to hear from yet.",
        ),
        (
            [by_school(i, "not applicable") for i in range(2)],
            "No area has been placed by two schools, so nobody has another to hear from yet.",
        ),
        ([by_school(i, "2") for i in range(2)], "Schools place themselves alike in the one area."),
        (
            [by_school(i, "21"[i], term=None) for i in range(2)],
            "Schools place themselves at different steps in 1 of 1 area.",
        ),
        (
            [by_school(0, "2"), {"school": "school nobody knows", "area": "1", "stage": "1"}],
            "Schools place themselves at different steps in 1 of 1 area.",
        ),
    ],
)
def test_few_and_odd_ratings_say_so(rows: list[Row], title: str) -> None:
    chapter = rated(rows)
    shown = practice_schools.schools(chapter)
    assert shown.title == title
    own = practice_schools_own.for_each_school(chapter)
    assert len(own) == (0 if title == practice_schools.NOTHING else len({row["school"] for row in rows}))
    for one in (shown, *own):
        assert one.title.endswith(".")
        json.dumps(one.record(), allow_nan=False)


def test_without_a_framework_there_is_nothing_to_place() -> None:
    chapter = rated([by_school(0, "2")], ())
    assert practice_schools.schools(chapter).title == practice_schools.NOTHING
    assert practice_schools_own.for_each_school(chapter) == []
