"""What is a community planned to say of its own practice? Ratings, answers to a survey, and what it writes down."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RatingPlan:
    """Who places a framework's areas and when, and the truth on a line: 0 not yet evident, 1 the lowest stage ....

    `start` is where an area stands in the first term and `lift` what it gains over all of them. `lean` is how much
    higher a school sees everything than others do; it is drawn where not given. `held` puts an area or an indicator at
    one place for good, by code of the school, or under `""` for all schools: two camps, or a school at the top.
    Schools in `ticking` say of an indicator under a stage only whether it is in place.
    """

    terms: tuple[str, ...]
    schools: tuple[str, ...]  # codes of the schools that place areas
    framework: str = "ero-collaborative-practice"
    consensus_terms: tuple[str, ...] = ()
    persons: dict[str, int] = field(default_factory=dict)  # role -> how many people of it rate
    person_terms: tuple[str, ...] = ()
    indicators: dict[str, tuple[str, ...]] = field(default_factory=dict)  # term -> areas whose indicators are placed
    start: dict[str, float] = field(default_factory=dict)
    lift: dict[str, float] = field(default_factory=dict)
    lean: dict[str, float] = field(default_factory=dict)
    held: dict[str, dict[str, float]] = field(default_factory=dict)
    ticking: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)  # area -> what its placements rest on
    noted: float = 1.0  # share of the schools' placements that say so
    backed: tuple[str, ...] = ()  # areas of which every placement of a school says so
    noted_by_persons: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A group of a survey: in each term, how many answered, and how many were asked (None where nobody counted)."""

    group: str
    terms: dict[str, tuple[int, int | None]]
    year_level: int | None = None
    school: str = ""


@dataclass(frozen=True)
class ItemPlan:
    """One closed question. `agree` is the truth: by name of the group asked, the share that agrees in each term."""

    item: str
    scale: str
    agree: dict[str, dict[str, float]]
    reworded: dict[str, str] = field(default_factory=dict)  # term from which -> other wording


@dataclass(frozen=True)
class OwnWords:
    """One answer to an open question."""

    term: str
    group: str
    answer: str
    year_level: int | None = None
    school: str = ""


@dataclass(frozen=True)
class VoicePlan:
    """One survey: groups by a name of their own, closed items, and an open one answered in people's own words."""

    survey: str
    asked: dict[str, Asked]
    items: tuple[ItemPlan, ...]
    open_item: str = ""
    own_words: tuple[OwnWords, ...] = ()


@dataclass(frozen=True)
class Written:
    """One statement of the community, days as ISO text; `schools` are their answers to it, by code."""

    statement: str
    kind: str
    text: str
    date: str
    goals: str = ""
    framework: str = ""
    area: str = ""
    how: str = ""
    owner: str = ""
    due: str = ""
    delivered: str = ""
    evidence: str = ""
    schools: dict[str, str] = field(default_factory=dict)
    answered: str = ""  # day of the schools' answers


@dataclass(frozen=True)
class Known:
    """One item of evidence, the day as ISO text."""

    title: str
    kind: str
    origin: str
    source: str
    year: int
    finding: str
    goals: str = ""
    area: str = ""
    framework: str = ""
    schools: str = ""
    n: int | None = None
    date: str = ""
    strength: str = ""
