"""What does a header say of the cells below it? A measure and a term, an indicator, a question, or what a pattern says.

A wide sheet has one row a learner (a school, a respondent) and one column for each thing known of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from colsynth.frameworks import Framework
from colsynth.intake.tables.naming import MeasureNames
from colsynth.registers.declared import Register

FEWEST = 3  # columns of indicators from which a sheet that nobody has named is one of ratings
LEFT = ", of the column before"  # stands in the settings behind a column whose header does not say whose it is
_ASKED = re.compile(r"[^\[\]]*\[(?P<row>[^\[\]]+)\]\s*")  # a grid of Google Forms: question [row]
_BEGINS = re.compile(
    r"\W*(?:indicator\s*|item\s*)?(?P<id>[A-Za-z]{1,2}\d+(?:[.-]\d+)*|\d+(?:[.-]\d+)+)(?=[\s:.)\]–—])", re.I
)
_WORD = re.compile(r"[^\W\d_]{3}")
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*|_)\}")


@dataclass(frozen=True)
class Wide:
    """What a header says: values of columns, as (column, text), and the column that the cells below it are."""

    fields: tuple[tuple[str, str], ...]
    cell: str

    @property
    def is_whole(self) -> bool:
        """Whether it says by itself what the cells are; a subject alone needs a tool, or a time beside it."""
        return [name for name, _ in self.fields] != ["subject"]

    @property
    def says(self) -> str:
        """The values alone, as a message shows them."""
        return " ".join(text for _, text in self.fields)


class WideHeaders:
    """Everything by which the header of a wide sheet is understood."""

    def __init__(self, names: MeasureNames, frameworks: Mapping[str, Framework] | None = None) -> None:
        self.names = names
        self._frameworks = dict(frameworks or {})
        self._known: dict[tuple[str, str], Wide | None] = {}

    def of(self, header: str, register: Register) -> Wide | None:
        """What a header says in a register that unfolds, or None where it says nothing that is known."""
        if register.unfolds is None or not header:
            return None
        key = (register.name, header)
        if key not in self._known:
            self._known[key] = self._read(header, register)
        return self._known[key]

    def _read(self, header: str, register: Register) -> Wide | None:
        assert register.unfolds is not None
        match register.unfolds.named_by:
            case "measures":
                meant = self.names.of_header(header)
                if meant is None:
                    return None
                what = ("measure", meant.measure) if meant.measure else ("subject", meant.subject)
                said = [what, ("term", meant.term or meant.when)]
                return Wide(tuple((name, text) for name, text in said if text), meant.part)
            case "frameworks":
                return self._placed(header, register, register.unfolds.cell)
            case _:
                return None

    def _placed(self, header: str, register: Register, cell: str) -> Wide | None:
        """The indicator or the area that a question is about; which framework, only where no other has the same."""
        asked = _ASKED.fullmatch(header)
        text = asked["row"] if asked else header
        begins = _BEGINS.match(text)
        found: dict[str, tuple[str, str]] = {}
        for framework in self._frameworks.values():
            indicator = framework.indicator_of(text) or (framework.indicator_of(begins["id"]) if begins else None)
            if indicator is not None:
                found[framework.id] = ("indicator", indicator)
            elif register.has("area") and _WORD.search(text) and (area := framework.area_of(text)) is not None:
                found[framework.id] = ("area", area)
        if len(set(found.values())) != 1:
            return None
        (said,) = set(found.values())
        return Wide((("framework", next(iter(found))), said) if len(found) == 1 else (said,), cell)


class NoWideHeaders(WideHeaders):
    """Where a known layout has one thing a column: no header says more than its column."""

    def of(self, header: str, register: Register) -> Wide | None:
        """Nothing."""
        return None


def by_pattern(header: str, patterns: Mapping[str, str]) -> Wide | None:
    """What the settings' patterns say of a header, `{"{subject} {term}": "level"}`, the first that fits; or None.

    Spaces and case do not count; `{_}` stands for anything that means nothing. See also `with_left`.
    """
    for pattern, cell in patterns.items():
        found = _as_expression(pattern).fullmatch(" ".join(header.split()))
        if found is not None:
            return Wide(tuple((name, text.strip()) for name, text in found.groupdict().items()), cell)
    return None


def with_left(wide: dict[int, Wide]) -> dict[int, Wide]:
    """Columns that the settings say belong to the column before them (Score, Grade) with what its header says."""
    filled: dict[int, Wide] = {}
    before: tuple[tuple[str, str], ...] = ()
    for place in sorted(wide):
        fields, cell = wide[place].fields, wide[place].cell
        if cell.endswith(LEFT):
            fields, cell = tuple({**dict(before), **dict(fields)}.items()), cell.removesuffix(LEFT)
        else:
            before = fields
        filled[place] = Wide(fields, cell)
    return filled


@cache
def _as_expression(pattern: str) -> re.Pattern[str]:
    parts = _PLACE.split(" ".join(pattern.split()))
    text = ""
    for at, part in enumerate(parts):
        if at % 2:
            text += ".+?" if part == "_" else f"(?P<{part}>.+?)"
        else:
            text += re.escape(part).replace(r"\ ", r"\s+")
    return re.compile(text, re.IGNORECASE)


def names_in(pattern: str) -> list[str]:
    """The columns a pattern names."""
    return [name for name in _PLACE.findall(pattern) if name != "_"]
