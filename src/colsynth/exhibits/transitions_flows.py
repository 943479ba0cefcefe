"""Where do learners go when their school ends? Feeders by receivers at the newest turn of the year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions import flows as analysis
from colsynth.analyses.transitions.flows import ALL, OUTSIDE
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import INK, finished
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.transitions_flow_picture import MANY, drawn, flows_of, tells
from colsynth.findings import Facts, Finding, state_strength
from colsynth.methods.proportions import wilson_interval
from colsynth.protection import Counted, Linked, Protected, Table

QUESTION = "Where do learners go when their school ends?"
CAME, LEFT = "From outside the community", "Left, or not seen"
NONE = (
    "No learner is known to have come to the last year of a school, so where they go on to cannot be told. It needs "
    "rolls with the days learners came and left, or results of two years."
)
HIDDEN = "how many leave is hidden"
MOST_SAID = 2  # steps of which the title speaks
LINKED = Linked("from_school", "to_school", "n", ALL)


@dataclass(frozen=True)
class Told:
    """The flows of one turn of the year: `found` as reckoned (inside only), `table` as it may be shown."""

    year: int
    found: pd.DataFrame
    table: Protected

    def shown(self, step: str, here: str, there: str) -> int | None:
        """Learners of one cell or total; None where it is hidden. A cell that is not there is none."""
        frame = self.table.frame
        own = (frame["step"] == step) & (frame["from_school"] == here) & (frame["to_school"] == there)
        if not own.any():
            return 0
        n = frame.loc[own, "n"].iloc[0]
        return None if pd.isna(n) else int(n)

    def sent(self, step: str) -> int | None:
        """All whom members sent at a step; None where it is hidden."""
        every, outside = self.shown(step, ALL, ALL), self.shown(step, OUTSIDE, ALL)
        return None if every is None or outside is None else every - outside

    @property
    def steps(self) -> list[str]:
        """The steps in the order of their levels."""
        return list(dict.fromkeys(self.found["step"]))


def told(chapter: Chapter, year: int) -> Told:
    """The flows of one turn of the year with what is hidden of them: for every exhibit that shows one of these numbers.

    What a school sent is its row to ALL, what it received its column from ALL, those of its learners who were seen at
    no member after the turn its cell to OUTSIDE. A number that is hidden here must be hidden everywhere.
    """
    return chapter.once(("flows", year), lambda: _told(chapter, year))


def flows(chapter: Chapter) -> Exhibit:
    """From which school to which do learners go at the newest turn of the year?"""
    year = analysis.newest_year(chapter.turns)
    if year is None:
        return chapter.nothing("flows", QUESTION, NONE)
    seen = told(chapter, year)
    title = _title(chapter, seen)
    table, columns = _as_matrix(chapter, seen)
    findings = chapter.may_tell(_findings(chapter, seen))
    return chapter.exhibit(
        "flows",
        QUESTION,
        title,
        subtitle=f"learners from {year - 1} to {year}, by the school they left and the school they entered",
        purpose="To see who shares learners with whom, before asking what changed for them.",
        table=table,
        columns=columns,
        caption=f"Learners by the school they left and the school they entered, {year - 1} to {year}",
        chart=_chart(chapter, seen, title),
        alt=" ".join([title, *_biggest(chapter, seen)]),
        how_to_read="A bar is a school, as tall as it has learners at the step; a band is a flow, as wide as it has "
        "learners. A dashed line is a flow whose number is hidden [c]: it is there, and its width says nothing.",
        caution="Left, or not seen: moved away, went to a school outside the community, or is on no roll supplied. "
        "Which of these is not known, and none of it speaks for or against a school.",
        talk_about="Which two schools share most learners, and when did their teachers last sit together?",
        method="Learners whose school does not teach the next year level, at the school of 1 November and of 1 March "
        f"(by results where no roll gives days: the last of {year - 1} and the first of {year}). "
        f"{_not_told(chapter, year)}Who changed school without having to is not in this table. Numbers are hidden in "
        "rings of the table, totals of lines last: from what is shown, nobody can reckon a hidden number to less than "
        f"a range of {chapter.settings.suppress_below} learners. A school that knows a line of its own knows more than "
        "the page says.",
        sources=chapter.sources("students") or chapter.sources("achievement"),
        findings=findings,
    )


def _told(chapter: Chapter, year: int) -> Told:
    place = {name: i for i, name in enumerate([*chapter.school_labels, OUTSIDE, ALL])}
    reckoned = analysis.flows(chapter.turns, year)
    order = pd.DataFrame({name: reckoned[name].map(place) for name in ("from_school", "to_school")})
    order["step"] = pd.factorize(reckoned["step"])[0]
    found = reckoned.loc[order.sort_values(["step", "from_school", "to_school"]).index].reset_index(drop=True)
    frame = found[["step", "from_school", "to_school", "n"]]
    dimensions = ("step", "from_school", "to_school")
    table = chapter.may_show(Table(frame, dimensions, "learners", (Counted("n"),), linked=LINKED))
    return Told(year, found, table)


def _title(chapter: Chapter, seen: Told) -> str:
    """Where most go on to after the largest steps, and how many leave."""
    largest = sorted(seen.steps, key=lambda step: -(seen.sent(step) or 0))[:MOST_SAID]
    told_of = [(step, _most(chapter, seen, step), _leave(seen, step)) for step in seen.steps if step in largest]
    if len(told_of) > 1 and all(most and leave == HIDDEN for _, most, leave in told_of):
        (first, most, _), *more = told_of
        also = "".join(f" and {_after(step)} to {other}" for step, other, _ in more)
        return f"{_capital(_after(first))} most learners go on to {most}{also}; {HIDDEN}."
    return " ".join(_capital(_sentence(seen, *one)) for one in told_of)


def _sentence(seen: Told, step: str, most: str, leave: str) -> str:
    if seen.sent(step) and seen.sent(step) == seen.shown(step, ALL, OUTSIDE):
        return f"{_after(step)} no learner is seen at another school of the community."
    if most:
        return f"{_after(step)} most learners go on to {most}; {leave}."
    return (
        f"{_after(step)} learners go on to several schools; {leave}."
        if seen.sent(step)
        else f"{_after(step)}, {leave}."
    )


def _leave(seen: Told, step: str) -> str:
    sent, left = seen.sent(step), seen.shown(step, ALL, OUTSIDE)
    if left == 0:
        return "nobody leaves"
    return f"{percent(left / sent)} leave or are not seen" if left and sent else HIDDEN


def _after(step: str) -> str:
    return f"after {step.partition(' to ')[0]}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _most(chapter: Chapter, seen: Told, step: str) -> str:
    """The school that most go on to, or `a school of the community`; "" where the smallest change would undo it."""
    own = seen.found[seen.found["step"] == step].set_index(["from_school", "to_school"])["n"]
    sent = int(own[ALL, ALL]) - int(own[OUTSIDE, ALL])
    spare = chapter.settings.suppress_below  # learners by which hidden numbers may be off: "most" must not bound them
    received = {to: int(n) - int(own.get((OUTSIDE, to), 0)) for to, n in own[ALL].items() if to not in (ALL, OUTSIDE)}
    for school, n in received.items():
        if 2 * (n - spare) > sent:
            return chapter.school_labels[school]
    return "a school of the community" if 2 * (sum(received.values()) - spare) > sent else ""


def _biggest(chapter: Chapter, seen: Told) -> list[str]:
    """The largest flow that may be shown of each step, for who cannot see the picture."""
    frame = seen.table.frame
    ends = frame["from_school"].isin([ALL, OUTSIDE]) | frame["to_school"].isin([ALL, OUTSIDE])
    said = []
    for step in seen.steps:
        own = frame[~ends & (frame["step"] == step)].dropna(subset=["n"])
        if own.empty or int(own["n"].max()) == 0:
            continue
        top = own.iloc[int(own["n"].astype(int).to_numpy().argmax())]
        here, there = chapter.school_labels[top["from_school"]], chapter.school_labels[top["to_school"]]
        said.append(f"The largest flow shown from {step} is {int(top['n'])} learners from {here} to {there}.")
    return said


def _not_told(chapter: Chapter, year: int) -> str:
    """Whose moves cannot be told, where they may be counted."""
    own = chapter.turns[(chapter.turns["year"] == year) & (chapter.turns["was"] == "two schools at once")]
    if len(own) < chapter.settings.suppress_below:
        return "A learner on two rolls at once, or without days, is not counted. "
    return f"{len(own)} learners on two rolls at once are not counted, nor is one without days. "


def _as_matrix(chapter: Chapter, seen: Told) -> tuple[Protected, list[Column]]:
    """Feeders by receivers; where schools are many, one row a flow that is not none."""
    names = {**chapter.school_labels, OUTSIDE: CAME, ALL: "All"}
    own = seen.table.frame
    frame = own.assign(from_school=own["from_school"].map(names))
    held = replace(seen.table, frame=frame)
    first = [Column("step", "Step"), Column("from_school", "School left")]
    receivers = [to for to in [*chapter.school_labels, OUTSIDE, ALL] if (own["to_school"] == to).any()]
    heads = {**chapter.school_labels, OUTSIDE: LEFT, ALL: "All"}
    if len(receivers) > MANY:
        kept = (own["n"] != 0).fillna(True).to_numpy(bool)
        frame = frame.assign(to_school=own["to_school"].map(heads))[kept].reset_index(drop=True)
        table = replace(held, frame=frame, hidden=held.hidden[kept].reset_index(drop=True))
        return table, [*first, Column("to_school", "School entered"), Column("n", "Learners", "count")]
    held = replace(held, frame=frame.assign(to_school=own["to_school"].replace(OUTSIDE, LEFT)))
    table = held.spread(["step", "from_school"], "to_school", "n")
    return table, [*first, *(Column(to or LEFT, heads[to], "count") for to in receivers)]


def _chart(chapter: Chapter, seen: Told, description: str) -> dict[str, Any] | None:
    frame, hidden = seen.table.frame, seen.table.hidden["n"]
    pictures = []
    for step in seen.steps:
        own = frame["step"] == step
        before, _, after = step.partition(" to ")
        step_flows = flows_of(frame[own], hidden[own], chapter.school_labels, (CAME, LEFT))
        if not tells(step_flows):
            continue
        title = alt.TitleParams(step, anchor="start", fontSize=13, fontWeight=600, color=INK, offset=12, frame="group")
        heads = (f"{before}, {seen.year - 1}", f"{after}, {seen.year}")
        pictures.append(drawn(step_flows, heads).properties(title=title))
    if not pictures:
        return None
    chart = alt.vconcat(*pictures, spacing=30).resolve_scale(x="independent", y="independent", color="independent")
    return finished(chart, description)


def _findings(chapter: Chapter, seen: Told) -> list[Finding]:
    """How many of those whose school ended were not seen at a member after it; none where a part is hidden."""
    sent = [seen.sent(step) for step in seen.steps]
    left = [seen.shown(step, ALL, OUTSIDE) for step in seen.steps]
    of, n = (sum(part or 0 for part in parts) for parts in (sent, left))
    if None in (*sent, *left) or n in (0, of):  # of nobody or of all a finding would be hidden
        return []
    turn = chapter.turns[chapter.turns["year"] == seen.year]
    limits = wilson_interval(n, of)
    strength = state_strength(
        int((turn["was"] != "two schools at once").sum()),
        len(turn),
        "learners on a roll or with results before the turn of the year",
        False,
        "A learner not seen may have left, or may be missing from a roll.",
        facts=Facts(
            includes_none=None,
            learners=of,
            schools=seen.found.loc[~seen.found["from_school"].isin([ALL, OUTSIDE]), "from_school"].nunique(),
            indirect=False,
        ),
        rules=chapter.strength_rules,
    )
    claim = (
        f"{percent(n / of)} of {of} learners whose school ended in {seen.year - 1} were at no school of the community "
        f"in {seen.year} (95 % interval {percent(limits.low)} to {percent(limits.high)})."
    )
    return [
        Finding(
            f"{chapter.name}-flows",
            chapter.name,
            QUESTION,
            claim,
            strength,
            "learners",
            size=round(n / of, 4),
            unit="share of learners whose school ended",
            low=round(limits.low, 4),
            high=round(limits.high, 4),
            basis="count",
            n=n,
            of=of,
            says_not="It does not say where they went or why, and nothing about the quality of a school.",
            provenance=chapter.sources("students") or chapter.sources("achievement"),
        )
    ]
