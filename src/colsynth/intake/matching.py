"""Which column of a register does each header name? By spelling, by a hint of the settings, or not at all.

Headers are compared without case, macrons, double vowels, spaces or punctuation. A hint wins over a spelling. Two
headers that claim one meaning are a problem, never a coin toss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from colsynth.intake.naming import MeasureNames, WideHeader
from colsynth.reference.ethnicity import fold
from colsynth.registers.declared import Register

LIKENESS = 0.75  # share of letters in common from which a header is named as a candidate


@dataclass
class Matched:
    """What the headers of one row mean for one register; positions count from 0."""

    register: Register
    columns: dict[str, int] = field(default_factory=dict)
    wide: dict[int, WideHeader] = field(default_factory=dict)
    not_kept: list[int] = field(default_factory=list)
    not_used: list[int] = field(default_factory=list)
    claimed_twice: dict[str, list[int]] = field(default_factory=dict)
    hints_not_found: dict[str, str] = field(default_factory=dict)
    by_settings: set[str] = field(default_factory=set)
    called: str = ""

    @property
    def n_known(self) -> int:
        """How many headers were recognised."""
        twice = {place for places in self.claimed_twice.values() for place in places}
        return len({*self.columns.values(), *self.wide, *self.not_kept} | twice)

    @property
    def is_recognised(self) -> bool:
        """Whether the headers hold what this register is told by; on a sheet `called` so, the first part is enough."""
        known = {*self.columns, *self.claimed_twice, *self.by_settings}
        if self.register.unfolds and self.wide:
            known |= {"measure", "level"}
        named = self.called in {fold(self.register.sheet), fold(self.register.name)} and self.n_known > 1
        told_by = self.register.recognised_by[:1] if named else self.register.recognised_by
        return all(known & set(group) for group in told_by)


def match_headers(
    headers: list[str],
    register: Register,
    names: MeasureNames,
    hinted: Mapping[str, str] | None = None,
    by_settings: Mapping[str, str] | None = None,
    called: str = "",
) -> Matched:
    """What each header means in a register, with the settings' hints (`column: header`) in front of the spellings.

    `called` is the folded name of the sheet, or of a text file.
    """
    matched = Matched(register, by_settings=set(by_settings or {}), called=called)
    folded = [fold(header) if header.strip() else "" for header in headers]
    spelt = register.spellings
    claims: dict[str, list[int]] = {}
    taken: set[int] = set()
    for name, header in (hinted or {}).items():
        places = [place for place, text in enumerate(folded) if text == fold(header)]
        as_wide = names.of_header(name) if register.unfolds and not register.has(name) else None
        if not register.has(name) and (as_wide is None or not as_wide.measure):
            continue  # a column of another register of the same file
        if not places:
            matched.hints_not_found[name] = header
            continue
        taken.update(places)
        if as_wide is not None:
            matched.wide |= dict.fromkeys(places, as_wide)
        else:
            claims[name] = places
    hinted_names = set(claims)
    for place, text in enumerate(folded):
        if not text or place in taken:
            continue
        meant = spelt.get(text)
        if meant in hinted_names or meant in matched.by_settings:
            matched.not_used.append(place)
        elif meant is not None and register.column(meant).type == "never_stored":
            matched.not_kept.append(place)
        elif meant is not None:
            claims.setdefault(meant, []).append(place)
        else:
            wide = names.of_header(headers[place]) if register.unfolds else None
            if wide is None or not wide.measure:
                matched.not_used.append(place)
            else:
                matched.wide[place] = wide
    for name, places in claims.items():
        if len(places) == 1:
            matched.columns[name] = places[0]
        else:
            matched.claimed_twice[name] = places
    _claim_wide_once(matched)
    _leave_long(matched)
    _stand_in(matched)
    return matched


def _claim_wide_once(matched: Matched) -> None:
    """Two columns for the same part of the same result are a claim made twice."""
    by_meaning: dict[WideHeader, list[int]] = {}
    for place, wide in matched.wide.items():
        by_meaning.setdefault(wide, []).append(place)
    for wide, places in by_meaning.items():
        if len(places) > 1:
            matched.claimed_twice[f"{wide.measure} {wide.term or wide.when}".strip()] = places
            for place in places:
                del matched.wide[place]


def _leave_long(matched: Matched) -> None:
    """On a wide sheet the results stand under their measures; a long result column beside them is not used."""
    if matched.wide:
        for name in {"measure", "subject", "tool", "raw", "scale_score", "level"} & set(matched.columns):
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
