"""From executed chapters to a published folder: page, findings, tables, the inside; whole or not at all."""

from __future__ import annotations

import csv
import logging
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from colsynth import __version__
from colsynth.exhibits import Chapter
from colsynth.exhibits.exhibit import written
from colsynth.exhibits.supply import coverage_line
from colsynth.findings.notebooks import Record
from colsynth.protection import scan, scan_table
from colsynth.reference.terms import spoken
from colsynth.registers.history import read_history
from colsynth.reports.findings import write_findings
from colsynth.reports.page import Chapter as Executed
from colsynth.reports.page import ChapterFailure, PageHeader, make_page, schools_with_pages
from colsynth.reports.tables import csv_text, write_appendix, write_tables
from colsynth.runs.learner_lists import write_lists
from colsynth.runs.plan import Job
from colsynth.runs.problems import write_inside
from colsynth.runs.record import write_record

log = logging.getLogger("colsynth.runs")


def prepare(job: Job, failed: dict[str, str], started: str) -> None:
    """Make everything in the folder aside and look at it once more; `put_in_place` publishes it.

    ProtectionError when an identifier or a number that must not be shown is found.
    """
    aside = job.aside
    chapters = [_chapter(job, stem, failed) for stem, _ in job.chapters]
    page = make_page(chapters, _header(job))
    for what in page.dropped:
        log.warning("left off the page: %s", what)
    (aside / "report.html").write_text(page.html, encoding="utf-8", newline="\n")
    write_findings(page.findings, aside / "findings.json")
    (aside / "tables").mkdir(exist_ok=True)
    write_tables(page.exhibits, aside / "tables")
    write_appendix(page.exhibits, aside / "appendix.xlsx")
    own, schools = _school_pages(job, chapters)
    _look_once_more(job, [*page.exhibits, *own])
    inside = aside / "inside"
    snapshot = job.snapshot
    write_inside(inside, job.settings, snapshot.problems, snapshot.accounts, snapshot.inputs)
    _write_codes(job, inside / "codes.csv")
    write_lists(Chapter("page", job.settings, job.snapshot, job.term, job.audience), inside)
    write_record(job, inside, started, failed, page.dropped, schools)


def put_in_place(job: Job) -> None:
    """The new report instead of the old one; a kill in between leaves the old one beside it, put back next time."""
    aside, folder = job.aside, job.folder
    before = folder.with_name(f".{folder.name}.before")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    aside.rename(folder)
    shutil.rmtree(before, ignore_errors=True)
    history = read_history(job.settings.workspace, job.settings.community.id)
    history.note_published(job.snapshot.fingerprint, job.term)


def clear(job: Job) -> None:
    """Start clean: what an interrupted run left aside goes, a report it had moved away comes back."""
    before = job.folder.with_name(f".{job.folder.name}.before")
    if before.exists() and not job.folder.exists():
        before.rename(job.folder)
    shutil.rmtree(before, ignore_errors=True)
    shutil.rmtree(job.aside, ignore_errors=True)
    (job.aside / "inside" / "notebooks").mkdir(parents=True)


def _chapter(job: Job, stem: str, failed: dict[str, str]) -> tuple[str, Path] | ChapterFailure:
    if stem in failed:
        reason = f"This chapter could not be made: {failed[stem]}. The data lead finds the details in the run's log."
        return ChapterFailure(stem, stem.replace("_", " ").capitalize(), reason)
    return stem, job.aside / "inside" / "notebooks" / f"{stem}.ipynb"


def _school_pages(job: Job, chapters: Sequence[Executed]) -> tuple[list[Record], dict[str, str]]:
    """A folder `schools/<code>/` for each school with exhibits of its own: page, findings, tables.

    The exhibits on those pages, and what the report calls each school by its folder: an index that lies beside the
    report and names schools there would say which code is whose.
    """
    view = Chapter("page", job.settings, job.snapshot, job.term, job.audience)
    addressed = schools_with_pages(chapters)
    exhibits: list[Record] = []
    schools: dict[str, str] = {}
    for code in (code for code in view.school_labels if code in addressed):
        name, folder = view.school_names[code], job.aside / "schools" / view.school_folders[code]
        header = replace(_header(job), headline=f"For {name}", who_may_see=f"{name} alone", coverage="")
        page = make_page(chapters, header, school=code)
        for what in page.dropped:
            log.warning("left off the page of one school: %s", what)
        folder.mkdir(parents=True)
        (folder / "report.html").write_text(page.html, encoding="utf-8", newline="\n")
        write_findings(page.findings, folder / "findings.json")
        write_tables(page.exhibits, folder / "tables")
        exhibits += page.exhibits
        schools[folder.name] = view.school_labels[code]
    return exhibits, schools


def _header(job: Job) -> PageHeader:
    view = Chapter("page", job.settings, job.snapshot, job.term, job.audience)
    marks = job.fingerprints()
    return PageHeader(
        community=job.settings.community.name,
        term=spoken(job.term),
        headline="What the evidence says this term",
        who_may_see="members of the community",
        as_at=written(pd.Timestamp(view.as_at), "date"),
        coverage=coverage_line(view),
        facts=[
            ("colsynth", __version__),
            ("Data", marks["inputs"][:12]),
            ("Settings", marks["settings"][:12]),
            ("Packages", marks["packages"][:12]),
            ("Hidden below", f"{job.settings.suppress_below} learners or respondents"),
        ],
    )


def _look_once_more(job: Job, exhibits: Sequence[Record]) -> None:
    """The scan for identifiers and unprotected cells; the appendix holds the same tables as the page."""
    people = (("students", "student"), ("achievement", "student"), ("ratings", "rater"), ("voice", "respondent"))
    codes = {code for name, column in people for code in job.snapshot.frame(name)[column].dropna().unique()}
    for path in sorted(job.aside.rglob("*")):
        if path.suffix in {".html", ".json", ".csv"} and "inside" not in path.relative_to(job.aside).parts:
            text = path.read_text(encoding="utf-8-sig")
            scan(re.sub(r"<script(?! type=\"application/json\").*?</script>", "", text, flags=re.S), codes, path.name)
    for exhibit in exhibits:
        scan_table(exhibit, job.settings.suppress_below)


def _write_codes(job: Job, path: Path) -> None:
    """Which school and which file has which code: for the data lead, who gives each school its own."""
    view = Chapter("page", job.settings, job.snapshot, job.term, job.audience)
    names = job.snapshot.frame("schools").drop_duplicates("school").set_index("school")["name"].to_dict()
    schools = sorted((label, code, names.get(code, "")) for code, label in view.school_labels.items())
    files = sorted((" ".join(label), *place) for place, label in view.sheet_labels.items())
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["shown as", "school or file", "name or sheet"])
        rows.writerows([csv_text(str(cell)) for cell in row] for row in [*schools, *files])
