"""What does a result say? Its measure, then a level of the measure, a score on its scale, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from operator import attrgetter, eq
from typing import Any

import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.records.batch import HINTED, Answers, Bad, Batch, Case, Effect, Mask, answers_of, answers_of_rows
from colsynth.intake.values.amounts import decided
from colsynth.intake.values.habits import Habits, habits_of
from colsynth.intake.values.one_result import RESULT, BadResult, Cells, read_result
from colsynth.reference.ethnicity import fold

_DECLARE = (
    "Correct it, say under 'values' in the settings what it means, or declare the measure in data/reference/measures."
)
_NO_MEASURE = Bad("measure", "It is no measure that is known.", _DECLARE)


def read_measures(batch: Batch, context: Context) -> None:
    """Fill the measure of every record from its own column, or from subject and tool together."""
    column = batch.register.column("measure")
    parts = [name for name in ("measure", "subject", "tool") if name in batch.texts]
    if not parts:
        return
    nothing = pd.Series("", index=batch.texts.index, dtype="str")
    tool_headers = [batch.headers[name] for name in ("level", "scale_score", "raw") if name in batch.headers]

    hints = iter(range(HINTED))

    def one(measure: str, subject: str, tool: str) -> str | Bad | None:
        if measure:
            found = context.names.of(measure) or context.names.of_parts(subject, measure)
            return found or _unknown(measure, context, hints)
        if not subject and not tool:
            return None
        tools = [tool] if tool else tool_headers
        found = next((id_ for t in tools if (id_ := context.names.of_parts(subject, t))), None)
        return found or _unknown_parts(subject, tool, context, hints)

    columns = [batch.texts.get(name, nothing) for name in ("measure", "subject", "tool")]
    answers = answers_of_rows(columns, lambda rows: [one(*row) for row in rows])
    point_at = next(iter(parts))
    for bad, where in answers.kinds(Bad):
        effect: Effect = "set aside" if column.required else "warning"
        kept = "" if column.required else " It is kept, but where it stands cannot be worked out."
        batch.note([bad.case(effect, point_at, where, kept)])
    batch.values["measure"] = answers.values("str", batch.texts.index)


def _unknown(text: str, context: Context, hints: Iterator[int]) -> Bad:
    if next(hints, None) is None:
        return _NO_MEASURE
    close = context.names.near(text)
    hint = f"Near it: {', '.join(close)}." if close else f"Measures known are {', '.join(context.names.measures)}."
    return Bad("measure", f"It is no measure that is known. {hint}", _DECLARE, f"names the measure '{text[:60]}'")


def _unknown_parts(subject: str, tool: str, context: Context, hints: Iterator[int]) -> Bad:
    if next(hints, None) is None:
        return _NO_MEASURE
    of_subject = context.names.with_subject(subject)
    known = ", ".join(of_subject or context.names.near(f"{tool} {subject}") or context.names.measures)
    if subject and not tool:
        return Bad(
            "measure without a tool",
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
    nothing = pd.Series("", index=batch.texts.index, dtype="str")
    measures = batch.values["measure"].fillna("") if "measure" in batch.values else nothing
    columns = [measures, *(batch.texts.get(name, nothing) for name in RESULT)]
    reasons = batch.register.column("missing")
    habits: dict[str, Habits] = {}

    def each(rows: list[tuple[str, ...]]) -> list[Any]:
        habits.update(_habits(rows, context))
        return [
            read_result(context.names.measures[id_], Cells(*cells), reasons, context.marks, habits[id_])
            if id_ in habits
            else None
            for id_, *cells in rows
        ]

    answers = answers_of_rows(columns, each)
    for id_, shown in habits.items():
        batch.note(_decided(batch, context.names.measures[id_].name, measures.eq(id_).to_numpy(dtype=bool), shown))
    for bad, where in answers.kinds(BadResult):
        batch.note([bad.case("set aside", bad.column, where)])
    passed = Answers(answers.codes, [getattr(answer, "passed_over", None) for answer in answers.distinct])
    for over, where in passed.kinds(BadResult):
        batch.note([over.case("warning", over.column, where, " What else the row says of the result is used.")])
    for name in RESULT:
        batch.values[name] = answers.values(batch.register.column(name).store_type, batch.texts.index, attrgetter(name))


def _habits(rows: list[tuple[str, ...]], context: Context) -> dict[str, Habits]:
    """What the columns of results show as a whole, for every measure; levels are looked at by tool."""
    of_tool: dict[str, set[str]] = {}
    of_measure: dict[str, tuple[set[str], set[str]]] = {}
    for id_, raw, score, level, _ in rows:
        measure = context.names.measures.get(id_)
        if measure is not None:
            of_tool.setdefault(measure.declared.tool, set()).update(text for text in (raw, score, level) if text)
            raws, scores = of_measure.setdefault(id_, (set(), set()))
            raws.add(raw)
            scores.add(score)
    found = {}
    for id_, (raws, scores) in of_measure.items():
        measure = context.names.measures[id_]
        found[id_] = habits_of(measure, scores, raws, of_tool[measure.declared.tool], context.marks)
    return found


def _decided(batch: Batch, name: str, of_measure: Mask, habits: Habits) -> Iterator[Case]:
    """What was decided for the columns of a measure as a whole, where they could have been read in another way."""
    for column in ("raw", "scale_score"):
        if column in batch.texts:
            for case in decided(batch, column, habits.form, habits.shares):
                yield replace(case, where=case.where & of_measure)
    remedy = "If that is wrong, write the level in full, or say under 'values' in the settings what it means."
    for short, said in habits.unsure.items():
        for column in ("raw", "level"):
            if column in batch.texts:
                has_short = answers_of(batch.texts[column], fold).where(partial(eq, short))
                yield Case("doubtful level", "warning", column, has_short & of_measure, f"{said} ({name}.)", remedy)
