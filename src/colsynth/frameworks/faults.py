"""Do the parts of a framework file fit together? Every way in which they do not, one sentence each.

Works on the file's content as written, whatever else is wrong with it, so that one reading tells everything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from string import ascii_lowercase
from typing import Any

from colsynth.errors import near
from colsynth.frameworks.spelt import ANSWERS
from colsynth.reference.ethnicity import fold

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(frozen=True)
class _Placed:
    """An id as written, the id that its place asks for, and the place in words."""

    written: str
    belongs: str
    place: str


def structure_faults(content: dict[str, Any], stem: str) -> list[str]:
    """One sentence for each fault of a framework file named `stem`: numbers, ids, spellings, its own name."""
    faults = []
    named = _text(content.get("framework"))
    if named and named != stem:
        faults.append(f"'framework' says '{named}'. Give it the file's own name, '{stem}'.")
    stages = _maps(content.get("stages"))
    areas = _maps(content.get("areas"))
    numbering = _numbering(stages) if isinstance(content.get("stages"), list) else []
    faults += numbering
    faults += _shared_spellings([*_names("stage", "label", stages), *ANSWERS.items()])
    same = _twice(area.get("id") for area in areas)
    faults += [f"two areas have the id '{id}'. Give each its own." for id in same]
    faults += _shared_spellings(_names("area", "name", areas))
    if "best fit" in _texts(content.get("summaries")) and not any(area.get("indicators_by_stage") for area in areas):
        faults.append("'best fit' among 'summaries' needs 'indicators_by_stage'. Take it out, or write them so.")
    if not numbering:
        ids = [_text(stage.get("id")) for stage in stages]
        faults += [fault for area in areas for fault in _columns(area, ids)]
    left_out = set(_texts(content.get("left_out")))
    placed = [placed for area in areas if _text(area.get("id")) not in same for placed in _placed(area, left_out)]
    return [*faults, *_ids(placed, left_out), *_maps_of_versions(content, stages, areas, placed)]


def _maps_of_versions(
    content: dict[str, Any], stages: list[dict[str, Any]], areas: list[dict[str, Any]], placed: list[_Placed]
) -> Iterator[str]:
    """What is wrong with `earlier`: the version's own name, and ids to which its map leads."""
    earlier, loaded = content.get("earlier"), _text(content.get("version"))
    if not isinstance(earlier, dict):
        return
    ids = {
        "areas": [_text(area.get("id")) for area in areas],
        "stages": [_text(stage.get("id")) for stage in stages],
        "indicators": [p.written for p in placed if "indicator" in p.place],
    }
    for version, moves in earlier.items():
        if loaded and _text(version) == loaded:
            yield f"'earlier' holds version '{loaded}', which is this one. Give this one a new version, or take it out."
        for part, known in ids.items():
            map_ = moves.get(part) if isinstance(moves, dict) else None
            for old, new in map_.items() if isinstance(map_, dict) else ():
                if _text(new) and _text(new) not in known:
                    hint = near(_text(new), known) or f" Known are: {', '.join(known) or 'none'}."
                    yield f"earlier.{version}.{part}: '{old}' leads to '{_text(new)}', which is not among {part}.{hint}"
    yield from _alike([loaded, *map(_text, earlier)])


def _alike(versions: list[str]) -> Iterator[str]:
    """Versions that a spreadsheet, which takes them for numbers, writes alike: 1.1 and 1.10."""
    read: dict[float, str] = {}
    for version in versions:
        if re.fullmatch(r"\d+(\.\d+)?", version):
            other = read.setdefault(float(version), version)
            if other != version:
                yield f"versions '{other}' and '{version}' are one number in a spreadsheet. Name one otherwise."


def _numbering(stages: list[dict[str, Any]]) -> list[str]:
    ids = [_text(stage.get("id")) for stage in stages]
    if len(stages) < 2:
        return [f"there is {len(stages) or 'no'} stage. A rating needs at least two to choose from."]
    twice = [f"two stages have the id '{id}'. Number them 1, 2, 3 ... in order." for id in _twice(ids)]
    expected = [str(number) for number in range(1, len(ids) + 1)]
    if twice or ids == expected or "" in ids:
        return twice
    highest = max((int(id) for id in ids if id.isdecimal()), default=0)
    gaps = [str(number) for number in range(1, highest) if str(number) not in ids]
    found = ", ".join(ids) + (f"; {', '.join(gaps)} is missing" if gaps else "")
    return [f"the stages are numbered {found}. Number them {', '.join(expected)}, lowest first."]


def _columns(area: dict[str, Any], stages: list[str]) -> list[str]:
    here = _text(area.get("id"))
    by_stage = area.get("indicators_by_stage")
    if not isinstance(by_stage, dict):
        return []
    faults = [
        f"area '{here}' has indicators under stage '{written}', which is not one of {', '.join(stages)}."
        for written in map(_text, by_stage)
        if written not in stages
    ]
    faults += [
        f"area '{here}' has nothing under stage '{stage}'. Add its indicators, or [] where there are none."
        for stage in stages
        if stage not in map(_text, by_stage)
    ]
    if not faults and list(map(_text, by_stage)) != stages:
        faults.append(f"area '{here}' has its stages in another order than {', '.join(stages)}. Put the lowest first.")
    if area.get("indicators"):
        faults.append(f"area '{here}' has both 'indicators' and 'indicators_by_stage'. Keep one of them.")
    return faults


def _ids(placed: list[_Placed], left_out: set[str]) -> list[str]:
    twice = _twice(p.written for p in placed)
    faults = []
    for id in twice:
        places = " and ".join(p.place for p in placed if p.written == id)
        faults.append(f"the id '{id}' is used more than once ({places}). Use each id once.")
    faults += [
        f"the id '{p.written}' does not agree with its position: {p.place}. Write '{p.belongs}' there."
        for p in placed
        if p.written and p.written != p.belongs and p.written not in {*twice, *left_out}
    ]
    faults += [
        f"'left_out' holds '{p.written}', which stands in the file ({p.place}). Take one of them out."
        for p in placed
        if p.written in left_out
    ]
    return faults


def _placed(area: dict[str, Any], left_out: set[str]) -> Iterator[_Placed]:
    here = _text(area.get("id"))
    by_stage = area.get("indicators_by_stage")
    lists = [(here, f"area {here}", area.get("indicators"))]
    for stage, indicators in by_stage.items() if isinstance(by_stage, dict) else ():
        lists.append((f"{here}.{stage}", f"area {here}, stage {stage}", indicators))
    for stem, place, indicators in lists:
        ids = (id for n in count(1) if (id := f"{stem}.{n}") not in left_out)
        for n, (indicator, id) in enumerate(zip(_maps(indicators), ids, strict=False), 1):
            yield _Placed(_text(indicator.get("id")), id, f"{place}, indicator {n}")
    for letter, question in zip(ascii_lowercase, _maps(area.get("questions")), strict=False):
        asked = f"{here}{letter}"
        place = f"area {here}, question {letter}"
        yield _Placed(_text(question.get("id")), asked, place)
        for roman, part in zip(ROMAN, _maps(question.get("parts")), strict=False):
            yield _Placed(_text(part.get("id")), f"{asked}.{roman}", f"{place}, part {roman}")


def _names(word: str, title: str, parts: list[dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (
            f"{word} {_text(p.get('id'))}",
            (_text(p.get("id")), _text(p.get(title)), *_texts(p.get("spellings"))),
        )
        for p in parts
    ]


def _shared_spellings(names: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    meant: dict[str, str] = {}
    faults = []
    for name, spellings in names:
        for spelt in (name, *spellings):
            other = meant.setdefault(fold(spelt), name) if spelt else name
            if other != name:
                faults.append(f"'{spelt}' means both {other} and {name}. Keep it in one of them.")
    return faults


def _twice(ids: Iterable[object]) -> list[str]:
    return [id for id, n in Counter(map(_text, ids)).items() if id and n > 1]


def _maps(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return list(map(_text, value)) if isinstance(value, list) else []


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""
