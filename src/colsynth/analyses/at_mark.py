"""How many of the same learners moved up to the mark, stayed, or fell from it, between two terms?

For judgements and levels, which have no points. The target of inference: these schools, another, like cohort.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from colsynth.methods.classes import Clustering, class_icc, learners_worth
from colsynth.methods.paired import paired_difference

LEAST_LEARNERS = 10  # matched learners; of fewer nothing is said. As the protection of tables

COLUMNS = {
    "group": "str", "eligible": "Int64", "matched": "Int64", "base": "Int64", "n_before": "Int64", "n_now": "Int64",
    "n_up": "Int64", "n_down": "Int64", "before": "Float64", "now": "Float64", "up": "Float64", "down": "Float64",
    "stayed": "Float64", "change": "Float64", "low": "Float64", "high": "Float64", "basis": "str", "verdict": "str",
}  # fmt: skip


def likeness(pairs: pd.DataFrame) -> Clustering | None:
    """How alike the learners of one class (of the later term) are in moving up to the mark or away from it."""
    rows = _known(pairs).drop_duplicates("student")
    return class_icc(_moved(rows), rows["class_label"].to_numpy(object), rows["school"].to_numpy(object))


def at_mark(pairs: pd.DataFrame, could: pd.DataFrame, alike: Clustering | None) -> pd.DataFrame:
    """One row is one group of matched learners and how they stand to the expectation, before and now.

    `pairs` (of `progress.matched`) and `could` (of `progress.could_match`) carry a column `group`. Columns: group;
    eligible, matched, base (matched learners whose two results can be held against the mark); n_before, n_now (at the
    mark), n_up (came to it), n_down (left it) and the shares of base: before, now, up, down, stayed (on their side);
    change (now less before, and low, high: Tango's limits on what learners in classes are worth); basis (`classes`
    or `count`); verdict: `more at the mark`, `fewer at the mark`, `no clear change` or `too few`.
    """
    rows = []
    for group in dict.fromkeys([*could["group"], *pairs["group"]]):
        mine = pairs[pairs["group"] == group]
        counts = {"group": group, "eligible": int((could["group"] == group).sum()), "matched": len(mine)}
        rows.append(counts | _of_group(_known(mine), alike))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _known(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[pairs["expected_before"].notna() & pairs["expected_now"].notna()]


def _moved(rows: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    now, before = (rows[column].astype("boolean").to_numpy(float) for column in ("expected_now", "expected_before"))
    moved: np.ndarray[tuple[int], np.dtype[np.float64]] = now - before
    return moved


def _of_group(base: pd.DataFrame, alike: Clustering | None) -> dict[str, object]:
    n = len(base)
    if n < LEAST_LEARNERS:
        return {"base": n, "verdict": "too few"}
    moved = _moved(base)
    up, down = int((moved > 0).sum()), int((moved < 0).sum())
    before = int(base["expected_before"].sum())
    worth = learners_worth(base["class_label"].to_numpy(object), alike.icc if alike else None)
    share = (worth or n) / n
    limits = paired_difference(up * share, down * share, n * share)
    return {
        "base": n,
        "n_before": before,
        "n_now": before + up - down,
        "n_up": up,
        "n_down": down,
        "before": before / n,
        "now": (before + up - down) / n,
        "up": up / n,
        "down": down / n,
        "stayed": (n - up - down) / n,
        "change": limits.value,
        "low": limits.low,
        "high": limits.high,
        "basis": "count" if worth is None else "classes",
        "verdict": verdict_at_mark(limits.low, limits.high),
    }


def verdict_at_mark(low: float, high: float) -> str:
    """What may be said of a change of share among the same learners with these 95 % limits."""
    if low > 0:
        return "more at the mark"
    return "fewer at the mark" if high < 0 else "no clear change"
