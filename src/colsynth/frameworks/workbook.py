"""What does a workbook say that declares a framework? The content of a framework file, each value with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from colsynth.errors import SettingsError, near
from colsynth.frameworks.book import (
    AREAS,
    COLUMNS,
    EARLIER,
    FRAMEWORK,
    HOW,
    INDICATORS,
    KINDS,
    OPTIONAL,
    PARTS,
    PRACTICE,
    QUESTION,
    STAGES,
)
from colsynth.frameworks.book_rows import Row, read_settings, read_table
from colsynth.frameworks.misfit import positions, texts
from colsynth.reference.cells import Read, items_in, read_sheets
from colsynth.reference.declared import place_of
from colsynth.reference.ethnicity import fold

Steps = tuple[str | int, ...]


def read_workbook(path: Path) -> Read:
    """The content of a workbook as a framework file would give it, where each value stands, and what is wrong there.

    SettingsError where it is no workbook, or lacks a sheet: nothing else can be told then.
    """
    read = Read(path.name, {"framework": path.stem})
    grids = read_sheets(path, (FRAMEWORK, *COLUMNS), HOW)
    for name in (FRAMEWORK, *COLUMNS):
        if name not in grids and name not in OPTIONAL:
            read.fault(name, f"There is no sheet of this name. {HOW}")
    if read.faults:
        raise SettingsError("\n".join(read.faults))
    read_settings(grids[FRAMEWORK], read)
    rows = {name: read_table(grids[name], name, COLUMNS[name], read) if name in grids else [] for name in COLUMNS}
    read.content["stages"] = _numbered("stages", rows[STAGES], {"Name": "label"}, read)
    of_area = {"Name": "name", "Recorded in": "recorded_in", "Spoken to by": "spoken_to_by"}
    read.content["areas"] = _numbered("areas", rows[AREAS], of_area, read)
    _read_indicators(rows[INDICATORS], read)
    _read_earlier(rows[EARLIER], read)
    return read


def _numbered(part: str, rows: Sequence[Row], keys: Mapping[str, str], read: Read) -> list[dict[str, Any]]:
    """The stages, or the areas: one a row, numbered by its place where it has no number."""
    found = []
    read.cells[part] = part.capitalize()
    for at, row in enumerate(rows):
        one: dict[str, Any] = {"id": row["Number"] or str(at + 1)}
        for title, key in {**keys, "Also called": "spellings"}.items():
            if row[title]:
                one[key] = row[title] if title == "Name" else items_in(row[title])
                read.cells[place_of([part, at, key])] = row.cell(title)
        read.cells |= {place_of([part, at]): row.cell("Name"), place_of([part, at, "id"]): row.cell("Number")}
        found.append(one)
    return found


def _read_indicators(rows: Sequence[Row], read: Read) -> None:
    """Put every indicator and question under its area, and under its stage where it has one."""
    stages, areas = read.content["stages"], read.content["areas"]
    stage_words, area_words = _words("stage", "label", stages), _words("area", "name", areas)
    left_out = set(texts(read.content.get("left_out")))
    ids: dict[Steps, Iterator[str]] = {}
    for row in rows:
        at, stage, kind = (
            _meant(row, "Area", area_words, read),
            _meant(row, "Stage", stage_words, read),
            _kind(row, read),
        )
        if at is None or (row["Stage"] and stage is None):
            continue  # it was told
        area = areas[at]
        steps: Steps = ("areas", at, "questions" if kind == QUESTION else "indicators")
        stem = area["id"]
        if kind == QUESTION:
            into = area.setdefault("questions", [])
            ids.setdefault(steps, (f"{stem}{letter}" for letter in ascii_lowercase))
        elif stage is None:
            into = area.setdefault("indicators", [])
        else:
            under = stages[stage]["id"]
            steps, stem = ("areas", at, "indicators_by_stage", under), f"{stem}.{under}"
            into = area.setdefault("indicators_by_stage", {stage["id"]: [] for stage in stages})[under]
        belongs = next(ids.setdefault(steps, positions(stem, left_out)), "")
        one = {"id": row["Number"] or belongs, "text": row["Text"]}
        into.append(one if kind == QUESTION else one | {"kind": kind, "checked_by": items_in(row["Checked by"])})
        of = {"id": "Number", "text": "Text", "kind": "Kind", "checked_by": "Checked by"}
        read.cells |= {place_of([*steps, len(into) - 1, key]): row.cell(title) for key, title in of.items()}
        read.cells[place_of([*steps, len(into) - 1])] = row.cell("Text")
        read.cells.setdefault(place_of(steps), row.cell("Stage"))


def _words(word: str, title: str, parts: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The place of a stage or an area by everything a cell may call it."""
    words: dict[str, int] = {}
    for at, part in enumerate(parts):
        number, name = part["id"], part[title]
        for spelt in (name, number, f"{word} {number}", f"{number} {name}", *texts(part.get("spellings"))):
            words.setdefault(spelt, at)
    return words


def _meant(row: Row, title: str, known: Mapping[str, int], read: Read) -> int | None:
    """The place of the stage or area that a row names; None where it names none, or none that there is."""
    if not row[title] or title in row.lacks:
        return None
    wanted = fold(row[title])
    found = next((at for word, at in known.items() if fold(word) == wanted), None)
    if found is None:
        read.fault(row.cell(title), f"'{row[title]}' stands in no row of the sheet {title}s.{near(row[title], known)}")
    return found


def _kind(row: Row, read: Read) -> str:
    kind = row["Kind"].casefold() or PRACTICE
    if kind not in KINDS:
        read.fault(row.cell("Kind"), f"'{row['Kind']}' is no kind.{near(kind, KINDS)} Write {' or '.join(KINDS)}.")
        return PRACTICE
    if kind == QUESTION and (row["Stage"] or row["Checked by"]):
        read.fault(row.cell("Kind"), "A question stands under no stage and is not checked. Clear those cells.")
    return kind


def _now(part: str, written: str, content: Mapping[str, Any]) -> str | None:
    """The id that a part has now, also where the cell names it; None for a blank."""
    title = {"stage": "label", "area": "name"}.get(part)
    names = {fold(one[title]): one["id"] for one in content[f"{part}s"]} if title else {}
    return names.get(fold(written), written) or None


def _read_earlier(rows: Sequence[Row], read: Read) -> None:
    """Read what became of the parts of earlier versions."""
    for row in rows:
        version, part = row["Version"], row["Part"].casefold()
        moves = read.content.setdefault("earlier", {}).setdefault(version, {})
        read.cells.setdefault(place_of(["earlier", version]), row.cell("Version"))
        if part in PARTS and row["Then"] in moves.get(f"{part}s", {}):
            read.fault(row.cell("Then"), f"'{row['Then']}' stands twice for version {version}. Keep one of the rows.")
        elif part in PARTS and row["Then"]:
            moves.setdefault(f"{part}s", {})[row["Then"]] = _now(part, row["Now"], read.content)
            read.cells[place_of(["earlier", version, f"{part}s", row["Then"]])] = row.cell("Now")
        elif part in PARTS:
            read.fault(row.cell("Then"), "'Then' is blank. Write the number or name it had, or clear the row.")
        elif part or row["Then"] or row["Now"]:
            read.fault(row.cell("Part"), f"'{row['Part']}' is no part of a framework. Write {' or '.join(PARTS)}.")
