"""`colsynth screen`: every problem by stage, a page and marked copies inside, nothing published."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest
from screened import SCHOOLS, Sent

RESULTS = "NSN,Name,School,Term,Measure,Level\n" + "".join(
    f"{1000000007 + 13 * i},Learner {i},9901,2026-T2,otj-writing,{'Att' if i == 3 else 'At'}\n" for i in range(12)
)


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """A workspace with a schools' list and one file of results with one slip in it."""
    made = Sent(tmp_path / "workspace")
    made.csv("schools.csv", SCHOOLS)
    made.csv("results.csv", RESULTS)
    return made


def test_screen_leaves_a_list_a_page_and_a_marked_copy_inside_and_publishes_nothing(sent: Sent) -> None:
    before = {path: path.read_bytes() for path in (sent.root / "sent").iterdir()}
    done = sent.run("screen")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in sent.inside.iterdir()) == ["annotated", "problems.csv", "problems.html"]
    assert [path.name for path in (sent.root / "outputs").iterdir() if not path.name.startswith(".")] == ["screen"]
    copy = openpyxl.load_workbook(sent.inside / "annotated" / "results.csv.xlsx")
    assert "says 'att'" in copy.worksheets[1]["F5"].comment.text.casefold()
    assert 'href="annotated/results.csv.xlsx"' in (sent.inside / "problems.html").read_text(encoding="utf-8")
    assert {path: path.read_bytes() for path in (sent.root / "sent").iterdir()} == before


def test_the_problems_are_told_by_stage_in_the_order_of_screening(sent: Sent) -> None:
    sent.csv("page.csv", "<html><body>Log in</body></html>")
    sent.csv("odd.csv", "This,That\nx,y\n")
    sent.csv("more.csv", RESULTS.replace("otj-writing,At\n", "otj-writing,Above\n"))
    said = sent.run("screen").output
    order = ["Opening the file:", "Headers and columns:", "Cells:", "Across tables and years:"]
    places = [said.index(title) for title in order]
    assert places == sorted(places)
    assert places[0] < said.index("page.csv is a saved web page") < places[1]
    assert places[1] < said.index("odd.csv has no row of headers") < places[2]


def test_no_learners_name_or_number_stands_anywhere_inside(sent: Sent) -> None:
    assert sent.run("screen").exit_code == 0
    book = openpyxl.load_workbook(sent.inside / "annotated" / "results.csv.xlsx")
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    texts += [(sent.inside / name).read_text(encoding="utf-8-sig") for name in ("problems.csv", "problems.html")]
    everything = "\n".join(texts)
    assert "Learner 3" not in everything
    assert str(1000000007 + 13 * 3) not in everything


def test_screening_again_gives_the_same_bytes_and_leaves_no_old_copy(sent: Sent) -> None:
    def marks() -> dict[str, str]:
        files = (path for path in sorted(sent.inside.rglob("*")) if path.is_file())
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    sent.run("screen")
    first = marks()
    sent.run("screen")
    assert marks() == first
    sent.csv("results.csv", RESULTS.replace("Att", "At"))
    sent.run("screen")
    assert not (sent.inside / "annotated").exists()


def test_when_nothing_can_be_used_there_is_a_page_all_the_same(sent: Sent) -> None:
    for path in (sent.root / "sent").iterdir():
        path.unlink()
    sent.csv("odd.csv", "This,That\nx,y\n")
    done = sent.run("screen")
    assert done.exit_code == 4
    page = (sent.inside / "problems.html").read_text(encoding="utf-8")
    assert "No report can be made yet" in page
    assert "odd.csv" in page
