"""Where does each school place itself, area by area, and which way did that go? For pairing, and for its own page.

What is told is what a school said then and says now. On another framework it said something else, so a placement is
held against earlier ones on the same framework alone; ratings on an earlier version of it come here by the ids that its
map gives them, and those the map leaves out do not come at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from colsynth.analyses.practice.best_fit import fits, standing
from colsynth.analyses.practice.placements import NOT_RATED, SCHOOL
from colsynth.analyses.practice.profile import newest_by
from colsynth.frameworks import Framework

HIGHER, LOWER, SAME = "higher", "lower", "same"
FIRST, ANOTHER = "first", "another framework"

WAYS = {
    "framework": "str", "school": "str", "area": "str", "indicator": "str", "before": "str", "term": "str",
    "level_before": "Int64", "level": "Int64", "after": "str", "way": "str",
}  # fmt: skip
PROFILES = {
    "framework": "str", "school": "str", "area": "str", "answer": "str", "level": "Int64", "asserted": "boolean",
    "term": "str", "before": "str", "level_before": "Int64", "way": "str", "fit": "str", "fit_level": "Int64",
    "fit_backed": "boolean",
}  # fmt: skip
KEYS = ["framework", "school", "area"]


def profiles(packs: Sequence[Framework], placed: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row is one area of a framework at one school that placed any area or indicator of it itself.

    `placed` holds the `placements` of each framework by its id. Rows run as the frameworks, then as schools come in
    the placements, then as the areas. Columns: framework, school, area; answer (the newest; `not rated` where there is
    none), level (0 for not yet evident, 1 for the lowest stage; empty off the scale), asserted (no note and no link),
    term; before, level_before (the placement before it on this framework), way (of `ways`; empty off the scale and
    without a term); fit (verdict of `best_fit` by the school's own indicators; empty where none was rated or the
    framework is not summed up so), fit_level (empty without a fit), fit_backed (whether it rests on evidence).
    """
    went = ways({pack.id: placed[pack.id] for pack in packs})
    last = went[went["indicator"].isna()].drop_duplicates(KEYS, keep="last").drop(columns=["indicator", "after"])
    found = [_profile(pack, placed[pack.id]) for pack in packs]
    if not found:
        return pd.DataFrame(columns=list(PROFILES)).astype(PROFILES)
    frame = pd.concat(found, ignore_index=True).astype({"level": "Int64", "term": "str"})
    return frame.merge(last, on=[*KEYS, "term", "level"], how="left").reindex(columns=list(PROFILES)).astype(PROFILES)


def ways(placed: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row is one placement on the scale by a school itself in a known term, beside its placement before that.

    Columns: framework, school, area, indicator (empty for a whole area), before (the term of the placement before;
    empty for the first), term, level_before, level; way (`higher`, `lower` or `same` than before; `first`, or `another
    framework` where the school placed itself on others earlier, and on none of them since it began with this one);
    after (the last of those). Nothing is held against a placement on another framework.
    """
    every = [frame.assign(framework=id) for id, frame in placed.items()]
    if not every:
        return pd.DataFrame(columns=list(WAYS)).astype(WAYS)
    frame = pd.concat(every, ignore_index=True)
    own = (frame["placed_by"] == SCHOOL) & frame["school"].notna()
    kept = frame[own & frame["level"].notna() & frame["term"].notna()].sort_values("term", kind="stable")
    same_thing = kept.groupby([*KEYS, "indicator"], dropna=False, sort=False)
    kept = kept.assign(before=same_thing["term"].shift(), level_before=same_thing["level"].shift())
    kept = kept.merge(_left_behind(kept), on=["school", "framework"], how="left")
    step = (kept["level"] - kept["level_before"]).astype("Float64").to_numpy(float, na_value=np.nan)
    new = np.where(kept["after"].notna(), ANOTHER, FIRST)
    return kept.assign(way=np.select([step > 0, step < 0, step == 0], [HIGHER, LOWER, SAME], new))[list(WAYS)].astype(
        WAYS
    )


def _left_behind(kept: pd.DataFrame) -> pd.DataFrame:
    """By school and framework: the one last used before this one began (`after`), where that was over by then."""
    used = kept.groupby(["school", "framework"])["term"].agg(["min", "max"]).reset_index()
    pairs = used.merge(used.rename(columns={"framework": "after", "max": "ended"}).drop(columns="min"), on="school")
    over = pairs[pairs["ended"] < pairs["min"]].sort_values("ended", kind="stable")
    return over.drop_duplicates(["school", "framework"], keep="last")[["school", "framework", "after"]]


def _profile(pack: Framework, placed: pd.DataFrame) -> pd.DataFrame:
    """The newest placements of one framework and the best fits of its schools."""
    own = placed[(placed["placed_by"] == SCHOOL) & placed["school"].notna()]
    whole, single = (newest_by(own[own["indicator"].isna() == is_area], SCHOOL) for is_area in (True, False))
    schools, areas = own["school"].unique(), [area.id for area in pack.areas]
    grid = pd.MultiIndex.from_product([schools, areas], names=["school", "area"]).to_frame(index=False).astype("str")
    frame = grid.merge(whole[["school", "area", "answer", "level", "asserted", "term"]], how="left")
    frame = frame.assign(framework=pack.id, answer=frame["answer"].fillna(NOT_RATED))
    single = single if "best fit" in pack.summaries else single.head(0)
    fitted = fits(standing(single, pack), pack, whole)
    fitted = fitted.merge(own[["voice", "school"]].drop_duplicates(), on="voice")
    fitted = fitted.rename(columns={"verdict": "fit", "stage": "fit_level", "backed": "fit_backed"})
    return frame.merge(fitted[["school", "area", "fit", "fit_level", "fit_backed"]], how="left")
