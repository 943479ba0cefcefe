"""What does the reader not tell of an OpenDocument spreadsheet? Error values, shares, merged cells, unknown types."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from .seen import Seen, Styles

MOST_REPEATED = 1000  # cells of one text repeated side by side that are put in their places

_PERCENT = Styles(percent={0})


def scan_open_document(pieces: Iterator[bytes]) -> dict[str, Seen]:
    """The sheets of a content.xml by name."""
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    for piece in pieces:
        parser.Parse(piece)
    parser.Parse(b"", True)
    return walk.sheets


class _Walk:
    """One going over the elements; rows and columns are counted from 0, repeated ones as often as they stand."""

    def __init__(self) -> None:
        self.sheets: dict[str, Seen] = {}
        self._seen = Seen()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._paragraphs: list[str] | None = None
        self._in_note = 0
        self._is_hidden = self._holds = False

    def start(self, tag: str, about: dict[str, str]) -> None:
        if tag == "table:table":
            self._seen = self.sheets.setdefault(about.get("table:name", ""), Seen())
            self._row = 0
        elif tag == "table:table-row":
            self._rows = int(about.get("table:number-rows-repeated", "1"))
            self._column = 0
            self._is_hidden = about.get("table:visibility") in ("collapse", "filter")
            self._holds = False
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._columns = int(about.get("table:number-columns-repeated", "1"))
            self._start_cell(about)
        elif tag == "office:annotation":
            self._in_note += 1
        elif tag == "text:p" and self._paragraphs is not None and not self._in_note:
            self._paragraphs.append("")

    def _start_cell(self, about: dict[str, str]) -> None:
        kind, shown = about.get("office:value-type", ""), about.get("calcext:value-type", "")
        self._holds |= bool(kind)
        down = int(about.get("table:number-rows-spanned", "1"))
        across = int(about.get("table:number-columns-spanned", "1"))
        if down > 1 or across > 1:
            first = self._row, self._column
            self._seen.merged.append((*first, first[0] + down - 1, first[1] + across - 1))
        if kind == "percentage":
            self._put(_PERCENT.shown(float(about.get("office:value", "nan")), 0))
        elif kind in ("unknown", "void") or shown == "error":
            self._paragraphs = []

    def text(self, text: str) -> None:
        if self._paragraphs and not self._in_note:
            self._paragraphs[-1] += text

    def end(self, tag: str) -> None:
        if tag == "office:annotation":
            self._in_note -= 1
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            if self._paragraphs:
                self._put("\n".join(self._paragraphs).strip())
            self._paragraphs = None
            self._column += self._columns
        elif tag == "table:table-row":
            if self._is_hidden and self._holds:
                for row in range(self._row, self._row + min(self._rows, MOST_REPEATED)):
                    self._seen.hide(row)
            self._row += self._rows

    def _put(self, text: str | None) -> None:
        for row in range(self._row, self._row + min(self._rows, MOST_REPEATED)):
            for column in range(self._column, self._column + min(self._columns, MOST_REPEATED)):
                self._seen.correct(row, column, text)
