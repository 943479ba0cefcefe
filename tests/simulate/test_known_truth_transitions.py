"""The change at a move is found where it is, with limits that hold it, and not where a summer alone is.

Communities at a turn of the year, drawn over and over: these schools, with other, like learners and classes.
Run by `pytest -m slow tests/simulate`; `-s` prints the shares.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses.transitions.change import LOWER, RULER, TOO_FEW, Evidence, change_at_moves
from colsynth.analyses.transitions.matching import ALL, followed_across
from colsynth.methods.attrition import STAYED
from colsynth.reference.measures import load_measures
from colsynth.simulate.known_truth_moves import SD, Community, Truth, Turned, turned

pytestmark = pytest.mark.slow

DRAWS = int(os.environ.get("COLSYNTH_DRAWS", "500"))
TEST = "easttle-mathematics"
SEVERAL = Community()  # 4 schools send 2 classes of 25 each to 2 schools; at 3 others 2 classes each stay
SMALL = Community(feeders=3, receivers=1, keepers=2, classes=1, others=(3, 4, 5))  # every year level is one class
BESIDE = Community(feeders=4, receivers=1, classes=1, beside=True, others=(3, 4))  # nobody of the same age stays
DIP = -0.3


def cohorts(at: Community, truth: Truth, draws: int = DRAWS, seed: int = 11) -> Iterator[tuple[Turned, Evidence]]:
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        drawn = turned(rng, at, truth, TEST)
        yield drawn, Evidence(drawn.turns, drawn.results, load_measures())


def said(what: str, **shares: float) -> None:
    told = ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
    sys.stdout.write(f"\n{what}: {told}")


def in_sd(row: pd.Series[float]) -> float:
    return float(row["difference"]) / SD


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.15])
def test_what_a_summer_takes_from_everyone_is_no_dip(icc: float) -> None:
    verdicts = [
        change_at_moves(evidence)["verdict"].iloc[0] for _, evidence in cohorts(SEVERAL, Truth(icc=icc, summer=-0.2))
    ]
    lower, other = (float(np.mean([v == LOWER for v in verdicts])), float(np.mean([v != LOWER for v in verdicts])))
    said(f"a summer and no dip, classes alike by {icc}", lower=lower, other=other)
    assert lower <= 0.045  # 0.025, and what chance does in 500 draws


@pytest.mark.parametrize(
    ("name", "at", "icc"),
    [
        ("several schools", SEVERAL, 0.05),
        ("several schools", SEVERAL, 0.15),
        ("one class a year level", SMALL, 0.05),
        ("years beside", BESIDE, 0.05),
    ],
)
def test_a_dip_of_three_tenths_beyond_the_summer_is_recovered(name: str, at: Community, icc: float) -> None:
    found = [(drawn.dip, change_at_moves(evidence).iloc[0]) for drawn, evidence in cohorts(at, Truth(icc=icc, dip=DIP))]
    held = float(np.mean([row["low"] <= dip * SD <= row["high"] for dip, row in found]))
    middle = float(np.mean([in_sd(row) for _, row in found]))
    seen = float(np.mean([row["verdict"] == LOWER for _, row in found]))
    said(f"a dip of {DIP}, {name}, classes alike by {icc}", held=held, mean=middle, called_lower=seen)
    assert held >= 0.93
    assert middle == pytest.approx(DIP, abs=0.04)


def test_a_dip_from_one_feeder_is_found_there_where_learners_are_enough_and_nowhere_else() -> None:
    at = Community(receivers=1, keepers=4, classes=4, sizes=(100, 100, 100, 8))
    truth = Truth(icc=0.05, of_feeder={0: -0.6, 3: -0.6})
    words: dict[str, list[str]] = {f"f{i}": [] for i in range(4)}
    for _, evidence in cohorts(at, truth, draws=DRAWS // 2):
        for row in change_at_moves(evidence, per="pair").to_dict("records"):
            words[str(row["from_school"])].append(str(row["verdict"]))
    rate = {name: float(np.mean([word == LOWER for word in given])) for name, given in words.items()}
    said("a dip of -0.6 from one feeder of 100, classes alike by .05: called lower", **rate)
    assert rate["f0"] >= 0.8
    assert max(rate["f1"], rate["f2"]) <= 0.06
    assert set(words["f3"]) == {TOO_FEW}


def test_loss_that_depends_on_achievement_is_flagged_and_the_bounds_hold_the_truth() -> None:
    """A quarter of those who move is lost, the low scores first, who would have dipped by 0.3 more."""
    truth = Truth(icc=0.05, dip=DIP, lost=0.25, by_score=True, deeper=-0.3)
    flagged, held, plain = [], [], []
    for drawn, evidence in cohorts(SEVERAL, truth, draws=DRAWS // 2):
        found = change_at_moves(evidence)
        across = followed_across(evidence, found)
        whole = across[(across["dimension"] == ALL) & (across["measure"] == TEST)].iloc[0]
        row = found.iloc[0]
        flagged.append(whole["verdict"] == STAYED and whole["unlike"] > 0.25)
        held.append(row["bound_low"] <= drawn.dip * SD <= row["bound_high"])
        plain.append(row["low"] <= drawn.dip * SD <= row["high"])
    said("loss by achievement", flagged=np.mean(flagged), bounds_hold=np.mean(held), limits_hold=np.mean(plain))
    assert all(flagged)
    assert np.mean(held) >= 0.95


def test_another_ruler_after_the_move_is_named_and_nothing_is_measured() -> None:
    rng = np.random.default_rng(12)
    for _ in range(20):
        drawn = turned(rng, SEVERAL, Truth(icc=0.05, dip=DIP), TEST, "pat-mathematics")
        found = change_at_moves(Evidence(drawn.turns, drawn.results, load_measures()))
        assert list(found["verdict"]) == [RULER]
        assert found[["change", "difference", "low", "high", "effect"]].isna().all(axis=None)
        assert (found["measure"].iloc[0], found["measure_after"].iloc[0]) == (TEST, "pat-mathematics")
