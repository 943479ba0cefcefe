"""How are findings handed on to other programs? As `findings.json`, with the fields that users rely on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from colsynth.findings.notebooks import Record

# What a finding carries for the page alone ("strength_words", "arithmetic") is not part of the record.
FIELDS = (
    "id", "chapter", "question", "claim", "size", "unit", "low", "high", "n", "of", "comparison", "direction",
    "strength", "reasons", "says_not", "bears_on", "provenance",
)  # fmt: skip


def write_findings(findings: Iterable[Record], path: Path) -> None:
    """Writes {"findings": [...]} in the order given (reading order, as `collect_all` returns them)."""
    records = [{field: finding.get(field) for field in FIELDS} for finding in findings]
    text = json.dumps({"findings": records}, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
