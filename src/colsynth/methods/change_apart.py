"""How far have learners in classes changed, and how far apart are the changes of two groups?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from colsynth.methods.classes import LEAST_KNOWN, Clustering
from colsynth.methods.means import LEAST_FREE, spread_within
from colsynth.methods.paired import paired_difference

MOST_HIDDEN = 0.9  # of the spread that may be put back for classes; our bound


@dataclass(frozen=True)
class Alike:
    """How alike changes are of learners of one class: of the class before, of the class after; None where not known."""

    before: Clustering | None = None
    after: Clustering | None = None


@dataclass(frozen=True)
class Change:
    """A change and its limits, of `n` learners; `se` and `free` its standard error and degrees of freedom.

    `basis` is `classes` where the limits allow for learners in classes, `count` where they do not. The change of a
    share has limits of a score, so that they do not follow from `se`.
    """

    value: float
    se: float
    free: float
    low: float
    high: float
    n: int
    basis: str


def worth_in_two_classes(before: npt.ArrayLike, after: npt.ArrayLike, alike: Alike) -> float | None:
    """How many independent learners are these worth, who sat in one class before and sit in another after?

    n over 1 + (m1 - 1) r1 + (m2 - 1) r2 - (m12 - 1) max(r1, r2): pairs of learners who share the class before, and
    those who share the class after, those who share both counted once. m is the size of a learner's own class within
    the group, on average. Labels "" are not known; one side of which more than a fifth is not known drops out. None
    where neither side is known.

    Source: Kish (1965), Survey Sampling, 5.4; that two ways of clustering add up less what they share: Cameron, Gelbach
    & Miller (2011), Journal of Business & Economic Statistics 29, 238-249.
    """
    ways = {}
    for name, labels, known in (("before", before, alike.before), ("after", after, alike.after)):
        held = np.asarray(labels, dtype=object)
        if known is not None and len(held) and (held != "").mean() >= LEAST_KNOWN:
            ways[name] = (held, known.icc)
    if not ways:
        return None
    sides = list(ways.values())
    n = len(sides[0][0])
    more = 1 + sum((_own_size(held) - 1) * icc for held, icc in sides)
    if len(sides) == 2:
        (one, icc1), (two, icc2) = sides
        both = np.array([f"{a}\0{b}" if a != "" and b != "" else "" for a, b in zip(one, two, strict=True)], object)
        more -= (_own_size(both) - 1) * max(icc1, icc2)
    return float(n / max(1.0, more))


def _own_size(labels: npt.NDArray[np.object_]) -> float:
    """How large a learner's own class is within the group, on average; a learner of no known class sits alone."""
    sizes = np.array(list(Counter(labels[labels != ""].tolist()).values()), dtype=float)
    alone = len(labels) - float(sizes.sum())
    return float(((sizes**2).sum() + alone) / len(labels))


def mean_change(
    changes: npt.ArrayLike,
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    stratum: npt.ArrayLike,
    alike: Alike,
    level: float = 0.95,
) -> Change:
    """What is the mean change of these learners, for another like cohort of learners and classes of these schools?

    The spread is that within strata (schools), which are fixed; `before` and `after` are the classes. What classes add
    to it where a stratum has few of them, one at worst, is put back by their likeness. Student's t, as many degrees as
    classes whose likeness was reckoned less strata, never more than learners less one; from the count alone where
    classes are not known. ValueError with fewer than two changes, or where one is missing.

    Source: as in `means.mean_in_classes` and `worth_in_two_classes`.
    """
    values = np.asarray(changes, dtype=float)
    n = len(values)
    if values.ndim != 1 or n < 2 or not np.isfinite(values).all():
        raise ValueError("A mean change with limits needs two changes or more, none of them missing.")
    worth = worth_in_two_classes(before, after, alike)
    mean = float(values.mean())
    strata = np.asarray(stratum, dtype=object)
    spread = spread_within(values, strata)
    if worth is None:
        worth_, basis = float(n), "count"
    else:
        worth_, basis = worth, "classes"
        spread /= 1 - _hidden_in_strata(before, after, strata, alike)
    se = sqrt(spread / worth_)
    return _limited(mean, se, _free(n, worth, alike, stratum), n, basis, level)


def _hidden_in_strata(
    before: npt.ArrayLike, after: npt.ArrayLike, strata: npt.NDArray[np.object_], alike: Alike
) -> float:
    """What part of the spread is not seen within strata, as learners of a stratum share classes (0 to 0.9)?

    The mean likeness of two learners of one stratum: the sum over strata of (n / worth - 1), over learners less strata.
    """
    one, two = np.asarray(before, dtype=object), np.asarray(after, dtype=object)
    places: dict[object, list[int]] = {}
    for place, name in enumerate(strata.tolist()):
        places.setdefault(name, []).append(place)
    free = len(strata) - len(places)
    held = list(places.values()) if free >= LEAST_FREE else [list(range(len(strata)))]
    more = 0.0
    for at in held:
        worth = worth_in_two_classes(one[at], two[at], alike)
        more += 0.0 if worth is None else len(at) / worth - 1
    return min(MOST_HIDDEN, more / max(1, len(strata) - len(held)))


def share_change(
    was: npt.ArrayLike,
    is_: npt.ArrayLike,
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    stratum: npt.ArrayLike,
    alike: Alike,
) -> Change:
    """How far has the share at a mark moved among these learners (-1 to 1)? Tango's limits, of what they are worth.

    `was` and `is_` say of each learner whether the mark was, and is, reached. ValueError with nobody.
    """
    then, now = np.asarray(was, dtype=bool), np.asarray(is_, dtype=bool)
    n = len(then)
    if n == 0 or len(now) != n:
        raise ValueError("Each learner needs to have been seen before and after.")
    worth = worth_in_two_classes(before, after, alike)
    part = 1.0 if worth is None else worth / n
    up, down = int((now & ~then).sum()), int((then & ~now).sum())
    limits = paired_difference(up * part, down * part, n * part)
    se = sqrt(max(0.0, (up + down) / n - limits.value**2) / (n * part))
    basis = "count" if worth is None else "classes"
    return Change(limits.value, se, _free(n, worth, alike, stratum), limits.low, limits.high, n, basis)


def _free(n: int, worth: float | None, alike: Alike, stratum: npt.ArrayLike) -> float:
    """Degrees of freedom: classes less strata, where limits allow for classes; never above learners less one."""
    classes = [one.n_classes for one in (alike.before, alike.after) if one is not None]
    if worth is None or not classes:
        return float(max(1, n - 1))
    strata = len(set(np.asarray(stratum, dtype=object).tolist()))
    return float(max(1, min(n - 1, min(classes) - strata)))


def means_together(changes: Sequence[Change], weights: Sequence[float], level: float = 0.95) -> Change:
    """The sum of `weights` times mean changes of different learners: 1 and -1 is how far apart two of them are.

    Student's t with the degrees of Welch and Satterthwaite. ValueError without changes, or unless each has its weight.

    Source: Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Welch (1947), Biometrika 34, 28-35.
    """
    _check(changes, weights)
    value = sum(w * one.value for one, w in zip(changes, weights, strict=True))
    parts = [(w * one.se) ** 2 for one, w in zip(changes, weights, strict=True)]
    slack = sum(part**2 / one.free for one, part in zip(changes, parts, strict=True))
    free = sum(parts) ** 2 / slack if slack > 0 else min(one.free for one in changes)
    return _limited(value, sqrt(sum(parts)), free, sum(one.n for one in changes), _basis(changes), level)


def shares_together(changes: Sequence[Change], weights: Sequence[float]) -> Change:
    """The same for changes of shares, limits from the limits of each: they need not lie evenly about the value.

    Source: Zou & Donner (2008), Statistics in Medicine 27, 1693-1702.
    """
    _check(changes, weights)
    value = below = above = squares = 0.0
    for one, weight in zip(changes, weights, strict=True):
        down, up = one.value - one.low, one.high - one.value
        down, up = (down, up) if weight >= 0 else (up, down)
        value += weight * one.value
        below, above = below + (weight * down) ** 2, above + (weight * up) ** 2
        squares += (weight * one.se) ** 2
    free = min(one.free for one in changes)
    n = sum(one.n for one in changes)
    return Change(value, sqrt(squares), free, value - sqrt(below), value + sqrt(above), n, _basis(changes))


def _check(changes: Sequence[Change], weights: Sequence[float]) -> None:
    if not changes or len(changes) != len(weights):
        raise ValueError("Each of the changes, one at least, needs its weight.")


def _basis(changes: Sequence[Change]) -> str:
    return "classes" if all(one.basis == "classes" for one in changes) else "count"


def _limited(value: float, se: float, free: float, n: int, basis: str, level: float) -> Change:
    half = float(special.stdtrit(min(free, inf), 0.5 + level / 2)) * se
    return Change(float(value), se, free, value - half, value + half, n, basis)
