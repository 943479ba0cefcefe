"""What could the settings say about a sheet that is not understood? A block to complete, with a word on every line.

The block replaces `inputs:` of the settings file: what stands there now stays, and each sheet that needs a word has
an entry. What is certain is filled in, what is likely is offered, what only a person can know is left empty ("").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from colsynth.errors import Problem
from colsynth.intake import make_context
from colsynth.intake.candidates import Reading, are_headers, read_unknown
from colsynth.intake.context import Context
from colsynth.intake.inputs import plan_inputs
from colsynth.intake.looking import Look, look_at
from colsynth.intake.opening.apart.letters import place_of
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.reopening import reopen
from colsynth.intake.tables.header import read_header
from colsynth.intake.tables.table import guess_headers
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Register, load_registers
from colsynth.registers.key import local_key
from colsynth.settings import InputFile, Settings

MOST_VALUES = 30  # written values listed for one column
MOST_HEADERS = 12  # headers listed in one comment
NEEDS_A_WORD = {"headers", "two columns for one meaning", "required column", "time"}
MEANS = "what it means"  # the remedy of a value to which the settings can give a meaning
SAID_FOR_ALL = {"school", "measure"}  # required columns that a person may say once for a whole sheet
_ALSO = re.compile(r"once more with 'register: (\w+)'")
_RANGE = re.compile(r"([A-Z]+)(\d+)(?::[A-Z]+(\d+))?")
_HIDDEN = {"student_number", "person", "never_stored"}


@dataclass
class Suggestion:
    """What the settings could say about one sheet; `why` it needs a word, `asked` what only a person can say."""

    file: str
    written: str
    sheet: str
    why: str
    reading: Reading | None
    hint: InputFile | None
    values: dict[str, dict[str, str]]
    asked: tuple[str, ...] = ()


def gap_of(problem: Problem) -> str:
    """The column that a person may say once for all rows of the sheet a problem is about, or nothing."""
    if problem.check == "required column" and problem.column in SAID_FOR_ALL:
        return problem.column
    if problem.check == "measure without a tool":
        return "tool"
    if problem.check == "term without a year":
        return "calendar_year"
    return "term" if problem.check == "time" and problem.found.startswith("has neither a column") else ""


def also_of(problem: Problem) -> str:
    """The other register that knows columns which were not used, or nothing."""
    found = _ALSO.search(problem.expected) if problem.check == "columns not used" else None
    return found[1] if found else ""


def suggest(settings: Settings) -> str:
    """The block of YAML for a community, or nothing where every sheet is understood."""
    look = look_at(settings)
    registers = load_registers(settings.workspace)
    context = make_context(settings, registers, local_key())
    paths = {file.name: file.path for file in plan_inputs(settings, registers).files}
    read = reopen(settings, {})
    found = [
        _of_sheet(file, _written(paths[file], settings), sheet, look, settings, context)
        for file in dict.fromkeys(problem.file for problem in look.problems if problem.file in paths)
        for sheet in read(file)
        if _needs(look, file, sheet.name)
    ]
    packed = [
        f"# {problem.place} {problem.found}. Settings speak of whole files: unpack the archive, then ask again."
        for problem in look.problems
        if problem.check in NEEDS_A_WORD and any(problem.file.startswith(f"{name}/") for name in paths)
    ]
    if not found:
        return "\n".join(packed)
    again = look_at(settings.model_copy(update={"inputs": _with(settings, found, look)}))
    for one in found:
        sheet = next(sheet for sheet in read(one.file) if sheet.name == one.sheet)
        one.values = _values(one, again.problems, sheet, registers)
    return "\n".join([*packed, *_block(settings, found, look, registers)]) + "\n"


def _needs(look: Look, file: str, sheet: str) -> bool:
    """Whether a sheet needs a word of explanation: problems of the headers, or values that have no meaning yet."""
    mine = [problem for problem in look.problems if (problem.file, problem.sheet) == (file, sheet)]
    return any(
        problem.check in NEEDS_A_WORD
        or gap_of(problem)
        or (problem.check == "columns not used" and "is near" in problem.expected)
        for problem in mine
    ) or any(_may_mean(problem) for problem in mine)


def _may_mean(problem: Problem) -> bool:
    return MEANS in problem.remedy and bool(problem.column)


def _written(path: Path, settings: Settings) -> str:
    workspace = settings.workspace.resolve()
    return path.relative_to(workspace).as_posix() if path.is_relative_to(workspace) else path.as_posix()


def _of_sheet(file: str, written: str, sheet: Sheet, look: Look, settings: Settings, context: Context) -> Suggestion:
    mine = [problem for problem in look.problems if (problem.file, problem.sheet) == (file, sheet.name)]
    why = next((p.found for p in mine if p.check in NEEDS_A_WORD or gap_of(p)), "") or mine[0].found
    before = next(iter(_hints_before(settings, written, sheet.name)), None)
    accounts = [a for a in look.accounts if (a.file, a.sheet) == (file, sheet.name) and a.register]
    tables = [table for account in accounts for table in account.picture.get("tables", [])]
    if tables:
        first, row = tables[0]["header"]
        headers = read_header(sheet, sheet.rows(0, row), first - 1, row - 1).texts
    else:
        row, headers = guess_headers(sheet)
    if not tables and not are_headers(sheet, row, headers):
        return Suggestion(file, written, sheet.name, why, None, before, {})
    name = accounts[0].register if accounts else (before.register_name if before else None)
    wanted = [context.registers[name]] if name else list(context.registers.values())
    schools = [*look.schools, *look.schools.values()]
    readings = [read_unknown(sheet, row, headers, register, context, schools) for register in wanted]
    best = max(readings, key=lambda reading: reading.fitness)
    asked = tuple(name for name in dict.fromkeys(map(gap_of, mine)) if best.matched.register.has(name))
    return Suggestion(file, written, sheet.name, why, best, _hint(written, sheet.name, best, before), {}, asked)


def _hints_before(settings: Settings, written: str, sheet: str) -> list[InputFile]:
    """What the settings say about a sheet now."""
    path = settings.input_path(written)
    hints = [hint for hint in settings.inputs if isinstance(hint, InputFile) and settings.input_path(hint.file) == path]
    return [hint for hint in hints if hint.sheet is None or fold(hint.sheet) == fold(sheet)]


def _hint(written: str, sheet: str, reading: Reading, before: InputFile | None) -> InputFile:
    """The entry as far as it can be filled in."""
    columns = {name: reading.headers[place] for name, place in reading.offered.items()}
    entry = before or InputFile(file=written)
    return entry.model_copy(
        update={
            "sheet": sheet or None,
            "register_name": reading.matched.register.name,
            "columns": {**columns, **entry.columns},
        }
    )


def _entries(settings: Settings, mine: list[Suggestion], look: Look) -> list[tuple[InputFile, Suggestion | None]]:
    """Every entry a file needs: for the sheets that need a word, and for the others so that they are read as before."""
    written, by_sheet = mine[0].written, {one.sheet: one for one in mine}
    read = [account.sheet for account in look.accounts if account.file == mine[0].file and account.register]
    entries: list[tuple[InputFile, Suggestion | None]] = []
    for sheet in dict.fromkeys([*read, *by_sheet]):
        named = {"sheet": sheet or None}
        before = [hint.model_copy(update=named) for hint in _hints_before(settings, written, sheet)]
        one = by_sheet.get(sheet)
        if one is None:
            entries += [(hint, None) for hint in before or [InputFile(file=written).model_copy(update=named)]]
        elif one.hint is not None:
            entries.append((one.hint, one))
            other = [hint for hint in before if hint.register_name not in {None, one.hint.register_name}]
            entries += [(hint, None) for hint in other]
    return entries


def _with(settings: Settings, found: list[Suggestion], look: Look) -> list[str | InputFile]:
    """The inputs with what is offered in place of what is said about the same files."""
    files = {settings.input_path(one.written) for one in found}
    kept = [e for e in settings.inputs if not (isinstance(e, InputFile) and settings.input_path(e.file) in files)]
    return [*kept, *(entry for mine in _by_file(found) for entry, _ in _entries(settings, mine, look))]


def _by_file(found: list[Suggestion]) -> list[list[Suggestion]]:
    return [[one for one in found if one.file == file] for file in dict.fromkeys(one.file for one in found)]


def _values(
    one: Suggestion, problems: list[Problem], sheet: Sheet, registers: Mapping[str, Register]
) -> dict[str, dict[str, str]]:
    """The written values that have no meaning yet, by column, each with what is expected."""
    found: dict[str, dict[str, str]] = {}
    for problem in problems:
        if (problem.file, problem.sheet) != (one.file, one.sheet) or not _may_mean(problem):
            continue
        register = registers[problem.register]
        name = "level" if problem.column == "raw" and register.gives_results else problem.column
        if not register.has(name) or register.column(name).type in _HIDDEN:
            continue
        for text in _texts(problem, sheet):
            found.setdefault(name, {}).setdefault(text, problem.expected)
    return {name: dict(list(texts.items())[:MOST_VALUES]) for name, texts in found.items()}


def _texts(problem: Problem, sheet: Sheet) -> list[str]:
    """The distinct texts of the cells a problem is about."""
    texts: dict[str, None] = {}
    for match in _RANGE.finditer(problem.ranges):
        top, end = int(match[2]), int(match[3] or match[2])
        texts |= dict.fromkeys(sheet.column(place_of(match[1])).iloc[top - 1 : end].unique())
    return [text for text in texts if text]


def _block(settings: Settings, found: list[Suggestion], look: Look, registers: Mapping[str, Register]) -> Iterator[str]:
    yield f'# For {settings.path.name}: put this in place of what stands under "inputs:", fill in what is empty (""),'
    yield "# take away what is not needed, and run 'colsynth screen' again. What stays empty says nothing."
    yield "inputs:"
    files = {settings.input_path(one.written) for one in found}
    for entry in settings.inputs:
        if isinstance(entry, str):
            yield f"  - {_quoted(entry)}    # as it stands now"
        elif settings.input_path(entry.file) not in files:
            yield f"  - {_in_a_line(entry)}    # as it stands now"
    for mine in _by_file(found):
        entries = _entries(settings, mine, look)
        yield from (f"  - {_in_a_line(entry)}    # read as before" for entry, one in entries if one is None)
        for one in mine:
            yield from _entry(one, registers)


def _in_a_line(entry: InputFile) -> str:
    said = entry.model_dump(by_alias=True, exclude_defaults=True)
    return yaml.safe_dump(said, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000).strip()


def _entry(one: Suggestion, registers: Mapping[str, Register]) -> Iterator[str]:
    place = f"{one.file}, {one.sheet}" if one.sheet else one.file
    yield ""
    yield f"  # {place} {one.why}."
    if one.reading is None or one.hint is None:
        yield "  # No row of it is surely a row of headers. Add one to the file, above the values, and ask again."
        return
    reading, register = one.reading, one.reading.matched.register
    yield f"  - file: {_quoted(one.written)}"
    if one.sheet:
        yield f"    sheet: {_quoted(one.sheet)}    # this sheet alone"
    others = ", ".join(name for name in registers if name != register.name)
    yield f"    register: {register.name}    # a row is {register.row}; else one of {others}"
    yield from _columns(reading, one.hint)
    yield from _for_all(reading, one.hint, one.asked)
    yield from _meanings(one)


def _columns(reading: Reading, hint: InputFile) -> Iterator[str]:
    register = reading.matched.register
    known = [f"{reading.headers[place]} ({name})" for name, place in reading.matched.columns.items()]
    unsure = [name for name in reading.possible if name not in hint.columns]
    asked = [name for name in _asked(reading) if name not in {*hint.columns, *hint.for_all, *unsure}]
    if hint.columns or unsure or asked:
        yield '    columns:    # column of the register: "header as the file writes it"'
    if known:
        yield f"      # understood without a word: {_few(known)}"
    for name, header in hint.columns.items():
        meaning = register.column(name).meaning if register.has(name) else "results of this measure"
        more = [reading.headers[place] for place in reading.possible.get(name, [])]
        alternatives = f"; or is it {_few([_quoted(header) for header in more])}?" if more else ""
        yield f"      {name}: {_quoted(header)}    # {meaning}{alternatives}"
    for name in unsure:
        headers = [_quoted(reading.headers[place]) for place in reading.possible[name]]
        yield f'      {name}: ""    # {register.column(name).meaning}: which of {_few(headers)} is it?'
    for name in asked:
        yield f'      {name}: ""    # {register.column(name).meaning}: the header that holds it, if one does'
    if reading.left:
        yield f"    # Headers left: {_few([_quoted(header) for header in reading.left])}. If one is needed, name it"
        yield f"    # under 'columns'. Columns of {register.name}: {', '.join(c.name for c in register.in_template)}."


def _asked(reading: Reading) -> list[str]:
    """The columns a register is told by that nothing on the sheet could be; what may be said for all is asked there."""
    register = reading.matched.register
    if reading.matched.wide:
        return []
    groups = [group for group in register.recognised_by if all(reading.lacks(name) for name in group)]
    columns = [register.column(name) for group in groups for name in group]
    return [column.name for column in columns if column.is_stored and column.in_template and not column.required]


def _for_all(reading: Reading, hint: InputFile, asked: tuple[str, ...]) -> Iterator[str]:
    """What every row needs and no column says, and what was `asked`; a person may say it once for the whole sheet."""
    register = reading.matched.register
    wanted = [column for column in register.columns if column.required and column.type != "student_number"]
    lacking = {column.name: column for column in wanted if reading.lacks(column.name)}
    if reading.matched.wide:
        lacking.pop("measure", None)
    if not all(wide.is_whole for wide in reading.matched.wide.values()) and reading.lacks("tool"):
        lacking["tool"] = register.column("tool")
    if register.observed and register.has("term") and reading.lacks("term") and reading.lacks("date"):
        lacking["term"] = register.column("term")
    if reading.matched.wide and all("term" in dict(wide.fields) for wide in reading.matched.wide.values()):
        lacking.pop("term", None)
    lacking |= {name: register.column(name) for name in asked}
    lacking = {name: column for name, column in lacking.items() if name not in hint.columns}
    if lacking or hint.for_all:
        yield "    for_all:    # the same for every row"
    for name, value in hint.for_all.items():
        yield f"      {name}: {_quoted(value)}"
    for name, column in lacking.items():
        if name not in hint.for_all:
            sample = f", for example {column.sample}" if column.sample else ""
            yield f'      {name}: ""    # {column.meaning}{sample}'


def _meanings(one: Suggestion) -> Iterator[str]:
    said = one.hint.values if one.hint else {}
    if said or one.values:
        yield '    values:    # "as written": what it means'
    for name in dict.fromkeys([*said, *one.values]):
        yield f"      {name}:"
        for written, meant in said.get(name, {}).items():
            yield f"        {_quoted(written)}: {_quoted(meant)}"
        expected = ""
        for written, wanted in one.values.get(name, {}).items():
            if written not in said.get(name, {}):
                yield f'        {_quoted(written)}: ""' + (f"    # {wanted}" if wanted != expected else "")
                expected = wanted


def _few(words: list[str]) -> str:
    more = len(words) - MOST_HEADERS
    return ", ".join(words[:MOST_HEADERS]) + (f" and {more} more" if more > 0 else "")


def _quoted(text: str) -> str:
    """A text as YAML reads it back, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)
