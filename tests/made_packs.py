"""A small pack to change in tests, and the file it is written to."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

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


def small_pack() -> dict[str, Any]:
    """The pack as a file's content, each time anew."""
    return deepcopy(_PACK)


def write_pack(folder: Path, content: dict[str, Any], name: str = "signs") -> Path:
    """Write a pack's content into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
