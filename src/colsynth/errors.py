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


@dataclass(frozen=True)
class Problem:
    """One thing wrong (or worth knowing) in the data, in four beats.

    `effect` says what became of the records concerned: `refused` (the file or sheet was not read), `set aside`
    (the records are not used), `warning` (used, but look) or `left out` (not a record: a title, a total).
    `count` is how many records or cells are like this one; `cells` are the first addresses.
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

    @property
    def place(self) -> str:
        """`writing.xlsx, Results!D14`, as far as it is known."""
        where = "!".join(part for part in (self.sheet, self.cells) if part)
        return ", ".join(part for part in (self.file, where) if part)

    def sentence(self) -> str:
        """The four beats as one line of text."""
        like_this = f" ({self.count} like this)" if self.count > 1 else ""
        return f"{self.place} {self.found}{like_this}. {self.expected} {self.remedy}".strip()


def near(word: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` where a known word is close to `word`, else nothing."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{matches[0]}'?" if matches else ""
