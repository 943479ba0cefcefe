"""How the spread of results parts, and what may be said of it, on schools whose truth is known."""

import warnings

import numpy as np
import pandas as pd
import pytest
from schools_made import POOR, learners, shares_only

from colsynth.analyses import variation as analysis
from colsynth.analyses import variation_spread as spread


def shares(found: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
    return {row["level"]: (row["share"], row["low"], row["high"]) for _, row in found.iterrows()}


def test_a_planted_share_between_schools_lies_in_its_interval() -> None:
    rows = learners(n_schools=12, school_sd=4.6, class_sd=3.3)  # 21, 11 and 100 of 132: .16, .08 and .76
    found = analysis.parts(rows)
    told = shares(found)
    for level, truth in (("between schools", 0.16), ("between classes of a school", 0.08), ("between learners", 0.76)):
        share, low, high = told[level]
        assert low <= truth <= high
        assert low <= share <= high
    assert sum(share for share, _, _ in told.values()) == pytest.approx(1.0)
    assert set(found["verdict"]) == {"schools differ"}
    assert set(found["n_classes"]) == {48}


def test_no_spread_between_schools_is_not_called_none() -> None:
    found = analysis.parts(learners(seed=5))
    assert set(found["verdict"]) == {"cannot be told apart from none"}
    assert shares(found)["between schools"][2] > 0.01


def test_below_five_schools_no_share_is_given() -> None:
    found = analysis.parts(learners(n_schools=4, school_sd=8))
    assert found["verdict"].tolist() == ["too few schools"]
    assert found["share"].isna().all()


def test_judgements_are_parted_on_the_scale_of_shares() -> None:
    found = analysis.parts(shares_only(learners(n_schools=12, school_sd=5)))
    assert set(found["basis"]) == {"at expectation or not"}
    assert set(found["verdict"]) == {"schools differ"}


def test_without_classes_what_lies_between_them_may_look_like_schools() -> None:
    rows = learners(n_schools=12, school_sd=5, class_sd=4, known=False)
    found = analysis.parts(rows)
    assert found["level"].tolist() == ["between schools", "within schools"]
    assert set(found["verdict"]) == {"schools or their classes differ"}


def test_year_levels_of_their_own_mean_do_not_make_schools_differ() -> None:
    rows = learners(n_schools=6, seed=5)
    older = rows["school"] > "9002"  # three schools teach older learners, who score 40 points more
    rows = rows.assign(
        year_level=rows["year_level"].mask(older, rows["year_level"] + 4),
        scale_score=rows["scale_score"].mask(older, rows["scale_score"] + 40),
    )
    assert set(analysis.parts(rows)["verdict"]) == {"cannot be told apart from none"}


@pytest.mark.parametrize("name", POOR)
def test_poor_input_gives_a_word_and_no_warning(name: str) -> None:
    warnings.simplefilter("error")
    words = {"too few", "too few schools", "no variation seen", "cannot be told apart from none"}
    words |= {"schools or their classes differ", "schools differ"}
    assert set(analysis.parts(POOR[name])["verdict"]) <= words
    for found in (spread.shares_within_schools(POOR[name], {}), spread.scores_within_schools(POOR[name])):
        assert set(found["verdict"]) <= {"described", "too few", "no variation seen"}


def test_all_the_same_value_is_no_variation_seen() -> None:
    assert set(analysis.parts(POOR["all the same value"])["verdict"]) == {"no variation seen"}


def test_a_school_has_its_shares_with_an_interval_that_allows_for_classes() -> None:
    rows = shares_only(learners())
    plain, alike = spread.shares_within_schools(rows, {}), spread.shares_within_schools(rows, {"a-test": 0.1})
    own = rows[rows["school"] == "9000"]
    assert plain["n_at"].iloc[0] == own["expected"].sum()
    assert plain["share_top"].iloc[0] == pytest.approx(float(own["top"].mean()))
    assert (plain["basis"].iloc[0], alike["basis"].iloc[0]) == ("count", "classes")
    assert alike["high"].iloc[0] - alike["low"].iloc[0] > plain["high"].iloc[0] - plain["low"].iloc[0]


def test_scores_are_held_against_learners_of_the_same_year_level() -> None:
    rows = learners(n_schools=3, middle=np.array([0.0, 3.0, -3.0]))
    rows = rows.assign(scale_score=rows["scale_score"] + 30 * (rows["year_level"] == 5).astype(float))
    found = spread.scores_within_schools(rows).set_index("school")
    assert float((found["n"] * found["mean"]).sum()) == pytest.approx(0, abs=1e-6)
    assert found.loc["9001", "mean"] > found.loc["9000", "mean"] > found.loc["9002", "mean"]
    assert found.loc["9001", "low"] < found.loc["9001", "mean"] < found.loc["9001", "high"]
    assert found.loc["9001", "three_quarters"] - found.loc["9001", "quarter"] == pytest.approx(13.5, abs=4)  # 1.35 sd


def test_a_school_too_small_to_be_shown_is_no_part_of_what_others_are_held_against() -> None:
    rows = learners(n_schools=3)
    small = rows[rows["school"] == "9002"].head(6).assign(scale_score=500.0)
    with_small = spread.scores_within_schools(pd.concat([rows[rows["school"] != "9002"], small])).set_index("school")
    without = spread.scores_within_schools(rows[rows["school"] != "9002"]).set_index("school")
    assert with_small.loc["9000", "mean"] == pytest.approx(without.loc["9000", "mean"])
    assert with_small.loc["9002", "verdict"] == "too few"
