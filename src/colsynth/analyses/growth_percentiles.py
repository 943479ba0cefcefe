"""Among learners who began alike, where do a school's learners stand now? Only where a norm group is large enough.

Norms made inside one community have a median of 50 by construction, so this is a spread between schools and never a
headline; with fewer than a thousand learners in a norm group it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from colsynth.methods.growth import growth_percentiles

LEAST_NORM_GROUP = 1000  # matched learners of a year level; methods for growth percentiles, our rule after Betebenner
LEAST_LEARNERS = 20  # of a school, for its quartiles; our rule

COLUMNS = {
    "school": "str", "base": "Int64", "quarter": "Float64", "median": "Float64", "three_quarters": "Float64",
    "low": "Float64", "high": "Float64", "verdict": "str",
}  # fmt: skip


def percentiles_by_school(pairs: pd.DataFrame, schools: Sequence[str]) -> pd.DataFrame:
    """One row is one of `schools`, in their order: where its matched learners stand among learners who began alike.

    `pairs` as from `progress.matched`. A norm group is the matched learners of one year level; those with fewer than a
    thousand are left out. Columns: school, base (learners in a norm group), quarter, median, three_quarters (growth
    percentiles, 1-99), low, high (95 % limits of the median, from the count alone); verdict: `higher`, `lower` (the
    limits exclude 50), `no clear difference`, or `too few`. Every verdict is `too few` where no norm group is large
    enough.
    """
    rows = pairs[pairs["gain"].notna() & pairs["year_level"].notna()]
    sizes = rows.groupby("year_level")["student"].transform("size")
    rows = rows[sizes >= LEAST_NORM_GROUP]
    standing = pd.Series(0.0, index=rows.index)
    for _, own in rows.groupby("year_level"):
        standing[own.index] = growth_percentiles(own["score_before"].to_numpy(float), own["score_now"].to_numpy(float))
    found = [
        {"school": school, **_of_school(standing[rows["school"] == school].to_numpy(np.float64))} for school in schools
    ]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _of_school(standing: npt.NDArray[np.floating]) -> dict[str, object]:
    n = len(standing)
    if n < LEAST_LEARNERS:
        return {"base": n, "verdict": "too few"}
    ordered = np.sort(standing)
    below = special.bdtr(np.arange(n + 1.0), n, 0.5)
    off = int(np.searchsorted(below, 0.025))  # order statistics between which the median lies, 95 % of the time
    low, high = float(ordered[max(0, off - 1)]), float(ordered[min(n - 1, n - off)])
    quarter, median, three = (float(q) for q in np.quantile(standing, (0.25, 0.5, 0.75)))
    verdict = "higher" if low > 50 else "lower" if high < 50 else "no clear difference"
    limits = {"low": low, "high": high, "verdict": verdict}
    return {"base": n, "quarter": quarter, "median": median, "three_quarters": three, **limits}
