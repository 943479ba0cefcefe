"""Which cells of a sheet have a colour of their own? What only a colour says is not read, and must be said.

A whole row or a whole column in one colour is a header, a band or a box to fill in; a cell that differs from both may
mean something ("yellow: target learner"). The first rows of a sheet tell.
"""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element

from .letters import place_of
from .seen import Seen

ROWS_SEEN = 5_000  # rows of a sheet that are looked at
MOST_KEPT = 2_000  # cells of a sheet with a colour of their own that are told of
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]+)"(?: s="([0-9]+)")?')
_BLANK = {"", "FFFFFFFF", "00FFFFFF", "00000000"}  # colours of paper, as styles write them


class Colours:
    """The fill of each style of a workbook that has one; 0 for none."""

    def __init__(self, styles: Element | None = None) -> None:
        fills = [] if styles is None else [_colour(fill) for fill in styles.iterfind("{*}fills/{*}fill")]
        formats = [] if styles is None else styles.iterfind("{*}cellXfs/{*}xf")
        self._of_style = {
            place: fills[at]
            for place, style in enumerate(formats)
            if (at := int(style.get("fillId", "0"))) < len(fills) and fills[at]
        }

    def look(self, text: bytes, seen: Seen) -> None:
        """Keep the colours of the cells in a piece of a sheet's XML."""
        if self._of_style and seen.n_rows <= ROWS_SEEN:
            for letters, row, style in _CELL.findall(text):
                seen.colours[int(row), letters] = self._of_style.get(int(style or 0), "")


def _colour(fill: Element) -> str:
    pattern = fill.find("{*}patternFill")
    if pattern is None or pattern.get("patternType", "none") != "solid":
        return ""
    colour = pattern.find("{*}fgColor")
    said = {} if colour is None else colour.attrib
    if said.get("rgb", "") in _BLANK and not {"theme", "indexed"} & set(said):
        return ""
    is_paper = said.get("theme") == "0" and "tint" not in said
    return "" if is_paper else " ".join(f"{key}={value}" for key, value in sorted(said.items()))


def own_colours(colours: dict[tuple[int, bytes], str]) -> list[tuple[int, int]]:
    """The cells (row and column from 0) in a colour of less than half of their row, and of their column."""
    in_row = Counter(row for row, _ in colours)
    in_column = Counter(letters for _, letters in colours)
    of_row = Counter((row, colour) for (row, _), colour in colours.items())
    of_column = Counter((letters, colour) for (_, letters), colour in colours.items())
    found = [
        (row - 1, place_of(letters.decode()))
        for (row, letters), colour in colours.items()
        if colour and of_row[row, colour] * 2 < in_row[row] and of_column[letters, colour] * 2 < in_column[letters]
    ]
    return found[:MOST_KEPT]
