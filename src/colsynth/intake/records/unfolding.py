"""How does a table on a sheet become records? One a row, or, on a wide sheet, one a row and thing its headers name.

Part columns keep their own names here (subject, tool, ethnicity_1); the values they make together come later.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.intake.opening.apart.letters import letter
from colsynth.intake.opening.sheets import Sheet
from colsynth.intake.records.batch import Batch
from colsynth.intake.records.given import Told
from colsynth.intake.tables.picture import picture_of
from colsynth.intake.tables.table import Table
from colsynth.intake.tables.wide import Wide
from colsynth.reference.ethnicity import fold
from colsynth.settings import InputFile

Letters = dict[str, str | npt.NDArray[np.object_]]
_STANDS_FOR = re.compile(r"\{(sheet|title|group)\}")


def unfold(sheet: Sheet, table: Table, file: str, hint: InputFile | None, told: Told) -> Batch:
    """The records of a table as texts, with the address of every cell kept; `told` is what title and name give."""
    matched = table.matched
    at = table.rows - 1
    left_out = list(table.left_out)
    if matched.not_kept:
        names = ", ".join(table.headers[place] for place in sorted(matched.not_kept))
        left_out.append({"row": str(table.header_row), "why": f"columns not kept: {names}"})
    texts: dict[str, Any] = {name: _column(sheet, place, at) for name, place in matched.columns.items()}
    letters: Letters = {name: letter(place) for name, place in matched.columns.items()}
    headers = {name: table.headers[place] for name, place in matched.columns.items()}
    for name, places in matched.otherwise.items():
        for place in places if name in texts else ():
            blank = texts[name].eq("").to_numpy(dtype=bool)
            texts[name] = texts[name].where(~blank, _column(sheet, place, at))
            letters[name] = np.where(blank, letter(place), letters[name])
    for name in hint.fill_down if hint else ():
        if name in texts:
            texts[name] = texts[name].replace("", None).ffill().fillna("")
    for name, value in (hint.for_all if hint else {}).items():
        if matched.register.has(name):
            texts[name] = _given(value, sheet, table)
            letters[name] = ""
    for name, (value, address) in told.items():
        texts[name], letters[name] = [value] * len(at), ""
        headers[name] = address or sheet.name
    frame = pd.DataFrame(texts, index=range(len(at)), dtype="str")
    rows = table.rows
    if matched.wide:
        wide, empty = _filled(sheet, matched.wide, at)
        for place in empty:
            why = f"column {letter(place)} '{table.headers[place]}' has no value"
            left_out.append({"row": str(table.header_row), "why": why})
        frame, rows, letters = _long(frame, rows, {place: matched.wide[place] for place in wide}, wide, letters)
    batch = Batch(matched.register, file, sheet.name, frame, rows, letters, headers, left_out)
    batch.picture, batch.is_from_1904 = picture_of(sheet, table), sheet.is_from_1904
    batch.cells = {name: address for name, (_, address) in told.items() if address}
    _apply_values(batch, hint)
    return batch


def _column(sheet: Sheet, place: int, at: npt.NDArray[np.int64]) -> pd.Series[str]:
    """The cells of a column on some rows; a cell merged downwards holds for every row that it covers."""
    cells = sheet.column(place)
    covers = [(top, bottom) for top, left, bottom, right in sheet.merged if left <= place <= right and bottom > top]
    if covers:
        cells = cells.copy()
        for top, bottom in covers:
            cells.iloc[top : bottom + 1] = str(cells.iat[top]) if top < len(cells) else ""
    return cells.take(at).reset_index(drop=True)


def _given(value: str, sheet: Sheet, table: Table) -> pd.Series[str] | list[str]:
    """A value that holds for every row, with what stands for the sheet's name, the title or the line above a row."""
    if "{group}" not in value:
        stands = {"sheet": sheet.name, "title": table.title[0]}
        return [_STANDS_FOR.sub(lambda found: stands[found[1]], value)] * len(table.rows)
    starts = np.array(sorted(table.groups), dtype=np.int64)
    of_row = np.searchsorted(starts, table.rows) - 1
    lines = [table.groups[int(start)] for start in starts]
    return [value.replace("{group}", lines[at]) if at >= 0 else "" for at in of_row]


def _filled(
    sheet: Sheet, wide: dict[int, Wide], at: npt.NDArray[np.int64]
) -> tuple[dict[int, pd.Series[str]], list[int]]:
    """(the cells of wide columns, the columns without any value); where none has a value all are kept."""
    cells = {place: _column(sheet, place, at) for place in sorted(wide)}
    empty = [place for place, column in cells.items() if not column.ne("").any()]
    if len(empty) == len(cells):
        return cells, []
    return {place: column for place, column in cells.items() if place not in empty}, empty


def _long(
    frame: pd.DataFrame,
    rows: npt.NDArray[np.int64],
    meanings: dict[int, Wide],
    cells: dict[int, pd.Series[str]],
    letters: Letters,
) -> tuple[pd.DataFrame, npt.NDArray[np.int64], Letters]:
    """One record a row and thing that headers name, in the order of the rows."""
    groups: dict[tuple[tuple[str, str], ...], dict[str, int]] = {}
    for place, wide in meanings.items():
        groups.setdefault(wide.fields, {})[wide.cell] = place
    said = list(dict.fromkeys(name for fields in groups for name, _ in fields))
    parts = list(dict.fromkeys(wide.cell for wide in meanings.values()))
    if "raw" in parts or {"scale_score", "level"} & set(parts):
        parts = [*dict.fromkeys(("raw", *parts))]
    n, g = len(frame), len(groups)
    repeated = np.repeat(np.arange(n), g)
    long = frame.drop(columns=[name for name in (*said, *parts) if name in frame and name != "term"])
    long = long.take(repeated).reset_index(drop=True)
    out: Letters = {}
    for name, at in letters.items():
        out[name] = at if isinstance(at, str) else at[repeated]
    firsts = np.array([letter(min(places.values())) for places in groups.values()], dtype=object)
    for name in said:
        values = pd.Series([dict(fields).get(name, "") for fields in groups], dtype="str")
        column = values.take(np.tile(np.arange(g), n)).reset_index(drop=True)
        if name == "term" and name in long:
            own = long[name]
            column, is_own = column.where(column.ne(""), own), column.eq("").to_numpy(dtype=bool)
            out[name] = np.where(is_own, np.full(n * g, out[name], dtype=object), np.tile(firsts, n))
        else:
            out[name] = np.tile(firsts, n)
        long[name] = column
        if name == "term" and "date" in long:
            long["date"] = long["date"].where(values.eq("").take(np.tile(np.arange(g), n)).to_numpy(dtype=bool), "")
    blank = pd.Series("", index=range(n), dtype="str")
    for part in parts:
        chosen = [cells[places[part]] if part in places else blank for places in groups.values()]
        joined = pd.concat(chosen, ignore_index=True)
        long[part] = joined.take(np.arange(n * g).reshape(g, n).T.ravel()).reset_index(drop=True)
        lettered = [letter(places.get(part, min(places.values()))) for places in groups.values()]
        out[part] = np.tile(np.array(lettered, dtype=object), n)
    return long, np.repeat(rows, g), out


def _apply_values(batch: Batch, hint: InputFile | None) -> None:
    """What the settings say a written value means, column by column; a level may stand in a column of results."""
    for name, meanings in (hint.values if hint else {}).items():
        exact = {_or_blank(fold(written)): _or_blank(meant) for written, meant in meanings.items()}
        for column in {name, "raw"} if batch.register.gives_results and name == "level" else {name}:
            if column in batch.texts:
                distinct = batch.texts[column].unique()
                said = {text: exact[fold(text)] for text in distinct if fold(text) in exact}
                batch.texts[column] = batch.texts[column].replace(said) if said else batch.texts[column]


def _or_blank(text: str) -> str:
    """The word that stands for nothing in a cell."""
    return "" if text.casefold() == "blank" else text
