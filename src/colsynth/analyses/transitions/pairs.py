"""Which result of a learner lies just before a turn of the year, which just after it, and on what ruler?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.methods.change_apart import Alike, told_apart
from colsynth.methods.classes import Clustering, class_icc
from colsynth.methods.means import LEAST_FREE, spread_within

LEAST_LEARNERS = 10  # learners; of fewer nothing is said. As the protection of tables
LEAST_OF_FULLEST = 0.5  # of the learners of a year's fullest term; a term with fewer is a few late results. Our rule
SCORE, SHARE = "score", "share"  # kinds of ruler: points of a scale, or at the expectation or not
_TURN = ["student", "from_school", "to_school", "year_before", "year_after", "step", "was", "gender", "ethnicities"]

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Over:
    """The two terms on either side of a turn of the year."""

    before: str
    after: str


def over_turn(of_movers: pd.DataFrame, year: int) -> Over | None:
    """The last term of the old year and the first of the new `year` in which these learners have results; None without.

    `of_movers` are the results of those who change school. A term with fewer than half of the learners of the year's
    fullest one is passed over, so that one late result does not stand for a year.
    """
    n = of_movers.groupby("term").size()
    old, new = (n[n.index.str.startswith(str(y))].sort_index() for y in (year - 1, year))
    if old.empty or new.empty:
        return None
    before, after = (own[own >= LEAST_OF_FULLEST * own.max()].index for own in (old, new))
    return Over(str(before[-1]), str(after[0]))


def paired(turns: pd.DataFrame, results: pd.DataFrame, over: Over) -> pd.DataFrame:
    """One row is one learner over one turn of the year, with the result before and after: never to be shown.

    `turns` are those of one turn, `results` those of one measure. Columns: of `turns`; score_before, score_after
    (points), share_before, share_after (1 at the expectation, 0 not; empty where not told), class_before, class_after
    ("" where not known; those who moved and those who stayed never share one).
    """
    rows = turns[_TURN].reset_index(drop=True)
    found: dict[str, Any] = {name: rows[name] for name in _TURN}
    moved = np.where(rows["was"] == "moved on", "moved|", "stayed|").astype(object)
    for side, term in (("before", over.before), ("after", over.after)):
        own = results[results["term"] == term]
        at = pd.Index(own["student"]).get_indexer(pd.Index(rows["student"]))
        seen = at >= 0
        score = np.append(own["scale_score"].astype("Float64").to_numpy(float, na_value=np.nan), np.nan)[at]
        share = np.append(own["expected"].astype("boolean").to_numpy(float, na_value=np.nan), np.nan)[at]
        label = np.append(own["class_label"].to_numpy(object), "")[at]
        found |= {f"score_{side}": score, f"share_{side}": share}
        found[f"class_{side}"] = np.where(seen & (label != ""), moved + label, "")
    return pd.DataFrame(found)


def has_both(rows: pd.DataFrame, kind: str) -> pd.Series[bool]:
    """Whether a learner has a value of a kind before and after."""
    return rows[f"{kind}_before"].notna() & rows[f"{kind}_after"].notna()


def likeness(rows: pd.DataFrame, kind: str, seen: pd.DataFrame | None = None) -> Alike:
    """How alike learners of one class are in how they changed, by the class before and by the class after the turn.

    Where too few classes are told apart within a school and year level, each side has what `seen`, all results of the
    measure, say of classes in any one term: what a class adds to a result it adds to the change as well.
    """
    held = rows[has_both(rows, kind) & rows["was"].isin(["stayed", "moved on"])]
    change = (held[f"{kind}_after"] - held[f"{kind}_before"]).to_numpy(float)
    labels = [held[f"class_{side}"].to_numpy(object) for side in ("before", "after")]
    sides = (("from_school", "year_before"), ("to_school", "year_after"))
    strata = [(held["was"] + "|" + held[a] + "|" + held[b].astype("str")).to_numpy(object) for a, b in sides]
    told = Alike(*(class_icc(change, own, of) for own, of in zip(labels, strata, strict=True)))
    if told.before is not None and told.after is not None:
        return told_apart(labels[0], labels[1], strata[0], strata[1], told)
    usual = None if seen is None or not len(change) else _of_one_term(change, labels, strata, seen, kind)
    return Alike(told.before or usual, told.after or usual)


def _of_one_term(
    change: Numbers, labels: Sequence[Labels], strata: Sequence[Labels], seen: pd.DataFrame, kind: str
) -> Clustering | None:
    """What classes add to results of one term, as a part of how changes spread."""
    value = "scale_score" if kind == SCORE else "expected"
    known = seen[seen[value].notna()]
    result = known[value].astype("Float64")
    usual = result.groupby([known["term"], known["year_level"]], dropna=False).transform("mean")
    y = (result - usual).to_numpy(float)
    stratum = (known["school"] + "|" + known["term"]).to_numpy(object)
    label = (known["class_label"] + "|" + known["term"]).where(known["class_label"] != "", "").to_numpy(object)
    found = class_icc(y, label, stratum)
    if found is None:
        return None
    added = found.icc * spread_within(y, stratum)
    cells = np.array(["|".join(of) for of in zip(*strata, *labels, strict=True)], dtype=object)
    apart = spread_within(change, cells if len(change) - len(set(cells)) >= LEAST_FREE else strata[0])
    together = apart + 2 * added
    return replace(found, icc=float(added / together) if together > 0 else 0.0)


def framed(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """The rows as a frame with its columns and their types; a text that a row does not have is ""."""
    texts = {c: "" for c, dtype in columns.items() if dtype == "str"}
    return pd.DataFrame([texts | dict(row) for row in rows], columns=list(columns)).astype(dict(columns))
