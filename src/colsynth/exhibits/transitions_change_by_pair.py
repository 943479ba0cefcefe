"""How did results change at the move, from each school to each, against learners who did not move?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from colsynth.analyses.transitions import change as analysis
from colsynth.analyses.transitions.pairs import LEAST_LEARNERS
from colsynth.analyses.transitions.stayers import ADJACENT
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.drawing import ACCENT, finished, in_lines, under_each_other
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.exhibits.transitions_change import MARKED, METHOD, NO_MEASURE, changes, pairs
from colsynth.exhibits.transitions_change_words import (
    as_said,
    drawn,
    limited,
    named,
    number_said,
    panel,
    signed,
    texts,
)
from colsynth.exhibits.transitions_counts import none_alone
from colsynth.protection import Counted, Protected, Table

QUESTION = "How did results change at the move, from each school to each?"
COLUMNS = [
    Column("step", "Move"),
    Column("name", "Measured by"),
    Column("pair", "From and to"),
    Column("n_said", "Moved, with results on both sides"),
    Column("moved_said", "Their change (95 % interval)"),
    Column("n_stayers", "Did not move, anywhere", "count"),
    Column("difference_said", "Difference (95 % interval)"),
    Column("verdict", "In a word"),
]


def by_pair(chapter: Chapter) -> Exhibit:
    """How did results change from each school to each, against learners who did not move?"""
    found = pairs(chapter)
    found = found[found["verdict"] != analysis.RULER]
    few = int((found["n"] < LEAST_LEARNERS).sum())
    told = _tellable(found, changes(chapter)).reset_index(drop=True)
    if len(told) < 2:
        why = "No two pairs of schools have ten learners or more each with results by one tool on both sides of a move."
        return chapter.nothing("change-by-pair", QUESTION, why)
    table = _pairs_protected(chapter, told)
    title = _pairs_title(table.frame)
    weaker = (told["comparison"] == ADJACENT).any()
    return chapter.exhibit(
        "change-by-pair",
        QUESTION,
        title,
        subtitle="change of those who moved less that of learners who did not; points, or percentage points",
        purpose="To find which two schools might sit down together.",
        table=table,
        columns=COLUMNS,
        caption="Change at the move, by the school left and the school entered",
        chart=_pairs_chart(table, title),
        alt=title,
        how_to_read="The dot is the difference between those who moved and those who did not, the bar its 95 % "
        "interval. Schools stand in one order, never by result.",
        caution=f"{NO_MEASURE} Of twenty pairs of schools one stands out by chance alone, and no clear difference does "
        "not prove that there is none."
        + (" Learners of other year levels stand in for those of the same age: weaker." if weaker else "")
        + (" Pairs with fewer than ten learners are not shown." if few or len(told) < len(found) else ""),
        talk_about="Where a bar lies clear of the line: what would the two schools want to know from each other?",
        method=METHOD,
        sources=chapter.sources("achievement"),
    )


def _tellable(found: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """The pairs with enough learners; not those that would leave a few learners over from the whole of a step."""
    kept = [found.iloc[:0]]
    for _, of in whole[whole["change"].notna()].iterrows():
        own = found[(found["measure"] == of["measure"]) & (found["step"] == of["step"])]
        own = own[own["change"].notna()].sort_values("n", ascending=False, kind="stable")
        while len(own) and 0 < int(of["n"]) - int(own["n"].sum()) < LEAST_LEARNERS:
            own = own.iloc[:-1]
        kept.append(own.sort_index())
    return pd.concat(kept)


def _pairs_protected(chapter: Chapter, told: pd.DataFrame) -> Protected:
    place = {code: i for i, code in enumerate(chapter.school_labels)}
    order = told.assign(a=told["from_school"].map(place), b=told["to_school"].map(place))
    told = told.loc[order.sort_values(["step", "measure", "a", "b"], kind="stable").index].reset_index(drop=True)
    said = [number_said(chapter, row) for _, row in told.iterrows()]
    whole = changes(chapter)
    for _, of in whole[whole["n"].notna()].iterrows():
        places = ((told["step"] == of["step"]) & (told["measure"] == of["measure"])).to_numpy(bool).nonzero()[0]
        parts = none_alone(number_said(chapter, of), [said[at] for at in places])
        for at, one in zip(places, parts, strict=True):
            said[at] = one
    told = as_said(told, said)
    labels = [told[side].map(chapter.school_labels) for side in ("from_school", "to_school")]
    frame = told.assign(
        name=[named(chapter, row) for _, row in told.iterrows()],
        pair=labels[0] + " to " + labels[1],
        moved_said=texts(told, limited, "change", "change_low", "change_high"),
        difference_said=texts(told, limited, "difference", "low", "high"),
        **{f"of_{count}": told[n] for n, count in MARKED},
    )
    numbers = ("change", "difference", "low", "high", "moved_said", "difference_said")
    own = Counted("n", None, ("n_said",))
    counted = (
        own,
        Counted("n_stayers"),
        *(Counted(f"of_{count}", count) for _, count in MARKED),
    )
    plain = ("name", "kind", "verdict")
    kept = ["step", "measure", "pair", *plain, *numbers, *(c for one in counted for c in one.columns)]
    dimensions = ("step", "measure", "pair")
    return chapter.may_show(
        Table(frame[kept], dimensions, "learners", counted, plain, not_applicable=tuple(kept[3:]), across=numbers)
    )


def _pairs_title(shown: pd.DataFrame) -> str:
    told = shown[shown["difference"].notna()]
    if told.empty:
        return "From school to school, too few learners can be held against learners who did not move."
    counts = [
        (int((told["verdict"] == word).sum()), word) for word in (analysis.LOWER, analysis.NO_CLEAR, analysis.HIGHER)
    ]
    if (told["verdict"] == analysis.NO_CLEAR).all():
        return f"In none of {len(told)} pairs of schools is there a clear difference from those who did not move."
    said = [f"{word} in {n}" for n, word in counts if n]
    return f"Of {len(told)} pairs of schools: {', '.join(said)}."


def _pairs_chart(table: Protected, description: str) -> dict[str, Any] | None:
    shown = table.frame[table.frame["difference"].notna()]
    if shown.empty:
        return None
    panels = {}
    for (step, name), own in shown.groupby(["step", "name"], sort=False):
        kind = str(own["kind"].iloc[0])
        lines = pd.DataFrame(
            {
                "who": in_lines(own["pair"], 40),
                **{c: [drawn(float(v), kind) for v in own[c]] for c in ("difference", "low", "high")},
                "said": [signed(float(v), kind) for v in own["difference"]],
            }
        ).rename(columns={"difference": "change"})
        panels[f"{step} · {name}"] = panel(lines.assign(shade=ACCENT), kind, "difference")
    return finished(under_each_other(panels), description)
