"""A framework that a community writes in a workbook: the same as one in YAML, and every fault told with its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from made_packs import Sheets, small_book, small_pack, write_pack, write_pack_book
from openpyxl import Workbook, load_workbook

from colsynth.cli import main
from colsynth.cli.known import faults as check
from colsynth.cli.known import lines
from colsynth.errors import SettingsError
from colsynth.frameworks import load_framework, load_frameworks, read_framework
from colsynth.frameworks.book import COLUMNS, FRAMEWORK, SETTINGS
from colsynth.intake.template import write_framework_workbook


@pytest.fixture
def book() -> Sheets:
    return small_book()


def told(path: Path) -> list[str]:
    return [fault.removeprefix(f"{path.name}, ") for fault in check(path)]


def test_a_workbook_is_the_framework_that_the_same_in_yaml_is(tmp_path: Path, book: Sheets) -> None:
    in_yaml = read_framework(write_pack(tmp_path / "yaml", small_pack()))
    assert read_framework(write_pack_book(tmp_path / "xlsx", book)) == in_yaml


def test_a_framework_in_a_workbook_is_known_beside_the_others(tmp_path: Path, book: Sheets) -> None:
    write_pack_book(tmp_path / "data" / "frameworks", book)
    (tmp_path / "data" / "frameworks" / "~$signs.xlsx").write_bytes(b"open in another program")
    assert load_frameworks(tmp_path)["signs"].name == "Signs of working together"
    assert "six-foci" in load_frameworks(tmp_path)


def test_earlier_versions_and_numbers_of_a_source_fit_in_a_workbook(tmp_path: Path, book: Sheets) -> None:
    book["Framework"].append(["Numbers left out", "2.1; 2.2"])
    book["Earlier versions"] = [
        ["Version", "Part", "Then", "Now"],
        ["1", "stage", "Mostly", "2"],
        ["1", "indicator", "2.1", "2.3"],
        ["1", "area", "3", ""],
        ["0", "", "", ""],
    ]
    signs = read_framework(write_pack_book(tmp_path, book))
    assert [i.id for i in signs.indicators if i.area == "2"] == ["2.3", "2.4"]
    then = signs.as_of("1")
    assert (then.stage_of("mostly"), then.indicator_of("2.1"), then.area_of("3")) == ("2", "2.3", None)
    assert signs.version_of("0") == "0"


def test_an_area_that_is_merged_over_its_rows_stands_in_each_of_them(tmp_path: Path, book: Sheets) -> None:
    book["Indicators"][5][0] = ""
    path = write_pack_book(tmp_path, book)
    workbook = load_workbook(path)
    workbook["Indicators"].merge_cells("A4:A5")
    workbook["Indicators"]["A6"] = "1"
    workbook.save(path)
    assert [i.id for i in read_framework(path).indicators if i.area == "2"] == ["2.1", "2.2"]


def put(sheet: str, row: int, at: int, value: Any) -> Any:
    def change(book: Sheets) -> None:
        cells = book[sheet][row - 1]
        cells += [""] * (at + 1 - len(cells))
        cells[at] = value

    return change


BAD = {
    "gap in the stages": (
        lambda book: (
            put("Stages", 2, 0, "1")(book),
            put("Stages", 3, 0, "3")(book),
            put("Indicators", 3, 1, "Often")(book),
        ),
        ["Stages!A3: the stages are numbered 1, 3; 2 is missing. Number them 1, 2, lowest first."],
    ),
    "two areas of one name": (
        lambda book: (
            put("Areas", 3, 1, "whanau partnership")(book),
            *(put("Indicators", n, 0, "2")(book) for n in (4, 5)),
        ),
        ["Areas!B3: 'whanau partnership' means both area 1 and area 2. Keep it in one of them."],
    ),
    "a number twice": (
        lambda book: (put("Indicators", 4, 2, "2.1")(book), put("Indicators", 5, 2, "2.1")(book)),
        [
            "Indicators!C5: the id '2.1' is used more than once (area 2, indicator 1 and area 2, indicator 2). "
            "Use each id once."
        ],
    ),
    "unknown stage": (
        put("Indicators", 2, 1, "Oftn"),
        ["Indicators!B2: 'Oftn' stands in no row of the sheet Stages. Did you mean 'Often'?"],
    ),
    "unknown area": (
        put("Indicators", 4, 0, "Trusst"),
        ["Indicators!A4: 'Trusst' stands in no row of the sheet Areas. Did you mean 'Trust'?"],
    ),
    "blank text": (
        put("Indicators", 4, 3, "  "),
        ["Indicators!D4: 'Text' is blank. Fill it in, or clear the row."],
    ),
    "blank name": (put("Framework", 2, 1, None), ["Framework!B2: 'Name' is blank. What readers call it."]),
    "a setting left out": (
        lambda book: book["Framework"].pop(2),
        [
            "Framework: 'Version' is blank. A new one each time an area, a stage or an indicator is added, moved or "
            "taken out; 1 at first."
        ],
    ),
    "unknown setting": (
        lambda book: book["Framework"].append(["Versoin", "2"]),
        ["Framework!A13: 'Versoin' is nothing a framework has. Did you mean 'Version'?"],
    ),
    "a setting twice": (
        lambda book: book["Framework"].append(["version", "2"]),
        ["Framework!A13: 'Version' stands twice. Keep one of the rows."],
    ),
    "version read as a number": (
        put("Framework", 3, 1, 1.10),
        ["Framework!B3: 1.1 is read as a number. Format the cell as text, and write it again."],
    ),
    "no date": (
        put("Framework", 4, 1, "some day"),
        ["Framework!B4: 'review_by' is 'some day'. It should be a day, as 2027-11-30."],
    ),
    "unknown kind": (
        put("Indicators", 3, 4, "outcom"),
        ["Indicators!E3: 'outcom' is no kind. Did you mean 'outcome'? Write practice or outcome or question."],
    ),
    "a stage for some of an area alone": (
        put("Indicators", 4, 1, "Often"),
        ["Indicators!B5: area '2' has indicators under stages and others under none. Keep one of the two."],
    ),
    "a header that means nothing": (
        put("Indicators", 1, 3, "Txt"),
        [
            "Indicators: There is no row of headers with 'Area' and 'Text'. Write a new one with 'colsynth template "
            "data/frameworks/ours.xlsx --framework' and compare."
        ],
    ),
    "a header too many": (
        put("Areas", 1, 2, "Spoken of by"),
        [
            "Areas!C1: 'Spoken of by' is no header of this sheet. Did you mean 'Spoken to by'? "
            "Correct it, or clear the column."
        ],
    ),
    "one stage": (
        lambda book: (book["Stages"].pop(), put("Indicators", 3, 1, "1")(book)),
        ["Stages: there is 1 stage. A rating needs at least two to choose from."],
    ),
    "best fit without stages": (
        lambda book: (
            book["Framework"].append(["Summed up as", "best fit"]),
            put("Indicators", 2, 1, "")(book),
            put("Indicators", 3, 1, "")(book),
        ),
        [
            "Framework!B13: 'best fit' among 'summaries' needs indicators that stand under their stages. "
            "Take it out, or write them so."
        ],
    ),
    "a mean": (
        lambda book: book["Framework"].append(["Summed up as", "mean"]),
        [
            "Framework!B13: stages are steps in an order and have no mean and no sum. "
            "Use distribution, median, best fit."
        ],
    ),
    "a map that leads nowhere": (
        lambda book: book.update({"Earlier versions": [["Version", "Part", "Then", "Now"], ["1", "area", "4", "9"]]}),
        ["Earlier versions!D2: earlier.1.areas: '4' leads to '9', which is not among areas. Known are: 1, 2."],
    ),
    "a part that leads to two": (
        lambda book: book.update(
            {"Earlier versions": [["Version", "Part", "Then", "Now"], ["1", "area", "1", "1"], ["1", "area", "1", "2"]]}
        ),
        ["Earlier versions!C3: '1' stands twice for version 1. Keep one of the rows."],
    ),
    "a sheet left out": (
        lambda book: book.pop("Areas"),
        [
            "Areas: There is no sheet of this name. Write a new one with 'colsynth template data/frameworks/ours.xlsx "
            "--framework' and compare."
        ],
    ),
    "an exhibit nobody knows": (
        lambda book: (put("Areas", 1, 2, "Recorded in")(book), put("Areas", 2, 2, "voise")(book)),
        ["signs.xlsx: area '1' is recorded in 'voise', which is no register. Did you mean 'voice'?"],
    ),
}


def test_what_became_of_a_part_may_be_said_by_its_name(tmp_path: Path, book: Sheets) -> None:
    book["Earlier versions"] = [["Version", "Part", "Then", "Now"], ["1", "area", "1", "Trust"]]
    pack = read_framework(write_pack_book(tmp_path, book))
    assert pack.as_of("1").area_of("1") == "2"


def test_a_framework_is_checked_wherever_it_is_written(tmp_path: Path, book: Sheets) -> None:
    put("Framework", 2, 1, None)(book)
    path = write_pack_book(tmp_path, book)
    assert told(path) == [
        "Framework!B2: 'Name' is blank. What readers call it.",
        "signs.xlsx is used from data/frameworks of the workspace alone. When nothing else is to mend, move it there.",
    ]


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_of_a_workbook_is_told_with_its_cell(tmp_path: Path, book: Sheets, fault: str) -> None:
    change, sentences = BAD[fault]
    change(book)
    assert told(write_pack_book(tmp_path / "data" / "frameworks", book)) == sentences


def test_all_faults_of_a_workbook_are_told_at_once(tmp_path: Path, book: Sheets) -> None:
    faults = ("gap in the stages", "unknown area", "blank text", "no date", "unknown setting", "a mean")
    book["Indicators"].append(["2", "", "", "", ""])  # blank text
    for fault in faults:
        if fault != "blank text":
            change, _ = BAD[fault]
            change(book)
    assert len(told(write_pack_book(tmp_path / "data" / "frameworks", book))) == len(faults)


def test_what_is_no_workbook_is_told_plainly(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "frameworks"
    folder.mkdir(parents=True)
    (folder / "signs.xlsx").write_text("What,Value\nName,Signs\n", encoding="utf-8")
    assert "signs.xlsx cannot be opened as a workbook. Save it again as .xlsx." in check(folder / "signs.xlsx")[0]
    (folder / "other.csv").write_text("What,Value\nName,Signs\n", encoding="utf-8")
    assert "its name ends in '.csv'" in check(folder / "other.csv")[0]
    Workbook().save(folder / "empty.xlsx")
    assert [line.split(":")[0] for line in check(folder / "empty.xlsx")] == [
        f"empty.xlsx, {sheet}" for sheet in ("Framework", "Stages", "Areas", "Indicators")
    ]


def test_one_framework_in_two_files_is_refused(tmp_path: Path, book: Sheets) -> None:
    folder = tmp_path / "data" / "frameworks"
    write_pack_book(folder, book)
    write_pack(folder, small_pack())
    sentence = "signs.yaml stands beside it, and both are 'signs'. Keep one of them."
    assert check(folder / "signs.xlsx") == [f"signs.xlsx: {sentence}"]
    with pytest.raises(SettingsError, match="Keep one of them"):
        load_framework("signs", tmp_path)


def test_the_template_asks_for_what_it_needs_and_its_own_example_is_a_framework(tmp_path: Path) -> None:
    path = tmp_path / "data" / "frameworks" / "ours.xlsx"
    write_framework_workbook(path)
    needed = [setting for setting in SETTINGS if setting.needed]
    assert len(check(path)) == len(needed) + 2, "and there is no stage, and no area"
    workbook = load_workbook(path)
    for row, setting in enumerate(SETTINGS, start=2):
        workbook[FRAMEWORK].cell(row, 2).value = setting.example or None
    for name, columns in COLUMNS.items():
        for at, column in enumerate(columns, start=1):
            for n, example in enumerate(column.examples):
                workbook[name].cell(2 + n, at).value = example or None
    workbook.save(path)
    assert check(path) == []
    ours = load_framework("ours", tmp_path)
    assert [i.id for i in ours.indicators] == ["1.1", "1.2", "2.1"]
    assert (ours.id, ours.paraphrase, ours.as_of("1").stage_of("Often")) == ("ours", False, "2")


def test_the_template_is_the_same_file_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_framework_workbook(tmp_path / f"{name}.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_command_writes_the_template_and_says_what_does_not_go_with_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "frameworks" / "ours.xlsx"
    run = CliRunner()
    assert run.invoke(main, ["template", str(path), "--framework"]).output == f"Written: {path}\n"
    again = run.invoke(main, ["template", str(path), "--framework"])
    assert "is there already" in again.output
    both = run.invoke(main, ["template", str(path), "--framework", "--settings"])
    assert "Give one of them" in both.output
    other = run.invoke(main, ["template", "ours.yaml", "--framework"])
    assert "data/frameworks/ours.xlsx --framework" in other.output


def test_the_list_says_what_a_framework_is_and_where_it_comes_from(tmp_path: Path, book: Sheets) -> None:
    book["Earlier versions"] = [["Version", "Part", "Then", "Now"], ["1", "", "", ""]]
    write_pack_book(tmp_path / "data" / "frameworks", book)
    listed = list(lines("frameworks", tmp_path))
    at = listed.index("signs: Signs of working together")
    assert listed[at + 1 : at + 6] == [
        "  version 2, to be reviewed by 2027-02-01; ratings of version 1 are read as well",
        "  source: Our signs; publisher: Kererū Valley; address: none",
        "  2 stages (rung), none presumes another: Seldom; Often",
        "  2 areas (focus), 4 indicators (sign), each under its stage",
        "  summed up by area as distribution, median",
    ]
