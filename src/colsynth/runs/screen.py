"""What is wrong in a community's files? All checks, nothing published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from colsynth.errors import ColsynthError, Problem
from colsynth.intake import NothingCameInError
from colsynth.registers.snapshot import Account
from colsynth.runs.plan import plan
from colsynth.settings import load_settings


@dataclass(frozen=True)
class Screened:
    """What screening a community found; `blocked` says why nothing can be used, with its exit code."""

    name: str
    problems: tuple[Problem, ...] = ()
    accounts: tuple[Account, ...] = ()
    blocked: str = ""
    exit_code: int = 0


def screen(path: Path) -> Screened:
    """The problems in one community's inputs; what a report would refuse is told, not raised."""
    try:
        job = plan(load_settings(path), None)
    except NothingCameInError as error:
        problems, accounts = tuple(error.problems), tuple(error.accounts)
        return Screened(path.stem, problems, accounts, str(error), error.exit_code)
    except ColsynthError as error:
        return Screened(path.stem, blocked=str(error), exit_code=error.exit_code)
    snapshot = job.snapshot
    return Screened(job.settings.community.name, tuple(snapshot.problems), tuple(snapshot.accounts))
