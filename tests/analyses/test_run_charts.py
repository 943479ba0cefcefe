"""What so many terms allow to be said: by the number of points, with left-out terms, breaks and hidden shares."""

from math import nan

import numpy as np
import pandas as pd
import pytest

from colsynth.analyses.run_charts import by_term, judged, like_terms, newest_stretch
from colsynth.reference.terms import term_at, term_number

TERMLY = [0.62, 0.58, 0.65, 0.60, 0.63, 0.59, 0.61, 0.64, 0.60, 0.67, 0.69, 0.68, 0.71, 0.70, 0.72, 0.69]


def points(values: list[float], first: str = "2020-T1", measure: str = "m", stretch: int = 0) -> pd.DataFrame:
    terms = [term_at(term_number(first) + i) for i in range(len(values))]
    frame = pd.DataFrame({"measure": measure, "term": terms, "stretch": stretch, "value": values})
    return frame.astype({"value": "Float64"})


@pytest.mark.parametrize(
    ("n", "form"),
    [(1, "plain line"), (7, "plain line"), (8, "run chart"), (11, "run chart"), (12, "provisional limits"),
     (19, "provisional limits"), (20, "limits")],
)  # fmt: skip
def test_the_number_of_points_decides_what_may_be_drawn(n: int, form: str) -> None:
    found = judged([0.5 + 0.01 * (i % 3) for i in range(n)])
    assert found.form == form
    assert (found.verdict == "too few points") == (n < 8)
    assert np.isnan(found.centre) == (n < 8)
    assert np.isnan(found.upper) == (n < 12)


def test_a_shift_holds_from_the_term_it_began() -> None:
    frame = by_term(points(TERMLY))
    assert set(frame["verdict"]) == {"shifted upward"}
    assert set(frame["since"]) == {"2022-T2"}
    assert set(frame["direction"]) == {"improvement"}
    assert frame["centre"].iloc[0] == pytest.approx(0.64875)  # NHSRplotthedots, see the test of the method
    assert frame["upper"].iloc[0] == pytest.approx(0.73919)
    assert list(frame["flag"][9:]) == ["shift"] * 3 + ["two-in-three", "shift", "two-in-three", "shift"]


def test_where_less_is_better_an_upward_shift_is_a_concern() -> None:
    assert set(by_term(points(TERMLY), good={"m": -1})["direction"]) == {"concern"}


def test_a_run_chart_shifts_where_its_halves_lie_apart() -> None:
    low, high = [0.50, 0.52, 0.51, 0.53, 0.50], [0.60, 0.62, 0.61, 0.63, 0.60]
    found = judged([*low, *high])
    assert (found.form, found.verdict, found.since) == ("run chart", "shifted upward", 5)
    assert judged([*high, *low]).verdict == "shifted downward"
    assert judged([0.5, 0.6] * 5).verdict == "no signal"


def test_a_line_that_goes_one_way_is_rising_or_falling() -> None:
    steady = [0.5, 0.52, 0.49, 0.51, 0.5, 0.52]
    found = judged([*steady, 0.44, 0.46, 0.48, 0.50, 0.52, 0.54, 0.56])
    assert (found.verdict, found.since) == ("rising", 6)
    down = judged([1 - v for v in [*steady, 0.44, 0.46, 0.48, 0.50, 0.52, 0.54, 0.56]])
    assert (down.verdict, down.way, down.since) == ("falling", -1, 6)


def test_a_point_beyond_a_limit_is_said_of_now_and_once_past_of_earlier() -> None:
    steady = [0.50, 0.52, 0.49, 0.51, 0.50, 0.52, 0.49, 0.51, 0.5, 0.52, 0.49]
    assert judged([*steady, 0.75]).verdict == "unusually high"
    assert judged([*steady, 0.25]).verdict == "unusually low"
    assert judged([*steady, 0.75, 0.5, 0.52]).verdict == "unusual earlier"


def test_terms_left_out_and_hidden_shares_count_for_nothing() -> None:
    frame = by_term(points([*TERMLY, nan]), excluded=["2020-T2", "2020-T3"])
    assert set(frame["points"]) == {14}
    assert list(frame.loc[frame["left_out"], "term"]) == ["2020-T2", "2020-T3"]
    assert frame.loc[frame["left_out"], "flag"].eq("").all()
    assert frame["centre"].iloc[0] == pytest.approx(np.mean([TERMLY[0], *TERMLY[3:]]))


def test_each_stretch_between_breaks_stands_on_its_own() -> None:
    both = pd.concat([points(TERMLY), points([0.8, 0.81, 0.79], "2024-T1", stretch=1)])
    frame = by_term(both)
    assert frame.groupby("stretch")["verdict"].first().to_dict() == {0: "shifted upward", 1: "too few points"}
    assert newest_stretch(frame)["points"].tolist() == [3, 3, 3]


@pytest.mark.parametrize("n", [8, 12, 30])
def test_a_series_without_variation_is_said_to_have_none(n: int) -> None:
    found = judged([0.7] * n)
    assert found.verdict == "no variation seen"
    assert found.flag == [""] * n


def test_nothing_to_judge_gives_an_empty_frame_or_too_few_points() -> None:
    assert by_term(points([])).empty
    assert set(by_term(points([nan] * 14))["verdict"]) == {"too few points"}
    assert set(by_term(points(TERMLY), excluded=[t for y in range(2020, 2024) for t in (f"{y}-T{n}" for n in
           range(1, 5))])["verdict"]) == {"too few points"}  # fmt: skip


def test_measures_that_look_to_the_end_of_the_year_keep_one_term_of_each_year() -> None:
    assert list(like_terms(points([0.1] * 7))["term"]) == ["2020-T3", "2021-T3"]
    assert like_terms(points([])).empty


def test_a_steady_series_is_rarely_said_to_have_moved() -> None:
    rng = np.random.default_rng(11)
    moved = ("shifted upward", "shifted downward", "rising", "falling")
    for n, most_signals in ((8, 0.01), (10, 0.03), (12, 0.11)):
        said = [judged(rng.normal(size=n).tolist()).verdict for _ in range(400)]
        assert np.mean([word in moved for word in said]) < 0.02
        assert np.mean([word != "no signal" for word in said]) < most_signals
