"""How far raters agree and who differs from the others, on small sheets worked by hand and on what cannot be told."""

from __future__ import annotations

import pandas as pd
import pytest

from colsynth.analyses.practice.agreement import agreement, severity, told_alpha
from colsynth.analyses.practice.placements import COLUMNS, CONSENSUS, PERSON, SCHOOL

STAGES = ["1", "2", "3"]


def placed(table: dict[str, str], kind: str = SCHOOL, indicator: bool = False) -> pd.DataFrame:
    """A row for each letter: each voice's levels of things 1, 2 and so on; a space where it did not place it."""
    rows = [
        {
            "area": "1" if indicator else str(i),
            "indicator": f"1.{i}" if indicator else pd.NA,
            "voice": f"{kind} {voice}",
            "placed_by": kind,
            "school": voice if kind == SCHOOL else pd.NA,
            "term": "2026-T3",
            "level": int(letter),
        }
        for voice, letters in table.items()
        for i, letter in enumerate(letters, 1)
        if letter != " "
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def test_shares_of_pairs_are_as_counted_by_hand() -> None:
    # areas 1-5: pairs alike 1 of 3, 3 of 3, 1 of 3, 3 of 3, and 1 of 1; within one 2 of 3 in the first, all elsewhere
    found = agreement(placed({"a": "12331", "b": "12233", "c": "3223 "}), STAGES)
    row = found.iloc[0]
    assert (row["placed_by"], row["thing"], row["raters"], row["things"]) == (SCHOOL, "area", 3, 5)
    assert row["exact"] == pytest.approx((1 / 3 + 1 + 1 / 3 + 1 + 0) / 5)
    assert row["within_one"] == pytest.approx((1 / 3 + 1 + 1 + 1 + 0) / 5)


def test_alpha_is_that_of_its_authors_example() -> None:
    # Krippendorff (2011), 4 observers and 12 units: ordinal alpha .815388
    observers = {"a": "123321412   ", "b": "1233224125 3", "c": " 3332342251 ", "d": "12332441251 "}
    found = agreement(placed(observers), ["1", "2", "3", "4", "5"])
    assert found["alpha"].iloc[0] == pytest.approx(0.815388, abs=1e-6)


def test_people_and_schools_are_told_apart_and_what_was_placed_together_is_no_rater() -> None:
    rows = [
        placed({"a": "1231231", "b": "1231231"}),
        placed({"p": "3111111", "q": "1333333"}, PERSON),
        placed({"all": "3333333"}, CONSENSUS),
    ]
    found = agreement(pd.concat(rows), STAGES).set_index("placed_by")
    assert list(found.index) == [SCHOOL, PERSON]
    assert (found["raters"] == 2).all()
    assert found.loc[SCHOOL, "verdict"] == "agree"
    assert found.loc[PERSON, "verdict"] == "agree too little"
    assert told_alpha(found.reset_index(), SCHOOL) == 1
    assert told_alpha(found.reset_index(), CONSENSUS) is None


def test_indicators_are_compared_only_where_all_stages_are_open_to_them() -> None:
    rows = placed({"a": "12312", "b": "12312"}, indicator=True)
    assert agreement(rows, STAGES, ["1.1", "1.2", "1.3", "1.4", "1.5"])["thing"].tolist() == ["indicator"]
    assert agreement(rows, STAGES).empty


@pytest.mark.parametrize(
    ("table", "verdict"),
    [
        ({"a": "3333333", "b": "3333333"}, "all alike"),
        ({"a": "1233", "b": "1233"}, "too few"),
        ({"a": "1231231"}, "too few"),
        ({"a": "123    ", "b": "   1231"}, "too few"),
        ({"a": "2222223", "b": "2222222", "c": "2222222"}, "alike"),
    ],
)
def test_where_nothing_varies_or_little_is_shared_agreement_is_not_claimed(table: dict[str, str], verdict: str) -> None:
    found = agreement(placed(table), STAGES)
    assert found["verdict"].tolist() == [verdict]
    assert told_alpha(found, SCHOOL) is None


def test_a_school_that_places_everything_a_level_higher_is_found_with_its_school() -> None:
    found = severity(placed({"a": "1212121", "b": "1212112", "c": "2323232"})).set_index("school")
    # c less the mean of a and b: six areas by 1, of which two by 1.5 and .5
    assert found.loc["c", "value"] == pytest.approx((1 + 1 + 1 + 1 + 1 + 1.5 + 0.5) / 7)
    assert found.loc["c", "verdict"] == "higher"
    assert found.loc["a", "verdict"] == "lower"
    assert (found["areas"] == 7).all()


def test_less_than_one_area_in_four_a_level_higher_is_no_difference() -> None:
    found = severity(placed({"a": "1212121", "b": "1212121", "c": "2212121"})).set_index("school")
    assert set(found["verdict"]) == {"no clear difference"}


def test_with_little_in_common_there_is_not_enough_overlap() -> None:
    assert severity(placed({"a": "12 ", "b": " 21"}))["verdict"].tolist() == ["not enough overlap"] * 2


def test_without_ratings_there_is_no_row() -> None:
    nothing = placed({})
    assert agreement(nothing, STAGES).empty
    assert severity(nothing).empty
    assert told_alpha(agreement(nothing, STAGES), SCHOOL) is None
