"""What number does a cell say? Thousands and decimals are told apart by the column as a whole, never cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from colsynth.intake.records.batch import CORRECT, Bad
from colsynth.intake.records.signs import as_typed

_DIGITS = re.compile(r"[-+]?\d+(?:\.\d+)?|[-+]?\.\d+", re.ASCII)
_POINT = re.compile(r"[-+]?\d*\.\d+|[-+]?\d{1,3}(?:,\d{3})+\.\d+|[-+]?\d{1,3}(?:,\d{3}){2,}", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_COMMA = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),(?:\d{1,2}|\d{4,})|[-+]?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_EITHER = re.compile(r"[-+]?\d{1,3}[,.]\d{3}", re.ASCII)  # 1,402 may be a thousand and more, or one and a bit
_FRACTION = re.compile(r"(\d+(?:\.\d+)?)\s*(?:/|out of|of)\s*(\d+(?:\.\d+)?)", re.ASCII | re.IGNORECASE)
_APART = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:\s+[-+]?\d+(?:[.,]\d+)?)+", re.ASCII)
_SHORTENED = re.compile(r"[-+]?\d+(?:[.,]\d+)?E[-+]?\d+", re.ASCII | re.IGNORECASE)
_N = r"(\d+(?:\.\d+)?)\s*(%?)"
_BELOW = re.compile(rf"(?:<|(?:less|fewer) than|under|below)\s*{_N}", re.ASCII | re.IGNORECASE)
_UP_TO = re.compile(
    rf"(?:≤|<=|=<|up to|at most)\s*{_N}|{_N}\s*(?:or (?:less|fewer|below|under))", re.ASCII | re.IGNORECASE
)
_ABOVE = re.compile(rf"(?:>|(?:more|greater) than|over|above)\s*{_N}", re.ASCII | re.IGNORECASE)
_FROM = re.compile(
    rf"(?:≥|>=|=>|at least)\s*{_N}|{_N}\s*(?:\+|(?:or (?:more|above|over)))\s*(%?)", re.ASCII | re.IGNORECASE
)
_SPAN = re.compile(rf"{_N}\s*(?:-|to)\s*{_N}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class NumberForm:
    """How a column writes its numbers: `point` (also where nothing tells), `comma`, or `mixed` decimals."""

    decimal: str = "point"


@dataclass(frozen=True)
class Bound:
    """A value of which only bounds are written, as `<5` or `95%+`; `low` and `high` are empty where none is.

    `is_open` says that the number written is not possible itself: `<5` is below 5. `is_percent` that it has the sign.
    """

    low: float | None
    high: float | None
    is_open: bool
    is_percent: bool


def number_form(texts: Iterable[str]) -> NumberForm:
    """How the numbers of a column are written, by the ones that can be read in one way only."""
    typed = [as_typed(text).rstrip("% ") for text in texts]
    has_comma = any(map(_COMMA.fullmatch, typed))
    has_point = any(map(_POINT.fullmatch, typed))
    return NumberForm("mixed" if has_comma and has_point else "comma" if has_comma else "point")


def number_of(text: str, form: NumberForm) -> float | None:
    """The number a text says in the form of its column, or None where it says none for certain."""
    typed = as_typed(text)
    if form.decimal == "point" or (form.decimal == "mixed" and not _EITHER.fullmatch(typed)):
        if _DIGITS.fullmatch(typed) or _THOUSANDS.fullmatch(typed):
            return float(typed.replace(",", ""))
        return None
    if form.decimal == "comma":
        if _EITHER.fullmatch(typed):
            return None
        if _COMMA.fullmatch(typed) or re.fullmatch(r"[-+]?\d+", typed, re.ASCII):
            return float(typed.replace(".", "").replace(",", "."))
    return None


def fraction_of(text: str) -> tuple[float, float] | None:
    """(34, 50) from `34/50` or `34 out of 50`, else None."""
    match = _FRACTION.fullmatch(as_typed(text))
    return (float(match[1]), float(match[2])) if match else None


def bound_of(text: str) -> Bound | None:
    """The bounds that `<5`, `>95`, `95%+`, `5 or fewer` or `5-9` write, else None."""
    typed = as_typed(text)
    if match := _BELOW.fullmatch(typed):
        return Bound(None, float(match[1]), True, bool(match[2]))
    if match := _UP_TO.fullmatch(typed):
        return Bound(None, float(match[1] or match[3]), False, bool(match[2] or match[4]))
    if match := _ABOVE.fullmatch(typed):
        return Bound(float(match[1]), None, True, bool(match[2]))
    if match := _FROM.fullmatch(typed):
        return Bound(float(match[1] or match[3]), None, False, bool(match[2] or match[4] or match[5]))
    if (match := _SPAN.fullmatch(typed)) and float(match[1]) <= float(match[3]):
        return Bound(float(match[1]), float(match[3]), False, bool(match[2] or match[4]))
    return None


def no_number(text: str, form: NumberForm = NumberForm()) -> Bad:
    """Why a text is no number, each reason in its own words."""
    typed = as_typed(text)
    bare = typed.rstrip("% ")
    if _EITHER.fullmatch(bare) and form.decimal != "point":
        says = "Decimals of this column have a comma, so it may be a thousand and more, or a number below a thousand."
        return Bad("number", says, "Write it without a sign for thousands.")
    if _COMMA.fullmatch(bare):
        says = "The column has decimals with a point and decimals with a comma, so none with a comma is sure."
        return Bad("number", says, "Write all numbers of the column in one way.")
    if _APART.fullmatch(bare):
        says = "Two numbers, or one number with a gap, stand in the cell; which is meant cannot be told."
        return Bad("number", says, "Correct the cell.")
    if fraction_of(text):
        return Bad("number", "It is a mark out of a total; one number is expected.", CORRECT)
    if bound_of(text):
        return Bad("number", "It says only what the number lies below, above or between.", "Write the number itself.")
    if _SHORTENED.fullmatch(typed):
        says = "The spreadsheet program has shortened the number, and its last digits may be lost."
        return Bad("number", says, "Format the column as a number with all digits and enter it again.")
    if re.match(r"[-+]?\d", typed) and re.search(r"[^\W\d_]{2,}|\?", typed):
        says = "A number alone is expected; the words beside it put it in doubt."
        found = "has a number with words or a question mark beside it"  # may name a person: not shown
        return Bad("number", says, "Write the number alone, or leave the cell blank.", found)
    return Bad("number", "A number is expected.", CORRECT)
