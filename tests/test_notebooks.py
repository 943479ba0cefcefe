"""Notebooks are kept without outputs, run on any Python kernel; chapters take the same three parameters."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pytest

from colsynth.settings import CHAPTERS as DEFAULT

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
EVERY = sorted(path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
CHAPTERS = [path for path in EVERY if path.parent.name == "report"]


def named(path: Path) -> str:
    return path.relative_to(NOTEBOOKS).as_posix()


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def test_the_chapters_of_the_report_are_there() -> None:
    assert set(DEFAULT) <= {path.stem for path in CHAPTERS}


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_a_notebook_is_valid_and_is_kept_without_outputs(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_a_notebook_runs_on_the_kernel_that_every_computer_has(path: Path) -> None:
    assert read(path).metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("path", CHAPTERS, ids=named)
def test_a_chapter_takes_settings_term_and_audience(path: Path) -> None:
    tagged = [cell for cell in read(path).cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1, "exactly one cell is tagged 'parameters'"
    named_here = [node.id for node in ast.walk(ast.parse(tagged[0].source)) if isinstance(node, ast.Name)]
    assert named_here[:3] == ["settings", "term", "audience"]


@pytest.mark.parametrize("path", CHAPTERS, ids=named)
def test_a_chapter_opens_with_its_one_title_which_asks_a_question(path: Path) -> None:
    cells = read(path).cells
    written = [line for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    assert cells[0].cell_type == "markdown"
    assert [line for line in written if line.startswith("# ")] == [written[0]]
    assert written[0].endswith("?") or path.stem == "first_page", "only the first page, an agenda, asks nothing"
