"""What do the cells of one result say? A level of its measure, a score on its scale, or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from colsynth.intake.records.batch import CORRECT, FAILED, Bad
from colsynth.intake.records.signs import as_typed, has_failed
from colsynth.intake.values.amounts import percent_of
from colsynth.intake.values.habits import PLAIN, Habits
from colsynth.intake.values.numbers import bound_of, fraction_of, no_number, number_of
from colsynth.reference.ethnicity import fold
from colsynth.reference.marks import Marks
from colsynth.reference.measures import Measure
from colsynth.registers.declared import Column

RESULT = ("raw", "scale_score", "level", "missing")  # the columns of one result, read together
_LEVEL_WORD = re.compile(r"^(?:curriculum\s+|nzc\s+)?(?:level|lvl|lev|l)\.?\s*(?=\d|[<>])", re.IGNORECASE)
_STEP_WORD = re.compile(r"(?<=\d)\s*-?\s*(beginning|basic|proficient|advanced)$", re.IGNORECASE)  # of a level: B, P, A


@dataclass(frozen=True)
class BadResult(Bad):
    """Why the cells of one result say nothing, or what of them was passed over; and in which column."""

    column: str = ""


@dataclass(frozen=True)
class Result:
    """What the cells of one result say together, and what was passed over beside it."""

    raw: str | None
    scale_score: float | None = None
    level: str | None = None
    missing: str | None = None
    passed_over: BadResult | None = None


@dataclass(frozen=True)
class Cells:
    """The cells of one result, as written."""

    raw: str = ""
    scale_score: str = ""
    level: str = ""
    missing: str = ""


def read_result(
    measure: Measure, cells: Cells, reasons: Column, marks: Marks, habits: Habits = PLAIN
) -> Result | BadResult:
    """One result from its cells; a level beside a score is kept with it, a reason counts where there is neither."""
    score: float | None = None
    level: str | None = None
    why: str | None = None
    passed_over: BadResult | None = None
    for column, text in (("level", cells.level), ("scale_score", cells.scale_score), ("raw", cells.raw)):
        if not text:
            continue
        if has_failed(text):
            passed_over = passed_over or BadResult(**vars(FAILED), column=column)
            continue
        says: float | str | BadResult | None = _score(measure, column, text, habits)
        if says is None:
            says = _level(text, measure, column, habits)
        match says:
            case BadResult():
                return says
            case float():
                if score is not None and score != says:
                    return _contradicts(column, "scores")
                score = says
            case str():
                if level is not None and level != says:
                    return _contradicts(column, "levels")
                level = says
            case None if reason := reason_of(text, measure, reasons, marks):
                why = why or reason
            case None if column == "raw" and (level is not None or score is not None):
                continue  # kept as written beside what was understood
            case None:
                return _nothing_known(measure, column, text, habits)
    written = " / ".join(text for text in (cells.raw, cells.scale_score, cells.level) if text) or None
    if level is not None or score is not None:
        return Result(written, score, level, passed_over=passed_over)
    said = reason_of(cells.missing, measure, reasons, marks) if cells.missing else None
    if passed_over is not None and not (why or said):
        return passed_over
    return Result(written, missing=why or said or "blank")


def reason_of(text: str, measure: Measure, reasons: Column, marks: Marks) -> str | None:
    """Why there is no result, in the measure's own words first."""
    return measure.no_value_of(text) or reasons.choice_of(text) or marks.of_result(text)


def level_in(measure: Measure, text: str) -> str | None:
    """The level a text names, also with the word 'level' in front or the step in full, as 'L3P' or '3 Proficient'."""
    typed = as_typed(text)
    known = measure.level_of(typed)
    if known is not None or not measure.levels:
        return known
    bare = _LEVEL_WORD.sub("", typed)
    bare = _STEP_WORD.sub(lambda match: match[1][0].upper(), bare)
    return measure.level_of(bare) if bare != typed else None


def _score(measure: Measure, column: str, text: str, habits: Habits) -> float | BadResult | None:
    """The score a text gives, or None where the measure has no scale or the text is no number."""
    scale = measure.scale
    if scale is None or column == "level":
        return None
    number: float | Bad | None
    if habits.shares:
        number = percent_of(text, habits.form, habits.shares)
        if isinstance(number, Bad):
            return BadResult(**vars(number), column=column)
    else:
        number = number_of(text, habits.form)
    fraction = fraction_of(text)
    if number is None and fraction is not None and (scale.low, scale.high) == (0, fraction[1]):
        number = fraction[0]
    if number is None:
        return None
    if column == "raw" and habits.is_level_or_score and measure.level_of(text) is not None:
        return BadResult(
            "level",
            f"All numbers of this column may be scores ({scale.unit}) or levels such as {measure.level_of(text)}.",
            "Write 'Score' or 'Level' in the header, or the level in words.",
            column=column,
        )
    if not scale.holds(number):
        expected = f"{measure.name} has scores {scale.limits}."
        remedy = "Correct the cell, or check that the column is of this measure."
        return BadResult("scale score", expected, remedy, column=column)
    return number


def _level(text: str, measure: Measure, column: str, habits: Habits) -> str | BadResult | None:
    if fold(text) in habits.doubtful:
        return BadResult(
            "doubtful level",
            f"In this column it cannot be told which level is meant: {habits.doubtful[fold(text)]}",
            "Write the level in full, or say under 'values' in the settings what it means.",
            column=column,
        )
    level = level_in(measure, text)
    if level is not None and "?" in text:
        says = f"The question mark puts {level} in doubt."
        return BadResult("doubtful level", says, "Write the level alone, or leave the cell blank.", column=column)
    return level


def _contradicts(column: str, what: str) -> BadResult:
    expected = f"Two cells of the row give different {what} for one result."
    return BadResult("contradiction", expected, "Correct the one that is wrong.", column=column)


def _nothing_known(measure: Measure, column: str, text: str, habits: Habits) -> BadResult:
    """Why a text is neither a level nor a score nor a reason, each case in its own words."""
    levels = ", ".join(measure.levels)
    if not measure.levels:
        unit = measure.scale.unit if measure.scale else "a scale"
        if column == "level":
            return BadResult("level", f"{measure.name} is given in {unit}; it has no levels.", CORRECT, column=column)
        bad = no_number(text, habits.form)
        fraction = fraction_of(text)
        if fraction is not None:
            says = f"A mark out of a total is not on the scale of {measure.name} ({unit})."
            return BadResult(
                "raw mark", says, "Give the scale score that the test's own table has for it.", column=column
            )
        says = f"{measure.name} is given in {unit}: {bad.expected[0].lower()}{bad.expected[1:]}"
        return BadResult("level", says, bad.remedy, bad.found, column=column)
    typed = as_typed(text)
    parts = [part for part in re.split(r"\s*(?:/|-|,|\bto\b|\bor\b)\s*", typed) if part]
    if len(parts) > 1 and all(level_in(measure, part) for part in parts):
        says = f"It names more than one level; one of {levels} is expected."
        return BadResult("level", says, "Write the one level that is meant.", column=column)
    bare = _LEVEL_WORD.sub("", typed)
    of_whole = [level for level in measure.levels if re.fullmatch(re.escape(bare) + "[BPA]", level)]
    if bare.isdigit() and of_whole:
        says = f"A whole level says less than {measure.name} does: {', '.join(of_whole)} are told apart."
        return BadResult(
            "level", says, "Write the level with its step, or name the measure for whole levels.", column=column
        )
    if number_of(typed, habits.form) is not None:
        says = f"{measure.name} has the levels {levels}; a number does not say which is meant, nor which end is higher."
        return BadResult("level", says, CORRECT, column=column)
    if fraction_of(text) or (bound_of(text) and not typed.endswith("+")):
        return BadResult("level", f"{measure.name} has the levels {levels}.", CORRECT, column=column)
    return BadResult("level", f"{measure.name} has the levels {levels}.{habits.near(text)}", CORRECT, column=column)
