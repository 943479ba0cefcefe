"""Which words of te reo Māori with macrons stand often in schools' spreadsheets?"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.places import data_files


class Words(Declared):
    """The file `data/reference/te_reo.yaml`; an entry may be several words."""

    source: str
    words: list[str]


@cache
def load_words(workspace: Path | None = None) -> tuple[str, ...]:
    """The words as the workspace declares them, else as shipped."""
    return read_words(data_files("reference", workspace)["te_reo"])


def read_words(path: Path) -> tuple[str, ...]:
    """The single words of one file, or a SettingsError; those without a macron have nothing to lose."""
    return tuple(word for words in read_declared(path, Words).words for word in words.split() if not word.isascii())
