"""What does each person's row of a form's export answer?

A row is one respondent's: it is told from others by where it stands, and whoever answered is never named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from colsynth.intake.records.batch import Batch, Case
from colsynth.intake.tables.layouts import Reads, Several


def one_answer_each(batch: Batch, several: Several | None) -> Batch:
    """The records of a form with each answer of a cell that holds several as a record of its own."""
    unfolds = batch.register.unfolds
    if several is None or unfolds is None or unfolds.named_by != "any question":
        return batch
    cells = batch.texts[unfolds.cell]
    parts = [[text] for text in cells]
    is_split = batch.nothing()
    for _, at in cells.groupby(batch.texts[unfolds.header], sort=False).groups.items():
        if _holds_several({text for text in cells[at] if text}, several):
            for record in at:
                parts[record] = _parts(cells[record], several) or [""]
                is_split[record] = len(parts[record]) > 1
    batch = _with_answers(batch, unfolds.cell, parts)
    where = np.repeat(is_split, [len(one) for one in parts])
    batch.note(
        [
            Case(
                "several answers",
                "warning",
                unfolds.cell,
                where,
                "It has boxes to tick: each answer counts by itself, so there are more answers than respondents.",
                "If it is one answer, take the sign out of it.",
                found=f"holds several answers with '{several.joined_by.strip()}' between them",
            )
        ]
    )
    return batch


def _holds_several(answers: Iterable[str], several: Several) -> bool:
    """Whether a question has boxes to tick, as far as the answers to it show."""
    answers = set(answers)
    if several.closes:
        return bool(answers) and all(text.endswith(several.joined_by) for text in answers)
    alone = {text for text in answers if several.joined_by not in text}
    together = answers - alone
    return bool(together) and all(part in alone for text in together for part in _parts(text, several))


def _parts(text: str, several: Several) -> list[str]:
    return [part.strip() for part in text.split(several.joined_by) if part.strip()]


def _with_answers(batch: Batch, column: str, answers: list[list[str]]) -> Batch:
    """The batch with as many records of each as it has answers."""
    repeated = np.repeat(np.arange(len(answers)), [len(one) for one in answers])
    texts = batch.texts.take(repeated).reset_index(drop=True)
    texts[column] = pd.Series([text for one in answers for text in one], dtype="str")
    letters = {name: at if isinstance(at, str) else at[repeated] for name, at in batch.letters.items()}
    rows = batch.rows[repeated]
    made = Batch(batch.register, batch.file, batch.sheet, texts, rows, letters, batch.headers, batch.left_out)
    made.picture = batch.picture
    return made


def fill_rows(batch: Batch, reads: Reads) -> None:
    """Tell each row's records from others' by the row they stand on, where the form has no code of its own."""
    if reads.row_is is None:
        return
    by_row = pd.Series([f"row {row} of {batch.file} {batch.sheet}" for row in batch.rows], dtype="str")
    written = batch.texts.get(reads.row_is, pd.Series("", index=by_row.index, dtype="str"))
    batch.texts[reads.row_is] = written.where(written.ne(""), by_row)
    batch.letters.setdefault(reads.row_is, "")


def check_wanted(batch: Batch, reads: Reads) -> Iterator[Case]:
    """What a form cannot say by itself stands in a column of it, or in the settings."""
    for name, what in reads.wanted.items():
        column = batch.register.column(name)
        choices = f" One of {', '.join(column.choices)} is expected." if column.choices else ""
        yield Case(
            "known layout",
            "warning",
            name,
            ~batch.has_text(name),
            f"A form does not say it by itself.{choices} It is left empty.",
            f"Say it under 'for_all' in the settings, as {name}: {column.sample or '...'}, or ask it as "
            f"'{column.title}'.",
            found=f"does not say {what}",
        )
