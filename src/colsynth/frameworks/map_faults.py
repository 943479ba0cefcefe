"""Do the maps of a framework's earlier versions lead to what there is?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from colsynth.errors import near
from colsynth.frameworks.misfit import Misfit, maps, text

MOST_DIGITS = 6  # of a number in an id


def map_faults(content: dict[str, Any], indicators: Iterable[str]) -> Iterator[Misfit]:
    """One sentence for each fault of `earlier`: a version's own name, and where its map leads."""
    earlier, loaded = content.get("earlier"), text(content.get("version"))
    if not isinstance(earlier, dict):
        return
    ids = {part: [text(one.get("id")) for _, one in maps(content.get(part))] for part in ("areas", "stages")}
    ids["indicators"] = list(indicators)
    for version, moves in earlier.items():
        if loaded and text(version) == loaded:
            said = (
                f"'earlier' holds version '{loaded}', which is this one. Give this one a new version, or take it out."
            )
            yield Misfit(("earlier", version), said)
        for part, known in ids.items():
            moved = moves.get(part) if isinstance(moves, dict) else None
            for old, new in moved.items() if isinstance(moved, dict) else ():
                if text(new) and text(new) not in known:
                    hint = near(text(new), known) or f" Known are: {', '.join(known) or 'none'}."
                    said = f"earlier.{version}.{part}: '{old}' leads to '{text(new)}', which is not among {part}.{hint}"
                    yield Misfit(("earlier", version, part, old), said)
            if isinstance(moved, dict):
                yield from _unsaid(moved, version, part)
    yield from _alike([loaded, *map(text, earlier)])


def _unsaid(moved: dict[Any, Any], version: Any, part: str) -> Iterator[Misfit]:
    """Ids that another takes now, while nothing says what became of the part that had them: 3 leads to 2; and 2?"""
    olds = {place: old for old in moved if (place := _place(text(old)))}
    for old, new in moved.items():
        taken = _place(text(new))
        later = [place for place in olds if taken and place[0] == taken[0] and place[1] > taken[1]]
        if taken and later and taken not in olds:
            said = (
                f"earlier.{version}.{part}: '{text(old)}' leads to '{text(new)}', and nothing says what became of "
                f"what was '{text(new)}' then. Say it too: '{text(new)}' if it stayed, blank if nothing took its place."
            )
            yield Misfit(("earlier", version, part, old), said)


def _place(id: str) -> tuple[str, int] | None:
    """The stem of an id and its number there; None where it does not end in a number."""
    stem, _, number = id.rpartition(".")
    return (stem, int(number)) if number.isdecimal() and len(number) < MOST_DIGITS else None


def _alike(versions: list[str]) -> Iterator[Misfit]:
    """Versions that a spreadsheet, which takes them for numbers, writes alike: 1.1 and 1.10."""
    read: dict[float, str] = {}
    for version in versions:
        if re.fullmatch(r"\d+(\.\d+)?", version):
            other = read.setdefault(float(version), version)
            if other != version:
                said = f"versions '{other}' and '{version}' are one number in a spreadsheet. Name one otherwise."
                yield Misfit(("earlier", version), said)
