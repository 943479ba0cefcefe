"""A small pack to change in tests, in YAML and as a workbook, and the file it is written to."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from made_sheets import write_book

Sheets = dict[str, list[list[Any]]]

# Two areas and two stages; the first area has an indicator under each stage, the second a list.
_PACK: dict[str, Any] = {
    "framework": "signs",
    "name": "Signs of working together",
    "version": "2",
    "review_by": "2027-02-01",
    "source": {"title": "Our signs", "publisher": "Kererū Valley", "short": "Kererū", "read": "2026-02-01"},
    "attribution": "Written by the community.",
    "paraphrase": False,
    "words": {"area": "focus", "stage": "rung", "indicator": "sign"},
    "stages": [{"id": "1", "label": "Seldom", "spellings": ["rarely"]}, {"id": "2", "label": "Often"}],
    "areas": [
        {
            "id": "1",
            "name": "Whānau partnership",
            "questions": [{"id": "1a", "text": "Who is missing?"}],
            "indicators_by_stage": {
                "1": [{"id": "1.1.1", "text": "We meet."}],
                "2": [{"id": "1.2.1", "text": "We plan.", "kind": "outcome"}],
            },
        },
        {
            "id": "2",
            "name": "Trust",
            "indicators": [{"id": "2.1", "text": "We ask."}, {"id": "2.2", "text": "We answer."}],
        },
    ],
}

# The same as a workbook: numbers are given by the place in the list.
_BOOK: Sheets = {
    "Framework": [
        ["What", "Value", "What it means"],
        ["Name", "Signs of working together"],
        ["Version", "2"],
        ["Look at it again by", "2027-02-01"],
        ["Title", "Our signs"],
        ["Published by", "Kererū Valley"],
        ["Short name", "Kererū"],
        ["Read on", "2026-02-01"],
        ["Whose words", "Written by the community."],
        ["Word for an area", "focus"],
        ["Word for a stage", "rung"],
        ["Word for an indicator", "sign"],
    ],
    "Stages": [["Number", "Name", "Also called"], ["", "Seldom", "rarely"], ["", "Often", ""]],
    "Areas": [["Number", "Name"], ["", "Whānau partnership"], ["", "Trust"]],
    "Indicators": [
        ["Area", "Stage", "Number", "Text", "Kind"],
        ["Whānau partnership", "Seldom", "", "We meet.", ""],
        ["1", "2", "", "We plan.", "Outcome"],
        ["Trust", "", "", "We ask.", "practice"],
        ["trust", "", "", "We answer.", ""],
        ["Area 1", "", "", "Who is missing?", "question"],
    ],
}


def small_pack() -> dict[str, Any]:
    """The pack as a file's content, each time anew."""
    return deepcopy(_PACK)


def write_pack(folder: Path, content: dict[str, Any], name: str = "signs") -> Path:
    """Write a pack's content into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def small_book() -> Sheets:
    """The pack as the sheets of a workbook, each time anew."""
    return deepcopy(_BOOK)


def write_pack_book(folder: Path, sheets: Sheets, name: str = "signs") -> Path:
    """Write the sheets of a pack into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_book(folder / f"{name}.xlsx", sheets)
