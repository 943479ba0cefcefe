"""How many learners change school, of what kind are the moves, and which source tells of them?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions import kinds as analysis
from colsynth.analyses.transitions.flows import OUTSIDE
from colsynth.analyses.transitions.kinds import ALL, DIFFERS, KINDS, PLANNED
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.drawing import ACCENT, GREY, finished, in_lines, names_axis
from colsynth.exhibits.exhibit import Column, Exhibit, percent, written
from colsynth.exhibits.transitions_flows import Told, told
from colsynth.findings import Facts, Finding, state_strength
from colsynth.methods.proportions import wilson_interval
from colsynth.protection import Counted, Linked, Protected, Table

QUESTION = "How many learners change school, and were the moves planned?"
NONE = (
    "No move of a learner is known, so nothing can be said about moves. It needs rolls with the days learners came and "
    "left, a register of moves, or results of two years."
)
DRAWN, HIDDEN = 3, 12  # years, and pixels of a hidden number
WITHIN = KINDS["within a year"]
SPARE = 2  # times the threshold: what is left of a total beside another table, below which the total is hidden
LOOKS = {"planned": ACCENT, "not planned": "#6E8FB3", "over the edge": "#9AA3AE"}


def moved(chapter: Chapter) -> Exhibit:
    """How many moves of each kind were there, year by year, and which source tells of them?"""
    found = _found(chapter)
    if found.empty:
        return chapter.nothing("moves", QUESTION, NONE)
    table = _protected(chapter, found)
    wide = table.spread(["year", "kind"], "told_by", "n")
    newest = int(found["year"].max())
    title = _title(chapter, found, table, newest)
    findings = chapter.may_tell(_findings(chapter, found, table, newest))
    sources = [name for name in dict.fromkeys(found["told_by"]) if name != ALL]
    return chapter.exhibit(
        "moves",
        QUESTION,
        title,
        subtitle="moves of learners by kind; a move over the summer counts in the year that begins",
        purpose="To tell moves that everybody expects from those that a school must be ready for at any time.",
        table=wide,
        columns=[
            Column("year", "Year"),
            Column("kind", "Kind of move"),
            Column(ALL, "Moves", "count"),
            *(Column(name, name, "count") for name in (sources if len(sources) > 1 else [])),
        ],
        caption="Moves by kind, year and source",
        chart=_chart(chapter, found, table, newest, title),
        alt=" ".join([title, *_said(table, newest)]),
        how_to_read="A bar is a kind of move, as long as there were moves. The darkest were planned: the school does "
        "not teach the next year level. Grey ones come from or go to the outside, or start or end schooling.",
        caution=" ".join(filter(None, [_differences(chapter, found), _untold(chapter)])),
        talk_about="A learner comes on a Tuesday in May: what is ready, and who knows what the last school knew?",
        method="A move is a learner's change from one school to the next, by the days on the rolls, by the register of "
        "moves, and by results where no roll gives days; two rows of one move are one. Who left the community may be "
        "at a school whose roll was not sent. The newest year ends with the data. A number is hidden where it is "
        "small, or where it would give a small number back, here or on another table of this chapter.",
        sources=(*chapter.sources("students"), *chapter.sources("moves")),
        findings=findings,
    )


def total_hidden(chapter: Chapter) -> bool:
    """Whether the total of a kind of move is hidden: a sum of all moves elsewhere could then give it back."""
    found = _found(chapter)
    if found.empty:
        return False
    hidden = _protected(chapter, found).hidden["n"].to_numpy(bool)
    return bool(hidden[(found["told_by"] == ALL).to_numpy(bool)].any())


def _found(chapter: Chapter) -> pd.DataFrame:
    years = chapter.turns["year"].dropna()
    return analysis.moves_by_kind(chapter.moves, int(years.min())) if len(years) else pd.DataFrame()


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    frame = found.drop(columns="verdict").assign(withheld=_withheld(chapter, found))
    linked = Linked("kind", "told_by", "n", ALL, withheld="withheld")
    dimensions = ("year", "kind", "told_by")
    table = chapter.may_show(Table(frame, dimensions, "learners", (Counted("n"),), ("withheld",), linked=linked))
    total = table.hidden["n"].where(table.frame["told_by"] == ALL, False)
    every = total.groupby([table.frame["year"], table.frame["kind"]]).transform("any").astype(bool)
    hidden = table.hidden.assign(n=table.hidden["n"] | every)  # with a total also by whom it is told, and by whom not
    return replace(table, frame=table.frame.assign(n=table.frame["n"].mask(hidden["n"])), hidden=hidden)


def _withheld(chapter: Chapter, found: pd.DataFrame) -> list[bool]:
    """Which totals of kinds would give a number back that the flows hide."""
    turned = set(chapter.turns["year"])
    stepped = analysis.arrived_and_left_at_steps(chapter.turns)
    at_steps = {(int(year), str(kind)): int(n) for year, kind, n in stepped.itertuples(index=False)}
    return [
        bool(told_by == ALL and year in turned and _bound(chapter, told(chapter, int(year)), kind, n, at_steps))
        for year, kind, told_by, n in zip(found["year"], found["kind"], found["told_by"], found["n"], strict=True)
    ]


def _bound(chapter: Chapter, seen: Told, kind: str, n: int, at_steps: dict[tuple[int, str], int]) -> bool:
    """Whether a total tells what the flows of its year hide: who was seen of a step, or nearly all at steps."""
    if kind.startswith(PLANNED):
        step = kind.removeprefix(PLANNED)
        return step in seen.steps and None in (seen.sent(step), seen.shown(step, ALL, OUTSIDE))
    ends = {KINDS["arrived"]: (OUTSIDE, ALL), KINDS["left"]: (ALL, OUTSIDE)}
    if kind not in ends or (seen.year, kind) not in at_steps:
        return False
    rest, hidden = n - at_steps[seen.year, kind], None in [seen.shown(step, *ends[kind]) for step in seen.steps]
    return rest < SPARE * chapter.settings.suppress_below and (rest > 0 or hidden)


def _when(chapter: Chapter, year: int) -> str:
    return f"{year} so far" if year == chapter.as_at.year else str(year)


def _totals(table: Protected, year: int) -> dict[str, int | None]:
    """Each kind of move of a year with its number; None where that is hidden."""
    own = table.frame[(table.frame["year"] == year) & (table.frame["told_by"] == ALL)]
    return {kind: None if pd.isna(n) else int(n) for kind, n in zip(own["kind"], own["n"], strict=True)}


def _among_members(shown: dict[str, int | None]) -> dict[str, dict[str, int | None]]:
    """The kinds that are planned and those that are not, from one member to another."""
    return {
        verdict: {kind: n for kind, n in shown.items() if analysis.verdict_of_kind(kind) == verdict}
        for verdict in ("planned", "not planned")
    }


def _counts(table: Protected, year: int) -> tuple[int, int] | None:
    """Moves among members that were planned and that were not; None where one of their numbers is hidden."""
    parts = _among_members(_totals(table, year))
    known = [[n for n in part.values() if n is not None] for part in parts.values()]
    if any(len(of) < len(part) for of, part in zip(known, parts.values(), strict=True)):
        return None
    return sum(known[0]), sum(known[1])


def _title(chapter: Chapter, found: pd.DataFrame, table: Protected, year: int) -> str:
    when, counts = _when(chapter, year), _counts(table, year)
    if counts is not None:
        planned, other = counts
        if planned + other == 0:
            return f"In {when} no learner is known to have moved from one school of the community to another."
        return f"{planned} of {planned + other} moves between schools of the community in {when} were planned."
    own = found[(found["year"] == year) & (found["told_by"] == ALL)]
    planned, other = (int(own.loc[own["verdict"] == verdict, "n"].sum()) for verdict in ("planned", "not planned"))
    spare = SPARE * chapter.settings.suppress_below * len(own)  # "most" must not bound a hidden number
    within = _totals(table, year).get(WITHIN)
    more = f"; {within} were made within the year" if within else ""
    if planned - spare > other:
        return f"In {when} most moves between schools of the community were planned{more}."
    return f"In {when} it is hidden how many moves between schools of the community were planned{more}."


def _said(table: Protected, year: int) -> list[str]:
    """The numbers of the newest year that may be shown, for who cannot see the picture."""
    shown = [f"{kind}: {n}" for kind, n in _totals(table, year).items() if n]
    return [f"Moves in {year}: {'; '.join(shown)}."] if shown else []


def _differences(chapter: Chapter, found: pd.DataFrame) -> str:
    """In what the rolls and the register differ, and what that leaves."""
    if chapter.snapshot.frame("moves").empty:
        return "No register of moves was sent, so only the rolls tell."
    if not (found["told_by"] == DIFFERS).any():
        return "Where the rolls and the register of moves both tell of a move, they tell it alike."
    parts = sorted({part for said in chapter.moves["differs"] for part in str(said).split("; ") if part})
    return (
        f"Where both the rolls and the register of moves tell of a move, some differ in {and_list(parts)}; here the "
        "rolls are believed."
    )


def _untold(chapter: Chapter) -> str:
    """Of how many learners moves cannot be told, and why."""
    n, few = _n_untold(chapter), chapter.settings.suppress_below
    if n == 0:
        return ""
    who = "a few learners" if n < few else "some learners"  # the flows may say how many of them were on two rolls
    return f"Moves of {who} cannot be told: on two rolls at once, without days, or with a last day before the first."


def _n_untold(chapter: Chapter) -> int:
    stays, turns, students = chapter.stays, chapter.turns, chapter.snapshot.frame("students")
    undated = students[students["entry"].isna() & students["exit"].isna()]["student"].dropna()
    return len(
        set(stays.loc[~stays["in_order"], "student"])
        | set(turns.loc[turns["was"] == "two schools at once", "student"])
        | (set(undated) - set(stays["student"]))
    )


def _findings(chapter: Chapter, found: pd.DataFrame, table: Protected, year: int) -> list[Finding]:
    """What share of moves among members was planned, in the newest year; none where a part of it is hidden."""
    counts = _counts(table, year)
    if counts is None or sum(counts) == 0:
        return []
    n, of = counts[0], sum(counts)
    limits = wilson_interval(n, of)
    learners, both = chapter.stays["student"].nunique(), not chapter.snapshot.frame("moves").empty
    strength = state_strength(
        learners,
        learners + _n_untold(chapter),
        "learners whose schools are known",
        both,
        "The rolls and a register of moves were held against each other."
        if both
        else "Only one source tells of moves.",
        facts=Facts(includes_none=None, learners=of, schools=chapter.stays["school"].nunique(), indirect=False),
        rules=chapter.strength_rules,
    )
    claim = (
        f"{percent(n / of)} of {of} moves between schools of the community in {_when(chapter, year)} were planned "
        f"(95 % interval {percent(limits.low)} to {percent(limits.high)})."
    )
    return [
        Finding(
            f"{chapter.name}-moves",
            chapter.name,
            QUESTION,
            claim,
            strength,
            "learners",
            size=round(n / of, 4),
            unit="share of moves",
            low=round(limits.low, 4),
            high=round(limits.high, 4),
            basis="count",
            n=n,
            of=of,
            says_not="It does not say why learners moved, nor that a move did them good or harm.",
            provenance=(*chapter.sources("students"), *chapter.sources("moves")),
        )
    ]


def _chart(
    chapter: Chapter, found: pd.DataFrame, table: Protected, newest: int, description: str
) -> dict[str, Any] | None:
    shown = table.frame[(table.frame["told_by"] == ALL) & (table.frame["year"] > newest - DRAWN)]
    if shown["n"].isna().all():
        return None
    number = [written(n, "count") or "[c]" for n in shown["n"]]
    verdicts = found.drop_duplicates("kind").set_index("kind")["verdict"]
    drawn = pd.DataFrame(
        {
            "year": [f"{_when(chapter, int(year))}" for year in shown["year"]],
            "kind": in_lines(shown["kind"], 28).to_numpy(object),
            "look": shown["kind"].map(verdicts).to_numpy(object),
            "n": shown["n"].astype("float64").fillna(0.0).to_numpy(),
            "label": number,
        }
    )
    line = alt.Chart().encode(y=names_axis("kind", drawn["kind"]))
    base = line.encode(x=alt.X("n:Q", title="moves", axis=alt.Axis(tickCount=3, grid=False)))
    looks = alt.Scale(domain=list(LOOKS), range=list(LOOKS.values()))
    bars = base.transform_filter("datum.n > 0").mark_bar(height=15)
    known = base.transform_filter("datum.label != '[c]'").mark_text(align="left", dx=4, fontSize=12)
    hidden = line.transform_filter("datum.label == '[c]'")  # a box of one width, whatever the number
    box = hidden.mark_bar(height=15, filled=False, stroke=GREY, strokeDash=[4, 3])
    marked = hidden.mark_text(align="left", fontSize=12, color=GREY).encode(x=alt.value(HIDDEN + 4), text="label:N")
    panels = alt.Facet("year:N", title=None, sort=list(dict.fromkeys(drawn["year"])))
    wide = {1: 380, 2: 210}.get(drawn["year"].nunique(), 140)
    chart = alt.layer(
        bars.encode(color=alt.Color("look:N", scale=looks, legend=None)),
        known.encode(text="label:N"),
        box.encode(x=alt.value(0), x2=alt.value(HIDDEN)),
        marked,
        data=drawn,
    ).properties(width=wide, height=alt.Step(32))
    return finished(chart.facet(column=panels), description)
