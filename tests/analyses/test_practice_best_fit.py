"""Best fit by indicators, held against an example worked by hand, and placements that sit oddly together."""

from __future__ import annotations

import pandas as pd
import pytest
from test_practice_profile import EMPTY, Row

from colsynth.analyses.practice.best_fit import (
    BestFit,
    beside_placed,
    best_fit,
    by_area,
    by_stage,
    fits,
    standing,
)
from colsynth.analyses.practice.indicators import newest_of_indicators
from colsynth.analyses.practice.inversions import pairs_at_odds, placed_apart, stages_skipped, without_kin
from colsynth.analyses.practice.placements import placements
from colsynth.analyses.practice.profile import by_schools
from colsynth.frameworks import load_framework, load_frameworks
from colsynth.frameworks.crosswalk import load_pairs

ERO = load_framework("ero-collaborative-practice")
PAIRS = load_pairs(load_frameworks())


def placed(rows: list[Row]) -> pd.DataFrame:
    usual = {"framework": ERO.id, "placed_by": "school", "term": "2026-T3"}
    frame = pd.concat([EMPTY, pd.DataFrame([usual | row for row in rows])], ignore_index=True)
    frame["source_row"] = range(2, len(frame) + 2)
    return placements(frame.astype(EMPTY.dtypes.to_dict()), ERO.id, ["1", "2", "3"], "2026-T3")


def said(school: str, stages: dict[str, str], **more: object) -> list[Row]:
    """What a school says of indicators: `0` not yet evident, `-` not applicable, a stage's id."""
    words = {"0": "not yet evident", "-": "not applicable"}
    return [
        {"school": school, "area": id[0], "indicator": id, "stage": words.get(stage, stage)} | more
        for id, stage in stages.items()
    ]


# Area 7 has 5 indicators in column 1, 5 in column 2 and 7 in column 3. Worked by hand:
# School A, column 1: 7.1.1 to 7.1.4 met, 7.1.5 does not apply: 4 of 4. Column 2: 7.2.1 at 2 met, 7.2.2 at 1 partly,
# 7.2.3 at 3 met: 2 of 3, of 5 more than half. Column 3: 1 of 7 rated: too few. The best fit is column 2.
# School B, column 1: 2 of 5 met, 1 not yet, 2 not rated: 2 of 3 rated, 3 of 5 are half or more: column 1 fits.
# Column 2: 1 of 3 met. It placed the area at column 2, higher than that.
A = said("A", {"7.1.1": "1", "7.1.2": "2", "7.1.3": "1", "7.1.4": "3", "7.1.5": "-",
               "7.2.1": "2", "7.2.2": "1", "7.2.3": "3", "7.3.1": "3"}, evidence="minutes")  # fmt: skip
B = said("B", {"7.1.1": "1", "7.1.2": "1", "7.1.3": "0", "7.2.1": "2", "7.2.2": "0", "7.2.3": "1"})
WHOLE: list[Row] = [{"school": school, "area": "7", "stage": "2"} for school in "AB"]


def fitted(rows: list[Row]) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = placed(rows)
    stood = standing(newest_of_indicators(frame), ERO)
    return stood, fits(stood, ERO, by_schools(frame))


def test_the_best_fit_of_an_example_worked_by_hand() -> None:
    stood, found = fitted([*A, *B, *WHOLE])
    assert found[["verdict", "stage", "level", "backed"]].values.tolist() == [
        ["best fit", 2, 2, True],
        ["best fit", 1, 2, False],
    ]
    counts = by_stage(stood, found, ERO).set_index("stage")
    # Of two voices more than half are both: 7.1.1 and 7.1.2 are met by both, 7.2.1 too; the rest divides them.
    assert counts["which"].tolist() == ["7.1.1, 7.1.2", "7.2.1", ""]
    assert counts["divided"].tolist() == [3, 2, 1]
    assert counts["not rated"].tolist() == [0, 2, 6]
    assert counts[["placed", "noted"]].values.tolist() == [[6, 4], [3, 2], [1, 1]]
    assert counts[["here", "beside", "voices"]].values.tolist() == [[1, 0, 2], [1, 2, 2], [0, 0, 2]]
    [area] = by_area(found).to_dict("records")
    assert (area["lower"], area["same"], area["higher"], area["verdict"]) == (1, 1, 0, "not clear")


@pytest.mark.parametrize(
    ("met", "rated", "apply", "nested", "fit"),
    [
        ((5, 3, 1), (5, 4, 9), (5, 4, 9), False, BestFit("best fit", 2)),
        ((5, 2, 5), (5, 4, 9), (5, 4, 9), False, BestFit("best fit", 3)),  # a later column may stand without an earlier
        ((5, 2, 5), (5, 4, 9), (5, 4, 9), True, BestFit("best fit", 1)),
        ((2, 4, 9), (5, 4, 9), (5, 4, 9), True, BestFit("between", 0)),
        ((2, 1, 0), (4, 4, 4), (4, 4, 4), False, BestFit("between", 0)),  # half is not more than half
        ((0, 0, 0), (4, 4, 4), (4, 4, 4), False, BestFit("none yet", 0)),
        ((2, 1, 1), (2, 1, 1), (5, 4, 9), False, BestFit("too few rated", 0)),
        ((2, 4, 9), (2, 4, 9), (5, 4, 9), True, BestFit("too few rated", 0)),  # the lowest cannot be told
        ((0, 0, 0), (0, 0, 0), (0, 0, 0), False, BestFit("too few rated", 0)),  # nothing applies
        ((), (), (), True, BestFit("too few rated", 0)),
    ],
)
def test_the_rule_of_best_fit(
    met: tuple[int], rated: tuple[int], apply: tuple[int], nested: bool, fit: BestFit
) -> None:
    assert best_fit(met, rated, apply, nested) == fit


def test_numbers_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="some of those rated"):
        best_fit([2], [1], [3], False)
    with pytest.raises(ValueError, match="Three numbers"):
        best_fit([1], [1, 1], [1], False)
    with pytest.raises(ValueError, match="counted"):
        beside_placed(-1, 0, 0)


@pytest.mark.parametrize(
    ("sides", "word"),
    [((5, 1, 0), "lower than placed"), ((1, 3, 1), "as placed"), ((0, 4, 5), "higher than placed"),
     ((8, 0, 1), "lower than placed"), ((7, 0, 1), "not clear"), ((4, 0, 0), "not clear"),
     ((5, 5, 0), "not clear"), ((2, 2, 1), "not clear"), ((0, 0, 0), "nothing beside")],
)  # fmt: skip
def test_what_most_voices_are_is_the_word_where_it_is_hardly_chance(sides: tuple[int, int, int], word: str) -> None:
    assert beside_placed(*sides) == word


def test_nothing_rated_fits_nowhere() -> None:
    stood, found = fitted(WHOLE)
    assert stood.empty
    assert found.empty
    assert by_stage(stood, found, ERO).empty
    assert by_area(found).empty
    assert stages_skipped(found).empty
    assert pairs_at_odds(newest_of_indicators(placed(WHOLE)), ERO, PAIRS).empty


def test_an_indicator_met_without_its_kin_is_a_prompt() -> None:
    rows = said("A", {"1.1.4": "0", "1.3.4": "3"}) + said("B", {"1.1.4": "1", "1.3.4": "3"})
    rows += said("C", {"1.1.4": "-", "1.3.4": "3"})
    [found] = pairs_at_odds(newest_of_indicators(placed(rows)), ERO, PAIRS).to_dict("records")
    assert (found["kind"], found["first"], found["second"]) == ("later without its kin", "1.1.4", "1.3.4")
    assert (found["n"], found["of"], found["first_placed"], found["second_placed"]) == (1, 2, "1 1 0 0", "0 0 0 2")


def test_near_duplicates_are_apart_where_one_is_met_and_the_other_is_not() -> None:
    assert placed_apart(1, 1, 2, 3)
    assert not placed_apart(1, 1, 3, 3)  # both met, each at its own column
    assert not placed_apart(1, 1, 1, 3)  # the same level
    assert placed_apart(1, 0, 3, 0)  # no columns of their own: two levels
    assert not placed_apart(2, 0, 3, 0)
    assert without_kin(0, 1, 3, 3)
    assert not without_kin(1, 1, 3, 3)


def test_a_stage_mostly_met_above_one_mostly_not_is_a_prompt() -> None:
    low = {f"2.1.{i}": "0" for i in range(1, 6)}
    high = {f"2.2.{i}": "2" for i in range(1, 6)}
    _, found = fitted(said("A", low | high) + said("B", high))
    assert stages_skipped(found).values.tolist() == [["2", 1, 2, 1, 2]]
