"""Profiles of ratings: what was said, never averaged, and what was not said kept apart."""

import pandas as pd

from colsynth.analyses.practice import profile as analysis
from colsynth.registers.declared import load_registers

EMPTY = load_registers(None)["ratings"].empty_frame()
STAGES = ["1", "2", "3"]


def ratings(rows: list[dict[str, object]]) -> pd.DataFrame:
    common = {"framework": "ero", "placed_by": "school", "term": "2026-T3"}
    frame = pd.concat([EMPTY, pd.DataFrame([common | row for row in rows])], ignore_index=True)
    frame["source_row"] = range(2, len(frame) + 2)
    return frame.astype({c: t for c, t in EMPTY.dtypes.items() if c in frame})


def profile(rows: list[dict[str, object]], persons: bool = False) -> pd.DataFrame:
    newest = analysis.newest_ratings(ratings(rows), "ero", "2026-T3", persons)
    return analysis.profile(newest, ["1", "2"], STAGES)


def answers(found: pd.DataFrame, area: str) -> dict[str, int]:
    return found[found["area"] == area].set_index("answer")["n"].to_dict()


def test_not_applicable_not_yet_evident_and_not_rated_stand_apart() -> None:
    found = profile(
        [
            {"school": "A", "area": "1", "stage": "2"},
            {"school": "A", "area": "2", "stage": "1"},
            {"school": "B", "area": "1", "stage": "not yet evident"},
            {"school": "C", "area": "1", "stage": "not applicable"},
            {"school": "D", "area": "1", "stage": None},
        ]
    )
    said = {"not yet evident": 1, "1": 0, "2": 1, "3": 0, "not applicable": 1, "not rated": 1}
    assert answers(found, "1") == said
    assert answers(found, "2")["not rated"] == 3


def test_an_even_number_of_placements_has_two_middles_and_no_mean() -> None:
    rows = [{"school": s, "area": "1", "stage": stage} for s, stage in zip("ABCD", ["1", "1", "3", "3"], strict=True)]
    found = profile(rows)
    assert found[found["area"] == "1"][["low", "high"]].drop_duplicates().values.tolist() == [["1", "3"]]


def test_only_the_newest_placement_of_a_school_counts() -> None:
    found = profile(
        [
            {"school": "A", "area": "1", "stage": "1", "term": "2025-T3"},
            {"school": "A", "area": "1", "stage": "2", "term": "2026-T2"},
            {"school": "A", "area": "1", "stage": "3", "term": "2026-T4"},  # after the term reported on
        ]
    )
    assert answers(found, "1")["2"] == 1
    assert found["of"].iloc[0] == 1


def test_placements_by_schools_and_by_single_people_are_not_mixed() -> None:
    person = {"school": "A", "area": "1", "stage": "3", "placed_by": "person", "rater": "R1"}
    rows = [{"school": "A", "area": "1", "stage": "1"}, person]
    assert answers(profile(rows), "1")["1"] == 1
    assert answers(profile(rows, persons=True), "1")["3"] == 1


def test_a_rating_of_one_indicator_does_not_place_its_area() -> None:
    single = {"school": "A", "area": "1", "indicator": "1.2.3", "stage": "3"}
    rows = [single, {"school": "A", "area": "2", "stage": "1"}]
    assert answers(profile(rows), "1")["not rated"] == 1


def test_indicators_are_listed_in_the_frameworks_order() -> None:
    rows = [{"school": "A", "area": "1", "indicator": f"1.3.{i}", "stage": "3"} for i in (10, 2)]
    newest = analysis.newest_ratings(ratings(rows), "ero", "2026-T3", persons=False)
    found = analysis.indicators(newest, ["1.3.2", "1.3.10"])
    assert found["indicator"].tolist() == ["1.3.2", "1.3.10"]


def test_a_placement_made_together_is_one_answer_and_not_one_more_voice() -> None:
    rows: list[dict[str, object]] = [{"school": s, "area": "1", "stage": "1"} for s in "AB"]
    found = profile([*rows, {"school": None, "area": "1", "stage": "2", "placed_by": "consensus"}])
    assert answers(found, "1")["1"] == 2
    assert answers(found, "1")["2"] == 0
    assert found[found["area"] == "1"]["together"].unique().tolist() == ["2"]


def test_two_people_of_a_school_who_wrote_down_its_placement_are_one_school() -> None:
    rows: list[dict[str, object]] = [
        {"school": "A", "area": "1", "stage": "1", "rater": "R1", "term": "2026-T1"},
        {"school": "A", "area": "1", "stage": "2", "rater": "R2", "term": "2026-T2"},
    ]
    assert answers(profile(rows), "1") == {
        **dict.fromkeys(["not yet evident", "1", "3", "not applicable", "not rated"], 0),
        "2": 1,
    }


def test_people_without_a_code_are_as_many_as_their_rows() -> None:
    rows: list[dict[str, object]] = [
        {"school": "A", "area": "1", "stage": stage, "placed_by": "person", "role": "teacher"} for stage in "112233"
    ]
    assert sum(answers(profile(rows, persons=True), "1").values()) == 6
    assert analysis.voices(ratings(rows), "ero", "2026-T3")["n"].tolist() == [6]


def test_the_same_code_at_three_schools_is_three_people() -> None:
    rows: list[dict[str, object]] = [
        {"school": s, "area": "1", "stage": "1", "placed_by": "person", "rater": "T1", "role": "teacher"} for s in "ABC"
    ]
    assert analysis.voices(ratings(rows), "ero", "2026-T3")["n"].tolist() == [3]
