"""How do fictional schools and people place themselves on a framework? Placements drawn with a known drift.

The model. Stages stand at 1, 2, 3 on a line and "not yet evident" at 0. A placement of area a by rater r
at time t (0 in the schools' first term, 1 in their last and after it) is `start_a + lift_a * t + school +
person + noise`, rounded to the nearest stage. An indicator adds its own difficulty; each later column is a
third of a stage harder. What the plan holds at a place stands there but for the noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from colsynth.frameworks import NOT_APPLICABLE, NOT_YET_EVIDENT, Framework, Indicator
from colsynth.reference.terms import Calendar, term_number
from colsynth.simulate.plan import CommunityPlan, stream
from colsynth.simulate.plan_practice import RatingPlan
from colsynth.simulate.sent import Record

SCHOOL, PERSON, NOISE, INDICATOR = 0.40, 0.45, 0.20, 0.55  # standard deviations, in stages
LATER_COLUMN = 0.33  # stages less, for each column further right
MIDDLE = 2  # the column whose indicators are as hard as their area
DOES_NOT_APPLY, BLANK = 0.07, 0.08  # share of indicators
BLANK_AREA = 0.06  # share of a person's areas left blank
AWAY = 0.12  # chance that a person is not there in a term
LINKED = 0.3  # share of notes of evidence that say where it is kept
IN_PLACE = "In place"
APART = 2.0  # stages between schools from which on all together place nothing


def draw_ratings(
    plan: CommunityPlan, frameworks: Mapping[str, Framework], calendar: Calendar, seed: int
) -> tuple[list[Record], list[dict[str, object]]]:
    """(rows of the ratings register, the truth behind the placements of each framework)."""
    rows: list[Record] = []
    truths: list[dict[str, object]] = []
    for rated in plan.ratings:
        draws = _Draws(plan, rated, frameworks[rated.framework], calendar, seed)
        rows += [*draws.by_schools(), *draws.by_consensus(), *draws.by_persons()]
        truths.append(draws.truth())
    return rows, truths


class _Draws:
    def __init__(
        self, plan: CommunityPlan, rated: RatingPlan, framework: Framework, calendar: Calendar, seed: int
    ) -> None:
        self.plan, self.rated, self.framework, self.calendar = plan, rated, framework, calendar
        self.rng = stream(seed, plan.id, "ratings", framework.id)
        self.lean = {code: rated.lean.get(code, float(self.rng.normal(0, SCHOOL))) for code in rated.schools}
        self.first, self.last = term_number(rated.terms[0]), term_number(rated.terms[-1])

    def truth(self) -> dict[str, object]:
        """What was planned, in stages."""
        return {
            "framework": self.framework.id,
            "scale": f"0 not yet evident, 1-{len(self.framework.stages)} the framework's stages",
            "terms": list(self.rated.terms),
            "start": self.rated.start,
            "lift": self.rated.lift,
            "schools": {code: round(value, 4) for code, value in self.lean.items()},
            "held": self.rated.held,
            "noted": self.rated.noted,
            "backed": list(self.rated.backed),
            "persons": self.rated.persons,
        }

    def by_schools(self) -> list[Record]:
        """Every area, placed by each school that takes part; some indicators too."""
        rows = []
        for term in self.rated.terms:
            for code in self.rated.schools:
                for area in self.rated.start:
                    row = self._row(term, area, "school", self._stage(self._place(area, term, code)), school=code)
                    rows.append(row | self._evidence(area, term, self._noted(area)))
        for term, areas in self.rated.indicators.items():
            for area in areas:
                for indicator in self.framework.area(area).all_indicators:
                    rows += self._of_indicator(term, area, indicator)
        return rows

    def _of_indicator(self, term: str, area: str, indicator: Indicator) -> list[Record]:
        hard = float(self.rng.normal(0, INDICATOR)) + LATER_COLUMN * (int(indicator.stage or MIDDLE) - MIDDLE)
        rows = []
        for code in self.rated.schools:
            level = self._level(self._place(area, term, code, indicator.id, hard))
            stage: str | None = self._label(level)
            if code in self.rated.ticking and indicator.stage:
                stage = IN_PLACE if level >= int(indicator.stage) else NOT_YET_EVIDENT
            draw = self.rng.random()
            if indicator.id not in self.rated.held:
                stage = NOT_APPLICABLE if draw < DOES_NOT_APPLY else stage
                stage = None if draw > 1 - BLANK else stage
            row = self._row(term, area, "school", stage, school=code) | {"indicator": indicator.id}
            rows.append(row | self._evidence(area, term, self.rated.noted if stage else 0))
        return rows

    def by_consensus(self) -> list[Record]:
        """Every area, placed once for the community; one on which schools are far apart is left blank."""
        rows = []
        for term in self.rated.consensus_terms:
            for area in self.rated.start:
                held = self.rated.held.get(area, {}).values()
                agreed = not held or max(held) - min(held) < APART
                stage = self._stage(self._middle(area, term)) if agreed else None
                note = "agreed at the hui" if agreed else "talked about at the hui, not agreed"
                rows.append(self._row(term, area, "consensus", stage) | {"evidence": note})
        return rows

    def by_persons(self) -> list[Record]:
        """Every area, placed by people under a code of their own, the same in every term."""
        roles = [role for role, how_many in self.rated.persons.items() for _ in range(how_many)]
        leans = self.rng.normal(0, PERSON, len(roles))
        rows = []
        for term in self.rated.person_terms:
            for number, (role, lean) in enumerate(zip(roles, leans, strict=True), start=1):
                code = self.rated.schools[number % len(self.rated.schools)]
                away = self.rng.random() < AWAY
                for area in self.rated.start:
                    stage: str | None = self._stage(self._place(area, term, code) + float(lean))
                    stage = None if self.rng.random() < BLANK_AREA else stage
                    row = self._row(term, area, "person", stage, school=code)
                    row |= self._evidence(area, term, self.rated.noted_by_persons)
                    rows += [] if away else [row | {"role": role, "rater": f"R{number:02d}"}]
        return rows

    def _place(self, area: str, term: str, code: str, indicator: str = "", hard: float = 0.0) -> float:
        for thing in (indicator, area):
            held = self.rated.held.get(thing, {})
            if code in held or "" in held:
                return held.get(code, held.get("", 0.0))
        return self._middle(area, term) + self.lean[code] - hard

    def _middle(self, area: str, term: str) -> float:
        passed = min(term_number(term), self.last) - self.first
        return self.rated.start[area] + self.rated.lift.get(area, 0.0) * passed / max(self.last - self.first, 1)

    def _stage(self, place: float) -> str:
        return self._label(self._level(place))

    def _level(self, place: float) -> int:
        return int(np.clip(round(place + float(self.rng.normal(0, NOISE))), 0, len(self.framework.stages)))

    def _label(self, level: int) -> str:
        return self.framework.stages[level - 1].label.partition(" (")[0] if level else NOT_YET_EVIDENT

    def _noted(self, area: str) -> float:
        return 1.0 if area in self.rated.backed else self.rated.noted

    def _evidence(self, area: str, term: str, share: float) -> Record:
        noted, linked = self.rng.random() < share, self.rng.random() < LINKED
        note = self.rated.notes.get(area, "")
        link = f"shared drive/{self.framework.id}/{term}/area-{area}.docx"
        return {"evidence": note or None, "link": link if linked and note else None} if noted else {}

    def _row(self, term: str, area: str, placed_by: str, stage: str | None, school: str = "") -> Record:
        on: date = self.calendar.last_day(term) - timedelta(days=8 if placed_by == "person" else 3)
        return {
            "framework": self.framework.id,
            "area": area,
            "stage": stage,
            "placed_by": placed_by,
            "school": school or None,
            "date": on,
            "term": term,
        }
