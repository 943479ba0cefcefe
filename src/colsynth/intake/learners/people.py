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
_BETWEEN_WORDS = re.compile(r"[\s,;.()/\-–]+")


def read_people(sheet: Sheet, table: Table, rows: npt.NDArray[np.int64]) -> pd.DataFrame:
    """One row is one record: `name` (its words, folded and in order of the alphabet) and `birth`; NA where unknown.

    `rows` gives the row of the sheet of each record. A name is known where it has two words or more, whatever their
    order and columns; a birth date, where it is a whole one.
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
    return pd.DataFrame({"name": name, "birth": birth})


def _names(columns: list[pd.Series[str]], n_records: int) -> pd.Series[str]:
    if not columns:
        return pd.Series(None, index=range(n_records), dtype="str")
    joined = columns[0]
    for cells in columns[1:]:
        joined = joined + " " + cells
    return joined.map({text: _folded(text) for text in joined.unique()}).astype("str")


def _folded(text: str) -> str | None:
    words = sorted({folded for word in _BETWEEN_WORDS.split(text) if (folded := fold(word))})
    return " ".join(words) if len(words) >= LEAST_WORDS else None
