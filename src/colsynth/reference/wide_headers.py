"""Which words of a wide sheet's header stand for a time of the year, a subject or a part of a result?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from colsynth.errors import SettingsError
from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files
from colsynth.reference.terms import TERMS_A_YEAR

_BETWEEN = r"[\s\-/,._]*"
_YEAR = r"(?P<{}>(?:19|20)\d\d)"
_SHORT_YEAR = r"'?(?P<{}>(?:19|20)\d\d|[0-4]\d)"  # two digits are of this century
_SURE_YEAR = r"(?P<{}>(?:19|20)\d\d)|'(?P<{}_short>[0-4]\d)"  # after a month, two digits alone may be a day
_LONE_YEAR = re.compile(r"(?<![A-Za-z0-9])((?:19|20)\d\d)(?![A-Za-z0-9])")


class WideHeaderWords(Declared):
    """The file `data/reference/wide_headers.yaml`."""

    source: str
    terms: dict[int, list[str]]
    months: dict[int, list[str]] = {}
    subjects: dict[str, list[str]] = {}
    parts: dict[Literal["scale_score", "level", "raw"], list[str]] = {}

    def time_in(self, header: str) -> tuple[str, str, str] | None:
        """(term such as `2024-T2`, number of a term without its year such as `T2`, the rest) of a header.

        The first is empty where no year stands beside the word, the second where one does, both where the header
        names no time. None where it names two times that differ.
        """
        text = plain(header)
        numbers, years, rest = set(), set(), text
        for pattern, number_of in _patterns(self):
            for match in pattern.finditer(rest):
                groups = {name: found for name, found in match.groupdict().items() if found}
                numbers.add(number_of[fold(groups.pop("word"))])
                years |= {f"20{found}" if len(found) == 2 else found for found in groups.values()}
            rest = pattern.sub(" ", rest)
        if numbers and not years:
            years, rest = set(_LONE_YEAR.findall(rest)), _LONE_YEAR.sub(" ", rest)
        if len(numbers) > 1 or len(years) > 1:
            return None
        if not numbers:
            return "", "", text
        number = next(iter(numbers))
        return (f"{next(iter(years))}-T{number}", "", rest) if years else ("", f"T{number}", rest)


def plain(text: str) -> str:
    """The text without macrons, so that words are found however they are written."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def _compiled(words: tuple[str, ...], after: str) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    word = "|".join(_BETWEEN.join(map(re.escape, re.findall(r"[A-Za-z]+|\d+", plain(text)))) for text in longest_first)
    before = _YEAR.format("before")
    return re.compile(
        rf"(?<![A-Za-z0-9])(?:{before}{_BETWEEN})?(?P<word>{word})(?:{_BETWEEN}(?:{after}))?(?![A-Za-z0-9])",
        re.IGNORECASE,
    )


def _patterns(words: WideHeaderWords) -> list[tuple[re.Pattern[str], dict[str, int]]]:
    return [
        (_compiled(tuple(_all(spelt.values())), after), {fold(t): n for n, written in spelt.items() for t in written})
        for spelt, after in (
            (words.terms, _SHORT_YEAR.format("after")),
            (words.months, _SURE_YEAR.format("after", "after")),
        )
        if spelt
    ]


def _all(lists: Iterable[list[str]]) -> list[str]:
    return [text for written in lists for text in written]


@cache
def load_wide_headers(workspace: Path | None = None) -> WideHeaderWords:
    """The words as the workspace declares them, else as shipped."""
    return read_wide_headers(data_files("reference", workspace)["wide_headers"])


def read_wide_headers(path: Path) -> WideHeaderWords:
    """The words in one file; SettingsError where one stands for two things or a term is not one of the four."""
    words = read_declared(path, WideHeaderWords)
    faults = []
    for name in ("terms", "months"):
        by_number: dict[int, list[str]] = getattr(words, name)
        faults += [
            f"{path.name}: '{name}' has the term {number}. A school year has the terms 1 to {TERMS_A_YEAR}."
            for number in by_number
            if not 1 <= number <= TERMS_A_YEAR
        ]
    groups: tuple[dict[str, list[str]], ...] = (
        {f"term {number}": [*words.terms.get(number, []), *words.months.get(number, [])] for number in range(1, 5)},
        words.subjects,
        {str(part): written for part, written in words.parts.items()},
    )
    for group in groups:
        seen: dict[str, str] = {}
        for meaning, written in group.items():
            for text in written:
                other = seen.setdefault(fold(text), meaning)
                if other != meaning:
                    faults.append(
                        f"{path.name}: '{text}' stands for {other} and for {meaning}. Let each word mean one thing."
                    )
    if faults:
        raise SettingsError("\n".join(faults))
    return words
