"""Which learners should each school look at? Lists of places in its own spreadsheets, for inside use only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from colsynth.analyses.transitions.unmatched import unmatched
from colsynth.exhibits import Chapter
from colsynth.registers.places import SOURCE
from colsynth.reports.problems import write_learners

SHEET = SOURCE[:2]


def write_lists(view: Chapter, inside: Path) -> None:
    """`learners.csv` with every case, and `learners/<code>.csv` with the rows of one school, to be sent to it.

    In both are the rows that intake pointed out (joined records, results of learners on no roll) and those of
    learners whose move at the newest turn of the year cannot be followed; a case has one number in both.
    """
    snapshot, moved = view.snapshot, _moved(view)
    found = pd.concat([_with_schools(view), moved], ignore_index=True)
    write_learners(inside / "learners.csv", pd.concat([snapshot.learners, _once(moved)], ignore_index=True))
    for school, rows in found[found["school"] != ""].groupby("school", sort=True):
        folder = inside / "learners"
        folder.mkdir(exist_ok=True)
        write_learners(folder / f"{view.school_folders[str(school)]}.csv", rows)


def _moved(view: Chapter) -> pd.DataFrame:
    """Those whose move cannot be followed, at the newest turn up to the term reported on."""
    years = view.turns["year"]
    newest = int(years.max()) if len(years) else int(view.term[:4])
    return unmatched(view.turns, view.stays, view.moves, view.snapshot.frame("moves"), newest)


def _once(moved: pd.DataFrame) -> pd.DataFrame:
    """A row of the register of moves that is for two schools stands once among all."""
    return moved.drop(columns="school").drop_duplicates()


def _with_schools(view: Chapter) -> pd.DataFrame:
    """The rows that intake pointed out, with the school that each is a learner of.

    A row that was set aside is in no register; it goes to the school that all others on its sheet are of, if one.
    """
    frames = [view.snapshot.frame(name)[["school", *SOURCE]] for name in ("students", "achievement", "attendance")]
    schools = pd.concat(frames, ignore_index=True).dropna(subset=["school"])
    rows = view.snapshot.learners.reset_index(drop=True)
    schools = schools.astype(rows[[*SOURCE]].dtypes.to_dict())
    sheets = schools.drop_duplicates(["school", *SHEET]).drop_duplicates([*SHEET], keep=False)
    by_row = rows.merge(schools.drop_duplicates([*SOURCE]), on=[*SOURCE], how="left")["school"]
    by_sheet = rows.merge(sheets.drop(columns="source_row"), on=[*SHEET], how="left")["school"]
    return rows.assign(school=by_row.fillna(by_sheet)).dropna(subset=["school"])
