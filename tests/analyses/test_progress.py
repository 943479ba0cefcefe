"""Gains of matched learners against norms: who could be matched, what is expected, and what may be said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses.progress import (
    COLUMNS,
    Span,
    could_match,
    likeness,
    matched,
    progress,
    span,
    verdict_of_gain,
)
from colsynth.reference.norms import Curve, Norm

# Schagen & Hodgen (2009), table 1A: PAT mathematics, Term 1 norms of Years 4 to 7
PAT = [Norm("pat", y, 1, "n.csv", m, s) for y, m, s in ((4, 31.8, 13.1), (5, 40.3, 13.2), (6, 46.4, 12.4))]
CURVE = Curve(PAT, "pat")
YEAR = Span("2025-T1", "2026-T1")


def results(n: int, gain: float, year: int = 4, term: str = "2025-T1", later: str = "2026-T1") -> pd.DataFrame:
    """`n` learners in two classes of two schools, who each gained `gain` points, give or take half a point."""
    i = np.arange(n)
    rows = []
    for when, add, level in ((term, 0.0, year), (later, gain, year + int(later[:4]) - int(term[:4]))):
        rows.append(
            pd.DataFrame(
                {
                    "student": [f"s{k}" for k in i],
                    "school": np.where(i % 2, "01", "02"),
                    "term": when,
                    "level": None,
                    "year_level": level,
                    "scale_score": 30 + i % 11 + add + (0.5 - (i // 2 % 2) if add else 0),
                    "expected": pd.NA,
                    "class_label": "",
                    "gender": "female",
                    "ethnicities": "Māori",
                }
            )
        )
    return pd.concat(rows, ignore_index=True).astype({"year_level": "Int64", "scale_score": "Float64"})


def told(frame: pd.DataFrame, over: Span = YEAR, curve: Curve = CURVE) -> pd.Series:  # type: ignore[type-arg]
    pairs, could = matched(frame, over, curve), could_match(frame, over)
    found = progress(pairs.assign(group="all"), could.assign(group="all"), over, likeness(pairs))
    assert list(found.columns) == list(COLUMNS)
    return found.iloc[0]


def test_a_year_held_against_the_norms_has_the_published_effect_size() -> None:
    row = told(results(40, 7.0))
    # A gain of 7.0 where 8.5 are expected, in spreads of Year 5: -.11 as published
    assert (row["expected"], round(row["effect_size"], 2)) == (pytest.approx(8.5), -0.11)
    assert (row["eligible"], row["matched"], row["base"]) == (40, 40, 40)
    assert row["terms_worth"] == pytest.approx(4 * 7.0 / 8.5)
    assert row["verdict"] == "slower"


def test_two_terms_are_half_of_a_year_where_norms_are_yearly() -> None:
    frame = results(40, 4.25, later="2025-T3").assign(year_level=4)
    row = told(frame, Span("2025-T1", "2025-T3"))
    assert row["expected"] == pytest.approx(8.5 / 2)
    assert bool(row["pro_rata"])
    assert row["verdict"] == "about expected"


def test_norms_that_do_not_reach_give_no_expectation_and_the_gain_stands() -> None:
    row = told(results(40, 7.0, year=6))
    assert pd.isna(row["expected"])
    assert pd.isna(row["terms_worth"])
    assert row["gain"] == pytest.approx(7.0)
    assert row["verdict"] == "no expectation"


def test_where_hardly_any_growth_is_expected_progress_is_told_in_points_alone() -> None:
    flat = Curve([Norm("x", y, 1, "n.csv", 100 + y * 0.2, 15.0) for y in (12, 13)], "x")
    row = told(results(40, 0.4, year=12), curve=flat)
    assert row["gain"] == pytest.approx(0.4)
    assert pd.isna(row["terms_worth"])
    assert row["verdict"] in ("accelerated", "about expected")


def test_leavers_of_the_last_year_and_those_too_young_could_not_be_matched() -> None:
    frame = results(30, 8.5)
    frame = frame[~((frame["term"] == "2026-T1") & frame["student"].isin(["s1", "s2"]))]  # two are gone
    old = results(5, 0).assign(student=lambda rows: "o" + rows["student"], year_level=9)
    frame = pd.concat(
        [frame, old[old["term"] == "2025-T1"]], ignore_index=True
    )  # Year 9 then; nobody of Year 10 is assessed now
    row = told(frame)
    assert (row["eligible"], row["matched"]) == (30, 28)


@pytest.mark.parametrize("n", [0, 1, 2, 9])
def test_a_handful_is_too_few(n: int) -> None:
    row = told(results(n, 8.5)) if n else None
    assert row is None or row["verdict"] == "too few"
    empty = results(1, 0).iloc[:0]
    assert progress(matched(empty, YEAR, CURVE).assign(group=""), empty.assign(group=""), YEAR, None).empty


def test_the_same_gain_of_everyone_is_told_without_a_warning() -> None:
    frame = results(20, 0.0).assign(scale_score=50.0)
    assert told(frame)["verdict"] == "slower"


@pytest.mark.parametrize(
    ("low", "high", "expected", "said"),
    [
        (0.1, 5, 8, "accelerated"),
        (-5, -0.1, 8, "slower"),
        (-3, 3.9, 8, "about expected"),
        (-3, 4.1, 8, "can't tell"),
        (-1.4, 1.4, 0, "about expected"),  # within a tenth of a spread of 15
        (0, 3, 8, "about expected"),
    ],
)
def test_the_95_percent_rule_decides_what_is_said(low: float, high: float, expected: float, said: str) -> None:
    assert verdict_of_gain(low, high, expected, 15.0) == said


def test_the_same_term_a_year_before_is_held_against_the_newest() -> None:
    assert span(["2024-T4", "2025-T1", "2025-T3", "2026-T1", "2026-T3"], []) == Span("2025-T3", "2026-T3")
    assert span(["2026-T1", "2026-T3"], []) == Span("2026-T1", "2026-T3")
    assert span(["2024-T1", "2026-T3"], []) == Span("2024-T1", "2026-T3")


def test_no_term_is_held_against_one_on_the_other_side_of_a_change() -> None:
    assert span(["2025-T3", "2026-T1", "2026-T3"], ["2026-T1"]) == Span("2026-T1", "2026-T3")
    assert span(["2025-T3", "2026-T1"], ["2026-T1"]) is None
    assert span(["2026-T1"], []) is None
    assert span([], []) is None


@pytest.mark.slow
@pytest.mark.parametrize("icc", [0.0, 0.15])
def test_groups_that_grow_as_expected_are_called_otherwise_one_time_in_twenty(icc: float) -> None:
    rng = np.random.default_rng(7)
    school, label = np.repeat(np.arange(7), 100), np.repeat(np.arange(28), 25)
    pairs = pd.DataFrame({"student": np.arange(700), "school": school.astype(str), "class_label": label.astype(str)})
    pairs = pairs.assign(group="all", expected=8.5, norm_sd=13.2, pro_rata=False)
    draws, wrong = 1000, 0
    for _ in range(draws):
        noise = np.sqrt(icc) * rng.normal(size=28)[label] + np.sqrt(1 - icc) * rng.normal(size=700)
        drawn = pairs.assign(gain=8.5 + 8 * noise)
        verdict = progress(drawn, drawn, YEAR, likeness(drawn)).iloc[0]["verdict"]
        wrong += verdict in ("accelerated", "slower")
    assert wrong / draws <= 0.07
