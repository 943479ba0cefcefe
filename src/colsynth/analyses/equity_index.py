"""How do results lie against the equity index of schools? Between schools alone: it is one number a school.

Within a school no learner has an index of their own, so no gradient of one is reckoned there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from colsynth.methods.classes import learners_worth
from colsynth.methods.proportions import wilson_interval

LEAST_FITTED = 20  # schools; with fewer a line would be a guess: description only
LEAST = 10  # learners of a school for it to count in the line; our rule
STEP = 50  # index points the slope is told for; the index runs from 344 to 569
DESCRIBED, TOO_FEW, NO_VARIATION = "description only", "too few", "no variation seen"
LOWER, HIGHER, UNCLEAR = "lower where barriers are more", "higher where barriers are more", "no clear line"
COLUMNS = {
    "measure": "str",
    "term": "str",
    "school": "str",
    "eqi": "Int64",
    "n": "Int64",
    "n_at": "Int64",
    "share_at": "Float64",
    "low": "Float64",
    "high": "Float64",
    "basis": "str",
    "n_schools": "Int64",
    "slope": "Float64",
    "slope_low": "Float64",
    "slope_high": "Float64",
    "verdict": "str",
}


def by_equity_index(results: pd.DataFrame, schools: pd.DataFrame, icc: Mapping[str, float]) -> pd.DataFrame:
    """One row is one measure in its newest term and one school whose equity index is known.

    Columns: measure, term, school, eqi (344 to 569; HIGHER means MORE barriers), n, n_at, share_at (0-1) with 95 %
    Wilson limits low and high, basis (`classes` or `count`); n_schools, schools with at least ten learners; slope, the
    difference in share between schools 50 index points apart, by least squares over those schools, each counting
    once, with 95 % limits (empty below twenty schools); verdict of the measure: `description only` (fewer than twenty
    schools), `too few` (fewer than three), `no variation seen`, else `lower where barriers are more`, `higher where
    barriers are more` or `no clear line` by the limits. `schools`: school and eqi, one row a school.
    """
    index = schools.dropna(subset=["eqi"]).drop_duplicates("school").set_index("school")["eqi"]
    rows = results[results["expected"].notna() & results["school"].isin(index.index)]
    found: list[dict[str, Any]] = []
    for measure, mine in rows.groupby("measure"):
        now = mine[mine["term"] == mine["term"].max()]
        likeness = icc.get(str(measure))
        seen = [_school(str(school), own, likeness) for school, own in now.groupby("school")]
        for row in seen:
            row |= {"measure": str(measure), "term": str(now["term"].iloc[0]), "eqi": int(index[row["school"]])}
        line = _line([(row["eqi"], row["share_at"]) for row in seen if row["n"] >= LEAST])
        found += [row | line for row in seen]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _school(school: str, own: pd.DataFrame, icc: float | None) -> dict[str, Any]:
    n, x = len(own), int(own["expected"].sum())
    worth = learners_worth(own["class_label"].to_numpy(object), icc)
    at = n if worth is None else worth
    limits = wilson_interval(x / n * at, at)
    row = {"school": school, "n": n, "n_at": x, "share_at": x / n, "low": limits.low, "high": limits.high}
    return row | {"basis": "count" if worth is None else "classes"}


def _line(points: list[tuple[int, float]]) -> dict[str, Any]:
    n = len(points)
    if n < LEAST_FITTED:
        return {"n_schools": n, "verdict": DESCRIBED if n >= 3 else TOO_FEW}
    x, y = (np.asarray(values, dtype=float) for values in zip(*points, strict=True))
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return {"n_schools": n, "verdict": NO_VARIATION}
    from scipy import stats  # as slow to import as the rest together, and needed from twenty schools on alone

    fit = stats.linregress(x / STEP, y)
    half = float(stats.t.ppf(0.975, n - 2)) * float(fit.stderr)
    slope = float(fit.slope)
    limits = {"slope": slope, "slope_low": slope - half, "slope_high": slope + half}
    return {"n_schools": n, "verdict": verdict(slope - half, slope + half)} | limits


def verdict(low: float, high: float) -> str:
    """The word for a line with these 95 % limits of its slope over the index, of which more means more barriers."""
    return LOWER if high < 0 else HIGHER if low > 0 else UNCLEAR
