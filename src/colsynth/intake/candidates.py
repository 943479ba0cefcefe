"""Which column could a header be that nobody knows? By how it is spelt, and by what the cells below it look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from colsynth.frameworks import framework_of
from colsynth.intake.context import Context
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.records.batch import Bad
from colsynth.intake.tables.matching import Matched, match_headers
from colsynth.intake.values.by_type import read_year_level, read_yes_no
from colsynth.intake.values.dates import day_order, read_date
from colsynth.intake.values.ethnicities import read_ethnicities
from colsynth.intake.values.one_result import RESULT
from colsynth.reference.ethnicity import fold
from colsynth.reference.terms import parse_term
from colsynth.registers.declared import Column, Register

LIKELY = 0.75  # likeness of spelling, or share of cells that fit, from which a header is offered for a column
POSSIBLE = 0.6  # from which it is named beside the best one
CELLS_LOOKED_AT = 300  # below a header, to see what kind of values they are
# What cells of a kind tell by themselves, where a register has several columns of the kind: 1 is all.
_TELLING = {"date": 0.7, "year_level": 0.7, "yes_no": 0.7}
_NATIONAL = re.compile(r"\d{9,10}")
_NUMBER_LIKE = re.compile(r"[-+<>]?[\d.,/:% -]*\d[\d.,/:% -]*")


@dataclass
class Reading:
    """One row of headers read as one register, with what its unknown headers could be.

    `offered` gives the likely header of a column the sheet lacks, `possible` further ones; places count from 0.
    """

    matched: Matched
    headers: list[str]
    offered: dict[str, int]
    possible: dict[str, list[int]]

    @property
    def left(self) -> list[str]:
        """Headers that are neither known nor offered."""
        taken = {*self.offered.values(), *self.matched.columns.values(), *self.matched.wide, *self.matched.not_kept}
        return [header for place, header in enumerate(self.headers) if header and place not in taken]

    def lacks(self, name: str) -> bool:
        """Whether nothing on the sheet is, or could be, this column or a part of it."""
        parts = {name} | {c.name for c in self.matched.register.columns if c.feeds == name or c.stands_in_for == name}
        matched = self.matched
        return not parts & {*matched.columns, *self.offered, *matched.by_settings, *matched.claimed_twice}

    @property
    def fitness(self) -> tuple[float, int]:
        """How well the register fits: the share of what it is told by, then how many headers are known or offered."""
        groups = self.matched.register.recognised_by
        wide = {wide.cell for wide in self.matched.wide.values()}
        told = sum(any(name in wide or not self.lacks(name) for name in group) for group in groups) / len(groups)
        return told, self.matched.n_known + len(self.offered)


def read_unknown(
    sheet: Sheet, header_row: int, headers: list[str], register: Register, context: Context, schools: Iterable[str] = ()
) -> Reading:
    """The headers of a row, counted from 1, as one register; `schools` are the names and codes known."""
    matched = match_headers(headers, register, context.wide)
    twice = {place for places in matched.claimed_twice.values() for place in places}
    free = sorted({*matched.not_used} - twice)
    below = {place: _below(sheet, header_row, place) for place in free}
    lacking = [column for column in register.columns if _is_lacking(column, matched)]
    alone = {kind for kind in ("date", "year_level", "yes_no") if sum(column.type == kind for column in lacking) == 1}
    known_schools = {fold(school) for school in schools}
    scores: dict[tuple[str, int], float] = {}
    for column in lacking:
        telling = 1.0 if column.type in alone else _TELLING.get(column.type, 1.0)
        for place, cells in below.items():
            spelling = _spelling(headers[place], column)
            content = telling * _content(cells, column, context, known_schools)
            scores[column.name, place] = max(spelling, content) + 0.1 * spelling
    offered: dict[str, int] = {}
    for (name, place), score in sorted(scores.items(), key=lambda item: -item[1]):
        if score >= LIKELY and name not in offered and place not in offered.values():
            offered[name] = place
    possible = {
        name: [place for place in free if place != best and scores[name, place] >= POSSIBLE]
        for name, best in offered.items()
    }
    possible |= {name: places for name, places in matched.claimed_twice.items() if register.has(name)}
    return Reading(matched, headers, offered, {name: places for name, places in possible.items() if places})


def are_headers(sheet: Sheet, header_row: int, headers: list[str]) -> bool:
    """Whether a row is surely one of headers: words above values; a row of data may hold a learner's name."""
    filled = [place for place, header in enumerate(headers) if header]
    if any(_NUMBER_LIKE.fullmatch(headers[place]) for place in filled):
        return False
    return any(_share(_below(sheet, header_row, place), _NUMBER_LIKE.fullmatch) > LIKELY for place in filled)


def _is_lacking(column: Column, matched: Matched) -> bool:
    if matched.wide and matched.register.gives_results and column.name in RESULT:
        return False  # the results stand under the headers that name them
    known = {*matched.columns, *matched.claimed_twice, *matched.by_settings}
    return column.name not in known and column.type != "never_stored" and column.is_stored and column.in_template


def _below(sheet: Sheet, header_row: int, place: int) -> list[str]:
    cells = sheet.column(place).iloc[header_row : header_row + CELLS_LOOKED_AT]
    return [text for text in cells if text]


def _spelling(header: str, column: Column) -> float:
    wanted = fold(header)
    return max(SequenceMatcher(None, wanted, fold(spelling)).ratio() for spelling in column.headers)


def _content(cells: list[str], column: Column, context: Context, schools: set[str]) -> float:
    """The share of cells that are values of a column; 0 for kinds of which anything could be one."""
    if not cells:
        return 0.0
    is_varied = len(set(cells)) > 1  # one sign all the way down is a mark, which could mean anything
    if column.name == "level" and column.type == "text":
        measures = context.names.measures.values()
        return _share(cells, lambda text: any(measure.level_of(text) for measure in measures))
    if column.name == "against_expectation":
        return 0.0  # its words are those of levels too
    match column.type:
        case "student_number":
            return _share(cells, _NATIONAL.fullmatch)
        case "date":
            order = day_order(cells)
            return _share(cells, lambda text: read_date(text, order))
        case "term":
            return _share(cells, parse_term)
        case "year_level":
            return _share(cells, lambda text: not isinstance(read_year_level(text), Bad))
        case "yes_no" if is_varied:
            return _share(cells, lambda text: not isinstance(read_yes_no(text), Bad))
        case "choice" if is_varied:
            return _share(cells, column.choice_of)
        case "ethnicities":
            return _share(cells, lambda text: not isinstance(read_ethnicities(text, context), Bad))
        case "measure":
            return _share(cells, context.names.of)
        case "school":
            return _share(cells, lambda text: fold(text) in schools)
        case "framework":
            return _share(cells, lambda text: framework_of(text, context.frameworks))
    return 0.0


def _share(cells: list[str], fits: Callable[[str], object]) -> float:
    answers = {text: bool(fits(text)) for text in set(cells)}
    return sum(answers[text] for text in cells) / len(cells) if cells else 0.0
