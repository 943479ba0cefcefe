"""Where do learners stand along the pathway of each goal, year level by year level, with the moves marked on it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from colsynth.analyses import goals as of_goals
from colsynth.analyses.breaks import between, replaced
from colsynth.analyses.transitions import pathway as analysis
from colsynth.analyses.transitions.pathway import Step
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits, percent
from colsynth.exhibits.goals import BASIS, goals_shown, result_sources, slug
from colsynth.exhibits.judging import strength_of_results
from colsynth.exhibits.transitions_pathway_chart import Aim, drawn
from colsynth.findings import Finding
from colsynth.protection import Counted, Protected, Table
from colsynth.protection.table import LEAST_LEARNERS
from colsynth.reference.terms import TERMS_A_YEAR, spoken, term_at, term_number

NO_GOALS = "This community has supplied no goals, so no pathway can be drawn for one."
LISTED_SAID = "on the goal's list, wherever they are now"
_SHARES = ("share", "low", "high")
METHOD = (
    "Each learner counts once on a measure: the last result of the term, at the year level of that day. Each measure's "
    "newest term of the last four; the year before is the same term, left out where the measure changed in between. "
    "Measures whose place another took are left out where the other has results. Intervals (95 %, Wilson) are for "
    "these schools with another, like cohort of learners and classes, or from the count alone where classes are not "
    "known. A move is marked where ten learners or more took it. The year levels on its two sides are held against "
    "each other (Newcombe) on the goal's own measure alone: a step from one to another may be the tool's."
)


@dataclass(frozen=True)
class _Path:
    """A goal with its lines before protection, the term of each measure, and why none of the year before stands."""

    goal: pd.Series[Any]
    terms: dict[str, str]
    found: pd.DataFrame
    changed: str


def pathways(chapter: Chapter) -> Exhibits:
    """One exhibit a goal with a measure; goals whose place another took are left out."""
    goals = goals_shown(chapter)
    wanted = goals[goals["measure"].isin(chapter.measures) & ~goals["goal"].isin(set(goals["replaces"].dropna()))]
    if wanted.empty:
        why = NO_GOALS if goals.empty else "No goal names a measure, so none has a pathway that could be drawn."
        return Exhibits([chapter.nothing("pathway", "Where do learners stand along the pathway of each goal?", why)])
    told: list[str] = []
    return Exhibits([_of_goal(chapter, goal, goals, told) for _, goal in wanted.iterrows()])


def _of_goal(chapter: Chapter, goal: pd.Series[Any], goals: pd.DataFrame, told: list[str]) -> Exhibit:
    """The exhibit of a goal; how to read it says nothing again that pathways before it `told`."""
    again = bool(told)
    question = f"{goal['title']}: where do learners stand along the pathway?"
    name, subject = f"pathway-{slug(goal['goal'])}", chapter.measures[goal["measure"]].subject_name
    path = _path(chapter, goal)
    if path.found.empty or goal["measure"] not in path.terms:
        why = f"“{goal['title']}” has no results of the last four terms on its measure, so no pathway can be drawn."
        return chapter.nothing(name, question, why)
    steps = analysis.steps_of(chapter.turns)
    names = _names(chapter, path)
    table = _protected(chapter, path, names)
    across = _steps(chapter, analysis.at_the_steps(path.found, steps, goal["measure"]))
    findings = chapter.may_tell(
        _finding(chapter, path, row) for _, row in across.frame.iterrows() if pd.notna(row["difference"])
    )
    title = _title(table.frame, across.frame, subject, str(goal["measure"]))
    listed = table.frame[table.frame["line"] == analysis.LISTED]
    return chapter.exhibit(
        name,
        question,
        title,
        subtitle=f"share of {_whom(goal)} at the goal's level, %, by year level",
        purpose="To see the whole way on one page, and whether it bends where learners change school.",
        table=table,
        columns=[
            Column("who", "Learners"),
            Column("level", "Year level"),
            Column("n", "Learners with a result", "count"),
            Column("share", "At the goal's level", "percent"),
            Column("low", "95 % interval from", "percent"),
            Column("high", "95 % interval to", "percent"),
        ],
        caption=f"{subject}: share at the goal's level by year level",
        chart=drawn(
            table,
            steps,
            _aim(chapter, goal),
            _levels(chapter, path.found, steps),
            {
                m: names[analysis.NOW, m].replace(spoken(t), spoken(t).replace(" ", "\u00a0"))
                for m, t in path.terms.items()
            },
            title,
        ),
        alt=" ".join([title, *(finding.claim for finding in findings)]),
        how_to_read=_not_again(_how_to_read(path, steps, listed), told),
        caution=" ".join(_apart(path)),
        talk_about=""
        if again
        else "Where the line bends at a move: do both schools mean the same by “at the level expected”?",
        method=METHOD,
        sources=(
            *chapter.sources("goals"),
            *result_sources(chapter, goals["goal"][goals["goal"] == goal["goal"]], goals),
        ),
        findings=findings,
    )


def _path(chapter: Chapter, goal: pd.Series[Any]) -> _Path:
    """The lines of a goal: its own measure first, then the others of the subject."""
    own = str(goal["measure"])
    subject = chapter.measures[own].subject
    same = [m for m in chapter.results["measure"].unique() if m in chapter.measures]
    same = sorted(m for m in same if m == own or (subject and chapter.measures[m].subject == subject))
    reached = {m: _reached(chapter, goal, m) for m in same}
    known = pd.concat([rows.assign(measure=m) for m, rows in reached.items()] or [_reached(chapter, goal, own)])
    terms = analysis.terms_of(known, chapter.term) if len(known) else {}
    old = {before.id for _, before, _ in replaced(terms, chapter.measures)} - {own}
    terms = {m: terms[m] for m in sorted(terms, key=lambda m: (m != own, m)) if m not in old}
    year_ago = term_at(term_number(terms[own]) - TERMS_A_YEAR) if own in terms else ""
    changes = between(chapter.breaks_of(own), year_ago, terms[own]) if year_ago else []
    listed = chapter.snapshot.frame("targets")
    on_list = listed.loc[listed["goal"] == goal["goal"], "student"] if len(listed) else []
    found = analysis.pathway(
        known, terms, {own: year_ago} if year_ago and not changes else {}, on_list, own, chapter.class_icc
    )
    return _Path(goal, terms, _beside_others(chapter, goal, found), changes[-1].why if changes else "")


def _beside_others(chapter: Chapter, goal: pd.Series[Any], found: pd.DataFrame) -> pd.DataFrame:
    """A goal's group without year levels at which all learners less the group would be a few, or all alike.

    Another goal's pathway may show all learners of the same measure.
    """
    group = ["gender", "ethnicity", "school"]
    if goal[group].isna().all() or found.empty:
        return found
    everyone = goal.copy()
    everyone[group] = None
    known = pd.concat([_reached(chapter, everyone, m).assign(measure=m) for m in found["measure"].unique()])
    keys = ["measure", "term", "year_level"]
    whole = known.groupby(keys)["reached"].agg(["size", "sum"])
    of = whole.reindex(pd.MultiIndex.from_frame(found[keys]))
    others = of["size"].to_numpy(float) - found["n"].to_numpy(float)
    at = of["sum"].to_numpy(float) - found["n_at"].to_numpy(float)
    few = chapter.settings.suppress_below
    unsafe = (others > 0) & ((np.minimum(at, others - at) < few) | (others < LEAST_LEARNERS))
    kept: pd.DataFrame = found[~unsafe | (found["line"] == analysis.LISTED)]
    return kept.reset_index(drop=True)


def _all_years(goal: pd.Series[Any]) -> pd.Series[Any]:
    """The goal's group whatever the year level."""
    everyone = goal.copy()
    everyone[["year_from", "year_to"]] = None
    return everyone


def _whom(goal: pd.Series[Any]) -> str:
    said = of_goals.group_in_words(_all_years(goal))
    return f"{said[0].lower()}{said[1:]}" if said.startswith(("Learners", "Girls", "Boys")) else said


def _reached(chapter: Chapter, goal: pd.Series[Any], measure: str) -> pd.DataFrame:
    """Results of a measure of the goal's group at all year levels, at its own level, on others at expectation."""
    everyone = _all_years(goal)
    if measure != goal["measure"]:
        everyone[["measure", "at"]] = [measure, None]
    return of_goals.learners_of(everyone, chapter.results, chapter.measures)


def _protected(chapter: Chapter, path: _Path, names: dict[tuple[str, str], str]) -> Protected:
    found = path.found
    frame = found.assign(
        who=[names[line, m] for line, m in zip(found["line"], found["measure"], strict=True)],
        level=["Early learning" if year == 0 else f"Year {year}" for year in found["year_level"]],
    )
    frame = frame.drop(columns=["worth"])
    counted = (Counted("n", "n_at"), Counted("rest", "rest_at"))
    plain = ("measure", "term", "line", "year_level", "stretch")
    empty = ("rest", "rest_at")
    table = Table(
        frame, ("who", "level"), "learners", counted, plain, not_applicable=empty, across=(*_SHARES, "basis", "verdict")
    )
    return chapter.may_show(table)


def _names(chapter: Chapter, path: _Path) -> dict[tuple[str, str], str]:
    """What each line is called: its measure and term; the list by its goal."""
    names = {}
    for measure, term in path.terms.items():
        name = chapter.measure_name(measure)
        year_ago = term_at(term_number(term) - TERMS_A_YEAR)
        names[analysis.NOW, measure] = f"{name}, {spoken(term)}"
        names[analysis.BEFORE, measure] = f"{name}, {spoken(year_ago)}"
        names[analysis.LISTED, measure] = f"{LISTED_SAID[0].upper()}{LISTED_SAID[1:]}, {spoken(term)}"
    return names


def _steps(chapter: Chapter, across: pd.DataFrame) -> Protected:
    counted = (Counted("n", "n_at"), Counted("next_n", "next_at"))
    told = ("share", "next_share", "difference", "low", "high", "basis")
    empty = ("n", "n_at", "next_n", "next_at", *told)
    table = Table(across, ("step",), "learners", counted, ("after_level", "verdict"), not_applicable=empty, across=told)
    return chapter.may_show(table)


def _aim(chapter: Chapter, goal: pd.Series[Any]) -> Aim | None:
    """The target in the goal's own year levels, and the milestone that comes next."""
    target = of_goals.target_percent(goal)
    if target is None:
        return None
    by = f", {spoken(goal['target_term'])}" if pd.notna(goal["target_term"]) else ""
    marks = of_goals.milestones(goal)
    nexts = sorted(term for term in marks if chapter.term <= term and term != goal["target_term"])
    milestone = (marks[nexts[0]], f"{percent(marks[nexts[0]])} by {spoken(nexts[0])}") if nexts else None
    years = tuple(None if pd.isna(goal[c]) else int(goal[c]) for c in ("year_from", "year_to"))
    return Aim(target / 100, f"goal {percent(target / 100)}{by}", years[0], years[1], milestone)


def _levels(chapter: Chapter, found: pd.DataFrame, steps: list[Step]) -> range:
    """The year levels of the community: those its schools teach and those with results; 0 is early learning."""
    spans = chapter.spans
    low = [*spans["year_from"].dropna(), *found["year_level"], *(step.after for step in steps)]
    high = [*spans["year_to"].dropna(), *found["year_level"]]
    return range(int(min(low)), int(max(high)) + 1)


def _title(shown: pd.DataFrame, across: pd.DataFrame, subject: str, measure: str) -> str:
    mine = shown[(shown["line"] == analysis.NOW) & (shown["measure"] == measure) & shown["share"].notna()]
    if mine.empty:
        return f"{subject}: no year level can be shown without showing single learners, or all of them alike."
    low, high = int(mine["year_level"].min()), int(mine["year_level"].max())
    said = []
    for _, row in across[across["after_level"] > 0].iterrows():
        words = {"higher after": "higher", "lower after": "lower"}.get(str(row["verdict"]), "no clear difference")
        before, after = int(row["after_level"]), int(row["after_level"]) + 1
        if pd.notna(row["difference"]):
            sides = (percent(row["share"]), percent(row["next_share"]))
            others = f"{sides[0]} in Year {before} and {sides[1]} of others in Year {after}"
            said.append(f"{others}, on either side of a move: {words}.")
        elif row["verdict"] == "can't tell":
            said.append(f"The goal's measure is not used on both sides of the move to Year {after}.")
        else:
            said.append(f"Too few learners may be shown at the move to Year {after}.")
    if not said:
        said.append(f"results in Year {low} alone." if low == high else f"results in Years {low} to {high}.")
    return f"{subject}: {said[0][0].lower()}{said[0][1:]} {' '.join(said[1:])}".strip()


def _how_to_read(path: _Path, steps: list[Step], listed: pd.DataFrame) -> list[str]:
    goal, found = path.goal, path.found
    said = ["Each line is one measure in one term, its shading the 95 % interval."]
    if (found["line"] == analysis.BEFORE).any():
        said.append("The grey line is the same measure a year before.")
    elif path.changed:
        said.append(f"No line of the year before stands beside it: {path.changed}.")
    if steps:
        said.append("Dashed uprights are where learners change school.")
    if of_goals.target_percent(goal) is not None:
        said.append(
            "The goal's line stands in its own years; whether it is on its way is in the chapter on goals (“Is each "
            "goal on its way?”)."
        )
    if len(listed):
        said.append(f"Diamonds are learners {LISTED_SAID}.")
        if listed["share"].isna().any():
            said.append("Where they are too few, [c] stands below.")
    return said


def _not_again(said: list[str], told: list[str]) -> str:
    """What was not told before, after a word that the rest is read as there; adds it to `told`."""
    new = [sentence for sentence in said if sentence not in told]
    if len(new) < len(said):
        new.insert(0, "Read it like the pathway above.")
    told += new
    return " ".join(new)


def _apart(path: _Path) -> list[str]:
    """What a line of different learners cannot say, nor one measure of another, and that a list is chosen low."""
    said = ["Each year level has other learners: the line is not the way of any one learner."]
    if len(path.terms) > 1:
        said.append("A line above another does not mean more learning: the measures differ.")
    if (path.found["line"] == analysis.LISTED).any():
        said.append("Learners come onto a list because their results are low.")
    return said


def _finding(chapter: Chapter, path: _Path, row: pd.Series[Any]) -> Finding:
    goal, measure = path.goal, str(path.goal["measure"])
    term, levels = path.terms[measure], (int(row["after_level"]), int(row["after_level"]) + 1)
    said = {"higher after": "higher", "lower after": "lower"}.get(str(row["verdict"]), "no clear difference")
    low, high = (f"{100 * row[c]:+.0f}".replace("-", "\u2212") for c in ("low", "high"))
    claim = (
        f"{chapter.measure_name(measure)}, {spoken(term)}: {percent(row['share'])} of {int(row['n'])} learners in Year "
        f"{levels[0]} were at the goal's level, and {percent(row['next_share'])} of {int(row['next_n'])} other "
        f"learners in Year {levels[1]}, with a move in between: {said} (95 % interval of the difference {low} "
        f"to {high} points)."
    )
    strength = strength_of_results(
        chapter, measure, term, _all_years(goal), indirect=True, n=int(min(row["n"], row["next_n"])),
        low=float(row["low"]), high=float(row["high"]),
    )  # fmt: skip
    return Finding(
        f"{chapter.name}-pathway-{slug(goal['goal'])}-year-{levels[1]}",
        chapter.name,
        f"{goal['title']}: does the line bend at the move from {row['step']}?",
        claim,
        strength,
        population="learners",
        size=round(float(row["difference"]), 4),
        unit="share of learners at the goal's level, the year after the move less the year before it",
        low=round(float(row["low"]), 4),
        high=round(float(row["high"]), 4),
        basis=row["basis"],
        n=int(row["next_at"]),
        of=int(row["next_n"]),
        comparison=f"other learners, in Year {levels[0]} in the same term",
        direction="state",
        says_not="It does not say that anyone's results changed by moving: the two year levels are different learners, "
        "and the level expected rises between them; some may be at a school that teaches both. It is no "
        "measure of the schools on either side." + BASIS.get(str(row["basis"]), ""),
        bears_on=(str(goal["goal"]),),
        provenance=(*chapter.sources("goals"), *chapter.sources("achievement", measure=measure)),
    )
