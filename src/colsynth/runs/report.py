"""Making the reports of many communities: one that fails is told and stops nothing else."""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from colsynth.errors import ColsynthError, SettingsError
from colsynth.exhibits.chapter import and_list
from colsynth.registers.snapshot import is_mostly_set_aside
from colsynth.runs.collection import asked_by, collect
from colsynth.runs.execute import execute
from colsynth.runs.outcome import Outcome
from colsynth.runs.plan import FIRST_PAGE, Job, plan
from colsynth.runs.publish import clear, prepare, put_in_place
from colsynth.runs.record import is_up_to_date, log_to, now
from colsynth.runs.run_index import write_index
from colsynth.settings import load_settings

log = logging.getLogger("colsynth.runs")

Progress = Callable[[str, str, int, int], None]  # community, what is in work, steps done, steps in all


def report(
    settings_files: Sequence[Path],
    term: str | None,
    jobs: int,
    force: bool,
    dry_run: bool,
    progress: Progress,
) -> list[Outcome]:
    """The reports of every community, in the order given; each is published whole or not at all.

    Nothing that a community's files can do raises: its outcome says what is wrong. A fault of our own in one
    community is logged with its traceback and told as a failure of that community.
    """
    started = now()
    twice = _named_twice(settings_files)
    with ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="community") as pool:
        waiting = {
            pool.submit(_one, path, term, force, dry_run, progress, twice): number
            for number, path in enumerate(settings_files)
        }
        outcomes = {waiting[done]: done.result() for done in as_completed(waiting)}
    ordered = [outcomes[number] for number in sorted(outcomes)]
    if not dry_run:
        write_index(ordered, started)
    return ordered


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 all published, 1 something failed and the rest is published, else the code of the first cause."""
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    if failed and len(failed) == len(outcomes):
        return failed[0].exit_code
    return 1 if failed or any(outcome.failed_chapters for outcome in outcomes) else 0


def _named_twice(settings_files: Sequence[Path]) -> dict[Path, str]:
    """Settings files whose community bears the id of another one's: each would write over the other's report."""
    ids: dict[tuple[Path, str], list[Path]] = {}
    for path in settings_files:
        with contextlib.suppress(ColsynthError):
            settings = load_settings(path)
            ids.setdefault((settings.workspace, settings.community.id), []).append(path)
    return {
        path: f"The id '{id_}' stands in {and_list([other.name for other in paths])}. Give each community its own id."
        for (_, id_), paths in ids.items()
        if len(paths) > 1
        for path in paths
    }


def _one(
    path: Path, term: str | None, force: bool, dry_run: bool, progress: Progress, refused: Mapping[Path, str]
) -> Outcome:
    name = path.stem
    try:
        settings = load_settings(path)
        name = settings.community.name
        if path in refused:
            raise SettingsError(refused[path])
        progress(name, "reading the spreadsheets", 0, 1)
        job = plan(settings, term)
        outcome = Outcome(
            name,
            "published",
            job.term,
            job.folder,
            n_problems=len(job.snapshot.problems),
            is_mostly_set_aside=is_mostly_set_aside(job.snapshot.accounts),
            collection=tuple(collect(settings, job.snapshot, job.term)),
            collect_by=asked_by(settings, job.term),
        )
        if not force and is_up_to_date(job):
            progress(name, "up to date", 1, 1)
            return replace(outcome, status="up to date")
        if dry_run:
            progress(name, "would be made", 1, 1)
            return replace(outcome, status="would be made")
        return replace(outcome, failed_chapters=_make(job, progress))
    except ColsynthError as error:
        return Outcome(name, "failed", reason=str(error), exit_code=error.exit_code)
    except Exception as error:  # a fault of our own: told, logged whole with --debug, and the others go on
        log.debug("fault in %s", path.name, exc_info=True)
        reason = f"colsynth itself failed ({type(error).__name__}). Run again with --debug and report what it prints."
        return Outcome(name, "failed", reason=reason, exit_code=1)


def _make(job: Job, progress: Progress) -> tuple[tuple[str, str], ...]:
    """The chapters that failed, with their reasons; what must not be published does not stay aside either."""
    name, steps = job.settings.community.name, len(job.chapters) + 1
    clear(job)
    started = now()
    failed = []
    try:
        with log_to(job.aside / "inside" / "run.log"):
            # The first page reads the other chapters, so it runs last and is printed first.
            in_order = sorted(job.chapters, key=lambda chapter: chapter[0] == FIRST_PAGE)
            for done, (stem, notebook) in enumerate(in_order):
                progress(name, stem.replace("_", " "), done, steps)
                reason = execute(job, stem, notebook)
                if reason:
                    failed.append((stem, reason))
            progress(name, "page", steps - 1, steps)
            prepare(job, dict(failed), started)
        put_in_place(job)
    finally:
        shutil.rmtree(job.aside, ignore_errors=True)
    progress(name, "published", steps, steps)
    return tuple(failed)
