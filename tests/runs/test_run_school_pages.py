"""The page that a run writes for one school alone: its folder, its words, and that it is looked at once more."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from test_run_failures import Workspace

TABLE = """
import pandas as pd
from colsynth.exhibits.exhibit import Column, Exhibits
from colsynth.findings import Finding, state_strength
from colsynth.protection import Counted, Protected, Table

def own(school, n):
    frame = pd.DataFrame({"to": ["a member"], "n": [n]}, dtype=object).astype({"n": "Int64"})
    table = chapter.may_show(Table(frame, ("to",), "learners", (Counted("n"),)))
    strength = state_strength(1, 1, "schools", True, "Counted.")
    said = Finding(f"ours-sent-{school}", "ours", "Sent?", f"Said to {school}.", strength, "schools")
    return chapter.for_school(school, "sent", "Sent?", "These were sent.", table=table, findings=[said],
                              columns=[Column("to", "To"), Column("n", "Learners", "count")])

Exhibits(own(school, n) for school, n in [("9901", 12), ("9902", 3)])
"""


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path)
    made.chapter("ours", TABLE)
    made.settings("c", chapters=["ours", "data"])
    return made


def pages(small: Workspace) -> dict[str, str]:
    """The page of each school by its folder."""
    folders = (small.root / "outputs" / "2026-T3" / "c" / "schools").iterdir()
    return {folder.name: (folder / "report.html").read_text(encoding="utf-8") for folder in folders}


def test_each_school_has_a_page_of_its_own_under_the_code_that_the_report_calls_it_by(small: Workspace) -> None:
    done = small.run("report")
    assert done.exit_code == 0, done.output
    found = pages(small)
    assert set(found) == {"school-a", "school-b"}
    [folder] = [name for name, html in found.items() if "Tōtara" in html]
    own, other = found[folder], next(html for name, html in found.items() if name != folder)
    assert "alone. Please do not pass it on" in own
    assert "Rātā" not in own
    assert "Tōtara" not in other
    assert "Said to 9901." in own
    assert "Said to 9902." in other
    outputs = small.root / "outputs" / "2026-T3" / "c"
    told = json.loads((outputs / "schools" / folder / "findings.json").read_text(encoding="utf-8"))["findings"]
    assert [finding["id"] for finding in told] == ["ours-sent-9901"]
    table = outputs / "schools" / folder / "tables" / f"ours-sent-{folder}.csv"
    assert "12" in table.read_text(encoding="utf-8-sig")
    assert "[c]" in other  # three learners of the other school


def test_the_community_has_none_of_it_and_the_index_links_to_it(small: Workspace) -> None:
    small.run("report")
    outputs = small.root / "outputs" / "2026-T3"
    assert "These were sent" not in small.report
    assert "ours-sent" not in (outputs / "c" / "findings.json").read_text(encoding="utf-8")
    assert not list((outputs / "c" / "tables").glob("ours*"))
    index = (outputs / "index.html").read_text(encoding="utf-8")
    assert "For one school alone:" in index
    for name in pages(small):
        assert f'href="c/schools/{name}/report.html"' in index
    assert re.findall(r'/schools/(school-.)/report.html">(.*?)</a>', index) == [
        ("school-a", "School A"), ("school-b", "School B"),
    ]  # fmt: skip
    small.run("report")  # up to date: the links stay
    assert "For one school alone:" in (outputs / "index.html").read_text(encoding="utf-8")


def test_where_names_are_shown_a_folder_is_the_number_of_its_school(small: Workspace) -> None:
    small.settings("c", chapters=["ours", "data"], school_names="shown")
    small.run("report")
    assert set(pages(small)) == {"9901", "9902"}


def test_a_number_like_a_student_s_on_the_page_of_one_school_stops_the_report(small: Workspace) -> None:
    small.chapter("ours", TABLE.replace("These were sent.", "Ask about 1000000007 today."))
    done = small.run("report")
    assert done.exit_code == 5
    assert not (small.root / "outputs" / "2026-T3" / "c").exists()
