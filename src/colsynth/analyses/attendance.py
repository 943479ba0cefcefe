"""Do learners attend: in which band was each learner in a term, and has regular attendance moved?

Bands are of one term, by the Ministry of Education: regular above 90 % of half-days, irregular above 80 to 90 %,
moderate above 70 to 80 %, chronic 70 % or less.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from colsynth.methods.joining import joined
from colsynth.methods.proportions import newcombe_difference, wilson_interval
from colsynth.reference.terms import TERMS_A_YEAR, term_at, term_number

EDGES = (70, 80, 90)  # percent of half-days; a band begins above its edge. Ministry of Education, attendance by term
BANDS = ("Chronic absence", "Moderate absence", "Irregular absence", "Regular attendance")
REGULAR = BANDS[-1]
LEAST_LEARNERS = 10  # of fewer nothing is said. As the protection of tables
LEAST_TERM = 30  # learners of a term, for its bands to be told apart; our rule

COLUMNS = {
    "term": "str", "n": "Int64", "n_at": "Int64", "share_at": "Float64", "low": "Float64", "high": "Float64",
    "held_against": "str", "change": "Float64", "change_low": "Float64", "change_high": "Float64", "verdict": "str",
}  # fmt: skip
BAND_COLUMNS = {
    "term": "str", "group": "str", "place": "Int64", "n": "Int64", "of": "Int64", "share": "Float64", "verdict": "str",
}  # fmt: skip


def band_of(present: float, possible: float) -> str | None:
    """The band of a learner who was present for so many of the possible half-days; None of no possible half-day.

    Exact: the numbers are taken as the decimals that are written, so that 81 of 90 is 90 % and irregular.
    """
    if possible <= 0:
        return None
    percent = 100 * Fraction(str(present)) / Fraction(str(possible))
    return BANDS[sum(percent > edge for edge in EDGES)]


def by_learner(attendance: pd.DataFrame, until: str) -> pd.DataFrame:
    """One row is one learner's term, up to the term `until`: in which band, and at which school.

    The half-days of a learner at two schools in one term are added up, and the school is that of most half-days. Where
    a row gives a percentage alone, it is taken as written, and a row that has half-days goes before it. Rows with a
    reason instead (exempt, not enrolled), without a term or without either are left out. Columns: student, term,
    school, year_level, band.
    """
    rows = attendance[attendance["missing"].isna() & attendance["term"].notna() & (attendance["term"] <= until)]
    counted = rows["present"].notna() & (rows["possible"] > 0).fillna(False)
    rows = rows[counted | rows["percent"].notna()].assign(counted=counted)
    rows = rows.assign(
        present=rows["present"].where(rows["counted"], rows["percent"]).astype(float),
        possible=rows["possible"].where(rows["counted"], 100.0).astype(float),
    )
    keys = ["student", "term"]
    rows = rows[rows["counted"] | ~rows.groupby(keys)["counted"].transform("any").astype(bool)]
    ordered = rows.sort_values("possible", ascending=False, kind="stable")
    first = ordered.drop_duplicates(keys)[[*keys, "school", "year_level"]]
    days = rows.groupby(keys, as_index=False)[["present", "possible"]].sum()
    both = days.merge(first, on=keys, validate="1:1")
    known = {pair: band_of(*pair) for pair in set(zip(both["present"], both["possible"], strict=True))}
    band = [known[pair] for pair in zip(both["present"], both["possible"], strict=True)]
    return both.assign(band=pd.Series(band, index=both.index, dtype="str"))[[*keys, "school", "year_level", "band"]]


def regular_over_terms(rows: pd.DataFrame, broken: Sequence[str]) -> pd.DataFrame:
    """One row is one term: the share of learners in regular attendance, held against the same term a year before.

    `rows` as from `by_learner`; `broken`: the first terms after changes of the codes. Columns: term, n (learners with
    attendance), n_at (regular), share_at, low, high (95 % Wilson, from the count alone); held_against (the like term;
    empty where there is none on this side of a change), change, change_low, change_high (Newcombe); verdict: `rising`,
    `falling`, `no clear change`, `can't tell` (nothing to hold it against) or `too few`.
    """
    found: dict[str, dict[str, object]] = {}
    counts = {str(term): (int((band == REGULAR).sum()), len(band)) for term, band in rows.groupby("term")["band"]}
    for term, (x, n) in sorted(counts.items()):
        limits = wilson_interval(x, n)
        row: dict[str, object] = {"term": term, "n": n, "n_at": x, "share_at": x / n}
        row |= {"low": limits.low, "high": limits.high}
        like = term_at(term_number(term) - TERMS_A_YEAR)
        since = max((change for change in broken if change <= term), default="")
        if n < LEAST_LEARNERS:
            verdict = "too few"
        elif like not in counts or like < since or counts[like][1] < LEAST_LEARNERS:
            verdict = "can't tell"
        else:
            moved = newcombe_difference(x, n, *counts[like])
            row |= {"held_against": like, "change": moved.value}
            row |= {"change_low": moved.low, "change_high": moved.high}
            verdict = verdict_of_change(moved.low, moved.high)
        found[term] = row | {"verdict": verdict}
    return pd.DataFrame(list(found.values()), columns=list(COLUMNS)).astype(COLUMNS)


def verdict_of_change(low: float, high: float) -> str:
    """What may be said of a change of a share with these 95 % limits."""
    if low > 0:
        return "rising"
    return "falling" if high < 0 else "no clear change"


def bands_over_terms(rows: pd.DataFrame, least: int, most: int) -> pd.DataFrame:
    """One row is one term and band, the lowest first; bands with fewer than `least` learners in a term are joined.

    The same bands are joined in every term; terms with fewer than thirty learners are left out. Columns: term, group
    (`Irregular absence`, or `Chronic to moderate absence`), place (0 the lowest), n, of, share, verdict (`described`,
    or `too few` where no two can be told apart).
    """
    table = pd.crosstab(rows["term"], rows["band"]).reindex(columns=list(BANDS), fill_value=0)
    table = table[table.sum(axis=1) >= LEAST_TERM].sort_index()
    runs = joined(table.to_numpy(int).tolist(), least, most)
    found = []
    for term, counts in table.iterrows():
        of = int(counts.sum())
        for place, run in enumerate(runs):
            n = int(counts.iloc[run.start : run.stop].sum())
            verdict = "described" if len(runs) > 1 else "too few"
            found.append((str(term), _name(run), place, n, of, n / of, verdict))
    return pd.DataFrame(found, columns=list(BAND_COLUMNS)).astype(BAND_COLUMNS)


def _name(run: range) -> str:
    low, high = BANDS[run.start], BANDS[run.stop - 1]
    if len(run) == 1:
        return low
    first = low if high == REGULAR else low.split()[0]
    return f"{first} to {high[0].lower()}{high[1:]}"


def regular_by(rows: pd.DataFrame, term: str) -> pd.DataFrame:
    """One row is one school in a term: n learners with attendance, n_at in regular attendance, share_at, low, high.

    Verdict: `described` or `too few`.
    """
    found = []
    for school, band in rows[rows["term"] == term].groupby("school")["band"]:
        x, n = int((band == REGULAR).sum()), len(band)
        limits = wilson_interval(x, n)
        verdict = "described" if n >= LEAST_LEARNERS else "too few"
        found.append((str(school), n, x, x / n, limits.low, limits.high, verdict))
    columns = {"school": "str", "n": "Int64", "n_at": "Int64"} | dict.fromkeys(("share_at", "low", "high"), "Float64")
    columns |= {"verdict": "str"}
    return pd.DataFrame(found, columns=list(columns)).astype(columns)
