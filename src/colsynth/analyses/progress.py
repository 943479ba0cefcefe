"""How much have the same learners gained between two terms, against the growth that is usual for their years?

Gains are points of one scale; levels and stanines are never subtracted. The target of inference of every interval:
these schools, with another, like cohort of learners and classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd

from colsynth.methods.classes import Clustering, class_icc
from colsynth.methods.growth import effect_size_vs_expected
from colsynth.methods.means import mean_in_classes
from colsynth.reference.norms import Curve
from colsynth.reference.terms import TERMS_A_YEAR, term_at, term_number

LEAST_LEARNERS = 10  # matched learners; of fewer nothing is said. As the protection of tables
NEAR_EXPECTED = 0.5  # share of the expected growth within which limits must lie to be called about it; our rule
NEAR_SPREADS = 0.1  # of the norm's sd: the same where hardly any growth is expected; our rule
LEAST_GROWTH = 0.1  # of the norm's sd a year; below it progress is not told in terms. Bloom et al. (2008): .06 at 17
NOTHING = 1e-9  # points; closer to 0 is 0, whatever binary makes of it

COLUMNS = {
    "group": "str", "eligible": "Int64", "matched": "Int64", "base": "Int64", "gain": "Float64", "low": "Float64",
    "high": "Float64", "expected": "Float64", "beyond": "Float64", "beyond_low": "Float64", "beyond_high": "Float64",
    "effect_size": "Float64", "terms": "Int64", "terms_worth": "Float64", "basis": "str", "pro_rata": "boolean",
    "verdict": "str",
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """The two terms that learners are matched between."""

    first: str
    last: str

    @property
    def terms(self) -> int:
        """How many terms apart they are."""
        return term_number(self.last) - term_number(self.first)


def span(seen: Iterable[str], broken: Sequence[str]) -> Span | None:
    """The newest term with results and the one it is held against; None where there is none.

    The same term of the year before where it has results; else the earliest within a year, else the newest before it.
    Never a term on the other side of a break (`broken`: the first terms after changes of the measure).
    """
    terms = sorted(set(seen))
    if not terms:
        return None
    last = terms[-1]
    since = max((change for change in broken if change <= last), default="")
    before = [term for term in terms[:-1] if term >= since]
    if not before:
        return None
    year_ago = term_at(term_number(last) - TERMS_A_YEAR)
    within = [term for term in before if term >= year_ago]
    return Span(within[0] if within else before[-1], last)


def matched(results: pd.DataFrame, over: Span, curve: Curve) -> pd.DataFrame:
    """One row is one learner with a result of a measure in both terms. `results` are those of one measure.

    Columns: student; school, class_label, gender, ethnicities and year_level as in the later term (a year level that
    is not known there is counted on from the earlier); level_before, level_now, expected_before, expected_now,
    score_before, score_now; gain (points; empty without two scores); expected (usual growth in points for the learner's
    years, by the norms of `curve`; empty where they do not reach), norm_sd (at the later term), usual_before,
    usual_now, pro_rata (whether a norm lay between two terms).
    """
    kept = ["student", "level", "scale_score", "expected", "year_level"]
    before, now = (results[results["term"] == term] for term in (over.first, over.last))
    both = now.merge(before[kept], on="student", suffixes=("", "_before"), validate="1:1")
    years = int(over.last[:4]) - int(over.first[:4])
    year_now = both["year_level"].fillna(both["year_level_before"] + years).astype("Int64")
    year_before = both["year_level_before"].fillna(both["year_level"] - years).astype("Int64")
    usual = [_usual(curve, *at, over) for at in zip(year_before, year_now, strict=True)]
    frame = both[["student", "school", "class_label", "gender", "ethnicities"]].assign(
        year_level=year_now,
        level_before=both["level_before"],
        level_now=both["level"],
        expected_before=both["expected_before"],
        expected_now=both["expected"],
        score_before=both["scale_score_before"].astype("Float64"),
        score_now=both["scale_score"].astype("Float64"),
    )
    columns = ["usual_before", "usual_now", "norm_sd", "pro_rata"]
    norms = pd.DataFrame(usual, columns=columns, index=frame.index)
    norms = norms.astype(dict.fromkeys(columns[:3], "Float64") | {"pro_rata": "boolean"})
    frame = pd.concat([frame, norms], axis=1)
    return frame.assign(
        gain=frame["score_now"] - frame["score_before"], expected=frame["usual_now"] - frame["usual_before"]
    )


def _usual(curve: Curve, year_before: object, year_now: object, over: Span) -> tuple[object, ...]:
    if not curve or pd.isna(year_before) or pd.isna(year_now):  # type: ignore[call-overload]
        return (None, None, None, None)
    before = curve.at(int(year_before), int(over.first[-1]))  # type: ignore[call-overload]
    now = curve.at(int(year_now), int(over.last[-1]))  # type: ignore[call-overload]
    if before is None or now is None:
        return (None, None, None, None)
    return before.mean, now.mean, now.sd, before.pro_rata or now.pro_rata


def could_match(results: pd.DataFrame, over: Span) -> pd.DataFrame:
    """One row is one learner who could have had a result in both terms: the "of" behind a matched number.

    Those with a result in either term who at the other one were in a year level that was assessed then (a leaver of the
    last year is not missing, nor is a learner who was too young). A learner without a year level could. Columns as in
    `results`, from the later term where there is one.
    """
    years = int(over.last[:4]) - int(over.first[:4])
    before, now = (results[results["term"] == term] for term in (over.first, over.last))
    there = now["year_level"] - years
    came = now[there.isna() | there.isin(before["year_level"].dropna().unique())]
    here = before["year_level"] + years
    went = before[here.isna() | here.isin(now["year_level"].dropna().unique())].assign(year_level=here)
    both = now[now["student"].isin(before["student"])]
    return pd.concat([both, came, went]).drop_duplicates("student", keep="first").reset_index(drop=True)


def likeness(pairs: pd.DataFrame) -> Clustering | None:
    """How alike the learners of one class (of the later term) are in what they gained beyond what was expected."""
    rows = pairs[pairs["gain"].notna()].drop_duplicates("student")
    return class_icc(_beyond(rows), rows["class_label"].to_numpy(object), rows["school"].to_numpy(object))


def _beyond(rows: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    expected = rows["expected"].fillna(0.0) if rows["expected"].notna().any() else 0.0
    beyond: np.ndarray[tuple[int], np.dtype[np.float64]] = (rows["gain"] - expected).to_numpy(float)
    return beyond


def progress(pairs: pd.DataFrame, could: pd.DataFrame, over: Span, alike: Clustering | None) -> pd.DataFrame:
    """One row is one group of matched learners: their mean gain against the growth that is usual for their years.

    `pairs` (of `matched`) and `could` (of `could_match`) carry a column `group`. Columns: group; eligible, matched,
    base (matched learners the numbers are of: those with two scores, and with norms where there are norms); gain, low,
    high (points); expected; beyond, beyond_low, beyond_high (gain less expected, and its limits); effect_size (beyond
    in sd of the norm); terms (between the two), terms_worth (the gain in terms of expected growth; empty where hardly
    any is expected); basis (`classes` or `count`); pro_rata; verdict: of `verdict_of_gain`, `too few` or
    `no expectation`.
    """
    groups = list(dict.fromkeys([*could["group"], *pairs["group"]]))
    rows = []
    for group in groups:
        mine = pairs[pairs["group"] == group]
        eligible = int((could["group"] == group).sum())
        rows.append({"group": group, "eligible": eligible, "matched": len(mine), **_of_group(mine, over, alike)})
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _of_group(mine: pd.DataFrame, over: Span, alike: Clustering | None) -> dict[str, object]:
    scored = mine[mine["gain"].notna()]
    normed = scored[scored["expected"].notna()]
    known = len(normed) >= LEAST_LEARNERS
    base = normed if known else scored
    said: dict[str, object] = {"base": len(base), "terms": over.terms}
    if len(base) < LEAST_LEARNERS:
        return said | {"verdict": "too few"}
    classes, schools = base["class_label"].to_numpy(object), base["school"].to_numpy(object)
    gain = mean_in_classes(base["gain"].to_numpy(float), classes, schools, alike)
    said |= {"gain": gain.value, "low": gain.low, "high": gain.high, "basis": gain.basis}
    if not known:
        return said | {"verdict": "no expectation"}
    beyond = mean_in_classes((base["gain"] - base["expected"]).to_numpy(float), classes, schools, alike)
    expected = float(base["expected"].mean())
    sd = sqrt(float((base["norm_sd"] ** 2).mean()))
    least = LEAST_GROWTH * sd * over.terms / TERMS_A_YEAR
    return said | {
        "expected": expected,
        "beyond": beyond.value,
        "beyond_low": beyond.low,
        "beyond_high": beyond.high,
        "effect_size": effect_size_vs_expected(gain.value, expected, sd),
        "terms_worth": over.terms * gain.value / expected if expected >= least else None,
        "pro_rata": bool(base["pro_rata"].any()),
        "verdict": verdict_of_gain(beyond.low, beyond.high, expected, sd),
    }


def verdict_of_gain(low: float, high: float, expected: float, sd: float) -> str:
    """What may be said of a gain whose 95 % limits beyond the expected growth are `low` and `high`, in points?

    `accelerated` or `slower` where they exclude no difference; `about expected` where both lie within half of the
    expected growth, or within a tenth of the norm's spread where that is more; else `can't tell`.
    """
    if low > NOTHING:
        return "accelerated"
    if high < -NOTHING:
        return "slower"
    near = max(NEAR_EXPECTED * expected, NEAR_SPREADS * sd)
    return "about expected" if -near <= low and high <= near else "can't tell"
