"""How far have learners in classes changed, and how far apart are the changes of two groups?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from colsynth.methods.classes import LEAST_KNOWN, Clustering
from colsynth.methods.means import LEAST_FREE, spread_within
from colsynth.methods.paired import paired_difference

LEAST_APART = 0.1  # of 1: classes before and after that are the same by more than nine in ten are one; our rule
MOST_HIDDEN = 0.9  # of the spread that may be put back for classes; our bound

_Labels = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Alike:
    """How alike changes are by what the class before adds, and by what the class after adds; None where not known.

    Learners who share both are alike by both together: the two are told apart by `told_apart`.
    """

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

    n over 1 + (m1 - 1) r1 + (m2 - 1) r2: pairs of learners who share the class before, and those who share the class
    after. m is the size of a learner's own class within the group, on average. Labels "" are not known; a side of which
    more than a fifth is not known drops out. None where neither side is known.

    Source: Kish (1965), Survey Sampling, 5.4, of two crossed ways of clustering.
    """
    more, known = 1.0, False
    for labels, of in ((before, alike.before), (after, alike.after)):
        held = np.asarray(labels, dtype=object)
        if of is not None and len(held) and (held != "").mean() >= LEAST_KNOWN:
            more, known = more + (_own_size(held) - 1) * of.icc, True
    return len(np.asarray(before, dtype=object)) / more if known else None


def told_apart(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    strata_before: npt.ArrayLike,
    strata_after: npt.ArrayLike,
    alike: Alike,
) -> Alike:
    """What does the class before add to the likeness of changes, and what the class after, each without the other?

    `alike` as of `classes.class_icc` of either side, in its own strata: learners who share a class before are alike by
    what it adds, and by what the class after adds as far as they share that one too, more than others of their stratum
    do. Two such equations have one answer, unless classes stay as they are: then each side has half of it.

    Source: method of moments for two crossed ways, Searle, Casella & McCulloch (1992), Variance Components, 5.2.
    """
    if alike.before is None or alike.after is None:
        return alike
    one, two = np.asarray(before, dtype=object), np.asarray(after, dtype=object)
    also_after = _also(one, two, np.asarray(strata_before, dtype=object))
    also_before = _also(two, one, np.asarray(strata_after, dtype=object))
    r1, r2 = alike.before.icc, alike.after.icc
    left = 1 - also_after * also_before
    if left < LEAST_APART:
        v1 = v2 = (r1 + r2) / 4
    else:
        v1 = min(r1, max(0.0, (r1 - also_after * r2) / left))
        v2 = min(r2, max(0.0, (r2 - also_before * r1) / left))
    return Alike(replace(alike.before, icc=v1), replace(alike.after, icc=v2))


def _also(own: _Labels, other: _Labels, strata: _Labels) -> float:
    """How much more often do two learners of one class share the `other` one too than two of other classes (0-1)?"""
    known = own != ""
    places, others, of = _numbers(own[known]), _numbers(other[known]), _numbers(strata[known])
    in_stratum, in_class = np.bincount(of), np.bincount(places)
    several = in_class[places] < in_stratum[of]
    placed = several & (other[known] != "")
    of_class, of_stratum = _pairs(places[several]), _pairs(of[several])
    also = _pairs(_joined(places, others)[placed])
    if of_class == 0 or of_stratum <= of_class:
        return 0.0
    rest = (_pairs(_joined(of, others)[placed]) - also) / (of_stratum - of_class)
    return min(1.0, max(0.0, also / of_class - rest))


def _numbers(labels: _Labels) -> npt.NDArray[np.intp]:
    """A number for each label; sorting long texts would take most of the time."""
    places: dict[object, int] = {}
    return np.fromiter((places.setdefault(label, len(places)) for label in labels.tolist()), np.intp, len(labels))


def _joined(one: npt.NDArray[np.intp], two: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """A number for each two numbers."""
    return one * (int(two.max(initial=0)) + 1) + two


def _pairs(numbers: npt.NDArray[np.intp]) -> float:
    """Ordered pairs of learners with one number."""
    size = np.unique(numbers, return_counts=True)[1].astype(float)
    return float((size * (size - 1)).sum())


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
    classes whose likeness was reckoned less their strata, never more than learners less one; from the count alone where
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
    return _limited(mean, se, _free(n, worth, alike), n, basis, level)


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
    return Change(limits.value, se, _free(n, worth, alike), limits.low, limits.high, n, basis)


def _free(n: int, worth: float | None, alike: Alike) -> float:
    """Degrees of freedom: classes less their strata, where limits allow for classes; never above learners less one."""
    classes = [of.n_classes - of.n_strata for of in (alike.before, alike.after) if of is not None]
    if worth is None or not classes:
        return float(max(1, n - 1))
    return float(max(1, min(n - 1, *classes)))


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
