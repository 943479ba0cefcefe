"""What the goals chapter says of paths, schools, lists, gaps and goals that stand to one another."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from colsynth.exhibits import (
    Chapter,
    goals,
    goals_focus,
    goals_gaps,
    goals_lists,
    goals_needed,
    goals_path,
    goals_schools,
    goals_stated,
    open_chapter,
)
from colsynth.exhibits.exhibit import Exhibit

HEAD = [
    *("Goal", "Title", "Kind", "Measure", "At", "Ethnicity", "Years", "Baseline number", "Baseline of"),
    *("Baseline term", "Target %", "Percentage points", "Target gap", "Compared with", "By when", "Within", "Replaces"),
]
CELLS = tuple(name.casefold().replace(" ", "_").replace("%", "percent") for name in HEAD)
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


def number(i: int) -> str:
    return f"{1000000007 + 13 * i}"


def written(**cells: object) -> list[object]:
    assert set(cells) <= set(CELLS), cells
    return [cells.get(name, "") for name in CELLS]


PLAN = {
    "measure": "otj-writing", "years": "4-8", "baseline_number": 60, "baseline_of": 120, "baseline_term": "2022-T4",
    "target_percent": 80, "by_when": "2025-T4",
}  # fmt: skip
G1 = written(goal="G1", title="Writing", **PLAN)


def results(term: str, at: dict[int, int], n: int = 60) -> list[list[object]]:
    """`n` learners at each of two schools, so many At (half of them Above), every third Māori; Year 4 in 2022."""
    return [
        [number(school * 100 + i), 9901 + school, int(term[:4]) - 2018, "Māori" if i % 3 == 0 else "NZ European",
         "otj-writing", ("Above" if i % 2 else "At") if i < at[school] else "Below", term]
        for school in (0, 1)
        for i in range(n)
    ]  # fmt: skip


RISING = results("2022-T4", {0: 30, 1: 30}) + results("2023-T4", {0: 54, 1: 16})


def chapter(
    root: Path,
    goal_rows: list[list[object]],
    rows: list[list[object]] | None = None,
    lists: list[list[object]] | None = None,
) -> Chapter:
    (root / "params").mkdir()
    (root / "sent").mkdir()
    sheets: dict[str, list[list[object]]] = {
        "schools.csv": [["School Number", "School Name"], ["9901", "Tōtara Flat"], ["9902", "Rātā Bay"]],
        "results.csv": [["NSN", "School", "Year level", "Ethnicity", "Measure", "Level", "Term"], *(rows or RISING)],
        "roll.csv": [
            ["NSN", "School", "Year level", "Ethnicity", "Start date"],
            *([row[0], row[1], 5, row[3], "2020-02-03"] for row in results("2023-T4", {0: 0, 1: 0})),
        ],
    }
    sheets |= {"goals.csv": [HEAD, *goal_rows]} if goal_rows else {}
    sheets |= {"targets.csv": [["NSN", "School", "Goal", "On list from"], *lists]} if lists else {}
    for name, content in sheets.items():
        with (root / "sent" / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(content)
    path = root / "params" / "c.yaml"
    settings = {"community": {"id": "c", "name": "C"}, "inputs": "sent"}
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return open_chapter("goals", str(path), "2023-T4")


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Chapter:
    """One goal about writing in two schools, one rising and one falling, with a list of 20 learners."""
    on_list: list[list[object]] = [[number(i), 9901, "G1", "2023-02-06"] for i in range(40, 60)]
    return chapter(tmp_path_factory.mktemp("writing"), [G1], lists=on_list)


def everything(opened: Chapter) -> str:
    shown = [make(opened) for make in EVERY]
    return json.dumps([[e.record(), [f.record() for f in e.findings]] for e in shown if e], ensure_ascii=False)


def made(exhibit: Exhibit | None) -> Exhibit:
    assert exhibit is not None
    return exhibit


def test_a_goal_is_said_to_be_on_its_way_by_its_path(writing: Chapter) -> None:
    """70 of 120 in Term 4, 2023; 50 % to 80 % over three years is 60 % planned by then."""
    shown = made(goals_path.path(writing))
    assert shown.title == "Of 1 planned path: 1 too close to call."
    (finding,) = shown.findings
    assert "58 % of 120 learners were at its level, and 60 % were planned" in finding.claim
    assert (finding.n, finding.of, finding.size) == (70, 120, pytest.approx(-0.0167, abs=1e-4))
    assert finding.low is not None
    assert finding.low < 0 < (finding.high or 0)


def test_a_falling_school_is_seen_and_schools_stand_by_label(writing: Chapter) -> None:
    shown = made(goals_schools.schools(writing))
    assert shown.title == "Of 2 schools, 1 rising and 1 falling."
    (finding,) = shown.findings
    assert "1 is rising and 1 falling" in finding.claim
    labels = [row[1] for row in shown.record()["table"]["rows"]]
    assert labels == ["School A", "School B", "All schools"]
    text = everything(writing)
    assert "Tōtara" not in text
    for word in ("best", "worst", "under-performing", "significant"):
        assert word not in text.casefold()


def test_learners_needed_are_told_with_their_roll(writing: Chapter) -> None:
    """80 % of the 120 of the roll is 96, so 26 more than the 70 of now; over eight terms 4 a term."""
    (finding,) = made(goals_needed.needed(writing)).findings
    assert "means 26 more at the level than now, about 4 more each term" in finding.claim


def test_a_target_stated_as_points_is_held_against_the_baseline(tmp_path: Path) -> None:
    row = written(goal="G1", title="Writing", **PLAN | {"target_percent": "", "percentage_points": "7 %"})
    assert "the goal is 57 % by Term 4, 2025: met on the count." in everything(chapter(tmp_path, [row]))


def test_a_gap_goal_tells_both_shares_and_the_gap(tmp_path: Path) -> None:
    """Every third learner is Māori: at school 1 18 of 20 and at school 2 6 of 20; others 36 and 10 of 40."""
    row = written(goal="G1", title="Fair", measure="otj-writing", ethnicity="Māori", target_gap=5, by_when="2025-T4")
    opened = chapter(tmp_path, [row])
    (finding,) = made(goals_gaps.gaps(opened)).findings
    assert "60 % of 40" in finding.claim
    assert "58 % of 80 all other learners" in finding.claim
    assert (finding.size, finding.unit) == (-2.5, "percentage points")
    assert "1 held as a gap" in goals.standing(opened).title
    assert "1 hidden [c]" in made(goals_schools.schools(opened)).title  # 18 of 20 at one of them


def test_a_rebased_goal_keeps_its_old_line_and_a_nested_one_says_where_it_stands(tmp_path: Path) -> None:
    new = written(goal="G2", title="Writing anew", **PLAN | {"target_percent": 70, "replaces": "G1"})
    part = written(goal="G3", title="Above", **PLAN | {"target_percent": 40, "at": "Above", "within": "G2"})
    opened = chapter(tmp_path, [G1, new, part])
    shown = goals.standing(opened)
    assert "1 replaced by another" in shown.title
    assert "within “Writing anew”" in json.dumps(shown.record()["table"], ensure_ascii=False)
    way = made(goals_path.path(opened))
    assert "the path of the goal that this one replaced" in way.how_to_read
    assert "Planned by the earlier goal" in json.dumps(way.record()["table"])


def test_a_target_met_by_a_smaller_group_is_noted(tmp_path: Path) -> None:
    """20 of 40 at each school: 60 of 120 is 50 %, 40 of 60 is 67 %."""
    rows = results("2022-T4", {0: 30, 1: 30}) + results("2023-T4", {0: 20, 1: 20}, n=30)
    row = written(goal="G1", title="Writing", **PLAN | {"target_percent": 60})
    text = everything(chapter(tmp_path, [row], rows))
    assert goals.FEWER in text


def test_a_list_is_held_against_learners_not_on_it(writing: Chapter) -> None:
    """Term 4, 2022: 30 Below at each school; 20 of one are on the list, and 14 of them reach it: 70 %.

    Of the 40 others who were Below, the 10 of the same school reach it and none of the other: 25 %.
    """
    shown = made(goals_lists.lists(writing))
    (finding,) = shown.findings
    assert "70 % of the list, 25 % to be expected" in finding.claim
    assert shown.title == "Of 1 target list: 1 may be who was chosen."
    assert (finding.n, finding.of, finding.size) == (14, 20, pytest.approx(45))
    assert finding.unit == "percentage points more than expected"
    assert number(40) not in json.dumps(shown.record())


def test_a_list_of_few_is_hidden(tmp_path: Path) -> None:
    on_list: list[list[object]] = [[number(i), 9901, "G1", "2023-02-06"] for i in range(40, 44)]
    shown = made(goals_lists.lists(chapter(tmp_path, [G1], lists=on_list)))
    assert shown.findings == []
    assert "[c]" in json.dumps(shown.record()["table"])


def test_without_goals_the_chapter_says_so_once(tmp_path: Path) -> None:
    opened = chapter(tmp_path, [])
    shown = [made for made in (make(opened) for make in EVERY) if made]
    assert [exhibit.title for exhibit in shown] == [goals.NO_GOALS]


def test_focus_areas_without_targets_are_a_chapter_of_their_own(tmp_path: Path) -> None:
    rows = [
        written(goal="F1", title="Writing with a purpose", kind="focus area", measure="otj-writing"),
        written(goal="F2", title="Belonging", kind="focus area"),
    ]
    opened = chapter(tmp_path, rows)
    titles = [exhibit.title for exhibit in (make(opened) for make in EVERY) if exhibit]
    assert titles[0].startswith("2 focus areas are agreed; 1 cannot be followed yet")
    assert titles[1] == "1 of 2 focus areas can be followed with a measure."
    text = everything(opened)
    assert "the goal is" not in text
    assert "more learners" not in text.casefold()


def test_one_school_and_few_learners_read_well(tmp_path: Path) -> None:
    few = [row for row in results("2023-T4", {0: 2, 1: 0}, n=4) if row[1] == 9901]
    opened = chapter(tmp_path, [G1], few)
    text = everything(opened)
    assert "hidden [c]" in text
    assert goals_schools.schools(opened) is None
    for told in ("50 % of 4", "2 of 4"):
        assert told not in text


def test_six_goals_are_more_than_a_community_sets(tmp_path: Path) -> None:
    six = [written(goal=f"G{i}", title=f"Writing {i}", **PLAN) for i in range(6)]
    assert "6 goals are set; a community usually sets three to five." in everything(chapter(tmp_path, six))
