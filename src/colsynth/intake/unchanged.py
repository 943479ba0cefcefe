"""Has nothing changed since a snapshot was made? One fingerprint of everything that decides what it holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from colsynth.intake.inputs import Plan
from colsynth.reference.places import declared_files
from colsynth.registers.key import key_mark
from colsynth.settings import Settings

CODE = ("errors.py", "reference", "frameworks", "settings", "registers", "intake")  # intake and all that it imports
READERS = ("pandas", "pyarrow", "python-calamine")  # packages that decide how a cell is read
SETTINGS = {"community", "inputs", "as_at"}  # the settings that intake looks at


def fingerprint_of(settings: Settings, inputs: Mapping[str, str], plan: Plan, key: bytes) -> str:
    """The fingerprint of a snapshot made now, 32 hexadecimal digits; `inputs` gives each file's SHA-256."""
    content = {
        "inputs": inputs,
        "left_out": [account.file for account in plan.accounts],
        "missing": [problem.file for problem in plan.problems],
        "settings": settings.model_dump(mode="json", include=SETTINGS),
        "declared": [[name, _mark(path)] for name, path in declared_files(settings.workspace)],
        "code": _of_code(),
        "key": key_mark(key),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


@cache
def _of_code() -> list[list[str]]:
    package = Path(__file__).parents[1]
    files = [path for name in CODE for path in sorted((package / name).rglob("*.py")) or [package / name]]
    marks = [[path.relative_to(package).as_posix(), _mark(path)] for path in files]
    return marks + [[name, version(name)] for name in READERS]


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
