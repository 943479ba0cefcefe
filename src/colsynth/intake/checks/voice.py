"""How many gave an answer, can that be, and is the answer one of its scale?

On a sheet without counts, as a form exports it, a row is one respondent's.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import numpy as np
import pandas as pd

from colsynth.intake.context import SLIP, Context
from colsynth.intake.records.batch import Batch, Case
from colsynth.reference.answer_scales import Item
from colsynth.registers.key import learner_code

ROUNDED = 1  # percentages of one question may add up to so much more or less than 100
LEAST_CELLS = 2  # questions of a group that all add up to 100, for counts to be taken for percentages. Our rule
_ASKED_OF = ("survey", "item", "group", "school", "year_level", "date", "term")
_KINDS = {
    "two answer scales": (
        "has answers of two scales, such as agree and always, for one question",
        "A question is answered on one scale; which answers agree cannot be told, so none of them is shown.",
        "Give the questions names that differ, or correct the answers.",
    ),
    "words of no scale": (
        "has few answers, often given, that no answer scale has",
        "They are taken for people's own words and are not shown.",
        "If they are answers to choose from, add a scale to data/reference/answer_scales.yaml of your workspace.",
    ),
    "numbers alone": (
        "has numbers for answers, and no words for the lowest and the highest",
        "Whether a high number agrees cannot be told, so the answers are not shown.",
        "Write the ends into the question, as (1 = strongly disagree, 5 = strongly agree).",
    ),
}  # kind: found, expected, remedy


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


def check_counts(batch: Batch) -> Iterator[Case]:
    """A count is a number of people: not blank beside counts, not a percentage, and not more than were asked."""
    if "n" not in batch.texts:
        return
    answered, counted = batch.has_text("answer"), batch.has_value("n")
    written = batch.has_text("n")
    yield Case(
        "number of answers",
        "set aside",
        "n",
        answered & ~counted & written,
        "How many people gave the answer is expected, as a whole number and not as a share.",
        "Give the counts; how many were asked goes into a column 'Out of'.",
    )
    yield Case(
        "number of answers",
        "set aside",
        "n",
        answered & ~counted & ~written,
        "Other rows of the sheet have a count, so what a row without one counts is not known.",
        "Fill in the count, or put answers with one row a respondent on a sheet of their own, without counts.",
        found="has an answer without a count",
    )
    cells = _cells(batch)
    added = batch.values["n"].where(answered & counted).groupby(cells).transform("sum").astype("Float64")
    of = batch.values["of"].astype("Float64") if "of" in batch.values else pd.Series(pd.NA, added.index, "Float64")
    asked = of.groupby(cells).transform("max")
    percent = (added - 100).abs().le(ROUNDED) & asked.ne(added).fillna(True)
    looked_at = answered & counted
    several = pd.Series(cells)[looked_at].value_counts()
    is_percent = (
        len(several) >= LEAST_CELLS and bool((several > 1).all()) and bool(percent[looked_at].fillna(False).all())
    )
    yield Case(
        "number of answers",
        "set aside",
        "n",
        looked_at & is_percent,
        "The answers to every question add up to 100, as percentages do; counts of people are expected.",
        "Give the counts. If 100 people did answer, say so in a column 'Out of'.",
    )
    yield Case(
        "number of answers",
        "warning",
        "of" if "of" in batch.texts else "n",
        looked_at & (added > asked).fillna(False).to_numpy(dtype=bool),
        "No more people can answer than were asked; the share of those asked is left out.",
        "Correct the counts or 'Out of'. If people could give several answers, leave 'Out of' blank.",
        found="has fewer people asked than answers to the question",
    )


def check_group(batch: Batch) -> Iterator[Case]:
    """Without who answered, a voice is shown as one of nobody in particular."""
    yield Case(
        "who answered",
        "warning",
        "group",
        batch.has_text("answer") & ~batch.has_text("group"),
        "Learners, whānau, teachers, leaders, trustees, iwi or others are expected; it is shown as 'who is not said'.",
        "Fill in who answered, or say it for the whole sheet under 'for_all' in the settings, as group: teachers.",
        found="does not say who answered",
    )


def check_answers(batch: Batch, context: Context) -> Iterator[Case]:
    """Each question of a sheet and term is read by one answer scale; a slip of the pen is told with its remedy.

    An answer is shown in a message only where it is all but a word of its scale: it may else be a person's own words.
    """
    if "answer" not in batch.texts or "item" not in batch.texts:
        return
    texts = batch.texts["answer"]
    use = batch.has_text("answer") & ~batch.set_aside
    terms = batch.values["term"].fillna("") if "term" in batch.values else pd.Series("", index=texts.index)
    kinds: dict[str, list[int]] = {}
    slips: dict[str, list[int]] = {}
    n = batch.values["n"].fillna(0).astype(int)
    for (item, _), mine in texts[use].groupby([batch.texts["item"][use], terms[use]], sort=False):
        given = {str(said): int(count) for said, count in n[mine.index].groupby(mine).sum().items()}
        read = context.answer_scales.item(str(item), given)
        if read.kind in _KINDS:
            kinds.setdefault(read.kind, []).extend(mine.index)
        for said in _without_place(read, given):
            for word in get_close_matches(said, context.answer_scales.words, n=1, cutoff=SLIP):
                slips.setdefault(word, []).extend(mine.index[mine == said])
    for kind, records in kinds.items():
        found, expected, remedy = _KINDS[kind]
        yield Case("answers", "warning", "answer", _at(batch, records), expected, remedy, found)
    for word, records in slips.items():
        expected = f"Answers of one scale are expected; it counts as another answer. Did you mean '{word}'?"
        yield Case("answers", "warning", "answer", _at(batch, records), expected, "Correct the cell.")


def _without_place(read: Item, given: dict[str, int]) -> list[str]:
    if read.kind != "closed":
        return []
    return [said for said in given if said not in (read.places or {}) and said not in read.silent]


def _cells(batch: Batch) -> pd.Series[int]:
    """One number for each question of one group, school and term."""
    known = [batch.values[name].astype("str").fillna("") for name in _ASKED_OF if name in batch.values]
    return pd.DataFrame(dict(enumerate(known))).groupby(list(range(len(known))), sort=False).ngroup()


def _at(batch: Batch, records: list[int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    where = batch.nothing()
    where[records] = True
    return where
