"""May this finding be told? Its counts pass the same rule as a table's cells."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from colsynth.findings.model import Finding
from colsynth.findings.strength import Strength
from colsynth.protection.table import PEOPLE, Counted, Table, protect


def protect_finding(finding: Finding, threshold: int) -> Finding:
    """The finding as it may be told; one that counts too few people keeps its question and says just that."""
    if finding.population not in PEOPLE or (finding.n is None and finding.of is None):
        return finding
    frame = pd.DataFrame({"n": [finding.n], "of": [finding.of]}, dtype="Int64")
    counted = Counted("n") if finding.of is None else Counted("of", "n")
    table = Table(frame[list(counted.columns)], (), finding.population, (counted,))
    if not protect(table, threshold).hidden.any(axis=None):
        return finding
    few = f"Too few {finding.population} to show the answer without showing a person, or all of them alike."
    return replace(
        finding,
        claim=f"{finding.question} The number is hidden [c]. {few}",
        strength=Strength(0, (few,), "0 = hidden"),
        size=None,
        low=None,
        high=None,
        n=None,
        of=None,
        comparison="",
        direction="hidden",
    )
