"""What do the headers of a table say, where they stand on one row or run over several, with cells merged or not?

A header over several columns is written once, in a merged cell or with blanks at its right; it belongs to all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from colsynth.intake.opening.sheets import Sheet, Span
from colsynth.intake.tables.matching import OVER

MOST_ROWS = 3  # rows that headers may run over


@dataclass(frozen=True)
class Header:
    """The headers of a table, one a column of the sheet; the rows they stand on, counted from 0.

    `unclear` are columns that lack an upper part although their neighbours have one: whose it is cannot be told.
    """

    first: int
    last: int
    texts: list[str]
    unclear: tuple[int, ...] = ()


def read_header(sheet: Sheet, rows: list[list[str]], first: int, last: int) -> Header:
    """The headers that stand on rows `first` to `last`, of which `rows` are the sheet's rows from 0 on."""
    texts = list(rows[last])
    uppers: list[list[str]] = []
    lowers = [_spread_down(sheet, rows, at, first) for at in range(first, last + 1)]
    texts = lowers[-1]
    for at in range(last - 1, first - 1, -1):
        uppers.insert(0, _carry(sheet, lowers[at - first], at, texts))
    unclear: set[int] = set()
    joined = []
    for place, text in enumerate(texts):
        parts = [upper[place] for upper in uppers] + [text]
        joined.append(OVER.join(dict.fromkeys(part for part in parts if part)))
    for at, upper in zip(range(first, last), uppers, strict=True):
        unclear |= _unclear(sheet, rows[at], at, texts, upper)
    return Header(first, last, joined, tuple(sorted(unclear)))


def _spread_down(sheet: Sheet, rows: list[list[str]], at: int, first: int) -> list[str]:
    """A row with the text of cells merged downwards from a row of the header above."""
    texts = list(rows[at])
    for top, left, bottom, right in sheet.merged:
        if first <= top < at <= bottom and left == right and not texts[left]:
            texts[left] = rows[top][left]
    return texts


def _carry(sheet: Sheet, row: list[str], at: int, below: list[str]) -> list[str]:
    """A row of upper headers with each text given to the columns it stands over."""
    spans = _across(sheet.merged, at)
    carried = list(row)
    if spans:
        for left, right in spans:
            carried[left : right + 1] = [row[left]] * (right + 1 - left)
        return carried
    text = ""
    for place, own in enumerate(row):
        if own:
            text = own
        elif below[place]:
            carried[place] = text
        else:
            text = ""
    return carried


def _across(merged: tuple[Span, ...], at: int) -> list[tuple[int, int]]:
    return [(left, right) for top, left, bottom, right in merged if top <= at <= bottom and right > left]


def _unclear(sheet: Sheet, row: list[str], at: int, below: list[str], carried: list[str]) -> set[int]:
    """Columns of a group that begins before its own header: `Female` written over the middle of its columns."""
    if _across(sheet.merged, at):
        return set()
    filled = [place for place, text in enumerate(row) if text]
    if len(filled) < 2:
        return set()
    before = [place for place in range(filled[0]) if below[place] and not carried[place]]
    width = max(1, filled[1] - filled[0])
    return set(before) if len(before) and _looks_centred(filled, below, width) else set()


def _looks_centred(filled: list[int], below: list[str], width: int) -> bool:
    """Whether the last group has fewer columns at its right than the gap between two headers."""
    ends = max((place for place, text in enumerate(below) if text), default=0)
    return ends - filled[-1] + 1 < width
