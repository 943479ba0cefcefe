"""What does the reader not tell of a workbook in the new binary format (.xlsb)? Error values, shares, hidden rows.

Its parts are records (MS-XLSB 2.3) where those of an .xlsx are XML.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .old_binary import ERRORS, packed_number
from .seen import Seen, Styles

_ROW, _RK, _ERROR, _REAL, _FORMULA_NUMBER, _FORMULA_ERROR = 0, 2, 3, 5, 9, 11  # MS-XLSB 2.3.2
_FORMAT, _XF, _SHEET, _BEGIN_CELL_XFS, _END_CELL_XFS = 44, 47, 156, 617, 618
_LAST_CELL = 11  # records 1 to 11 are cells
_IS_HIDDEN = 0x10  # of the last byte of flags of a row; MS-XLSB 2.4.726


def sheets_of_records(workbook: bytes) -> list[tuple[str, str]]:
    """The relation and the name of each sheet."""
    sheets = []
    for kind, data in _records(workbook):
        if kind == _SHEET:
            relation, after = _text(data, 8)
            sheets.append((relation, _text(data, after)[0]))
    return sheets


def styles_of_records(part: bytes) -> Styles:
    """The styles of cells that change what a number shows."""
    styles, formats = Styles(), {}
    is_of_cells, n_styles = False, 0
    for kind, data in _records(part):
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
        elif kind in (_BEGIN_CELL_XFS, _END_CELL_XFS):
            is_of_cells = kind == _BEGIN_CELL_XFS
        elif kind == _XF and is_of_cells:
            (number,) = struct.unpack_from("<H", data, 2)
            styles.add(n_styles, number, formats.get(number, ""))
            n_styles += 1
    return styles


def scan_records(sheet: bytes, styles: Styles) -> Seen:
    """One sheet."""
    seen = Seen()
    row = 0
    for kind, data in _records(sheet):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", data)
            if data[11] & _IS_HIDDEN:
                seen.hide(row)
        elif kind <= _LAST_CELL:
            column, style = struct.unpack_from("<II", data)
            seen.n_rows, seen.n_columns = max(seen.n_rows, row + 1), max(seen.n_columns, column + 1)
            style &= 0xFFFFFF
            if kind in (_ERROR, _FORMULA_ERROR):
                seen.correct(row, column, ERRORS.get(data[8], "#N/A"))
            elif kind == _RK:
                seen.correct(row, column, styles.shown(packed_number(data, 8), style))
            elif kind in (_REAL, _FORMULA_NUMBER):
                seen.correct(row, column, styles.shown(struct.unpack_from("<d", data, 8)[0], style))
    return seen


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length = 0
        for shift in (0, 7, 14, 21):
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, part[at : at + length]
        at += length


def _text(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    length = 0 if length == 0xFFFFFFFF else length
    return data[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace"), at + 4 + 2 * length
