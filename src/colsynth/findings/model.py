"""What is one finding? A single claim that carries everything a careful reader would ask about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from colsynth.findings.strength import Strength

Basis = Literal["", "classes", "count", "things"]
Population = Literal["learners", "respondents", "schools", "ratings", "goals", "records"]


@dataclass(frozen=True)
class Source:
    """Where numbers come from: a file, its sheet and the span of rows that was read (never rows of one group)."""

    file: str
    sheet: str
    rows: str

    def __str__(self) -> str:
        return " · ".join(part for part in (self.file, self.sheet, f"rows {self.rows}" if self.rows else "") if part)


@dataclass(frozen=True)
class Finding:
    """One graded claim.

    `size` is in `unit`; `n` of `of` are counts of `population`, or None where the claim does not count.
    `low` and `high` bound `size` (95 %), allowing for learners in classes (`basis` "classes"), from the count alone
    ("count"), or were other things like these rated ("things"). `direction` is `up`, `down`, `level` or `state` (a
    claim about now).
    `says_not` is what a reader might take from it and should not.
    """

    id: str
    chapter: str
    question: str
    claim: str
    strength: Strength
    population: Population
    size: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    basis: Basis = ""
    n: int | None = None
    of: int | None = None
    comparison: str = ""
    direction: str = "state"
    says_not: str = ""
    bears_on: tuple[str, ...] = ()
    provenance: tuple[Source, ...] = field(default=())

    def record(self) -> dict[str, Any]:
        """The finding as `findings.json` holds it, with the words and the arithmetic of its strength."""
        return {
            "id": self.id,
            "chapter": self.chapter,
            "question": self.question,
            "claim": self.claim,
            "size": self.size,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "basis": self.basis,
            "n": self.n,
            "of": self.of,
            "comparison": self.comparison,
            "direction": self.direction,
            "strength": self.strength.grade,
            "reasons": list(self.strength.reasons),
            "says_not": self.says_not,
            "bears_on": list(self.bears_on),
            "provenance": [asdict(source) for source in self.provenance],
            "strength_words": self.strength.words,
            "arithmetic": self.strength.arithmetic,
        }
