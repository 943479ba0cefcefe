"""Target lists: held against learners not on the list who started where they did."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_goals import MEASURES, goal, results

from colsynth.analyses import goals as analysis
from colsynth.analyses.goals.lists import list_verdict


def listed(names: list[str], start: str = "2026-02-16", term: str | None = "2026-T1") -> pd.DataFrame:
    frame = pd.DataFrame({"student": names, "goal": "G1", "term": term})
    return frame.assign(start=pd.Timestamp(start) if start else pd.NaT)


def levels(chosen_up: int, others_up: int, n_others: int = 40, stay: int = 40) -> pd.DataFrame:
    """Below in Term 4, 2025, 20 on the list and others; so many At in Term 4, 2026; and 40 At first who `stay`."""
    rows = []
    for kind, n, up in (("c", 20, chosen_up), ("o", n_others, others_up), ("a", 40, stay)):
        for i in range(n):
            rows.append((f"{kind}{i}", "2025-T4", 4, "European", "At" if kind == "a" else "Below"))
            rows.append((f"{kind}{i}", "2026-T4", 5, "European", "At" if i < up else "Below"))
    return results(rows)


ON = [f"c{i}" for i in range(20)]


def test_a_list_that_does_as_others_of_its_level_do_has_not_gained_by_being_one() -> None:
    """10 of 20 on the list and 20 of 40 others reach it: a half each, though the list rose from none."""
    row = analysis.lists(goal(), listed(ON), levels(10, 20), MEASURES).iloc[0]
    assert (row["first_term"], row["term"], row["unit"]) == ("2025-T4", "2026-T4", "share")
    assert (row["listed"], row["n"], row["n_at"], row["n_others"]) == (20, 20, 10, 40)
    assert (row["list_after"], row["expected_after"], row["more"]) == (0.5, 0.5, 0.0)
    assert (row["group_at"], row["n_group"]) == (70, 100)
    assert row["verdict"] == "as expected"


def test_a_list_that_gains_beyond_the_others_is_said_to() -> None:
    """19 of 20 and 80 of 400 others reach it, where 28 of 40 who were At stay: who was chosen cannot give as much."""
    row = analysis.lists(goal(), listed(ON), levels(19, 80, n_others=400, stay=28), MEASURES).iloc[0]
    assert (row["more"], row["verdict"]) == (pytest.approx(0.75), "more than expected")


def test_what_the_choice_within_a_level_may_give_is_not_called_more() -> None:
    """10 of 20 on the list and 10 of 40 others: were the list the nearest to the mark, it would be no wonder."""
    row = analysis.lists(goal(), listed(ON), levels(19, 10), MEASURES).iloc[0]
    assert (row["more"], row["verdict"]) == (pytest.approx(0.7), "may be who was chosen")
    row = analysis.lists(goal(), listed(ON), levels(1, 30), MEASURES).iloc[0]
    assert row["verdict"] == "may be who was chosen"


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.01, 0.2, "more than expected"),
        (-0.2, -0.01, "less than expected"),
        (-0.1, 0.1, "as expected"),
        (0, 0.1, "as expected"),
    ],
)
def test_the_verdict_is_a_rule_of_two_numbers(low: float, high: float, verdict: str) -> None:
    assert list_verdict(low, high) == verdict


def test_learners_who_grew_into_the_years_of_the_goal_count() -> None:
    """Years 5 at the start of 2026 were Year 4 in the results of 2025."""
    row = analysis.lists(goal(year_from=5, year_to=5), listed(ON), levels(10, 20), MEASURES).iloc[0]
    assert row["n"] == 20


def test_scores_are_held_against_a_line_and_regression_is_told_alone() -> None:
    draws = np.random.default_rng(3)
    true = draws.normal(1400, 60, 300)
    pre, post = true + draws.normal(0, 30, 300), true + 20 + draws.normal(0, 30, 300)
    rows = pd.concat(
        [
            results([(f"s{i}", name, year, "European", "At") for i in range(300)]).assign(scale_score=scores)
            for name, year, scores in (("2025-T4", 4, pre), ("2026-T4", 5, post))
        ],
        ignore_index=True,
    )
    names = [f"s{i}" for i in np.flatnonzero((pre < np.quantile(pre, 0.3)) & (draws.random(300) < 0.7))]
    row = analysis.lists(goal(), listed(names), rows, MEASURES).iloc[0]
    assert row["unit"] == "points"
    assert row["list_change"] > row["group_change"] + 5  # the list seems to gain more than the group
    # r = 60^2 / (60^2 + 30^2) = .8: regression alone gives about (1 - .8) x the distance from the mean
    away = float(np.mean(pre) - pre[[int(name[1:]) for name in names]].mean())
    assert row["regression"] == pytest.approx(0.2 * away, rel=0.35)
    assert row["verdict"] == "as expected"


def test_nobody_else_at_the_start_too_few_or_no_later_result_have_a_word() -> None:
    apart = levels(10, 0, n_others=0)
    assert analysis.lists(goal(), listed(ON), apart, MEASURES).iloc[0]["verdict"] == "can't tell"
    assert analysis.lists(goal(), listed(ON[:9]), levels(10, 20), MEASURES).iloc[0]["verdict"] == "can't tell"
    early = levels(10, 20)
    early = early[early["term"] == "2025-T4"].reset_index(drop=True)
    assert analysis.lists(goal(), listed(ON), early, MEASURES).iloc[0]["verdict"] == "no later results"
    blind = analysis.lists(goal(measure=None), listed(ON), levels(10, 20), MEASURES).iloc[0]
    assert blind["verdict"] == "no measure"
    stranger = analysis.lists(goal(), listed(["x1", "x2"]), levels(10, 20), MEASURES).iloc[0]
    assert (stranger["n"], stranger["verdict"]) == (0, "can't tell")
    nobody = levels(10, 20).iloc[:0]
    assert analysis.lists(goal(), listed(ON), nobody, MEASURES).iloc[0]["verdict"] == "no later results"


def test_a_list_without_dates_is_held_from_the_first_results() -> None:
    row = analysis.lists(goal(), listed(ON, start="", term=None), levels(10, 20), MEASURES).iloc[0]
    assert (row["first_term"], row["verdict"]) == ("2025-T4", "as expected")


def test_results_of_the_joining_term_count_as_earlier_only_when_they_were_there_first() -> None:
    rows = levels(10, 20)
    begun = results([(f"c{i}", "2026-T1", 5, "European", "Below") for i in range(20)])
    for day, first in (("2026-02-02", "2026-T1"), ("2026-04-01", "2025-T4")):
        seen = pd.concat([rows, begun.assign(date=pd.Timestamp(day))], ignore_index=True)
        assert analysis.lists(goal(), listed(ON), seen, MEASURES).iloc[0]["first_term"] == first


def test_without_lists_there_are_no_rows() -> None:
    assert analysis.lists(goal(), listed([]), levels(10, 20), MEASURES).empty
