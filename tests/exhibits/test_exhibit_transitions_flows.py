"""The flows on the page: the answer as title, a matrix that adds up, and a picture that never draws a hidden number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_chapters import Sheets, number, settings_of

from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.transitions_flow_picture import Bar, Flows, drawn, tells
from colsynth.exhibits.transitions_flows import NONE, flows, told

GONE, NEW = "2025-12-16", "2026-02-03"
SPANS = {"9901": ("Kura Tahi", "Contributing", 1, 6), "9902": ("Kura Rua", "Contributing", 1, 6),
         "9903": ("Kura Toru", "Intermediate", 7, 8)}  # fmt: skip


def sheets(moves: dict[tuple[str, str], int]) -> Sheets:
    """Learners of Year 6 who went from one school to another; "" is outside."""
    rows: Sheets = {"schools": [], "students": []}
    for code, (name, kind, low, high) in SPANS.items():
        rows["schools"].append(
            {"School number": code, "School name": name, "Type": kind, "Year from": low, "Year to": high}
        )
    learner = 0
    for (here, there), n in moves.items():
        for _ in range(n):
            who = {"NSN": number(learner)}
            learner += 1
            if here:
                before = {"School number": here, "Entry date": "2020-02-03", "Exit date": GONE, "Year level": 6}
                rows["students"].append(who | before)
            if there:
                rows["students"].append(who | {"School number": there, "Entry date": NEW, "Year level": 7})
    return rows


def chapter_of(root: Path, moves: dict[tuple[str, str], int]) -> Chapter:
    return open_chapter("transitions", settings_of(root, sheets(moves)), "2026-T1")


def table_of(chapter: Chapter) -> list[list[str]]:
    rows: list[list[str]] = flows(chapter).record()["table"]["rows"]
    return rows


LARGE = {("9901", "9903"): 20, ("9902", "9903"): 30, ("9901", ""): 10, ("9902", ""): 8, ("", "9903"): 7}


def test_the_title_tells_where_most_go_and_how_many_leave(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, LARGE)
    shown = flows(chapter)
    name = chapter.school_labels["9903"]
    assert shown.title == f"After Year 6 most learners go on to {name}; 26 % leave or are not seen."
    (finding,) = shown.findings
    assert (finding.n, finding.of, finding.size) == (18, 68, 0.2647)
    assert "quality" in finding.says_not


def test_the_matrix_has_a_row_a_school_and_totals_that_add_up(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, LARGE)
    rows = {row[1]: row[2:] for row in table_of(chapter)}
    assert rows[chapter.school_labels["9901"]] == ["20", "10", "30"]
    assert rows["From outside the community"] == ["7", "[z]", "7"]
    assert rows["All"] == ["57", "18", "75"]


SMALL = {("9901", "9903"): 20, ("9902", "9903"): 30, ("9901", ""): 3, ("9902", ""): 8, ("", "9903"): 7}


def test_a_small_flow_is_hidden_with_what_would_give_it_back(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, SMALL)
    rows = {row[1]: row[2:] for row in table_of(chapter)}
    assert rows[chapter.school_labels["9901"]] == ["[c]", "[c]", "23"]
    assert rows[chapter.school_labels["9902"]] == ["[c]", "[c]", "38"]
    assert rows["All"] == ["57", "11", "68"]


def test_the_picture_knows_no_more_than_the_table(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, SMALL)
    chart = json.dumps(flows(chapter).chart, ensure_ascii=False)
    assert chart.count('"[c]"') >= 4
    texts = {row["text"] for row in held(flows(chapter).chart) if "text" in row}
    assert texts == {"[c]", "7"}


def held(part: Any) -> list[dict[str, Any]]:
    """Every row of data in a chart."""
    if isinstance(part, dict):
        return [*part.get("values", []), *(row for key, own in part.items() if key != "values" for row in held(own))]
    return [row for own in part for row in held(own)] if isinstance(part, list) else []


def test_what_is_hidden_is_known_to_every_exhibit_of_the_chapter(tmp_path: Path) -> None:
    chapter = chapter_of(tmp_path, SMALL)
    seen = told(chapter, 2026)
    assert seen is told(chapter, 2026)
    assert seen.shown("Year 6 to Year 7", "9901", "") is None
    assert (seen.sent("Year 6 to Year 7"), seen.shown("Year 6 to Year 7", "All", "9903")) == (61, 57)


def test_where_few_leave_no_share_and_no_finding_tells_how_many(tmp_path: Path) -> None:
    few = {("9901", "9903"): 40, ("9902", "9903"): 30, ("9901", ""): 2, ("9902", ""): 1}
    shown = flows(chapter_of(tmp_path, few))
    assert shown.title.endswith("; how many leave is hidden.")
    assert not shown.findings


def test_two_steps_of_which_the_same_is_hidden_are_one_sentence(tmp_path: Path) -> None:
    made = sheets({("9901", "9903"): 40, ("9901", ""): 2})
    made["schools"].append({"School number": "9904", "School name": "Kura Whā", "Year from": 9, "Year to": 13})
    for i in range(31):
        who = {"NSN": number(900 + i)}
        before = {"School number": "9903", "Entry date": "2020-02-03", "Exit date": GONE, "Year level": 8}
        made["students"].append(who | before)
        if i:
            made["students"].append(who | {"School number": "9904", "Entry date": NEW, "Year level": 9})
    chapter = open_chapter("transitions", settings_of(tmp_path, made), "2026-T1")
    first, second = chapter.school_labels["9903"], chapter.school_labels["9904"]
    said = f"After Year 6 most learners go on to {first} and after Year 8 to {second}; how many leave is hidden."
    assert flows(chapter).title == said


def test_where_nobody_is_seen_again_the_title_says_so_and_no_finding_is_told(tmp_path: Path) -> None:
    shown = flows(chapter_of(tmp_path, {("9901", ""): 12, ("", "9903"): 6}))
    assert shown.title == "After Year 6 no learner is seen at another school of the community."
    assert not shown.findings


def test_most_is_not_said_where_it_would_bound_a_hidden_number(tmp_path: Path) -> None:
    even = {("9901", "9903"): 12, ("9902", "9903"): 1, ("9901", ""): 5, ("9902", ""): 2}
    assert "most" not in flows(chapter_of(tmp_path, even)).title


def test_without_a_school_that_ends_there_is_one_line(tmp_path: Path) -> None:
    shown = flows(chapter_of(tmp_path, {("", "9903"): 6}))
    assert (shown.title, shown.table) == (NONE, None)


def bars(n: int) -> list[Bar]:
    return [Bar(f"School {i}", 6.0) for i in range(n)]


def test_many_schools_are_a_table_of_shades_and_few_are_bands() -> None:
    few, many = Flows(bars(2), bars(1), [[6.0], [6.0]]), Flows(bars(12), bars(1), [[6.0]] * 12)
    assert "area" in json.dumps(drawn(few, ("a", "b")).to_dict())
    assert "area" not in json.dumps(drawn(many, ("a", "b")).to_dict())


@pytest.mark.parametrize(("n", "expected"), [(2, True), (12, False)])
def test_many_schools_without_a_number_have_no_picture(n: int, expected: bool) -> None:
    assert tells(Flows(bars(n), bars(1), [[None]] * n)) is expected


def test_a_hidden_flow_is_a_line_whatever_its_number(tmp_path: Path) -> None:
    charts = []
    for n in (2, 3):
        (tmp_path / str(n)).mkdir()
        moves = SMALL | {("9901", ""): n, ("9901", "9903"): 23 - n, ("9902", ""): 13 - n, ("9902", "9903"): 25 + n}
        charts.append(flows(chapter_of(tmp_path / str(n), moves)).chart)
    lines = [pd.DataFrame([row for row in held(chart) if "line" in row]) for chart in charts]
    assert lines[0].equals(lines[1])
