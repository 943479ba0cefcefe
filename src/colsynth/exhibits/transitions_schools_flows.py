"""Where did the learners go whom a school sent on, and where did its newcomers come from? For that school alone."""

from __future__ import annotations

from colsynth.analyses.transitions.flows import ALL, OUTSIDE, newest_year
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.transitions_flows import CAME, LEFT, Told, told
from colsynth.findings import Finding, state_strength
from colsynth.protection import Protected

NOT_QUALITY = "What learners show at their next school is not the quality of the school they left."
NOT_SEEN = (
    "Left, or not seen: moved away, went to a school outside the community, or is on no roll that was sent. Which row "
    "of your own spreadsheet that is, the data lead of the community can tell you; it stands on no page."
)


def sent_on(chapter: Chapter, school: str) -> Exhibit | None:
    """Where did the learners go whom a school sent on? None for a school that sent nobody at the newest turn."""
    year = newest_year(chapter.turns)
    seen = told(chapter, year) if year is not None else None
    own = _cells(seen, "from_school", school) if seen else None
    if seen is None or own is None:
        return None
    question = "Where did the learners you sent on go?"
    said = [_went(chapter, seen, school, step) for step in dict.fromkeys(own.frame["step"])]
    names = {**chapter.school_labels, OUTSIDE: LEFT, ALL: "All you sent on"}
    return chapter.for_school(
        school,
        "sent",
        question,
        " ".join(title for title, _ in said),
        subtitle=f"learners whose year level you do not teach on, from {seen.year - 1} to {seen.year}",
        purpose="To know with whom you share learners, and of whom you hear nothing.",
        table=own.under("to_school", names),
        columns=_columns(own, Column("to_school", "To")),
        caption="Learners you sent on, by the school they went to",
        caution=f"{NOT_SEEN} {NOT_QUALITY}",
        talk_about="Of whom would you like to hear how they are, and whom would you ask?",
        method="At your school on 1 November, and where they were on 1 March (by results where no roll gives days). "
        "Numbers are hidden as on the community's page, so that none can be reckoned from both.",
        sources=chapter.sources("students"),
        findings=_finding(chapter, school, "sent", question, " ".join(claim for _, claim in said), seen, own),
    )


def came_in(chapter: Chapter, school: str) -> Exhibit | None:
    """Where did the learners come from who came to a school? None for a school to which nobody came by a step."""
    year = newest_year(chapter.turns)
    seen = told(chapter, year) if year is not None else None
    own = _cells(seen, "to_school", school) if seen else None
    if seen is None or own is None:
        return None
    question = "Where did your newcomers come from?"
    said = [_came(chapter, seen, school, step) for step in dict.fromkeys(own.frame["step"])]
    names = {**chapter.school_labels, OUTSIDE: CAME, ALL: "All who came"}
    return chapter.for_school(
        school,
        "came",
        question,
        " ".join(title for title, _ in said),
        subtitle=f"learners who came by a move between year levels, from {seen.year - 1} to {seen.year}",
        purpose="To know whom to ask about newcomers, and of whom nobody here can tell.",
        table=own.under("from_school", names),
        columns=_columns(own, Column("from_school", "From")),
        caption="Learners who came to you, by the school they came from",
        caution="Who came from outside may have been at a member school that sent no roll. The rows of your own "
        f"spreadsheet for them are with the data lead of the community. {NOT_QUALITY}",
        talk_about="Which of these schools would tell you most in half an hour about the learners it sent?",
        method="At your school on 1 March, and where they were on 1 November (by results where no roll gives days). "
        "Numbers are hidden as on the community's page, so that none can be reckoned from both.",
        sources=chapter.sources("students"),
        findings=_finding(chapter, school, "came", question, " ".join(claim for _, claim in said), seen, own),
    )


def _cells(seen: Told, end: str, school: str) -> Protected | None:
    """The cells of one school's line at every step, the total last; None where there is none or all are none."""
    frame = seen.table.frame
    mine = frame["step"].isin(seen.steps) & (frame[end] == school) & (frame["n"] != 0).fillna(True).astype(bool)
    return seen.table.only(mine) if mine.any() else None


def _columns(own: Protected, other: Column) -> list[Column]:
    """With the step where a school has several; one stands in the title."""
    step = [Column("step", "Step")] if own.frame["step"].nunique() > 1 else []
    return [*step, other, Column("n", "Learners", "count")]


def _went(chapter: Chapter, seen: Told, school: str, step: str) -> tuple[str, str]:
    """Where learners of a year level went, and how many where those numbers may be shown: a title and a claim."""
    level = step.partition(" to ")[0]
    frame, sent = seen.table.frame, seen.shown(step, school, ALL)
    to = frame.loc[(frame["step"] == step) & (frame["from_school"] == school), "to_school"]
    went = {there: seen.shown(step, school, there) for there in to if there != ALL}
    labels = {there: chapter.school_labels[there] for there, n in went.items() if there != OUTSIDE and n != 0}
    who = f"the {sent} learners you sent on from {level}" if sent else f"the learners you sent on from {level}"
    if not labels:
        why = f"No school of the community teaches on after {level}: " if set(went) == {OUTSIDE} else ""
        left = f"{who} left it or were not seen again." if why else f"{who} were seen at no school of the community."
        return f"Nobody here can tell how your {level} learners are.", _capital(why + left)
    some = "; some left, or were not seen" if went[OUTSIDE] != 0 else ""
    title = f"Your {level} learners went on to {and_list(list(labels.values()))}{some}."
    if None in went.values():
        return title, f"{_capital(who)}: how many went where is hidden."
    parts = [f"{went[there]} went on to {label}" for there, label in labels.items()]
    return title, f"Of {who}, {and_list([*parts, *([f'{went[OUTSIDE]} left or were not seen'] * bool(some))])}."


def _came(chapter: Chapter, seen: Told, school: str, step: str) -> tuple[str, str]:
    """Where newcomers of a year level came from, and how many where those numbers may be shown: a title and a claim."""
    level = step.partition(" to ")[2]
    frame, came = seen.table.frame, seen.shown(step, ALL, school)
    of = frame.loc[(frame["step"] == step) & (frame["to_school"] == school), "from_school"]
    whence = {here: seen.shown(step, here, school) for here in of if here != ALL}
    named = {**chapter.school_labels, OUTSIDE: "outside the community"}
    labels = {here: named[here] for here, n in whence.items() if n != 0}
    title = f"Your newcomers in {level} came from {and_list(list(labels.values()))}."
    who = f"the {came} learners who came to you into {level}" if came else f"the learners who came to you into {level}"
    if None in whence.values():
        return title, f"{_capital(who)}: how many came from where is hidden."
    parts = and_list([f"{whence[here]} came from {label}" for here, label in labels.items()])
    return title, f"Of {who}, {parts}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _finding(
    chapter: Chapter, school: str, id: str, question: str, said: str, seen: Told, own: Protected
) -> list[Finding]:
    turn = chapter.turns[chapter.turns["year"] == seen.year]
    end = "from_school" if id == "sent" else "to_school"
    mine = turn[turn[end] == school]
    totals = own.frame.loc[own.frame["to_school" if id == "sent" else "from_school"] == ALL, "n"]
    n = None if totals.isna().any() else int(totals.sum())
    strength = state_strength(
        int((mine["was"] != "two schools at once").sum()),
        len(mine),
        "learners of the school at the turn of the year",
        False,
        "A learner not seen elsewhere may be missing from a roll.",
    )
    return chapter.may_tell(
        [
            Finding(
                f"{chapter.name}-{id}-said-{chapter.school_folders[school]}",
                chapter.name,
                question,
                said,
                strength,
                "learners",
                n=n,
                direction="hidden" if n is None else "state",
                says_not=f"It does not say why a learner went or came. {NOT_QUALITY}",
                provenance=chapter.sources("students"),
            )
        ]
    )
