"""What does a cell of a rating mean, in the loaded version of a framework or in an earlier one?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import Field

from colsynth.frameworks.statement import Text
from colsynth.reference.declared import Declared
from colsynth.reference.ethnicity import fold

NOT_YET_EVIDENT = "not yet evident"
NOT_APPLICABLE = "not applicable"

# What a rater may answer beside the stages, in every framework, and how it is written.
ANSWERS: dict[str, tuple[str, ...]] = {
    NOT_YET_EVIDENT: ("Not evident", "Not evident yet", "Not yet", "Not yet seen", "NYE"),
    NOT_APPLICABLE: ("N/A", "Does not apply", "Doesn't apply", "Not relevant"),
}
IN_PLACE = ("In place", "Met", "Yes")  # said of an indicator that stands under a stage: it is as the stage has it
ANSWER_OF = {fold(spelt): answer for answer, spellings in ANSWERS.items() for spelt in (answer, *spellings)}

Moves = Mapping[str, str | None]


class Earlier(Declared):
    """What became of the parts of an earlier version: the id each has now, or nothing where none took its place.

    On the left stands an id of that version, or a name as it wrote it. What is not named is as it was; an indicator
    that is not named moves with its area and its stage.
    """

    areas: dict[Text, Text | None] = Field(default_factory=dict)
    stages: dict[Text, Text | None] = Field(default_factory=dict)
    indicators: dict[Text, Text | None] = Field(default_factory=dict)


@dataclass(frozen=True)
class Spelt:
    """Ids of the loaded version by everything that cells of one version write, folded; None where nothing took a place.

    The words are those that may stand before the number of a stage or of an area.
    """

    stages: Moves
    areas: Moves
    indicators: Moves
    stage_words: tuple[str, ...]
    area_words: tuple[str, ...]

    def before(self, moves: Earlier) -> Spelt:
        """What the cells of an earlier version mean: numbers as its map says, names as ever.

        A name that the map does not hold means nothing where the part it names has moved: it may have meant another.
        """
        positions = {old: id for id in self.indicators.values() if id for old in _earlier_positions(id, moves)}
        return replace(
            self,
            stages=_moved(self.stages, moves.stages, self.stage_words),
            areas=_moved(self.areas, moves.areas, self.area_words),
            indicators=positions | {position(old): new for old, new in moves.indicators.items()},
        )


def position(text: str) -> str:
    """The numbers of an indicator, with a dot between them."""
    return ".".join(re.findall(r"[a-z0-9]+", text.casefold()))


def numbered(id: str, words: Iterable[str]) -> tuple[str, ...]:
    """How a cell may give a number: alone, or after a word (`Area 6`)."""
    return (id, *(f"{word} {id}" for word in words))


def _moved(spelt: Moves, moves: Moves, words: tuple[str, ...]) -> Moves:
    as_ever = {text: id for text, id in spelt.items() if id is not None and moves.get(id, id) == id}
    return as_ever | {fold(form): new for old, new in moves.items() for form in numbered(old, words)}


def _earlier_positions(id: str, moves: Earlier) -> Iterator[str]:
    """Where an indicator may have stood that moved with its area, and with its stage where it has one."""
    area, *rest = id.split(".")
    stages = _olds(rest[0], moves.stages) if len(rest) > 1 else [None]
    for old in _olds(area, moves.areas):
        for stage in stages:
            yield position(".".join([old, *([stage, *rest[1:]] if stage is not None else rest)]))


def _olds(now: str, moves: Moves) -> list[str]:
    """The ids that are `now` in the loaded version; its own, unless the map says that it meant another."""
    return [old for old, new in moves.items() if new == now] + ([] if now in moves else [now])
