"""Where does a community's settings file stand, and what does it say?"""

from __future__ import annotations

import re
from pathlib import Path

from colsynth.errors import SettingsError
from colsynth.reference.declared import read_declared
from colsynth.reference.terms import parse_term
from colsynth.settings.model import Settings
from colsynth.settings.workbook import WORKBOOKS, read_settings_workbook


def find_workspace(start: Path) -> Path | None:
    """The first folder from `start` upward that holds `params/`, or None."""
    return next((folder for folder in (start, *start.parents) if (folder / "params").is_dir()), None)


def find_settings(written: str | Path) -> Path:
    """The settings file that `written` means: from the current folder, else from the workspace around it."""
    path = Path(written)
    if path.is_file() or path.is_absolute():
        return path.resolve()
    workspace = find_workspace(Path.cwd())
    inside = workspace / path if workspace else path
    return (inside if inside.is_file() else path).resolve()


def load_settings(written: str | Path) -> Settings:
    """The settings in a file, YAML or a workbook, checked.

    SettingsError with every fault of the file, exit code 3, where it is not as expected.
    """
    path = find_settings(written)
    workspace = find_workspace(path.parent) or path.parent
    if path.suffix.lower() in WORKBOOKS:
        return read_settings_workbook(path, workspace)
    return read_declared(path, Settings, path=path, workspace=workspace)


def check_term(written: str) -> str:
    """`2026-T3`, or a SettingsError that says how a term is written."""
    term = parse_term(written)
    if term is None or not re.fullmatch(r"\d{4}-T[1-4]", term):
        raise SettingsError(f"'{written}' is not a school term. Write it as 2026-T3.")
    return term
