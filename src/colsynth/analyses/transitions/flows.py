"""From which school to which did learners go at one turn of the year, by the step between two year levels?"""

from __future__ import annotations

import numpy as np
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
    tables = [_step(own[own["step"] == step]).assign(year=year, step=step) for step in steps]
    rows = pd.concat(tables) if tables else pd.DataFrame()
    return rows.reindex(columns=list(COLUMNS)).astype(COLUMNS).reset_index(drop=True)


def _level(step: str) -> int:
    """The year level a step leads to."""
    return int(step.rpartition(" ")[2])


def _step(own: pd.DataFrame) -> pd.DataFrame:
    counted = pd.crosstab(own["from_school"], own["to_school"])
    feeders, receivers = ([*sorted(set(own[end]) - {OUTSIDE}), OUTSIDE] for end in ("from_school", "to_school"))
    cells = counted.reindex(index=feeders, columns=receivers, fill_value=0).to_numpy()
    wide = np.column_stack([cells, cells.sum(axis=1)])
    n = np.vstack([wide, wide.sum(axis=0)]).ravel()
    here, there = np.repeat([*feeders, ALL], len(receivers) + 1), np.tile([*receivers, ALL], len(feeders) + 1)
    of = np.repeat([*wide[:, -1], 0], len(receivers) + 1)
    shared = (here != ALL) & (here != OUTSIDE) & (there != ALL) & (of > 0)
    share = np.where(shared, n / np.maximum(of, 1), np.nan)
    verdict = [_verdict(a, b, x) for a, b, x in zip(here.tolist(), there.tolist(), share.tolist(), strict=True)]
    rows = pd.DataFrame({"from_school": here, "to_school": there, "n": n, "share": share, "verdict": verdict})
    known: pd.DataFrame = rows[(here != OUTSIDE) | (there != OUTSIDE)]
    return known


def _verdict(here: str, there: str, share: float) -> str:
    if ALL in (here, there):
        return "total"
    if here == OUTSIDE:
        return "from outside"
    return "left" if there == OUTSIDE else verdict_of_flow(share)


def verdict_of_flow(share: float) -> str:
    """How much of what a school sent went one way."""
    if share == 0:
        return "none"
    return "most" if share > LARGE else "some"
