"""What do fictional learners achieve? Results drawn from a model whose every number is kept as the truth.

The model. A learner i in school j, class c, at time t (0 in a measure's first term, 1 in its last) has
the latent

    L = baseline + slope * t + season(term) + school_j + class_c + learner_i + subject_i
        + gap_Māori(t) + gap_Pacific + boys + learning support + English learner + first term at a new school
        + logistic noise

and is at expectation when L >= 0, so that the chance is logistic(L without noise). gap_Māori runs from
its first to its second value with t. `baseline` and `slope` are solved for, so that the mean chance among
the planned year levels is `start` in the first and `end` in the last term. Where a term is settled, all
its L of that measure move by one shift. Levels are cuts of L; an e-asTTle score is the cut score of the
expected level plus 22 points a logit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from colsynth.reference.measures import Measure
from colsynth.reference.terms import Calendar, term_number
from colsynth.simulate.people import PACIFIC, Learner, People
from colsynth.simulate.plan import Assessed, CommunityPlan, Settled, stream

Numbers = NDArray[np.float64]

CUTS = {4: (-2.6, 0.0, 2.3), 5: (-3.4, -1.5, 0.0, 2.4)}  # of L, by the number of levels; 0 is the expectation
POINTS = {"easttle": 22.0, "pat": 3.2}  # of the scale, for one logit
EASTTLE_2B, EASTTLE_YEAR = 1280, 26  # the demo's own cut score and points a year, not the tool's
EASTTLE_PARTS = {"B": 0.0, "P": 1.0, "A": 1.5}  # years into a level of two, so that years are alike
PAT_YEAR_4, PAT_STEP = 38.0, 5.5  # the demo's own expected scores
ABSENT, EXEMPT, NO_SCORE = 0.018, 0.004, 0.006  # share of results that are missing, and why
NEW = 0.10  # share of newly arrived learners a school does not judge yet


@dataclass(frozen=True)
class Drawn:
    """All results of a community and the truth behind them."""

    results: pd.DataFrame
    truth: dict[str, object]


def draw_results(
    plan: CommunityPlan, people: People, measures: dict[str, Measure], calendar: Calendar, seed: int
) -> Drawn:
    """One row a result: who, where, when, year level, class, chance, latent, level, score, missing."""
    rng = stream(seed, plan.id, "effects")
    schools = {school.code: float(rng.normal(0, plan.spread.school)) for school in plan.schools}
    abilities = stream(seed, plan.id, "abilities").normal(0, plan.spread.learner, len(people.learners))
    classes: dict[str, float] = {}
    frames, truths = [], {}
    for assessed in plan.assessed:
        own = stream(seed, plan.id, "results", assessed.measure, *assessed.schools)
        rows = _rows(plan, people, assessed, calendar, own)
        measure = measures[assessed.measure]
        fixed = _fixed(plan, people.learners, assessed, rows, schools, abilities, classes, own, seed)
        frame, truth = _values(assessed, measure, rows, fixed, own)
        frames.append(frame)
        truths[f"{assessed.measure} {assessed.years[0]}-{assessed.years[1]}"] = truth
    results = pd.concat(frames, ignore_index=True)
    truth_of_all: dict[str, object] = {
        "spread": {**plan.spread.__dict__},
        "school_effects": {code: round(value, 4) for code, value in schools.items()},
        "class_effects": {name: round(value, 4) for name, value in sorted(classes.items())},
        "measures": truths,
    }
    return Drawn(results, truth_of_all)


def _rows(
    plan: CommunityPlan, people: People, assessed: Assessed, calendar: Calendar, rng: np.random.Generator
) -> pd.DataFrame:
    """Who is assessed when, with the class and the day."""
    rows = []
    test = not assessed.measure.startswith(("otj", "progress"))
    for term in assessed.terms:
        calendar_year = int(term[:4])
        opening, closing = calendar.first_day(term), calendar.last_day(term)
        for learner_id, code in people.placed[term].items():
            school = plan.school(code)
            learner = people.learners[learner_id]
            year = learner.year_level(calendar_year)
            if not assessed.years[0] <= year <= assessed.years[1] or (
                assessed.schools and code not in assessed.schools
            ):
                continue
            band, letter = class_of(school.per_year, school.years[0], year, learner_id, calendar_year)
            room = f"Room {band}{letter}" if year < 9 else f"{year}{letter or 'A'}"
            day = opening + timedelta(days=28 + band % 4) if test else closing - timedelta(days=(band % 3) * 2 % 5)
            if test and rng.random() < 0.05:
                day += timedelta(days=7)  # caught up later
            rows.append((learner_id, code, term, weekday(day), year, room, learner.new_in(opening, closing)))
    columns = ["learner", "school", "term", "date", "year_level", "class", "new"]
    return pd.DataFrame(rows, columns=columns).assign(measure=assessed.measure)


def class_of(per_year: int, lowest: int, year: int, learner: int, calendar_year: int) -> tuple[int, str]:
    """The number of the class and, where a year level has several, its letter. About 26 learners a class."""
    if per_year >= 14:
        letters = max(1, round(per_year / 26))
        return year - lowest + 1, "" if letters == 1 else "ABCDEFGH"[(learner * 7 + calendar_year) % letters]
    years_together = max(1, round(26 / per_year))
    return (year - lowest) // years_together + 1, ""


def _fixed(
    plan: CommunityPlan,
    learners: list[Learner],
    assessed: Assessed,
    rows: pd.DataFrame,
    schools: dict[str, float],
    abilities: Numbers,
    classes: dict[str, float],
    rng: np.random.Generator,
    seed: int,
) -> Numbers:
    """The latent of each row without baseline, slope and noise."""
    spread = plan.spread
    who = rows["learner"].to_numpy()
    for key in sorted(
        {f"{s} {y[:4]} {c}" for s, y, c in zip(rows["school"], rows["term"], rows["class"], strict=True)}
    ):
        classes.setdefault(key, float(stream(seed, plan.id, "class", key).normal(0, spread.class_)))
    class_part = [
        classes[f"{s} {t[:4]} {c}"] for s, t, c in zip(rows["school"], rows["term"], rows["class"], strict=True)
    ]
    subject = rng.normal(0, spread.subject, len(learners))
    maori = np.array(["Māori" in x.ethnicities for x in learners])
    pacific = np.array([any(group in PACIFIC for group in x.ethnicities) for x in learners])
    boys = np.array([x.gender == "male" for x in learners])
    support = np.array([x.learning_support for x in learners])
    english = np.array([x.english_learner for x in learners])
    t = _time(assessed, rows["term"])
    gap = assessed.gap_maori[0] * (1 - t) + assessed.gap_maori[1] * t
    season = rows["term"].map(lambda term: assessed.season.get(int(term[-1]), 0.0)).to_numpy(float)
    return np.asarray(
        rows["school"].map(schools).to_numpy(float)
        + np.array(class_part)
        + (abilities + subject)[who]
        + gap * maori[who]
        + assessed.gap_pacific * pacific[who]
        + assessed.boys * boys[who]
        + spread.learning_support * support[who]
        + spread.english_learner * english[who]
        + spread.new_school * (rows["new"] & (rows["year_level"] > 1)).to_numpy(bool)
        + season
    )


def _values(
    assessed: Assessed, measure: Measure, rows: pd.DataFrame, fixed: Numbers, rng: np.random.Generator
) -> tuple[pd.DataFrame, dict[str, object]]:
    """Results with values, and the truth of this measure."""
    low, high = assessed.about or assessed.years
    about = rows["year_level"].between(low, high).to_numpy()
    t = _time(assessed, rows["term"])
    first, last = about & (t == 0), about & (t == 1)
    baseline = _solve(fixed[first], assessed.start)
    slope = _solve(fixed[last], assessed.end) - baseline if last.any() else 0.0
    eta = fixed + baseline + slope * t
    latent = eta + rng.logistic(0, 1, len(rows))
    frame = rows.assign(missing=why_missing(rows, rng, measure.scale is not None))
    shifts: dict[str, float] = {}
    for settled in assessed.settled:
        shifts[settled.term] = _settle(settled, frame, latent)
        here = (frame["term"] == settled.term).to_numpy()
        latent[here] += shifts[settled.term]
        eta[here] += shifts[settled.term]
    frame = frame.assign(chance=chance_of(eta), latent=latent)
    frame = pd.concat([frame, written(measure, frame)], axis=1)
    truth: dict[str, object] = {
        "baseline_logit": round(baseline, 4),
        "slope_logit": round(slope, 4),
        "about_years": [low, high],
        "gap_maori_logit": list(assessed.gap_maori),
        "gap_pacific_logit": assessed.gap_pacific,
        "boys_logit": assessed.boys,
        "season_logit": {str(number): value for number, value in assessed.season.items()},
        "settled_shift_logit": {term: round(value, 4) for term, value in shifts.items()},
    }
    return frame, truth


def _settle(settled: Settled, frame: pd.DataFrame, latent: Numbers) -> float:
    """The shift that meets a stated share exactly; `of` makes the learners beyond it absent."""
    group = (frame["term"] == settled.term) & frame["year_level"].between(*settled.years)
    valued = np.flatnonzero((group & frame["missing"].isna()).to_numpy())
    if settled.of is not None:
        if len(valued) < settled.of:
            raise ValueError(f"the plan wants {settled.of} learners in {settled.term}; there are {len(valued)}")
        frame.loc[valued[settled.of :], "missing"] = "absent"
        valued = valued[: settled.of]
    at = settled.at if settled.at is not None else round((settled.share or 0.0) * len(valued))
    ordered = np.sort(latent[valued])[::-1]
    return float(-(ordered[at - 1] + ordered[at]) / 2)


def why_missing(rows: pd.DataFrame, rng: np.random.Generator, test: bool) -> pd.Series:
    """Why a result is missing; NA for all but a few."""
    draw = rng.random(len(rows))
    late = rng.random(len(rows))
    why = pd.Series(pd.NA, index=rows.index, dtype="str")
    why[draw < ABSENT + EXEMPT + (NO_SCORE if test else 0)] = "no score" if test else "exempt"
    why[draw < ABSENT + EXEMPT] = "exempt"
    why[draw < ABSENT] = "absent"
    if not test:
        why[rows["new"] & (late < NEW) & why.isna()] = "not enrolled"
    return why


def written(measure: Measure, frame: pd.DataFrame, scale: tuple[float, float] | None = None) -> pd.DataFrame:
    """The level and the scale score as the tool gives them; NA where the value is missing.

    `scale` is the score at the expectation in Year 4 and the points a logit of a tool without levels of its own.
    """
    latent, years = frame["latent"].to_numpy(), frame["year_level"].to_numpy()
    level = pd.Series(pd.NA, index=frame.index, dtype="str")
    score = pd.Series(np.nan, index=frame.index, dtype="Float64")
    tool = measure.id.split("-")[0]
    if tool == "easttle":
        names = measure.levels
        cuts = {name: _easttle_cut(name) for name in names[1:]}
        expected = np.array([cuts[str(measure.expected_level(int(year)))] for year in years])
        points = np.floor(expected + POINTS[tool] * latent)
        score = pd.Series(points, index=frame.index, dtype="Float64")
        ladder = np.array(list(cuts.values()))
        level = pd.Series(
            [names[i] for i in np.searchsorted(ladder, points, side="right")], index=frame.index, dtype="str"
        )
    elif tool == "pat":
        year_4, a_logit = scale or (PAT_YEAR_4, POINTS[tool])
        points = np.round(year_4 + PAT_STEP * (years - 4) + a_logit * latent, 1)
        score = pd.Series(points, index=frame.index, dtype="Float64")
    else:
        steps = np.searchsorted(np.array(CUTS[len(measure.levels)]), latent, side="right")
        level = pd.Series([measure.levels[i] for i in steps], index=frame.index, dtype="str")
    gone = frame["missing"].notna()
    return pd.DataFrame({"level": level.mask(gone), "score": score.mask(gone)})


def _easttle_cut(level: str) -> float:
    """The score at which a level begins; `>6A` is what lies above the last part of level 6."""
    if level.startswith(">"):
        return _easttle_cut(f"{int(level[1]) + 1}B")
    return EASTTLE_2B + EASTTLE_YEAR * (2 * (int(level[0]) - 2) + EASTTLE_PARTS[level[1]])


def _time(assessed: Assessed, terms: pd.Series) -> Numbers:
    """0 in the first term of a measure, 1 in its last."""
    start, end = term_number(assessed.terms[0]), term_number(assessed.terms[-1])
    return terms.map(term_number).sub(start).div(max(end - start, 1)).to_numpy(float)


def _solve(fixed: Numbers, share: float) -> float:
    """The number that makes the mean chance of the rows `share`."""
    low, high = -20.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if chance_of(fixed + middle).mean() < share else (low, middle)
    return (low + high) / 2


def chance_of(eta: Numbers) -> Numbers:
    """The chance of being at the expectation, from the latent without noise."""
    return np.asarray(1 / (1 + np.exp(-eta)))


def weekday(day: date) -> date:
    """The day, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))
