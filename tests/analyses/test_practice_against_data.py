"""Is a rating held against data only where both can tell? Cases worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.practice.against_data import (
    data_say,
    held_against,
    of_its_time,
    rated,
    rated_as,
    taken_together,
)
from colsynth.analyses.practice.placements import COLUMNS


def placed(*rows: dict[str, object]) -> pd.DataFrame:
    """Placements of indicator 6.3.3 as the frame has them; a level of None is not applicable."""
    frame = pd.DataFrame(
        [{"area": "6", "indicator": "6.3.3", "term": "2026-T2", "asserted": False} | row for row in rows]
    )
    return frame.reindex(columns=list(COLUMNS)).astype(COLUMNS)


def schools(*levels: int | None, **more: object) -> list[dict[str, object]]:
    return [{"voice": f"school {i}", "placed_by": "school", "level": at} | more for i, at in enumerate(levels)]


def one(frame: pd.DataFrame, members: int = 5, mark: int = 3) -> pd.Series:
    return rated(frame, {"6.3.3": mark}, members, least=5).iloc[0]


@pytest.mark.parametrize(
    ("low", "high", "mark", "word"),
    [(3, 3, 3, "high"), (2, 3, 3, "between"), (2, 2, 3, "between"), (1, 1, 3, "low"), (0, 1, 3, "low"),
     (1, 2, 3, "between"), (3, 3, 1, "high"), (1, 1, 1, "high"), (0, 1, 1, "between"), (0, 0, 1, "low")],
)  # fmt: skip
def test_a_middle_is_high_from_its_mark_on_and_low_at_the_first_stage_below_it(low, high, mark, word) -> None:
    assert rated_as(low, high, mark) == word


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.01, 0.2, "rising"), (-0.2, -0.01, "falling"), (-0.05, 0.05, "flat"), (-0.03, 0.06, "not clear"),
     (0.0, 0.2, "not clear"), (None, None, "not told"), (float("nan"), 0.1, "not told")],
)  # fmt: skip
def test_no_clear_difference_is_not_flat(low, high, word) -> None:
    assert data_say(low, high) == word


@pytest.mark.parametrize(
    ("words", "word"),
    [([], "not told"), (["not told"], "not told"), (["rising"], "rising"), (["rising", "not told"], "rising"),
     (["rising", "not clear"], "not clear"), (["rising", "rising", "not clear"], "rising"),
     (["rising", "rising", "falling"], "not clear"), (["flat", "flat", "rising"], "not clear"),
     (["flat", "flat", "not clear"], "flat"), (["falling"], "falling")],
)  # fmt: skip
def test_one_measure_of_many_makes_no_movement(words, word) -> None:
    assert taken_together(words) == word


@pytest.mark.parametrize(
    ("rating", "data", "verdict"),
    [("high", "rising", "agreeing"), ("high", "flat", "contradicting"), ("high", "falling", "contradicting"),
     ("low", "rising", "contradicting"), ("low", "flat", "agreeing"), ("low", "falling", "agreeing"),
     ("high", "not clear", "silent"), ("low", "not told", "silent"), ("between", "rising", "silent"),
     ("by too few", "rising", "silent"), ("not rated", "falling", "silent")],
)  # fmt: skip
def test_a_rating_is_held_against_data_only_where_both_can_tell(rating, data, verdict) -> None:
    assert held_against(rating, data) == verdict


def test_data_of_another_time_are_not_held_against_a_placement() -> None:
    assert of_its_time("2026-T2", "2024-T4", "2025-T4")
    assert of_its_time("2026-T4", "2024-T4", "2025-T4")
    assert not of_its_time("2027-T1", "2024-T4", "2025-T4")
    assert not of_its_time("2024-T3", "2024-T4", "2025-T4")
    assert not of_its_time(None, "2024-T4", "2025-T4")


def test_the_middle_of_most_schools_is_the_community_s_and_says_how_many_gave_evidence() -> None:
    row = one(placed(*schools(3, 3, 2), *schools(3, voice="school 9", asserted=True)))
    assert (row["placed_by"], row["n"], row["noted"], row["low"], row["high"], row["rated"]) == (
        "school", 4, 3, 3, 3, "high",
    )  # fmt: skip


def test_half_of_the_schools_do_not_speak_for_all_of_them() -> None:
    assert one(placed(*schools(3, 3)), members=4)["rated"] == "by too few"
    assert one(placed(*schools(3, 3, None)), members=5)["rated"] == "by too few"


def test_what_was_placed_together_stands_for_all_unless_schools_have_placed_it_since() -> None:
    together = {"voice": "consensus", "placed_by": "consensus", "level": 1}
    assert one(placed(*schools(3, 3, 3), together))["rated"] == "low"
    newer = placed(*schools(3, 3, 3), together | {"term": "2026-T1"})
    assert one(newer)["rated"] == "high"


def test_four_people_are_not_heard_and_five_are() -> None:
    people = [{"voice": f"person {i}", "placed_by": "person", "level": 3} for i in range(5)]
    assert one(placed(*people[:4]))["rated"] == "by too few"
    assert one(placed(*people))["placed_by"] == "person"


def test_placements_more_than_a_year_older_than_the_newest_are_left_out() -> None:
    row = one(placed(*schools(3, 3, 3), *schools(0, 0, term="2025-T2", voice="school 9")))
    assert (row["n"], row["rated"]) == (3, "high")


def test_nothing_placed_is_not_rated() -> None:
    assert one(placed())["rated"] == "not rated"
    assert one(placed(*schools(None, None)))["rated"] == "not rated"
    undated = one(placed(*schools(3, 3, 3, term=None)))
    assert undated["rated"] == "high"
    assert pd.isna(undated["term"])
