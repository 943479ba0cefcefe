"""Whatever a few people say, the page of practice reads the same: nobody can learn from it what one of them said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from random import Random

import pytest
from rated_chapters import ERO, Row, by_school, rated, register
from test_exhibit_practice_bad_input import SHOWS
from test_exhibit_transitions_bad_input import said_by

from colsynth.exhibits import practice_persons, supply
from colsynth.exhibits.chapter import Chapter
from colsynth.frameworks import load_framework
from colsynth.registers.snapshot import Account
from colsynth.settings.model import Community

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


@pytest.mark.parametrize("names", ["shown", "codes"])
def test_files_of_single_raters_are_neither_named_nor_counted(names: str) -> None:
    theirs = [row | {"source_file": "Ratings of Mrs Ngata, principal.xlsx"} for row in people(Random(1), 5)]
    chapter = rated([*SCHOOLS, *theirs], school_names=names)
    accounts = [*chapter.snapshot.accounts, Account(theirs[0]["source_file"], "", "ratings", read=5, accepted=5)]
    accounts += [Account("Mrs Ngata, all set aside.xlsx", "", "ratings", read=5, set_aside=5)]
    chapter = replace(chapter, snapshot=replace(chapter.snapshot, accounts=accounts))
    text = " ".join(
        [*page_of(chapter), str(sorted(chapter.sheet_labels.values())), str(supply.accounts(chapter).record())]
    )
    assert ("ratings.csv" if names == "shown" else "File 1") in text
    assert "Ratings by single people" in text
    assert "File 2" not in text
    assert "Ngata" not in text


def groups_of(rows: list[Row], area: str) -> dict[str, set[str]]:
    """Who of all and of each kind has an area on the scale by the newest answer, as somebody who knows all of them."""
    newest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: str(row["term"])):
        if row["area"] == area and "indicator" not in row:
            newest[str(row["rater"])] = row
    there = {rater: row for rater, row in newest.items() if row["stage"] != "not applicable"}
    kinds = {KINDS[str(row["role"])] for row in there.values()}
    found = {kind: {r for r, row in there.items() if KINDS[str(row["role"])] == kind} for kind in kinds}
    return found | {"all people": set(there)}


KINDS = {"principal": "leaders", "teacher": "teachers", "student": "learners", "parent": "whānau"}


@pytest.mark.parametrize("seed", range(12))
def test_no_two_middles_tell_of_fewer_than_five_people_by_subtraction(seed: int) -> None:
    """A middle of a group and one of all but a few of it would say on which side of it those few stand."""
    random = Random(seed)
    rows = [row for role in KINDS for row in people(random, random.choice([0, 1, 3, 5, 6, 9]), role)]
    rows = [row for row in rows if random.random() < 0.9]
    for exhibit in practice_persons.by_persons(rated(rows)):
        table = exhibit.record()["table"] or {"columns": [], "rows": []}
        heads = [column["label"] for column in table["columns"]]
        for area, line in zip(PACK.areas, table["rows"], strict=False):
            cells = dict(zip(heads, line, strict=True))
            assert cells["Area"] == area.name
            groups = groups_of(rows, area.id)
            shown = {kind: groups[kind] for kind in groups if cells.get(f"Middle, {kind}", "[c]") not in ("[c]", "[z]")}
            told = [*shown.values(), set().union(*(who for kind, who in shown.items() if kind != "all people"))]
            for one in told:
                for other in told:
                    assert not 0 < len(one - other) < 5 or other - one, (area.id, shown)
            assert all(len(who) >= 5 for who in shown.values())


def test_how_many_people_there_are_is_told_nowhere_where_it_is_hidden() -> None:
    """Five teachers and five learners are told; eleven people in all would tell of the one principal."""
    rows = [row for role, n in (("teacher", 5), ("student", 5), ("principal", 1)) for row in people(Random(n), n, role)]
    rows = [row | {"stage": "2"} if row["stage"] == "not applicable" else row for row in rows]
    outcomes = [row | {"indicator": "6.3.3"} for row in rows if row["area"] == "6" and "indicator" not in row]
    chapter = rated([*SCHOOLS, *rows, *outcomes])
    pages = {one.id: str(one.record()) for show in SHOWS for one in said_by(show, chapter)}
    assert "All people: [c]" in pages["practice-by-persons"]
    assert "Teachers: 5" in pages["practice-by-persons"]
    assert "middle of single people" in pages["practice-against-data"]
    assert "'Middle'" in pages["practice-indicators"]
    assert not [id for id, page in pages.items() if re.search(r"\b11\b people|people: 11\b|'11'", page)]
    assert "Single people" not in pages["practice-agreement"] + pages["practice-severity"]


def test_a_member_is_not_named_in_free_text_without_its_macron_or_its_kind_of_school_either() -> None:
    chapter = rated([])
    names = ["Tōtara Flat School", "Kererū Valley School", "Kura Tahi"]
    members = register("schools", [{"school": f"99{i}", "name": name} for i, name in enumerate(names)])
    registers = {**chapter.snapshot.registers, "schools": members}
    settings = chapter.settings.model_copy(update={"community": Community(id="k", name="Kererū Valley cluster")})
    chapter = replace(chapter, settings=settings, snapshot=replace(chapter.snapshot, registers=registers))
    written = "Totara Flat, KURA TAHI and Kereru Valley School of the Kererū Valley cluster; Kuratahi"
    member = "a member school"
    assert chapter.without_names(written) == (f"{member}, {member} and {member} of the Kererū Valley cluster; Kuratahi")
