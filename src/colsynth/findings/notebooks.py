"""What did an executed chapter say? Reads exhibits and findings back out of a notebook's outputs."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import nbformat

from colsynth.findings.mime import EXHIBIT_MIME, FINDING_MIME

Record = dict[str, Any]

SCHOOL = "school"  # the audience of what is for one member alone

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


def schools_addressed(notebook: Any) -> list[str]:
    """The codes of the schools that have exhibits of their own in one executed notebook, in its order."""
    return list(dict.fromkeys(str(own["school"]) for own in _own(notebook) if own.get("school")))


def for_community(notebook: Any) -> Any:
    """The notebook without what is for one school alone: its exhibits, and every finding that they carry."""
    own = {name for record in _own(notebook) for name in record.get("findings") or []}

    def stays(output: Any) -> bool:
        exhibit, finding = record_in(output, EXHIBIT_MIME), record_in(output, FINDING_MIME)
        return not (exhibit and exhibit["audience"] == SCHOOL) and not (finding and finding["id"] in own)

    return _with_cells(notebook, [_with_outputs(cell, stays) for cell in notebook.cells])


def for_school(notebook: Any, school: str) -> Any:
    """The notebook with what is for one school (its code) alone: its exhibits, their findings and the chapter's title.

    The other words of a chapter are about the community and stay with it.
    """
    mine = [record for record in _own(notebook) if record.get("school") == school]
    wanted = {name for record in mine for name in record.get("findings") or []}

    def stays(output: Any) -> bool:
        exhibit, finding = record_in(output, EXHIBIT_MIME), record_in(output, FINDING_MIME)
        return exhibit in mine or bool(finding and finding["id"] in wanted)

    cells = [_with_outputs(cell, stays) for cell in notebook.cells if cell.get("outputs")]
    return _with_cells(notebook, [*_title(notebook), *(cell for cell in cells if cell["outputs"])])


def _own(notebook: Any) -> list[Record]:
    """The exhibits that are for one school alone; one that does not say for which is for nobody."""
    return [record for record in collect(notebook)[0] if record["audience"] == SCHOOL]


def _title(notebook: Any) -> list[Any]:
    """The first heading of a chapter as a cell of its own; none where it has none."""
    for cell in notebook.cells:
        heading = re.search(r"^#+ +.+$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if heading:
            titled = copy(cell)
            titled["source"] = heading[0]
            return [titled]
    return []


def _with_outputs(cell: Any, stays: Callable[[Any], bool]) -> Any:
    if not cell.get("outputs"):
        return cell
    changed = copy(cell)
    changed["outputs"] = [output for output in cell["outputs"] if stays(output)]
    return changed


def _with_cells(notebook: Any, cells: list[Any]) -> Any:
    changed = copy(notebook)
    changed["cells"] = cells
    return changed
