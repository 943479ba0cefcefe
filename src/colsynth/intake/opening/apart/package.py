"""What does the reader not tell of a workbook that is a zip? Its checksums, and the parts that say how cells look."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from .binary_records import scan_records, sheets_of_records, styles_of_records
from .colours import Colours
from .letters import letter
from .open_document import scan_open_document
from .seen import Seen, Styles
from .sheet_xml import furthest_cells, scan_sheet

MOST_UNPACKED = 2_000_000_000  # bytes; a sheet of a million rows and 26 columns has about 1.5 GB of XML
PIECE = 4_000_000  # bytes unpacked in one go
HEAD = 65_536  # bytes at the start of a part in which entities would be declared
BEFORE_XML = 1_000  # bytes of marks and blanks that may stand before the first sign of XML
MOST_OF_A_SMALL_PART = 50_000_000  # bytes; workbook.xml and styles.xml of a real workbook have far less

_FROM_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")  # workbookPr; ECMA-376 part 1, 18.2.28
_ENCRYPTED = b"encryption-data"  # of an OpenDocument file with a password, in its manifest


@dataclass
class Package:
    """The state of a zip ("whole", "damaged", "protected", "huge", "entities") and its sheets by name.

    `far` are the sheets with more cells than can be read, each with the last cell that makes it so. `is_from_1904`:
    a bare number that is a day counts from 1904, as on old Macintoshes.
    """

    state: str = "whole"
    sheets: dict[str, Seen] = field(default_factory=dict)
    far: dict[str, str] = field(default_factory=dict)
    is_from_1904: bool = False


def scan_package(path: Path, most_cells: int) -> Package:
    """A workbook that is a zip, every part of it unpacked and its checksum compared."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                return Package("protected")
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                return Package("huge")
            if any(_declares_entities(archive, part) for part in parts):
                return Package("entities")
            if "META-INF/manifest.xml" in archive.namelist() and _ENCRYPTED in archive.read("META-INF/manifest.xml"):
                return Package("protected")
            return _scan(archive, {_plain(part.filename): part for part in parts}, most_cells)
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        ExpatError,
        IndexError,
        struct.error,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
    ):
        return Package("damaged")


def _scan(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], most_cells: int) -> Package:
    def read(path: str) -> bytes:
        part = parts.get(path)
        return archive.read(part) if part and part.file_size <= MOST_OF_A_SMALL_PART else b""

    sheets, styles, colours = _sheets_and_styles(read, parts)
    package = Package(
        is_from_1904=any(_FROM_1904.search(read(path)) for path in parts if path.endswith("workbook.xml"))
    )
    for path, part in parts.items():
        with archive.open(part) as stream:
            pieces = _pieces(stream)
            if path == "content.xml":
                package.sheets = scan_open_document(pieces)
            elif path in sheets and path.endswith(".bin"):
                package.sheets[sheets[path]] = scan_records(b"".join(pieces), styles)
            elif path in sheets:
                package.sheets[sheets[path]] = scan_sheet(pieces, styles, colours)
            for _ in pieces:  # unpacked to the end, where its checksum is compared
                pass
        seen = package.sheets.get(sheets.get(path, ""))
        if seen and seen.n_rows * seen.n_columns > most_cells:
            with archive.open(part) as stream:
                last = _too_far(stream, path, seen, most_cells)
            if last:
                package.far[sheets[path]] = last
    return package


def _too_far(stream: IO[bytes], path: str, seen: Seen, most_cells: int) -> str:
    """The last cell of a sheet that has too many, filled ones alone; "" where it does not."""
    if path.endswith(".bin"):
        return f"{letter(seen.n_columns - 1)}{seen.n_rows}"
    n_rows, n_columns, last = furthest_cells(_pieces(stream))
    return last if n_rows * n_columns > most_cells else ""


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def _sheets_and_styles(
    read: Callable[[str], bytes], parts: dict[str, zipfile.ZipInfo]
) -> tuple[dict[str, str], Styles, Colours]:
    """The name of the sheet in each part, which styles of cells change what a number shows, and their colours."""
    main = _targets(read("_rels/.rels"), "", "officeDocument")
    workbook = next(iter(main.values()), "") or next((name for name in parts if name.endswith("workbook.xml")), "")
    content = read(workbook)
    if not content:
        return {}, Styles(), Colours()
    folder, file = posixpath.split(workbook)
    relations = read(f"{folder}/_rels/{file}.rels".lstrip("/"))
    targets = _targets(relations, folder)
    styled = read(next(iter(_targets(relations, folder, "styles").values()), ""))
    is_binary = workbook.endswith(".bin")
    named = sheets_of_records(content) if is_binary else _sheets(ElementTree.fromstring(content))
    sheets = {targets[relation]: name for relation, name in named if relation in targets}
    if not styled:
        return sheets, Styles(), Colours()
    if is_binary:
        return sheets, styles_of_records(styled), Colours()
    root = ElementTree.fromstring(styled)
    return sheets, _styles(root), Colours(root)


def _targets(relations: bytes, folder: str, kind: str = "") -> dict[str, str]:
    """The part that each relation leads to, of all kinds or of one."""
    found = ElementTree.fromstring(relations).iterfind(".//{*}Relationship") if relations else ()
    return {
        relation.get("Id", ""): _plain(posixpath.join("/" + folder, relation.get("Target", "")))
        for relation in found
        if relation.get("Type", "").endswith("/" + kind if kind else "")
    }


def _sheets(workbook: ElementTree.Element) -> list[tuple[str, str]]:
    """The relation and the name of each sheet."""
    return [
        (next((value for key, value in sheet.attrib.items() if key.endswith("}id")), ""), sheet.get("name", ""))
        for sheet in workbook.iterfind(".//{*}sheet")
    ]


def _plain(name: str) -> str:
    """A part's name as all programs take it: one kind of slash, no case."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()


def _styles(root: ElementTree.Element) -> Styles:
    styles = Styles()
    declared = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in root.iterfind(".//{*}numFmt")}
    cells = root.find("{*}cellXfs")
    for place, style in enumerate(cells if cells is not None else ()):
        number = int(style.get("numFmtId", "0"))
        styles.add(place, number, declared.get(number, ""))
    return styles


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part that is XML declares entities; ValueError where it is no XML at all."""
    if not part.filename.lower().endswith((".xml", ".rels")):
        return False
    with archive.open(part) as stream:
        head = stream.read(HEAD)
    if head and b"<" not in head[:BEFORE_XML]:
        raise ValueError(part.filename)
    return b"<!ENTITY" in head
