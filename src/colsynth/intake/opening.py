"""What is in this file? Its sheets as text with every cell at its own address, or one sentence that says why not.

The kind of file is told by its content, not by its name: a saved web page stays one although it is called .xlsx.
Text stays text ("000001"), whole numbers lose their ".0", dates become ISO.
"""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from colsynth.intake.plain_text import read_text
from colsynth.intake.sheets import Opened, Refusal, Sheet, refused

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")
MOST_CELLS = 60_000_000  # cells of a declared range above which a sheet is refused; a million rows of 60 columns
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
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
    except python_calamine.CalamineError:
        return (
            damaged
            if not _has_password(content)
            else refused(
                "is protected with a password",
                "colsynth opens workbooks without one.",
                "Open it, take the password off (File, Info, Protect Workbook) and save it.",
            )
        )
    except BaseException as error:  # the reader's own panics are no Exception
        return _reraise_or(error, damaged)
    opened = Opened()
    for name in names:
        try:
            opened.sheets.append(Sheet(name, _cells(workbook.get_sheet_by_name(name))))
        except python_calamine.WorksheetNotFound:
            continue  # a sheet that holds a chart alone
        except _TooLargeError:
            opened.refusals.append(
                Refusal(
                    "declares a used range of many millions of cells",
                    "The cells of a table are expected and nothing far away from them.",
                    "Copy the table alone to a new workbook.",
                    name,
                )
            )
        except BaseException as error:  # as above
            opened.refusals += [
                Refusal(r.found, r.expected, r.remedy, name) for r in _reraise_or(error, damaged).refusals
            ]
    if not opened.refusals and all(not any(row) for sheet in opened.sheets for row in sheet.cells):
        return refused(
            "has no cell with a value",
            "A spreadsheet has a row of headers and rows below it.",
            "Check that it is the right file.",
        )
    return opened


def _has_password(content: bytes) -> bool:
    """Whether a workbook that cannot be opened is encrypted; the reader tells it only by the name's ending."""
    if not content.startswith(_OLE):
        return False
    for ending in (".xlsx", ".xls"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"workbook{ending}"
            path.write_bytes(content)
            try:
                python_calamine.CalamineWorkbook.from_path(path)
            except python_calamine.PasswordError:
                return True
            except BaseException as error:  # as above
                _reraise_or(error, Opened())
    return False


class _TooLargeError(Exception):
    """A sheet whose declared range would not fit in memory."""


def _reraise_or(error: BaseException, answer: Opened) -> Opened:
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        raise error
    return answer


def _is_whole_zip(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return False


def _cells(sheet: python_calamine.CalamineSheet) -> list[list[str]]:
    end = sheet.end
    if end is None:
        return []
    if (end[0] + 1) * (end[1] + 1) > MOST_CELLS:
        raise _TooLargeError
    return [[_as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _as_text(cell: object) -> str:
    match cell:
        case str():
            return cell.strip()
        case bool():
            return "TRUE" if cell else "FALSE"
        case int():
            return str(cell)
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return ""
