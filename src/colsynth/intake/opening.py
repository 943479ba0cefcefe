"""What is in this file? Its sheets as text with every cell at its own address, or one sentence that says why not.

The kind of file is told by its content, not by its name: a saved web page stays one although it is called .xlsx.
Nothing here looks at what the cells mean.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

from colsynth.intake.plain_text import read_text
from colsynth.intake.sheets import Opened, Refusal, Sheet, refused
from colsynth.intake.workbook_cells import read_cells, read_cells_apart

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")
MOST_BYTES = 1_500_000_000  # bytes a compressed text may have when unpacked

_ZIP, _OLE, _GZIP, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF"


def is_spreadsheet_name(path: Path) -> bool:
    """Whether a file in a folder is meant to be read, by its name."""
    return path.name.lower().endswith(SPREADSHEETS)


def is_lock_file(path: Path) -> bool:
    """Whether it is the file a spreadsheet program leaves beside an open workbook."""
    return path.name.startswith(("~$", ".~lock."))


def read_sheets(content: bytes) -> Opened:
    """The sheets of a file's content, or why it cannot be read."""
    if not content.strip():
        return refused(
            "is empty",
            "A spreadsheet has a row of headers and rows below it.",
            "Save it again, or leave it out.",
        )
    if content.startswith((_ZIP, _OLE)):
        return _read_workbook(content)
    if content.startswith(_PDF):
        return refused("is a PDF document", "colsynth reads spreadsheets.", "Export the table as .xlsx or .csv.")
    if content.startswith(_GZIP):
        try:
            content = _unpack(content)
        except (OSError, EOFError, zlib.error):
            return refused(
                "is packed with gzip and the package is damaged",
                "Its whole content was expected.",
                "Fetch it again.",
            )
        if len(content) > MOST_BYTES:
            return refused("is too large when unpacked", "At most 1.5 GB are read.", "Split it by year or school.")
    return read_text(content)


def _unpack(content: bytes) -> bytes:
    with gzip.open(io.BytesIO(content)) as packed:
        return packed.read(MOST_BYTES + 1)


def _read_workbook(content: bytes) -> Opened:
    damaged = refused(
        "is damaged: it cannot be unpacked whole",
        "A workbook is expected.",
        "Open it in the spreadsheet program, save it under a new name and send that file.",
    )
    if content.startswith(_ZIP) and not _is_whole_zip(content):
        return damaged
    cells = read_cells(content) if content.startswith(_ZIP) else read_cells_apart(content)
    if cells.state == "protected":
        return refused(
            "is protected with a password",
            "colsynth opens workbooks without one.",
            "Open it, take the password off (File, Info, Protect Workbook) and save it.",
        )
    if cells.state == "damaged":
        return damaged
    opened = Opened([Sheet.of_rows(name, rows) for name, rows in cells.sheets.items()])
    for name in cells.too_large:
        opened.refusals.append(
            Refusal(
                "declares a used range of many millions of cells",
                "The cells of a table are expected and nothing far away from them.",
                "Copy the table alone to a new workbook.",
                name,
            )
        )
    for name in cells.damaged:
        opened.refusals += [Refusal(r.found, r.expected, r.remedy, name) for r in damaged.refusals]
    if not opened.refusals and all(not any(row) for sheet in opened.sheets for row in sheet.cells):
        return refused(
            "has no cell with a value",
            "A spreadsheet has a row of headers and rows below it.",
            "Check that it is the right file.",
        )
    return opened


def _is_whole_zip(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return False
