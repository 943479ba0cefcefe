"""Does a goal's list go with the learner when they change school, or does the learner fall off it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import goals as of_goals
from colsynth.analyses.transitions import lists as analysis
from colsynth.analyses.transitions.pairs import LEAST_LEARNERS
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, GREY, SHARES, finished, names_axis, rows, side_by_side
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import goals_shown, slug
from colsynth.exhibits.transitions_points import before_and_after, limited, points, said_of_rows
from colsynth.findings import Facts, Finding, strength_of
from colsynth.protection import Counted, Protected, Table

QUESTION = "Does a goal's list go with the learner?"
NO_LISTS = "No school has sent a list of learners for a goal, so nobody on one can be followed across a move."
FEW = "Too few learners on a goal's list have changed school to tell whether lists go with learners."
ALL = "Any goal"
_SHARES = ("share_any", "low", "high")
_APART = ("difference", "difference_low", "difference_high", "difference_said", "verdict")
_RESULTS = ("before", "after", "apart", "apart_low", "apart_high", "results_said", "results_verdict")
METHOD = (
    "On the list before: a list of the school left (or stayed at) that had begun, and had not ended more than 92 days "
    "before the move, as many lists end with Term 4. On one after: a list of the school entered that ran then or began "
    "within that year; a list that the school left never ended does not count. At the turn of a year, learners who "
    "changed school are held against those on lists who did not (Newcombe's interval of the two shares; no list "
    "names classes, so it is as wide as if five of each class were on it, alike by 0.1, which is our assumption). "
    "Results: the last one on the goal's measure before the turn and the first after it, where no change of "
    "the measure lies between; the change of those who moved less that of those who did not (Tango; Zou and Donner). "
    "Kinds of moves that fewer than ten learners on a list made are left out."
)


def still_on_list(chapter: Chapter) -> Exhibit:
    """Of learners on a goal's list who moved: how many were followed, and how many are on a list again?"""
    listed = chapter.snapshot.frame("targets")
    if listed.empty:
        return chapter.nothing("lists", QUESTION, NO_LISTS)
    found = _found(chapter, listed)
    told = (found["listed"] >= LEAST_LEARNERS) & ~_few_apart(found, chapter.settings.suppress_below)
    found = found[told].reset_index(drop=True)
    if found["who"].isin([analysis.STAYED]).all():
        return chapter.nothing("lists", QUESTION, FEW)
    table = _protected(chapter, found)
    findings = chapter.may_tell(
        _finding(chapter, row, int(of))
        for (_, row), of in zip(table.frame.iterrows(), found["listed"], strict=True)
        if pd.notna(row["difference"])
    )
    title = _title(table.frame, found)
    return chapter.exhibit(
        "lists",
        QUESTION,
        title,
        subtitle="learners on a goal's list when they moved, or when a year turned; share on a list again, %",
        purpose="A list is a promise to a learner. A change of school is where it is easily lost.",
        table=table,
        columns=[
            Column("title", "List"),
            Column("who", "Learners"),
            Column("followed_said", "Of those on the list, followed"),
            Column("base", "Followed", "count"),
            Column("same_list", "On a list of the goal after", "count"),
            Column("any_list", "On a list of any goal after", "count"),
            Column("share_any", "Share", "percent"),
            Column("note", "Note"),
            Column("difference_said", "Against those who did not move (95 % interval)"),
            Column("verdict", "Verdict"),
            *([Column("results_said", "At the mark before and after")] if found["before"].notna().any() else []),
            *([Column("results_verdict", "Results, against others")] if found["apart"].notna().any() else []),
        ],
        caption="Learners on lists, before and after a move",
        chart=_chart(table, title),
        alt=" ".join([title, *(finding.claim for finding in findings)]),
        how_to_read="The dot is the share of those followed who are on a list of any goal after the move, the bar its "
        "95 % interval. Who did not move stands beside, in grey.",
        caution="A list without a last day runs on by itself where a learner stays, and is nowhere where they go: a "
        "part of any difference is how lists are kept. A learner may also be off a list because they no longer need "
        "it. One who left the community is not followed, and may be on a list there. Those who did not move are of "
        "any year level, and marks rise from year to year; low results rise by themselves, on either side: weaker.",
        talk_about="Who tells the next school which learners were on a list, and what helped them?",
        method=METHOD,
        sources=(*chapter.sources("targets"), *chapter.sources("students")),
        findings=findings,
    )


def _found(chapter: Chapter, listed: pd.DataFrame) -> pd.DataFrame:
    """Each list and what its learners did, before protection."""
    goals = goals_shown(chapter)
    listed = listed[listed["start"].isna() | (listed["start"] <= pd.Timestamp(chapter.as_at))]
    moved = analysis.list_moves(listed, chapter.turns, chapter.moves)
    measured = goals[goals["measure"].isin(chapter.measures)].drop_duplicates("goal")
    reached, broken = [], {}
    for _, goal in measured.iterrows():
        everyone = goal.copy()
        everyone[["year_from", "year_to", "school", "gender", "ethnicity"]] = None
        rows_ = of_goals.learners_of(everyone, chapter.results, chapter.measures)
        reached.append(rows_[["student", "term", "reached", "class_label"]].assign(goal=goal["goal"]))
        broken[goal["goal"]] = [change.term for change in chapter.breaks_of(goal["measure"])]
    columns = ["student", "term", "reached", "class_label", "goal"]
    known = pd.concat(reached) if reached else pd.DataFrame(columns=columns, dtype="str")
    both = analysis.both_results(known, broken)
    found = analysis.lists(analysis.with_results(moved, both), analysis.likeness_by_goal(both))
    titles = goals.drop_duplicates("goal").set_index("goal")["title"]
    found["title"] = found["goal"].map(titles).fillna(found["goal"]).mask(found["goal"] == analysis.ALL_GOALS, ALL)
    return found


def _few_apart(found: pd.DataFrame, threshold: int) -> pd.Series[bool]:
    """True for rows of any goal that, beside those of one or two goals, would tell of a few on one list or on both."""
    apart = pd.Series(False, index=found.index)
    for _, own in found.groupby("who"):
        whole, goals = own[own["goal"] == analysis.ALL_GOALS], own[own["goal"] != analysis.ALL_GOALS]
        for count in ("base", "any_list"):
            left = [whole[count].sum() - n for n in goals[count].fillna(0)]
            both = [goals[count].sum() - whole[count].sum()] if len(goals) == 2 else []
            if any(0 < n < threshold for n in (*left, *both)):
                apart[whole.index] = True
    return apart


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    stayed = found["who"] == analysis.STAYED
    frame = found.assign(
        followed_said=said_of_rows(found, _followed(chapter.settings.suppress_below), "base", "listed").mask(stayed),
        note=said_of_rows(found, _note, "no_lists", "base"),
        difference_said=said_of_rows(found, limited, *_APART[:3]),
        results_said=said_of_rows(found, before_and_after, "before", "after"),
    )
    frame = frame.drop(columns=["no_lists", "change", "listed", "followed", "share_followed"])
    frame["seen"] = frame["seen"].mask(frame["results_verdict"] == "too few")
    of_results = [("seen", f"seen_{count}") for count in ("before", "after", "up", "down")]
    of_results += [("other_seen", "other_before"), ("other_seen", "other_after")]
    counted = (
        Counted("base", None, ("followed_said",)),
        Counted("base", "same_list", ("share_same",)),
        Counted("base", "any_list", _SHARES),
        Counted("other_base", "other_any"),
        *(Counted(of, n) for of, n in of_results),
    )
    empty = (
        *("followed_said", "share_same", *_SHARES, *_APART[:4], *_RESULTS[:6]),
        *("seen", "other_base", "other_any", "other_seen", *(n for _, n in of_results)),
    )
    table = Table(
        frame, ("title", "who"), "learners", counted, ("goal", "note"), not_applicable=empty,
        across=(*_APART, *_RESULTS),
    )  # fmt: skip
    shown = chapter.may_show(table)
    others = (found["any_list"] - found["same_list"]).astype("Float64")  # on a list of another goal alone
    few = ((others > 0) & (others < chapter.settings.suppress_below)).fillna(False).to_numpy(bool)
    hidden = shown.hidden.assign(**{c: shown.hidden[c] | few for c in ("same_list", "share_same")})
    kept = {c: shown.frame[c].astype(object).mask(few, None).convert_dtypes() for c in ("same_list", "share_same")}
    return replace(shown, frame=shown.frame.assign(**kept), hidden=hidden)


def _followed(threshold: int) -> Callable[[int, int], str]:
    """`31 of 40`, or `nearly all` where saying how many are missing would show them."""
    return lambda there, listed: f"{there} of {listed}" if there <= listed - threshold else "nearly all"


def _note(none: int, of: int) -> str:
    if none == 0:
        return ""
    return "no school they went to kept a list then" if none == of else "some went to a school that kept no list then"


def _title(shown: pd.DataFrame, found: pd.DataFrame) -> str:
    """Of the lists of all goals, or of the only one: what became of those who moved to the next school."""
    of = ALL if (found["title"] == ALL).any() else str(found["title"].iloc[0])
    moved = shown[(shown["title"] == of) & (shown["who"] == analysis.NEXT)]
    others = shown[(shown["title"] == of) & shown["who"].isin([analysis.OTHERWISE, analysis.WITHIN])]
    for rows_ in (moved, others):
        told = rows_[rows_["share_any"].notna()]
        if len(told):
            row = told.iloc[0]
            said = {
                "fewer stay on a list": ", fewer than of those who did not move",
                "more stay on a list": ", more than of those who did not move",
                "no clear difference": ", no clear difference from those who did not move",
            }.get(str(row["verdict"]), "")
            base = f"{percent(row['share_any'])} of {int(row['base'])} learners on a list who {row['who']}"
            return f"{base} and were followed are on a list again{said}."
    return "Whether lists go with learners cannot be shown without showing single learners, or all of them alike."


def _finding(chapter: Chapter, row: pd.Series[Any], listed: int) -> Finding:
    verdict = str(row["verdict"])
    said = {"fewer stay on a list": "fewer than", "more stay on a list": "more than"}.get(
        verdict, "no clear difference from"
    )
    other = float(row["share_any"]) - float(row["difference"])
    claim = (
        f"Of learners on a list ({row['title']}) who {row['who']} and were followed, {percent(row['share_any'])} of "
        f"{int(row['base'])} are on a list of any goal again, {said} the {percent(other)} of those who did not move "
        f"(95 % interval of the difference {points(row['difference_low'])} to "
        f"{points(row['difference_high'])} points)."
    )
    facts = Facts(
        includes_none=bool(row["difference_low"] <= 0 <= row["difference_high"]),
        learners=int(min(row["base"], row["other_base"])),
        schools=chapter.snapshot.frame("targets")["school"].nunique(),
        loss=1 - float(row["base"]) / listed,
        selected_low=False,
        unmoderated=False,
        indirect=False,
    )
    return Finding(
        f"{chapter.name}-lists-{slug(row['goal']) or 'any'}-{slug(row['who'])}",
        chapter.name,
        f"{row['title']}: {QUESTION[0].lower()}{QUESTION[1:]}",
        claim,
        strength_of("change", "matched_two", facts, chapter.strength_rules),
        "learners",
        size=round(float(row["difference"]), 4),
        unit="share of learners on a list more than among those who did not move",
        low=round(float(row["difference_low"]), 4),
        high=round(float(row["difference_high"]), 4),
        basis="count",
        n=int(row["any_list"]),
        of=int(row["base"]),
        comparison="learners on a list who did not move",
        direction={"fewer stay on a list": "down", "more stay on a list": "up"}.get(verdict, "level"),
        says_not="It does not say that a school forgot anyone: a learner may no longer need the list, and schools keep "
        "lists in ways of their own. Those who did not move are of any year level.",
        bears_on=(str(row["goal"]),) if row["goal"] else (),
        provenance=(*chapter.sources("targets"), *chapter.sources("students")),
    )


def _chart(table: Protected, description: str) -> dict[str, Any] | None:
    """A panel a goal: the share on a list again, of each kind of move and of those who did not move."""
    frame = rows(table, "title", "who", *_SHARES, mark_hidden="share_any")
    frame = frame[frame["share_any"].notna() | frame["hidden"].notna()]
    if frame["share_any"].isna().all():
        return None
    frame = frame.assign(**{c: frame[c] * 100 for c in _SHARES})
    frame["label"] = frame["share_any"].map(lambda share: "" if pd.isna(share) else percent(share / 100))
    frame["shade"] = [GREY if who == analysis.STAYED else ACCENT for who in frame["who"]]
    drawn = {str(title): _panel(own.drop(columns="title")) for title, own in frame.groupby("title", sort=False)}
    return finished(side_by_side(drawn), description)


def _panel(own: pd.DataFrame) -> alt.LayerChart:
    base = alt.Chart(own).encode(y=names_axis("who", own["who"]), color=alt.Color("shade:N", scale=None))
    seen = base.transform_filter("isValid(datum.share_any)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    at = alt.X("share_any:Q", title="share on a list again, %", scale=SHARES, axis=alt.Axis(tickCount=5))
    return alt.layer(
        seen.mark_rule(strokeWidth=5, opacity=0.25).encode(x=alt.X("low:Q", scale=SHARES), x2="high:Q"),
        seen.mark_point(size=70, filled=True, opacity=1).encode(x=at),
        seen.mark_text(dy=-11, fontSize=12).encode(x="share_any:Q", text="label:N"),
        hidden.mark_text(align="left").encode(x=alt.datum(2), text="hidden:N"),
    ).properties(width=250, height=alt.Step(34))
