"""How strong is a claim about results? From who was seen and whether judgements were moderated."""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses import achievement, goals
from colsynth.exhibits.chapter import Chapter
from colsynth.findings import Strength, state_strength

WHO = "learners on the roll in the group and year levels assessed"
_APART = " (without those who have results of the subject in the other language of learning)"
_ONE_RULE = {"test": "A test with the same marking for everyone."}


def nothing_seen() -> Strength:
    """The strength of a claim for which there are no results."""
    return state_strength(0, None, WHO, False, "")


def strength_of_results(chapter: Chapter, measure: str, term: str, goal: pd.Series[Any] | None = None) -> Strength:
    """The strength of a claim about one measure in one term, for all learners or for the group of a goal."""
    results = chapter.results[(chapter.results["measure"] == measure) & (chapter.results["term"] == term)]
    years = results["year_level"].dropna().unique()
    students = chapter.snapshot.frame("students")
    on_roll = achievement.enrolled(students, chapter.calendar, term, years, chapter.snapshot.as_at)
    if on_roll is not None and chapter.settings.ethnicity == "prioritised":
        on_roll = achievement.prioritised(on_roll, chapter.groups)
    if goal is not None:
        results = goals.in_group(goal, results)
        on_roll = None if on_roll is None else goals.in_group(goal, on_roll)
    elsewhere = achievement.in_other_medium(chapter.results, chapter.measures[measure], chapter.measures, term)
    if on_roll is not None:
        on_roll = on_roll[~on_roll["student"].isin(elsewhere) | on_roll["student"].isin(results["student"])]
    n, of = achievement.coverage(results, on_roll)
    who = WHO + _APART if elsewhere else WHO
    kind = chapter.measures[measure].declared.kind
    if kind != "judgement":
        return state_strength(n, of, who, True, _ONE_RULE.get(kind, "Recorded by one rule for everyone."))
    moderated = int(results["moderated"].fillna(False).sum())
    if len(results) and moderated == len(results):
        return state_strength(n, of, who, True, "Every judgement is recorded as moderated.")
    how = "Judgements are not recorded as moderated." if not moderated else "Only some judgements were moderated."
    return state_strength(n, of, who, False, how)
