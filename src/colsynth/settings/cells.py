"""How is a cell of a settings workbook understood?"""

from __future__ import annotations

from colsynth.reference.cells import Read, items_in
from colsynth.settings.fields import NOTHING

ABOUT = ":"  # between what a pair is about and its value
HOW = "Write a new one with 'colsynth template settings.xlsx --settings' and compare."


def header_row(rows: list[list[str]], wanted: tuple[str, ...], sheet: str, read: Read) -> int:
    """The number of the row of headers, or 0 with a fault where there is none."""
    for number, row in enumerate(rows, start=1):
        found = [cell.casefold() for cell in row]
        if found[: len(wanted)] == [title.casefold() for title in wanted]:
            return number
    read.fault(sheet, f"There is no row that begins with {' and '.join(repr(title) for title in wanted)}. {HOW}")
    return 0


def items_of(value: str) -> list[str]:
    """The items of a list in one cell; `none` is a list without any."""
    return [] if value.casefold() == NOTHING else items_in(value)


def pairs_of(value: str) -> dict[str, str] | None:
    """The pairs in one cell, `about: value; about: value`; None where a part is no pair, or stands twice."""
    parts = [item.partition(ABOUT) for item in items_of(value)]
    pairs = {about.strip(): said.strip() for about, _, said in parts}
    return pairs if len(pairs) == len(parts) and all(about and said for about, said in pairs.items()) else None


def plain_name(name: str) -> str:
    """A setting's name however it is written: `Suppress below`, `community.id`."""
    return "_".join(name.casefold().replace(".", " ").replace("_", " ").replace("-", " ").split())
