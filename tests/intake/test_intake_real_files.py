"""Real files come in with their counts as plain pandas has them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from made_community import Community

from colsynth.registers.snapshot import Account, Snapshot

TEST = """
tool: district test
kind: test
source: "simulated results of one district, five years"
subjects:
  reading: {name: Reading}
  mathematics: {name: Mathematics}
levels: [Unsatisfactory, Partially Proficient, Proficient, Advanced]
no_value: {no score: [No Score]}
expected_from: Proficient
scale: {unit: points, low: 100, high: 1100}
"""
YEARS = {f"{year}_{year + 1}": year + 1 for year in range(2020, 2025)}


def growth_hints(file: str) -> list[dict[str, object]]:
    """One file read as schools, learners and results."""
    learner = {"student": "ID", "school": "SCHOOL_NUMBER", "year_level": "GRADE"}
    return [
        {
            "file": file,
            "register": "schools",
            "columns": {"type": "EMH_LEVEL"},
            "values": {"type": {"Elementary": "full primary", "Middle": "intermediate", "High": "secondary"}},
        },
        {
            "file": file,
            "register": "students",
            "columns": {**learner, "entry": "YEAR"},
            "values": {
                "gender": {"Gender: Male": "male", "Gender: Female": "female"},
                "ethnicities": {
                    "White": "European",
                    "Hispanic": "Latin American",
                    "African American": "African",
                }
                | {"Native American": "Other"},
                "english_learner": {"ELL: Yes": "yes", "ELL: No": "no"},
                "entry": {written: f"{year - 1}-08-20" for written, year in YEARS.items()},
            },
        },
        {
            "file": file,
            "register": "achievement",
            "columns": {**learner, "term": "YEAR"},
            "for_all": {"tool": "district test"},
            "values": {"term": {written: f"{year}-T2" for written, year in YEARS.items()}},
        },
    ]


@pytest.fixture(scope="module")
def growth(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, pd.DataFrame]:
    path = real_data / "growth" / "longitudinal_one_district.csv.gz"
    community = Community(tmp_path_factory.mktemp("growth"))
    measures = community.root / "data" / "reference" / "measures"
    measures.mkdir(parents=True)
    (measures / "district.yaml").write_text(TEST, encoding="utf-8")
    snapshot = community.take_in(growth_hints(str(path)))
    return snapshot, pd.read_csv(path, dtype=str, keep_default_na=False)


def one(snapshot: Snapshot, register: str) -> Account:
    (found,) = [entry for entry in snapshot.accounts if entry.register == register]
    return found


def test_every_record_of_the_growth_file_is_accounted_for_in_three_registers(
    growth: tuple[Snapshot, pd.DataFrame],
) -> None:
    snapshot, plain = growth
    for register in ("schools", "students", "achievement"):
        entry = one(snapshot, register)
        assert entry.read == len(plain) == 103_248
        assert entry.read == entry.accepted + entry.set_aside + entry.repeated
    assert one(snapshot, "schools").accepted == plain["SCHOOL_NUMBER"].nunique() == 42
    assert snapshot.frame("students")["student"].nunique() == plain["ID"].nunique() == 18_523


def test_the_results_of_the_growth_file_are_those_plain_pandas_reads(
    growth: tuple[Snapshot, pd.DataFrame],
) -> None:
    snapshot, plain = growth
    results = snapshot.frame("achievement")
    assert one(snapshot, "achievement").accepted == len(plain)
    assert results["measure"].value_counts().to_dict() == {
        "district-mathematics": (plain["CONTENT_AREA"] == "MATHEMATICS").sum(),
        "district-reading": (plain["CONTENT_AREA"] == "READING").sum(),
    }
    levels = plain["ACHIEVEMENT_LEVEL"].value_counts().to_dict()
    assert (results["missing"] == "no score").sum() == levels.pop("No Score") == 1_042
    assert results["level"].value_counts().to_dict() == levels
    scores = pd.to_numeric(plain["SCALE_SCORE"], errors="coerce")
    assert results["scale_score"].mean() == pytest.approx(scores.mean())
    by_school = results.groupby(["school", "term"]).size()
    expected = plain.assign(term=plain["YEAR"].map(YEARS).astype(str) + "-T2").groupby(["SCHOOL_NUMBER", "term"]).size()
    assert by_school.to_dict() == expected.to_dict()
    assert str(snapshot.as_at) == "2025-06-27"


def test_a_row_of_the_growth_file_is_found_again_by_its_place(
    growth: tuple[Snapshot, pd.DataFrame],
) -> None:
    snapshot, plain = growth
    results = snapshot.frame("achievement")
    row = results.iloc[50_000]
    assert float(plain.iloc[int(row["source_row"]) - 2]["SCALE_SCORE"]) == row["scale_score"]


def test_the_schools_directory_comes_in_whole(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "nz" / "schools_directory_2017.csv"
    snapshot = Community(tmp_path).take_in(str(path))
    plain = pd.read_csv(path, dtype=str)
    schools = snapshot.frame("schools")
    assert len(schools) == len(plain) == 2_539
    assert one(snapshot, "schools").set_aside == 0
    assert [problem.check for problem in snapshot.problems] == ["columns not used"]
    assert schools["roll"].sum() == pd.to_numeric(plain["Total School Roll"]).sum()
    assert schools["roll"].isna().sum() == 36
    assert schools["longitude"].notna().sum() == plain["Longitude "].notna().sum()
    types = plain["School Type"].str.extract(r"(\d+)-(\d+)")
    spans = schools["year_from"][types[0].notna()].astype(int)
    assert spans.tolist() == types[0].dropna().astype(int).tolist()
    assert (schools["type"] == "full primary").sum() == (plain["School Type"] == "Full Primary").sum()


def test_the_history_of_schools_comes_in_and_names_that_differ_are_set_aside(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "nz" / "school_details.csv"
    snapshot = Community(tmp_path).take_in(str(path))
    plain = pd.read_csv(path, dtype=str)
    entry = one(snapshot, "schools")
    assert (entry.read, entry.accepted) == (len(plain), plain["School ID"].nunique())
    assert snapshot.frame("schools")["name"].tolist() == plain.drop_duplicates("School ID")["School Name"].tolist()
