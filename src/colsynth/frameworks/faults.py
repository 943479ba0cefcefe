"""Do the parts of a framework fit together? Every way in which they do not, one sentence each, and where it stands.

Works on the content as written, whatever else is wrong with it, so that one reading tells everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import Any, NamedTuple

from colsynth.frameworks.map_faults import map_faults
from colsynth.frameworks.misfit import Misfit, maps, positions, text, texts
from colsynth.frameworks.spelt import ANSWERS, IN_PLACE
from colsynth.reference.ethnicity import fold

MOST_STAGES = 12  # of a scale that people choose from
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


class _Placed(NamedTuple):
    """An id as written, the id that its place asks for, the place in words, and its steps."""

    written: str
    belongs: str
    place: str
    steps: tuple[str | int, ...]


def structure_faults(content: dict[str, Any], stem: str) -> list[Misfit]:
    """One sentence for each fault of a framework that is called `stem`: numbers, ids, spellings, its own name."""
    faults = []
    named = text(content.get("framework"))
    if named and named != stem:
        faults.append(Misfit(("framework",), f"'framework' says '{named}'. Give it the file's own name, '{stem}'."))
    stages, areas = maps(content.get("stages")), maps(content.get("areas"))
    numbering = _numbering([(at, text(stage.get("id"))) for at, stage in stages])
    if isinstance(content.get("stages"), list):
        faults += numbering
    in_place = {IN_PLACE[0].lower(): IN_PLACE} if any(area.get("indicators_by_stage") for _, area in areas) else {}
    answers = [(("stages",), name, spellings) for name, spellings in (ANSWERS | in_place).items()]
    faults += _shared_spellings([*_names("stages", "stage", "label", stages), *answers])
    if content.get("areas") == []:
        faults.append(Misfit(("areas",), "there is no area. Add one, or several."))
    same = dict(_again((at, text(area.get("id"))) for at, area in areas))
    faults += [
        Misfit(("areas", at, "id"), f"two areas have the id '{id}'. Give each its own.") for at, id in same.items()
    ]
    faults += _shared_spellings(_names("areas", "area", "name", areas))
    if "best fit" in texts(content.get("summaries")) and not any(a.get("indicators_by_stage") for _, a in areas):
        needs = "needs indicators that stand under their stages. Take it out, or write them so."
        faults.append(Misfit(("summaries",), f"'best fit' among 'summaries' {needs}"))
    if not numbering:
        ids = [text(stage.get("id")) for _, stage in stages]
        faults += [fault for at, area in areas for fault in _columns(at, area, ids)]
    left_out = set(texts(content.get("left_out")))
    unlike = [(at, area) for at, area in areas if text(area.get("id")) not in same.values()]
    placed = [placed for at, area in unlike for placed in _placed(at, area, left_out)]
    return [
        *faults,
        *_ids(placed, left_out),
        *map_faults(content, [p.written for p in placed if "indicator" in p.place]),
    ]


def _numbering(stages: Sequence[tuple[int, str]]) -> list[Misfit]:
    ids = [id for _, id in stages]
    if len(stages) < 2:
        said = f"there is {len(stages) or 'no'} stage. A rating needs at least two to choose from."
        return [Misfit(("stages",), said)]
    twice = [
        Misfit(("stages", at, "id"), f"two stages have the id '{id}'. Number them 1, 2, 3 ... in order.")
        for at, id in _again(stages)
    ]
    if len(ids) > MOST_STAGES:
        said = f"there are {len(ids)} stages. Nobody can tell more than {MOST_STAGES} apart. Put some of them together."
        return [Misfit(("stages",), said)]
    expected = [str(number) for number in range(1, len(ids) + 1)]
    if twice or ids == expected or "" in ids:
        return twice
    highest = max((int(id) for id in ids if id.isdecimal()), default=0)
    gaps = [str(number) for number in range(1, highest) if str(number) not in ids]
    found = ", ".join(ids) + (f"; {', '.join(gaps)} is missing" if gaps else "")
    first = next(at for (at, id), right in zip(stages, expected, strict=True) if id != right)
    said = f"the stages are numbered {found}. Number them {', '.join(expected)}, lowest first."
    return [Misfit(("stages", first, "id"), said)]


def _columns(at: int, area: dict[str, Any], stages: list[str]) -> list[Misfit]:
    here, steps = text(area.get("id")), ("areas", at, "indicators_by_stage")
    by_stage = area.get("indicators_by_stage")
    if not isinstance(by_stage, dict):
        return []
    faults = [
        f"area '{here}' has indicators under stage '{written}', which is not one of {', '.join(stages)}."
        for written in map(text, by_stage)
        if written not in stages
    ]
    faults += [
        f"area '{here}' has nothing under stage '{stage}'. Add its indicators, or [] where there are none."
        for stage in stages
        if stage not in map(text, by_stage)
    ]
    if not faults and list(map(text, by_stage)) != stages:
        faults.append(f"area '{here}' has its stages in another order than {', '.join(stages)}. Put the lowest first.")
    found = [Misfit(steps, said) for said in faults]
    if area.get("indicators"):
        said = f"area '{here}' has indicators under stages and others under none. Keep one of the two."
        found.append(Misfit(("areas", at, "indicators"), said))
    return found


def _ids(placed: list[_Placed], left_out: set[str]) -> Iterator[Misfit]:
    twice = [id for id, n in Counter(p.written for p in placed).items() if id and n > 1]
    for id in twice:
        those = [p for p in placed if p.written == id]
        places = " and ".join(p.place for p in those)
        yield Misfit(those[-1].steps, f"the id '{id}' is used more than once ({places}). Use each id once.")
    for p in placed:
        if p.written in left_out:
            yield Misfit(
                p.steps, f"'left_out' holds '{p.written}', which stands in the file ({p.place}). Take one of them out."
            )
        elif p.written and p.written != p.belongs and p.written not in twice:
            said = f"the id '{p.written}' does not agree with its position: {p.place}. Write '{p.belongs}' there."
            yield Misfit(p.steps, said)


def _placed(at: int, area: dict[str, Any], left_out: set[str]) -> Iterator[_Placed]:
    here = text(area.get("id"))
    by_stage = area.get("indicators_by_stage")
    lists: list[tuple[str, str, tuple[str, ...], object]] = [
        (here, f"area {here}", ("indicators",), area.get("indicators"))
    ]
    for stage, indicators in by_stage.items() if isinstance(by_stage, dict) else ():
        under = ("indicators_by_stage", text(stage))
        lists.append((f"{here}.{stage}", f"area {here}, stage {stage}", under, indicators))
    for stem, place, steps, indicators in lists:
        for n, ((item, indicator), id) in enumerate(zip(maps(indicators), positions(stem, left_out), strict=False), 1):
            yield _Placed(text(indicator.get("id")), id, f"{place}, indicator {n}", ("areas", at, *steps, item, "id"))
    for letter, (item, question) in zip(ascii_lowercase, maps(area.get("questions")), strict=False):
        asked, place, of = f"{here}{letter}", f"area {here}, question {letter}", ("areas", at, "questions", item)
        yield _Placed(text(question.get("id")), asked, place, (*of, "id"))
        for roman, (n, part) in zip(ROMAN, maps(question.get("parts")), strict=False):
            yield _Placed(text(part.get("id")), f"{asked}.{roman}", f"{place}, part {roman}", (*of, "parts", n, "id"))


_Named = tuple[tuple[str | int, ...], str, tuple[str, ...]]  # steps, what it is in words, its spellings


def _names(part: str, word: str, title: str, parts: Iterable[tuple[int, dict[str, Any]]]) -> list[_Named]:
    return [
        ((part, at), f"{word} {text(p.get('id'))}", (text(p.get("id")), text(p.get(title)), *texts(p.get("spellings"))))
        for at, p in parts
    ]


def _shared_spellings(names: Iterable[_Named]) -> list[Misfit]:
    meant: dict[str, str] = {}
    faults = []
    for steps, name, spellings in names:
        for spelt in (name, *spellings):
            other = meant.setdefault(fold(spelt), name) if spelt else name
            if other != name:
                faults.append(Misfit(steps, f"'{spelt}' means both {other} and {name}. Keep it in one of them."))
    return faults


def _again(ids: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Those whose id stood before, with their places."""
    seen: set[str] = set()
    for at, id in ids:
        if id and id in seen:
            yield at, id
        seen.add(id)
