"""In how many schools is the share at each goal's level rising, and how many learners does each still need?"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses import goals as analysis
from colsynth.exhibits.chapter import Chapter, and_list, label_order
from colsynth.exhibits.drawing import ACCENT, GREY, finished, in_lines, panels, rows
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.goals import BASIS, changes_of, goals_shown, result_sources, slug
from colsynth.exhibits.goals_needed import ROLL, needed_by_place
from colsynth.exhibits.judging import strength_of_change
from colsynth.exhibits.variation_context import strip
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.reference.terms import spoken

EVERY_SCHOOL = "All schools"
MOST_TOLD = 2  # goals that a title tells one by one
_HIDDEN = "hidden [c]"
_WORDS = ("rising", "falling", "no clear change", "too few", "can't tell", _HIDDEN)
_SAID = {
    "no clear change": "without a clear change", "too few": "of too few learners", "can't tell": "cannot be told",
}  # fmt: skip
_UNTOLD = "cannot be told: no time of the year has two terms since the baseline or the last change of what is measured"


def schools(chapter: Chapter) -> Exhibit | None:
    """In how many schools is the share at each goal's level rising, and how many learners does each still need?

    None where no goal has results in two schools.
    """
    question = "In how many schools is it rising?"
    goals = goals_shown(chapter)
    broken = changes_of(chapter, goals)
    moved = analysis.changes(goals, chapter.results, chapter.measures, chapter.class_icc, broken)
    several = moved[moved["school"] != ""].groupby("goal")["school"].nunique() > 1
    moved = moved[moved["goal"].isin(several[several].index)]
    if moved.empty:
        return None
    more = needed_by_place(chapter, goals)[["goal", "school", "roll_then", "net", "a_term"]]
    frame = moved.merge(more, on=["goal", "school"], how="left", validate="1:1")
    frame["school"] = frame["school"].map({**chapter.school_labels, "": EVERY_SCHOOL})
    frame["place"] = frame["school"].map(lambda label: (label == EVERY_SCHOOL, *label_order(label)))
    order = {goal: i for i, goal in enumerate(goals["goal"])}
    frame = frame.sort_values(["goal", "place"], key=lambda c: c.map(order) if c.name == "goal" else c, kind="stable")
    table = _schools_table(chapter, frame.drop(columns="place"))
    findings = chapter.may_tell(_school_findings(chapter, goals, table))
    targets, told = bool(frame["net"].notna().any()), bool(table.frame["points"].notna().any())
    return chapter.exhibit(
        "schools",
        question,
        _schools_title(table),
        subtitle="change of the share at the goal's level between two terms of one time of the year, percentage points"
        if told
        else "share at the goal's level now",
        purpose="A community can rise while one of its schools falls: to see both.",
        table=table,
        columns=[
            Column("title", "Goal"),
            Column("school", "School"),
            *(_then_columns() if told else []),
            Column("term", "To term" if told else "Term"),
            Column("n", "Learners with a result", "count"),
            Column("share_at", "Now", "percent"),
            *(_change_columns() if told else []),
            *([Column("net", "More needed at the level", "count")] if targets else []),
            *([Column("a_term", "More a term", "count")] if targets else []),
        ],
        caption="Each goal in each school",
        chart=_schools_chart(table),
        alt=" ".join(finding.claim for finding in findings),
        how_to_read="Each dot is a school's change, its bar the 95 % interval; where the bar crosses the line, the "
        "change could be none at all. Schools stand in the order of their labels."
        if told
        else "Schools stand in the order of their labels.",
        caution="In a small school a few learners move a share a long way, and each term brings other learners."
        + " Of twenty schools that do not change, one seems to by chance." * told
        + (
            " The learners that schools need do not add up to the community's: each is rounded up, and a school past "
            "the target does not make up for another."
            if targets
            else ""
        ),
        talk_about="Which school would you like to visit, and what would you ask there?",
        method="Newcombe's interval for the difference of two shares, from what learners in classes are worth where "
        "classes are known, else from the count alone. Learners seen in both terms are taken as others, which makes "
        "the interval rather too wide. Rising or falling: the whole interval lies on one side of none. "
        f"{ROLL if targets else ''}".strip(),
        lists=[strip(chapter, frame["school"])],
        sources=result_sources(chapter, frame["goal"], goals),
        findings=findings,
    )


def _schools_table(chapter: Chapter, frame: pd.DataFrame) -> Protected:
    for name, column in (("points", "change"), ("points_low", "low"), ("points_high", "high")):
        frame[name] = (100 * frame[column]).round(1)
    drawn = frame.drop(columns=["goal", "change", "low", "high"])
    across = ("points", "points_low", "points_high", "verdict", "basis", "net", "a_term")
    counted = (
        Counted("n_before", "at_before", ("share_before",)),
        Counted("n", "n_at", ("share_at",)),
        Counted("roll_then"),
    )
    plain = ("first_term", "term")
    return chapter.may_show(
        Table(drawn, ("title", "school"), "learners", counted, plain, not_applicable=(*plain, *across), across=across)
    )


def _then_columns() -> list[Column]:
    return [Column("first_term", "From term"), Column("share_before", "Then", "percent")]


def _change_columns() -> list[Column]:
    return [
        Column("points", "Change", "points", "points"),
        Column("points_low", "95 % interval from", "points", "points"),
        Column("points_high", "95 % interval to", "points", "points"),
        Column("verdict", "Verdict"),
    ]


def _schools_title(table: Protected) -> str:
    """In how many schools the share rose, fell or did not clearly change, goal by goal."""
    frame = table.frame[table.frame["school"] != EVERY_SCHOOL]
    verdicts = {str(title): list(mine["verdict"].fillna(_HIDDEN)) for title, mine in frame.groupby("title", sort=False)}
    untold = [title for title, words in verdicts.items() if set(words) == {"can't tell"}]
    if len(untold) == len(verdicts):
        return f"Whether schools are rising {_UNTOLD}."
    if len(verdicts) > MOST_TOLD:
        every = [word for words in verdicts.values() for word in words]
        return f"Of {len(every)} lines, one a goal and school, {_counted(every)}."
    parts = [f"of {len(words)} schools, {_counted(words)}" for words in verdicts.values()]
    if len(parts) == 1:
        return f"{parts[0].capitalize()}."
    return f"{'; '.join(f'“{title}”: {part}' for title, part in zip(verdicts, parts, strict=True))}."


def _counted(words: list[str]) -> str:
    counts = [(words.count(word), _SAID.get(word, word)) for word in _WORDS]
    return and_list([f"{count} {word}" for count, word in counts if count])


def _school_findings(chapter: Chapter, goals: pd.DataFrame, table: Protected) -> list[Finding]:
    """One finding a goal whose community's change may be shown: how it moved, and in how many schools."""
    found = []
    for _, row in table.frame[table.frame["school"] == EVERY_SCHOOL].iterrows():
        if pd.isna(row["points"]):
            continue
        goal = goals[goals["title"] == row["title"]].iloc[0]
        mine = table.frame[(table.frame["title"] == row["title"]) & (table.frame["school"] != EVERY_SCHOOL)]
        found.append(_school_finding(chapter, goal, row, mine))
    return found


def _school_finding(chapter: Chapter, goal: pd.Series[Any], row: pd.Series[Any], schools: pd.DataFrame) -> Finding:
    points, low, high = (float(row[name]) for name in ("points", "points_low", "points_high"))
    first, last, verdict = str(row["first_term"]), str(row["term"]), str(row["verdict"])
    how = {"rising": "rose", "falling": "fell"}.get(verdict, "did not clearly change")
    rising, falling = (int((schools["verdict"] == word).sum()) for word in ("rising", "falling"))
    known = schools["points"].dropna().astype("float64")
    alike = float(((known > 0) == (points > 0)).mean()) if len(known) else None
    claim = f"“{row['title']}”: the share at its level {how}, from {percent(float(row['share_before']))} in "
    claim += f"{spoken(first)} to {percent(float(row['share_at']))} of {int(row['n'])} learners in {spoken(last)}; "
    claim += f"of {len(schools)} schools, {_many(rising)} {'are' if rising > 1 else 'is'} rising and {_many(falling)} "
    claim += "falling."
    smaller = min(int(row["n"]), int(row["n_before"])) if pd.notna(row["n_before"]) else int(row["n"])
    strength = strength_of_change(
        chapter, goal["measure"], first, last, matched=False, points=2, low=low, high=high, n=smaller,
        n_schools=len(known), same_sign=alike, one_rule=True, loss=None, goal=goal,
    )  # fmt: skip
    return Finding(
        f"{chapter.name}-schools-{slug(goal['goal'])}",
        chapter.name,
        f"{row['title']}: in how many schools is it rising?",
        claim,
        strength,
        population="learners",
        size=points,
        unit="percentage points",
        low=low,
        high=high,
        basis=row["basis"],
        n=round(float(row["share_at"]) * int(row["n"])),
        of=int(row["n"]),
        comparison=f"{percent(float(row['share_before']))} in {spoken(first)}",
        direction={"rising": "up", "falling": "down"}.get(verdict, "level"),
        says_not="It does not say that the same learners moved: each term has its own. It does not say why."
        + BASIS.get(str(row["basis"]), ""),
        bears_on=(str(goal["goal"]),),
        provenance=(*chapter.sources("goals"), *chapter.sources("achievement", measure=goal["measure"])),
    )


def _many(n: int) -> str:
    return str(n) if n else "none"


def _schools_chart(table: Protected) -> dict[str, Any] | None:
    frame = rows(table, "title", "school", "points", "points_low", "points_high", mark_hidden="points")
    drawn = frame[frame["points"].notna() | frame["hidden"].notna()]
    if drawn["points"].isna().all():
        return None
    drawn = drawn.assign(title=in_lines(drawn["title"], 40))
    order = list(dict.fromkeys(drawn["school"]))
    edge = float(max(10.0, drawn[["points_low", "points_high"]].abs().max().max()))
    across = alt.Scale(domain=[-edge, edge], nice=True)
    strong = alt.condition(alt.datum.school == EVERY_SCHOOL, alt.value(ACCENT), alt.value(GREY))
    base = alt.Chart().encode(
        y=alt.Y("school:N", title=None, sort=order, axis=alt.Axis(ticks=False, domain=False, labelLimit=200))
    )
    seen = base.transform_filter("isValid(datum.points)")
    hidden = base.transform_filter("datum.hidden == '[c]'")
    dot = alt.X("points:Q", title="change, percentage points", scale=across, axis=alt.Axis(tickCount=5))
    bar = seen.mark_rule(strokeWidth=5, opacity=0.35)
    none = base.mark_rule(color=GREY, opacity=0.5)
    layers = [
        none.encode(x=alt.datum(0, scale=across), y=alt.value(0), y2=alt.value("height")),
        bar.encode(x=alt.X("points_low:Q", scale=across), x2="points_high:Q", color=strong),
        seen.mark_point(size=80, filled=True, opacity=1).encode(x=dot, color=strong),
        hidden.mark_text(align="left", color=GREY).encode(x=alt.datum(2, scale=across), text="hidden:N"),
    ]
    chart = alt.layer(*layers, data=drawn).properties(width=260, height=alt.Step(26))
    return finished(chart.facet(facet=panels("title", drawn["title"]), columns=2), _schools_title(table))
