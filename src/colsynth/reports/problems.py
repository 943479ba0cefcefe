"""What should the data lead look at? Every problem with its place and remedy, for inside use only."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from colsynth.errors import Problem
from colsynth.registers.snapshot import Account
from colsynth.reports.figure import environment
from colsynth.reports.page import content_policy, page_style
from colsynth.reports.tables import csv_text

ORDER = ("refused", "set aside", "warning", "left out")


def write_problems(path: Path, problems: Sequence[Problem]) -> None:
    """`problems.csv`: one row a problem, its four beats in columns of their own; there also without problems."""
    names = ["stage", *(field.name for field in fields(Problem) if field.name != "ranges")]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(names)
        rows.writerows([csv_text(str(getattr(problem, name))) for name in names] for problem in problems)


def write_learners(path: Path, places: pd.DataFrame) -> None:
    """`learners.csv`: file, sheet and row of the learners a person should look at; rows of one case stand together.

    A school finds its learner in its own spreadsheet; no name, number or code is in here.
    """
    columns = ["why", "case", "source_file", "source_sheet", "source_row"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["why", "case", "file", "sheet", "row"])
        rows.writerows([csv_text(str(cell)) for cell in row] for row in places[columns].itertuples(index=False))


def make_problems(community: str, problems: Sequence[Problem], accounts: Sequence[Account]) -> str:
    """A page without script: the problems by file, what became of the cells, then the account of every sheet."""
    files = sorted({problem.file for problem in problems})
    by_file = {
        file: sorted(
            (problem for problem in problems if problem.file == file),
            key=lambda problem: ORDER.index(problem.effect) if problem.effect in ORDER else len(ORDER),
        )
        for file in files
    }
    page = (
        environment()
        .get_template("problems.html.j2")
        .render(
            community=community,
            by_file=by_file,
            accounts=accounts,
            count=len(problems),
            policy=content_policy([]),
            css=Markup(page_style()),
        )
    )
    return str(page)
