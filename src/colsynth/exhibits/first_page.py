"""What does the evidence say this term? One page from the other chapters' findings, usable as an agenda."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import display

from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Exhibit
from colsynth.exhibits.goals import goals_shown
from colsynth.findings.mime import FINDING_MIME
from colsynth.findings.notebooks import collect, error_in, for_community, read_notebook
from colsynth.reference.terms import spoken
from colsynth.settings import CHAPTERS

MOST = 5  # findings on the first page: what a meeting can talk about
MOST_GOALS = 3  # of them goals, so that other chapters have a place
MOST_TALK = 3
WEAK = 1  # strength up to which a finding is early signs at most
HIDDEN = "hidden"
BACK_MATTER = "data"  # the chapter on what the report rests on; the line under the title says what was supplied


class Headlines:
    """The findings that lead, as they stand in their chapters, in reading order: goals first, then the rest."""

    def __init__(self, findings: list[dict[str, Any]]) -> None:
        self.findings = findings

    def _ipython_display_(self) -> None:
        for finding in self.findings:
            display({FINDING_MIME: finding, "text/plain": finding["claim"]}, raw=True)  # type: ignore[no-untyped-call]


def read_chapters(chapter: Chapter, executed: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(exhibits, findings) of the other chapters' executed notebooks.

    They are read from `executed` (a folder, from the workspace), or, when it is not there, from the report that
    was last published for this community and term. Empty when neither exists.
    """
    workspace = chapter.settings.workspace
    published = workspace / "outputs" / chapter.term / chapter.settings.community.id / "inside" / "notebooks"
    folder = workspace / executed if executed and (workspace / executed).is_dir() else published
    exhibits: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    for name in chapter.settings.chapters:
        path = folder / f"{Path(name).stem}.ipynb"
        if Path(name).stem != chapter.name and path.is_file():
            notebook = read_notebook(path)
            if error_in(notebook) is not None:
                continue
            seen, said = collect(for_community(notebook))
            exhibits += seen
            findings += said
    return exhibits, findings


def headlines(chapter: Chapter, executed: str = "") -> Headlines:
    """The findings that lead the report: each goal, then each chapter in turn, strongest first within a chapter."""
    _, findings = read_chapters(chapter, executed)
    sayable = [f for f in findings if f["direction"] != HIDDEN and f["strength"] > 0 and f["chapter"] != BACK_MATTER]
    by_chapter = {
        name: sorted((f for f in sayable if f["chapter"] == name), key=lambda f: -f["strength"])
        for name in dict.fromkeys([*CHAPTERS, *(f["chapter"] for f in sayable)])
    }
    goals = _one_a_goal(by_chapter.pop("goals", []))[:MOST_GOALS]
    rest = [found for _, found in sorted(_in_turn(by_chapter), key=lambda pair: pair[0])]
    # The same count of the same learners is one thing to say, whichever chapter says it first.
    said = {(f["n"], f["of"], f["size"]): f for f in reversed([*goals, *rest]) if f["size"] is not None}
    lead = [f for f in [*goals, *rest] if f["size"] is None or said[f["n"], f["of"], f["size"]] is f]
    return Headlines(lead[:MOST])


def _one_a_goal(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first finding of each goal: the chapter begins with where it stands."""
    first: dict[tuple[str, ...], dict[str, Any]] = {}
    for finding in findings:
        first.setdefault(tuple(finding["bears_on"]), finding)
    return list(first.values())


def _in_turn(by_chapter: dict[str, list[dict[str, Any]]]) -> list[tuple[int, dict[str, Any]]]:
    """Every chapter's first finding, then every chapter's second, and so on."""
    return [(place, finding) for found in by_chapter.values() for place, finding in enumerate(found)]


def agenda(chapter: Chapter, executed: str = "") -> Exhibit:
    """What is for decision, what is not known, and what could be talked about?"""
    question = "What is for decision, and what do we not know?"
    exhibits, findings = read_chapters(chapter, executed)
    if not exhibits:
        return chapter.nothing(
            "agenda", question, "No other chapter has been run for this term yet, so this page is empty."
        )
    decide = [_to_decide(chapter, finding) for finding in findings if _goal_to_decide(finding)]
    talk = [e["talk_about"] for e in exhibits if e["talk_about"] and (e["table"] or e["chart"])][:MOST_TALK]
    return chapter.exhibit(
        "agenda",
        question,
        "For the meeting",
        lists=[
            ("For decision: keep, change or stop what is being done?", decide)
            if decide
            else ("For decision", ["Nothing in the evidence asks for a decision this term."]),
            ("What we do not know", _unknown(chapter, exhibits, findings)),
            ("To talk about", talk),
        ],
    )


def _goal_to_decide(finding: dict[str, Any]) -> bool:
    said = str(finding["claim"]).endswith(("needed.", "met on the count."))
    return said and finding["chapter"] == "goals" and bool(finding["direction"] != HIDDEN)


def _to_decide(chapter: Chapter, finding: dict[str, Any]) -> str:
    """`“Writing, Years 4-6” (literacy lead, by Term 4, 2027): 14 more learners are needed.`"""
    goals = goals_shown(chapter)
    goal = goals[goals["goal"].isin(finding["bears_on"])].iloc[0]
    known = [goal["owner"]] if pd.notna(goal["owner"]) else ["no owner named"]
    known += [f"by {spoken(goal['target_term'])}"] if pd.notna(goal["target_term"]) else []
    so_far = finding["claim"].rpartition(": ")[2]
    return f"“{goal['title']}” ({', '.join(known)}): {so_far}"


def _unknown(chapter: Chapter, exhibits: list[dict[str, Any]], findings: list[dict[str, Any]]) -> list[str]:
    hidden = [f for f in findings if f["direction"] == HIDDEN]
    cells = sum(cell == "[c]" for e in exhibits if e["table"] for row in e["table"]["rows"] for cell in row)
    weak = [f for f in findings if f["strength"] <= WEAK and f["direction"] != HIDDEN]
    empty = [e["title"] for e in exhibits if not e["table"] and not e["chart"] and not e["lists"]]
    aside = sum(account.set_aside for account in chapter.snapshot.accounts)
    said = []
    if hidden:
        said.append(f"{len(hidden)} {'answer is' if len(hidden) == 1 else 'answers are'} hidden: too few learners.")
    if cells:
        said.append(f"{cells} numbers in tables are hidden [c] so that no learner can be identified.")
    if weak:
        said.append(
            f"{len(weak)} of {len(findings)} findings are early signs at most: too few, "
            "not all, or not surely a change."
        )
    if aside:
        said.append(f"{aside} records were set aside because they could not be read with certainty.")
    without = [name for name in ("students", "goals", "ratings") if chapter.snapshot.frame(name).empty]
    if without:
        said.append(f"Not supplied at all: {', '.join(without)}.")
    said += [title for title in empty if "so nothing" in title or "cannot be" in title][:2]
    said.append("Why anything changed: this report says what is so, not yet what caused it.")
    return said
