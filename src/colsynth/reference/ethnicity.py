"""Which ethnic groups does a learner belong to? Level 1 of the education sector's codes, total response.

A learner may be in up to three groups and counts in each: groups do not add up to all learners. Cook Islands
Māori is a Pacific group although its name holds the word Māori.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from pydantic import ConfigDict

from colsynth.errors import SettingsError, near
from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.places import data_files

MANY = "|"  # how a snapshot joins the groups of one learner

_BETWEEN = re.compile(r"[;,|&+\n]|\band\b|\bme\b", re.IGNORECASE)  # `me` is `and` in te reo Māori
_MAORI = "maori"


class EthnicGroups:
    """The groups in reporting order, their codes and the spellings seen in spreadsheets.

    `within` gives, for a group, words that decide wherever they stand: 'Cook Is' makes any part Pacific.
    """

    def __init__(self, groups: dict[str, list[str]], prioritised: list[str], within: dict[str, list[str]]) -> None:
        self.names = list(groups)
        self._prioritised = prioritised
        self._by_spelling = {fold(s): name for name, spellings in groups.items() for s in [name, *spellings]}
        self._within = {fold(word): name for name, words in within.items() for word in words}

    def groups_of(self, text: str) -> tuple[list[str], list[str]]:
        """(groups in reporting order, parts that were not understood) of a cell that may name several."""
        parts = self._parts(text)
        known = {group for _, group in parts if group}
        return [name for name in self.names if name in known], [part for part, group in parts if not group]

    def n_named(self, text: str) -> int:
        """How many ethnic groups a cell names, whether or not they are of one level-1 group."""
        return len({fold(part) for part, group in self._parts(text) if group})

    def splits_words(self, text: str) -> bool:
        """Whether a cell names groups of different level 1 without a sign between them: 'Indian South African'."""
        parts = self._parts(text)
        signs = [chunk for between in _BETWEEN.split(text) for chunk in between.split("/") if chunk.strip()]
        return len({group for _, group in parts if group}) > 1 and len(parts) > len(signs)

    def _parts(self, text: str) -> list[tuple[str, str | None]]:
        """The parts of a cell, each with its group: split at signs, else at words where every word is known."""
        known = self._by_spelling.get(fold(text.removesuffix(".0")))
        if known:
            return [(text, known)]
        chunks = [chunk.strip() for chunk in _BETWEEN.split(text)]
        slashed = [[chunk] if self._by_spelling.get(fold(chunk)) else chunk.split("/") for chunk in chunks]
        parts: list[tuple[str, str | None]] = []
        for part in (part.strip() for several in slashed for part in several if part.strip()):
            parts += self._part(part, parts[-1][0] if parts else "")
        return parts

    def _part(self, part: str, before: str) -> list[tuple[str, str | None]]:
        known = self._by_spelling.get(fold(part.removesuffix(".0")))
        if known and fold(part) == _MAORI and self._is_bare(before):
            return [(part, None)]  # 'Cook Islands/Māori' may be one ethnicity or two
        if known:
            return [(part, known)]
        words = self._words(part)
        within = next((name for word, name in self._within.items() if word in fold(part)), None)
        if within:  # the Māori of 'Māori (Cook Islands)' belongs to the name
            return [(word, group) for word, group in words if fold(word) != _MAORI] or [(part, within)]
        return words or [(part, None)]

    def _words(self, text: str) -> list[tuple[str, str | None]]:
        """The groups that words without a sign between them name ('NZ European Māori'); none if a word is left."""
        words = [word for word in re.split(r"[\s()-]+", text) if word]
        found: list[tuple[str, str | None]] = []
        while words:
            ends = range(len(words), 0, -1)
            end = next((n for n in ends if self._by_spelling.get(fold(" ".join(words[:n])))), 0)
            if not end:
                return []
            phrase = " ".join(words[:end])
            found.append((phrase, self._by_spelling[fold(phrase)]))
            words = words[end:]
        return found

    def _is_bare(self, text: str) -> bool:
        """Whether a text is a word that decides without the Māori that its full name has, as 'Cook Islands'."""
        folded = fold(text)
        return _MAORI not in folded and any(word in folded for word in self._within)

    def prioritised(self, groups: Iterable[str]) -> str | None:
        """The one group that the old prioritised output would give a learner."""
        held = set(groups)
        return next((name for name in self._prioritised if name in held), None)


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Text for comparing: no case, macrons, double vowels, spaces or punctuation; a lone sign stays itself."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    letters = re.sub(r"[^a-z0-9%<>+]+", "", plain)
    return re.sub(r"([aeiou])\1(?!\d)", r"\1", letters) or plain.strip()  # but Stage E5 is not Stage 5


class EthnicityCodes(Declared):
    """The file `data/reference/ethnicity.yaml`."""

    model_config = ConfigDict(coerce_numbers_to_str=True)  # a code is a text, with or without quotes

    source: str
    groups: dict[str, list[str]]
    prioritised: list[str]
    within: dict[str, list[str]] = {}


@cache
def load_ethnic_groups(workspace: Path | None = None) -> EthnicGroups:
    """The groups as the workspace declares them, else as shipped."""
    return read_ethnic_groups(data_files("reference", workspace)["ethnicity"])


def read_ethnic_groups(path: Path) -> EthnicGroups:
    """The groups in one file, or a SettingsError with every fault in plain words."""
    codes = read_declared(path, EthnicityCodes)
    faults = [
        f"{path.name}: '{key}' names '{name}', which is not in 'groups'.{near(name, codes.groups)}"
        for key, named in (("prioritised", codes.prioritised), ("within", codes.within))
        for name in named
        if name not in codes.groups
    ]
    if faults:
        raise SettingsError("\n".join(faults))
    return EthnicGroups(codes.groups, codes.prioritised, codes.within)
