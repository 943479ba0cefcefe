"""Is a sheet of a layout that is known, and which tables are on it then?

A layout comes before what headers say by themselves; what the settings say of a file comes before the layout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from colsynth.intake.opening.apart.letters import letter
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.tables.layouts import Layout, Positional, Reads
from colsynth.intake.tables.rows import GROUP, TITLE, listed
from colsynth.intake.tables.table import ROWS_SEARCHED, Table, find_tables
from colsynth.intake.tables.wide import NoWideHeaders, WideHeaders
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Register
from colsynth.settings import InputFile

FIRST_LINE = "first line of the file, about the whole of it"
OTHER_LINE = "line of the file about the whole of it"
FORM = "title or heading of the form, or what it says of all rows"
NOT_FILLED_IN = "prepared rows of a sheet on which nothing is filled in"
MOST_LACKING = 2  # of its headers, those a form of colsynth may have lost and still be known as one
ONE_IN = 2  # of the fields of a layout, the share (one in so many) that a file must have to be of it


@dataclass(frozen=True)
class Known:
    """A sheet of a known layout. `sheet` has the names of the fields in place of the first line of a positional file.

    `header_row` is the row of its headers, from 1, where these told it; 0 where they are to be looked for. `fault` says
    in what it departs from the layout, so that it cannot be read: found, expected. `lacks` are headers that it lost.
    """

    layout: Layout
    sheet: Sheet
    header_row: int = 0
    first_line: tuple[str, ...] = ()
    fault: tuple[str, str] | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownTable:
    """A table of a known layout and how it is read; `notes` say what was left out, `n_lines` count all records' lines.

    `is_first`: of the registers that the sheet is read as, this is the first, which tells what is wrong with a line.
    """

    known: Known
    table: Table
    hint: InputFile
    reads: Reads
    is_first: bool
    n_lines: int
    notes: list[str] = field(default_factory=list)

    @property
    def is_unfilled(self) -> bool:
        """Whether all its rows are as they were prepared."""
        return any(left["why"] == NOT_FILLED_IN for left in self.table.left_out)

    @property
    def told_above(self) -> dict[str, tuple[str, str]]:
        """What cells above the headers say of all rows, by column: the text, also a blank one, and its address."""
        told: dict[str, tuple[str, str]] = {}
        names = {fold(label): name for name, labels in self.reads.above.items() for label in labels}
        given = {*self.hint.for_all, *self.table.matched.columns}
        for at, row in enumerate(self.known.sheet.rows(0, self.table.header_rows[0] - 1), start=1):
            for place, label in enumerate(row[:-1]):
                name = names.get(fold(label)) if label else None
                if name and name not in given:
                    told.setdefault(name, _right_of(row, place, names, at))
        return told


def _right_of(row: Sequence[str], place: int, labels: Mapping[str, str], at: int) -> tuple[str, str]:
    """The text at the right of a label and its address, also where a column was put in between them."""
    ends = next((n for n in range(place + 1, len(row)) if fold(row[n]) in labels), len(row))
    found = next((n for n in range(place + 1, ends) if row[n]), place + 1)
    return row[found] if found < ends else "", f"{letter(found)}{at}"


def recognise(sheet: Sheet, layouts: Sequence[Layout], hint: InputFile | None) -> Known | None:
    """The layout that a sheet is of, or None; not where the settings read it as a register of another kind."""
    for layout in layouts:
        if hint is not None and (hint.header_rows or hint.wide):
            continue
        if hint is not None and hint.register_name is not None and hint.register_name not in layout.reads:
            continue
        known = _positional(sheet, layout, layout.positional) if layout.positional else None
        if known is None and (header_row := _header_row(sheet, layout)) is not None:
            known = Known(layout, sheet, header_row, lacks=_lacks(sheet, layout, header_row))
        if known is not None:
            return known
    return None


def _header_row(sheet: Sheet, layout: Layout) -> int | None:
    """The row of the headers of a layout, from 1; 0 where its title alone stands among the first rows; or None."""
    begins = [fold(header) for header in layout.begins_with]
    has = {fold(header) for header in layout.has_headers}
    for at, row in enumerate(sheet.rows(0, ROWS_SEARCHED), start=1):
        filled = [cell for cell in row if cell]
        if layout.title and len(filled) == 1 and re.fullmatch(layout.title, filled[0], re.IGNORECASE):
            return 0
        folded = [fold(cell) for cell in filled]
        lacks = len(has - set(folded))
        may_lack = MOST_LACKING if any(reads.above for reads in layout.reads.values()) else 0
        if (begins and folded[: len(begins)] == begins) or (has and lacks <= may_lack):
            return at
    return None


def _lacks(sheet: Sheet, layout: Layout, header_row: int) -> tuple[str, ...]:
    """The headers that a form should have and that are not in its row of headers."""
    there = {fold(cell) for cell in sheet.rows(header_row - 1, header_row)[0]} if header_row else set()
    return tuple(header for header in layout.has_headers if fold(header) not in there)


def _positional(sheet: Sheet, layout: Layout, positional: Positional) -> Known | None:
    """A file of positional fields, told by its first line; one cell that differs there is told as a fault."""
    fields = positional.fields
    first = [*(sheet.rows(0, 1)[0] if sheet.n_rows else []), *[""] * len(fields)]
    looks = {at: re.fullmatch(cell.looks, first[at - 1]) is not None for at, cell in positional.first_line.items()}
    wrong = [at for at, is_so in looks.items() if not is_so]
    width, end = sheet.widest or sheet.n_columns, max(positional.first_line)
    if len(wrong) > 1 or width * ONE_IN < len(fields) or any(first[end:]):
        return None
    if wrong:
        found = f"has '{first[wrong[0] - 1][:20]}' in cell {wrong[0]} of its first line"
        return Known(layout, sheet, fault=(found, f"There stands {positional.first_line[wrong[0]].means}."))
    if width < max(fields.index(name) + 1 for name in layout.fields_read) or 0 < sheet.widest < len(fields):
        found = f"has {width} fields in a line"
        return Known(layout, sheet, fault=(found, f"It has {len(fields)}, which are known by their position alone."))
    frame = sheet.frame.copy()
    for place in sheet.places:
        frame.iat[0, place] = fields[place] if place < len(fields) else ""
    return Known(layout, replace(sheet, frame=frame), 1, tuple(first[:end]))


def known_tables(
    known: Known, registers: Mapping[str, Register], wide: WideHeaders, hint: InputFile | None, file: str
) -> list[KnownTable]:
    """The tables of a sheet of a known layout: for each register that it is read as, those that are on the sheet."""
    found: list[KnownTable] = []
    asked: set[int] = set()
    if known.layout.asks and _is_long(known.sheet, registers, wide, hint, file):
        return []
    for name, reads in known.layout.reads.items():
        register = registers.get(name)
        if register is None or (hint is not None and hint.register_name not in (None, name)):
            continue
        own = _hint(known, register, reads, hint or InputFile(file=file))
        spelt = register.spelt(known.layout.spelt(register))
        headers = wide if known.layout.asks else NoWideHeaders(wide.names)
        for table in find_tables(known.sheet, {name: spelt}, headers, own, file):
            table.matched.register = register
            if known.lacks and not _has_all_parts(table, register):
                continue
            if _take_questions(table, known.layout, asked) if known.layout.asks else table.matched.is_recognised:
                _take_subjects(table, reads)
                found.append(_with_records(known, table, own, reads, not found or found[0].reads is reads))
    return found


def _has_all_parts(table: Table, register: Register) -> bool:
    """Whether no column is lost without which a register is not told, whatever the sheet is called."""
    known = {*table.matched.columns, *table.matched.by_settings}
    return all(known & set(group) for group in register.recognised_by)


def _is_long(
    sheet: Sheet, registers: Mapping[str, Register], wide: WideHeaders, hint: InputFile | None, file: str
) -> bool:
    """Whether a register knows the sheet by its headers alone: then a form served to collect that register's rows."""
    if hint is not None and hint.register_name is not None:
        registers = {hint.register_name: registers[hint.register_name]}
    tables = find_tables(sheet, registers, NoWideHeaders(wide.names), None, file)
    return any(table.matched.is_recognised and not table.matched.wide for table in tables)


def _hint(known: Known, register: Register, reads: Reads, hint: InputFile) -> InputFile:
    """The settings' hints, with what the layout says where they say nothing."""
    given = {*hint.columns, *hint.for_all}
    given |= {column.name for column in register.columns if column.feeds in given}
    for_all = {name: value for name, value in reads.for_all.items() if name not in given}
    more: dict[str, object] = {
        "register_name": register.name,
        "for_all": for_all | hint.for_all,
        "values": reads.values | hint.values,
    }
    if known.header_row and (known.first_line or known.layout.asks or reads.above):
        more["header_rows"] = str(known.header_row)
    return hint.model_copy(update=more)


def _take_questions(table: Table, layout: Layout, asked: set[int]) -> bool:
    """Whether a form's table asks anything of its register; no question is what another has `asked` already."""
    matched = table.matched
    for place in list(matched.wide):
        header = table.headers[place]
        if layout.is_private(header):
            matched.not_kept.append(place)
        elif layout.is_no_question(header):
            matched.not_used.append(place)
        elif place not in asked:
            continue
        del matched.wide[place]
    matched.not_used = [place for place in matched.not_used if place not in asked]
    asked |= {*matched.wide, *matched.columns.values()} if matched.wide else set()
    return bool(matched.wide)


def _take_subjects(table: Table, reads: Reads) -> None:
    """The column whose words name the subject, where nothing else says what was measured."""
    matched = table.matched
    if not reads.subject_in or {"measure", "subject"} & ({*matched.columns} | matched.by_settings):
        return
    places = {fold(header): place for place, header in enumerate(table.headers) if header}
    named = [places[fold(header)] for header in reads.subject_in if fold(header) in places]
    if named:
        matched.columns["subject"] = named[0]
        matched.not_used = [place for place in matched.not_used if place not in named]


def place_of_header(table: Table, header: str) -> int | None:
    """The position of the column under a header, or None."""
    return next((place for place, text in enumerate(table.headers) if fold(text) == fold(header)), None)


def _with_records(known: Known, table: Table, hint: InputFile, reads: Reads, is_first: bool) -> KnownTable:
    """The table without the rows that the layout says are no records, each listed with the reason."""
    rows, layout = table.rows, known.layout
    reasons: dict[int, str] = {0: FIRST_LINE} if known.first_line else {}
    notes = []
    keep = np.ones(len(rows), dtype=bool)

    def leave_out(where: npt.NDArray[np.bool_], why: str) -> int:
        nonlocal keep
        where = where & keep
        reasons.update({int(row) - 1: why for row in rows[where]})
        keep &= ~where
        return int(where.sum())

    def cells(place: int) -> npt.NDArray[np.object_]:
        return known.sheet.column(place).to_numpy(dtype=object)[rows - 1]

    if known.first_line and layout.positional:
        others = {line.casefold() for line in layout.positional.other_lines}
        leave_out(np.array([str(cell).casefold() in others for cell in cells(0)], dtype=bool), OTHER_LINE)
    n_lines = int(keep.sum())
    place = place_of_header(table, layout.kinds.column) if layout.kinds else None
    if layout.kinds and place is not None:
        kinds = cells(place)
        is_out = np.isin(kinds, layout.kinds.left_out)
        shown = ", ".join(sorted(set(map(str, kinds[is_out & keep]))))
        if n := leave_out(is_out, f"{layout.kinds.column} says that it is {layout.kinds.why}"):
            what = "row is" if n == 1 else "rows are"
            notes.append(f"{n} {what} {layout.kinds.why} ({layout.kinds.column} {shown}), left out.")
    for name, why in reads.needs.items():
        if name in table.matched.columns:
            nothing = ["", *(text for text, meant in reads.values.get(name, {}).items() if not meant)]
            leave_out(np.isin(cells(table.matched.columns[name]), nothing), why)
    if reads.filled_in and len(rows):
        answers = [cells(at) for name, at in table.matched.columns.items() if name in reads.filled_in]
        is_blank = np.all([texts == "" for texts in answers], axis=0)
        if is_blank.all():
            leave_out(is_blank, NOT_FILLED_IN)
    above = [_of_form(left, known.sheet, table) for left in table.left_out] if reads.above else table.left_out
    left_out = [*above, *listed(reasons)]
    return KnownTable(known, replace(table, rows=rows[keep], left_out=left_out), hint, reads, is_first, n_lines, notes)


def _of_form(left: dict[str, str], sheet: Sheet, table: Table) -> dict[str, str]:
    """What a form has above its headers is read, and its headings stand in its first column; neither is a record."""
    first, _, last = left["row"].partition("-")
    at = next(place for place, header in enumerate(table.headers) if header)
    is_heading = left["why"] == GROUP and all(row[at] for row in sheet.rows(int(first) - 1, int(last or first)))
    return left | {"why": FORM} if is_heading or left["why"] == TITLE else left
