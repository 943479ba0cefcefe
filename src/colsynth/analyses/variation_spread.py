"""How are results spread within each school, and where does each school's middle lie?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from scipy import special

from colsynth.methods.classes import class_icc, learners_worth
from colsynth.methods.proportions import wilson_interval

LEAST_LEARNERS = 10  # of a school, for a share or a middle; the house's own rule of protection
LEAST_QUARTERS = 20  # learners of a school for quartiles, so that each quarter holds five or more; our rule
LEAST_SCORED = 0.8  # share of results with a scale score before scores are spread; our rule
DESCRIBED, TOO_FEW, NONE_SEEN = "described", "too few", "no variation seen"
SHARES = {
    "measure": "str", "term": "str", "school": "str", "n": "Int64", "n_at": "Int64", "share_at": "Float64",
    "n_top": "Int64", "share_top": "Float64", "low": "Float64", "high": "Float64", "basis": "str",
    "share_all": "Float64", "verdict": "str",
}  # fmt: skip
SCORES = {
    "measure": "str", "term": "str", "school": "str", "n": "Int64", "mean": "Float64", "low": "Float64",
    "high": "Float64", "quarter": "Float64", "median": "Float64", "three_quarters": "Float64", "basis": "str",
    "verdict": "str",
}  # fmt: skip


def shares_within_schools(results: pd.DataFrame, icc: Mapping[str, float]) -> pd.DataFrame:
    """One row is one school on one measure, in the measure's newest term.

    Columns: measure, term, school, n (learners held against the expectation), n_at and share_at (at or above it),
    n_top and share_top (at the highest level; empty where the measure has none above the expectation), low, high (95 %
    Wilson of share_at, for these schools with another, like cohort), basis (`classes` where learners of a class being
    alike, by `icc` of the measure, is allowed for, else `count`), share_all (of all schools together), verdict
    (`described`, `no variation seen` where all or none reached it, `too few` below ten learners).
    """
    newest = results[results["term"] == results.groupby("measure")["term"].transform("max")]
    seen = newest[newest["expected"].notna() & newest["school"].notna()]
    rows = []
    for (measure, school), own in seen.groupby(["measure", "school"], sort=True):
        everyone = seen.loc[seen["measure"] == measure, "expected"]
        n, n_at = len(own), int(own["expected"].sum())
        has_top = own["top"].notna().all()
        worth = learners_worth(own["class_label"].to_numpy(object), icc.get(str(measure)))
        limits = wilson_interval(n_at / n * (worth or n), worth or n)
        rows.append(
            {
                "measure": measure,
                "term": own["term"].iloc[0],
                "school": school,
                "n": n,
                "n_at": n_at,
                "share_at": n_at / n,
                "n_top": int(own["top"].sum()) if has_top else None,
                "share_top": float(own["top"].mean()) if has_top else None,
                "low": limits.low,
                "high": limits.high,
                "basis": "count" if worth is None else "classes",
                "share_all": float(everyone.mean()),
                "verdict": TOO_FEW if n < LEAST_LEARNERS else DESCRIBED if 0 < n_at < n else NONE_SEEN,
            }
        )
    return pd.DataFrame(rows, columns=list(SHARES)).astype(SHARES)


def scores_within_schools(results: pd.DataFrame) -> pd.DataFrame:
    """One row is one school on one measure with a scale, in the measure's newest term.

    Scores are points above or below the mean of all learners of the same year level at schools of ten learners or more;
    a year level that one school alone teaches has nothing to be held against, and is left out. Columns: measure, term,
    school, n, mean, low, high (95 %, for these schools with another, like cohort), quarter, median, three_quarters
    (points; a quarter, half and three quarters of the school's learners lie below; quarters empty below twenty
    learners), basis as above, verdict (`described`, `no variation seen` where all scores are alike, `too few` below ten
    learners).
    """
    newest = results[results["term"] == results.groupby("measure")["term"].transform("max")]
    rows = []
    for measure, own in newest.groupby("measure", sort=True):
        if own["scale_score"].notna().mean() < LEAST_SCORED:
            continue
        seen = own[own["scale_score"].notna() & own["school"].notna()]
        year = seen["year_level"].astype("str").fillna("not known")
        seen = seen[seen.groupby(year)["school"].transform("nunique") > 1]
        score = seen["scale_score"].astype(float)
        # Schools too small to be shown are no part of the mean, or it would give theirs back.
        large = seen.groupby("school")["school"].transform("size") >= LEAST_LEARNERS
        seen = seen.assign(
            points=score - year.loc[seen.index].map(score[large].groupby(year).mean().to_dict()).astype(float)
        )
        told = class_icc(seen["points"], seen["class_label"], seen["school"]) if len(seen) else None
        for school, here in seen.groupby("school", sort=True):
            rows.append(_school(str(measure), str(school), here, None if told is None else told.icc))
    return pd.DataFrame(rows, columns=list(SCORES)).astype(SCORES)


def _school(measure: str, school: str, here: pd.DataFrame, icc: float | None) -> dict[str, object]:
    points, n = here["points"], len(here)
    worth = learners_worth(here["class_label"].to_numpy(object), icc)
    row: dict[str, object] = {"measure": measure, "term": here["term"].iloc[0], "school": school, "n": n}
    row |= {"mean": float(points.mean()), "median": float(points.median())}
    row |= {"basis": "count" if worth is None else "classes"}
    if n < LEAST_LEARNERS:
        return row | {"verdict": TOO_FEW}
    alone = max(2.0, worth or n)
    half = float(special.stdtrit(alone - 1, 0.975)) * float(points.std()) / alone**0.5
    row |= {"low": float(points.mean()) - half, "high": float(points.mean()) + half}
    if n >= LEAST_QUARTERS:
        row |= {"quarter": float(points.quantile(0.25)), "three_quarters": float(points.quantile(0.75))}
    return row | {"verdict": DESCRIBED if here["scale_score"].nunique() > 1 else NONE_SEEN}
