"""Which frameworks are known, and what is wrong with one? `data/frameworks/*.yaml`, the workspace's first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from colsynth.errors import SettingsError, near
from colsynth.frameworks.faults import structure_faults
from colsynth.frameworks.model import Framework
from colsynth.frameworks.wording import read_wording, wording_file
from colsynth.reference.declared import as_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files, read_yaml


def read_framework(path: Path) -> Framework:
    """The framework in one file; SettingsError with every fault of the file, one a line."""
    content = read_yaml(path)
    misfits = [f"{path.name}: {fault.says}" for fault in structure_faults(content, path.stem)]
    try:
        framework = as_declared(content, Framework, path.name)
    except SettingsError as error:
        raise SettingsError("\n".join([str(error), *misfits])) from None
    if misfits:
        raise SettingsError("\n".join(misfits))
    return framework


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
    files = data_files("frameworks", workspace)
    if name not in files:
        known = f" Known are: {', '.join(files)}." if files else ""
        raise SettingsError(f"There is no framework '{name}'.{near(name, files) or known}")
    framework = read_framework(files[name])
    copy = wording_file(name, files, workspace)
    return framework.with_wording(read_wording(copy, framework)) if copy else framework


@cache
def load_frameworks(workspace: Path | None = None) -> dict[str, Framework]:
    """Every framework known, by id; SettingsError with the faults of every file that has any."""
    loaded: dict[str, Framework] = {}
    refused: list[str] = []
    for name in data_files("frameworks", workspace):
        try:
            loaded[name] = load_framework(name, workspace)
        except SettingsError as error:
            refused += str(error).split("\n")
    refused += _shared_names(loaded.values())
    if refused:
        raise SettingsError("\n".join(dict.fromkeys(refused)))
    return loaded


def framework_of(text: str, frameworks: Mapping[str, Framework]) -> str | None:
    """Id of the framework that a cell means, by its id, its name or a spelling, or None where unknown."""
    spelt = {fold(s): framework.id for framework in frameworks.values() for s in framework.all_spellings}
    return spelt.get(fold(text))


def _shared_names(frameworks: Iterable[Framework]) -> list[str]:
    meant: dict[str, str] = {}
    return [
        f"{framework.id}.yaml: '{spelt}' also means '{meant[fold(spelt)]}'. Keep it in one of them."
        for framework in frameworks
        for spelt in framework.all_spellings
        if meant.setdefault(fold(spelt), framework.id) != framework.id
    ]
