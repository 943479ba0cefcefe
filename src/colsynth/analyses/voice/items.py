"""What does each group say to each question, beside the others who were asked the same?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.voice.answers import AGAINST, ANOTHER, FOR, GROUPS, NOT_GIVEN, SILENT, asked
from colsynth.methods.proportions import effective_n, wilson_interval

TOGETHER, ALIKE = 25, 0.05  # people who answer sit in classes and staffs: as many, alike by so much. Our assumption

COLUMNS = {
    "scale": "str", "item": "str", "group": "str", "term": "str", "answer_scale": "str", "n": "Int64", "asked": "Int64",
    "response": "Float64", "agree": "Int64", "neither": "Int64", "against": "Int64", "share": "Float64",
    "low": "Float64", "high": "Float64",
}  # fmt: skip
PLACE_COLUMNS = {"item": "str", "group": "str", "order": "Int64", "label": "str", "n": "Int64"}


def items(answers: pd.DataFrame) -> pd.DataFrame:
    """One row is one closed question and one group, in the newest term in which the group was asked it.

    `answers` as from `answers.answers`; questions in the order of the sheets, groups in theirs. Columns: scale, item,
    group, term, answer_scale; n who answered it (but for answers that say nothing of it), asked and response (0-1)
    where known; agree, neither (in the middle, not sure, or another answer), against: counts; share that agrees (0-1)
    with low, high (95 %, Wilson, of what people are worth who sit in groups of 25 alike by .05: our assumption).
    """
    rows = [
        {"item": mine["item"].iloc[0], "scale": mine["scale"].iloc[0], "group": group} | _row(mine)
        for (_, group), mine in _newest(answers)
    ]
    return pd.DataFrame([row for row in rows if row["n"]], columns=list(COLUMNS)).astype(COLUMNS)


def in_order(answers: pd.DataFrame) -> pd.DataFrame:
    """One row is one answer that a group gave to a question of `items`: item, group, order, label, n; lowest first.

    Answers in words of their own are one, `another answer`, and come last.
    """
    found = []
    for (_, group), mine in _newest(answers):
        said = mine[mine["side"] != SILENT].assign(label=mine["label"].fillna(ANOTHER), order=mine["order"].fillna(99))
        given = said.groupby(["order", "label"], sort=True)["n"].sum().reset_index()
        found.append(given.assign(item=mine["item"].iloc[0], group=group))
    frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(PLACE_COLUMNS))
    return frame[list(PLACE_COLUMNS)].astype(PLACE_COLUMNS)


def worth(n: int) -> float:
    """How many independent people `n` are worth who answer in groups, as is assumed."""
    return effective_n(n, max(1, min(n, TOGETHER)), ALIKE)


def _newest(answers: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    closed = answers[answers["kind"] == "closed"]
    keys = list(dict.fromkeys(closed["key"]))
    found = []
    for (key, group), mine in closed.groupby(["key", "group"], sort=False):
        found.append(((str(key), str(group)), mine[mine["term"] == mine["term"].max()]))
    places = {group: place for place, group in enumerate((*GROUPS, NOT_GIVEN))}
    return sorted(found, key=lambda one: (keys.index(one[0][0]), places.get(one[0][1], len(places))))


def _row(mine: pd.DataFrame) -> dict[str, object]:
    said = mine[mine["side"] != SILENT]
    counts = said.groupby("side")["n"].sum()
    n, agree, against = int(said["n"].sum()), int(counts.get(FOR, 0)), int(counts.get(AGAINST, 0))
    row: dict[str, object] = {"term": mine["term"].iloc[0], "answer_scale": mine["answer_scale"].iloc[0], "n": n}
    if not n:
        return row
    of = asked(mine)
    found = wilson_interval(agree / n * worth(n), worth(n))
    row |= {"asked": of, "response": n / of if of else None, "agree": agree, "neither": n - agree - against}
    return row | {"against": against, "share": agree / n, "low": found.low, "high": found.high}
