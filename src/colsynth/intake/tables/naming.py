"""Which measure does a text name? By id, spelling, subject with tool, or a header such as 'Writing OTJ T2 2026'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product

from colsynth.reference.ethnicity import fold
from colsynth.reference.measures import Measure
from colsynth.reference.wide_headers import WideHeaderWords, plain


@dataclass(frozen=True)
class WideHeader:
    """What a header of a wide sheet means.

    `measure` is the id of the measure; empty where the header names a subject alone (`Reading T2 2024`): then
    `subject` holds its key, and the sheet's tool completes it (`MeasureNames.of_parts`), or nothing does and that is a
    problem. `part` says which part of a result the column holds. `term` is the term (`2024-T2`); empty where the header
    names no year: then `when` is the number of the term (`T2`), to be read with a year given elsewhere, or empty too.
    """

    measure: str
    part: str
    term: str
    subject: str = ""
    when: str = ""


class MeasureNames:
    """Every way in which the measures known may be written."""

    def __init__(
        self, measures: dict[str, Measure], subject_spellings: dict[str, list[str]], words: WideHeaderWords
    ) -> None:
        self.measures = measures
        self._words = words
        self._subjects: dict[str, str] = {}
        self._spelt: dict[str, set[str]] = {}
        self._pairs: dict[tuple[str, str], set[str]] = {}
        for measure in measures.values():
            key = measure.subject
            subjects = [key, measure.subject_name, *subject_spellings.get(key, [])] if key else []
            tools = [measure.tool_id, measure.declared.tool, *measure.declared.spellings]
            self._subjects |= {fold(subject): key for subject in subjects}
            spelt = [measure.id, *measure.spellings, measure.name]
            for tool, subject in product(tools, subjects):
                spelt += [f"{tool} {subject}", f"{subject} {tool}"]
            for tool in tools:
                self._pairs.setdefault((fold(tool), key), set()).add(measure.id)
            for spelling in spelt:
                for written in (fold(spelling), _in_any_order(spelling)):
                    self._spelt.setdefault(written, set()).add(measure.id)
        self._whole_subjects = {
            fold(text): key for key, spelt in subject_spellings.items() for text in [key, *spelt]
        } | {fold(text): key for key, spelt in words.subjects.items() for text in [key, *spelt]}

    def of(self, text: str) -> str | None:
        """The id of the one measure a text names, or None where it names none or more than one.

        The words may stand in another order: 'PAT Maths stanine' and 'Maths PAT stanine' are the same.
        """
        return _one(self._spelt.get(fold(text)) or self._spelt.get(_in_any_order(text), set()))

    def of_parts(self, subject: str, tool: str) -> str | None:
        """The id of the measure that a subject and a tool make together, or None."""
        key = self._subjects.get(fold(subject), self._whole_subjects.get(fold(subject), fold(subject)))
        named = self.of(tool)
        if named is not None and (not subject or self.measures[named].subject == key):
            return named
        return _one(self._pairs.get((fold(tool), key), set()))

    def with_subject(self, subject: str) -> list[str]:
        """The ids of the measures of a subject."""
        key = self._subjects.get(fold(subject), fold(subject))
        return [measure.id for measure in self.measures.values() if measure.subject == key]

    def subjects_in(self, text: str) -> set[str]:
        """The subjects that words of a text name, the longest words first: 'Maths Year 9 Term 1' names mathematics."""
        words, found = _words_in(text), set()
        while words:
            ends = range(len(words), 0, -1)
            end = next((n for n in ends if len(fold("".join(words[:n]))) > 1 and self._whole(words[:n])), 0)
            found |= {self._whole_subjects[fold(" ".join(words[:end]))]} if end else set()
            words = words[end or 1 :]
        return found

    def _whole(self, words: list[str]) -> bool:
        return fold(" ".join(words)) in self._whole_subjects

    def near(self, text: str) -> list[str]:
        """Up to three ids of measures that are written in a like way, the nearest first."""
        spelt = get_close_matches(fold(text), list(self._spelt), n=6, cutoff=0.6)
        return list(dict.fromkeys(id_ for spelling in spelt for id_ in sorted(self._spelt[spelling])))[:3]

    def of_header(self, header: str) -> WideHeader | None:
        """What a wide sheet's header means, or None where it names neither a measure nor a subject.

        None too where it names two times that differ, or has words that are not understood. 'Attendance %' alone is a
        column of the register of attendance; beside a time, as in 'Attendance % T2 2026', it is a result of that term.
        """
        time = self._words.time_in(header)
        if time is None:
            return None
        term, when, rest = time
        has_time = bool(term or when)
        for part, text in self._parts(rest):
            for written in (text, self._in_full(text)) if has_time else (text,):
                named = self.of(written)
                if named is not None and not has_time and self.measures[named].declared.kind == "attendance":
                    return None
                if named is not None:
                    return WideHeader(named, part, term, "", when)
            subject = self._whole_subjects.get(fold(text))
            if subject is not None and (has_time or len(fold(text)) > 1):
                return WideHeader("", part, term, subject, when)
        return None

    def of_title(self, text: str) -> tuple[str, str]:
        """(tool, term or number of a term) that a title such as 'Mid Year OTJs 2026' names and is all of."""
        time = self._words.time_in(text)
        if time is None:
            return "", ""
        term, when, rest = time
        tool = " ".join(_words_in(rest))
        if fold(tool) and not self.is_tool(tool):
            return "", ""
        return tool, term or when

    def is_tool(self, text: str) -> bool:
        """Whether a text names a tool, which with a subject makes a measure."""
        return any(fold(text) == tool for tool, _ in self._pairs)

    def term_of(self, text: str) -> str | None:
        """The term that words such as 'Dec 2027' or 'End of 2027' name, where they name nothing else."""
        time = self._words.time_in(text)
        return time[0] or None if time is not None and not fold(time[2]) else None

    def _parts(self, rest: str) -> Iterable[tuple[str, str]]:
        """The rest of a header as it is, then without a last word that says which part of a result it holds."""
        yield "raw", rest
        for part, endings in self._words.parts.items():
            for ending in sorted(endings, key=len, reverse=True):
                words = r"[\W_]*".join(map(re.escape, ending.split()))
                shorter = re.sub(rf"[\W_]*\b{words}[\W_]*$", "", rest.replace("_", " "), flags=re.IGNORECASE)
                if shorter.strip() != rest.replace("_", " ").strip():
                    yield part, shorter

    def _in_full(self, text: str) -> str:
        """The text with short words for subjects written out, as they are understood beside a word for a time."""
        short = {fold(word): key for key, words in self._words.subjects.items() for word in words}
        return " ".join(short.get(fold(word), word) for word in _words_in(text))


def _words_in(text: str) -> list[str]:
    """The words of a text; `e-asTTle` stays one."""
    return [word for word in re.split(r"[^\w\-/&+<>]+|_+", plain(text)) if fold(word)]


def _in_any_order(text: str) -> str:
    """A key that is the same for the same words in another order."""
    return " ".join(sorted(fold(word) for word in _words_in(text)))


def _one(found: Iterable[str]) -> str | None:
    ids = list(found)
    return ids[0] if len(ids) == 1 else None
