"""The pathway of each goal on the page: the line, the moves on it, the list, and one line where there is nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from made_chapters import Row, Sheets, number, settings_of

from colsynth.exhibits import open_chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.transitions_pathway import NO_GOALS, pathways


def sheets(size: int = 30, measured: tuple[int, ...] = (6, 7, 8)) -> Sheets:
    """Year 6 at one school, Years 7 and 8 at the next, judged in writing; two in five Year 6 learners on a list."""
    rows: Sheets = {name: [] for name in ("schools", "students", "results", "goals", "targets")}
    rows["schools"] = [
        {"School number": "9901", "School name": "Kura Tahi", "Type": "Contributing"},
        {"School number": "9902", "School name": "Kura Rua", "Type": "Intermediate"},
    ]
    for year in (6, 7, 8):
        for i in range(size):
            who: Row = {"NSN": number(100 * year + i), "School number": "9901" if year == 6 else "9902"}
            entry = "2020-02-03" if year == 6 else "2026-02-03" if year == 7 else "2025-02-03"
            rows["students"].append(who | {"Year level": year, "Entry date": entry})
            if year == 7:
                left = {"School number": "9901", "Year level": 6, "Entry date": "2020-02-03", "Exit date": "2025-12-16"}
                rows["students"].append(who | left)
            at = i % 10 < (7 if year == 6 else 4)
            if year in measured:
                told = {"Year level": year, "Term": "2026-T2", "Date": "2026-06-15", "Measure": "otj-writing"}
                rows["results"].append(who | told | {"Level": "At" if at else "Below"})
            if year == 6 and i % 10 > 5:
                rows["targets"].append(who | {"Goal": "G1", "On list from": "2026-02-16"})
    rows["goals"] = [
        {"Goal": "G1", "Title": "Writing", "Measure": "otj-writing", "Years": "6-8", "Baseline percent": 40,
         "Baseline term": "2025-T2", "By term": "2027-T2", "Target percent": 75, "Milestones": "2026-T4: 60"},
        {"Goal": "G2", "Title": "Belonging"},
    ]  # fmt: skip
    return rows


def shown(root: Path, made: Sheets) -> list[Exhibit]:
    return pathways(open_chapter("transitions", settings_of(root, made), "2026-T2"))


def layers(exhibit: Exhibit) -> list[dict[str, Any]]:
    chart = exhibit.chart or {}
    held = chart["datasets"]
    return [row for layer in chart["vconcat"][0]["layer"] for row in held[layer["data"]["name"]] if "data" in layer]


def test_the_line_has_its_move_its_goal_and_its_list(tmp_path: Path) -> None:
    (only,) = shown(tmp_path, sheets())
    assert only.title == "Writing: 70 % in Year 6 and 40 % of others in Year 7, on either side of a move: lower."
    (finding,) = only.findings
    assert finding.bears_on == ("G1",)
    assert "different learners" in finding.says_not
    drawn = layers(only)
    assert {"move to Year 7"} == {row["step"] for row in drawn if "step" in row}
    labels = [row["label"] for row in drawn if "label" in row]
    assert "goal 75 %, Term 2, 2027\ndashed: 60 % by Term 4, 2026" in labels
    assert "not the way of any one learner" in only.caution


def test_a_second_pathway_says_how_it_is_read_in_a_word(tmp_path: Path) -> None:
    made = sheets()
    again = made["goals"][0] | {"Goal": "G3", "Title": "Writing once more"}
    first, second = shown(tmp_path, made | {"goals": [*made["goals"], again]})
    assert "Each line is one measure in one term" in first.how_to_read
    assert second.how_to_read.startswith("Read it like the pathway above.")
    assert "Each line" not in second.how_to_read
    assert first.talk_about
    assert not second.talk_about


def test_a_list_of_few_is_hidden_and_never_drawn_as_nothing(tmp_path: Path) -> None:
    (only,) = shown(tmp_path, sheets(20))
    rows = (only.record()["table"] or {})["rows"]
    assert [row[3] for row in rows if "list" in row[0]] == ["[c]"]
    assert "list [c]" in {row.get("hidden") for row in layers(only)}


def test_year_levels_with_few_learners_are_hidden(tmp_path: Path) -> None:
    (only,) = shown(tmp_path, sheets(9))
    assert only.title == "Writing: no year level can be shown without showing single learners, or all of them alike."
    assert only.chart is None
    assert not only.findings


def test_a_measure_on_one_side_alone_is_said(tmp_path: Path) -> None:
    (only,) = shown(tmp_path, sheets(measured=(7, 8)))
    assert only.title.endswith("the goal's measure is not used on both sides of the move to Year 7.")
    assert not only.findings


def test_without_goals_or_results_there_is_one_line(tmp_path: Path) -> None:
    made = sheets()
    (none,) = shown(tmp_path, made | {"goals": [], "targets": []})
    assert (none.title, none.table) == (NO_GOALS, None)
    (tmp_path / "two").mkdir()
    (unmeasured,) = shown(tmp_path / "two", made | {"goals": made["goals"][1:], "targets": []})
    assert unmeasured.title == "No goal names a measure, so none has a pathway that could be drawn."
    (tmp_path / "three").mkdir()
    old = [row | {"Term": "2024-T2", "Date": "2024-06-15"} for row in made["results"]]
    (stale,) = shown(tmp_path / "three", made | {"results": old})
    assert stale.title.startswith("“Writing” has no results of the last four terms")
