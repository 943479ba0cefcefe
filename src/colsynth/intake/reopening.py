"""What do the cells of a file say, once more? For what shows a person the file's own cells: a snapshot keeps none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from colsynth.intake.inputs import plan_inputs
from colsynth.intake.opening.parts import read_parts
from colsynth.intake.opening.sheets import Sheet
from colsynth.registers.declared import load_registers
from colsynth.settings import Settings


def reopen(settings: Settings, inputs: Mapping[str, str]) -> Callable[[str], list[Sheet]]:
    """A function that gives the sheets of a file, or of one in an archive, by its name.

    No sheets where the file is gone or is no longer the one that was read; `inputs` gives each file's SHA-256.
    """
    files = {file.name: file.path for file in plan_inputs(settings, load_registers(settings.workspace)).files}

    def sheets_of(name: str) -> list[Sheet]:
        file = name if name in files else next((known for known in files if name.startswith(f"{known}/")), "")
        try:
            content = files[file].read_bytes()
        except (KeyError, OSError):
            return []
        mark = hashlib.sha256(content).hexdigest()
        if inputs.get(file, mark) != mark:
            return []
        return next((opened.sheets for part, opened in read_parts(file, content) if part == name), [])

    return sheets_of
