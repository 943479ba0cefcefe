"""Real reviews on packs of our own, one an era: intake, placements and a profile, each as plain pandas has it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from nyc_reviews import CODES, ERAS, NO_DATA, PACKS, Reviews, read_reviews

from colsynth.analyses.practice.placements import newest, placements, ratings_table
from colsynth.frameworks import faults
from colsynth.methods.ordinal import middle
from colsynth.reference.terms import load_calendar


@pytest.fixture(scope="module")
def reviews(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Reviews:
    return read_reviews(real_data, tmp_path_factory.mktemp("reviews"), schools=40)


def placed(reviews: Reviews, id: str, until: str = "2018-T4") -> pd.DataFrame:
    stages = [stage.id for stage in reviews.packs[id].stages]
    return placements(reviews.snapshot.frame("ratings"), id, stages, until)


def plain(reviews: Reviews, id: str) -> pd.DataFrame:
    """The codes of an era as levels, oldest first."""
    levels = {code: at for at, code in enumerate(CODES[id], start=1)}
    era = reviews.plain[reviews.plain["framework"] == id]
    return era.assign(level=era["code"].map(levels)).sort_values("day", kind="stable")


@pytest.mark.parametrize("id", ERAS)
def test_the_pack_of_each_era_has_no_fault(id: str) -> None:
    assert faults(PACKS / f"{id}.yaml") == []


def test_nothing_is_set_aside_and_every_era_holds_its_own_reviews_alone(reviews: Reviews) -> None:
    assert {p.effect for p in reviews.snapshot.problems} == {"warning"}
    for id in ERAS:
        found = placed(reviews, id)
        assert len(found) == len(plain(reviews, id))
        assert set(found["term"]) == set(plain(reviews, id)["day"].dt.date.map(load_calendar().term_of))


@pytest.mark.parametrize("id", ERAS)
def test_answers_are_counted_as_plain_pandas_counts_codes(reviews: Reviews, id: str) -> None:
    levels = placed(reviews, id)["level"].value_counts(dropna=False)
    written = plain(reviews, id)["code"].value_counts()
    assert [int(levels.get(at, 0)) for at in range(1, len(CODES[id]) + 1)] == [written.get(c, 0) for c in CODES[id]]
    assert int(levels.get(pd.NA, 0)) == written.get(NO_DATA.upper(), 0)


@pytest.mark.parametrize("id", ["nyc-review-2006", "nyc-review-2008", "nyc-review-2009"])  # later, no area is rated
def test_a_profile_of_the_areas_has_the_middles_of_plain_pandas(reviews: Reviews, id: str) -> None:
    table = ratings_table(newest(placed(reviews, id)))
    whole = plain(reviews, id).query("indicator == ''").drop_duplicates(["BN", "area"], keep="last")
    for area, levels in table.iterrows():
        own = whole.loc[whole["area"] == area, "level"]
        counts = [int((levels == at).sum()) for at in range(1, len(CODES[id]) + 1)]
        at = middle(counts)
        assert at is not None
        assert (sum(counts), at.low + 1) == (40, own.quantile(0.5, interpolation="lower"))
        assert at.high + 1 == own.quantile(0.5, interpolation="higher")


def test_a_schools_way_goes_over_the_reviews_of_one_era_and_breaks_where_the_rubric_changes(reviews: Reviews) -> None:
    """Within the last era some schools were reviewed again: the change of each is that of plain pandas."""
    last = placed(reviews, "nyc-review-2013").dropna(subset="level")
    rated = plain(reviews, "nyc-review-2013").dropna(subset="level")
    # two reviews in one term: the later one stands
    rated = rated.assign(term=rated["day"].dt.date.map(load_calendar().term_of))
    rated = rated.drop_duplicates(["BN", "indicator", "term"], keep="last")
    found = last.groupby(["school", "indicator"])["level"].agg(lambda of: of.iloc[-1] - of.iloc[0])
    expected = rated.groupby(["BN", "indicator"])["level"].agg(lambda of: of.iloc[-1] - of.iloc[0])
    assert found.tolist() == expected.tolist()
    assert set(found) > {-1, 0, 1}
    assert placed(reviews, "nyc-review-2011", until="2010-T2").empty, "what an earlier rubric found is no part of it"


def test_a_statement_of_another_era_is_not_read_as_this_ones(reviews: Reviews) -> None:
    packs = reviews.packs
    assert [i.id for i in packs["nyc-review-2013"].indicators if i.area == "3"] == ["3.1", "3.4"]
    assert packs["nyc-review-2013"].indicator_of("3.2") is None
    assert packs["nyc-review-2013"].stage_of("UPF") is packs["nyc-review-2009"].stage_of("D") is None
    assert [pack.stage_of("P") for pack in packs.values()] == ["2", "3", "3", "3", "3"], "one word, another step"
