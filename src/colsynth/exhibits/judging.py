"""How strong is a claim about results, or about how they moved? From who was seen, and how it was measured.

Chapters gather the facts here; `findings.strength` reckons by the rules of `data/reference/strength.yaml`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from colsynth.analyses import achievement, goals
from colsynth.analyses.breaks import between
from colsynth.exhibits.chapter import Chapter
from colsynth.findings import NOT_ASKED, Facts, Strength, state_strength, strength_of

WHO = "learners on the roll in the group and year levels assessed"
_APART = " (without those who have results of the subject in the other language of learning)"
_ONE_RULE = {"test": "A test with the same marking for everyone."}
_LEAST_POINTS = 2  # terms; below, nothing can have moved
_MANY_POINTS = 3  # terms, from which matched learners are followed rather than held against themselves once


@dataclass(frozen=True)
class _Seen:
    """Who was seen on a measure in a term: the results of a group, and of how many on the roll (None: not known)."""

    results: pd.DataFrame
    n: int
    of: int | None
    who: str

    @property
    def all_moderated(self) -> bool:
        """Whether every judgement is recorded as moderated."""
        return len(self.results) > 0 and bool(self.results["moderated"].fillna(False).all())


def nothing_seen() -> Strength:
    """The strength of a claim for which there are no results."""
    return state_strength(0, None, WHO, False, "")


def strength_of_results(
    chapter: Chapter,
    measure: str,
    term: str,
    goal: pd.Series[Any] | None = None,
    *,
    indirect: bool = False,
    n: int | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Strength:
    """The strength of a claim about one measure in one term, for all learners or for the group of a goal.

    How many were seen and whether they were moderated is the start; few learners or schools take from it, and that
    it is `indirect`: about another group or year than was seen. Where a group is held against others: `n` learners of
    the smallest side, and `low`, `high` bound the difference (0 is none).
    """
    seen = _seen(chapter, measure, term, goal)
    kind = chapter.measures[measure].declared.kind
    if kind != "judgement":
        how = _ONE_RULE.get(kind, "Recorded by one rule for everyone.")
    elif seen.all_moderated:
        how = "Every judgement is recorded as moderated."
    elif seen.results["moderated"].fillna(False).any():
        how = "Only some judgements were moderated."
    else:
        how = "Judgements are not recorded as moderated."
    checked = kind != "judgement" or seen.all_moderated
    facts = Facts(
        includes_none=_includes_none(low, high),
        learners=seen.results["student"].nunique() if n is None else n,
        schools=NOT_ASKED if _of_one_school(goal) else seen.results["school"].nunique(),
        indirect=indirect,
    )
    return state_strength(seen.n, seen.of, seen.who, checked, how, facts=facts, rules=chapter.strength_rules)


def strength_of_change(
    chapter: Chapter,
    measure: str,
    first: str,
    last: str,
    *,
    matched: bool,
    points: int,
    low: float | None,
    high: float | None,
    n: int | None,
    n_schools: int | None,
    same_sign: float | None,
    one_rule: bool | None,
    loss: float | None,
    goal: pd.Series[Any] | None = None,
    q: float | None = None,
    selected_low: bool = False,
    indirect: bool = False,
    differential: float | None = None,
) -> Strength:
    """The strength of a claim that results of a measure moved between the terms `first` and `last`.

    `matched`: the same learners; `points`: terms they were seen in; `low`, `high` bound the change (0 is no change);
    `n` learners of the smallest side; `n_schools` that contribute; `same_sign`: share of them that moved as the whole;
    `one_rule`: measure and rule stayed the same; `loss`: share of eligible learners not matched (where learners are
    not matched and it is None: the share on the roll not seen, at the worse end); `goal`: its group, and it was
    declared beforehand where its baseline is older than `last`; `q`: the Benjamini-Hochberg value among all that
    was looked at; `selected_low`: a group chosen for low results; `indirect`: held against learners of another age,
    say; `differential`: how far apart the losses of two groups are that are held against each other, where they are.
    None is not known and counts against the claim.
    """
    ends = [_seen(chapter, measure, term, goal) for term in (first, last)]
    unseen = [None if end.of is None or end.of == 0 else 1 - end.n / end.of for end in ends]
    missing = [share for share in unseen if share is not None]
    if loss is None and not matched and len(missing) == len(unseen):
        loss = max(missing)
    judged = chapter.measures[measure].declared.kind == "judgement"
    one_school = _of_one_school(goal)
    facts = Facts(
        includes_none=_includes_none(low, high),
        learners=n,
        schools=NOT_ASKED if one_school else n_schools,
        loss=loss,
        selected_low=selected_low,
        unmoderated=judged and not all(end.all_moderated for end in ends),
        same_sign=NOT_ASKED if one_school else same_sign,
        indirect=indirect,
        differential=differential,
        q=NOT_ASKED if _declared_before(goal, last) else q,
    )
    if between(chapter.breaks_of(measure), first, last):
        one_rule = False
    return strength_of("change", _design(matched, points, one_rule), facts, chapter.strength_rules)


def _seen(chapter: Chapter, measure: str, term: str, goal: pd.Series[Any] | None) -> _Seen:
    """Who was seen, of those on the roll in the group of a goal, or of all."""
    results = chapter.results[(chapter.results["measure"] == measure) & (chapter.results["term"] == term)]
    years = results["year_level"].dropna().unique()
    students = chapter.snapshot.frame("students")
    on_roll = chapter.once(
        ("enrolled", term, *sorted(int(year) for year in years)),
        lambda: achievement.enrolled(students, chapter.calendar, term, years, chapter.snapshot.as_at),
    )
    if on_roll is not None and chapter.settings.ethnicity == "prioritised":
        on_roll = achievement.prioritised(on_roll, chapter.groups)
    if goal is not None:
        results = goals.in_group(goal, results)
        on_roll = None if on_roll is None else goals.in_group(goal, on_roll)
    elsewhere = achievement.in_other_medium(chapter.results, chapter.measures[measure], chapter.measures, term)
    if on_roll is not None and elsewhere:
        on_roll = on_roll[~on_roll["student"].isin(elsewhere) | on_roll["student"].isin(results["student"])]
    if on_roll is not None and on_roll.empty and not results.empty:
        on_roll = None  # learners were seen, so the roll does not tell who could be: their year levels are not known
    n, of = achievement.coverage(results, on_roll)
    return _Seen(results, n, of, WHO + _APART if elsewhere else WHO)


def _of_one_school(goal: pd.Series[Any] | None) -> bool:
    return goal is not None and bool(pd.notna(goal.get("school")))


def _declared_before(goal: pd.Series[Any] | None, term: str) -> bool:
    """Whether a goal was there before the term it is judged in: its baseline is from an earlier one."""
    return goal is not None and pd.notna(goal.get("baseline_term")) and str(goal["baseline_term"]) < term


def _includes_none(low: float | None, high: float | None) -> bool | None:
    """Whether an interval includes no change, or no difference; None where there is no interval."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return None
    return low <= 0 <= high


def _design(matched: bool, points: int, one_rule: bool | None) -> str:
    """Who was held against whom, as the rules name it."""
    if one_rule is None or points < _LEAST_POINTS:
        return "unknown"
    if not one_rule:
        return "rule_changed"
    if not matched:
        return "cross_section"
    return "matched_many" if points >= _MANY_POINTS else "matched_two"
