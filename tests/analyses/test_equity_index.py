"""Results against the equity index of schools: described below twenty schools, never within one."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

from colsynth.analyses.equity_index import COLUMNS, by_equity_index, verdict


def results(shares: dict[str, tuple[int, int]]) -> pd.DataFrame:
    rows = [
        {"student": f"{school}-{i}", "school": school, "expected": i < x}
        for school, (x, n) in shares.items()
        for i in range(n)
    ]
    frame = pd.DataFrame(rows, columns=["student", "school", "expected"])
    return frame.assign(measure="m", term="2026-T3", class_label="").astype({"expected": "boolean"})


def schools(index: dict[str, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame({"school": list(index), "eqi": list(index.values())})
    return frame.astype({"eqi": "Int64"})


def test_below_twenty_schools_there_is_no_line() -> None:
    index: dict[str, int | None] = {str(i): 400 + 5 * i for i in range(19)}
    found = by_equity_index(results({s: (10 + int(s), 40) for s in index}), schools(index), {})
    assert len(found) == 19
    assert set(found["verdict"]) == {"description only"}
    assert found["slope"].isna().all()


def test_from_twenty_schools_the_line_has_limits_and_higher_is_more_barriers() -> None:
    # R: d <- data.frame(e = 400 + 5*(0:19), y = (30 - (0:19) + rep(c(0, 2), 10))/40); m <- lm(y ~ I(e/50), d);
    # c(coef(m)[2], confint(m)[2, ])
    index: dict[str, int | None] = {str(i): 400 + 5 * i for i in range(20)}
    counts = {str(i): (30 - i + 2 * (i % 2), 40) for i in range(20)}
    found = by_equity_index(results(counts), schools(index), {})
    row, from_r = found.iloc[0], [-0.2462406015, -0.2676290368, -0.2248521662]
    assert row["n_schools"] == 20
    assert row["verdict"] == "lower where barriers are more"
    assert [row["slope"], row["slope_low"], row["slope_high"]] == pytest.approx(from_r)


def test_a_school_without_an_index_or_with_few_learners_is_in_no_line() -> None:
    index: dict[str, int | None] = {str(i): 400 + i for i in range(20)} | {"none": None}
    counts = dict.fromkeys(index, (5, 10)) | {"0": (4, 9)}
    found = by_equity_index(results(counts), schools(index), {})
    assert "none" not in set(found["school"])
    assert set(found["n_schools"]) == {19}


def test_schools_that_are_all_alike_or_too_few_get_a_word_and_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        same: dict[str, int | None] = {str(i): 450 for i in range(20)}
        alike = by_equity_index(results({s: (int(s) + 1, 30) for s in same}), schools(same), {})
        two = by_equity_index(results({"0": (5, 20), "1": (0, 20)}), schools({"0": 400, "1": 500}), {})
        none = by_equity_index(results({}), schools({}), {})
    assert set(alike["verdict"]) == {"no variation seen"}
    assert set(two["verdict"]) == {"too few"}
    assert none.empty
    assert list(none) == list(COLUMNS)


def test_the_word_follows_the_limits() -> None:
    words = [verdict(-0.2, -0.1), verdict(0.1, 0.2), verdict(-0.1, 0.1)]
    assert words == ["lower where barriers are more", "higher where barriers are more", "no clear line"]
