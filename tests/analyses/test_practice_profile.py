"""Profiles of ratings: what was said, never averaged, and what was not said kept apart."""

from statistics import median_high, median_low

import pandas as pd
import pytest

from colsynth.analyses.practice import profile as analysis
from colsynth.analyses.practice.indicators import indicators, newest_of_indicators
from colsynth.analyses.practice.placements import placements
from colsynth.registers.declared import load_registers

EMPTY = load_registers(None)["ratings"].empty_frame()
AREAS, STAGES = ["1", "2"], ["1", "2", "3"]
Row = dict[str, object]


def placed(rows: list[Row], until: str = "2026-T3") -> pd.DataFrame:
    common = {"framework": "ero", "placed_by": "school", "term": "2026-T3"}
    frame = pd.concat([EMPTY, pd.DataFrame([common | row for row in rows])], ignore_index=True)
    frame["source_row"] = range(2, len(frame) + 2)
    frame = frame.astype({c: t for c, t in EMPTY.dtypes.items() if c in frame})
    return placements(frame, "ero", STAGES, until)


def schools(stages: str, area: str = "1", **more: object) -> list[Row]:
    """One school a letter of `stages`: 1, 2, 3, `0` not yet evident, `-` not applicable, blank not rated."""
    said = {"0": "not yet evident", "-": "not applicable", " ": None}
    return [{"school": f"S{i}", "area": area, "stage": said.get(stage, stage)} | more for i, stage in enumerate(stages)]


def profile(rows: list[Row]) -> pd.DataFrame:
    return analysis.profile(placed(rows), AREAS, STAGES).set_index("area")


def answers(rows: list[Row], area: str = "1", column: str = "n") -> dict[str, int]:
    found = analysis.distribution(analysis.by_schools(placed(rows)), AREAS, STAGES)
    return {str(a): int(n) for a, n in found[found["area"] == area].set_index("answer")[column].items()}


def test_not_applicable_not_yet_evident_and_not_rated_stand_apart() -> None:
    rows = [*schools("20- "), {"school": "S0", "area": "2", "stage": "1"}]
    said = {"not yet evident": 1, "1": 0, "2": 1, "3": 0, "not applicable": 1, "not rated": 1}
    assert answers(rows) == said
    assert answers(rows, "2")["not rated"] == 3


def test_an_even_number_of_placements_has_two_middles_and_no_mean() -> None:
    assert profile(schools("1133")).loc["1", ["low", "high"]].tolist() == ["1", "3"]


@pytest.mark.parametrize("stages", ["011233", "0", "3321", "12213", "1122333"])
def test_the_middles_are_those_of_pythons_statistics(stages: str) -> None:
    levels = [int(stage) for stage in stages]
    ends = [("not yet evident", *STAGES)[middle(levels)] for middle in (median_low, median_high)]
    assert profile(schools(stages)).loc["1", ["low", "high"]].tolist() == ends


def test_only_the_newest_placement_of_a_school_counts() -> None:
    rows: list[Row] = [
        {"school": "A", "area": "1", "stage": "1", "term": "2025-T3"},
        {"school": "A", "area": "1", "stage": "2", "term": "2026-T2"},
        {"school": "A", "area": "1", "stage": "3", "term": "2026-T4"},  # after the term reported on
    ]
    assert answers(rows)["2"] == 1
    found = profile(rows).loc["1"]
    assert (found["of"], found["newest"]) == (1, "2026-T2")


def test_placements_by_single_people_are_not_those_of_schools() -> None:
    person: Row = {"school": "A", "area": "1", "stage": "3", "placed_by": "person", "rater": "R1"}
    assert answers([*schools("1"), person])["1"] == 1
    assert profile([person]).empty


def test_a_rating_of_one_indicator_does_not_place_its_area() -> None:
    single: Row = {"school": "S0", "area": "1", "indicator": "1.2.3", "stage": "3"}
    assert answers([single, {"school": "S0", "area": "2", "stage": "1"}])["not rated"] == 1


def test_a_placement_made_together_is_one_answer_and_not_one_more_voice() -> None:
    agreed: Row = {"school": None, "area": "1", "stage": "2", "placed_by": "consensus"}
    rows = [*schools("11"), agreed]
    assert (answers(rows)["1"], answers(rows)["2"]) == (2, 0)
    assert profile(rows).loc["1", "together"] == "2"
    assert pd.isna(profile([*rows, agreed | {"term": "2026-T3", "stage": None, "area": "2"}]).loc["2", "together"])
    alone = profile([agreed]).loc["1"]
    assert (alone["n"], alone["low"], alone["together"]) == (1, "2", "2")


def test_two_people_of_a_school_who_wrote_down_its_placement_are_one_school() -> None:
    rows: list[Row] = [
        {"school": "A", "area": "1", "stage": "1", "rater": "R1", "term": "2026-T1"},
        {"school": "A", "area": "1", "stage": "2", "rater": "R2", "term": "2026-T2"},
    ]
    assert sum(answers(rows).values()) == answers(rows)["2"] == 1


def test_what_is_only_asserted_is_counted_apart_from_what_has_a_note_or_a_link() -> None:
    rows = [*schools("2"), *[row | {"school": "B", "evidence": "minutes"} for row in schools("2")],
            *[row | {"school": "C", "link": "notes.docx"} for row in schools("3")],
            *[row | {"school": "D", "evidence": "why"} for row in schools("-")]]  # fmt: skip
    assert (answers(rows)["2"], answers(rows, column="noted")["2"]) == (2, 1)
    assert profile(rows).loc["1", ["n", "noted"]].tolist() == [3, 2]


@pytest.mark.parametrize(
    ("stages", "said"),
    [("", "not rated"), ("--", "not rated"), ("2", "one rater"), ("222", "same level"), ("122", "within one"),
     ("0122", "far apart"), ("0033", "two camps")],
)  # fmt: skip
def test_placements_far_apart_are_named_so(stages: str, said: str) -> None:
    assert profile([*schools(stages), *schools("1", "2")]).loc["1", "verdict"] == said


def test_a_voice_that_placed_everything_at_the_top_is_seen_from_three_areas() -> None:
    rows = [row for area in "1234" for row in schools("332", area)]
    rows += [{"school": "S2", "area": "5", "stage": "3"}, {"school": "late", "area": "1", "stage": "3"}]
    found = analysis.scale_by_voice(analysis.by_schools(placed(rows)), STAGES)
    assert found["verdict"].tolist() == ["all at the top", "all at the top", "varied", "too few"]
    assert analysis.one_level([3, 0, 0, 0]) == "all at one level"


def test_nothing_rated_is_an_empty_profile() -> None:
    none = placed(schools(""))
    assert analysis.profile(none, AREAS, STAGES).empty
    assert analysis.scale_by_voice(analysis.by_schools(none), STAGES).empty
    assert indicators(newest_of_indicators(none), ["1.1.1"], STAGES).empty


def test_indicators_are_listed_in_the_frameworks_order_with_their_evidence() -> None:
    rows = schools("3-", indicator="1.3.10") + schools("1 ", indicator="1.3.2", evidence="minutes")
    rows += schools("  ", indicator="1.3.4")
    found = indicators(newest_of_indicators(placed(rows)), ["1.3.2", "1.3.4", "1.3.10"], STAGES)
    assert found["indicator"].tolist() == ["1.3.2", "1.3.10"]
    assert found[["n", "noted", "1", "3", "not applicable"]].values.tolist() == [[1, 1, 1, 0, 0], [1, 0, 0, 1, 1]]
