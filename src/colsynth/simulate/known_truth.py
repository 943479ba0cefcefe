"""Learners in classes in schools whose truth is known: drawn over and over, to see how often a method is right.

Every draw keeps the schools as they are and draws classes and learners anew, which is what intervals are about: these
schools, with another, like cohort of learners and classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Labels = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Places:
    """Where learners sit: one entry a learner. Classes are numbered through all schools."""

    school: Labels
    class_: Labels

    @cached_property
    def class_label(self) -> NDArray[np.object_]:
        """The classes as labels, as a frame of results has them."""
        return np.char.add("c", self.class_.astype(str)).astype(object)


@dataclass(frozen=True)
class Listed:
    """Scores of a year group before and after, and who was put on a list for a low score; being on it does nothing."""

    before: Numbers
    after: Numbers
    listed: Flags


def places(schools: int, classes: int, size: int) -> Places:
    """`schools` of `classes` classes with `size` learners each."""
    return Places(np.repeat(np.arange(schools), classes * size), np.repeat(np.arange(schools * classes), size))


def reached(
    rng: np.random.Generator, at: Places, share: Numbers | float, icc: float, own: Numbers | None = None
) -> Flags:
    """Who reaches a mark, where learners of one class are alike by `icc` on the scale behind the mark (normal).

    `share` is the true share (0-1): one number, or one a learner, such as by school or group. `own` is what the
    learners bring themselves (standard normal), where it is not drawn here.
    """
    cut = _quantile(1 - np.broadcast_to(np.asarray(share, dtype=float), at.school.shape))
    of_class = rng.standard_normal(int(at.class_.max()) + 1)[at.class_]
    own = rng.standard_normal(len(cut)) if own is None else own
    return np.asarray(np.sqrt(icc) * of_class + np.sqrt(1 - icc) * own > cut)


def seen_again(rng: np.random.Generator, own: Numbers, r: float) -> Numbers:
    """What the same learners bring at another time, alike by `r` to what they brought (standard normal)."""
    return np.asarray(r * own + np.sqrt(1 - r * r) * rng.standard_normal(len(own)))


def scores(
    rng: np.random.Generator, at: Places, mean: float, sd: float, school_icc: float, class_icc: float = 0.0
) -> Numbers:
    """Normal scores, of whose variance sd² the parts `school_icc` and `class_icc` lie between schools and classes."""
    of_school = rng.standard_normal(int(at.school.max()) + 1)[at.school]
    of_class = rng.standard_normal(int(at.class_.max()) + 1)[at.class_]
    own = rng.standard_normal(len(at.school))
    rest = 1 - school_icc - class_icc
    together = np.sqrt(school_icc) * of_school + np.sqrt(class_icc) * of_class + np.sqrt(rest) * own
    return np.asarray(mean + sd * together)


def listed_for_low_scores(
    rng: np.random.Generator, learners: int, r: float, low: float, high: float, mean: float = 100, sd: float = 15
) -> Listed:
    """A year group at two times, alike by `r`; those between `low` and `high` at the first are put on a list."""
    lasting = rng.standard_normal(learners)
    one, two = (np.sqrt(r) * lasting + np.sqrt(1 - r) * rng.standard_normal(learners) for _ in range(2))
    before, after = mean + sd * one, mean + sd * two
    return Listed(before, after, (before >= low) & (before < high))


def drifting_apart(
    rng: np.random.Generator, schools: int, spread: float, growth: float, noise: float
) -> tuple[Numbers, Numbers]:
    """Mean scores of schools at two times: their true spread grows by `growth`, and both are seen with `noise`.

    The slope of the change on the first value is below 0 all the same where the noise outweighs the growth.
    """
    true = spread * rng.standard_normal(schools)
    return true + noise * rng.standard_normal(schools), growth * true + noise * rng.standard_normal(schools)


def _quantile(share: Numbers) -> Numbers:
    seen, at = np.unique(share, return_inverse=True)
    return np.array([NormalDist().inv_cdf(float(one)) for one in seen])[at]
