"""Progress in a real file of five years, held against numbers worked out in R on the same file.

R 4.2.2, quantreg 5.94; `d` is the file without its "No Score" rows, mathematics alone:
    m <- merge(d[d$YEAR == "2023_2024", ], d[d$YEAR == "2024_2025", ], by = "ID")
    gain <- as.numeric(m$SCALE_SCORE.y) - as.numeric(m$SCALE_SCORE.x)
    nrow(m); mean(gain); sigma(lm(gain ~ factor(SCHOOL_NUMBER.y), m))
    k <- m$GRADE.y == "5"; x <- as.numeric(m$SCALE_SCORE.x)[k]; y <- as.numeric(m$SCALE_SCORE.y)[k]
    X <- bs(x, knots = round(as.vector(quantile(x, c(.2, .4, .6, .8))), 3),
            Boundary.knots = round(extendrange(x, f = 0.1), 3))
    fits <- sapply((1:100 - .5) / 100, function(tau) fitted(rq(y ~ X, tau = tau)))
    p <- rowSums(round(t(apply(fits, 1, sort)), 5) < y); p[p == 0] <- 1; p[p == 100] <- 99
    sum(p); tapply(p, m$SCHOOL_NUMBER.y[k], median)
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from colsynth.analyses.growth_percentiles import percentiles_by_school
from colsynth.analyses.progress import Span, could_match, likeness, matched, progress, span
from colsynth.methods.growth import growth_percentiles
from colsynth.reference.norms import Curve

OVER = Span("2024-T2", "2025-T2")
MEDIANS = {"1540": 80, "3232": 20, "3933": 33, "4408": 51, "6844": 51, "7268": 53, "8161": 12}


@pytest.fixture(scope="module")
def results(real_data: Path) -> pd.DataFrame:
    frame = pd.read_csv(real_data / "growth" / "longitudinal_one_district.csv.gz", dtype=str)
    frame = frame[(frame["CONTENT_AREA"] == "MATHEMATICS") & (frame["ACHIEVEMENT_LEVEL"] != "No Score")]
    at = frame["ACHIEVEMENT_LEVEL"].isin(["Proficient", "Advanced"])
    return pd.DataFrame(
        {
            "student": frame["ID"],
            "school": frame["SCHOOL_NUMBER"],
            "term": frame["YEAR"].str[5:] + "-T2",
            "year_level": frame["GRADE"].astype("Int64"),
            "level": frame["ACHIEVEMENT_LEVEL"],
            "scale_score": frame["SCALE_SCORE"].astype("Float64"),
            "expected": at.astype("boolean"),
            "class_label": "",
            "gender": None,
            "ethnicities": None,
        }
    ).reset_index(drop=True)


def test_the_gain_of_matched_learners_is_what_r_finds(results: pd.DataFrame) -> None:
    assert span(results["term"], []) == OVER
    pairs, could = matched(results, OVER, Curve([], "m")), could_match(results, OVER)
    (row,) = progress(pairs.assign(group="all"), could.assign(group="all"), OVER, likeness(pairs)).to_dict("records")
    assert row["matched"] == 7972
    assert row["gain"] == pytest.approx(11.35712, abs=5e-6)
    assert (row["high"] - row["low"]) / 2 == pytest.approx(1.960257 * 40.0816 / 7972**0.5, rel=1e-5)  # qt(.975, 7971)
    assert row["verdict"] == "no expectation"


def test_growth_percentiles_of_a_year_level_are_those_of_r(results: pd.DataFrame) -> None:
    pairs = matched(results, OVER, Curve([], "m"))
    five = pairs[pairs["year_level"] == 5]
    found = growth_percentiles(five["score_before"].to_numpy(float), five["score_now"].to_numpy(float))
    assert len(found) == 1146
    assert found.sum() == pytest.approx(56904, abs=60)  # ties: where the optimum is not one, R takes another of them
    by_school = percentiles_by_school(five, list(MEDIANS)).set_index("school")["median"]
    assert {school: by_school[school] for school in MEDIANS} == pytest.approx(MEDIANS, abs=1)
