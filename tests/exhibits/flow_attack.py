"""One who reads the flows and the moves of a chapter side by side, and communities of moves drawn from a number."""

from __future__ import annotations

import random

import numpy as np
from made_chapters import Row, Sheets, number
from scipy.optimize import linprog

from colsynth.analyses.transitions.kinds import KINDS, PLANNED, moves_by_kind
from colsynth.exhibits import Chapter
from colsynth.exhibits.transitions_flows import told
from colsynth.exhibits.transitions_moves import _protected

ALL = "All"
SPANS = {"9901": (1, 6), "9902": (1, 8), "9903": (7, 8), "9904": (9, 13), "9905": (1, 6)}
Key = tuple[str, ...]


def drawn_sheets(seed: int) -> Sheets:
    """Groups of learners who stayed, moved on, left, came, or moved in May, of one to twenty each."""
    draw = random.Random(seed)
    rows: Sheets = {"schools": [], "students": [], "moves": []}
    for code, (low, high) in SPANS.items():
        rows["schools"].append({"School number": code, "School name": code, "Year from": low, "Year to": high})

    def at(learner: int, school: str, first: str, last: str | None, level: int) -> None:
        row: Row = {"NSN": number(learner), "School number": school, "Entry date": first, "Year level": level}
        rows["students"].append(row | ({"Exit date": last} if last else {}))

    learner = 0
    for _ in range(draw.randint(3, 40)):
        kind, many = draw.choice("sssspppplaw"), draw.choice([1, 1, 2, 3, 5, 8, 20])
        here, other = draw.sample(list(SPANS), 2)
        low, high = SPANS[here]
        level = draw.randint(low, high)
        for _ in range(many):
            learner += 1
            if kind == "s":
                at(learner, here, "2020-02-03", None, level)
            elif kind == "p":
                at(learner, here, "2020-02-03", "2024-12-16", high)
                next_ones = [code for code, (a, b) in SPANS.items() if a <= high + 1 <= b]
                if next_ones and draw.random() < 0.8:
                    there = draw.choice(next_ones)
                    at(learner, there, "2025-02-03", None, high + 1)
                    if draw.random() < 0.5:
                        told_of: Row = {"NSN": number(learner), "From school": here, "To school": there}
                        first = draw.choice(["2025-02-03", "2025-02-03", "2025-02-04"])
                        rows["moves"].append(told_of | {"Date left": "2024-12-16", "Date entered": first})
            elif kind == "l":
                at(learner, here, "2020-02-03", draw.choice(["2024-12-16", "2025-06-01"]), level)
            elif kind == "a":
                at(learner, here, draw.choice(["2025-02-03", "2025-05-05"]), None, draw.choice([low, level]))
            else:
                at(learner, here, "2020-02-03", "2025-05-02", level)
                at(learner, other, "2025-05-05", None, level)
    return rows


class Attack:
    """Every number of both tables, hidden or not, and the sums that a reader knows to hold."""

    def __init__(self, chapter: Chapter) -> None:
        self.true: dict[Key, int] = {}
        self.open: dict[Key, int] = {}  # hidden, with the least it can be
        self.sums: list[dict[Key, int]] = []  # each adds up to none
        year = int(chapter.turns["year"].max())
        self._flows(chapter, year)
        self._moves(chapter, year)

    def _flows(self, chapter: Chapter, year: int) -> None:
        seen = told(chapter, year)
        for row, hidden in zip(seen.found.to_dict("records"), seen.table.hidden["n"], strict=True):
            self._add(("flow", row["step"], row["from_school"], row["to_school"]), row["n"], hidden, 1)
        for step, own in seen.found.groupby("step"):
            sides = [[name for name in own[end].unique() if name != ALL] for end in ("from_school", "to_school")]
            for here in [*sides[0], ALL]:
                self._sum([("flow", step, here, there) for there in sides[1]], ("flow", step, here, ALL))
            for there in [*sides[1], ALL]:
                self._sum([("flow", step, here, there) for here in sides[0]], ("flow", step, ALL, there))

    def _moves(self, chapter: Chapter, year: int) -> None:
        found = moves_by_kind(chapter.moves, year)
        table = _protected(chapter, found)
        few = set(found.loc[table.hidden["n"] & (found["told_by"] == ALL), "kind"])
        for row, hidden in zip(found.to_dict("records"), table.hidden["n"], strict=True):
            self._add(("move", row["kind"], row["told_by"]), row["n"], hidden, 0 if row["kind"] in few else 1)
        sources = [name for name in found["told_by"].unique() if name != ALL]
        for kind in found["kind"].unique():
            total: Key = ("move", kind, ALL)
            self._sum([("move", kind, source) for source in sources], total)
            ends = {KINDS["arrived"]: ("", ALL), KINDS["left"]: (ALL, "")}.get(kind)
            flows = [key for key in self.true if key[0] == "flow"]
            if kind.startswith(PLANNED):
                step = kind.removeprefix(PLANNED)
                inner = [key for key in flows if key[1] == step and {"", ALL}.isdisjoint(key[2:])]
                if sum(self.true[key] for key in inner) == self.true[total]:
                    self._sum(inner, total)
            elif ends is not None:
                stepped = [key for key in flows if key[2:] == ends]
                rest = self.true[total] - sum(self.true[key] for key in stepped)
                if rest >= 0:  # who came or left otherwise
                    self._add(("rest", kind), rest, True, 0)
                    self._sum([*stepped, ("rest", kind)], total)

    def _add(self, key: Key, n: int, hidden: bool, least: int) -> None:
        self.true[key] = int(n)
        if hidden:
            self.open[key] = min(least, int(n))

    def _sum(self, parts: list[Key], total: Key) -> None:
        self.sums.append({**{key: 1 for key in parts if key in self.true}, total: -1})

    def narrow(self, threshold: int) -> list[tuple[Key, float, float]]:
        """Hidden numbers from 1 to threshold-1 that can be bounded to fewer than `threshold` further numbers."""
        names = list(self.open)
        lines = np.array([[line.get(key, 0) for key in names] for line in self.sums], dtype=float)
        known = [-sum(w * self.true[key] for key, w in line.items() if key not in self.open) for line in self.sums]
        found = []
        for at, key in enumerate(names):
            if not 0 < self.true[key] < threshold:
                continue
            ends = []
            for sign in (1, -1):
                aim = sign * np.eye(len(names))[at]
                limits = [(self.open[name], None) for name in names]
                done = linprog(aim, A_eq=lines, b_eq=known, bounds=limits, method="highs")
                assert done.status in (0, 3)
                ends.append(np.inf if done.status == 3 else round(float(done.x[at])))
            if ends[1] - ends[0] < threshold:
                found.append((key, ends[0], ends[1]))
        return found
