"""A workspace of a test's own, in which `colsynth` is called as a person calls it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from made_sheets import write_book

from colsynth.cli import main

SCHOOLS = "School number,School name\n9901,Tōtara Flat School\n9902,Rātā Intermediate\n"


class Sent:
    """A community `c` whose schools sent files into `sent/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "params").mkdir(parents=True)
        (root / "sent").mkdir()
        self.settings()

    def settings(self, inputs: Any = "sent", **more: Any) -> Path:
        path = self.root / "params" / "c.yaml"
        content = {"community": {"id": "c", "name": "Test community"}, "inputs": inputs, "chapters": ["data"], **more}
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    def csv(self, name: str, text: str) -> Path:
        path = self.root / "sent" / name
        path.write_text(text, encoding="utf-8")
        return path

    def xlsx(self, name: str, sheets: dict[str, list[list[Any]]]) -> Path:
        return write_book(self.root / "sent" / name, sheets)

    def run(self, *words: str, answers: str | None = None) -> Result:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.root)
            return CliRunner().invoke(main, list(words), input=answers)

    @property
    def inside(self) -> Path:
        return self.root / "outputs" / "screen" / "c" / "inside"
