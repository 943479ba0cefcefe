"""How is a workbook filled in? The sheet that says it, with the words to choose from, and an example of each sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.frameworks import NOT_APPLICABLE, NOT_YET_EVIDENT, Framework
from colsynth.intake.tables.table import NOT_READ
from colsynth.intake.template.rules import words_formula
from colsynth.reference.measures import Measure
from colsynth.registers.declared import Column, Register
from colsynth.registers.page import type_words

GUIDE, EXAMPLE = "How to fill", "Example"
_WORDS_AT = 5  # the column of the guide from which words to choose from stand
_LINES = (
    "One row for each thing the sheet is about. Dark headers are needed; leave blank what you do not know.",
    "Paste values only (Paste special, Values), so that formats and drop-downs stay as they are.",
    "Yellow cells are still needed, orange rows stand twice, red letters are not what the column expects.",
    "Student numbers are replaced by codes when the workbook is read. Names of learners are never needed.",
    "Say why a result is missing (absent, exempt, not enrolled) rather than leaving a gap without a reason.",
    "You can insert, sort and filter rows, and add columns of your own at the right. The headers are locked, without a "
    "password: Review, Unprotect Sheet.",
)


@dataclass(frozen=True)
class Offer:
    """What the drop-downs offer, and the school the workbook is prepared for."""

    measures: Mapping[str, Measure]
    frameworks: Mapping[str, Framework]
    schools: Mapping[str, str] = field(default_factory=dict)  # names by number; none known for a blank workbook
    goals: Sequence[str] = ()
    school: str = ""  # its number; none for a blank workbook

    def words(self, column: Column) -> list[str]:
        """The words a column's drop-down offers; none where it has none, or where another column decides."""
        match column.type:
            case "choice":
                return list(column.choices)
            case "yes_no":
                return ["yes", "no"]
            case "measure" | "measure_or_other":
                return list(self.measures)
            case "framework":
                return list(self.frameworks)
            case "school" | "schools" | "school_or_other":
                return [self.school] if self.is_prefilled(column) else list(self.schools)
            case "goals":
                return list(self.goals)
        return []

    def is_prefilled(self, column: Column) -> bool:
        """Whether the school's number stands in the column before anybody begins."""
        return bool(self.school) and column.name == column.type == "school"

    def words_of(self, kind: str) -> dict[str, tuple[str, list[str]]]:
        """For each measure (framework), its name and the words that belong to it: levels (stages)."""
        if kind == "measure":
            return {id_: (measure.name, list(measure.levels)) for id_, measure in self.measures.items()}
        answers = [NOT_YET_EVIDENT, NOT_APPLICABLE]
        return {id_: (f.name, [*(stage.label for stage in f.stages), *answers]) for id_, f in self.frameworks.items()}


def letters(bold: bool = False, color: str = "000000") -> Font:
    """The one typeface of the workbook."""
    return Font(name="Calibri", size=11, bold=bold, color=color)


def put(cell: Cell, text: object) -> Cell:
    """Write into a cell; a text that begins like a formula stays a text."""
    cell.value = text
    if isinstance(text, str):
        cell.data_type = "s"
    return cell


def write_guide(
    workbook: Workbook, sheet: Worksheet, registers: Sequence[Register], offer: Offer
) -> dict[str, dict[str, str]]:
    """Say how to fill in each sheet; gives the formula of every drop-down, by register and column."""
    row = _opening(sheet, offer)
    listed: dict[str, dict[str, str]] = {}
    for register in registers:
        put(sheet.cell(row, 1), f"{register.sheet}: one row is {register.row}").font = letters(bold=True)
        listed[register.name] = {}
        for column in register.in_template:
            row += 1
            offered = offer.words(column)
            if column.words_of:
                at = [c.name for c in register.in_template].index(column.words_of) + 1
                listed[register.name][column.name] = words_formula(column.words_of, f"${get_column_letter(at)}2")
            elif offered:
                listed[register.name][column.name] = _range(row, row, len(offered))
            said = [column.title, "needed" if column.required else "", type_words(column), column.meaning]
            _row(sheet, row, [*said, *offered])
        row += 2
    for kind in dict.fromkeys(c.words_of for register in registers for c in register.in_template if c.words_of):
        row = _write_words(workbook, sheet, row, kind, offer.words_of(kind))
    for letter, width in zip("ABCD", (26, 9, 36, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    for at in range(_WORDS_AT, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 20
    sheet.protection.enable()
    return listed


def _opening(sheet: Worksheet, offer: Offer) -> int:
    """What holds for all sheets; gives the number of the next free row."""
    lines = [NOT_READ, *_LINES]
    if offer.school:
        lines.insert(
            1, f"Prepared for {offer.schools.get(offer.school) or 'the school'}, school number {offer.school}."
        )
    for row, line in enumerate(lines, start=1):
        put(sheet.cell(row, 1), line).font = letters(bold=row == 1 or (row == 2 and bool(offer.school)))
    put(sheet.cell(len(lines) + 1, _WORDS_AT), "Words to choose from").font = letters(bold=True)
    return len(lines) + 2


def _write_words(
    workbook: Workbook, sheet: Worksheet, row: int, kind: str, words: Mapping[str, tuple[str, list[str]]]
) -> int:
    """The words of each measure or framework, a row each, under two names that drop-downs look them up by."""
    put(sheet.cell(row, 1), f"Words of each {kind}").font = letters(bold=True)
    first = row = row + 1
    for row, (id_, (name, offered)) in enumerate(words.items(), start=first):
        _row(sheet, row, [id_, "", "", name, *offered])
    widest = max((len(offered) for _, offered in words.values()), default=1)
    for name, place in (("ids", f"'{GUIDE}'!$A${first}:$A${row}"), ("words", _range(first, row, max(1, widest)))):
        workbook.defined_names[f"{kind}_{name}"] = DefinedName(f"{kind}_{name}", attr_text=place)
    return row + 2


def _row(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for at, text in enumerate(texts, start=1):
        if text:
            put(sheet.cell(row, at), text).alignment = Alignment(vertical="top", wrap_text=at == 4)


def _range(first: int, last: int, width: int) -> str:
    left, right = get_column_letter(_WORDS_AT), get_column_letter(_WORDS_AT + width - 1)
    return f"'{GUIDE}'!${left}${first}:${right}${last}"


def write_example(sheet: Worksheet, registers: Sequence[Register]) -> None:
    """A row as it could stand on each of the sheets."""
    put(sheet.cell(1, 1), NOT_READ).font = letters(bold=True)
    row = 3
    for register in registers:
        put(sheet.cell(row, 1), f"{register.sheet}: {register.row}").font = letters(bold=True)
        for at, column in enumerate(register.in_template, start=1):
            put(sheet.cell(row + 1, at), column.title).font = letters(bold=True)
            sample = "" if register.unfolds and column.name == "scale_score" else column.sample or ""
            put(sheet.cell(row + 2, at), sample).number_format = "@"  # its result is a level, so it has no score
            letter = get_column_letter(at)
            width = max(len(column.title), len(sample)) + 2
            sheet.column_dimensions[letter].width = max(sheet.column_dimensions[letter].width, min(width, 40))
        row += 4
    sheet.protection.enable()
