"""A real file of 103,248 rows and 42 schools as a community: its report, with numbers worked out by plain pandas."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner

from colsynth.cli import main

FILE = "longitudinal_one_district.csv.gz"
TERMS = {f"{year}_{year + 1}": f"{year + 1}-T2" for year in range(2020, 2025)}
MEASURE = {
    "tool": "district test",
    "kind": "test",
    "source": "the file itself",
    "subjects": {
        "reading": {"name": "Reading", "spellings": ["READING"]},
        "mathematics": {"name": "Mathematics", "spellings": ["MATHEMATICS"]},
    },
    "levels": ["Unsatisfactory", "Partially Proficient", "Proficient", "Advanced"],
    "no_value": {"no score": ["No Score"]},
    "expected_from": "Proficient",
    "expected_means": "Proficient or Advanced",
    "scale": {"unit": "district scale points", "low": 100, "high": 1000},
}


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> tuple[Path, pd.DataFrame]:
    """The folder of the published report, and the file as plain pandas reads it."""
    source = real_data / "growth" / FILE
    root = tmp_path_factory.mktemp("district")
    (root / "params").mkdir()
    measures = root / "data" / "reference" / "measures"
    measures.mkdir(parents=True)
    (measures / "district.yaml").write_text(yaml.safe_dump(MEASURE), encoding="utf-8")
    file = os.path.relpath(source, root)
    results = {"student": "ID", "measure": "CONTENT_AREA", "term": "YEAR", "year_level": "GRADE"}
    results |= {"scale_score": "SCALE_SCORE", "level": "ACHIEVEMENT_LEVEL", "school": "SCHOOL_NUMBER"}
    settings = {
        "community": {"id": "district", "name": "A district"},
        "chapters": ["achievement", "data"],
        "inputs": [
            {"file": file, "register": "achievement", "columns": results, "values": {"term": TERMS}},
            {
                "file": file,
                "register": "students",
                "columns": {"student": "ID", "school": "SCHOOL_NUMBER", "gender": "GENDER"},
                "values": {"gender": {"Gender: Female": "female", "Gender: Male": "male"}},
            },
            {"file": file, "register": "schools", "columns": {"school": "SCHOOL_NUMBER", "name": "SCHOOL_NAME"}},
        ],
    }
    (root / "params" / "district.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        done = CliRunner().invoke(main, ["report"])
    assert done.exit_code == 0, done.output
    frame = pd.read_csv(source, dtype=str)
    return root / "outputs" / "2025-T2" / "district", frame[frame["ACHIEVEMENT_LEVEL"] != "No Score"]


def reached(rows: pd.DataFrame) -> pd.Series:  # type: ignore[type-arg]
    return rows["ACHIEVEMENT_LEVEL"].isin(["Proficient", "Advanced"])


def test_every_row_of_the_file_is_accounted_for(district: tuple[Path, pd.DataFrame]) -> None:
    run = json.loads((district[0] / "inside" / "run.json").read_text(encoding="utf-8"))
    accounts = {account["register"]: account for account in run["accounts"]}
    assert [accounts[name]["read"] for name in ("achievement", "students", "schools")] == [103_248] * 3
    assert accounts["achievement"]["accepted"] == 103_248
    assert accounts["schools"]["accepted"] == 42


@pytest.mark.parametrize("subject", ["mathematics", "reading"])
def test_the_share_at_expectation_is_what_pandas_finds(district: tuple[Path, pd.DataFrame], subject: str) -> None:
    folder, frame = district
    rows = frame[(frame["YEAR"] == "2024_2025") & (frame["CONTENT_AREA"] == subject.upper())]
    found = json.loads((folder / "findings.json").read_text(encoding="utf-8"))["findings"]
    finding = next(f for f in found if f["id"] == f"achievement-overall-district-{subject}")
    assert (finding["n"], finding["of"]) == (int(reached(rows).sum()), len(rows))
    assert finding["size"] == pytest.approx(reached(rows).mean(), abs=1e-4)


def test_shares_by_gender_and_middle_scores_are_what_pandas_finds(district: tuple[Path, pd.DataFrame]) -> None:
    folder, frame = district
    rows = frame[(frame["YEAR"] == "2024_2025") & (frame["CONTENT_AREA"] == "MATHEMATICS")]
    changed = int((frame.groupby("ID")["GENDER"].nunique() > 1).sum())  # learners the file gives two genders
    assert changed < 5
    by_gender = pd.read_csv(folder / "tables" / "achievement-gap-gender.csv", dtype=str, encoding="utf-8-sig")
    gap = by_gender[by_gender["Measure"].str.startswith("Math")].iloc[0]
    assert (gap["Group"], gap["Held against"]) == ("Girls", "Boys")
    for gender, n, share in (
        ("Female", "Learners in the group", "Share of the group"),
        ("Male", "Learners held against", "Their share"),
    ):
        mine = rows[rows["GENDER"] == f"Gender: {gender}"]
        assert abs(int(gap[n].replace(" ", "")) - len(mine)) <= changed
        assert gap[share] == f"{100 * reached(mine).mean():.0f} %"
    scores = pd.read_csv(folder / "tables" / "achievement-scale-scores.csv", dtype=str, encoding="utf-8-sig")
    shown = scores[(scores["Year level"] == "Year 5") & scores["Measure"].str.startswith("Math")].iloc[0]
    middle = rows.loc[rows["GRADE"] == "5", "SCALE_SCORE"].astype(float).median()
    assert float(shown["Middle score"]) == middle


def test_one_school_among_forty_two_is_what_pandas_finds(district: tuple[Path, pd.DataFrame]) -> None:
    folder, frame = district
    codes = pd.read_csv(folder / "inside" / "codes.csv", dtype=str, encoding="utf-8-sig")
    code = codes.loc[codes["school or file"] == "9306", "shown as"].iloc[0]
    rows = frame[(frame["YEAR"] == "2024_2025") & (frame["CONTENT_AREA"] == "MATHEMATICS")]
    mine = rows[rows["SCHOOL_NUMBER"] == "9306"]
    shown = pd.read_csv(folder / "tables" / "achievement-school.csv", dtype=str, encoding="utf-8-sig")
    row = shown[(shown["School"] == code) & shown["Measure"].str.startswith("Math")].iloc[0]
    assert [int(row["Learners with a result"]), int(row["At the mark"])] == [len(mine), int(reached(mine).sum())]
