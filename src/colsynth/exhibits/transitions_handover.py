"""Did what is known of a learner arrive before the learner did? What the days on record say, and for how many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from colsynth.analyses.transitions import handover as analysis
from colsynth.analyses.transitions.handover import ALL, IN_TIME, LATE, NOTHING, OTHER_TERMS, OTHERS, OUTSIDE
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, FAINT, GREY, INK, PAPER, SHARES, finished, in_lines, names_axis
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.exhibits.stacked import stacked_over_terms
from colsynth.exhibits.transitions_counts import step_of
from colsynth.exhibits.transitions_moves import total_hidden
from colsynth.exhibits.variation_context import school_order
from colsynth.findings import Finding, state_strength
from colsynth.protection import Counted, Linked, Protected, Table
from colsynth.reference.terms import spoken

QUESTION = "Did information about learners arrive before they did?"
TALK = "What do you need to know about a learner on the first day, and who could send it by when?"
NO_MOVES = (
    "No move from one school to another is known from the rolls or a register of moves, so it cannot be told whether "
    "information about learners arrived before they did."
)
NO_DAYS = (
    "No move has a day on record on which information about the learner was received, so it cannot be told whether it "
    "arrived in time. A register of moves with the columns Date received and First day would tell."
)
NO_TREND = "Whether information arrives earlier than it did cannot be told without days on record."
SAYS_NOT = (
    "A day on record says when something arrived, not that it was read or of use; no day on record does not mean that "
    "nothing was handed over."
)
COLOURS = {IN_TIME: ACCENT, LATE: "#7FA3C4", NOTHING: "#E4E7EB"}
LINKED = Linked("line", "state", "n", ALL, ("share",))
LEAST_LABELLED = 7  # percent; a thinner part has no number in it
STEP = 5  # moves to which the number of a line is rounded, so that it takes no flow of learners out of hiding
HOW = (
    "All moves to a member school from a school or service, of the last "
    f"{analysis.MOST_TERMS} terms, by the rolls and the register of moves. In time is before the first day; on the day "
    "itself is not. Moves of which no arrival is on record count among all, so that schools that record more do not "
    "look worse; so do moves whose days do not fit each other (received before it was sent, entered before leaving) or "
    "whose first day is not known. “Most” is more than half of all moves known, whatever is not on record. Shares are "
    "counts of records and have no interval. Moves between two schools with fewer than ten are told together, and so "
    f"are those of terms with fewer than {analysis.LEAST_OF_TERM}. The number of moves of a line is rounded to {STEP} "
    f"(that of all to {2 * STEP}, where a number of a kind of move is hidden), "
    "and its shares, of fewer than a hundred, to steps of 5 or 10; small numbers are hidden [c], with others so that "
    "they cannot be reckoned back."
)


def arrived_in_time(chapter: Chapter) -> Exhibit:
    """Of all moves that are known: did information arrive before the first day, by who sent and who received?"""
    rows = movers_seen(chapter)
    if rows.empty or (rows["state"] == NOTHING).all():
        return chapter.nothing("handover", QUESTION, NO_MOVES if rows.empty else NO_DAYS, TALK)
    table = _protected(chapter, analysis.arrived(rows, "schools"))
    told = None not in [_share(table, state) for state in analysis.STATES]
    findings = chapter.may_tell([_finding(chapter, rows, table)] if told else [])
    return chapter.exhibit(
        "handover",
        QUESTION,
        _title(table),
        subtitle=f"moves to a school of the community, last {analysis.MOST_TERMS} terms, share of all known, %",
        purpose="To see between which schools information goes astray, so that the two can agree on a day.",
        table=_wide(table),
        columns=[
            Column("line", "From and to"),
            Column("moves", "Moves"),
            *(Column(state, state.capitalize(), "percent") for state in analysis.STATES),
            Column("verdict", "In a word"),
        ],
        caption="When information about learners arrived, by the school left and the school entered",
        chart=_chart(table),
        alt=_title(table),
        how_to_read="Each bar is all moves known between two schools: dark what arrived before the first day, "
        "lighter what arrived on it or later, grey where no day is on record.",
        caution=_caution(chapter, rows),
        talk_about=TALK,
        method=HOW,
        sources=chapter.sources("moves"),
        findings=findings,
    )


def over_terms(chapter: Chapter) -> Exhibit:
    """Does information arrive earlier than it did, by the term in which learners came?"""
    question = "Does information arrive earlier than it did?"
    rows = movers_seen(chapter)
    if rows.empty or (rows["state"] == NOTHING).all():
        return chapter.nothing("handover-over-terms", question, NO_TREND)
    if rows["term"].nunique() < 2:
        return chapter.nothing(
            "handover-over-terms",
            question,
            "Learners came in one term alone, so there is none before to hold it against.",
        )
    tables = [_protected(chapter, analysis.arrived(rows, by)) for by in ("schools", "term")]
    if any(table.hidden.loc[table.frame["sent"] == ALL, "n"].any() for table in tables):
        why = "When information arrived by term cannot be shown beside the schools without showing a few learners."
        return chapter.nothing("handover-over-terms", question, why)
    table = tables[1]
    title = _terms_title(table)
    return chapter.exhibit(
        "handover-over-terms",
        question,
        title,
        subtitle="moves to a school of the community by the term of the first day, share of all that are known, %",
        purpose="To see whether what was agreed about handing over is kept.",
        table=_wide(table),
        columns=[
            Column("line", "Term"),
            Column("moves", "Moves"),
            *(Column(state, state.capitalize(), "percent") for state in analysis.STATES),
            Column("verdict", "In a word"),
        ],
        caption="When information about learners arrived, by the term in which they came",
        chart=_terms_chart(table, title),
        alt=title,
        how_to_read="One bar a term: the darkest part is what arrived before the first day. Most moves are in Term 1; "
        "hold a Term 1 against a Term 1.",
        caution="The learners of one term are not those of another, and a school that begins to record looks later at "
        "first. Nothing is tested: these are all the moves that are known.",
        talk_about="What changed in how you hand over, and between which terms?",
        method=HOW,
        sources=chapter.sources("moves"),
    )


def movers_seen(chapter: Chapter) -> pd.DataFrame:
    """Moves to a member with what is on record of the handover, one a row: for analyses alone."""
    return chapter.once(("movers",), lambda: analysis.movers(chapter.moves, chapter.term))


def line_name(chapter: Chapter, sent: str, received_by: str) -> str:
    """`Kōwhai Bend School to Kererū Valley Intermediate`, `outside the community to …`, or the line of others."""
    labels = chapter.school_labels
    if not received_by:
        return sent
    return f"{'Outside the community' if sent == OUTSIDE else labels[sent]} to {labels[received_by]}"


def in_order(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """Lines of all first, then by the sending and the receiving school in their fixed order; never by result."""
    labels = chapter.school_labels
    order = {label: i for i, label in enumerate(school_order(chapter, labels.values()))}
    at = {code: order[label] for code, label in labels.items()} | {ALL: -1, OUTSIDE: len(order)}
    at |= dict.fromkeys((OTHERS, OTHER_TERMS), len(order) + 1)
    places = {"sent": found["sent"].map(at).fillna(0), "to": found["received_by"].map(at).fillna(0)}
    found = found.assign(**{f"place_{name}": place for name, place in places.items()})
    found = found.sort_values(["place_sent", "place_to"], kind="stable")
    return found.drop(columns=["place_sent", "place_to"]).reset_index(drop=True)


def moves_said(chapter: Chapter, sent: str, n: int) -> str:
    """The number of moves of a line, rounded; of all only where a number of a kind of move is hidden, and then more."""
    if sent == ALL and not chapter.once(("a kind of move is hidden",), lambda: total_hidden(chapter)):
        return str(n)
    step = 2 * STEP if sent == ALL else STEP
    return f"about {max(step, step * round(n / step))}"


def _protected(chapter: Chapter, found: pd.DataFrame) -> Protected:
    lines = [
        spoken(term) if term else line_name(chapter, sent, to)
        for sent, to, term in zip(found["sent"], found["received_by"], found["term"], strict=True)
    ]
    found = in_order(chapter, found.assign(line=lines))
    moves = [moves_said(chapter, sent, of) for sent, of in zip(found["sent"], found["of"], strict=True)]
    found = found.assign(moves=moves)
    found = found.assign(share=_steps(found))
    return chapter.may_show(
        Table(
            found[["line", "state", "n", "share", "sent", "term", "moves", "verdict"]],
            ("line", "state"),
            "learners",
            (Counted("n"),),
            ("sent", "term", "moves", "verdict", "share"),
            linked=LINKED,
        )
    )


def _steps(found: pd.DataFrame) -> pd.Series[float]:
    """The shares of a line in steps, as whole percent of about 15 can only be those of 17; together they are all."""
    own = found["state"] != ALL
    n = found["n"].where(own, 0).groupby(found["line"], sort=False).cumsum().astype(float)
    of = found["of"].astype(float)
    step = found["of"].map(lambda many: step_of(int(many)))
    ends = ((n / of / step + 0.5).astype(int) * step).where(own, 0.0)
    starts = ends.groupby(found["line"], sort=False).shift(fill_value=0.0)
    return found["share"].where(found["moves"].str.isdigit() | ~own, ends - starts)


def _wide(table: Protected) -> Protected:
    """One row a line with a share for each state; what only counts is left out."""
    wide = table.spread(("line",), "state", "share")
    totals = table.frame[table.frame["state"] == ALL].set_index("line")
    verdict = wide.frame["line"].map(totals["verdict"]).astype(object)
    most = (verdict == "most in time") & ~wide.hidden[IN_TIME] | (verdict == "most late") & ~wide.hidden[LATE]
    unsaid = wide.hidden[[*analysis.STATES, ALL]].any(axis=1) & ~most
    frame = wide.frame.assign(moves=wide.frame["line"].map(totals["moves"]), verdict=verdict.where(~unsaid, None))
    return replace(wide, frame=frame, hidden=wide.hidden.assign(moves=False, verdict=unsaid), people=())


def _share(table: Protected, state: str) -> float | None:
    """The share of a state among all moves; None where it is hidden."""
    frame = table.frame[(table.frame["sent"] == ALL) & (table.frame["state"] == state)]
    value = frame["share"].iloc[0]
    return None if pd.isna(value) else float(value)


def _title(table: Protected) -> str:
    whole = table.frame[(table.frame["sent"] == ALL) & (table.frame["state"] == ALL)].iloc[0]
    shares = [_share(table, state) for state in analysis.STATES]
    if pd.isna(whole["n"]) or None in shares:
        return "Whether information arrived in time cannot be shown without showing single learners."
    in_time, late, nothing = (percent(share or 0.0) for share in shares)
    return (
        f"Information arrived before the first day in {in_time} of {whole['moves']} moves, on it or later in {late}; "
        f"in {nothing} no day is on record."
    )


def _terms_title(table: Protected) -> str:
    """The two newest like terms that may be told: a Term 1 against the Term 1 before."""
    own = table.frame[(table.frame["state"] == IN_TIME) & (table.frame["term"] != "")]
    told = {str(row["term"]): float(row["share"]) for _, row in own.iterrows() if pd.notna(row["share"])}
    for term in sorted(told, reverse=True):
        before = f"{int(term[:4]) - 1}{term[4:]}"
        if before in told:
            return (
                f"Information arrived before the first day in {percent(told[term])} of the moves of {spoken(term)}, "
                f"and in {percent(told[before])} of those of {spoken(before)}."
            )
    return "No term and the same term of the year before can be shown, so a trend cannot be told."


def _caution(chapter: Chapter, rows: pd.DataFrame) -> str:
    said = [SAYS_NOT]
    n = int(rows["out_of_order"].sum())
    if n:
        many = f"In {n} moves" if n >= chapter.settings.suppress_below else "In a few moves"
        said.append(f"{many} the days on record do not fit each other and are not used.")
    if (rows["sent"] == OUTSIDE).any():
        said.append("Schools outside the community are told together and not named.")
    return " ".join(said)


def _finding(chapter: Chapter, rows: pd.DataFrame, table: Protected) -> Finding:
    n, of = int((rows["state"] == IN_TIME).sum()), len(rows)
    late = int((rows["state"] == LATE).sum())
    parts = [f"{_title(table).removesuffix('.')}"]
    exact = moves_said(chapter, ALL, of).isdigit()
    if exact and n + late >= analysis.LEAST_MOVES:
        parts.append(f"of those with a day on record it arrived in time in {percent(n / (n + late))}")
    return Finding(
        f"{chapter.name}-handover-in-time",
        chapter.name,
        QUESTION,
        f"{'; '.join(parts)}.",
        state_strength(
            n + late,
            of,
            "moves known from the rolls or the register",
            False,
            "Days are as they were recorded, and were not checked against anything.",
            rules=chapter.strength_rules,
        ),
        "learners",
        size=round(n / of, 4 if exact else 2),
        unit="share of moves with information before the first day",
        n=n if exact else None,
        of=of if exact else None,
        comparison="the learner's first day",
        says_not=SAYS_NOT,
        provenance=chapter.sources("moves"),
    )


def _chart(table: Protected) -> dict[str, Any] | None:
    """One bar a line; what is hidden of it stands at its end as [c]."""
    parts = []
    for line, own in table.frame[table.frame["state"] != ALL].groupby("line", sort=False):
        start = 0
        for _, row in own.dropna(subset=["share"]).iterrows():
            end = min(100, start + round(100 * float(row["share"])))  # whole, as in the table
            label = percent(float(row["share"])) if end - start >= LEAST_LABELLED else ""
            parts.append([line, row["state"], start, end, (start + end) / 2, label, row["state"] == IN_TIME])
            start = end
        if own["share"].isna().any():
            parts.append([line, "[c]", start, 100, (start + 100) / 2, "[c]", False])
    frame = pd.DataFrame(parts, columns=["line", "state", "from", "to", "middle", "label", "dark"])
    if (frame["state"] == "[c]").all():
        return None
    frame["line"] = in_lines(frame["line"], 36)
    states = [*analysis.STATES, "[c]"]
    colour = alt.Scale(domain=states, range=[*COLOURS.values(), PAPER])
    legend = alt.Legend(title=None, orient="top", values=list(analysis.STATES), labelFontSize=13, labelLimit=260)
    base = alt.Chart(frame).encode(y=names_axis("line", frame["line"]))
    at = alt.X("from:Q", scale=SHARES, title="share of moves, %", axis=alt.Axis(tickCount=5))
    bars = base.mark_bar(height=20, stroke=FAINT, strokeWidth=0.5).encode(
        x=at, x2="to:Q", color=alt.Color("state:N", scale=colour, legend=legend)
    )
    text = base.encode(x="middle:Q", text="label:N")
    hidden = "datum.state == '[c]'"
    layers = [
        bars,
        text.transform_filter("datum.dark").mark_text(color=PAPER, fontSize=12),
        text.transform_filter(f"!datum.dark && !({hidden})").mark_text(color=INK, fontSize=12),
        text.transform_filter(hidden).mark_text(color=GREY, fontSize=12),
    ]
    return finished(alt.layer(*layers).properties(width=420, height=alt.Step(34)), _title(table))


def _terms_chart(table: Protected, title: str) -> dict[str, Any] | None:
    frame = table.frame
    kept = ((frame["state"] != ALL) & (frame["term"] != "")).to_numpy()
    place = {state: i for i, state in enumerate((NOTHING, LATE, IN_TIME))}
    own = frame[kept].rename(columns={"state": "group"})
    panel = "All moves to a school of the community"
    own = own.assign(panel=panel, place=own["group"].map(place), share=own["share"].round(2))
    whole = own.groupby("term")["share"].transform(lambda shares: shares.notna().all())
    shown = replace(table, frame=own[whole].reset_index(drop=True), hidden=table.hidden[kept][whole.to_numpy()])
    drawn = stacked_over_terms(shown, "panel", {})
    return finished(drawn, title) if drawn is not None else None
