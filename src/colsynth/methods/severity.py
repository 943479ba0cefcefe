"""Does a rater put the same things higher or lower than those who rated them too?"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import Literal

import numpy as np
import numpy.typing as npt

from colsynth.methods.rating_tables import ALMOST, Floats, jackknifed, ratings_of

LEAST_SHARED = 6  # units rated with others; with five, even a difference to one side on all is chance in 1 of 16

LEAST_APART = 0.25  # levels; less than one thing in four a level off is no eye of one's own. Our rule

SaidOfRater = Literal["higher", "lower", "no clear difference", "not enough overlap"]


@dataclass(frozen=True)
class Severities:
    """One entry a rater, in the order of the columns: by how many levels they rate above co-raters, with limits.

    `n_shared` are the units rated with others who are told of; `said` is the verdict. nan: all four where there is not
    enough overlap; the limits where the difference is the same on all units.
    """

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    n_shared: npt.NDArray[np.int64]
    said: tuple[SaidOfRater, ...]


def rater_severity(ratings: npt.ArrayLike, level: float = 0.95) -> Severities:
    """By how many levels do raters differ from their co-raters? `ratings` are units by raters, NaN for missing.

    Least squares of rating = unit + rater, so that one who rates beside strict raters is not called kind for it; then
    the rater less the mean of the others. Where all rate everything this is the mean difference from the co-raters.
    Levels count as equal steps here. Severity is told, and never taken off a rating. The limits leave out each unit in
    turn (jackknife), with Student's t on the units that the rater shares.

    One rater far from the rest draws the mean of the others for each of them. So `said` calls nobody higher or lower
    who is less than a quarter of a level from the median of the others.

    Raters who share fewer than six units are set aside. Where the others are not one linked group, or hold together by
    one unit alone, there is not enough overlap for any. ValueError unless the ratings are a table.

    Source: Linacre (1994), Many-Facet Rasch Measurement, on linked designs; differences in levels in place of logits
    are our own choice, as the facets model needs 30 ratings a rater.
    """
    table = ratings_of(ratings)
    raters = table.shape[1]
    told = _enough_shared(table)
    values = {name: np.full(raters, nan) for name in ("value", "se", "low", "high")}
    n_shared = _shared(table, told)
    shared = table[:, told]
    shared = shared[(~np.isnan(shared)).sum(axis=1) >= 2]
    whole, without = _fitted(shared) if len(told) >= 2 else (None, None)
    if whole is not None and without is not None:
        for at, rater in enumerate(told):
            value = float(whole[at])
            se, low, high = jackknifed(value, without[:, at], level, df=int(n_shared[rater]) - 1)
            for name, number in (("value", value), ("se", se), ("low", low), ("high", high)):
                values[name][rater] = number
    said = [severity_of(*numbers) for numbers in zip(values["value"], values["low"], values["high"], strict=True)]
    for rater in told if whole is not None else []:
        if _from_median(values["value"][told], told.index(rater)) < LEAST_APART - ALMOST:
            said[rater] = "no clear difference"
    return Severities(**values, n_shared=n_shared, said=tuple(said))


def severity_of(value: float, low: float, high: float) -> SaidOfRater:
    """What a difference from co-raters and its limits say. Without limits it is the same on all units, six or more.

    A quarter of a level or more, and on one side of none by its limits.
    """
    if isnan(value):
        return "not enough overlap"
    if abs(value) < LEAST_APART:
        return "no clear difference"
    if low > 0 or (isnan(low) and value > 0):
        return "higher"
    if high < 0 or (isnan(high) and value < 0):
        return "lower"
    return "no clear difference"


def _from_median(values: Floats, at: int) -> float:
    """How far one rater is from the median of the others, from how far each is above the mean of the others."""
    above = values * (len(values) - 1) / len(values)  # the mean of all
    return float(abs(above[at] - np.median(np.delete(above, at))))


def _shared(table: Floats, told: list[int]) -> npt.NDArray[np.int64]:
    """How many units each rater of those told of shares with another of them; 0 for the others."""
    there = ~np.isnan(table)
    others = there[:, told].sum(axis=1) >= 2
    found = np.zeros(table.shape[1], dtype=np.int64)
    found[told] = (there[:, told] & others[:, None]).sum(axis=0)
    return found


def _enough_shared(table: Floats) -> list[int]:
    """The raters who share enough units with one another, once those who do not are set aside."""
    told = list(range(table.shape[1]))
    while told:
        n_shared = _shared(table, told)
        kept = [rater for rater in told if n_shared[rater] >= LEAST_SHARED]
        if kept == told:
            break
        told = kept
    return told


def _fitted(shared: Floats) -> tuple[Floats | None, Floats | None]:
    """Each rater less the mean of the others, of all units and without each in turn; None where units do not link."""
    there = ~np.isnan(shared)
    k = shared.shape[1]
    means = np.nansum(shared, axis=1) / there.sum(axis=1)
    apart = np.where(there, shared - means[:, None], 0.0)
    of_unit = there[:, :, None] * np.eye(k) - (there[:, :, None] & there[:, None, :]) / there.sum(axis=1)[:, None, None]
    links = of_unit.sum(axis=0) - of_unit + 1.0 / k
    if np.linalg.eigvalsh(links).min() < ALMOST:
        return None, None
    above = np.linalg.solve(links, (apart.sum(axis=0) - apart)[:, :, None])[:, :, 0]
    whole = np.linalg.solve(of_unit.sum(axis=0) + 1.0 / k, apart.sum(axis=0))
    whole = np.where(np.abs(whole) < ALMOST, 0.0, whole)
    return whole * k / (k - 1), above * k / (k - 1)
