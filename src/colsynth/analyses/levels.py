"""How do learners spread over the levels of a measure, term by term?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from colsynth.methods.joining import joined

LEAST_TERM = 30  # learners of a term, for its levels to be told apart; our rule
MOST_GROUPS = 6  # shades of one colour that can be told apart; our rule

COLUMNS = {
    "term": "str", "group": "str", "place": "Int64", "n": "Int64", "of": "Int64", "share": "Float64", "verdict": "str",
}  # fmt: skip


def levels_over_terms(results: pd.DataFrame, order: Sequence[str], least: int) -> pd.DataFrame:
    """One row is one term and group of neighbouring levels of one measure, lowest first.

    `results` as from `achievement.results_by_learner`, of one measure; `order` its levels, lowest first. Levels with
    fewer than `least` learners in some term are shown together with a neighbour, the same ones in every term, and no
    more than six groups; terms with fewer than thirty learners are left out. Columns: term, group (`Below`, or
    `Well below to Below`), place (0 the lowest), n, of, share (0-1), verdict: `described`, or `too few` where no two
    groups can be told apart. Empty without a term of thirty learners.
    """
    known = results[results["level"].isin(list(order))]
    table = pd.crosstab(known["term"], known["level"]).reindex(columns=list(order), fill_value=0)
    table = table[table.sum(axis=1) >= LEAST_TERM].sort_index()
    runs = joined(table.to_numpy(int).tolist(), least, MOST_GROUPS)
    rows = []
    for term, counts in table.iterrows():
        of = int(counts.sum())
        for place, run in enumerate(runs):
            n = int(counts.iloc[run.start : run.stop].sum())
            name = order[run.start] if len(run) == 1 else f"{order[run.start]} to {order[run.stop - 1]}"
            rows.append((str(term), name, place, n, of, n / of, "described" if len(runs) > 1 else "too few"))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
