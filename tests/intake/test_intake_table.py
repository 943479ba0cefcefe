"""The table on a sheet is found under titles and above notes; what is no record is listed with the reason."""

from __future__ import annotations

from known_measures import wide
from made_sheets import sheet_of

from colsynth.intake.opening.apart.letters import letter
from colsynth.intake.tables.table import Table, find_tables
from colsynth.registers.declared import load_registers
from colsynth.settings import InputFile

REGISTERS = load_registers()
HEADER = ["NSN", "School", "Measure", "Term", "Level"]
ROW = ["0123456789", "9901", "otj-writing", "2026-T2", "At"]


def found(cells: list[list[str]], name: str = "", hint: InputFile | None = None) -> Table:
    (table,) = find_tables(sheet_of(name, cells), REGISTERS, wide(), hint)
    return table


def test_titles_and_notes_above_the_header_are_left_out() -> None:
    table = found([["Room 7 writing"], ["Printed 3 July"], [], HEADER, ROW])
    assert (table.header_row, table.rows.tolist()) == (4, [5])
    assert table.left_out == [{"row": "1-2", "why": "title or note above the table"}]


def test_averages_totals_and_notes_below_are_left_out_and_blank_rows_are_nothing() -> None:
    table = found([HEADER, ROW, [], ["Average", "", "", "", "2.4"], ["Total: 31"], ["Note: moderated in May"]])
    assert list(table.rows) == [2]
    assert [entry["why"] for entry in table.left_out] == ["totals or averages", "note"]


def test_a_total_in_another_column_is_left_out_where_nobody_is_named() -> None:
    assert found([HEADER, ROW, ["", "Year 4 average", "", "", "2.4"]]).rows.tolist() == [2]


def test_a_learner_on_a_row_is_never_taken_for_a_total() -> None:
    assert found([["Name", *HEADER], ["Mean, Joe", *ROW]]).rows.tolist() == [2]


def test_a_header_repeated_further_down_is_left_out() -> None:
    table = found([HEADER, ROW, HEADER, ROW])
    assert list(table.rows) == [2, 4]
    assert table.left_out == [{"row": "3", "why": "header repeated"}]


def test_a_line_of_text_between_rows_is_left_out() -> None:
    assert found([HEADER, ROW, ["Room 8, from Term 2"], ROW]).left_out[0]["row"] == "3"


def test_a_number_that_stands_alone_on_its_row_is_a_record() -> None:
    assert found([HEADER, ["0123456780", "", "", "", ""]]).rows.tolist() == [2]


def test_a_goal_with_nothing_but_its_words_is_a_record() -> None:
    header = ["Title", "Kind", "Measure", "Target %"]
    assert found([header, ["More learners write well", "", "", ""]]).rows.tolist() == [2]


def test_the_register_is_told_by_the_headers() -> None:
    of = {
        "schools": ["School number", "School name", "Type", "Roll"],
        "students": ["NSN", "First Name", "Last Name", "Year Level", "Gender", "Ethnicity 1", "School"],
        "achievement": [
            "NSN",
            "First Name",
            "Year Level",
            "Gender",
            "Writing OTJ T2 2026",
            "Reading OTJ T2 2026",
        ],
        "ratings": ["Framework", "Area", "Stage", "School", "Term"],
        "goals": ["Goal", "Title", "Measure", "Target %", "School", "Year from"],
        "events": ["Start date", "Kind", "What happened", "School"],
    }
    assert {name: found([header, ["1"] * len(header)]).matched.register.name for name, header in of.items()} == {
        name: name for name in of
    }


def test_the_sheets_name_decides_between_registers_that_fit_alike() -> None:
    rows = [["Title", "Kind", "School", "Start"], ["A new hall", "x", "9901", "2026-02-01"]]
    told = {sheet: found(rows, sheet).matched.register.name for sheet in ("Goals", "Events")}
    assert told == {"Goals": "goals", "Events": "events"}


def test_a_hint_decides_the_register() -> None:
    rows = [["NSN", "School", "Year", "Level"], ["1", "9901", "4", "At"]]
    hint = InputFile.model_validate({"file": "x.csv", "register": "students"})
    assert found(rows).matched.register.name == "achievement"
    assert found(rows, hint=hint).matched.register.name == "students"


def test_a_sheet_without_headers_has_no_table() -> None:
    assert not find_tables(sheet_of("", [["1", "2"], ["3", "4"]]), REGISTERS, wide(), None)


def test_columns_are_lettered_as_a_spreadsheet_does() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def all_found(cells: list[list[str]], hint: InputFile | None = None, **more: object) -> list[Table]:
    return find_tables(sheet_of("", cells, **more), REGISTERS, wide(), hint)


def test_a_header_over_two_rows_belongs_to_all_the_columns_below_it() -> None:
    above = ["", "", "Writing OTJ", "", "Reading OTJ", ""]
    below = ["NSN", "School", "T2 2025", "T4 2025", "T2 2025", "T4 2025"]
    (table,) = all_found([["Results"], above, below, ["0123456789", "9901", "At", "At", "Below", "At"]])
    assert table.header_rows == (2, 3)
    assert {at: dict(says.fields) for at, says in table.matched.wide.items()} == {
        2: {"measure": "otj-writing", "term": "2025-T2"},
        3: {"measure": "otj-writing", "term": "2025-T4"},
        4: {"measure": "otj-reading", "term": "2025-T2"},
        5: {"measure": "otj-reading", "term": "2025-T4"},
    }


def test_cells_merged_downwards_in_a_header_are_one_header() -> None:
    above = ["NSN", "School", "Writing OTJ", ""]
    below = ["", "", "T2 2025", "T4 2025"]
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3))
    (table,) = all_found([above, below, ["0123456789", "9901", "At", "At"]], merged=merged)
    assert (table.matched.columns["student"], table.matched.columns["school"]) == (0, 1)
    assert [dict(says.fields)["term"] for says in table.matched.wide.values()] == ["2025-T2", "2025-T4"]


def test_sections_with_other_headers_are_tables_of_their_own() -> None:
    tables = all_found(
        [
            ["Room 7"],
            ["NSN", "Measure", "Term", "Level"],
            ["0123456789", "otj-writing", "2026-T2", "At"],
            ["Average", "", "", "2.4"],
            [],
            ["Room 8"],
            ["NSN", "Measure", "Term", "Score", "Level"],
            ["0123456780", "easttle-writing", "2026-T2", "1402", "3B"],
        ]
    )
    assert [(table.header_row, table.rows.tolist(), table.title[0]) for table in tables] == [
        (2, [3], "Room 7"),
        (7, [8], "Room 8"),
    ]
    assert [left["why"] for left in tables[0].left_out] == ["title or note above the table", "totals or averages"]


def test_two_registers_may_stand_below_one_another() -> None:
    tables = all_found([["School number", "School name", "Type"], ["9901", "Tōtara", "Contributing"], [], HEADER, ROW])
    assert [table.matched.register.name for table in tables] == ["schools", "achievement"]


def test_tables_side_by_side_are_read_apart() -> None:
    tables = all_found(
        [
            ["Room 7", "", "", "", "", "", "Room 8"],
            [*HEADER, "", *HEADER],
            [*ROW, "", "0123456780", *ROW[1:]],
        ]
    )
    assert [table.matched.columns["student"] for table in tables] == [0, 6]
    assert [table.title for table in tables] == [("Room 7", "A1"), ("Room 8", "G1")]


def test_a_row_about_all_learners_is_a_total_and_no_learner() -> None:
    table = found([HEADER, ["ALL", "9901", "otj-writing", "2026-T2", "62 %"], ROW])
    assert table.rows.tolist() == [3]
    assert table.left_out[0]["why"] == "totals or averages"


def test_a_note_beside_the_table_is_listed_and_no_record() -> None:
    table = found([HEADER, ROW, ["", "", "", "", "", "", "checked by the deputy principal"]])
    assert table.rows.tolist() == [2]
    assert table.left_out == [{"row": "3", "why": "text beside or below the table's columns"}]


def test_what_stands_outside_of_tables_side_by_side_is_listed_too() -> None:
    rows = [
        ["printed", *[""] * 12],
        [""] * 13,
        ["", *HEADER, "", *HEADER, ""],
        ["", *ROW, "", "0123456780", *ROW[1:], ""],
    ]
    tables = all_found(rows)
    assert [table.block for table in tables] == [(1, 5), (7, 11)]
    assert tables[0].left_out == [{"row": "1", "why": "text beside or below the table's columns"}]


def test_headers_without_rows_are_told() -> None:
    assert found([HEADER]).left_out == [{"row": "1", "why": "headers without rows below them"}]


def test_rows_below_headers_that_are_not_understood_are_not_read_by_the_headers_above() -> None:
    table = found([HEADER, ROW, ["NSN", "Foo", "Bar", "", ""], ["0123456780", "9901", "otj-reading", "", ""]])
    assert table.rows.tolist() == [2]
    assert table.unread == ((3, 2),)
    assert table.left_out == [{"row": "3-4", "why": "below a row of headers that is not understood"}]
