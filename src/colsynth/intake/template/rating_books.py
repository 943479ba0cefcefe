"""Which rating workbooks are written? One a school, or one a person with a code of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from colsynth.errors import InputError, UsageError
from colsynth.frameworks import Framework
from colsynth.intake.template.per_school import file_stem
from colsynth.intake.template.rating_book import Rater, rating_workbook
from colsynth.intake.workbook import save_workbook

SCHOOLS = "schools"
MOST_RATERS = 500  # of one kind in one go; more is a slip of the keyboard
_KIND = re.compile(r"(?P<kind>\D*?)\s*(?P<n>\d*)")
_CODE = re.compile(r"r(\d+)(?:-.*)?")


def write_rating_workbooks(
    folder: Path,
    framework: Framework,
    schools: Mapping[str, str],
    raters: str = SCHOOLS,
    by: str = "area",
    term: str = "",
    force: bool = False,
) -> list[Path]:
    """Write a workbook for each rater: `r01-principal.xlsx`, and `9901-totara-flat-school.xlsx` for a school's team.

    `raters` are kinds with a comma between, each with how many: `principal 4, whānau 6, schools`; `schools` (names by
    number) is one for each. Codes go on after those that stand in the folder. UsageError where `raters` cannot be read
    or a workbook is there already, unless `force`; InputError where schools are asked and none is known.
    """
    named = _named(schools)
    asked = _asked(raters)
    if SCHOOLS in asked and not named:
        said = "No school is known to write a workbook for. Give a sheet 'Schools' with a number and a name"
        raise InputError(f"{said}; where there is one, 'colsynth screen' says why it was not read.")
    books: dict[str, Rater] = {}
    n_coded = 0 if force else max((int(code[1]) for code in map(_CODE.fullmatch, _stems(folder)) if code), default=0)
    for kind, n in asked.items():
        if kind == SCHOOLS:
            books |= {file_stem(f"{code} {schools[code]}"): Rater(school=name) for code, name in named.items()}
            continue
        for code in (f"R{at:02d}" for at in range(n_coded + 1, n_coded + n + 1)):
            books[file_stem(f"{code} {kind}")] = Rater(code, kind.capitalize())
        n_coded += n
    paths = {folder / f"{stem}.xlsx": rater for stem, rater in books.items()}
    there = [path for path in paths if path.exists()]
    if there and not force:
        raise UsageError(f"{there[0]} is there already. Name another folder, or add --force to write over it.")
    for path, rater in paths.items():
        save_workbook(rating_workbook(framework, by, rater, list(named.values()), term), path)
    return list(paths)


def _named(schools: Mapping[str, str]) -> dict[str, str]:
    """What a drop-down calls each school: its name, or its number where it has none of its own."""
    names = list(schools.values())
    return {code: name if name and names.count(name) == 1 else code for code, name in schools.items()}


def _asked(raters: str) -> dict[str, int]:
    """How many raters of each kind; UsageError where the words cannot be read."""
    asked: dict[str, int] = {}
    for written in filter(None, map(str.strip, raters.split(","))):
        found = _KIND.fullmatch(written)
        kind, n = (found["kind"].lower(), int(found["n"] or 1)) if found else ("", 0)
        if not 0 < n <= MOST_RATERS or kind in asked:
            raise UsageError(
                f"'{written}' does not say how many raters of a kind. Write for example: "
                '--raters "principal 4, teacher 6, whānau 3, schools"'
            )
        asked[kind] = n
    if not asked:
        raise UsageError('--raters names nobody. Write for example: --raters "principal 4, schools"')
    return asked


def _stems(folder: Path) -> list[str]:
    return [path.stem for path in folder.glob("*.xlsx")]
