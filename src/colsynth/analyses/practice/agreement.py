"""How far do those who rate a framework agree, and who places things higher or lower than the others?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

import pandas as pd

from colsynth.analyses.practice.placements import PERSON, SCHOOL, ratings_table
from colsynth.methods.raters import agreement_of, gwet_ac, krippendorff_alpha, pairs_alike
from colsynth.methods.severity import rater_severity

FIGURES = ("exact", "exact_low", "exact_high", "within_one", "within_low", "within_high",
           "alpha", "alpha_low", "alpha_high", "ac", "ac_low", "ac_high")  # fmt: skip

WRONG = 0.05  # how often any school of a framework may be called higher or lower where all see the same


def agreement(placed: pd.DataFrame, stages: Sequence[str], free: Collection[str] = ()) -> pd.DataFrame:
    """One row is one kind of raters (schools, single people) and of things they rated (whole areas, indicators).

    `placed` as of `placements`; `free` are the ids of indicators that stand under no stage: where one
    stands under a stage, that stage says what can be rated, and all together would look alike for that reason alone.
    Columns: placed_by, thing; raters (who share a thing with another), things (rated by two raters or more); exact and
    within_one, the shares (0-1) of pairs of raters who give one level, and levels at most one apart; alpha
    (Krippendorff's, ordinal); ac (Gwet's AC2, ordinal weights, over every level of the scale); each with 95 % limits
    (`_low`, `_high`), empty where it cannot be reckoned; verdict (`methods.raters.agreement_of`). What was placed
    together is no rater. Without a row where a kind rated nothing.
    """
    found = []
    for kind in (SCHOOL, PERSON):
        for thing, table in _tables(placed[placed["placed_by"] == kind], free):
            shared = table[table.notna().sum(axis=1) >= 2]
            alike = pairs_alike(table)
            alpha = krippendorff_alpha(table)
            ac = gwet_ac(table, "ordinal", range(len(stages) + 1))
            figures = [value for name, value in asdict(alike).items() if name != "n_units"]
            figures += [alpha.value, alpha.low, alpha.high, ac.value, ac.low, ac.high]
            verdict = agreement_of(alike.n_units, alpha, ac)
            found.append((kind, thing, int(shared.notna().any().sum()), len(shared), *figures, verdict))
    frame = pd.DataFrame(found, columns=["placed_by", "thing", "raters", "things", *FIGURES, "verdict"])
    counts = {"raters": "Int64", "things": "Int64"}
    return frame.astype(
        {"placed_by": "str", "thing": "str", "verdict": "str"} | counts | dict.fromkeys(FIGURES, "Float64")
    )


def severity(placed: pd.DataFrame) -> pd.DataFrame:
    """One row is one voice of newest placements of whole areas: does it place them higher or lower than the others?

    Columns: placed_by, voice (never shown), school (empty where not given), areas (shared with others of its kind who
    are told of); value, low, high (levels above the mean of the others, with limits; empty where there is not enough
    overlap, the limits also where it is the same throughout); verdict (`methods.severity.severity_of`). Schools are
    told of one by one, so their limits are those of 95 % for all of them at once (Bonferroni): of seven that see the
    same, one at least would be called higher or lower in a quarter of frameworks otherwise. People are only counted.
    """
    found = []
    for kind in (SCHOOL, PERSON):
        own = placed[placed["placed_by"] == kind]
        school = dict(zip(own["voice"], own["school"], strict=True))
        for thing, table in _tables(own, ()):
            if thing == "area":
                schools = len(table.columns) if kind == SCHOOL else 1
                apart = rater_severity(table, 1 - WRONG / (schools if schools > 2 else 1))  # of two there is one
                figures = zip(apart.n_shared, apart.value, apart.low, apart.high, apart.said, strict=True)
                found += [
                    (kind, voice, school[voice], int(n), *numbers)
                    for voice, (n, *numbers) in zip(table, figures, strict=True)
                ]
    names = ["placed_by", "voice", "school", "areas", "value", "low", "high", "verdict"]
    numbers = dict.fromkeys(("value", "low", "high"), "Float64") | {"areas": "Int64"}
    words = dict.fromkeys(("placed_by", "voice", "school", "verdict"), "str")
    return pd.DataFrame(found, columns=names).astype(words | numbers)


def told_alpha(found: pd.DataFrame, kind: str) -> float | None:
    """Alpha of the whole areas that one kind of raters placed, where its limits say if it reaches .667; else None."""
    own = found[(found["placed_by"] == kind) & (found["thing"] == "area")]
    told = own["verdict"].isin(["agree", "agree, tentatively", "agree too little"])
    return float(own.loc[told, "alpha"].iloc[0]) if told.any() else None


def _tables(placed: pd.DataFrame, free: Collection[str]) -> list[tuple[str, pd.DataFrame]]:
    """Levels of whole areas, and of indicators that stand under no stage, things by voices; none without a level."""
    areas = ratings_table(placed[placed["indicator"].isna()], "area")
    signs = ratings_table(placed[placed["indicator"].isin(list(free))], "indicator")
    return [(name, table) for name, table in (("area", areas), ("indicator", signs)) if table.notna().any(axis=None)]
