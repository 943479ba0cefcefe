"""Chance, bright spots, coming together and context, on schools whose truth is known."""

import warnings

import numpy as np
import pandas as pd
import pytest
from schools_made import NOBODY, POOR, frame, learners, shares_only

from colsynth.analyses import variation_bright_spots as bright
from colsynth.analyses import variation_context as context
from colsynth.analyses import variation_convergence as convergence
from colsynth.analyses import variation_funnel as funnel
from colsynth.methods.proportions import Difference, difference_of


def counted(*schools: tuple[int, int], term: str = "2026-T3") -> pd.DataFrame:
    """Schools of so many learners, so many of them at expectation."""
    rows = [
        {"student": f"{at}-{i}", "school": f"9{at:03d}", "measure": "otj", "term": term, "expected": i < x}
        for at, (x, n) in enumerate(schools)
        for i in range(n)
    ]
    return frame(pd.DataFrame(rows).assign(year_level=4, top=False, ethnicities="Māori"))


def test_limits_of_chance_lie_around_the_share_of_all_learners() -> None:
    # R: r <- qbinom(.025, 20, .6); (r - (pbinom(r,20,.6)-.025)/dbinom(r,20,.6))/20 and so on: .3556, .7871
    found = funnel.funnel(counted((12, 20), (60, 100), (48, 80)), {})
    assert found["target"].tolist() == pytest.approx([0.6] * 3)
    assert (found["low"].iloc[0], found["high"].iloc[0]) == pytest.approx((0.3556, 0.7871), abs=6e-5)
    assert set(found["verdict"]) == {"within what chance gives"}


def test_from_the_count_alone_only_a_school_far_outside_is_worth_a_look() -> None:
    found = funnel.funnel(counted((12, 20), (60, 100), (60, 100), (73, 100), (85, 100)), {}).set_index("school")
    assert found["outside"].tolist() == ["", "", "", "", "99.8 %"]
    found = funnel.funnel(counted(*[(60, 100)] * 9, (71, 100)), {}).set_index("school")
    assert found.loc["9009", ["outside", "verdict"]].tolist() == ["95 %", "within what chance gives"]


def test_classes_alike_widen_the_limits() -> None:
    rows = shares_only(learners())
    plain, alike = funnel.funnel(rows, {}), funnel.funnel(rows, {"a-test": 0.1})
    assert alike["alike"].iloc[0] == pytest.approx(1 + 23 * 0.1)  # classes of 24
    assert (alike["low"] < plain["low"]).all()


def test_limits_are_widened_by_what_schools_differ_only_from_twenty_schools_on() -> None:
    rng = np.random.default_rng(2)
    counts = [(int(x), 80) for x in rng.binomial(80, np.clip(rng.normal(0.6, 0.12, 24), 0.1, 0.9))]
    assert funnel.funnel(counted(*counts[:19]), {})["tau2"].isna().all()
    many = funnel.funnel(counted(*counts), {})
    assert (many["tau2"] > 0).all()
    assert (many["verdict"] == "worth a look").mean() < 0.2


def test_a_drawn_limit_is_that_of_the_table() -> None:
    found = funnel.funnel(counted((12, 20), (60, 100)), {})
    drawn = funnel.drawn_limits(found, 20, 100)
    assert drawn["low"].iloc[0] == pytest.approx(found["low"].iloc[0])
    assert drawn["high_far"].iloc[-1] == pytest.approx(found["high_far"].iloc[1])


def test_a_class_far_above_the_rest_is_found_and_the_rest_are_not() -> None:
    rows = learners(n_schools=7, classes=2, size=28, seed=3)
    best = (rows["school"] == "9003") & (rows["year_level"] == 5)
    rows = rows.assign(expected=rows["expected"] | best)
    rows.loc[rows.index[best][:2], "expected"] = False
    found = bright.bright_spots(rows, {"a-test": 0.0}, "year level")
    visit = found[found["verdict"] == "worth a visit"]
    assert visit[["school", "group"]].values.tolist() == [["9003", "Year 5"]]
    assert (visit["shrunk"] < visit["share_at"]).all()
    assert set(found["prior"]) == {"fixed"}


def test_eight_schools_say_themselves_how_far_shares_are_drawn_in() -> None:
    found = bright.bright_spots(learners(n_schools=8, school_sd=4), {}, "ethnic group")
    assert set(found["prior"]) == {"schools"}
    assert (found["mark"] > found["share_group"]).all()  # three in four of the schools lie below it
    assert found["group"].tolist()[:2] == ["European", "Māori"]  # in the order of groups, never of results


def test_another_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="teacher"):
        bright.bright_spots(NOBODY, {}, "teacher")


DEFAULT_MIDDLES = np.linspace(-6, 6, 9)


def two_terms(before: np.ndarray, after: np.ndarray) -> pd.DataFrame:
    first = learners(len(before), middle=before, term="2025-T3", seed=1)
    last = learners(len(after), middle=after, term="2026-T3", seed=2)
    return pd.concat([first, last], ignore_index=True)


def test_schools_that_drift_apart_are_not_said_to_catch_up() -> None:
    rows = two_terms(DEFAULT_MIDDLES, 1.8 * DEFAULT_MIDDLES)
    told = convergence.coming_together(convergence.ways(rows, {})).iloc[0]
    assert told["verdict"] == "drifting apart"
    assert told["low"] > 1 > 1 / told["ratio"]


def test_schools_that_come_together_are_said_to() -> None:
    rows = two_terms(1.8 * DEFAULT_MIDDLES, DEFAULT_MIDDLES)
    assert convergence.coming_together(convergence.ways(rows, {}))["verdict"].tolist() == ["coming together"]


def test_schools_that_only_change_places_by_chance_do_neither() -> None:
    """The naive slope of change on the first value is steeply negative here."""
    rng = np.random.default_rng(4)
    rows = two_terms(rng.normal(0, 3, 9), rng.normal(0, 3, 9))
    ways = convergence.ways(rows, {})
    assert np.polyfit(ways["value_first"], ways["value_last"] - ways["value_first"], 1)[0] < -0.5
    assert convergence.coming_together(ways)["verdict"].tolist() == ["no clear change"]


def test_a_line_that_is_broken_is_not_held_together() -> None:
    rows = two_terms(DEFAULT_MIDDLES, DEFAULT_MIDDLES)
    assert convergence.ways(rows, {"a-test": ["2026-T1"]}).empty
    assert len(convergence.ways(rows, {"a-test": ["2024-T1", "2027-T1"]})) == 9  # before, and not yet


def test_four_schools_are_too_few_to_say() -> None:
    rows = two_terms(DEFAULT_MIDDLES[:4], 3 * DEFAULT_MIDDLES[:4])
    assert convergence.coming_together(convergence.ways(rows, {}))["verdict"].tolist() == ["too few schools"]


def three_terms(*shares: list[float]) -> pd.DataFrame:
    terms = ("2024-T3", "2025-T3", "2026-T3")
    return pd.concat(
        [
            counted(*[(round(100 * share), 100) for share in of_term], term=term)
            for term, of_term in zip(terms, shares, strict=True)
        ]
    )


def test_low_schools_are_chosen_by_one_term_and_followed_over_the_next_two() -> None:
    rows = three_terms([0.4, 0.4, 0.6, 0.6, 0.6, 0.6], [0.4, 0.4, 0.6, 0.6, 0.6, 0.6], [0.6, 0.6, 0.6, 0.6, 0.6, 0.6])
    told = convergence.low_schools(rows, {}, {}).iloc[0]
    assert (told["n_low_schools"], told["verdict"]) == (2, "gaining on the others")
    assert told["value"] == pytest.approx(0.2)
    back = three_terms(
        [0.4, 0.4, 0.6, 0.6, 0.6, 0.6], [0.6] * 6, [0.6] * 6
    )  # a low term by chance comes back by itself
    assert convergence.low_schools(back, {}, {})["verdict"].tolist() == ["no clear change"]


def test_limits_of_a_difference_of_changes_join_those_of_both() -> None:
    told = difference_of(Difference(0.1, 0.0, 0.2), Difference(0.0, -0.1, 0.1))
    assert (told.value, told.low, told.high) == pytest.approx((0.1, 0.1 - 0.02**0.5, 0.1 + 0.02**0.5))
    assert convergence.gain_verdict(told) == "no clear change"


@pytest.mark.parametrize("name", POOR)
def test_poor_input_gives_a_word_and_no_warning(name: str) -> None:
    warnings.simplefilter("error")
    rows = POOR[name]
    assert set(funnel.funnel(rows, {})["verdict"]) <= {
        "within what chance gives", "worth a look", "too few", "too few schools", "no variation seen"
    }  # fmt: skip
    for dimension in bright.DIMENSIONS:
        found = bright.bright_spots(rows, {}, dimension)
        assert set(found["verdict"]) <= {
            "worth a visit",
            "like the same group elsewhere",
            "too few",
            "no variation seen",
        }
    assert convergence.coming_together(convergence.ways(rows, {})).empty  # one term
    assert set(convergence.low_schools(rows, {}, {})["verdict"]) <= {"no three terms"}
    twice = pd.concat([rows, rows.assign(term="2025-T3"), rows.assign(term="2024-T3")])
    words = {"too few schools", "no clear change", "no variation seen"}
    assert set(convergence.coming_together(convergence.ways(twice, {}))["verdict"]) <= words
    assert set(convergence.low_schools(twice, {}, {})["verdict"]) <= words


def test_a_school_is_described_by_what_the_register_knows() -> None:
    columns = ["school", "type", "year_from", "year_to", "eqi", "roll", "latitude", "longitude"]
    schools = pd.DataFrame(
        [
            ("9002", "contributing", 1, 6, 462, 187, -39.0, 175.0),
            ("9001", "full primary", None, None, None, None, -40.0, 175.0),
            ("9003", "early learning", None, None, None, None, -40.0, 175.0),
            ("9004", None, None, None, None, None, None, None),
        ],
        columns=columns,
    ).astype({"year_from": "Int64", "year_to": "Int64", "eqi": "Int64", "roll": "Int64"})
    found = context.schools_in_context(schools)
    assert found["school"].tolist() == ["9001", "9002", "9004"]
    assert found["nearest"].iloc[0] == pytest.approx(111.19, abs=0.01)  # a degree of a meridian: 6371 pi / 180
    assert found["verdict"].tolist() == ["described", "described", "not described"]
    assert found["years"].iloc[1] == "1-6"


def test_a_learner_counts_in_every_ethnic_group_held() -> None:
    rows = pd.DataFrame({"school": ["1"] * 4, "ethnicities": ["Māori", "Māori|Pacific", "European", None]})
    found = context.mix(rows, ["Māori", "Pacific", "Asian", "European"]).set_index("group")
    assert found["n_in"].to_dict() == {"Māori": 2, "Pacific": 1, "European": 1}
    assert set(found["n"]) == {3}
