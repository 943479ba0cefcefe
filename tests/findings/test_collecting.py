"""Exhibits and findings are read back from executed notebooks, each once, in reading order."""

from __future__ import annotations

from typing import Any

from nbformat.v4 import new_code_cell, new_notebook, new_output

from colsynth.findings.mime import EXHIBIT_MIME, FINDING_MIME
from colsynth.findings.notebooks import collect, record_in


def finding(name: str, chapter: str, claim: str = "It rose.") -> Any:
    record = {"id": name, "chapter": chapter, "claim": claim, "strength": 3}
    return new_output("display_data", data={FINDING_MIME: record})


def exhibit(name: str, chapter: str) -> Any:
    record = {"id": name, "chapter": chapter, "audience": "community", "question": "q", "title": "t"}
    return new_output("display_data", data={EXHIBIT_MIME: record})


def notebook(*outputs: Any) -> Any:
    return new_notebook(cells=[new_code_cell("", outputs=[output]) for output in outputs])


def test_records_come_in_the_order_of_the_outputs() -> None:
    exhibits, findings = collect(
        notebook(exhibit("b", "goals"), finding("b-1", "goals"), exhibit("a", "goals"), finding("a-1", "goals"))
    )
    assert [record["id"] for record in exhibits] == ["b", "a"]
    assert [record["id"] for record in findings] == ["b-1", "a-1"]


def test_what_is_not_in_the_agreed_form_is_no_record() -> None:
    for record in ({}, {"id": "", "chapter": "goals", "claim": "c", "strength": 3}, "text", None):
        assert record_in(new_output("display_data", data={FINDING_MIME: record}), FINDING_MIME) is None
    strong = {"id": "a", "chapter": "goals", "claim": "c", "strength": 7}
    assert record_in(new_output("display_data", data={FINDING_MIME: strong}), FINDING_MIME) is None
    assert record_in(new_output("stream", name="stdout", text="x"), FINDING_MIME) is None
