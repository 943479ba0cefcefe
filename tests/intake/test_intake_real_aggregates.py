"""Public tables of percentages and counts, with marks for what is held back: every cell against plain pandas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import python_calamine
import yaml

from colsynth.analyses import published
from colsynth.intake import take_in
from colsynth.registers.snapshot import Account
from colsynth.settings import load_settings


def take(tmp_path: Path, hint: dict[str, Any]) -> tuple[pd.DataFrame, Account]:
    (tmp_path / "params").mkdir()
    content = {"community": {"id": "c", "name": "Test community"}, "inputs": [{"register": "aggregates", **hint}]}
    (tmp_path / "params" / "c.yaml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    snapshot = take_in(load_settings(tmp_path / "params" / "c.yaml"))
    (account,) = [entry for entry in snapshot.accounts if entry.register == "aggregates"]
    return snapshot.frame("aggregates"), account


def test_the_louisiana_results_come_in_cell_by_cell(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "leap" / "2019_hs_leap.xlsx"
    frame, account = take(
        tmp_path,
        {
            "file": str(path),
            "columns": {"school": "School Code, else School System Code", "group": "Subgroup"},
            "wide": {"{subject} / % {level}": "percent"},
            "for_all": {"calendar_year": "2019"},
        },
    )
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("HS EOC")
    rows = sheet.to_python(skip_empty_area=False)[5:]
    named = pd.DataFrame([[row[3] or row[1], *row[5:]] for row in rows])
    cells = pd.DataFrame([row[6:] for row in rows])[~named.duplicated()].stack().astype(str)
    assert account.read == len(rows) * 33 == 12_901 * 33
    assert account.repeated == named.duplicated().sum() * 33  # two systems of one school bear the school's code
    assert account.set_aside == 0
    unknown = frame["missing"].notna() & frame["percent_high"].isna()
    assert unknown.sum() == (cells == "NR").sum() == 319_374 - 525
    few = frame["percent_high"].eq(5) & frame["percent_low"].eq(0)
    assert few.sum() == (cells == "<5").sum() == 23_540 - 26
    assert (frame["percent_low"].eq(95) & frame["percent_high"].eq(100)).sum() == (cells == ">95").sum() == 28
    numbers = pd.to_numeric(cells, errors="coerce").dropna()
    assert frame["percent"].notna().sum() == len(numbers)
    assert frame["percent"].sum() == numbers.sum()
    state = frame[(frame["school"] == "LA") & (frame["group"] == "Total Population")]
    first = state[state["measure"].str.contains("English I$") & state["level"].eq("Mastery")]
    assert first["percent"].tolist() == [36]  # row 6 of the sheet, by eye


@pytest.mark.parametrize(("year", "name"), [(2018, "2017-18 PARCC.csv"), (2019, "2018-19 PARCC Data.csv")])
def test_the_districts_counts_and_shares_come_in_with_their_all_rows(
    year: int, name: str, real_data: Path, tmp_path: Path
) -> None:
    path = real_data / "dc" / name
    frame, account = take(
        tmp_path,
        {
            "file": str(path),
            "columns": {"school": "School Code", "year_level": "Grade"},
            "wide": {
                "# of English Language Arts ({subject}) Test Takers": "of",
                "# {subject} Test Takers": "of",
                "{subject} - # {level}": "n",
                "{subject} - % {level}": "percent",
                "{subject} # {level}": "n",
            },
            "for_all": {"calendar_year": str(year)},
        },
    )
    plain = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert account.read == account.accepted + account.set_aside + account.repeated
    assert account.set_aside == 0
    level_3 = plain["Math - # Level 3"]
    ours = frame[frame["measure"].str.contains("Math") & frame["level"].eq("Level 3")]
    assert len(ours) == len(plain)
    assert ours["n"].sum() == pd.to_numeric(level_3, errors="coerce").sum()
    shares = pd.to_numeric(plain["ELA - % Level 4"].str.rstrip("%"), errors="coerce")
    ela = frame[frame["measure"].str.contains("ELA") & frame["level"].eq("Level 4")]
    assert ela["percent"].sum() == pytest.approx(shares.sum())
    assert (ela["year_level"] == "ALL").sum() == (plain["Grade"] == "ALL").sum() > 100


def test_enrolment_by_year_comes_in_with_what_is_not_known(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "dc" / "Enrollment by year.csv"
    frame, account = take(
        tmp_path,
        {
            "file": str(path),
            "columns": {"school": "school_name"},
            "wide": {"sy{calendar_year}total_enrolled": "n"},
            "for_all": {"measure": "roll"},
            "values": {"calendar_year": {str(year): f"20{year}" for year in range(17, 22)}},
        },
    )
    plain = pd.read_csv(path, dtype=str, keep_default_na=False).melt(id_vars="school_name")
    assert account.read == account.accepted == len(plain) == 116 * 5
    assert frame["n"].sum() == pd.to_numeric(plain["value"], errors="coerce").sum()
    assert frame["missing"].eq("not reported").sum() == (plain["value"] == "NULL").sum() == 12
    assert frame["missing"].eq("blank").sum() == (plain["value"] == "").sum()
    assert sorted(frame["calendar_year"].unique()) == [2017, 2018, 2019, 2020, 2021]


def test_shares_of_the_district_are_what_pandas_finds_and_blanks_are_not_noughts(
    real_data: Path, tmp_path: Path
) -> None:
    path = real_data / "dc" / "2018-19 PARCC Data.csv"
    frame, _ = take(
        tmp_path,
        {
            "file": str(path),
            "columns": {"school": "School Code", "year_level": "Grade"},
            "wide": {
                "# of English Language Arts ({subject}) Test Takers": "of",
                "# {subject} Test Takers": "of",
                "{subject} - # {level}": "n",
                "{subject} - % {level}": "percent",
                "{subject} # {level}": "n",
            },
            "for_all": {"calendar_year": "2019"},
        },
    )
    found = published.shares(frame)
    plain = pd.read_csv(path, dtype=str, keep_default_na=False).query("Grade == 'ALL'")
    at = pd.to_numeric(plain["Math - # Proficient"], errors="coerce")
    ours = found[found["measure"].eq("Math") & found["level"].eq("Proficient")]
    assert len(ours) == len(plain) == 115
    assert ours["share_at"].sum() == pytest.approx(
        (at / pd.to_numeric(plain["# Math Test Takers"], errors="coerce")).sum()
    )
    assert (ours["verdict"] == "not given").sum() == at.isna().sum() > 0
    assert ours.loc[ours["verdict"] == "not given", ["low", "high"]].drop_duplicates().to_numpy().tolist() == [[0, 1]]
