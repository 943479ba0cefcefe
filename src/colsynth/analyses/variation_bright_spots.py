"""In which schools does a year level or a group stand clear above the same group elsewhere, and so is worth a visit?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from scipy import special

from colsynth.methods.classes import learners_worth
from colsynth.methods.proportions import beta_binomial_prior, shrink
from colsynth.reference.ethnicity import MANY

DIMENSIONS = ("year level", "ethnic group")
LEAST_SCHOOLS = 8  # with the group, before what schools differ by is taken from the data
STRENGTH = 10.0  # learners that the share of the whole group counts for where there are fewer schools; our rule
LEAST_LEARNERS = 10  # of a group at a school, and of it elsewhere
LEVELS = {"classes": 0.95, "count": 0.998}  # from the count alone intervals are too narrow, so a wider one decides
UPPER = 0.75  # of schools that have the group must lie below it, where it is known how schools differ; our rule
VISIT, LIKE, TOO_FEW, NONE_SEEN = "worth a visit", "like the same group elsewhere", "too few", "no variation seen"
COLUMNS = {
    "measure": "str", "term": "str", "school": "str", "group": "str", "n": "Int64", "n_at": "Int64",
    "share_at": "Float64", "share_group": "Float64", "n_group": "Int64", "shrunk": "Float64", "low": "Float64",
    "high": "Float64", "mark": "Float64", "prior": "str", "basis": "str", "verdict": "str",
}  # fmt: skip


def bright_spots(results: pd.DataFrame, icc: Mapping[str, float], dimension: str) -> pd.DataFrame:
    """One row is one group (`year level` or `ethnic group`) at one school, on one measure in its newest term.

    Columns: measure, term, school, group; n, n_at, share_at (at or above expectation); n_group, share_group, of the
    same group at all schools that have it, two at least; shrunk, the share drawn towards share_group by how little is
    known, low and high (95 %, or 99.8 % where basis is `count`); mark, the share it is held against; prior: `schools`,
    where the strength of the drawing is that of eight schools or more that have the group, and mark what three in four
    of them lie below, else `fixed`, the strength of ten learners, and mark is share_group; basis: `classes` where
    learners of a class being alike (by `icc` of the measure) is allowed for, else `count`; verdict: `worth a visit`
    where low lies above mark, `like the same group elsewhere`, `too few` (fewer than ten learners here or elsewhere),
    `no variation seen`. A learner counts in every ethnic group held. Rows stand in the order of schools' codes and of
    groups, never of results. ValueError for another dimension.
    """
    if dimension not in DIMENSIONS:
        raise ValueError(f"{dimension} is not one of {DIMENSIONS}")
    newest = results[results["term"] == results.groupby("measure")["term"].transform("max")]
    columns = ["measure", "term", "school", "year_level", "ethnicities", "class_label", "expected"]
    seen = newest.loc[newest["expected"].notna() & newest["school"].notna(), columns]
    if dimension == "year level":
        seen = seen[seen["year_level"].notna()]
        seen = seen.assign(group="Year " + seen["year_level"].astype("Int64").astype("str"))
    else:
        seen = seen[seen["ethnicities"].notna()]
        seen = seen.assign(group=seen["ethnicities"].str.split(MANY)).explode("group", ignore_index=True)
    rows: list[dict[str, object]] = []
    for (measure, _), own in seen.groupby(["measure", "group"], sort=True):
        rows += _schools(own, icc.get(str(measure)))
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    by_number = frame["group"].str.extract(r"(\d+)$")[0].astype("Int64")
    ordered = frame.assign(number=by_number).sort_values(["measure", "school", "number", "group"], kind="stable")
    return ordered.drop(columns="number").reset_index(drop=True)


def _schools(own: pd.DataFrame, icc: float | None) -> list[dict[str, object]]:
    n_all, n_at_all = len(own), int(own["expected"].sum())
    parts = [(school, here, len(here), int(here["expected"].sum())) for school, here in own.groupby("school")]
    worths = [learners_worth(here["class_label"].to_numpy(object), icc) for _, here, _, _ in parts]
    rate = n_at_all / n_all
    counts = [(n_at / n * (w or n), w or float(n)) for (_, _, n, n_at), w in zip(parts, worths, strict=True)]
    fitted = len(parts) >= LEAST_SCHOOLS and 0 < n_at_all < n_all
    strength = STRENGTH
    if fitted:
        prior = beta_binomial_prior([x for x, _ in counts], [n for _, n in counts])
        strength = prior.a + prior.b
    a, b = rate * strength, (1 - rate) * strength
    mark = float(special.betaincinv(a, b, UPPER)) if fitted else rate
    rows = []
    for (school, here, n, n_at), worth, (x, size) in zip(parts, worths, counts, strict=True):
        row: dict[str, object] = {
            "measure": here["measure"].iloc[0],
            "term": here["term"].iloc[0],
            "school": school,
            "group": here["group"].iloc[0],
            "n": n,
            "n_at": n_at,
            "share_at": n_at / n,
            "share_group": rate,
            "n_group": n_all,
            "mark": mark,
            "prior": "schools" if fitted else "fixed",
            "basis": "count" if worth is None else "classes",
        }
        low = None
        if 0 < n_at_all < n_all:
            tail = 0.5 - LEVELS[str(row["basis"])] / 2
            low, high = (float(special.betaincinv(x + a, size - x + b, at)) for at in (tail, 1 - tail))
            row |= {"shrunk": shrink(x, size, a, b), "low": low, "high": high}
        rows.append(row | {"verdict": verdict_of(n, n_all - n, mark, low)})
    return rows


def verdict_of(n: int, n_elsewhere: int, mark: float, low: float | None) -> str:
    """What may be said of one group at one school; `low` is the lower limit of its share, drawn in."""
    if n < LEAST_LEARNERS or n_elsewhere < LEAST_LEARNERS:
        return TOO_FEW
    if low is None:
        return NONE_SEEN
    return VISIT if low > mark else LIKE
