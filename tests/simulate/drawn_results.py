"""Draws as a report has them: frames of results, one row a learner and term, to ask the analyses themselves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from colsynth.analyses.clustering import class_icc_by_measure
from colsynth.simulate.known_truth import Places, places

MEASURE = "otj-writing"
ICCS = (0.0, 0.05, 0.15)  # likeness of learners of one class in the three cases of the design `classes`
COMMUNITY = places(schools=7, classes=6, size=25)  # the same design: 42 classes of 25


def frame(
    at: Places, reached: Mapping[str, np.ndarray], students: Mapping[str, np.ndarray] | None = None
) -> pd.DataFrame:
    """Results as from `achievement.results_by_learner`, by term; a class is of one year level.

    `students`: numbers of the learners by term, in the order of `at`; others each term where it is not given.
    """
    school = np.char.add("s", at.school.astype(str))
    year = at.class_ % 6 + 1
    terms = []
    for place, (term, reaches) in enumerate(reached.items()):
        numbers = np.arange(len(school)) + place * len(school) if students is None else students[term]
        columns = {
            "student": np.char.add("l", numbers.astype(str)),
            "school": school,
            "measure": MEASURE,
            "term": term,
            "year_level": year,
            "gender": "female",
            "ethnicities": "European",
            "level": np.where(reaches, "At", "Below"),
            "scale_score": np.nan,
            "class_label": np.char.add(np.char.add(school, f"|{term}|"), at.class_.astype(str)),
            "expected": reaches,
            "top": False,
        }
        terms.append(pd.DataFrame(columns))
    kinds = dict.fromkeys(
        ("student", "school", "measure", "term", "level", "class_label", "gender", "ethnicities"), "str"
    )
    kinds |= {"year_level": "Int64", "scale_score": "Float64", "expected": "boolean", "top": "boolean"}
    return pd.concat(terms, ignore_index=True).astype(kinds)


def likeness(results: pd.DataFrame) -> dict[str, float]:
    """How alike learners of one class are, as a chapter finds it in the results."""
    return class_icc_by_measure(results, "expected")
