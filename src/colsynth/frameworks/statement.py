"""What does a framework say? Indicators to look for and questions to answer, each a sentence with an id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from colsynth.reference.declared import Declared


def _as_written(value: object) -> object:
    """YAML reads an id such as 1 or 1.10 as a number; a whole one is safe, 1.10 has become 1.1 by then."""
    if isinstance(value, float):
        raise ValueError(f"{value} is read as a number. Put it in quotes.")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


MOST_SIGNS = 2_000  # of a sentence; the longest of ours has 400
MOST_IN_NAME = 200  # signs of a name, which has to fit on a page beside others
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # controls, and turns of direction


def _legible(written: str) -> str:
    if found := _HIDDEN.search(written):
        raise ValueError(f"it holds a sign that cannot be seen (character {ord(found[0])}). Write the text again.")
    return written


def _says_something(written: str) -> str:
    if not any(unicodedata.category(sign)[0] in "LNS" for sign in written):
        raise ValueError(f"'{written}' holds no letter and no number. Write a name.")
    return written


Text = Annotated[
    str, BeforeValidator(_as_written), Field(min_length=1, max_length=MOST_SIGNS), AfterValidator(_legible)
]
# What a page calls the whole, an area or a stage.
Name = Annotated[Text, Field(max_length=MOST_IN_NAME), AfterValidator(_says_something)]


class Statement(Declared):
    """A sentence of the framework: `text` as the pack words it, `wording` from the community's own copy."""

    id: Text
    text: Text
    wording: str | None = None

    @field_validator("wording")
    @classmethod
    def _not_in_a_pack(cls, wording: str) -> str:
        raise ValueError("a framework file holds no official wording. Put it in 'wording/' beside it.")


def _named(written: str) -> str:
    if not re.fullmatch(r"[a-z_]+-[a-z0-9-]+", written):
        raise ValueError(f"'{written}' should be a chapter, a hyphen and an exhibit, as in 'variation-parts'.")
    return written


# An exhibit of the report as its page calls it: the chapter, a hyphen, the noun (`variation-low-schools`).
ExhibitName = Annotated[Text, AfterValidator(_named)]


def _checking(written: str) -> str:
    exhibit, colon, words = written.partition(":")
    if colon and not re.search(r"\w", words):
        raise ValueError(f"'{written}' names no measure after its colon. Write words of one, or take the colon out.")
    return f"{_named(exhibit.strip())}:{' '.join(words.split())}".removesuffix(":")


# An exhibit, and after a colon words of the measure, or of the group and scale of a survey, that it is read for alone.
CheckName = Annotated[Text, AfterValidator(_checking)]


class Indicator(Statement):
    """One thing to look for; an `outcome` claims a result already reached, to be held against data.

    `checked_by` names the exhibits that hold it against data, each with the measure it is read for (all, where none is
    named); only an outcome has any.
    """

    kind: Literal["practice", "outcome"] = "practice"
    checked_by: tuple[CheckName, ...] = ()

    @model_validator(mode="after")
    def _only_outcomes_are_checked(self) -> Self:
        if self.checked_by and self.kind != "outcome":
            raise ValueError("'checked_by' is for an outcome. Write 'kind: outcome', or take 'checked_by' out.")
        return self

    @property
    def checks(self) -> dict[str, tuple[str, ...]]:
        """The exhibits of `checked_by`, each with the words of the measures it is read for (`""` for all)."""
        found: dict[str, tuple[str, ...]] = {}
        for exhibit, _, words in (check.partition(":") for check in self.checked_by):
            found[exhibit] = (*found.get(exhibit, ()), words)
        return found

    @property
    def area(self) -> str:
        """Id of its area."""
        return self.id.split(".")[0]

    @property
    def stage(self) -> str | None:
        """Id of its stage, or None where the framework's indicators belong to no stage."""
        parts = self.id.split(".")
        return parts[1] if len(parts) == 3 else None


class Question(Statement):
    """A key question, answered in words; one with `parts` is a stem that each of them completes."""

    parts: tuple[Statement, ...] = ()

    @property
    def area(self) -> str:
        """Id of its area."""
        return self.id.split(".")[0][:-1]

    @property
    def askable(self) -> tuple[Question, ...]:
        """The whole questions to ask: itself, or its stem completed by each part."""
        return tuple(
            Question.model_construct(
                id=part.id,
                text=f"{self.text} {part.text}",
                wording=f"{self.wording} {part.wording}" if self.wording and part.wording else None,
            )
            for part in self.parts
        ) or (self,)


S = TypeVar("S", bound=Statement)


def worded(statements: Iterable[S], wording: Mapping[str, str]) -> tuple[S, ...]:
    """The same statements, with the official wording of those whose ids are given."""
    return tuple(
        one.model_copy(update={"wording": wording[one.id]}) if one.id in wording else one for one in statements
    )
