"""Schools of New York over thirteen years and five rubrics: every level and every step is that of plain pandas.

A step is one school's within one rubric. The rubric changed four times; what it called by the same number or the same
word was another thing, so nothing may be said to have moved over a change unless a map of versions says what became
of it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from nyc_reviews import CODES, ERAS, MAPPED, NEWEST, Reviews, read_reviews
from scipy.stats import binomtest

from colsynth.analyses.practice.movement import movement
from colsynth.analyses.practice.placements import placements
from colsynth.analyses.practice.schools import ANOTHER, FIRST, HIGHER, LOWER, SAME, profiles, ways
from colsynth.reference.terms import load_calendar

THING = ["framework", "school", "area", "indicator"]
LEFT_OUT = ["2.1", "2.3", "2.4", "3.2", "3.3", "4.3", "4.4", "5.2", "5.3", "5.4"]  # of the newest rubric


def placed(reviews: Reviews, until: str = "2018-T4") -> dict[str, pd.DataFrame]:
    ratings = reviews.snapshot.frame("ratings")
    return {
        id: placements(ratings, id, [stage.id for stage in pack.stages], until) for id, pack in reviews.packs.items()
    }


def coded(reviews: Reviews) -> pd.DataFrame:
    """A row is a school's last code for a thing in a term, "No Data" among them."""
    levels = {(id, code): at for id, codes in CODES.items() for at, code in enumerate(codes, start=1)}
    every = reviews.plain.rename(columns={"BN": "school"}).sort_values("day", kind="stable")
    every["term"] = every["day"].dt.date.map(load_calendar().term_of)
    every["level"] = [levels.get(pair) for pair in zip(every["framework"], every["code"], strict=True)]
    return every.drop_duplicates([*THING, "term"], keep="last")


def plain(codes: pd.DataFrame) -> pd.DataFrame:
    """Those of them that are a level, with the level of the time before."""
    every = codes.dropna(subset="level")
    every["level_before"] = every.groupby(THING)["level"].shift()
    return every


def matched(found: pd.DataFrame, expected: pd.DataFrame) -> pd.DataFrame:
    """The two side by side; every row of one is one of the other."""
    both = found.fillna({"indicator": ""}).merge(expected, on=[*THING, "term"], how="outer", suffixes=("", "_plain"))
    assert len(both) == len(found) == len(expected)
    return both


@pytest.fixture(scope="module")
def reviews(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Reviews:
    return read_reviews(real_data, tmp_path_factory.mktemp("reviews"), schools=120)


@pytest.fixture(scope="module")
def codes(reviews: Reviews) -> pd.DataFrame:
    return coded(reviews)


@pytest.fixture(scope="module")
def steps(reviews: Reviews) -> pd.DataFrame:
    return ways(placed(reviews))


def test_each_schools_levels_and_steps_are_those_of_plain_pandas(steps: pd.DataFrame, codes: pd.DataFrame) -> None:
    both = matched(steps, plain(codes))
    assert both["level"].eq(both["level_plain"]).all()
    assert both["level_before"].astype("Float64").equals(both["level_before_plain"].astype("Float64"))
    step = both["level_plain"] - both["level_before_plain"]
    for way, own in ((HIGHER, step > 0), (LOWER, step < 0), (SAME, step == 0), ("", step.isna())):
        assert both["way"].isin([way] if way else [FIRST, ANOTHER]).eq(own).all()
    counts = both.groupby("framework")["way"].value_counts()
    assert len(both) > 17_000
    assert min(counts["nyc-review-2009", way] for way in (HIGHER, LOWER, SAME)) > 50
    assert min(counts["nyc-review-2013", way] for way in (HIGHER, LOWER, SAME)) > 100


def test_no_step_is_taken_over_a_change_of_the_rubric_and_each_first_placement_names_the_one_left(
    steps: pd.DataFrame, codes: pd.DataFrame
) -> None:
    first = steps[steps["before"].isna()]
    assert first.loc[first["framework"] == "nyc-review-2006", "way"].unique().tolist() == [FIRST]
    later = first[first["framework"] != "nyc-review-2006"]
    assert later["way"].unique().tolist() == [ANOTHER]
    eras = list(ERAS)
    before = {id: eras[eras.index(id) - 1] for id in eras[1:]}
    assert later["after"].eq(later["framework"].map(before)).all()
    # every step lies within the terms of its own rubric, as the raw file has them
    terms = plain(codes).groupby(["school", "framework"])["term"].agg(["min", "max"]).reset_index()
    taken = steps[steps["before"].notna()].merge(terms, on=["school", "framework"])
    assert (taken["before"] >= taken["min"]).all()
    assert (taken["term"] <= taken["max"]).all()


def test_a_profile_of_any_year_is_what_stood_at_its_end(reviews: Reviews, codes: pd.DataFrame) -> None:
    for until in ("2007-T2", "2009-T2", "2010-T2"):
        found = profiles(tuple(reviews.packs.values()), placed(reviews, until))
        found = found.dropna(subset="level")[["framework", "school", "area", "level", "term"]]
        whole = codes.query("indicator == '' and term <= @until")
        newest = whole.dropna(subset="level").drop_duplicates(["framework", "school", "area"], keep="last")
        both = found.merge(newest, on=["framework", "school", "area", "term"], suffixes=("", "_plain"))
        assert len(both) == len(found) == len(newest)
        assert both["level"].eq(both["level_plain"]).all()


def test_the_movement_of_areas_is_counted_as_plain_pandas_counts_it(reviews: Reviews, codes: pd.DataFrame) -> None:
    whole = plain(codes).query("indicator == '' and framework == 'nyc-review-2009'")
    found = movement(placed(reviews)["nyc-review-2009"], list("12345"), [("2008-T4", "2009-T4")])
    assert len(found) == 5
    for _, row in found.iterrows():
        own = whole[whole["area"] == row["area"]].pivot(index="school", columns="term", values="level")
        step = (own["2009-T4"] - own["2008-T4"]).dropna()
        up, down = int((step > 0).sum()), int((step < 0).sum())
        assert row[["n", "up", "same", "down"]].tolist() == [len(step), up, int((step == 0).sum()), down]
        assert row["p"] == pytest.approx(binomtest(up, up + down).pvalue if up + down else 1)


def test_a_step_over_the_change_is_taken_only_where_a_map_says_what_became_of_it(
    real_data: Path, tmp_path: Path
) -> None:
    """Were the reviewers to say that the two newest rubrics differ by the statements left out and by one word."""
    mapped = {"stages": {"U": "1"}, "indicators": dict.fromkeys(LEFT_OUT)}
    reviews = read_reviews(real_data, tmp_path, 25, mapped)
    found = ways(placed(reviews))
    assert MAPPED not in set(found["framework"])
    found = found[found["framework"] == NEWEST]
    raw = reviews.plain.query("framework in [@MAPPED, @NEWEST] and indicator not in @LEFT_OUT")
    raw = raw.replace({"code": {"U": "UD"}}).assign(framework=NEWEST)
    both = matched(found, plain(coded(Reviews(reviews.snapshot, reviews.packs, raw))))
    assert both["level_before"].astype("Float64").equals(both["level_before_plain"].astype("Float64"))
    assert not set(LEFT_OUT) & set(both["indicator"])
    assert both["way"].value_counts()[ANOTHER] == both["before"].isna().sum()
    over = both[(both["before"] < "2012-T3") & (both["term"] > "2012-T3")]
    rated = reviews.plain.query("framework in [@MAPPED, @NEWEST] and indicator not in @LEFT_OUT and code != 'NO DATA'")
    assert len(over) == (rated.groupby(["BN", "indicator"])["framework"].nunique() == 2).sum() > 200
    assert set(over["way"]) == {HIGHER, LOWER, SAME}
