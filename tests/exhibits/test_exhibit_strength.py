"""What a chapter tells the rules of strength about its claims, and the rules as a reader sees them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from colsynth.exhibits import Chapter, open_chapter, strength_rules
from colsynth.exhibits.judging import strength_of_change, strength_of_results

LEARNERS = [f"{1000000007 + 13 * i}" for i in range(40)]
SCHOOLS = ["9901", "9902", "9903", "9904"]
FIRST, LAST = "2025-T1", "2026-T1"
# A change that nothing speaks against, as a chapter tells it.
SOUND: dict[str, Any] = {
    "matched": True, "points": 2, "low": 0.02, "high": 0.09, "n": 40, "n_schools": 4, "same_sign": 1.0,
    "one_rule": True, "loss": 0.1, "q": 0.04,
}  # fmt: skip


@pytest.fixture
def chapter(tmp_path: Path) -> Chapter:
    """Forty learners of four schools with two tests a year apart, judged once, half of it moderated."""
    on = {FIRST: "2025-03-03", LAST: "2026-03-02"}
    tests = [
        [who, SCHOOLS[i % 4], "pat-mathematics", 40 + i % 20, "", day, ""]
        for day in on.values()
        for i, who in enumerate(LEARNERS)
    ]
    judged = [
        [who, SCHOOLS[i % 4], "otj-writing", "", "At", on[LAST], "yes" if i % 2 else "no"]
        for i, who in enumerate(LEARNERS)
    ]
    sheets: dict[str, list[list[object]]] = {
        "results.csv": [["NSN", "School", "Measure", "Score", "Level", "Date", "Moderated"], *tests, *judged],
        "roll.csv": [["NSN", "School", "Year level"], *([who, SCHOOLS[i % 4], 5] for i, who in enumerate(LEARNERS))],
    }
    (tmp_path / "params").mkdir()
    (tmp_path / "sent").mkdir()
    for name, rows in sheets.items():
        with (tmp_path / "sent" / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    path = tmp_path / "params" / "c.yaml"
    path.write_text(yaml.safe_dump({"community": {"id": "c", "name": "C"}, "inputs": "sent"}), encoding="utf-8")
    return open_chapter("achievement", str(path))


def change(chapter: Chapter, measure: str = "pat-mathematics", goal: Any = None, **other: Any) -> str:
    return strength_of_change(chapter, measure, FIRST, LAST, goal=goal, **(SOUND | other)).arithmetic


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, "3 = start 3"),
        ({"points": 3}, "4 = start 4"),
        ({"points": 1}, "1 = start 1"),  # with one point it is not known that anything moved
        ({"matched": False}, "2 = start 2"),
        ({"one_rule": False}, "1 = start 1"),
        ({"one_rule": None}, "1 = start 1"),
        ({"low": -0.01}, "2 = start 3 -1 P"),
        ({"low": 0.0}, "2 = start 3 -1 P"),
        ({"low": None}, "2 = start 3 -1 P"),
        ({"high": float("nan")}, "2 = start 3 -1 P"),
        ({"low": -0.09, "high": -0.02}, "3 = start 3"),  # a fall is as sure as a rise
        ({"n": 29, "n_schools": 2}, "2 = start 3 -1 P"),
        ({"n": None}, "2 = start 3 -1 P"),
        ({"same_sign": 0.5}, "2 = start 3 -1 I"),
        ({"same_sign": None}, "2 = start 3 -1 I"),
        ({"loss": 0.3}, "2 = start 3 -1 B"),
        ({"loss": 0.5}, "1 = start 3 -2 B"),
        ({"loss": None}, "2 = start 3 -1 B"),
        ({"selected_low": True}, "2 = start 3 -1 B"),
        ({"q": None}, "2 = start 3 -1 S"),
    ],
)
def test_a_change_is_as_strong_as_what_is_known_of_it(chapter: Chapter, other: dict[str, Any], said: str) -> None:
    assert change(chapter, **other) == said


def test_a_goal_set_before_the_term_is_not_picked_out_of_many(chapter: Chapter) -> None:
    columns = ["year_from", "year_to", "gender", "ethnicity", "school", "baseline_term"]
    goal = pd.Series(dict.fromkeys(columns, pd.NA), dtype="object")
    assert change(chapter, goal=goal, q=None) == "2 = start 3 -1 S"  # when it was set is not known
    goal["baseline_term"] = FIRST
    assert change(chapter, goal=goal, q=None) == "3 = start 3"
    goal["baseline_term"] = LAST
    assert change(chapter, goal=goal, q=None) == "2 = start 3 -1 S"


def test_a_goal_of_one_school_is_not_asked_for_more_schools(chapter: Chapter) -> None:
    columns = ["year_from", "year_to", "gender", "ethnicity", "school", "baseline_term"]
    goal = pd.Series({**dict.fromkeys(columns, pd.NA), "school": SCHOOLS[0], "baseline_term": FIRST}, dtype="object")
    assert change(chapter, goal=goal, n_schools=1, same_sign=None) == "3 = start 3"


def test_judgements_that_are_not_all_moderated_are_loosely_measured(chapter: Chapter) -> None:
    assert change(chapter, "otj-writing") == "0 = start 1 -1 M"  # and its expectation changed with 2026
    state = strength_of_results(chapter, "otj-writing", LAST)
    assert state.arithmetic == "3 = start 3"  # in its start, and there alone
    assert "Only some judgements were moderated." in state.reasons[0]


def test_of_learners_who_are_not_matched_those_missing_at_an_end_count(chapter: Chapter) -> None:
    assert change(chapter, matched=False, loss=None) == "1 = start 2 -1 B"  # no roll is known of the first term


def test_the_rules_are_a_table_that_a_reader_can_agree_to(chapter: Chapter) -> None:
    record = strength_rules.reckoned(chapter).record()
    table = record["table"]
    cells = [cell for row in table["rows"] for cell in row]
    assert all(cells)
    assert not [cell for cell in cells if "{" in cell or "[c]" in cell]
    said = "\n".join(" | ".join(row) for row in table["rows"])
    for rule in (
        "Start | is | At least 95 % were seen, by judgements that were not moderated. | 3 |",
        "P, imprecise | any | It rests on fewer than 30 learners. | -1 |",
        "B, biased | moved, because | More than 20 % of the learners",
        "at most 1",
        "at most its start",
    ):
        assert rule in said
    assert "3 “it is likely”" in record["how_to_read"]
