"""The evidence a chapter speaks from: settings, snapshot, measures, frameworks, one term and one audience."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar, cast

import pandas as pd

from colsynth.analyses import achievement, clustering
from colsynth.analyses.breaks import LineBreak, breaks_of
from colsynth.analyses.practice import placements
from colsynth.analyses.transitions import moves, stays, turns
from colsynth.errors import InputError
from colsynth.exhibits.exhibit import Exhibit
from colsynth.findings import Finding, Source
from colsynth.frameworks import Framework, load_framework
from colsynth.intake import take_in
from colsynth.protection import Protected, Table, protect, protect_finding
from colsynth.reference.answer_scales import AnswerScales, load_answer_scales
from colsynth.reference.ethnicity import EthnicGroups, fold, load_ethnic_groups
from colsynth.reference.measures import Measure, load_measures
from colsynth.reference.strength import StrengthRules, load_strength
from colsynth.reference.terms import Calendar, load_calendar, term_at, term_number
from colsynth.registers.key import local_key
from colsynth.registers.snapshot import Snapshot
from colsynth.settings import Settings, check_term, load_settings

AUDIENCES = ("community",)
T = TypeVar("T")
_KIND_OF_SCHOOL = re.compile(
    r"(?:\s+(?:school|primary|intermediate|contributing|area|high|college|kura|kindergarten))+$", re.I
)
OF_PEOPLE = "Ratings by single people"  # what all their files are called on the page
_MACRONS = dict(zip("aeiou", "āēīōū", strict=True))


@dataclass(frozen=True)
class Chapter:
    """One chapter's view of a community in a term; exhibits take it and leave through its door."""

    name: str
    settings: Settings
    snapshot: Snapshot
    term: str
    audience: str

    def once(self, name: tuple[object, ...], reckon: Callable[[], T]) -> T:
        """What several exhibits of a chapter ask for, reckoned the first time and known by its name after that."""
        if name not in self._reckoned:
            self._reckoned[name] = reckon()
        return cast(T, self._reckoned[name])

    @cached_property
    def _reckoned(self) -> dict[tuple[object, ...], object]:
        return {}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Every measure known to the community's workspace."""
        return load_measures(self.settings.workspace)

    @cached_property
    def calendar(self) -> Calendar:
        """The school terms of the community."""
        return load_calendar(self.settings.workspace)

    @cached_property
    def groups(self) -> EthnicGroups:
        """The ethnic groups in reporting order."""
        return load_ethnic_groups(self.settings.workspace)

    @cached_property
    def answer_scales(self) -> AnswerScales:
        """The scales by which answers of surveys are read."""
        return load_answer_scales(self.settings.workspace)

    @cached_property
    def strength_rules(self) -> StrengthRules:
        """The rules by which a claim gets its strength."""
        return load_strength(self.settings.workspace)

    @cached_property
    def as_at(self) -> date:
        """The day ages are counted from: the data's, but not after the holidays of the term reported on."""
        after = self.calendar.first_day(term_at(term_number(self.term) + 1)) - timedelta(days=1)
        return min(self.snapshot.as_at, after) if self.snapshot.as_at else self.calendar.last_day(self.term)

    @cached_property
    def results(self) -> pd.DataFrame:
        """One row is the last result of one learner on one measure in one term, up to this term."""
        frames = self.snapshot.frame("achievement"), self.snapshot.frame("students")
        results = achievement.results_by_learner(*frames, self.measures, self.term)
        if self.settings.ethnicity == "prioritised":
            return achievement.prioritised(results, self.groups)
        return results

    @cached_property
    def stays(self) -> pd.DataFrame:
        """One row is one stay of one learner at one member school, up to this term."""
        frames = self.snapshot.frame("students"), self.snapshot.frame("achievement")
        return stays.stays(*frames, self.calendar, self.term, self.as_at)

    @cached_property
    def spans(self) -> pd.DataFrame:
        """One row is one school with the first and the last year level it teaches."""
        return stays.implied_spans(self.stays, self.snapshot.frame("schools"))

    @cached_property
    def moves(self) -> pd.DataFrame:
        """One row is one change of school of one learner, up to this term, with what was handed over."""
        frame = self.snapshot.frame
        return moves.moves(self.stays, frame("moves"), self.spans, frame("schools"), self.calendar, self.term)

    @cached_property
    def turns(self) -> pd.DataFrame:
        """One row is one learner over one turn of the year, up to this term: at which school before and after it."""
        people = achievement.newest_enrolment(self.snapshot.frame("students"))[["student", "gender", "ethnicities"]]
        if self.settings.ethnicity == "prioritised":
            people = achievement.prioritised(people, self.groups)
        schools = self.snapshot.frame("schools")
        return turns.turns(self.stays, self.spans, schools, people, self.calendar, self.as_at)

    @cached_property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks that the community rates itself on, in the order of its settings."""
        return tuple(load_framework(name, self.settings.workspace) for name in self.settings.frameworks)

    def placements(self, framework: Framework) -> pd.DataFrame:
        """One row is the last placement of one area or indicator by one voice in one term, up to this term."""
        stages = [stage.id for stage in framework.stages]
        ratings = self.snapshot.frame("ratings")
        return self.once(
            ("placements", framework.id), lambda: placements.placements(ratings, framework.id, stages, self.term)
        )

    @cached_property
    def class_icc(self) -> dict[str, float]:
        """How alike learners of one class are in being at expectation, by measure; those alone where it can be told."""
        return clustering.class_icc_by_measure(self.results, "expected")

    @property
    def ethnicity_rule(self) -> str:
        """How a learner of several ethnic groups is counted, for every table that tells groups apart."""
        if self.settings.ethnicity == "prioritised":
            return (
                "Prioritised: a learner named in several groups counts once, in the first of Māori, Pacific, Asian, "
                "MELAA, Other, European."
            )
        return (
            "Total response: a learner counts in every ethnic group named, so groups overlap and do not add up to all "
            "learners."
        )

    @cached_property
    def school_labels(self) -> dict[str, str]:
        """What each school is called on the page: its name where agreed, else a code.

        Codes run in an order made with the local key, so they follow neither names, nor rolls, nor results. They
        are a courtesy, not a protection: who knows the rolls can guess.
        """
        schools = self.snapshot.frame("schools").drop_duplicates("school")
        names = schools.set_index("school")["name"].dropna().to_dict()
        registers = ("achievement", "students", "ratings", "attendance")
        seen = {s for r in registers for s in self.snapshot.frame(r)["school"].dropna()}
        codes = sorted({*schools["school"], *seen})
        if self.settings.school_names == "shown":
            given = [names.get(code, code) for code in codes]
            return {c: n if given.count(n) == 1 else f"{n} ({c})" for c, n in zip(codes, given, strict=True)}
        return {code: f"School {_letters(i)}" for i, code in enumerate(_shuffled("school", codes))}

    @cached_property
    def school_names(self) -> dict[str, str]:
        """What each member is called on a page that is for it alone: by its name, or by its code where it has none."""
        names = self.snapshot.frame("schools").drop_duplicates("school").set_index("school")["name"].dropna().to_dict()
        return {code: str(names.get(code, label)) for code, label in self.school_labels.items()}

    @cached_property
    def school_folders(self) -> dict[str, str]:
        """The folder of each member's own page: its number where names are shown, else what the page calls it.

        Where schools appear as codes a folder says no more than the page does (`school-b`): who has the folders still
        does not know which school is which. Plain letters, so that the name is the same on every computer.
        """
        shown = self.settings.school_names == "shown"
        folders: dict[str, str] = {}
        for code, label in sorted(self.school_labels.items()):
            wanted = name = slug(code if shown else label) or "school"
            number = 1
            while name in folders.values():
                number += 1
                name = f"{wanted}-{number}"
            folders[code] = name
        return folders

    @cached_property
    def sheet_labels(self) -> dict[tuple[str, str], tuple[str, str]]:
        """What each file and sheet is called on the page: both often bear a school's name, so codes go for them too.

        Files with the ratings of single people alone, used or not, have one label together: a name often says who, and
        one file for each would say how many they are.
        """
        accounts, ratings = self.snapshot.accounts, self.snapshot.frame("ratings")
        sheets = dict.fromkeys((account.file, account.sheet) for account in accounts)
        of_others = {a.file for a in accounts if a.register not in ("ratings", "")}
        of_others |= set(ratings.loc[ratings["placed_by"] != "person", "source_file"])
        of_people = {a.file for a in accounts if a.register == "ratings"} - of_others
        coded = set[str]() if self.settings.school_names == "shown" else {file for file, _ in sheets} - of_people
        labels = {place: (OF_PEOPLE, "") if place[0] in of_people else place for place in sheets}
        for i, file in enumerate(_shuffled("file", sorted(coded)), start=1):
            mine = [sheet for name, sheet in sheets if name == file]
            labels |= {
                (file, sheet): (f"File {i}", f"Sheet {n}" * bool(sheet)) for n, sheet in enumerate(mine, start=1)
            }
        return labels

    @cached_property
    def n_schools(self) -> int:
        """Member schools that are expected to have results."""
        kinds = self.snapshot.frame("schools").drop_duplicates("school")["type"]
        return int((~kinds.isin(["early learning", "tertiary"])).sum()) or len(self.school_labels)

    def measure_name(self, measure: str) -> str:
        """A measure's name for readers; its id goes with it where another measure has the same name."""
        known = [other.name for other in self.measures.values()]
        name = self.measures[measure].name if measure in self.measures else measure
        return name if known.count(name) < 2 else f"{name} ({measure})"

    def breaks_of(self, measure: str) -> list[LineBreak]:
        """Where a measure's lines over terms are broken, and why."""
        events = self.snapshot.frame("events")
        events = events.assign(label=events["label"].map(self.without_names))
        subjects = {known.subject_name for known in self.measures.values()}
        return breaks_of(self.measures[measure], events, subjects, self.calendar) if measure in self.measures else []

    def may_show(self, table: Table) -> Protected:
        """The table through the protection the settings ask for."""
        return protect(table, self.settings.suppress_below)

    def may_tell(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings through the same protection."""
        return [protect_finding(finding, self.settings.suppress_below) for finding in findings]

    def sources(self, register: str, **where: str) -> tuple[Source, ...]:
        """The files and sheets that records of a register came from, those with a value (of a measure) alone.

        The span of rows is always the whole sheet's: a narrower one would count the learners of a group.
        """
        frame = self.snapshot.frame(register)
        spans = frame.groupby(["source_file", "source_sheet"], dropna=False, sort=True)["source_row"]
        for column, value in where.items():
            frame = frame[frame[column] == value]
        wanted = set(zip(frame["source_file"], frame["source_sheet"].fillna(""), strict=True))
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for (file, sheet), low, high in spans.agg(["min", "max"]).itertuples():
            place = str(file), "" if pd.isna(sheet) else str(sheet)
            if place in wanted:
                label = self.sheet_labels[place]
                least, most = found.get(label, (low, high))
                found[label] = min(least, low), max(most, high)
        ordered = sorted(found.items(), key=lambda item: label_order(*item[0]))
        return tuple(Source(*label, f"{low}-{high}") for label, (low, high) in ordered)

    def without_names(self, text: object) -> object:
        """Free text of the community; where schools appear as codes, a member's name in it is left out."""
        if not isinstance(text, str) or self.settings.school_names == "shown":
            return text
        return self._member_names.sub("a member school", text)

    @cached_property
    def _member_names(self) -> re.Pattern[str]:
        """Names of members, with or without macrons and the kind of school; `Kererū Valley` is also the community's."""
        names = set(map(str, self.snapshot.frame("schools")["name"].dropna().unique()))
        short = {_KIND_OF_SCHOOL.sub("", name) for name in names}
        names |= {name for name in short if " " in name and fold(name) not in fold(self.settings.community.name)}
        words = ["".join(map(_with_or_without_macron, name)) for name in sorted(names, key=len, reverse=True)]
        return re.compile(rf"(?<!\w)(?:{'|'.join(words) or '(?!)'})(?!\w)", re.IGNORECASE)

    def exhibit(self, id: str, question: str, title: str, **parts: object) -> Exhibit:
        """An exhibit of this chapter; `id` is the noun, the chapter's name goes in front of it."""
        return Exhibit(f"{self.name}-{id}", self.name, self.audience, question, title, **parts)  # type: ignore[arg-type]

    def for_school(self, school: str, id: str, question: str, title: str, **parts: object) -> Exhibit:
        """An exhibit for one member alone (its code in the register); it stands on that school's page only."""
        name = f"{self.name}-{id}-{self.school_folders[school]}"
        return Exhibit(name, self.name, "school", question, title, school=school, **parts)  # type: ignore[arg-type]

    def nothing(self, id: str, question: str, why: str, talk_about: str = "") -> Exhibit:
        """What an exhibit says when it has nothing to show: one line, and the report goes on."""
        return self.exhibit(id, question, why, talk_about=talk_about)


def open_chapter(name: str, settings: str, term: str = "", audience: str = "community") -> Chapter:
    """The evidence for a chapter, from the settings file alone: the snapshot is read, or made when there is none.

    `term` empty means the newest term the data supports. SettingsError for a term or an audience that is not
    known; InputError when nothing could be taken in.
    """
    agreed = load_settings(settings)
    if audience not in AUDIENCES:
        raise InputError(f"The audience '{audience}' is not known. Use one of: {', '.join(AUDIENCES)}.")
    snapshot = take_in(agreed)
    return Chapter(name, agreed, snapshot, check_term(term) if term else newest_term(agreed, snapshot), audience)


def newest_term(settings: Settings, snapshot: Snapshot) -> str:
    """The term of the data's as-at date; InputError where the data hold no date and no term at all."""
    if snapshot.as_at is None:
        raise InputError(
            f"{settings.path.name}: nothing in the inputs has a date or a term, so no term can be reported. "
            "Give results or ratings a date or a term, or write 'as_at:' in the settings."
        )
    return load_calendar(settings.workspace).term_of(snapshot.as_at)


def _shuffled(kind: str, names: Iterable[str]) -> list[str]:
    """The names in an order that only this computer's key can make."""
    secret = local_key()
    return sorted(names, key=lambda name: hmac.digest(secret, f"{kind}:{name}".encode(), "sha256"))


def label_order(*labels: str) -> tuple[tuple[int, str], ...]:
    """Labels in the order of their own numbers and letters, never of the names behind them."""
    return tuple((len(label) if label.startswith(("File ", "Sheet ", "School ")) else 0, label) for label in labels)


def slug(text: object) -> str:
    """`kowhai-bend` from `Kōwhai Bend`: small plain letters and digits, for a folder and the end of an id."""
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _letters(number: int) -> str:
    """A, B ... Z, AA, AB ..."""
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def and_list(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _with_or_without_macron(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return f"[{plain}{_MACRONS[plain]}]" if plain in _MACRONS else re.escape(letter)
