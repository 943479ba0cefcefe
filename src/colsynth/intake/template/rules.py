"""What may stand in a column of the template? Validations and colours that a spreadsheet program applies by itself.

A validation stops a slip while it is typed; what is pasted passes it by, so the worst slips are coloured too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.intake.values.by_type import YEAR_LEVELS
from colsynth.intake.values.dates import FIRST_YEAR
from colsynth.intake.values.one_result import RESULT
from colsynth.registers.declared import Column, Register

ROWS_RULED = 20_000  # rows below the header that have validations and colours; a large college's results of two years
LAST_YEAR = 2100  # a later date is a slip of the keyboard
FIRST_DAY = (date(FIRST_YEAR, 1, 1) - date(1899, 12, 30)).days  # as a spreadsheet counts days
_LAST_DAY = (date(LAST_YEAR, 12, 31) - date(1899, 12, 30)).days

STILL_NEEDED = "FFF2B3"  # yellow
TWICE = "F8CBAD"  # orange
NOT_EXPECTED = "9C0006"  # red letters

_OFFERED_ONLY = {"schools", "goals", "school_or_other", "measure_or_other"}  # several, or others, may be written

_MOST_TITLE, _MOST_MESSAGE = 32, 255  # characters Excel shows of a message


def add_validations(sheet: Worksheet, register: Register, lists: Mapping[str, str]) -> None:
    """One validation a column that has a rule, with a message when a cell is chosen and one when it is refused."""
    for at, column in enumerate(register.in_template, start=1):
        rule = _validation(column, f"{get_column_letter(at)}2", register, lists.get(column.name))
        if rule is not None:
            rule.showInputMessage, rule.showErrorMessage = True, column.type not in _OFFERED_ONLY
            rule.promptTitle = rule.errorTitle = column.title[:_MOST_TITLE]
            rule.prompt = _cut(column.meaning)
            rule.add(f"{get_column_letter(at)}2:{get_column_letter(at)}{ROWS_RULED + 1}")
            sheet.add_data_validation(rule)


def _validation(column: Column, cell: str, register: Register, listed: str | None) -> DataValidation | None:
    if listed is not None:
        said = "Choose one of the words offered (the small arrow beside the cell)."
        if column.words_of:
            said = f"Choose the {column.words_of} first, then one of the words offered for it."
        return DataValidation(type="list", formula1=listed, allow_blank=not column.words_of, error=said)
    match column.type:
        case "student_number":
            said = "A national student number has ten digits, kept as text so that a zero in front is not lost."
            return DataValidation(type="custom", formula1=_is_student_number(cell), allow_blank=True, error=said)
        case "date":
            until, spoken = _last_day(column, register)
            said = f"A date from 1 January {FIRST_YEAR} to {spoken} is expected, as 2026-06-19."
            bounds = {"formula1": str(FIRST_DAY), "formula2": until}
            return DataValidation(type="date", operator="between", **bounds, allow_blank=True, error=said)
        case "term":
            said = "A school term is written with its year, as 2026-T3."
            return DataValidation(type="custom", formula1=_is_term(cell), allow_blank=True, error=said)
        case "year_level" | "integer" | "number" | "percent":
            return _number_rule(column)
    return None


def _number_rule(column: Column) -> DataValidation:
    low, high = bounds_of(column)
    kind, words = ("whole", "whole number") if column.type in {"integer", "year_level"} else ("decimal", "number")
    if low is not None and high is not None:
        limits = {"operator": "between", "formula1": f"{low:.15g}", "formula2": f"{high:.15g}"}
        said = f"A {words} from {low:g} to {high:g} is expected."
    else:
        limits = {"operator": "greaterThanOrEqual", "formula1": f"{-1e9 if low is None else low:.15g}"}
        said = f"A {words} is expected." if low is None else f"A {words} of {low:g} or more is expected."
    return DataValidation(type=kind, **limits, allow_blank=True, error=said)


def bounds_of(column: Column) -> tuple[float | None, float | None]:
    """The lowest and the highest number a column takes, as far as they are declared."""
    if column.type == "year_level":
        return YEAR_LEVELS
    return (0, 100) if column.type == "percent" else (column.low, column.high)


def _last_day(column: Column, register: Register) -> tuple[str, str]:
    """What was seen or has begun cannot lie in the future."""
    if column.past or column.name == register.observed:
        return "TODAY()", "today"
    return str(_LAST_DAY), f"31 December {LAST_YEAR}"


def _is_student_number(cell: str) -> str:
    """Ten digits as text; a number in scientific notation, or one that has lost its zero, is none."""
    return f'AND(ISTEXT({cell}),LEN({cell})=10,IFERROR(TEXT(VALUE({cell}),"0000000000")={cell},FALSE))'


def _is_term(cell: str) -> str:
    year, number = f"VALUE(LEFT({cell},4))", f'ISNUMBER(FIND(RIGHT({cell},1),"1234"))'
    return f'IFERROR(AND(LEN({cell})=7,MID({cell},5,2)="-T",{year}>={FIRST_YEAR},{year}<={LAST_YEAR},{number}),FALSE)'


def words_formula(kind: str, cell: str) -> str:
    """The words of the measure or framework that `cell` names, from the named ranges of the guide."""
    row = f"MATCH({cell},{kind}_ids,0)"
    count = f"MAX(1,COUNTA(INDEX({kind}_words,{row},0)))"
    return f"OFFSET(INDEX({kind}_words,{row},1),0,0,1,{count})"


def add_colours(sheet: Worksheet, register: Register, prefilled: str | None) -> None:
    """Colour what a row that was begun still needs, a row that stands twice, and what a column does not expect.

    `prefilled` is the column that is filled in before anybody begins.
    """
    columns = register.in_template
    letters = {column.name: get_column_letter(at) for at, column in enumerate(columns, start=1)}
    whole = f"COUNTA($A2:${get_column_letter(len(columns))}2)"
    begun = f"{whole}-COUNTA(${letters[prefilled]}2)>0" if prefilled else f"{whole}>0"
    for names in _needed(register):
        blank = ",".join(f'${letters[name]}2=""' for name in names)
        for name in names:
            _colour(sheet, letters[name], f"AND({begun},{blank})", fill=STILL_NEEDED)
    for column in columns:
        bad = _not_expected(column, f"{letters[column.name]}2", register)
        if bad:
            _colour(sheet, letters[column.name], bad, letters_=NOT_EXPECTED)
    key = [letters[name] for name in register.key if name in letters]
    pairs = ",".join(f'${at}$2:${at}${ROWS_RULED + 1},${at}2&""' for at in key)
    for at in key:
        _colour(sheet, at, f'AND({begun},${key[0]}2<>"",COUNTIFS({pairs})>1)', fill=TWICE)


def _needed(register: Register) -> Iterator[list[str]]:
    """The columns of which a record needs one: each needed column, a date or a term, and something of a result."""
    offered = {column.name: column for column in register.in_template}
    yield from ([name] for name, column in offered.items() if column.required)
    if register.observed:
        yield [name for name in offered if name in {register.observed, "term"}]
    if register.unfolds:
        yield [name for name in offered if name in RESULT]


def _not_expected(column: Column, cell: str, register: Register) -> str | None:
    """What intake would not take, or not without a question, where it was pasted."""
    filled = f'{cell}<>""'
    match column.type:
        case "student_number":
            return f"AND({filled},NOT({_is_student_number(cell)}))"
        case "date":
            until = _last_day(column, register)[0]
            return f"AND({filled},NOT(AND(ISNUMBER({cell}),N({cell})>={FIRST_DAY},N({cell})<={until})))"
        case "year_level" | "integer" | "number" | "percent":
            sides = [
                f"{cell}{sign}{limit:g}"
                for sign, limit in zip("<>", bounds_of(column), strict=True)
                if limit is not None
            ]
            return f"AND(ISNUMBER({cell}),OR({','.join(sides)}))" if sides else None
    return None


def _colour(sheet: Worksheet, letter: str, formula: str, fill: str = "", letters_: str = "") -> None:
    look = {"fill": PatternFill("solid", bgColor=fill)} if fill else {"font": Font(bold=True, color=letters_)}
    sheet.conditional_formatting.add(f"{letter}2:{letter}{ROWS_RULED + 1}", FormulaRule(formula=[formula], **look))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_MESSAGE else text[: _MOST_MESSAGE - 1] + "…"
