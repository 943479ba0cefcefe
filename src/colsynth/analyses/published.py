"""What do published numbers say of groups, also where one is held back? Held back is neither nought nor dropped."""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.methods.proportions import wilson_interval

GROUP = ["school", "group", "year_level", "measure", "calendar_year", "term"]
WHOLE = "all"  # how tables call all year levels together, besides a blank
KNOWN, BOUNDED, HELD_BACK, NOT_GIVEN, NO_TOTAL = "known", "between bounds", "held back", "not given", "no total"


def shares(aggregates: pd.DataFrame) -> pd.DataFrame:
    """One row is one level of one measure in one group of learners, in the measure's newest year, in file order.

    `aggregates` as in the register. Where a table gives all year levels together, single ones are left out. Columns:
    measure, level, calendar_year, term, school, group, year_level as published; of; n (as published, else the whole
    number that the share of `of` gives: for protection, not for print); share_at (0-1), low, high; verdict. `known`:
    low and high are the 95 % Wilson limits from the count alone, empty without counts. `between bounds`: the smallest
    and the largest share that a mark such as <10 leaves. `held back`: nothing is known, so from 0 to 1, as where the
    cell is blank (`not given`). `no total`: a count alone gives no share. Empty without numbers of levels.
    """
    rows = aggregates[aggregates["level"].notna()]
    rows = rows[rows["calendar_year"].eq(rows.groupby("measure")["calendar_year"].transform("max")).fillna(True)]
    whole = rows["year_level"].isna() | rows["year_level"].str.casefold().eq(WHOLE)
    rows = rows[whole | ~whole.groupby([rows["measure"], rows["school"]], dropna=False).transform("any")]
    counted = aggregates[aggregates["level"].isna() & aggregates["of"].notna()].drop_duplicates(GROUP)
    joined = rows.merge(counted[[*GROUP, "of"]], on=GROUP, how="left", suffixes=("", "_all"))
    joined["of"] = joined["of"].fillna(joined["of_all"])
    told = pd.DataFrame(
        [_told(row) for _, row in joined.iterrows()], columns=["n", "share_at", "low", "high", "verdict"]
    )
    names = ["measure", "level", "calendar_year", "term", "school", "group", "year_level", "of"]
    found = pd.concat([joined[names].reset_index(drop=True), told.reset_index(drop=True)], axis=1)
    types = {"of": "Int64", "n": "Int64", "verdict": "str"} | dict.fromkeys(("share_at", "low", "high"), "Float64")
    return found.drop_duplicates([*names[:-1]]).reset_index(drop=True).astype(types)


def _told(row: pd.Series[Any]) -> dict[str, Any]:
    """The share of one row with its limits, or between what it lies."""
    of = None if pd.isna(row["of"]) or row["of"] == 0 else int(row["of"])
    if pd.notna(row["n"]) and of and row["n"] <= of:
        limits = wilson_interval(int(row["n"]), of)
        return _row(int(row["n"]), row["n"] / of, limits.low, limits.high, KNOWN)
    if pd.notna(row["percent"]):
        share = float(row["percent"]) / 100
        n = None if of is None else round(share * of)
        near = None if of is None else wilson_interval(share * of, of)
        return _row(n, share, near and near.low, near and near.high, KNOWN)
    if pd.notna(row["n"]):
        return _row(None, None, None, None, NO_TOTAL)
    low = _first(row["percent_low"], 100, row["n_low"], of)
    high = _first(row["percent_high"], 100, row["n_high"], of)
    if low is None and high is None:
        return _row(None, None, 0.0, 1.0, NOT_GIVEN if row["missing"] == "blank" else HELD_BACK)
    return _row(None, None, min(1.0, low or 0.0), 1.0 if high is None else min(1.0, high), BOUNDED)


def _first(percent: Any, whole: int, n: Any, of: int | None) -> float | None:
    if pd.notna(percent):
        return float(percent) / whole
    return float(n) / of if pd.notna(n) and of else None


def _row(n: int | None, share: float | None, low: Any, high: Any, verdict: str) -> dict[str, Any]:
    return {"n": n, "share_at": share, "low": low, "high": high, "verdict": verdict}
