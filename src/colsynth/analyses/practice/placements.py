"""Who placed what, when, and on what evidence? One frame under everything that is said of ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import pandas as pd

from colsynth.frameworks import NOT_APPLICABLE
from colsynth.frameworks import NOT_YET_EVIDENT as NOT_YET

NOT_RATED = "not rated"
SCHOOL, CONSENSUS, PERSON = "school", "consensus", "person"
_UNNAMED = "person without a code"

COLUMNS = {
    "area": "str", "indicator": "str", "voice": "str", "placed_by": "str", "role": "str", "school": "str",
    "term": "str", "answer": "str", "level": "Int64", "asserted": "boolean", "evidence": "str", "link": "str",
    "source_file": "str", "source_sheet": "str", "source_row": "Int64",
}  # fmt: skip


def placements(ratings: pd.DataFrame, framework: str, stages: Sequence[str], until: str) -> pd.DataFrame:
    """One row is the last placement of one area or indicator by one voice in one term, up to the term `until`.

    `ratings` as in the register; `stages` are the ids of the framework's stages, lowest first. Columns: area, indicator
    (empty where the whole area was placed); voice (whose it is, over terms: a school's own, everyone's together, or
    one person's; never shown); placed_by (`school`, `consensus`, `person`), role, school (empty where not given); term
    (empty where the sheet gives neither day nor term); answer (a stage's id, `not yet evident`, `not applicable`,
    `not rated`); level (0 for not yet evident, 1 for the lowest stage and so on; empty off the scale); asserted (placed
    on the scale with neither a note of evidence nor a link; empty off the scale); evidence, link; source_file,
    source_sheet, source_row. A person without a code is found in no other sheet and term: such people are as many as
    place one thing there, so that nobody counts as several. Every rating of the register is by the ids of the loaded
    version, whichever it was written in.
    """
    kept = ratings[(ratings["framework"] == framework) & (ratings["term"].isna() | (ratings["term"] <= until))]
    kept = kept.sort_values(["term", "date", "source_file", "source_row"], na_position="first", kind="stable")
    kept = kept.assign(voice=_voice(kept), answer=kept["stage"].fillna(NOT_RATED))
    kept = kept.drop_duplicates(["term", "area", "indicator", "voice"], keep="last")
    levels: Mapping[str, int] = {answer: level for level, answer in enumerate((NOT_YET, *stages))}
    level = kept["answer"].map(levels).astype("Int64")
    noted = kept["evidence"].notna() | kept["link"].notna()
    kept = kept.assign(level=level, asserted=(~noted).astype("boolean").where(level.notna()))
    return kept[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)


def newest(placed: pd.DataFrame) -> pd.DataFrame:
    """The rows of `placements` that stand now: the last answer of each area or indicator by each voice.

    A blank in a later term takes nothing back, as who fills a sheet in part has not said that the rest has changed. Of
    people without a code the last term alone stands in which any of them answered: they may be the same in all.
    """
    said = placed.assign(said=placed["answer"] != NOT_RATED).sort_values(["said", "term"], na_position="first")
    unnamed = said["voice"].str.startswith(_UNNAMED)
    of_thing = [said["area"], said["indicator"]]
    last = said["term"].where(unnamed & said["said"]).groupby(of_thing, dropna=False).transform("max")
    said = said[~(unnamed & last.notna() & said["term"].ne(last).fillna(True))]
    stands = said.drop_duplicates(["area", "indicator", "voice"], keep="last")
    return stands.drop(columns="said").sort_index().reset_index(drop=True)


def ratings_table(placed: pd.DataFrame, thing: str = "area") -> pd.DataFrame:
    """Levels of the newest placements, a row for each area or indicator (`thing`) and a column for each voice.

    Not a number where a voice did not place it on the scale. Whole areas alone where `thing` is `area`. What was placed
    by consensus is left out: it is not one more voice.
    """
    rows = newest(placed[placed["placed_by"] != CONSENSUS])
    rows = rows[rows["indicator"].isna() if thing == "area" else rows["indicator"].notna()]
    return rows.assign(level=rows["level"].astype("Float64")).pivot(index=thing, columns="voice", values="level")


def _voice(ratings: pd.DataFrame) -> pd.Series[str]:
    school = "school " + ratings["school"].fillna("")
    person = "person " + ratings["school"].fillna("") + " " + ratings["rater"]
    person = person.where(ratings["rater"].notna(), _unnamed(ratings))
    together = ratings["placed_by"] == CONSENSUS
    return person.where(ratings["placed_by"] == PERSON, school).where(~together, CONSENSUS).astype("str")


def _unnamed(ratings: pd.DataFrame) -> pd.Series[str]:
    """People without a code: a row each in a sheet of several things a row, else the first, second ... on a thing."""
    sheet = ["source_file", "source_sheet"]
    several = ratings.duplicated([*sheet, "source_row"], keep=False)
    wide = several.groupby([ratings[name] for name in sheet], dropna=False).transform("any")
    nth = ratings.groupby([*sheet, "school", "role", "term", "area", "indicator"], dropna=False).cumcount()
    parts = [ratings[name].astype("str").fillna("") for name in ("school", "role", "term", *sheet)]
    numbers = nth.where(~wide, ratings["source_row"]).astype("str")
    return reduce(lambda text, part: text + " " + part, [*parts, numbers], pd.Series(_UNNAMED, index=ratings.index))


__all__ = [
    "COLUMNS", "CONSENSUS", "NOT_APPLICABLE", "NOT_RATED", "NOT_YET", "PERSON", "SCHOOL",
    "newest", "placements", "ratings_table",
]  # fmt: skip
