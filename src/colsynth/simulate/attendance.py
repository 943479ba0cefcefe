"""How many half-days were fictional learners at school? Drawn so that shares of learners in each band are known.

The model. A learner's place among all learners is a normal number that holds from term to term by `steady`; the bands
of a term are cut from it by their planned shares, and within its band a learner's rate is drawn evenly. Nothing else
bears on it: groups, schools and results do not differ but by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import NormalDist

import numpy as np
import pandas as pd

from colsynth.reference.terms import Calendar
from colsynth.simulate.people import Learner, People
from colsynth.simulate.plan import Attended, CommunityPlan, stream
from colsynth.simulate.results import Numbers

BANDS = ("regular", "irregular", "moderate", "chronic")
LOWEST = (0.90, 0.80, 0.70, 0.35)  # of the half-days, by band; the first three are the Ministry's, the last is our own
HIGHEST = (1.00, 0.90, 0.80, 0.70)
NEW_CODES = 2025  # the calendar year that began with fewer codes
FEWEST = 20  # half-days below which a school sends no row
CLOSED = 4  # half-days of holidays and days for teachers only, each term; our own


@dataclass(frozen=True)
class Seen:
    """One row a learner and term: learner, school, term, year_level, possible, present, justified, unjustified."""

    rows: pd.DataFrame
    truth: list[dict[str, object]]


def draw_attendance(plan: CommunityPlan, people: People, calendar: Calendar, seed: int) -> Seen:
    """The half-days of the learners of some schools, and the share of learners in each band by term."""
    columns = ["learner", "school", "term", "year_level", "possible", "present", "justified", "unjustified"]
    attended = plan.attended
    if attended is None:
        return Seen(pd.DataFrame(columns=columns), [])
    lasting = stream(seed, plan.id, "attendance").normal(size=len(people.learners))
    rows = []
    for term, shares in attended.bands.items():
        rng = stream(seed, plan.id, "attendance", term)
        place = attended.steady * lasting + np.sqrt(1 - attended.steady**2) * rng.normal(size=len(lasting))
        rate = _rates(place, shares, rng)
        excused = attended.justified[int(term[:4]) >= NEW_CODES]
        for learner_id, code in people.placed[term].items():
            learner = people.learners[learner_id]
            possible = _possible(learner, code, calendar, term) if code in attended.schools else 0
            if possible < FEWEST:
                continue
            present = round(possible * float(rate[learner_id]))
            justified = int(rng.binomial(possible - present, excused))
            year = learner.year_level(int(term[:4]))
            unjustified = possible - present - justified
            rows.append((learner_id, code, term, year, possible, present, justified, unjustified))
    frame = pd.DataFrame(rows, columns=columns)
    return Seen(frame, _told(attended, frame))


def _rates(
    place: Numbers,
    shares: tuple[float, float, float, float],
    rng: np.random.Generator,
) -> Numbers:
    """The share of half-days each learner is present, by the band of their place."""
    cuts = [NormalDist().inv_cdf(cut) for cut in np.cumsum(shares)[:-1]]
    band = np.searchsorted(np.array(cuts), place)
    low, high = np.array(LOWEST)[band], np.array(HIGHEST)[band]
    return np.asarray(high - (high - low) * rng.random(len(place)))


def _possible(learner: Learner, code: str, calendar: Calendar, term: str) -> int:
    """Half-days from the learner's first day at the school, or of the term, to its last day."""
    spell = next(spell for spell in reversed(learner.spells) if spell.school == code)
    first, last = max(calendar.first_day(term), spell.entry), calendar.last_day(term)
    weekdays = int(np.busday_count(first, last + timedelta(days=1)))
    return max(0, 2 * weekdays - CLOSED)


def _told(attended: Attended, frame: pd.DataFrame) -> list[dict[str, object]]:
    """Per term: learners, the planned share of each band, and how many came into it."""
    rate = frame["present"] / frame["possible"]
    band = np.select([rate > 0.9, rate > 0.8, rate > 0.7], BANDS[:3], BANDS[3])
    return [
        {
            "term": term,
            "learners": len(rows),
            "planned_share": dict(zip(BANDS, attended.bands[str(term)], strict=True)),
            "in_band": {name: int((rows == name).sum()) for name in BANDS},
        }
        for term, rows in pd.Series(band).groupby(frame["term"].to_numpy())
    ]
