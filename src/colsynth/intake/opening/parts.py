"""What is in this file? Its sheets as text with every cell at its own address, or one sentence that says why not.

The kind of file is told by its content, not by its name: a saved web page stays one although it is called .xlsx.
Nothing here looks at what the cells mean.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from colsynth.intake.opening.archives import TOO_LARGE, UNPACKING_ERRORS, members, unpack_gzip
from colsynth.intake.opening.kinds import Kind, kind_of_content, kind_of_old_office, kind_of_package
from colsynth.intake.opening.plain_text import read_text
from colsynth.intake.opening.sheets import Opened, Refusal, refused
from colsynth.intake.opening.workbook_cells import read_cells

_ZIP, _OLE, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"


def read_parts(name: str, content: bytes) -> Iterator[tuple[str, Opened]]:
    """What a file holds, by name: the file itself, or each file in an archive as `archive.zip/member.csv`."""
    if content.startswith((_ZIP, _EMPTY_ZIP)) and _kind_of_zip(content) == "archive":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member, inside in members(archive):
                part = f"{name}/{member}" if member else name
                yield part, inside if isinstance(inside, Opened) else read_sheets(inside)
    else:
        yield name, read_sheets(content)


def read_sheets(content: bytes) -> Opened:
    """The sheets of a file's content, or why it cannot be read."""
    try:
        return _read_sheets(content)
    except MemoryError:
        return Opened(refusals=[TOO_LARGE])


def _read_sheets(content: bytes) -> Opened:
    if content.startswith(_GZIP):
        unpacked = unpack_gzip(content)
        if isinstance(unpacked, Refusal):
            return Opened(refusals=[unpacked])
        content = unpacked
    if not content or content.isspace():
        return refused(
            "is empty",
            "A spreadsheet has a row of headers and rows below it.",
            "Save it again, or leave it out.",
        )
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        kind = _kind_of_zip(content)
        if kind == "archive":
            return refused("is an archive inside another", "Spreadsheets are expected.", "Unpack it.")
        return Opened(refusals=[kind.refusal]) if isinstance(kind, Kind) else _read_workbook(content)
    if content.startswith(_OLE):
        old = kind_of_old_office(content)
        return Opened(refusals=[old.refusal]) if old else _read_workbook(content)
    other = kind_of_content(content)
    return Opened(refusals=[other.refusal]) if other else read_text(content)


def _kind_of_zip(content: bytes) -> Kind | str:
    """What a zip holds; one whose list of parts cannot be read counts as a workbook, which is then found damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return kind_of_package(archive.namelist(), archive)
    except UNPACKING_ERRORS:
        return "workbook"


def _read_workbook(content: bytes) -> Opened:
    cells = read_cells(content)
    if cells.state != "whole":
        return refused(*_NOT_READ[cells.state])
    opened = Opened(cells.sheets)
    for about in cells.about:
        name, kind = about["name"], about["kind"]
        if kind == "damaged":
            opened.refusals.append(Refusal(*_NOT_READ["damaged"], name))
        elif kind == "chart":
            opened.left_out.append((name, "holds a chart or a macro and no cells"))
        elif kind == "far":
            opened.refusals.append(
                Refusal(
                    f"has a cell far from its table ({about['far']}): its used range has many millions of cells",
                    "The cells of a table are expected and nothing far away from them.",
                    "Delete that cell, or copy the table alone to a new workbook.",
                    name,
                )
            )
        if about["n_hidden"]:
            opened.warnings.append(
                Refusal(
                    f"has {about['n_hidden']} hidden row{'s' * (about['n_hidden'] > 1)}, read like all others",
                    "A filter or a hidden row hides nothing from colsynth.",
                    "Delete the rows that are not meant to be read.",
                    name,
                    _named("row ", about["hidden"], about["n_hidden"]),
                )
            )
        if n := about["n_without_result"]:
            opened.warnings.append(
                Refusal(
                    f"has {n} formula{'s' * (n > 1)} without a stored result, read as blank",
                    "A workbook that a spreadsheet program has calculated is expected.",
                    "Open it in the spreadsheet program, let it calculate, and save it.",
                    name,
                    _named("", about["without_result"], n),
                )
            )
    if not opened.refusals and all(sheet.n_rows == 0 for sheet in opened.sheets):
        return refused(
            "has no cell with a value",
            "A spreadsheet has a row of headers and rows below it.",
            "Check that it is the right file.",
        )
    return opened


def _named(what: str, first: list[str], n: int) -> str:
    return f"{what}{', '.join(first)}{' ...' if n > len(first) else ''}"


_NOT_READ = {
    "damaged": (
        "is damaged: it cannot be unpacked whole",
        "A workbook is expected.",
        "Open it in the spreadsheet program, save it under a new name and send that file.",
    ),
    "protected": (
        "is protected with a password",
        "colsynth opens workbooks without one.",
        "Open it, take the password off (File, Info, Protect Workbook) and save it.",
    ),
    "slow": (
        "takes longer to open than any workbook of its size should",
        "A table is expected and nothing far away from it.",
        "Copy the table alone to a new workbook, or save it as .csv.",
    ),
    "memory": (
        "takes more memory to open than any workbook of its size should",
        "A table is expected and nothing far away from it.",
        "Copy the table alone to a new workbook, or save it as .csv.",
    ),
    "huge": (
        "is too large when unpacked",
        "At most 2 GB are read.",
        "Split it by year or school, or save it as .csv.",
    ),
    "entities": (
        "declares texts that unfold inside it, which no spreadsheet program writes",
        "A workbook as a spreadsheet program saves it is expected.",
        "Open it in the spreadsheet program, save it under a new name and send that file.",
    ),
}
