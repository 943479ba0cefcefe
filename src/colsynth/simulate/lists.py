"""Who is on the list of a goal? Learners seen just below the expectation, whom being on the list does not help.

What such a group gains is regression to the mean alone: the low result it was chosen for was partly chance.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from colsynth.simulate.plan import CommunityPlan, ListPlan, stream
from colsynth.simulate.results import Numbers


def draw_lists(plan: CommunityPlan, results: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """One row a learner on a list (learner, school, year_level, goal, start), and the truth about each list."""
    frames, truths = [], []
    for listed in plan.lists:
        chosen = _chosen(listed, results, stream(seed, plan.id, "list", listed.goal).random(len(results)))
        frames.append(chosen)
        truths.append(_told(listed, results, chosen["learner"].tolist(), plan.terms))
    columns = ["learner", "school", "year_level", "goal", "start"]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns), truths


def _chosen(listed: ListPlan, results: pd.DataFrame, draw: Numbers) -> pd.DataFrame:
    older = int(listed.start[:4]) - int(listed.seen[:4])  # years from the result to the list
    year = results["year_level"] + older
    rows = (results["measure"] == listed.measure) & (results["term"] == listed.seen) & results["missing"].isna()
    rows &= results["school"].isin(listed.schools) & year.between(*listed.years)
    rows &= results["latent"].between(-listed.below, 0, inclusive="left") & (pd.Series(draw) < listed.share)
    later = results[(results["measure"] == listed.measure) & (results["term"] > listed.seen)]
    stayed = set(zip(later["learner"], later["school"], strict=True))
    chosen = results[rows & pd.Series([x in stayed for x in zip(results["learner"], results["school"], strict=True)])]
    start = pd.Timestamp(listed.start).date()
    return chosen.assign(year_level=chosen["year_level"] + older, goal=listed.goal, start=start)[
        ["learner", "school", "year_level", "goal", "start"]
    ]


def _told(listed: ListPlan, results: pd.DataFrame, chosen: Sequence[int], terms: Sequence[str]) -> dict[str, object]:
    """Learners on the list at the expectation in each term, and the mean chance: the same before and after."""
    rows = results[(results["measure"] == listed.measure) & results["learner"].isin(chosen) & results["missing"].isna()]
    return {
        "goal": listed.goal,
        "start": listed.start,
        "learners": len(chosen),
        "effect_logit": 0.0,
        "terms": [
            {
                "term": term,
                "of": int((rows["term"] == term).sum()),
                "at": int((rows.loc[rows["term"] == term, "latent"] >= 0).sum()),
                "chance": round(float(rows.loc[rows["term"] == term, "chance"].mean()), 4),
            }
            for term in terms
            if (rows["term"] == term).any()
        ],
    }
