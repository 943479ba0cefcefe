"""Areas that did not move are said to have moved no more often than is printed, and one that moved by a stage is found.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.practice.movement import UP, movement

pytestmark = pytest.mark.slow

TOP = 3  # levels: not yet evident and three stages
OFTEN, SELDOM = 1 / 2, 1 / 10  # how often a rater places a thing a level off, either way alike
SPAN = ("2025-T3", "2026-T3")
CASES = [(5, 0), (7, 0), (12, 0), (12, 4)]  # raters of both terms, and those of one term alone, as the design says


def rated(rng: np.random.Generator, true: np.ndarray, off: float) -> np.ndarray:
    """Levels as raters place them: each a level off so often, and never beyond the scale."""
    return np.clip(true + rng.choice([-1, 0, 1], len(true), p=[off / 2, 1 - off, off / 2]), 0, TOP)


def placed(area: str, raters: np.ndarray, term: str, levels: np.ndarray) -> pd.DataFrame:
    """Placements of one area as the analysis takes them, one a rater, with evidence."""
    frame = pd.DataFrame({"area": area, "voice": raters, "school": raters, "term": term, "level": levels})
    return frame.assign(indicator=pd.NA, asserted=False)


def twice(rng: np.random.Generator, area: str, n: int, others: int, off: float, step: int) -> pd.DataFrame:
    """An area placed in two terms by `n` raters, and by `others` who leave low and come high; it moves by `step`."""
    both = np.char.add("r", np.arange(n).astype(str))
    left, new = (np.char.add(name, np.arange(others).astype(str)) for name in ("left", "new"))
    true = rng.integers(0, TOP + 1 - step, n)
    first = np.concatenate([rated(rng, true, off), np.zeros(others, dtype=int)])
    last = np.concatenate([rated(rng, true + step, off), np.full(others, TOP)])
    return pd.concat(
        [
            placed(area, np.concatenate([both, left]), SPAN[0], first),
            placed(area, np.concatenate([both, new]), SPAN[1], last),
        ],
        ignore_index=True,
    )


def said_where_nothing_moved(rng: np.random.Generator, case: int) -> str:
    n, others = CASES[case]
    return str(movement(twice(rng, "1", n, others, OFTEN, 0), ["1"], [SPAN])["verdict"].iloc[0])


def said_where_it_moved_by_a_stage(rng: np.random.Generator, case: int) -> str:
    """The verdict of the area that moved, or `elsewhere` where one of six that did not is said to have moved."""
    n, others = CASES[case]
    areas = [str(i) for i in range(1, 8)]
    drawn = pd.concat([twice(rng, area, n, others, SELDOM, int(area == "1")) for area in areas])
    found = movement(drawn, areas, [SPAN]).set_index("area")["verdict"]
    return str(found["1"]) if not found.drop("1").str.startswith("moved").any() else f"elsewhere, and {found['1']}"


NULLS: dict[str, Given] = {"practice-movement": said_where_nothing_moved}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_movement_is_claimed_where_there_is_none_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])


@pytest.mark.parametrize(("case", "least"), [(0, 0.55), (1, 0.85), (2, 0.97), (3, 0.97)])
def test_a_movement_by_a_stage_is_found_in_its_area_and_seldom_in_the_six_that_stayed(case: int, least: float) -> None:
    rng = np.random.default_rng([11, case])
    words = [said_where_it_moved_by_a_stage(rng, case) for _ in range(300)]
    found, elsewhere = (sum(part in word for word in words) / len(words) for part in (UP, "elsewhere"))
    sys.stdout.write(f"\n{CASES[case]}: found {found:.2f}, elsewhere {elsewhere:.2f}")
    assert found >= least
    assert elsewhere <= 6 * 0.02
