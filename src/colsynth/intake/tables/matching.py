"""Which column of a register does each header name? By spelling, by a hint of the settings, or not at all.

Headers are compared without case, macrons, double vowels, spaces or punctuation. A hint wins over a spelling. Two
headers that claim one meaning are a problem, never a coin toss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from colsynth.intake.opening.apart.letters import place_of
from colsynth.intake.tables.wide import FEWEST, Wide, WideHeaders, by_pattern, with_left
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Register
from colsynth.settings import InputFile

LIKENESS = 0.75  # share of letters in common from which a header is named as a candidate
FEWEST_SUBJECTS = 2  # columns headed by a subject alone from which a sheet of learners is one of results
ELSE = ", else "  # stands in the settings between a column and the one that holds where it is blank
OVER = " / "  # stands between a header and the one above it
_BY_LETTER = re.compile(r"column ([A-Za-z]{1,3})", re.IGNORECASE)


@dataclass
class Matched:
    """What the headers of one table mean for one register; positions count from 0.

    `otherwise` are the columns that hold a value where the first one is blank.
    """

    register: Register
    columns: dict[str, int] = field(default_factory=dict)
    wide: dict[int, Wide] = field(default_factory=dict)
    not_kept: list[int] = field(default_factory=list)
    never_stored: dict[int, str] = field(default_factory=dict)
    not_used: list[int] = field(default_factory=list)
    claimed_twice: dict[str, list[int]] = field(default_factory=dict)
    hints_not_found: dict[str, str] = field(default_factory=dict)
    by_settings: set[str] = field(default_factory=set)
    otherwise: dict[str, list[int]] = field(default_factory=dict)
    called: str = ""

    @property
    def n_known(self) -> int:
        """How many headers were recognised."""
        twice = {place for places in self.claimed_twice.values() for place in places}
        elsewhere = {place for places in self.otherwise.values() for place in places}
        return len({*self.columns.values(), *self.wide, *self.not_kept} | twice | elsewhere)

    @property
    def is_called_so(self) -> bool:
        """Whether the sheet, or the text file, bears the register's name."""
        return self.called in {fold(self.register.sheet), fold(self.register.name)}

    @property
    def is_recognised(self) -> bool:
        """Whether the headers hold what this register is told by; on a sheet `called` so, the first part is enough."""
        known = {*self.columns, *self.claimed_twice, *self.by_settings}
        known |= {"birth"} if {"names", "birth"} <= {*self.never_stored.values()} else set()
        unfolds = self.register.unfolds
        if unfolds and self.wide and (unfolds.named_by == "measures" or len(self.wide) >= FEWEST):
            known.add(unfolds.header)
            known |= {unfolds.cell, *(name for wide in self.wide.values() for name, _ in wide.fields)}
        named = self.is_called_so and self.n_known > 1
        told_by = self.register.recognised_by[:1] if named else self.register.recognised_by
        return all(known & set(group) for group in told_by)


def match_headers(
    headers: list[str],
    register: Register,
    wide: WideHeaders,
    hint: InputFile | None = None,
    called: str = "",
) -> Matched:
    """What each header means in a register, with the settings' hints (`column: header`) in front of the spellings.

    A header that runs over two rows is written `above / below`; where the whole says nothing, the lower part may.
    `called` is the folded name of the sheet, or of a text file.
    """
    matched = Matched(register, by_settings=set(hint.for_all) if hint else set(), called=called)
    folded = [fold(header) if header.strip() else "" for header in headers]
    claims: dict[str, list[int]] = {}
    subjects: dict[int, Wide] = {}
    taken = _take_hints(matched, headers, folded, wide, hint, claims)
    hinted_names = set(claims)
    for place, text in enumerate(folded):
        if not text or place in taken:
            continue
        meant = register.spellings.get(text) or register.spellings.get(fold(headers[place].rsplit(OVER, 1)[-1]))
        if meant in hinted_names or meant in matched.by_settings:
            matched.not_used.append(place)
        elif meant is not None and register.column(meant).type == "never_stored":
            matched.not_kept.append(place)
            matched.never_stored[place] = meant
        elif meant is not None:
            claims.setdefault(meant, []).append(place)
        else:
            says = None if hint and hint.wide else wide.of(headers[place], register)
            if says is None:
                matched.not_used.append(place)
            elif says.is_whole or "tool" in matched.by_settings:
                matched.wide[place] = says
            else:
                subjects[place] = says
    _take_subjects(matched, subjects, claims)
    for name, places in claims.items():
        if len(places) == 1:
            matched.columns[name] = places[0]
        else:
            matched.claimed_twice[name] = places
    if (hint and hint.register_name == register.name) or matched.is_called_so:
        _take_questions(matched, headers)
    _claim_wide_once(matched)
    _leave_long(matched)
    _stand_in(matched)
    return matched


def _take_hints(
    matched: Matched,
    headers: list[str],
    folded: list[str],
    wide: WideHeaders,
    hint: InputFile | None,
    claims: dict[str, list[int]],
) -> set[int]:
    """The positions of the headers that the settings speak of."""
    register = matched.register
    taken: set[int] = set()
    if hint is None:
        return taken
    for name, header in hint.columns.items():
        first, *others = header.split(ELSE)
        places = _places(first, folded)
        says = wide.of(name, register) if not register.has(name) else None
        if not register.has(name) and says is None:
            continue  # a column of another register of the same file
        if not places:
            matched.hints_not_found[name] = first
            continue
        for other in others:
            found = _places(other, folded)
            matched.otherwise.setdefault(name, []).extend(found)
            taken.update(found)
            if not found:
                matched.hints_not_found[name] = other
        taken.update(places)
        if says is not None:
            matched.wide |= dict.fromkeys(places, says)
        else:
            claims[name] = places
    patterned = {
        place: says
        for place, header in enumerate(headers)
        if header and place not in taken and (says := by_pattern(header, hint.wide)) is not None
    }
    matched.wide |= with_left(patterned)
    return taken | set(patterned)


def _places(header: str, folded: list[str]) -> list[int]:
    """Where a header stands that the settings name; `column B` where no header says so."""
    places = [place for place, text in enumerate(folded) if text and text == fold(header)]
    by_letter = _BY_LETTER.fullmatch(header.strip())
    if not places and by_letter and place_of(by_letter[1]) < len(folded):
        places = [place_of(by_letter[1])]
    return places


def _take_subjects(matched: Matched, subjects: dict[int, Wide], claims: dict[str, list[int]]) -> None:
    """Columns headed 'Reading', 'Writing' hold the results of a sheet of learners that has no other column of results.

    With what they were measured is another matter (the title may say it): it is asked for where nothing does.
    """
    register = matched.register
    is_long = any(name in claims for name in ("measure", "subject", "raw", "scale_score", "level"))
    several = len({says.fields for says in subjects.values()}) >= FEWEST_SUBJECTS
    if register.gives_results and register.has("student") and several and not is_long:
        matched.wide |= subjects
    else:
        matched.not_used += subjects


def _take_questions(matched: Matched, headers: list[str]) -> None:
    """Where any question may be a header, every header that means nothing else is one."""
    unfolds = matched.register.unfolds
    if unfolds is None or unfolds.named_by != "any question" or unfolds.header in matched.columns:
        return
    for place in matched.not_used:
        matched.wide[place] = Wide(((unfolds.header, headers[place]),), unfolds.cell)
    matched.not_used.clear()


def _claim_wide_once(matched: Matched) -> None:
    """Two columns for the same part of the same thing are a claim made twice."""
    by_meaning: dict[Wide, list[int]] = {}
    for place, wide in matched.wide.items():
        by_meaning.setdefault(wide, []).append(place)
    for wide, places in by_meaning.items():
        if len(places) > 1:
            matched.claimed_twice[wide.says] = places
            for place in places:
                del matched.wide[place]


def _leave_long(matched: Matched) -> None:
    """On a wide sheet the values stand under their headers; a long column of the same beside them is not used.

    A column that says for every row what a header only adds to (the framework of an indicator) goes before.
    """
    fields = {name for wide in matched.wide.values() for name, _ in wide.fields}
    cells = {wide.cell for wide in matched.wide.values()}
    stated = {"framework"} & fields & ({*matched.columns} | matched.by_settings)
    if stated:
        for place, wide in matched.wide.items():
            matched.wide[place] = Wide(tuple(said for said in wide.fields if said[0] not in stated), wide.cell)
    if "measure" in fields:
        fields |= {"subject", "tool"}
    if matched.register.gives_results and matched.wide:
        cells |= {"raw", "scale_score", "level"}
    for name in (fields - stated - {"term"} | cells) & set(matched.columns):
        matched.not_used.append(matched.columns.pop(name))


def _stand_in(matched: Matched) -> None:
    """A column that stands in for one the sheet lacks takes its place; else it is not used."""
    for column in matched.register.columns:
        wanted = column.stands_in_for
        if wanted is None:
            continue
        has_wanted = wanted in matched.columns or wanted in matched.claimed_twice or wanted in matched.by_settings
        if not has_wanted and column.name in matched.claimed_twice and not column.is_stored:
            matched.claimed_twice[wanted] = matched.claimed_twice.pop(column.name)
        elif column.name in matched.claimed_twice and not column.is_stored:
            matched.not_used += matched.claimed_twice.pop(column.name)
        if column.name not in matched.columns:
            continue
        place = matched.columns[column.name]
        if not column.is_stored:
            del matched.columns[column.name]
        if not has_wanted:
            matched.columns[wanted] = place
        elif not column.is_stored and column.type == "student_number":
            matched.not_kept.append(place)
        elif not column.is_stored:
            matched.not_used.append(place)


def nearest_column(header: str, matched: Matched) -> str:
    """The spelling of a column the sheet lacks that a header is near, or nothing."""
    lacking = [c for c in matched.register.columns if c.name not in matched.columns and c.type != "never_stored"]
    spelt = {fold(spelling): spelling for column in lacking for spelling in column.headers}
    close = get_close_matches(fold(header), list(spelt), n=1, cutoff=LIKENESS)
    return spelt[close[0]] if close else ""
