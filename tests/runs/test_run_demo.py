"""The demo's reports, made once as a user makes them, and everything that users and tests rely on in them."""

from __future__ import annotations

import csv
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser

from colsynth.settings import CHAPTERS

COMMUNITIES = ("kereru-valley", "mata-weka", "omanuka-coast")
TERM = "2026-T3"
PROJECT = Path(__file__).resolve().parents[2]
GOLDEN = PROJECT / "tests" / "golden"


def colsynth(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "colsynth", *words]
    return subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, fixed_key: Path) -> Path:
    """A workspace whose reports were made by the command alone."""
    assert fixed_key
    root = tmp_path_factory.mktemp("demo")
    for name in ("notebooks", "params", "data"):
        shutil.copytree(PROJECT / name, root / name)
    done = colsynth(root, "report")
    assert done.returncode == 0, done.stderr
    return root


def published(workspace: Path, community: str) -> Path:
    return workspace / "outputs" / TERM / community


def findings(workspace: Path, community: str) -> list[dict[str, Any]]:
    text = (published(workspace, community) / "findings.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["findings"]
    return found


def sent_on(workspace: Path, community: str) -> dict[str, str]:
    """Every text of the folder that may be sent on, by file."""
    folder = published(workspace, community)
    texts = {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8-sig")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".xlsx" and "inside" not in path.relative_to(folder).parts
    }
    book = openpyxl.load_workbook(folder / "appendix.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return texts | {"appendix.xlsx": "\n".join(cells)}


@pytest.mark.parametrize("community", COMMUNITIES)
def test_every_promised_file_is_there(workspace: Path, community: str) -> None:
    folder = published(workspace, community)
    promised = ["report.html", "findings.json", "appendix.xlsx", "tables", "inside/run.json", "inside/problems.csv"]
    promised += ["inside/problems.html", "inside/run.log", "inside/notebooks/goals.ipynb"]
    assert [name for name in promised if not (folder / name).exists()] == []
    assert (folder.parent / "index.html").is_file()


@pytest.mark.parametrize("community", COMMUNITIES)
def test_the_page_is_one_small_file_with_one_h1_and_a_stamp(workspace: Path, community: str) -> None:
    path = published(workspace, community) / "report.html"
    page = path.read_text(encoding="utf-8")
    assert path.stat().st_size < 3_000_000
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r'<html lang="en', page)
    assert "Inside only" in page


class Loads(HTMLParser):
    """Addresses that a browser would fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fetched = {"src", "srcset", "data", "poster", "background"} | ({"href"} if tag not in {"a"} else set())
        self.found += [v for k, v in attrs if k in fetched and v and not v.startswith(("data:", "#"))]


@pytest.mark.parametrize("community", COMMUNITIES)
def test_no_request_leaves_the_page(workspace: Path, community: str) -> None:
    loads = Loads()
    loads.feed((published(workspace, community) / "report.html").read_text(encoding="utf-8"))
    assert loads.found == []


@pytest.mark.parametrize("community", COMMUNITIES)
def test_the_page_draws_itself_in_a_browser_without_a_network(
    workspace: Path, community: str, chromium: Browser
) -> None:
    context = chromium.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((published(workspace, community) / "report.html").as_uri())
    page.wait_for_function("document.querySelectorAll('.chart').length === document.querySelectorAll('.drawn').length")
    assert page.locator(".drawn").count() >= 5
    assert len(asked) == 1
    assert [text for text in said if "fit-y" not in text] == []
    context.close()


@pytest.mark.parametrize("community", COMMUNITIES)
def test_the_numbers_of_the_demo_do_not_change_unnoticed(workspace: Path, community: str) -> None:
    golden = json.loads((GOLDEN / f"{community}.findings.json").read_text(encoding="utf-8"))
    assert findings(workspace, community) == golden["findings"]


@pytest.mark.parametrize("community", COMMUNITIES)
def test_a_finding_carries_what_is_promised_of_it(workspace: Path, community: str) -> None:
    fields = "id chapter question claim size unit low high n of comparison direction strength reasons says_not "
    promised = {*(fields + "bears_on provenance").split()}
    found = findings(workspace, community)
    assert len([f for f in found if f["direction"] != "hidden"]) >= 3
    for finding in found:
        assert set(finding) == promised
        assert finding["strength"] in range(5)
        assert finding["reasons"]
        assert finding["chapter"] in CHAPTERS


def test_the_findings_are_the_truth_the_demo_was_made_with(workspace: Path) -> None:
    truth = json.loads((workspace / "data" / "demo" / "kereru-valley.truth.json").read_text(encoding="utf-8"))
    found = {finding["id"]: finding for finding in findings(workspace, "kereru-valley")}
    for goal in ("G1", "G2", "G3", "G4"):
        last = truth["goals"][goal][-1]
        finding = found[f"goals-standing-{goal.lower()}"]
        assert (finding["n"], finding["of"]) == (last["at"], last["of"]), goal


def test_the_wrong_arithmetic_of_the_demo_is_found(workspace: Path) -> None:
    table = (published(workspace, "kereru-valley") / "tables" / "goals-arithmetic.csv").read_text(encoding="utf-8-sig")
    assert "78 of 171 is 45.6 %" in table


def test_a_community_without_targets_has_a_full_report(workspace: Path) -> None:
    page = (published(workspace, "omanuka-coast") / "report.html").read_text(encoding="utf-8")
    assert "focus area" in page
    chapters = {finding["chapter"] for finding in findings(workspace, "omanuka-coast")}
    assert chapters >= {"achievement", "practice", "data"}


@pytest.mark.parametrize("community", COMMUNITIES)
def test_the_practice_chapter_is_never_empty(workspace: Path, community: str) -> None:
    with (published(workspace, community) / "tables" / "practice-profile.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len({row["Area"] for row in rows}) == 7
    assert "[c]" not in str(rows)


@pytest.mark.parametrize("community", COMMUNITIES)
def test_every_record_read_is_accounted_for(workspace: Path, community: str) -> None:
    run = json.loads((published(workspace, community) / "inside" / "run.json").read_text(encoding="utf-8"))
    assert run["accounts"]
    for account in run["accounts"]:
        assert account["read"] == account["accepted"] + account["set_aside"] + account["repeated"], account


def learners_of(folder: Path) -> tuple[set[str], set[str]]:
    """(student numbers, full names) as the schools' files write them."""
    numbers: set[str] = set()
    names: set[str] = set()
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            sheets = [[[str(c) for c in row if c is not None] for row in s.iter_rows(values_only=True)] for s in book]
        else:
            text = path.read_text(encoding="utf-8-sig")
            sheets = [list(csv.reader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ","))]
        for rows in sheets:
            for row in rows:
                numbers |= {cell for cell in row if re.fullmatch(r"\d{9,10}", cell)}
                if row and re.fullmatch(r"\d{9,10}", row[0]) and len(row) > 2:
                    names |= {f"{a} {b}" for a, b in itertools.pairwise(row[1:4]) if a.isalpha() and b.isalpha()}
    return numbers, names


@pytest.mark.parametrize("community", COMMUNITIES)
def test_no_learner_can_be_found_in_what_may_be_sent_on(workspace: Path, community: str) -> None:
    numbers, names = learners_of(workspace / "data" / "demo" / community)
    assert len(numbers) > 50
    for file, text in sent_on(workspace, community).items():
        text = re.sub(r"<script(?! type=.application/json).*?</script>", "", text, flags=re.S)
        written = set(re.findall(r"\d{9,10}", text))
        assert not numbers & written, file
        assert not re.findall(r"\b[0-9a-f]{24}\b", text), file
        assert not [name for name in names if name in text], file


@pytest.mark.parametrize("community", COMMUNITIES)
def test_no_small_number_of_learners_is_in_a_table(workspace: Path, community: str) -> None:
    for path in (published(workspace, community) / "tables").glob("*.csv"):
        with path.open(encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                for name, value in row.items():
                    if name.startswith("Learners") and value.replace(" ", "").isdigit():
                        assert int(value.replace(" ", "")) >= 5 or int(value) == 0, (path.name, row)


def test_schools_are_codes_beside_results_unless_it_was_agreed_otherwise(workspace: Path) -> None:
    by_school = "tables/achievement-school.csv"
    hidden, shown = (sent_on(workspace, community)[by_school] for community in ("omanuka-coast", "kereru-valley"))
    assert "School A" in hidden
    assert "Kuaka" not in hidden
    assert "Kōwhai Bend School" in shown


def test_the_second_time_nothing_is_made_again(workspace: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in published(workspace, "mata-weka").rglob("*")}
    done = colsynth(workspace, "report")
    assert done.returncode == 0
    assert done.stdout.count("up to date") == 3
    assert {p: p.stat().st_mtime_ns for p in published(workspace, "mata-weka").rglob("*")} == before


def test_made_again_it_is_the_same_to_the_byte(workspace: Path) -> None:
    folder = published(workspace, "mata-weka")
    timed = {"run.json"}
    before = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name not in timed}
    shutil.rmtree(workspace / "outputs" / ".snapshots")
    assert colsynth(workspace, "report", "params/mata-weka.yaml", "--force").returncode == 0
    after = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name not in timed}
    assert set(after) == set(before)
    assert [str(name) for name in after if after[name] != before[name]] == []


def test_an_executed_chapter_runs_again_with_plain_papermill(workspace: Path, tmp_path: Path) -> None:
    executed = published(workspace, "mata-weka") / "inside" / "notebooks" / "goals.ipynb"
    command = [sys.executable, "-m", "papermill", str(executed), str(tmp_path / "again.ipynb")]
    done = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stderr[-2000:]
    assert "goals-standing" in (tmp_path / "again.ipynb").read_text(encoding="utf-8")


def test_an_earlier_term_has_its_own_report_without_what_came_later(workspace: Path) -> None:
    done = colsynth(workspace, "report", "params/mata-weka.yaml", "--term", "2025-T4")
    assert done.returncode == 0, done.stderr
    folder = workspace / "outputs" / "2025-T4" / "mata-weka"
    found = json.loads((folder / "findings.json").read_text(encoding="utf-8"))["findings"]
    assert not [finding["claim"] for finding in found if "2026" in finding["claim"].split("; the goal")[0]]
