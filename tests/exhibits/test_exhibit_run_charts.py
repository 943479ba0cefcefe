"""What the page says of a measure's terms: a shift with its term, too few of them, a term read apart, hidden ones."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import yaml

from colsynth.exhibits import open_chapter, run_charts

DAYS = ("03-10", "06-10", "08-20", "11-20")
TERMS = [(year, term) for year in range(2021, 2025) for term in range(1, 5)]


def community(root: Path, shares: list[float], size: int, excluded: str = "no", school: str = "") -> str:
    """Writing judgements of `size` learners in each term of 2021 to 2024, with a lockdown in Term 3, 2021."""
    rows: list[list[object]] = [["NSN", "School", "Measure", "Level", "Date"]]
    for (year, term), share in zip(TERMS, shares, strict=False):
        rows += [
            [1000000007 + 13 * i, 9901, "otj-writing", "At" if i < round(share * size) else "Below",
             f"{year}-{DAYS[term - 1]}"]
            for i in range(size)
        ]  # fmt: skip
    event = ["2021-08-18", "2021-09-24", "pandemic term", "Lockdown", school, excluded]
    sheets = {
        "schools.csv": [["School Number", "School Name"], ["9901", "Tōtara Flat"]],
        "results.csv": rows,
        "events.csv": [["Start", "End", "Kind", "Label", "School", "Excluded"], event],
    }
    (root / "params").mkdir()
    (root / "sent").mkdir()
    for name, sheet in sheets.items():
        with (root / "sent" / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(sheet)
    path = root / "params" / "c.yaml"
    path.write_text(yaml.safe_dump({"community": {"id": "c", "name": "C"}, "inputs": "sent"}), encoding="utf-8")
    return str(path)


STEP = [0.60, 0.62, 0.59, 0.61, 0.58, 0.62, 0.60, 0.61, 0.70, 0.72, 0.69, 0.71, 0.70, 0.72, 0.69, 0.70]


def test_a_shift_is_said_with_its_term_and_its_rules(tmp_path: Path) -> None:
    exhibit = run_charts.of_measures(open_chapter("achievement", community(tmp_path, STEP, 100)))
    assert exhibit.title == "Writing, overall teacher judgement: shifted upward since Term 1, 2023."
    assert "Making Data Count" in exhibit.subtitle
    (finding,) = exhibit.findings
    assert (finding.n, finding.of, finding.direction) == (70, 100, "up")
    assert finding.low is not None
    assert finding.high is not None
    assert "provisional" in finding.comparison
    assert json.loads(json.dumps(exhibit.record(), allow_nan=False))["chart"]


def test_a_term_to_be_read_apart_is_left_out_and_said(tmp_path: Path) -> None:
    exhibit = run_charts.of_measures(open_chapter("achievement", community(tmp_path, STEP, 100, "yes")))
    assert "Left out of every reckoning here: Term 3, 2021." in exhibit.caution
    table = exhibit.record()["table"]
    assert [row[1] for row in table["rows"] if row[4] == "left out"] == ["2021-T3"]


def test_results_of_one_school_that_are_to_be_read_apart_are_left_out_unless_they_are_very_few(tmp_path: Path) -> None:
    many, few = tmp_path / "many", tmp_path / "few"
    many.mkdir(), few.mkdir()
    exhibit = run_charts.of_measures(open_chapter("achievement", community(many, STEP, 100, "yes", "9901")))
    assert "Left out, as agreed: the results of School A in Term 3, 2021." in exhibit.caution
    assert "2021-T3" not in {row[1] for row in exhibit.record()["table"]["rows"]}
    kept = run_charts.of_measures(open_chapter("achievement", community(few, STEP, 9, "yes", "9901")))
    assert "Left out, as agreed" not in kept.caution


def test_below_eight_terms_nothing_is_judged(tmp_path: Path) -> None:
    exhibit = run_charts.of_measures(open_chapter("achievement", community(tmp_path, STEP[:7], 100)))
    assert exhibit.title.startswith("It cannot be told yet: the measure has too few terms")
    assert not exhibit.findings
    assert exhibit.chart is not None


@pytest.mark.parametrize("size", [1, 4, 9])
def test_few_learners_are_no_points_and_no_limit_gives_them_back(tmp_path: Path, size: int) -> None:
    exhibit = run_charts.of_measures(open_chapter("achievement", community(tmp_path, STEP, size)))
    assert "cannot be told" in exhibit.title
    assert exhibit.table is not None
    assert exhibit.table.frame[["share_at", "centre", "lower", "upper"]].isna().all(axis=None)
    assert not exhibit.findings


def test_one_term_has_nothing_to_be_held_against(tmp_path: Path) -> None:
    record = run_charts.of_measures(open_chapter("achievement", community(tmp_path, STEP[:1], 50))).record()
    assert record["chart"] is None
    assert "no term can be held against others" in record["title"]


@pytest.mark.parametrize("terms", [0, 16])
def test_attendance_is_a_measure_as_any_other_and_may_be_all_there_is(tmp_path: Path, terms: int) -> None:
    settings = community(tmp_path, [], 0)
    rows: list[list[object]] = [["NSN", "School", "Term", "Half-days possible", "Half-days present"]]
    for (year, term), share in list(zip(TERMS, STEP, strict=True))[:terms]:
        rows += [[1000000007 + 13 * i, 9901, f"{year}-T{term}", 90, 88 if i < 100 * share else 70] for i in range(100)]
    with (tmp_path / "sent" / "attendance.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    exhibit = run_charts.of_measures(open_chapter("achievement", settings, "2024-T4"))
    if terms:
        assert exhibit.title == "Regular attendance: shifted upward since Term 1, 2023."
        (finding,) = exhibit.findings
        assert (finding.of, finding.direction) == (100, "up")
    else:
        assert exhibit.chart is None


def test_no_number_of_the_chart_is_more_than_the_table_shows(tmp_path: Path) -> None:
    exhibit = run_charts.of_measures(open_chapter("achievement", community(tmp_path, STEP, 100)))
    assert exhibit.chart is not None
    (data,) = exhibit.chart["datasets"].values()
    assert {"n", "n_at"}.isdisjoint({key for row in data for key in row})
    assert np.isfinite([row["centre"] for row in data]).all()
