"""Rolls and results of a large district over two years, as a snapshot has them, made at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from colsynth.reference.terms import Calendar
from colsynth.registers.declared import load_registers

PER_SCHOOL = 200  # learners
SPANS = {"P": (1, 6), "F": (1, 8), "I": (7, 8), "C": (9, 13)}  # contributing, full primary, intermediate, secondary
TERMS = ("2025-T4", "2026-T1", "2026-T2")


def large_district(learners: int, calendar: Calendar) -> dict[str, pd.DataFrame]:
    """Schools, students and achievement: a roll and three scores a learner; one in twenty is not seen again."""
    rng = np.random.default_rng(5)
    n_schools = max(8, learners // PER_SCHOOL)
    kinds = np.array(list(SPANS))[np.arange(n_schools) % len(SPANS)]
    low, high = (np.array([SPANS[kind][end] for kind in kinds]) for end in (0, 1))
    codes = np.array([f"{kind}{at}" for at, kind in enumerate(kinds)], dtype=object)
    before = rng.integers(0, n_schools, learners)
    level = rng.integers(low[before], high[before] + 1)
    moves_on = level == high[before]
    taught = {y: np.flatnonzero((low <= y) & (high >= y)) for y in range(1, 14)}
    after = before.copy()
    for year, there in taught.items():
        mine = np.flatnonzero(moves_on & (level + 1 == year))
        after[mine] = there[before[mine] % len(there)]
    lost = (rng.random(learners) < 0.05) | (level >= 13)
    number = np.array([f"s{at:07d}" for at in range(learners)], dtype=object)
    moved = (before != after) & ~lost
    opening, closing = (pd.Timestamp(day) for day in (calendar.first_day("2026-T1"), calendar.last_day("2025-T4")))
    old = pd.DataFrame(
        {"student": number, "school": codes[before], "entry": pd.Timestamp("2022-02-01"), "year_level": level}
    )
    old["exit"] = pd.Series(np.where(moved | lost, closing.to_datetime64(), np.datetime64("NaT")))
    old["year_level"] = np.where(moved | lost, level, level + 1)
    new = pd.DataFrame({"student": number, "school": codes[after], "entry": opening, "year_level": level + 1})[moved]
    ability = rng.normal(size=learners)
    frames = []
    for at, term in enumerate(TERMS):
        here = np.flatnonzero(~lost) if at else np.arange(learners)
        score = 400 + 20 * (level + (at > 0)) + 30 * ability + rng.normal(0, 15, learners)
        room = (np.arange(learners) % 8).astype(str)
        frames.append(
            pd.DataFrame(
                {
                    "student": number[here],
                    "school": codes[np.where(at > 0, after, before)][here],
                    "measure": "pat-mathematics",
                    "term": term,
                    "date": pd.Timestamp(calendar.last_day(term)),
                    "year_level": (level + (at > 0))[here],
                    "scale_score": score.round(1)[here],
                    "class": room[here],
                }
            )
        )
    given = {
        "schools": pd.DataFrame({"school": codes, "name": codes, "year_from": low, "year_to": high}),
        "students": pd.concat([old, new], ignore_index=True),
        "achievement": pd.concat(frames, ignore_index=True),
        "moves": pd.DataFrame(),
    }
    return {name: _as_stored(name, frame) for name, frame in given.items()}


def _as_stored(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    empty = load_registers()[name].empty_frame()
    frame = frame.assign(source_file=f"{name}.csv", source_sheet="", source_row=np.arange(2, len(frame) + 2))
    return frame.reindex(columns=empty.columns).astype(empty.dtypes.to_dict())
