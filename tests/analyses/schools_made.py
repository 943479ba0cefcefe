"""Results of learners in classes in schools whose truth is known, for the tests of how schools differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

COLUMNS = {
    "student": "str", "school": "str", "measure": "str", "term": "str", "year_level": "Int64", "level": "str",
    "scale_score": "Float64", "class_label": "str", "ethnicities": "str", "expected": "boolean", "top": "boolean",
}  # fmt: skip


def frame(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every column that analyses read, empty where not given."""
    return rows.reindex(columns=list(COLUMNS)).astype(COLUMNS).fillna({"class_label": ""})


def learners(
    n_schools: int = 7,
    classes: int = 4,
    size: int = 24,
    school_sd: float = 0.0,
    class_sd: float = 0.0,
    seed: int = 1,
    term: str = "2026-T3",
    known: bool = True,
    middle: np.ndarray | None = None,
) -> pd.DataFrame:
    """Scores 100 + school + class + learner (sd 10); at expectation from 97; `middle` gives schools' own means."""
    rng = np.random.default_rng(seed)
    at_school = rng.normal(0, school_sd, n_schools) if middle is None else middle
    school = np.repeat(np.arange(n_schools), classes * size)
    class_ = np.repeat(np.arange(n_schools * classes), size)
    score = (
        100 + at_school[school] + rng.normal(0, class_sd, n_schools * classes)[class_] + rng.normal(0, 10, len(school))
    )
    return frame(
        pd.DataFrame(
            {
                "student": [f"s{i}" for i in range(len(school))],
                "school": [f"9{at:03d}" for at in school],
                "measure": "a-test",
                "term": term,
                "year_level": 4 + class_ % 2,
                "scale_score": score,
                "class_label": [f"9{s:03d}|{term}|{c}" if known else "" for s, c in zip(school, class_, strict=True)],
                "ethnicities": np.where(np.arange(len(school)) % 3 == 0, "Māori", "European"),
                "expected": score >= 97,
                "top": score >= 112,
            }
        )
    )


def shares_only(rows: pd.DataFrame) -> pd.DataFrame:
    """The same learners, judged rather than tested."""
    return rows.assign(scale_score=pd.NA).astype(COLUMNS)


NOBODY = frame(pd.DataFrame())
POOR = {
    "nobody": NOBODY,
    "one learner": learners(1, 1, 1),
    "one school": learners(1),
    "a group of four": learners(2, 1, 2),
    "all the same value": learners().assign(scale_score=100.0, expected=True, top=False),
    "everyone missing": learners().assign(scale_score=pd.NA, expected=pd.NA, top=pd.NA).astype(COLUMNS),
    "one learner a school": learners(8, 1, 1),
    "no classes, no years": learners(6, known=False).assign(year_level=pd.NA).astype(COLUMNS),
}
