"""Which workbook is asked for, and where may it be written?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from colsynth.errors import InputError, UsageError, near
from colsynth.frameworks import framework_of, load_frameworks
from colsynth.intake import take_in
from colsynth.intake.template import (
    write_framework_workbook,
    write_rating_workbooks,
    write_school_workbooks,
    write_settings_workbook,
    write_template,
)
from colsynth.intake.template.blank import register_name
from colsynth.reference.terms import load_calendar
from colsynth.runs.collection import schools_asked
from colsynth.settings import Settings, check_term, find_workspace, load_settings


def blank(file: Path, with_: Sequence[str], force: bool) -> list[Path]:
    """A blank workbook."""
    _may_write(file, "blank.xlsx", force)
    write_template(file, with_, find_workspace(Path.cwd()))
    return [file]


def per_school(folder: Path, settings_files: Sequence[Path], with_: Sequence[str], force: bool) -> list[Path]:
    """A workbook for each school, in the folder; for several communities, in a folder of each one's id inside."""
    written = []
    for path in settings_files:
        settings = load_settings(path)
        snapshot = take_in(settings)
        more = [register_name(name, dict(snapshot.declared)) for name in with_]
        into = folder if len(settings_files) == 1 else folder / settings.community.id
        written += write_school_workbooks(into, settings, snapshot, schools_asked(settings, snapshot, more), force)
    return written


def ratings(
    folder: Path, settings_files: Sequence[Path], rate: str, by: str, raters: str, term: str | None, force: bool
) -> list[Path]:
    """A workbook for each rater of a framework, in the folder, or in one of each community's id inside."""
    if folder.suffix.lower() == ".xlsx" or folder.is_file():
        raise UsageError(f"'{folder}' names a file. With --rate, name a folder for the workbooks, as to-rate.")
    written = []
    for path in settings_files:
        settings = load_settings(path)
        frameworks = load_frameworks(settings.workspace)
        meant = framework_of(rate, frameworks)
        if meant is None:
            own = f" Your own are looked for in {settings.workspace / 'data' / 'frameworks'}."
            known = f"{near(rate, frameworks)} Known are {', '.join(frameworks)}."
            raise UsageError(f"'{rate}' is no framework.{known}{own}")
        term = check_term(term) if term else load_calendar(settings.workspace).term_of(date.today())
        into = folder if len(settings_files) == 1 else folder / settings.community.id
        framework = frameworks[meant]
        written += write_rating_workbooks(into, framework, _schools(settings), raters, by, term, force)
    return written


def _schools(settings: Settings) -> dict[str, str]:
    """The names by number of the schools that have not left; none where the community has sent nothing yet."""
    try:
        schools = take_in(settings).frame("schools")
    except InputError:
        return {}
    schools = schools[schools["left"].isna()].drop_duplicates("school", keep="last")
    return {str(code): str(name) for code, name in zip(schools["school"], schools["name"].fillna(""), strict=True)}


def of_settings(file: Path, params: Sequence[Path], force: bool) -> list[Path]:
    """A settings workbook: what a settings file says, or the defaults."""
    if len(params) > 1:
        raise UsageError("A settings workbook holds one community. Name one settings file.")
    _may_write(file, "params/ours.xlsx --settings", force)
    write_settings_workbook(file, load_settings(params[0]) if params else None, find_workspace(Path.cwd()))
    return [file]


def of_framework(file: Path, force: bool) -> list[Path]:
    """A workbook in which a community writes a framework of its own."""
    _may_write(file, "data/frameworks/ours.xlsx --framework", force)
    write_framework_workbook(file)
    return [file]


def _may_write(file: Path, example: str, force: bool) -> None:
    if file.suffix.lower() != ".xlsx":
        raise UsageError(f"'{file.name}' should end in .xlsx. Write for example: colsynth template {example}")
    if file.is_dir():
        raise UsageError(f"{file} is a folder. Choose another name.")
    if file.exists() and not force:
        raise UsageError(f"{file} is there already. Choose another name, or add --force to write over it.")
