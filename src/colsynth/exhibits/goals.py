"""Are we meeting our goals? Where each goal stands now, and its way over the terms."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.analyses.breaks import between
from colsynth.exhibits.breaks import said_of_breaks
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import (
    ACCENT,
    GREY,
    SHARES,
    TARGET,
    finished,
    in_lines,
    lines_over_terms,
    names_axis,
    rows,
)
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import nothing_seen, strength_of_results
from colsynth.findings import Finding, Source
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

NO_GOALS = "This community has supplied no goals and no focus areas, so nothing can be said about meeting them."
HOW_COUNTED = (
    "Each learner counts once: the last result of the term. Learners at or above the goal's level are divided by "
    "learners with a result; learners absent, exempt or without a result are not in the number. More learners "
    "needed = the target percentage of the learners with a result now, rounded up, less those already there, in "
    "whole numbers. The bar is a 95 % Wilson interval from the count alone: learners in one class are alike, so the "
    "true uncertainty is wider."
)


def standing(chapter: Chapter) -> Exhibit:
    """Where does each goal stand now, against its baseline and its target?"""
    question = "Where does each goal stand?"
    goals = goals_shown(chapter)
    if goals.empty:
        return chapter.nothing("standing", question, NO_GOALS, "What would you want to be true in two years?")
    now = analysis.standing(goals, chapter.results, chapter.measures)
    now = now[now["target_share"].notna() | now["measure"].notna()].reset_index(drop=True)
    of_school = now["goal"].map(goals.set_index("goal")["school"].map(chapter.school_labels))
    now["group"] = now["group"] + (" at " + of_school).fillna("")
    has_targets = bool(now["target_share"].notna().any())
    if now.empty:
        return chapter.nothing(
            "standing",
            question,
            "This community works with focus areas and has set no targets, so nothing is held against a target.",
            "How will you know that a focus area has made a difference for learners?",
        )
    table = chapter.may_show(
        Table(
            now.drop(columns=["measure", "kind"]),
            ("goal", "title", "group"),
            "learners",
            (
                Counted("baseline_of", "baseline_n", ("baseline_share",)),
                Counted("n", "n_at", ("share_at", "low", "high", "learners_more", "verdict")),
            ),
            ("owner", "baseline_term", "target_term", "target_share", "term"),
            not_applicable=("target_term", "target_share", "learners_more"),
        )
    )
    findings = chapter.may_tell(
        _finding(chapter, question, goal, row)
        for (_, goal), (_, row) in zip(goals[goals["goal"].isin(now["goal"])].iterrows(), now.iterrows(), strict=True)
    )
    return chapter.exhibit(
        "standing",
        question,
        _title(table),
        subtitle="share of learners at the goal's level, %, newest term with results",
        purpose="To see how far each goal is from its target, and how many learners that is.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("group", "For whom"),
            Column("baseline_term", "Baseline from"),
            Column("baseline_share", "Baseline", "percent"),
            Column("term", "Now: term"),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "Now", "percent"),
            Column("target_share", "Target", "percent"),
            Column("target_term", "Target for"),
            Column("learners_more", "More learners needed", "count"),
            Column("verdict", "On the count"),
        ],
        caption="Each goal against its baseline and its target",
        chart=_standing_chart(table),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="The full dot is where the group stands now, its bar the uncertainty of the count; an open circle "
        "is the baseline, a diamond the goal.",
        caution="A percentage also moves when the group changes; look at the number of learners too."
        + (f" {chapter.ethnicity_rule}" if goals["ethnicity"].notna().any() else ""),
        talk_about="Who are the learners still needed, and which schools are they in?" if has_targets else "",
        method=HOW_COUNTED,
        sources=(*chapter.sources("goals"), *_result_sources(chapter, now["goal"], goals)),
        findings=findings,
    )


def goals_shown(chapter: Chapter) -> pd.DataFrame:
    """The goals register as it may be shown: titles that tell goals apart, no baseline about too few learners."""
    goals = chapter.snapshot.frame("goals").reset_index(drop=True)
    titles = goals["title"].fillna(goals["goal"])
    goals["title"] = titles.where(~titles.duplicated(keep=False), titles + " (" + goals["goal"] + ")")
    for column in ("title", "owner", "success"):
        goals[column] = goals[column].map(chapter.without_names).astype("str")
    baseline = goals[["goal", "baseline_of", "baseline_n"]]
    table = Table(baseline, ("goal",), "learners", (Counted("baseline_of", "baseline_n"),))
    hidden = chapter.may_show(table).hidden["baseline_n"]
    counts = ["baseline_n", "baseline_of", "baseline_percent"]
    goals[counts] = goals[counts].mask(hidden)
    return goals


def _title(table: Protected) -> str:
    words = ("met on the count", "not yet met", "no target", "no measure", "no results")
    said = [(int((table.frame["verdict"] == word).sum()), word) for word in words]
    said.append((int(table.hidden["verdict"].sum()), "hidden [c]"))
    parts = [f"{count} {_VERDICTS.get(word, word)}" for count, word in said if count]
    of = len(table.frame)
    return f"Of {of} {'goal' if of == 1 else 'goals'}: {and_list(parts)}."


_VERDICTS = {"no target": "without a target", "no measure": "without a measure", "no results": "without results"}


def _finding(chapter: Chapter, question: str, goal: pd.Series[Any], row: pd.Series[Any]) -> Finding:
    make = partial(
        Finding,
        f"{chapter.name}-standing-{_slug(row['goal'])}",
        chapter.name,
        f"{row['title']}: {question[0].lower()}{question[1:]}".replace("each goal", "the goal"),
        population="learners",
        bears_on=(str(row["goal"]),),
    )
    if row["verdict"] in ("no measure", "no results"):
        why = {
            "no measure": f"Goal “{row['title']}”: no measure is named, so where it stands cannot be said.",
            "no results": f"Goal “{row['title']}”: its group has no results on its measure, so nothing can be said.",
        }[row["verdict"]]
        return make(why, nothing_seen(), provenance=chapter.sources("goals"))
    reach = "at the goal's level"
    if pd.isna(goal["at"]):
        reach = chapter.measures[goal["measure"]].reached_in_words(row["term"])
    what = "Focus area" if row["kind"] == "focus area" else "Goal"
    claim = f"{what} “{row['title']}”: {percent(row['share_at'])} of {row['n']} learners are {reach}"
    claim += f" in {spoken(row['term'])}"
    comparison = ""
    says_not = "It does not say why the share is as it is."
    if pd.notna(row["baseline_share"]) and pd.notna(row["baseline_term"]):
        comparison = f"the baseline of {percent(row['baseline_share'])} in {spoken(row['baseline_term'])}"
        claim += f"; the baseline was {percent(row['baseline_share'])}"
        says_not += " It does not say that the same learners were judged at the baseline."
        if row["baseline_term"][-1] != row["term"][-1]:
            says_not += " Baseline and now are from different times of the year, which alone can move a share."
        changed = between(chapter.breaks_of(row["measure"]), row["baseline_term"], row["term"])
        if changed:
            why = "; ".join(change.why for change in changed)
            says_not += f" Baseline and now are not on one line: {why}."
    if pd.notna(row["target_share"]):
        by = f" by {spoken(row['target_term'])}" if pd.notna(row["target_term"]) else ""
        claim += f"; the goal is {percent(row['target_share'])}{by}"
        more = int(row["learners_more"])
        claim += (
            f": {more} more {'learner is' if more == 1 else 'learners are'} needed" if more else ": met on the count"
        )
    return make(
        claim + ".",
        strength_of_results(chapter, goal["measure"], row["term"], goal),
        size=round(float(row["share_at"]), 4),
        unit="share of learners",
        low=round(float(row["low"]), 4),
        high=round(float(row["high"]), 4),
        n=int(row["n_at"]),
        of=int(row["n"]),
        comparison=comparison,
        says_not=says_not,
        provenance=(*chapter.sources("goals"), *chapter.sources("achievement", measure=goal["measure"])),
    )


def _slug(text: object) -> str:
    return "".join(c if c.isalnum() else "-" for c in str(text).lower()).strip("-")


def _result_sources(chapter: Chapter, shown: pd.Series[Any], goals: pd.DataFrame) -> tuple[Source, ...]:
    measures = goals.loc[goals["goal"].isin(shown), "measure"].dropna().unique()
    found = (source for measure in sorted(measures) for source in chapter.sources("achievement", measure=measure))
    return tuple(dict.fromkeys(found))


def _standing_chart(table: Protected) -> dict[str, Any] | None:
    shares = ["baseline_share", "share_at", "low", "high", "target_share"]
    frame = rows(table, "title", *shares, mark_hidden="share_at")
    frame = frame[frame[shares].notna().any(axis=1) | frame["hidden"].notna()]
    if frame.empty:
        return None
    frame = frame.assign(title=in_lines(frame["title"]), **{c: frame[c] * 100 for c in shares})
    frame["now"] = frame["share_at"].map(lambda share: "" if pd.isna(share) else percent(share / 100))
    frame["goal"] = frame["target_share"].map(lambda share: "" if pd.isna(share) else f"goal {percent(share / 100)}")
    base = alt.Chart(frame).encode(y=names_axis("title", frame["title"]))
    seen = base.transform_filter("isValid(datum.share_at)")
    aimed = base.transform_filter("isValid(datum.target_share)")
    started = base.transform_filter("isValid(datum.baseline_share)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    at = alt.X("share_at:Q", title="share of learners, %", scale=SHARES, axis=alt.Axis(tickCount=5))
    dot = {"size": 110, "opacity": 1, "strokeWidth": 2}
    chart = alt.layer(
        seen.mark_rule(color=ACCENT, strokeWidth=6, opacity=0.25).encode(x=alt.X("low:Q", scale=SHARES), x2="high:Q"),
        started.mark_point(**dot, color=GREY, fill="white").encode(x="baseline_share:Q"),
        seen.mark_point(**dot, color=ACCENT, fill=ACCENT).encode(x=at),
        aimed.mark_point(**dot, color=TARGET, fill=TARGET, shape="diamond").encode(x="target_share:Q"),
        seen.mark_text(dy=-14, color=ACCENT).encode(x="share_at:Q", text="now:N"),
        aimed.mark_text(dy=17, color=TARGET).encode(x="target_share:Q", text="goal:N"),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=420, height=alt.Step(58))
    return finished(chart, "Each goal: baseline, where it stands now with the uncertainty of the count, and target.")


def path(chapter: Chapter) -> Exhibit:
    """How has each goal's group moved, term by term, beside the milestones that were set?"""
    question = "How has each goal moved, term by term?"
    goals = goals_shown(chapter)
    way = analysis.path(goals, chapter.results, chapter.measures)
    if way.empty or way["milestone_share"].isna().all():
        why = "No goal has a measure with results and a milestone or target, so there is no way to draw."
        return chapter.nothing("path", question, why)
    table = path_table(chapter, goals)
    measured = goals[goals["measure"].notna()]
    breaks = {row["title"]: chapter.breaks_of(row["measure"]) for _, row in measured.iterrows()}
    said = " ".join([*said_of_breaks(way[way["n"].notna()], "title", breaks), _events(chapter)])
    return chapter.exhibit(
        "path",
        question,
        _path_title(table),
        subtitle="share of learners at the goal's level, %, each term; milestones joined from baseline to target",
        purpose="To see whether the way so far leads to the target.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("term", "Term"),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "At the goal's level", "percent"),
            Column("low", "95 % interval from", "percent"),
            Column("high", "95 % interval to", "percent"),
            Column("milestone_share", "Milestone", "percent"),
        ],
        caption="Each goal, term by term, beside its milestones",
        chart=finished(lines_over_terms(table, "title", breaks, "milestone_share"), _path_title(table)),
        alt=_path_title(table),
        how_to_read="The solid line is where the group stood each term, the shading the uncertainty of the count; the "
        "dashed line joins the baseline, the milestones and the target. A gap is a term without results; a line stops "
        "where a measure changed.",
        caution="Judgements in the middle of a year are often made more cautiously than at its end: hold like terms "
        f"against like. {said}",
        talk_about="Where the line turns: what were schools doing differently in that term?",
        method=HOW_COUNTED,
        sources=_result_sources(chapter, goals["goal"], goals),
    )


def path_table(chapter: Chapter, goals: pd.DataFrame) -> Protected:
    way = analysis.path(goals, chapter.results, chapter.measures)
    counted = (Counted("n", "n_at", ("share_at", "low", "high")),)
    plain = ("milestone_share",)
    way = way.drop(columns="goal")
    return chapter.may_show(Table(way, ("title", "term"), "learners", counted, plain, not_applicable=plain))


def _path_title(table: Protected) -> str:
    """How many goals' groups stood above, on or below the newest milestone that has a result."""
    frame = table.frame
    held = frame[frame["share_at"].notna() & frame["milestone_share"].notna()]
    held = held[held["term"] > held["title"].map(frame.groupby("title")["term"].min())]
    newest = held.groupby("title", sort=False).tail(1)
    if newest.empty:
        return "No term has both a result that may be shown and a milestone."
    gaps = (100 * (newest["share_at"] - newest["milestone_share"])).round()
    said = ((int((gaps > 0).sum()), "above"), (int((gaps == 0).sum()), "on"), (int((gaps < 0).sum()), "below"))
    stood = and_list([f"{count} stood {where} it" for count, where in said if count])
    return f"On the count at the newest milestone, {stood}."


def _events(chapter: Chapter) -> str:
    events = chapter.snapshot.frame("events")
    said = [
        f"{chapter.without_names(row['label'])} ({spoken(chapter.calendar.term_of(row['start'].date()))})"
        + (", to be read apart" if row["excluded"] is True else "")
        for _, row in events[events["start"].notna() & events["label"].notna()].iterrows()
    ]
    return f"On record for these terms: {'; '.join(said)}." if said else ""
