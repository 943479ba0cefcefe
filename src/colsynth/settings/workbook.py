"""What do settings say that are kept as a workbook? The sheet `Settings`, a setting a row, and `Files`, a hint a row.

A blank cell means the default.
"""

from __future__ import annotations

from pathlib import Path

from colsynth.errors import SettingsError, near
from colsynth.reference.cells import Read, read_sheets, text_of
from colsynth.reference.declared import as_declared, place_of
from colsynth.settings.cells import HOW, header_row, items_of, pairs_of, plain_name
from colsynth.settings.fields import SettingField, setting_fields
from colsynth.settings.files_sheet import FILES, read_files
from colsynth.settings.model import Settings

WORKBOOKS = (".xlsx", ".xlsm")  # a settings file may end in
SETTINGS = "Settings"  # the sheet
RECORDS = "One with ratings, results or rolls goes into the folder of your files: 'colsynth screen' looks at it there."
COLUMNS = ("Setting", "Value", "What it means")


def read_settings_workbook(path: Path, workspace: Path) -> Settings:
    """The settings in a workbook, checked; SettingsError with every fault and its cell where it is not as expected."""
    sheets = _read_sheets(path)
    read = Read(path.name)
    _read_settings(sheets[SETTINGS], read)
    read_files(sheets.get(FILES, []), read)
    if not read.content and read.faults:  # no setting was found: what else they lack follows from that
        raise SettingsError("\n".join(read.faults))
    try:
        settings = as_declared(read.content | {"path": path, "workspace": workspace}, Settings, read.file, read.cells)
    except SettingsError as error:
        raise SettingsError("\n".join([*read.faults, str(error)])) from None
    if read.faults:
        raise SettingsError("\n".join(read.faults))
    return settings


def _read_sheets(path: Path) -> dict[str, list[list[str]]]:
    """Both sheets as text, each cell at its own address."""
    sheets = read_sheets(path, (SETTINGS, FILES), HOW)
    if SETTINGS not in sheets:
        raise SettingsError(f"{path.name} has no sheet '{SETTINGS}', which a settings workbook needs. {HOW} {RECORDS}")
    return {name: [[text_of(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


def _read_settings(rows: list[list[str]], read: Read) -> None:
    known = {plain_name(f.name): f for f in setting_fields()}
    start = header_row(rows, COLUMNS[:2], SETTINGS, read)
    if not start:
        return
    read.content |= {f.name.split(".")[0]: {} for f in known.values() if f.required and "." in f.name}
    for number, row in enumerate(rows[start:], start=start + 1):
        name, value = row[:2]  # a row of headers with two cells makes every row two cells wide
        if not name:
            if value:
                read.fault(f"{SETTINGS}!A{number}", "A value without the name of its setting. Write the name.")
            continue
        setting = known.get(plain_name(name))
        if setting is None:
            hint = near(plain_name(name), known) or f" Known are: {', '.join(f.name for f in known.values())}."
            read.fault(f"{SETTINGS}!A{number}", f"'{name}' is not a setting colsynth knows.{hint}")
            continue
        if setting.name in read.cells:
            read.fault(f"{SETTINGS}!A{number}", f"'{name}' stands twice. Keep one of the rows.")
            continue
        cell = f"{SETTINGS}!B{number}"
        read.cells[setting.name] = cell
        if value:
            _put(read, setting, value, cell)


def _put(read: Read, setting: SettingField, value: str, cell: str) -> None:
    *within, last = setting.name.split(".")
    into = read.content
    for step in within:
        into = into.setdefault(step, {})
    match setting.kind:
        case "list":
            into[last] = items_of(value)
            read.cells |= {place_of([*within, last, at]): cell for at in range(len(into[last]))}
        case "pairs":
            pairs = pairs_of(value)
            if pairs is None:
                read.fault(cell, f"'{value}' is no list of pairs. Write each as 'about: value', with a ; between.")
            into[last] = pairs or {}
        case _:
            into[last] = value
