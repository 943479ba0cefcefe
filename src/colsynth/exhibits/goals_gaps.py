"""Where a goal is to narrow a gap: how far is its group from the learners it is compared with?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import BASIS, goals_shown, result_sources, slug
from colsynth.exhibits.judging import strength_of_results
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

_WORDS = ("securely met", "met on the count", "not yet met", "too few", "no measure", "no results")


def gaps(chapter: Chapter) -> Exhibit | None:
    """How wide is each gap that a goal is to narrow? None where no goal is set as a gap."""
    goals = goals_shown(chapter)
    found = analysis.gaps(goals, chapter.results, chapter.measures, chapter.class_icc)
    if found.empty:
        return None
    for name, column in (("points", "gap"), ("points_low", "low"), ("points_high", "high"), ("before", "gap_before")):
        found[name] = (100 * found[column]).round(1)
    found["aim"] = (100 * found["target_gap"]).round(1)
    found["who"] = found["group"] + ", compared with " + found["compared_with"]
    found["interval"] = [
        None if pd.isna(low) else f"{low:+.0f} to {high:+.0f}"
        for low, high in zip(found["points_low"], found["points_high"], strict=True)
    ]
    found["interval"] = found["interval"].astype("str").where(found["points"].notna())
    dropped = ["goal", "gap", "low", "high", "gap_before", "target_gap"]
    across = ("points", "points_low", "points_high", "interval", "before", "learners_more", "verdict", "basis")
    table = chapter.may_show(
        Table(
            found.drop(columns=dropped),
            ("title", "who", "group", "compared_with"),
            "learners",
            (Counted("n", "n_at", ("share_at",)), Counted("other_n", "other_at", ("other_share",))),
            ("first_term", "term", "aim", "target_term"),
            not_applicable=("first_term", "before", "target_term"),
            across=across,
        )
    )
    shown = table.frame.assign(goal=found["goal"])
    findings = chapter.may_tell(_finding(chapter, goals, row) for _, row in shown[shown["points"].notna()].iterrows())
    return chapter.exhibit(
        "gaps",
        "How wide are the gaps that goals are to narrow?",
        _title(table),
        subtitle="share at the goal's level, %, and the gap in percentage points, newest term with results",
        purpose="To see both shares and not their distance alone: a gap also closes where others fall.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("who", "Who"),
            Column("n", "Learners of the group", "count"),
            Column("share_at", "At the level", "percent"),
            Column("other_n", "Learners beside", "count"),
            Column("other_share", "At the level", "percent"),
            Column("points", "Gap", "points", "points"),
            Column("interval", "95 % interval"),
            *([Column("before", "At the baseline", "points", "points")] if found["before"].notna().any() else []),
            Column("aim", "Target", "points", "at most"),
            Column("learners_more", "More learners needed", "count"),
            Column("verdict", "Verdict"),
        ],
        caption="Goals that are set as a gap",
        how_to_read="A gap above 0 says that the goal's group is behind those it is compared with.",
        caution=chapter.ethnicity_rule if goals["ethnicity"].notna().any() else "",
        talk_about="Did the group rise, or did the others fall?",
        method="The share of the learners compared with less the share of the group, of the same school and years; "
        "Newcombe's interval, from what learners in classes are worth where classes are known. Securely met: the whole "
        "interval is at most the target. More learners needed: of the group at the level, while the others stay.",
        sources=(*chapter.sources("goals"), *result_sources(chapter, found["goal"], goals)),
        findings=findings,
    )


def _title(table: Protected) -> str:
    verdicts = table.frame["verdict"]
    counts = [(int((verdicts == word).sum()), word) for word in _WORDS]
    counts.append((int(table.hidden["verdict"].sum()), "hidden [c]"))
    of = len(table.frame)
    return (
        f"Of {of} {'gap' if of == 1 else 'gaps'}: {and_list([f'{count} {word}' for count, word in counts if count])}."
    )


def _finding(chapter: Chapter, goals: pd.DataFrame, row: pd.Series[Any]) -> Finding:
    goal = goals[goals["goal"] == row["goal"]].iloc[0]
    own, other, points = float(row["share_at"]), float(row["other_share"]), float(row["points"])
    claim = f"Goal “{row['title']}”: {percent(own)} of {int(row['n'])} {row['group']} and {percent(other)} of "
    claim += f"{int(row['other_n'])} {row['compared_with']} are at its level in {spoken(row['term'])}, "
    claim += f"a gap of {points:.0f} percentage points" if points > 0 else "so that the group is not behind"
    more = int(row["learners_more"])
    claim += f"; the target is a gap of at most {float(row['aim']):.3g}: "
    claim += f"{more} more {'learner is' if more == 1 else 'learners are'} needed." if more else f"{row['verdict']}."
    return Finding(
        f"{chapter.name}-gaps-{slug(row['goal'])}",
        chapter.name,
        f"{row['title']}: how wide is the gap?",
        claim,
        strength_of_results(
            chapter,
            goal["measure"],
            str(row["term"]),
            goal,
            n=int(min(row["n"], row["other_n"])),
            low=float(row["points_low"]),
            high=float(row["points_high"]),
        ),
        population="learners",
        size=points,
        unit="percentage points",
        low=float(row["points_low"]),
        high=float(row["points_high"]),
        basis=row["basis"],
        n=round(own * int(row["n"])),
        of=int(row["n"]),
        comparison=f"{row['compared_with']}, {percent(other)} of {int(row['other_n'])}",
        says_not="It does not say why the two differ; other things than the group differ between them too."
        + BASIS.get(str(row["basis"]), ""),
        bears_on=(str(row["goal"]),),
        provenance=(*chapter.sources("goals"), *chapter.sources("achievement", measure=goal["measure"])),
    )
