"""What does each analysis of all chapters cost? The chapters' own cells are run, and the analyses timed within them."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

import colsynth.analyses
import colsynth.exhibits


class Timer:
    """Seconds of CPU by analysis, each counted where the chapters call it and not again where it calls another."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inside = False

    def timed(self, function: FunctionType) -> Callable[..., Any]:
        """The function, with its seconds counted."""

        @wraps(function)
        def call(*given: Any, **named: Any) -> Any:
            if self._inside:
                return function(*given, **named)
            self._inside, started = True, time.process_time()
            try:
                return function(*given, **named)
            finally:
                name = f"{function.__module__.removeprefix('colsynth.analyses.')}.{function.__qualname__}"
                self.seconds[name] += time.process_time() - started
                self._inside = False

        return call

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Time every analysis wherever an exhibit finds it."""
        known = {id(f): self.timed(f) for module in _modules(colsynth.analyses) for f in _own_functions(module)}
        for module in [*_modules(colsynth.analyses), *_modules(colsynth.exhibits)]:
            for name, held in vars(module).copy().items():
                if id(held) in known:
                    patch.setattr(module, name, known[id(held)])


def _modules(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [package, *(importlib.import_module(each.name) for each in found)]


def _own_functions(module: ModuleType) -> list[FunctionType]:
    return [f for f in vars(module).values() if isinstance(f, FunctionType) and f.__module__ == module.__name__]


def run_chapters(workspace: Path, settings: str) -> None:
    """Every code cell of every chapter, but for the one that sets its parameters, as a report runs them."""
    before = Path.cwd()
    os.chdir(workspace)
    try:
        for path in sorted((workspace / "notebooks" / "report").glob("*.ipynb")):
            names: dict[str, Any] = {"settings": settings, "term": "", "audience": "community"}
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                is_parameters = "parameters" in cell["metadata"].get("tags", ())
                if cell["cell_type"] == "code" and not is_parameters and path.stem != "first_page":
                    exec("".join(cell["source"]), names)
            sys.stdout.write(f"\n{path.stem} ran")
    finally:
        os.chdir(before)
