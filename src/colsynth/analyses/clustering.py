"""How alike are learners of one class on each measure, and so how wide must intervals be?

The target of inference of every interval here: these schools, with another, like cohort of learners and classes.
Schools are fixed; that classes differ within them is part of the chance.
"""

from __future__ import annotations

import pandas as pd

from colsynth.methods.classes import class_icc


def class_icc_by_measure(results: pd.DataFrame, value: str) -> dict[str, float]:
    """For each measure, the share of the spread of `value` within schools that lies between classes (0-1), all terms.

    `results` as from `achievement.results_by_learner`. Only measures of which it can be told: ten classes or more with
    two learners or more.
    """
    rows = results.loc[results[value].notna(), ["measure", "school", "term", "class_label", value]]
    found = {}
    for measure, own in rows.groupby("measure"):
        stratum = own["school"].astype("str") + "|" + own["term"].astype("str")
        told = class_icc(own[value].to_numpy(float), own["class_label"].to_numpy(object), stratum.to_numpy(object))
        if told is not None:
            found[str(measure)] = told.icc
    return found
