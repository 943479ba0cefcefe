"""Goals that are set as a gap: how far is a group from those it is compared with?"""

from __future__ import annotations

import pandas as pd
import pytest
from made_goals import MEASURES, goal, results

from colsynth.analyses import goals as analysis
from colsynth.analyses.goals.gaps import gap_verdict, more_for_gap


def two_groups(name: str, maori: tuple[int, int], others: tuple[int, int], other: str = "European") -> pd.DataFrame:
    """(at the level, learners) of Māori learners and of another group in one term."""
    rows = [(f"m{i}", name, 4, "Māori", "At" if i < maori[0] else "Below") for i in range(maori[1])]
    rows += [(f"{other}{i}", name, 4, other, "At" if i < others[0] else "Below") for i in range(others[1])]
    return results(rows)


AIM = {"ethnicity": "Māori", "target_gap": 10, "baseline_term": "2024-T4"}


def test_the_gap_is_the_share_of_the_others_less_that_of_the_group() -> None:
    """48 of 80 and 56 of 70: 60 % and 80 %, so 20 points. Newcombe (1998), row 56/70 - 48/80, bounds as published.

    To be at most 10 points behind, 70 % of 80 is 56: 8 more.
    """
    found = analysis.gaps(goal(**AIM), two_groups("2026-T4", (48, 80), (56, 70)), MEASURES).iloc[0]
    assert (found["gap"], found["low"], found["high"]) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert (found["verdict"], found["basis"], found["learners_more"]) == ("not yet met", "count", 8)


def test_the_gap_at_the_baseline_stands_beside_it() -> None:
    rows = pd.concat([two_groups("2024-T4", (20, 50), (35, 50)), two_groups("2026-T4", (48, 80), (56, 70))])
    found = analysis.gaps(goal(**AIM), rows.reset_index(drop=True), MEASURES).iloc[0]
    assert (found["first_term"], found["gap_before"]) == ("2024-T4", pytest.approx(0.3))


def test_others_may_be_a_named_group_alone() -> None:
    rows = pd.concat([two_groups("2026-T4", (48, 80), (56, 70)), two_groups("2026-T4", (0, 0), (0, 40), "Asian")])
    rows = rows.reset_index(drop=True)
    named = analysis.gaps(goal(**AIM, compared_with="European"), rows, MEASURES).iloc[0]
    everyone = analysis.gaps(goal(**AIM), rows, MEASURES).iloc[0]
    assert (named["other_n"], named["compared_with"]) == (70, "European learners")
    assert (everyone["other_n"], everyone["compared_with"]) == (110, "all other learners")


def test_a_learner_of_both_groups_counts_with_the_goals_own() -> None:
    rows = two_groups("2026-T4", (10, 20), (10, 20))
    rows.loc[0, "ethnicities"] = "Māori|European"
    found = analysis.gaps(goal(**AIM, compared_with="European"), rows, MEASURES).iloc[0]
    assert (found["n"], found["other_n"]) == (20, 20)


@pytest.mark.parametrize(
    ("gap", "high", "verdict"),
    [
        (0.05, 0.09, "securely met"),
        (0.05, 0.2, "met on the count"),
        (0.12, 0.2, "not yet met"),
        (0.1, 0.2, "met on the count"),
    ],
)
def test_a_gap_is_met_on_the_count_or_securely(gap: float, high: float, verdict: str) -> None:
    assert gap_verdict(gap, high, 0.1) == verdict


@pytest.mark.parametrize(
    ("x", "n", "other_x", "other_n", "target", "more"),
    [
        (48, 80, 56, 70, 0.0, 16),  # parity: 80 % of 80 is 64
        (48, 80, 56, 70, 0.2, 0),
        (48, 80, 56, 70, 0.19, 1),  # 61 % of 80 is 48.8
        (0, 30, 10, 30, 0.0, 10),  # exact: a third of 30 is 10 and not 11
        (30, 30, 10, 30, 0.0, 0),
    ],
)
def test_learners_that_would_close_a_gap_are_whole_and_exact(
    x: int, n: int, other_x: int, other_n: int, target: float, more: int
) -> None:
    assert more_for_gap(x, n, other_x, other_n, target) == more


def test_few_learners_no_measure_and_nobody_to_compare_with_have_a_word() -> None:
    few = analysis.gaps(goal(**AIM), two_groups("2026-T4", (3, 9), (30, 40)), MEASURES).iloc[0]
    assert (few["verdict"], few["n"]) == ("too few", 9)
    alone = analysis.gaps(goal(**AIM), two_groups("2026-T4", (30, 40), (0, 0)), MEASURES).iloc[0]
    assert alone["verdict"] == "no results"
    blind = analysis.gaps(goal(**AIM, measure=None), two_groups("2026-T4", (3, 9), (30, 40)), MEASURES).iloc[0]
    assert blind["verdict"] == "no measure"


def test_a_gap_goal_is_held_as_a_gap_in_the_standing() -> None:
    now = analysis.standing(goal(**AIM), two_groups("2026-T4", (48, 80), (56, 70)), MEASURES).iloc[0]
    assert now["verdict"] == "held as a gap"
