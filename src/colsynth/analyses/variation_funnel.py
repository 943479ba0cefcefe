"""Which schools lie further from the community's share than chance alone would put them?"""

from __future__ import annotations

from collections.abc import Mapping
from math import asin, sin, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

from colsynth.methods.classes import learners_worth
from colsynth.methods.funnel import funnel_limits, overdispersion
from colsynth.methods.proportions import wilson_interval

LEVELS = (0.95, 0.998)  # of the two pairs of limits (Spiegelhalter 2005)
LEAST_LEARNERS = 10  # of a school: below, its share is not looked at
LEAST_SPREAD = 20  # schools, before limits are widened by what schools differ beyond chance (methods, 5)
LEAST_LEARNERS_ALL = 30  # of all schools: below, the community's own share is a guess; our rule
POINTS = 40  # of a drawn limit
WITHIN, LOOK = "within what chance gives", "worth a look"
TOO_FEW, TOO_FEW_SCHOOLS, NONE_SEEN = "too few", "too few schools", "no variation seen"
COLUMNS = {
    "measure": "str", "term": "str", "school": "str", "n": "Int64", "n_at": "Int64", "share_at": "Float64",
    "share_low": "Float64", "share_high": "Float64",
    "target": "Float64", "low": "Float64", "high": "Float64", "low_far": "Float64", "high_far": "Float64",
    "alike": "Float64", "tau2": "Float64", "basis": "str", "outside": "str", "verdict": "str",
}  # fmt: skip


def funnel(results: pd.DataFrame, icc: Mapping[str, float]) -> pd.DataFrame:
    """One row is one school on one measure, in the measure's newest term.

    Columns: measure, term, school, n, n_at, share_at with share_low and share_high (95 % Wilson); target, the share of
    all learners of the community together (never the mean of its schools); low, high and low_far, high_far: between
    them the share of a school of this size lies, by chance alone, 95 % and 99.8 % of the time; alike, by how many times
    learners of a class being alike makes a count vary more (1 where `basis` is `count`: classes are not known, and
    limits are from the count alone); tau2, by how much schools differ beyond chance (arcsine scale; empty with fewer
    than twenty schools, where it means little); outside (`95 %`, `99.8 %` or empty: the widest limits it lies outside
    of); verdict: `within what chance gives`, `worth a look` (outside the 95 % limits; from the count alone, which makes
    them too narrow, outside the 99.8 % limits), `too few` (fewer than ten learners), `too few schools` (one alone), `no
    variation seen` (all or none of all learners reached it). A verdict says nothing about how good a school is.
    """
    newest = results[results["term"] == results.groupby("measure")["term"].transform("max")]
    seen = newest[newest["expected"].notna() & newest["school"].notna()]
    rows = [row for measure, own in seen.groupby("measure", sort=True) for row in _schools(own, icc.get(str(measure)))]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _schools(own: pd.DataFrame, icc: float | None) -> list[dict[str, object]]:
    schools = [(str(school), here) for school, here in own.groupby("school", sort=True)]
    worths = [learners_worth(here["class_label"].to_numpy(object), icc) for _, here in schools]
    known = [(len(here), worth) for (_, here), worth in zip(schools, worths, strict=True) if worth is not None]
    alike = sum(n for n, _ in known) / sum(worth for _, worth in known) if known else 1.0
    target = float(own["expected"].mean())
    sizes = np.array([len(here) for _, here in schools])
    counts = np.array([int(here["expected"].sum()) for _, here in schools])
    tau2 = None
    large = sizes >= LEAST_LEARNERS
    if int(large.sum()) >= LEAST_SPREAD:
        tau2 = overdispersion(counts[large] / alike, sizes[large] / alike).tau2
    basis = "classes" if known else "count"
    rows = []
    for (school, here), n, n_at in zip(schools, sizes, counts, strict=True):
        near, far = (limits_at(target, int(n) / alike, level, tau2) for level in LEVELS)
        share = float(n_at / n)
        own_limits = wilson_interval(n_at / alike, n / alike)
        outside = "99.8 %" if not far[0] <= share <= far[1] else "" if near[0] <= share <= near[1] else "95 %"
        rows.append(
            {
                "measure": here["measure"].iloc[0],
                "term": here["term"].iloc[0],
                "school": school,
                "n": int(n),
                "n_at": int(n_at),
                "share_at": share,
                "share_low": own_limits.low,
                "share_high": own_limits.high,
                "target": target,
                "low": near[0],
                "high": near[1],
                "low_far": far[0],
                "high_far": far[1],
                "alike": alike,
                "tau2": tau2,
                "basis": basis,
                "outside": outside,
                "verdict": verdict_of(int(n), outside, basis, len(schools), len(own), target),
            }
        )
    return rows


def limits_at(target: float, n: float, level: float, tau2: float | None) -> tuple[float, float]:
    """Where the share of `n` learners lies by chance, and by what schools differ beyond chance where that is known."""
    if not tau2:
        limits = funnel_limits(target, n, level)
        return limits.low, limits.high
    half = NormalDist().inv_cdf(0.5 + level / 2) * sqrt(1 / (4 * n) + tau2)
    at = asin(sqrt(target))
    return sin(max(0.0, at - half)) ** 2, sin(min(np.pi / 2, at + half)) ** 2


def verdict_of(n: int, outside: str, basis: str, n_schools: int, n_all: int, target: float) -> str:
    """What may be said of one school, by the widest limits its share lies outside of and by what they rest on."""
    if n_schools < 2:
        return TOO_FEW_SCHOOLS
    if n < LEAST_LEARNERS or n_all < LEAST_LEARNERS_ALL:
        return TOO_FEW
    if target in (0.0, 1.0):
        return NONE_SEEN
    return LOOK if outside == "99.8 %" or (outside and basis == "classes") else WITHIN


def drawn_limits(measure_rows: pd.DataFrame, n_from: int, n_to: int) -> pd.DataFrame:
    """One row is one point of the limits of a measure, between two numbers of learners.

    Columns: n, low, high, low_far, high_far. `measure_rows` are the measure's rows of `funnel`; limits depend on the
    community's share and on n alone.
    """
    first = measure_rows.iloc[0]
    tau2 = None if pd.isna(first["tau2"]) else float(first["tau2"])
    rows = []
    for n in np.linspace(n_from, n_to, POINTS):
        near, far = (limits_at(float(first["target"]), n / float(first["alike"]), level, tau2) for level in LEVELS)
        rows.append({"n": float(n), "low": near[0], "high": near[1], "low_far": far[0], "high_far": far[1]})
    return pd.DataFrame(rows)
