"""Moves over the mark, who left and who came, and low starts: each against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses.at_mark import at_mark, likeness, verdict_at_mark
from colsynth.analyses.composition import composition, verdict_of_composition
from colsynth.analyses.growth_percentiles import percentiles_by_school
from colsynth.analyses.low_starts import COLUMNS as STARTS
from colsynth.analyses.low_starts import low_starts, verdict_of_start


def pairs(stay_at: int, up: int, down: int, stay_below: int) -> pd.DataFrame:
    before = [True] * stay_at + [False] * up + [True] * down + [False] * stay_below
    now = [True] * stay_at + [True] * up + [False] * down + [False] * stay_below
    frame = pd.DataFrame({"expected_before": before, "expected_now": now}).astype("boolean")
    return frame.assign(student=range(len(frame)), school="01", class_label="", group="all")


def test_moves_are_counted_and_the_change_is_up_less_down() -> None:
    frame = pairs(60, 12, 5, 23)
    (row,) = at_mark(frame, frame, likeness(frame)).to_dict("records")
    assert (row["n_before"], row["n_now"], row["n_up"], row["n_down"]) == (65, 72, 12, 5)
    assert (row["change"], row["stayed"]) == (pytest.approx(0.07), pytest.approx(0.83))
    assert (row["low"], row["high"]) == pytest.approx((-0.011863, 0.157416), abs=1e-6)  # as in test_means, from R
    assert (row["verdict"], row["basis"]) == ("no clear change", "count")


def test_only_a_change_clear_of_none_is_called_one() -> None:
    assert verdict_at_mark(0.01, 0.2) == "more at the mark"
    assert verdict_at_mark(-0.2, -0.01) == "fewer at the mark"
    assert verdict_at_mark(0.0, 0.2) == "no clear change"


def test_few_or_unknown_learners_are_too_few() -> None:
    frame = pairs(4, 3, 1, 1)
    assert at_mark(frame, frame, None)["verdict"].tolist() == ["too few"]
    unknown = pairs(20, 0, 0, 0).assign(expected_now=pd.array([pd.NA] * 20, dtype="boolean"))
    assert likeness(unknown) is None
    assert at_mark(unknown, unknown, None)["verdict"].tolist() == ["too few"]
    assert at_mark(frame.iloc[:0], frame.iloc[:0], None).empty


def of_terms(before: dict[str, bool], now: dict[str, bool]) -> pd.DataFrame:
    rows = [(s, t, at) for t, seen in (("2025-T2", before), ("2026-T2", now)) for s, at in seen.items()]
    return pd.DataFrame(rows, columns=["student", "term", "expected"]).astype({"expected": "boolean"})


def test_a_rise_of_those_who_came_is_named_composition() -> None:
    same = {f"s{i}": i < 20 for i in range(40)}  # 20 of 40, then and now
    left = {f"l{i}": False for i in range(10)}
    came = {f"c{i}": True for i in range(10)}
    (row,) = composition(of_terms(same | left, same | came), "2025-T2", "2026-T2").to_dict("records")
    assert (row["matched_change"], row["all_change"]) == (0, pytest.approx(0.6 - 0.4))
    assert row["composition"] == pytest.approx(0.2)
    assert (row["n_left"], row["left_at"], row["n_came"], row["came_at"]) == (10, 0, 10, 10)
    assert row["verdict"] == "mostly composition"
    (few,) = composition(of_terms(left, came), "2025-T2", "2026-T2").to_dict("records")
    assert few["verdict"] == "too few"


def test_a_small_part_is_not_worth_a_word() -> None:
    assert verdict_of_composition(0.10, 0.11) == "mostly the same learners"
    assert verdict_of_composition(0.0, 0.01) == "mostly the same learners"
    assert verdict_of_composition(-0.05, 0.01) == "mostly composition"


def gained(n: int, r: float, extra: float = 0.0, seed: int = 3) -> pd.DataFrame:
    """Two scores of one year level with mean 100 and spread 15, alike by `r`; the lowest quarter gains `extra` more."""
    rng = np.random.default_rng(seed)
    first = 100 + 15 * rng.normal(size=n)
    second = 100 + r * (first - 100) + 15 * np.sqrt(1 - r * r) * rng.normal(size=n) + 5
    second += np.where(first <= np.quantile(first, 0.25), extra, 0) if extra else 0
    frame = pd.DataFrame({"score_before": first, "score_now": second, "gain": second - first}).astype("Float64")
    frame["expected"] = pd.array([5.0] * n, dtype="Float64")
    return frame.assign(student=range(n), school="01", class_label="", year_level=pd.array([5] * n, dtype="Int64"))


def test_a_low_start_that_gains_by_chance_alone_is_not_called_progress() -> None:
    found = low_starts(gained(2000, 0.8), None).set_index("start")
    low = found.loc["lowest quarter"]
    # A truncated normal: the lowest quarter of sd 15 lies 15 * dnorm(qnorm(.25)) / .25 = 19.07 below, a fifth is chance
    assert low["by_chance"] == pytest.approx(3.81, abs=0.4)
    assert low["gain"] > 7.5
    assert low["verdict"] == "no clear difference"
    assert set(found["against"]) == {"norms"}


def test_a_gain_beyond_a_low_start_is_found() -> None:
    found = low_starts(gained(2000, 0.8, extra=6.0), None).set_index("start")
    assert found.loc["lowest quarter", "verdict"] == "more than chance"


def test_starts_without_spread_norms_or_learners_read_well() -> None:
    same = gained(40, 0.8).assign(score_before=100.0)
    assert low_starts(same, None).empty
    assert low_starts(gained(15, 0.8), None).empty
    assert list(low_starts(gained(0, 0.8), None).columns) == list(STARTS)
    without = low_starts(gained(60, 0.8).assign(expected=pd.NA), None)
    assert set(without["against"]) == {"year level"}
    assert verdict_of_start(-2, -1) == "less than chance"


def test_growth_percentiles_are_refused_below_a_thousand_learners_of_a_year_level() -> None:
    assert percentiles_by_school(gained(999, 0.8), ["01"])["verdict"].tolist() == ["too few"]
    assert percentiles_by_school(gained(0, 0.8), ["01"])["verdict"].tolist() == ["too few"]


def test_a_school_of_growth_percentiles_has_its_middle_and_limits() -> None:
    frame = gained(1000, 0.8)
    frame["school"] = np.where(np.arange(1000) < 300, "a", np.where(np.arange(1000) < 990, "b", "c"))
    frame.loc[frame["school"] == "a", "score_now"] += 6
    found = percentiles_by_school(frame, ["a", "b", "c"]).set_index("school")
    assert found["verdict"].tolist() == ["higher", "lower", "too few"]
    assert found.loc["a", "low"] <= found.loc["a", "median"] <= found.loc["a", "high"]
