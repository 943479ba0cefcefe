"""Which codes of learners are one learner's, and is that learner at two schools at once?"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from colsynth.intake.checks.enrolments import overlapping


class Joined:
    """Learners that are one: every code leads to the same root."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, code: str) -> str:
        found = code
        while (above := self._above.get(found, found)) != found:
            found = above
        while (above := self._above.get(code, code)) != found:
            self._above[code], code = found, above
        return found

    def join(self, codes: Iterable[str]) -> None:
        first, *others = codes
        for other in others:
            self._above[self.root(other)] = self.root(first)

    def groups(self) -> dict[str, list[str]]:
        """Every code that was joined to another, by root."""
        found: dict[str, list[str]] = {}
        for code in {*self._above, *self._above.values()}:
            found.setdefault(self.root(code), []).append(code)
        return found


def at_two_schools(rows: pd.DataFrame) -> pd.Series[bool]:
    """Records of one person on two rolls at once, or with results of one term at two schools."""
    found = pd.Series(False, index=rows.index)
    roll = rows[rows["on_roll"] & rows["school"].notna()]
    later = overlapping(roll.assign(student=roll["person"]))
    found.loc[later] = True
    seen = rows[~rows["on_roll"] & rows["term"].notna() & rows["school"].notna()]
    found.loc[seen.index] = (seen.groupby(["person", "term"], sort=False)["school"].transform("nunique") > 1).to_numpy()
    return found
