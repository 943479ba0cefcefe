"""Earlier versions of a pack: cells of one are read by its map, names are never guessed, and a bad map is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made_packs import small_pack, write_pack

from colsynth.frameworks import Framework, faults, read_framework

# Version 1 had Trust as its area 1 and whānau partnership as its area 2, no rung "Seldom", and a third statement.
EARLIER = {
    "1": {
        "areas": {"1": "2", "2": "1", "Trusting": "2"},
        "stages": {"1": "2", "Mostly": "2"},
        "indicators": {"1.3": None, "1.2": "2.1", "1.1": "2.2"},
    }
}


@pytest.fixture
def then(tmp_path: Path) -> Framework:
    return read_framework(write_pack(tmp_path, small_pack() | {"earlier": EARLIER})).as_of("1")


def test_a_version_is_known_however_a_cell_writes_it(then: Framework) -> None:
    assert [then.version_of(text) for text in ("", "2", "v2", "Version 1", " 1 ")] == ["2", "2", "2", "1", "1"]
    assert then.version_of("3") is None


def test_numbers_go_through_the_map_and_so_do_the_names_it_holds(then: Framework) -> None:
    assert [then.area_of(text) for text in ("1", "Focus 1", "area 2", "Trusting")] == ["2", "2", "1", "2"]
    assert [then.stage_of(text) for text in ("1", "rung 1", "mostly")] == ["2", "2", "2"]
    assert [then.indicator_of(text) for text in ("1.2", "1-1", "1.3")] == ["2.1", "2.2", None]


def test_an_indicator_that_is_not_named_moves_with_its_area_and_its_stage(then: Framework) -> None:
    assert then.indicator_of("2.1.1") == "1.2.1", "area 2 is area 1 now, and rung 1 is rung 2"
    assert then.indicator_of("1.1.1") is None


def test_a_name_that_may_have_meant_another_part_is_not_guessed(then: Framework) -> None:
    assert then.stage_of("Often") == "2", "the map does not move the rung of that name"
    assert then.stage_of("Seldom") is then.area_of("Trust") is None
    assert then.answer_of("not yet") == "not yet evident"


def test_an_indicator_is_held_against_the_area_it_had(then: Framework) -> None:
    assert then.holds("1", "1.2")
    assert then.holds("Trusting", "1.2")
    assert not then.holds("2", "1.2")


def test_a_version_whose_sentences_alone_changed_has_an_empty_map(tmp_path: Path) -> None:
    pack = read_framework(write_pack(tmp_path, small_pack() | {"earlier": {"1": {}}}))
    assert pack.as_of("1").indicator_of("1.2.1") == "1.2.1"
    assert pack.as_of("1").area_of("Whanau partnership") == "1"
    assert pack.version_of("1") == "1"


@pytest.mark.parametrize("areas", [{"2": "1", "1": "2"}, {"2": "1", "1": None}, {"1": "2"}, {"Trust": "2"}])
def test_a_map_that_says_what_became_of_each_part_is_sound(tmp_path: Path, areas: Any) -> None:
    assert faults(write_pack(tmp_path, small_pack() | {"earlier": {"1": {"areas": areas}}})) == []


@pytest.mark.parametrize(
    ("earlier", "sentence"),
    [
        (
            {"1": {"areas": {"1": "3"}}},
            "earlier.1.areas: '1' leads to '3', which is not among areas. Known are: 1, 2.",
        ),
        (
            {"1": {"indicators": {"1": "1.2.2"}}},
            "earlier.1.indicators: '1' leads to '1.2.2', which is not among indicators. Did you mean '1.2.1'?",
        ),
        (
            {"1": {"areas": {"2": "1"}}},
            "earlier.1.areas: '2' leads to '1', and nothing says what became of what was '1' then. "
            "Say it too: '1' if it stayed, blank if nothing took its place.",
        ),
        (
            {"1": {"indicators": {"2.2": "2.1"}}},
            "earlier.1.indicators: '2.2' leads to '2.1', and nothing says what became of what was '2.1' then. "
            "Say it too: '2.1' if it stayed, blank if nothing took its place.",
        ),
        ({"2": {}}, "'earlier' holds version '2', which is this one. Give this one a new version, or take it out."),
        ({"2.0": {}}, "versions '2' and '2.0' are one number in a spreadsheet. Name one otherwise."),
        ({1.1: {}}, "earlier.1.1: 1.1 is read as a number. Put it in quotes."),
        (
            {"1": {"stage": {}}},
            "'earlier.1.stage' is not a setting colsynth knows. Did you mean 'stages'?",
        ),
    ],
)
def test_a_bad_map_is_told_in_one_sentence(tmp_path: Path, earlier: Any, sentence: str) -> None:
    assert faults(write_pack(tmp_path, small_pack() | {"earlier": earlier})) == [f"signs.yaml: {sentence}"]
