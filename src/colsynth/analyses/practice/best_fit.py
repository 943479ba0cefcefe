"""Which stage fits an area best, by the indicators that stand under its stages, and what carries it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from colsynth.analyses.practice.placements import NOT_APPLICABLE, NOT_RATED, NOT_YET
from colsynth.frameworks import Framework
from colsynth.methods.moved import sign_test

MET, PARTLY, DIVIDED = "met", "partly", "divided"
SAID = (MET, PARTLY, NOT_YET, NOT_APPLICABLE, NOT_RATED)
Fit = Literal["best fit", "between", "none yet", "too few rated"]

# The rule, as a page prints it.
RULE = (
    "An indicator is met where it was placed at its own stage or above, and partly met where it was placed lower. The "
    "best fit is the highest stage of which more than half of the indicators that were rated and apply are met, and at "
    "least half of those that apply were rated{}; “between” where some are met and no stage has more than half."
)
RULE_NESTED = ", where that holds of every stage below it too"


@dataclass(frozen=True)
class BestFit:
    """The verdict of one voice on one area, and the place of its stage: 1 for the lowest; 0 unless there is a fit."""

    verdict: Fit
    stage: int


def best_fit(met: Sequence[int], rated: Sequence[int], apply: Sequence[int], nested: bool) -> BestFit:
    """The best-fit stage from numbers of indicators, one a stage, lowest first: how many are met, rated, and apply.

    `rated` are placed on the scale and `apply` are all but those said not to apply. With `nested` stages one fits only
    where all below it do. Outcome: `RULE`; `none yet` where stages were rated and no indicator of them is met, and `too
    few rated` where no stage has enough, or the lowest of nested ones. ValueError unless met <= rated <= apply.

    Source: our own; that a column fits best as a whole and need not be met in full is ERO's use of its columns.
    """
    if not len(met) == len(rated) == len(apply):
        raise ValueError("Three numbers a stage are needed.")
    if any(not 0 <= m <= r <= a for m, r, a in zip(met, rated, apply, strict=True)):
        raise ValueError("Indicators met are some of those rated, and those some of the ones that apply.")
    enough = [a > 0 and 2 * r >= a for r, a in zip(rated, apply, strict=True)]
    holds = [e and 2 * m > r for e, m, r in zip(enough, met, rated, strict=True)]
    if nested:
        below = [all(holds[: stage + 1]) for stage in range(len(holds))]
        if not holds or not any(below):
            holds, enough = [False] * len(holds), enough[:1]
        else:
            holds = below
    if any(holds):
        return BestFit("best fit", max(stage for stage, held in enumerate(holds, 1) if held))
    if not any(enough):
        return BestFit("too few rated", 0)
    return BestFit("between" if any(m for m, e in zip(met, enough, strict=False) if e) else "none yet", 0)


Beside = Literal["as placed", "lower than placed", "higher than placed", "not clear", "nothing beside"]
MOST_P = 1 / 16  # two-sided exact sign test: five apart and all one way, or nine with one against; our rule


def beside_placed(lower: int, same: int, higher: int) -> Beside:
    """How do voices stand by their indicators, against where they placed the area as a whole?

    The numbers are of voices whose best fit is lower than, at, or higher than their own placement. What more than half
    of them are is the verdict; lower or higher only where the sign test gives so one-sided a split to chance at most
    once in 16. Else it is not clear, and `nothing beside` where none has both. ValueError below zero.

    Source of the test: see `methods.moved`; with a few indicators a stage, a voice falls short by chance alone.
    """
    if min(lower, same, higher) < 0:
        raise ValueError("Voices are counted.")
    half = (lower + same + higher) / 2
    if not half:
        return "nothing beside"
    if same > half:
        return "as placed"
    if max(lower, higher) > half and sign_test(higher, lower) <= MOST_P:
        return "lower than placed" if lower > higher else "higher than placed"
    return "not clear"


def standing(rows: pd.DataFrame, pack: Framework) -> pd.DataFrame:
    """One row is one voice and indicator, of every area that the voice rated any indicator of.

    `rows` are newest placements of indicators. Columns: voice, area, stage (place of the indicator's own, 1 lowest),
    indicator, said (one of `SAID`), noted (met, and with a note or a link). Only indicators that stand under a stage.
    """
    place = {stage.id: i for i, stage in enumerate(pack.stages, 1)}
    known = pd.DataFrame(
        [(i.area, place[i.stage], i.id) for i in pack.indicators if i.stage is not None],
        columns=["area", "stage", "indicator"],
    ).astype({"area": "str", "indicator": "str", "stage": "int64"})
    there = rows.loc[rows["answer"] != NOT_RATED, ["voice", "area"]].drop_duplicates()
    given = rows[["voice", "indicator", "answer", "level", "asserted"]]
    every = there.merge(known, on="area").merge(given, on=["voice", "indicator"], how="left")
    level = every["level"].astype("Float64")
    said = every["answer"].where(every["answer"] == NOT_APPLICABLE, NOT_RATED)
    own = {MET: level >= every["stage"], PARTLY: (level > 0) & (level < every["stage"]), NOT_YET: level == 0}
    for word, holds in own.items():
        said = said.mask(holds.fillna(False).astype(bool), word)
    noted = (said == MET) & every["asserted"].eq(False).fillna(False)
    every = every.assign(said=said.astype("str"), noted=noted.astype(bool))
    return every[["voice", "area", "stage", "indicator", "said", "noted"]]


def fits(stood: pd.DataFrame, pack: Framework, placed: pd.DataFrame) -> pd.DataFrame:
    """One row is one voice and area: its best fit by `best_fit`. Never shown one by one.

    `stood` as from `standing`; `placed` the newest placements of whole areas. Columns: voice, area, verdict, stage (its
    place; empty without a fit), level (where the voice placed the area as a whole; empty where it did not), backed
    (whether at least half of the met indicators of the stage have a note or a link), and for every stage whether more
    than half of enough rated ones are met and whether most are not (`holds`, `lacks`: places, joined by a blank).
    """
    levels = placed.dropna(subset=["level"]).set_index(["voice", "area"])["level"]
    found = []
    for (voice, area), own in stood.groupby(["voice", "area"], sort=False):
        counts = own.groupby(["stage", "said"]).size().unstack(fill_value=0)
        counts = counts.reindex(index=range(1, len(pack.stages) + 1), columns=list(SAID), fill_value=0)
        met, rated = counts[MET], counts[[MET, PARTLY, NOT_YET]].sum(axis=1)
        apply = rated + counts[NOT_RATED]
        fit = best_fit(met.tolist(), rated.tolist(), apply.tolist(), pack.nested)
        carried = own[(own["stage"] == fit.stage) & (own["said"] == MET)]
        enough = (apply > 0) & (2 * rated >= apply)
        holds, lacks = counts.index[enough & (2 * met > rated)], counts.index[enough & (2 * met < rated)]
        found.append(
            (voice, area, fit.verdict, fit.stage or None, levels.get((voice, area)),
             bool(fit.stage) and 2 * int(carried["noted"].sum()) >= len(carried),
             " ".join(map(str, holds)), " ".join(map(str, lacks)))
        )  # fmt: skip
    columns = ["voice", "area", "verdict", "stage", "level", "backed", "holds", "lacks"]
    words = ["voice", "area", "verdict", "holds", "lacks"]
    types = dict.fromkeys(words, "str") | {"stage": "Int64", "level": "Int64", "backed": "bool"}
    return pd.DataFrame(found, columns=columns).astype(types)


def by_stage(stood: pd.DataFrame, fitted: pd.DataFrame, pack: Framework) -> pd.DataFrame:
    """One row is one area and stage: what most voices say of its indicators, and how many fit there.

    Columns: area, stage (its place), voices (that rated any of the area), a column for each of `SAID` and `divided`: of
    how many indicators more than half of the voices say so (`divided`: of which no more than half say any one), which
    (those met, by position), placed (placements that are met) and noted (of them, with a note or a link), here (voices
    whose best fit it is), beside (voices that placed the whole area there).
    """
    found = []
    for area in dict.fromkeys(fitted["area"]):
        voices = fitted[fitted["area"] == area]
        for stage in range(1, len(pack.stages) + 1):
            own = stood[(stood["area"] == area) & (stood["stage"] == stage)]
            said = own.groupby(["indicator", "said"], sort=False).size().unstack(fill_value=0)
            said = said.reindex(columns=list(SAID), fill_value=0)
            most = (2 * said).gt(len(voices))
            which = [indicator.id for indicator in pack.indicators if most[MET].get(indicator.id, False)]
            met = own["said"] == MET
            found.append(
                (area, stage, len(voices), *(int(most[word].sum()) for word in SAID), int((~most.any(axis=1)).sum()),
                 ", ".join(which), int(met.sum()), int(own["noted"].sum()), int((voices["stage"] == stage).sum()),
                 int((voices["level"] == stage).sum()))
            )  # fmt: skip
    names = ["area", "stage", "voices", *SAID, DIVIDED, "which", "placed", "noted", "here", "beside"]
    frame = pd.DataFrame(found, columns=names)
    return frame.astype(dict.fromkeys(names, "Int64") | {"area": "str", "which": "str"})


def by_area(fitted: pd.DataFrame) -> pd.DataFrame:
    """One row is one area: how many voices have each verdict of `best_fit`, and how they stand beside placements.

    Columns: area, voices; `best fit`, `between`, `none yet`, `too few rated` (voices); backed (voices whose best fit
    has evidence); lower, same, higher (voices by their indicators against their own placement of the area, `none yet`
    as not yet evident); verdict (`beside_placed`).
    """
    found = []
    for area, own in fitted.groupby("area", sort=False):
        counts = [int((own["verdict"] == verdict).sum()) for verdict in get_args(Fit)]
        stage = own["stage"].mask(own["verdict"] == "none yet", 0)
        apart = (stage - own["level"]).dropna()
        sides = int((apart < 0).sum()), int((apart == 0).sum()), int((apart > 0).sum())
        found.append((area, len(own), *counts, int(own["backed"].sum()), *sides, beside_placed(*sides)))
    names = ["area", "voices", *get_args(Fit), "backed", "lower", "same", "higher", "verdict"]
    frame = pd.DataFrame(found, columns=names)
    return frame.astype(dict.fromkeys(names, "Int64") | {"area": "str", "verdict": "str"})
