"""Where does each goal stand against its baseline, its milestones and its target, and do its numbers add up?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from colsynth.methods.proportions import learners_needed, percent_agrees, wilson_interval
from colsynth.reference.ethnicity import MANY
from colsynth.reference.measures import Measure
from colsynth.reference.terms import parse_term, spoken

MOST_GOALS = 5  # a community sets three to five (Ministry of Education, achievement challenges)


def in_group(goal: pd.Series[Any], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows (results, or learners on the roll) that are of the school, years, gender and ethnic groups of a goal."""
    if pd.notna(goal["school"]):
        rows = rows[rows["school"] == goal["school"]]
    if pd.notna(goal["year_from"]):
        rows = rows[rows["year_level"] >= goal["year_from"]]
    if pd.notna(goal["year_to"]):
        rows = rows[rows["year_level"] <= goal["year_to"]]
    if pd.notna(goal["gender"]):
        rows = rows[rows["gender"] == goal["gender"]]
    if pd.notna(goal["ethnicity"]):
        wanted = set(goal["ethnicity"].split(MANY))
        rows = rows[[bool(wanted & set(str(held).split(MANY))) for held in rows["ethnicities"]]]
    return rows


def learners_of(goal: pd.Series[Any], results: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """The results a goal is about, with `reached` (boolean): at the goal's own level, else at expectation."""
    rows = in_group(goal, results[results["measure"] == goal["measure"]])
    reached = rows["expected"]
    if pd.notna(goal["at"]):
        levels = measures[goal["measure"]].levels
        enough = levels[levels.index(goal["at"]) :]
        reached = rows["level"].isin(enough).astype("boolean").where(rows["level"].notna())
    held: pd.DataFrame = rows.assign(reached=reached)
    return held.dropna(subset=["reached"])


def standing(goals: pd.DataFrame, results: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """One row is one goal, in the register's order, with where its group stands in its newest term.

    Columns: goal, title, kind, measure, group (in words), owner; baseline_n, baseline_of, baseline_share,
    baseline_term, target_share, target_term as the goal states them (shares 0-1); term, n, n_at, share_at,
    low, high (95 % Wilson, from the count alone); learners_more (exact, for the group as it is now); verdict:
    `met on the count`, `not yet met`, `no target`, `no measure`, `no results`.
    """
    rows = []
    for _, goal in goals.iterrows():
        row = {
            "goal": goal["goal"],
            "title": goal["title"],
            "kind": goal["kind"],
            "measure": goal["measure"],
            "group": group_in_words(goal),
            "owner": goal["owner"],
            "baseline_n": goal["baseline_n"],
            "baseline_of": goal["baseline_of"],
            "baseline_share": baseline_share(goal),
            "baseline_term": goal["baseline_term"],
            "target_share": goal["target_percent"] / 100 if pd.notna(goal["target_percent"]) else None,
            "target_term": goal["target_term"],
        }
        if pd.isna(goal["measure"]) or goal["measure"] not in measures:
            rows.append(row | {"verdict": "no measure"})
            continue
        mine = learners_of(goal, results, measures)
        if mine.empty:
            rows.append(row | {"verdict": "no results"})
            continue
        now = mine[mine["term"] == mine["term"].max()]
        n, n_at = len(now), int(now["reached"].sum())
        limits = wilson_interval(n_at, n)
        row |= {"term": now["term"].iloc[0], "n": n, "n_at": n_at, "share_at": n_at / n}
        row |= {"low": limits.low, "high": limits.high}
        if pd.isna(goal["target_percent"]):
            rows.append(row | {"verdict": "no target"})
            continue
        more = learners_needed(goal["target_percent"], n, n_at)
        rows.append(row | {"learners_more": more, "verdict": "not yet met" if more else "met on the count"})
    types = dict.fromkeys(("baseline_n", "baseline_of", "n", "n_at", "learners_more"), "Int64")
    types |= dict.fromkeys(("baseline_share", "target_share", "share_at", "low", "high"), "Float64")
    texts = ["goal", "title", "kind", "measure", "group", "owner", "baseline_term", "target_term", "term", "verdict"]
    types |= dict.fromkeys(texts, "str")
    return pd.DataFrame(rows, columns=list(dict.fromkeys([*_STANDING]))).astype(types)


_STANDING = (
    "goal", "title", "kind", "measure", "group", "owner", "baseline_term", "baseline_n", "baseline_of",
    "baseline_share", "target_term", "target_share", "term", "n", "n_at", "share_at", "low", "high",
    "learners_more", "verdict",
)  # fmt: skip


def path(goals: pd.DataFrame, results: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.DataFrame:
    """One row is one goal and term: n, n_at, share_at, low, high of its group, and the milestone set for the term.

    Terms with a milestone and no results yet have an empty share; so has the target's term, whose target is
    its milestone. Goals without a measure have no rows.
    """
    frames = []
    for _, goal in goals.iterrows():
        if pd.isna(goal["measure"]) or goal["measure"] not in measures:
            continue
        mine = learners_of(goal, results, measures)
        reached = mine.groupby("term")["reached"]
        marks = pd.Series(milestones(goal), dtype="Float64")
        seen = pd.DataFrame({"n": reached.size(), "n_at": reached.sum(), "milestone_share": marks}).sort_index()
        seen = seen.astype({"n": "Int64", "n_at": "Int64"}).rename_axis("term").reset_index()
        frames.append(seen.assign(goal=goal["goal"], title=goal["title"]))
    columns = ["goal", "title", "term", "n", "n_at", "share_at", "low", "high", "milestone_share"]
    if not frames:
        return pd.DataFrame(columns=columns)
    together: pd.DataFrame = pd.concat(frames, ignore_index=True)
    limits = [
        wilson_interval(int(x), int(n)) if pd.notna(n) else None
        for x, n in zip(together["n_at"], together["n"], strict=True)
    ]
    return together.assign(
        share_at=(together["n_at"] / together["n"]).astype("Float64"),
        low=pd.Series([limit.low if limit else None for limit in limits], dtype="Float64"),
        high=pd.Series([limit.high if limit else None for limit in limits], dtype="Float64"),
    )[columns]


def milestones(goal: pd.Series[Any]) -> dict[str, float]:
    """Shares (0-1) by term: the baseline, each milestone `2026-T2: 65` and the target."""
    marks: dict[str, float] = {}
    start = baseline_share(goal)
    if pd.notna(goal["baseline_term"]) and start is not None:
        marks[goal["baseline_term"]] = start
    if pd.notna(goal["milestones"]):
        for part in re.split(r"[;,]", goal["milestones"]):
            written, _, percent = part.rpartition(":")
            term = parse_term(written)
            number = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*", percent)
            if term and number:
                marks[term] = float(number[1]) / 100
    if pd.notna(goal["target_term"]) and pd.notna(goal["target_percent"]):
        marks[goal["target_term"]] = float(goal["target_percent"]) / 100
    return marks


def baseline_share(goal: pd.Series[Any]) -> float | None:
    """The stated count where there is one, else the stated percentage, as a share (0-1)."""
    if pd.notna(goal["baseline_n"]) and pd.notna(goal["baseline_of"]) and goal["baseline_of"] > 0:
        return float(goal["baseline_n"] / goal["baseline_of"])
    return float(goal["baseline_percent"]) / 100 if pd.notna(goal["baseline_percent"]) else None


def group_in_words(goal: pd.Series[Any]) -> str:
    """`Māori learners, Years 1-8`."""
    groups = " or ".join(goal["ethnicity"].split(MANY)) if pd.notna(goal["ethnicity"]) else ""
    who = f"{groups} learners" if groups else "Learners"
    if pd.notna(goal["gender"]):
        who = {"female": "Girls", "male": "Boys"}.get(goal["gender"], who) + (f" ({groups})" if groups else "")
    low, high = goal["year_from"], goal["year_to"]
    if pd.isna(low) and pd.isna(high):
        return who
    if pd.notna(low) and pd.notna(high):
        return f"{who}, Year {low}" if low == high else f"{who}, Years {low}-{high}"
    return f"{who}, from Year {low}" if pd.notna(low) else f"{who}, to Year {high}"


def arithmetic(goals: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Do the stated numbers of each goal agree with one another? One row is one disagreement.

    `now` is the frame of `standing`. Columns: goal, title, stated, reckoned, question. Empty when all agree.
    """
    found: list[tuple[str, str, str, str, str]] = []
    for _, goal in goals.iterrows():

        def say(stated: str, reckoned: str, question: str, goal: pd.Series[Any] = goal) -> None:
            found.append((goal["goal"], goal["title"], stated, reckoned, question))

        n, of, percent = goal["baseline_n"], goal["baseline_of"], goal["baseline_percent"]
        has_count = pd.notna(n) and pd.notna(of) and of > 0
        if has_count and n > of:
            say(f"baseline {n} of {of} learners", "more learners than there are", "Which of the two is right?")
        elif has_count and pd.notna(percent) and not percent_agrees(f"{percent:g}", int(n), int(of)):
            exact = 100 * n / of
            say(
                f"baseline {percent:g} %, written beside {n} of {of} learners",
                f"{n} of {of} is {exact:.1f} %; {percent:g} % of {of} is {percent * of / 100:.0f} learners",
                "Was the percentage or the count copied from another group?",
            )
        target, more = goal["target_percent"], goal["learners_more"]
        if pd.notna(target) and pd.notna(more) and has_count and n <= of:
            needed = learners_needed(f"{target:g}", int(of), int(n))
            if needed != more:
                say(
                    f"{more} more learners to reach {target:g} %",
                    f"{target:g} % of {of}, from {n}, needs {needed} more",
                    "Was the group another size when the target was set?",
                )
        aimed = goal["target_n"]
        both = pd.notna(target) and pd.notna(aimed) and has_count
        if both and not percent_agrees(f"{target:g}", int(aimed), int(of)):
            say(
                f"target {target:g} %, written beside {aimed} learners",
                f"{aimed} of {of} is {100 * aimed / of:.1f} %",
                "Is the target set for a group of another size?",
            )
        start = baseline_share(goal)
        if pd.notna(target) and start is not None and target / 100 <= start:
            say(
                f"target {target:g} %", f"the baseline is already {100 * start:.0f} %", "Should the goal reach further?"
            )
        begun, due = goal["baseline_term"], goal["target_term"]
        if pd.notna(begun) and pd.notna(due) and due <= begun:
            said = f"target for {spoken(due)}", f"the baseline is from {spoken(begun)}"
            say(*said, "Which of the two terms is right?")
    for _, row in now[now["verdict"] == "no measure"].iterrows():
        if row["kind"] != "focus area":
            found.append(
                (row["goal"], row["title"], "no measure", "where it stands cannot be reckoned", "What would show it?")
            )
    return pd.DataFrame(found, columns=["goal", "title", "stated", "reckoned", "question"], dtype="str")
