"""In how many schools has the share at a goal's level risen, and in which has it fallen?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from colsynth.analyses.goals.group import LEAST, Seen, is_measured, learners_of, seen_in
from colsynth.methods.proportions import newcombe_difference
from colsynth.reference.measures import Measure

_CHANGES = (
    "goal", "title", "school", "first_term", "n_before", "at_before", "share_before", "term", "n", "n_at", "share_at",
    "change", "low", "high", "basis", "verdict",
)  # fmt: skip


def change_verdict(low: float, high: float) -> str:
    """`rising` or `falling` where the whole 95 % interval of the change lies on one side of none."""
    return "rising" if low > 0 else "falling" if high < 0 else "no clear change"


def pair_of_terms(goal: pd.Series[Any], seen: Collection[str], broken: Sequence[str] = ()) -> tuple[str, str] | None:
    """The first and the newest term of one time of the year, from the baseline on and since the last change.

    Of the baseline's time of the year, else the newest's, else any that has two. `broken`: the first terms after a
    change of the measure; no pair stands on its two sides. None where no time of the year has two terms.
    """
    begun = goal["baseline_term"] if pd.notna(goal["baseline_term"]) else ""
    newest = max(seen, default="")
    since = max([begun, *(change for change in broken if change <= newest)])
    terms = sorted(term for term in seen if term >= since)
    for season in dict.fromkeys([begun[-1:], *(term[-1] for term in reversed(terms))]):
        alike = [term for term in terms if term[-1] == season]
        if len(alike) >= 2:
            return alike[0], alike[-1]
    return None


def changes(
    goals: pd.DataFrame,
    results: pd.DataFrame,
    measures: Mapping[str, Measure],
    icc: Mapping[str, float] | None = None,
    broken: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """One row is one measured goal, for the community (`school` "") and for each of its schools.

    Columns: goal, title; first_term, n_before, at_before, share_before; term, n, n_at, share_at: the group's
    learners with a result in the two terms; change (share now less share then), low, high (95 %, Newcombe, from what
    learners in classes are worth where `basis` is `classes`; learners seen in both terms are taken as others, which
    makes it rather too wide); verdict: `rising`, `falling`, `no clear change`, `too few` (below ten in a term),
    `can't tell` (no two terms of one time of the year since the baseline or the last change of the measure; then term
    is the newest).
    """
    rows: list[dict[str, Any]] = []
    for _, goal in goals.iterrows():
        if not is_measured(goal, measures) or goal["goal"] in set(goals["replaces"].dropna()):
            continue
        mine = learners_of(goal, results, measures)
        pair = pair_of_terms(goal, mine["term"].unique(), (broken or {}).get(goal["measure"], ()))
        places = ["", *sorted(mine["school"].dropna().unique())] if len(mine) else []
        held = mine["term"].isin(pair or [mine["term"].max()])
        mine = mine.loc[held, ["school", "term", "reached", "class_label"]]
        for school in places:
            here = mine if school == "" else mine[mine["school"] == school]
            row = {"goal": goal["goal"], "title": goal["title"], "school": school}
            icc_here = (icc or {}).get(goal["measure"])
            if pair is None:
                newest = str(mine["term"].max())
                now = seen_in(here[here["term"] == newest], icc_here)
                rows.append(row | {"term": newest} | _change(None, now) | {"verdict": "can't tell"})
                continue
            then, now = (seen_in(here[here["term"] == term], icc_here) for term in pair)
            rows.append(row | {"first_term": pair[0], "term": pair[1]} | _change(then, now))
    types: dict[str, str] = dict.fromkeys(("n_before", "at_before", "n", "n_at"), "Int64")
    types |= dict.fromkeys(("share_before", "share_at", "change", "low", "high"), "Float64")
    types |= {column: "str" for column in _CHANGES if column not in types}
    return pd.DataFrame(rows, columns=list(_CHANGES)).astype(types)


def _change(then: Seen | None, now: Seen | None) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if then is not None:
        row |= {"n_before": then.n, "at_before": then.at, "share_before": then.share}
    if now is not None:
        row |= {"n": now.n, "n_at": now.at, "share_at": now.share}
    if then is None or now is None or min(then.n, now.n) < LEAST:
        return row | {"verdict": "too few"}
    moved = newcombe_difference(now.worth_at, now.worth, then.worth_at, then.worth)
    basis = "classes" if then.basis == now.basis == "classes" else "count"
    row |= {"change": moved.value, "low": moved.low, "high": moved.high, "basis": basis}
    return row | {"verdict": change_verdict(moved.low, moved.high)}
