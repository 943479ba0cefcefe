"""What do the files hold? Sheets opened, tables found, and what is left out listed with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from colsynth.errors import Problem
from colsynth.frameworks import BY_SHEETS
from colsynth.intake import explaining
from colsynth.intake.context import Context
from colsynth.intake.inputs import Planned
from colsynth.intake.opening.parts import read_parts
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.tables.picture import picture_of, with_set_aside
from colsynth.intake.tables.recognising import KnownTable, known_tables, recognise
from colsynth.intake.tables.table import Table, find_tables, is_blank, is_on_its_side, is_own_guide
from colsynth.reference.ethnicity import fold
from colsynth.registers.snapshot import Account
from colsynth.settings import InputFile

GUIDE = "guide or example of the template"


@dataclass(frozen=True)
class Found:
    """One table on one sheet, and the hints by which it is read."""

    file: str
    sheet: Sheet
    table: Table
    hint: InputFile | None
    known: KnownTable | None = None


class Files:
    """All files of a taking in: the tables `found`, and the problems and accounts of what is none."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.found: list[Found] = []
        self.problems: list[Problem] = []
        self.accounts: list[Account] = []
        self._hinted: set[str] = set()  # registers that the file in hand is read as by hints

    def read(self, file: Planned, content: bytes) -> None:
        """The tables of a file; each spreadsheet in an archive is a file of its own."""
        self._hinted = {hint.register_name for hint in file.hints if hint and hint.register_name}
        for part, opened in read_parts(file.name, content):
            self.problems += [explaining.as_problem(refusal, part, "refused") for refusal in opened.refusals]
            self.problems += [explaining.as_problem(warning, part, "warning") for warning in opened.warnings]
            not_read = [(refusal.sheet, f"not read: it {refusal.found}") for refusal in opened.refusals]
            self.accounts += [
                Account(part, sheet, "", left_out=[{"row": "all", "why": why}])
                for sheet, why in not_read + opened.left_out
            ]
            if {sheet.name.strip() for sheet in opened.sheets} >= BY_SHEETS:
                left_out = [{"row": "all", "why": "not read: it declares a framework"}]
                self.accounts.append(Account(part, "", "", left_out=left_out))
                self.problems.append(_of_a_framework(part))
                continue
            for hint in file.hints:
                self._read_sheets(part, opened.sheets, hint)

    def take(self, register: str) -> Iterator[Found]:
        """The tables of a register, each given once, so that its sheet need not be held any longer."""
        mine = [one for one in self.found if one.table.matched.register.name == register]
        self.found = [one for one in self.found if one.table.matched.register.name != register]
        while mine:
            yield mine.pop(0)

    def _read_sheets(self, file: str, sheets: list[Sheet], hint: InputFile | None) -> None:
        wanted = [sheet for sheet in sheets if not hint or not hint.sheet or fold(sheet.name) == fold(hint.sheet)]
        if hint and hint.sheet and sheets and not wanted:
            self.problems.append(_no_such_sheet(file, hint.sheet, sheets))
        found: list[tuple[Sheet, list[Table]]] = []
        for sheet in wanted:
            if is_own_guide(sheet):
                self._leave_out(file, sheet, GUIDE)
            elif sheet.is_hidden and not (hint and hint.sheet):
                self._leave_out(file, sheet, "hidden sheet")
                self.problems.append(explaining.hidden(sheet, file))
            elif is_blank(sheet):
                self._leave_out(file, sheet, "empty sheet")
            elif not self._read_known(file, sheet, hint):
                found.append((sheet, find_tables(sheet, self._context.registers, self._context.wide, hint, file)))
        is_hinted = hint is not None and hint.register_name is not None
        is_elsewhere = is_hinted and any(_is_recognised(tables) for _, tables in found)
        for sheet, tables in found:
            if is_elsewhere and not _is_recognised(tables):
                self._leave_out(file, sheet, f"holds no {hint.register_name}" if hint else "")
            elif self._is_on_its_side(sheet, tables, hint):
                self._leave_out(file, sheet, "headers down the first column")
                self.problems.append(explaining.on_its_side(sheet, file))
                continue
            elif not tables:
                self._leave_out(file, sheet, "no row of headers was recognised")
                about = self._context.registers, self._context.wide, hint
                self.problems.append(explaining.not_recognised(sheet, file, *about))
            for table in tables if not is_elsewhere or _is_recognised(tables) else ():
                self._take(file, sheet, table, hint)

    def _read_known(self, file: str, sheet: Sheet, hint: InputFile | None) -> bool:
        """Whether a sheet is of a known layout; its tables then, with one message for what was made of it."""
        known = recognise(sheet, self._context.layouts, hint)
        if known is None:
            return False
        if known.fault is not None:
            self._leave_out(file, sheet, f"not as {known.layout.name} is")
            self.problems.append(explaining.not_as_known(known, file))
            return True
        tables = known_tables(known, self._context.registers, self._context.wide, hint, file)
        if tables:
            self.problems += explaining.known_layout(known, tables, file)
            self.problems += explaining.not_filled_in(known, tables, file)
        for found in tables:
            self._take(file, known.sheet, found.table, found.hint, found)
        if known.lacks:
            self.problems.append(explaining.lost_headers(known, file, "warning" if tables else "refused"))
        if known.lacks and not tables:
            self._leave_out(file, sheet, f"not as {known.layout.name} is")
        return bool(tables or known.lacks)

    def _is_on_its_side(self, sheet: Sheet, tables: list[Table], hint: InputFile | None) -> bool:
        registers = self._context.registers
        wanted = [registers[hint.register_name]] if hint and hint.register_name else list(registers.values())
        if _is_recognised(tables) or (hint and hint.wide):
            return False
        known = max((table.matched.n_known for table in tables), default=0)
        return is_on_its_side(sheet, wanted, self._context.wide, known)

    def _take(
        self, file: str, sheet: Sheet, table: Table, hint: InputFile | None, known: KnownTable | None = None
    ) -> None:
        register = table.matched.register
        self.problems += explaining.hints_not_found(sheet, table, file)
        refused = explaining.claimed_twice(sheet, table, file) or explaining.unclear_header(sheet, table, file)
        if refused:
            self.problems += refused
            rows = len(table.rows)
            self.accounts.append(
                Account(
                    file,
                    sheet.name,
                    register.name,
                    read=rows,
                    set_aside=rows,
                    left_out=table.left_out,
                    picture=with_set_aside(picture_of(sheet, table), table.rows),
                )
            )
            return
        if known is None:
            before = {one.table.matched.register.name for one in self.found if one.file == file and one.sheet is sheet}
            known_as = {register.name, *self._hinted, *before}
            others = {n: r for n, r in self._context.registers.items() if n not in known_as}
            self.problems += explaining.not_used(sheet, table, file, others, self._context.wide)
            self.problems += explaining.unread_sections(sheet, table, file)
            self.problems += explaining.padded(sheet, table, file)
            self.problems += explaining.coloured(sheet, table, file)
        self.found.append(Found(file, sheet, table, hint, known))

    def _leave_out(self, file: str, sheet: Sheet, why: str) -> None:
        left_out = [{"row": "all", "why": why}]
        self.accounts.append(Account(file, sheet.name, "", left_out=left_out, picture=picture_of(sheet)))


def _is_recognised(tables: list[Table]) -> bool:
    return any(table.matched.is_recognised for table in tables)


def _no_such_sheet(file: str, wanted: str, sheets: list[Sheet]) -> Problem:
    return Problem(
        check="settings",
        effect="refused",
        file=file,
        sheet=wanted,
        cells="",
        found="is named in the settings, but the workbook has no such sheet",
        expected=f"Its sheets are {', '.join(sheet.name or 'one without a name' for sheet in sheets)}.",
        remedy="Correct 'sheet' in the settings.",
    )


def _of_a_framework(file: str) -> Problem:
    """A workbook in which a community writes a framework stands among what schools sent."""
    return Problem(
        check="framework file",
        effect="refused",
        file=file,
        sheet="",
        cells="",
        found="declares a framework and holds no records",
        expected="Spreadsheets with records are read from this folder; a framework is used from data/frameworks.",
        remedy="Move it to the folder data/frameworks of your workspace.",
    )
