"""What do learners reach on a test beside a judgement of the same term? Drawn from the judgement, so that it stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pandas as pd

from colsynth.reference.measures import Measure
from colsynth.reference.terms import Calendar
from colsynth.simulate.plan import Beside, CommunityPlan, stream
from colsynth.simulate.results import Drawn, chance_of, weekday, why_missing, written

DAY = 33  # days after the first of a term on which such a test is sat


def draw_tests(
    plan: CommunityPlan, drawn: Drawn, measures: Mapping[str, Measure], calendar: Calendar, seed: int
) -> Drawn:
    """The results with the tests beside them, each marked `beside`, and how far judgements are kinder as the truth."""
    frames, truths = [drawn.results.assign(beside=False)], []
    for place, test in enumerate(plan.beside):
        names = (test.measure, test.beside)
        again = sum((earlier.measure, earlier.beside) == names for earlier in plan.beside[:place])
        rng = stream(seed, plan.id, "beside", *names, *([str(again)] if again else []))
        sat = _sat(test, drawn.results, calendar)
        easier = sat["school"].map(test.kinder).fillna(0.0).to_numpy(float)
        chance = sat["chance"].to_numpy(float)
        middle = np.log(chance / (1 - chance))
        noise = sat["latent"].to_numpy(float) - middle
        own = rng.logistic(0, 1, len(sat)) * np.sqrt(1 - test.shared**2)
        frame = sat.assign(
            measure=test.measure,
            chance=chance_of(middle - easier),
            latent=middle - easier + test.shared * noise + own,
            missing=why_missing(sat, rng, test=True),
        )
        frame = pd.concat([frame, written(measures[test.measure], frame, test.scale)], axis=1)
        frames.append(frame.assign(beside=True))
        truths += _told(test, sat, frame)
    results = pd.concat(frames, ignore_index=True)
    return Drawn(results, drawn.truth | ({"beside": truths} if truths else {}))


def _sat(test: Beside, results: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """The rows of the judgement that a test stands beside, on the day of the test."""
    rows = (results["measure"] == test.beside) & results["term"].isin(test.terms)
    rows &= results["school"].isin(test.schools) & results["year_level"].between(*test.years)
    sat = results[rows].drop(columns=["level", "score", "missing"]).reset_index(drop=True)
    days = {term: weekday(calendar.first_day(term) + timedelta(days=DAY)) for term in test.terms}
    return sat.assign(date=sat["term"].map(days))


def _told(test: Beside, judged: pd.DataFrame, tested: pd.DataFrame) -> list[dict[str, object]]:
    """Per school and term: how much kinder the judgement was planned to be, and what came of it."""
    told: list[dict[str, object]] = []
    at = pd.DataFrame(
        {
            "school": judged["school"],
            "term": judged["term"],
            "judgement": judged["latent"] >= 0,
            "test": tested["latent"] >= 0,
        }
    )
    for (school, term), rows in at.groupby(["school", "term"], sort=True):
        told.append(
            {
                "test": test.measure,
                "judgement": test.beside,
                "school": str(school),
                "term": str(term),
                "kinder_logit": test.kinder.get(str(school), 0.0),
                "learners": len(rows),
                "share_judgement": round(float(rows["judgement"].mean()), 4),
                "share_test": round(float(rows["test"].mean()), 4),
                "same_side": round(float((rows["judgement"] == rows["test"]).mean()), 4),
            }
        )
    return told
