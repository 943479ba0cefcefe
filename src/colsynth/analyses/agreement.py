"""Do a learner's judgement and test of one subject say the same, and which of the two says more?

Both have error, so a difference is a question: what does each of them see that the other does not?
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from colsynth.methods.agreement import LEAST_FOR_KAPPA, LEAST_PAIRS, likeness_of, ordered, two_way, which_says_more
from colsynth.methods.classes import class_icc, learners_worth

VERDICTS = ("agree", "judgements higher", "judgements lower", "no clear difference", "too few")
GROUPS = ("all", "school", "moderation")


def verdict_of(n: int, low: float, high: float, alike_low: float) -> str:
    """What do n pairs say? `low` to `high` bound the share the judgement puts at expectation less the test's.

    One of VERDICTS. Higher or lower only where the limits leave 0 out; they agree where the limits lie within five
    points and at least 85 % are put on the same side (`alike_low`, its lower limit).
    """
    said = which_says_more(n, low, high, alike_low)
    return _OF_JUDGEMENTS.get(said, said)


_OF_JUDGEMENTS = {"first higher": "judgements higher", "first lower": "judgements lower"}


def agreement(pairs: pd.DataFrame, by: str, icc: Mapping[str, float]) -> pd.DataFrame:
    """One row is one judgement, one test and one group: `all`, each `school`, or each kind of `moderation`.

    Columns: judgement, test, group; n pairs; n_alike, on the same side of the expectation, with alike, alike_low,
    alike_high (shares, 0-1); n_both, n_judgement_higher (at expectation by the judgement alone), n_test_higher,
    n_neither; judgement_share, test_share, higher_share, lower_share (the two that differ); difference of the first
    two with low, high (95 % score interval of pairs); basis (`classes`, or `count` where what classes are worth is
    not known); weeks, weeks_low, weeks_high (median and the middle 80 %, whole weeks from test to judgement, empty
    where fewer than ten have both days); interim; verdict. Where fewer than ten learners are paired the verdict is
    `too few`. Empty without pairs.

    How alike learners of one class are in how the two differ is reckoned from the pairs; where there are too few
    classes for that, `icc` says how alike they are in the judgement itself, by measure.
    """
    if by not in GROUPS:
        raise ValueError(f"{by} is not one of {GROUPS}")
    group = "all" if by == "all" else pairs["school" if by == "school" else "moderated"]
    iccs = {key: _icc(own, icc) for key, own in pairs.groupby(["judgement", "test"], sort=False)}
    found = [
        {"judgement": judgement, "test": test, "group": name} | _row(own, iccs[judgement, test])
        for (judgement, test, name), own in pairs.assign(group=group).groupby(["judgement", "test", "group"])
    ]
    frame = pd.DataFrame(found, columns=AGREEMENT_COLUMNS)
    return frame.astype(dict.fromkeys(["weeks", "weeks_low", "weeks_high"], "Int64"))


AGREEMENT_COLUMNS = [
    "judgement", "test", "group", "n", "n_alike", "alike", "alike_low", "alike_high", "n_both", "n_judgement_higher",
    "n_test_higher", "n_neither", "judgement_share", "test_share", "higher_share", "lower_share", "difference", "low",
    "high", "basis", "weeks", "weeks_low", "weeks_high", "interim", "verdict",
]  # fmt: skip


def on_levels(pairs: pd.DataFrame, icc: Mapping[str, float]) -> pd.DataFrame:
    """One row is one judgement and test that are told apart on three ordered levels or more.

    Columns: judgement, test, bands; n; n_exact, exact, exact_low, exact_high (on the same level); n_within, within_one,
    within_low, within_high (at most one level apart); kappa (weighted by squares) with kappa_low, kappa_high; basis;
    interim; verdict: `too few` below 30 learners, `no variation seen`, `more alike than by chance` where kappa's
    limits lie above 0, else `no clear likeness`. Empty where no mapping tells three levels apart.
    """
    found = []
    for (judgement, test, bands), own in pairs[pairs["bands"].notna()].groupby(["judgement", "test", "bands"]):
        size = str(bands).count("|") + 1
        table = np.zeros((size, size))
        places = own[["judged_band", "tested_band"]].to_numpy(int)
        np.add.at(table, (places[:, 0], places[:, 1]), 1)
        worth = learners_worth(own["class_label"].to_numpy(object), _icc(own, icc))
        of = ordered(table, worth)
        apart = np.abs(places[:, 0] - places[:, 1])
        known = len(own) >= LEAST_FOR_KAPPA and not np.isnan(of.low)
        found.append(
            {
                "judgement": judgement, "test": test, "bands": bands, "n": len(own),
                "n_exact": int((apart == 0).sum()), "exact": of.exact, "exact_low": of.exact_low,
                "exact_high": of.exact_high, "n_within": int((apart <= 1).sum()), "within_one": of.within_one,
                "within_low": of.within_low, "within_high": of.within_high,
                "kappa": of.kappa if known else pd.NA, "kappa_low": of.low if known else pd.NA,
                "kappa_high": of.high if known else pd.NA, "basis": "count" if worth is None else "classes",
                "interim": bool(own["interim"].any()), "verdict": likeness_of(len(own), of.kappa, of.low),
            }
        )  # fmt: skip
    return pd.DataFrame(found, columns=LEVEL_COLUMNS).astype(
        dict.fromkeys(["kappa", "kappa_low", "kappa_high"], "Float64")
    )


LEVEL_COLUMNS = [
    "judgement", "test", "bands", "n", "n_exact", "exact", "exact_low", "exact_high", "n_within", "within_one",
    "within_low", "within_high", "kappa", "kappa_low", "kappa_high", "basis", "interim", "verdict",
]  # fmt: skip


def _icc(own: pd.DataFrame, icc: Mapping[str, float]) -> float | None:
    """How alike learners of one class are in how judgement and test differ, or agree: the larger; None: not known."""
    stratum = own["school"].astype("str") + "|" + own["term"].astype("str")
    difference = own["judged_at"].astype(float) - own["tested_at"].astype(float)
    labels = own["class_label"].to_numpy(object)
    told = [
        class_icc(y.to_numpy(float), labels, stratum.to_numpy(object))
        for y in (difference, (difference == 0).astype(float))
    ]
    known = [found.icc for found in told if found is not None]
    return max(known) if known else icc.get(str(own["judgement"].iloc[0]))


def _row(own: pd.DataFrame, icc: float | None) -> dict[str, object]:
    judged, tested = own["judged_at"].to_numpy(bool), own["tested_at"].to_numpy(bool)
    n = len(own)
    cells = [int(c.sum()) for c in (judged & tested, judged & ~tested, ~judged & tested, ~judged & ~tested)]
    worth = learners_worth(own["class_label"].to_numpy(object), icc)
    found = two_way(cells[0], cells[1], cells[2], cells[3], worth)
    dated = own["weeks"].dropna().to_numpy(float)
    weeks = np.quantile(dated, [0.1, 0.5, 0.9]).round() if len(dated) >= LEAST_PAIRS else [pd.NA] * 3
    return {
        "n": n, "n_alike": cells[0] + cells[3], "alike": found.agreement, "alike_low": found.agreement_low,
        "alike_high": found.agreement_high, "n_both": cells[0], "n_judgement_higher": cells[1],
        "n_test_higher": cells[2], "n_neither": cells[3], "judgement_share": found.first, "test_share": found.second,
        "higher_share": cells[1] / n, "lower_share": cells[2] / n, "difference": found.difference, "low": found.low,
        "high": found.high, "basis": "count" if worth is None else "classes", "weeks": weeks[1],
        "weeks_low": weeks[0], "weeks_high": weeks[2],
        "interim": bool(own["interim"].any()), "verdict": verdict_of(n, found.low, found.high, found.agreement_low),
    }  # fmt: skip
