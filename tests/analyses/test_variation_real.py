"""The share of the spread between schools in a real file of ten years and subjects, beside lme4's."""

from pathlib import Path

import pandas as pd
import pytest

from colsynth.methods.variance import random_intercept

# R: d <- read.csv(FILE); o <- subset(d, !is.na(SCALE_SCORE) & CONTENT_AREA == A & YEAR == Y)
#    m <- lmer(SCALE_SCORE ~ 0 + factor(GRADE) + (1 | SCHOOL_NUMBER), o); VarCorr(m); sigma(m)^2
LME4 = {
    ("MATHEMATICS", "2020_2021"): (671.861, 3883.505, 0.14749),
    ("MATHEMATICS", "2024_2025"): (802.360, 3948.839, 0.16888),
    ("READING", "2020_2021"): (496.009, 3029.884, 0.14068),
    ("READING", "2024_2025"): (523.108, 2802.946, 0.15728),
}


def test_the_share_between_schools_is_lme4s_in_every_subject_and_year(real_data: Path) -> None:
    columns = ["CONTENT_AREA", "YEAR", "GRADE", "SCALE_SCORE", "SCHOOL_NUMBER"]
    rows = pd.read_csv(real_data / "growth" / "longitudinal_one_district.csv.gz", usecols=columns).dropna()
    for (subject, year), (tau2, sigma2, icc) in LME4.items():
        own = rows[(rows["CONTENT_AREA"] == subject) & (rows["YEAR"] == year)]
        grades = pd.get_dummies(own["GRADE"]).to_numpy(float)
        found = random_intercept(own["SCALE_SCORE"], own["SCHOOL_NUMBER"], grades)
        assert (found.tau2, found.sigma2) == pytest.approx((tau2, sigma2), rel=1e-5)
        assert found.icc == pytest.approx(icc, abs=1e-5)
        assert found.icc_low < icc < found.icc_high
