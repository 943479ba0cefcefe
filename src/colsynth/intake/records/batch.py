"""What is a record on its way in? What was written, what it means, what is wrong with it. A batch is one sheet's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.errors import Problem
from colsynth.intake.records.signs import has_failed, plain, rewritten
from colsynth.intake.records.telling import name_or_date, number_or_address
from colsynth.intake.tables.addresses import as_ranges
from colsynth.registers.declared import Register

Effect = Literal["set aside", "warning"]
Mask = npt.NDArray[np.bool_]
_Kind = TypeVar("_Kind")
SHOWN = 5  # addresses shown of many like cases
MOST_SHOWN = 60  # signs of a written value that a message shows
TEXTS_ASKED = 50  # texts of one case that are looked for in its message; it shows the first few
VALUES_SHOWN = 3  # written values shown of many like cases
HINTED = 20  # different texts of one column for which a near spelling is looked for; comparing letters is slow
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
    """Why a text is no value of its column: the rule and the message's last beats.

    `is_gap` where the cell itself says that there is no value, as `n/a` does: nothing is misunderstood then.
    """

    check: str
    expected: str
    remedy: str
    found: str = ""
    is_gap: bool = False

    def case(self, effect: Effect, column: str, where: Mask, more: str = "") -> Case:
        """The case of the records that hold such a text; `more` says what becomes of them."""
        return Case(self.check, effect, column, where, self.expected + more, self.remedy, self.found)


FAILED = Bad(
    "formula",
    "The formula in the cell failed in the spreadsheet program, so there is no value.",
    "Mend the formula, or type the value.",
    is_gap=True,
)


@dataclass
class Batch:
    """One sheet read as one register: a record a row, texts as written and values as meant.

    `letters` gives, for a column, its letter on the sheet, or one a record where a wide sheet was unfolded; none
    where the settings gave the value. `headers` are the headers of plain columns; `cells`, the address of the one cell
    that gives a column for all records. The index of `texts` and `values`
    counts records from 0. `people` (names and birth, a record each; see `read_people`) is there until learners are
    linked, and is never shown or kept. `is_from_1904`: see `Sheet`.
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
    people: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    set_aside: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    repeated: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    revised: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    problems: list[Problem] = field(default_factory=list)
    picture: dict[str, Any] = field(default_factory=dict)
    is_from_1904: bool = False
    cells: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = self.texts.assign(**{str(name): rewritten(texts, plain) for name, texts in self.texts.items()})
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
        is_whole = case.column not in self.texts and bool(where[self.accepted].all())  # the sheet lacks the column
        return Problem(
            check=case.check,
            effect=case.effect,
            file=self.file,
            sheet=self.sheet,
            cells="" if is_whole else self.addresses(case.column, where),
            found=self._without_who(case.found or self._says(case.column, where), case.column, where),
            expected=case.expected,
            remedy=case.remedy,
            count=self._n_cells(case.column, where),
            register=self.register.name,
            column=case.column,
            ranges="" if is_whole else self._ranges(case.column, where),
        )

    def _without_who(self, found: str, column: str, where: Mask) -> str:
        """What was found, without a text that may tell who a learner is."""
        if "'" not in found or column not in self.texts:
            return found
        of = self.register.column(column) if self.register.has(column) else None
        is_learners = of is not None and of.sensitivity == "learner" and of.type not in {"date", "term"}
        for text in self.texts.loc[where, column].unique()[:TEXTS_ASKED]:
            shown = f"'{text[:MOST_SHOWN]}'"
            if shown in found:
                word = number_or_address(text)
                if not word and is_learners and len(set(self.rows[self.texts[column].eq(text)])) == 1:
                    word = name_or_date(text)
                found = found.replace(shown, word) if word else found
        return found

    def _ranges(self, column: str, where: Mask) -> str:
        """Every address of the records concerned, one under another as one range: `D14:D20 F3`, rows `14:20`."""
        if column in self.cells:
            return self.cells[column]
        letters = self.letters.get(column, "")
        at = self.rows[where]
        if isinstance(letters, str):
            return as_ranges({letters: at})
        of = letters[where]
        return as_ranges({name: at[of == name] for name in dict.fromkeys(of)})

    def addresses(self, column: str, where: Mask) -> str:
        """The first addresses of the records concerned: `D14, D20`, or `row 14` where no one cell is meant."""
        if column in self.cells:
            return self.cells[column]
        places = np.flatnonzero(where)[:SHOWN]
        letters = self.letters.get(column, "")
        told = dict.fromkeys(f"{letters if isinstance(letters, str) else letters[at]}{self.rows[at]}" for at in places)
        are_rows = next(iter(told), "").isdigit()
        return (("rows " if len(told) > 1 else "row ") if are_rows else "") + ", ".join(told)

    def _n_cells(self, column: str, where: Mask) -> int:
        """How many cells are concerned; one cell of an unfolded sheet stands in several records."""
        if column in self.cells:
            return 1
        letters = self.letters.get(column, "")
        at = self.rows[where]
        return len(set(at if isinstance(letters, str) else zip(letters[where], at, strict=True)))

    def _says(self, column: str, where: Mask) -> str:
        distinct = list(self.texts.loc[where, column].unique()) if column in self.texts else []
        if not distinct or distinct == [""]:
            return "is blank"
        shown = [f"'{text[:MOST_SHOWN]}'" for text in distinct[:VALUES_SHOWN]]
        more = len(distinct) - len(shown)
        letters = self.letters.get(column)
        if isinstance(letters, str) and not letters and column not in self.headers:
            return f"is given {shown[0]} by the settings"
        return "says " + ", ".join(shown) + (f" and {more} more" if more else "")


@dataclass(frozen=True)
class Answers:
    """What a rule says of each distinct text of a column; `codes` gives, for every record, the place of its answer."""

    codes: npt.NDArray[np.intp]
    distinct: list[Any]

    def spread(self) -> npt.NDArray[np.object_]:
        """The answer of every record."""
        answers = np.empty(len(self.distinct), dtype=object)
        answers[:] = self.distinct
        return answers[self.codes]

    def where(self, is_so: Callable[[Any], bool]) -> Mask:
        """The records whose answer is so."""
        return np.fromiter(map(is_so, self.distinct), bool, len(self.distinct))[self.codes]

    def kinds(self, kind: type[_Kind]) -> Iterator[tuple[_Kind, Mask]]:
        """Every different answer of a kind, with the records that have it, in the order of first appearance."""
        seen: dict[_Kind, int] = {}
        of_distinct = [seen.setdefault(a, len(seen)) if isinstance(a, kind) else -1 for a in self.distinct]
        of_record = np.array(of_distinct, dtype=np.intp)[self.codes] if self.distinct else self.codes
        for answer, place in seen.items():
            yield answer, of_record == place

    def values(self, dtype: Any, index: pd.Index[Any], of: Callable[[Any], Any] = lambda answer: answer) -> Any:
        """A column of values, empty where the answer is no value; `of` takes a part of each answer."""
        kept = [None if answer is None or isinstance(answer, Bad) else of(answer) for answer in self.distinct]
        values = pd.Series(kept, dtype=dtype).take(self.codes)
        values.index = index
        return values


def answers_of(texts: pd.Series[str], one: Callable[[str], Any]) -> Answers:
    """`one` of every text, called once for each distinct text; blank gives None, a failed formula its own answer."""
    codes, distinct = pd.factorize(texts)
    return Answers(codes, [_answer(str(text), one) for text in distinct])


def _answer(text: str, one: Callable[[str], Any]) -> Any:
    if text == "":
        return None
    return FAILED if has_failed(text) else one(text)


def answers_of_rows(columns: list[pd.Series[str]], each: Callable[[list[tuple[str, ...]]], list[Any]]) -> Answers:
    """`each` of the distinct combinations of several columns, given all at once, with the place of every record's."""
    codes, _ = pd.factorize(columns[0])
    for column in columns[1:]:
        more, distinct = pd.factorize(column)
        codes, _ = pd.factorize(codes * np.int64(max(len(distinct), 1)) + more)
    first = np.zeros(codes.max(initial=-1) + 1, dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    rows = list(zip(*(column.to_numpy()[first] for column in columns), strict=True))
    return Answers(codes, each(rows))


def for_the_first(find: Callable[[str], str]) -> Callable[[str], str]:
    """`find` for the first different texts of a column, and nothing for the others, as comparing letters is slow."""
    left = iter(range(HINTED))
    return lambda text: find(text) if next(left, None) is not None else ""
