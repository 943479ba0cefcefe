"""Why is there no value? The marks and words that stand where a value would stand, by the kind of column."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from colsynth.reference.declared import Declared, read_declared
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files


class Marks(Declared):
    """`data/reference/marks.yaml`: reasons with their spellings, for results, for counts and shares, and elsewhere.

    `doubtful` gives short texts that may mean any of several levels.
    """

    source: str
    results: dict[str, list[str]]
    counts: dict[str, list[str]]
    anything: dict[str, list[str]]
    doubtful: dict[str, list[str]] = {}

    @cached_property
    def _folded(self) -> dict[str, dict[str, str]]:
        kinds = {"results": self.results, "counts": self.counts, "anything": self.anything}
        return {
            kind: {fold(text): why for why, spelt in reasons.items() for text in (why, *spelt)}
            for kind, reasons in kinds.items()
        }

    def of_result(self, text: str) -> str | None:
        """Why a learner has no result, where the cell says so."""
        return self._folded["results"].get(fold(text))

    def of_count(self, text: str) -> str | None:
        """Why a group's count or share is not shown, where the cell says so."""
        return self._folded["counts"].get(fold(text))

    def of_anything(self, text: str) -> str | None:
        """Why any other cell has no value, where it says so."""
        return self._folded["anything"].get(fold(text))


@cache
def load_marks(workspace: Path | None = None) -> Marks:
    """The marks as the workspace declares them, else as shipped."""
    return read_marks(data_files("reference", workspace)["marks"])


def read_marks(path: Path) -> Marks:
    """The marks in one file, or a SettingsError with every fault in plain words."""
    return read_declared(path, Marks)
