"""Which statement speaks to which, between frameworks and within one? `data/frameworks/crosswalk/*.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from colsynth.errors import SettingsError, near
from colsynth.frameworks.model import Framework
from colsynth.frameworks.statement import Text
from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.places import data_files


class End(Declared):
    """One end of a pair: an indicator or a whole area of a framework."""

    framework: Text
    indicator: Text | None = None
    area: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.indicator is None) == (self.area is None):
            raise ValueError("found both or neither of 'indicator' and 'area'. Write one of them.")
        return self


class Pair(Declared):
    """Two ends: one speaks to the other, says nearly the same, or (`inversion`) `to` is odd where `from` is not met."""

    start: End = Field(alias="from")
    to: End
    how: Literal["speaks to", "near duplicate", "inversion"]


class Crosswalk(Declared):
    """One file of pairs; the judgement that two belong together is that of its `source`."""

    shown_in: ClassVar[str] = "data/frameworks/crosswalk/between.yaml shows how"

    source: Text
    pairs: tuple[Pair, ...] = Field(min_length=1)


def read_crosswalk(path: Path, frameworks: Mapping[str, Framework]) -> Crosswalk:
    """The crosswalk in one file; SettingsError with every fault, one a line."""
    crosswalk = read_declared(path, Crosswalk)
    wrong = [f"{path.name}: {fault}" for fault in _faults(crosswalk, frameworks)]
    if wrong:
        raise SettingsError("\n".join(wrong))
    return crosswalk


def load_pairs(frameworks: Mapping[str, Framework], workspace: Path | None = None) -> tuple[Pair, ...]:
    """The pairs of every crosswalk known; SettingsError where a file has faults.

    A community's own file may stand in front of a shipped framework and lack parts of it: a shipped pair that names one
    of them ties nothing then.
    """
    shipped = data_files("frameworks/crosswalk", None)
    pairs: list[Pair] = []
    for name, path in data_files("frameworks/crosswalk", workspace).items():
        if shipped.get(name) == path:
            known = read_declared(path, Crosswalk).pairs
            pairs += [pair for pair in known if not any(_unknown(end, frameworks) for end in (pair.start, pair.to))]
        else:
            pairs += read_crosswalk(path, frameworks).pairs
    return tuple(pairs)


def _faults(crosswalk: Crosswalk, frameworks: Mapping[str, Framework]) -> Iterator[str]:
    seen: set[frozenset[End]] = set()
    for n, pair in enumerate(crosswalk.pairs, 1):
        for side, end in (("from", pair.start), ("to", pair.to)):
            if fault := _unknown(end, frameworks):
                yield f"pairs #{n}.{side}: {fault}"
        ends = frozenset((pair.start, pair.to))
        if len(ends) == 1:
            yield f"pairs #{n}: both ends are the same. Name another at one of them."
        if pair.how != "speaks to" and pair.start.framework != pair.to.framework:
            yield f"pairs #{n}.how: '{pair.how}' is for two of one framework. Write 'speaks to'."
        if ends in seen:
            yield f"pairs #{n}: these two stand in an earlier pair already. Keep one."
        seen.add(ends)


def _unknown(end: End, frameworks: Mapping[str, Framework]) -> str:
    pack = frameworks.get(end.framework)
    if pack is None:
        known = near(end.framework, frameworks) or f" Known are: {', '.join(frameworks)}."
        return f"there is no framework '{end.framework}'.{known}"
    word, id = ("indicator", end.indicator) if end.indicator else ("area", end.area)
    ids = [part.id for part in (pack.indicators if end.indicator else pack.areas)]
    known = near(id or "", ids) or f" Known are: {', '.join(ids) or 'none'}."
    return "" if id in ids else f"there is no {word} '{id}' in '{end.framework}'.{known}"
