"""What does a whole column of results show about how its results are written? Decided once, before any is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from colsynth.errors import near
from colsynth.intake.records.batch import for_the_first
from colsynth.intake.values.amounts import share_form
from colsynth.intake.values.numbers import NumberForm, number_form, number_of
from colsynth.reference.ethnicity import fold
from colsynth.reference.marks import Marks
from colsynth.reference.measures import Measure


@dataclass(frozen=True)
class Habits:
    """How a sheet writes the results of one measure.

    `shares`: how percentages are written where the scale is one, else nothing. `doubtful`: short texts that are not
    read, with what speaks against each meaning. `unsure`: texts read as the measure declares though nothing else in
    the column tells. `is_level_or_score`: every number may be either.
    """

    form: NumberForm = NumberForm()  # noqa: RUF009 - frozen
    shares: str = ""
    doubtful: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)
    is_level_or_score: bool = False
    near: Callable[[str], str] = lambda _: ""


PLAIN = Habits()


def habits_of(
    measure: Measure, scores: Iterable[str], raws: Iterable[str], all_texts: Iterable[str], marks: Marks
) -> Habits:
    """The habits shown by the different texts of a measure's columns: its scores, its results, and all together.

    `all_texts` may be of several measures of one tool, as a school writes one tool's levels in one way.
    """
    scores, raws, texts = set(scores), set(raws), set(all_texts)
    form = number_form(scores | raws)
    scale = measure.scale
    is_percent = scale is not None and bool(re.match(r"per ?cent|%", scale.unit))
    numbers = [text for text in raws if number_of(text, form) is not None]
    is_either = bool(numbers) and scale is not None and all(measure.level_of(text) for text in numbers)
    doubtful, unsure = _doubts(measure, texts, marks)
    shares = share_form(scores | raws, form) if is_percent else ""
    return Habits(
        form, shares, doubtful, unsure, is_either, for_the_first(lambda text: near(text[:60], measure.levels))
    )


def _doubts(measure: Measure, texts: set[str], marks: Marks) -> tuple[dict[str, str], dict[str, str]]:
    """The short texts that may mean several levels: the ones not to be read, and the ones that nothing tells."""
    doubtful: dict[str, str] = {}
    unsure: dict[str, str] = {}
    folded = {fold(text): text for text in texts}
    for short, meanings in marks.doubtful.items():
        declared = measure.level_of(short)
        if fold(short) not in folded or declared not in meanings or not set(meanings) <= set(measure.levels):
            continue
        others = [text for key, text in folded.items() if key != fold(short)]
        spelt = {level for text in others if (level := measure.level_of(text))}
        known = bool(spelt) or any(measure.no_value_of(text) or marks.of_result(text) for text in others)
        if declared in spelt:
            doubtful[fold(short)] = f"{declared} is written in another way beside it."
        elif others and not known:
            doubtful[fold(short)] = f"the other texts of the column are no levels of {measure.name}."
        elif not (set(meanings) - {declared}) <= spelt:
            rest = " or ".join(meaning for meaning in meanings if meaning != declared)
            unsure[fold(short)] = f"'{short}' was read as {declared}; nothing else in the column tells it from {rest}."
    return doubtful, unsure
