"""Which single indicators were placed, where, and on what evidence?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from colsynth.analyses.practice.placements import CONSENSUS, PERSON, SCHOOL
from colsynth.analyses.practice.profile import newest_by, summed


def newest_of_indicators(placed: pd.DataFrame) -> pd.DataFrame:
    """The newest placements of indicators by schools; where none placed any by consensus, else by single people."""
    own = placed[placed["indicator"].notna()]
    kinds = [rows for kind in (SCHOOL, CONSENSUS, PERSON) if len(rows := newest_by(own, kind))]
    return kinds[0] if kinds else newest_by(own, SCHOOL)


def indicators(rows: pd.DataFrame, order: Sequence[str], stages: Sequence[str]) -> pd.DataFrame:
    """One row is one indicator that somebody placed or said not to apply, in the framework's `order`.

    `rows` are newest placements of indicators. Columns: indicator; n (on the scale), noted (of those with a note or a
    link), low, high (the middle answers), verdict (`methods.camps.together`), and a column for each answer given, with
    how many gave it. An indicator that was only left blank has no row.
    """
    said = rows[rows["answer"] != "not rated"]
    counts = said.groupby(["indicator", "answer"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=[one for one in order if one in counts.index]).astype("Int64")
    noted = said[said["asserted"].eq(False).fillna(False)].groupby("indicator").size()
    long = counts.reset_index().melt("indicator", var_name="answer", value_name="n")
    steps = {answer: i for i, answer in enumerate(("not yet evident", *stages))}
    every = pd.MultiIndex.from_product([counts.index, list(steps)], names=["indicator", "answer"])
    spread = long.set_index(["indicator", "answer"])["n"].reindex(every, fill_value=0).reset_index().assign(noted=0)
    frame = summed(spread, stages, "indicator").drop(columns=["lowest", "highest"])
    frame["noted"] = frame["indicator"].map(noted).fillna(0).astype("Int64")
    return frame.merge(counts.reset_index(), on="indicator").astype({"indicator": "str"})
