"""What does a workbook hold? Its sheets as text, which of them are hidden or hold charts, and what to know of them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from .colours import own_colours
from .columns import Span, write_columns
from .old_binary import scan_old_binary
from .package import scan_package
from .seen import Seen

BYTES_OF_A_CELL = 50  # memory the reader takes for each cell of a sheet's used range, blank or not


@dataclass
class FoundSheet:
    """One sheet: `kind` is "table", "chart" (no cells) or why it was not read: "damaged", "far" (a cell far away)."""

    name: str
    kind: str = "table"
    is_hidden: bool = False
    n_rows: int = 0
    columns: list[tuple[Span, Span]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    far: str = ""
    n_hidden: int = 0
    hidden: list[str] = field(default_factory=list)
    n_without_result: int = 0
    without_result: list[str] = field(default_factory=list)
    coloured: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Found:
    """What a workbook holds. `state` is "whole", or why nothing was read: "damaged", "protected", "memory",
    "entities" (it declares texts that unfold), "huge" (it unpacks to more than is read)."""

    state: str = "whole"
    sheets: list[FoundSheet] = field(default_factory=list)
    is_from_1904: bool = False


def read_workbook(path: Path, folder: Path, most_bytes: int) -> Found:
    """The sheets of a workbook, their text written into the folder, each as the file of its number."""
    far: dict[str, str] = {}
    found = Found()
    if zipfile.is_zipfile(path):
        package = scan_package(path, most_bytes // BYTES_OF_A_CELL)
        if package.state != "whole":
            return Found(package.state)
        scanned, far, found.is_from_1904 = package.sheets, package.far, package.is_from_1904
    else:
        is_protected, scanned = scan_old_binary(path.read_bytes())
        if is_protected:
            return Found("protected")
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(path.open("rb"))
        sheets = workbook.sheets_metadata
    except BaseException as error:  # the reader's own panics are no Exception
        _raise_ours(error)
        return Found("damaged")
    for about in sheets:
        sheet = FoundSheet(about.name, is_hidden=about.visible != calamine.SheetVisibleEnum.Visible)
        found.sheets.append(sheet)
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            sheet.kind = "chart"
            continue
        if about.name in far:
            sheet.kind, sheet.far = "far", far[about.name]
            continue
        seen = scanned.get(about.name, Seen())
        try:
            cells = workbook.get_sheet_by_name(about.name)
            sheet.n_rows, sheet.columns = _write(cells, seen.corrected, folder / str(len(found.sheets) - 1))
            merged = cells.merged_cell_ranges
            sheet.merged = seen.merged if merged is None else [(*first, *last) for first, last in merged]
            sheet.n_hidden, sheet.hidden = seen.n_hidden, seen.hidden
            sheet.coloured = own_colours(seen.colours)
            sheet.n_without_result, sheet.without_result = seen.n_without_result, seen.without_result
        except calamine.WorksheetNotFound:
            sheet.kind = "chart"
        except BaseException as error:  # as above
            _raise_ours(error)
            sheet.kind = "damaged"
    return found


def _write(
    sheet: calamine.CalamineSheet, corrected: dict[int, dict[int, str]], path: Path
) -> tuple[int, list[tuple[Span, Span]]]:
    end = sheet.end or (-1, -1)
    n_rows = max(end[0], *corrected) + 1 if corrected else end[0] + 1
    width = max([end[1], *(place for row in corrected.values() for place in row)]) + 1
    return write_columns(_rows(sheet, n_rows, width), width, corrected, path)


def _rows(sheet: calamine.CalamineSheet, n_rows: int, width: int) -> Iterator[list[Any]]:
    """Rows of one width from A1, with blanks before the sheet's first cell and after its last."""
    start, end = sheet.start, sheet.end
    n_read = 0
    if start and end:
        before: list[Any] = [""] * start[1]
        after: list[Any] = [""] * (width - end[1] - 1)
        rows = sheet.iter_rows()  # which begins at row 1, but at the first column that holds anything
        for row in (before + row + after for row in rows) if before or after else rows:
            n_read += 1
            yield row
    for _ in range(n_rows - n_read):
        yield [""] * width


def _raise_ours(error: BaseException) -> None:
    """Raise again what is not the reader's doing."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        raise error
