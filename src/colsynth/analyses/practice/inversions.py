"""Where do placements sit oddly together? A later indicator without its kin, one thing placed twice, a stage skipped.

Each is a prompt to talk, not a fault: the stages of some frameworks are not steps of one ladder, and words that look
alike may mean two things.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd

from colsynth.frameworks import Framework
from colsynth.frameworks.crosswalk import Pair

WITHOUT_KIN, PLACED_APART, SKIPPED = (
    "later without its kin",
    "near duplicates placed apart",
    "later stage before earlier",
)
FAR = 2  # levels between two placements of nearly the same, where the pack's indicators stand under no stage
Kind = Literal["later without its kin", "near duplicates placed apart"]


def without_kin(earlier: int, own_earlier: int, later: int, own_later: int) -> bool:
    """Is a later indicator met, at its own stage or above, while its kin of an earlier stage is not?"""
    return later >= own_later and earlier < own_earlier


def placed_apart(first: int, own_first: int, second: int, own_second: int) -> bool:
    """Is one of two near duplicates met and the other not, at different levels?

    Where they stand under no stage (0), whether they lie two levels apart.
    """
    if not own_first or not own_second:
        return abs(first - second) >= FAR
    return first != second and (first >= own_first) != (second >= own_second)


def pairs_at_odds(rows: pd.DataFrame, pack: Framework, pairs: Iterable[Pair]) -> pd.DataFrame:
    """One row is one pair of indicators that at least one voice placed at odds.

    `rows` are newest placements of indicators, `pairs` of the crosswalk. Columns: kind, first, second (indicators; the
    earlier one first), n (voices of whom it is so), of (voices that placed both on the scale), first_placed and
    second_placed (how many of those placed it at each level, lowest first, with a blank between).
    """
    own = {i.id: _place(pack, i.stage) for i in pack.indicators}
    levels = rows.dropna(subset=["level"]).pivot(index="voice", columns="indicator", values="level")
    found = []
    for pair in pairs:
        first, second = pair.start.indicator, pair.to.indicator
        if pair.how == "speaks to" or pair.start.framework != pack.id or first is None or second is None:
            continue
        if not {first, second} <= set(levels.columns):
            continue
        both = levels[[first, second]].dropna().astype(int)
        rule = without_kin if pair.how == "inversion" else placed_apart
        n = sum(rule(a, own[first], b, own[second]) for a, b in both.itertuples(index=False))
        if n:
            kind = WITHOUT_KIN if pair.how == "inversion" else PLACED_APART
            spread = [" ".join(map(str, _counts(both[one], len(pack.stages)))) for one in (first, second)]
            found.append((kind, first, second, n, len(both), *spread))
    names = ["kind", "first", "second", "n", "of", "first_placed", "second_placed"]
    return pd.DataFrame(found, columns=names).astype(dict.fromkeys(names, "str") | {"n": "Int64", "of": "Int64"})


def stages_skipped(fitted: pd.DataFrame) -> pd.DataFrame:
    """One row is one area and two stages: the later mostly met by a voice and the earlier mostly not.

    `fitted` as from `best_fit.fits`. Columns: area, earlier, later (places of stages), n (voices of whom it is so), of
    (voices that rated any indicator of the area).
    """
    found = [
        (str(area), int(earlier), int(later))
        for area, holds, lacks in zip(fitted["area"], fitted["holds"], fitted["lacks"], strict=True)
        for later in holds.split()
        for earlier in lacks.split()
        if int(earlier) < int(later)
    ]
    frame = pd.DataFrame(found, columns=["area", "earlier", "later"])
    frame = frame.groupby(["area", "earlier", "later"], sort=False, as_index=False).size()
    of = frame["area"].map(fitted["area"].value_counts())
    types = {"area": "str", "earlier": "Int64", "later": "Int64", "n": "Int64", "of": "Int64"}
    return frame.rename(columns={"size": "n"}).assign(of=of).astype(types)


def _place(pack: Framework, stage: str | None) -> int:
    return 0 if stage is None else [one.id for one in pack.stages].index(stage) + 1


def _counts(levels: pd.Series[int], stages: int) -> list[int]:
    return [int((levels == level).sum()) for level in range(stages + 1)]
