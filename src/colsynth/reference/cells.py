"""What stands in a workbook that declares something, and what was read from it so far?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import python_calamine

from colsynth.errors import SettingsError
from colsynth.reference.declared import cell_of

SEPARATOR = ";"  # between the items of a list in one cell

Grid = list[list[Any]]  # the cells of a sheet from A1 on, row by row, as the workbook holds them


@dataclass
class Read:
    """What was read so far: the content as a YAML file would give it, where each value stands, and faults."""

    file: str
    content: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def fault(self, cell: str, sentence: str) -> None:
        """Keep what is wrong with a cell."""
        self.faults.append(f"{self.file}, {cell}: {sentence}")

    def place(self, steps: Sequence[str | int]) -> str:
        """The file, and the cell of a value where it was read from one."""
        return ", ".join(part for part in (self.file, cell_of(steps, self.cells)) if part)


def read_sheets(path: Path, names: Iterable[str], how: str) -> dict[str, Grid]:
    """Those of the named sheets that there are; a cell merged over several rows stands in each of them.

    SettingsError where the file cannot be opened as a workbook; `how` says what to do then.
    """
    if not path.is_file():
        raise SettingsError(f"{path} does not exist. Check the name and the folder.")
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        by_name = {name.strip().casefold(): name for name in workbook.sheet_names}
        found = {n: workbook.get_sheet_by_name(by_name[n.casefold()]) for n in names if n.casefold() in by_name}
        return {name: _filled(sheet) for name, sheet in found.items()}
    except python_calamine.PasswordError:
        raise SettingsError(f"{path.name} is protected with a password. Take it off and save it again.") from None
    except (python_calamine.CalamineError, OSError):
        raise SettingsError(f"{path.name} cannot be opened as a workbook. Save it again as .xlsx. {how}") from None


def _filled(sheet: python_calamine.CalamineSheet) -> Grid:
    grid = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in grid[top + 1 : bottom + 1] if left < sheet.width else ():
            row[left] = grid[top][left]
    return grid


def text_of(cell: object) -> str:
    """A cell as a settings file would write it."""
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell)
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell).strip()


def address(sheet: str, at: int, row: int) -> str:
    """`Files!B7` for the column counted from 0 and the row counted from 1."""
    letters = ""
    at += 1
    while at:
        at, left = divmod(at - 1, 26)
        letters = chr(ord("A") + left) + letters
    return f"{sheet}!{letters}{row}"


def items_in(cell: str) -> list[str]:
    """The items of a list in one cell."""
    return [item for part in cell.split(SEPARATOR) if (item := part.strip())]
