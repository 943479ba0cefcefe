"""The page of the problems: what to do first, each sheet from afar, and the problems by stage."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from colsynth.errors import Problem
from colsynth.registers.snapshot import Account
from colsynth.reports.problems import make_problems, write_problems
from colsynth.reports.sheet_picture import MOST_BANDS, draw_sheet, ranges_of


def problem(check: str = "level", effect: str = "set aside", **more: Any) -> Problem:
    told = {"file": "sent/tui.xlsx", "sheet": "Results", "cells": "C3", "ranges": "C3"}
    told |= {"found": "says 'Att'", "expected": "Levels are Below, At, Above.", "remedy": "Correct the cell."}
    return Problem(check, effect, **{**told, **more})


def picture(rows: int = 20, columns: int = 5, **more: Any) -> dict[str, Any]:
    table = {"register": "achievement", "header": [2, 2], "rows": [[3, rows - 1]]}
    table |= {"columns_used": [1, 3], "columns_not_used": [4], "columns_not_kept": [1, 2]}
    return {"rows": rows, "columns": columns, "tables": [table], "set_aside": [[3, 3]], **more}


def account(**more: Any) -> Account:
    told = {"file": "sent/tui.xlsx", "sheet": "Results", "register": "achievement", "read": 17, "accepted": 16}
    told |= {"set_aside": 1, "left_out": [{"row": "1", "why": "title or note above the table"}], "picture": picture()}
    return Account(**{**told, **more})


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("</style>")[2]))


def test_the_page_says_what_came_in_what_did_not_and_what_to_do_first() -> None:
    refused = problem("opening", "refused", file="sent/old.xlsx", sheet="", cells="", ranges="", found="is damaged")
    minor = problem("columns not used", "warning", cells="row 2", ranges="", found="has columns that are not used")
    page = make_problems("Test", [minor, problem(count=7), refused], [account()])
    said = words_of(page)
    assert "2 things to mend, 1 to look at" in said
    assert "1 sheet of 1 file: 17 records read. 16 are used, 1 set aside" in said
    assert "old.xlsx: not read, it is damaged." in said
    first = said[said.index("What to do first") : said.index("How to read the small pictures")]
    assert first.index("is damaged") < first.index("(7 like this)")
    assert "not used" not in first
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert "<script" not in page


def test_a_column_that_a_sheet_lacks_is_counted_in_records() -> None:
    lacking = problem("required column", cells="", ranges="", count=8, found="has no column for 'Measure'")
    assert "has no column for 'Measure' (8 records)." in lacking.sentence()
    assert "(2 like this)" in problem(count=2).sentence()


def test_problems_of_a_sheet_stand_in_the_order_of_the_stages() -> None:
    problems = [
        problem("stands twice", found="stands twice"),
        problem("level", "warning", found="cell warned"),
        problem("level", found="cell aside"),
        problem("columns not used", "warning", found="column unused"),
    ]
    said = words_of(make_problems("Test", problems, [account()]))
    said = said[said.index("How to read") :]
    order = [
        "Headers and columns",
        "column unused",
        "Cells",
        "cell aside",
        "cell warned",
        "Across tables",
        "stands twice",
    ]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)


def test_what_a_file_says_is_text_and_never_markup() -> None:
    evil = problem(found="says '<img src=x onerror=alert(1)>'", file="<b>.csv", sheet="<i>")
    page = make_problems("<u>", [evil], [account(file="<b>.csv", sheet="<i>")])
    for tag in ("<img", "<b>.csv", "<i>", "<u>"):
        assert tag not in page


def test_without_problems_the_page_says_so_and_keeps_the_pictures_folded() -> None:
    page = make_problems("Test", [], [account()])
    assert "Nothing needs a look" in page
    assert "What to do first" not in page
    assert page.count('class="sheet"') == 1
    assert "<details" in page


def test_when_nothing_could_be_used_the_page_says_why() -> None:
    page = make_problems("Test", [problem("opening", "refused")], [], blocked="Nothing could be taken in for Test.")
    assert "No report can be made yet" in page
    assert "Nothing could be taken in for Test." in page
    assert "No sheet was read." in page


def test_the_list_has_the_stage_and_every_beat_in_a_column_and_is_there_when_empty(tmp_path: Path) -> None:
    write_problems(tmp_path / "problems.csv", [problem("stands twice"), problem("opening", "refused")])
    with (tmp_path / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["stage"] for row in rows] == ["opens", "across tables"]
    assert {"found", "expected", "remedy", "count", "cells", "effect"} <= set(rows[0])
    write_problems(tmp_path / "none.csv", [])
    assert (tmp_path / "none.csv").read_text(encoding="utf-8-sig").startswith("stage,")


def test_a_picture_is_said_in_words_too() -> None:
    drawn = draw_sheet([picture()], [{"row": "1", "why": "title or note above the table"}], [], "Results")
    svg = ElementTree.fromstring(str(drawn.svg))
    names = {child.tag.rpartition("}")[2]: child.text or "" for child in svg}
    assert names["title"] == "Results from afar"
    assert svg.get("role") == "img"
    said = dict(drawn.words)
    assert said["Used range"] == "A1 to E20"
    assert said["Header"] == "row 2"
    assert said["Records"] == "rows 3–19"
    assert said["Not kept"] == "columns A, B"
    assert said["Set aside"] == "row 3"
    assert said["Left out"] == "row 1 (title or note above the table)"
    assert all(text in names["desc"] for text in said.values())


def test_one_row_aside_and_one_marked_cell_among_two_hundred_thousand_are_seen() -> None:
    far = picture(rows=200_000, set_aside=[[123_456, 123_456]])
    drawn = str(draw_sheet([far], [], [problem(ranges="C150000")], "Results").svg)
    assert 's-aside"' in drawn
    assert drawn.count('class="s-mark"') == 1
    heights = [float(high) for high in re.findall(r'class="s-mark"[^>]*height="([\d.]+)"', drawn)]
    assert heights[0] >= 3, "a band is high enough to be seen"
    rows = set(re.findall(r'<rect class="s-(?!frame)[^>]* y="([\d.]+)"', drawn))
    assert len(rows) <= MOST_BANDS
    assert len(drawn) < 10_000


def test_sheets_without_a_table_are_grey_with_a_word() -> None:
    nothing = draw_sheet([{}], [], [], "Chart1")
    unknown = draw_sheet([{"rows": 30, "columns": 4, "tables": [], "set_aside": []}], [], [], "Notes")
    empty = draw_sheet([{"rows": 0, "columns": 0, "tables": [], "set_aside": []}], [], [], "Sheet3")
    assert "nothing to see" in nothing.svg
    assert "not read" in unknown.svg
    assert "A1 to D30" in unknown.svg
    assert "empty" in empty.svg
    assert all('class="s-none"' in drawn.svg for drawn in (nothing, unknown, empty))


def test_two_tables_on_a_sheet_are_drawn_with_their_own_columns() -> None:
    one, two = picture(rows=10)["tables"][0], picture(rows=10)["tables"][0]
    one |= {"header": [1, 1], "rows": [[2, 4]], "columns_used": [1, 2, 3, 4, 5], "columns_not_used": []}
    two |= {"header": [6, 6], "rows": [[7, 10]], "columns_used": [1], "columns_not_used": [], "columns_not_kept": []}
    one["columns_not_kept"] = []
    drawn = str(draw_sheet([picture(rows=10, tables=[one, two], set_aside=[])], [], [], "Stacked").svg)
    widths = [float(wide) for wide in re.findall(r'class="s-taken"[^>]*width="([\d.]+)"', drawn)]
    assert widths[0] == 5 * widths[1]


def test_addresses_are_read_as_a_spreadsheet_writes_them() -> None:
    assert ranges_of(problem(ranges="D14:D20 AA3 14:20")) == [(14, 4, 20, 4), (3, 27, 3, 27), (14, 0, 20, 0)]
    assert ranges_of(problem(ranges="", cells="D14, D20")) == [(14, 4, 14, 4), (20, 4, 20, 4)]
    assert ranges_of(problem(ranges="", cells="row 4")) == [(4, 0, 4, 0)]
    assert ranges_of(problem(ranges="", cells="")) == []
