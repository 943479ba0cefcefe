"""Have areas moved on their scale, among the voices that placed them both times?

A middle may move because other voices were asked. So a movement is claimed only among voices of both terms, only where
the later placements lie above (or below) the earlier ones at every level, and only where so one-sided a split would
seldom be chance. How far a step is has no size, so steps are counted and never averaged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import false_discovery_control

from colsynth.methods.moved import Moved, chance_of, moved
from colsynth.methods.ordinal import middle

UP, DOWN = "moved up", "moved down"
MIXED, NOT_CLEAR, SAME, TOO_FEW = "mixed", "no clear movement", "same", "too few to tell"
CLAIMS = (UP, DOWN)

LEAST = 5  # voices of both terms; of four, even all one way is chance in one of eight
MOST_P = 1 / 16  # two-sided exact sign test: all of five, all of six, and from nine on with one against; our rule

MIDDLES = {"area": "str", "term": "str", "n": "Int64", "low": "Int64", "high": "Int64"}
MOVEMENT = {
    "area": "str", "first": "str", "last": "str", "n": "Int64", "up": "Int64", "same": "Int64", "down": "Int64",
    "p": "Float64", "chance": "Float64", "step": "Int64", "n_step": "Int64", "low_first": "Int64",
    "high_first": "Int64", "low_last": "Int64", "high_last": "Int64", "n_new": "Int64", "n_left": "Int64",
    "n_schools": "Int64", "n_same_way": "Int64", "n_evident": "Int64", "p_evident": "Float64",
    "q": "Float64", "verdict": "str",
}  # fmt: skip


def verdict_of(found: Moved, least: int = LEAST) -> str:
    """What may be said of the same voices' placements then and now.

    `moved up` (or down): the two distributions separate and p is at most 1/16; `mixed`: they do not separate, and
    voices went both ways; `same`: nobody moved; `no clear movement`: else; `too few to tell`: fewer than `least`.
    """
    if found.n < least:
        return TOO_FEW
    if not found.up and not found.down:
        return SAME
    if not found.separate:
        return MIXED
    if found.p > MOST_P:
        return NOT_CLEAR
    return UP if found.up > found.down else DOWN


def on_scale(placed: pd.DataFrame) -> pd.DataFrame:
    """The rows of `placements` in which a whole area was placed on the scale in a known term."""
    return placed[placed["indicator"].isna() & placed["level"].notna() & placed["term"].notna()]


def middles(placed: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """One row is one area and term with placements on the scale: n of them, and the lower and upper middle level."""
    kept = on_scale(placed)
    rows = [
        (area, term, len(levels), *_middle_of(levels.to_numpy(int)))
        for area in areas
        for term, levels in kept[kept["area"] == area].groupby("term")["level"]
    ]
    return pd.DataFrame(rows, columns=list(MIDDLES)).astype(MIDDLES)


def movement(
    placed: pd.DataFrame, areas: Sequence[str], spans: Iterable[tuple[str, str]], least: int = LEAST
) -> pd.DataFrame:
    """One row is one area and span of terms (`first`, `last`) in which some voice placed it in both.

    `placed` as in `placements`, of voices of one kind. Columns: n (voices in both), up, same, down; p (two-sided exact
    sign test); chance (how often the rule claims a movement where nothing moved, with as many voices that give two
    levels, at the most); step (the most common number of levels among those who moved, the smaller where two are as
    common; below 0 is down), n_step; low_first, high_first, low_last, high_last (middle levels of these voices alone);
    n_new, n_left (voices in one term alone); n_evident, p_evident (n and p of those with evidence both times), q (their
    Benjamini-Hochberg value among the rows where enough voices gave two levels for a claim; empty elsewhere: Gilbert
    (2005), Applied Statistics 54, 143-158, of tests that cannot find anything); n_schools, n_same_way (schools of those
    with evidence both times, and those that moved the way more of all voices did); verdict (`verdict_of`).
    """
    kept = on_scale(placed)
    rows = []
    for first, last in spans:
        then, now = kept[kept["term"] == first], kept[kept["term"] == last]
        n_then, n_now = then["area"].value_counts(), now["area"].value_counts()
        both = dict(list(then.merge(now, on=["area", "voice"], suffixes=("_first", "_last")).groupby("area")))
        for area in (area for area in areas if area in both):
            mine = both[area]
            others = {"n_new": n_now[area] - len(mine), "n_left": n_then[area] - len(mine)}
            rows.append({"area": area, "first": first, "last": last, **others, **_moved(mine, least)})
    frame = pd.DataFrame(rows, columns=list(MOVEMENT)).astype(MOVEMENT)
    told = (frame["n"] >= least) & (frame["chance"] > 0)
    if told.any():
        frame.loc[told, "q"] = false_discovery_control(frame.loc[told, "p_evident"].to_numpy(float))
    return frame


def _moved(both: pd.DataFrame, least: int) -> dict[str, Any]:
    """What is said of the voices of both terms, a row each."""
    before, after = both["level_first"].to_numpy(int), both["level_last"].to_numpy(int)
    evident = ~(both["asserted_first"] | both["asserted_last"]).to_numpy(bool)
    found, backed = moved(before, after), moved(before[evident], after[evident])
    ways = np.sign(after - before) * (1 if found.up >= found.down else -1)
    by_school = pd.Series(ways[evident]).groupby(both["school_last"].to_numpy(object)[evident]).sum()
    low_first, high_first = _middle_of(before)
    low_last, high_last = _middle_of(after)
    step, n_step = min(Counter((after - before)[ways != 0].tolist()).items(), key=_commonest, default=(None, 0))
    return {
        "n": found.n, "up": found.up, "same": found.same, "down": found.down, "p": found.p,
        "chance": chance_of(found.up + found.down, MOST_P) if found.n >= least else 0.0,
        "step": step, "n_step": n_step, "low_first": low_first, "high_first": high_first, "low_last": low_last,
        "high_last": high_last,
        "n_schools": len(by_school), "n_same_way": int((by_school > 0).sum()),
        "n_evident": backed.n, "p_evident": backed.p, "verdict": verdict_of(found, least),
    }  # fmt: skip


def _commonest(step: tuple[int, int]) -> tuple[int, int]:
    return -step[1], abs(step[0])


def _middle_of(levels: npt.NDArray[np.int_]) -> tuple[int, int]:
    """The lower and upper middle of at least one level."""
    at = middle(np.bincount(levels).tolist())
    assert at is not None  # there is a level
    return at.low, at.high


def terms_of(middles: pd.DataFrame, least: int = LEAST) -> list[str]:
    """The terms of `middles` in which enough voices placed some area for a claim; all of them where fewer than two are.

    Else one voice that places a single area in a term of its own would take every movement of the others from the page.
    """
    full = middles[middles["n"] >= least]
    return (full if full["term"].nunique() > 1 else middles)["term"].tolist()


def spans_of(terms: Sequence[str]) -> list[tuple[str, str]]:
    """What the newest term is held against: the term before it, and the first where that is another."""
    ordered = sorted(set(terms))
    return [(first, ordered[-1]) for first in dict.fromkeys((ordered[-2], ordered[0]))] if len(ordered) > 1 else []
