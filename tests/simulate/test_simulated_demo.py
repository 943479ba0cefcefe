"""The shipped demo is what the simulation writes: small, fictional, and wrong only where its truth says."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from colsynth.reference.ethnicity import fold
from colsynth.settings import load_settings
from colsynth.simulate import simulate, write_demo
from colsynth.simulate.demo import DEMO, DEMO_SEED
from colsynth.simulate.faults import KINDS
from colsynth.simulate.names import PLACES, SETTINGS
from colsynth.simulate.plan import CommunityPlan
from colsynth.simulate.write import TYPE_NAMES

LARGEST = 5_000_000  # bytes


def demo_files(root: Path) -> dict[str, Path]:
    """Everything the demo consists of, by its place under `root`."""
    params = [root / "params" / f"{plan.id}.yaml" for plan in DEMO]
    data = [path for path in (root / "data" / "demo").rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path for path in [*params, *data]}


def test_the_committed_files_are_those_the_simulation_writes(tmp_path: Path, project: Path) -> None:
    write_demo(tmp_path)
    made, committed = demo_files(tmp_path), demo_files(project)
    assert sorted(made) == sorted(committed)
    different = [name for name in made if content(made[name]) != content(committed[name])]
    assert different == []


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("once", "again"):
        simulate(DEMO[2], DEMO_SEED).write(tmp_path / name)
    once, again = (sorted(p for p in (tmp_path / name).rglob("*") if p.is_file()) for name in ("once", "again"))
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_the_demo_is_small(project: Path) -> None:
    assert sum(path.stat().st_size for path in demo_files(project).values()) < LARGEST


@pytest.mark.parametrize("plan", DEMO, ids=lambda plan: plan.id)
def test_the_settings_file_loads_and_its_files_are_there(plan: CommunityPlan, project: Path) -> None:
    settings = load_settings(project / "params" / f"{plan.id}.yaml")
    assert (settings.community.id, settings.community.name) == (plan.id, plan.name)
    assert settings.agreed is not None
    named = [item if isinstance(item, str) else item.file for item in settings.inputs]
    assert [name for name in named if not settings.input_path(name).exists()] == []


def test_no_school_of_the_directory_bears_a_name_of_the_demo(real_data: Path) -> None:
    real = {fold(name) for name in real_school_names(real_data)}
    assert len(real) > 2_500
    invented = {school.name for plan in DEMO for school in plan.schools} | {"Puriri Creek School"}
    invented |= {name for plan in DEMO for name in (*plan.outside, *plan.early)}
    invented |= {
        f"{place} {setting} {kind}" for place in PLACES for setting in SETTINGS for kind in TYPE_NAMES.values()
    }
    assert {name for name in invented if fold(name) in real} == set()


@pytest.mark.parametrize("plan", DEMO, ids=lambda plan: plan.id)
def test_planted_faults_stand_where_the_truth_says_and_are_few(plan: CommunityPlan, project: Path) -> None:
    folder = project / "data" / "demo" / plan.id
    truth = json.loads(folder.with_name(f"{plan.id}.truth.json").read_text(encoding="utf-8"))
    for fault in truth["planted"]:
        assert fault["written"] in written_at(folder / fault["file"], fault["sheet"], fault["row"])
        assert fault["kind"] in KINDS
    assert len(truth["planted"]) == len(plan.faults) > 0
    assert len(truth["planted"]) < 0.01 * sum(sheet["rows"] for sheet in truth["rows"])


def test_the_valley_has_nine_and_ten_digit_numbers_names_and_spellings_of_every_kind(project: Path) -> None:
    folder = project / "data" / "demo" / "kereru-valley"
    cells = {cell for path in folder.iterdir() for row in all_rows(path) for cell in row}
    digits = {len(cell) for cell in cells if cell.isdigit() and len(cell) > 6}
    assert digits == {9, 10}
    assert {
        "First Name",
        "Last Name",
        "NZE",
        "NZ Māori",
        "Maori",
        "Pākehā",
        "WB",
        "AB",
        "Well Below",
        "abs",
    } <= cells
    assert {"Average", "Averages", "-", "F", "Girl", "female"} <= cells


@pytest.mark.parametrize("plan", DEMO, ids=lambda plan: plan.id)
def test_there_are_enough_learners_at_expectation_for_three_findings(plan: CommunityPlan, project: Path) -> None:
    path = project / "data" / "demo" / f"{plan.id}.truth.json"
    standing = json.loads(path.read_text(encoding="utf-8"))["standing"]
    assert len({row["measure"] for row in standing if row["of"] >= 30}) >= 3


def content(path: Path) -> bytes | dict[str, bytes]:
    """A file's bytes; of a workbook the bytes of its parts, as compression may differ between computers."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def real_school_names(real_data: Path) -> set[str]:
    """The names of all schools in the public files."""
    names = set()
    for file, column in (("school_details.csv", "School Name"), ("schools_directory_2017.csv", "Name")):
        raw = (real_data / "nz" / file).read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252")
        names |= {row[column] for row in csv.DictReader(io.StringIO(text)) if row[column]}
    return names


def all_rows(path: Path) -> list[list[str]]:
    """Every row of a file as text."""
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        delimiter = ";" if ";" in text.splitlines()[0] else ","
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    return [[str(cell) for cell in row] for sheet in load_workbook(path) for row in sheet.values]


def written_at(path: Path, sheet: str, row: int) -> list[str]:
    """The cells of one row of a file, dates as ISO text."""
    if path.suffix == ".csv":
        return all_rows(path)[row - 1]
    cells = [cell.value for cell in load_workbook(path)[sheet][row]]
    return [str(cell.date() if hasattr(cell, "date") else cell) for cell in cells]
