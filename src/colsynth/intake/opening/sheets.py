"""What does opening a file give? Sheets of text with every cell at its address, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

Span = tuple[int, int, int, int]  # first row, first column, last row, last column, each from 0


@dataclass(frozen=True)
class Refusal:
    """Why a file or a sheet was not read, or what to know about it: found, expected, remedy; `cells` where."""

    found: str
    expected: str
    remedy: str
    sheet: str = ""
    cells: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet as text, by columns: `frame.iat[0, 0]` is A1, a blank cell is "". A text file has one without a name.

    The columns of `frame` are counted from 0 and so are its rows; all of them are of pandas' type `str`, which keeps a
    million rows in little memory. `merged` are the ranges of merged cells, of which the first cell holds the text.
    `is_hidden` sheets are not seen by who opens the workbook. `widest` is how many fields the longest line of a text
    file has, blank ones at its end too; 0 for a workbook. `padded` are the rows, by column, whose text had spaces
    around it, where that was looked for; `coloured`, cells in a colour that neither their row nor their column has.
    `is_from_1904`: a bare number that is a day counts from 1904, not from 1900.
    """

    name: str
    frame: pd.DataFrame
    merged: tuple[Span, ...] = ()
    is_hidden: bool = False
    widest: int = 0
    coloured: tuple[tuple[int, int], ...] = ()
    padded: Mapping[int, Sequence[int]] = field(default_factory=dict)
    is_from_1904: bool = False

    @property
    def places(self) -> range:
        """The columns' positions."""
        return range(self.frame.shape[1])

    @property
    def n_rows(self) -> int:
        """Rows down to the last cell that holds anything."""
        return len(self.frame)

    @property
    def n_columns(self) -> int:
        """Columns up to the last cell that holds anything."""
        return self.frame.shape[1]

    def rows(self, first: int, stop: int) -> list[list[str]]:
        """The cells of some rows, each row as long as the sheet is wide."""
        cells: list[list[str]] = self.frame.iloc[first:stop].to_numpy(dtype=object).tolist()
        return cells

    def column(self, place: int) -> pd.Series[str]:
        """All cells of a column."""
        found: pd.Series[str] = self.frame[place]
        return found


def frame_of(columns: list[list[str]] | list[pa.ChunkedArray], n_rows: int) -> pd.DataFrame:
    """Columns of text as the frame of a sheet."""
    arrays = [
        column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([pa.array(column, pa.large_string())])
        for column in columns
    ]
    frame: pd.DataFrame = pa.table(arrays, names=[str(at) for at in range(len(arrays))]).to_pandas()
    if not len(arrays):
        frame = pd.DataFrame(index=range(n_rows))
    frame.columns = pd.RangeIndex(len(arrays))
    return frame


@dataclass
class Opened:
    """What a file held: its sheets, what could not be read, what a reader should know, and what is no table.

    `left_out` are sheets that hold no cells, such as a chart, by name with the reason; "" stands for the whole file.
    """

    sheets: list[Sheet] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def refused(found: str, expected: str, remedy: str) -> Opened:
    """A file that was not read, in the three last beats of a message."""
    return Opened(refusals=[Refusal(found, expected, remedy)])
