"""Where is it on the sheet? Rows in a line as one span, and many cells as the ranges a spreadsheet writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

MOST_RANGES = 10_000  # ranges of cells kept of many like cases, for the annotated copy


def spans(rows: Iterable[int], gap: int = 1) -> list[tuple[int, int]]:
    """Row numbers as (first, last) of each run; rows up to `gap` apart are one run."""
    at = np.unique(np.fromiter(rows, dtype=np.int64))
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > gap)
    firsts, lasts = at[np.concatenate([[0], breaks + 1])], at[np.concatenate([breaks, [-1]])]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def as_ranges(rows_by_letter: Mapping[str, npt.NDArray[np.int64]]) -> str:
    """Rows of columns as a spreadsheet writes ranges: `D14:D20 F3`; a column without a letter gives whole rows."""
    told: list[str] = []
    for name, rows in rows_by_letter.items():
        for first, last in spans(rows):
            told.append(f"{name}{first}" if name and first == last else f"{name}{first}:{name}{last}")
    return " ".join(told[:MOST_RANGES])
