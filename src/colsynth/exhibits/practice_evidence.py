"""What evidence has the community gathered for each goal: of which kinds, on how many, how new, from which schools?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, written
from colsynth.exhibits.goals import goals_shown
from colsynth.exhibits.practice_statements import told
from colsynth.protection import Table
from colsynth.reference.ethnicity import MANY

QUESTION = "How wide and how deep is the evidence for each goal?"
NO_GOAL = "No goal named"
MOST = 12  # items that are printed with what they say; others are counted
WIDE = 3  # kinds of evidence; as many as may lift a claim on which they agree


def evidence(chapter: Chapter) -> Exhibit:
    """Goal by goal, also those without any: kinds of evidence, from where, on how many, how new, and which schools."""
    items = _so_far(chapter)
    if items.empty:
        why = "No evidence was noted in the register of evidence, so its range and depth cannot be told."
        return chapter.nothing(
            "evidence", QUESTION, why, "Who holds what you already know, and could note it in a line?"
        )
    titles = dict(zip(*(goals_shown(chapter)[name] for name in ("goal", "title")), strict=True))
    named = items["goals"].fillna("").map(lambda goals: goals.split(MANY) if goals else [""])
    long = items.assign(goal=named).explode("goal", ignore_index=True)
    goals = [*titles, *sorted(set(long["goal"]) - {*titles, ""}), *([""] if "" in set(long["goal"]) else [])]
    rows = [_line(chapter, titles.get(goal, goal) or NO_GOAL, long[long["goal"] == goal]) for goal in goals]
    frame = pd.DataFrame(rows)
    shown = ("kinds", "n", "newest", "schools", "verdict")
    said = [_said(chapter, item) for _, item in items.tail(MOST)[::-1].iterrows()]
    return chapter.exhibit(
        "evidence",
        QUESTION,
        _title(frame),
        subtitle="the register of evidence, up to this term",
        purpose="One kind of evidence can mislead; several that agree are harder to doubt.",
        table=chapter.may_show(Table(frame, ("goal",), "records", plain=shown)),
        columns=[
            Column("goal", "Goal"),
            Column("kinds", "Kinds of evidence"),
            Column("n", "Most that one item rests on"),
            Column("newest", "Newest"),
            Column("schools", "Schools covered"),
            Column("verdict", "Range"),
        ],
        caption="Evidence by goal",
        caution="The register holds what people noted; what it does not hold may still be known to somebody.",
        talk_about="Which voice or which kind of evidence would change your mind about a goal?",
        method=f"Wide is {WIDE} kinds or more, of which one is the community's own. An item may bear on several goals. "
        "Schools covered are all where an item says so. The strength of an item is as those who noted it put it.",
        lists=[(f"What {'the newest say' if len(items) > MOST else 'each says'}", said)],
        sources=chapter.sources("evidence"),
    )


def _so_far(chapter: Chapter) -> pd.DataFrame:
    """The register without what was gathered after the term that is reported, oldest first."""
    items = chapter.snapshot.frame("evidence")
    terms = [chapter.calendar.term_of(day.date()) if pd.notna(day) else None for day in items["date"]]
    term = pd.Series(terms, index=items.index, dtype="str")
    kept = items[term.isna() | (term <= chapter.term)]
    return kept.sort_values(["year", "date"], na_position="first", kind="stable").reset_index(drop=True)


def _line(chapter: Chapter, title: str, items: pd.DataFrame) -> dict[str, str]:
    kinds = items["kind"].fillna("kind not given").value_counts().sort_index()
    schools = {school for named in items["schools"].dropna() for school in named.split(MANY)}
    everyone = len(chapter.school_labels)
    covered = everyone if "all" in schools else len(schools & set(chapter.school_labels))
    most = items["n"].max()
    few = pd.notna(most) and most < chapter.settings.suppress_below
    day = items["date"].max()
    newest = written(day, "date") if pd.notna(day) else "" if pd.isna(items["year"].max()) else str(items["year"].max())
    return {
        "goal": title,
        "kinds": ", ".join(f"{n} {kind}" for kind, n in kinds.items()) or "none",
        "n": "" if pd.isna(most) else f"fewer than {chapter.settings.suppress_below}" if few else str(most),
        "newest": newest,
        "schools": f"{covered} of {everyone}" if covered else "not said" if len(items) else "",
        "verdict": _range(items),
    }


def _range(items: pd.DataFrame) -> str:
    kinds = items["kind"].dropna().nunique()
    if items.empty:
        return "none"
    if (items["origin"] == "external").all():
        return "none of our own"
    return "wide" if kinds >= WIDE else "narrow"


def _said(chapter: Chapter, item: pd.Series[Any]) -> str:
    """`Survey, 19 June 2026: what it says (possible).`"""
    kind = item["kind"] if pd.notna(item["kind"]) else "evidence"
    origin = "from elsewhere" if item["origin"] == "external" else ""
    day = written(item["date"], "date") if pd.notna(item["date"]) else item["year"] if pd.notna(item["year"]) else ""
    head = ", ".join(str(part) for part in (str(kind).capitalize(), origin, day) if part)
    strength = f" ({item['strength']})" if pd.notna(item["strength"]) else ""
    what = told(chapter, item["finding"] if pd.notna(item["finding"]) else item["title"], 140)
    return f"{head}: {what}{strength}"


def _title(frame: pd.DataFrame) -> str:
    goals = frame[frame["goal"] != NO_GOAL]
    counts = goals["verdict"].value_counts()
    if goals.empty:
        return "There is evidence, but it is noted for no goal."
    words = {
        "wide": "wide evidence", "narrow": "narrow evidence", "none of our own": "evidence from elsewhere alone",
        "none": "none",
    }  # fmt: skip
    told_of = [
        f"{counts[verdict]} {'has' if counts[verdict] == 1 else 'have'} {words[verdict]}"
        for verdict in words
        if verdict in counts
    ]
    return f"Of {len(goals)} goal{'s' * (len(goals) != 1)}, {and_list(told_of)}."
