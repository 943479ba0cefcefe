"""What is wrong in a community's files? All checks, nothing published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from colsynth.errors import ColsynthError, Problem
from colsynth.intake import take_in
from colsynth.registers.snapshot import Account
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
    """The problems in one community's inputs; a refusal is told, not raised."""
    try:
        settings = load_settings(path)
        snapshot = take_in(settings)
    except ColsynthError as error:
        return Screened(path.stem, blocked=str(error), exit_code=error.exit_code)
    return Screened(settings.community.name, tuple(snapshot.problems), tuple(snapshot.accounts))
