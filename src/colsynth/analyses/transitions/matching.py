"""Of the learners who were due to move on, how many are followed across, and are those like the others?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.analyses.transitions.change import Evidence, change_at_moves, level_of
from colsynth.analyses.transitions.pairs import LEAST_LEARNERS, Over, framed, has_both, paired
from colsynth.analyses.transitions.stayers import unlike_before
from colsynth.methods.attrition import who_is_described
from colsynth.reference.ethnicity import MANY

ALL, FEEDER, GENDER, ETHNIC = "all learners", "feeder", "gender", "ethnic group"
TOO_FEW, NOBODY_MATCHED = "too few", "nobody followed"
LEAST_GROUP = 30  # learners of a group and of the rest, for their losses to be held against each other; our rule

COLUMNS = {
    "year": "Int64", "step": "str", "measure": "str", "before": "str", "after": "str", "dimension": "str",
    "group": "str", "sent": "Int64", "matched": "Int64", "arrived": "Int64", "match_rate": "Float64",
    "with_before": "Int64", "with_after": "Int64", "with_both": "Int64", "both_rate": "Float64",
    "differential": "Float64", "unlike": "Float64", "verdict": "str",
}  # fmt: skip


def followed_across(evidence: Evidence, found: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row is one step, group and measure ("": seen at a school at all), over the newest turn of the year.

    Groups by `dimension`: all learners; feeder (the code of a school); gender and ethnic group (a learner counts in
    every group named). Measures are those that `change.change_at_moves` gives a change of (`found`, reckoned where not
    given).

    Columns: year, step, measure, before and after (terms); dimension, group; sent (learners of a member school due to
    move on), matched (of them, seen at a member school after the turn), arrived (all seen at a member school after
    the turn who came by this step, from outside too; empty by feeder), match_rate (matched / sent, 0-1); with a
    measure: with_before (of the sent, with a result), with_after (of the matched), with_both, both_rate (of the sent);
    differential (the share not followed, less that of all other learners; between groups of 30 or more; for all
    learners the largest), unlike (how far those with both stood above those with a result before alone, in sd;
    empty with fewer than ten of either);
    verdict: of `attrition.who_is_described`, `too few` below ten sent, `nobody followed`.
    """
    found = change_at_moves(evidence) if found is None else found
    year = evidence.turns["year"].max()
    turns = evidence.turns[(evidence.turns["step"] != "") & (evidence.turns["year"] == year).fillna(False)]
    out = []
    for step, rows in sorted(turns.groupby("step"), key=lambda one: level_of(str(one[0])) or 0):
        if (rows["from_school"] != "").any():
            numbers = _groups(rows.reset_index(drop=True), None, "")
            out += [{"year": year, "step": step, "measure": "", **row} for row in numbers]
    for one in found[(found["from_school"] == "") & (found["kind"] != "")].to_dict("records"):
        of_year = evidence.turns[(evidence.turns["year"] == one["year"]) & (evidence.turns["step"] == one["step"])]
        own = evidence.results[evidence.results["measure"] == one["measure"]]
        both = paired(of_year, own, Over(str(one["before"]), str(one["after"])))
        told = {c: one[c] for c in ("year", "step", "measure", "before", "after")}
        out += [told | row for row in _groups(both, both, str(one["kind"]))]
    return framed(out, COLUMNS)


def _groups(rows: pd.DataFrame, both: pd.DataFrame | None, kind: str) -> Iterator[dict[str, Any]]:
    """All learners, then each group; `both` has the results of a measure."""
    counted = _counted(rows, both, kind)
    due = counted[counted["sent"]]
    split = []
    for dimension in (FEEDER, GENDER, ETHNIC):
        for name, at in _members(counted, dimension):
            own = counted.iloc[at]
            numbers = _numbers(own, arrivals=dimension != FEEDER)
            numbers["differential"] = _differential(own.loc[own["sent"], "kept"], due["kept"])
            split.append({"dimension": dimension, "group": name, **numbers})
    whole = {"dimension": ALL, "group": ALL, **_numbers(counted, arrivals=True)}
    known = [one["differential"] for one in split if one["differential"] is not None]
    whole["differential"] = max(known, key=abs, default=None)
    for one in (whole, *split):
        yield one | {"verdict": verdict_of_matching(one)}


def _counted(rows: pd.DataFrame, both: pd.DataFrame | None, kind: str) -> pd.DataFrame:
    sent, seen = rows["from_school"] != "", rows["to_school"] != ""
    frame = rows.assign(sent=sent, matched=sent & seen, arrived=seen)
    if both is None:
        return frame.assign(kept=frame["matched"], kind="")
    before, after = (both[f"{kind}_{side}"].notna() for side in ("before", "after"))
    held = has_both(both, kind) & frame["matched"]
    return frame.assign(kind=kind, had_before=before & sent, had_after=after & frame["matched"], kept=held)


def _members(rows: pd.DataFrame, dimension: str) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    """The name of every group and the places of its learners."""
    column = {FEEDER: "from_school", GENDER: "gender", ETHNIC: "ethnicities"}[dimension]
    held = rows[column].fillna("").reset_index(drop=True)
    held = held.str.split(MANY).explode() if dimension == ETHNIC else held
    for name, at in sorted(held.groupby(held).indices.items()):
        if name:
            yield str(name), held.index.to_numpy()[at]


def _numbers(rows: pd.DataFrame, *, arrivals: bool) -> dict[str, Any]:
    sent, matched = int(rows["sent"].sum()), int(rows["matched"].sum())
    said: dict[str, Any] = {
        "sent": sent,
        "matched": matched,
        "arrived": int(rows["arrived"].sum()) if arrivals else None,
        "match_rate": matched / sent if sent else None,
        "differential": None,
    }
    if "had_before" not in rows:
        return said
    kept = int(rows["kept"].sum())
    kind = str(rows["kind"].iloc[0]) if len(rows) else ""
    unlike, one, other = float("nan"), rows[rows["kept"]], rows[rows["had_before"] & ~rows["kept"]]
    if kind and min(len(one), len(other)) >= LEAST_LEARNERS:
        unlike = unlike_before(one, other, kind)
    return said | {
        "with_before": int(rows["had_before"].sum()),
        "with_after": int(rows["had_after"].sum()),
        "with_both": kept,
        "both_rate": kept / sent if sent else None,
        "unlike": None if pd.isna(unlike) else unlike,
    }


def _differential(own: pd.Series[bool], everyone: pd.Series[bool]) -> float | None:
    n_rest = len(everyone) - len(own)
    if min(len(own), n_rest) < LEAST_GROUP:
        return None
    return float((everyone.sum() - own.sum()) / n_rest - own.mean())


def verdict_of_matching(row: dict[str, Any]) -> str:
    """Whether what is found about those followed stands for all who were sent: of the numbers of one row."""
    sent = int(row["sent"])
    if sent < LEAST_LEARNERS:
        return TOO_FEW
    of_measure = row.get("both_rate")
    rate = float(row["match_rate"] if of_measure is None else of_measure)
    if rate == 0:
        return NOBODY_MATCHED
    differential, unlike = (
        float("nan") if value is None or pd.isna(value) else float(value)
        for value in (row["differential"], row.get("unlike"))
    )
    return who_is_described(1 - rate, differential, unlike)
