"""What do the rows of the sheet `Files` say? Which spreadsheets are read, and what must be known of each.

A row names a spreadsheet in its left cells and, at the right, at most one hint about it; rows whose left cells agree
belong together. A row without a hint is a file or folder to read as it stands.
"""

from __future__ import annotations

from typing import Any

from colsynth.errors import near
from colsynth.reference.cells import Read, address
from colsynth.reference.declared import place_of
from colsynth.settings.cells import header_row, items_of, plain_name
from colsynth.settings.fields import SettingField, file_fields

FILES = "Files"  # the sheet
HINT = ("Hint", "About", "Written", "Value")  # its right columns, one hint a row


def title_of(field_: SettingField) -> str:
    """The header of a plain hint on the sheet `Files`: `Header rows` for header_rows."""
    return field_.name.replace("_", " ").capitalize()


def read_files(rows: list[list[str]], read: Read) -> None:
    """Add the rows of the sheet `Files` to the inputs."""
    if not any(map(any, rows)):
        return
    fields = {title_of(f).casefold(): f for f in file_fields() if "pairs" not in f.kind}
    hints = {f.name: f for f in file_fields() if "pairs" in f.kind}
    start = header_row(rows, ("File",), FILES, read)
    if not start:
        return
    places = _places(rows[start - 1], fields, read, start)
    inputs: list[dict[str, Any]] = [{"file": path} for path in read.content.get("inputs", [])]
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows[start:], start=start + 1):
        cells = {title: row[at] if at < len(row) else "" for title, at in places.items()}
        plain = {title: cells[title] for title in fields if cells.get(title)}
        hint, about, written, value = (cells.get(title.casefold(), "") for title in HINT)
        if not plain and not hint:
            continue
        what = tuple(plain.get(title, "") for title in fields)
        at = seen.setdefault(what, len(inputs))
        if at == len(inputs):
            inputs.append(_file(plain, fields))
        for title in plain:
            read.cells.setdefault(place_of(["inputs", at, fields[title].name]), address(FILES, places[title], number))
        read.cells.setdefault(place_of(["inputs", at]), f"{FILES}!A{number}")
        if hint:
            _put_hint(read, hints, inputs[at], (at, hint, about, written, value), number, places)
    if inputs:
        read.content["inputs"] = [given["file"] if list(given) == ["file"] else given for given in inputs]


def _file(plain: dict[str, str], fields: dict[str, SettingField]) -> dict[str, Any]:
    return {
        fields[title].name: items_of(value) if fields[title].kind == "list" else value for title, value in plain.items()
    }


def _put_hint(
    read: Read,
    known: dict[str, SettingField],
    into: dict[str, Any],
    hint: tuple[int, str, str, str, str],
    number: int,
    places: dict[str, int],
) -> None:
    at, named, about, written, value = hint
    name = plain_name(named)
    cell = address(FILES, places["hint"], number)
    if name not in known:
        read.fault(cell, f"'{named}' is no hint.{near(name, known)} Hints are {', '.join(known)}.")
        return
    is_nested = known[name].kind == "pairs of pairs"
    needs = {"About": about} | ({"Written": written} if is_nested else {})  # a value left empty says nothing
    lacking = [title for title in HINT if title in needs and not needs[title]]
    if lacking:
        read.fault(cell, f"The hint '{name}' lacks what stands under {' and '.join(lacking)}. Fill it in.")
        return
    pairs = into.setdefault(name, {})
    key = about
    if is_nested:
        pairs, key = pairs.setdefault(about, {}), written
    if key in pairs:
        read.fault(cell, f"The hint '{name}' for '{key}' stands twice. Keep one of the rows.")
    pairs[key] = value
    steps = [about, written] if is_nested else [about]
    for n in range(len(steps) + 1):
        read.cells.setdefault(place_of(["inputs", at, name, *steps[:n]]), address(FILES, places["value"], number))


def _places(header: list[str], fields: dict[str, SettingField], read: Read, number: int) -> dict[str, int]:
    """Where each header of the sheet `Files` stands; one that means nothing is a fault."""
    known = {*fields, *(title.casefold() for title in HINT)}
    for at, title in enumerate(header):
        if title and title.casefold() not in known:
            read.fault(
                address(FILES, at, number), f"'{title}' is no header of this sheet.{near(title.casefold(), known)}"
            )
    places = {title.casefold(): at for at, title in enumerate(header) if title.casefold() in known}
    return {title.casefold(): len(header) for title in HINT} | places
