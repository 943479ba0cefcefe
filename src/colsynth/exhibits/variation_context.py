"""Who are the schools that stand side by side? A strip for every comparison of schools, and the whole of it once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from colsynth.analyses import achievement
from colsynth.analyses import variation_context as analysis
from colsynth.exhibits.chapter import Chapter, label_order
from colsynth.exhibits.exhibit import Column, Exhibit, percent
from colsynth.protection import Counted, Table

STRIP = "Before holding these schools side by side"
MOST_IN_STRIP = 12  # schools beside a comparison; more are described once
ROLLS = ((100, "under 100"), (300, "100 to 299"))  # learners; bands for schools shown as codes; our rule
LARGE = "300 or more"
EQI = (
    "The equity index runs from 344 to 569; a higher one means that learners face more barriers. It measures no school."
)


def school_order(chapter: Chapter, seen: Iterable[str]) -> list[str]:
    """The labels of schools seen, in one order through the chapter: by the register's code, or by their own code."""
    wanted = set(seen)
    labels = [label for _, label in sorted(chapter.school_labels.items()) if label in wanted]
    return labels if chapter.settings.school_names == "shown" else sorted(labels, key=lambda text: label_order(text))


def group_at(school: str, year: int | None = None, ethnicity: str | None = None) -> pd.Series[Any]:
    """The learners of a school, of one year level or one ethnic group, in the shape of a goal's group."""
    return pd.Series(
        {"school": school, "year_from": year, "year_to": year, "gender": None, "ethnicity": ethnicity}, dtype=object
    )


def strip(chapter: Chapter, seen: Iterable[str]) -> tuple[str, list[str]]:
    """A heading and a line for each school seen (labels): year levels, roll, barriers, distance, who learns there.

    Where schools appear as codes, the roll is a band, and the index and the distance are left out: either tells who
    the school is.
    """
    order = school_order(chapter, seen)
    if len(order) > MOST_IN_STRIP:
        return STRIP, [
            f"{len(order)} schools stand here: “Which schools are these?” above says what is on record of each."
        ]
    described = {str(row["school"]): row for _, row in _described(chapter).iterrows()}
    mixed = _mix_said(chapter)
    lines = []
    for label in order:
        said = _said(described[label]) if label in described else []
        said += [mixed[label]] if label in mixed else []
        lines += [f"{label}: {'; '.join(said)}."] if said else []
    return STRIP, lines or ["Nothing is on record of these schools but their results."]


def _said(row: pd.Series[Any]) -> list[str]:
    said = [f"Years {row['years']}"] if pd.notna(row["years"]) else []
    said += [f"roll {row['roll_said']}"] if row["roll_said"] else []
    said += [f"equity index {row['eqi']}"] if pd.notna(row["eqi"]) else []
    said += [f"nearest member {_km(row['nearest'])}"] if pd.notna(row["nearest"]) else []
    return said


def _km(distance: float) -> str:
    return "under 1\u00a0km" if distance < 1 else f"{distance:.0f}\u00a0km"


def _described(chapter: Chapter) -> pd.DataFrame:
    return chapter.once(("schools in context",), lambda: _described_once(chapter)).copy()


def _described_once(chapter: Chapter) -> pd.DataFrame:
    frame = analysis.schools_in_context(chapter.snapshot.frame("schools"))
    frame["school"] = frame["school"].map(chapter.school_labels)
    frame["roll_said"] = frame["roll"].map(lambda roll: "" if pd.isna(roll) else f"{int(roll)}").astype("str")
    if chapter.settings.school_names == "codes":
        frame["roll_said"] = frame["roll"].map(_band).astype("str")
        frame[["eqi", "nearest"]] = pd.NA
    place = {label: i for i, label in enumerate(school_order(chapter, frame["school"]))}
    return frame.sort_values("school", key=lambda column: column.map(place)).reset_index(drop=True)


def _band(roll: object) -> str:
    if pd.isna(roll):  # type: ignore[call-overload]
        return ""
    return next((name for below, name in ROLLS if float(roll) < below), LARGE)  # type: ignore[arg-type]


def _mix_said(chapter: Chapter) -> dict[str, str]:
    """For each school, the ethnic groups of its learners on the roll, as they may be shown."""
    return chapter.once(("mix of schools",), lambda: _mix_as_shown(chapter))


def _mix_as_shown(chapter: Chapter) -> dict[str, str]:
    on_roll = achievement.roll(chapter.snapshot.frame("students"), chapter.calendar, chapter.term)
    if on_roll is None:
        return {}
    if chapter.settings.ethnicity == "prioritised":
        on_roll = achievement.prioritised(on_roll, chapter.groups)
    found = analysis.mix(on_roll, chapter.groups.names).drop(columns="verdict")
    found["school"] = found["school"].map(chapter.school_labels)
    table = chapter.may_show(Table(found, ("school", "group"), "learners", (Counted("n", "n_in", ("share_in",)),)))
    frame = table.frame
    said: dict[str, list[str]] = {}
    for i, (school, group, share) in enumerate(zip(frame["school"], frame["group"], frame["share_in"], strict=True)):
        shown = table.cell(i, "share_in", "" if pd.isna(share) else percent(float(share)))
        said.setdefault(str(school), []).append(f"{group} {shown}")
    return {school: ", ".join(groups) for school, groups in said.items()}


def context(chapter: Chapter) -> Exhibit:
    """What should be known of each school before its results stand beside another's?"""
    question = "Which schools are these?"
    frame = _described(chapter)
    if frame.empty:
        return chapter.nothing("context", question, "The register of schools is empty, so schools cannot be described.")
    codes, mixed = chapter.settings.school_names == "codes", _mix_said(chapter)
    shown = frame[["school", "type", "years", "roll_said", "eqi", "nearest"]]
    wide = [] if codes else [Column("eqi", "Equity index"), Column("nearest", "Nearest member", "points", "km")]
    table = chapter.may_show(
        Table(shown, ("school",), "schools", plain=("type", "years", "roll_said", "eqi", "nearest"))
    )
    with_results = set(chapter.results["school"].dropna().map(chapter.school_labels))
    title = f"{len(frame)} {'school' if len(frame) == 1 else 'schools'}, {_span(frame)}."
    return chapter.exhibit(
        "context",
        question,
        title,
        subtitle=f"as the register of schools has them; {len(with_results)} with results",
        purpose="To know who is compared before comparing.",
        table=table,
        columns=[
            Column("school", "School"),
            Column("type", "Type"),
            Column("years", "Year levels"),
            Column("roll_said", "Roll"),
            *wide,
        ],
        caption="Member schools",
        how_to_read=EQI if not codes else "Schools appear as codes, so what would name them is left out or in bands.",
        caution="Schools differ in who their learners are, and no comparison here takes that out. "
        + chapter.ethnicity_rule,
        talk_about="Which of these differences would you want to see beside a result?",
        lists=[("Who learns there", [f"{label}: {mixed[label]}." for label in frame["school"] if label in mixed])],
        method="Distances are between places on record, as the crow flies.",
        sources=(*chapter.sources("schools"), *chapter.sources("students")),
    )


def _span(frame: pd.DataFrame) -> str:
    rolls = frame["roll"].dropna()
    if rolls.empty:
        return "of rolls that are not on record"
    low, high = int(rolls.min()), int(rolls.max())
    bands = f"{_band(low)} to {_band(high)}" if _band(low) != _band(high) else _band(low)
    return f"with rolls from {bands}" if _band(low) != _band(high) else f"with rolls of {bands}"
