"""How much of the spread of results lies between schools, between classes of a school, and between learners?

Learners are held against those of their own year level. The shares are those of schools like these: what is told is
how much it matters, in general, which school or class a learner is in, not how any one school stands.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from colsynth.methods.variance import nested_variance, random_intercept

LEAST_SCHOOLS = 5  # below, the spread between schools is described and no share is given (methods, 4: fewer than 5)
LEAST_LEARNERS = 30  # below, nothing is parted; our rule
LEAST_CLASSES_KNOWN = 0.8  # share of learners whose class must be known before classes are told apart; our rule
LEAST_SCORED = 0.8  # share of results with a scale score before scores are parted rather than shares; our rule

BETWEEN_SCHOOLS, BETWEEN_CLASSES, BETWEEN_LEARNERS = (
    "between schools",
    "between classes of a school",
    "between learners",
)
WITHIN_SCHOOLS = "within schools"
SCORE, EXPECTED = "scale score", "at expectation or not"
NONE_SEEN, TOO_FEW, TOO_FEW_SCHOOLS = "no variation seen", "too few", "too few schools"
DIFFER, MAY_DIFFER, NOT_TOLD = "schools differ", "schools or their classes differ", "cannot be told apart from none"
COLUMNS = {
    "measure": "str", "term": "str", "basis": "str", "n": "Int64", "n_schools": "Int64", "n_classes": "Int64",
    "level": "str", "share": "Float64", "low": "Float64", "high": "Float64", "verdict": "str",
}  # fmt: skip


def parts(results: pd.DataFrame) -> pd.DataFrame:
    """One row is one measure and one level between which its newest results vary.

    Columns: measure, term; basis (`scale score`, or `at expectation or not`: a share of the spread of 0 and 1, on
    the linear scale); n learners, n_schools, n_classes (of two or more learners); level (`between schools`, `between
    classes of a school`, `between learners`; where classes are not known, `between schools`, `within schools`);
    share (0-1), low, high (95 %); verdict, the same for all rows of a measure. Shares are of what is left when every
    year level has its own mean. A learner whose class is not recorded counts as in a class alone. Share, low and high
    are empty unless the verdict is one of `schools differ`, `schools or their classes differ` (classes are not known,
    and what lies between them looks like schools), `cannot be told apart from none`; else it is `too few`, `too few
    schools` or `no variation seen`.
    """
    newest = results[results["term"] == results.groupby("measure")["term"].transform("max")]
    rows = []
    for measure, own in newest.groupby("measure", sort=True):
        scored = own["scale_score"].notna().mean() >= LEAST_SCORED
        value, basis = ("scale_score", SCORE) if scored else ("expected", EXPECTED)
        seen = own[own[value].notna() & own["school"].notna()]
        if seen.empty:
            continue
        labels = seen["class_label"].to_numpy(object)
        size = pd.Series(labels[labels != ""]).value_counts()
        head = {
            "measure": measure,
            "term": seen["term"].iloc[0],
            "basis": basis,
            "n": len(seen),
            "n_schools": seen["school"].nunique(),
            "n_classes": int((size > 1).sum()),
        }
        levels, verdict = _parted(seen[value].to_numpy(float), seen, labels)
        rows += [head | level | {"verdict": verdict} for level in levels]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _parted(
    y: npt.NDArray[np.float64], seen: pd.DataFrame, labels: npt.NDArray[np.object_]
) -> tuple[list[dict[str, object]], str]:
    school = seen["school"].to_numpy(object).astype(str)
    n_schools, varies = len(np.unique(school)), bool(len(y)) and float(np.ptp(y)) > 0
    known = float((labels != "").mean()) >= LEAST_CLASSES_KNOWN
    nothing = verdict_of(n_schools, len(y), varies, None, known)
    if nothing != NOT_TOLD:
        return [{"level": BETWEEN_SCHOOLS}], nothing
    years = pd.get_dummies(seen["year_level"].astype("str").fillna("not known")).to_numpy(float)
    if known:
        alone = np.where(labels == "", [f"|{i}" for i in range(len(labels))], labels)
        found = nested_variance(y, school, alone, years)
        named = ((BETWEEN_SCHOOLS, found.school), (BETWEEN_CLASSES, found.class_), (BETWEEN_LEARNERS, found.learner))
        levels = [{"level": name, "share": s.value, "low": s.low, "high": s.high} for name, s in named]
        return levels, verdict_of(n_schools, len(y), varies, found.school.low, known)
    two = random_intercept(y, school, years)
    levels = [
        {"level": BETWEEN_SCHOOLS, "share": two.icc, "low": two.icc_low, "high": two.icc_high},
        {"level": WITHIN_SCHOOLS, "share": 1 - two.icc, "low": 1 - two.icc_high, "high": 1 - two.icc_low},
    ]
    return levels, verdict_of(n_schools, len(y), varies, two.icc_low, known)


def verdict_of(n_schools: int, n: int, varies: bool, low: float | None, classes_known: bool) -> str:
    """What may be said: schools differ only where the 95 % interval of their share leaves out none at all."""
    if n < LEAST_LEARNERS:
        return TOO_FEW
    if not varies:
        return NONE_SEEN
    if n_schools < LEAST_SCHOOLS:
        return TOO_FEW_SCHOOLS
    if low is None or low <= 0:
        return NOT_TOLD
    return DIFFER if classes_known else MAY_DIFFER
