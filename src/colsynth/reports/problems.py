"""What should the data lead look at? Every problem with its place and remedy, for inside use only.

`problems.csv` for sorting, `problems.html` for reading: what came in and what did not, what to do first, then file by
file each sheet from afar and its problems in the order in which screening found them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from colsynth.errors import STAGES, Problem
from colsynth.registers.snapshot import Account
from colsynth.reports.figure import environment
from colsynth.reports.page import content_policy, page_style
from colsynth.reports.sheet_picture import Picture, draw_sheet, make_legend
from colsynth.reports.tables import csv_text
from colsynth.reports.words import Ids, slug

EFFECTS = ("refused", "set aside", "warning", "left out")  # what hurts most is told first
FIRST = 5  # problems told under "What to do first"
PLACES = 3  # files or sheets named there of many alike
STAGE_TITLES = {
    "opens": "Opening the file",
    "headers": "Headers and columns",
    "cells": "Cells",
    "across tables": "Across tables and years",
}
BECAME = {
    "refused": "not read",
    "set aside": "set aside: not in the report",
    "warning": "used; please look",
    "left out": "left out: not a record",
}


@dataclass(frozen=True)
class SheetView:
    """One sheet on the page: what it was read as, its drawing, and its problems by stage."""

    name: str
    account: str
    picture: Picture
    stages: list[tuple[str, list[Problem]]]


@dataclass(frozen=True)
class FileView:
    """One file on the page; `stages` are the problems of no one sheet, `annotated` the address of its marked copy."""

    name: str
    id: str
    count: int
    stages: list[tuple[str, list[Problem]]]
    sheets: list[SheetView]
    annotated: str


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems by stage, in a stage by what became of the records, then as they were found."""
    return sorted(problems, key=lambda problem: (STAGES.index(problem.stage), _weight(problem)))


def write_problems(path: Path, problems: Sequence[Problem]) -> None:
    """`problems.csv`: one row a problem, its four beats in columns of their own; there also without problems."""
    names = ["stage", *(field.name for field in fields(Problem) if field.name != "ranges")]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(names)
        rows.writerows([csv_text(str(getattr(problem, name))) for name in names] for problem in in_order(problems))


def write_learners(path: Path, places: pd.DataFrame) -> None:
    """`learners.csv`: file, sheet and row of the learners a person should look at; rows of one case stand together.

    A school finds its learner in its own spreadsheet; no name, number or code is in here.
    """
    columns = ["why", "case", "source_file", "source_sheet", "source_row"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["why", "case", "file", "sheet", "row"])
        rows.writerows([csv_text(str(cell)) for cell in row] for row in places[columns].itertuples(index=False))


def make_problems(
    community: str,
    problems: Sequence[Problem],
    accounts: Sequence[Account],
    annotated: Mapping[str, str] | None = None,
    blocked: str = "",
) -> str:
    """A page without script; `annotated` gives a file's marked copy by its name, `blocked` why nothing can be used."""
    ids = Ids({"main", "summary", "first", "records"})
    names = sorted({problem.file for problem in problems} | {account.file for account in accounts})
    folder = _common_folder(names)
    problems = [replace(problem, file=problem.file.removeprefix(folder)) for problem in problems]
    accounts = [replace(account, file=account.file.removeprefix(folder)) for account in accounts]
    copies = {name.removeprefix(folder): address for name, address in (annotated or {}).items()}
    files = [
        _file(name, problems, accounts, copies.get(name, ""), ids) for name in (n.removeprefix(folder) for n in names)
    ]
    page = (
        environment()
        .get_template("problems.html.j2")
        .render(
            community=community,
            folder=folder,
            headline=_headline(problems, blocked),
            blocked=blocked,
            came_in=_came_in(accounts),
            not_in=_not_in(problems, accounts),
            first=_first(problems, {file.name: file.id for file in files}),
            files=[file for file in files if file.count],
            quiet=[file for file in files if not file.count],
            accounts=[account for account in accounts if account.register],
            legend=make_legend(),
            became=BECAME,
            policy=content_policy([]),
            css=Markup(page_style()),
        )
    )
    return str(page)


def _common_folder(names: Sequence[str]) -> str:
    """The folder all files stand in, said once; nothing where they stand in several."""
    folders = {name[: name.rfind("/") + 1] for name in names if name}
    return folders.pop() if len(folders) == 1 else ""


def _weight(problem: Problem) -> int:
    return EFFECTS.index(problem.effect) if problem.effect in EFFECTS else len(EFFECTS)


def _by_stage(problems: Sequence[Problem]) -> list[tuple[str, list[Problem]]]:
    ordered = in_order(problems)
    found = [(STAGE_TITLES[stage], [problem for problem in ordered if problem.stage == stage]) for stage in STAGES]
    return [(title, those) for title, those in found if those]


def _file(name: str, problems: Sequence[Problem], accounts: Sequence[Account], annotated: str, ids: Ids) -> FileView:
    mine = [problem for problem in problems if problem.file == name]
    by_sheet: dict[str, list[Account]] = {}
    for account in accounts:
        if account.file == name:
            by_sheet.setdefault(account.sheet, []).append(account)
    of_sheets = [problem for problem in mine if problem.sheet in by_sheet]
    sheets = [
        _sheet(name, sheet, group, [problem for problem in of_sheets if problem.sheet == sheet])
        for sheet, group in by_sheet.items()
    ]
    rest = _by_stage([problem for problem in mine if problem.sheet not in by_sheet])
    return FileView(name, ids.claim(f"file-{slug(name)}"), len(mine), rest, sheets, annotated)


def _sheet(file: str, sheet: str, accounts: list[Account], problems: list[Problem]) -> SheetView:
    left_out = [left for account in accounts for left in account.left_out]
    pictures: list[dict[str, Any]] = [account.picture for account in accounts]
    picture = draw_sheet(pictures, left_out, problems, sheet or file)
    read = [account for account in accounts if account.register]
    told = "; ".join(account_words(account) for account in read)
    if not read:
        told = "; ".join(dict.fromkeys(left["why"] for left in left_out)) or "not read"
    return SheetView(sheet, told, picture, _by_stage(problems))


def account_words(account: Account) -> str:
    """`read as achievement: 424 of 430 records used, 4 set aside, 2 repeated`."""
    told = f"read as {account.register}: {account.accepted} of {account.read} records used"
    told += f", {account.set_aside} set aside" if account.set_aside else ""
    return told + (f", {account.repeated} repeated" if account.repeated else "")


def _headline(problems: Sequence[Problem], blocked: str) -> str:
    if blocked:
        return "No report can be made yet"
    if not problems:
        return "Nothing needs a look"
    hurts = sum(problem.effect in {"refused", "set aside"} for problem in problems)
    looks = len(problems) - hurts
    told = [f"{hurts} {'thing' if hurts == 1 else 'things'} to mend"] if hurts else []
    told += [f"{looks} to look at"] if looks else []
    return ", ".join(told)


def _came_in(accounts: Sequence[Account]) -> str:
    read = [account for account in accounts if account.register]
    if not read:
        return "No sheet was read."
    files, sheets = {account.file for account in read}, {(account.file, account.sheet) for account in read}
    n, aside, repeated = (sum(getattr(a, name) for a in read) for name in ("read", "set_aside", "repeated"))
    return (
        f"{_counted(len(sheets), 'sheet')} of {_counted(len(files), 'file')}: {_counted(n, 'record')} read. "
        f"{n - aside - repeated} are used, {aside} set aside, {repeated} the same again."
    )


def _not_in(problems: Sequence[Problem], accounts: Sequence[Account]) -> list[str]:
    """What did not come in: files and sheets not read, and files with records set aside."""
    refused: dict[str, list[str]] = {}
    for problem in in_order(problems):
        if problem.effect == "refused":
            refused.setdefault(problem.found, []).append(_where(problem))
    told = [f"{_few(list(dict.fromkeys(places)))}: not read, it {found}." for found, places in refused.items()]
    by_file: dict[str, list[int]] = {}
    for account in accounts:
        if account.set_aside:
            counts = by_file.setdefault(account.file, [0, 0])
            counts[0] += account.set_aside
            counts[1] += account.read
    told += [f"{file}: {aside} of {read} records set aside." for file, (aside, read) in by_file.items()]
    return told


def _first(problems: Sequence[Problem], ids: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(place, what to do, id of the file) of what costs most; what one deed mends is told once."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        if problem.effect in {"refused", "set aside"}:
            key = (problem.check, problem.remedy, problem.found if problem.effect == "set aside" else "")
            alike.setdefault(key, []).append(problem)
    weighty = sorted(alike.values(), key=lambda those: (_weight(those[0]), -sum(p.count for p in those)))
    return [
        (
            _few(list(dict.fromkeys(_where(p) for p in those))),
            f"It {those[0].found}{_like(those)}. {those[0].remedy}",
            ids[those[0].file],
        )
        for those in weighty[:FIRST]
    ]


def _where(problem: Problem) -> str:
    return problem.place or "The inputs as a whole"


def _like(problems: Sequence[Problem]) -> str:
    count = sum(problem.count for problem in problems)
    return f" ({count} like this)" if count > len(problems) else ""


def _few(places: list[str]) -> str:
    more = len(places) - PLACES
    return ", ".join(places) if more <= 0 else f"{', '.join(places[:PLACES])} and {more} more"


def _counted(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
