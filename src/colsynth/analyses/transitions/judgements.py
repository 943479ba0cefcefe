"""Do the school that sends and the school that receives see the same learner at the same mark?

Weeks and a summer lie between the two, so those who did not move over the same summer stand beside them: a difference
is a question, never a fault of either school.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from colsynth.methods.agreement import LEAST_FOR_KAPPA, LEAST_PAIRS, likeness_of, ordered, two_way, which_says_more
from colsynth.methods.classes import class_icc, learners_worth
from colsynth.methods.proportions import newcombe_difference

LEAST_SCHOOLS = 2  # whose learners of the same age stay; those of one school are that school's way of judging
LEAST_OF_SCHOOL = 5  # learners for a school to be one of them; as where changes are held against each other
MIDDLE = (0.1, 0.5, 0.9)  # of the weeks between the two

APART = "different marks"
VERDICTS = ("agree", "sending school higher", "receiving school higher", "no clear difference", APART, "too few")
STAYED = ("same age", "a year level apart", "nobody to compare with")
BESIDE = ("less alike", "more alike", "no clear difference", "cannot be told")

COLUMNS = {
    "before": "str", "after": "str", "step": "str", "year": "Int64", "from_school": "str", "to_school": "str",
    "n": "Int64", "worth": "Float64", "n_alike": "Int64", "alike": "Float64",
    "alike_low": "Float64", "alike_high": "Float64",
    "n_both": "Int64", "n_before_only": "Int64", "n_after_only": "Int64", "n_neither": "Int64",
    "before_share": "Float64", "after_share": "Float64", "difference": "Float64", "low": "Float64", "high": "Float64",
    "basis": "str", "weeks": "Int64", "weeks_low": "Int64", "weeks_high": "Int64", "ruler": "str", "interim": "bool",
    "marks_apart": "bool", "verdict": "str", "stayed": "str", "stayed_n": "Int64", "stayed_n_alike": "Int64",
    "stayed_alike": "Float64", "stayed_difference": "Float64", "less": "Float64", "less_low": "Float64",
    "less_high": "Float64", "beside": "str",
}  # fmt: skip
LEVELS = {
    "before": "str", "after": "str", "step": "str", "year": "Int64", "bands": "str", "n": "Int64",
    "worth": "Float64", "n_exact": "Int64",
    "exact": "Float64", "exact_low": "Float64", "exact_high": "Float64", "n_within": "Int64", "within_one": "Float64",
    "within_low": "Float64", "within_high": "Float64", "n_both": "Int64", "n_before_only": "Int64",
    "n_after_only": "Int64", "n_neither": "Int64", "before_share": "Float64", "after_share": "Float64",
    "kappa": "Float64", "kappa_low": "Float64", "kappa_high": "Float64", "basis": "str", "interim": "bool",
    "verdict": "str",
}  # fmt: skip
_KEYS = ["before", "after", "step"]
_TURNED = {"first higher": "sending school higher", "first lower": "receiving school higher"}


def verdict_of(n: int, low: float, high: float, alike_low: float, *, marks_apart: bool = False) -> str:
    """What do n pairs say? `low` to `high` bound the share at the mark at the school left less that at the new one.

    One of VERDICTS, by the rule for any two rulers: `methods.agreement.which_says_more`. Where one of the two looks to
    the end of a year still to come (`marks_apart`), fewer are at its mark by itself, and no direction is told.
    """
    said = which_says_more(n, low, high, alike_low)
    return APART if marks_apart and said != "too few" else _TURNED.get(said, said)


def beside_stayers(low: float, high: float) -> str:
    """Are movers put on the same side less often than learners who stayed? The limits of their share less theirs."""
    if np.isnan(low):
        return "cannot be told"
    if high < 0:
        return "less alike"
    return "more alike" if low > 0 else "no clear difference"


def judged_across(pairs: pd.DataFrame, icc: Mapping[str, float]) -> pd.DataFrame:
    """One row is one measure before, one after, a step between schools in its newest year, and who went where.

    `pairs` as from `pairs_across`. from_school "" is all who moved; else the school that sent them, and to_school the
    one that received them, "" where they went to several of which one has fewer than ten. So the rows of the schools
    are parts of the row of all.

    Columns: n pairs; worth, of each of them to an interval (0-1); n_alike, on the same side of the mark, with alike,
    alike_low, alike_high (shares 0-1; 95 % Wilson); n_both, n_before_only (at the mark at the school left alone),
    n_after_only, n_neither; before_share, after_share; difference, the first less the second, with low, high (95 %
    score interval of pairs, Tango); basis (`classes`, or `count` where what classes are worth is not known); weeks,
    weeks_low, weeks_high (median and middle 80 %, from ten with both days); ruler; interim; marks_apart; verdict (`too
    few` below ten).

    Beside them those who stayed at their school over the same summer with the same two measures: stayed, of the `same
    age` in two schools or more, else `a year level apart`, else `nobody to compare with`; stayed_n, stayed_n_alike,
    stayed_alike, stayed_difference; less, the share alike of movers less theirs with less_low, less_high (Newcombe);
    beside, that in a word. Empty without pairs.

    `icc` says how alike learners of a class are in a measure, where there are too few classes to reckon it here.
    """
    found = []
    for key, movers, rest in _newest(pairs):
        alike = _alike(movers, icc)
        stayers, who = _stayers(movers, rest)
        ends = [(movers, "", ""), *_parted(movers)]
        for own, sent, received in ends:
            row = _row(own, alike) | _beside(own, stayers, alike)
            found.append(key | {"from_school": sent, "to_school": received, "stayed": who} | row)
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def on_levels(pairs: pd.DataFrame, icc: Mapping[str, float]) -> pd.DataFrame:
    """One row is a measure before, one after and a step of which both sides stand on three ordered levels or more.

    Columns: bands (names joined by |); n; n_exact, exact, exact_low, exact_high (on the same level); n_within,
    within_one, within_low, within_high (at most one apart); n_both, n_before_only, n_after_only, n_neither as above,
    with before_share, after_share, at the mark on each side, without which kappa cannot be read; kappa (weighted by
    squares), kappa_low, kappa_high, from thirty learners; basis; interim; verdict as of
    `methods.agreement.likeness_of`. Empty where no levels are shared.
    """
    found = []
    for key, movers, _ in _newest(pairs):
        alike = _alike(movers, icc)
        for bands, own in movers[movers["bands"].notna()].groupby("bands"):
            size = str(bands).count("|") + 1
            table = np.zeros((size, size))
            places = own[["before_band", "after_band"]].to_numpy(int)
            np.add.at(table, (places[:, 0], places[:, 1]), 1)
            worth = _worth(own, alike)
            of = ordered(table, worth)
            apart = np.abs(places[:, 0] - places[:, 1])
            n, cells = len(own), _cells(own)
            known = n >= LEAST_FOR_KAPPA and not np.isnan(of.low)
            row = {
                "bands": bands, "n": n, "worth": (worth or n) / n,
                "n_exact": int((apart == 0).sum()), "exact": of.exact,
                "exact_low": of.exact_low, "exact_high": of.exact_high, "n_within": int((apart <= 1).sum()),
                "within_one": of.within_one, "within_low": of.within_low, "within_high": of.within_high,
                "n_both": cells[0], "n_before_only": cells[1], "n_after_only": cells[2], "n_neither": cells[3],
                "before_share": (cells[0] + cells[1]) / n, "after_share": (cells[0] + cells[2]) / n,
                "kappa": of.kappa if known else pd.NA, "kappa_low": of.low if known else pd.NA,
                "kappa_high": of.high if known else pd.NA, "basis": "count" if worth is None else "classes",
                "interim": bool(own["interim"].any()), "verdict": likeness_of(n, of.kappa, of.low),
            }  # fmt: skip
            found.append(key | row)
    return pd.DataFrame(found, columns=list(LEVELS)).astype(LEVELS)


def _newest(pairs: pd.DataFrame) -> list[tuple[dict[str, object], pd.DataFrame, pd.DataFrame]]:
    """Of each pair of measures and step: the newest year with ten movers, else with any; they, and all who stayed."""
    moved = pairs[pairs["was"] == "moved on"]
    found = []
    for names, own in moved.groupby(_KEYS, sort=True):
        size = own["year"].value_counts()
        year = max(size.index[size >= LEAST_PAIRS], default=size.index.max())
        measured = (pairs["before"] == names[0]) & (pairs["after"] == names[1]) & (pairs["year"] == year)
        key = dict(zip(_KEYS, names, strict=True)) | {"year": year}
        found.append((key, own[own["year"] == year], pairs[measured & (pairs["was"] == "stayed")]))
    return found


def _stayers(movers: pd.DataFrame, rest: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Those who stayed, of the same year level where enough schools have some, else of one beside it."""
    level = movers["year_before"].mode().iloc[0] if movers["year_before"].notna().any() else pd.NA
    if pd.notna(level):
        same = rest[(rest["year_before"] == level).fillna(False)]
        schools = (same["from_school"].value_counts() >= LEAST_OF_SCHOOL).sum()
        if len(same) >= LEAST_PAIRS and schools >= LEAST_SCHOOLS:
            return same, STAYED[0]
        near = rest[((rest["year_before"] - level).abs() <= 1).fillna(False)]
        if len(near) >= LEAST_PAIRS:
            return near, STAYED[1]
    return rest.iloc[:0], STAYED[2]


def _parted(movers: pd.DataFrame) -> list[tuple[pd.DataFrame, str, str]]:
    """Each sending school's learners, by receiving school where every one of them has enough."""
    found = []
    for sent, own in movers.groupby("from_school", sort=True):
        by = list(own.groupby("to_school", sort=True))
        if len(by) == 1 or min(len(part) for _, part in by) >= LEAST_PAIRS:
            found += [(part, str(sent), str(received)) for received, part in by]
        else:
            found.append((own, str(sent), ""))
    return found


def _alike(movers: pd.DataFrame, icc: Mapping[str, float]) -> dict[str, float | None]:
    """How alike learners of one class before, and of one after, are in how the two differ, or agree: the larger."""
    apart = movers["before_at"].astype(float) - movers["after_at"].astype(float)
    found: dict[str, float | None] = {}
    for side, school, measure in (("before", "from_school", "before"), ("after", "to_school", "after")):
        labels = movers[f"class_{side}"].fillna("").to_numpy(object)
        told = [
            class_icc(y.to_numpy(float), labels, movers[school].to_numpy(object))
            for y in (apart, (apart == 0).astype(float))
        ]
        known = [of.icc for of in told if of is not None]
        found[side] = max(known) if known else icc.get(str(movers[measure].iloc[0]))
    return found


def _worth(own: pd.DataFrame, alike: Mapping[str, float | None]) -> float | None:
    """What these learners are worth, who sat in one class before and in another after: what each takes adds up.

    As in `change_apart.worth_in_two_classes`. None where no side is known.
    """
    worth = [learners_worth(own[f"class_{side}"].fillna("").to_numpy(object), icc) for side, icc in alike.items()]
    known = [of for of in worth if of is not None]
    return len(own) / (1 + sum(len(own) / of - 1 for of in known)) if known else None


def _cells(own: pd.DataFrame) -> list[int]:
    """How many are at the mark at both, before alone, after alone, and at neither."""
    one, other = own["before_at"].to_numpy(bool), own["after_at"].to_numpy(bool)
    return [int(c.sum()) for c in (one & other, one & ~other, ~one & other, ~one & ~other)]


def _row(own: pd.DataFrame, alike: Mapping[str, float | None]) -> dict[str, object]:
    cells = _cells(own)
    worth = _worth(own, alike)
    of = two_way(cells[0], cells[1], cells[2], cells[3], worth)
    dated = own["weeks"].dropna().to_numpy(float)
    weeks = np.quantile(dated, MIDDLE).round() if len(dated) >= LEAST_PAIRS else [pd.NA] * 3
    apart = bool(own["marks_apart"].any())
    return {
        "n": len(own), "worth": (worth or len(own)) / len(own),
        "n_alike": cells[0] + cells[3], "alike": of.agreement, "alike_low": of.agreement_low,
        "alike_high": of.agreement_high, "n_both": cells[0], "n_before_only": cells[1], "n_after_only": cells[2],
        "n_neither": cells[3], "before_share": of.first, "after_share": of.second, "difference": of.difference,
        "low": of.low, "high": of.high, "basis": "count" if worth is None else "classes", "weeks": weeks[1],
        "weeks_low": weeks[0], "weeks_high": weeks[2], "ruler": own["ruler"].iloc[0],
        "interim": bool(own["interim"].any()), "marks_apart": apart,
        "verdict": verdict_of(len(own), of.low, of.high, of.agreement_low, marks_apart=apart),
    }  # fmt: skip


def _beside(own: pd.DataFrame, stayers: pd.DataFrame, alike: Mapping[str, float | None]) -> dict[str, object]:
    """How alike the same two measures are for those who stayed, and how movers differ from that."""
    nothing: dict[str, object] = {
        "stayed_n": len(stayers) or pd.NA, "stayed_n_alike": pd.NA, "stayed_alike": pd.NA, "stayed_difference": pd.NA,
        "less": pd.NA, "less_low": pd.NA, "less_high": pd.NA, "beside": "cannot be told",
    }  # fmt: skip
    if stayers.empty or len(own) < LEAST_PAIRS:
        return nothing
    x1, n1 = int((own["before_at"] == own["after_at"]).sum()), len(own)
    x2, n2 = int((stayers["before_at"] == stayers["after_at"]).sum()), len(stayers)
    scale1, scale2 = ((_worth(one, alike) or n) / n for one, n in ((own, n1), (stayers, n2)))
    less = newcombe_difference(x1 * scale1, n1 * scale1, x2 * scale2, n2 * scale2)
    apart = stayers["before_at"].astype(float).mean() - stayers["after_at"].astype(float).mean()
    return {
        "stayed_n": n2, "stayed_n_alike": x2, "stayed_alike": x2 / n2, "stayed_difference": float(apart),
        "less": less.value, "less_low": less.low, "less_high": less.high,
        "beside": beside_stayers(less.low, less.high),
    }  # fmt: skip
