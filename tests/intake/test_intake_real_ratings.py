"""8,519 real reviews of schools on a rubric whose codes changed by era: read by each era's own codes, slips reported.

Counts are those of plain pandas on the same file (`nyc/quality_review_ratings_2005_2018.csv`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from made_community import Community, of_check

from colsynth.registers.snapshot import Snapshot

AREAS = {"1": 7, "2": 7, "3": 8, "4": 7, "5": 7}  # how many indicators the file has of each
ERAS = {  # each with its codes, lowest first, and the school years as the file writes them; the newest has none
    "review-2006": (["U", "P", "WD"], ["06/01/2005 12:00:00 AM", "07/01/2006 12:00:00 AM"]),
    "review-2008": (["U", "UPF", "P", "WD", "O"], ["08/01/2007 12:00:00 AM"]),
    "review-2009": (["U", "UPF", "P", "WD"], ["09/01/2008 12:00:00 AM", "10/01/2009 12:00:00 AM"]),
    "review-2011": (["U", "D", "P", "WD"], ["11/01/2010 12:00:00 AM", "12/01/2011 12:00:00 AM"]),
    "review-2018": (["UD", "D", "P", "WD"], ["blank"]),
}


def pack(name: str, codes: list[str]) -> dict[str, Any]:
    return {
        "framework": name,
        "name": f"Quality review, {name[-4:]}",
        "version": "1",
        "review_by": "2030-01-01",
        "source": {"title": "Quality review", "publisher": "A district", "short": "District", "read": "2026-01-01"},
        "attribution": "For a test.",
        "words": {"area": "area", "stage": "grade", "indicator": "indicator"},
        "stages": [{"id": str(at), "label": f"Grade {code}", "spellings": [code]} for at, code in enumerate(codes, 1)],
        "areas": [
            {
                "id": area,
                "name": f"Quality statement {area}",
                "indicators": [{"id": f"{area}.{at}", "text": f"Sign {at}"} for at in range(1, n + 1)],
            }
            for area, n in AREAS.items()
        ],
    }


@pytest.fixture(scope="module")
def reviews(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, pd.DataFrame]:
    path = real_data / "nyc" / "quality_review_ratings_2005_2018.csv"
    community = Community(tmp_path_factory.mktemp("reviews"))
    frameworks = community.root / "data" / "frameworks"
    frameworks.mkdir(parents=True)
    for name, (codes, _) in ERAS.items():
        (frameworks / f"{name}.yaml").write_text(yaml.safe_dump(pack(name, codes)), encoding="utf-8")
    hint = {
        "file": str(path),
        "register": "ratings",
        "columns": {"framework": "School_Year", "school": "BN", "date": "Start_Date"},
        "for_all": {"placed_by": "school"},
        "values": {
            "framework": {year: name for name, (_, years) in ERAS.items() for year in years},
            "stage": {"No Data": "blank"},
        },
        "wide": {"Indicator_{indicator}": "stage"},
    }
    plain = pd.read_csv(path, dtype=str, keep_default_na=False)
    return community.take_in([hint]), plain


def indicators(plain: pd.DataFrame) -> pd.Series:
    columns = [name for name in plain.columns if name.startswith("Indicator_")]
    return plain.melt(id_vars=["BN", "School_Year"], value_vars=columns)["value"]


def test_every_indicator_of_every_review_is_a_record(reviews: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, plain = reviews
    (account,) = [entry for entry in snapshot.accounts if entry.register == "ratings"]
    assert account.read == len(indicators(plain)) == 8_519 * 36
    assert account.read == account.accepted + account.set_aside + account.repeated
    assert account.repeated == 0


def test_codes_count_as_plain_pandas_counts_them(reviews: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, plain = reviews
    ratings = snapshot.frame("ratings")
    for name, (codes, years) in ERAS.items():
        written = (
            indicators(plain[plain["School_Year"].replace("", "blank").isin(years)])
            .str.strip()
            .str.upper()
            .value_counts()
        )
        stages = ratings.loc[ratings["framework"] == name, "stage"].value_counts()
        for at, code in enumerate(codes, start=1):
            assert stages.get(str(at), 0) == written.get(code, 0), (name, code)
    assert (ratings["missing"] == "blank").sum() == (indicators(plain) == "No Data").sum()


def test_a_zero_for_the_letter_o_is_set_aside_and_not_guessed(reviews: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, plain = reviews
    aside = {problem.found: problem.count for problem in of_check(snapshot, "stage") if problem.effect == "set aside"}
    slips = indicators(plain).isin(["0", "DYO"])
    assert sum(aside.values()) == slips.sum()
    assert any("'0'" in found for found in aside)


def test_spaces_and_small_letters_are_read_and_said(reviews: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, plain = reviews
    (spaces,) = of_check(snapshot, "spaces around a value")
    values = indicators(plain)
    assert spaces.count == (values != values.str.strip()).sum() > 0
    (small,) = [problem for problem in of_check(snapshot, "stage") if problem.effect == "warning"]
    assert (small.found, small.count) == ("says 'p'", int((values == "p").sum()))
