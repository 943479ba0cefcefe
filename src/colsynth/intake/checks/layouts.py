"""Does a table of a known layout hold what its declaration says, and what does the layout itself add to each row?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.opening.apart.letters import letter
from colsynth.intake.records.batch import Batch, Case, Mask, answers_of
from colsynth.intake.records.forms import check_wanted, fill_rows, one_answer_each
from colsynth.intake.tables.recognising import KnownTable, place_of_header

SENT_AGAIN = "Export it again from the school's system, and send the file as it is."


def read_layout_rows(batch: Batch, known: KnownTable, context: Context) -> Batch:
    """The records with what the layout says of each; those that are not as it has them are set aside.

    What is wrong with a line is told once, though the line is read as two registers.
    """
    batch = one_answer_each(batch, known.known.layout.several)
    fill_rows(batch, known.reads)
    batch.note(check_wanted(batch, known.reads))
    told = len(batch.problems)
    batch.note(_check_shapes(batch, known))
    batch.note(_check_kinds(batch, known))
    batch.note(_check_count(batch, known))
    if not known.is_first:
        del batch.problems[told:]
    batch.note(_read_subjects(batch, known, context))
    return batch


def _cells(batch: Batch, known: KnownTable, header: str) -> tuple[pd.Series[str], str] | None:
    """The cells under a header, one a record, and the letter of its column."""
    place = place_of_header(known.table, header)
    if place is None:
        return None
    return known.known.sheet.column(place).take(batch.rows - 1).reset_index(drop=True), letter(place)


def _check_shapes(batch: Batch, known: KnownTable) -> Iterator[Case]:
    """A row in which a field cannot be what it should be has lost or gained one; what it holds may be a name."""
    layout = known.known.layout
    wrong, fields = batch.nothing(), []
    for header, shape in layout.shapes.items():
        found = _cells(batch, known, header)
        if found is not None:
            is_wrong = ~found[0].str.fullmatch(shape).to_numpy(dtype=bool)
            fields += [header] if (is_wrong & ~wrong).any() else []
            wrong |= is_wrong
    for header, at in (layout.positional.repeats if layout.positional and known.known.first_line else {}).items():
        found = _cells(batch, known, header)
        if found is not None:
            is_wrong = found[0].ne(known.known.first_line[at - 1]).to_numpy(dtype=bool)
            fields += [header] if (is_wrong & ~wrong).any() else []
            wrong |= is_wrong
    yield Case(
        "known layout",
        "set aside",
        "",
        wrong,
        f"In {layout.name} every field has its place; a row that has lost or gained one is not read.",
        SENT_AGAIN,
        found=f"has something else where {', '.join(fields[:3])} should stand",
    )


def _check_kinds(batch: Batch, known: KnownTable) -> Iterator[Case]:
    kinds = known.known.layout.kinds
    found = _cells(batch, known, kinds.column) if kinds else None
    if kinds is None or found is None:
        return
    cells, at = found
    other = ~cells.isin(kinds.kept).to_numpy(dtype=bool)
    shown = ", ".join(f"'{text[:20]}'" for text in cells[other & ~batch.set_aside].unique()[:3])
    batch.letters[kinds.column] = at
    is_used = kinds.others == "warning"
    yield Case(
        "known layout",
        kinds.others,
        kinds.column,
        other,
        f"'{kinds.column}' is one of {', '.join([*kinds.kept, *kinds.left_out])}."
        if not is_used
        else f"It says that it is {kinds.why}. It is kept.",
        "Correct it in the school's system and export it again."
        if not is_used
        else "Take the row out if it does not belong.",
        found=f"says {shown} under '{kinds.column}'" if shown else "is blank",
    )


def _check_count(batch: Batch, known: KnownTable) -> Iterator[Case]:
    """A line at the end may say how many records there are."""
    positional = known.known.layout.positional
    counted = positional.counted_in if positional and known.known.first_line else None
    if counted is None:
        return
    sheet = known.known.sheet
    at = np.flatnonzero(sheet.column(0).eq(counted.line).to_numpy(dtype=bool))
    said = str(sheet.column(counted.at - 1).iat[int(at[0])]) if len(at) else ""
    if said.isdigit() and int(said) != known.n_lines:
        where = batch.nothing()
        where[:1] = True
        yield Case(
            "known layout",
            "warning",
            "",
            where,
            f"Its last line says that there are {said}: lines may be missing.",
            SENT_AGAIN,
            found=f"begins {known.n_lines} lines of records",
        )


def _read_subjects(batch: Batch, known: KnownTable, context: Context) -> Iterator[Case]:
    """The one subject that the cells of a row name; a row whose subject cannot be told is set aside."""
    headers = known.reads.subject_in
    if not headers or "subject" not in batch.texts or "subject" not in known.table.matched.columns:
        return
    columns = [found[0] for header in headers if (found := _cells(batch, known, header))]
    together = columns[0]
    for more in columns[1:]:
        together = together + "\n" + more
    named = answers_of(together, lambda text: context.names.subjects_in(text))
    alone = named.values("str", together.index, lambda found: next(iter(found)) if len(found) == 1 else None)
    subjects = alone.fillna("")
    batch.texts["subject"] = subjects
    unclear: Mask = subjects.eq("").to_numpy(dtype=bool)
    shown = ", ".join(f"'{text[:40]}'" for text in columns[0][unclear].unique()[:3])
    yield Case(
        "measure",
        "set aside",
        "subject",
        unclear,
        f"The words under '{headers[0]}' should name one subject, as reading, writing or mathematics.",
        f"Say in the settings what it measures: for the whole file under 'for_all', as measure: "
        f"{context.names.with_subject('reading')[0]}, or test by test with '{headers[0]}' as the column 'measure' and "
        "what each name means under 'values'.",
        found=f"says {shown}",
    )
