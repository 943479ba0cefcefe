"""Intake finds in the demo exactly what is wrong in it, and every number that was drawn."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from colsynth.intake import take_in
from colsynth.reference.measures import load_measures
from colsynth.registers.snapshot import Snapshot
from colsynth.settings import load_settings
from colsynth.simulate import Simulated, simulate
from colsynth.simulate.demo import DEMO, DEMO_SEED

ADDED = ("contradicting row", "repeated row")  # faults that add a row rather than spoil one


@pytest.fixture(scope="module", params=DEMO, ids=lambda plan: plan.id)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Simulated, Snapshot]:
    """A community of the demo, and its spreadsheets taken in."""
    root = tmp_path_factory.mktemp("demo")
    made = simulate(request.param, DEMO_SEED)
    made.write(root)
    return made, take_in(load_settings(root / "params" / f"{request.param.id}.yaml"))


def left_out(made: Simulated) -> list[dict[str, str]]:
    """The planted faults that keep a row, or the same row once more, out of the registers."""
    return [fault for fault in made.truth["planted"] if fault["effect"] != "warned of"]


def test_exactly_the_planted_faults_are_set_aside_or_repeated(both: tuple[Simulated, Snapshot]) -> None:
    made, snapshot = both
    planted = Counter((fault["file"], fault["sheet"], fault["effect"]) for fault in left_out(made))
    found: Counter[tuple[str, str, str]] = Counter()
    for account in snapshot.accounts:
        place = (Path(account.file).name, account.sheet)
        found[*place, "set aside"] += account.set_aside
        found[*place, "repeated"] += account.repeated
    assert +found == planted


def test_every_row_that_is_not_wide_is_read_once(both: tuple[Simulated, Snapshot]) -> None:
    made, snapshot = both
    read = {(Path(account.file).name, account.sheet): account.read for account in snapshot.accounts}
    rows = {(sheet["file"], sheet["sheet"]): sheet["rows"] for sheet in made.truth["rows"]}
    assert sorted(read) == sorted(rows)
    assert {place: n for place, n in rows.items() if read[place] != n and not place[1].isdigit()} == {}


def test_standing_is_as_drawn_but_for_the_spoilt_results(both: tuple[Simulated, Snapshot]) -> None:
    made, snapshot = both
    measures = load_measures()
    results = snapshot.frame("achievement")
    valued = results[results["missing"].isna()]
    at = [
        measures[measure].levels.index(level) >= measures[measure].levels.index(measures[measure].expected_level(year))
        for measure, level, year in zip(valued["measure"], valued["level"], valued["year_level"], strict=True)
        if pd.notna(level)
    ]
    assert abs(sum(at) - sum(row["at"] for row in made.truth["standing"])) <= len(made.truth["planted"])
    read = valued.groupby(["measure", "term"]).size().to_dict()
    lost = sum(row["of"] - read[row["measure"], row["term"]] for row in made.truth["standing"])
    assert lost == sum(fault["kind"] not in ADDED for fault in left_out(made))


def test_each_learner_is_one_learner_over_schools_and_spellings_of_the_number(
    both: tuple[Simulated, Snapshot],
) -> None:
    made, snapshot = both
    students = snapshot.frame("students")
    assert students["student"].nunique() == made.truth["learners"]["ever"]
    assert len(students) == made.truth["learners"]["enrolments"]
    assert students["ethnicities"].notna().all()
    assert set(snapshot.frame("achievement")["student"]) <= set(students["student"])


def test_goals_and_ratings_come_in_whole(both: tuple[Simulated, Snapshot]) -> None:
    made, snapshot = both
    goals = snapshot.frame("goals").set_index("goal")
    assert list(goals.index) == [goal.goal for goal in made.plan.goals]
    for goal in made.plan.goals:
        if goal.target_percent is not None:
            then = next(x for x in made.truth["goals"][goal.goal] if x["term"] == goal.baseline_term)
            assert (goals["baseline_n"][goal.goal], goals["baseline_of"][goal.goal]) == (then["at"], then["of"])
    ratings = snapshot.frame("ratings")
    assert {"not applicable", "not yet evident", "1", "2"} <= set(ratings["stage"].dropna())
    assert ratings["stage"].isna().any()


def test_the_as_at_date_is_of_the_newest_term_whatever_the_planted_dates(both: tuple[Simulated, Snapshot]) -> None:
    _, snapshot = both
    assert snapshot.as_at is not None
    assert str(snapshot.as_at)[:7] == "2026-09"
