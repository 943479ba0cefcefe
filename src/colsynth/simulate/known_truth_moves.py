"""Learners over one turn of the year whose truth is known: some change school, others of the same age stay.

Every draw keeps the schools as they are and draws classes and learners anew. A learner's score is what the learner
brings and what the class of that year adds; over the summer everyone loses alike, and those who move may dip beyond it.
All sizes are in standard deviations of a year group, which is `SD` points of the scale.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from colsynth.simulate.known_truth import Flags, Numbers, seen_again

MEAN, SD = 1400.0, 50.0  # points of the scale, at the younger year level
BEFORE, AFTER, LATER = "2025-T4", "2026-T1", "2026-T3"
LEVEL = 6  # year level before the turn


@dataclass(frozen=True)
class Community:
    """Schools at a turn of the year: those that send all of a year level, those that receive them, those that keep it.

    Each of `feeders` and `keepers` has `classes` classes of `size` learners; `sizes` are the learners each feeder
    sends, where they are not alike. With `beside` the years one up and one down stay instead, at feeders and receivers.
    `others` are younger year levels, at feeders and keepers, which are tested too.
    """

    feeders: int = 4
    receivers: int = 2
    keepers: int = 3
    classes: int = 2
    size: int = 25
    sizes: tuple[int, ...] = ()
    beside: bool = False
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Truth:
    """What a summer does: `growth` and `summer` to everyone, `dip` to those who move (`of_feeder`: to one feeder's).

    `icc` is how alike learners of one class are, `steady` how alike a learner's two results; `regained` the part of the
    dip that is made up by `LATER` (None: nobody is measured then). Of those who move, `lost` is the share not seen
    again: by chance, or with `by_score` those with low scores first, who would have dipped `deeper` as well.
    """

    icc: float = 0.0
    steady: float = 0.8
    growth: float = 0.5
    summer: float = -0.2
    dip: float = 0.0
    of_feeder: dict[int, float] = field(default_factory=dict)
    regained: float | None = None
    lost: float = 0.0
    by_score: bool = False
    deeper: float = 0.0


@dataclass(frozen=True)
class Turned:
    """One cohort: `turns` and `results` as the chapter has them; `dip` is the true mean beyond the summer, all sent."""

    turns: pd.DataFrame
    results: pd.DataFrame
    dip: float


def turned(
    rng: np.random.Generator, at: Community, truth: Truth, measure: str, measure_after: str = "", cut: float = 0.0
) -> Turned:
    """A cohort drawn anew. `measure_after`: the measure after the turn, where it is another; `cut`: the expectation."""
    rows = pd.concat([_movers(rng, at), *_stayers(rng, at)], ignore_index=True)
    moved = (rows["was"] == "moved on").to_numpy()
    own = rng.standard_normal(len(rows))
    before = _score(rng, rows["class_before"], truth.icc, own)
    dip = np.where(moved, truth.dip, 0.0)
    for feeder, size in truth.of_feeder.items():
        dip[moved & (rows["from_school"] == f"f{feeder}").to_numpy()] = size
    lost = np.zeros(len(rows), dtype=bool)
    if truth.lost:
        lost, deeper = _lost(rng, before, moved, truth)
        dip = dip + deeper
    usual = truth.growth + truth.summer
    scores = {
        BEFORE: before,
        AFTER: _score(rng, rows["class_after"], truth.icc, seen_again(rng, own, truth.steady)) + usual + dip,
    }
    if truth.regained is not None:
        again = _score(rng, rows["class_after"], truth.icc, seen_again(rng, own, truth.steady))
        scores[LATER] = again + usual + truth.growth / 2 + dip * (1 - truth.regained)
    rows = rows.assign(student=np.char.add("l", np.arange(len(rows)).astype(str)))
    marks = {BEFORE: cut, AFTER: cut + usual, LATER: cut + usual + truth.growth / 2}
    results = pd.concat(
        [
            _results(rows, term, points, marks[term], measure if term == BEFORE or not measure_after else measure_after)
            for term, points in scores.items()
        ]
    )
    gone = set(rows.loc[lost, "student"])
    results = results[~(results["student"].isin(gone) & (results["term"] != BEFORE))].reset_index(drop=True)
    rows.loc[lost, "to_school"], rows.loc[lost, "was"] = "", "left"
    return Turned(_turns(rows), results, float(dip[moved].mean()))


def _movers(rng: np.random.Generator, at: Community) -> pd.DataFrame:
    """All of a year level at the schools that send them; the classes they come into mix the feeders."""
    sizes = np.array(at.sizes or (at.classes * at.size,) * at.feeders)
    feeder = np.repeat(np.arange(len(sizes)), sizes)
    place = np.concatenate([rng.permutation(n) for n in sizes])
    to = rng.integers(0, at.receivers, len(feeder))
    class_after = np.empty(len(feeder), dtype=int)
    for receiver in range(at.receivers):
        there = np.flatnonzero(to == receiver)
        class_after[there] = rng.permutation(len(there)) // at.size
    return pd.DataFrame(
        {
            "from_school": np.char.add("f", feeder.astype(str)),
            "to_school": np.char.add("r", to.astype(str)),
            "class_before": [f"f{f}|{p // at.size}" for f, p in zip(feeder, place, strict=True)],
            "class_after": [f"r{r}|{c}" for r, c in zip(to, class_after, strict=True)],
            "year_before": LEVEL,
            "step": f"Year {LEVEL} to Year {LEVEL + 1}",
            "was": "moved on",
        }
    )


def _stayers(rng: np.random.Generator, at: Community) -> list[pd.DataFrame]:
    """Those of the same age at schools that keep them, or else of the years beside; classes are made anew each year."""
    groups = [(f"k{k}", LEVEL) for k in range(at.keepers)]
    if at.beside:
        groups = [(f"f{f}", LEVEL - 1) for f in range(at.feeders)] + [(f"r{r}", LEVEL + 1) for r in range(at.receivers)]
    younger = [f"f{f}" for f in range(at.feeders)] + [f"k{k}" for k in range(0 if at.beside else at.keepers)]
    groups += [(school, year) for school in younger for year in at.others]
    frames = []
    for school, year in groups:
        n = at.classes * at.size * (at.feeders // at.receivers if school[0] == "r" else 1)
        after = rng.permutation(n) // at.size
        frames.append(
            pd.DataFrame(
                {
                    "from_school": school,
                    "to_school": school,
                    "class_before": [f"{school}|{year}|{p // at.size}" for p in range(n)],
                    "class_after": [f"{school}|{year + 1}|{c}" for c in after],
                    "year_before": year,
                    "step": "",
                    "was": "stayed",
                }
            )
        )
    return frames


def _score(rng: np.random.Generator, classes: pd.Series[str], icc: float, own: Numbers) -> Numbers:
    """What learners bring and what their class adds, with a spread of 1 in all."""
    of, names = pd.factorize(classes)
    return np.asarray(np.sqrt(icc) * rng.standard_normal(len(names))[of] + np.sqrt(1 - icc) * own)


def _lost(rng: np.random.Generator, before: Numbers, moved: Flags, truth: Truth) -> tuple[Flags, Numbers]:
    """Which of those who move are not seen again, and how much deeper they would have dipped."""
    order = before + 0.5 * rng.standard_normal(len(before)) if truth.by_score else rng.standard_normal(len(before))
    mark = np.quantile(order[moved], truth.lost)
    lost = moved & (order < mark)
    return lost, np.where(lost, truth.deeper, 0.0)


def _results(rows: pd.DataFrame, term: str, score: Numbers, mark: float, measure: str) -> pd.DataFrame:
    """Results of one term as from `achievement.results_by_learner`."""
    side = "before" if term == BEFORE else "after"
    school = rows["from_school" if side == "before" else "to_school"]
    year = rows["year_before"] + (side == "after")
    frame = pd.DataFrame(
        {
            "student": rows["student"],
            "school": school,
            "measure": measure,
            "date": pd.NaT,
            "term": term,
            "year_level": year,
            "level": "",
            "scale_score": MEAN + SD * score,
            "class_label": rows[f"class_{side}"] + "|" + term,
            "gender": "female",
            "ethnicities": "European",
            "expected": score >= mark,
            "top": False,
        }
    )
    kinds = {"year_level": "Int64", "scale_score": "Float64", "expected": "boolean", "top": "boolean"}
    texts = ("student", "school", "measure", "term", "level", "class_label", "gender", "ethnicities")
    return frame.astype(kinds | dict.fromkeys(texts, "str"))


def _turns(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a learner over the turn, as from `transitions.turns`."""
    frame = rows[["student", "from_school", "to_school", "year_before", "step", "was"]].assign(
        year=int(AFTER[:4]), year_after=rows["year_before"] + 1, gender="female", ethnicities="European", source="rolls"
    )
    kinds = {"year": "Int64", "year_before": "Int64", "year_after": "Int64"}
    texts = ("student", "from_school", "to_school", "step", "was", "gender", "ethnicities", "source")
    return frame.astype(kinds | dict.fromkeys(texts, "str"))
