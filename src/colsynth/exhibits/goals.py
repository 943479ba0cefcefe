"""Are we meeting our goals? Where each goal stands now, and its way over the terms."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.analyses.breaks import between
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import (
    ACCENT,
    GREY,
    SHARES,
    TARGET,
    finished,
    in_lines,
    names_axis,
    rows,
)
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.judging import nothing_seen, strength_of_results
from colsynth.findings import Finding, Source
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

NO_GOALS = "This community has supplied no goals and no focus areas, so nothing can be said about meeting them."
MET_ON_COUNT = " Met on the count: enough learners are at the level now, but so few more that it may be chance."
HOW_COUNTED = (
    "Each learner counts once: the last result of the term. Learners at or above the goal's level are divided by "
    "learners with a result; learners absent, exempt or without a result are not in the number. The interval (95 %, "
    "Wilson) is about these schools with another, like cohort of learners and classes: learners in one class are "
    "alike, so they count for fewer. Where classes are not known it is from the count alone, and the true uncertainty "
    "is wider."
)
HOW_NEEDED = (
    "More learners needed = the target percentage of the learners with a result now, rounded up, less those already "
    "there, in whole numbers."
)
HOW_JUDGED = (
    "The planned path runs in straight lines, in percentage points, from the baseline over any milestones to the "
    "target. It is checked in the newest term of the baseline's time of the year, or that the goal sets a share for. "
    "Securely met: the lower limit is at the target; met on the count: the count is. Ahead: the whole interval lies "
    "above the path; on track: the share lies above it with a probability of at least 80 %; behind: of at most 20 %; "
    "else too close to call (Jeffreys' prior). A group that stands exactly on its path is called on track by chance "
    "about one time in five, and behind as often. Below ten learners: too few. Across a change of the measure: cannot "
    "be told."
)


def standing(chapter: Chapter) -> Exhibit:
    """Where does each goal stand now, against its baseline and its target?"""
    question = "Where does each goal stand?"
    goals = goals_shown(chapter)
    if goals.empty:
        return chapter.nothing("standing", question, NO_GOALS, "What would you want to be true in two years?")
    now = analysis.standing(goals, chapter.results, chapter.measures, chapter.class_icc, changes_of(chapter, goals))
    now = now[now["target_share"].notna() | now["measure"].notna()].reset_index(drop=True)
    of_school = now["goal"].map(goals.set_index("goal")["school"].map(chapter.school_labels))
    now["group"] = now["group"] + (" at " + of_school).fillna("")
    if now.empty:
        return chapter.nothing(
            "standing",
            question,
            "This community works with focus areas and names no measure for them, so nothing is held against a target.",
            "How will you know that a focus area has made a difference for learners?",
        )
    has_targets = bool(now["target_share"].notna().any())
    noun = "focus area" if (now["kind"] == "focus area").all() else "goal"
    titles = goals.drop_duplicates("goal").set_index("goal")["title"]
    within = now["within"].map(titles)
    now["group"] = now["group"] + (", within “" + within + "”").fillna("")
    now["note"] = _notes(now)
    checked = ("check_share", "check_low", "check_high")
    table = chapter.may_show(
        Table(
            now.drop(columns=["measure", "kind", "within", "shrinking", "alike", "basis"]),
            ("goal", "title", "group"),
            "learners",
            (
                Counted("baseline_of", "baseline_n", ("baseline_share",)),
                Counted("n", "n_at", ("share_at", "low", "high", "learners_more")),
                Counted("check_n", "check_at", checked),
            ),
            ("owner", "baseline_term", "target_term", "target_share", "term", "check_term", "planned_share"),
            not_applicable=(
                *("target_term", "target_share", "learners_more", "check_term", "planned_share", "note"),
                *(*checked, "baseline_share", "baseline_term"),
            ),
            across=("verdict", "note"),
        )
    )
    findings = chapter.may_tell(
        _finding(chapter, question, goal, row)
        for (_, goal), (_, row) in zip(goals[goals["goal"].isin(now["goal"])].iterrows(), now.iterrows(), strict=True)
        if row["verdict"] != "replaced"
    )
    if noun == "focus area":
        question = "Where do learners stand in the focus areas?"
    return chapter.exhibit(
        "standing",
        question,
        _title(table, noun) if noun == "goal" else _areas_title(now, len(goals)),
        subtitle="share of learners at the goal's level, %, newest term with results",
        purpose="To see how far each goal is from its target, and how many learners that is.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("group", "For whom"),
            *([Column("baseline_share", "Baseline", "percent")] if now["baseline_share"].notna().any() else []),
            Column("term", "Now: term"),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "Now", "percent"),
            *(_target_columns(table) if has_targets else []),
            Column("verdict", "Verdict"),
            *([Column("note", "Note")] if table.frame["note"].notna().any() else []),
        ],
        caption="Each goal against its baseline and its target",
        chart=_standing_chart(table),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="The full dot is where the group stands now, its bar the 95 % interval; an open circle is the "
        "baseline, a diamond the goal." + (MET_ON_COUNT if now["verdict"].eq("met on the count").any() else "")
        if has_targets
        else "The dot is where the group stands now, its bar the 95 % interval.",
        caution="A percentage also moves when the group changes; look at the number of learners too."
        + (f" {chapter.ethnicity_rule}" if goals["ethnicity"].notna().any() else ""),
        talk_about="Who are the learners still needed, and which schools are they in?" if has_targets else "",
        method=f"{HOW_COUNTED} {HOW_NEEDED} {HOW_JUDGED}" if has_targets else HOW_COUNTED,
        sources=(*chapter.sources("goals"), *result_sources(chapter, now["goal"], goals)),
        findings=findings,
    )


def changes_of(chapter: Chapter, goals: pd.DataFrame) -> dict[str, list[str]]:
    """By measure of a goal: the first terms after something changed in what is measured."""
    measures = goals["measure"].dropna().unique()
    return {measure: [change.term for change in chapter.breaks_of(measure)] for measure in measures}


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


def _target_columns(table: Protected) -> list[Column]:
    """The target, and where the planned path to it was checked, if any goal has one."""
    target = [
        Column("target_share", "Target", "percent"),
        Column("target_term", "Target for"),
        Column("learners_more", "More learners needed", "count"),
    ]
    if table.frame["check_term"].isna().all():
        return target
    return [
        *target,
        Column("check_term", "Path checked in"),
        Column("check_share", "Then", "percent"),
        Column("planned_share", "Planned then", "percent"),
    ]


def _notes(now: pd.DataFrame) -> pd.Series[str]:
    shrinks = now["shrinking"].fillna(False).to_numpy(bool)
    unlike = (now["alike"].eq(False)).fillna(False).to_numpy(bool)
    said = [
        " ".join(filter(None, [FEWER if small else "", UNLIKE if other else ""])) or None
        for small, other in zip(shrinks, unlike, strict=True)
    ]
    return pd.Series(said, index=now.index, dtype="str")


def _areas_title(now: pd.DataFrame, n_areas: int) -> str:
    """How many of the focus areas have a measure with results."""
    seen = int(now["share_at"].notna().sum())
    return f"{seen} of {n_areas} focus {'area' if n_areas == 1 else 'areas'} can be followed with a measure."


def _title(table: Protected, noun: str) -> str:
    said = [(int((table.frame["verdict"] == word).sum()), _VERDICTS.get(word, word)) for word in _ORDER]
    said.append((int(table.hidden["verdict"].sum()), "hidden [c]"))
    parts = [f"{count} {word}" for count, word in said if count]
    of = len(table.frame)
    return f"Of {of} {noun if of == 1 else f'{noun}s'}: {and_list(parts)}."


_ORDER = (
    "securely met", "met on the count", "ahead", "on track", "too close to call", "behind", "can't tell", "not met",
    "not yet met", "held as a gap", "too few", "no target", "no measure", "no results", "replaced",
)  # fmt: skip
_VERDICTS = {
    "no target": "without a target", "no measure": "without a measure", "no results": "without results",
    "too few": "with too few learners", "can't tell": "cannot be told, as the measure changed",
    "not met": "not met by its term", "replaced": "replaced by another",
}  # fmt: skip
FEWER = "The share rose while fewer learners are at the level than at the baseline: the group is smaller."
UNLIKE = "The path was checked at another time of the year than the baseline's."
_SAID = {
    "ahead": "it is ahead of its path", "on track": "it is on track", "behind": "it is behind its path",
    "too close to call": "whether it is on its path is too close to call",
    "can't tell": "whether it is on its path cannot be told, as the measure changed",
    "not met": "its term has come and it is not met", "too few": "there are too few learners to say more",
}  # fmt: skip


def _finding(chapter: Chapter, question: str, goal: pd.Series[Any], row: pd.Series[Any]) -> Finding:
    make = partial(
        Finding,
        f"{chapter.name}-standing-{slug(row['goal'])}",
        chapter.name,
        f"{row['title']}: {question[0].lower()}{question[1:]}".replace("each goal", "the goal"),
        population="learners",
        bears_on=(str(row["goal"]),),
    )
    if pd.isna(row["share_at"]):
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
    if row["verdict"] in _SAID:
        claim += f"; {_SAID[row['verdict']]}"
    if row["shrinking"] is True:
        says_not += f" {FEWER}"
    says_not += BASIS.get(row["basis"], "")
    if pd.notna(row["target_share"]):
        by = f" by {spoken(row['target_term'])}" if pd.notna(row["target_term"]) else ""
        claim += f"; the goal is {percent(row['target_share'])}{by}"
        more = int(row["learners_more"])
        needed = f"{more} more {'learner is' if more == 1 else 'learners are'} needed"
        claim += f": in the group as it is now, {needed}" if more else ": met on the count"
    return make(
        claim + ".",
        strength_of_results(chapter, goal["measure"], row["term"], goal),
        **_sizes(row),
        comparison=comparison,
        says_not=says_not,
        provenance=(*chapter.sources("goals"), *chapter.sources("achievement", measure=goal["measure"])),
    )


BASIS = {"count": " Its interval is from the count alone: classes are not known, so it is wider in truth."}


def _sizes(row: pd.Series[Any]) -> dict[str, Any]:
    return {
        "size": round(float(row["share_at"]), 4),
        "unit": "share of learners",
        "low": round(float(row["low"]), 4),
        "high": round(float(row["high"]), 4),
        "basis": row["basis"],
        "n": int(row["n_at"]),
        "of": int(row["n"]),
    }


def slug(text: object) -> str:
    return "".join(c if c.isalnum() else "-" for c in str(text).lower()).strip("-")


def result_sources(chapter: Chapter, shown: pd.Series[Any], goals: pd.DataFrame) -> tuple[Source, ...]:
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
    return finished(chart, "Each goal: baseline, where it stands now with its 95 % interval, and target.")
