"""The lists of learners that a data lead sends to each school: places in its own spreadsheets, and nothing else."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from colsynth.exhibits import Chapter, open_chapter
from colsynth.runs.learner_lists import write_lists

HEAD = ["why", "case", "file", "sheet", "row"]


@pytest.fixture(scope="module")
def view(project: Path) -> Chapter:
    return open_chapter("page", str(project / "params" / "kereru-valley.yaml"))


@pytest.fixture(scope="module")
def inside(view: Chapter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inside")
    write_lists(view, folder)
    return folder


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rest = csv.reader(file)
    assert head == HEAD
    return rest


def test_a_school_finds_in_its_own_roll_who_was_sent_on_and_not_seen_again(inside: Path, project: Path) -> None:
    gone = [row for row in rows(inside / "learners" / "9201.csv") if row[0].startswith("sent on")]
    assert gone
    for _, _, file, sheet, row in gone:
        assert Path(file).name == "kowhai-bend.xlsx"
        cells = [cell.value for cell in openpyxl.load_workbook(project / file)[sheet][int(row)]]
        assert any(str(cell).startswith("2025-12") for cell in cells)  # the last day


def test_every_row_of_every_school_stands_among_all_with_the_same_case(inside: Path, view: Chapter) -> None:
    everything = rows(inside / "learners.csv")
    by_school = {path.stem: rows(path) for path in (inside / "learners").iterdir()}
    assert set(by_school) <= set(view.school_folders.values())
    for own in by_school.values():
        assert own
        assert [row for row in own if row not in everything] == []
    for row in everything:
        assert "register" in row[0] or any(row in own for own in by_school.values())


def test_where_schools_are_codes_their_lists_are_too(project: Path, tmp_path: Path) -> None:
    write_lists(open_chapter("page", str(project / "params" / "omanuka-coast.yaml")), tmp_path)
    assert {path.stem[:-1] for path in (tmp_path / "learners").iterdir()} == {"school-"}


def test_a_community_without_rolls_has_an_empty_list(project: Path, tmp_path: Path) -> None:
    view = open_chapter("page", str(project / "params" / "mata-weka.yaml"))
    bare = Chapter("page", view.settings, type(view.snapshot)({}, [], [], None, "", {}), view.term, "community")
    write_lists(bare, tmp_path)
    assert rows(tmp_path / "learners.csv") == []
    assert not (tmp_path / "learners").exists()
