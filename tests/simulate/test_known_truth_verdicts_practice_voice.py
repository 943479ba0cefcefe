"""Answers that stay as they are: they are said to have moved no more often than is printed.

Run by `pytest -m slow tests/simulate`; `-s` prints the rates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from verdict_rates import Given, names_of, never_above_what_is_printed

from colsynth.analyses.voice.answers import COLUMNS
from colsynth.analyses.voice.change import WHOLE, changes
from colsynth.simulate.known_truth import places, reached, seen_again

pytestmark = pytest.mark.slow

AT = places(schools=7, classes=1, size=20)
ALIKE = (0.0, 0.05, 0.10)  # likeness of people of one school in what they say
LIKE = 0.7  # likeness of what a person says to two questions of a scale
QUESTIONS = 3


def asked(rng: np.random.Generator, term: str, icc: float) -> list[dict[str, object]]:
    """What other people of the same schools say in a term, counted by question."""
    school, person = rng.standard_normal(AT.school.max() + 1)[AT.school], rng.standard_normal(len(AT.school))
    rows: list[dict[str, object]] = []
    for question in range(QUESTIONS):
        own = np.sqrt(icc) * school + np.sqrt(1 - icc) * seen_again(rng, person, LIKE)
        agree = int(reached(rng, AT, 0.6, 0.0, own).sum())
        sides = (("for", 5, agree), ("against", 1, len(own) - agree))
        rows += [
            {"item": f"q{question}", "key": f"q{question}", "term": term, "side": side, "order": order, "n": n}
            for side, order, n in sides
        ]
    return rows


def moved(rng: np.random.Generator, case: int) -> pd.DataFrame:
    rows = pd.DataFrame([row for term in ("2025-T2", "2026-T2") for row in asked(rng, term, ALIKE[case])])
    rows = rows.assign(group="teachers", scale="trust", kind="closed", answer_scale="agreement", speaks=rows["side"])
    return changes(rows.reindex(columns=list(COLUMNS)).astype(COLUMNS))


def one_question(rng: np.random.Generator, case: int) -> str:
    found = moved(rng, case)
    return str(found.loc[found["item"] == "q0", "verdict"].iloc[0])


def whole_scale(rng: np.random.Generator, case: int) -> str:
    found = moved(rng, case)
    return str(found.loc[found["item"] == WHOLE, "verdict"].iloc[0])


NULLS: dict[str, Given] = {"voice-question": one_question, "voice-scale": whole_scale}


@pytest.mark.parametrize("name", names_of(NULLS))
def test_a_verdict_on_voices_is_wrong_no_more_often_than_is_printed(name: str) -> None:
    never_above_what_is_printed(name, NULLS[name])
