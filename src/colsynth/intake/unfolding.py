"""How does a table on a sheet become records? One a row, or, on a wide sheet, one a row and measure.

Part columns keep their own names here (subject, tool, ethnicity_1); the values they make together come later.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from colsynth.intake.batch import Batch
from colsynth.intake.naming import WideHeader
from colsynth.intake.picture import picture_of
from colsynth.intake.sheets import Sheet
from colsynth.intake.table import Table, letter
from colsynth.reference.ethnicity import fold
from colsynth.settings import InputFile


def unfold(sheet: Sheet, table: Table, file: str, hint: InputFile | None) -> Batch:
    """The records of a table as texts, with the address of every cell kept."""
    matched = table.matched
    body = [sheet.cells[row - 1] for row in table.rows]
    rows = np.array(table.rows, dtype=np.int64)
    left_out = list(table.left_out)
    if matched.not_kept:
        names = ", ".join(table.headers[place] for place in sorted(matched.not_kept))
        left_out.append({"row": str(table.header_row), "why": f"columns not kept: {names}"})
    texts = {name: _column(body, place) for name, place in matched.columns.items()}
    letters: dict[str, str | np.ndarray[tuple[int], np.dtype[np.object_]]] = {
        name: letter(place) for name, place in matched.columns.items()
    }
    headers = {name: table.headers[place] for name, place in matched.columns.items()}
    for name, value in (hint.for_all if hint else {}).items():
        if not matched.register.has(name):
            continue
        texts[name] = [value] * len(body)
        letters[name] = ""
    frame = pd.DataFrame(texts, index=range(len(body)), dtype="str")
    if matched.wide:
        wide = {place: _column(body, place) for place in matched.wide}
        empty = [place for place, cells in wide.items() if not any(cells)]
        left_out += [
            {
                "row": str(table.header_row),
                "why": f"column {letter(place)} '{table.headers[place]}' has no value",
            }
            for place in empty
        ]
        filled = {place: cells for place, cells in wide.items() if place not in empty or len(empty) == len(wide)}
        frame, rows, wide_letters = _long(frame, rows, {p: matched.wide[p] for p in filled}, filled, letters)
        letters |= wide_letters
    batch = Batch(matched.register, file, sheet.name, frame, rows, letters, headers, left_out)
    batch.picture = picture_of(sheet, table)
    _apply_values(batch, hint)
    return batch


def _column(body: list[list[str]], place: int) -> list[str]:
    return [row[place] if place < len(row) else "" for row in body]


def _long(
    frame: pd.DataFrame,
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    meanings: dict[int, WideHeader],
    cells: dict[int, list[str]],
    letters: dict[str, str | np.ndarray[tuple[int], np.dtype[np.object_]]],
) -> tuple[
    pd.DataFrame,
    np.ndarray[tuple[int], np.dtype[np.int64]],
    dict[str, np.ndarray[tuple[int], np.dtype[np.object_]]],
]:
    """One record a row and (measure, term), in the order of the rows."""
    groups: dict[tuple[str, str], dict[str, int]] = {}
    for place, wide in meanings.items():
        groups.setdefault((wide.measure, wide.term or wide.when), {})[wide.part] = place
    parts = ("raw", "scale_score", "level")
    base = frame.drop(columns=[name for name in (*parts, "measure", "subject", "tool") if name in frame])
    kept_letters = {name: at for name, at in letters.items() if name in base}
    chunks, chunk_letters, order = [], [], []
    for at, ((measure, term), places) in enumerate(groups.items()):
        chunk = base.copy()
        chunk["measure"] = measure
        if term:
            chunk["term"] = term
            chunk["date"] = ""
        for part in parts:
            chunk[part] = pd.Series(cells[places[part]] if part in places else "", index=chunk.index, dtype="str")
        chunks.append(chunk)
        first = letter(next(iter(places.values())))
        chunk_letters.append({p: letter(places[p]) if p in places else first for p in parts} | {"measure": first})
        if term:
            chunk_letters[-1]["term"] = first
        order.append(np.arange(len(base)) * len(groups) + at)
    place_of = np.argsort(np.concatenate(order), kind="stable")
    joined = pd.concat(chunks, ignore_index=True).iloc[place_of].reset_index(drop=True)
    out: dict[str, np.ndarray[tuple[int], np.dtype[np.object_]]] = {}
    for name in (*parts, "measure", *(["term"] if "term" in joined else [])):
        plain = kept_letters.get(name, "")
        column = [np.full(len(base), found.get(name, plain), dtype=object) for found in chunk_letters]
        out[name] = np.concatenate(column)[place_of]
    return joined.fillna(""), np.tile(rows, len(groups))[place_of], out


def _apply_values(batch: Batch, hint: InputFile | None) -> None:
    """What the settings say a written value means, column by column; a level may stand in a column of results."""
    for name, meanings in (hint.values if hint else {}).items():
        exact = {fold(written): meant for written, meant in meanings.items()}
        for column in {name, "raw"} if batch.register.unfolds and name == "level" else {name}:
            if column in batch.texts:
                distinct = batch.texts[column].unique()
                said = {text: exact[fold(text)] for text in distinct if text and fold(text) in exact}
                batch.texts[column] = batch.texts[column].replace(said) if said else batch.texts[column]
