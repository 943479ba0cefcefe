"""By which rules does a claim get its strength? Starts, downgrades, upgrades and caps that a community can agree on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.places import data_files

Claim = Literal["state", "change", "contribution"]
Letter = Literal["P", "B", "M", "I", "X", "S"]
Fact = Literal[
    "includes_none", "learners", "schools", "loss", "differential", "selected_low", "unmoderated", "alpha",
    "discrepancy", "same_sign", "prediction_crosses", "indirect", "q",
]  # fmt: skip

HIGHEST = 4
Grade = Annotated[int, Field(ge=0, le=HIGHEST, strict=True)]
Share = Annotated[float, Field(gt=0, lt=1)]


class Start(Declared):
    """Where a claim of one design starts, the sentence that says so, and the design in a clause."""

    grade: Grade
    says: str
    stands_for: str
    source: str
    least: Share | None = None  # share of those it is about that were seen

    def sentence(self, who: str = "", else_least: float | None = None) -> str:
        """`At least 95 % of the learners were seen.`, with `else_least` where the start has no share of its own."""
        return filled(self.says.replace("{who}", who), self.least or else_least)


class StateStarts(Declared):
    """That something is so: by how many were seen, and whether the measure means the same everywhere."""

    census_checked: Start
    census: Start
    partial: Start
    part: Start
    nobody: Start
    unknown: Start

    @model_validator(mode="after")
    def _check_shares(self) -> StateStarts:
        for name in ("census_checked", "census", "partial"):
            if getattr(self, name).least is None:
                raise ValueError(f"'{name}' needs 'least', the share that was seen, as in 'least: 0.95'")
        if self.census_checked.least != self.census.least:
            raise ValueError("'census_checked' and 'census' are the same share seen, so their 'least' is one number")
        return self


class ChangeStarts(Declared):
    """That something moved: by who was held against whom."""

    matched_many: Start
    matched_two: Start
    cross_section: Start
    rule_changed: Start
    unknown: Start


class ContributionStarts(Declared):
    """That something moved because of what was done: by what it was held against."""

    randomised: Start
    replicated: Start
    comparison: Start
    interrupted_series: Start
    matched_expected: Start
    before_after: Start
    testimony: Start
    assertion: Start
    unknown: Start


class Starts(Declared):
    """Where claims start, by type and design; an unknown design never starts above a known one that shows anything."""

    state: StateStarts
    change: ChangeStarts
    contribution: ContributionStarts

    @model_validator(mode="after")
    def _check_unknown(self) -> Starts:
        for claim in ("state", "change", "contribution"):
            designs = self.of(claim)
            lowest = min(start.grade for design, start in designs.items() if design not in ("nobody", "assertion"))
            if designs["unknown"].grade > lowest:
                raise ValueError(f"in '{claim}' an unknown design starts above a known one; {lowest} is the most")
        return self

    def of(self, claim: Claim) -> dict[str, Start]:
        """The starts of a type of claim by their design."""
        starts = getattr(self, claim)
        return {design: getattr(starts, design) for design in type(starts).model_fields}


class Test(Declared):
    """One question asked of a claim. With `below` or `above` the fact is a number, without it is a yes or no.

    `claims` are those it is asked of, where an unknown fact counts against them; `if_known` those it is asked of only
    where the fact is known.
    """

    claims: list[Claim]
    if_known: list[Claim] = []
    below: float | None = None
    above: float | None = None
    twice_above: float | None = None
    says: str
    says_twice: str = ""
    unknown: str
    source: str

    @model_validator(mode="after")
    def _check_limits(self) -> Test:
        if self.below is not None and self.above is not None:
            raise ValueError("a test has 'below' or 'above', not both; take one of them out")
        if self.twice_above is not None and (self.above is None or self.twice_above <= self.above):
            raise ValueError("'twice_above' needs a lower 'above'")
        if (self.twice_above is not None) != bool(self.says_twice):
            raise ValueError("'twice_above' and 'says_twice' go together; write both or neither")
        if both := set(self.claims) & set(self.if_known):
            raise ValueError(f"'{min(both)}' stands under 'claims' and under 'if_known'; keep one of them")
        return self

    def against(self, value: float) -> int:
        """How many steps a known fact takes from a claim: 0, 1 or 2."""
        if self.twice_above is not None and value > self.twice_above:
            return 2
        if self.above is not None:
            return int(value > self.above)
        return int(value < self.below) if self.below is not None else int(bool(value))

    def sentence(self, steps: int) -> str:
        """What the fact says against the claim, by the steps it takes."""
        limit = self.twice_above if steps > 1 else self.below if self.below is not None else self.above
        return filled(self.says_twice if steps > 1 else self.says, limit)


class Downgrade(Declared):
    """One kind of weakness; any of its tests takes from a claim, and several no more than one."""

    name: str
    tests: dict[Fact, Test] = Field(min_length=1)


class Upgrade(Declared):
    """One thing that adds to a claim."""

    says: str
    source: str


class Upgrades(Declared):
    """What adds to a claim, one of them at most."""

    convergent: Upgrade
    dose_response: Upgrade


class Cap(Declared):
    """What holds a claim down."""

    at_most: Grade
    says: str
    source: str


class Caps(Declared):
    """What holds a claim down whatever else speaks for it."""

    missing: Cap
    dissonant: Cap


class StrengthRules(Declared):
    """The file `data/reference/strength.yaml`."""

    source: str
    words: list[str] = Field(min_length=HIGHEST + 1, max_length=HIGHEST + 1)
    starts: Starts
    downgrades: dict[Letter, Downgrade]
    upgrades: Upgrades
    caps: Caps

    @field_validator("downgrades")
    @classmethod
    def _check_twice(cls, downgrades: dict[Letter, Downgrade]) -> dict[Letter, Downgrade]:
        for letter, downgrade in downgrades.items():
            if letter != "B" and any(test.twice_above is not None for test in downgrade.tests.values()):
                raise ValueError(f"only B can count twice; take 'twice_above' out of {letter}")
        return downgrades


def filled(text: str, limit: float | None) -> str:
    """A sentence with the number of its test in place of `{limit}` or `{percent}`."""
    return text.replace("{limit}", "" if limit is None else f"{limit:g}").replace("{percent}", _percent(limit))


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.3g}"


@cache
def load_strength(workspace: Path | None = None) -> StrengthRules:
    """The rules as the workspace declares them, else as shipped."""
    return read_strength(data_files("reference", workspace)["strength"])


def read_strength(path: Path) -> StrengthRules:
    """The rules of one file, or a SettingsError with every fault in plain words."""
    return read_declared(path, StrengthRules)
