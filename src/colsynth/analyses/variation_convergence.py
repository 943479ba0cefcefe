"""Do schools come together or drift apart, and do schools that were low gain on the others?

Never from the slope of change on where schools began: by chance alone low schools rise and high ones fall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from colsynth.methods.classes import learners_worth
from colsynth.methods.convergence import oldham, spread_ratio
from colsynth.methods.proportions import Difference, difference_of, newcombe_difference

LEAST_SCHOOLS = 5  # in both terms; below, nothing is tested
LEAST_LEARNERS = 10  # of a school in each term, for its share to be looked at
LEAST_SCORED = 0.8  # share of results with a scale score before means of scores are taken; our rule
ERROR = 0.05  # two-sided; how often a verdict is wrong where schools neither come together nor drift apart
LOW = 1 / 3  # of the schools are called low, two at least, so that none stands alone; our rule
SCORE, EXPECTED = "scale score", "share at expectation"
TOGETHER, APART, UNCLEAR = "coming together", "drifting apart", "no clear change"
TOO_FEW_SCHOOLS, NO_TERMS, NONE_SEEN = "too few schools", "no two like terms", "no variation seen"
GAINING, FALLING, NO_THREE = "gaining on the others", "falling further behind", "no three terms"

WAYS = {
    "measure": "str", "basis": "str", "school": "str", "first": "str", "last": "str", "n_first": "Int64",
    "at_first": "Int64", "value_first": "Float64", "n_last": "Int64", "at_last": "Int64", "value_last": "Float64",
}  # fmt: skip
TOLD = {
    "measure": "str", "basis": "str", "first": "str", "last": "str", "n": "Int64", "n_schools": "Int64",
    "sd_first": "Float64", "sd_last": "Float64", "ratio": "Float64", "low": "Float64", "high": "Float64",
    "r": "Float64", "p": "Float64", "verdict": "str",
}  # fmt: skip
LOW_SCHOOLS = {
    "measure": "str", "chosen_in": "str", "first": "str", "last": "str", "n_schools": "Int64", "n_low_schools": "Int64",
    "n_low_first": "Int64", "at_low_first": "Int64", "n_low_last": "Int64", "at_low_last": "Int64",
    "n_others_first": "Int64", "at_others_first": "Int64", "n_others_last": "Int64", "at_others_last": "Int64",
    "gain_low": "Float64", "gain_others": "Float64", "value": "Float64", "low": "Float64", "high": "Float64",
    "basis": "str", "verdict": "str",
}  # fmt: skip


def ways(results: pd.DataFrame, breaks: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """One row is one school, of two at least, with results of ten learners or more on a measure in two like terms.

    The newest term and the earliest term of the same time of year, since the measure last changed (`breaks`: for a
    measure, terms before which its line is broken). Columns: measure; basis (`scale score`: mean points above or below
    all learners of a year level that two schools teach, or `share at expectation`, 0-1); school; first, last (terms);
    n_first, at_first, value_first, n_last, at_last, value_last (at_* learners at expectation; empty where scores are
    used).
    """
    rows = []
    for measure, own in results[results["school"].notna()].groupby("measure", sort=True):
        found = _like_terms(own, breaks.get(str(measure), ()))
        if found is None:
            continue
        first, last = found
        scored = own["scale_score"].notna().mean() >= LEAST_SCORED
        sides = [_side(own[own["term"] == term], scored) for term in (first, last)]
        both = sides[0].add_suffix("_first").join(sides[1].add_suffix("_last"), how="inner").reset_index()
        if len(both) < 2:
            continue
        head = {"measure": measure, "basis": SCORE if scored else EXPECTED, "first": first, "last": last}
        rows.append(both.assign(**head))
    frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(WAYS))
    return frame[list(WAYS)].astype(WAYS)


def _like_terms(own: pd.DataFrame, broken: Sequence[str]) -> tuple[str, str] | None:
    since = _unbroken(own, broken)
    like = [term for term in since if term[-2:] == since[-1][-2:]]
    return (like[0], like[-1]) if len(like) > 1 else None


def _unbroken(own: pd.DataFrame, broken: Sequence[str]) -> list[str]:
    """The terms with results, in order, since the measure last changed before the newest of them."""
    terms = sorted(str(term) for term in own["term"].unique())
    start = max((change for change in broken if terms and change <= terms[-1]), default="")
    return [term for term in terms if term >= start]


def _side(rows: pd.DataFrame, scored: bool) -> pd.DataFrame:
    """One row is one school with ten learners or more: n, at, value; the index is the school."""
    if scored:
        rows = rows[rows["scale_score"].notna()]
        rows = rows[rows.groupby("school")["school"].transform("size") >= LEAST_LEARNERS]
        year = rows["year_level"].astype("str").fillna("not known")
        rows = rows[rows.groupby(year)["school"].transform("nunique") > 1]
        score = rows["scale_score"].astype(float)
        rows = rows.assign(points=score - score.groupby(year.loc[rows.index]).transform("mean"))
        by_school = rows.groupby("school", sort=True)["points"]
        side = pd.DataFrame({"n": by_school.size(), "at": pd.NA, "value": by_school.mean()})
    else:
        by_school = rows[rows["expected"].notna()].groupby("school", sort=True)["expected"]
        side = pd.DataFrame({"n": by_school.size(), "at": by_school.sum(), "value": by_school.mean().astype(float)})
    return side[side["n"] >= LEAST_LEARNERS]


def coming_together(schools: pd.DataFrame) -> pd.DataFrame:
    """One row is one measure: do its schools (rows of `ways`) come together?

    Columns: measure, basis, first, last; n (learners in the newer term), n_schools; sd_first, sd_last (standard
    deviation of the schools' values), ratio of the two with low and high (95 %, paired); r and p (Oldham); verdict:
    `coming together` or `drifting apart` where the 95 % limits leave out an unchanged spread, else `no clear change`;
    `too few schools` below five, and `no variation seen` where no school ever differs: then nothing is tested.
    """
    rows = []
    for measure, own in schools.groupby("measure", sort=True):
        first, last = own["value_first"].to_numpy(float), own["value_last"].to_numpy(float)
        row: dict[str, object] = {name: own[name].iloc[0] for name in ("basis", "first", "last")}
        row |= {"measure": measure, "n": int(own["n_last"].sum()), "n_schools": len(own)}
        if len(own) < LEAST_SCHOOLS:
            rows.append(row | {"verdict": TOO_FEW_SCHOOLS})
            continue
        row |= {"sd_first": float(first.std(ddof=1)), "sd_last": float(last.std(ddof=1))}
        if first.std() < 1e-12 or last.std() < 1e-12:
            rows.append(row | {"verdict": NONE_SEEN})
            continue
        told, ratio = oldham(first, last), spread_ratio(first, last)
        row |= {"r": told.r, "p": told.p, "ratio": ratio.value, "low": ratio.low, "high": ratio.high}
        rows.append(row | {"verdict": verdict_of(len(own), told.r, told.p)})
    return pd.DataFrame(rows, columns=list(TOLD)).astype(TOLD)


def verdict_of(n_schools: int, r: float, p: float) -> str:
    """What may be said of schools' spread by Oldham's correlation; wrong 1 time in 20 where it has not changed."""
    if n_schools < LEAST_SCHOOLS:
        return TOO_FEW_SCHOOLS
    if p >= ERROR:
        return UNCLEAR
    return APART if r > 0 else TOGETHER


def low_schools(results: pd.DataFrame, breaks: Mapping[str, Sequence[str]], icc: Mapping[str, float]) -> pd.DataFrame:
    """One row is one measure with three terms: have the schools that were low gained on the others since?

    Schools are called low by one term and followed over the next two, so that a low result by chance does not come back
    as a gain. Terms of the same time of year where there are three, else the last three, since the measure changed.
    The lowest third, two at least, of the schools with ten learners or more in all three terms. Columns: measure;
    chosen_in, first, last (terms); n_schools, n_low_schools; n_low_first, at_low_first, n_low_last, at_low_last and the
    same of the others (learners, and those at expectation); gain_low, gain_others (differences of shares); value,
    gain_low less gain_others, with low and high (95 %, Newcombe's limits of the two joined, as of other learners each
    time, which is wide where they are the same); basis (`classes` or `count`); verdict: `gaining on the others`,
    `falling further behind`, `no clear change`, `too few schools` (below five), `no three terms`.
    """
    rows: list[dict[str, object]] = []
    known = results[results["school"].notna() & results["expected"].notna()]
    for measure, own in known.groupby("measure", sort=True):
        terms = _three_terms(own, breaks.get(str(measure), ()))
        if terms is None:
            rows.append({"measure": measure, "verdict": NO_THREE})
            continue
        rows.append({"measure": measure} | _followed(own, terms, icc.get(str(measure))))
    return pd.DataFrame(rows, columns=list(LOW_SCHOOLS)).astype(LOW_SCHOOLS)


def _three_terms(own: pd.DataFrame, broken: Sequence[str]) -> list[str] | None:
    since = _unbroken(own, broken)
    like = [term for term in since if term[-2:] == since[-1][-2:]]
    chosen = like if len(like) > 2 else since
    return chosen[-3:] if len(chosen) > 2 else None


def _followed(own: pd.DataFrame, terms: list[str], icc: float | None) -> dict[str, object]:
    chosen_in, first, last = terms
    seen = own[own["term"].isin(terms)]
    size = seen.groupby(["school", "term"]).size().unstack(fill_value=0)
    schools = size.index[(size >= LEAST_LEARNERS).all(axis=1)]
    row: dict[str, object] = {"chosen_in": chosen_in, "first": first, "last": last, "n_schools": len(schools)}
    if len(schools) < LEAST_SCHOOLS:
        return row | {"verdict": TOO_FEW_SCHOOLS}
    seen = seen[seen["school"].isin(schools)]
    at_first = seen[seen["term"] == chosen_in].groupby("school")["expected"].mean().astype(float)
    lowest = at_first.sort_values(kind="stable").index[: max(2, int(len(schools) * LOW))]
    row["n_low_schools"] = len(lowest)
    changes, bases = {}, set()
    for name, inside in (("low", True), ("others", False)):
        group = seen[seen["school"].isin(lowest) == inside]
        sides = []
        for when, term in (("first", first), ("last", last)):
            here = group[group["term"] == term]
            n, n_at = len(here), int(here["expected"].sum())
            worth = learners_worth(here["class_label"].to_numpy(object), icc)
            bases.add("count" if worth is None else "classes")
            sides.append((n_at / n * (worth or n), worth or float(n)))
            row |= {f"n_{name}_{when}": n, f"at_{name}_{when}": n_at}
        changes[name] = newcombe_difference(*sides[1], *sides[0])
    told = difference_of(changes["low"], changes["others"])
    row |= {"gain_low": changes["low"].value, "gain_others": changes["others"].value}
    row |= {"value": told.value, "low": told.low, "high": told.high}
    return row | {"basis": "count" if "count" in bases else "classes", "verdict": gain_verdict(told)}


def gain_verdict(told: Difference) -> str:
    """What may be said of low schools beside the others; only where the 95 % limits leave out no difference."""
    if told.low > 0:
        return GAINING
    return FALLING if told.high < 0 else UNCLEAR
