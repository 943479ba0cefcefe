"""How often would each verdict of the report be wrong by chance alone? The rates that simulation found."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.places import data_files

Percent = Annotated[int, Field(ge=0, le=100, strict=True)]


class Design(Declared):
    """Communities that were drawn: in words, and how its cases differ, one entry a case."""

    says: str
    cases: list[str] = Field(min_length=1)


class VerdictRate(Declared):
    """One verdict: its words on the page, its rule, when it is wrong, and how often then, in percent, by case.

    `kind` is `change` where the words claim that something differs or moved, by the 95 % rule or a published one;
    `leaning` where they only say which way the numbers lean.
    """

    chapter: str
    words: list[str] = Field(min_length=1)
    kind: Literal["change", "leaning"] = "change"
    rule: str
    wrong_when: str
    design: str
    percent: list[Percent] = Field(min_length=1)
    draws: Annotated[int, Field(ge=100, strict=True)]
    source: str


class Verdicts(Declared):
    """`data/reference/verdicts.yaml`: designs by name, and verdicts by the name their simulation has."""

    source: str
    designs: dict[str, Design]
    verdicts: dict[str, VerdictRate]

    @model_validator(mode="after")
    def _check_designs(self) -> Verdicts:
        for name, verdict in self.verdicts.items():
            if verdict.design not in self.designs:
                raise ValueError(f"'{name}' names the design '{verdict.design}'. Known: {', '.join(self.designs)}")
            cases = self.designs[verdict.design].cases
            if len(verdict.percent) != len(cases):
                raise ValueError(f"'{name}' needs {len(cases)} percentages, one for each case of its design")
        return self


@cache
def load_verdicts() -> Verdicts:
    """The shipped rates; rules of verdicts are code, so a workspace has none of its own."""
    return read_verdicts(data_files("reference", None)["verdicts"])


def read_verdicts(path: Path) -> Verdicts:
    """The rates in one file, or a SettingsError with every fault in plain words."""
    return read_declared(path, Verdicts)
