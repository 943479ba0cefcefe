"""Did learners who began low gain more than a low start alone would give them?

Who is chosen for a low score has, on the whole, had a bad day too: the next score is nearer to the mean though nothing
changed. The gain by that chance is reckoned beside what they gained.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd

from colsynth.methods.classes import Clustering
from colsynth.methods.growth import regression_to_mean
from colsynth.methods.means import mean_in_classes

LEAST_LEARNERS = 10  # matched learners; of fewer nothing is said. As the protection of tables
LEAST_YEAR = 20  # matched learners of a year level, for its quarters; our rule
QUARTERS = (0.25, 0.75)  # of the first scores of a year level
STARTS = ("lowest quarter", "middle half", "highest quarter")

COLUMNS = {
    "start": "str", "base": "Int64", "gain": "Float64", "usual": "Float64", "by_chance": "Float64", "beyond": "Float64",
    "low": "Float64", "high": "Float64", "against": "str", "basis": "str", "verdict": "str",
}  # fmt: skip


def low_starts(pairs: pd.DataFrame, alike: Clustering | None) -> pd.DataFrame:
    """One row is one of `STARTS`: where learners began within their year level, and what they gained since.

    `pairs` as from `progress.matched`, `alike` from `progress.likeness`. Only year levels with twenty matched learners
    or more. Columns: start; base (learners); gain (points); usual (by the norms where all have one, else what all
    matched learners of the year level gained: `against` says which, `norms` or `year level`); by_chance (points a start
    there gives though nothing changed: regression to the mean of the year level, by the correlation of the two
    scores); beyond (gain less both), low, high; basis (`classes` or `count`); verdict: `more than chance`, `less than
    chance`, `no clear difference`, `too few`. Empty without two scores and a spread of them.
    """
    rows = pairs[pairs["gain"].notna() & pairs["year_level"].notna()]
    years = rows.groupby("year_level")["student"]
    rows = rows[years.transform("size") >= LEAST_YEAR]
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    by_year = rows.groupby("year_level")["score_before"]
    mean, sd = (by_year.transform(how).astype(float) for how in ("mean", "std"))
    low, high = (rows["year_level"].map(by_year.quantile(q)).astype(float) for q in QUARTERS)
    r = _stability(rows)
    if r is None:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    before = rows["score_before"].astype(float)
    chance = [regression_to_mean(m, s, r, x, x) for m, s, x in zip(mean, sd, before, strict=True)]
    normed = bool(rows["expected"].notna().all())
    usual = rows["expected"] if normed else rows.groupby("year_level")["gain"].transform("mean")
    rows = rows.assign(
        usual=usual.astype(float),
        by_chance=chance,
        start=np.where(before <= low, STARTS[0], np.where(before > high, STARTS[2], STARTS[1])),
        gain=rows["gain"].astype(float),
    )
    against = "norms" if normed else "year level"
    found = [{"start": start, **_of_start(rows[rows["start"] == start], against, alike)} for start in STARTS]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _stability(rows: pd.DataFrame) -> float | None:
    """The correlation of the two scores within year levels; None where one of them does not vary."""
    both = rows[["score_before", "score_now"]].astype(float)
    off = both - both.groupby(rows["year_level"]).transform("mean")
    one, two = (off[column].to_numpy(float) for column in off)
    squares = float(one @ one), float(two @ two)
    if min(squares) <= 1e-9:
        return None
    return min(1.0, max(0.0, float(one @ two) / sqrt(squares[0] * squares[1])))


def _of_start(mine: pd.DataFrame, against: str, alike: Clustering | None) -> dict[str, object]:
    if len(mine) < LEAST_LEARNERS:
        return {"base": len(mine), "against": against, "verdict": "too few"}
    beyond = mean_in_classes(
        (mine["gain"] - mine["usual"] - mine["by_chance"]).to_numpy(float),
        mine["class_label"].to_numpy(object),
        mine["school"].to_numpy(object),
        alike,
    )
    return {
        "base": len(mine),
        "gain": float(mine["gain"].mean()),
        "usual": float(mine["usual"].mean()),
        "by_chance": float(mine["by_chance"].mean()),
        "beyond": beyond.value,
        "low": beyond.low,
        "high": beyond.high,
        "against": against,
        "basis": beyond.basis,
        "verdict": verdict_of_start(beyond.low, beyond.high),
    }


def verdict_of_start(low: float, high: float) -> str:
    """What may be said of a gain whose 95 % limits beyond what is usual and what chance gives are these, in points."""
    if low > 0:
        return "more than chance"
    return "less than chance" if high < 0 else "no clear difference"
