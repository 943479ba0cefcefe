"""How often a verdict is wrong by chance is printed, and every rate has a simulation that finds it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from colsynth.cli.known import faults
from colsynth.exhibits import Chapter, open_chapter
from colsynth.exhibits.verdicts import error_rates, rows_of, title_of
from colsynth.reference.places import data_files
from colsynth.reference.verdicts import Verdicts, load_verdicts

SHIPPED = data_files("reference", None)["verdicts"]


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    """The chapter of a community with one school."""
    (tmp_path / "params").mkdir()
    (tmp_path / "schools.csv").write_text("School number,School name\n9901,One School\n", encoding="utf-8")
    path = tmp_path / "params" / "c.yaml"
    path.write_text("community: {id: c, name: C}\ninputs: schools.csv\nas_at: 2026-09-25\n", encoding="utf-8")
    return open_chapter("data", str(path))


def test_every_verdict_stands_on_the_page_with_its_rule_and_its_rates(chapter: Chapter) -> None:
    record = error_rates(chapter).record()
    rows = rows_of(load_verdicts())
    assert len(rows) == len(load_verdicts().verdicts)
    assert not (rows == "").any().any()
    assert not rows.duplicated(["chapter", "verdict", "wrong_when"]).any()
    assert "in 100" in str(record)


def test_every_rate_has_a_simulation_that_finds_it_again(project: Path) -> None:
    drawn = "".join(
        path.read_text(encoding="utf-8")
        for path in (project / "tests" / "simulate").glob("test_known_truth_verdicts_*")
    )
    assert [name for name in load_verdicts().verdicts if f'"{name}"' not in drawn] == []


def test_the_title_says_how_far_words_of_change_and_words_that_lean_can_be_trusted() -> None:
    design = {"says": "Schools", "cases": ["one", "two"]}
    verdict = {
        "chapter": "goals", "words": ["ahead"], "rule": "r", "wrong_when": "w", "design": "d", "percent": [2, 5],
        "draws": 500, "source": "s",
    }  # fmt: skip
    leaning = verdict | {"words": ["on track"], "kind": "leaning", "percent": [20, 27]}
    rates = Verdicts.model_validate({"source": "s", "designs": {"d": design}, "verdicts": {"a": verdict, "b": leaning}})
    assert title_of(rates) == "At most 5 in 100; “on track”, which only lean, up to 27 in 100."
    clear = Verdicts.model_validate({"source": "s", "designs": {"d": design}, "verdicts": {"a": verdict}})
    assert title_of(clear) == "At most 5 in 100."


def test_a_rate_for_each_case_of_a_known_design_is_asked_for(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path / "data" / "reference" / "verdicts.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("design: classes", "design: clases", 1), encoding="utf-8")
    assert "'clases'" in " ".join(faults(path))
    assert faults(SHIPPED) == []
