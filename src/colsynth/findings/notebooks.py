"""What did an executed chapter say? Reads exhibits and findings back out of a notebook's outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from colsynth.findings.mime import EXHIBIT_MIME, FINDING_MIME

Record = dict[str, Any]

NEEDED = {
    EXHIBIT_MIME: ("id", "chapter", "audience", "question", "title"),
    FINDING_MIME: ("id", "chapter", "claim"),
}


def read_notebook(path: Path) -> Any:
    """A notebook from disk; OSError or ValueError where the file is no notebook."""
    return nbformat.read(path, as_version=4)


def record_in(output: Any, mime: str) -> Record | None:
    """The exhibit or finding carried by one output, or None where it carries none that can be used."""
    if output.get("output_type") not in ("display_data", "execute_result"):
        return None
    payload = output.get("data", {}).get(mime)
    if not isinstance(payload, dict) or not all(isinstance(payload.get(key), str) for key in NEEDED[mime]):
        return None
    if mime == FINDING_MIME and payload.get("strength") not in range(5):
        return None
    return dict(payload) if payload["id"] else None


def error_in(notebook: Any) -> Any | None:
    """The first error output of a notebook, or None where every cell ran to its end."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return output
    return None


def collect(notebook: Any) -> tuple[list[Record], list[Record]]:
    """The exhibits and the findings of one executed notebook, each in the order of its outputs."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    exhibits = [record for output in outputs if (record := record_in(output, EXHIBIT_MIME))]
    findings = [record for output in outputs if (record := record_in(output, FINDING_MIME))]
    return exhibits, findings
