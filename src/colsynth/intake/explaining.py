"""What is said about a sheet that cannot be read as it stands, or of which not all is used?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from colsynth.errors import Problem
from colsynth.intake.opening.apart.letters import letter
from colsynth.intake.opening.sheets import Refusal, Sheet
from colsynth.intake.records.batch import SHOWN
from colsynth.intake.tables.matching import Matched, match_headers, nearest_column
from colsynth.intake.tables.recognising import Known, KnownTable
from colsynth.intake.tables.table import Table, guess_headers
from colsynth.intake.tables.wide import WideHeaders
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Register
from colsynth.settings import InputFile

HEADERS_SHOWN = 8  # headers named in one message
_CODED = {"choice", "yes_no", "text", "code"}  # column types whose values are words that mean something
SURELY_HEADERS = 2  # known headers from which a row is surely one of headers


def as_problem(refusal: Refusal, file: str, effect: str) -> Problem:
    """Why a file or a sheet was not read, or what to look at in it."""
    return Problem(
        "opening", effect, file, refusal.sheet, refusal.cells, refusal.found, refusal.expected, refusal.remedy
    )


def like_as_one(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of several tables of a sheet that say the same, as one with all the addresses, in the order found."""
    groups: dict[Problem, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(replace(problem, cells="", ranges="", count=1), []).append(problem)
    return [_joined(those) if len(those) > 1 else those[0] for those in groups.values()]


def _joined(problems: list[Problem]) -> Problem:
    first = problems[0]
    words = [cell.removeprefix("rows ").removeprefix("row ") for p in problems for cell in p.cells.split(", ") if cell]
    told = dict.fromkeys(words)
    rows = ("rows " if len(told) > 1 else "row ") if first.cells.startswith("row") else ""
    return replace(
        first,
        cells=rows + ", ".join(list(told)[:SHOWN]) if told else "",
        ranges=" ".join(problem.ranges for problem in problems).strip(),
        count=sum(problem.count for problem in problems),
    )


def not_recognised(
    sheet: Sheet, file: str, registers: Mapping[str, Register], wide: WideHeaders, hint: InputFile | None
) -> Problem:
    """No row of headers that a register knows: what was found and what is nearest.

    A row of which too little is known may be a row of data with a learner's name: it is told by addresses alone.
    """
    row, cells = guess_headers(sheet)
    wanted = [registers[hint.register_name]] if hint and hint.register_name else list(registers.values())
    readings = [match_headers(cells, register, wide) for register in wanted]
    best = max(readings, key=lambda matched: (matched.n_known, len(_near(cells, matched))))
    is_shown = best.n_known >= SURELY_HEADERS
    filled = [cell for cell in cells if cell]
    unsure = f"row {row} is the likeliest, with {len(filled)} {'cell' if len(filled) == 1 else 'cells'}"
    found = f"found {_listed(filled)}" if is_shown else f"{unsure}, none of them surely a header"
    nearest = f" Nearest to {best.register.name} ({best.register.row})." if is_shown else ""
    needs = f" For that it needs {lacking}." if is_shown and (lacking := _lacking(best)) else ""
    near = [
        f" {repr(cells[place]) if is_shown else f'{letter(place)}{row}'} is near '{spelt}'."
        for place, spelt in list(_near(cells, best).items())[:3]
    ]
    return Problem(
        check="headers",
        effect="refused",
        file=file,
        sheet=sheet.name,
        cells="",
        found=f"has no row of headers that is recognised; {found}",
        expected="A row of headers such as NSN, School, Measure, Term, Level is expected."
        + "".join([nearest, needs, *near]),
        remedy="Rename the headers, or say in the settings which header is which column "
        "('colsynth screen --suggest' prepares the lines).",
    )


def _near(cells: list[str], matched: Matched) -> dict[int, str]:
    """The known header that each unknown cell is near, by position."""
    found = {place: nearest_column(cells[place], matched) for place in matched.not_used}
    return {place: spelt for place, spelt in found.items() if spelt}


def _lacking(matched: Matched) -> str:
    known = {*matched.columns, *matched.claimed_twice}
    groups = [group for group in matched.register.recognised_by if not known & set(group)]
    titles = [" or ".join(dict.fromkeys(matched.register.column(n).title for n in group)) for group in groups]
    return "; and ".join(titles)


def claimed_twice(sheet: Sheet, table: Table, file: str) -> list[Problem]:
    """Two headers for one meaning: the sheet is not guessed."""
    register = table.matched.register
    problems = []
    for name, places in table.matched.claimed_twice.items():
        headers = [table.headers[place] for place in places]
        title = register.column(name).title if register.has(name) else name
        alike = len(set(headers)) == 1
        remedy = (
            "Rename one of them in the sheet."
            if alike
            else f"Rename one, or say under 'columns' in the settings which is right, as {name}: \"{headers[0]}\"."
        )
        problems.append(
            Problem(
                check="two columns for one meaning",
                effect="refused",
                file=file,
                sheet=sheet.name,
                cells=", ".join(f"{letter(place)}{table.header_row}" for place in places),
                found=f"has {len(places)} columns for '{title}': {_listed(headers)}",
                expected="One column for each meaning is expected; the sheet is not read by guessing.",
                remedy=remedy,
                count=1,
                register=register.name,
            )
        )
    return problems


def unclear_header(sheet: Sheet, table: Table, file: str) -> list[Problem]:
    """A header written over the middle of its columns: which columns it belongs to cannot be told."""
    places = [place for place in table.unclear if place in table.matched.not_used]
    if not places or not table.matched.wide:
        return []
    return [
        Problem(
            check="header over several columns",
            effect="refused",
            file=file,
            sheet=sheet.name,
            cells=", ".join(f"{letter(place)}{table.header_rows[0]}" for place in places),
            found="has nothing in the upper row of headers, while columns at its right have",
            expected="A header over several columns stands over the first of them, or in a cell merged over all.",
            remedy="Merge the upper header over its columns, or write it over each of them.",
            register=table.matched.register.name,
        )
    ]


def unread_sections(sheet: Sheet, table: Table, file: str) -> list[Problem]:
    """Rows below further headers that are not understood: by the headers above they would mean something else."""
    return [
        Problem(
            check="headers",
            effect="refused",
            file=file,
            sheet=sheet.name,
            cells=f"row {row}",
            found=f"begins a section with headers that are not understood; its {n} rows were not read",
            expected=f"Headers as in row {table.header_row} are expected, or others that are known.",
            remedy="Correct the headers of that section, or put it on a sheet of its own and say in the settings what "
            "they mean ('columns').",
            register=table.matched.register.name,
        )
        for row, n in table.unread
    ]


def on_its_side(sheet: Sheet, file: str) -> Problem:
    """Headers that stand below one another, with each record in a column."""
    return Problem(
        check="headers",
        effect="refused",
        file=file,
        sheet=sheet.name,
        cells="A1",
        found="has its headers down the first column and a record in each column",
        expected="Headers stand in one row, with a record in each row below.",
        remedy="Copy the table, and paste it into a new sheet with Paste Special, Transpose.",
    )


def hidden(sheet: Sheet, file: str) -> Problem:
    """A sheet that whoever opens the workbook does not see."""
    return Problem(
        check="hidden sheet",
        effect="warning",
        file=file,
        sheet=sheet.name,
        cells="",
        found="is a hidden sheet and was not read",
        expected="What is taken in can be seen by who opens the workbook.",
        remedy="If it is needed, unhide it (right-click a sheet's tab), or name it under 'sheet' in the settings.",
    )


def given(sheet: Sheet, table: Table, file: str, told: Mapping[str, tuple[str, str]]) -> list[Problem]:
    """What the title above a table, or the sheet's name, gave to all of its rows."""
    return [
        Problem(
            check="given by the title" if address else "given by the sheet's name",
            effect="warning",
            file=file,
            sheet=sheet.name,
            cells=address,
            found=f"says '{text[:60]}'; the table has no column for '{table.matched.register.column(name).title}', so "
            f"this was taken for all of its {len(table.rows)} rows",
            expected="One meaning for the whole table is expected.",
            remedy=f"If it is wrong, add a column '{table.matched.register.column(name).title}'.",
            register=table.matched.register.name,
        )
        for name, (text, address) in told.items()
    ]


def coloured(sheet: Sheet, table: Table, file: str) -> list[Problem]:
    """Cells of records in a colour of their own: what only a colour says is not read."""
    records = set(table.rows.tolist())
    cells = [f"{letter(place)}{row + 1}" for row, place in sheet.coloured if row + 1 in records]
    if not cells:
        return []
    return [
        Problem(
            check="colours",
            effect="warning",
            file=file,
            sheet=sheet.name,
            cells=", ".join(cells[:HEADERS_SHOWN]),
            found="has a colour that neither its row nor its column has",
            expected="Colours are not read.",
            remedy="If a colour means something (absent, target learner), write it as a word in a column of its own.",
            count=len(cells),
            register=table.matched.register.name,
        )
    ]


def padded(sheet: Sheet, table: Table, file: str) -> list[Problem]:
    """Codes and words with spaces around them: read without, and said, as elsewhere they may count as another word."""
    matched = table.matched
    coded = {at for name, at in matched.columns.items() if matched.register.column(name).type in _CODED} | {
        *matched.wide
    }
    records = set(table.rows.tolist())
    told = {at: [row + 1 for row in sheet.padded.get(at, ()) if row + 1 in records] for at in sorted(coded)}
    cells = [f"{letter(at)}{row}" for at, rows in told.items() for row in rows]
    if not cells:
        return []
    return [
        Problem(
            check="spaces around a value",
            effect="warning",
            file=file,
            sheet=sheet.name,
            cells=", ".join(cells[:HEADERS_SHOWN]),
            found="has spaces before or after the text",
            expected="It was read without them.",
            remedy="Nothing is to be done here; take them out where another program should find the same word.",
            count=len(cells),
            register=matched.register.name,
        )
    ]


def hints_not_found(sheet: Sheet, table: Table, file: str) -> list[Problem]:
    """A header that the settings name and the sheet lacks."""
    return [
        Problem(
            check="settings",
            effect="warning",
            file=file,
            sheet=sheet.name,
            cells=f"row {table.header_row}",
            found=f"has no header '{header}', which the settings name for '{name}'",
            expected=f"Its headers are {_listed([h for h in table.headers if h])}.",
            remedy="Correct the header under 'columns' in the settings.",
            register=table.matched.register.name,
        )
        for name, header in table.matched.hints_not_found.items()
    ]


def not_as_known(known: Known, file: str) -> Problem:
    """A file that is nearly of a known layout: in what it departs from it."""
    found, expected = known.fault or ("", "")
    told = _of_layout(known, file, f"looks like {known.layout.name}, but {found}", expected)
    return replace(
        told, effect="refused", remedy="Export it again from the school's system, and send the file as it is."
    )


def lost_headers(known: Known, file: str, effect: str) -> Problem:
    """A form of which a header was renamed, or its column deleted; refused where it cannot be read without."""
    row = known.sheet.rows(known.header_row - 1, known.header_row)[0]
    found = f"is {known.layout.name}, but row {known.header_row} has no header {_listed(list(known.lacks))}"
    told = _of_layout(known, file, found, f"There stand {_listed([cell for cell in row if cell])}.")
    remedy = "Write the header above its column again as it was. If the column is gone, ask for the workbook anew."
    return replace(told, effect=effect, remedy=remedy)


def not_filled_in(known: Known, tables: Sequence[KnownTable], file: str) -> list[Problem]:
    """A sheet that came back, or was never sent, as it was prepared."""
    told = _of_layout(known, file, f"is {known.layout.name} in which nothing is filled in", "It adds no record.")
    remedy = "Put the one that was filled in here in its place, or take it out."
    return [
        replace(told, check="not filled in", remedy=remedy, register=found.table.matched.register.name)
        for found in tables
        if found.is_unfilled
    ]


def known_layout(known: Known, tables: Sequence[KnownTable], file: str) -> list[Problem]:
    """What was made of a sheet of a known layout, all its tables in one message; none where there is nothing to say."""
    registers = " and ".join(dict.fromkeys(found.table.matched.register.name for found in tables))
    used = {
        found.table.headers[place]
        for found in tables
        for place in {*found.table.matched.columns.values(), *found.table.matched.wide, *found.table.matched.not_kept}
    }
    headers = [header for found in tables for header in found.table.headers if header and header not in used]
    unused = [header for header in dict.fromkeys(headers) if fold(header) not in known.layout.looked_at]
    there = {fold(header) for header in headers}
    said = [known.layout.said, *(told for header, told in known.layout.said_of.items() if fold(header) in there)]
    left = f"Not used: {_listed(unused, quote=False)}." if unused else ""
    notes = list(dict.fromkeys(note for found in tables if found.is_first for note in found.notes))
    told = " ".join(filter(None, [*said, *notes, left]))
    if not told:
        return []
    read = _of_layout(known, file, f"is {known.layout.name}, read as {registers}", told)
    return [replace(read, register=tables[0].table.matched.register.name)]


def _of_layout(known: Known, file: str, found: str, expected: str) -> Problem:
    return Problem(
        check="known layout",
        effect="warning",
        file=file,
        sheet=known.sheet.name,
        cells="",
        found=found,
        expected=expected,
        remedy="Nothing is to be done if that is right; else say under 'columns' in the settings what is meant.",
    )


def not_used(sheet: Sheet, table: Table, file: str, others: Mapping[str, Register], wide: WideHeaders) -> list[Problem]:
    """Columns of the sheet that were not taken in, with the nearest candidates; `others` are registers not read."""
    matched = table.matched
    elsewhere = {place for places in matched.otherwise.values() for place in places}
    taken = {*matched.columns.values(), *matched.wide, *matched.not_kept, *elsewhere}
    unnamed = [
        place
        for place in (range(table.block[0], table.block[1] + 1) if table.block else sheet.places)
        if not table.headers[place] and place not in taken and sheet.column(place).take(table.rows - 1).ne("").any()
    ]
    if not matched.not_used and not unnamed:
        return []
    headers = [table.headers[place] for place in sorted(matched.not_used)]
    also = _also_read_as(table, others, wide)
    near = [
        f"'{table.headers[at]}' is near '{spelt}'." for at, spelt in _near(table.headers, matched).items() if not also
    ]
    listed = _listed(headers + [f"column {letter(place)} without a header" for place in unnamed], quote=False)
    return [
        Problem(
            check="columns not used",
            effect="warning",
            file=file,
            sheet=sheet.name,
            cells=f"row {table.header_row}",
            found=f"has columns that are not used: {listed}",
            expected=" ".join([f"It was read as {matched.register.name}.", *near[:3], *also]),
            remedy="Nothing is to be done if they are not needed; else name them under 'columns' in the settings.",
            register=matched.register.name,
        )
    ]


def _also_read_as(table: Table, others: Mapping[str, Register], wide: WideHeaders) -> list[str]:
    """Other registers that this sheet would be recognised as and that know some of the columns left."""
    told = []
    for register in others.values():
        other = match_headers(table.headers, register, wide)
        known = set(other.columns.values())
        more = [table.headers[place] for place in table.matched.not_used if place in known]
        if other.is_recognised and more:
            told.append(
                f"{_listed(more)} can be read as {register.name} too: add the file to 'inputs' once more with "
                f"'register: {register.name}', beside one with 'register: {table.matched.register.name}'."
            )
    return told


def _listed(headers: list[str], quote: bool = True) -> str:
    shown = [f"'{header[:40]}'" if quote else header[:40] for header in headers[:HEADERS_SHOWN]]
    more = len(headers) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
