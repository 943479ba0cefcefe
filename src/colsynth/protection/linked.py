"""Which cells of a table with totals must be hidden, so that no small number can be reckoned back from the rest?

The attacker reads the page: every shown cell and total, that lines add up, the threshold, that [c] is a number above
none (none is always shown as 0), and this rule. What somebody knows beside the page is not reckoned with: a school that
knows a whole line of its own can take it away from a total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

from colsynth.errors import ProtectionError

Counts = npt.NDArray[np.int64]
Hidden = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

_WHOLE = 1e-6  # learners: a solver's answer this near a whole number is that number
_MARGIN, _TOTAL = 6.0, 20.0  # cells: what hiding the total of a line, and of the table, is worth
_LEAST_FIRST = 1e-4  # cells a learner: of equal patterns the one that hides fewer learners
_MANY = 60  # hidden cells, above which no second look is taken for one hidden in vain


@dataclass(frozen=True)
class Linked:
    """How a long table is one with totals: `rows` and `columns` name its two dimensions, `count` what is added up.

    A row of the frame is one cell; where a dimension says `total` it is the total of a line. Either every line of a
    dimension has its total, or none has and they are not shown. A cell that is not there is none. `derived` columns are
    reckoned from the count and fall with it. `withheld` names a column that is true for numbers that are hidden
    elsewhere, however large. Other dimensions of the table tell one such table from the next.
    """

    rows: str
    columns: str
    count: str
    total: str
    derived: tuple[str, ...] = ()
    withheld: str = ""


def hidden_in(frame: pd.DataFrame, linked: Linked, others: list[str], threshold: int) -> Hidden:
    """True for every row of a long frame whose count is to hide; `others` are the dimensions that tell tables apart.

    ProtectionError where the totals are not those of the cells.
    """
    hidden = np.zeros(len(frame), dtype=bool)
    if frame.empty:
        return hidden
    tables = frame.groupby(others, sort=False, dropna=False).indices.values() if others else [np.arange(len(frame))]
    for places in tables:
        rows, columns = (frame[name].iloc[places].to_numpy(object) for name in (linked.rows, linked.columns))
        row_of, column_of = (_last(names, linked.total) for names in (rows, columns))
        shape = len(row_of), len(column_of)
        at = [row_of[name] for name in rows], [column_of[name] for name in columns]
        given, withheld = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
        given[at] = frame[linked.count].iloc[places].astype("int64")
        withheld[at] = frame[linked.withheld].iloc[places].to_numpy(bool) if linked.withheld else False
        unshown = np.zeros(shape, dtype=bool)
        unshown[-1, :] = linked.total not in rows
        unshown[:, -1] |= linked.total not in columns
        full = with_totals(given[:-1, :-1])
        if not np.array_equal(full[~unshown], given[~unshown]):
            raise ProtectionError("The totals of a table are not those of its cells, so what to hide cannot be told.")
        hidden[places] = hide(full[:-1, :-1], threshold, withheld, unshown)[at]
    return hidden


def _last(names: npt.NDArray[np.object_], total: str) -> dict[object, int]:
    """The place of each name in the order they come, the total last whether it is there or not."""
    lines = [name for name in dict.fromkeys(names) if name != total]
    return {name: place for place, name in enumerate([*lines, total])}


@dataclass(frozen=True)
class Bounds:
    """The least and the most that every cell and total can be, to one who sees what is shown; inf is no end."""

    low: Reals
    high: Reals


def with_totals(counts: npt.ArrayLike) -> Counts:
    """The counts with the totals of their rows as a last column and of their columns as a last row.

    ValueError for what is no table of whole numbers from 0.
    """
    cells = np.asarray(counts)
    if cells.ndim != 2 or not cells.size or cells.dtype.kind not in "iu" or (cells < 0).any():
        raise ValueError("a table of counts has rows and columns of whole numbers from 0")
    wide = np.column_stack([cells, cells.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)]).astype(np.int64)


def hide(
    counts: npt.ArrayLike, threshold: int, withheld: Hidden | None = None, unshown: Hidden | None = None
) -> Hidden:
    """True for every cell and total to hide; the totals are the last column and the last row.

    Hidden are numbers from 1 to threshold-1, and with each of them enough others that `unsafe` finds nothing: for every
    hidden cell the attacker's range is at least `threshold` wide, and for a small one it also reaches below it, unless
    it is the least that can be (1, or for a total one for each of its cells). So no range ends below the threshold.
    Others are taken cheapest first: cells, then totals of lines, then the total of all, along rings of the table on
    which one number can rise while others give way. Where that fails, everything but 0 is hidden. What is `withheld`
    is hidden from the start and kept as open as a small number; totals that are `unshown` are nobody's to protect.

    Source: rings of hidden cells in tables with totals: Kelly, Golden and Assad, Networks 1992;22:397. Differs from it:
    one ring at a time, so the pattern is safe but need not be the smallest; that it is safe is tried by an attacker.
    """
    full = with_totals(counts)
    nowhere = np.zeros(full.shape, dtype=bool)
    kept, free = (nowhere if mask is None else mask & (full > 0) for mask in (withheld, unshown))
    first = (((full > 0) & (full < threshold)) | kept) & ~free
    hidden = first | free
    table, shifts = _Table(full), list[_Shift]()
    for cell in sorted(zip(*np.nonzero(first), strict=True), key=lambda cell: (int(full[cell]), cell)):
        for direction, learners in table.asked(cell, threshold):
            ring = table.ring(hidden, cell, direction, learners)
            if ring is None:
                return full > 0
            hidden[tuple(np.array(ring).T)] = True
            shifts.append(table.shift(ring, direction * learners))
    if hidden.sum() <= _MANY:
        hidden = _less(table, hidden, first, free, threshold)
    return full > 0 if (unsafe(full, hidden, threshold, shifts) & ~free).any() else hidden


def bounds(full: Counts, hidden: Hidden) -> Bounds:
    """What the attacker can say of every cell of a table with totals: linear programs over the equations of its lines.

    Their ends are whole numbers, so an attacker who tries whole tables learns no more.
    """
    low, high = full.astype(float), full.astype(float)
    if hidden.any():
        attack = _Attack(full, hidden)
        for i, cell in enumerate(attack.cells):
            low[cell], high[cell] = attack.end(i, -1), attack.end(i, 1)
    return Bounds(low, high)


def unsafe(full: Counts, hidden: Hidden, threshold: int, shifts: Sequence[_Shift] = ()) -> Hidden:
    """True for every hidden cell that the attacker can bound too tightly, and for every small one that is shown.

    Tables that agree with everything shown are witnesses: two of them prove that a cell may be either, so most cells
    need no program of their own. `shifts` from the true table may be such tables, and are believed only where they are.
    A program that fails proves nothing, and its cell is unsafe.
    """
    found = (full > 0) & (full < threshold) & ~hidden
    if not hidden.any():
        return found
    attack = _Attack(full, hidden)
    for shift in shifts:
        attack.see(shift)
    for i, cell in enumerate(attack.cells):
        for sign in (1, -1):
            if not attack.proven(i, threshold):
                attack.end(i, sign)
        found[cell] = not attack.proven(i, threshold)
    return found


@dataclass(frozen=True)
class _Shift:
    """What is added to some cells of a table to have another."""

    rows: Counts
    columns: Counts
    learners: Counts


class _Attack:
    """One who sees a table, and every table found so far that agrees with what is shown."""

    def __init__(self, full: Counts, hidden: Hidden) -> None:
        rows, columns = np.nonzero(hidden)
        self.cells = list(zip(rows.tolist(), columns.tolist(), strict=True))
        self.true = full[hidden].astype(float)
        self.place = np.full(full.shape, -1)
        self.place[hidden] = np.arange(len(rows))
        self.signs = _signs(full.shape)
        self.floor = _floor(full)[hidden]
        self.least, self.most = self.true.copy(), self.true.copy()
        signs = np.concatenate([self.signs[hidden]] * 2)
        lines, places = np.concatenate([rows, full.shape[0] + columns]), np.tile(np.arange(len(rows)), 2)
        shape = (sum(full.shape), len(rows))
        self.lines = csr_array((signs, (lines, places)), shape=shape)
        self.sums = self.lines @ self.true

    def see(self, shift: _Shift) -> None:
        """Take the shifted table for a witness where all that is shown stays, lines add up and nothing becomes none."""
        at = self.place[shift.rows, shift.columns]
        signed = shift.learners * self.signs[shift.rows, shift.columns]
        lines = [np.bincount(names, weights=signed) for names in (shift.rows, shift.columns)]
        if (at < 0).any() or len(set(at.tolist())) < len(at) or any(line.any() for line in lines):
            return
        shifted = self.true[at] + shift.learners
        if (shifted >= 1).all():
            self.least[at], self.most[at] = np.minimum(self.least[at], shifted), np.maximum(self.most[at], shifted)

    def end(self, i: int, sign: int) -> float:
        """The most (`sign` 1) or the least (-1) that one hidden cell can be; its own number where the program fails."""
        aim = np.zeros(len(self.true))
        aim[i] = -sign
        done = linprog(aim, A_eq=self.lines, b_eq=self.sums, bounds=(1, None), method="highs")
        if done.status not in (0, 3):
            done = linprog(aim, A_eq=self.lines, b_eq=self.sums, bounds=(1, None), options={"presolve": False})
        if done.status == 3:
            self.most[i] = np.inf
            return np.inf
        if done.status != 0:
            return float(self.true[i])
        witness = np.round(done.x)
        if np.abs(witness - done.x).max() > _WHOLE or np.abs(self.lines @ witness - self.sums).max() > _WHOLE:
            return float(self.true[i])
        self.least, self.most = np.minimum(self.least, witness), np.maximum(self.most, witness)
        return float(witness[i])

    def proven(self, i: int, threshold: int) -> bool:
        """Whether the tables found so far leave enough open about one cell."""
        wide = self.most[i] - self.least[i] >= threshold
        return bool(wide and (not self.floor[i] < self.true[i] < threshold or self.least[i] < self.true[i]))


def _floor(full: Counts) -> Counts:
    """The least each number can be to one who sees where none is: one, and for a total one for each of its cells."""
    return with_totals((full[:-1, :-1] > 0).astype(np.int64))


def _signs(shape: tuple[int, ...]) -> Reals:
    """1 for a cell and the total of all, -1 for the total of a line: so that every line adds up to none."""
    signs = np.ones(shape)
    signs[-1, :] = signs[:, -1] = -1
    signs[-1, -1] = 1
    return signs


class _Table:
    """A table with totals, and the rings of it."""

    def __init__(self, full: Counts) -> None:
        self.full, self.signs, self.floor = full, _signs(full.shape), _floor(full)
        self.worth = 1 + full * _LEAST_FIRST  # of hiding a cell
        self.worth[-1, :] += _MARGIN
        self.worth[:, -1] += _MARGIN
        self.worth[-1, -1] += _TOTAL

    def asked(self, cell: tuple[int, int], threshold: int) -> list[tuple[int, int]]:
        """By how many learners a number that must be hidden has to be free to rise (1) and to fall (-1)."""
        spare = int(self.full[cell] - self.floor[cell])
        fall = min(1 if self.full[cell] < threshold else threshold, spare)
        return [(1, threshold), *([(-1, fall)] if fall else [])]

    def ring(
        self, hidden: Hidden, cell: tuple[int, int], direction: int, learners: int, only: bool = False
    ) -> list[tuple[int, int]] | None:
        """The cheapest ring of cells along which `cell` can rise (1) or fall (-1) by so many; None where there is none.

        From cell to cell a ring turns between row and column, and what is added at one is taken at the next. A number
        that is taken from keeps at least one. `only`: of hidden cells alone.
        """
        n_rows, usable = self.full.shape[0], hidden if only else self.full > 0
        added = direction * self.signs[cell]  # to the signed number from a row to a column; taken on the way back
        start, goal = n_rows + cell[1], cell[0]
        best, came, queue = {start: 0.0}, {start: start}, [(0.0, start)]
        while queue:
            cost, node = heappop(queue)
            if node == goal:
                break
            if cost > best[node]:
                continue
            back = node >= n_rows
            line = (slice(None), node - n_rows) if back else (node, slice(None))
            offset, own, step = (0, cell[0], -added) if back else (n_rows, cell[1], added)
            free = usable[line] & ((step * self.signs[line] > 0) | (self.full[line] > learners))
            if node in (start, goal):
                free[own] = False  # the cell itself
            costs = np.where(hidden[line], 0.0, self.worth[line])
            for place in np.nonzero(free)[0].tolist():
                reached = cost + float(costs[place]) + 1e-9  # of equal rings the shorter
                if reached < best.get(offset + place, np.inf):
                    best[offset + place], came[offset + place] = reached, node
                    heappush(queue, (reached, offset + place))
        if goal not in best:
            return None
        ring, node = [cell], goal
        while node != start:
            before = came[node]
            ring.append((min(node, before), max(node, before) - n_rows))
            node = before
        return ring

    def shift(self, ring: list[tuple[int, int]], learners: int) -> _Shift:
        """So many learners more in the first cell of a ring, and what every line then gives or takes."""
        rows, columns = np.array(ring).T
        signs = self.signs[rows, columns]
        turns = np.resize([1, -1], len(ring)) * signs * signs[0]
        return _Shift(rows, columns, (turns * learners).astype(np.int64))


def _less(table: _Table, hidden: Hidden, first: Hidden, free: Hidden, threshold: int) -> Hidden:
    """The pattern without cells that no ring needs, the dearest first."""
    extra = zip(*np.nonzero(hidden & ~first & ~free), strict=True)
    for cell in sorted(extra, key=lambda cell: (-table.worth[cell], cell)):
        fewer = hidden.copy()
        fewer[cell] = False
        if _rings_hold(table, fewer, first, free, threshold):
            hidden = fewer
    return hidden


def _rings_hold(table: _Table, hidden: Hidden, first: Hidden, free: Hidden, threshold: int) -> bool:
    """Whether every hidden cell that is to be protected has its rings among the hidden."""
    for cell in zip(*np.nonzero(hidden & ~free), strict=True):
        if first[cell]:
            asked = table.asked(cell, threshold)
            if any(table.ring(hidden, cell, way, by, only=True) is None for way, by in asked):
                return False
        elif all(table.ring(hidden, cell, way, threshold, only=True) is None for way in (1, -1)):
            return False
    return True
