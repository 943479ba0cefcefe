"""Moves by kind and learners who move again and again: worked by hand, one learner each."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from analyses.moves_made import AS_AT, Made, roll

from colsynth.analyses.transitions.kinds import (
    ALIKE,
    ALL,
    DIFFERS,
    arrived_and_left_at_steps,
    move_year,
    moves_by_kind,
    verdict_of_kind,
)
from colsynth.analyses.transitions.transience import transience, verdict_of_transience

GONE, NEW = "2025-12-16", "2026-02-03"


def twice(student: str, *days: str, schools: str = "ABAB") -> list[dict[str, object]]:
    """A learner who is at one school after another: each of `days` is the first at the next one."""
    firsts = ["2020-02-03", *days]
    lasts = [str((pd.Timestamp(day) - pd.Timedelta(days=1)).date()) for day in days]
    return [
        roll(student, school, first, last, 5)
        for school, first, last in zip(schools, firsts, [*lasts, None], strict=False)
    ]


def counted(*rolls: dict[str, object], years: range = range(2025, 2027), as_at: date = AS_AT) -> pd.DataFrame:
    made = Made(*rolls)
    return transience(made.moves, made.stays, years, as_at)


STAYERS = [roll(f"s{i}", "A", "2020-02-03", None, 5) for i in range(18)]


def test_two_moves_between_march_and_november_make_a_learner_transient_and_the_rate_is_per_1000_of_july() -> None:
    rows = [*STAYERS, *twice("a", "2025-04-01", "2025-08-01"), *twice("b", "2025-05-01")]
    found = counted(*rows).iloc[0]
    assert (found["n"], found["roll"], found["rate"]) == (1, 20, 50)
    # R: prop.test(1, 20, correct = FALSE)$conf.int: 0.008881, 0.236131
    assert (found["low"], found["high"]) == pytest.approx((8.881, 236.131), abs=0.001)


@pytest.mark.parametrize(("second", "n"), [("2025-11-01", 1), ("2025-11-02", 0)])
def test_both_moves_lie_between_1_march_and_1_november(second: str, n: int) -> None:
    assert counted(*STAYERS, *twice("a", "2025-03-01", second)).iloc[0]["n"] == n


def test_the_summer_and_a_first_enrolment_are_no_moves_of_the_year() -> None:
    first = [roll("a", "A", "2025-04-01", "2025-07-31", 5), roll("a", "B", "2025-08-01", None, 5)]
    assert counted(*STAYERS, *first, *twice("b", "2026-02-03", "2026-04-01"))["n"].tolist() == [0, 0]


def test_one_who_left_to_nowhere_known_is_not_counted_as_having_moved() -> None:
    gone = [roll("a", "A", "2020-02-03", "2025-04-01", 5), roll("a", "B", "2025-04-02", "2025-08-01", 5)]
    assert counted(*STAYERS, *gone).iloc[0]["n"] == 0


def test_the_year_of_the_data_is_told_so_far() -> None:
    assert counted(*STAYERS)["verdict"].tolist() == ["at least", "so far"]


def test_without_a_roll_nothing_is_told_and_of_few_no_rate() -> None:
    assert verdict_of_transience(0, True, True) == "cannot be told"
    assert verdict_of_transience(500, False, False) == "cannot be told"
    assert verdict_of_transience(9, True, True) == "too few"
    few = counted(roll("a", "A", "2020-02-03", None, 5)).iloc[0]
    assert (few["roll"], pd.isna(few["rate"])) == (1, True)


def kinds() -> pd.DataFrame:
    moved = [roll("a", "A", "2020-02-03", GONE, 6), roll("a", "I", NEW, None, 7)]
    other = twice("b", "2026-05-04")
    left = [roll("c", "A", "2020-02-03", GONE, 6)]
    told = (
        {"student": "a", "from": "A", "to": "I", "left": GONE, "entered": NEW},
        {"student": "b", "from": "A", "to": "B", "left": "2026-05-01", "entered": "2026-05-11"},
    )
    made = Made(*moved, *other, *left, told=told)
    return moves_by_kind(made.moves, 2026)


def number(found: pd.DataFrame, kind: str, told_by: str) -> int:
    return int(found.loc[(found["kind"] == kind) & (found["told_by"] == told_by), "n"].iloc[0])


def test_a_move_is_counted_by_its_kind_and_by_who_tells_of_it() -> None:
    found = kinds()
    assert number(found, "Planned, Year 6 to Year 7", ALIKE) == 1
    assert number(found, "Within a year", DIFFERS) == 1
    assert number(found, "Left the community", "Rolls alone") == 1
    for _, own in found.groupby("kind"):
        assert own.loc[own["told_by"] != ALL, "n"].sum() == own.loc[own["told_by"] == ALL, "n"].iloc[0]


def test_who_leaves_at_the_end_of_a_year_counts_in_the_new_one() -> None:
    days = pd.DataFrame({"entered": [None, None, "2026-02-03"], "left": ["2025-10-31", "2025-11-01", "2025-12-16"]})
    assert move_year(days.astype("datetime64[us]")).tolist() == [2025, 2026, 2026]


def test_moves_of_the_edge_are_told_apart_from_those_among_members() -> None:
    words = [verdict_of_kind(kind) for kind in ("Planned, Year 8 to Year 9", "Within a year", "Started school")]
    assert words == ["planned", "not planned", "over the edge"]


def test_those_who_left_at_a_step_are_known_beside_all_who_left() -> None:
    turns = Made(roll("c", "A", "2020-02-03", GONE, 6), roll("d", "A", "2020-02-03", GONE, 4)).turns
    assert arrived_and_left_at_steps(turns).to_dict("records") == [{"year": 2026, "kind": "Left the community", "n": 1}]


def test_without_moves_there_are_no_kinds() -> None:
    assert moves_by_kind(Made(roll("a", "A", "2020-02-03", None, 5)).moves, 2026).empty
