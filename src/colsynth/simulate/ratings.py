"""How do fictional schools and people place themselves on a framework? Placements drawn with a known drift.

The model. Stages stand at 1, 2, 3 on a line and "not yet evident" at 0. A placement of area a by rater r
at time t (0 in the first term, 1 in the last) is `start_a + lift_a * t + school + person + noise`,
rounded to the nearest stage. An indicator adds its own difficulty; each later column is a third of a
stage harder.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from colsynth.frameworks import NOT_APPLICABLE, NOT_YET_EVIDENT, Framework
from colsynth.reference.terms import Calendar, term_number
from colsynth.simulate.plan import CommunityPlan, RatingPlan, stream
from colsynth.simulate.sent import Record

SCHOOL, PERSON, NOISE, INDICATOR = 0.40, 0.45, 0.20, 0.55  # standard deviations, in stages
LATER_COLUMN = 0.33  # stages less, for each column further right
MIDDLE = 2  # the column whose indicators are as hard as their area
DOES_NOT_APPLY, BLANK = 0.07, 0.08  # share of indicators
BLANK_AREA = 0.06  # share of a person's areas left blank
EVIDENCE = {
    "1": "plan of the across-school leads; board minutes",
    "2": "staff survey, spoken about in two meetings",
    "3": "our goals as written in the annual plans",
    "4": "theory of improvement, drafted by the leads",
    "5": "notes of three shared inquiries",
    "6": "minutes of four moderation meetings",
    "7": "release-time ledger",
}


def draw_ratings(
    plan: CommunityPlan, framework: Framework, calendar: Calendar, seed: int
) -> tuple[list[Record], dict[str, object]]:
    """(rows of the ratings register, the truth behind them)."""
    if plan.ratings is None:
        return [], {}
    draws = _Draws(plan, plan.ratings, framework, calendar, seed)
    rows = [*draws.by_schools(), *draws.by_consensus(), *draws.by_persons()]
    truth: dict[str, object] = {
        "start": plan.ratings.start,
        "lift": plan.ratings.lift,
        "schools": {code: round(value, 4) for code, value in draws.lean.items()},
        "scale": "0 not yet evident, 1-3 the framework's stages",
    }
    return rows, truth


class _Draws:
    def __init__(
        self, plan: CommunityPlan, rated: RatingPlan, framework: Framework, calendar: Calendar, seed: int
    ) -> None:
        self.plan, self.rated, self.framework, self.calendar = plan, rated, framework, calendar
        self.rng = stream(seed, plan.id, "ratings")
        self.lean = {code: float(self.rng.normal(0, SCHOOL)) for code in rated.schools}
        every = [*rated.terms, *rated.consensus_terms, *rated.person_terms]
        self.first, self.last = min(map(term_number, every)), max(map(term_number, every))

    def by_schools(self) -> list[Record]:
        """Every area, placed by each school that takes part; some indicators too."""
        rows = []
        for term in self.rated.terms:
            for code in self.rated.schools:
                for area in self.rated.start:
                    stage = self._stage(self._middle(area, term) + self.lean[code])
                    rows.append(self._row(term, area, "school", stage, school=code, evidence=EVIDENCE.get(area, "")))
        for term in self.rated.indicator_terms:
            rows += self._indicators(term)
        return rows

    def _indicators(self, term: str) -> list[Record]:
        rows = []
        for area in self.rated.indicator_areas:
            for indicator in self.framework.area(area).all_indicators:
                hard = float(self.rng.normal(0, INDICATOR)) + LATER_COLUMN * (int(indicator.stage or MIDDLE) - MIDDLE)
                for code in self.rated.schools:
                    stage: str | None = self._stage(self._middle(area, term) + self.lean[code] - hard)
                    draw = self.rng.random()
                    stage = NOT_APPLICABLE if draw < DOES_NOT_APPLY else stage
                    stage = None if draw > 1 - BLANK else stage
                    rows.append(self._row(term, area, "school", stage, indicator=indicator.id, school=code))
        return rows

    def by_consensus(self) -> list[Record]:
        """Every area, placed once for the community."""
        return [
            self._row(term, area, "consensus", self._stage(self._middle(area, term)), evidence="agreed at the hui")
            for term in self.rated.consensus_terms
            for area in self.rated.start
        ]

    def by_persons(self) -> list[Record]:
        """Every area, placed by people under a code of their own."""
        rows, number = [], 0
        for term in self.rated.person_terms:
            for role, how_many in self.rated.persons.items():
                for _ in range(how_many):
                    number += 1
                    lean = float(self.rng.normal(0, PERSON))
                    code = self.rated.schools[number % len(self.rated.schools)]
                    for area in self.rated.start:
                        stage = self._stage(self._middle(area, term) + self.lean[code] + lean)
                        blank = self.rng.random() < BLANK_AREA
                        rows.append(
                            self._row(
                                term,
                                area,
                                "person",
                                None if blank else stage,
                                school=code,
                                role=role,
                                rater=f"R{number:02d}",
                            )
                        )
        return rows

    def _middle(self, area: str, term: str) -> float:
        t = (term_number(term) - self.first) / max(self.last - self.first, 1)
        return self.rated.start[area] + self.rated.lift.get(area, 0.0) * t

    def _stage(self, place: float) -> str:
        nearest = int(np.clip(round(place + float(self.rng.normal(0, NOISE))), 0, len(self.framework.stages)))
        if nearest == 0:
            return NOT_YET_EVIDENT
        return f"{self.framework.words.stage.capitalize()} {self.framework.stages[nearest - 1].id}"

    def _row(
        self,
        term: str,
        area: str,
        placed_by: str,
        stage: str | None,
        *,
        indicator: str = "",
        school: str = "",
        role: str = "",
        rater: str = "",
        evidence: str = "",
    ) -> Record:
        days = 8 if placed_by == "person" else 3
        on: date = self.calendar.last_day(term) - timedelta(days=days)
        return {
            "framework": self.framework.id,
            "area": area,
            "indicator": indicator or None,
            "stage": stage,
            "placed_by": placed_by,
            "role": role or None,
            "school": school or None,
            "rater": rater or None,
            "evidence": evidence or None,
            "date": on,
            "term": term,
        }
