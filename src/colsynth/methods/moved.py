"""Did the same raters place a thing higher, or lower, the second time than the first?"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Moved:
    """How many raters went up, stayed and went down, and how likely a move as one-sided would be by chance alone.

    `p` is the two-sided exact sign test, 1 where nobody moved. `separate`: one distribution lies above the other at
    every level, or at the same (stochastic dominance), and they are not the same.
    """

    up: int
    same: int
    down: int
    p: float
    separate: bool

    @property
    def n(self) -> int:
        """Raters seen both times."""
        return self.up + self.same + self.down


def moved(before: npt.ArrayLike, after: npt.ArrayLike) -> Moved:
    """Levels of each rater the first and the second time, in one order; only their order counts, not their distance.

    Were nothing to move, each rater who gives two levels would be as likely to go up as down, whatever the rater's own
    noise: the test allows for that alone, and not for something that made all of them kinder at one time. Raters who
    stayed say nothing in the test. ValueError unless both are lists of levels of one length.

    Source: Dixon & Mood (1946), Journal of the American Statistical Association 41, 557-566 (sign test); Conover
    (1999), Practical Nonparametric Statistics, 3rd edition, section 3.4.
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.ndim != 1 or first.shape != second.shape or np.isnan(first).any() or np.isnan(second).any():
        raise ValueError("Levels before and after are two lists of one length without gaps.")
    up, down = int((second > first).sum()), int((second < first).sum())
    return Moved(up, len(first) - up - down, down, sign_test(up, down), separate(first, second))


def sign_test(up: int, down: int) -> float:
    """The chance of a split as one-sided as this, or more, were each to go up or down by the toss of a coin."""
    n, fewer = up + down, min(up, down)
    as_few = 2 * sum(comb(n, k) for k in range(fewer + 1))
    return min(1.0, float(as_few / (1 << n)))


def chance_of(n: int, most: float) -> float:
    """How often `n` raters who go up or down by the toss of a coin give a p of at most `most`."""
    return max((p for down in range(n // 2 + 1) if (p := sign_test(n - down, down)) <= most), default=0.0)


def separate(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> bool:
    """Whether one of two distributions of levels lies above the other, or at the same, at every level, and is another.

    Source: Lehmann (1955), Annals of Mathematical Statistics 26, 399-419 (stochastic order).
    """
    levels = np.union1d(first, second)
    apart = (first[:, None] <= levels).sum(axis=0) - (second[:, None] <= levels).sum(axis=0)
    return bool(apart.any() and (not (apart > 0).any() or not (apart < 0).any()))
