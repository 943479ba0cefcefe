"""Who is followed from one term to another on each measure, and how is that said?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from colsynth.analyses import achievement, progress
from colsynth.analyses.progress import Span
from colsynth.exhibits.chapter import Chapter
from colsynth.protection.table import LEAST_LEARNERS
from colsynth.reference.norms import Curve, load_norms
from colsynth.reference.terms import spoken

FOLLOWED = ("test", "judgement")  # kinds of measure that a learner grows on from term to term


@dataclass(frozen=True)
class Followed:
    """One measure over two terms: `pairs` has a row a matched learner, `could` one for each who could be matched."""

    measure: str
    name: str
    over: Span
    results: pd.DataFrame
    pairs: pd.DataFrame
    could: pd.DataFrame

    def grouped(self, dimension: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Both with a column `group`; a learner in two ethnic groups has two rows."""
        pairs, could = (achievement.with_group(frame, dimension) for frame in (self.pairs, self.could))
        return pairs, could


def followed(chapter: Chapter, by: str) -> list[Followed]:
    """Each measure with results in two terms on one side of its breaks, those with most results first.

    `by` is what a result must have: a `scale_score`, or `expected` (it can be held against the mark).
    """
    return chapter.once(("followed", by), lambda: list(_followed(chapter, by)))


def _followed(chapter: Chapter, by: str) -> Iterator[Followed]:
    norms = load_norms(chapter.settings.workspace)
    known = chapter.results["measure"].isin(chapter.measures)
    seen = chapter.results[known & chapter.results[by].notna()]
    for measure in seen.groupby("measure").size().sort_values(ascending=False, kind="stable").index:
        if chapter.measures[measure].declared.kind not in FOLLOWED:
            continue
        results = seen[seen["measure"] == measure]
        over = progress.span(results["term"].unique(), [change.term for change in chapter.breaks_of(measure)])
        if over is not None:
            curve = Curve(norms, measure)
            pairs, could = progress.matched(results, over, curve), progress.could_match(results, over)
            yield Followed(measure, chapter.measure_name(measure), over, results, pairs, could)


def span_in_words(over: Span) -> str:
    """`from Term 3, 2025 to Term 3, 2026`."""
    return f"from {spoken(over.first)} to {spoken(over.last)}"


def span_in_short(over: Span) -> str:
    """`T3 2025 to T3 2026`, for a column of a table; the parts of a term stay on one line."""
    return " to ".join(f"{term[-2:]}\u00a0{term[:4]}" for term in (over.first, over.last))


def matched_in_words(matched: int, eligible: int, threshold: int) -> str:
    """`171 of the 247 learners who could be matched`; where the rest are few, how many they are is not said."""
    if matched > 0 and matched <= eligible - threshold:
        return f"{matched} of the {eligible} learners who could be matched"
    return f"nearly all of the {eligible} learners who could be matched"


def told_of(matched: int, eligible: int, threshold: int) -> int | None:
    """How many could be matched, where a finding may say so beside how many were."""
    return eligible if LEAST_LEARNERS <= matched <= eligible - threshold else None
