"""What does a rater read before rating? How to fill the workbook in, what the words mean, and the framework in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from colsynth.frameworks import NOT_APPLICABLE, NOT_YET_EVIDENT, Framework
from colsynth.frameworks.model import Area
from colsynth.frameworks.spelt import IN_PLACE
from colsynth.intake.tables.table import NOT_READ
from colsynth.intake.template.guide import letters, put

START, FULL = "Start here", "In full"
_HEAD = PatternFill("solid", fgColor="DCE9ED")
_HOW = (
    "At the top of the sheet 'Ratings', choose your school{role}. {who}",
    "Row by row, choose where you see us standing. No answer is right or wrong, and nobody needs to fill in every row.",
    "Say in a few words what shows it, and where that can be found. A rating with neither is kept, and counted apart.",
    "Save the workbook and send it back. It is read as it is: please change no headers, and name no learner.",
)
_GOOD_TO_KNOW = (
    "This is our own look at how we work together. It judges nobody, and it ranks no school.",
    "No page shows what one person said: codes are replaced, and what only a few people said is hidden.",
    "If you rate the same thing twice in a term, whoever collects the workbooks is told: the later by date stands; "
    "where no date says which is later, neither is used.",
)


@dataclass(frozen=True)
class Thing:
    """One row to rate: an area or an indicator, and whether it stands under a stage."""

    id: str
    text: str
    has_stage: bool = False


def things_by(framework: Framework, by: str) -> Iterator[tuple[str, list[Thing]]]:
    """The areas, or the indicators under the headings of their areas and stages, each with its sentence."""
    if by == "area":
        yield "", [Thing(area.id, _said_of(framework, area)) for area in framework.areas]
        return
    for area in framework.areas:
        heading = f"{framework.words.area.capitalize()} {area.id}. {area.name}"
        for stage, those in ({"": area.indicators} | area.indicators_by_stage).items():
            things = [Thing(one.id, framework.shown(one).text, bool(stage)) for one in those]
            if things:
                yield f"{heading}, {framework.stage(stage).label}" if stage else heading, things


def _said_of(framework: Framework, area: Area) -> str:
    """An area's name and what it asks; what it says where it asks nothing."""
    asked = [one for question in area.questions for one in question.askable]
    return "\n".join([area.name, *(f"•  {framework.shown(one).text}" for one in asked or area.indicators)])


def height_of(text: str, width: float) -> float:
    """Points that a text takes in a cell of a width, as no program fits rows to their text when it opens a file."""
    return 4 + 14.5 * sum(max(1, ceil(len(line) / (width * 1.05))) for line in text.split("\n"))


def write_start(sheet: Worksheet, framework: Framework, code: str, staged: bool) -> None:
    """How to fill in the workbook; `staged` where its rows are indicators that stand under a stage."""
    put(sheet.cell(2, 1), "Kia ora, and thank you for saying where we stand")
    sheet.cell(2, 1).font = Font(name="Calibri", size=18, bold=True, color="1F4E5F")
    sheet.row_dimensions[2].height = 34
    who = f"Your code, {code}, is there already: no name is needed." if code else "Fill it in as a team, together."
    steps = [line.format(role=" and your role" if code else "", who=who) for line in _HOW]
    stage, n = framework.words.stage, len(framework.stages)
    words = [(one.label, f"{stage.capitalize()} {at} of {n}.") for at, one in enumerate(framework.stages, start=1)]
    if staged:
        words.append((IN_PLACE[0], f"It is so with us. The same as choosing the {stage} under which it stands."))
    words += [
        (NOT_YET_EVIDENT.capitalize(), "We looked, and we do not see it yet."),
        (NOT_APPLICABLE.capitalize(), "It cannot be asked of us."),
        ("(blank)", "Not rated: you cannot tell, or did not get to it."),
    ]
    source = framework.source
    about = [f"{framework.name}, version {framework.version}.", framework.attribution, source.address or source.title]
    sections = {
        "What to do": [("", f"{at}.  {step}") for at, step in enumerate(steps, start=1)],
        "What the words mean": words,
        "Good to know": [("", f"•  {line}") for line in _GOOD_TO_KNOW],
        "Where the sentences come from": [("", line) for line in about],
    }
    _write(sheet, 4, sections.items(), (32, 96))


def write_in_full(sheet: Worksheet, framework: Framework) -> None:
    """Every indicator, for who rates areas as a whole, and the key questions with the numbers that answers name."""
    groups = things_by(framework, "indicator")
    indicators = [(head, [(one.id, one.text) for one in things]) for head, things in groups]
    questions = [
        (
            f"{framework.words.area.capitalize()} {area.id}. {area.name}, key questions to answer in words",
            [(one.id, framework.shown(one).text) for question in area.questions for one in question.askable],
        )
        for area in framework.areas
        if area.questions
    ]
    _write(sheet, 3, [*indicators, *questions], (10, 118))


def _write(
    sheet: Worksheet, row: int, sections: Iterable[tuple[str, list[tuple[str, str]]]], widths: tuple[int, int]
) -> None:
    """Headings over texts, each text with a word at its left or over both columns."""
    put(sheet.cell(1, 1), NOT_READ).font = letters(color="808080")
    for letter, width in zip("AB", widths, strict=True):
        sheet.column_dimensions[letter].width = width
    for heading, lines in sections:
        put(sheet.cell(row, 1), heading)
        for at in (1, 2):
            sheet.cell(row, at).font, sheet.cell(row, at).fill = letters(bold=True, color="1F4E5F"), _HEAD
        for left, right in lines:
            row += 1
            for at, text in enumerate((left, right) if left else (right,), start=1):
                cell = put(sheet.cell(row, at), text)
                cell.font = letters(bold=bool(left) and at == 1)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            if not left:
                sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
            sheet.row_dimensions[row].height = height_of(right, widths[1] if left else sum(widths))
        row += 2
