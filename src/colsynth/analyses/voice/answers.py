"""What does each answer of a survey say of its item? One frame under everything that is said of voices."""

from __future__ import annotations

import pandas as pd

from colsynth.reference.answer_scales import AnswerScales, Item
from colsynth.reference.ethnicity import fold

GROUPS = ("learners", "whānau", "teachers", "leaders", "trustees", "iwi", "others")
PARTNERS = GROUPS[:3]  # the three whose partnership the frameworks ask for
NOT_GIVEN = "not given"
FOR, NEITHER, AGAINST, ANOTHER, SILENT = "for", "neither", "against", "another answer", "silent"
_TURNED = {FOR: AGAINST, AGAINST: FOR}

COLUMNS = {
    "group": "str", "survey": "str", "scale": "str", "item": "str", "key": "str", "term": "str", "school": "str",
    "year_level": "Int64", "respondent": "str", "kind": "str", "answer_scale": "str", "order": "Int64", "label": "str",
    "side": "str", "speaks": "str", "n": "Int64", "of": "Int64",
}  # fmt: skip


def answers(voice: pd.DataFrame, scales: AnswerScales, until: str) -> pd.DataFrame:
    """One row is one answer of one group, or of one respondent, to one item, up to the term `until`.

    `voice` as in the register. Columns: group (`not given` where blank), survey, scale (empty where not given), item as
    last worded, key (the item without case, macrons and punctuation: what is asked), term, school, year_level,
    respondent; kind (`closed`, or why the item's answers are not read), answer_scale; of a closed item order and label
    of the answer's place, side (`for`, `neither`, `against`, `another answer`; `silent` where it says nothing of the
    item) and speaks (the same, turned where the item says that it is reversed); n (respondents), of (asked).
    An item is read by its answers of one term, of all groups together.
    """
    rows = voice[voice["answer"].notna() & voice["item"].notna() & voice["term"].notna() & (voice["term"] <= until)]
    said = rows["answer"].astype("str")
    rows = rows.assign(
        answer=said, key=rows["item"].map(fold).astype("str"), n=rows["n"].fillna(1).astype("Int64"),
        group=rows["group"].fillna(NOT_GIVEN), survey=rows["survey"].fillna(""), scale=rows["scale"].fillna(""),
    )  # fmt: skip
    newest = rows.sort_values("term", kind="stable").drop_duplicates("key", keep="last").set_index("key")["item"]
    rows["item"] = rows["key"].map(newest)
    read = [_read(mine, scales) for _, mine in rows.groupby(["key", "term"], sort=False)]
    frame = pd.concat(read) if read else rows.reindex(columns=list(COLUMNS))
    return frame[list(COLUMNS)].astype(COLUMNS).sort_index().reset_index(drop=True)


def _read(mine: pd.DataFrame, scales: AnswerScales) -> pd.DataFrame:
    given = {str(answer): int(n) for answer, n in mine.groupby("answer")["n"].sum().items()}
    item = scales.item(str(mine["item"].iloc[0]), given)
    places = item.places or {}
    side = mine["answer"].map(
        {answer: place.side for answer, place in places.items()} | dict.fromkeys(item.silent, SILENT)
    )
    side = side.fillna(ANOTHER) if item.kind == "closed" else side
    return mine.assign(
        kind=item.kind, answer_scale=item.scale, side=side,
        speaks=side.replace(_TURNED) if item.reversed else side,
        order=mine["answer"].map({answer: place.order for answer, place in places.items()}),
        label=mine["answer"].map({answer: place.label for answer, place in places.items()}),
    )  # fmt: skip


def asked(rows: pd.DataFrame) -> int | None:
    """How many were asked, of answers to one item in one term; None where a sheet does not say, or cannot be right."""
    cells = rows.groupby(["group", "school", "year_level", "survey"], dropna=False).agg(
        n=("n", "sum"), of=("of", "max")
    )
    if cells.empty or cells["of"].isna().any() or (cells["n"] > cells["of"]).any():
        return None
    return int(cells["of"].sum())


def schools(rows: pd.DataFrame) -> frozenset[str] | None:
    """The schools that answers came from; None where some do not say."""
    return None if rows["school"].isna().any() or rows.empty else frozenset(rows["school"])


__all__ = [
    "AGAINST", "ANOTHER", "COLUMNS", "FOR", "GROUPS", "NEITHER", "NOT_GIVEN", "PARTNERS", "SILENT", "Item",
    "answers", "asked", "schools",
]  # fmt: skip
