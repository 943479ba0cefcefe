"""How many learners have yet to reach a goal's level by its term, in the community and in each school?

Net: how many more must be at the level than are now, in a group of the size it will have then. Gross: how many must
move up, as some who are at the level now will not stay there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd

from colsynth.analyses.goals.aim import target_percent
from colsynth.analyses.goals.group import LEAST, group_in_words, in_group, is_measured, of_kind, with_reached
from colsynth.methods.proportions import learners_needed
from colsynth.reference.measures import Measure
from colsynth.reference.terms import TERMS_A_YEAR, term_at, term_number

ALL_SCHOOLS = ""  # the label of the row of the whole community
_NEEDED = (
    "goal", "title", "group", "school", "term", "n", "n_at", "share_at", "target_share", "target_term", "roll_then",
    "roll_basis", "net", "held_before", "moved_down", "gross", "terms_left", "a_term", "verdict",
)  # fmt: skip
_COUNTS = ("n", "n_at", "roll_then", "net", "held_before", "moved_down", "gross", "terms_left", "a_term")


def needed(
    goals: pd.DataFrame,
    results: pd.DataFrame,
    measures: Mapping[str, Measure],
    on_roll: pd.DataFrame | None = None,
    broken: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """One row is one goal with a target and results, for the community (`school` "") and for each of its schools.

    `on_roll`: the learners on the roll now (student, school, year_level, gender, ethnicities), None where not known.
    Columns: goal, title, group; term, n, n_at, share_at (now); target_share, target_term; roll_then (learners of the
    group in the target's term, in the schools with results now), roll_basis (`moved up` a year level a year, or
    `as now`: as many as have a result); net (more learners at the level than now); held_before (learners of now who
    were at the level a year ago), moved_down (those of them below it now), gross (net, and as many as would move down
    by then at that rate; empty where fewer than ten were at the level); terms_left, a_term (net for each term left,
    rounded up; empty where none is left); verdict: `more needed`, `none needed`, `term has passed`, `too few`.
    Each school is reckoned with the whole target by itself, so schools need not add up to the community.
    """
    rows: list[dict[str, Any]] = []
    for _, goal in goals.iterrows():
        aim = target_percent(goal)
        if aim is None or not is_measured(goal, measures) or goal["goal"] in set(goals["replaces"].dropna()):
            continue
        reached = with_reached(goal, results, measures)
        mine = in_group(goal, reached)
        if mine.empty:
            continue
        term = str(mine["term"].max())
        now = mine.loc[mine["term"] == term, ["student", "school", "reached"]]
        before = _year_before(now, reached, term, (broken or {}).get(goal["measure"], ()))
        then = roll_then(goal, on_roll, term) if on_roll is not None else None
        common = {"goal": goal["goal"], "title": goal["title"], "group": group_in_words(goal), "term": term}
        common |= {"target_share": aim / 100, "target_term": goal["target_term"]}
        places = [ALL_SCHOOLS, *sorted(now["school"].dropna().unique())]
        for school in places:
            here = now if school == ALL_SCHOOLS else now[now["school"] == school]
            roll = None if then is None else sum(then.get(s, 0) for s in (places[1:] if school == "" else [school]))
            rows.append(common | {"school": school} | _of_place(here, before, aim, roll, goal["target_term"], term))
    types: dict[str, str] = dict.fromkeys(_COUNTS, "Int64") | {"share_at": "Float64", "target_share": "Float64"}
    types |= {column: "str" for column in _NEEDED if column not in types}
    return pd.DataFrame(rows, columns=list(_NEEDED)).astype(types)


def _of_place(
    here: pd.DataFrame, before: pd.Series[Any] | None, aim: float, roll: int | None, due: str, term: str
) -> dict[str, Any]:
    n, n_at = len(here), int(here["reached"].sum())
    size = roll or n
    # A group that shrinks to those at the level now needs nobody more.
    net = 0 if n_at >= size else learners_needed(f"{aim:.10g}", size, n_at)
    left = term_number(due) - term_number(term) if pd.notna(due) else None
    row: dict[str, Any] = {"n": n, "n_at": n_at, "share_at": n_at / n, "net": net, "roll_then": size}
    row |= {"roll_basis": "moved up" if roll else "as now", "terms_left": None if left is None else max(0, left)}
    if left and left > 0:
        row["a_term"] = ceil(net / left)
    if before is not None:
        held = here[here["student"].map(before).fillna(False).to_numpy(bool)]
        down = len(held) - int(held["reached"].sum())
        row |= {"held_before": len(held), "moved_down": down}
        if len(held) >= LEAST and left and left > 0:
            stay = (1 - down / len(held)) ** (left / TERMS_A_YEAR)
            row["gross"] = net + ceil(n_at * (1 - stay) - 1e-9)
    if n < LEAST:
        return row | {"verdict": "too few"}
    if left is not None and left <= 0 and net:
        return row | {"verdict": "term has passed"}
    return row | {"verdict": "more needed" if net else "none needed"}


def roll_then(goal: pd.Series[Any], on_roll: pd.DataFrame, term: str) -> dict[str, int] | None:
    """How many learners of the goal's group each school will have in the target's term; None where not to be told.

    Year levels move up within their school, a year a year. A year level that enters from elsewhere by then is taken
    to be as large as it is now. Nobody else comes or goes.
    """
    if pd.isna(goal["target_term"]) or on_roll["year_level"].isna().all():
        return None
    years_on = max(0, int(goal["target_term"][:4]) - int(term[:4]))
    low = 0 if pd.isna(goal["year_from"]) else int(goal["year_from"])
    high = 15 if pd.isna(goal["year_to"]) else int(goal["year_to"])
    known = on_roll[on_roll["year_level"].notna()]
    sizes = of_kind(goal, known).groupby(["school", "year_level"]).size().to_dict()
    found: dict[str, int] = {}
    for school, levels in known.groupby("school")["year_level"]:
        taught = sorted({int(level) for level in levels})
        for year in (year for year in taught if low <= year <= high):
            source = year - years_on if year - years_on >= taught[0] else year
            found[str(school)] = found.get(str(school), 0) + int(sizes.get((school, source), 0))
    return found


def _year_before(now: pd.DataFrame, reached: pd.DataFrame, term: str, broken: Sequence[str]) -> pd.Series[Any] | None:
    """By learner of now: whether the learner was at the level in the same term a year ago; None where not to be told.

    A measure that changed on the way cannot tell.
    """
    earlier = term_at(term_number(term) - TERMS_A_YEAR)
    then = reached[(reached["term"] == earlier) & reached["student"].isin(now["student"])]
    if then.empty or any(earlier < change <= term for change in broken):
        return None
    return then.drop_duplicates("student").set_index("student")["reached"]
