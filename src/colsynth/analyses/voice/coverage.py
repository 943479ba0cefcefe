"""Whose voices are heard: which groups answered, how many of those asked, in which terms, from how many schools?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.voice.answers import GROUPS, NOT_GIVEN, asked, schools

COLUMNS = {
    "group": "str", "term": "str", "terms": "str", "n": "Int64", "asked": "Int64", "share": "Float64",
    "schools": "Int64", "questions": "Int64",
}  # fmt: skip
CLOSED = "closed"


def coverage(answers: pd.DataFrame) -> pd.DataFrame:
    """One row is one group of people who could answer, in a fixed order, whether they did or not.

    `answers` as from `answers.answers`. Columns: group; term, the newest in which it answered, and terms, all of them,
    joined by a space (both empty for who never did); of the newest term n who answered (in the survey, and to the
    question, that most answered: 0 for who never did), asked and share (0-1; empty where not known), schools (empty
    where some answers name none), questions (with answers to choose from).
    """
    groups = [*GROUPS, *([NOT_GIVEN] if (answers["group"] == NOT_GIVEN).any() else [])]
    rows = [{"group": group, "n": 0} | _of_group(answers[answers["group"] == group]) for group in groups]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _of_group(mine: pd.DataFrame) -> dict[str, object]:
    if mine.empty:
        return {}
    term = mine["term"].max()
    now = mine[mine["term"] == term]
    n, of = max((_of_survey(own) for _, own in now.groupby("survey")), key=lambda found: found[0])
    from_ = schools(now)
    return {
        "term": term, "terms": " ".join(sorted(set(mine["term"]))),
        "n": n, "asked": of, "share": n / of if of else None,
        "schools": None if from_ is None else len(from_), "questions": now.loc[now["kind"] == CLOSED, "key"].nunique(),
    }  # fmt: skip


def _of_survey(own: pd.DataFrame) -> tuple[int, int | None]:
    """(how many answered, how many were asked) of one survey of one term."""
    by_item = own.groupby("key")
    people = own["respondent"].nunique() if own["respondent"].notna().all() else 0
    n = max(people, int(by_item["n"].sum().max()))
    known = [asked(mine) for _, mine in by_item]
    of = max((found for found in known if found is not None), default=None)
    return n, of if of is not None and of >= n else None


def kept_inside(answers: pd.DataFrame) -> pd.DataFrame:
    """One row is one kind of question whose answers are not shown: kind, questions, n (answers in all)."""
    rows = answers[answers["kind"] != CLOSED].groupby("kind", sort=True)
    return rows.agg(questions=("key", "nunique"), n=("n", "sum")).reset_index()
