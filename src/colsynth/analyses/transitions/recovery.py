"""Do learners who moved come level again with those who did not, in the terms after the move?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.transitions.change import (
    LOWER,
    NO_CLEAR,
    NOTHING,
    TOO_FEW,
    Evidence,
    change_at_moves,
    level_of,
    over_the_mark,
)
from colsynth.analyses.transitions.pairs import LEAST_LEARNERS, SCORE, Over, framed, has_both, likeness, paired
from colsynth.analyses.transitions.stayers import NOBODY, change_of, summer_of

STILL_LOWER, CAUGHT_UP, NO_LONGER_CLEAR = "still lower", "caught up", "no clear difference any more"
ABOVE = "higher than those who did not move"
AS_GOOD_AS = 0.1  # standard deviations below those who did not move that count as level; our rule
AS_GOOD_SHARE = 0.05  # the same for a share at the expectation: five percentage points. As in agreement of rulers

COLUMNS = {
    "measure": "str", "year": "Int64", "step": "str", "before": "str", "term": "str", "kind": "str", "n": "Int64",
    "n_up": "Int64", "n_down": "Int64", "n_stayers": "Int64", "stayers_up": "Int64", "stayers_down": "Int64",
    "comparison": "str", "change": "Float64", "change_low": "Float64", "change_high": "Float64",
    "stayed_change": "Float64", "stayed_low": "Float64", "stayed_high": "Float64", "difference": "Float64",
    "low": "Float64", "high": "Float64", "sd": "Float64", "basis": "str", "verdict": "str",
}  # fmt: skip
_KEPT = ("measure", "year", "step", "before", "kind", "comparison", "sd")


def after_the_move(evidence: Evidence, found: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row is one measure, step and term of the new year: each learner held against the own result before the move.

    `found` as from `change.change_at_moves`, per step; those of its rows that have a difference are followed, the first
    term included. A term has other learners than the next, as some miss a test. Columns as there; term (the one held
    against `before`), sd (of the difference, scores alone).

    `verdict`: in the first term that of the change; later of `verdict_of_recovery`, `too few` below ten movers, or
    where those who stayed were not measured again. A term on the other side of a change of the measure has no row.
    """
    found = change_at_moves(evidence) if found is None else found
    rows: list[dict[str, Any]] = []
    for row in found[found["difference"].notna()].to_dict("records"):
        first = {str(column): value for column, value in row.items()}
        rows.append({c: first.get(c) for c in COLUMNS} | {"term": first["after"]})
        rows += _later(evidence, first)
    return framed(rows, COLUMNS)


def _later(evidence: Evidence, first: dict[str, Any]) -> list[dict[str, Any]]:
    turns = evidence.turns[evidence.turns["year"] == first["year"]]
    own = evidence.results[evidence.results["measure"] == first["measure"]]
    moved = set(turns.loc[(turns["step"] == first["step"]) & (turns["was"] == "moved on"), "student"])
    since = own[(own["term"] > first["after"]) & (own["term"].str[:4] == str(first["year"]))]
    size = since[since["student"].isin(moved)].groupby("term").size()
    broken = [term for term in evidence.broken.get(first["measure"], {}) if term > first["before"]]
    until = min(broken, default="9999")
    dipped = first["verdict"] == LOWER
    return [_at(turns, own, first, str(term), dipped) for term in size.index if term < until]


def _at(turns: pd.DataFrame, own: pd.DataFrame, first: dict[str, Any], term: str, dipped: bool) -> dict[str, Any]:
    kind, level = str(first["kind"]), level_of(str(first["step"]))
    rows = paired(turns, own, Over(str(first["before"]), term))
    both = rows[(rows["step"] == first["step"]) & (rows["was"] == "moved on") & has_both(rows, kind)]
    said = {c: first[c] for c in _KEPT} | {"term": term, "n": len(both)}
    if len(both) < LEAST_LEARNERS or level is None:
        return said | {"verdict": TOO_FEW}
    alike = likeness(rows, kind, own)
    change, summer = change_of(both, kind, alike), summer_of(rows, level, kind, alike)
    said |= over_the_mark(both, kind, "n")
    said |= {"change": change.value, "change_low": change.low, "change_high": change.high, "basis": change.basis}
    if summer is None or summer.stayers.kind != first["comparison"]:
        return said | {"comparison": NOBODY, "verdict": TOO_FEW}
    stayed, difference = summer.change, summer.beside(change)
    margin = AS_GOOD_AS * float(first["sd"]) if kind == SCORE and pd.notna(first["sd"]) else 0.0
    return said | {
        "n_stayers": summer.n,
        **over_the_mark(summer.stayers.everyone, kind, "stayers"),
        "stayed_change": stayed.value,
        "stayed_low": stayed.low,
        "stayed_high": stayed.high,
        "difference": difference.value,
        "low": difference.low,
        "high": difference.high,
        "basis": difference.basis,
        "verdict": verdict_of_recovery(
            difference.low, difference.high, AS_GOOD_SHARE if kind != SCORE else margin, dipped
        ),
    }


def verdict_of_recovery(low: float, high: float, margin: float, dipped: bool) -> str:
    """What may be said of a later term, with `low` and `high` the 95 % limits of movers less stayers since before?

    `still lower` where both lie below 0 and the first term was lower too (`dipped`), `lower than those who did not
    move` where it was not; `higher than those who did not move` where both lie above. `caught up`, after a first term
    that was lower, only where the lower limit is not further below 0 than `margin`: that no difference is seen is
    no proof that there is none. Else `no clear difference any more`, or `no clear difference` where there was none at
    first.
    """
    if high < -NOTHING:
        return STILL_LOWER if dipped else LOWER
    if dipped and low >= -margin:
        return CAUGHT_UP
    if low > NOTHING:
        return ABOVE
    return NO_LONGER_CLEAR if dipped else NO_CLEAR
