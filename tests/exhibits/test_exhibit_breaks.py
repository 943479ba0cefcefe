"""A line stops where its measure changed, the page says why, and learners in Māori medium are not missing."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

from colsynth.exhibits import achievement, goals, goals_path, open_chapter
from colsynth.exhibits.exhibit import Exhibit

TERMS = ["2024-T2", "2024-T4", "2025-T2", "2025-T4"]


def results(measure: str, terms: list[str], level: str = "At", first: int = 0, n: int = 20) -> list[list[object]]:
    return [
        [f"{1000000007 + 13 * (first + i)}", 9901, measure, level if i % 3 else "Below", term, int(term[:4]) - 2021]
        for term in terms
        for i in range(n)
    ]


def community(root: Path, rows: list[list[object]], **files: list[list[object]]) -> str:
    (root / "params").mkdir()
    (root / "sent").mkdir()
    head: list[object] = ["NSN", "School", "Measure", "Level", "Term", "Year level"]
    for name, table in (
        {"results": [head, *rows], "schools": [["School", "Name"], [9901, "Tōtara Flat"]]} | files
    ).items():
        with (root / "sent" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    path = root / "params" / "c.yaml"
    path.write_text(yaml.safe_dump({"community": {"id": "c", "name": "C"}, "inputs": "sent"}), encoding="utf-8")
    return str(path)


def strokes(exhibit: Exhibit) -> dict[str, set[int]]:
    """The stretch each term is drawn in; a stroke joins the points of one stretch alone."""
    assert exhibit.chart is not None
    rows = [row for data in exhibit.chart["datasets"].values() for row in data]
    first = min(row["stretch"] for row in rows)
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(row["term"], set()).add(row["stretch"] - first)
    lines = [layer for layer in exhibit.chart["spec"]["layer"] if layer["mark"]["type"] in {"line", "area"}]
    details = [layer["encoding"].get("detail", {}) for layer in lines]
    drawn_apart = [by for by in details if {"field": "stretch", "type": "nominal"} in (by, *by)]
    assert len(drawn_apart) == 2  # the line and its shading
    return found


def test_the_line_of_judgements_stops_before_2025_and_the_page_says_why(tmp_path: Path) -> None:
    shown = achievement.over_terms(open_chapter("achievement", community(tmp_path, results("otj-writing", TERMS))))
    assert strokes(shown) == {"2024-T2": {0}, "2024-T4": {0}, "2025-T2": {1}, "2025-T4": {1}}
    assert "broken before Term 1, 2025: new learning areas in English" in shown.caution
    assert "2018" not in shown.caution  # no result is from before


def test_the_title_holds_no_term_against_one_on_the_other_side_of_a_change(tmp_path: Path) -> None:
    shown = achievement.over_terms(open_chapter("achievement", community(tmp_path, results("otj-writing", TERMS))))
    assert "without a change of measure in between" in shown.title


def test_a_measure_that_did_not_change_has_one_line(tmp_path: Path) -> None:
    rows = results("easttle-writing", TERMS, level="4P")
    rows = [[*row[:3], "1B" if row[3] == "Below" else row[3], *row[4:]] for row in rows]
    shown = achievement.over_terms(open_chapter("achievement", community(tmp_path, rows)))
    assert {place for places in strokes(shown).values() for place in places} == {0}
    assert "broken" not in shown.caution
    assert "Term 4, 2024" in shown.title


def test_a_change_on_record_breaks_the_line_and_is_named(tmp_path: Path) -> None:
    events: list[list[object]] = [
        ["Start date", "Kind", "Label"],
        ["2024-10-14", "change of measure", "Writing: new samples to judge by"],
    ]
    settings = community(tmp_path, results("otj-writing", TERMS), events=events)
    shown = achievement.over_terms(open_chapter("achievement", settings))
    assert "before Term 4, 2024: on record as “Writing: new samples to judge by”" in shown.caution


def test_a_measure_that_took_anothers_place_is_not_drawn_as_one_line_with_it(tmp_path: Path) -> None:
    rows = results("otj-reading", ["2025-T2", "2025-T4"]) + [
        [*row[:3], "Proficient" if row[3] == "At" else "Developing", *row[4:]]
        for row in results("progress-reading", ["2026-T2"])
    ]
    shown = achievement.over_terms(open_chapter("achievement", community(tmp_path, rows)))
    assert "“Reading, progress descriptor” took the place of “Reading, overall teacher judgement”" in shown.caution


def test_a_baseline_from_before_a_change_is_said_not_to_be_on_one_line(tmp_path: Path) -> None:
    goal: list[list[object]] = [
        ["Goal", "Title", "Measure", "Baseline number", "Baseline of", "Baseline %", "Baseline term", "Target %"],
        ["G1", "Writing", "otj-writing", 30, 60, 50, "2024-T4", 80],
    ]
    chapter = open_chapter("goals", community(tmp_path, results("otj-writing", TERMS), goals=goal))
    assert "Baseline and now are not on one line" in goals.standing(chapter).findings[0].says_not
    way = goals_path.path(chapter)
    assert way is not None
    drawn = strokes(way)
    assert (drawn["2024-T4"], drawn["2025-T2"]) == ({0}, {1})


def test_learners_with_maori_medium_results_are_not_missing_from_english_medium_ones(tmp_path: Path) -> None:
    seen = results("otj-reading", ["2025-T4"])
    panui = [[*row[:3], "Taumata 2", *row[4:]] for row in results("te-marautanga-panui", ["2025-T4"], first=20, n=10)]
    roll: list[list[object]] = [["NSN", "School", "Year level"]]
    roll += [[f"{1000000007 + 13 * i}", 9901, 4] for i in range(34)]  # four have no result at all
    chapter = open_chapter("achievement", community(tmp_path, seen + panui, learners=roll))
    (finding,) = achievement.overall(chapter).findings
    said = " ".join(finding.strength.reasons)
    assert "At least 80 %" in said  # 20 of 24; with the ten of Māori medium it would be 20 of 34
    assert "without those who have results of the subject in the other language of learning" in said
