"""Are the packs in our own words? No sentence of a pack shares five words on end with the document it comes from.

The documents are not shipped: COLSYNTH_SOURCES names a folder that holds them (default `../shared/sources`), each file
beginning with its number. The names of ERO's seven areas are kept, as the names of a published thing.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from colsynth.frameworks import Framework, load_framework

# Pack: the number with which the file of its document begins.
DOCUMENTS = {
    "ero-collaborative-practice": "001",
    "kahukura-lessons": "000",
    "six-foci": "002",
    "beyond-sharing": "003",
    "goal-directed-networks": "004",
}
RUN = 5  # words


def sentences(pack: Framework) -> list[str]:
    names = [area.name for area in pack.areas] if pack.id != "ero-collaborative-practice" else []
    return [*(statement.text for statement in pack.statements()), *pack.found, *names, pack.attribution]


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold().replace("'", "").replace("’", ""))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_a_run_of_five_words_is_found_whatever_stands_between_them() -> None:
    assert (
        runs("Leaders’ skills, and (so) on.")
        == runs("leaders' skills and so on")
        == {("leaders", "skills", "and", "so", "on")}
    )
    assert runs("Four words are few.") == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_sentence_of_a_pack_shares_five_words_on_end_with_its_source(name: str, project: Path) -> None:
    folder = Path(os.environ.get("COLSYNTH_SOURCES") or project.parent / "shared" / "sources")
    found = sorted(folder.glob(f"{DOCUMENTS[name]}_*.txt"))
    if not found:
        pytest.skip(f"the document behind {name} is not in {folder}; COLSYNTH_SOURCES names its folder")
    source = runs(found[0].read_text(encoding="utf-8"))
    shared = {text: sorted(runs(text) & source) for text in sentences(load_framework(name))}
    assert {text: those for text, those in shared.items() if those} == {}
