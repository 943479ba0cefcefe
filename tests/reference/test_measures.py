"""A measure says its scale, levels, dates, breaks and language; a file that does not fit together is explained."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from colsynth.errors import SettingsError
from colsynth.reference.declared import as_declared
from colsynth.reference.measures import Tool, check_tool, load_measures

MEASURES = load_measures()


def test_two_scores_of_one_learner_in_easttle_differ_by_chance_up_to_about_22_points() -> None:
    error = MEASURES["easttle-reading"].declared.standard_error
    assert error is not None
    assert round(error * 2**0.5, 1) == 21.2  # e-asTTle's own FAQ: a difference of more than 22 is significant


@pytest.mark.parametrize(
    ("measure", "days"),
    [
        # easttlehelp.vln.school.nz, re-calibration: reading 24 April 2010, mathematics 18 September 2010, writing
        # 18 April 2012; the cut scores of writing levels moved in Term 2 of 2013
        ("easttle-reading", [date(2010, 4, 24)]),
        ("easttle-mathematics", [date(2010, 9, 18)]),
        ("easttle-writing", [date(2012, 4, 18), date(2013, 5, 6)]),
        ("pact-writing", [date(2018, 5, 1)]),
        ("attendance", [date(2025, 1, 27)]),
        ("otj-writing", [date(2018, 1, 1), date(2025, 1, 1), date(2026, 1, 1)]),
    ],
)
def test_a_line_is_broken_on_the_days_a_measure_changed(measure: str, days: list[date]) -> None:
    assert [found.on for found in MEASURES[measure].breaks] == days


def test_the_pact_scale_runs_to_1300() -> None:
    scale = MEASURES["pact-reading"].scale
    assert scale is not None
    assert (scale.holds(1300), scale.holds(1301), scale.limits) == (True, False, "from 0 to 1300 PaCT points")


def test_a_tool_without_subjects_is_one_measure() -> None:
    assert MEASURES["attendance"].name == MEASURES["attendance"].declared.tool == "attendance"
    assert MEASURES["attendance"].levels[-1] == MEASURES["attendance"].expected_level(None) == "Regular attendance"


@pytest.mark.parametrize("measure", [m for m in MEASURES.values() if m.subject in {"panui", "tuhituhi", "pangarau"}])
def test_what_is_learned_in_te_reo_maori_is_of_maori_medium_and_in_place_of_a_subject(measure: Any) -> None:
    assert measure.declared.medium == "māori"
    assert (
        measure.in_place_of == {"panui": "reading", "tuhituhi": "writing", "pangarau": "mathematics"}[measure.subject]
    )


LEAST = {"tool": "T", "kind": "test", "source": "S", "levels": ["Low", "High"]}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"levels": []}, "neither 'levels' nor 'scale'"),
        ({"levels": ["Low", "Low"]}, "stands twice"),
        ({"expected_from": "Hihg"}, "Did you mean 'High'?"),
        ({"level_spellings": {"Low": ["X"], "High": ["x"]}}, "'x' is read as 'Low' and as 'High'"),
        ({"no_value": {"absent": ["low"]}}, "'low' is read as 'Low' and as 'absent'"),
        ({"no_value": {"lost": ["x"]}}, "must be one of absent"),
        ({"scale": {"unit": "points", "low": 9, "high": 1}}, "lower value first"),
        ({"standard_error": 3}, "in points of a 'scale'"),
        ({"starts": "2020-01-01", "ends": "2019-01-01"}, "earlier day in 'starts'"),
        ({"breaks": [{"on": "2020-01-01", "why": "b"}, {"on": "2019-01-01", "why": "a"}]}, "earliest first"),
        ({"breaks": [{"on": "2020-01-01", "why": "b", "subjects": ["maths"]}]}, "names the subject 'maths'"),
        ({"subjects": {"panui": {"name": "Pānui", "in_place_of": "reading"}}}, "'medium: māori'"),
    ],
)
def test_a_tool_that_does_not_fit_together_is_explained(written: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=r"^mine\.yaml: ") as refused:
        check_tool("mine.yaml", as_declared(LEAST | written, Tool, "mine.yaml"))
    assert said in str(refused.value)


def own(workspace: Path, name: str, **content: Any) -> None:
    folder = workspace / "data" / "reference" / "measures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(LEAST | content, allow_unicode=True), encoding="utf-8")


def test_a_community_may_declare_a_measure_of_its_own(tmp_path: Path) -> None:
    own(tmp_path, "spelling", tool="Spelling test")
    assert load_measures(tmp_path)["spelling"].levels == ["Low", "High"]


def test_a_tool_cannot_follow_one_that_has_no_file(tmp_path: Path) -> None:
    own(tmp_path, "mine", follows={"ojt": "it ended"})
    with pytest.raises(SettingsError, match="Did you mean 'otj'"):
        load_measures(tmp_path)


def test_two_files_cannot_declare_one_measure(tmp_path: Path) -> None:
    own(tmp_path, "otj-reading", tool="Another")
    with pytest.raises(SettingsError, match="'otj-reading' is declared by"):
        load_measures(tmp_path)
