"""Do learners who were followed stand for all who should have been, and what could those lost have changed?"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt

import numpy as np
import numpy.typing as npt

MOST_LOSS = 0.20  # share of all that may be missing; EEF, Classification of the security of findings (2019)
MOST_DIFFERENTIAL = 0.10  # difference of that share between groups; after What Works Clearinghouse, Handbook 5.0 (2022)
MOST_UNLIKE = 0.25  # standard deviations between followed and lost; What Works Clearinghouse, Handbook 5.0, II.A
EVERYONE, STAYED = "stands for those sent", "describes those who stayed"
QUARTER = 0.25  # of the changes seen, whose mean stands for a change of those not seen; our rule
LEAST_SEEN = 20  # changes of which a quarter may be taken, so that it is five learners or more; our rule


@dataclass(frozen=True)
class Bounds:
    """The lowest and the highest value that a mean could have, had everyone been followed."""

    low: float
    high: float


def smd_of_scores(followed: npt.ArrayLike, lost: npt.ArrayLike) -> float:
    """How far is the mean score of the followed above that of the lost, in pooled standard deviations?

    (m1 - m2) / sqrt(((n1 - 1) s1² + (n2 - 1) s2²) / (n1 + n2 - 2)). nan with fewer than two on a side or without any
    spread. ValueError where a score is missing.

    Source: Cohen (1988), Statistical Power Analysis, 2.5; its use for baselines: What Works Clearinghouse (2022).
    """
    one, two = np.asarray(followed, dtype=float), np.asarray(lost, dtype=float)
    if one.ndim != 1 or two.ndim != 1 or not (np.isfinite(one).all() and np.isfinite(two).all()):
        raise ValueError("Two rows of scores, none of them missing, are needed.")
    if min(len(one), len(two)) < 2:
        return nan
    free = len(one) + len(two) - 2
    pooled = ((len(one) - 1) * float(one.var(ddof=1)) + (len(two) - 1) * float(two.var(ddof=1))) / free
    apart = float(one.mean() - two.mean())
    return nan if pooled <= 0 else apart / sqrt(pooled)


def smd_of_shares(p1: float, p2: float) -> float:
    """How far is one share above another, in standard deviations of a single yes or no?

    (p1 - p2) / sqrt((p1 (1 - p1) + p2 (1 - p2)) / 2); nan where nothing varies. ValueError unless both are 0 to 1.

    Source: Austin (2009), Statistics in Medicine 28, 3083-3107, section 2.
    """
    if not (0 <= p1 <= 1 and 0 <= p2 <= 1):
        raise ValueError(f"{p1} and {p2} are not two shares.")
    spread = (p1 * (1 - p1) + p2 * (1 - p2)) / 2
    return nan if spread <= 0 else (p1 - p2) / sqrt(spread)


def who_is_described(loss: float, differential: float = nan, smd: float = nan) -> str:
    """Does what is found about the followed stand for all that were sent, or for those who stayed alone?

    `loss` is the share of all that was not followed, `differential` the difference of that share between groups, `smd`
    how unlike followed and lost were at first; nan where it cannot be told, which is then not held against them.
    ValueError unless `loss` is 0 to 1.

    Source: thresholds as above, each alone is enough.
    """
    if not 0 <= loss <= 1:
        raise ValueError(f"A loss of {loss} is no share.")
    stayed = loss > MOST_LOSS or abs(differential) > MOST_DIFFERENTIAL or abs(smd) > MOST_UNLIKE
    return STAYED if stayed else EVERYONE


def bounds_of_change(changes: npt.ArrayLike, n_lost: int) -> Bounds:
    """What could the mean change of all be, had those not followed changed like the lowest or the highest quarter?

    (n mean + n_lost q) / (n + n_lost), q the mean of the lowest, then of the highest quarter of the changes seen.
    Without bounds (-inf to inf) where fewer than 20 changes are seen and anyone is lost. ValueError with a change
    missing, none at all, or fewer than no lost.

    Source: a pattern mixture with the difference fixed beforehand, Little & Rubin (2020), Statistical Analysis with
    Missing Data, 15.5; that it is a quarter is our rule. The ends of the scale would bound it surely, and say nothing.
    """
    seen = np.sort(np.asarray(changes, dtype=float))
    if seen.ndim != 1 or len(seen) == 0 or not np.isfinite(seen).all() or n_lost < 0:
        raise ValueError("Bounds need the changes of those followed, none of them missing, and how many were lost.")
    mean = float(seen.mean())
    if n_lost == 0:
        return Bounds(mean, mean)
    if len(seen) < LEAST_SEEN:
        return Bounds(-inf, inf)
    quarter = int(len(seen) * QUARTER)
    low, high = float(seen[:quarter].mean()), float(seen[-quarter:].mean())
    n = len(seen) + n_lost
    return Bounds((len(seen) * mean + n_lost * low) / n, (len(seen) * mean + n_lost * high) / n)


def bounds_of_share(before: float, after: float, n: float, before_lost: float, n_lost: float) -> Bounds:
    """What could the change of the share at a mark be, had none, or all, of those not followed been at it afterwards?

    Of `n` followed, `before` were at the mark and `after` are; of `n_lost` with a result before alone, `before_lost`
    were. (after + 0 or n_lost) / (n + n_lost) less (before + before_lost) / (n + n_lost): the truth lies between, sure.
    ValueError unless 0 <= before, after <= n, 0 <= before_lost <= n_lost and n > 0.

    Source: Manski (1989), Journal of Human Resources 24, 343-360.
    """
    told = all(map(isfinite, (before, after, n, before_lost, n_lost)))
    if not (told and 0 <= before <= n and 0 <= after <= n and 0 <= before_lost <= n_lost and n > 0):
        raise ValueError(f"{before} and {after} of {n}, with {before_lost} of {n_lost} lost, cannot be reckoned.")
    everyone = n + n_lost
    least = (after - before - before_lost) / everyone
    return Bounds(least, least + n_lost / everyone)
