"""What does opening a file give? Sheets of text with every cell at its address, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """Why a file or a sheet was not read: found, expected, remedy."""

    found: str
    expected: str
    remedy: str
    sheet: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet as text; `cells[0][0]` is A1, a blank cell is "". A text file has one sheet without a name."""

    name: str
    cells: list[list[str]]


@dataclass
class Opened:
    """What a file held: its sheets, what could not be read, and what a reader should know about the rest."""

    sheets: list[Sheet] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)


def refused(found: str, expected: str, remedy: str) -> Opened:
    """A file that was not read, in the three last beats of a message."""
    return Opened(refusals=[Refusal(found, expected, remedy)])
