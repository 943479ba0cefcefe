"""Which rows below a header are records? Titles, totals, notes and repeated headers are none, and are told apart.

Judged by columns and distinct texts, so that a million rows take a second or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.tables.addresses import spans
from colsynth.intake.tables.header import Header
from colsynth.intake.tables.matching import Matched

ROWS_AT_ONCE = 8192  # rows looked at in one go
TITLE = "title or note above the table"
BESIDE = "text beside or below the table's columns"
GROUP = "line of text in or below the table"
PREPARED = "row that was prepared and not filled in: it holds the school alone"
_TOTALS = re.compile(
    r"^(?:(?:grand|sub|class|school|cohort|year(?: \d+)?)[ -]?)?"
    r"(?:(?:totals?|averages?|avg|mean|median|sum|count|overall|per ?cent|percentage)\b|%)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"^(?:all|all (?:students|learners|schools|pupils|years)|\(all\)|everyone)$", re.IGNORECASE)
_NOTE = re.compile(r"^(?:notes?\b|source\b|nb\b|n\.b\.|key\b|\*|†)", re.IGNORECASE)


def filled_cells(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """How many cells of each row hold anything."""
    n = np.zeros(len(frame), dtype=np.int64)
    for place in frame.columns:
        n += frame[place].ne("").to_numpy(dtype=bool)
    return n


def first_texts(frame: pd.DataFrame) -> pd.Series[str]:
    """The first text of each row; "" where it holds none."""
    texts = pd.Series("", index=frame.index, dtype="str")
    for place in frame.columns:
        blank = texts.eq("").to_numpy(dtype=bool)
        if not blank.any():
            break
        texts = texts.where(~blank, frame[place])
    return texts


def records_below(
    sheet: Sheet, header: Header, matched: Matched, stop: int, n_filled: npt.NDArray[np.int64], has_groups: bool
) -> tuple[npt.NDArray[np.int64], dict[int, str]]:
    """(numbers, from 0, of the rows that are records; why the others that hold anything are none).

    `has_groups` says that a row with a single text heads the rows below it.
    """
    start = header.last + 1
    body, filled = sheet.frame.iloc[start:stop], n_filled[start:stop]
    own = sheet.rows(header.last, start)[0]
    looks = _worth_a_look(body, matched, filled, next((text for text in own if text), ""))
    identity = [matched.columns[name] for name in matched.register.recognised_by[0] if name in matched.columns]
    texts = {at for name, at in matched.columns.items() if matched.register.column(name).type == "text"}
    headed = [place for place in sheet.places if header.texts[place] or place in matched.columns.values()]
    beside = (filled > 0) & (filled_cells(body[headed]) == 0)
    reasons = {start + int(at): BESIDE for at in np.flatnonzero(beside)}
    prepared = _prepared(body, matched, filled)
    reasons |= {start + int(at): PREPARED for at in np.flatnonzero(prepared)}
    if has_groups:
        reasons |= {start + int(at): GROUP for at in np.flatnonzero((filled == 1) & ~beside & ~prepared)}
    for at, cells in _rows_of(body, np.flatnonzero(looks & ~beside & ~prepared & ~(has_groups & (filled == 1)))):
        why = _why_no_record(cells, identity, texts, own, matched.register.counts_groups)
        if why:
            reasons[start + at] = why
    is_record = filled > 0
    is_record[[at - start for at in reasons]] = False
    return np.flatnonzero(is_record) + start, reasons


def _rows_of(body: pd.DataFrame, wanted: npt.NDArray[np.intp]) -> Iterator[tuple[int, list[str]]]:
    """Some rows by their place, a few at once: one by one they are slow, and all at once they may be a whole file."""
    for begin in range(0, len(wanted), ROWS_AT_ONCE):
        some = wanted[begin : begin + ROWS_AT_ONCE]
        yield from zip(some.tolist(), body.iloc[some].to_numpy(dtype=object).tolist(), strict=True)


def _prepared(body: pd.DataFrame, matched: Matched, filled: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Rows that hold nothing but the school, on a sheet of one school; with several it may be meant for rows below."""
    schools = [at for name, at in matched.columns.items() if matched.register.column(name).type == "school"]
    if len(schools) != 1 or body[schools[0]].replace("", pd.NA).nunique() != 1:
        return np.zeros(len(body), dtype=bool)
    alone: npt.NDArray[np.bool_] = (filled == 1) & body[schools[0]].ne("").to_numpy(dtype=bool)
    return alone


def _worth_a_look(
    body: pd.DataFrame, matched: Matched, filled: npt.NDArray[np.int64], own_first: str
) -> npt.NDArray[np.bool_]:
    """Rows that may be no records: nearly empty, or beginning like a total, a note or the header."""

    def odd(texts: pd.Series[str]) -> npt.NDArray[np.bool_]:
        codes, distinct = pd.factorize(texts)
        found = [
            not text[:1].isdigit() and (text == own_first or any(sign.match(text) for sign in (_TOTALS, _NOTE, _WHOLE)))
            for text in map(str, distinct)
        ]
        return np.array(found, dtype=bool)[codes] if len(distinct) else np.zeros(len(texts), dtype=bool)

    looks: npt.NDArray[np.bool_] = (filled == 1) | odd(first_texts(body))
    for name in matched.register.recognised_by[0]:
        if name in matched.columns:
            looks |= odd(body[matched.columns[name]])
    return looks & (filled > 0)


def _why_no_record(
    cells: list[str], identity: list[int], texts: set[int], header: list[str], counts_groups: bool
) -> str | None:
    """Why a row below the header is no record, or None where it is one."""
    first = next(cell for cell in cells if cell)
    filled = [at for at, cell in enumerate(cells) if cell][:2]
    identified = [cells[at] for at in identity if cells[at]]
    if cells == header:
        return "header repeated"
    if _TOTALS.match(first) and (not identified or identified[0] == first) and not counts_groups:
        return "totals or averages"
    if identified and _WHOLE.match(identified[0]) and not counts_groups:
        return "totals or averages"
    if _NOTE.match(first) and len(filled) == 1:
        return "note"
    if len(filled) == 1 and filled[0] not in texts and any(c.isalpha() for c in first) and " " in first:
        return GROUP
    return None


def listed(reasons: dict[int, str]) -> list[dict[str, str]]:
    """Rows in a line with one reason as one entry, `{"row": "1-3", "why": ...}`, as the spreadsheet counts them."""
    found = []
    for why in dict.fromkeys(reasons.values()):
        for first, last in spans(row + 1 for row, reason in reasons.items() if reason == why):
            found.append((first, {"row": str(first) if first == last else f"{first}-{last}", "why": why}))
    return [entry for _, entry in sorted(found, key=lambda entry: entry[0])]
