"""The picture of a sheet, and all the addresses of a problem."""

from __future__ import annotations

from made_community import SCHOOLS, Community, account, of_check

from colsynth.intake.tables.addresses import spans

RESULTS = """Results of Room 7,,,,
NSN,School,Name,Measure,Level,Colour
111111111,9901,Aroha,otj-writing,At,blue
222222222,9901,Ben,otj-writing,Att,red
333333333,9901,Cara,otj-writing,Att,red
,9901,Dan,otj-writing,At,red
Averages,,,,,
"""


def test_a_picture_tells_headers_records_rows_set_aside_and_what_is_not_kept(community: Community) -> None:
    community.schools()
    community.csv("results.csv", RESULTS.replace("Measure", "Term,Measure").replace("otj", "2026-T2,otj"))
    picture = account(community.take_in(), "results.csv", "achievement").picture
    assert (picture["rows"], picture["columns"]) == (7, 7)
    (table,) = picture["tables"]
    assert table["header"] == [2, 2]
    assert table["rows"] == [[3, 6]]
    assert table["columns_not_kept"] == [1, 3], "the learner's number and the learner's name"
    assert table["columns_not_used"] == [7]
    assert picture["set_aside"] == [[4, 6]]


def test_a_problem_knows_all_its_cells_and_its_column(community: Community) -> None:
    community.schools()
    rows = "".join(f"{100000000 + n},9901,2026-T2,otj-writing,{'Att' if n < 8 else 'At'}\n" for n in range(20))
    community.csv("results.csv", "NSN,School,Term,Measure,Level\n" + rows)
    (problem,) = of_check(community.take_in(), "level")
    assert problem.cells == "E2, E3, E4, E5, E6"
    assert (problem.ranges, problem.column, problem.count) == ("E2:E9", "level", 8)


def test_the_same_in_two_sections_of_a_sheet_is_told_once(community: Community) -> None:
    community.schools()
    headers = ["NSN", "School", "Term", "Measure", "Level", "Sticker"]
    rows = [[f"{1000000007 + n}", "9901", "2026-T2", "otj-writing", "Att", "red"] for n in range(3)]
    community.xlsx("room.xlsx", {"Room 4": [["First group"], headers, *rows, [], ["Second group"], headers, *rows]})
    snapshot = community.take_in()
    (unused,) = of_check(snapshot, "columns not used")
    assert (unused.cells, unused.count) == ("rows 2, 8", 2)
    (level,) = of_check(snapshot, "level")
    assert (level.cells, level.ranges, level.count) == ("E3, E4, E5, E9, E10", "E3:E5 E9:E11", 6)


def test_problems_come_in_the_stages_of_screening(community: Community) -> None:
    community.csv("schools.csv", SCHOOLS)
    community.csv("page.csv", "<html><body>Log in</body></html>")
    community.csv("odd.csv", "This,That\nx,y\n")
    community.csv("results.csv", "NSN,School,Term,Measure,Level\n111111111,9901,2026-T2,otj-writing,Att\n")
    stages = {problem.file.removeprefix("sent/"): problem.stage for problem in community.take_in().problems}
    assert stages == {"page.csv": "opens", "odd.csv": "headers", "results.csv": "cells"}


def test_rows_a_little_apart_are_one_run_where_the_picture_is_small() -> None:
    assert spans([5, 2, 3, 9]) == [(2, 3), (5, 5), (9, 9)]
    assert spans([5, 2, 3, 9], gap=2) == [(2, 5), (9, 9)]
    assert spans([]) == []
