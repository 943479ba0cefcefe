"""What came of a run? One page that lists the communities, what was published, and what failed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from markupsafe import Markup

from colsynth.reports.figure import environment
from colsynth.reports.page import content_policy, page_style

STATUSES = ("awaited", "has problems", "received", "accepted")  # of what is collected, what asks for most first
Status = Literal["published", "up to date", "failed"]


@dataclass(frozen=True)
class IndexRow:
    """One community of a run."""

    community: str
    status: Status
    report: str = ""  # relative address of report.html; empty where nothing was published
    why: str = ""  # what failed, in a plain sentence; also of a chapter when the report was published
    problems: int = 0
    as_at: str = ""  # "25 Sep 2026"
    links: list[tuple[str, str]] = field(default_factory=list)  # (label, relative address)
    schools: Sequence[tuple[str, str]] = ()  # (school, relative address) of the pages that are for one school alone
    collection: Sequence[Mapping[str, Any]] = ()  # rows of the collection list: school by register
    reminders: Sequence[tuple[str, str]] = ()  # (school, text to copy)

    @property
    def sheets(self) -> list[str]:
        """What is asked of the schools, by the sheets of the template."""
        return list(dict.fromkeys(row["sheet"] for row in self.collection))

    @property
    def by_school(self) -> dict[str, dict[str, Mapping[str, Any]]]:
        """The collection list, a school a row and a sheet a column."""
        schools: dict[str, dict[str, Mapping[str, Any]]] = {}
        for row in self.collection:
            schools.setdefault(row["name"] or row["school"], {})[row["sheet"]] = row
        return schools

    @property
    def counts(self) -> str:
        """`3 awaited, 1 with problems, 8 accepted`."""
        found = [row["status"] for row in self.collection]
        counted = (f"{found.count(status)} {status}" for status in STATUSES if status in found)
        return ", ".join(counted).replace("has problems", "with problems")


def make_index(rows: Sequence[IndexRow], *, term: str, when: str, stamp: str = "Inside only", version: str = "") -> str:
    """The page of a run, without script. `term` and `when` are texts for readers."""
    failed = sum(row.status == "failed" for row in rows)
    return (
        environment()
        .get_template("run.html.j2")
        .render(
            rows=rows,
            term=term,
            when=when,
            stamp=stamp,
            version=version,
            summary=_summary(len(rows), failed),
            policy=content_policy([]),
            css=Markup(page_style()),
        )
    )


def _summary(communities: int, failed: int) -> str:
    if communities == 0:
        return "No community was reported on."
    counted = "1 community" if communities == 1 else f"{communities} communities"
    if failed == 0:
        return f"{counted}, every report is here."
    return f"{counted}, {failed} without a new report."
