"""Whether movers come level again is told term by term, and never from not seeing a difference."""

from __future__ import annotations

import pytest
from test_transitions_change import START, after, community
from turned import MATHS, Turned

from colsynth.analyses.transitions.change import HIGHER, LOWER, NO_CLEAR, TOO_FEW
from colsynth.analyses.transitions.recovery import (
    CAUGHT_UP,
    NO_LONGER_CLEAR,
    STILL_LOWER,
    after_the_move,
    verdict_of_recovery,
)


def later(made: Turned, term: str, moved: float, stayed: float, n: int = 18) -> Turned:
    for name, school, change in (("mA", "C", moved), ("mB", "C", moved), ("sK", "K", stayed), ("sL", "L", stayed)):
        for at in range(n):
            made.result(f"{name}{at}", school, MATHS, term, after(change)[at], 9)
    return made


def test_each_term_is_held_against_before_the_move() -> None:
    made = later(later(community(1, 4), "2026-T2", 3, 5), "2026-T3", 6, 6)
    found = after_the_move(made.evidence())
    assert found["term"].tolist() == ["2026-T1", "2026-T2", "2026-T3"]
    assert found["difference"].tolist() == pytest.approx([-3, -2, 0], abs=1e-9)
    assert found["verdict"].tolist() == [LOWER, STILL_LOWER, CAUGHT_UP]


def test_a_term_with_few_movers_is_too_few_and_a_broken_one_is_left_out() -> None:
    made = later(community(1, 4), "2026-T2", 3, 5, n=4)
    assert after_the_move(made.evidence())["verdict"].tolist() == [LOWER, TOO_FEW]
    broken = {MATHS: {"2026-T2": "the scale was made anew"}}
    assert after_the_move(made.evidence(broken=broken))["term"].tolist() == ["2026-T1"]


def test_without_a_first_change_there_is_nothing_to_recover_from() -> None:
    assert after_the_move(Turned().group("m", "A", "C", START, after(1)).evidence()).empty


@pytest.mark.parametrize(
    ("low", "high", "dipped", "said"),
    [
        (-3, -1, True, STILL_LOWER),
        (-3, -1, False, LOWER),
        (-3, 1, True, NO_LONGER_CLEAR),
        (-3, 1, False, NO_CLEAR),
        (-0.4, 1, True, CAUGHT_UP),
        (-0.4, 1, False, NO_CLEAR),
        (1, 2, False, HIGHER),
        (1, 2, True, CAUGHT_UP),
    ],
)
def test_no_clear_difference_is_not_called_caught_up(low: float, high: float, dipped: bool, said: str) -> None:
    assert verdict_of_recovery(low, high, 0.5, dipped) == said
