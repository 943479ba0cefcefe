"""What share of learners is at a goal's mark along the pathway, year level by year level, and where is a school left?

Learners of different year levels are different learners: the line is not the way of any one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from colsynth.methods.classes import learners_worth
from colsynth.methods.proportions import newcombe_difference, wilson_interval
from colsynth.reference.terms import TERMS_A_YEAR, term_at, term_number

LEAST_LEARNERS = 10  # of a year level; of fewer nothing is said. As the protection of tables
LEAST_MOVES = 10  # learners who took a step, for it to be a transition point of the community; our rule
NOW, BEFORE, LISTED = "now", "year before", "on the list"

COLUMNS = {
    "measure": "str", "term": "str", "line": "str", "year_level": "Int64", "stretch": "Int64", "n": "Int64",
    "n_at": "Int64", "rest": "Int64", "rest_at": "Int64", "share": "Float64", "low": "Float64", "high": "Float64",
    "worth": "Float64", "basis": "str", "verdict": "str",
}  # fmt: skip
STEP_COLUMNS = {
    "step": "str", "after_level": "Int64", "n": "Int64", "n_at": "Int64", "share": "Float64", "next_n": "Int64",
    "next_at": "Int64", "next_share": "Float64", "difference": "Float64", "low": "Float64", "high": "Float64",
    "basis": "str", "verdict": "str",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A transition point: the name of the step, and the year level it leads out of (0: before Year 1)."""

    name: str
    after: int


def steps_of(turns: pd.DataFrame) -> list[Step]:
    """The transition points of a community, the earliest first: steps that ten learners or more took."""
    taken = turns.loc[(turns["step"] != "") & ((turns["from_school"] != "") | (turns["was"] == "started")), "step"]
    counts = taken.value_counts()
    found = [Step(str(name), _level_before(str(name))) for name, n in counts.items() if n >= LEAST_MOVES]
    return sorted(found, key=lambda step: step.after)


def _level_before(name: str) -> int:
    into = re.search(r"to Year (\d+)$", name)
    return int(into[1]) - 1 if into else 0


def terms_of(results: pd.DataFrame, until: str) -> dict[str, str]:
    """For each measure with results of the last four terms, the newest term with results."""
    oldest = term_at(term_number(until) - TERMS_A_YEAR + 1)
    newest = results[(results["term"] >= oldest) & (results["term"] <= until)].groupby("measure")["term"].max()
    return {str(measure): str(term) for measure, term in newest.items()}


def pathway(
    reached: pd.DataFrame,
    terms: Mapping[str, str],
    before: Mapping[str, str],
    listed: Iterable[str],
    measure: str,
    icc: Mapping[str, float],
) -> pd.DataFrame:
    """One row is one line at one year level: the share of learners at the mark.

    `reached`: results (student, measure, term, year_level, class_label) with `reached`; `terms` the term of each
    measure's line, in the order of the lines, and `before` that of the line of a year before, where the two can be held
    side by side; `listed` the learners on the goal's list, followed on the goal's own `measure` to wherever they are.

    Columns: measure, term; line: `now`, `year before` or `on the list`; year_level (0 to 15); stretch (a line is drawn
    within one alone: the next begins where a year level has no learners); n, n_at; rest and rest_at (learners of the
    year level who are not on the list; list only); share, low, high (95 %, Wilson, for these schools with another, like
    cohort), worth (how many independent learners they are worth), basis (`classes` or `count`); verdict: `described`
    or `too few`.
    """
    known = reached[reached["year_level"].notna() & reached["reached"].notna()]
    on_list = known["student"].isin(set(listed))
    parts = [_line(known, name, term, NOW, icc) for name, term in terms.items()]
    parts += [_line(known, name, term, BEFORE, icc) for name, term in before.items()]
    if measure in terms:
        mine = _line(known[on_list], measure, terms[measure], LISTED, icc)
        rest = _line(known[~on_list], measure, terms[measure], LISTED, icc).set_index("year_level")
        for name, of in (("rest", "n"), ("rest_at", "n_at")):
            mine[name] = mine["year_level"].map(rest[of]).fillna(0).astype("Int64")
        parts.append(mine)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def _line(known: pd.DataFrame, measure: str, term: str, line: str, icc: Mapping[str, float]) -> pd.DataFrame:
    mine = known[(known["measure"] == measure) & (known["term"] == term)]
    rows: list[dict[str, object]] = []
    stretch, last = 0, None
    for level in sorted(int(year) for year in mine["year_level"].unique()):
        group = mine[mine["year_level"] == level]
        at, n = int(group["reached"].sum()), len(group)
        worth = learners_worth(group["class_label"].to_numpy(object), icc.get(measure))
        limits = wilson_interval(at / n * (worth or n), worth or n)
        stretch += last is not None and level != last + 1
        last = level
        row = {"measure": measure, "term": term, "line": line, "year_level": level, "stretch": stretch}
        row |= {"n": n, "n_at": at, "share": at / n, "low": limits.low, "high": limits.high, "worth": worth or float(n)}
        row |= {"basis": "count" if worth is None else "classes"}
        rows.append(row | {"verdict": "described" if n >= LEAST_LEARNERS else "too few"})
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def at_the_steps(path: pd.DataFrame, steps: Iterable[Step], measure: str) -> pd.DataFrame:
    """One row is one transition point: the learners of the year level before it beside those of the one after it.

    `path` as from `pathway`. Columns: step, after_level; n, n_at, share (year level before), next_n, next_at,
    next_share (after); difference (after less before), low, high (95 %, Newcombe), basis; verdict: of
    `verdict_of_step`, `too few` (fewer than ten on a side) or `can't tell` (the goal's measure does not stand on both
    sides).
    """
    line = path[(path["measure"] == measure) & (path["line"] == NOW)]
    at = {int(row["year_level"]): row for row in line.to_dict("records")}
    rows: list[dict[str, object]] = []
    for step in steps:
        row: dict[str, object] = {"step": step.name, "after_level": step.after}
        if step.after not in at or step.after + 1 not in at:
            rows.append(row | {"verdict": "can't tell"})
            continue
        one, two = at[step.after], at[step.after + 1]
        row |= {"n": one["n"], "n_at": one["n_at"], "next_n": two["n"], "next_at": two["n_at"]}
        if min(one["n"], two["n"]) < LEAST_LEARNERS:
            rows.append(row | {"verdict": "too few"})
            continue
        sides = (two["share"] * two["worth"], two["worth"], one["share"] * one["worth"], one["worth"])
        apart = newcombe_difference(*(float(side) for side in sides))
        row |= {"share": one["share"], "next_share": two["share"], "difference": apart.value}
        row |= {"low": apart.low, "high": apart.high}
        row |= {"basis": "classes" if one["basis"] == two["basis"] == "classes" else "count"}
        rows.append(row | {"verdict": verdict_of_step(apart.low, apart.high)})
    return pd.DataFrame(rows, columns=list(STEP_COLUMNS)).astype(STEP_COLUMNS)


def verdict_of_step(low: float, high: float) -> str:
    """What may be said of the year level after a transition point, less the one before it, with these 95 % limits?"""
    if low > 0:
        return "higher after"
    return "lower after" if high < 0 else "no clear difference"
