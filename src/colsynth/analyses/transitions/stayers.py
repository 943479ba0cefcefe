"""Who did not move over the same summer, and how far apart are the changes of those who did and those who did not?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
import pandas as pd

from colsynth.analyses.transitions.pairs import LEAST_LEARNERS, SHARE, has_both
from colsynth.methods.attrition import (
    Bounds,
    bounds_of_change,
    bounds_of_share,
    smd_of_scores,
    smd_of_shares,
)
from colsynth.methods.change_apart import Alike, Change, mean_change, means_together, share_change, shares_together

LEAST_SCHOOLS = 2  # schools of those who stayed: with one, it cannot be told from what that school does
LEAST_OF_SCHOOL = 5  # learners for a school to be one of them; our rule
SAME, ADJACENT, NOBODY = "learners who did not move", "adjacent year levels, weaker", "none"


@dataclass(frozen=True)
class Stayers:
    """Those held against the movers: `groups` of one year level each, weighted alike, and what kind they are."""

    kind: str
    groups: tuple[pd.DataFrame, ...]

    @property
    def everyone(self) -> pd.DataFrame:
        """All of them."""
        return pd.concat(self.groups)


def who_stayed(rows: pd.DataFrame, level: int, kind: str) -> Stayers:
    """The learners who stayed at their school over the turn: of year level `level` before it, else one up and one down.

    `rows` as from `pairs.paired`. Ten learners or more with both results, in at least two schools with five or more
    each. Else the year levels one below and one above, ten learners or more of each, count alike, so that what is usual
    at a younger and at an older age meets in the middle; they are a weaker comparison. One of the two alone is none:
    growth slows with age, and movers held against younger learners would seem to dip. `none` where nobody is left.
    """
    stayed = rows[(rows["was"] == "stayed") & (rows["step"] == "") & has_both(rows, kind)]
    same = stayed[(stayed["year_before"] == level).fillna(False)]
    if len(same) >= LEAST_LEARNERS and _schools(same) >= LEAST_SCHOOLS:
        return Stayers(SAME, (same,))
    near = [stayed[(stayed["year_before"] == other).fillna(False)] for other in (level - 1, level + 1)]
    if min(map(len, near)) >= LEAST_LEARNERS and _schools(pd.concat(near)) >= LEAST_SCHOOLS:
        return Stayers(ADJACENT, tuple(near))
    return Stayers(NOBODY, ())


def _schools(rows: pd.DataFrame) -> int:
    return int((rows["to_school"].value_counts() >= LEAST_OF_SCHOOL).sum())


def change_of(rows: pd.DataFrame, kind: str, alike: Alike) -> Change:
    """The change of learners with both results (two or more), for these schools with another, like cohort."""
    one, two = (rows[f"class_{side}"].to_numpy(object) for side in ("before", "after"))
    stratum = (rows["from_school"] + "|" + rows["to_school"]).to_numpy(object)
    before, after = (rows[f"{kind}_{side}"].to_numpy(float) for side in ("before", "after"))
    if kind == SHARE:
        return share_change(before == 1, after == 1, one, two, stratum, alike)
    return mean_change(after - before, one, two, stratum, alike)


def together(changes: Sequence[Change], weights: Sequence[float], kind: str) -> Change:
    """Weighted changes of different learners as one, with its limits."""
    return shares_together(changes, weights) if kind == SHARE else means_together(changes, weights)


def held_against(moved: Change, stayed: Sequence[Change], kind: str) -> Change:
    """The change of those who moved, less the mean of those who stayed, each a group of one year level.

    The limits of several groups reach from the lowest against any one of them to the highest: growth does not go from
    one age to the next in a straight line, so what is usual in between may lie anywhere between the two.
    """
    ones = [together([moved, one], [1.0, -1.0], kind) for one in stayed]
    whole = together([moved, *stayed], [1.0, *[-1 / len(stayed)] * len(stayed)], kind)
    return replace(whole, low=min(one.low for one in ones), high=max(one.high for one in ones))


def unlike_before(one: pd.DataFrame, other: pd.DataFrame, kind: str) -> float:
    """How far one group stood above another before, in standard deviations; nan where it cannot be told."""
    before = [rows[f"{kind}_before"].dropna().to_numpy(float) for rows in (one, other)]
    if kind == SHARE:
        return smd_of_shares(*(float(b.mean()) for b in before)) if all(len(b) for b in before) else float("nan")
    return smd_of_scores(*before)


@dataclass(frozen=True)
class Summer:
    """What the same summer did to those who stayed: the change of each group, and how far it could be off with loss.

    `loss` is the share of those with a result before who have none after; `n`, `n_schools` count those followed,
    schools from five learners on.
    """

    stayers: Stayers
    kind: str
    changes: tuple[Change, ...]
    shifts: tuple[Bounds, ...]
    loss: float
    n: int
    n_schools: int

    @property
    def change(self) -> Change:
        """How far those changed who stayed."""
        return together(self.changes, [1 / len(self.changes)] * len(self.changes), self.kind)

    def beside(self, moved: Change) -> Change:
        """The change of those who moved, less the change of those who stayed."""
        return held_against(moved, self.changes, self.kind)

    def limits_with_loss(self, found: Change, sent: pd.DataFrame) -> Bounds | None:
        """The 95 % limits of how far the two are apart, had those not followed fared worst, or best; else None.

        Of those who moved and of those who stayed alike: everyone with a result before and none after. Scores: they
        changed like the lowest or the highest quarter of those followed; shares: none or all of them are at the
        expectation.
        """
        own, weight = _shift(sent, self.kind), 1 / len(self.shifts)
        low = own.low - weight * sum(shift.high for shift in self.shifts)
        high = own.high - weight * sum(shift.low for shift in self.shifts)
        return Bounds(found.low + low, found.high + high) if isfinite(low) and isfinite(high) else None


def summer_of(rows: pd.DataFrame, level: int, kind: str, alike: Alike) -> Summer | None:
    """What the summer did to learners who stayed, as `who_stayed` finds them; None where there are none."""
    stayers = who_stayed(rows, level, kind)
    if stayers.kind == NOBODY:
        return None
    stayed = rows[(rows["was"] == "stayed") & (rows["step"] == "")]
    of_level = [stayed[(stayed["year_before"] == g["year_before"].iloc[0]).fillna(False)] for g in stayers.groups]
    n, n_before = len(stayers.everyone), sum(int(own[f"{kind}_before"].notna().sum()) for own in of_level)
    return Summer(
        stayers,
        kind,
        tuple(change_of(group, kind, alike) for group in stayers.groups),
        tuple(_shift(own, kind) for own in of_level),
        1 - n / n_before,
        n,
        _schools(stayers.everyone),
    )


def _shift(rows: pd.DataFrame, kind: str) -> Bounds:
    """How much lower and higher the mean change could be with those who have a result before alone."""
    both = has_both(rows, kind).to_numpy()
    before = rows[f"{kind}_before"].to_numpy(float)
    lost = ~both & ~np.isnan(before)
    then, now = before[both], rows[f"{kind}_after"].to_numpy(float)[both]
    if not lost.any():
        return Bounds(0.0, 0.0)
    if kind == SHARE:
        found = bounds_of_share(then.sum(), now.sum(), len(then), before[lost].sum(), int(lost.sum()))
    else:
        found = bounds_of_change(now - then, int(lost.sum()))
    seen = float((now - then).mean())
    return Bounds(found.low - seen, found.high - seen)
