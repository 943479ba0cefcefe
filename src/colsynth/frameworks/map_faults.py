"""Do the maps of a framework's earlier versions lead to what there is?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from colsynth.errors import near
from colsynth.frameworks.misfit import Misfit, maps, text


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
    yield from _alike([loaded, *map(text, earlier)])


def _alike(versions: list[str]) -> Iterator[Misfit]:
    """Versions that a spreadsheet, which takes them for numbers, writes alike: 1.1 and 1.10."""
    read: dict[float, str] = {}
    for version in versions:
        if re.fullmatch(r"\d+(\.\d+)?", version):
            other = read.setdefault(float(version), version)
            if other != version:
                said = f"versions '{other}' and '{version}' are one number in a spreadsheet. Name one otherwise."
                yield Misfit(("earlier", version), said)
