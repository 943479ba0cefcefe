"""Does the community hold the official wording? Its own copy, in its workspace, by id; never shipped.

`data/frameworks/wording/<framework>.yaml` has one mapping, `wording:`, from ids of indicators, questions and
their parts to sentences, which are kept exactly as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from colsynth.errors import SettingsError, near
from colsynth.frameworks.model import Framework
from colsynth.reference.places import read_yaml


def wording_file(framework: str, known: Iterable[str], workspace: Path | None) -> Path | None:
    """The community's copy of a framework's wording, or None where it has none.

    SettingsError where a file in that folder is named after no framework, so that none is passed over.
    """
    if workspace is None:
        return None
    folder = workspace / "data" / "frameworks" / "wording"
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    names = list(known)
    strays = [
        f"wording/{path.name}: there is no framework '{stem}'.{near(stem, names)} Rename the file."
        for stem, path in files.items()
        if stem not in names
    ]
    if strays:
        raise SettingsError("\n".join(strays))
    return files.get(framework)


def read_wording(path: Path, framework: Framework) -> dict[str, str]:
    """The wording by id; SettingsError with every fault of the file, one a line."""
    content = read_yaml(path)
    faults = _wording_faults(content, [statement.id for statement in framework.statements()])
    if faults:
        raise SettingsError("\n".join(f"wording/{path.name}: {fault}" for fault in faults))
    return dict(content["wording"])


def wording_faults(path: Path, framework: Framework) -> list[str]:
    """Every fault of a wording file as a sentence; empty where it can be used."""
    try:
        read_wording(path, framework)
    except SettingsError as error:
        return str(error).split("\n")
    return []


def _wording_faults(content: dict[str, Any], ids: list[str]) -> list[str]:
    unknown = [key for key in content if key != "wording"]
    faults = [f"'{key}' is not a setting colsynth knows. Known here: wording." for key in unknown]
    wording = content.get("wording")
    if not isinstance(wording, dict):
        return [*faults, "'wording' is missing. Add it, with a line '1.1.1: \"...\"' for each sentence."]
    for id, text in wording.items():
        if not isinstance(id, str):
            faults.append(f"the id {id} is read as a number. Put it in quotes.")
        elif id not in ids:
            faults.append(f"there is no '{id}' in this framework.{near(id, ids)}")
        elif not isinstance(text, str) or not text.strip():
            faults.append(f"'{id}' has no sentence. Write the wording in quotes, or take the line out.")
    return faults
