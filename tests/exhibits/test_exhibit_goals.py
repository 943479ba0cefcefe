"""What the goals chapter says, where its numbers must not be told, and what it says without targets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from colsynth.exhibits import (
    goals,
    goals_focus,
    goals_gaps,
    goals_lists,
    goals_needed,
    goals_path,
    goals_schools,
    goals_stated,
    open_chapter,
    supply,
)

RESULTS = [
    [f"{1000000007 + 13 * i}", 9901 + i % 2, "otj-writing", "At" if i % 3 else "Below", "2026-08-03"] for i in range(30)
]
HEAD = [
    "Goal",
    "Title",
    "Measure",
    "Baseline number",
    "Baseline of",
    "Baseline %",
    "Baseline term",
    "Target %",
    "Owner",
]


def community(root: Path, goal_rows: list[list[object]], **more: object) -> str:
    (root / "params").mkdir()
    (root / "sent").mkdir()
    sheets = {
        "schools.csv": [["School Number", "School Name"], ["9901", "Tōtara Flat"], ["9902", "Rātā Bay"]],
        "results.csv": [["NSN", "School", "Measure", "Level", "Date"], *RESULTS],
        "goals.csv": [HEAD, *goal_rows],
    }
    for name, rows in sheets.items():
        with (root / "sent" / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    path = root / "params" / "c.yaml"
    path.write_text(yaml.safe_dump({"community": {"id": "c", "name": "C"}, "inputs": "sent"} | more), encoding="utf-8")
    return str(path)


EVERY = (
    goals_focus.instead_of_goals,
    goals.standing,
    goals_path.path,
    goals_gaps.gaps,
    goals_needed.needed,
    goals_schools.schools,
    goals_lists.lists,
    goals_focus.beside_goals,
    goals_stated.specificity,
    goals_stated.arithmetic,
)


def everything(settings: str) -> str:
    chapter = open_chapter("goals", settings)
    shown = [make(chapter) for make in EVERY]
    return json.dumps([[e.record(), [f.record() for f in e.findings]] for e in shown if e], ensure_ascii=False)


def test_a_baseline_of_too_few_learners_is_told_nowhere(tmp_path: Path) -> None:
    text = everything(community(tmp_path, [["G1", "Writing", "otj-writing", 1, 4, 25, "2025-T4", 80, ""]]))
    assert "67 %" in text  # 20 of 30 are there now, which may be told
    for told in ("25 %", "1 of 4", "25.0", '"baseline was'):
        assert told not in text


def test_a_baseline_of_enough_learners_is_told(tmp_path: Path) -> None:
    text = everything(community(tmp_path, [["G1", "Writing", "otj-writing", 30, 60, 50, "2025-T4", 80, ""]]))
    assert "the baseline was 50 %" in text


def test_a_baseline_from_another_time_of_the_year_is_said_to_be_so(tmp_path: Path) -> None:
    text = everything(community(tmp_path, [["G1", "Writing", "otj-writing", 30, 60, 50, "2025-T1", 80, ""]]))
    assert "different times of the year" in text


def test_without_a_target_nothing_is_said_of_one(tmp_path: Path) -> None:
    settings = community(tmp_path, [["F1", "Writing for a purpose", "otj-writing", "", "", "", "", "", ""]])
    chapter = open_chapter("goals", settings)
    record = goals.standing(chapter).record()
    assert record["title"] == "Of 1 goal: 1 without a target."
    assert record["talk_about"] == ""
    assert goals_needed.needed(chapter) is None
    way = goals_path.path(chapter)
    assert way is not None
    assert way.record()["title"] == "No target is set, so the lines are held against none."


def test_where_schools_are_codes_no_text_of_the_goals_names_one(tmp_path: Path) -> None:
    row = ["G1", "Writing at Rātā Bay", "otj-writing", 30, 60, 50, "2025-T4", 80, "principal of rātā bay"]
    settings = community(tmp_path, [row])
    assert "Rātā Bay" not in everything(settings)
    assert "a member school" in everything(settings)


@pytest.mark.parametrize("names", ["codes", "shown"])
def test_files_stand_in_the_order_of_their_own_labels(tmp_path: Path, names: str) -> None:
    chapter = open_chapter("data", community(tmp_path, [], school_names=names))
    table = supply.accounts(chapter).record()["table"]
    files = [row[0] for row in table["rows"]]
    assert files == sorted(files)
    assert all(file.startswith("File ") for file in files) is (names == "codes")


def test_a_source_is_the_span_of_its_whole_sheet(tmp_path: Path) -> None:
    settings = community(tmp_path, [["G1", "Writing", "otj-writing", 30, 60, 50, "2025-T4", 80, ""]])
    with (tmp_path / "sent" / "results.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["1000000999", 9901, "otj-reading", "At", "2026-08-03"])
    chapter = open_chapter("achievement", settings)
    assert [source.rows for source in chapter.sources("achievement", measure="otj-reading")] == ["2-32"]


def test_a_stated_baseline_that_the_files_contradict_is_asked_about(tmp_path: Path) -> None:
    text = everything(community(tmp_path, [["G1", "Writing", "otj-writing", 30, 60, 50, "2026-T3", 80, ""]]))
    assert "the files give 67 % of 30 learners in that term" in text


def test_a_stated_baseline_is_not_held_against_what_must_not_be_told(tmp_path: Path) -> None:
    settings = community(tmp_path, [["G1", "Writing", "otj-writing", 30, 60, 50, "2026-T3", 80, ""]], suppress_below=20)
    assert "the files give" not in everything(settings)


def test_a_goal_whose_words_name_a_group_that_its_columns_do_not_is_warned_about(tmp_path: Path) -> None:
    settings = community(tmp_path, [["G1", "Māori learners write", "otj-writing", 30, 60, 50, "2025-T4", 80, ""]])
    problems = open_chapter("goals", settings).snapshot.problems
    assert [p.check for p in problems if "group" in p.check] == ["goal without its group"]
