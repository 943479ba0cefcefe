"""What does the page say under a line that is broken? Before which term, of which lines, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from colsynth.analyses.breaks import LineBreak, between, replaced
from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.reference.terms import spoken


def said_of_breaks(shown: pd.DataFrame, by: str, breaks: Mapping[str, Sequence[LineBreak]]) -> list[str]:
    """One sentence a change that lies within the terms shown of a line (`by`), the earliest first."""
    lines: dict[LineBreak, list[str]] = {}
    for name, terms in shown.groupby(by, sort=False)["term"]:
        for change in between(breaks.get(str(name), ()), terms.min(), terms.max()):
            lines.setdefault(change, []).append(str(name))
    every = shown[by].nunique()
    return [
        f"{_whose(names, every)} broken before {spoken(change.term)}: {change.why}."
        for change, names in sorted(lines.items(), key=lambda found: found[0].term)
    ]


def _whose(names: list[str], every: int) -> str:
    if len(names) == every:
        return "The line is" if every == 1 else "Every line is"
    quoted = and_list([f"“{name}”" for name in names])
    return f"The line of {quoted} is" if len(names) == 1 else f"The lines of {quoted} are"


def said_of_replaced(chapter: Chapter) -> list[str]:
    """One sentence for each measure with results that took another's place in its subject."""
    return [
        f"“{new.name}” took the place of “{old.name}”, and the two are not one line: {why}."
        for new, old, why in replaced(sorted(chapter.results["measure"].unique()), chapter.measures)
    ]
