"""Where in a school's file are the problems? A new workbook with the cells marked and the messages as notes.

The school's own file is never touched: the copy is made from the texts as they were read, each at its own address,
so that the row and column of a message are those of the school's own spreadsheet. It holds only what was read:
names, learners' numbers, columns not used and rows left out are replaced by a word. No cell is a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.errors import Problem
from colsynth.intake.opening.apart.letters import letter
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.records.telling import is_hidden, name_or_date, number_or_address
from colsynth.intake.workbook import save_workbook
from colsynth.registers.snapshot import Account
from colsynth.reports.problems import BECAME, in_order
from colsynth.reports.sheet_picture import ranges_of

FIRST_SHEET = "Problems"
COPIED_WHOLE = 5_000  # rows up to which a sheet is copied whole
COPIED_FIRST = 500  # rows copied from the start of a longer sheet
MOST_MARKED = 10_000  # cells marked in one sheet
MOST_NOTES = 1_000  # notes in one sheet; a spreadsheet program draws each of them
MOST_SIGNS = 32_000  # of one cell; Excel's limit is 32,767
SHEET_NAME_LENGTH = 31  # characters, Excel's limit
NOT_KEPT, NOT_USED = "[not kept]", "[not used]"

_NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_FILLS = {"refused": "F4B183", "set aside": "F4B183"}  # the warmer one hurts; the note says it in words
_FILL = "FFE699"
_HEADERS = ("Stage", "Sheet", "Cells", "Found", "Expected", "What to do", "How many", "What became of it")
_WIDTHS = (16, 22, 24, 44, 52, 52, 11, 22)


def write_annotated(
    folder: Path,
    problems: Sequence[Problem],
    accounts: Sequence[Account],
    read: Callable[[str], Sequence[Sheet]],
) -> dict[str, str]:
    """Write a workbook for each file, with its sheets that have problems in cells; gives the name of each by its file.

    `read` gives the sheets of a file again, none where the file has changed since. The folder is made where needed.
    """
    written: dict[str, str] = {}
    for file in sorted({problem.file for problem in problems if ranges_of(problem)}):
        mine = [problem for problem in problems if problem.file == file]
        marked = {problem.sheet for problem in mine if ranges_of(problem)}
        pictured = [a for a in accounts if a.file == file and a.sheet in marked and a.picture.get("tables")]
        sheets = [sheet for sheet in read(file) if any(a.sheet == sheet.name for a in pictured)] if pictured else []
        if sheets:
            name = _file_name(file, set(written.values()))
            save_workbook(_workbook(mine, pictured, sheets), folder / name)
            written[file] = name
    return written


def _file_name(file: str, taken: set[str]) -> str:
    path = PurePosixPath(file)
    stem = path.stem if path.suffix.lower() == ".xlsx" else path.name
    name, number = f"{stem}.xlsx", 1
    while name in taken:
        number += 1
        name = f"{stem} ({number}).xlsx"
    return name


def _workbook(problems: list[Problem], accounts: list[Account], sheets: list[Sheet]) -> Workbook:
    workbook = Workbook()
    listed = workbook.active
    listed.title = FIRST_SHEET
    titles: dict[str, str] = {}
    for sheet in sheets:
        titles[sheet.name] = _title(sheet.name, {FIRST_SHEET, *titles.values()})
        mine = [problem for problem in problems if problem.sheet == sheet.name]
        of_sheet = [account for account in accounts if account.sheet == sheet.name]
        _write_sheet(workbook.create_sheet(titles[sheet.name]), sheet, of_sheet, mine)
    _write_list(listed, problems, titles)
    return workbook


def _title(name: str, taken: Iterable[str]) -> str:
    """A name a sheet may have: a text file's sheet has none of its own."""
    plain = " ".join(ILLEGAL_CHARACTERS_RE.sub("", name).translate(_NOT_IN_A_SHEET_NAME).split()) or "Rows"
    folded = {other.casefold() for other in taken}
    title, number = plain[:SHEET_NAME_LENGTH], 1
    while title.casefold() in folded or title.casefold() == "history":  # a name Excel keeps for itself
        number += 1
        end = f" ({number})"
        title = plain[: SHEET_NAME_LENGTH - len(end)] + end
    return title


def _write_list(listed: Worksheet, problems: list[Problem], titles: Mapping[str, str]) -> None:
    notes = (
        "Each cell stands where it stands in your own file, which was not changed. Correct your own file, not this.",
        f"Names, learners' numbers and columns that are not used are not copied: {NOT_KEPT}, {NOT_USED}. "
        f"Of a sheet of more than {COPIED_WHOLE} rows, the first {COPIED_FIRST} and those with problems are. "
        "Sheets without a problem are not here.",
    )
    for row, text in enumerate(notes, start=1):
        _put(listed, row, 1, text).font = Font(italic=True, color="595959")
    top = len(notes) + 2
    for at, (header, width) in enumerate(zip(_HEADERS, _WIDTHS, strict=True), start=1):
        _put(listed, top, at, header).font = Font(bold=True)
        listed.column_dimensions[letter(at - 1)].width = width
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row, problem in enumerate(in_order(problems), start=top + 1):
        became = BECAME.get(problem.effect, problem.effect)
        told = (problem.stage, problem.sheet, problem.cells, problem.found, problem.expected, problem.remedy)
        for at, text in enumerate((*told, str(problem.count), became), start=1):
            _put(listed, row, at, text).alignment = wrapped
        _fill(listed.cell(row, 1), problem)
        found = ranges_of(problem)
        if found and problem.sheet in titles:
            address = f"{letter(max(found[0][1], 1) - 1)}{found[0][0]}"
            cell = listed.cell(row, 3)
            cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{titles[problem.sheet]}'!{address}")
            cell.font = Font(color="0563C1", underline="single")
    listed.freeze_panes = f"A{top + 1}"


@dataclass(frozen=True)
class _Layout:
    """What of a sheet may be copied: header rows, the records' rows, the word for each column and each row left out."""

    headers: set[int]
    spans: list[tuple[int, int, dict[str, Any]]]
    left_out: dict[int, str]


def _layout(accounts: list[Account]) -> _Layout:
    tables = [table for account in accounts for table in account.picture["tables"]]
    headers = {row for table in tables for row in range(table["header"][0], table["header"][1] + 1)}
    spans = sorted(
        ((first, last, table) for table in tables for first, last in table["rows"]), key=lambda span: span[:2]
    )
    left_out: dict[int, str] = {}
    for left in (left for account in accounts for left in account.left_out if left["row"][:1].isdigit()):
        first, _, last = left["row"].partition("-")
        for row in range(int(first), int(last or first) + 1):
            left_out.setdefault(row, f"[left out: {left['why']}]")
    return _Layout(headers, spans, {row: why for row, why in left_out.items() if row not in headers})


def _write_sheet(made: Worksheet, sheet: Sheet, accounts: list[Account], problems: list[Problem]) -> None:
    layout = _layout(accounts)
    marked = _marked(sheet, problems, layout)
    rows = _rows_copied(sheet, {row for row, _ in marked})
    cells = sheet.frame.iloc[[row - 1 for row in rows]].to_numpy(dtype=object).tolist()
    for row, texts in zip(rows, cells, strict=True):
        _write_row(made, row, texts, layout)
    if sheet.n_rows > COPIED_WHOLE:
        said = f"[Rows {COPIED_FIRST + 1} to {sheet.n_rows} are copied only where they have a problem.]"
        first_free = next(row for row in range(COPIED_FIRST + 1, sheet.n_rows + 2) if made.cell(row, 1).value is None)
        _put(made, first_free, 1, said).font = Font(italic=True, color="595959")
    for row in sorted(layout.headers):
        for cell in made[row] if row <= made.max_row else ():
            cell.font = Font(bold=True)
    for n, ((row, column), those) in enumerate(marked.items()):
        cell = made.cell(row, column)
        text = str(cell.value or "")
        if any(is_hidden(problem.found) for problem in those) and (number_or_address(text) or name_or_date(text)):
            cell = _put(made, row, column, NOT_KEPT)
        _fill(cell, those[0])
        if n < MOST_NOTES:
            text = "\n\n".join(dict.fromkeys(_note(problem) for problem in those))
            cell.comment = Comment(text, "colsynth", width=340, height=60 + 16 * (len(text) // 45))
    for at in range(1, sheet.n_columns + 1):
        made.column_dimensions[letter(at - 1)].width = 14


def _rows_copied(sheet: Sheet, marked: set[int]) -> list[int]:
    if sheet.n_rows <= COPIED_WHOLE:
        return list(range(1, sheet.n_rows + 1))
    return sorted({*range(1, COPIED_FIRST + 1), *marked})


def _marked(sheet: Sheet, problems: list[Problem], layout: _Layout) -> dict[tuple[int, int], list[Problem]]:
    """The cells to mark, with what is wrong in each; a problem of a whole row marks the first cell that is used."""
    marked: dict[tuple[int, int], list[Problem]] = {}
    for problem in in_order(problems):
        for top, left, end, right in ranges_of(problem):
            for row in range(top, min(end, sheet.n_rows) + 1):
                first = left or _first_used(layout, row)
                for column in range(first, max(first, right) + 1):
                    if len(marked) < MOST_MARKED or (row, column) in marked:
                        marked.setdefault((row, column), []).append(problem)
    return marked


def _first_used(layout: _Layout, row: int) -> int:
    return next((min(t["columns_used"], default=1) for a, b, t in layout.spans if a <= row <= b), 1)


def _write_row(made: Worksheet, row: int, texts: list[str], layout: _Layout) -> None:
    if row in layout.headers:
        for at, text in enumerate(texts, start=1):
            if text:
                _put(made, row, at, text)
        return
    if row in layout.left_out:
        _put(made, row, 1, layout.left_out[row])
        return
    table = next((table for first, last, table in layout.spans if first <= row <= last), None)
    if table is None:
        return
    used = set(table["columns_used"]) - set(table["columns_not_kept"])
    for at, text in enumerate(texts, start=1):
        if text:
            word = NOT_KEPT if at in table["columns_not_kept"] else NOT_USED
            _put(made, row, at, text if at in used else word)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Text as text: what looks like a formula or an error stays what was written."""
    cell: Cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:MOST_SIGNS]
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True
    return cell


def _fill(cell: Cell, problem: Problem) -> None:
    cell.fill = copy(PatternFill("solid", fgColor=_FILLS.get(problem.effect, _FILL)))


def _note(problem: Problem) -> str:
    found = f"{problem.found[:1].upper()}{problem.found[1:]}"
    told = f"{found}. {problem.expected} {problem.remedy}\n({BECAME.get(problem.effect, problem.effect)})"
    return str(ILLEGAL_CHARACTERS_RE.sub("", told))
