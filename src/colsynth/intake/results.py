"""What does a result say? Its measure, then a level of the measure, a score on its scale, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from colsynth.errors import near
from colsynth.intake.batch import CORRECT, Bad, Batch, Case, Effect, by_distinct
from colsynth.intake.context import Context
from colsynth.intake.values import RESULT
from colsynth.reference.measures import Measure
from colsynth.registers.declared import Column

_JOIN = "\x1f"
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DECLARE = (
    "Correct it, say under 'values' in the settings what it means, or declare the measure in data/reference/measures."
)


@dataclass(frozen=True)
class Result:
    """What the cells of one result say together."""

    raw: str | None
    scale_score: float | None = None
    level: str | None = None
    missing: str | None = None


@dataclass(frozen=True)
class BadResult:
    """Why the cells of one result say nothing: the column to point to and the message's beats."""

    column: str
    check: str
    expected: str
    remedy: str


def read_measures(batch: Batch, context: Context) -> None:
    """Fill the measure of every record from its own column, or from subject and tool together."""
    column = batch.register.column("measure")
    parts = [name for name in ("measure", "subject", "tool") if name in batch.texts]
    if not parts:
        return
    texts = [
        batch.texts[n] if n in parts else pd.Series("", index=batch.texts.index) for n in ("measure", "subject", "tool")
    ]
    together = texts[0] + _JOIN + texts[1] + _JOIN + texts[2]
    tool_headers = [batch.headers[name] for name in ("level", "scale_score", "raw") if name in batch.headers]

    def one(text: str) -> str | Bad | None:
        measure, subject, tool = text.split(_JOIN)
        if measure:
            return context.names.of(measure) or context.names.of_parts(subject, measure) or _unknown(measure, context)
        if not subject and not tool:
            return None
        tools = [tool] if tool else tool_headers
        found = next((id_ for t in tools if (id_ := context.names.of_parts(subject, t))), None)
        return found or _unknown_parts(subject, tool, context)

    answers = by_distinct(together, one)
    point_at = next(iter(parts))
    for bad in dict.fromkeys(answer for answer in answers if isinstance(answer, Bad)):
        where = np.fromiter((answer == bad for answer in answers), bool, len(answers))
        effect: Effect = "set aside" if column.required else "warning"
        kept = "" if column.required else " It is kept, but where it stands cannot be worked out."
        batch.note([Case(bad.check, effect, point_at, where, bad.expected + kept, bad.remedy, bad.found)])
    batch.values["measure"] = pd.Series(
        [None if isinstance(answer, Bad) else answer for answer in answers],
        index=batch.texts.index,
        dtype="str",
    )


def _unknown(text: str, context: Context) -> Bad:
    close = context.names.near(text)
    hint = f"Near it: {', '.join(close)}." if close else f"Measures known are {', '.join(context.names.measures)}."
    return Bad("measure", f"It is no measure that is known. {hint}", _DECLARE, f"names the measure '{text[:60]}'")


def _unknown_parts(subject: str, tool: str, context: Context) -> Bad:
    of_subject = context.names.with_subject(subject)
    known = ", ".join(of_subject or context.names.near(f"{tool} {subject}") or context.names.measures)
    if subject and not tool:
        return Bad(
            "measure",
            f"A subject alone does not say with what it was measured; known are {known}.",
            "Add a column 'Tool', or say it for the whole sheet under 'for_all' in the settings, as tool: OTJ.",
            f"names the subject '{subject[:60]}' without a tool",
        )
    found = f"names the tool '{tool[:60]}'" + (
        f" with the subject '{subject[:60]}'" if subject else " without a subject"
    )
    return Bad("measure", f"Together they are no measure that is known; near them are {known}.", _DECLARE, found)


def read_results(batch: Batch, context: Context) -> None:
    """Fill raw, scale score, level and missing of every record whose measure is known."""
    written = [name for name in RESULT if name in batch.texts]
    together = (
        batch.values["measure"].fillna("") if "measure" in batch.values else pd.Series("", index=batch.texts.index)
    )
    for name in RESULT:
        together = together + _JOIN + (batch.texts[name] if name in written else "")
    reasons = batch.register.column("missing")

    def one(text: str) -> Result | BadResult | None:
        id_, raw, score, level, missing = text.split(_JOIN)
        measure = context.names.measures.get(id_)
        return read_result(measure, raw, score, level, missing, reasons) if measure else None

    answers = by_distinct(together, one)
    batch.note(_bad_results(batch, answers))
    results = [answer if isinstance(answer, Result) else Result(None) for answer in answers]
    index = batch.texts.index
    batch.values["raw"] = pd.Series([r.raw for r in results], index=index, dtype="str")
    batch.values["scale_score"] = pd.Series([r.scale_score for r in results], index=index, dtype="Float64")
    batch.values["level"] = pd.Series([r.level for r in results], index=index, dtype="str")
    batch.values["missing"] = pd.Series([r.missing for r in results], index=index, dtype="str")


def _bad_results(batch: Batch, answers: np.ndarray[tuple[int], np.dtype[np.object_]]) -> Iterator[Case]:
    for bad in dict.fromkeys(answer for answer in answers if isinstance(answer, BadResult)):
        where = np.fromiter((answer == bad for answer in answers), bool, len(answers))
        yield Case(bad.check, "set aside", bad.column, where, bad.expected, bad.remedy)


def read_result(
    measure: Measure, raw: str, score: str, level: str, missing: str, reasons: Column
) -> Result | BadResult:
    """One result from its cells; a level beside a score is kept with it, a reason counts where there is neither."""
    written = " / ".join(text for text in (raw, score, level) if text) or None
    found_score: float | None = None
    found_level: str | None = None
    why: str | None = None
    for column, text in (("level", level), ("scale_score", score), ("raw", raw)):
        if not text:
            continue
        number = _number(text) if column != "level" and measure.scale is not None else None
        level_meant = (
            measure.level_of(text) if number is None else None
        )  # a plain number is a score where there are both
        reason = None if level_meant else measure.no_value_of(text) or reasons.choice_of(text)
        if level_meant is not None:
            found_level = found_level or level_meant
        elif reason is not None:
            why = why or reason
        elif number is not None and measure.scale is not None:
            if not measure.scale.holds(number):
                return _off_scale(measure, column)
            found_score = number if found_score is None else found_score
        elif column == "raw" and (found_level is not None or found_score is not None):
            continue  # kept as written beside what was understood
        else:
            return _no_level(measure, column, text, _number(text) is not None and not measure.levels)
    if found_level is None and found_score is None:
        why = why or (reasons.choice_of(missing) if missing else None) or "blank"
        return Result(written, missing=why)
    return Result(written, found_score, found_level)


def _number(text: str) -> float | None:
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def _off_scale(measure: Measure, column: str) -> BadResult:
    expected = f"{measure.name} has scores {measure.scale.limits if measure.scale else ''}."
    return BadResult(column, "scale score", expected, "Correct the cell, or check that the column is of this measure.")


def _no_level(measure: Measure, column: str, text: str, is_number: bool) -> BadResult:
    if not measure.levels:
        unit = measure.scale.unit if measure.scale else "a scale"
        what = "it has no levels" if is_number or column == "level" else "a number is expected"
        return BadResult(column, "level", f"{measure.name} is given in {unit}; {what}.", CORRECT)
    hint = near(text, measure.levels)
    return BadResult(column, "level", f"{measure.name} has the levels {', '.join(measure.levels)}.{hint}", CORRECT)
