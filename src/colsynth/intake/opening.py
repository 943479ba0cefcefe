"""What is in this file? Its sheets as text with every cell at its own address, or one sentence that says why not.

The kind of file is told by its content, not by its name: a saved web page stays one although it is called .xlsx.
Nothing here looks at what the cells mean.
"""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from colsynth.intake.plain_text import read_text
from colsynth.intake.sheets import Opened, Refusal, refused
from colsynth.intake.workbook_cells import read_cells

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
    cells = read_cells(content)
    if cells.state != "whole":
        return refused(*_NOT_READ[cells.state])
    opened = Opened(cells.sheets)
    for about in cells.about:
        name, kind = about["name"], about["kind"]
        if kind == "damaged":
            opened.refusals.append(Refusal(*_NOT_READ["damaged"], name))
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
