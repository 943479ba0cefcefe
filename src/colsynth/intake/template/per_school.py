"""What does each school get to fill in? Its own workbook: its number in place, the community's own words offered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from colsynth.errors import InputError, UsageError
from colsynth.frameworks import load_frameworks
from colsynth.intake.template.blank import write_workbook
from colsynth.intake.template.guide import Offer
from colsynth.reference.measures import load_measures
from colsynth.registers.snapshot import Snapshot
from colsynth.settings import Settings

MOST_LETTERS = 80  # letters of a file's name made from a school's; file systems take 255, and old Windows 260 a path


def write_school_workbooks(
    folder: Path, settings: Settings, snapshot: Snapshot, asked: Mapping[str, Sequence[str]], force: bool = False
) -> list[Path]:
    """Write `9901-totara-flat-school.xlsx` for every school of `asked`, with a sheet for each register it gives.

    Drop-downs offer the measures, goals and frameworks that the community uses. InputError where no school is known;
    UsageError where a workbook is there already, unless `force`.
    """
    schools = snapshot.frame("schools").drop_duplicates("school", keep="last")
    names = {str(code): str(name) for code, name in zip(schools["school"], schools["name"].fillna(""), strict=True)}
    if not names or not asked:
        raise InputError(
            f"{settings.path.name}: there is no school to write a workbook for. Give a sheet 'Schools' with a number "
            "and a name for each school."
        )
    paths: dict[str, Path] = {}
    for code in asked:
        stem = file_stem(f"{code} {names.get(code, '')}")
        is_taken = any(path.stem == stem for path in paths.values())
        paths[code] = folder / f"{stem}{f'-{len(paths) + 1}' if is_taken else ''}.xlsx"
    there = [path for path in paths.values() if path.exists()]
    if there and not force:
        raise UsageError(f"{there[0]} is there already. Name another folder, or add --force to write over it.")
    offer = _offer(settings, snapshot, names)
    for code, path in paths.items():
        write_workbook(path, [snapshot.declared[name] for name in asked[code]], replace(offer, school=code))
    return list(paths.values())


def file_stem(text: str) -> str:
    """A name that every file system takes: `9901-totara-flat-school`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower())[:MOST_LETTERS].strip("-") or "school"


def _offer(settings: Settings, snapshot: Snapshot, schools: dict[str, str]) -> Offer:
    """What the community uses; everything known where it has used none yet."""
    measures, frameworks = load_measures(settings.workspace), load_frameworks(settings.workspace)
    used = {id_ for name in ("achievement", "goals") for id_ in snapshot.frame(name)["measure"].dropna()}
    own = {id_: measure for id_, measure in measures.items() if id_ in used}
    agreed = {id_: framework for id_, framework in frameworks.items() if id_ in settings.frameworks}
    goals = list(dict.fromkeys(snapshot.frame("goals")["goal"].dropna()))
    return Offer(own or measures, agreed or frameworks, schools, goals)
