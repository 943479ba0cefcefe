"""Who the learners are, counted by hand."""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.profile import profile
from colsynth.reference.ethnicity import load_ethnic_groups

GROUPS = load_ethnic_groups()


def roll(**columns: list[object]) -> pd.DataFrame:
    kinds = {"year_level": "Int64", "gender": "str", "ethnicities": "str"}
    kinds |= {"learning_support": "boolean", "english_learner": "boolean"}
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({c: pd.Series(columns.get(c, [None] * n), dtype=kind) for c, kind in kinds.items()})
    return frame.assign(student=[str(i) for i in range(n)])


def test_each_trait_is_counted_of_all_on_the_roll_and_what_is_not_recorded_is_said() -> None:
    found = profile(roll(gender=["female", "male", "male", None], year_level=[4, 4, 5, 5]), GROUPS)
    gender = found[found["trait"] == "gender"]
    assert gender[["group", "n", "of", "share"]].values.tolist() == [
        ["Female", 1, 4, 0.25],
        ["Male", 2, 4, 0.5],
        ["Not recorded", 1, 4, 0.25],
    ]
    assert set(gender["verdict"]) == {"partly recorded"}  # 3 of 4
    years = found[found["trait"] == "year level"]
    assert years["group"].tolist() == ["Year 4", "Year 5"]
    assert set(years["verdict"]) == {"recorded"}


def test_under_total_response_ethnic_groups_add_up_to_more_than_all() -> None:
    found = profile(roll(ethnicities=["Māori|European", "European", "Pacific"]), GROUPS)
    shares = found[found["trait"] == "ethnic group"].set_index("group")["n"].to_dict()
    assert shares == {"European": 2, "Māori": 1, "Pacific": 1}


def test_a_trait_that_nobody_recorded_is_one_row() -> None:
    found = profile(roll(gender=["female"]), GROUPS)
    support = found[found["trait"] == "learning support"]
    assert support[["group", "n", "verdict"]].values.tolist() == [["Not recorded", 1, "not recorded"]]


def test_nobody_on_the_roll_is_an_empty_frame() -> None:
    assert profile(roll(gender=[]), GROUPS).empty
