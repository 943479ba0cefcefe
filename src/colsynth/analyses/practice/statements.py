"""What has the community written down, what do its schools say to it, and what was said before?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from colsynth.reference.ethnicity import MANY

KINDS = (
    "vision", "priority", "boundary", "governance", "problem", "assumption", "success criterion", "decision",
    "commitment", "success descriptor", "exemplar", "reflection",
)  # fmt: skip
ANSWER = "answer to a key question"
ANSWERS = ("yes", "partly", "no")
PROMISES = ("decision", "commitment")
NO_GOAL, NO_TRACE, LATE, OVERDUE = "no goal", "no outcome", "written after the first result", "its day has passed"

COLUMNS = {
    "kind": "str", "statement": "str", "text": "str", "framework": "str", "area": "str", "goals": "str",
    "date": "datetime64[ns]", "term": "str", "owner": "str", "due": "datetime64[ns]", "delivered": "str",
    "evidence": "str", "version": "str", "before": "str", "before_date": "datetime64[ns]", "yes": "Int64",
    "partly": "Int64", "no": "Int64",
}  # fmt: skip


def standing(statements: pd.DataFrame) -> pd.DataFrame:
    """One row is one statement as it stands: its newest wording, the wording before it, and what schools answered.

    `statements` as in the register, with a column `term` (of the date). Columns: kind, statement (its code), text,
    framework, area, goals (codes, joined), date, term, owner, due, delivered, evidence, version; before, before_date
    (the last other wording, empty where there is none); yes, partly, no (schools, each by its newest answer to this
    version or to none named). By kind in the order of `KINDS`, answers to key questions last, the newest first.
    """
    ordered = statements.sort_values(["date", "source_file", "source_row"], na_position="first", kind="stable")
    rows = [_row(own) for _, own in ordered.groupby(["kind", "statement"], sort=False)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    place = {kind: i for i, kind in enumerate((*KINDS, ANSWER))}
    frame = frame.sort_values("date", ascending=False, na_position="last", kind="stable")
    return frame.sort_values("kind", key=lambda kinds: kinds.map(place), kind="stable").reset_index(drop=True)


def _row(own: pd.DataFrame) -> dict[str, Any]:
    said = own[own["school"].isna() & own["text"].notna()]
    now = (said if len(said) else own).iloc[-1]
    earlier = said[said["text"] != now["text"]]
    row = {name: now.get(name) for name in COLUMNS}
    since = own.loc[now.name :]  # a later line may give the code again, with what became of it and no words
    for name in ("delivered", "evidence"):
        known = since.loc[since["school"].isna(), name].dropna()
        row[name] = known.iloc[-1] if len(known) else None
    if len(earlier):
        row |= {"before": earlier["text"].iloc[-1], "before_date": earlier["date"].iloc[-1]}
    else:
        row |= {"before": None, "before_date": None}
    answers = own[own["school"].notna() & own["agrees"].notna()].drop_duplicates("school", keep="last")
    if pd.notna(now["version"]):
        answers = answers[answers["version"].isna() | (answers["version"] == now["version"])]
    return row | {answer: int((answers["agrees"] == answer).sum()) for answer in ANSWERS}


def to_settle(row: Mapping[str, Any], goals: set[str], first_results: Mapping[str, str], as_at: pd.Timestamp) -> str:
    """What one statement leaves open, in a word; empty where nothing.

    `goals` are the codes in the register, `first_results` the term of the first result of each goal since its baseline.
    A priority names a goal that is there; a success criterion is written no later than the term of the first result;
    what was decided is delivered by its day.
    """
    named = set(str(row["goals"]).split(MANY)) if pd.notna(row["goals"]) else set()
    if row["kind"] == "priority" and not named:
        return NO_GOAL
    if row["kind"] == "priority" and not named & goals:
        return NO_TRACE
    seen = [first_results[goal] for goal in named if goal in first_results]
    if row["kind"] == "success criterion" and seen and pd.notna(row["term"]) and row["term"] > min(seen):
        return LATE
    if row["kind"] in PROMISES and pd.notna(row["due"]) and row["due"] < as_at and row["delivered"] != "yes":
        return OVERDUE
    return ""


def answers(statements: pd.DataFrame, place_of: Callable[[str], str | None]) -> pd.DataFrame:
    """One row is one question or area that was answered in words: the newest answer and the one before it.

    `statements` of one framework, with a column `term`; `place_of` gives the id a cell means. Columns: place, text,
    date, term, owner, evidence; before, before_date, before_term (empty where nothing was said before). Answers of a
    single school are left out.
    """
    said = statements[(statements["kind"] == ANSWER) & statements["school"].isna() & statements["text"].notna()]
    places = [place_of(str(area)) if pd.notna(area) else None for area in said["area"]]
    said = said.assign(place=pd.Series(places, index=said.index, dtype="str")).dropna(subset=["place"])
    said = said.sort_values(["date", "source_file", "source_row"], na_position="first", kind="stable")
    rows = []
    for place, own in said.groupby("place", sort=False):
        now = own.iloc[-1]
        earlier = own[own["text"] != now["text"]]
        row = {"place": place} | {name: now[name] for name in ("text", "date", "term", "owner", "evidence")}
        for name in ("text", "date", "term"):
            row[f"before_{name}"] = earlier[name].iloc[-1] if len(earlier) else None
        rows.append(row)
    columns = ("place", "text", "date", "term", "owner", "evidence", "before_text", "before_date", "before_term")
    kinds = {name: "datetime64[ns]" if name.endswith("date") else "str" for name in columns}
    return pd.DataFrame(rows, columns=list(columns)).astype(kinds)
