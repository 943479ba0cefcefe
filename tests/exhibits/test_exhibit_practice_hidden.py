"""Whatever a few people say, the page of practice reads the same: nobody can learn from it what one of them said."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest
from rated_chapters import ERO, Row, by_school, rated
from test_exhibit_practice_bad_input import SHOWS
from test_exhibit_transitions_bad_input import said_by

from colsynth.exhibits.chapter import Chapter
from colsynth.frameworks import load_framework
from colsynth.registers.snapshot import Account

PACK = load_framework(ERO)
ANSWERS = ["not yet evident", "1", "2", "3", "not applicable"]
SCHOOLS = [by_school(i, str(i % 3 + 1), area.id) for i in range(5) for area in PACK.areas]


def people(random: Random, n: int, role: str | None = "principal") -> list[Row]:
    """So many people who place every area in two terms, and some indicators, each as it falls."""
    things = [{"area": area.id} for area in PACK.areas]
    things += [{"area": i.area, "indicator": i.id} for i in PACK.indicators[:9]]
    return [
        thing
        | {"school": f"99{i:02d}", "placed_by": "person", "role": role, "rater": f"{role}{i}", "term": term}
        | {"stage": random.choice(ANSWERS), "evidence": "seen"}
        for i in range(n)
        for thing in things
        for term in ("2025-T3", "2026-T3")
    ]


def page_of(chapter: Chapter) -> list[str]:
    """Everything that the exhibits of the chapter and their findings say, one text an exhibit."""
    return [
        json.dumps([one.record(), *(finding.record() for finding in one.findings)], ensure_ascii=False)
        for show in SHOWS
        for one in said_by(show, chapter)
    ]


@pytest.mark.parametrize("n", [1, 4])
@pytest.mark.parametrize("beside", [[], SCHOOLS], ids=["alone", "beside schools"])
def test_what_fewer_than_five_people_say_changes_no_word_of_the_page(n: int, beside: list[Row]) -> None:
    pages = [page_of(rated([*beside, *people(Random(seed), n)])) for seed in (1, 2)]
    for first, second in zip(*pages, strict=True):
        assert first == second


def test_what_a_small_role_says_changes_nothing_that_is_said_of_the_others_alone() -> None:
    """Teachers are enough to be shown; a number for them beside one for all would give the one principal back."""
    teachers = people(Random(3), 12, "teacher")
    for seed in (1, 2):
        texts = page_of(rated([*teachers, *people(Random(seed), 1, "principal")]))
        shown = [text for text in texts if '"practice-by-persons"' in text]
        assert "Middle, teachers" not in shown[0] or "Middle, all people" not in shown[0]


def test_a_file_of_one_rater_has_a_code_also_where_files_are_named() -> None:
    theirs = [row | {"source_file": "Ratings of Mrs Ngata, principal.xlsx"} for row in people(Random(1), 5)]
    chapter = rated([*SCHOOLS, *theirs], school_names="shown")
    accounts = [*chapter.snapshot.accounts, Account(theirs[0]["source_file"], "", "ratings", read=5, accepted=5)]
    text = " ".join(page_of(replace(chapter, snapshot=replace(chapter.snapshot, accounts=accounts))))
    assert "ratings.csv" in text
    assert "Ngata" not in text
