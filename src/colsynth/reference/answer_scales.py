"""Is a survey's item closed, on which scale, and who of its answers agrees? What no scale has is people's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files

Side = Literal["against", "neither", "for"]
Kind = Literal["closed", "own words", "words of no scale", "two answer scales", "numbers alone"]
SIDES: tuple[Side, ...] = ("against", "neither", "for")
UNSURE = "Not sure"
CLOSED = 0.9  # share of an item's answers that must be words of one scale; our rule
MOST_OPTIONS = 7  # answers of a closed item whose words no scale has; our rule
EACH_GIVEN = 3  # times that such an answer is given, on average; our rule
MOST_NUMBER = 10  # the highest answer of an item that is answered in numbers
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}\)?\s*[-=:.)–—]*\s*(?=\D)|\s*[-=:–—]?\s*\(?\b\d{1,2}\)?\s*$")
_END = re.compile(r"(?<!\d)(\d{1,2})\s*(?:=|:|is|means|–|—|-)\s*([^\d,;()\[\]]+)")
# A number, with words beside it or without.
_NUMBER = re.compile(r"\s*\(?(\d{1,2})\)?\s*(?:[-=:.–—]?\s*\(?([^\W\d][^()]*)\)?)?\s*")


@dataclass(frozen=True)
class Place:
    """One answer on a scale: its order from the lowest, its words as printed, and whether it speaks for the item."""

    order: int
    label: str
    side: Side


@dataclass(frozen=True)
class Item:
    """How an item is read: its kind, the name of its scale, and the place of each answer as written.

    An answer without a place is in words of its own; of an item that is not closed no answer has one. `silent` are
    answers that say nothing of the item. `reversed`: the text of the item says that agreeing speaks against the scale.
    """

    kind: Kind
    scale: str = ""
    places: Mapping[str, Place] | None = None
    silent: frozenset[str] = frozenset()
    reversed: bool = False


class Scale(Declared):
    """The places of one scale, lowest first; each a list of spellings."""

    against: list[list[str]] = Field(min_length=1)
    neither: list[list[str]] = []
    for_: list[list[str]] = Field(min_length=1, alias="for")

    @cached_property
    def places(self) -> dict[str, Place]:
        """The place of every spelling, folded."""
        sides = [(side, place) for side in SIDES for place in (self.for_ if side == "for" else getattr(self, side))]
        return {fold(text): Place(order, place[0], side) for order, (side, place) in enumerate(sides) for text in place}

    @property
    def spellings(self) -> list[str]:
        """Every spelling, lowest place first."""
        return [text for part in (self.against, self.neither, self.for_) for place in part for text in place]

    @model_validator(mode="after")
    def _check_words(self) -> Scale:
        every = self.spellings
        if any(not place for part in (self.against, self.neither, self.for_) for place in part):
            raise ValueError("a place holds no words. Write its spellings as a list, or take it out")
        folded = [fold(text) for text in every]
        twice = next((text for text in every if folded.count(fold(text)) > 1), None)
        if twice:
            raise ValueError(f"'{twice}' stands twice. A word has one place on a scale")
        return self


class AnswerScales(Declared):
    """`data/reference/answer_scales.yaml`: scales by name, and words that may answer a question of any of them."""

    source: str
    scales: dict[str, Scale] = Field(min_length=1)
    unsure: list[str] = []
    no_answer: list[str] = []
    reversed_by: list[str] = []

    @model_validator(mode="after")
    def _check_apart(self) -> AnswerScales:
        beside = {fold(text): text for text in (*self.unsure, *self.no_answer)}
        for name, scale in self.scales.items():
            both = next((beside[text] for text in scale.places if text in beside), None)
            if both:
                raise ValueError(f"'{both}' is a word of the scale '{name}' and stands under unsure or no_answer too")
        return self

    @property
    def words(self) -> list[str]:
        """Every spelling of every scale, and those that answer any of them."""
        of_scales = [
            t for s in self.scales.values() for part in (s.against, s.neither, s.for_) for p in part for t in p
        ]
        return list(dict.fromkeys([*of_scales, *self.unsure, *self.no_answer]))

    def item(self, text: str, given: Mapping[str, int]) -> Item:
        """How the item with this text is read, from how often each answer was given to it."""
        silent = frozenset(answer for answer in given if self._plain(answer) in self._silent)
        said = {answer: n for answer, n in given.items() if answer not in silent}
        turned = text.strip().casefold().endswith(tuple(mark.casefold() for mark in self.reversed_by))
        if not said:
            return Item("own words", silent=silent)
        scales = {name: self._read(scale.places, said) for name, scale in self.scales.items()}
        name = max(scales, key=lambda name: _share(scales[name], said))  # of equal ones the first
        if _share(scales[name], said) >= CLOSED and not all(p.label == UNSURE for p in scales[name].values()):
            return Item("closed", name, scales[name], silent, turned)
        numbers = {answer: _NUMBER.fullmatch(answer) for answer in said}
        if all(numbers.values()):
            return self._numbers(text, numbers, silent, turned)
        known = {answer for read in scales.values() for answer, place in read.items() if place.label != UNSURE}
        if sum(said[answer] for answer in known) >= CLOSED * max(1, sum(said.values())):
            return Item("two answer scales", silent=silent)
        few = len(said) <= MOST_OPTIONS and sum(said.values()) >= EACH_GIVEN * len(said)
        return Item("words of no scale" if few else "own words", silent=silent)

    def _read(self, places: Mapping[str, Place], said: Mapping[str, int]) -> dict[str, Place]:
        unsure = Place(1 + max(place.order for place in places.values()), UNSURE, "neither")
        read = {answer: places.get(self._plain(answer, places)) for answer in said}
        read |= {answer: unsure for answer in said if read[answer] is None and self._plain(answer) in self._unsure}
        return {answer: place for answer, place in read.items() if place is not None}

    def _numbers(
        self, text: str, said: Mapping[str, re.Match[str] | None], silent: frozenset[str], turned: bool
    ) -> Item:
        """Numbers are read where the item, or an answer, gives the lowest and the highest words of a scale's two sides.

        The halves of the numbers are then for and against, and the very middle is neither.
        """
        written = {answer: (int(found[1]), found[2] or "") for answer, found in said.items() if found}
        ends = [*((int(number), words) for number, words in _END.findall(text)), *written.values()]
        numbers = [number for number, _ in written.values()]
        for name, scale in self.scales.items():
            sides = {number: scale.places[fold(words)].side for number, words in ends if fold(words) in scale.places}
            low, high = min(sides, default=0), max(sides, default=0)
            if {sides.get(low), sides.get(high)} != {"against", "for"} or min(numbers) < low or max(numbers) > high:
                continue
            places = {}
            for answer, (number, _) in written.items():
                order = number - low if sides[high] == "for" else high - number
                half = 2 * order - (high - low)
                side: Side = "for" if half > 0 else "against" if half < 0 else "neither"
                places[answer] = Place(order, str(number), side)
            return Item("closed", f"{low} to {high}, {name}", places, silent, turned)
        return Item("numbers alone" if max(numbers) <= MOST_NUMBER else "own words", silent=silent)

    def _plain(self, answer: str, places: Mapping[str, Place] | None = None) -> str:
        """The answer folded, and without its number where it is known without it."""
        whole = fold(answer)
        known = self._unsure | self._silent if places is None else places
        return whole if whole in known else fold(_NUMBERED.sub("", answer))

    @cached_property
    def _unsure(self) -> frozenset[str]:
        return frozenset(map(fold, self.unsure))

    @cached_property
    def _silent(self) -> frozenset[str]:
        return frozenset(map(fold, self.no_answer))


def _share(read: Mapping[str, Place], said: Mapping[str, int]) -> float:
    """The part of the answers that have a place; of answers that nobody gave, each counts alike."""
    total = sum(said.values())
    return sum(said[answer] for answer in read) / total if total else len(read) / max(1, len(said))


@cache
def load_answer_scales(workspace: Path | None = None) -> AnswerScales:
    """The scales as the workspace declares them, else as shipped."""
    return read_answer_scales(data_files("reference", workspace)["answer_scales"])


def read_answer_scales(path: Path) -> AnswerScales:
    """The scales in one file, or a SettingsError with every fault in plain words."""
    return read_declared(path, AnswerScales)
