"""How are settings kept without writing YAML? A workbook with a setting a row, drop-downs, and the files' hints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.intake.template.guide import letters, put
from colsynth.intake.workbook import save_workbook
from colsynth.reference.cells import SEPARATOR
from colsynth.registers.declared import load_registers
from colsynth.settings import InputFile, Settings
from colsynth.settings.cells import ABOUT
from colsynth.settings.fields import NOTHING, SettingField, file_fields, setting_fields
from colsynth.settings.files_sheet import FILES, HINT, title_of
from colsynth.settings.workbook import COLUMNS, SETTINGS

_HEADER, _NEEDED = PatternFill("solid", fgColor="1F4E5F"), PatternFill("solid", fgColor="FFF2B3")
_LAST_ROW = 1000  # of the sheet Files that has drop-downs
_KINDS = {"date": "date", "number": "whole", "choice": "list", "yes or no": "list"}


def write_settings_workbook(path: Path, settings: Settings | None = None, workspace: Path | None = None) -> None:
    """Write settings as a workbook: those given, else the defaults with blanks for what only the community knows."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SETTINGS
    plain, hinted = _inputs(settings)
    _write_header(sheet, COLUMNS, (26, 60, 90))
    for row, setting in enumerate(setting_fields(), start=2):
        value = _joined(plain) if setting.name == "inputs" else _written(_value(settings, setting), setting)
        _write_setting(sheet, row, setting, value, bool(plain or hinted))
    _write_files(workbook.create_sheet(FILES), hinted, list(load_registers(workspace)))
    save_workbook(workbook, path)


def _inputs(settings: Settings | None) -> tuple[list[str], list[str | InputFile]]:
    """The inputs that fit in one cell, and from the first that has hints on, those for the sheet Files."""
    inputs = settings.inputs if settings else []
    fits = [isinstance(given, str) and SEPARATOR not in given for given in inputs]
    first = fits.index(False) if False in fits else len(inputs)
    return [str(given) for given in inputs[:first]], inputs[first:]


def _value(settings: Settings | None, setting: SettingField) -> Any:
    if settings is None:
        return setting.default if "." not in setting.name else None
    value: Any = settings
    for step in setting.name.split("."):
        value = None if value is None else getattr(value, step)
    return value


def _written(value: Any, setting: SettingField) -> Any:
    """A value as a cell holds it; a list without items is said, where a blank would mean another default."""
    if isinstance(value, list):
        return _joined(value) or (NOTHING if value != setting.default else None)
    if isinstance(value, dict):
        return _joined([f"{about}{ABOUT} {said}" for about, said in value.items()])
    return value


def _joined(items: list[str]) -> str | None:
    return f"{SEPARATOR} ".join(items) or None


def _write_header(sheet: Worksheet, titles: tuple[str, ...], widths: tuple[int, ...]) -> None:
    for at, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        cell = put(sheet.cell(1, at), title)
        cell.font, cell.fill = letters(bold=True, color="FFFFFF"), _HEADER
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"


def _write_setting(sheet: Worksheet, row: int, setting: SettingField, value: Any, has_inputs: bool) -> None:
    put(sheet.cell(row, 1), setting.name)
    cell = put(sheet.cell(row, 2), value)
    cell.number_format = {"date": "yyyy-mm-dd", "number": "0"}.get(setting.kind, "@")
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    if setting.required and value is None and not (setting.name == "inputs" and has_inputs):
        cell.fill = _NEEDED
    many = f" Several, with a {SEPARATOR} between." if setting.kind in ("list", "pairs") else ""
    said = f"{'Needed. ' if setting.required else ''}{setting.meaning}.{many}"
    put(sheet.cell(row, 3), said).alignment = Alignment(wrap_text=True, vertical="top")
    rule = _rule(setting)
    if rule is not None:
        rule.showErrorMessage, rule.errorTitle = True, setting.name
        rule.add(f"B{row}")
        sheet.add_data_validation(rule)


def _rule(setting: SettingField) -> DataValidation | None:
    """What a spreadsheet program itself refuses in a setting's cell."""
    choices = setting.choices or (("yes", "no") if setting.kind == "yes or no" else ())
    if choices:
        said = "Choose one of the words offered."
        return DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, error=said)
    if setting.kind == "date":
        said = "A date is expected, as 2026-06-19."
        return DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True, error=said)
    if setting.kind == "number" and setting.low is not None and setting.high is not None:
        said = f"A whole number from {setting.low} to {setting.high} is expected."
        limits = {"operator": "between", "formula1": str(setting.low), "formula2": str(setting.high)}
        return DataValidation(type="whole", **limits, allow_blank=True, error=said)
    return None


def _write_files(sheet: Worksheet, inputs: list[str | InputFile], registers: list[str]) -> None:
    plain = [field for field in file_fields() if "pairs" not in field.kind]
    titles = (*map(title_of, plain), *HINT)
    _write_header(sheet, titles, (44, *[16] * (len(plain) - 1), 14, 24, 30, 30))
    hints = [field for field in file_fields() if "pairs" in field.kind]
    told = "One hint a row; repeat the cells at the left. " + " ".join(f"{f.name}: {f.meaning}." for f in hints)
    for at, note in enumerate([*(f"{field.meaning}." for field in plain), *[told] * len(HINT)], start=1):
        sheet.cell(1, at).comment = Comment(note, "colsynth", width=320, height=60 if at <= len(plain) else 220)
        sheet.column_dimensions[get_column_letter(at)].number_format = "@"
    row = 2
    for given in inputs:
        for texts in _rows(given, plain):
            for at, text in enumerate(texts, start=1):
                put(sheet.cell(row, at), text).number_format = "@"
            row += 1
    for title, words in (("Register", registers), (HINT[0], [field.name for field in hints])):
        letter = get_column_letter(titles.index(title) + 1)
        rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = title, "Choose one of the words offered."
        rule.add(f"{letter}2:{letter}{_LAST_ROW}")
        sheet.add_data_validation(rule)


def _rows(given: str | InputFile, plain: list[SettingField]) -> Iterator[list[Any]]:
    """A row for each hint about one spreadsheet, or one row where there is none."""
    if isinstance(given, str):
        yield [given]
        return
    said = given.model_dump(mode="json", by_alias=True)
    left = [_written(said[field.name], field) for field in plain]
    hints = [
        (field.name, *pair)
        for field in file_fields()
        if "pairs" in field.kind
        for pair in _pairs(said[field.name], field.kind == "pairs of pairs")
    ]
    yield from ([*left, *hint] for hint in hints)
    if not hints:
        yield left


def _pairs(written: dict[str, Any], is_nested: bool) -> Iterator[tuple[str, str | None, str]]:
    """(about, written, value) of each hint of a kind."""
    for about, value in written.items():
        if is_nested:
            yield from ((about, cell, meant) for cell, meant in value.items())
        else:
            yield about, None, value
