"""Has what a group says moved, question by question and over a scale, on the questions asked alike both times?

Answers carry no names, so those of then and those of now are repeated groups and not the same people.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from colsynth.analyses.voice.answers import FOR, GROUPS, NOT_GIVEN, SILENT, asked, schools
from colsynth.analyses.voice.items import worth
from colsynth.methods.proportions import newcombe_difference
from colsynth.reference.ethnicity import fold

WHOLE = ""  # the item of a row that is about a scale as a whole
LEAST_RESPONDENTS = 10  # on each side; of fewer nothing is said. Our rule
LEAST_ITEMS = 2  # asked both times, for a scale to be told as a whole
APART = 0.10  # share of answers that a place has in one term and nobody gives in the other: the scale is another. Ours
LEAST_OF_A_SCHOOL = 5  # respondents each time, for which way a school moved to count
MORE, FEWER, NO_CLEAR, TOO_FEW, CHANGED = "more agree", "fewer agree", "no clear difference", "too few", "items changed"

COLUMNS = {
    "scale": "str", "group": "str", "item": "str", "term_before": "str", "term_after": "str", "items": "Int64",
    "n_before": "Int64", "of_before": "Int64", "agree_before": "Int64", "n_after": "Int64", "of_after": "Int64",
    "agree_after": "Int64", "before": "Float64", "after": "Float64", "difference": "Float64", "low": "Float64",
    "high": "Float64", "response": "Float64",
    "schools": "Int64", "same_schools": "boolean", "same_sign": "Float64", "verdict": "str",
}  # fmt: skip


def verdict_of_answers(n_before: int, n_after: int, low: float, high: float) -> str:
    """What may be said of the share that agrees now less that of then, with its 95 % limits and respondents?"""
    if min(n_before, n_after) < LEAST_RESPONDENTS:
        return TOO_FEW
    if low > 0:
        return MORE
    return FEWER if high < 0 else NO_CLEAR


def changes(answers: pd.DataFrame) -> pd.DataFrame:
    """One row is one group and one question asked alike in two terms, under a row for its scale as a whole (no item).

    `answers` as from `answers.answers`. The newest term of a group's scale is held against the earliest in which any
    of its questions was asked alike: same words, same answer scale. Columns: scale, group, item, term_before,
    term_after, items (questions of the whole, asked alike both times); n_before, n_after who answered (of a whole: the
    question that fewest did); agree_before of of_before, agree_after of of_after (of a whole: of the question nearest
    to all or none, for protection: the whole gives it back to who knows the others); before, after: shares that agree
    (0-1; of a whole: the mean of its questions' shares, each alike, turned for reversed ones); difference (after less
    before) with low, high (95 %, Newcombe, of what people are worth who answer in groups; of a whole as if each
    respondent gave one answer, which is wider than it need be); response (the lower of the two shares of those
    asked), schools (the fewer), same_schools, same_sign (share of schools that moved as the whole): of a whole alone,
    and empty where not known; verdict: `more agree`, `fewer agree`, `no clear difference`, `too few` (below ten on a
    side), or `items changed`, where a scale was asked in two terms and no question was asked alike.
    """
    closed = answers[(answers["kind"] == "closed") & (answers["side"] != SILENT)]
    offered = {(str(key), str(term)): _offered(mine) for (key, term), mine in closed.groupby(["key", "term"])}
    closed = closed[closed["n"] > 0].assign(of_scale=lambda rows: rows["scale"].map(fold))
    names = closed.drop_duplicates("of_scale", keep="last").set_index("of_scale")["scale"]
    places = {group: place for place, group in enumerate((*GROUPS, NOT_GIVEN))}
    found = []
    for of_scale in names.index:
        mine = closed[closed["of_scale"] == of_scale]
        for group in sorted(set(mine["group"]), key=lambda group: places.get(group, len(places))):
            rows = _of_scale(mine[mine["group"] == group], offered)
            found += [{"scale": names[of_scale], "group": group} | row for row in rows]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


Offered = Mapping[tuple[str, str], tuple[str, dict[int, float]]]


def _offered(mine: pd.DataFrame) -> tuple[str, dict[int, float]]:
    """The answer scale of an item in a term, and the share of each place of it among the answers of all groups."""
    given = mine.dropna(subset=["order"]).groupby("order")["n"].sum()
    return str(mine["answer_scale"].iloc[0]), {int(str(k)): float(n) for k, n in (given / max(1, given.sum())).items()}


def asked_alike(then: tuple[str, Mapping[int, float]], now: tuple[str, Mapping[int, float]]) -> bool:
    """Are the answers of two terms of one scale? Not where a tenth gave an answer that is not there the other time."""
    (one, shares), (other, others) = then, now
    gone = [
        share for here, there in ((shares, others), (others, shares)) for k, share in here.items() if k not in there
    ]
    return one == other and all(share < APART for share in gone)


def _of_scale(mine: pd.DataFrame, offered: Offered) -> list[dict[str, object]]:
    terms = sorted(set(mine["term"]))
    now = mine[mine["term"] == terms[-1]]
    whole: dict[str, object] = {"item": WHOLE, "term_before": terms[0], "term_after": terms[-1], "items": 0}
    for term in terms[:-1]:
        then = mine[mine["term"] == term]
        shared = [
            key for key in dict.fromkeys(now["key"])
            if key in set(then["key"]) and asked_alike(offered[key, term], offered[key, terms[-1]])
        ]  # fmt: skip
        if shared:
            then, now = then[then["key"].isin(shared)], now[now["key"].isin(shared)]
            rows = [
                {"item": now.loc[now["key"] == key, "item"].iloc[0], "term_before": term, "term_after": terms[-1]}
                | _held(then[then["key"] == key], now[now["key"] == key], "side")
                for key in shared
            ]
            is_scale = bool(mine["of_scale"].iloc[0]) and len(shared) >= LEAST_ITEMS
            whole |= {"term_before": term, "items": len(shared)}
            return [whole | _held(then, now, "speaks") | _who(then, now), *rows] if is_scale else rows
    return [whole | {"verdict": CHANGED}] if len(terms) > 1 and mine["of_scale"].iloc[0] else []


def _held(then: pd.DataFrame, now: pd.DataFrame, side: str) -> dict[str, object]:
    row: dict[str, object] = {}
    sizes, shares = [], []
    for when, rows in (("before", then), ("after", now)):
        counts = _counts(rows, side)
        sizes.append(int(counts["n"].min()))
        shares.append(float((counts["agree"] / counts["n"]).mean()))
        nearest = counts.iloc[int(counts[["agree", "not"]].min(axis=1).argmin())]
        row |= {f"n_{when}": sizes[-1], f"of_{when}": int(nearest["n"]), f"agree_{when}": int(nearest["agree"])}
    (n0, n1), (before, after) = sizes, shares
    found = newcombe_difference(after * worth(n1), worth(n1), before * worth(n0), worth(n0))
    verdict = verdict_of_answers(n0, n1, found.low, found.high)
    if verdict == TOO_FEW:
        return row | {"verdict": verdict}
    row |= {"before": before, "after": after, "difference": found.value, "low": found.low, "high": found.high}
    return row | {"verdict": verdict}


def _counts(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    """A row a question: n who answered, how many agree, how many do not."""
    n = rows.groupby("key")["n"].sum()
    agree = rows[rows[side] == FOR].groupby("key")["n"].sum().reindex(n.index, fill_value=0)
    return pd.DataFrame({"n": n, "agree": agree, "not": n - agree}).astype(int)


def _mean_share(rows: pd.DataFrame) -> float:
    counts = _counts(rows, "speaks")
    return float((counts["agree"] / counts["n"]).mean())


def _who(then: pd.DataFrame, now: pd.DataFrame) -> dict[str, object]:
    """How well the two groups stand for those they are of."""
    from_then, from_now = schools(then), schools(now)
    responses = [_response(rows) for rows in (then, now)]
    row: dict[str, object] = {"response": None if None in responses else min(filter(None, responses), default=None)}
    if from_then is None or from_now is None:
        return row
    difference = _mean_share(now) - _mean_share(then)
    moved = []
    for school in sorted(from_then & from_now):
        sides = [rows[rows["school"] == school] for rows in (then, now)]
        if all(rows.groupby("key")["n"].sum().min() >= LEAST_OF_A_SCHOOL for rows in sides):
            moved.append((_mean_share(sides[1]) - _mean_share(sides[0])) * difference > 0)
    same_sign = sum(moved) / len(moved) if moved else None
    same = from_then == from_now
    return row | {"schools": min(len(from_then), len(from_now)), "same_schools": same, "same_sign": same_sign}


def _response(rows: pd.DataFrame) -> float | None:
    """The lowest share of those asked who answered, over the questions; None where it is not known of one."""
    shares = []
    for _, mine in rows.groupby("key"):
        of = asked(mine)
        if not of:
            return None
        shares.append(int(mine["n"].sum()) / of)
    return min(shares, default=None)
