"""From which school to which did learners go at one turn of the year, by the step between two year levels?"""

from __future__ import annotations

import pandas as pd

OUTSIDE = ""  # as a from_school: came from outside; as a to_school: left, or not seen
ALL = "All"  # the total of a line
LARGE = 0.5  # share of the learners a school sent, above which they are most of them

COLUMNS = {
    "year": "Int64", "step": "str", "from_school": "str", "to_school": "str", "n": "Int64", "share": "Float64",
    "verdict": "str",
}  # fmt: skip


def newest_year(turns: pd.DataFrame) -> int | None:
    """The newest year at whose turn learners of a member school had to change school; None where none had."""
    years = sent(turns)["year"]
    return int(years.max()) if len(years) else None


def sent(turns: pd.DataFrame) -> pd.DataFrame:
    """The learners whose school does not teach the next level, seen again or not."""
    return turns[(turns["step"] != "") & (turns["from_school"] != "")]


def flows(turns: pd.DataFrame, year: int) -> pd.DataFrame:
    """One row is one step of one turn of the year, a school left and a school entered, with the totals of both.

    `turns` as from `transitions.turns`. Steps are those at which a member school sent learners, in their order of
    levels. Every school that sent at a step meets every one that received there; from_school is OUTSIDE for learners
    who came from outside the community at the step, to_school is OUTSIDE for those who left it or were not seen, and
    either is ALL for a total. There is no row from OUTSIDE to OUTSIDE.

    Columns: year, the new one; step; from_school; to_school; n, learners; share, of all the school sent at the step
    (empty for the total and for OUTSIDE); verdict: `most`, `some` or `none` of what the school sent, `left` (or not
    seen), `from outside`, or `total`.
    """
    own = turns[(turns["year"] == year) & (turns["step"] != "")]
    steps = sorted(sent(own)["step"].unique(), key=_level)
    tables = [_step(own[own["step"] == step], step) for step in steps]
    rows = [{"year": year, **row} for table in tables for row in table]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def others(turns: pd.DataFrame, year: int) -> pd.DataFrame:
    """The learners of a turn who changed school without having to, by the schools they left and entered."""
    return turns[
        (turns["year"] == year) & turns["was"].isin(["moved otherwise", "left", "arrived"]) & (turns["step"] == "")
    ]


def _level(step: str) -> int:
    """The year level a step leads to."""
    return int(step.rpartition(" ")[2])


def _step(own: pd.DataFrame, step: str) -> list[dict[str, object]]:
    counted = own.groupby(["from_school", "to_school"]).size()
    feeders = sorted(set(own["from_school"]) - {OUTSIDE})
    receivers = sorted(set(own["to_school"]) - {OUTSIDE})
    rows: list[dict[str, object]] = []
    for here in [*feeders, OUTSIDE, ALL]:
        of = sum(int(counted.get((here, there), 0)) for there in [*receivers, OUTSIDE]) if here in feeders else 0
        for there in [*receivers, OUTSIDE, ALL]:
            if here == there == OUTSIDE:
                continue
            ends = _named(here, feeders), _named(there, receivers)
            n = sum(int(counted.get((a, b), 0)) for a in ends[0] for b in ends[1])
            share = n / of if of and there != ALL else None
            row = {"step": step, "from_school": here, "to_school": there, "n": n, "share": share}
            rows.append(row | {"verdict": _verdict(here, there, share)})
    return rows


def _named(school: str, members: list[str]) -> list[str]:
    return [*members, OUTSIDE] if school == ALL else [school]


def _verdict(here: str, there: str, share: float | None) -> str:
    if ALL in (here, there):
        return "total"
    if here == OUTSIDE:
        return "from outside"
    if there == OUTSIDE:
        return "left"
    return verdict_of_flow(share or 0.0)


def verdict_of_flow(share: float) -> str:
    """How much of what a school sent went one way."""
    if share == 0:
        return "none"
    return "most" if share > LARGE else "some"
