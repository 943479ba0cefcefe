"""Voices on the page: who is missing is said, groups stand side by side, and no one's own words or few are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_chapters import Row, settings_of

from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.practice_voice import CANNOT, NO_CLOSED, NONE, items, voices
from colsynth.exhibits.practice_voice_change import CHANGED, HIDDEN, ONCE, changes

SCALE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
OPENLY, PROMISES = "We say openly what does not work at Kura Rua", "People do what they promise"


def asked(item: str, group: str, term: str, *counts: int, **more: object) -> list[Row]:
    given = zip(SCALE, counts, strict=True)
    common = {"Survey": "S", "Scale": "Trust", "Item": item, "Respondent group": group, "Term": term}
    return [common | {"Answer": answer, "Count": n} | more for answer, n in given]


def opened(root: Path, *rows: list[Row]) -> Chapter:
    schools = [{"School number": f"990{i}", "School name": name} for i, name in enumerate(("Kura Tahi", "Kura Rua"))]
    ratings = [{"Framework": "ero-collaborative-practice", "Area": "2", "Stage": "Column 1", "School": "9900",
                "Term": "2026-T2"}]  # fmt: skip
    made = {"schools": schools, "ratings": ratings, "voice": [row for one in rows for row in one]}
    return open_chapter("practice", settings_of(root, made, frameworks=["ero-collaborative-practice"]), "2026-T3")


def cells(exhibit: Exhibit) -> list[dict[str, str]]:
    table = exhibit.record()["table"]
    keys = [column["key"] for column in table["columns"]]
    return [dict(zip(keys, row, strict=True)) for row in table["rows"]]


TEACHERS = [
    *asked(OPENLY, "teachers", "2025-T2", 8, 14, 10, 18, 10),
    *asked(PROMISES, "teachers", "2025-T2", 8, 14, 10, 18, 10),
    *asked(OPENLY, "teachers", "2026-T2", 5, 5, 6, 40, 14, **{"Out of": 80}),
    *asked(PROMISES, "teachers", "2026-T2", 5, 5, 6, 40, 14, **{"Out of": 80}),
]
WHĀNAU = asked(OPENLY, "whānau", "2026-T2", 30, 40, 10, 30, 10)
LEADERS = asked(OPENLY, "leaders", "2026-T2", 0, 1, 0, 3, 0)


def test_who_is_missing_is_said_in_the_title(tmp_path: Path) -> None:
    exhibit = voices(opened(tmp_path, TEACHERS, WHĀNAU, LEADERS))
    assert exhibit.title == (
        "A partner is missing: whānau, teachers and leaders have answered a survey, "
        "learners, trustees and iwi have not."
    )
    by_group = {row["who"]: row for row in cells(exhibit)}
    assert (by_group["Teachers"]["n"], by_group["Teachers"]["share"]) == ("70", "88 %")
    assert by_group["Leaders"]["n"] == "[c]"
    assert (by_group["Iwi"]["n"], by_group["Iwi"]["asked"]) == ("[z]", "[x]")


def test_a_number_of_people_that_did_not_answer_is_not_given_back(tmp_path: Path) -> None:
    rows = asked(OPENLY, "teachers", "2026-T2", 5, 5, 5, 5, 5, **{"Out of": 27})
    (row,) = [row for row in cells(voices(opened(tmp_path, rows))) if row["who"] == "Teachers"]
    assert (row["n"], row["asked"], row["share"]) == ("25", "[c]", "[c]")


def test_groups_stand_beside_each_other_on_one_question(tmp_path: Path) -> None:
    exhibit = items(opened(tmp_path, TEACHERS, WHĀNAU, LEADERS))
    assert exhibit.title == (
        "Groups stand furthest apart on “We say openly what does not work at a member school”: 77 % of teachers agree, "
        "33 % of whānau."
    )
    rows = [row for row in cells(exhibit) if row["item"].startswith("We say")]
    assert [(row["who"], row["share"]) for row in rows] == [
        ("Whānau", "33 %"),
        ("Teachers", "77 %"),
        ("Leaders", "[c]"),
    ]
    assert rows[1]["in_order"].startswith("Strongly disagree 7 % · Disagree 7 % · Neither agree nor disagree 9 %")


def test_where_one_part_is_small_the_others_do_not_give_it_back(tmp_path: Path) -> None:
    (row,) = cells(items(opened(tmp_path, asked(OPENLY, "teachers", "2026-T2", 0, 9, 2, 20, 9))))
    assert row["share"] == "73 %"
    assert (row["neither_share"], row["against_share"], row["in_order"]) == ("[c]", "[c]", "[c]")


def test_all_alike_is_hidden_and_reads_well(tmp_path: Path) -> None:
    exhibit = items(opened(tmp_path, asked(OPENLY, "trustees", "2026-T2", 0, 0, 0, 12, 0)))
    assert (exhibit.title, exhibit.chart) == (CANNOT, None)


def test_own_words_are_counted_and_never_printed(tmp_path: Path) -> None:
    own = [
        {"Survey": "S", "Item": "What would you change?", "Respondent group": "learners", "Term": "2026-T2",
         "Answer": f"ask Mrs Kay about {i}", "Count": 1} for i in range(30)
    ]  # fmt: skip
    other = [TEACHERS[-1] | {"Answer": "Other: Mr Lee", "Count": 1}]
    chapter = opened(tmp_path, TEACHERS, own, other)
    pages = [exhibit.record() for exhibit in (voices(chapter), items(chapter), changes(chapter))]
    assert pages[0]["lists"][0]["items"] == ["1 question in people's own words: 30 answers"]
    assert not any(word in json.dumps(pages) for word in ("Kay", "Mr Lee", "What would you change"))


def test_what_moved_is_of_repeated_groups_and_bears_on_the_area_of_its_scale(tmp_path: Path) -> None:
    exhibit = changes(opened(tmp_path, TEACHERS, WHĀNAU))
    assert exhibit.title == "Teachers, trust: more agree (47 % to 77 %)."
    assert exhibit.caution.startswith("These are repeated groups and not the same people")
    (finding,) = exhibit.findings
    assert finding.bears_on == ("ero-collaborative-practice:2",)
    assert finding.strength.arithmetic == "0 = start 2 -1 P -1 B -1 I -1 X -1 S, not below 0"
    assert not any("earner" in reason for reason in finding.strength.reasons)
    assert [row["item"] for row in cells(exhibit)] == [
        "All 2 together",
        OPENLY.replace("Kura Rua", "a member school"),
        PROMISES,
    ]


def test_a_scale_is_hidden_where_it_would_give_one_of_its_questions_back(tmp_path: Path) -> None:
    sure = [
        *asked("We laugh", "teachers", "2025-T2", 1, 1, 1, 40, 17),
        *asked("We laugh", "teachers", "2026-T2", 5, 5, 5, 40, 17),
    ]
    exhibit = changes(opened(tmp_path, TEACHERS, sure))
    by_item = {row["item"]: row for row in cells(exhibit)}
    assert by_item["We laugh"]["said"] == by_item["All 3 together"]["said"] == "[c]"
    assert by_item[PROMISES]["said"] == "47 % to 77 %"
    assert not exhibit.findings


@pytest.mark.parametrize(
    ("rows", "shown", "title"),
    [
        ([], voices, NONE), ([], items, NONE), ([], changes, NONE),
        ([row | {"Answer": f"{i} times a day"} for i, row in enumerate(WHĀNAU)], items, NO_CLOSED),
        (WHĀNAU, changes, ONCE),
        ([row | {"Count": 1} for row in TEACHERS], changes, HIDDEN),
        ([row | {"Item": f"{row['Item']} in {row['Term'][:4]}"} for row in TEACHERS], changes, CHANGED),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_one_line(tmp_path: Path, rows: list[Row], shown: object, title: str) -> None:
    exhibit = shown(opened(tmp_path, rows))  # type: ignore[operator]
    assert exhibit.title == title
    assert json.dumps(exhibit.record())
