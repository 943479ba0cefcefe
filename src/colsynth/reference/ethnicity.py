"""Which ethnic groups does a learner belong to? Level 1 of the education sector's codes, total response.

A learner may be in up to three groups and counts in each: groups do not add up to all learners. Cook Islands
Māori is a Pacific group although its name holds the word Māori.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from colsynth.reference.places import data_files, read_yaml

MANY = "|"  # how a snapshot joins the groups of one learner


class EthnicGroups:
    """The groups in reporting order, their codes and the spellings seen in spreadsheets."""

    def __init__(self, groups: dict[str, list[str]], prioritised: list[str]) -> None:
        self.names = list(groups)
        self._prioritised = prioritised
        self._by_spelling = {fold(s): name for name, spellings in groups.items() for s in [name, *spellings]}

    def group_of(self, text: str) -> str | None:
        """The level-1 group of one written ethnicity or code, or None where it is not known."""
        return self._by_spelling.get(fold(text))

    def groups_of(self, text: str) -> tuple[list[str], list[str]]:
        """(groups in reporting order, parts that were not understood) of a cell that may name several."""
        whole = self.group_of(text)
        if whole:
            return [whole], []
        parts = [part.strip() for part in re.split(r"[;,|/&+]|\band\b", text) if part.strip()]
        found = {part: self.group_of(part) for part in parts}
        known = {group for group in found.values() if group}
        return [name for name in self.names if name in known], [part for part, group in found.items() if not group]

    def prioritised(self, groups: Iterable[str]) -> str | None:
        """The one group that the old prioritised output would give a learner."""
        held = set(groups)
        return next((name for name in self._prioritised if name in held), None)


def fold(text: str) -> str:
    """Text for comparing: no case, macrons, double vowels, spaces or punctuation; a lone sign stays itself."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    letters = re.sub(r"[^a-z0-9%<>+]+", "", plain)
    return re.sub(r"([aeiou])\1(?!\d)", r"\1", letters) or plain.strip()  # but Stage E5 is not Stage 5


@cache
def load_ethnic_groups(workspace: Path | None = None) -> EthnicGroups:
    """The groups as the workspace declares them, else as shipped."""
    content = read_yaml(data_files("reference", workspace)["ethnicity"])
    groups = {name: [str(s) for s in spellings] for name, spellings in content["groups"].items()}
    return EthnicGroups(groups, list(content["prioritised"]))
