"""How large is a share, how sure is it, and how many more would reach a target?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """The lower and upper limit of a share (0-1)."""

    low: float
    high: float


def wilson_interval(x: int, n: int, level: float = 0.95) -> Interval:
    """The score interval of `x` of `n`: where the share of a like group would lie, `level` of the time.

    It takes each learner as one independent draw; learners in classes vary more than that, so a page labels it
    "from the count alone". ValueError unless 0 <= x <= n and n > 0.

    Source: Wilson (1927); numbers in Newcombe (1998), Statistics in Medicine 17, 857-872, table I.
    """
    if not 0 <= x <= n or n == 0:
        raise ValueError(f"{x} of {n} is not a share.")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    p, z2n = x / n, z * z / n
    centre = (p + z2n / 2) / (1 + z2n)
    half = z / (1 + z2n) * sqrt(p * (1 - p) / n + z2n / (4 * n))
    # At 0 and n of n the limit is exact; rounding must not push it past the count itself.
    return Interval(0.0 if x == 0 else centre - half, 1.0 if x == n else centre + half)


def learners_needed(percent: float | str, n: int, x: int) -> int:
    """How many more of `n` learners must reach the mark for `percent` of them to have reached it; never below 0.

    Exact: the target is taken as the decimal that is written, so that 55 % of 100 is 55 and not 56.
    ValueError unless 0 <= percent <= 100 and 0 <= x <= n.
    """
    target = Fraction(str(percent))
    if not 0 <= target <= 100 or not 0 <= x <= n:
        raise ValueError(f"{percent} % of {n}, with {x} there now, cannot be reckoned.")
    return max(0, ceil(target * n / 100) - x)


def percent_agrees(percent: float | str, x: int, n: int) -> bool:
    """Is `percent`, to the decimals it is written with, a rounding of `x` of `n`?

    Half a unit of the last written decimal either way: 69.4 % is 745 of 1074, 39 % is not 78 of 171.
    """
    written = Fraction(str(percent))
    decimals = len(str(percent).partition(".")[2].rstrip("0"))
    return abs(written - Fraction(100 * x, n)) <= Fraction(1, 2 * 10**decimals)
