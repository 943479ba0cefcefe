"""How many moves of each kind were there in a year, and which source tells of them?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.transitions.turns import BEFORE, START

ALL = "All"
PLANNED = "Planned, "
KINDS = {
    "between years": "Between years, not planned",
    "within a year": "Within a year",
    "arrived": "Arrived from outside",
    "left": "Left the community",
    "started": "Started school",
    "finished": "Finished school",
    "school closed": "School closed",
}
MEMBERS = ("between years", "within a year")  # from one member to another, not planned
DIFFERS, ALIKE = "Both, not alike", "Both, alike"
SOURCES = {"rolls": "Rolls alone", "register": "Register of moves alone", "results": "Results"}
TOLD_BY = (ALIKE, DIFFERS, *SOURCES.values())

COLUMNS = {"year": "Int64", "kind": "str", "told_by": "str", "n": "Int64", "verdict": "str"}


def move_year(moves: pd.DataFrame) -> pd.Series[int]:
    """The year each move counts in: that of its first day, else of its last; from 1 November on, the year after."""
    day = moves["entered"].fillna(moves["left"])
    late = (day.dt.month > BEFORE[0]) | ((day.dt.month == BEFORE[0]) & (day.dt.day >= BEFORE[1]))
    year: pd.Series[int] = (day.dt.year + late.astype(int)).astype("Int64")
    return year


def moves_by_kind(moves: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """One row is one kind of move in one year by one source, and the total of a kind, from `first_year` on.

    `moves` as from `transitions.moves`. Columns: year (a move over the summer counts in the new one); kind: planned by
    its step (`Planned, Year 8 to Year 9`), or one of KINDS; told_by, one of TOLD_BY, or ALL; n, moves; verdict:
    `planned`, `not planned` (from one member to another), `over the edge` (from or to the outside, a start, or an end).

    Kinds and sources that have no move in any year are not there; every kind meets every source in every year.
    """
    if moves.empty:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    kind = moves["kind"].map(KINDS).where(moves["kind"] != "planned", PLANNED + moves["step"])
    told = moves["source"].map(SOURCES).where(moves["source"] != "both", ALIKE)
    told = told.where((moves["source"] != "both") | (moves["differs"] == ""), DIFFERS)
    rows = pd.DataFrame({"year": move_year(moves), "kind": kind, "told_by": told, "of": moves["kind"]})
    rows = rows[rows["year"] >= first_year]
    kinds = [*sorted(set(rows.loc[rows["of"] == "planned", "kind"]), key=_level), *KINDS.values()]
    kinds = [kind for kind in kinds if (rows["kind"] == kind).any()]
    sources = [source for source in TOLD_BY if (rows["told_by"] == source).any()]
    n = rows.groupby(["year", "kind", "told_by"]).size()
    found = [
        {
            "year": year,
            "kind": kind,
            "told_by": source,
            "n": _sum(n, year, kind, sources if source == ALL else [source]),
        }
        for year in sorted(rows["year"].unique())
        for kind in kinds
        for source in [*sources, ALL]
    ]
    table = pd.DataFrame(found, columns=list(COLUMNS))
    table["verdict"] = table["kind"].map(verdict_of_kind)
    return table.astype(COLUMNS)


def verdict_of_kind(kind: str) -> str:
    """Whether moves of a kind were to be expected, and whether they stay among the members."""
    if kind.startswith(PLANNED):
        return "planned"
    return "not planned" if kind in {KINDS[name] for name in MEMBERS} else "over the edge"


def arrived_and_left_at_steps(turns: pd.DataFrame) -> pd.DataFrame:
    """One row is a year and a kind (`Arrived from outside`, `Left the community`): n, those of a turn's steps."""
    stepped = turns[(turns["step"] != "") & (turns["step"] != START)]
    came, went = stepped["from_school"] == "", stepped["to_school"] == ""
    parts = [
        stepped[at].groupby("year").size().rename("n").reset_index().assign(kind=KINDS[kind])
        for kind, at in (("arrived", came), ("left", went))
    ]
    return pd.concat(parts, ignore_index=True)[["year", "kind", "n"]]


def _level(kind: str) -> int:
    return int(kind.rpartition(" ")[2])


def _sum(n: pd.Series[int], year: int, kind: str, sources: list[str]) -> int:
    return sum(int(n.get((year, kind, source), 0)) for source in sources)
