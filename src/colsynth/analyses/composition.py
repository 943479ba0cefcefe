"""How much of a change over terms is that of the same learners, and how much is who left and who came?"""

from __future__ import annotations

import pandas as pd

LEAST_LEARNERS = 10  # of fewer nothing is said. As the protection of tables
MUCH = 0.02  # share; a smaller part of a change is not worth a word. Our rule
HALF = 0.5  # of the change of all: from here on it is mostly composition. Our rule

COLUMNS = {
    "matched": "Int64", "matched_before": "Float64", "matched_now": "Float64", "matched_change": "Float64",
    "n_before": "Int64", "n_now": "Int64", "all_before": "Float64", "all_now": "Float64", "all_change": "Float64",
    "composition": "Float64", "verdict": "str",
}  # fmt: skip
COUNTED = (
    ("matched", "matched_at_before"), ("matched", "matched_at_now"), ("n_before", "at_before"), ("n_now", "at_now"),
    ("n_left", "left_at"), ("n_came", "came_at"),
)  # fmt: skip


def composition(results: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """One row: the share at expectation of the same learners, and of all learners, in two terms of one measure.

    `results` as from `achievement.results_by_learner`, of one measure. Columns: matched (learners who can be held
    against the mark in both terms), matched_before, matched_now, matched_change (shares); n_before, n_now (all learners
    in each term), all_before, all_now, all_change; composition (all_change less matched_change: who left and who
    came); every group with its count at the mark (`COUNTED`: those who left and who came have one too, as two shares
    together give theirs back); verdict: `mostly the same learners`, `mostly composition` (it is at least half of a
    change, or against it), `too few`.
    """
    known = results[results["expected"].notna()]
    before, now = (known[known["term"] == term].set_index("student")["expected"] for term in (first, last))
    same = before.index.intersection(now.index)
    left, came = before.drop(same), now.drop(same)
    seen = dict(zip(COUNTED, (before[same], now[same], before, now, left, came), strict=True))
    row: dict[str, object] = {of: len(own) for (of, _), own in seen.items()}
    types = COLUMNS | {name: "Int64" for pair in COUNTED for name in pair}
    if len(same) < LEAST_LEARNERS:
        return pd.DataFrame([row | {"verdict": "too few"}], columns=list(types)).astype(types)
    row |= {at: int(own.sum()) for (_, at), own in seen.items()}
    shares = [float(own.sum()) / len(own) for own in (before[same], now[same], before, now)]
    row |= dict(zip(("matched_before", "matched_now", "all_before", "all_now"), shares, strict=True))
    of_same, of_all = shares[1] - shares[0], shares[3] - shares[2]
    row |= {"matched_change": of_same, "all_change": of_all, "composition": of_all - of_same}
    row["verdict"] = verdict_of_composition(of_same, of_all)
    return pd.DataFrame([row], columns=list(types)).astype(types)


def verdict_of_composition(of_same: float, of_all: float) -> str:
    """Which part of a change of share is the larger: that of the same learners, or who left and who came?"""
    part = abs(of_all - of_same)
    if part < MUCH or part < HALF * max(abs(of_all), abs(of_same)):
        return "mostly the same learners"
    return "mostly composition"
