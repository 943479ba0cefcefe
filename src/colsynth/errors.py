"""What a user is told when something is wrong: where, what was found, what was expected, what to do.

A `Problem` is one thing wrong in the data; the run goes on and the problem is listed. A `ColsynthError` stops
a community (or the command) and carries the exit code of design contract: 1 something failed, 2 wrong usage,
3 settings refused, 4 inputs blocked, 5 protection refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar


class ColsynthError(Exception):
    """Something the user is told in one plain sentence, with the exit code the command ends with."""

    exit_code: ClassVar[int] = 1


class UsageError(ColsynthError):
    """The command was called in a way it does not understand."""

    exit_code = 2


class SettingsError(ColsynthError):
    """A settings file, framework, measure or register declaration is refused."""

    exit_code = 3


class InputError(ColsynthError):
    """Nothing could be taken in from the inputs, or a file cannot be read at all."""

    exit_code = 4


class ProtectionError(ColsynthError):
    """A page would have shown what it must not show; it is not published."""

    exit_code = 5


STAGES = ("opens", "headers", "cells", "across tables")  # the order in which an input is screened
# Checks of the other stages; a check that is not named here looks at cells, as most do.
_STAGES = {
    "input": "opens",
    "opening": "opens",
    "framework file": "opens",
    "headers": "headers",
    "known layout": "headers",
    "settings": "headers",
    "hidden sheet": "opens",
    "given by the title": "headers",
    "given by the sheet's name": "headers",
    "header over several columns": "headers",
    "two columns for one meaning": "headers",
    "columns not used": "headers",
    "required column": "headers",
    "stands twice": "across tables",
    "goal": "across tables",
    "enrolled twice": "across tables",
    "roll without days": "across tables",
    "tested before entry": "across tables",
    "short student number": "across tables",
    "dated after the data": "across tables",
    "no longer sent": "across tables",
    "linked by number": "across tables",
    "linked by name": "across tables",
    "linked by alike name": "across tables",
    "school by enrolment": "across tables",
    "superseded": "across tables",
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong (or worth knowing) in the data, in four beats.

    `effect` says what became of the records concerned: `refused` (the file or sheet was not read), `set aside`
    (the records are not used), `warning` (used, but look) or `left out` (not a record: a title, a total).
    `count` is how many records or cells are like this one; `cells` are the first addresses, `ranges` all of them as a
    spreadsheet writes them (`D14:D20 F3`, whole rows as `14:20`), up to a limit. `column` is the register's column.
    """

    check: str
    effect: str
    file: str
    sheet: str
    cells: str
    found: str
    expected: str
    remedy: str
    count: int = 1
    register: str = ""
    column: str = ""
    ranges: str = ""

    @property
    def stage(self) -> str:
        """When screening finds it: opens, headers, cells, or across tables."""
        return _STAGES.get(self.check, "cells")

    @property
    def place(self) -> str:
        """`writing.xlsx, Results!D14`, as far as it is known."""
        where = "!".join(part for part in (self.sheet, self.cells) if part)
        return ", ".join(part for part in (self.file, where) if part)

    @property
    def like_this(self) -> str:
        """` (8 like this)` where it is one of several; ` (8 records)` where it is the sheet's as a whole."""
        return f" ({self.count} {'like this' if self.cells else 'records'})" if self.count > 1 else ""

    def sentence(self) -> str:
        """The four beats as one line of text."""
        return f"{self.place} {self.found}{self.like_this}. {self.expected} {self.remedy}".strip()


def near(word: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` where a known word is close to `word`, else nothing."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{matches[0]}'?" if matches else ""
