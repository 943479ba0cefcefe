"""Which learners should a school look for: in which row of its own spreadsheet does each of them stand?

For inside use only. One row is one place; nothing but places comes out, and nothing follows the order of codes.
"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.transitions.turns import BEFORE

GONE = "sent on, and at no member school after"
GONE_OUTSIDE = "sent on, to a school outside the community by the register of moves"
NEW = "came at a move between schools, and was at no member school before"
TWICE = "at two schools at once"
ONLY_REGISTER = "a move that the register tells and no roll does"
ONLY_ROLLS = "a move that a roll tells and the register does not"
DIFFERS = "roll and register differ"

_SOURCE = ["source_file", "source_sheet", "source_row"]
COLUMNS = {
    "why": "str", "school": "str", "case": "Int64", "source_file": "str", "source_sheet": "str", "source_row": "Int64",
}  # fmt: skip


def unmatched(
    turns: pd.DataFrame, stays: pd.DataFrame, moves: pd.DataFrame, register: pd.DataFrame, year: int
) -> pd.DataFrame:
    """One row is one row of a school's spreadsheet with a learner who should be looked for, at the turn to `year`.

    `turns`, `stays` and `moves` are those of `analyses.transitions`; `register` is that of moves as it was read.
    Columns: why (what to look at); school, whose learner it is ("" for a row of the register that is for no one
    school); case, counted within `why` (the rows of one learner belong together); source_file, source_sheet,
    source_row. No number, no name, no code of a learner.

    A move is looked at where it can be matched at all: nobody is listed as sent on from a year level that no member
    receives, or as come at one that no member sends. Rolls are held against the register for the schools it tells of.
    """
    now = turns[(turns["year"] == year) & (turns["was"] != "two schools at once")]
    here, there = now["from_school"] != "", now["to_school"] != ""
    sent = set(now.loc[here & (now["step"] != ""), "step"])
    received = set(now.loc[there & (now["step"] != ""), "step"])
    gone = now[here & ~there & now["step"].isin(received)]
    told = moves[(moves["to_school"] == "") & moves["to_named"]]
    outside = gone["student"].isin(told["student"])
    twice = set(turns.loc[(turns["year"] == year) & (turns["was"] == "two schools at once"), "student"])
    found = [
        _side(gone[~outside], "from", GONE),
        _side(gone[outside], "from", GONE_OUTSIDE),
        _side(now[~here & there & now["step"].isin(sent)], "to", NEW),
        _told(stays[stays["student"].isin(twice) & ~(stays["last"] < pd.Timestamp(year - 1, *BEFORE))], TWICE),
        *_against_the_register(moves[_at_turn_or_in(moves, year)], stays, register),
    ]
    rows = pd.concat([_counted(frame) for frame in found], ignore_index=True)
    return rows[list(COLUMNS)].astype(COLUMNS)


def _side(rows: pd.DataFrame, side: str, why: str) -> pd.DataFrame:
    names = {f"{side}_school": "school", f"{side}_file": _SOURCE[0], f"{side}_sheet": _SOURCE[1]}
    return _told(rows.rename(columns=names | {f"{side}_row": _SOURCE[2]}), why)


def _told(rows: pd.DataFrame, why: str) -> pd.DataFrame:
    return rows[["student", "school", *_SOURCE]].assign(why=why)


def _at_turn_or_in(moves: pd.DataFrame, year: int) -> pd.Series[bool]:
    """Moves from the end of the year before to the end of the year."""
    day = moves["entered"].fillna(moves["left"])
    return (day >= pd.Timestamp(year - 1, *BEFORE)) & (day < pd.Timestamp(year + 1, *BEFORE))


def _against_the_register(moves: pd.DataFrame, stays: pd.DataFrame, register: pd.DataFrame) -> list[pd.DataFrame]:
    """Moves that only one source tells of, and those of which both tell differently."""
    known = register[register["student"].notna()]
    told_of = _ends(moves[moves["source"].isin(["register", "both"])])
    by_rolls = moves[(moves["source"] == "rolls") & (moves["from_school"] != "") & (moves["to_school"] != "")]
    missing = by_rolls[by_rolls["from_school"].isin(told_of) & by_rolls["to_school"].isin(told_of)]
    return [
        _told(_in_register(moves[moves["source"] == "register"], known, stays), ONLY_REGISTER),
        _told(_in_rolls(missing, stays), ONLY_ROLLS),
        _told(_in_register(moves[moves["differs"] != ""], known, stays), DIFFERS),
    ]


def _ends(moves: pd.DataFrame) -> set[str]:
    return {*moves["from_school"], *moves["to_school"]} - {""}


def _in_register(moves: pd.DataFrame, register: pd.DataFrame, stays: pd.DataFrame) -> pd.DataFrame:
    """The rows of the register that tell of these moves, and at each member the learner's row of its own roll.

    A row of the register is for a member of which no roll has the learner, else for nobody (school "").
    """
    columns = ["student", "from", "to", "left", "entered", *_SOURCE]
    pairs = moves[["student", "from_school", "to_school"]].merge(register[columns], on="student")
    same = (pairs["to"] == pairs["to_school"]) | ((pairs["to_school"] == "") & (pairs["from"] == pairs["from_school"]))
    ends = pd.concat([pairs[same].assign(school=pairs[end]) for end in ("from_school", "to_school")])
    ends = ends[ends["school"] != ""]
    own = stays.merge(ends[["student", "school"]].drop_duplicates(), on=["student", "school"])
    on_roll = pd.MultiIndex.from_frame(ends[["student", "school"]]).isin(
        pd.MultiIndex.from_frame(own[["student", "school"]])
    )
    told = ends.assign(school=ends["school"].where(~on_roll, ""))
    rows = pd.concat([told[["student", "school", *_SOURCE]], own[["student", "school", *_SOURCE]]])
    return rows.drop_duplicates()


def _in_rolls(moves: pd.DataFrame, stays: pd.DataFrame) -> pd.DataFrame:
    """The stays that a move ends and begins, each at its own school."""
    ends = [
        moves[["student", end]].rename(columns={end: "school"}).merge(stays, on=["student", "school"])
        for end in ("from_school", "to_school")
    ]
    return pd.concat(ends).drop_duplicates(["student", "school", *_SOURCE])


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """With `case`, in the order of files, sheets and rows."""
    rows = rows.sort_values(_SOURCE, kind="stable", na_position="first")
    first = pd.factorize(rows["student"])[0] + 1
    return rows.assign(case=first).sort_values("case", kind="stable").drop(columns="student")
