"""What does a sheet's XML show that the reader does not tell? Error values, shares, hidden rows, missing results.

The reader gives an error value as a blank, a formula without a stored result as a blank too, and 62 % as 0.62. Each is
found by a quick look at the XML, of which only the rows that hold one are taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .colours import Colours
from .letters import letter, place_of
from .seen import MOST_NAMED, Seen, Styles

MOST_OF_A_ROW = 100_000_000  # bytes of XML without an end of a row, which no sheet of a school has

_PREFIX = re.compile(rb"<(\w+:)?sheetData\b")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_ATTRIBUTE = re.compile(rb"""(?<![\w:])([rst]|hidden)\s*=\s*["']([^"']*)["']""")
_REFERENCE = re.compile(rb"\$?([A-Z]{1,3})\$?(\d+)")
_FAR_COLUMN = re.compile(rb'"([A-Z]{2,3})[0-9]+"')
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]+)"(?:[^>]*[^/>])?>(?!</)""")


def scan_sheet(pieces: Iterator[bytes], styles: Styles, colours: Colours) -> Seen:
    """One sheet, its XML given piece by piece."""
    seen = Seen()
    tag_of_row = whole_row = marks = None
    row = 0  # the row before, as a spreadsheet counts it
    for text in _whole_rows(pieces):
        if tag_of_row is None or whole_row is None or marks is None:
            prefix = (found[1] or b"") if (found := _PREFIX.search(text)) else b""
            tag_of_row = re.compile(rb"<%srow\b([^>]*)>" % prefix)
            whole_row = re.compile(rb"<%srow\b([^>]*?)(?:/>|>(.*?)</%srow>)" % (prefix, prefix), re.S)
            marks = [b'"e"', b"'e'", *(b"<%sf%s" % (prefix, end) for end in (b">", b" ", b"/"))]
            marks += [b's="%d"' % style for style in {*styles.percent, *styles.digits}]
        colours.look(text, seen)
        is_marked = any(mark in text for mark in marks)
        for each in (whole_row if is_marked else tag_of_row).finditer(text):
            tag = each[1]
            row = _number(tag) or row + 1
            seen.n_rows = max(seen.n_rows, row)
            if b"hidden" in tag and _attributes(tag).get(b"hidden") in (b"1", b"true") and each[0][-2:] != b"/>":
                seen.hide(row - 1)
            if is_marked and each[2] and any(mark in each[2] for mark in marks):
                _take_apart(each[2], row, styles, seen)
        for letters in set(_FAR_COLUMN.findall(text)):
            seen.n_columns = max(seen.n_columns, place_of(letters.decode()) + 1)
    return seen


def furthest_cells(pieces: Iterator[bytes]) -> tuple[int, int, str]:
    """Rows and columns down to the last cell that holds anything, and the address of that in the last row."""
    n_rows = n_columns = 0
    last = ""
    for text in _whole_rows(pieces):
        for letters, digits in _FILLED.findall(text):
            n_columns = max(n_columns, place_of(letters.decode()) + 1)
            if int(digits) >= n_rows:
                n_rows, last = int(digits), (letters + digits).decode()
    return n_rows, n_columns, last


def _whole_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        text = rest + piece
        end = text.rfind(b"row>") + len(b"row>")
        if end >= len(b"row>"):
            yield text[:end]
            rest = text[end:]
        elif b"sheetData" in text:
            rest = text
        else:
            rest = text[-len(b"<sheetData>") :]
        if len(rest) > MOST_OF_A_ROW:
            raise ValueError("a row without an end")
    yield rest


def _take_apart(cells: bytes, row: int, styles: Styles, seen: Seen) -> None:
    place = -1
    for tag, content in _CELL.findall(cells):
        about = _attributes(tag)
        reference = _REFERENCE.fullmatch(about.get(b"r", b""))
        place = place_of(reference[1].decode()) if reference else place + 1
        value = _VALUE.search(content)
        kind, style = about.get(b"t", b"n"), int(about.get(b"s") or 0)
        if value is None:
            if _FORMULA.search(content) and kind not in (b"inlineStr", b"str"):  # text may well be empty
                seen.n_without_result += 1
                if len(seen.without_result) < MOST_NAMED:
                    seen.without_result.append(f"{letter(place)}{row}")
        elif kind == b"e":
            seen.correct(row - 1, place, value[1].decode("utf-8", "replace").strip())
        elif kind == b"n":
            seen.correct(row - 1, place, styles.shown(float(value[1]), style))


def _number(tag: bytes) -> int:
    start = tag.find(b' r="')
    if start < 0:
        return int(_attributes(tag).get(b"r") or 0)
    return int(tag[start + 4 : tag.find(b'"', start + 4)])


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))
