"""How far has the share at a mark moved among the same learners?"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from scipy import optimize

from colsynth.methods.proportions import Difference

OFF = 1e-10  # of a share; a step off the value, where no limit lies


def paired_difference(up: float, down: float, n: float, level: float = 0.95) -> Difference:
    """The share of `n` learners at a mark now less the share before: (up - down) / n, with Tango's score limits.

    `up` of them have come to the mark, `down` have left it. Counts may be what learners in classes are worth.
    ValueError unless up and down are not below 0, n is above 0 and up + down are not more than n.

    Source: Tango (1998), Statistics in Medicine 17, 891-908.
    """
    if not (up >= 0 and down >= 0 and n > 0 and up + down <= n * (1 + 1e-9)):
        raise ValueError(f"{up} up and {down} down of {n} cannot be reckoned.")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    value = (up - down) / n

    def beyond(at: float, side: float) -> float:
        """The score of a true difference `at`, less z: 0 at a limit."""
        a, b, c = 2 * n, -up - down + (2 * n - up + down) * at, -down * at * (1 - at)
        fallen = (sqrt(max(0.0, b * b - 4 * a * c)) - b) / (2 * a)
        spread = n * (2 * fallen + at * (1 - at))
        off = side * (up - down - n * at)
        return off - z * sqrt(max(0.0, spread))

    # Just off the value itself the score is below its limit, also where nobody moved and the spread there is 0.
    low = -1.0 if beyond(-1.0, 1) <= 0 else float(optimize.brentq(beyond, -1.0, value - OFF, args=(1,)))
    high = 1.0 if beyond(1.0, -1) <= 0 else float(optimize.brentq(beyond, value + OFF, 1.0, args=(-1,)))
    return Difference(value, min(low, value), max(high, value))
