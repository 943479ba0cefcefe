"""Run charts of a share that does not move speak no more often than is printed. In `pytest -m slow tests/simulate`."""

from __future__ import annotations

import numpy as np
import pytest
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.run_charts import judged

pytestmark = pytest.mark.slow

LIKENESS = (0.0, 0.3, 0.6)  # of one term to the next, as most learners are the same
WARM_UP = 20  # terms before the first, so that the series has no beginning


def still(rng: np.random.Generator, terms: int, likeness: float) -> list[float]:
    """A share about 60 % that does not move, seen with a noise of 3 points."""
    at, values = 0.0, []
    for shock in rng.standard_normal(terms + WARM_UP):
        at = likeness * at + np.sqrt(1 - likeness**2) * shock
        values.append(0.6 + 0.03 * at)
    return values[WARM_UP:]


def of_11_terms(rng: np.random.Generator, case: int) -> str:
    return judged(still(rng, 11, LIKENESS[case])).verdict


def of_16_terms(rng: np.random.Generator, case: int) -> str:
    return judged(still(rng, 16, LIKENESS[case])).verdict


NULLS: dict[str, Given] = {
    "run-chart-shifted": of_11_terms,
    "run-chart-newest": of_16_terms,
    "run-chart-earlier": of_16_terms,
}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_run_chart_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])
