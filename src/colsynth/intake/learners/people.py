"""Who is meant by a row, while names and birth dates are at hand? For linking alone; nothing of it is kept or shown."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.tables.table import Table
from colsynth.intake.values.dates import day_order, read_date
from colsynth.reference.ethnicity import fold

LEAST_WORDS = 2  # words that make a name one person's: a surname alone is a family's
_OTHER_NAMES = ("preferred", "known", "middle", "initial")  # headers of names that not every school writes
_PARTS = {"given": ("first", "given"), "family": ("last", "surname", "family")}  # words of headers of one part
_AT_COMMA = {"given": 1, "family": 0}  # which side of the comma in 'Ngata, Aroha'
_BETWEEN_WORDS = re.compile(r"[\s,;.()/\-–]+")


def read_people(sheet: Sheet, table: Table, rows: npt.NDArray[np.int64]) -> pd.DataFrame:
    """One row is one record: name (its words, folded and in order of the alphabet), given, family and birth.

    NA where unknown. `rows` gives the row of the sheet of each record. A name is known where it has two words or more,
    whatever their order and columns; its given and family part (words folded, as ordered), where headers or a comma
    tell them apart; a birth date, where it is a whole one.
    """
    columns: dict[str, list[tuple[str, pd.Series[str]]]] = {"names": [], "birth": []}
    for place, meant in sorted(table.matched.never_stored.items()):
        if meant in columns:
            cells = sheet.column(place).take(rows - 1).reset_index(drop=True)
            columns[meant].append((table.headers[place].casefold(), cells))
    if not any(columns.values()):
        return pd.DataFrame()
    legal = [cells for header, cells in columns["names"] if not any(word in header for word in _OTHER_NAMES)]
    name = _names(legal, len(rows))
    if len(legal) < len(columns["names"]) and name.isna().any():
        name = name.fillna(_names([cells for _, cells in columns["names"]], len(rows)))
    birth = pd.Series(None, index=range(len(rows)), dtype="str")
    for _, cells in columns["birth"]:
        texts = cells.unique()
        order = day_order(texts)
        days = {text: day.isoformat() for text in texts if text and (day := read_date(text, order))}
        birth = birth.fillna(cells.map(days).astype("str"))
    parts = {part: _part(columns["names"], part, len(rows)) for part in _PARTS}
    if len(legal) == 1 and all(cells.isna().all() for cells in parts.values()):
        parts = _at_comma(legal[0])
    return pd.DataFrame({"name": name, **parts, "birth": birth})


def _part(columns: list[tuple[str, pd.Series[str]]], part: str, n_records: int) -> pd.Series[str]:
    """The given or the family name, from the columns of legal names, else of others."""
    mine = [(header, cells) for header, cells in columns if any(word in header for word in _PARTS[part])]
    found = pd.Series(None, index=range(n_records), dtype="str")
    for _, cells in sorted(mine, key=lambda column: any(word in column[0] for word in _OTHER_NAMES)):
        found = found.fillna(_in_order(cells))
    return found


def _at_comma(cells: pd.Series[str]) -> dict[str, pd.Series[str]]:
    """Family and given name of 'Ngata, Aroha'."""
    told = cells.where(cells.str.count(",") == 1, ",")
    return {part: _in_order(told.map(lambda text, at=at: text.split(",")[at])) for part, at in _AT_COMMA.items()}


def _in_order(cells: pd.Series[str]) -> pd.Series[str]:
    return cells.map({text: " ".join(_words(text)) or None for text in cells.unique()}).astype("str")


def _names(columns: list[pd.Series[str]], n_records: int) -> pd.Series[str]:
    if not columns:
        return pd.Series(None, index=range(n_records), dtype="str")
    joined = columns[0]
    for cells in columns[1:]:
        joined = joined + " " + cells
    return joined.map({text: _folded(text) for text in joined.unique()}).astype("str")


def _folded(text: str) -> str | None:
    words = sorted(set(_words(text)))
    return " ".join(words) if len(words) >= LEAST_WORDS else None


def _words(text: str) -> list[str]:
    return [folded for word in _BETWEEN_WORDS.split(text) if (folded := fold(word))]
