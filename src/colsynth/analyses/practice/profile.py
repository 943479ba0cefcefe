"""How does the community see its own collaboration: where was each area placed, by how many, and on what evidence?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from colsynth.analyses.practice.placements import (
    CONSENSUS,
    NOT_APPLICABLE,
    NOT_RATED,
    NOT_YET,
    PERSON,
    SCHOOL,
    newest,
)
from colsynth.methods.camps import Scale, scale_used, together
from colsynth.methods.ordinal import middle

LEAST_THINGS = 3  # areas a voice placed, before it can be said that it used one level for all; our own choice


def newest_by(placed: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The newest placements by schools, by consensus or by single people, of areas and indicators."""
    return newest(placed[placed["placed_by"] == kind])


def by_schools(placed: pd.DataFrame, thing: Literal["area", "indicator"] = "area") -> pd.DataFrame:
    """The newest placements of whole areas, or of indicators, that a profile counts: those of schools.

    Where no school placed any, what was placed by consensus; never those of single people.
    """
    own = placed[placed["indicator"].isna()] if thing == "area" else placed[placed["indicator"].notna()]
    schools = newest_by(own, SCHOOL)
    return schools if len(schools) else newest_by(own, CONSENSUS)


def distribution(rows: pd.DataFrame, areas: Sequence[str], stages: Sequence[str]) -> pd.DataFrame:
    """One row is one area and answer, of newest placements of whole areas: how many gave it, and how many on evidence.

    Columns: area, answer (`not yet evident`, each stage in order, `not applicable`, `not rated`), n, noted (those with
    a note or a link; none off the scale). Who placed any area and not this one is among `not rated`. Without a row
    where nobody placed anything.
    """
    of = rows["voice"].nunique()
    found = []
    for area in areas if of else ():
        own = rows[rows["area"] == area]
        given, noted = own["answer"].value_counts(), own.loc[own["asserted"].eq(False).fillna(False), "answer"]
        counts = {answer: int(given.get(answer, 0)) for answer in (NOT_YET, *stages, NOT_APPLICABLE)}
        counts[NOT_RATED] = of - sum(counts.values())
        found += [(area, answer, n, int((noted == answer).sum())) for answer, n in counts.items()]
    frame = pd.DataFrame(found, columns=["area", "answer", "n", "noted"])
    return frame.astype({"area": "str", "answer": "str", "n": "Int64", "noted": "Int64"})


def profile(placed: pd.DataFrame, areas: Sequence[str], stages: Sequence[str]) -> pd.DataFrame:
    """One row is one area: the middle of what schools placed it at, or of what was placed together where none did.

    Columns: area; n (on the scale), noted (of those with a note or a link), of (schools that placed any area); low,
    high (the lower and upper middle answer; empty where nobody placed it), lowest, highest; together (the newest answer
    by consensus, which is no voice more; empty where there is none); newest (the latest term; empty where none is
    given); verdict (how placements stand to one another, as `methods.camps.together` says it). Never a mean.
    """
    rows = by_schools(placed)
    together = newest_by(placed[placed["indicator"].isna()], CONSENSUS).set_index("area")["answer"]
    agreed = together[together != NOT_RATED]
    spread = distribution(rows, areas, stages)
    frame = summed(spread, stages).assign(of=rows["voice"].nunique())
    frame["together"] = frame["area"].map(agreed)
    frame["newest"] = frame["area"].map(rows.groupby("area")["term"].max())
    return frame.astype({"together": "str", "newest": "str", "of": "Int64"})


def summed(spread: pd.DataFrame, stages: Sequence[str], by: str = "area") -> pd.DataFrame:
    """One row is one area (`by`) of a `distribution`: n, noted, low, high, lowest, highest and the verdict."""
    scale = [NOT_YET, *stages]
    found = []
    for name, own in spread[spread["answer"].isin(scale)].groupby(by, sort=False):
        counts = own["n"].astype(int).tolist()
        at = middle(counts)
        used = [answer for answer, n in zip(scale, counts, strict=True) if n]
        ends = (scale[at.low], scale[at.high], used[0], used[-1]) if at else (None, None, None, None)
        found.append((name, sum(counts), int(own["noted"].sum()), *ends, together(counts)))
    words = [by, "low", "high", "lowest", "highest", "verdict"]
    frame = pd.DataFrame(found, columns=[by, "n", "noted", "low", "high", "lowest", "highest", "verdict"])
    return frame.astype(dict.fromkeys(words, "str") | {"n": "Int64", "noted": "Int64"})


def scale_by_voice(rows: pd.DataFrame, stages: Sequence[str]) -> pd.DataFrame:
    """One row is one voice of newest placements of whole areas: did it use the scale at all? Never shown one by one.

    Columns: voice, n (areas it placed on the scale), verdict (of `methods.camps.scale_used`; `too few` below three).
    """
    found = []
    for voice, own in rows.groupby("voice", sort=False):
        counts = levels_of(own, stages)
        found.append((voice, sum(counts), one_level(counts)))
    frame = pd.DataFrame(found, columns=["voice", "n", "verdict"])
    return frame.astype({"voice": "str", "n": "Int64", "verdict": "str"})


def levels_of(rows: pd.DataFrame, stages: Sequence[str]) -> list[int]:
    """How many placements there are at each level, `not yet evident` first."""
    counts = rows["level"].dropna().astype(int).value_counts()
    return [int(counts.get(level, 0)) for level in range(len(stages) + 1)]


def one_level(counts: Sequence[int]) -> Scale | Literal["too few"]:
    """Did one voice put everything at one level, or at the top? Below three things placed it cannot be told."""
    return scale_used(counts) if sum(counts) >= LEAST_THINGS else "too few"


__all__ = [
    "CONSENSUS", "PERSON", "SCHOOL",
    "by_schools", "distribution", "levels_of", "newest_by", "one_level", "profile", "scale_by_voice", "summed",
]  # fmt: skip
