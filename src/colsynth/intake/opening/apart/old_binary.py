"""What does the reader not tell of a workbook of the old binary format? Error values, shares, hidden rows, a password.

The file is a small file system (MS-CFB) in which one stream holds the records of the workbook (MS-XLS).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .seen import Seen, Styles

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
MOST_RECORDS = 20_000_000  # records looked at; 65,536 rows of 256 columns are 17 million cells

_ENTRY = 128  # bytes of an entry in the directory of streams; MS-CFB 2.6.1
_FILEPASS, _BOUNDSHEET, _FORMAT, _XF, _BOF, _EOF = 0x2F, 0x85, 0x41E, 0xE0, 0x809, 0x0A  # MS-XLS 2.3
_ROW, _NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA = 0x208, 0x203, 0x27E, 0xBD, 0x205, 0x06
_BIFF8 = 0x600  # the version since 1997, in which text is Unicode


class _Streams:
    """The file system inside the file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        self._size, self._small = 1 << shift, 1 << small_shift
        start, _, self._cutoff, small_start = struct.unpack_from("<4I", content, 48)
        table = list(struct.unpack_from("<109I", content, 76))
        following, n_more = struct.unpack_from("<II", content, 68)
        for _ in range(min(n_more, len(content) // self._size)):
            sector = struct.unpack_from(f"<{self._size // 4}I", self._sector(following))
            table += sector[:-1]
            following = sector[-1]
        self._next = [
            number
            for place in table
            if place < len(content) // self._size
            for number in struct.unpack_from(f"<{self._size // 4}I", self._sector(place).ljust(self._size, b"\xff"))
        ]
        directory = self._chain(start)
        self.entries: dict[str, tuple[int, int]] = {}
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", directory, at + 64)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            self.entries.setdefault(name.lower(), struct.unpack_from("<II", directory, at + 116))
        root, size = self.entries.get("root entry", (0xFFFFFFFE, 0))
        self._in_small = self._chain(root)[:size]
        small_table = self._chain(small_start)
        self._small_next = struct.unpack(f"<{len(small_table) // 4}I", small_table)

    def read(self, name: str) -> bytes:
        start, size = self.entries[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces, seen = [], set()
        while start < len(self._small_next) and start not in seen:
            seen.add(start)
            pieces.append(self._in_small[start * self._small : (start + 1) * self._small])
            start = self._small_next[start]
        return b"".join(pieces)[:size]

    def _sector(self, place: int) -> bytes:
        return self._content[(place + 1) * self._size : (place + 2) * self._size]

    def _chain(self, place: int) -> bytes:
        pieces, seen = [], set()
        while place < len(self._next) and place not in seen:
            seen.add(place)
            pieces.append(self._sector(place))
            place = self._next[place]
        return b"".join(pieces)


def scan_old_binary(content: bytes) -> tuple[bool, dict[str, Seen]]:
    """Whether the workbook is protected with a password, and what its sheets hold, by name.

    A file that does not keep to the format ends the look at it; the reader then says whether it is damaged.
    """
    sheets: dict[str, Seen] = {}
    try:
        streams = _Streams(content)
        if "encryptedpackage" in streams.entries:
            return True, {}
        stream = streams.read("workbook" if "workbook" in streams.entries else "book")
        styles = Styles()
        places: list[tuple[int, str]] = []
        formats: dict[int, str] = {}
        n_styles, version = 0, _BIFF8
        for kind, data in _records(stream, 0):
            if kind == _FILEPASS:
                return True, {}
            if kind == _BOF:
                (version,) = struct.unpack_from("<H", data)
            elif kind == _BOUNDSHEET:
                places.append((*struct.unpack_from("<I", data), _text(data, 6, 1, version)))
            elif kind == _FORMAT:
                formats[struct.unpack_from("<H", data)[0]] = _text(data, 2, 2 if version == _BIFF8 else 1, version)
            elif kind == _XF:
                (number,) = struct.unpack_from("<H", data, 2)
                styles.add(n_styles, number, formats.get(number, ""))
                n_styles += 1
        for place, name in places:
            sheets[name] = seen = Seen()
            _scan_sheet(stream, place, styles, seen)
    except (struct.error, IndexError, KeyError, ValueError):
        pass
    return False, sheets


def _scan_sheet(stream: bytes, place: int, styles: Styles, seen: Seen) -> None:
    for kind, data in _records(stream, place):
        if kind not in (_ROW, _NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA):
            continue
        row, column = struct.unpack_from("<HH", data)
        if kind == _ROW:
            if data[12] & 0x20 and struct.unpack_from("<H", data, 4)[0]:
                seen.hide(row)
            continue
        (style,) = struct.unpack_from("<H", data, 4)
        if kind == _BOOLERR:
            if data[7]:
                seen.correct(row, column, ERRORS.get(data[6], "#N/A"))
        elif kind == _NUMBER:
            seen.correct(row, column, styles.shown(struct.unpack_from("<d", data, 6)[0], style))
        elif kind == _RK:
            seen.correct(row, column, styles.shown(packed_number(data, 6), style))
        elif kind == _MULRK:
            for at in range(4, len(data) - 7, 6):
                (style,) = struct.unpack_from("<H", data, at)
                seen.correct(row, column + (at - 4) // 6, styles.shown(packed_number(data, at + 2), style))
        elif data[12:14] != b"\xff\xff":
            seen.correct(row, column, styles.shown(struct.unpack_from("<d", data, 6)[0], style))
        elif data[6] == 2:
            seen.correct(row, column, ERRORS.get(data[8], "#N/A"))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the workbook, without those of charts that lie in it."""
    depth = 0
    for _ in range(MOST_RECORDS):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _text(data: bytes, at: int, size_bytes: int, version: int) -> str:
    length = int.from_bytes(data[at : at + size_bytes], "little")
    at += size_bytes
    if version != _BIFF8:
        return data[at : at + length].decode("cp1252", "replace")
    if data[at] & 1:
        return data[at + 1 : at + 1 + 2 * length].decode("utf-16-le", "replace")
    return data[at + 1 : at + 1 + length].decode("latin-1")


def packed_number(data: bytes, at: int) -> float:
    """A number of four bytes; MS-XLS 2.5.217."""
    (packed,) = struct.unpack_from("<i", data, at)
    number = float(packed >> 2) if packed & 2 else struct.unpack("<d", struct.pack("<xxxxi", packed & ~3))[0]
    return float(number / 100 if packed & 1 else number)
