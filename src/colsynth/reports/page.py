"""How do executed chapters become one page? It stands alone: it requests nothing, and needs no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from colsynth.errors import ColsynthError
from colsynth.findings.notebooks import Record, error_in, for_community, for_school, read_notebook, schools_addressed
from colsynth.reports.bundle import packed, vega_bundle
from colsynth.reports.chapter import FIRST_PAGE, Place, Rendered, render_chapter, spoken_stem, title_of
from colsynth.reports.figure import TEMPLATES, environment
from colsynth.reports.words import Ids


@dataclass(frozen=True)
class PageHeader:
    """What stands at the top and the bottom of every page, as text for readers."""

    community: str
    term: str  # "Term 3, 2026"
    headline: str
    who_may_see: str  # "members of the community"
    as_at: str  # "25 Sep 2026"
    coverage: str  # "7 of 7 schools supplied results, 5 of 7 supplied ratings"
    stamp: str = "Inside only"
    facts: list[tuple[str, str]] = field(default_factory=list)  # (label, value): versions, fingerprints


@dataclass(frozen=True)
class ChapterFailure:
    """A chapter that could not be made, and why in plain sentences; the title may be left to the stem."""

    stem: str
    title: str
    reason: str


@dataclass(frozen=True)
class Page:
    """One report, and what its chapters left that may not reach it: "goals, cell 3: printed text"."""

    html: str
    dropped: list[str]
    exhibits: list[Record]  # what stands on the page and nothing else, in reading order
    findings: list[Record]


NOT_MADE = "This chapter could not be made:"

Chapter = tuple[str, Any] | ChapterFailure


def make_page(
    chapters: Sequence[Chapter], header: PageHeader, *, dropped: Sequence[str] = (), school: str = ""
) -> Page:
    """One self-contained HTML page from executed chapters in reading order.

    A chapter is (stem, notebook or path of a notebook) or a `ChapterFailure`; a notebook with an error in it
    is a failure too. `dropped` is what was left out before; it opens the list that the page returns. The page is for
    the community, and leaves out what is for one school alone; with a `school` (its code) it holds just that.
    """
    env, ids = environment(), Ids({"top", "main", "contents", "about"})
    made: dict[int, Rendered | ChapterFailure] = {}
    places: dict[str, Place] = {}
    ready = [for_audience for chapter in chapters if (for_audience := _for(_ready(chapter), school))]
    # The first page leads into the other chapters, so it is made when they stand.
    for number in sorted(range(len(ready)), key=lambda n: _stem(ready[n]) == FIRST_PAGE):
        chapter = ready[number]
        if isinstance(chapter, ChapterFailure):
            made[number] = chapter
            continue
        stem, notebook = chapter
        rendered = render_chapter(stem, notebook, env=env, ids=ids, quiet=header.headline, places=places)
        made[number] = rendered
        places |= rendered.places
    sections = [_section(made[number], ids) for number in sorted(made)]
    html = "".join(section["html"] for section in sections)
    script = page_script()
    bundle = vega_bundle() if '<script type="application/json" class="vl"' in html else ""
    page = env.get_template("page.html.j2").render(
        header=header,
        sections=sections,
        policy=content_policy([text for text in (bundle, script) if text]),
        css=Markup(page_style()),
        print_line=Markup(css_text(f"{header.stamp} · {header.community} · {header.term}")),
        packed=Markup(packed(bundle)) if bundle else "",
        script=Markup(script),
    )
    shown = [item for _, item in sorted(made.items(), key=lambda pair: pair[0]) if isinstance(item, Rendered)]
    return Page(
        page,
        [*dropped, *(what for item in shown for what in item.dropped)],
        [exhibit for item in shown for exhibit in item.exhibits],
        [finding for item in shown for finding in item.findings],
    )


def schools_with_pages(chapters: Sequence[Chapter]) -> set[str]:
    """The codes of the schools that have exhibits of their own in these chapters."""
    ready = [_ready(chapter) for chapter in chapters]
    return {
        code for chapter in ready if not isinstance(chapter, ChapterFailure) for code in schools_addressed(chapter[1])
    }


def content_policy(scripts: Sequence[str]) -> str:
    """The page's content security policy: nothing is loaded, and only the scripts that are in it run."""
    digests = [hashlib.sha256(script.encode("utf-8")).digest() for script in scripts]
    hashes = ["'sha256-" + base64.b64encode(digest).decode("ascii") + "'" for digest in digests]
    allowed = " ".join(hashes) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def page_style() -> str:
    """The style sheet every page shares, without its comments."""
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/\s*", "", css, flags=re.DOTALL).strip()


@cache
def page_script() -> str:
    """The page's own script: it draws the charts and opens what is folded for print."""
    return (TEMPLATES / "page.js").read_text(encoding="utf-8").strip()


def css_text(text: str) -> str:
    """A text as a CSS string; anything that could end it is written as its code."""
    safe = re.sub(r"[^\w .,·–()-]", lambda match: f"\\{ord(match[0]):x} ", text)
    return f'"{safe}"'


def _stem(chapter: Chapter) -> str:
    return chapter.stem if isinstance(chapter, ChapterFailure) else chapter[0]


def _ready(chapter: Chapter) -> Chapter:
    """The chapter with its notebook read, or the failure it turns out to be."""
    if isinstance(chapter, ChapterFailure):
        return chapter
    stem, notebook = chapter
    if isinstance(notebook, Path):
        try:
            notebook = read_notebook(notebook)
        except (OSError, ValueError):
            return ChapterFailure(stem, spoken_stem(stem), f"{NOT_MADE} its notebook cannot be read.")
    error = error_in(notebook)
    if error is None:
        return stem, notebook
    return ChapterFailure(stem, title_of(stem, notebook), _plain_reason(error))


def _for(chapter: Chapter, school: str) -> Chapter | None:
    """The chapter as its audience may have it; None where there is nothing in it for the school."""
    if isinstance(chapter, ChapterFailure):
        return None if school else chapter
    stem, notebook = chapter
    if not school:
        return stem, for_community(notebook)
    return (stem, for_school(notebook, school)) if school in schools_addressed(notebook) else None


def _plain_reason(error: Any) -> str:
    """Our own messages are written for readers; any other may quote the data and stays in the run's log."""
    if error.ename in _known_errors(ColsynthError):
        return f"{NOT_MADE} {error.evalue}"
    return f"{NOT_MADE} something unexpected happened. The log of the run says what."


def _known_errors(kind: type[ColsynthError]) -> set[str]:
    return {kind.__name__}.union(*(_known_errors(sub) for sub in kind.__subclasses__()))


def _section(item: Rendered | ChapterFailure, ids: Ids) -> dict[str, Any]:
    if isinstance(item, ChapterFailure):
        title = item.title or spoken_stem(item.stem)
        name = ids.claim(item.stem)
        return {"stem": item.stem, "name": name, "title": title, "html": "", "reason": item.reason}
    html = Markup(item.html)
    return {"stem": item.stem, "name": item.name, "title": item.title, "html": html, "reason": ""}
