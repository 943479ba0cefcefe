"""A school's own placements, area by area: the newest, the one before it, and nothing held against another ruler."""

from __future__ import annotations

import pandas as pd
import pytest
from test_practice_best_fit import ERO, WHOLE, A, B, Row
from test_practice_profile import EMPTY

from colsynth.analyses.practice.placements import placements
from colsynth.analyses.practice.schools import PROFILES, WAYS, profiles, ways
from colsynth.frameworks import load_framework

LESSONS = load_framework("kahukura-lessons")
PACKS = (ERO, LESSONS)
OWN = {"school": "A", "area": "1", "placed_by": "school", "framework": ERO.id}


def placed(rows: list[Row]) -> dict[str, pd.DataFrame]:
    """Placements on each framework; a row is school A's own of area 1 of the first one, where unsaid."""
    frame = pd.concat([EMPTY, pd.DataFrame([OWN | row for row in rows])], ignore_index=True)
    frame["source_row"] = range(2, len(frame) + 2)
    frame = frame.astype(EMPTY.dtypes.to_dict())
    return {pack.id: placements(frame, pack.id, [s.id for s in pack.stages], "2026-T4") for pack in PACKS}


def at(stage: str | None, term: str | None, **more: object) -> Row:
    return {"stage": stage, "term": term} | more


def told(rows: list[Row], column: str = "way", area: str = "1", framework: str = ERO.id) -> object:
    found = profiles(PACKS, placed(rows)).set_index(["framework", "school", "area"])
    return found.loc[(framework, "A", area), column]


@pytest.mark.parametrize(
    ("stages", "way", "before"),
    [
        ("12", "higher", 1),
        ("31", "lower", 3),
        ("02", "higher", 0),
        ("22", "same", 2),
        ("121", "lower", 2),  # held against the term before, not the first
        ("2-3", "higher", 2),  # not applicable in between is no placement
        ("2x3", "higher", 2),  # nor is a cell left blank
    ],
)
def test_a_placement_is_held_against_the_one_before_it(stages: str, way: str, before: int) -> None:
    words = {"0": "not yet evident", "-": "not applicable", "x": None}
    rows = [at(words.get(stage, stage), f"202{i}-T3") for i, stage in enumerate(stages, 3)]
    assert (told(rows), told(rows, "level_before")) == (way, before)


def test_the_first_placement_has_none_before_it_and_none_off_the_scale_or_without_a_term_went_anywhere() -> None:
    assert told([at("2", "2026-T3")]) == "first"
    rows = [at("1", "2025-T3"), at("not applicable", "2026-T3")]
    assert told(rows, "answer") == "not applicable"
    assert pd.isna(told(rows))
    assert told([at("2", None)], "level") == 2
    assert pd.isna(told([at("2", None)]))


def test_nothing_is_held_against_a_placement_on_another_framework() -> None:
    left = [at("1", "2024-T4"), at("3", "2025-T4", framework=LESSONS.id), at("1", "2026-T3", framework=LESSONS.id)]
    assert told(left) == "first"
    assert told(left, framework=LESSONS.id) == "lower"
    steps = ways(placed(left)).set_index(["framework", "term"])
    assert steps.loc[(LESSONS.id, "2025-T4"), ["way", "after"]].tolist() == ["another framework", ERO.id]
    assert pd.isna(steps.loc[(LESSONS.id, "2025-T4"), "level_before"])


def test_two_frameworks_used_side_by_side_are_no_break() -> None:
    rows = [at("1", "2024-T4"), at("3", "2025-T4", framework=LESSONS.id), at("2", "2026-T3")]
    assert told(rows, framework=LESSONS.id) == "first"
    assert told(rows) == "higher"


def test_another_school_that_changed_its_framework_is_no_break_for_this_one() -> None:
    rows = [at("1", "2024-T4", school="B"), at("3", "2025-T4", framework=LESSONS.id)]
    assert told(rows, framework=LESSONS.id) == "first"


def test_what_people_or_all_together_placed_is_not_a_schools_own_and_an_area_it_left_out_is_not_rated() -> None:
    rows = [at("2", "2026-T3", evidence="minutes"), at("1", "2026-T3", placed_by="person", rater="P", area="2"),
            at("3", "2026-T3", placed_by="consensus", school=None, area="3"),
            at("3", "2026-T3", school="C", placed_by="person", rater="Q")]  # fmt: skip
    found = profiles(PACKS, placed(rows))
    assert found["school"].unique().tolist() == ["A"]
    assert found["area"].tolist() == [area.id for area in ERO.areas]
    assert found["answer"].tolist() == ["2", *["not rated"] * (len(ERO.areas) - 1)]
    assert found["asserted"].tolist()[:1] == [False]
    assert found["asserted"].isna().sum() == len(ERO.areas) - 1


def test_the_best_fit_is_that_of_the_schools_own_indicators() -> None:
    """The example worked by hand in test_practice_best_fit."""
    found = profiles(PACKS, placed([row | {"term": "2026-T3"} for row in [*A, *B, *WHOLE]]))
    own = found[found["area"] == "7"].set_index("school")
    assert own[["level", "fit", "fit_level", "fit_backed"]].to_numpy().tolist() == [
        [2, "best fit", 2, True],
        [2, "best fit", 1, False],
    ]
    assert found.loc[found["area"] != "7", "fit"].isna().all()
    lesson = [at("2", "2026-T3", indicator="1.1", framework=LESSONS.id)]
    assert pd.isna(told(lesson, "fit", framework=LESSONS.id)), "not summed up so"
    assert told(lesson, "answer", framework=LESSONS.id) == "not rated"


@pytest.mark.parametrize("rows", [[], [at("1", "2026-T3", placed_by="person", rater="P")], [at("1", "2027-T1")]])
def test_without_a_school_that_placed_anything_the_frames_are_empty_and_whole(rows: list[Row]) -> None:
    assert profiles(PACKS, placed(rows)).dtypes.astype(str).to_dict() == PROFILES
    assert ways(placed(rows)).dtypes.astype(str).to_dict() == WAYS
    assert len(profiles(PACKS, placed(rows))) == len(ways(placed(rows))) == 0
    assert profiles((), {}).empty
    assert ways({}).empty
