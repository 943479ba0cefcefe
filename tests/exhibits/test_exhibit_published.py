"""Published numbers about groups: what is held back keeps its bounds, and is neither nought nor dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_chapters import settings_of, sheets

from colsynth.exhibits import open_chapter, published

PUBLIC = [
    {"Group": "Māori", "Total": 200, "Number": "61"},
    {"Group": "Pacific", "Total": 200, "Number": "<10"},
    {"Group": "Asian", "Percent": "95%+"},
    {"Group": "MELAA", "Number": "s"},
    {"Group": "European", "Total": 60, "Number": "3"},
    {"Group": "Other", "Number": "44"},
]
ROW = {"School": "", "Measure": "otj-reading", "Level": "At or above", "Year": 2023}


@pytest.fixture
def shown(tmp_path: Path) -> dict[str, list[str]]:
    """What a reader sees of each group, by its name."""
    made = sheets() | {"public": [ROW | row for row in PUBLIC]}
    chapter = open_chapter("achievement", settings_of(tmp_path, made))
    exhibit = published.of_groups(chapter)
    assert exhibit is not None
    assert exhibit.title.startswith("3 published numbers are held back")
    table = exhibit.record()["table"]
    keys = [column["key"] for column in table["columns"]]
    at = [keys.index(key) for key in ("of", "share_at", "low", "high", "verdict")]
    return {row[keys.index("group")]: [row[i] for i in at] for row in table["rows"]}


def test_what_is_held_back_lies_between_the_bounds_that_its_mark_leaves(shown: dict[str, list[str]]) -> None:
    assert shown["Pacific"] == ["200", "[z]", "0 %", "5 %", "between bounds"]  # 0 to 9 of 200
    assert shown["Asian"][1:] == ["[z]", "95 %", "100 %", "between bounds"]
    assert shown["MELAA"][1:] == ["[z]", "0 %", "100 %", "held back"]


def test_a_number_that_is_given_has_the_limits_of_its_count(shown: dict[str, list[str]]) -> None:
    # R: binom.confint(61, 200, methods = "wilson") is 0.2455 to 0.3719
    assert shown["Māori"] == ["200", "31 %", "25 %", "37 %", "known"]


def test_a_count_without_its_total_is_no_share(shown: dict[str, list[str]]) -> None:
    assert shown["Other"][1:] == ["[z]", "[x]", "[x]", "no total"]


def test_a_number_too_small_for_this_report_is_hidden_though_it_was_published(shown: dict[str, list[str]]) -> None:
    assert shown["European"] == ["60", "[c]", "[c]", "[c]", "known"]


def test_without_published_numbers_nothing_is_said(tmp_path: Path) -> None:
    assert published.of_groups(open_chapter("achievement", settings_of(tmp_path, sheets()))) is None
