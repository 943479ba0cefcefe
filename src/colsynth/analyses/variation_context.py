"""What should be known of a school before its results stand beside another's: roll, year levels, barriers, distance?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from colsynth.reference.ethnicity import MANY

EARTH = 6371.0  # km, mean radius (IUGG)
LEFT_OUT = ("early learning", "tertiary")  # types without results to compare
NOT_COUNTED, COUNTED = "roll as stated", "roll as counted"
COLUMNS = {
    "school": "str", "type": "str", "years": "str", "eqi": "Int64", "roll": "Int64", "nearest": "Float64",
    "verdict": "str",
}  # fmt: skip


def schools_in_context(schools: pd.DataFrame) -> pd.DataFrame:
    """One row is one member school, in the order of codes.

    Columns: school; type; years (`1-6`); eqi (equity index, 344 to 569: higher means that learners face more barriers;
    it does not measure a school); roll (as the register states it); nearest (km to the nearest other member, as the
    crow flies); verdict (`described`, or `not described` where the register says nothing but who it is). Cells are
    empty where the register is.
    """
    members = schools.drop_duplicates("school", keep="last")
    members = members[~members["type"].isin(LEFT_OUT)].sort_values("school", kind="stable").reset_index(drop=True)
    span = members["year_from"].astype("str") + "-" + members["year_to"].astype("str")
    known = members["year_from"].notna() & members["year_to"].notna()
    frame = members[["school", "type", "eqi", "roll"]].assign(
        years=span.where(known), nearest=_nearest(members["latitude"], members["longitude"])
    )
    described = frame[["type", "eqi", "roll", "nearest"]].notna().any(axis=1)
    frame["verdict"] = described.map({True: "described", False: "not described"})
    return frame[list(COLUMNS)].astype(COLUMNS)


def _nearest(latitude: pd.Series[float], longitude: pd.Series[float]) -> pd.Series[float]:
    """The distance from each place to the nearest of the others, in km; empty where none is known."""
    at = np.radians(
        np.column_stack([latitude.to_numpy(float, na_value=np.nan), longitude.to_numpy(float, na_value=np.nan)])
    )
    found = []
    for i, here in enumerate(at):
        others = np.delete(at, i, axis=0)
        others = others[~np.isnan(others).any(axis=1)]
        if np.isnan(here).any() or len(others) == 0:
            found.append(np.nan)
            continue
        half = np.sin((others - here) / 2) ** 2
        between = half[:, 0] + np.cos(here[0]) * np.cos(others[:, 0]) * half[:, 1]
        found.append(float(2 * EARTH * np.arcsin(np.sqrt(between.min()))))
    return pd.Series(found, index=latitude.index, dtype="Float64")


def mix(on_roll: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """One row is one school and one ethnic group of its learners on the roll (one row a learner).

    Columns: school, group, n (learners whose ethnic groups are known), n_in, share_in (0-1); a learner counts in every
    group held, so shares add up to more than all. Only groups that any learner of the community holds, in the order
    given; verdict: `described`, `too few` below ten learners.
    """
    known = on_roll[on_roll["school"].notna() & on_roll["ethnicities"].notna()]
    held = known.assign(group=known["ethnicities"].str.split(MANY)).explode("group", ignore_index=True)
    n = known.groupby("school", sort=True).size()
    counted = held.groupby(["school", "group"]).size().to_dict()
    seen = set(held["group"])
    rows = [
        {
            "school": school,
            "group": group,
            "n": int(size),
            "n_in": int(counted.get((school, group), 0)),
            "verdict": "described" if size >= 10 else "too few",
        }
        for school, size in n.to_dict().items()
        for group in groups
        if group in seen
    ]
    frame = pd.DataFrame(rows, columns=["school", "group", "n", "n_in", "verdict"])
    frame = frame.astype({"school": "str", "group": "str", "n": "Int64", "n_in": "Int64", "verdict": "str"})
    return frame.assign(share_in=(frame["n_in"] / frame["n"]).astype("Float64"))
