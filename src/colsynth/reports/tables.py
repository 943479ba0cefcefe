"""Which tables go with the page? Every exhibit's table as a CSV file, and all of them as one workbook.

No cell can be run by a spreadsheet: in a CSV a text that would be taken for a formula is prefixed with an
apostrophe (OWASP, "CSV Injection"); in the workbook it is stored as text.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from colsynth.findings.notebooks import Record
from colsynth.reports.figure import MARKS, table_view

FIRST_SHEET = "Contents"
SHEET_NAME_LENGTH = 31  # characters, Excel's limit
WIDEST_COLUMN = 60  # characters
FIXED_TIME = datetime(2000, 1, 1)  # the same tables give the same bytes
NUMBER = re.compile(r"[-−+]?\d[\d\s]*(?:\.\d+)?\s?%?")  # as the exhibits write numbers: "1 204", "68 %"


class Percent(float):
    """A share (0-1) that a sheet shows as a percentage."""


def tables_of(exhibits: Iterable[Record]) -> list[tuple[Record, dict[str, Any]]]:
    """The exhibits that have a usable table, each with it."""
    found = []
    for exhibit in exhibits:
        try:
            table = table_view(exhibit)
        except ValueError:
            continue  # the page lists it as dropped
        if table is not None:
            found.append((exhibit, table))
    return found


def write_tables(exhibits: Iterable[Record], folder: Path) -> list[Path]:
    """Writes `<exhibit id>.csv` for each table, in UTF-8 with a mark that Excel knows; makes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for exhibit, table in tables_of(exhibits):
        path = folder / f"{_unique(_file_stem(exhibit['id']), [path.stem for path in written])}.csv"
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([csv_text(_header(column)) for column in table["columns"]])
        writer.writerows([csv_text(cell) for cell in row] for row in table["rows"])
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
        written.append(path)
    return written


def csv_text(cell: str) -> str:
    """A cell as it stands in a CSV file; numbers are left as they are, also negative ones."""
    if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def write_appendix(exhibits: Iterable[Record], path: Path) -> None:
    """Writes the tables as a workbook: a list of the sheets, then a sheet for each table."""
    workbook = Workbook()
    contents = workbook.active
    contents.title = FIRST_SHEET
    _fill(contents, [["Sheet", "What it says", "Question"]], bold=True)
    taken = [FIRST_SHEET, "History"]  # Excel keeps the second name for itself
    for exhibit, table in tables_of(exhibits):
        name = _unique(re.sub(r"[\[\]:*?/\\']", "-", exhibit["id"]) or "table", taken, SHEET_NAME_LENGTH)
        taken.append(name)
        _fill(contents, [[name, exhibit["title"], exhibit["question"]]])
        contents.cell(contents.max_row, 1).hyperlink = f"#'{name}'!A1"
        sheet = workbook.create_sheet(name)
        _fill(sheet, [[exhibit["title"]], [_caption(exhibit, table)], []])
        _fill(sheet, [[_header(column) for column in table["columns"]]], bold=True)
        sheet.freeze_panes = f"A{sheet.max_row + 1}"
        numeric = [column["numeric"] for column in table["columns"]]
        _fill(sheet, [[_cell(text, as_number) for text, as_number in zip(row, numeric, strict=True)]
                      for row in table["rows"]])  # fmt: skip
        _fit(sheet, 4)
    _fill(contents, [[], *([mark, words] for mark, words in MARKS.items())])
    _fit(contents, 1)
    path.write_bytes(_same_bytes(workbook))


def _fill(sheet: Any, rows: list[list[Any]], *, bold: bool = False) -> None:
    for row in rows:
        sheet.append([])
        number = sheet._current_row
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"  # a text that begins with '=' stays a text
            else:
                cell.value = value
                cell.number_format = "0%" if isinstance(value, Percent) else "General"
            if bold:
                cell.font = Font(bold=True)


def _fit(sheet: Any, from_row: int) -> None:
    for place, column in enumerate(sheet.iter_cols(min_row=from_row), 1):
        longest = max((len(str(cell.value)) for cell in column if cell.value is not None), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, WIDEST_COLUMN)


def _cell(text: str, numeric: bool) -> str | float | int:
    if not numeric or not NUMBER.fullmatch(text):
        return text
    plain = re.sub(r"[\s%]", "", text).replace("−", "-")
    if text.endswith("%"):
        return Percent(float(plain) / 100)
    return float(plain) if "." in plain else int(plain)


def _header(column: dict[str, Any]) -> str:
    return f"{column['label']} ({column['unit']})" if column["unit"] else str(column["label"])


def _caption(exhibit: Record, table: dict[str, Any]) -> str:
    return " · ".join(str(part) for part in (table["caption"], exhibit.get("subtitle")) if part)


def _file_stem(name: str) -> str:
    return re.sub(r"[\W_-]+", "-", name).strip("-") or "table"


def _unique(wanted: str, taken: Iterable[str], length: int = 100) -> str:
    known = {name.casefold() for name in taken}
    name, number = wanted[:length], 1
    while name.casefold() in known:
        number += 1
        name = f"{wanted[: length - len(str(number)) - 1]}-{number}"
    return name


def _same_bytes(workbook: Workbook) -> bytes:
    """The workbook with fixed times: in its properties, and of each part in the archive."""
    workbook.properties.created = FIXED_TIME
    saved, fixed = io.BytesIO(), io.BytesIO()
    workbook.save(saved)
    stamp = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            part = zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, content)
    return fixed.getvalue()
