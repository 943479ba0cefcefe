"""A community in a folder of its own, to which a test gives spreadsheets and from which it takes a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from made_sheets import write_book

from colsynth.errors import Problem
from colsynth.intake import take_in
from colsynth.registers.snapshot import Account, Snapshot
from colsynth.settings import Settings, load_settings

SCHOOLS = "School number,School name,Type\n9901,Tōtara Flat School,Contributing\n9902,Rātā Intermediate,Intermediate\n"


class Community:
    """A workspace with one settings file; `sent/` holds what schools sent."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "params").mkdir()
        (root / "sent").mkdir()

    def csv(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.root / "sent" / name
        path.write_bytes(text.encode(encoding))
        return path

    def xlsx(self, name: str, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
        return write_book(self.root / "sent" / name, sheets)

    def schools(self) -> None:
        self.csv("schools.csv", SCHOOLS)

    def settings(self, inputs: Any = "sent", **more: Any) -> Settings:
        path = self.root / "params" / "c.yaml"
        content = {"community": {"id": "c", "name": "Test community"}, "inputs": inputs, **more}
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        return load_settings(path)

    def take_in(self, inputs: Any = "sent", **more: Any) -> Snapshot:
        return take_in(self.settings(inputs, **more))


def of_check(snapshot: Snapshot, check: str) -> list[Problem]:
    """The problems a rule found."""
    return [problem for problem in snapshot.problems if problem.check == check]


def account(snapshot: Snapshot, file: str, register: str) -> Account:
    """The account of one file and register."""
    return next(a for a in snapshot.accounts if a.file == f"sent/{file}" and a.register == register)


def counts(account: Account) -> tuple[int, int, int, int]:
    """(read, accepted, set aside, repeated)."""
    return account.read, account.accepted, account.set_aside, account.repeated
