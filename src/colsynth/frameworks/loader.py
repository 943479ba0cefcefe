"""Which frameworks are known, and what is wrong with one? `data/frameworks/`, the workspace's first.

Each is a YAML file or a workbook; both are read into one content, which one model and one set of checks look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from glob import escape
from pathlib import Path

from colsynth.errors import SettingsError, near
from colsynth.frameworks.book import AREAS, FRAMEWORK, HOW, STAGES
from colsynth.frameworks.faults import structure_faults
from colsynth.frameworks.model import Framework
from colsynth.frameworks.wording import read_wording, wording_file
from colsynth.frameworks.workbook import read_workbook
from colsynth.reference.cells import Read, read_sheets
from colsynth.reference.declared import as_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files, read_yaml

WORKBOOK = ".xlsx"
BY_SHEETS = {FRAMEWORK, STAGES, AREAS}  # the sheets by which a workbook of one is told
ENDINGS = (".yaml", WORKBOOK)  # a framework's file may end in


def read_framework(path: Path) -> Framework:
    """The framework in one file, YAML or a workbook; SettingsError with every fault of the file, one a line."""
    _check_file(path)
    read = read_workbook(path) if path.suffix.lower() == WORKBOOK else Read(path.name, read_yaml(path))
    misfits = [f"{read.place(fault.steps)}: {fault.says}" for fault in structure_faults(read.content, path.stem)]
    try:
        framework = as_declared(read.content, Framework, read.file, read.cells)
    except SettingsError as error:
        raise SettingsError("\n".join([*read.faults, str(error), *misfits])) from None
    if read.faults or misfits:
        raise SettingsError("\n".join([*read.faults, *misfits]))
    return framework


def is_framework(path: Path) -> bool:
    """Whether a file that stands anywhere declares a framework, by its sheets or its first names."""
    try:
        if path.suffix.lower() == WORKBOOK:
            return read_sheets(path, BY_SHEETS, HOW).keys() >= BY_SHEETS
        return {"stages", "areas"} <= read_yaml(path).keys()
    except SettingsError:
        return False


def _check_file(path: Path) -> None:
    """Refuse a file of another kind, and one of two that would be the same framework."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        said = f"{path.name} is no framework: its name ends in '{ending}'. One is a YAML file or a workbook"
        raise SettingsError(f"{said}, and ends in {' or '.join(ENDINGS)}. Save it as one of them.")
    twins = [twin.name for other in ENDINGS if other != ending and (twin := path.with_suffix(other)).exists()]
    if twins:
        raise SettingsError(f"{path.name}: {twins[0]} stands beside it, and both are '{path.stem}'. Keep one of them.")


def faults(path: Path) -> list[str]:
    """Every fault of a framework file as a plain sentence; empty where it can be used."""
    try:
        read_framework(path)
    except SettingsError as error:
        return str(error).split("\n")
    return []


@cache
def load_framework(name: str, workspace: Path | None = None) -> Framework:
    """The framework of that name, with the official wording where the community has its own copy.

    SettingsError where there is none of that name (with the nearest), or its file or wording has faults.
    """
    files = _files(workspace)
    if name not in files:
        known = f" Known are: {', '.join(files)}." if files else ""
        hint = _not_read(name, workspace) or near(name, files) or known
        raise SettingsError(f"There is no framework '{name}'.{hint}")
    framework = read_framework(files[name])
    copy = wording_file(name, files, workspace)
    return framework.with_wording(read_wording(copy, framework)) if copy else framework


@cache
def load_frameworks(workspace: Path | None = None) -> dict[str, Framework]:
    """Every framework known, by id; SettingsError with the faults of every file that has any."""
    loaded: dict[str, Framework] = {}
    refused: list[str] = []
    files = _files(workspace)
    for name in files:
        try:
            loaded[name] = load_framework(name, workspace)
        except SettingsError as error:
            refused += str(error).split("\n")
    refused += _shared_names(loaded.values(), files)
    if refused:
        raise SettingsError("\n".join(dict.fromkeys(refused)))
    return loaded


def framework_of(text: str, frameworks: Mapping[str, Framework]) -> str | None:
    """Id of the framework that a cell means, by its id, its name or a spelling, or None where unknown."""
    spelt = {fold(s): framework.id for framework in frameworks.values() for s in framework.all_spellings}
    return spelt.get(fold(text))


def _files(workspace: Path | None) -> dict[str, Path]:
    return data_files("frameworks", workspace, ENDINGS)


def _not_read(name: str, workspace: Path | None) -> str:
    """That a file in the workspace would be the framework, were its ending another."""
    there = (workspace / "data" / "frameworks").glob(f"{escape(name)}.*") if workspace else ()
    expected = f"stands in data/frameworks, but a framework ends in {' or '.join(ENDINGS)}. Save it as one of them."
    return next((f" {path.name} {expected}" for path in there if path.suffix.lower() not in ENDINGS), "")


def _shared_names(frameworks: Iterable[Framework], files: Mapping[str, Path]) -> list[str]:
    meant: dict[str, str] = {}
    return [
        f"{files[framework.id].name}: '{spelt}' also means '{meant[fold(spelt)]}'. Keep it in one; take a copy away."
        for framework in frameworks
        for spelt in framework.all_spellings
        if meant.setdefault(fold(spelt), framework.id) != framework.id
    ]
