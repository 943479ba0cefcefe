"""What does a workbook hold that declares a framework? Its sheets, and what each of their cells means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FRAMEWORK, STAGES, AREAS, INDICATORS, EARLIER = "Framework", "Stages", "Areas", "Indicators", "Earlier versions"
HOW = "Write a new one with 'colsynth template data/frameworks/ours.xlsx --framework' and compare."
SETTING, VALUE, MEANING = "What", "Value", "What it means"  # the columns of the sheet Framework
PRACTICE, OUTCOME, QUESTION = "practice", "outcome", "question"
KINDS = (PRACTICE, OUTCOME, QUESTION)
PARTS = ("area", "stage", "indicator")

# How a cell is read: `number` is one that stands before a name (1.10 must be text), `list` has a ; between its items.
Kind = Literal["text", "number", "date", "yes or no", "list"]


@dataclass(frozen=True)
class Setting:
    """A row of the sheet `Framework`: its place in a framework file, and what a blank means (else it may be blank)."""

    title: str
    steps: tuple[str, ...]
    meaning: str
    example: str
    kind: Kind = "text"
    needed: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of another sheet, with an example a row."""

    title: str
    meaning: str = ""
    examples: tuple[str, ...] = ()
    kind: Kind = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()


SETTINGS = (
    Setting("Name", ("name",), "What readers call it", "What success looks like here", needed=True),
    Setting("Also called", ("spellings",), "Other names that ratings may use", "Our success; Success signs", "list"),
    Setting(
        "Version",
        ("version",),
        "A new one each time an area, a stage or an indicator is added, moved or taken out; 1 at first",
        "2",
        "number",
        needed=True,
    ),
    Setting("Look at it again by", ("review_by",), "A day, as 2027-11-30", "2027-11-30", "date", needed=True),
    Setting("Title", ("source", "title"), "The document it comes from", "Our picture of success", needed=True),
    Setting("Published by", ("source", "publisher"), "Whose it is", "Kererū Valley Kāhui Ako", needed=True),
    Setting("Short name", ("source", "short"), "A word or two for marks on pages", "our signs", needed=True),
    Setting("Read on", ("source", "read"), "The day it was written down from there", "2026-11-25", "date", needed=True),
    Setting("Address", ("source", "address"), "Where it stands on the web, if it does", "https://example.org/success"),
    Setting(
        "Whose words",
        ("attribution",),
        "A sentence that stands on every page of ratings: whose words these are",
        "Written by our schools, whānau and students in 2026.",
        needed=True,
    ),
    Setting(
        "Paraphrase",
        ("paraphrase",),
        "yes where the texts say in your words what somebody else published; never copy those without leave",
        "no",
        "yes or no",
        default="no",
    ),
    Setting("Word for an area", ("words", "area"), "What its areas are called", "part", default="area"),
    Setting("Word for a stage", ("words", "stage"), "What its stages are called", "step", default="stage"),
    Setting("Word for an indicator", ("words", "indicator"), "What they are called", "sign", default="indicator"),
    Setting("Nested", ("nested",), "yes where a stage presumes those below it", "yes", "yes or no", default="no"),
    Setting(
        "Summed up as",
        ("summaries",),
        "distribution, median, best fit; best fit needs indicators under stages. Never a mean",
        "distribution; median",
        "list",
    ),
    Setting("Numbers left out", ("left_out",), "Numbers of indicators that its source skips", "", "list"),
)

_NUMBER = "Blank where it is the place in the list; else its number, as text"

COLUMNS: dict[str, tuple[Column, ...]] = {
    STAGES: (
        Column("Number", f"{_NUMBER}, lowest first", ("1", "2", "3"), "number"),
        Column("Name", "What readers see, lowest stage first", ("Beginning", "On the way", "How we are"), needed=True),
        Column("Also called", "Other words that ratings may use, with a ; between", ("Not much yet", "", ""), "list"),
    ),
    AREAS: (
        Column("Number", _NUMBER, ("1", "2"), "number"),
        Column("Name", "What readers see", ("Learners thrive", "Whānau and schools together"), needed=True),
        Column("Also called", "Other names that ratings may use, with a ; between", ("Thriving", "Whānau"), "list"),
        Column("Recorded in", "Registers that hold what there is to show of it", ("", "voice; activities"), "list"),
        Column("Spoken to by", "Exhibits of the report that say something of it", ("achievement-moves", ""), "list"),
    ),
    INDICATORS: (
        Column("Area", "Number or name of its area", ("Learners thrive", "Learners thrive", "2", "2"), needed=True),
        Column("Stage", "Blank where it is placed on all the stages; else the stage it stands under", ("", "", "", "")),
        Column("Number", _NUMBER, ("", "", "", ""), "number"),
        Column(
            "Text",
            "One thing that can be seen, in a sentence",
            (
                "Learners can say what they are learning and why.",
                "More learners read at what is expected of their year than two years ago.",
                "Whānau help to set what their children work towards.",
                "Who have we not heard from yet?",
            ),
            needed=True,
        ),
        Column(
            "Kind",
            "practice (or blank): what people do; outcome: a result, to be held against data; question: for words",
            (PRACTICE, OUTCOME, PRACTICE, QUESTION),
            choices=KINDS,
        ),
        Column(
            "Checked by",
            "Exhibits that hold an outcome against data; after a colon the measure, or the group and scale of a survey",
            ("", "achievement-over-terms: reading", "", ""),
            "list",
        ),
    ),
    EARLIER: (
        Column("Version", "The earlier version", ("1", "1"), "number", needed=True),
        Column("Part", "area, stage or indicator; blank where nothing moved", ("stage", "area"), choices=PARTS),
        Column(
            "Then",
            "Its number in that version; had it another name, that name too, in a row of its own",
            ("Often", "3"),
            "number",
        ),
        Column("Now", "Its number now; blank where nothing took its place", ("2", ""), "number"),
    ),
}
OPTIONAL = (EARLIER,)  # sheets that need not be there
