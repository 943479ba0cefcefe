"""Which words of te reo Māori with macrons stand often in schools' spreadsheets?"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from colsynth.reference.places import data_files, read_yaml


@cache
def load_words(workspace: Path | None = None) -> tuple[str, ...]:
    """The single words of `data/reference/te_reo.yaml`; those without a macron have nothing to lose."""
    written = read_yaml(data_files("reference", workspace)["te_reo"])["words"]
    return tuple(word for words in written for word in str(words).split() if not word.isascii())
