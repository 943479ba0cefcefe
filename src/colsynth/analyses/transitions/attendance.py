"""Do learners who move to their next school attend as they did before, held against those who did not move?

Attendance of the first term of the new year is held against the same term a year before: a winter term is not held
against a summer one, and neither is the last term of one school against the first of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from colsynth.analyses.transitions.pairs import LEAST_LEARNERS, SHARE, has_both, likeness
from colsynth.analyses.transitions.stayers import NOBODY, Stayers, change_of, held_against, together, who_stayed
from colsynth.methods.change_apart import Alike, Change, worth_in_two_classes
from colsynth.methods.proportions import newcombe_difference
from colsynth.reference.terms import TERMS_A_YEAR

_SIDE = {
    "n": "Int64", "n_before": "Int64", "n_after": "Int64", "n_up": "Int64", "n_down": "Int64", "before": "Float64",
    "after": "Float64", "change": "Float64", "low": "Float64", "high": "Float64", "limits": "str",
}  # fmt: skip
COLUMNS = {
    **{"step": "str", "first_term": "str", "term": "str", "moved": "Int64"},
    **_SIDE,
    "compared": "str",
    **{f"other_{name}": kind for name, kind in _SIDE.items()},
    **dict.fromkeys(("difference", "difference_low", "difference_high"), "Float64"),
    **{"basis": "str", "verdict": "str"},
}


@dataclass(frozen=True)
class _Moved:
    """How a share at a mark moved among the same learners; up and down are None where they are too few to be told."""

    n: int
    before: int
    after: int
    up: int | None
    down: int | None
    change: Change


def at_the_move(turns: pd.DataFrame, attendance: pd.DataFrame, broken: Sequence[str], least: int = 0) -> pd.DataFrame:
    """One row is one step from school to school, over the newest turn of the year with attendance on both sides.

    `turns`: a row a learner and turn of the year (student, year, from_school, to_school, year_before, step, was).
    `attendance`: a row a learner and term (student, term, school, regular, and class_label of that year, "" where it is
    not known). `broken`: the first terms after changes of the codes, across which nothing is held.

    Columns: step; first_term and term (the first term of the new year that has attendance of ten movers in it and in
    the same term a year before, else of any); moved (learners who took the step within the community); n (of them
    with attendance in both terms, at the school left and at the school entered), n_before, n_after (in regular
    attendance), n_up, n_down (who came to it, who left it), before, after, change, low, high (95 %), limits: `paired`
    (Tango), or `apart` where fewer than `least` came to it or left it: then they are those of two groups (Newcombe),
    which are wider and do not give so few learners back, and n_up and n_down are empty; compared: of `who_stayed`,
    empty where there is nobody; other_n and so on, of those (of adjacent year levels each counts alike: other_before,
    other_after and other_change are means of two); difference (change of the movers less that of the others),
    difference_low, difference_high (95 %, from the limits of all); basis (`classes` where all limits allow for learners
    in classes, else `count`); verdict: of `verdict_of_difference`, or `too few`, `can't tell` (nobody stayed to hold
    them against) or `no attendance` (of movers on both sides).
    """
    moved = turns[(turns["was"] == "moved on") & (turns["from_school"] != "") & (turns["to_school"] != "")]
    moved = moved[moved["step"] != ""]
    rows = []
    for step, mine in moved.groupby("step", sort=False):
        found = _newest(turns, mine, attendance, broken, least)
        rows.append({"step": str(step), "moved": _moved_in(mine), "verdict": "no attendance"} | found)
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return frame.sort_values("step", key=lambda steps: steps.map(_first_level), kind="stable", ignore_index=True)


def verdict_of_difference(low: float, high: float) -> str:
    """What may be said of movers whose change, less that of learners who did not move, has these 95 % limits?"""
    if low > 0:
        return "rose against others"
    return "fell against others" if high < 0 else "no clear difference"


def _first_level(step: str) -> int:
    return next((int(word) for word in step.split() if word.isdigit() and "Early" not in step), 0)


def _moved_in(mine: pd.DataFrame) -> int:
    return int((mine["year"] == mine["year"].max()).sum())


def _newest(
    turns: pd.DataFrame, mine: pd.DataFrame, attendance: pd.DataFrame, broken: Sequence[str], least: int
) -> dict[str, object]:
    """The newest turn in which ten movers have attendance on both sides, else the newest in which any have."""
    candidates = []
    for year in sorted(mine["year"].unique(), reverse=True):
        for season in range(1, TERMS_A_YEAR + 1):
            first, last = f"{int(year) - 1}-T{season}", f"{int(year)}-T{season}"
            if not any(first < term <= last for term in broken):
                both = _both(mine[mine["year"] == year], attendance, first, last)
                candidates.append((first, last, both))
    held = next((found for found in candidates if len(found[2]) >= LEAST_LEARNERS), None)
    held = held or next((found for found in candidates if len(found[2])), None)
    if held is None:
        return {}
    first, last, movers = held
    year = int(last[:4])
    row: dict[str, object] = {"first_term": first, "term": last, "moved": int((mine["year"] == year).sum())}
    if len(movers) < LEAST_LEARNERS:
        return row | {"n": len(movers), "verdict": "too few"}
    rows = _both(turns[turns["year"] == year], attendance, first, last)
    alike = likeness(rows, SHARE)
    own = _of(movers, alike, least)
    row |= _as_columns(own, own.change, "")
    stayed = who_stayed(rows, int(movers["year_before"].mode().iloc[0]), SHARE)
    if stayed.kind == NOBODY:
        return row | {"basis": own.change.basis, "verdict": "can't tell"}
    return row | _against(own, stayed, alike, least)


def _against(own: _Moved, stayed: Stayers, alike: Alike, least: int) -> dict[str, object]:
    """The movers held against those who stayed, each year level of them counting alike."""
    of_groups = [_of(group, alike, least) for group in stayed.groups]
    groups, part = [one.change for one in of_groups], 1 / len(of_groups)
    row = _as_columns(_of(stayed.everyone, alike, least), together(groups, [part] * len(groups), SHARE), "other_")
    row["other_before"] = sum(part * one.before / one.n for one in of_groups)
    row["other_after"] = sum(part * one.after / one.n for one in of_groups)
    apart = held_against(own.change, groups, SHARE)
    row |= {"compared": stayed.kind, "difference": apart.value, "difference_low": apart.low}
    row |= {"difference_high": apart.high, "basis": apart.basis}
    return row | {"verdict": verdict_of_difference(apart.low, apart.high)}


def _both(turn: pd.DataFrame, attendance: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Rows of a turn with attendance in both terms, at the school it starts from and at the one it leads to.

    The columns are those of `pairs.paired`: share_before and share_after (1 regular, 0 not), class_before, class_after.
    """
    both = turn.drop_duplicates("student")
    for side, term, school in (("before", first, "from_school"), ("after", last, "to_school")):
        seen = attendance.loc[attendance["term"] == term, ["student", "school", "regular", "class_label"]]
        names = {"school": school, "regular": f"{SHARE}_{side}", "class_label": f"class_{side}"}
        both = both.merge(seen.rename(columns=names), on=["student", school], validate="1:1")
        both[names["regular"]] = both[names["regular"]].astype(float)
    return both[has_both(both, SHARE)]


def _of(rows: pd.DataFrame, alike: Alike, least: int) -> _Moved:
    found = change_of(rows, SHARE, alike)
    then, now = (rows[f"{SHARE}_{side}"] == 1 for side in ("before", "after"))
    n, up, down = len(rows), int((now & ~then).sum()), int((then & ~now).sum())
    before, after = int(then.sum()), int(now.sum())
    if min(up, down, n - up, n - down) >= least:
        return _Moved(n, before, after, up, down, found)
    one, two = (rows[f"class_{side}"].to_numpy(object) for side in ("before", "after"))
    worth = worth_in_two_classes(one, two, alike) or float(n)
    limits = newcombe_difference(after / n * worth, worth, before / n * worth, worth)
    return _Moved(n, before, after, None, None, replace(found, low=limits.low, high=limits.high))


def _as_columns(of: _Moved, change: Change, side: str) -> dict[str, object]:
    row = {"n": of.n, "n_before": of.before, "n_after": of.after, "n_up": of.up, "n_down": of.down}
    shares = {"before": of.before / of.n, "after": of.after / of.n, "change": change.value}
    limits = {"low": change.low, "high": change.high, "limits": "apart" if of.up is None else "paired"}
    return {f"{side}{name}": value for name, value in (row | shares | limits).items()}
