"""What may a chapter put on the page? Exhibits, findings, its own markdown; the rest is dropped and listed.

nbconvert walks the notebook; the door decides, cell by cell, what becomes a part of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

from colsynth.findings.mime import EXHIBIT_MIME, FINDING_MIME
from colsynth.findings.notebooks import Record, collect, record_in
from colsynth.reports.figure import TEMPLATES, render_exhibit, render_finding
from colsynth.reports.words import Headings, Ids, render_markdown

FIRST_PAGE = "first_page"


class ChapterExporter(HTMLExporter):  # type: ignore[misc]
    """Walks one executed notebook and leaves a mark for each part the door lets through."""

    def __init__(self, door: Door) -> None:
        super().__init__(template_name="colsynth", extra_template_basedirs=[str(TEMPLATES)], exclude_input=True)
        self.environment.globals["door"] = door


@dataclass(frozen=True)
class Place:
    """Where a finding stands on the page: the short name of its chapter and its id there."""

    title: str
    anchor: str


@dataclass(frozen=True)
class Rendered:
    """One chapter as it stands on the page, what did not reach it, and the ids of its findings there."""

    stem: str
    name: str  # the id of its heading
    title: str
    html: str
    dropped: list[str]
    places: dict[str, Place]
    exhibits: list[Record]  # what stands on the page, for the tables and findings.json
    findings: list[Record]


@dataclass
class Door:
    """The one door between an executed chapter and the page."""

    stem: str
    env: Environment
    ids: Ids
    headings: Headings
    findings: dict[str, Record]  # by id, those of this chapter's notebook
    places: dict[str, Place]  # of findings that stand in the chapters rendered before this one
    dropped: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)  # finding id -> its id on the page
    exhibits: list[Record] = field(default_factory=list)  # those that stand on the page
    cell: int = 0

    def enter(self, number: int) -> str:
        """Called by the template at each cell, counted from 1."""
        self.cell = number
        return ""

    def drop(self, what: str) -> None:
        """Lists one thing that does not reach the page."""
        self.dropped.append(f"{self.stem}, cell {self.cell}: {what}")

    def markdown(self, cell: Any) -> str:
        """The mark for a markdown cell."""
        if cell.get("attachments"):
            self.drop("pictures attached to the text")
        return self._part(render_markdown(cell.source, self.headings, self.drop))

    def raw(self, cell: Any) -> str:
        """A raw cell never reaches the page."""
        if cell.source.strip():
            self.drop("a raw cell")
        return ""

    def output(self, output: Any) -> str:
        """The mark for one output, or nothing where it is not an exhibit or a finding."""
        exhibit = record_in(output, EXHIBIT_MIME)
        finding = record_in(output, FINDING_MIME)
        record = exhibit or finding
        if record is not None and record["chapter"] != self.stem and (exhibit or self.stem != FIRST_PAGE):
            self.drop(f"{record['id']}, which is of another chapter")
            return ""
        try:
            if exhibit is not None:
                part = self._part(self.title() + self._exhibit(exhibit))
                self.exhibits.append(exhibit)
                return part
            if finding is not None:
                return self._part(self.title() + self._alone(finding))
        except ValueError as error:
            self.drop(f"the exhibit {(exhibit or finding or {}).get('id')} ({error})")
            return ""
        self.drop(_what(output))
        return ""

    def _exhibit(self, exhibit: Record) -> str:
        beside = [self.findings[name] for name in exhibit.get("findings") or [] if name in self.findings]
        return render_exhibit(
            self.env,
            exhibit,
            [self._finding(finding) for finding in beside if finding["id"] not in self.anchors],
            headings=self.headings,
            ids=self.ids,
            drop=self.drop,
        )

    def _alone(self, finding: Record) -> str:
        return "" if finding["id"] in self.anchors else str(self._finding(finding))

    def _finding(self, finding: Record) -> Markup:
        own = finding["chapter"] == self.stem
        anchor = self.ids.claim(finding["id"] if own else f"{self.stem}-{finding['id']}")
        self.anchors[finding["id"]] = anchor
        return render_finding(
            self.env,
            finding,
            name=anchor,
            number=len(self.anchors) if self.stem == FIRST_PAGE else 0,
            place=None if own else self.places.get(finding["id"]),
        )

    def _part(self, html: str) -> str:
        self.parts.append(html)
        return f"<!--part {len(self.parts) - 1}-->"

    def title(self) -> str:
        """The chapter's heading made from its file name, where it has not begun with one of its own."""
        words = spoken_stem(self.stem)
        return "" if self.headings.title else self.headings.add(words, words, 2)


def render_chapter(
    stem: str, notebook: Any, *, env: Environment, ids: Ids, quiet: str, places: dict[str, Place]
) -> Rendered:
    """One executed chapter; `quiet` is a title that stands in the page's header already."""
    findings = {finding["id"]: finding for finding in collect(notebook)[1]}
    door = Door(stem, env, ids, Headings(stem, ids, quiet), findings, places)
    marked, _ = ChapterExporter(door).from_notebook_node(notebook)
    body = re.sub(r"<!--part (\d+)-->", lambda match: door.parts[int(match[1])], marked).strip()
    body = door.title() + body
    own = {
        key: Place(spoken_stem(stem), anchor)
        for key, anchor in door.anchors.items()
        if findings[key]["chapter"] == stem
    }
    said = [findings[key] for key in own]
    return Rendered(stem, door.headings.title_id, door.headings.title, body, door.dropped, own, door.exhibits, said)


def title_of(stem: str, notebook: Any) -> str:
    """The first heading of a chapter that failed, as plain text, else its stem as words."""
    for cell in notebook.cells:
        heading = re.search(r"^#+ +(.+)$", cell.source, re.MULTILINE)
        if heading and cell.cell_type == "markdown":
            return re.sub(r"[*_`]", "", heading[1]).strip()
    return spoken_stem(stem)


def spoken_stem(stem: str) -> str:
    """`First page` from `first_page`."""
    return stem.replace("_", " ").replace("-", " ").capitalize()


def _what(output: Any) -> str:
    """What a dropped output is, in words."""
    if output.output_type == "stream":
        return "printed text"
    data = output.get("data", {})
    for kind, words in (
        (EXHIBIT_MIME, "an exhibit that is not in the agreed form"),
        (FINDING_MIME, "a finding that is not in the agreed form"),
        ("image/", "an image"),
        ("text/html", "a bare table or HTML"),
        ("vega", "a bare chart"),
        ("javascript", "a script"),
    ):
        if any(kind in mime for mime in data):
            return words
    return "a bare value"
