"""What went into a report, when it was made, and is it still what would be made now?"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from colsynth.runs.collection import asked_by, collect
from colsynth.runs.plan import Job, packages


def now() -> str:
    """This moment, for run.json and the index alone."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_record(
    job: Job, folder: Path, started: str, failed: dict[str, str], dropped: list[str], schools: dict[str, str]
) -> None:
    """`run.json`: accounts of every sheet, fingerprints of everything that went in, what failed, and times.

    `schools` names, by its folder, each school that has a page of its own.
    """
    by = asked_by(job.settings, job.term)
    content: dict[str, Any] = {
        "community": job.settings.community.id,
        "name": job.settings.community.name,
        "problems": len(job.snapshot.problems),
        "term": job.term,
        "audience": job.audience,
        "as_at": job.snapshot.as_at.isoformat() if job.snapshot.as_at else None,
        "accounts": [_without_picture(asdict(account)) for account in job.snapshot.accounts],
        "collection": collect(job.settings, job.snapshot, job.term),
        "collect_by": by.isoformat() if by else None,
        "inputs": job.snapshot.inputs,
        "since": job.snapshot.since,
        "fingerprints": job.fingerprints(),
        "packages": packages(),
        "key": job.key(),
        "chapters": {stem: failed.get(stem, "made") for stem, _ in job.chapters},
        "dropped": dropped,
        "schools": schools,
        "started": started,
        "finished": now(),
    }
    (folder / "run.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _without_picture(account: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in account.items() if name != "picture"}


def is_up_to_date(job: Job) -> bool:
    """Is the published report just what would be made now, with no chapter failed?"""
    try:
        record = json.loads((job.folder / "inside" / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    whole = all(what == "made" for what in record.get("chapters", {"none": "recorded"}).values())
    return whole and (job.folder / "report.html").is_file() and record.get("key") == job.key()


@contextmanager
def log_to(path: Path) -> Iterator[None]:
    """Log this thread's community to its own `run.log`: no times, so that the same run gives the same bytes."""
    handler = logging.FileHandler(path, mode="w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    thread = threading.get_ident()
    handler.addFilter(lambda record: record.thread == thread)
    logger = logging.getLogger("colsynth")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()
