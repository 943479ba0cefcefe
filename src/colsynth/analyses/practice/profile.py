"""How does the community see its own collaboration: which stage was each area placed at, and by whom?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from colsynth.frameworks import NOT_APPLICABLE
from colsynth.frameworks import NOT_YET_EVIDENT as NOT_YET
from colsynth.methods.ordinal import middle

__all__ = ["CONSENSUS", "NOT_APPLICABLE", "NOT_RATED", "NOT_YET", "indicators", "newest_ratings", "profile", "voices"]

NOT_RATED = "not rated"
PERSONS = "person"
CONSENSUS = "consensus"


def newest_ratings(ratings: pd.DataFrame, framework: str, until: str, persons: bool) -> pd.DataFrame:
    """One row is the newest rating, up to the term `until`, of one area or indicator by one rater or school.

    `persons` true keeps ratings placed by single people, false those placed by a school or by consensus.
    A rating left blank is kept, with `stage` as `not rated`.
    """
    kept = ratings[(ratings["framework"] == framework) & (ratings["term"].isna() | (ratings["term"] <= until))]
    kept = kept[(kept["placed_by"] == PERSONS) == persons]
    kept = kept.sort_values(["term", "date", "source_file", "source_row"], na_position="first", kind="stable")
    kept = kept.assign(voice=_voice(kept))
    kept = kept.drop_duplicates(["area", "indicator", "voice"], keep="last")
    return kept.assign(stage=kept["stage"].fillna(NOT_RATED)).reset_index(drop=True)


def _voice(ratings: pd.DataFrame) -> pd.Series[str]:
    """Whose a rating is: the school's, everyone's together, or one person's; a person without a code is a row's own."""
    places = [ratings[column].astype("str").fillna("") for column in ("source_file", "source_sheet", "source_row")]
    row = places[0] + " " + places[1] + " " + places[2]
    person = ratings["school"].fillna("") + " " + ratings["rater"].where(ratings["rater"].notna(), row)
    school = ratings["school"].fillna("")
    together = ratings["placed_by"] == CONSENSUS
    voice = person.where(ratings["placed_by"] == PERSONS, "school " + school).where(~together, CONSENSUS)
    return voice.astype("str")


def profile(newest: pd.DataFrame, areas: Sequence[str], stages: Sequence[str]) -> pd.DataFrame:
    """One row is one area and answer: how many placed the whole area there.

    Columns: area, answer (`not yet evident`, each stage in order, `not applicable`, `not rated`), n (those
    who gave it), of (those who rated any area, so that blanks show), low, high (the lower and upper middle
    answer among `not yet evident` and the stages; both empty where nobody placed the area), together (the
    newest answer that was placed by consensus, which is one answer and not one more voice). Never a mean. Where
    there is nothing but consensus, it is what is counted.
    """
    whole = newest[newest["indicator"].isna()]
    agreed = whole[whole["placed_by"] == CONSENSUS].drop_duplicates("area", keep="last").set_index("area")["stage"]
    if not whole["placed_by"].eq(CONSENSUS).all():
        whole = whole[whole["placed_by"] != CONSENSUS]
    of = whole["voice"].nunique()
    scale = [NOT_YET, *stages]
    rows = []
    for area in areas if of else ():
        given = whole.loc[whole["area"] == area, "stage"].value_counts()
        counts = {answer: int(given.get(answer, 0)) for answer in (*scale, NOT_APPLICABLE)}
        at = middle([counts[answer] for answer in scale])
        counts[NOT_RATED] = of - sum(counts.values())
        low, high = (scale[at.low], scale[at.high]) if at else (None, None)
        rows += [(area, answer, n, of, low, high, agreed.get(area)) for answer, n in counts.items()]
    frame = pd.DataFrame(rows, columns=["area", "answer", "n", "of", "low", "high", "together"])
    return frame.astype(dict.fromkeys(frame.columns, "str") | {"n": "Int64", "of": "Int64"})


def indicators(newest: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """One row is one indicator, in the framework's `order`, and answer somebody gave: n of `of` ratings of it."""
    single = newest[newest["indicator"].notna()]
    frame = (
        single.groupby(["indicator", "stage"], as_index=False).size().rename(columns={"stage": "answer", "size": "n"})
    )
    frame["of"] = frame.groupby("indicator")["n"].transform("sum")
    place = {indicator: i for i, indicator in enumerate(order)}
    frame = frame.sort_values("indicator", key=lambda column: column.map(place), kind="stable")
    return frame.astype({"n": "Int64", "of": "Int64"}).reset_index(drop=True)


def voices(ratings: pd.DataFrame, framework: str, until: str) -> pd.DataFrame:
    """One row is one role among those who rated as single people: n different raters up to the term."""
    kept = ratings[(ratings["framework"] == framework) & (ratings["placed_by"] == PERSONS)]
    kept = kept[kept["term"].isna() | (kept["term"] <= until)]
    people = kept.assign(role=kept["role"].fillna("not given"), voice=_voice(kept)).drop_duplicates(["role", "voice"])
    return people.groupby("role", as_index=False).size().rename(columns={"size": "n"}).astype({"n": "Int64"})
