"""The change at a move against learners who did not move, on communities whose answer is known beforehand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from turned import MATHS, Turned

from colsynth.analyses.transitions.change import (
    CANNOT,
    COLUMNS,
    HIGHER,
    LOWER,
    NO_CLEAR,
    RULER,
    TOO_FEW,
    change_at_moves,
    verdict_of_change,
)
from colsynth.analyses.transitions.stayers import ADJACENT, NOBODY, SAME
from colsynth.reference.norms import Curve, Norm

START = [40.0 + 3 * (i % 9) for i in range(36)]
NOISE = [(-1.0, 0.5, 1.0, -0.5)[i % 4] for i in range(36)]


def after(change: float, n: int = 36) -> list[float]:
    return [start + change + noise for start, noise in zip(START[:n], NOISE[:n], strict=True)]


def community(moved: float = 1.0, stayed: float = 4.0) -> Turned:
    """Two feeders into one college, and two full primaries where Year 8 stays to Year 9."""
    made = Turned()
    for feeder in ("A", "B"):
        made.group(f"m{feeder}", feeder, "C", START[:18], after(moved, 18))
    for school in ("K", "L"):
        made.group(f"s{school}", school, school, START[:18], after(stayed, 18))
    return made


def only(frame: pd.DataFrame) -> dict[str, object]:
    (row,) = frame.to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_movers_who_grew_less_than_those_who_stayed_are_lower() -> None:
    row = only(change_at_moves(community().evidence()))
    assert (row["change"], row["stayed_change"], row["difference"]) == pytest.approx((0.972222, 3.972222, -3), abs=1e-5)
    assert (row["n"], row["n_stayers"], row["comparison"], row["into"]) == (36, 36, SAME, "C")
    assert row["verdict"] == LOWER
    sd = np.std(START[:18] * 2, ddof=1)
    assert (row["effect"], row["sd_of"]) == (pytest.approx(-3 / sd), "movers")
    assert (row["before"], row["after"], row["basis"]) == ("2025-T4", "2026-T1", "count")


def test_a_summer_that_everyone_loses_is_no_dip() -> None:
    row = only(change_at_moves(community(-5, -5).evidence()))
    assert row["change"] < -4.9
    assert row["verdict"] == NO_CLEAR


def test_the_same_in_reverse_is_higher() -> None:
    assert only(change_at_moves(community(6, 4).evidence()))["verdict"] == HIGHER


def test_with_one_school_of_stayers_of_that_age_the_years_beside_it_are_asked() -> None:
    made = Turned().group("m", "A", "C", START, after(1)).group("k", "K", "K", START, after(9))
    made.group("y", "A", "A", START, after(3), level=7).group("o", "C", "C", START, after(1), level=9)
    row = only(change_at_moves(made.evidence()))
    assert row["comparison"] == ADJACENT
    assert row["stayed_change"] == pytest.approx(2, abs=1e-9)  # halfway between a year younger and a year older
    assert row["difference"] == pytest.approx(-1, abs=1e-9)
    assert row["low"] < -2 < 0 < row["high"]  # movers grew as the older ones did: growth that slows early is no dip
    assert row["verdict"] == NO_CLEAR


def test_movers_who_grew_less_than_those_a_year_younger_and_those_a_year_older_are_lower() -> None:
    made = Turned().group("m", "A", "C", START, after(-1)).group("y", "A", "A", START, after(3), level=7)
    row = only(change_at_moves(made.group("o", "C", "C", START, after(1), level=9).evidence()))
    assert (row["comparison"], row["verdict"]) == (ADJACENT, LOWER)
    # Welch's limits against each alone, whose changes have the spread of NOISE; qt(.975, 70) in R is 1.994437
    half = 1.994437 * np.sqrt(2 * np.var(NOISE, ddof=1) / 36)
    assert (row["low"], row["high"]) == (pytest.approx(-4 - half, abs=1e-4), pytest.approx(-2 + half, abs=1e-4))


@pytest.mark.parametrize("level", [7, 9])
def test_one_year_level_beside_is_nobody_to_hold_movers_against_as_growth_slows_with_age(level: int) -> None:
    made = Turned().group("m", "A", "C", START, after(1))
    for school in ("K", "L"):
        made.group(school, school, school, START, after(4), level=level)
    row = only(change_at_moves(made.evidence()))
    assert (row["comparison"], row["verdict"]) == (NOBODY, CANNOT)


def test_a_school_where_one_learner_stayed_is_not_one_of_the_schools_that_a_claim_rests_on() -> None:
    row = only(change_at_moves(community().group("one", "Z", "Z", START[:1], after(4, 1)).evidence()))
    assert (row["n_stayers"], row["n_stayers_schools"]) == (37, 2)


def test_where_nobody_stayed_it_cannot_be_told_from_summer_and_growing_older() -> None:
    row = only(change_at_moves(Turned().group("m", "A", "C", START, after(-9)).evidence()))
    assert (row["comparison"], row["verdict"]) == (NOBODY, CANNOT)
    assert pd.isna(row["difference"])
    assert row["change_high"] < 0


def test_another_tool_after_the_move_is_said_and_not_measured() -> None:
    made = Turned().group("m", "A", "C", START, after(1), measures=(MATHS, "easttle-mathematics"))
    row = only(change_at_moves(made.evidence()))
    assert (row["measure"], row["measure_after"], row["verdict"]) == (MATHS, "easttle-mathematics", RULER)
    assert pd.isna(row["change"])


def test_a_change_of_the_measure_in_between_is_said_and_not_measured() -> None:
    broken = {MATHS: {"2026-T1": "the scale was made anew"}}
    row = only(change_at_moves(community().evidence(broken=broken)))
    assert (row["verdict"], row["why"]) == (RULER, "the scale was made anew")
    assert pd.isna(row["change"])


def test_nine_movers_are_too_few_and_a_pair_is_looked_at_alone() -> None:
    assert only(change_at_moves(Turned().group("m", "A", "C", START[:9], after(1, 9)).evidence()))["verdict"] == TOO_FEW
    made = community().group("few", "E", "C", START[:9], after(-20, 9))
    pairs = change_at_moves(made.evidence(), per="pair").set_index("from_school")
    assert pairs["verdict"].to_dict() == {"A": LOWER, "B": LOWER, "E": TOO_FEW}
    assert pairs["difference"]["A"] == pytest.approx(-3, abs=1e-9)


@pytest.mark.parametrize("per", ["step", "pair"])
def test_a_few_results_of_a_new_year_do_not_hide_what_the_last_one_says(per: str) -> None:
    made = community().group("new", "A", "C", START[:4], after(-20, 4), terms=("2026-T4", "2027-T1"))
    found = change_at_moves(made.evidence(), per=per)
    assert set(found["year"]) == {2026}
    assert set(found["verdict"]) == {LOWER}


def test_shares_at_the_expectation_are_paired_and_held_against_those_who_stayed() -> None:
    made = Turned()
    for feeder in ("A", "B"):
        made.group(f"m{feeder}", feeder, "C", [1] * 30 + [0] * 10, [1] * 15 + [0] * 25, shares=True)
    for school in ("K", "L"):
        made.group(f"s{school}", school, school, [1] * 30 + [0] * 10, [1] * 32 + [0] * 8, shares=True)
    row = only(change_at_moves(made.evidence()))
    assert (row["kind"], row["n_down"], row["n_up"], row["stayers_up"]) == ("share", 30, 0, 4)
    assert row["difference"] == pytest.approx(-30 / 80 - 4 / 80)
    assert row["verdict"] == LOWER
    assert pd.isna(row["effect"])


def test_norms_say_what_growth_is_usual_from_term_to_term() -> None:
    norms = [Norm(MATHS, level, 1, "", 30 + 4 * level, 12.0) for level in (8, 9)]
    row = only(change_at_moves(community().evidence(curves={MATHS: Curve(norms, MATHS)})))
    # by hand: Year 8 Term 4 stands three quarters of the way from 62 to 66; the change is 1 less a bit of noise
    assert (row["expected"], row["sd_of"]) == (pytest.approx(1.0), "norm")
    assert row["beyond"] == pytest.approx(0.972222 - 1, abs=1e-5)
    assert row["effect"] == pytest.approx(-3 / 12)


def test_learners_who_were_lost_widen_the_bounds_and_low_ones_tested_are_marked() -> None:
    made = community().group("lost", "A", "", [20.0] * 12, [None] * 12)
    row = only(change_at_moves(made.evidence()))
    assert (row["sent"], row["with_before"], row["n"]) == (48, 48, 36)
    assert row["bound_low"] < row["low"] < row["high"] < row["bound_high"]
    assert not row["selected_low"]
    tested = community().group("high", "A", "C", [90.0 + i for i in range(12)], [None] * 12)
    row = only(change_at_moves(tested.evidence()))
    assert (row["selected_low"], row["tested"]) == (True, 0.75)


def test_everyone_then_and_everyone_now_differ_by_who_came() -> None:
    made = community()
    for at in range(10):
        made.result(f"new{at}", "C", MATHS, "2026-T1", 90.0, 9)
    row = only(change_at_moves(made.evidence()))
    assert (row["n_cross_before"], row["n_cross_after"]) == (36, 46)
    assert row["cross_section"] - row["change"] == pytest.approx(row["composition"])
    assert row["composition"] > 5


@pytest.mark.parametrize(
    "made",
    [
        lambda: Turned().group("m", "A", "C", [None] * 3, [None] * 3).group("s", "K", "K", [1.0], [2.0]),
        lambda: Turned().group("m", "A", "C", START, after(1), measures=("unknown", "unknown")),
        lambda: Turned().group("s", "K", "K", START, after(1)),
        lambda: Turned().group("m", "A", "", START, [None] * 36),
    ],
)
def test_communities_that_lack_something_give_no_row(made: Callable[[], Turned]) -> None:
    found = change_at_moves(made().evidence())
    assert found.empty
    assert list(found.columns) == list(COLUMNS)


def test_results_that_do_not_vary_have_a_verdict_all_the_same() -> None:
    made = Turned().group("m", "A", "C", [5.0] * 12, [5.0] * 12)
    for school in ("K", "L"):
        made.group(school, school, school, [5.0] * 12, [5.0] * 12)
    row = only(change_at_moves(made.evidence()))
    assert row["verdict"] == NO_CLEAR
    assert pd.isna(row["effect"])


@pytest.mark.parametrize(
    ("low", "high", "said"), [(-3, -1, LOWER), (-3, 0, NO_CLEAR), (-1, 1, NO_CLEAR), (0, 2, NO_CLEAR), (1, 2, HIGHER)]
)
def test_a_verdict_needs_limits_that_leave_out_no_difference(low: float, high: float, said: str) -> None:
    assert verdict_of_change(low, high) == said
