"""Which numbers does a column hold? Each within its bounds; percentages and commas by the column as a whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from colsynth.intake.context import Context
from colsynth.intake.records.batch import Answers, Bad, Batch, Case, answers_of
from colsynth.intake.records.signs import as_typed
from colsynth.intake.values.gaps import or_gap
from colsynth.intake.values.numbers import NumberForm, no_number, number_form, number_of
from colsynth.registers.declared import Column


def read_numbers(batch: Batch, column: Column, context: Context) -> Answers:
    """The numbers of a column of counts, measurements or percentages."""
    distinct = [str(text) for text in batch.texts[column.name].unique()]
    form = number_form(distinct)
    shares = share_form(distinct, form) if column.type == "percent" else "percent"
    batch.note(decided(batch, column.name, form, shares))
    keeps_reasons = batch.register.has("missing")  # there a reason is a fact of its own (`read_reasons`), not a slip

    def one(text: str) -> float | int | Bad | None:
        number = read_number(text, column, form, shares)
        return None if keeps_reasons and isinstance(number, Bad) and context.marks.of_result(text) else number

    return answers_of(batch.texts[column.name], or_gap(one, context.marks))


def share_form(texts: Iterable[str], form: NumberForm) -> str:
    """How a column writes percentages without the sign: as `percent` (62), as `share` (0.62), or `mixed`.

    A workbook that shows 62 % holds 0.62. Only 0 and 1, which may be either, are `mixed` as well.
    """
    bare = {number for text in texts if "%" not in text and (number := number_of(text, form)) is not None}
    above, between = any(number > 1 for number in bare), any(0 < number < 1 for number in bare)
    if above:
        return "mixed" if between else "percent"
    return "share" if between else "mixed" if 1 in bare else "percent"


def read_number(text: str, column: Column, form: NumberForm, shares: str) -> float | int | Bad:
    """A number within the column's bounds; a percentage may carry its sign or be written as a share."""
    is_percent = column.type == "percent"
    number = percent_of(text, form, shares) if is_percent else number_of(text, form)
    if isinstance(number, Bad):
        return number
    if number is None:
        return no_number(text, form)
    mistaken = column.mistaken
    if mistaken is not None and mistaken.low <= number <= mistaken.high:
        return Bad(mistaken.check, mistaken.expected, mistaken.remedy)
    low, high = (0.0, 100.0) if is_percent else (column.low, column.high)
    if not (-math.inf if low is None else low) <= number <= (math.inf if high is None else high):
        return Bad("number", f"{_between(low, high)} is expected.", "Correct the cell.")
    if column.type == "integer":
        whole = number.is_integer()
        return int(number) if whole else Bad("number", "A whole number is expected.", "Correct the cell.")
    return round(number, 10)


def percent_of(text: str, form: NumberForm, shares: str) -> float | Bad | None:
    """A percentage, 0 to 100 where it is right, from a text in the form of its column; None where it is no number."""
    typed = as_typed(text)
    number = number_of(typed.rstrip("% "), form)
    if number is None or "%" in typed or number == 0:
        return number
    if shares == "mixed" and number <= 1:
        return Bad(
            "percentage",
            "It may be a share (0.62 for 62 %) or a percentage below 1, and the column does not tell.",
            "Write percentages from 0 to 100, or with the sign.",
        )
    return number * 100 if shares == "share" else number


def decided(batch: Batch, column: str, form: NumberForm, shares: str) -> Iterator[Case]:
    """What was decided for the column as a whole, where its numbers could have been read in another way."""
    texts = batch.texts[column]
    if form.decimal == "comma":
        yield Case(
            "decimal comma",
            "warning",
            column,
            texts.str.contains(",", regex=False).to_numpy(dtype=bool),
            "A comma in the numbers of this column was read as a decimal point.",
            "If that is wrong, write the numbers without commas.",
        )
    if shares == "share":
        yield Case(
            "percentage",
            "warning",
            column,
            (texts.str.contains(r"\d") & ~texts.str.contains("%", regex=False)).to_numpy(dtype=bool),
            "Numbers of this column were read as shares: 0.62 as 62 %.",
            "If that is wrong, write percentages from 0 to 100, or with the sign.",
        )


def _between(low: float | None, high: float | None) -> str:
    if low is None:
        return f"A number up to {high:g}"
    return f"A number from {low:g} on" if high is None else f"A number from {low:g} to {high:g}"
