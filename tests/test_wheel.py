"""The wheel works by itself: installed away from the checkout it makes a workspace, reports and screens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import colsynth
from colsynth.reference.places import declared_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(project)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `python` of a new environment with the wheel in it.

    Other packages come from the environment of the tests through a path file: its own path files, and so the
    editable checkout, are not followed from there.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    inside = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    packages = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (Path(inside) / "packages-of-the-tests.pth").write_text("\n".join(packages) + "\n", encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checkout."""
    return tmp_path_factory.mktemp("away")


@pytest.fixture(scope="module")
def made(installed: Path, away: Path) -> Path:
    """The workspace that `colsynth init w` makes."""
    done = run(installed, away, "-m", "colsynth", "init", "w")
    assert done.returncode == 0, done.stderr
    return away / "w"


def run(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the new environment; notebook templates and kernels come from that of the tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["JUPYTER_PATH"] = str(Path(sys.prefix) / "share" / "jupyter")
    return subprocess.run(
        [python, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def test_the_wheel_carries_what_a_report_needs_and_nothing_that_was_made(wheel: Path, project: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "colsynth/py.typed" in names
    assert "colsynth/shipped/notebooks/report/goals.ipynb" in names
    assert "colsynth/shipped/data/frameworks/ero-collaborative-practice.yaml" in names
    assert any(name.startswith("colsynth/shipped/params/") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert {f"colsynth/shipped/data/{name}" for name, _ in declared_files(project)} <= set(names)
    code = [path.relative_to(project / "src") for path in (project / "src").rglob("*") if path.is_file()]
    assert {path.as_posix() for path in code if "__pycache__" not in path.parts} <= set(names)
    assert not [name for name in names if "outputs/" in name or ".ipynb_checkpoints" in name or "__pycache__" in name]


def test_the_package_is_the_one_of_the_wheel(installed: Path, away: Path, project: Path) -> None:
    said = run(installed, away, "-c", "import colsynth, sys; print(colsynth.__file__); print(*sys.path, sep='\\n')")
    place, *path = said.stdout.splitlines()
    assert Path(place).is_relative_to(installed.parents[1])
    assert str(project / "src") not in path


def test_the_command_tells_its_version(installed: Path, away: Path) -> None:
    command = installed.with_name("colsynth.exe" if os.name == "nt" else "colsynth")
    said = subprocess.run([command, "--version"], cwd=away, capture_output=True, text=True, check=True)
    assert colsynth.__version__ in said.stdout


def test_help_does_not_wait_for_what_it_does_not_need(installed: Path, away: Path) -> None:
    said = run(installed, away, "-X", "importtime", "-m", "colsynth", "--help")
    assert said.returncode == 0
    assert "report" in said.stdout
    imported = {line.rsplit("|", 1)[-1].strip() for line in said.stderr.splitlines()}
    assert "click" in imported
    assert not imported & {"pandas", "altair", "pyarrow", "papermill", "nbconvert", "rfc3987_syntax", "lark"}


def test_init_makes_a_workspace_with_the_demo(made: Path) -> None:
    assert sorted(made.glob("params/*.yaml"))
    assert (made / "notebooks" / "report" / "goals.ipynb").is_file()
    assert (made / "data" / "demo").is_dir()


def test_a_report_of_the_demo_is_made_from_that_workspace(installed: Path, made: Path) -> None:
    done = run(installed, made, "-m", "colsynth", "report", "params/mata-weka.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(made.glob("outputs/*/index.html"))
    assert [page.parent.name for page in made.glob("outputs/*/*/report.html")] == ["mata-weka"]


def test_a_settings_file_somewhere_else_is_screened(installed: Path, made: Path, away: Path) -> None:
    elsewhere = away / "somewhere else"
    shutil.copytree(made / "data" / "demo", elsewhere / "data" / "demo")
    moved = shutil.copy(sorted(made.glob("params/*.yaml"))[0], elsewhere / "our-settings.yaml")
    done = run(installed, away, "-m", "colsynth", "screen", str(moved))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(elsewhere.rglob("report.html"))
