"""What fails is told, with its exit code, and stops nothing else."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from click.testing import CliRunner, Result

from colsynth.cli import main

CHAPTER = """from colsynth.exhibits import open_chapter, supply
chapter = open_chapter({stem!r}, settings, term, audience)
"""


class Workspace:
    """A small community with 24 learners at two schools, one chapter, and settings that a test may spoil."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "params").mkdir(parents=True)
        (root / "data" / "sent").mkdir(parents=True)
        self.sheet("schools.csv", [["School Number", "School Name"], ["9901", "Tōtara Flat"], ["9902", "Rātā"]])
        results = [[f"{1000000007 + 13 * i}", 9901 + i % 2, "otj-writing", "At", "2026-08-03"] for i in range(24)]
        self.sheet("results.csv", [["NSN", "School", "Measure", "Level", "Date"], *results])
        self.settings("c")

    def sheet(self, name: str, rows: list[list[object]]) -> None:
        with (self.root / "data" / "sent" / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    def settings(self, id: str, **more: object) -> Path:
        path = self.root / "params" / f"{id}.yaml"
        content = {"community": {"id": id, "name": f"Community {id}"}, "inputs": "data/sent", "chapters": ["data"]}
        path.write_text(yaml.safe_dump(content | more), encoding="utf-8")
        return path

    def chapter(self, stem: str, *cells: str) -> None:
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
        parameters = 'settings = ""\nterm = ""\naudience = "community"'
        code = [parameters, CHAPTER.format(stem=stem), *cells]
        notebook.cells = [nbformat.v4.new_markdown_cell(f"# Our own {stem}?"), *map(nbformat.v4.new_code_cell, code)]
        notebook.cells[1].metadata["tags"] = ["parameters"]
        folder = self.root / "notebooks" / "report"
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / f"{stem}.ipynb")

    def run(self, *words: str) -> Result:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.root)
            return CliRunner().invoke(main, list(words))

    @property
    def report(self) -> str:
        return (self.root / "outputs" / "2026-T3" / "c" / "report.html").read_text(encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_a_chapter_of_ones_own_is_in_the_report(small: Workspace) -> None:
    small.chapter("our_own", "supply.accounts(chapter)")
    small.settings("c", chapters=["our_own", "data"])
    done = small.run("report")
    assert done.exit_code == 0, done.output
    assert "Our own our_own?" in small.report
    assert "our_own-accounts" in small.report


def test_a_chapter_that_fails_leaves_a_box_and_the_others_go_on(small: Workspace) -> None:
    small.chapter("broken", 'raise KeyError("Aroha Smith 0123456789")')
    small.settings("c", chapters=["broken", "data"])
    done = small.run("report")
    assert done.exit_code == 1
    assert "The chapter 'broken' failed" in done.output
    assert "What does this report rest on?" in small.report
    assert "could not be made" in small.report
    log = (small.root / "outputs" / "2026-T3" / "c" / "inside" / "run.log").read_text(encoding="utf-8")
    for text in (small.report, done.output, log):
        assert "Aroha" not in text


def test_a_report_with_a_failed_chapter_is_made_again_next_time(small: Workspace) -> None:
    small.chapter("broken", "1 / 0")
    small.settings("c", chapters=["broken", "data"])
    assert small.run("report").exit_code == 1
    assert "published" in small.run("report").output


def test_only_exhibits_findings_and_markdown_reach_the_page(small: Workspace) -> None:
    small.chapter("leaky", "print('Aroha Smith')", "chapter.snapshot.frame('achievement')", "supply.agreed(chapter)")
    small.settings("c", chapters=["leaky"])
    assert small.run("report").exit_code == 0
    assert "Aroha" not in small.report
    assert "source_row" not in small.report
    run = json.loads((small.root / "outputs/2026-T3/c/inside/run.json").read_text(encoding="utf-8"))
    assert len(run["dropped"]) == 2


def test_a_community_that_fails_does_not_stop_another(small: Workspace) -> None:
    small.settings("b", inputs="data/not-there")
    done = small.run("report")
    assert done.exit_code == 1
    assert "Community b: failed" in done.output
    assert "not-there" in done.output
    index = (small.root / "outputs" / "2026-T3" / "index.html").read_text(encoding="utf-8")
    assert "Community b" in index
    assert "not-there" in index
    assert small.report


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ({"supress_below": 5}, 3, "suppress_below"),
        ({"frameworks": ["ero-colaborative-practice"]}, 3, "ero-collaborative-practice"),
        ({"chapters": ["goal"]}, 3, "goals"),
        ({"suppress_below": 1}, 3, "suppress_below"),
        ({"workspace": "/elsewhere"}, 3, "'workspace' is not written in the file"),
        ({"inputs": "data/not-there"}, 4, "not-there"),
    ],
)
def test_when_nothing_is_published_the_exit_code_names_the_first_cause(
    small: Workspace, more: dict[str, object], code: int, said: str
) -> None:
    small.settings("c", **more)
    done = small.run("report")
    assert done.exit_code == code, done.output
    assert said in done.output
    assert "Traceback" not in done.output
    assert not (small.root / "outputs" / "2026-T3" / "c").exists()


def test_a_page_with_a_student_number_is_held_back_and_the_last_report_stays(small: Workspace) -> None:
    assert small.run("report").exit_code == 0
    before = small.report
    small.sheet("goals.csv", [["Goal", "Title", "Kind"], ["F1", "Help 0123456789 to read", "Focus"]])
    small.settings("c", chapters=["goals", "data"])
    done = small.run("report")
    assert done.exit_code == 5
    assert "student number" in done.output
    assert "0123456789" not in done.output
    assert small.report == before
    assert sorted(path.name for path in (small.root / "outputs" / "2026-T3").iterdir()) == ["c", "index.html"]


def test_what_an_interrupted_run_left_behind_is_put_right(small: Workspace) -> None:
    assert small.run("report").exit_code == 0
    folder = small.root / "outputs" / "2026-T3" / "c"
    before = small.report
    folder.rename(folder.with_name(".c.before"))  # killed between taking the old report away and putting the new one
    (folder.with_name(".c.making") / "inside").mkdir(parents=True)
    (folder.with_name(".c.making") / "report.html").write_text("half", encoding="utf-8")
    assert small.run("report").exit_code == 0
    assert small.report == before
    assert sorted(p.name for p in folder.parent.iterdir()) == ["c", "index.html"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report", "--term", "2026-T5"], "2026-T3"),
        (["report", "nothing.yaml"], "nothing.yaml"),
    ],
)
def test_wrong_words_are_answered_with_a_sentence(small: Workspace, words: list[str], said: str) -> None:
    done = small.run(*words)
    assert done.exit_code in (2, 3)
    assert said in done.output
    assert "Traceback" not in done.output


def test_screen_publishes_nothing_and_ends_with_0_or_4(small: Workspace) -> None:
    done = small.run("screen")
    assert done.exit_code == 0
    assert "24 accepted" in done.output or "26 accepted" in done.output
    assert not list((small.root / "outputs").glob("2026*"))
    small.settings("c", inputs="data/not-there")
    assert small.run("screen").exit_code == 4


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(small: Workspace) -> None:
    done = small.run("report", "--dry-run")
    assert done.exit_code == 0
    assert "would be made" in done.output
    assert not list((small.root / "outputs").glob("2026*"))


def test_a_console_without_macrons_is_no_reason_to_fail() -> None:
    command = [sys.executable, "-m", "colsynth", "list", "measures"]
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, check=False, env=ascii_only)
    assert done.returncode == 0, done.stderr
    assert b"otj-writing" in done.stdout


def test_logging_holds_no_cell_value(small: Workspace) -> None:
    small.sheet(
        "ratings.csv", [["Framework", "School", "Area", "Stage", "Term"], ["ero", "9901", "1", "Embeding", "2026-T3"]]
    )
    assert small.run("report").exit_code == 0
    folder = small.root / "outputs" / "2026-T3" / "c" / "inside"
    assert "Embeding" not in (folder / "run.log").read_text(encoding="utf-8")
    assert "Embeding" in (folder / "problems.csv").read_text(encoding="utf-8-sig")
    assert "Embeding" in (folder / "problems.html").read_text(encoding="utf-8")


def test_two_settings_files_with_one_id_are_refused_and_write_over_nothing(small: Workspace) -> None:
    assert small.run("report").exit_code == 0
    before = small.report
    copy = (small.root / "params" / "c.yaml").read_text(encoding="utf-8").replace("Community c", "Another")
    (small.root / "params" / "copy.yaml").write_text(copy, encoding="utf-8")
    done = small.run("report")
    assert done.exit_code == 3
    assert "c.yaml and copy.yaml" in done.output
    assert small.report == before


@pytest.mark.parametrize("term", ["2019-T1", "2027-T1"])
def test_a_term_without_data_is_told_and_not_reported(small: Workspace, term: str) -> None:
    done = small.run("report", "--term", term)
    assert done.exit_code == 4
    assert "Term 3, 2026" in done.output


def test_the_index_keeps_reports_that_were_made_before(small: Workspace) -> None:
    small.settings("b")
    assert small.run("report").exit_code == 0
    assert small.run("report", "params/b.yaml", "--force").exit_code == 0
    index = (small.root / "outputs" / "2026-T3" / "index.html").read_text(encoding="utf-8")
    assert "Community b" in index
    assert "Community c" in index
