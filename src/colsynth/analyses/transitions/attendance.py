"""Do learners who move to their next school attend as they did before, held against those who did not move?

Attendance of the first term of the new year is held against the same term a year before: a winter term is not held
against a summer one, and neither is the last term of one school against the first of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from colsynth.methods.classes import class_icc, learners_worth
from colsynth.methods.gap_change import change
from colsynth.methods.gaps import Estimate
from colsynth.methods.paired import paired_difference
from colsynth.methods.proportions import newcombe_difference
from colsynth.reference.terms import TERMS_A_YEAR

LEAST_LEARNERS = 10  # on either side; of fewer nothing is said. As the protection of tables
LEAST_SCHOOLS = 2  # at which learners of the same age stayed, for their schools' own year not to decide; our rule
SAME_AGE, ADJACENT = "same age", "adjacent years"

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
    change: Estimate
    basis: str


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
    which are wider and do not give so few learners back, and n_up and n_down are empty; compared: `same age` (learners
    of the same year level who stayed, at two schools or more), else `adjacent years` (a year level below or above),
    else empty; other_n and so on, of those; difference (change of the movers less that of the others), difference_low,
    difference_high (95 %, from the limits of both); basis (`classes` where all limits allow for learners in classes,
    else `count`); verdict: of `verdict_of_difference`, or `too few`, `can't tell` (nobody stayed to hold them
    against) or `no attendance` (of movers on both sides).
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
    turn = turns[turns["year"] == int(last[:4])]
    row: dict[str, object] = {"first_term": first, "term": last, "moved": int((mine["year"] == int(last[:4])).sum())}
    if len(movers) < LEAST_LEARNERS:
        return row | {"n": len(movers), "verdict": "too few"}
    stayed = _both(turn[turn["was"] == "stayed"], attendance, first, last)
    icc = _likeness(pd.concat([movers, stayed]))
    own = _of(movers, icc, least)
    row |= _as_columns(own, "")
    compared, others = _others(stayed, movers)
    if not compared:
        return row | {"basis": own.basis, "verdict": "can't tell"}
    other = _of(others, icc, least)
    row |= {"compared": compared} | _as_columns(other, "other_")
    apart = change(other.change, own.change)
    basis = "classes" if own.basis == other.basis == "classes" else "count"
    row |= {"difference": apart.value, "difference_low": apart.low, "difference_high": apart.high, "basis": basis}
    return row | {"verdict": verdict_of_difference(apart.low, apart.high)}


def _both(turn: pd.DataFrame, attendance: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Rows of a turn with attendance in both terms, at the school it starts from and at the one it leads to."""
    kept = ["student", "from_school", "to_school", "year_before"]
    before = attendance.loc[attendance["term"] == first, ["student", "school", "regular"]]
    after = attendance.loc[attendance["term"] == last, ["student", "school", "regular", "class_label"]]
    both = (
        turn[kept]
        .drop_duplicates("student")
        .merge(
            before.rename(columns={"school": "from_school", "regular": "regular_before"}), on=["student", "from_school"]
        )
    )
    both = both.merge(after.rename(columns={"school": "to_school"}), on=["student", "to_school"])
    now, then = both["regular"].astype(bool).astype(int), both["regular_before"].astype(bool).astype(int)
    return both.assign(regular=now, regular_before=then, moved=now - then)


def _likeness(rows: pd.DataFrame) -> float | None:
    """How alike learners of one class of the new year are in how their attendance moved."""
    columns = (rows["moved"].to_numpy(float), rows["class_label"].to_numpy(object), rows["to_school"].to_numpy(object))
    alike = class_icc(*columns)
    return alike.icc if alike else None


def _others(stayed: pd.DataFrame, movers: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Who did not move: of the same year level at two schools or more, else of a level beside it; else nobody."""
    levels = set(movers["year_before"].dropna().astype(int))
    same = stayed[stayed["year_before"].isin(levels)]
    if len(same) >= LEAST_LEARNERS and same["to_school"].nunique() >= LEAST_SCHOOLS:
        return SAME_AGE, same
    beside = {level + off for level in levels for off in (-1, 1)} - levels
    near = stayed[stayed["year_before"].isin(beside)]
    return (ADJACENT, near) if len(near) >= LEAST_LEARNERS else ("", stayed.iloc[:0])


def _of(rows: pd.DataFrame, icc: float | None, least: int) -> _Moved:
    n, up, down = len(rows), int((rows["moved"] > 0).sum()), int((rows["moved"] < 0).sum())
    before, after = int(rows["regular_before"].sum()), int(rows["regular"].sum())
    worth = learners_worth(rows["class_label"].to_numpy(object), icc)
    basis, share = ("count", 1.0) if worth is None else ("classes", worth / n)
    if min(up, down, n - up, n - down) < least:
        apart = newcombe_difference(after * share, n * share, before * share, n * share)
        return _Moved(n, before, after, None, None, Estimate(apart.value, apart.low, apart.high), basis)
    limits = paired_difference(up * share, down * share, n * share)
    return _Moved(n, before, after, up, down, Estimate(limits.value, limits.low, limits.high), basis)


def _as_columns(of: _Moved, side: str) -> dict[str, object]:
    row = {"n": of.n, "n_before": of.before, "n_after": of.after, "n_up": of.up, "n_down": of.down}
    shares = {"before": of.before / of.n, "after": of.after / of.n, "change": of.change.value}
    limits = {"low": of.change.low, "high": of.change.high, "limits": "apart" if of.up is None else "paired"}
    return {f"{side}{name}": value for name, value in (row | shares | limits).items()}
