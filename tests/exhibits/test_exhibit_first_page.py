"""The first page leads with one finding a goal and then with every chapter in turn."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import nbformat
import pytest

from colsynth.exhibits import first_page
from colsynth.exhibits.chapter import Chapter
from colsynth.findings import Finding, Strength
from colsynth.findings.mime import FINDING_MIME


def finding(chapter: str, name: str, grade: int, size: float, goal: str = "") -> dict[str, Any]:
    strength = Strength(grade, ("So it is.",), f"{grade} = start {grade}")
    bears_on = (goal,) if goal else ()
    found = Finding(
        name, chapter, "How is it?", f"{name}.", strength, "learners", size, "share", n=50, of=100, bears_on=bears_on
    )
    return found.record()


@pytest.fixture
def executed(tmp_path: Path) -> Path:
    """Executed notebooks of two chapters."""
    said = {
        "goals": [
            finding("goals", "standing of G1", 3, 0.5, "G1"),
            finding("goals", "standing of G2", 2, 0.6, "G2"),
            finding("goals", "learners that G1 needs", 3, 0.7, "G1"),
        ],
        "variation": [finding("variation", "a weak one", 0, 0.8), finding("variation", "a likely one", 3, 0.9)],
        "data": [finding("data", "2 of 2 schools supplied results", 4, 1.0)],
    }
    for stem, findings in said.items():
        cell = nbformat.v4.new_code_cell(
            "1", outputs=[nbformat.v4.new_output("display_data", {FINDING_MIME: found}) for found in findings]
        )
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / f"{stem}.ipynb")
    return tmp_path


def test_each_goal_leads_once_and_what_cannot_be_said_does_not_lead(executed: Path) -> None:
    settings = SimpleNamespace(
        workspace=executed.parent,
        community=SimpleNamespace(id="ours"),
        chapters=["first_page", "goals", "variation", "data"],
    )
    chapter = cast("Chapter", SimpleNamespace(name="first_page", term="2026-T3", settings=settings))
    told = [f["claim"] for f in first_page.headlines(chapter, executed.name).findings]
    assert told == ["standing of G1.", "standing of G2.", "a likely one."]
