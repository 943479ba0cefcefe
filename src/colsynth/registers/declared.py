"""What is a register? Its rows, columns, types, units, meaning, sensitivity and header spellings, declared as data.

The template workbook, header matching, the checks, the documentation and the shape of the store all derive from
`data/registers/<register>.yaml`; a workspace may add registers or replace one.
"""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field, field_validator

from colsynth.errors import SettingsError, near
from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files
from colsynth.registers.headers import add_headers, header_files

Type = Literal[
    "text",
    "code",
    "integer",
    "number",
    "percent",
    "date",
    "term",
    "yes_no",
    "choice",
    "range",
    "year_level",
    "ethnicities",
    "student_number",
    "school",
    "schools",
    "school_or_other",
    "goals",
    "measure",
    "measure_or_other",
    "subject",
    "framework",
    "person",
    "never_stored",
]

# the order in which a workbook and the documentation have the registers; a workspace's own follow by name
_ORDER = (
    *("schools", "students", "achievement", "attendance", "moves", "targets", "ratings", "voice", "goals", "actions"),
    *("activities", "ties", "resources", "roles", "statements", "evidence", "events", "aggregates", "aliases"),
)
_STORE_TYPES = {"integer": "Int64", "year_level": "Int64", "number": "Float64", "percent": "Float64"} | {
    "date": "datetime64[us]",
    "yes_no": "boolean",
}


class Mistaken(Declared):
    """Values, from `low` to `high`, that surely are of something else, and what to say then."""

    low: float
    high: float
    check: str
    expected: str
    remedy: str


class Column(Declared):
    """One column of a register: what it means and by which headers a spreadsheet names it.

    `feeds` names the column that this one is a part of (subject and tool make the measure); `stands_in_for`, the
    column it replaces on a sheet that lacks it; `fills`, the two columns that a range such as '1-8' gives;
    `implies`, what a choice says about other columns that are blank; `past`, that it cannot lie in the
    future; `year_alone`, the term of the year that a year without one means; `mistaken`, numbers that belong to
    something else; `not_before`, the day that this one cannot precede; `differs_from`, the other end that it cannot
    repeat; `words_of`, the column whose choice decides which words may stand here: a measure's levels, a framework's
    stages; `by_enrolment`, that the learner's enrolment on the day decides it.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: Type
    meaning: str
    headers: list[str] = Field(min_length=1)
    sensitivity: Literal["open", "school", "learner", "person"]
    required: bool = False
    unit: str | None = None
    choices: dict[str, list[str]] = {}
    low: float | None = None
    high: float | None = None
    mistaken: Mistaken | None = None
    feeds: str | None = None
    stands_in_for: str | None = None
    fills: list[str] = []
    implies: dict[str, dict[str, int | str]] = {}
    past: bool = False
    year_alone: int | None = Field(default=None, ge=1, le=4)
    not_before: str | None = None
    differs_from: str | None = None
    words_of: Literal["measure", "framework"] | None = None
    by_enrolment: bool = False
    stored: bool = True
    in_template: bool = True
    sample: str | None = Field(default=None, alias="example")

    @field_validator("headers")
    @classmethod
    def _spelt_once(cls, headers: list[str]) -> list[str]:
        return list(dict.fromkeys(headers))

    @property
    def is_stored(self) -> bool:
        """Whether a snapshot has this column; parts, stand-ins and names are read but not stored."""
        return self.stored and self.feeds is None and self.type != "never_stored"

    @property
    def title(self) -> str:
        """The header the template writes: the first spelling."""
        return self.headers[0]

    @property
    def store_type(self) -> Any:
        """The name of the pandas type of the column in a snapshot."""
        return _STORE_TYPES.get(self.type, "str")

    def choice_of(self, text: str) -> str | None:
        """The declared choice a cell means, or None where it is none of them."""
        return _choices(tuple((name, tuple(spelt)) for name, spelt in self.choices.items())).get(fold(text))


class Unfolds(Declared):
    """How a wide sheet of a register is read: the column that a header names, and the column that its cells are.

    `named_by` says who knows such headers: the measures, the frameworks, or nobody, as any question may be one.
    """

    header: str
    cell: str
    named_by: Literal["measures", "frameworks", "any question"]


class Register(Declared):
    """One validated table, named by what a row is.

    `key` says when two rows are the same; `recognised_by`, what a sheet must have to be read as it, one column of each
    group; `observed`, the date of what was seen; `rather_than`, registers that give way where both fit;
    `counts_groups`, that a row for all schools or all learners is a record and no total to leave out.
    """

    register_name: str = Field(alias="register", pattern=r"^[a-z][a-z0-9_]*$")
    row: str
    sheet: str
    columns: list[Column]
    key: list[str]
    recognised_by: list[list[str]]
    optional: bool = True
    observed: str | None = None
    rather_than: list[str] = []
    unfolds: Unfolds | None = None
    counts_groups: bool = False

    @property
    def name(self) -> str:
        """The register's name, `achievement`."""
        return self.register_name

    @property
    def stored(self) -> list[Column]:
        """The columns a snapshot has, in order."""
        return [column for column in self.columns if column.is_stored]

    @property
    def in_template(self) -> list[Column]:
        """The columns the blank workbook offers, in order."""
        return [column for column in self.stored if column.in_template]

    @property
    def gives_results(self) -> bool:
        """Whether a row is a result of a measure: a score, a level, or why there is none."""
        return self.unfolds is not None and self.unfolds.named_by == "measures"

    @cached_property
    def spellings(self) -> dict[str, str]:
        """The column that each header, folded for comparing, names."""
        return {fold(header): column.name for column in self.columns for header in column.headers}

    def spelt(self, spellings: dict[str, str]) -> Register:
        """The same register, told by other headers: the column that each header, folded, names in a known layout."""
        return self.model_copy(update={"spellings": spellings})

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where the register has none."""
        return next((column for column in self.columns if column.name == name), None) or _no_column(self, name)

    def has(self, name: str) -> bool:
        """Whether the register has a column of that name."""
        return any(column.name == name for column in self.columns)

    @property
    def marks(self) -> dict[str, str]:
        """The columns that intake adds, with their types.

        `<column>_written` is what the sheet says where the enrolment decides; `revised`, that a record of an observed
        register had other values before.
        """
        written = {f"{column.name}_written": column.store_type for column in self.stored if column.by_enrolment}
        return written | ({"revised": "boolean"} if self.observed else {})

    def empty_frame(self) -> pd.DataFrame:
        """No rows, but every column with its type: what an analysis reads where nothing was supplied."""
        types = {column.name: column.store_type for column in self.stored}
        types |= self.marks | {"source_file": "str", "source_sheet": "str", "source_row": "Int64"}
        return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in types.items()})


def _no_column(register: Register, name: str) -> Column:
    raise KeyError(f"{register.name} has no column {name}")


@cache
def _choices(choices: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {fold(spelt): name for name, spellings in choices for spelt in (name, *spellings)}


def read_register(path: Path) -> Register:
    """The declaration in one file, or a SettingsError with every fault in plain words."""
    return _read_register(path, path.stat().st_mtime_ns if path.is_file() else 0)


@cache
def _read_register(path: Path, changed: int) -> Register:
    del changed  # part of the cache key only: a file that was edited is read again
    register = read_declared(path, Register)
    faults = check_register(path.name, register)
    if register.name != path.stem:
        faults.append(f"{path.name}: 'register' says '{register.name}'. Give it the file's own name, '{path.stem}'.")
    if faults:
        raise SettingsError("\n".join(faults))
    return register


def load_registers(workspace: Path | None = None) -> dict[str, Register]:
    """Every register known, by name, in the order a workbook has them; the workspace's own stand in front.

    Header spellings of `data/reference/headers.yaml` are added to those of the declarations.
    """
    registers = declared_registers(workspace)
    for path in header_files(workspace):
        registers = add_headers(registers, path)
    return registers


def declared_registers(workspace: Path | None = None) -> dict[str, Register]:
    """Every register as its own file declares it, without added header spellings."""
    registers = {stem: read_register(path) for stem, path in data_files("registers", workspace).items()}
    first = [name for name in _ORDER if name in registers]
    return {name: registers[name] for name in [*first, *(n for n in registers if n not in first)]}


def check_register(file: str, register: Register) -> list[str]:
    """Every way in which a register's parts do not fit together, one sentence each."""
    names = [column.name for column in register.columns]
    faults = [
        f"{file}: the column '{n}' is declared twice. Keep one."
        for n in sorted({n for n in names if names.count(n) > 1})
    ]
    named = [("key", name) for name in register.key]
    named += [("recognised_by", name) for group in register.recognised_by for name in group]
    named += [("observed", register.observed)] if register.observed else []
    if register.unfolds:
        named += [("unfolds.header", register.unfolds.header), ("unfolds.cell", register.unfolds.cell)]
    for column in register.columns:
        named += [(f"{column.name}.feeds", column.feeds)] if column.feeds else []
        named += [(f"{column.name}.stands_in_for", column.stands_in_for)] if column.stands_in_for else []
        named += [(f"{column.name}.not_before", column.not_before)] if column.not_before else []
        named += [(f"{column.name}.differs_from", column.differs_from)] if column.differs_from else []
        named += [(f"{column.name}.words_of", column.words_of)] if column.words_of else []
        named += [(f"{column.name}.fills", name) for name in column.fills]
        named += [(f"{column.name}.implies", name) for said in column.implies.values() for name in said]
        if column.type == "choice" and not column.choices:
            faults.append(f"{file}: '{column.name}' is a choice without 'choices'. List them.")
        faults += [
            f"{file}: '{column.name}.implies' names '{choice}', which is not in its 'choices'."
            for choice in column.implies
            if choice not in column.choices
        ]
        if column.fills and len(column.fills) != 2:
            faults.append(f"{file}: '{column.name}.fills' needs two columns, for the lowest and the highest.")
    faults += [
        f"{file}: '{place}' names the column '{name}', which is not declared.{near(name, names)}"
        for place, name in named
        if name not in names
    ]
    return faults + _check_headers(file, register) + _check_choices(file, register)


def _check_headers(file: str, register: Register) -> list[str]:
    meant: dict[str, str] = {}
    faults = []
    for column in register.columns:
        for header in column.headers:
            other = meant.setdefault(fold(header), column.name)
            if other != column.name:
                faults.append(
                    f"{file}: the header '{header}' stands for '{other}' and '{column.name}'. Keep it in one."
                )
    return faults


def _check_choices(file: str, register: Register) -> list[str]:
    faults = []
    for column in register.columns:
        meant: dict[str, str] = {}
        for name, spellings in column.choices.items():
            for spelt in (name, *spellings):
                other = meant.setdefault(fold(spelt), name)
                if other != name:
                    faults.append(
                        f"{file}: in '{column.name}', '{spelt}' means '{other}' and '{name}'. Keep it in one."
                    )
    return faults
