"""What does a goal state: where it started, where it is to go, and where it should be on the way?"""

from __future__ import annotations

import re
from collections.abc import Collection
from math import floor
from typing import Any

import pandas as pd

from colsynth.reference.terms import parse_term, term_number

_DIGITS = 1e6  # a target reckoned from a baseline is cut after six decimals, so that rounding up never adds a learner


def baseline_share(goal: pd.Series[Any]) -> float | None:
    """The stated count where there is one, else the stated percentage, as a share (0-1)."""
    if pd.notna(goal["baseline_n"]) and pd.notna(goal["baseline_of"]) and goal["baseline_of"] > 0:
        return float(goal["baseline_n"] / goal["baseline_of"])
    return float(goal["baseline_percent"]) / 100 if pd.notna(goal["baseline_percent"]) else None


def target_percent(goal: pd.Series[Any]) -> float | None:
    """The percentage to be reached: as stated, else the baseline and the points to be gained on it, at most 100."""
    if pd.notna(goal["target_percent"]):
        return float(goal["target_percent"])
    start = baseline_share(goal)
    if start is None or pd.isna(goal["target_change"]):
        return None
    return min(100.0, floor((100 * start + float(goal["target_change"])) * _DIGITS) / _DIGITS)


def milestones(goal: pd.Series[Any]) -> dict[str, float]:
    """Shares (0-1) by term: the baseline, each milestone `2026-T2: 65` and the target."""
    marks: dict[str, float] = {}
    start, aim = baseline_share(goal), target_percent(goal)
    if pd.notna(goal["baseline_term"]) and start is not None:
        marks[goal["baseline_term"]] = start
    marks |= stated_milestones(goal)
    if pd.notna(goal["target_term"]) and aim is not None:
        marks[goal["target_term"]] = aim / 100
    return marks


def stated_milestones(goal: pd.Series[Any]) -> dict[str, float]:
    """The shares (0-1) that the goal writes down for terms on the way."""
    marks: dict[str, float] = {}
    if pd.isna(goal["milestones"]):
        return marks
    for part in re.split(r"[;,]", goal["milestones"]):
        written, _, percent = part.rpartition(":")
        term = parse_term(written)
        number = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*", percent)
        if term and number:
            marks[term] = float(number[1]) / 100
    return marks


def planned_at(marks: dict[str, float], term: str) -> float | None:
    """The share planned for a term: on straight lines, in percentage points, from mark to mark.

    After the last mark it stays there; before the first there is no plan. One mark alone, a target, is a plan only
    from its own term on.
    """
    at = term_number(term)
    known = sorted((term_number(mark), share) for mark, share in marks.items())
    before = [point for point in known if point[0] <= at]
    after = [point for point in known if point[0] > at]
    if not before:
        return None
    (t0, p0) = before[-1]
    if not after:
        return p0
    (t1, p1) = after[0]
    return p0 + (p1 - p0) * (at - t0) / (t1 - t0)


def check_term(goal: pd.Series[Any], seen: Collection[str]) -> tuple[str, bool] | None:
    """The newest term in which results can be held against the plan, and whether like is held against like.

    Alike are terms of the baseline's time of the year and those that the goal itself sets a share for. Where there
    is none after the baseline, the newest term must do. None where nothing follows the baseline.
    """
    begun = goal["baseline_term"] if pd.notna(goal["baseline_term"]) else ""
    later = sorted(term for term in seen if term > begun)
    set_for = {*stated_milestones(goal), goal["target_term"]}
    alike = [term for term in later if term in set_for or (begun and term[-1] == begun[-1])]
    if alike:
        return alike[-1], True
    return (later[-1], False) if later else None
