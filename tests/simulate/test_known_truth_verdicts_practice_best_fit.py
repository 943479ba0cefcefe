"""Indicators said to stand lower, or higher, than their area was placed: no more often than is printed, and found.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.practice.best_fit import best_fit, by_area

pytestmark = pytest.mark.slow

TOP = 3  # levels: not yet evident and three stages
OFTEN, SELDOM = 1 / 2, 1 / 5  # how often an indicator is placed a level off, either way alike
CASES = [(5, 4), (7, 4), (12, 4), (7, 2)]  # raters, and indicators under each stage, as the design says


def said(rng: np.random.Generator, case: int, off: float = OFTEN, below: int = 0) -> str:
    """The verdict on an area whose indicators stand `below` the level where all raters placed it."""
    raters, each = CASES[case]
    level = int(rng.integers(below, TOP + 1))
    rows = []
    for _ in range(raters):
        noise = rng.choice([-1, 0, 1], (TOP, each), p=[off / 2, 1 - off, off / 2])
        stages = np.arange(1, TOP + 1)
        met = (np.clip(level - below + noise, 0, TOP) >= stages[:, None]).sum(axis=1)
        fit = best_fit(met.tolist(), [each] * TOP, [each] * TOP, nested=False)
        rows.append(("1", fit.verdict, fit.stage or None, level, False))
    fitted = pd.DataFrame(rows, columns=["area", "verdict", "stage", "level", "backed"])
    return str(by_area(fitted.astype({"stage": "Int64", "level": "Int64"}))["verdict"].iloc[0])


NULLS: dict[str, Given] = {"fit-beside-placed": said}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_indicators_that_stand_where_the_area_does_are_said_to_differ_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])


@pytest.mark.parametrize(("case", "least"), [(0, 0.5), (1, 0.8), (2, 0.95), (3, 0.85)])
def test_indicators_a_level_below_are_mostly_found(case: int, least: float) -> None:
    rng = np.random.default_rng([11, case])
    words = [said(rng, case, SELDOM, below=1) for _ in range(200)]
    found = words.count("lower than placed") / len(words)
    sys.stdout.write(f"\n{CASES[case]}: found {found:.2f}")
    assert found >= least
    assert "higher than placed" not in words
