"""Which measure does a text name? By id, spelling, subject with tool, or a header such as 'Writing OTJ T2 2026'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product

from colsynth.reference.ethnicity import fold
from colsynth.reference.measures import Measure
from colsynth.reference.terms import parse_term

_TERM_IN_HEADER = re.compile(
    r"(?<![A-Za-z0-9])"
    r"((?:19|20)\d\d[\s\-/,_]*(?:t|term)[\s_]*[1-4]|(?:t|term)[\s_]*[1-4][\s\-/,_]*'?(?:(?:19|20)\d\d|[0-4]\d))(?!\d)",
    re.IGNORECASE,
)
_KIND_WORDS = {  # last words of a wide header that say which part of a result the column holds
    "scale_score": ("scale score", "scaled score", "score"),
    "level": ("curriculum level", "level", "judgement"),
    "raw": ("result",),
}


@dataclass(frozen=True)
class WideHeader:
    """What a header of a wide sheet means: a measure, the part of the result, and the term where it names one."""

    measure: str
    part: str
    term: str


class MeasureNames:
    """Every way in which the measures known may be written."""

    def __init__(self, measures: dict[str, Measure], subject_spellings: dict[str, list[str]]) -> None:
        self.measures = measures
        self._subjects: dict[str, str] = {}
        self._spelt: dict[str, set[str]] = {}
        self._pairs: dict[tuple[str, str], str] = {}
        self._shown: dict[str, str] = {}
        for measure in measures.values():
            key, tool_id = measure.subject, measure.id.removesuffix(f"-{measure.subject}")
            subjects = [key, measure.subject_name, *subject_spellings.get(key, [])]
            tools = [tool_id, measure.declared.tool, *measure.declared.spellings]
            self._subjects |= {fold(subject): key for subject in subjects}
            spelt = [*measure.spellings, measure.name]
            for tool, subject in product(tools, subjects):
                spelt += [f"{tool} {subject}", f"{subject} {tool}"]
                self._pairs[fold(tool), key] = measure.id
            for spelling in spelt:
                self._spelt.setdefault(fold(spelling), set()).add(measure.id)
                self._shown.setdefault(fold(spelling), spelling)

    def of(self, text: str) -> str | None:
        """The id of the one measure a text names, or None where it names none or more than one."""
        found = self._spelt.get(fold(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def of_parts(self, subject: str, tool: str) -> str | None:
        """The id of the measure that a subject and a tool make together, or None."""
        key = self._subjects.get(fold(subject), fold(subject))
        named = self.of(tool)
        if named is not None and (not subject or self.measures[named].subject == key):
            return named
        return self._pairs.get((fold(tool), key))

    def with_subject(self, subject: str) -> list[str]:
        """The ids of the measures of a subject."""
        key = self._subjects.get(fold(subject), fold(subject))
        return [measure.id for measure in self.measures.values() if measure.subject == key]

    def near(self, text: str) -> list[str]:
        """Up to three ids of measures that are written in a like way, the nearest first."""
        spelt = get_close_matches(fold(text), list(self._spelt), n=6, cutoff=0.6)
        return list(dict.fromkeys(id_ for spelling in spelt for id_ in sorted(self._spelt[spelling])))[:3]

    def of_header(self, header: str) -> WideHeader | None:
        """What a wide sheet's header means, or None where it names no measure."""
        match = _TERM_IN_HEADER.search(header)
        term = parse_term(match[1].replace("_", " ")) or "" if match else ""
        rest = header.replace(match[0], " ") if match else header
        named = self.of(rest)
        if named is not None:
            return WideHeader(named, "raw", term)
        folded = fold(rest)
        for part, endings in _KIND_WORDS.items():
            for ending in map(fold, endings):
                named = self.of(folded.removesuffix(ending)) if folded.endswith(ending) else None
                if named is not None:
                    return WideHeader(named, part, term)
        return None
