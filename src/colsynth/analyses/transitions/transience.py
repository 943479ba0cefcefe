"""How many learners changed school twice or more within a year?"""

from __future__ import annotations

from datetime import date

import pandas as pd

from colsynth.methods.proportions import wilson_interval

OPENS, CLOSES, ROLL_DAY = (3, 1), (11, 1), (7, 1)  # month, day. Ministry of Education, transient students
MOVES = 2  # moves between the two days, from which a learner counts as transient. The same
PER = 1000  # learners on the roll
LEAST_ROLL = 10  # learners; of fewer no rate is told

COLUMNS = {
    "year": "Int64", "roll": "Int64", "n": "Int64", "rate": "Float64", "low": "Float64", "high": "Float64",
    "verdict": "str",
}  # fmt: skip


def transience(moves: pd.DataFrame, stays: pd.DataFrame, years: range, as_at: date) -> pd.DataFrame:
    """One row is one year of `years`: the learners who moved twice or more between 1 March and 1 November.

    `moves` as from `transitions.moves`, `stays` as from `transitions.stays`. A move counts where both of its ends are
    known to be schools, in the community or not: so neither a first enrolment nor one who left to nowhere known.
    Moves between schools outside are not seen, so n is the least it can be.

    Columns: year; roll, learners on a roll on 1 July (by dated rolls alone); n; rate, per 1,000 of the roll, and low,
    high (Wilson's limits, from the count alone); verdict: `at least`, `so far` (the year is not over), `too few` (on
    the roll), `cannot be told` (no roll with days).

    Source: Ministry of Education, Education Counts indicator "Transient students".
    """
    day = moves["entered"].fillna(moves["left"])
    known = moves["from_named"] & moves["to_named"]
    on_roll = stays[(stays["source"] == "rolls") & stays["in_order"]]
    rows = []
    for year in years:
        opens, closes, july = (pd.Timestamp(year, *when) for when in (OPENS, CLOSES, ROLL_DAY))
        n_moves = moves[known & (day >= opens) & (day <= closes)].groupby("student").size()
        there = (on_roll["first"].isna() | (on_roll["first"] <= july)) & (
            on_roll["last"].isna() | (on_roll["last"] >= july)
        )
        counts = {"roll": on_roll.loc[there, "student"].nunique(), "n": int((n_moves >= MOVES).sum())}
        rows.append({"year": year, **_rate(counts["n"], counts["roll"], july.date() <= as_at, closes.date() <= as_at)})
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def verdict_of_transience(roll: int, july_seen: bool, over: bool) -> str:
    """What a rate of a year may be called."""
    if roll == 0 or not july_seen:
        return "cannot be told"
    if roll < LEAST_ROLL:
        return "too few"
    return "at least" if over else "so far"


def _rate(n: int, roll: int, july_seen: bool, over: bool) -> dict[str, object]:
    verdict = verdict_of_transience(roll, july_seen, over)
    row: dict[str, object] = {"roll": roll, "n": n, "verdict": verdict}
    if verdict not in ("at least", "so far"):
        return row if verdict == "too few" else {"verdict": verdict}
    limits = wilson_interval(min(n, roll), roll)
    return row | {"rate": PER * n / roll, "low": PER * limits.low, "high": PER * limits.high}
