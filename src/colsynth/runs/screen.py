"""What is wrong in a community's files? All checks, nothing published.

What was found stands in `outputs/screen/<community>/inside/`, written aside and then put in place whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from colsynth.errors import ColsynthError, Problem, UsageError
from colsynth.intake import NothingCameInError, take_in
from colsynth.registers.snapshot import Account
from colsynth.runs.plan import plan_of
from colsynth.runs.problems import write_inside
from colsynth.settings import Settings, load_settings


@dataclass(frozen=True)
class Screened:
    """What screening a community found; `blocked` says why no report can be made, with its exit code.

    `page` is the page of the problems, None where the files were not looked at.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    accounts: tuple[Account, ...] = ()
    blocked: str = ""
    exit_code: int = 0
    page: Path | None = None


def screen(path: Path) -> Screened:
    """The problems in one community's inputs; what a report would refuse is told, not raised."""
    try:
        settings = load_settings(path)
        snapshot = take_in(settings)
    except NothingCameInError as error:
        page = _write(settings, error.problems, error.accounts, {}, str(error))
        name, problems, accounts = settings.community.name, tuple(error.problems), tuple(error.accounts)
        return Screened(name, problems, accounts, str(error), error.exit_code, page)
    except ColsynthError as error:
        return Screened(path.stem, blocked=str(error), exit_code=error.exit_code)
    blocked, exit_code = "", 0
    try:
        plan_of(settings, snapshot, None)
    except ColsynthError as error:
        blocked, exit_code = str(error), error.exit_code
    page = _write(settings, snapshot.problems, snapshot.accounts, snapshot.inputs, blocked)
    name, problems, accounts = settings.community.name, tuple(snapshot.problems), tuple(snapshot.accounts)
    return Screened(name, problems, accounts, blocked, exit_code, page)


def screen_folder(settings: Settings) -> Path:
    """Where the screening of a community stands."""
    return settings.workspace / "outputs" / "screen" / settings.community.id


def _write(
    settings: Settings,
    problems: Sequence[Problem],
    accounts: Sequence[Account],
    inputs: Mapping[str, str],
    blocked: str = "",
) -> Path:
    folder = screen_folder(settings)
    aside = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        write_inside(aside / "inside", settings, problems, accounts, inputs, blocked)
        if folder.exists():
            shutil.rmtree(folder)
        aside.rename(folder)
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error.strerror or 'the system gives no reason'}. "
            "Close what is open of it in other programs and screen again."
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder / "inside" / "problems.html"
