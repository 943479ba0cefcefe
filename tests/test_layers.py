"""The sentence is the direction of imports: a layer imports only lower ones, an analysis no other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = "from importlinter.cli import lint_imports_command as lint; lint()"


@pytest.fixture
def house(project: Path, tmp_path: Path) -> Path:
    """A copy of the source tree with its contracts, to plant imports in."""
    shutil.copy(project / "pyproject.toml", tmp_path)
    shutil.copytree(project / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--no-logo"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def plant(file: Path, statement: str) -> None:
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{statement}\n", encoding="utf-8")


def test_every_layer_imports_only_lower_ones(project: Path) -> None:
    checked = lint_imports(project)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_an_analysis_that_imports_an_exhibit_breaks_the_contract(house: Path) -> None:
    plant(house / "src/colsynth/analyses/achievement.py", "import colsynth.exhibits.achievement")
    checked = lint_imports(house)
    assert checked.returncode == 1
    assert "colsynth.analyses.achievement -> colsynth.exhibits.achievement" in checked.stdout


def test_an_analysis_that_imports_another_breaks_the_contract(house: Path) -> None:
    plant(house / "src/colsynth/analyses/achievement.py", "import colsynth.analyses.goals")
    checked = lint_imports(house)
    assert checked.returncode == 1
    assert "colsynth.analyses.achievement -> colsynth.analyses.goals" in checked.stdout


def test_a_room_that_the_sentence_does_not_name_breaks_the_contract(house: Path) -> None:
    (house / "src/colsynth/helpers.py").write_text("", encoding="utf-8")
    checked = lint_imports(house)
    assert checked.returncode == 1
    assert "helpers" in checked.stdout
