"""A mapping is a dated, cited table; across languages of learning there is none; what it does not say is not known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from colsynth.cli import known
from colsynth.errors import SettingsError
from colsynth.reference.mappings import load_mappings, read_mapping
from colsynth.reference.measures import load_measures

MEASURES = load_measures()
LEAST: dict[str, Any] = {
    "from": "pat-reading",
    "to": "progress-reading",
    "status": "interim",
    "source": "S",
    "starts": "2026-01-01",
    "cuts": {4: {"Consolidating": 25.2, "Proficient": 32.2}},
}


@pytest.mark.parametrize(
    ("score", "level", "reaches"),
    [
        # NZCER (2026), its example in words: in Year 4 a PAT reading score of 25.2 or above is at least Consolidating,
        # 32.2 or above at least Proficient
        (25.2, "Consolidating", True),
        (25.1, "Consolidating", False),
        (32.2, "Proficient", True),
        (32.1, "Proficient", False),
        (40.0, "Emerging", True),
        (20.0, "Exceeding", False),
        (40.0, "Exceeding", None),  # the cut of Exceeding is not in the table
        (20.0, "Developing", None),
    ],
)
def test_a_score_reaches_a_level_as_far_as_the_table_says(score: float, level: str, reaches: bool | None) -> None:
    table = load_mappings()["pat-reading-to-progress"]
    assert table.reaches(score, level, 4, MEASURES["progress-reading"].levels) is reaches


def test_a_year_level_without_cuts_is_not_known() -> None:
    table = load_mappings()["pat-reading-to-progress"]
    assert table.reaches(60, "Proficient", 8, MEASURES["progress-reading"].levels) is None


def write(folder: Path, name: str, **changes: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(LEAST | changes, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"from": "pat-raeding"}, "Did you mean 'pat-reading'?"),
        ({"from": "easttle-maori-panui"}, "never mapped to scales of English medium"),
        ({"to": "te-marautanga-panui"}, "never mapped to scales of English medium"),
        ({"from": "pat-mathematics"}, "of two subjects"),
        ({"from": "otj-reading"}, "has no scale"),
        ({"starts": "2026-01-01", "ends": "2025-01-01"}, "earlier day in 'starts'"),
        ({"cuts": {4: {"Profcient": 30}}}, "Did you mean 'Proficient'?"),
        ({"cuts": {4: {"Consolidating": 40, "Proficient": 30}}}, "'Proficient' begins at 30, not above"),
        ({"cuts": {40: {"Proficient": 30}}}, "a year level lies from 0 to 15"),
        ({"cuts": {4: {"Proficient": 900}}}, "900 is off the scale"),
        ({"status": "draft"}, "'status' is 'draft'"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_the_reason(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_mapping(write(tmp_path, "m", **changes), MEASURES)
    assert said in str(refused.value)


def test_two_tables_for_the_same_measures_do_not_hold_at_one_time(tmp_path: Path) -> None:
    write(tmp_path / "data" / "reference" / "mappings", "pat-2027", starts="2027-01-01")
    with pytest.raises(SettingsError, match="Give the older one a day in 'ends'"):
        load_mappings(tmp_path)


def test_a_community_may_put_the_whole_table_in_front_of_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path / "data" / "reference" / "mappings", "pat-reading-to-progress", cuts={5: {"Proficient": 40}})
    assert set(load_mappings(tmp_path)["pat-reading-to-progress"].cuts) == {5}


def test_the_list_of_measures_says_dates_breaks_and_which_mapping_is_interim() -> None:
    said = "\n".join(known.lines("measures", None))
    assert "easttle-reading: Reading, e-asTTle; until 2026-12-31" in said
    assert "line broken on 2010-04-24: the reading scale was recalibrated" in said
    assert "mapped to progress-reading (interim); from 2026-01-01; Year 4; NZCER" in said
    assert "smart-maori-panui: Pānui, SMART te reo Māori; from 2026-02-01; Māori medium" in said
