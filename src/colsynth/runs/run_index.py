"""The page of a run: every community of a term, what was published, and what failed and why."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from colsynth import __version__
from colsynth.exhibits.exhibit import written
from colsynth.reference.terms import spoken
from colsynth.reports.index import IndexRow, make_index
from colsynth.reports.reminders import reminders
from colsynth.runs.outcome import Outcome
from colsynth.runs.record import now


def write_index(outcomes: Sequence[Outcome], started: str) -> list[Path]:
    """`outputs/<term>/index.html` for every term that something was made for: communities, status, what failed."""
    written_to = []
    folders = dict.fromkeys(outcome.folder.parent for outcome in outcomes if outcome.folder)
    for folder in folders:
        rows = [_index_row(made) for made in outcomes if made.folder is None or made.folder.parent == folder]
        folder.mkdir(parents=True, exist_ok=True)
        made = {outcome.folder for outcome in outcomes if outcome.folder}
        standing = (report.parent for report in sorted(folder.glob("*/report.html")))
        rows += [_standing_row(report) for report in standing if report not in made]
        path = folder / "index.html"
        aside = path.with_name(".index.making")
        when = f"{_minute(started)} to {_minute(now())}"
        aside.write_text(make_index(rows, term=spoken(folder.name), when=when, version=__version__), encoding="utf-8")
        aside.replace(path)
        written_to.append(path)
    return written_to


def _index_row(outcome: Outcome) -> IndexRow:
    chapters = "; ".join(f"the chapter {stem.replace('_', ' ')}: {why}" for stem, why in outcome.failed_chapters)
    if outcome.folder is None:
        return IndexRow(outcome.name, "failed", why=outcome.reason)
    name = outcome.folder.name
    return IndexRow(
        outcome.name,
        "up to date" if outcome.status == "up to date" else "published",
        report=f"{name}/report.html",
        why=f"Published without {chapters}." if chapters else "",
        problems=outcome.n_problems,
        links=_links(name),
        schools=_school_links(outcome.folder),
        collection=outcome.collection,
        reminders=_reminders(outcome.name, outcome.term, outcome.collection, outcome.collect_by),
    )


def _standing_row(folder: Path) -> IndexRow:
    """A report that stands in the folder from an earlier run."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        record = json.loads((folder / "inside" / "run.json").read_text(encoding="utf-8"))
        by = date.fromisoformat(record["collect_by"]) if record["collect_by"] else None
        return IndexRow(
            record["name"],
            "up to date",
            report=f"{folder.name}/report.html",
            why=f"Not part of this run; made {_minute(record['finished'])}.",
            problems=record["problems"],
            links=_links(folder.name),
            schools=_school_links(folder),
            collection=record["collection"],
            reminders=_reminders(record["name"], record["term"], record["collection"], by),
        )
    return IndexRow(folder.name, "up to date", report=f"{folder.name}/report.html", why="Not part of this run.")


def _reminders(community: str, term: str, rows: Sequence[Mapping[str, Any]], by: date | None) -> list[tuple[str, str]]:
    """A text for each school of which something is awaited."""
    return reminders(community, spoken(term), rows, written(pd.Timestamp(by), "date") if by else "")


def _links(name: str) -> list[tuple[str, str]]:
    return [
        ("Tables", f"{name}/appendix.xlsx"),
        ("Problems in the files", f"{name}/inside/problems.html"),
        ("Run log", f"{name}/inside/run.log"),
    ]


def _school_links(folder: Path) -> list[tuple[str, str]]:
    """The page of each school that has one of its own, under what the report calls it."""
    with contextlib.suppress(OSError, ValueError):
        record = json.loads((folder / "inside" / "run.json").read_text(encoding="utf-8"))
        schools: dict[str, str] = record.get("schools", {})
        return [(name, f"{folder.name}/schools/{own}/report.html") for own, name in schools.items()]
    return []


def _minute(moment: str) -> str:
    """`22 Nov 2026, 06:40 UTC`."""
    at = pd.Timestamp(moment)
    return f"{written(at, 'date')}, {at:%H:%M} UTC"
