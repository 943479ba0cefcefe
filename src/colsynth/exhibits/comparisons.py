"""Which groups does a chapter hold against which, in which order of measures, and how are differences written?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from colsynth.analyses import achievement, clustering
from colsynth.analyses.comparisons import Comparison, comparisons
from colsynth.exhibits.chapter import Chapter
from colsynth.reference.terms import term_number

SHOWN = {
    "gender": ("gender",),
    "ethnic group": ("ethnic group",),
    "further support": ("learning support", "English learners", "list"),
    "two traits": ("gender and ethnic group",),
}  # what an exhibit tells together
MINUS = "−"


def held_against(chapter: Chapter, traits: Sequence[str]) -> list[Comparison]:
    """The comparisons of some traits, from each learner's newest enrolment."""
    return [one for one in chapter.once(("comparisons",), lambda: _all(chapter)) if one.trait in traits]


def _all(chapter: Chapter) -> list[Comparison]:
    people = achievement.newest_enrolment(chapter.snapshot.frame("students"))
    if chapter.settings.ethnicity == "prioritised":
        people = achievement.prioritised(people, chapter.groups)
    people = people.assign(flags=people["flags"].map(chapter.without_names).astype("str"))
    return comparisons(people, chapter.groups, chapter.settings.compare_with)


def likeness(chapter: Chapter) -> dict[str, dict[str, float]]:
    """How alike learners of one class are, by mark and measure."""
    top = chapter.once(("class_icc", "top"), lambda: clustering.class_icc_by_measure(chapter.results, "top"))
    return {"expected": chapter.class_icc, "top": top}


def in_order(chapter: Chapter, found: pd.DataFrame) -> pd.DataFrame:
    """The rows with measures by their newest term, then those with most learners; otherwise as they came."""
    size = chapter.results.groupby("measure").size()
    newest = found.groupby("measure")["term"].max()
    order = sorted(newest.index, key=lambda m: (-term_number(newest[m]), -int(size[m]), m))
    place = {measure: i for i, measure in enumerate(order)}
    return found.sort_values("measure", key=lambda c: c.map(place), kind="stable").reset_index(drop=True)


def left_out(found: pd.DataFrame) -> str:
    """Which groups are nowhere held against others, being too few, as a sentence; empty where none is."""
    few = [str(group) for group, own in found.groupby("group", sort=False) if (own["verdict"] == "too few").all()]
    if not few:
        return ""
    return f"Fewer than ten learners on a side, so not held against others: {', '.join(few)}."


def by_chance(n: int) -> str:
    """What chance alone would make of many comparisons, as a sentence; empty for a few."""
    if n < 10:
        return ""
    return f"With {n} comparisons, one in twenty or so would look clear by chance alone: trust what keeps coming back."


def each(how: Callable[..., str], *columns: pd.Series[Any]) -> pd.Series[str]:
    """A text made of the numbers of each row; empty where one of them is."""
    values = [None if any(map(pd.isna, row)) else how(*row) for row in zip(*columns, strict=True)]
    return pd.Series(values, index=columns[0].index, dtype="str")


def slug(text: object) -> str:
    """A group's name as a part of an id."""
    return "-".join("".join(c if c.isalnum() else " " for c in str(text).lower()).split())


def points(share: float) -> str:
    """A difference of shares as whole points with its sign, `−12`; what rounds to none keeps one decimal, `−0.2`."""
    whole, tenths = abs(rounded(share)), round(1000 * abs(share)) / 10
    sign = MINUS if share < 0 else "+"
    return f"{sign}{whole}" if whole else f"{sign}{tenths:.1f}" if tenths else "0"


def rounded(share: float) -> int:
    """A difference of shares in whole points, halves away from nothing."""
    return int(100 * abs(share) + 0.5 + 1e-9) * (1 if share >= 0 else -1)


def in_points(share: float) -> str:
    """The size of a difference in words: `12 points`."""
    whole = abs(rounded(share))
    return "less than a point" if whole == 0 else f"{whole} {'point' if whole == 1 else 'points'}"


def spanned(low: float, high: float, how: str = "points") -> str:
    """Limits in words: `−18 to −6`, or of a ratio `0.70 to 0.94`."""
    if how == "points":
        return f"{points(low)} to {points(high)}"
    return f"{low:.2f} to {'no limit' if pd.isna(high) else f'{high:.2f}'}"
