"""Which cells of a table may be shown?

A table declares its dimensions, its counts with their denominators and its population; protection takes
nothing else. For learners and survey respondents a number below the threshold is hidden, and with it
everything reckoned from it. Schools, meetings, goals and ratings placed by a school are never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from colsynth.errors import ProtectionError
from colsynth.findings.model import Population
from colsynth.protection.linked import Linked, hidden_in

PEOPLE: tuple[Population, ...] = ("learners", "respondents")
LEAST_LEARNERS = 10  # a share or a middle of fewer gives single learners back; a common rule


@dataclass(frozen=True)
class Counted:
    """A denominator, the count within it (if one is shown) and the columns reckoned from the two."""

    denominator: str
    count: str | None = None
    derived: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that falls with the denominator."""
        return tuple(c for c in (self.denominator, self.count, *self.derived) if c)


@dataclass(frozen=True)
class Table:
    """A result with what protection must know of it.

    `dimensions` say what a row is; `counted` holds what is about people; `plain` columns hold no number of
    people (words, targets, dates). `across` columns are reckoned from several counts of their row and fall with any of
    them. An empty cell is missing [x], in a column of `not_applicable` it is [z]. `linked` says how
    the rows of a table with totals add up, so that no hidden cell can be reckoned back from the others.
    """

    frame: pd.DataFrame
    dimensions: tuple[str, ...]
    population: Population
    counted: tuple[Counted, ...] = ()
    plain: tuple[str, ...] = field(default=())
    not_applicable: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    linked: Linked | None = None

    def __post_init__(self) -> None:
        denominators = dict.fromkeys(counted.denominator for counted in self.counted)  # one may hold several counts
        counted = [*denominators, *(c for counted in self.counted for c in counted.columns[1:])]
        declared = [*self.dimensions, *self.plain, *counted, *self.across]
        undeclared = [c for c in self.frame.columns if c not in declared]
        missing = [c for c in declared if c not in self.frame.columns]
        if undeclared or missing or len(set(declared)) != len(declared):
            raise ProtectionError(
                f"A table must declare every column once, or it is not shown. Not declared: {undeclared or 'none'}; "
                f"declared but absent: {missing or 'none'}."
            )
        if self.dimensions and self.frame.duplicated(list(self.dimensions)).any():
            raise ProtectionError(
                f"Two rows of a table are the same by {', '.join(self.dimensions)}: it is not a table of groups, and "
                "rows of single people are never shown."
            )
        if self.linked and not {self.linked.rows, self.linked.columns} <= set(self.dimensions):
            raise ProtectionError("A table with totals must name its two dimensions, or it is not shown.")


@dataclass(frozen=True)
class Protected:
    """The table as it may be shown: hidden cells are empty in `frame` and true in `hidden`."""

    frame: pd.DataFrame
    hidden: pd.DataFrame
    not_applicable: tuple[str, ...]
    people: tuple[tuple[str, str], ...]  # denominator and count ("" for none) of each count of people

    @property
    def n_hidden(self) -> int:
        """How many rows have at least one hidden cell."""
        return int(self.hidden.any(axis=1).sum())

    def cell(self, row: int, column: str, shown: str) -> str:
        """`shown`, or the mark for hidden [c], not applicable [z] or missing [x]."""
        if self.hidden[column].iloc[row]:
            return "[c]"
        if pd.isna(self.frame[column].iloc[row]):
            return "[z]" if column in self.not_applicable else "[x]"
        return shown

    def only(self, rows: pd.Series[bool]) -> Protected:
        """Some of the rows; what is hidden stays hidden."""
        frame, hidden = (part[rows.to_numpy(bool)].reset_index(drop=True) for part in (self.frame, self.hidden))
        return replace(self, frame=frame, hidden=hidden)

    def under(self, column: str, names: Mapping[str, str]) -> Protected:
        """The rows whose `column` says one of `names`, which then says the name given for it."""
        mine = self.only(self.frame[column].isin(names))
        return replace(mine, frame=mine.frame.assign(**{column: mine.frame[column].map(names)}))

    def spread(self, rows: Sequence[str], columns: str, count: str) -> Protected:
        """A long table with one row a line: `rows` name the line, and each name in `columns` is a column of `count`.

        A cell that is not there is not applicable [z].
        """
        names = list(dict.fromkeys(self.frame[columns]))
        lines = pd.MultiIndex.from_frame(self.frame[list(rows)].drop_duplicates())
        wide = {}
        for name in names:
            own = self.frame[columns] == name
            at = pd.MultiIndex.from_frame(self.frame.loc[own, list(rows)])
            wide[name] = (
                pd.Series(self.frame.loc[own, count].array, index=at).reindex(lines),
                pd.Series(self.hidden.loc[own, count].to_numpy(), index=at).reindex(lines, fill_value=False),
            )
        frame, hidden = lines.to_frame(index=False), pd.DataFrame(False, index=range(len(lines)), columns=list(rows))
        for name, (counts, few) in wide.items():
            frame[name], hidden[name] = counts.array, few.to_numpy()
        return Protected(frame, hidden, tuple(names), tuple((name, "") for name in names))


def protect(table: Table, threshold: int) -> Protected:
    """The table with every number hidden that would show fewer than `threshold` people.

    Hidden: a denominator from 1 to threshold-1; a count, or what is left of its denominator, from 1 to
    threshold-1; a count of none or of all (it tells about everyone in the group); a count in a denominator
    below ten learners; and everything derived from a hidden number. In a table with totals, enough more that none of
    these can be reckoned back (`linked`).

    Source: numbers under five suppressed (Ministry of Education, Kāhui Ako information sharing); that what
    is left of a group, or a whole group being alike, tells as much is common ground in disclosure control.
    """
    frame = table.frame.reset_index(drop=True).copy()
    hidden = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    if table.population in PEOPLE:
        least = max(threshold, LEAST_LEARNERS) if table.population == "learners" else threshold
        for counted in table.counted:
            n = frame[counted.denominator].astype("Float64")
            few = _is_few(n, threshold)
            unsafe = few | (n < least).fillna(False).to_numpy(bool)
            if counted.count:
                x = frame[counted.count].astype("Float64")
                same_for_all = ((x == 0) | (x == n)).fillna(False).to_numpy(bool)
                unsafe = unsafe | _is_few(x, threshold) | _is_few(n - x, threshold) | same_for_all
            unsafe &= (n != 0).fillna(True).to_numpy(bool)
            hidden[counted.denominator] |= few
            for column in counted.columns[1:]:
                hidden[column] |= unsafe
            for column in table.across:
                hidden[column] |= unsafe
        if table.linked:
            linked = table.linked
            others = [name for name in table.dimensions if name not in (linked.rows, linked.columns)]
            few = hidden_in(frame, linked, others, threshold)
            for column in (linked.count, *linked.derived):
                hidden[column] |= few
    for column in frame.columns:
        if hidden[column].any():
            frame[column] = frame[column].astype(object).where(~hidden[column], None)
            frame[column] = frame[column].convert_dtypes()
    people = tuple((c.denominator, c.count or "") for c in table.counted) if table.population in PEOPLE else ()
    return Protected(frame, hidden, table.not_applicable, people)


def _is_few(n: pd.Series[float], threshold: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return ((n > 0) & (n < threshold)).fillna(False).to_numpy(bool)
