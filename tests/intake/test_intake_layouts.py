"""One small table in many layouts, as people lay tables out: read with a few hints, or refused with what to say.

The file is the worked examples of the unpivotr package (`layouts/worked-examples.xlsx`). The answers below were worked
out by hand from the sheets; where a sheet holds random numbers, from its stored cells.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import python_calamine
from made_community import Community

from colsynth.errors import InputError
from colsynth.registers.snapshot import Snapshot

SCORES = """
register: scores
row: one score
sheet: Scores
key: [name, field, subject, term, sex, age, height]
recognised_by: [[name], [score, age]]
columns:
  - {name: name, type: text, meaning: Who, headers: [Name], sensitivity: open}
  - {name: field, type: text, meaning: Field, headers: [Field], sensitivity: open}
  - {name: subject, type: text, meaning: Subject, headers: [Subject], sensitivity: open}
  - {name: term, type: text, meaning: Term, headers: [Term], sensitivity: open}
  - {name: sex, type: text, meaning: Sex, headers: [Sex], sensitivity: open}
  - {name: score, type: text, meaning: Score, headers: [Score], sensitivity: open}
  - {name: grade, type: text, meaning: Grade, headers: [Grade], sensitivity: open}
  - {name: age, type: text, meaning: Age, headers: [Age], sensitivity: open}
  - {name: height, type: text, meaning: Height, headers: [Height], sensitivity: open}
"""

Row = tuple[str, ...]


@pytest.fixture
def examples(real_data: Path) -> Path:
    return real_data / "layouts" / "worked-examples.xlsx"


def take(examples: Path, tmp_path: Path, sheet: str, **hint: Any) -> Snapshot:
    community = Community(tmp_path)
    registers = tmp_path / "data" / "registers"
    registers.mkdir(parents=True)
    (registers / "scores.yaml").write_text(SCORES, encoding="utf-8")
    return community.take_in([{"file": str(examples), "sheet": sheet, "register": "scores", **hint}])


def rows(snapshot: Snapshot, *columns: str) -> set[Row]:
    frame = snapshot.frame("scores").fillna("")
    return set(frame[list(columns)].itertuples(index=False, name=None))


GIVEN_A_SCORE: dict[str, tuple[dict[str, Any], tuple[str, ...], set[Row]]] = {
    "clean": ({}, ("name", "age"), {("Matilda", "1"), ("Nicholas", "3"), ("Olivia", "5")}),
    "notes": ({}, ("name", "age"), {("Matilda", "1"), ("Nicholas", "3")}),
    "annotations": (
        {},
        ("name", "age", "height"),
        {("Matilda", "1", "2"), ("Nicholas", "3", "4"), ("Olivia", "5", "6")},
    ),
    "sentinels": (
        {},
        ("name", "subject", "score"),
        {("Matilda", "Music", "7"), ("Nicholas", "Classics", "NA"), ("Olivia", "…", "3"), ("Paul", "NA", "..C")},
    ),
    "pivot-annotations": (
        {
            "header_rows": "2-3",
            "columns": {"field": "column B", "subject": "column C"},
            "wide": {"{sex} / {name}": "score"},
            "fill_down": ["field"],
        },
        ("field", "subject", "sex", "name", "score"),
        {
            ("Humanities", "Classics", "Female", "Matilda", "1"),
            ("Humanities", "Classics", "Female", "Olivia", "2"),
            ("Humanities", "Classics", "Male", "Nicholas", "3"),
            ("Humanities", "Classics", "Male", "Paul", "0"),
            ("Humanities", "History", "Female", "Matilda", "3"),
            ("Humanities", "History", "Female", "Olivia", "4"),
            ("Humanities", "History", "Male", "Nicholas", "5"),
            ("Humanities", "History", "Male", "Paul", "1"),
            ("Performance", "Music", "Female", "Matilda", "5"),
            ("Performance", "Music", "Female", "Olivia", "6"),
            ("Performance", "Music", "Male", "Nicholas", "9"),
            ("Performance", "Music", "Male", "Paul", "2"),
            ("Performance", "Drama", "Female", "Matilda", "7"),
            ("Performance", "Drama", "Female", "Olivia", "8"),
            ("Performance", "Drama", "Male", "Nicholas", "12"),
            ("Performance", "Drama", "Male", "Paul", "3"),
        },
    ),
    "pivot-hierarchy": (
        {
            "header_rows": "2",
            "columns": {"subject": "column B"},
            "wide": {"{name}": "score"},
            "for_all": {"field": "{group}"},
        },
        ("field", "subject", "name", "score"),
        {
            ("Humanities", "Classics", "Matilda", "1"),
            ("Humanities", "Classics", "Nicholas", "3"),
            ("Humanities", "History", "Matilda", "3"),
            ("Humanities", "History", "Nicholas", "5"),
            ("Performance", "Music", "Matilda", "5"),
            ("Performance", "Music", "Nicholas", "9"),
            ("Performance", "Drama", "Matilda", "7"),
            ("Performance", "Drama", "Nicholas", "12"),
        },
    ),
    "small-multiples": (
        {"for_all": {"subject": "{title}"}},
        ("subject", "name", "score", "grade"),
        {
            ("Classics", "Matilda", "1", "F"),
            ("Classics", "Olivia", "2", "D"),
            ("History", "Matilda", "3", "D"),
            ("History", "Olivia", "4", "C"),
            ("Music", "Matilda", "5", "B"),
            ("Music", "Olivia", "6", "B"),
            ("Drama", "Matilda", "7", "A"),
            ("Drama", "Olivia", "8", "A"),
        },
    ),
    "humanities": (
        {
            "columns": {"subject": "column A"},
            "wide": {"{name}": "score"},
            "for_all": {"field": "{sheet}"},
        },
        ("field", "subject", "name", "score"),
        {
            ("humanities", "Classics", "Matilda", "1"),
            ("humanities", "Classics", "Nicholas", "3"),
            ("humanities", "History", "Matilda", "3"),
            ("humanities", "History", "Nicholas", "5"),
        },
    ),
    "female": (
        {"wide": {"{name}": "score"}, "columns": {"subject": "Subject"}, "for_all": {"sex": "{sheet}"}},
        ("sex", "subject", "name", "score"),
        {
            ("female", "Classics", "Matilda", "1"),
            ("female", "Classics", "Olivia", "2"),
            ("female", "History", "Matilda", "3"),
            ("female", "History", "Olivia", "4"),
        },
    ),
    "male": (
        {"wide": {"{name}": "score"}, "columns": {"subject": "Subject"}, "for_all": {"sex": "{sheet}"}},
        ("sex", "subject", "name", "score"),
        {
            ("male", "Classics", "Nicholas", "3"),
            ("male", "Classics", "Paul", "0"),
            ("male", "History", "Nicholas", "5"),
            ("male", "History", "Paul", "1"),
        },
    ),
    "implied-multiples": (
        {
            "header_rows": "1-2",
            "wide": {"{field} / Grade": "grade, of the column before", "{field} / {subject}": "score"},
        },
        ("name", "field", "subject", "score", "grade"),
        {
            ("Matilda", "Humanities", "Classics", "1", "F"),
            ("Olivia", "Humanities", "Classics", "2", "D"),
            ("Matilda", "Humanities", "History", "3", "D"),
            ("Olivia", "Humanities", "History", "4", "C"),
            ("Matilda", "Performance", "Music", "5", "B"),
            ("Olivia", "Performance", "Music", "6", "B"),
            ("Matilda", "Performance", "Drama", "7", "A"),
            ("Olivia", "Performance", "Drama", "8", "A"),
        },
    ),
    "non-text headers": (
        {"wide": {"{term}": "score"}, "columns": {"name": "Name"}},
        ("name", "term", "score"),
        {
            ("Matilda", "2018-01-01", "2"),
            ("Matilda", "2017-01-01", "4"),
            ("Nicholas", "2018-01-01", "1"),
            ("Nicholas", "2017-01-01", "3"),
        },
    ),
    "comments": ({}, ("name", "score"), {("Paul", "9"), ("Matilda", "10")}),
}


@pytest.mark.parametrize("sheet", GIVEN_A_SCORE)
def test_a_layout_gives_the_tidy_table(sheet: str, examples: Path, tmp_path: Path) -> None:
    hint, columns, expected = GIVEN_A_SCORE[sheet]
    assert rows(take(examples, tmp_path, sheet, **hint), *columns) == expected


@pytest.mark.parametrize(
    ("sheet", "hint", "key"),
    [
        (
            "pivot-repeated-headers",
            {
                "header_rows": "2",
                "columns": {"subject": "column B", "name": "column C"},
                "wide": {"Term {term}": "score"},
                "fill_down": ["subject"],
            },
            (1, 2, 0),
        ),
        (
            "pivot-header-within-data",
            {
                "header_rows": "2-3",
                "columns": {"name": "column B"},
                "wide": {"{subject} / Term {term}": "score"},
            },
            (None, 1, 1),
        ),
    ],
)
def test_sections_with_a_header_each_give_one_table(
    sheet: str, hint: dict[str, Any], key: tuple[int | None, int, int], examples: Path, tmp_path: Path
) -> None:
    cells = python_calamine.CalamineWorkbook.from_path(examples).get_sheet_by_name(sheet).to_python(False)
    expected, subject = set(), ""
    first = 3 if key[0] else 2
    for row in cells:
        if row[first] == "Term 1":
            continue
        if key[0] is None and row[2] and not row[1]:
            subject = str(row[2])
        elif isinstance(row[first], float):
            subject = str(row[1]) or subject if key[0] else subject
            name = str(row[2] if key[0] else row[1])
            expected |= {(subject, name, str(term + 1), f"{row[first + term]:.0f}") for term in range(3)}
    assert len(expected) == 4 * 4 * 3
    assert rows(take(examples, tmp_path, sheet, **hint), "subject", "name", "term", "score") == expected


@pytest.mark.parametrize(
    ("sheet", "hint", "said"),
    [
        ("transposed", {}, "Transpose"),
        (
            "pivot-centre-aligned",
            {
                "header_rows": "2-3",
                "columns": {"field": "column B", "subject": "column C"},
                "wide": {"{sex} / {name}": "score"},
            },
            "Merge the upper header over its columns",
        ),
        ("formatting", {}, "row of headers"),
        ("in-cell formatting", {}, "row of headers"),
    ],
)
def test_a_layout_that_cannot_be_told_is_refused_with_what_to_do(
    sheet: str, hint: dict[str, Any], said: str, examples: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as error:
        take(examples, tmp_path, sheet, **hint)
    assert said in str(error.value)
