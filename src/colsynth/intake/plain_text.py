"""What is in a text file? Rows of cells, by the separator that its own lines show."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from colsynth.intake.sheets import Opened, Refusal, Sheet, refused

DELIMITERS = (",", ";", "\t")
MOST_SIGNS = 10_000_000  # signs one cell may have
LINES_SNIFFED = 50  # lines by which the delimiter is told
_WEB_SIGNS = ("<!doctype html", "<html", "<head", "<script", "<body")


def read_text(content: bytes) -> Opened:
    opened = Opened()
    text = _decode(content, opened)
    if text is None:
        return opened
    start = text[:4000].lstrip().lower()
    if any(sign in start for sign in _WEB_SIGNS):
        return refused(
            "is a saved web page, not a spreadsheet, whatever its name says",
            "A workbook or a text file with separators is expected.",
            "Download the spreadsheet itself again; the page was often an error or a login page.",
        )
    try:
        rows = list(_rows(text, _delimiter(text)))
    except csv.Error:
        rows = []
    last = next((row for row in reversed(rows) if any(row)), [])
    if not rows or (text.count('"') % 2 and any("\n" in cell for cell in last)):
        return refused(
            "has a quotation mark that is never closed, so that rows run into one cell",
            "Each cell that starts with a quotation mark ends with one.",
            "Open it in the spreadsheet program, find the last row that looks right, and save it again.",
        )
    if max((len(row) for row in rows[:LINES_SNIFFED]), default=0) < 2:
        return refused(
            "is text without columns",
            "Values with commas, semicolons or tabs between them are expected.",
            "Export the table again as .xlsx or .csv.",
        )
    opened.sheets.append(Sheet.of_rows("", rows))
    return opened


def _decode(content: bytes, opened: Opened) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content[:4000]:
        opened.refusals.append(
            Refusal(
                "is not a spreadsheet",
                "A workbook or a text file is expected.",
                "Export the table as .xlsx or .csv.",
            )
        )
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    opened.warnings.append(
        Refusal(
            "is not saved as UTF-8; it was read as Windows text, in which macrons may be lost or wrong",
            "UTF-8 is expected.",
            "Save it again as 'CSV UTF-8' and check the names with macrons.",
        )
    )
    return text


def _delimiter(text: str) -> str:
    """The sign that gives the most even columns over the first lines."""
    first = io.StringIO(text[:200_000], newline=None)
    lines = [line for _, line in zip(range(LINES_SNIFFED), first, strict=False) if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return (widths.count(usual) * (usual > 1), usual)

    return max(DELIMITERS, key=evenness)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_SIGNS)
    for row in csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter):
        yield [cell.strip() for cell in row]
