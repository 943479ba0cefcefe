"""Who are the learners? Their number by year level, gender, ethnic group, learning support and English learning."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from colsynth.reference.ethnicity import MANY, EthnicGroups

GENDERS = {"female": "Female", "male": "Male", "another gender": "Another gender"}
YES_NO = {
    "learning support": ("learning_support", {True: "With learning support", False: "Without learning support"}),
    "English learners": ("english_learner", {True: "English learners", False: "Not English learners"}),
}
TRAITS = ("year level", "gender", "ethnic group", *YES_NO)
MOSTLY = 0.8  # share of the roll a trait must be recorded of before its shares speak of the community; our rule
NOT_RECORDED = "Not recorded"


def profile(on_roll: pd.DataFrame, groups: EthnicGroups) -> pd.DataFrame:
    """One row is one group of learners on the roll, or those of whom a trait is not recorded.

    `on_roll`: one row a learner, with year_level, gender, ethnicities, learning_support and english_learner.
    Columns: trait, group, n (learners), of (learners on the roll), share (0-1), verdict: `recorded` (the trait is
    known of at least four fifths of the roll), `partly recorded` or `not recorded`. Under total response a learner
    counts in every ethnic group named, so those shares add up to more than all. Empty without a roll.
    """
    rows = [
        {"trait": trait, "group": group, "n": n, "of": len(on_roll), "verdict": _verdict(known, len(on_roll))}
        for trait in TRAITS
        for held, known in [_held(on_roll, trait, groups)]
        for group, n in _listed(held, known, len(on_roll))
    ]
    frame = pd.DataFrame(rows, columns=["trait", "group", "n", "of", "verdict"])
    frame = frame.astype({"n": "Int64", "of": "Int64", "trait": "str", "group": "str", "verdict": "str"})
    frame.insert(4, "share", (frame["n"] / frame["of"]).astype("Float64"))
    return frame


def _held(on_roll: pd.DataFrame, trait: str, groups: EthnicGroups) -> tuple[dict[str, int], int]:
    """(learners in each group, in reporting order; learners of whom the trait is known)."""
    match trait:
        case "year level":
            years = on_roll["year_level"].dropna().astype(int)
            return {f"Year {year}": int((years == year).sum()) for year in sorted(years.unique())}, len(years)
        case "gender":
            seen = on_roll["gender"].dropna()
            return {name: int((seen == gender).sum()) for gender, name in GENDERS.items()}, len(seen)
        case "ethnic group":
            each = on_roll["ethnicities"].dropna()
            named = each.str.split(MANY).explode()
            return {name: int((named == name).sum()) for name in groups.names}, len(each)
    column, words = YES_NO[trait]
    seen = on_roll[column].dropna()
    return {word: int((seen == value).sum()) for value, word in words.items()}, len(seen)


def _listed(held: dict[str, int], known: int, of: int) -> Iterator[tuple[str, int]]:
    yield from ((group, n) for group, n in held.items() if n)
    if of > known:
        yield NOT_RECORDED, of - known


def _verdict(known: int, of: int) -> str:
    return "recorded" if known >= MOSTLY * of else "partly recorded" if known else "not recorded"
