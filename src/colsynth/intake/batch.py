"""Records of one register from one sheet, on their way in: what was written, what it means, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.errors import Problem
from colsynth.registers.declared import Register

Effect = Literal["set aside", "warning"]
Mask = npt.NDArray[np.bool_]
SHOWN = 5  # addresses shown of many like cases
VALUES_SHOWN = 3  # written values shown of many like cases
CORRECT = "Correct the cell, or say under 'values' in the settings what it means."


@dataclass(frozen=True)
class Case:
    """What one rule found in one batch: the records concerned and the message's three last beats.

    `column` is where to point; `found` is said as it stands, or, when empty, made from the written values.
    """

    check: str
    effect: Effect
    column: str
    where: Mask
    expected: str
    remedy: str
    found: str = ""


@dataclass(frozen=True)
class Bad:
    """Why a text is no value of its column: the rule and the message's last beats."""

    check: str
    expected: str
    remedy: str
    found: str = ""


@dataclass
class Batch:
    """One sheet read as one register: a record a row, texts as written and values as meant.

    `letters` gives, for a column, its letter on the sheet, or one a record where a wide sheet was unfolded; none
    where the settings gave the value. `headers` are the headers of plain columns. The index of `texts` and `values`
    counts records from 0.
    """

    register: Register
    file: str
    sheet: str
    texts: pd.DataFrame
    rows: npt.NDArray[np.int64]
    letters: dict[str, str | npt.NDArray[np.object_]]
    headers: dict[str, str]
    left_out: list[dict[str, str]]
    values: pd.DataFrame = field(default_factory=pd.DataFrame)
    set_aside: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    repeated: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.set_aside = np.zeros(len(self.texts), dtype=bool)
        self.repeated = np.zeros(len(self.texts), dtype=bool)

    @property
    def accepted(self) -> Mask:
        """The records that are neither set aside nor repeated."""
        return ~(self.set_aside | self.repeated)

    def nothing(self) -> Mask:
        """No record."""
        return np.zeros(len(self.texts), dtype=bool)

    def has_text(self, column: str) -> Mask:
        """The records in which a column is filled in."""
        if column not in self.texts:
            return self.nothing()
        return self.texts[column].ne("").to_numpy(dtype=bool)

    def has_value(self, column: str) -> Mask:
        """The records in which a column has a value that was understood."""
        if column not in self.values:
            return self.nothing()
        return self.values[column].notna().to_numpy(dtype=bool)

    def note(self, cases: Iterator[Case] | list[Case]) -> None:
        """Keep what a rule found: records set aside, and one problem a case. Records already set aside stay out."""
        for case in cases:
            where = case.where & ~self.set_aside & ~self.repeated
            if not where.any():
                continue
            self.problems.append(self._problem(case, where))
            if case.effect == "set aside":
                self.set_aside |= where

    def _problem(self, case: Case, where: Mask) -> Problem:
        return Problem(
            check=case.check,
            effect=case.effect,
            file=self.file,
            sheet=self.sheet,
            cells=self.addresses(case.column, where),
            found=case.found or self._says(case.column, where),
            expected=case.expected,
            remedy=case.remedy,
            count=self._n_cells(case.column, where),
            register=self.register.name,
        )

    def addresses(self, column: str, where: Mask) -> str:
        """The first addresses of the records concerned: `D14, D20`, or `row 14` where no one cell is meant."""
        places = np.flatnonzero(where)[:SHOWN]
        letters = self.letters.get(column, "")
        told = [f"{letters if isinstance(letters, str) else letters[at]}{self.rows[at]}" for at in places]
        told = [f"row {text}" if text.isdigit() else text for text in told]
        return ", ".join(dict.fromkeys(told))

    def _n_cells(self, column: str, where: Mask) -> int:
        """How many cells are concerned; one cell of an unfolded sheet stands in several records."""
        letters = self.letters.get(column, "")
        at = self.rows[where]
        return len(set(at if isinstance(letters, str) else zip(letters[where], at, strict=True)))

    def _says(self, column: str, where: Mask) -> str:
        distinct = list(dict.fromkeys(self.texts.loc[where, column])) if column in self.texts else []
        if not distinct or distinct == [""]:
            return "is blank"
        shown = [f"'{text[:60]}'" for text in distinct[:VALUES_SHOWN]]
        more = len(distinct) - len(shown)
        return "says " + ", ".join(shown) + (f" and {more} more" if more else "")


def by_distinct(texts: pd.Series[str], one: Callable[[str], Any]) -> npt.NDArray[np.object_]:
    """`one` of every text, called once for each distinct text; a blank text gives None."""
    codes, distinct = pd.factorize(texts)
    answers = np.empty(len(distinct), dtype=object)
    for at, text in enumerate(distinct):
        answers[at] = None if text == "" else one(str(text))
    return answers[codes] if len(distinct) else np.empty(0, dtype=object)
