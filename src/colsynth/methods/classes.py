"""How alike are learners of one class, and how many independent learners is a group of them worth?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from colsynth.methods.proportions import effective_n

LEAST_CLASSES = 10  # of fewer, the likeness is a guess; our rule
LEAST_KNOWN = 0.8  # share of a group whose class must be known before its classes count; our rule


@dataclass(frozen=True)
class Clustering:
    """`icc`, the share of the spread within a stratum that lies between its classes (0-1), from `n_classes` of them.

    `n_strata`: how many strata they are in, where that is known.
    """

    icc: float
    n_classes: int
    n_strata: int = 0


def class_icc(y: npt.ArrayLike, class_: npt.ArrayLike, stratum: npt.ArrayLike) -> Clustering | None:
    """How much of the spread of `y` within strata (a school in a term) lies between classes rather than learners?

    One-way analysis of variance of classes nested in fixed strata, negative values set to 0. Labels of classes are
    unique over strata; learners without a class (label "") are left out. None with fewer than ten classes of two or
    more learners, or where nothing varies.

    Source: Donner & Koval (1980), Biometrics 36, 19-25 (the estimator); Kish (1965), Survey Sampling, 5.4 (its use).
    """
    values = np.asarray(y, dtype=float)
    labels, strata = np.asarray(class_, dtype=object), np.asarray(stratum, dtype=object)
    known = labels != ""
    values, labels, strata = values[known], labels[known], strata[known]
    if len(values) == 0:
        return None
    places: dict[object, int] = {}  # of each label; sorting long texts would take most of the time
    at = np.fromiter((places.setdefault(label, len(places)) for label in labels.tolist()), np.intp, len(labels))
    size = np.bincount(at)
    _, first = np.unique(at, return_index=True)
    _, of = np.unique(strata[first].astype(str), return_inverse=True)  # the stratum of each class
    if int((size > 1).sum()) < LEAST_CLASSES:
        return None
    n_class, n_stratum = len(size), int(of.max()) + 1
    means = np.bincount(at, values) / size
    strata_n = np.bincount(of, size)
    strata_means = np.bincount(of, means * size) / strata_n
    within = float(((values - means[at]) ** 2).sum())
    between = float((size * (means - strata_means[of]) ** 2).sum())
    free_within, free_between = len(values) - n_class, n_class - n_stratum
    if free_within <= 0 or free_between <= 0 or within + between <= 0:
        return None
    msw, msb = within / free_within, between / free_between
    size0 = (len(values) - float((np.bincount(of, size**2) / strata_n).sum())) / free_between
    icc = (msb - msw) / (msb + (size0 - 1) * msw)
    return Clustering(float(min(1.0, max(0.0, icc))), n_class, n_stratum)


def learners_worth(class_: npt.ArrayLike, icc: float | None) -> float | None:
    """How many independent learners a group is worth whose members sit in these classes; None where it cannot be told.

    The size of a class is that of a learner's own class within the group, on average, so that large classes count
    for what they are. None without an `icc`, or where the class of more than a fifth of the group is not known ("").
    """
    labels = np.asarray(class_, dtype=object)
    n = len(labels)
    known = labels[labels != ""]
    if icc is None or n == 0 or len(known) < LEAST_KNOWN * n:
        return None
    size = np.array(list(Counter(known.tolist()).values()))
    return effective_n(n, float((size**2).sum() / size.sum()), icc)
