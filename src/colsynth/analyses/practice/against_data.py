"""Does what the data say of an outcome agree with how it was rated, by whom and when?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from colsynth.analyses.practice.placements import CONSENSUS, PERSON, SCHOOL, newest
from colsynth.methods.ordinal import middle
from colsynth.reference.terms import term_number

HIGH, LOW, BETWEEN, TOO_FEW, NOT_RATED = "high", "low", "between", "by too few", "not rated"
RISING, FALLING, FLAT, UNCLEAR, NOT_TOLD = "rising", "falling", "flat", "not clear", "not told"
AGREEING, CONTRADICTING, SILENT = "agreeing", "contradicting", "silent"

LEVEL = 0.05  # difference of shares; 95 % limits within it either way say that nothing much moved; our rule
YEAR = 4  # terms: placements older than the newest by so much are of another time; so are data that ended before it
COLUMNS = {
    "indicator": "str", "placed_by": "str", "term": "str", "n": "Int64", "noted": "Int64", "low": "Int64",
    "high": "Int64", "rated": "str",
}  # fmt: skip


def rated(placed: pd.DataFrame, marks: Mapping[str, int], members: int, least: int) -> pd.DataFrame:
    """One row is one indicator of `marks`: how the community as a whole rated it.

    `placed` as of `placements`; `marks` gives the level from which an indicator counts as rated high; `members` schools
    there are; fewer than `least` single people are not heard, nor are others where so few placed it earlier. What was
    placed together stands for all; else the middle of the schools where more than half of them placed it; else that of
    single people; the newest of these. Columns: indicator; placed_by (empty where not rated); term (of the newest
    placement, empty where none is dated); n (placements), noted (of these, with evidence); low, high (levels of the
    lower and upper middle); rated (`high`, `low`, `between`, `by too few` or `not rated`).
    """
    scaled = newest(placed)
    scaled = scaled[scaled["indicator"].notna() & scaled["level"].notna()]
    enough = {CONSENSUS: 1, SCHOOL: members // 2 + 1, PERSON: least}
    rows: list[dict[str, object]] = []
    for indicator, mark in marks.items():
        own = _of_its_year(scaled[scaled["indicator"] == indicator])
        by = {who: own[own["placed_by"] == who] for who in enough}
        older = int((scaled["indicator"].eq(indicator) & scaled["placed_by"].eq(PERSON)).sum()) - len(by[PERSON])
        if 0 < older < least:  # the middle of all and that of these, side by side, would tell of the few
            by.pop(PERSON)
        heard = {who: rows for who, rows in by.items() if len(rows) >= enough[who]}
        if not heard:
            rows.append({"indicator": indicator, "rated": NOT_RATED if own.empty else TOO_FEW})
            continue
        who = max(
            heard, key=lambda name: heard[name]["term"].fillna("").max()
        )  # the first of them where they are alike
        levels = heard[who]["level"].astype(int)
        at = middle([int((levels == level).sum()) for level in range(int(levels.max()) + 1)])
        assert at is not None
        rows.append({
            "indicator": indicator, "placed_by": who, "term": heard[who]["term"].dropna().max(), "n": len(levels),
            "noted": int((~heard[who]["asserted"].astype(bool)).sum()), "low": at.low, "high": at.high,
            "rated": rated_as(at.low, at.high, mark),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _of_its_year(own: pd.DataFrame) -> pd.DataFrame:
    """The placements of the year that ends with the newest; those without a term where none has one."""
    dated = own.dropna(subset=["term"])
    if dated.empty:
        return own
    newest_term = term_number(str(dated["term"].max()))
    return dated.loc[[newest_term - term_number(str(term)) < YEAR for term in dated["term"]]]


def rated_as(low: int, high: int, mark: int) -> str:
    """Where the middle of placements stands, its levels from `low` to `high` (0 for not yet evident).

    From `mark` on it is high; not yet evident, or at the first stage where that lies below `mark`, it is low.
    """
    if low >= mark:
        return HIGH
    return LOW if high <= min(1, mark - 1) else BETWEEN


def data_say(low: float | None, high: float | None, margin: float = LEVEL) -> str:
    """What 95 % limits of a change say: on one side of none, both within `margin` of none, or neither of these."""
    if low is None or high is None or low != low or high != high:
        return NOT_TOLD
    if low > 0:
        return RISING
    if high < 0:
        return FALLING
    return FLAT if -margin <= low and high <= margin else UNCLEAR


def taken_together(words: Iterable[str]) -> str:
    """What several measures say of one outcome: a word that more than half of those that tell give, and none gainsays.

    Rising and falling gainsay each other, and each gainsays flat. So one of many measures that moves by chance is no
    movement.
    """
    told = [word for word in words if word != NOT_TOLD]
    if not told:
        return NOT_TOLD
    against = {RISING: (FALLING,), FALLING: (RISING,), FLAT: (RISING, FALLING)}
    for word, others in against.items():
        if 2 * told.count(word) > len(told) and not any(other in told for other in others):
            return word
    return UNCLEAR


def held_against(rating: str, data: str) -> str:
    """Whether a rating and the data agree; silent where either cannot tell, or the rating is neither high nor low."""
    if (rating == HIGH and data == RISING) or (rating == LOW and data in (FLAT, FALLING)):
        return AGREEING
    if (rating == HIGH and data in (FLAT, FALLING)) or (rating == LOW and data == RISING):
        return CONTRADICTING
    return SILENT


def of_its_time(term: str | None, first: str, last: str) -> bool:
    """Whether data from `first` to `last` can be held against a placement of `term`: made within them, or a year on."""
    if term is None or term != term:
        return False
    return term_number(first) <= term_number(term) < term_number(last) + YEAR + 1
