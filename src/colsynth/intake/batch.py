"""Records of one register from one sheet, on their way in: what was written, what it means, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
MOST_RANGES = 10_000  # ranges of cells kept of many like cases, for the annotated copy
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
    revised: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    problems: list[Problem] = field(default_factory=list)
    picture: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.set_aside = np.zeros(len(self.texts), dtype=bool)
        self.repeated = np.zeros(len(self.texts), dtype=bool)
        self.revised = np.zeros(len(self.texts), dtype=bool)

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
            column=case.column,
            ranges=self._ranges(case.column, where),
        )

    def _ranges(self, column: str, where: Mask) -> str:
        """Every address of the records concerned, one under another as one range: `D14:D20 F3`, rows `14:20`."""
        letters = self.letters.get(column, "")
        at = self.rows[where]
        if isinstance(letters, str):
            return as_ranges({letters: at})
        of = letters[where]
        return as_ranges({name: at[of == name] for name in dict.fromkeys(of)})

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


def as_ranges(rows_by_letter: Mapping[str, npt.NDArray[np.int64]]) -> str:
    """Rows of columns as a spreadsheet writes ranges: `D14:D20 F3`; a column without a letter gives whole rows."""
    told: list[str] = []
    for name, rows in rows_by_letter.items():
        for first, last in spans(rows):
            told.append(f"{name}{first}" if name and first == last else f"{name}{first}:{name}{last}")
    return " ".join(told[:MOST_RANGES])


def spans(rows: Iterable[int], gap: int = 1) -> list[tuple[int, int]]:
    """Row numbers as (first, last) of each run; rows up to `gap` apart are one run."""
    at = np.unique(np.fromiter(rows, dtype=np.int64))
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > gap)
    firsts, lasts = at[np.concatenate([[0], breaks + 1])], at[np.concatenate([breaks, [-1]])]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def by_distinct(texts: pd.Series[str], one: Callable[[str], Any]) -> npt.NDArray[np.object_]:
    """`one` of every text, called once for each distinct text; a blank text gives None."""
    codes, distinct = pd.factorize(texts)
    answers = np.empty(len(distinct), dtype=object)
    for at, text in enumerate(distinct):
        answers[at] = None if text == "" else one(str(text))
    return answers[codes] if len(distinct) else np.empty(0, dtype=object)
