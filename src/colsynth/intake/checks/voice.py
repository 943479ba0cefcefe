"""How many gave an answer? On a sheet without counts, as a form exports it, a row is one respondent's."""

from __future__ import annotations

import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch
from colsynth.registers.key import learner_code


def count_answers(batch: Batch, context: Context) -> None:
    """A row of a sheet without counts counts once, and is told from rows with the same answer by where it stands."""
    if "n" in batch.texts:
        return
    answered = batch.has_text("answer")
    batch.values["n"] = pd.Series(1, index=batch.texts.index, dtype="Int64").where(answered)
    codes = [
        learner_code(context.key, context.community, f"row {batch.file} {batch.sheet} {row}") for row in batch.rows
    ]
    by_row = pd.Series(codes, index=batch.texts.index, dtype="str")
    written = batch.values.get("respondent", pd.Series(None, index=by_row.index, dtype="str"))
    batch.values["respondent"] = written.fillna(by_row)
