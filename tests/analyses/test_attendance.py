"""Bands of attendance at their edges, learners at two schools, and a change of codes that parts two terms."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.attendance import (
    BANDS,
    band_of,
    bands_over_terms,
    by_learner,
    regular_by,
    regular_over_terms,
    verdict_of_change,
)
from colsynth.analyses.levels import levels_over_terms

CHRONIC, MODERATE, IRREGULAR, REGULAR = BANDS


@pytest.mark.parametrize(
    ("present", "possible", "band"),
    [
        (81, 90, IRREGULAR),  # exactly 90 %
        (82, 90, REGULAR),
        (72, 90, MODERATE),  # exactly 80 %
        (73, 90, IRREGULAR),
        (63, 90, CHRONIC),  # exactly 70 %
        (64, 90, MODERATE),
        (0, 90, CHRONIC),
        (90, 90, REGULAR),
        (90.1, 100, REGULAR),
        (90.0, 100.0, IRREGULAR),
        (29.7, 33, IRREGULAR),  # 90 % exactly, and more in binary
        (0, 0, None),
    ],
)
def test_a_band_begins_above_its_edge(present: float, possible: float, band: str | None) -> None:
    assert band_of(present, possible) == band


def register(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["student", "school", "term", "possible", "present", "percent", "missing"]
    frame = pd.DataFrame(rows, columns=columns).assign(year_level=4)
    return frame.astype(dict.fromkeys(("possible", "present", "percent"), "Float64") | {"year_level": "Int64"})


def test_half_days_at_two_schools_are_added_up_and_the_longer_stay_counts() -> None:
    frame = register(
        ("a", "01", "2025-T2", 20, 10, None, None), ("a", "02", "2025-T2", 80, 79, None, None)
    )  # 89 of 100
    (row,) = by_learner(frame, "2025-T2").to_dict("records")
    assert (row["band"], row["school"]) == (IRREGULAR, "02")


def test_a_percentage_alone_is_taken_as_written_and_reasons_are_no_attendance() -> None:
    frame = register(
        ("a", "01", "2025-T2", None, None, 90.0, None),
        ("b", "01", "2025-T2", None, None, 90.5, None),
        ("c", "01", "2025-T2", 90, None, None, None),  # neither present nor percent
        ("d", "01", "2025-T2", 90, 85, None, "exempt"),
        ("e", "01", None, 90, 85, None, None),
        ("f", "01", "2025-T3", 90, 85, None, None),  # later than asked for
        ("g", "01", "2025-T2", 0, 0, None, None),
        ("h", "01", "2025-T2", 90, 60, 99.0, None),  # half-days go before what was stated
    )
    found = by_learner(frame, "2025-T2").set_index("student")["band"].to_dict()
    assert found == {"a": IRREGULAR, "b": REGULAR, "h": CHRONIC}


def learners(**regular: tuple[int, int]) -> pd.DataFrame:
    """For each term (T2_2025) how many of how many are regular; the rest are in chronic absence."""
    rows = [
        (f"s{i}", f"{name[3:]}-{name[:2]}", "01", 4, REGULAR if i < x else CHRONIC)
        for name, (x, n) in regular.items()
        for i in range(n)
    ]
    return pd.DataFrame(rows, columns=["student", "term", "school", "year_level", "band"])


def test_a_term_is_held_against_the_same_term_of_the_year_before() -> None:
    found = regular_over_terms(learners(T2_2025=(48, 80), T1_2026=(70, 80), T2_2026=(56, 70)), []).set_index("term")
    row = found.loc["2026-T2"]
    # Newcombe (1998), method 10: 56/70 - 48/80 is .0524 to .3339
    assert (row["held_against"], row["change_low"]) == ("2025-T2", pytest.approx(0.0524, abs=5e-5))
    assert row["change_high"] == pytest.approx(0.3339, abs=5e-5)
    assert row["verdict"] == "rising"
    assert found.loc["2026-T1", "verdict"] == "can't tell"


def test_no_term_is_held_against_one_before_the_codes_changed() -> None:
    found = regular_over_terms(learners(T1_2024=(48, 80), T1_2025=(70, 80)), ["2025-T1"])
    assert found["verdict"].tolist() == ["can't tell", "can't tell"]
    assert found["change"].isna().all()


def test_the_95_percent_rule_decides_and_few_are_too_few() -> None:
    assert verdict_of_change(-0.1, -0.01) == "falling"
    assert verdict_of_change(-0.1, 0.01) == "no clear change"
    assert regular_over_terms(learners(T2_2025=(3, 4)), [])["verdict"].tolist() == ["too few"]
    assert regular_over_terms(learners(), []).empty
    assert bands_over_terms(learners(T2_2025=(3, 4)), 5, 4).empty
    assert bands_over_terms(learners(T2_2025=(40, 40)), 5, 4)["verdict"].tolist() == ["too few"]
    assert regular_by(learners(T2_2025=(3, 4)), "2025-T2")["verdict"].tolist() == ["too few"]


def test_bands_with_few_learners_are_joined_in_every_term() -> None:
    found = bands_over_terms(learners(T2_2025=(30, 40), T3_2025=(20, 60)), 5, 4)
    assert found["group"].unique().tolist() == [
        "Chronic absence to irregular absence".replace(" absence to", " to"),
        REGULAR,
    ]
    assert found.groupby("term")["share"].sum().tolist() == [1.0, 1.0]


def test_levels_are_counted_and_small_ones_joined() -> None:
    levels = ["Well below", "Below", "At", "Above"]
    seen = ["Well below"] * 2 + ["Below"] * 10 + ["At"] * 20 + ["Above"] * 8
    frame = pd.DataFrame({"level": seen, "term": "2025-T4"})
    few = pd.DataFrame({"level": seen[:9], "term": "2025-T2"})
    found = levels_over_terms(pd.concat([frame, few], ignore_index=True), levels, 5)
    assert found["group"].tolist() == ["Well below to Below", "At", "Above"]
    assert found["n"].tolist() == [12, 20, 8]
    assert set(found["term"]) == {"2025-T4"}  # nine learners are too few for a bar
    assert levels_over_terms(few.iloc[:0], levels, 5).empty
