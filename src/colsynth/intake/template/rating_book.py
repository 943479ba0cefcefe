"""What does each rater get to fill in? A framework's areas or indicators with their sentences, and where we stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.frameworks import NOT_APPLICABLE, NOT_YET_EVIDENT, Framework
from colsynth.frameworks.spelt import IN_PLACE
from colsynth.intake.tables.table import NOT_READ
from colsynth.intake.template.guide import letters, put
from colsynth.intake.template.rating_guide import FULL, START, Thing, height_of, things_by, write_in_full, write_start
from colsynth.intake.template.rules import FIRST_DAY, STILL_NEEDED

ONE, TEAM, WHOLE = "One person", "School team", "Whole community"
ROLES = ("Principal", "Teacher", "Trustee", "Whānau", "Learner", "Iwi")
RATINGS, WORDS = "Ratings", "Words"
HEADERS = ("No.", "What it says", "Where we stand", "What shows it", "Where to find it")
_WIDTHS = (9, 66, 26, 44, 26)
_HEADER_ROW = 7
_LEAST_HEIGHT = 33.0  # points of a row: two lines of a note
_DARK, _HEAD, _INPUT = (PatternFill("solid", fgColor=colour) for colour in ("1F4E5F", "DCE9ED", "F6FAFB"))
_LINE = Border(bottom=Side("thin", color="C9D6DB"))
_BOX = Border(*(Side("thin", color="9DB3BB") for _ in range(4)))
_TOP, _RIGHT = (
    Alignment(wrap_text=True, vertical="top", indent=1, horizontal="left"),
    Alignment(horizontal="right", vertical="center", indent=1),
)


@dataclass(frozen=True)
class Rater:
    """Whom a workbook is for: the code of one person, or the school whose team fills it in."""

    code: str = ""
    role: str = ""
    school: str = ""  # its name, as the drop-down has it


def rating_workbook(framework: Framework, by: str, rater: Rater, schools: Sequence[str], term: str) -> Workbook:
    """A workbook in which one rater places every area, or every indicator (`by`), of a framework in a term."""
    workbook = Workbook()
    start, sheet = workbook.active, workbook.create_sheet(RATINGS)
    start.title = START
    groups = list(things_by(framework, by))
    staged = any(thing.has_stage for _, things in groups for thing in things)
    write_start(start, framework, rater.code, staged)
    if by == "area" and any(area.indicators_by_stage for area in framework.areas):
        write_in_full(workbook.create_sheet(FULL), framework)
    answers = [*(stage.label for stage in framework.stages), *map(str.capitalize, (NOT_YET_EVIDENT, NOT_APPLICABLE))]
    offered = {
        "answers": answers,
        "answers under a stage": [IN_PLACE[0], *answers],
        "schools": [*schools, WHOLE] if schools else [],
        "roles": ROLES,
        "placed by": (ONE, TEAM, WHOLE),
    }
    places = _write_words(workbook.create_sheet(WORDS), offered)
    _write_form(sheet, framework, rater, term, places)
    _write_rows(sheet, groups, places)
    for page in workbook.worksheets:
        page.sheet_view.showGridLines = False
        page.protection.enable()
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
        page.sheet_properties.pageSetUpPr, page.page_setup.fitToHeight = PageSetupProperties(fitToPage=True), 0
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # False means that it stays allowed
    return workbook


def _write_form(sheet: Worksheet, framework: Framework, rater: Rater, term: str, places: Mapping[str, str]) -> None:
    """What holds for all rows, once: each label with its cell at the right."""
    for row, text, font, height in (
        (1, f"Where do we stand? {framework.name}", Font(name="Calibri", size=16, bold=True, color="1F4E5F"), 28),
        (
            2,
            "Our own view of ourselves. Choose in each row as you see it; a blank row counts as not rated.",
            letters(),
            20,
        ),
    ):
        put(sheet.cell(row, 1), text).font = font
        sheet.row_dimensions[row].height = height
    _field(sheet, "C3", "Framework", framework.name)
    _field(sheet, "E3", "Version", framework.version)
    _field(sheet, "C4", "School term", term)
    for row in range(3, _HEADER_ROW):
        sheet.row_dimensions[row].height = 34 if row == 3 else 20
    if rater.code:
        _field(sheet, "E4", "Your code", rater.code)
        _field(sheet, "E5", "Your role", rater.role, _listed(places["roles"], "Choose one, or write your own.", False))
    school = _listed(places["schools"], f"Choose your school, or '{WHOLE}' if you speak for no one school.")
    _field(sheet, "C5", "Your school", rater.school, school)
    for at in ("C5", "E5") if rater.code else ("C5",):
        needed = FormulaRule(formula=[f'{at}=""'], fill=PatternFill("solid", bgColor=STILL_NEEDED))
        sheet.conditional_formatting.add(at, needed)
    _field(sheet, "C6", "Placed by", ONE if rater.code else TEAM, _listed(places["placed by"], "Whose view is it?"))
    bounds = {"operator": "between", "formula1": str(FIRST_DAY), "formula2": "TODAY()"}
    day = DataValidation(type="date", **bounds, allow_blank=True, showErrorMessage=True, showInputMessage=True)
    day.prompt = day.error = "The day you rated, as 2026-06-19 and not after today. It may stay blank."
    _field(sheet, "E6", "Date", "", day)
    sheet["E6"].number_format = "yyyy-mm-dd"


def _field(sheet: Worksheet, at: str, label: str, value: str, rule: DataValidation | None = None) -> None:
    """A label and the cell at its right, which is open where a rule says what may stand in it."""
    cell = sheet[at]
    name = put(sheet.cell(cell.row, cell.column - 1), label)
    name.font, name.alignment = letters(bold=True), _RIGHT
    put(cell, value or None)
    cell.number_format, cell.border, cell.font = "@", _BOX, letters()
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
    if rule is not None:
        cell.protection, cell.fill = Protection(locked=False), _INPUT
        rule.promptTitle = rule.errorTitle = label
        rule.add(at)
        sheet.add_data_validation(rule)


def _write_rows(sheet: Worksheet, groups: Sequence[tuple[str, list[Thing]]], places: Mapping[str, str]) -> None:
    said = "Choose from the small arrow. Leave it blank if you cannot tell."
    rules = {True: _listed(places["answers under a stage"], said), False: _listed(places["answers"], said)}
    for at, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True), start=1):
        cell = put(sheet.cell(_HEADER_ROW, at), header)
        cell.font, cell.fill, cell.alignment = letters(bold=True, color="FFFFFF"), _DARK, Alignment(vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[_HEADER_ROW].height = 24
    row = _HEADER_ROW
    for heading, things in groups:
        if heading:
            row += 1
            put(sheet.cell(row, 1), heading)
            for at in range(1, len(HEADERS) + 1):
                sheet.cell(row, at).font, sheet.cell(row, at).fill = letters(bold=True, color="1F4E5F"), _HEAD
        for thing in things:
            row += 1
            sheet.row_dimensions[row].height = max(_LEAST_HEIGHT, height_of(thing.text, _WIDTHS[1]))
            for at, text in enumerate((thing.id, thing.text), start=1):
                put(sheet.cell(row, at), text).alignment = _TOP
                sheet.cell(row, at).font, sheet.cell(row, at).border = letters(), _LINE
                sheet.cell(row, at).number_format = "@"
            for at in range(3, len(HEADERS) + 1):
                cell = sheet.cell(row, at)
                cell.protection, cell.fill, cell.border = Protection(locked=False), _INPUT, _BOX
                cell.alignment, cell.number_format, cell.font = _TOP, "@", letters()
            rules[thing.has_stage].add(f"C{row}")
    for rule in rules.values():
        if rule.sqref:
            rule.promptTitle = rule.errorTitle = HEADERS[2]
            sheet.add_data_validation(rule)
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"


def _listed(place: str, said: str, is_all: bool = True) -> DataValidation:
    """A drop-down of the words at a place; where there are none anything may be written."""
    kind = {"type": "list", "formula1": place} if place else {"type": "custom", "formula1": "TRUE"}
    rule = DataValidation(**kind, allow_blank=True, prompt=said, showInputMessage=True)
    rule.showErrorMessage, rule.error = is_all and bool(place), "Choose one of the words offered (the small arrow)."
    return rule


def _write_words(sheet: Worksheet, offered: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The words of the drop-downs, a column each on a hidden sheet; gives the place of each."""
    put(sheet.cell(1, 1), NOT_READ)
    places = {}
    for at, (kind, words) in enumerate(offered.items(), start=1):
        for row, word in enumerate(words, start=2):
            put(sheet.cell(row, at), word)
        letter = get_column_letter(at)
        places[kind] = f"'{WORDS}'!${letter}$2:${letter}${len(words) + 1}" if words else ""
    sheet.sheet_state = "hidden"
    return places
