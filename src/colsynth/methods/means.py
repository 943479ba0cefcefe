"""How large is a mean of learners who sit in classes in schools, and how sure is it?"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from colsynth.methods.classes import Clustering, learners_worth

LEAST_FREE = 10  # learners beyond one a stratum, to take differences of strata out of the spread; our rule


@dataclass(frozen=True)
class Mean:
    """A mean of `n` values, its standard error and limits; `worth` is how many independent values they are worth.

    `basis` is `classes` where the limits allow for learners in classes, `count` where they do not.
    """

    value: float
    se: float
    low: float
    high: float
    n: int
    worth: float
    basis: str


def mean_in_classes(
    y: npt.ArrayLike, class_: npt.ArrayLike, stratum: npt.ArrayLike, likeness: Clustering | None, level: float = 0.95
) -> Mean:
    """What is the mean of `y`, and where would it lie for another like cohort of learners and classes of these schools?

    The spread is that within strata (schools), which are fixed; with few learners a stratum the whole spread. The
    learners are worth n / (1 + (m - 1) icc), m the size of a class; limits by Student's t with as many degrees as
    classes less strata. Without `likeness` (`methods.classes.class_icc`), or where classes are not known, from the
    count alone. ValueError with fewer than two values, or where one is missing.

    Source: Kish (1965), Survey Sampling, 5.4; the number of classes as degrees of freedom: Donner & Klar (2000), 6.
    """
    values, strata = np.asarray(y, dtype=float), np.asarray(stratum, dtype=object)
    n = len(values)
    if n < 2 or not np.isfinite(values).all():
        raise ValueError("A mean with limits needs two values or more, none of them missing.")
    worth = learners_worth(class_, likeness.icc if likeness else None)
    if worth is None or likeness is None:
        basis, free = "count", n - 1
    else:
        basis, free = "classes", max(1, likeness.n_classes - len(set(strata.tolist())))
    mean = float(values.mean())
    se = sqrt(spread_within(values, strata) / (worth if worth is not None else n))
    half = float(special.stdtrit(free, 0.5 + level / 2)) * se
    return Mean(mean, se, mean - half, mean + half, n, float(worth if worth is not None else n), basis)


def spread_within(values: npt.NDArray[np.float64], strata: npt.NDArray[np.object_]) -> float:
    """The variance of the values within strata; with fewer than ten learners beyond one a stratum, of all of them."""
    n = len(values)
    _, at = np.unique(strata.astype(str), return_inverse=True)
    size = np.bincount(at)
    if n - len(size) < LEAST_FREE:
        return float(values.var(ddof=1))
    means = np.bincount(at, values) / size
    return float(((values - means[at]) ** 2).sum()) / (n - len(size))
