"""Which layouts are known that headers alone do not tell? Fields without headers, reports under a title, forms.

Declared as data, one file a layout in `data/reference/layouts/`, each with its source; a workspace may add its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from colsynth.errors import SettingsError, near
from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files
from colsynth.registers.declared import Register


class Cell(Declared):
    """What a cell of the first line looks like, as an expression for the whole cell, and what it is, for a message."""

    looks: str
    means: str


class Counted(Declared):
    """The line, by its first cell, and the position on it that say how many records there are."""

    line: str
    at: int


class Positional(Declared):
    """A file whose fields are known by their position, from 1, below a first line about the whole file.

    `repeats` are fields of a record that hold the same as a cell of the first line; `other_lines`, the first cells of
    lines that are no records.
    """

    first_line: dict[int, Cell]
    fields: list[str]
    repeats: dict[str, int]
    other_lines: list[str] = []
    counted_in: Counted | None = None


class Kinds(Declared):
    """What a column says of the kind of each row: kept, left out and why, and what becomes of a kind not listed."""

    column: str
    kept: list[str]
    left_out: list[str] = []
    why: str
    others: Literal["set aside", "warning"]


class Reads(Declared):
    """How a layout is read as one register.

    `columns` gives the headers of each column; `needs`, columns without which a row is no record of the register, and
    why; `subject_in`, headers of columns whose words name the subject; `row_is`, the column that tells one row from
    another, as each is one person's and nobody is named; `wanted`, columns that the sheet or else the settings should
    have, and what they say. `above` gives columns that hold for the whole sheet, by the labels that stand above its
    headers, each with the value in the cell at its right; a sheet without anything in `filled_in` holds no record.
    """

    columns: dict[str, list[str]] = {}
    values: dict[str, dict[str, str]] = {}
    for_all: dict[str, str] = {}
    needs: dict[str, str] = {}
    subject_in: list[str] = []
    row_is: str | None = None
    wanted: dict[str, str] = {}
    above: dict[str, list[str]] = {}
    filled_in: list[str] = []


class Several(Declared):
    """How a form writes several answers in one cell: what stands between them, and whether it stands at the end too.

    Where it does not, a cell is taken apart only if each of its parts also stands alone as an answer to the question.
    """

    joined_by: str
    closes: bool = False


class Layout(Declared):
    """One layout: by what it is told, and how it is read.

    It is told by the `title` above its headers, by the headers it `begins_with`, by those it has somewhere
    (`has_headers`), or by the first line of a `positional` file: one of them is enough. `asks`: its other headers are
    questions, answered by one person a row, but those `not_asked` and those in which words stand that are `private`.
    What stands under `prepared` headers was there before anybody filled it in. `said` is what a reader should know of
    it, and `said_of` of a header, where it is there.
    """

    layout: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    source: str
    title: str | None = None
    begins_with: list[str] = []
    has_headers: list[str] = []
    positional: Positional | None = None
    shapes: dict[str, str] = {}
    kinds: Kinds | None = None
    reads: dict[str, Reads] = Field(min_length=1)
    not_kept: list[str] = []
    asks: bool = False
    not_asked: list[str] = []
    private: list[str] = []
    prepared: list[str] = []
    several: Several | None = None
    said: str = ""
    said_of: dict[str, str] = {}

    @cached_property
    def not_kept_folded(self) -> frozenset[str]:
        """The headers that are never kept, folded for comparing."""
        return frozenset(map(fold, self.not_kept))

    @cached_property
    def looked_at(self) -> frozenset[str]:
        """The headers, folded, that are never kept, were prepared, or are looked at and not taken in."""
        kinds = [self.kinds.column] if self.kinds else []
        subject_in = [header for reads in self.reads.values() for header in reads.subject_in]
        return self.not_kept_folded | {fold(header) for header in (*kinds, *subject_in, *self.prepared)}

    @property
    def fields_read(self) -> list[str]:
        """The headers, or the fields of a positional file, that are read as any register."""
        return [header for reads in self.reads.values() for headers in reads.columns.values() for header in headers]

    def is_no_question(self, header: str) -> bool:
        """Whether a form writes a column by itself; `Points - *` stands for all that begin so."""
        folded = fold(header)
        return any(
            folded.startswith(fold(said[:-1])) if said.endswith("*") else folded == fold(said)
            for said in self.not_asked
        )

    def is_private(self, header: str) -> bool:
        """Whether the answers under a header may name or reach a person."""
        folded = fold(header)
        return folded in self.not_kept_folded or any(fold(words) in folded for words in self.private)

    def spelt(self, register: Register) -> dict[str, str]:
        """The column of a register that each header names, folded; the register's own spellings only where needed.

        What is not kept goes to a column of the register that is never stored and that the layout does not name.
        """
        columns = self.reads[register.name].columns
        spelt = register.spellings if self.asks or not columns else {}
        spelt = spelt | {fold(header): name for name, headers in columns.items() for header in headers}
        never = [
            column.name for column in register.columns if column.type == "never_stored" and column.name not in columns
        ]
        return spelt | (dict.fromkeys(self.not_kept_folded, never[0]) if never else {})


def read_layout(path: Path, registers: Mapping[str, Register]) -> Layout:
    """The layout in one file, or a SettingsError with every fault in plain words."""
    layout = read_declared(path, Layout)
    faults = list(_faults(layout, path.stem, registers))
    if faults:
        raise SettingsError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return layout


def load_layouts(registers: Mapping[str, Register], workspace: Path | None = None) -> list[Layout]:
    """Every layout known, in the order of their names; the workspace's own stand in front of the shipped ones."""
    return [read_layout(path, registers) for path in data_files("reference/layouts", workspace).values()]


def _faults(layout: Layout, stem: str, registers: Mapping[str, Register]) -> Iterator[str]:
    if layout.layout != stem:
        yield f"'layout' says '{layout.layout}'. Give it the file's own name, '{stem}'."
    if not (layout.title or layout.begins_with or layout.has_headers or layout.positional):
        yield "nothing tells the layout. Write 'title', 'begins_with', 'has_headers' or 'positional'."
    expressions = [("title", layout.title or ""), *((f"shapes.{name}", shape) for name, shape in layout.shapes.items())]
    if layout.positional is not None:
        cells = layout.positional.first_line.items()
        expressions += [(f"positional.first_line.{at}", cell.looks) for at, cell in cells]
        yield from _positional_faults(layout, layout.positional)
    for place, expression in expressions:
        try:
            re.compile(expression)
        except re.error as error:
            yield f"'{place}' is no expression that can be read: {error}. Check its brackets and backslashes."
    for name, reads in layout.reads.items():
        yield from _register_faults(name, reads, registers)


def _positional_faults(layout: Layout, positional: Positional) -> Iterator[str]:
    named = [("shapes", field) for field in layout.shapes] + [("positional.repeats", f) for f in positional.repeats]
    named += [("kinds.column", layout.kinds.column)] if layout.kinds else []
    for reads in layout.reads.values():
        named += [(f"columns.{column}", field) for column, fields in reads.columns.items() for field in fields]
    known = positional.fields
    for place, field in named + [("not_kept", field) for field in layout.not_kept]:
        if field not in known:
            yield f"'{place}' names the field '{field}', which is not in 'positional.fields'.{near(field, known)}"
    for field in sorted({f for f in known if known.count(f) > 1}):
        yield f"'positional.fields' has '{field}' twice. Each field has one position."
    for field, at in positional.repeats.items():
        if at not in positional.first_line:
            yield f"'positional.repeats.{field}' is cell {at} of the first line, which 'first_line' does not describe."


def _register_faults(name: str, reads: Reads, registers: Mapping[str, Register]) -> Iterator[str]:
    if name not in registers:
        yield f"'reads' names the register '{name}', which is not known.{near(name, registers)}"
        return
    columns = [column.name for column in registers[name].columns]
    given = [*reads.columns, *reads.values, *reads.for_all, *reads.needs, *reads.wanted, *reads.above, *reads.filled_in]
    given += [reads.row_is] if reads.row_is else []
    for column in dict.fromkeys(given):
        if column not in columns:
            yield f"'reads.{name}' names the column '{column}', which the register lacks.{near(column, columns)}"
    if reads.subject_in and "subject" not in columns:
        yield f"'reads.{name}.subject_in' needs a column 'subject', which the register lacks."
