"""What does a published table say of a group? A number of learners or a share of them, or the bounds of a hidden one.

`<5` says 0 to 4 learners, or 0 to 5 percent; `95%+` says 95 to 100 percent; `NR`, `s` or `..` say why there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from colsynth.intake.context import Context
from colsynth.intake.records.batch import CORRECT, Answers, Bad, Batch, Case, Mask, answers_of
from colsynth.intake.records.signs import as_typed
from colsynth.intake.values.amounts import decided, read_number, share_form
from colsynth.intake.values.numbers import NumberForm, bound_of, number_form
from colsynth.registers.declared import Column

_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b|\bpct\b|\bshare\b|\brate\b", re.IGNORECASE)
_COUNT = re.compile(r"#|\bn\b|\bnumber\b|\bcount\b|\bno\.?\s+of\b|\btotal\b", re.IGNORECASE)
_FEW = re.compile(r"n\s*(?:<|≤|<=)\s*\d+", re.ASCII | re.IGNORECASE)  # n<10: the group is small, not the number

PUBLISHED = "aggregates"  # the register of published numbers
AMOUNTS = ("n", "percent", "n_low", "n_high", "percent_low", "percent_high", "raw", "missing")  # read together
MOST_MEASURES = 200  # measures of a long column that are decided on one by one; with more, the column as a whole


@dataclass(frozen=True)
class Amount:
    """A number or share as far as it is known: bounds (one alone where the other is open), or why it is hidden."""

    low: float | None = None
    high: float | None = None
    why: str | None = None

    @property
    def exact(self) -> float | None:
        """The value, where the bounds are one."""
        return self.low if self.low is not None and self.low == self.high and self.why is None else None


def read_amounts(batch: Batch, context: Context) -> None:
    """Fill number, share, their bounds, the text as written and why there is none, for every record."""
    nothing = pd.Series("", index=batch.texts.index, dtype="str")
    raw = batch.texts.get("raw", nothing)
    known: list[Mask] = []
    bad: list[tuple[str, Bad, Mask]] = []
    why = nothing
    written = raw
    is_percent = _is_percent(batch, raw)
    for name, of_raw in (("n", is_percent.eq(False)), ("percent", is_percent.eq(True))):
        column, own = batch.register.column(name), batch.texts.get(name, nothing)
        between = pd.Series(" / ", index=own.index, dtype="str").where(written.ne("") & own.ne(""), "")
        written = written + between + own
        for source, texts in ((name, own), ("raw", raw.where(own.eq("") & of_raw.fillna(False), ""))):
            if not texts.any():
                continue
            for where in _columns(batch, source, texts):
                answers = _read(batch, source, texts.where(where, ""), column, context)
                bad += [(source, found, mask) for found, mask in answers.kinds(Bad)]
                _fill(batch, name, answers)
                reasons = answers.values("str", batch.texts.index, lambda amount: amount.why)
                why = why.where(why.ne(""), reasons.fillna(""))
        known.append(batch.has_value(f"{name}_low") | batch.has_value(f"{name}_high"))
    has_amount = known[0] | known[1]
    untold = (raw.ne("") & is_percent.isna()).to_numpy(dtype=bool)
    batch.note(_untold(untold & ~has_amount, batch, raw, context))
    for source, found, mask in bad:
        batch.note([found.case("set aside", source, mask & ~has_amount)])
        batch.note([found.case("warning", source, mask & has_amount, " The other number of the row is used.")])
    said = answers_of(batch.texts.get("missing", nothing), lambda text: _why(text, batch, context))
    marks = answers_of(raw.where(untold, ""), lambda text: _why(text, batch, context))
    for answers in (marks, said):
        reasons = answers.values("str", batch.texts.index)
        why = why.where(why.ne(""), reasons.fillna(""))
    exact = batch.has_value("n") | batch.has_value("percent")
    blank = pd.Series("blank", index=why.index, dtype="str").where(written.eq("") & why.eq(""), "")
    why = why.where(why.ne(""), blank)
    batch.values["missing"] = why.where(why.ne("") & ~exact).astype("str")
    batch.values["raw"] = written.where(written.ne("")).astype("str")


def amount_of(
    text: str, column: Column, form: NumberForm, shares: str, why: Callable[[str], str | None]
) -> Amount | Bad:
    """What one text says of a number or a share of learners."""
    is_percent = column.type == "percent"
    reason = why(text)
    if reason is not None:
        return Amount(why=reason)
    typed = as_typed(text)
    if _FEW.fullmatch(typed):
        bound = bound_of(typed.lstrip("nN "))
        high = None if bound is None or bound.high is None else bound.high - bound.is_open
        return Amount(why="suppressed") if is_percent else Amount(0.0, high, "suppressed")
    bound = bound_of(text)
    if bound is None:
        number = read_number(text, column, form, shares)
        return number if isinstance(number, Bad) else Amount(float(number), float(number))
    low, high = bound.low, bound.high
    if bound.is_percent and not is_percent:
        return Bad("number", "A number of learners is expected; it is a percentage.", CORRECT)
    if not is_percent:
        low = 0.0 if low is None else low + bound.is_open
        high = None if high is None else high - bound.is_open
        return Amount(low, high, "suppressed")
    scale = 100 if shares == "share" and not bound.is_percent and max(low or 0, high or 0) <= 1 else 1
    low, high = (low or 0) * scale, 100.0 if high is None else high * scale
    if not 0 <= low <= high <= 100:
        return Bad("number", "A percentage from 0 to 100 is expected.", "Correct the cell.")
    return Amount(low, high, "suppressed")


def _read(batch: Batch, source: str, texts: pd.Series[str], column: Column, context: Context) -> Answers:
    distinct = [str(text) for text in texts.unique()]
    form = number_form(distinct)
    shares = share_form(distinct, form) if column.type == "percent" else "percent"
    for case in decided(batch, source, form, shares):
        batch.note([replace(case, where=case.where & texts.ne("").to_numpy(dtype=bool))])
    return answers_of(texts, lambda text: amount_of(text, column, form, shares, lambda t: _why(t, batch, context)))


def _why(text: str, batch: Batch, context: Context) -> str | None:
    """Why there is no number, in the register's own words first."""
    return batch.register.column("missing").choice_of(text) or context.marks.of_count(text)


def _fill(batch: Batch, name: str, answers: Answers) -> None:
    """Value and bounds of one column, where another has not filled them."""
    parts: tuple[tuple[str, Callable[[Any], Any]], ...] = (
        (name, lambda amount: amount.exact),
        (f"{name}_low", lambda amount: amount.low),
        (f"{name}_high", lambda amount: amount.high),
    )
    for part, of in parts:
        found = answers.values(batch.register.column(part).store_type, batch.texts.index, of)
        batch.values[part] = batch.values[part].fillna(found) if part in batch.values else found


def _columns(batch: Batch, source: str, texts: pd.Series[str]) -> Iterator[Mask]:
    """The records that are decided on together: of one column of the sheet, and, in a long column, of one measure."""
    letters = batch.letters.get(source, "")
    codes = np.zeros(len(texts), dtype=np.intp)
    if not isinstance(letters, str):
        codes = pd.factorize(letters)[0]
    elif source == "raw" and "measure" in batch.texts and batch.texts["measure"].nunique() <= MOST_MEASURES:
        codes = pd.factorize(batch.texts["measure"])[0]
    for at in range(codes.max(initial=-1) + 1):
        yield codes == at


def _is_percent(batch: Batch, raw: pd.Series[str]) -> pd.Series[Any]:
    """Whether a value without a column of its own is a share or a number, told by its column's signs and words."""
    told = pd.Series(None, index=raw.index, dtype="boolean")
    for where in _columns(batch, "raw", raw):
        texts = [str(text) for text in raw[where].unique() if text]
        measures = [str(text) for text in batch.texts.get("measure", raw)[where].unique() if text]
        header = [word for word in [batch.headers.get("raw", "")] if word]
        has_sign = any("%" in text for text in texts)
        is_share = has_sign or share_form(texts, number_form(texts)) == "share"
        if is_share or _all_match(_PERCENT, header) or _all_match(_PERCENT, measures):
            told[where] = True
        elif _all_match(_COUNT, header) or _all_match(_COUNT, measures):
            told[where] = False
    return told


def _all_match(pattern: re.Pattern[str], words: list[str]) -> bool:
    return bool(words) and all(map(pattern.search, words))


def _untold(where: Mask, batch: Batch, raw: pd.Series[str], context: Context) -> Iterator[Case]:
    has_reason = answers_of(raw, lambda text: _why(text, batch, context)).where(lambda why: why is not None)
    yield Case(
        "number or share",
        "set aside",
        "raw",
        where & ~has_reason & np.asarray(raw.ne(""), dtype=bool),
        "It may be a number of learners or a percentage, and neither the column nor its values tell.",
        "Write '%' or 'Number' in the header, or name the column in the settings, as percent or n.",
    )
