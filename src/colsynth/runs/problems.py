"""Where does the data lead find what is wrong? Three things under `inside/`: a list, a page, and marked copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from colsynth.errors import Problem
from colsynth.intake.reopening import reopen
from colsynth.registers.snapshot import Account
from colsynth.reports.annotated import write_annotated
from colsynth.reports.problems import make_problems, write_problems
from colsynth.settings import Settings


def write_inside(
    inside: Path,
    settings: Settings,
    problems: Sequence[Problem],
    accounts: Sequence[Account],
    inputs: Mapping[str, str],
    blocked: str = "",
) -> None:
    """Write `problems.csv`, `problems.html` and `annotated/` with a marked copy of each file with problems in cells."""
    inside.mkdir(parents=True, exist_ok=True)
    write_problems(inside / "problems.csv", problems)
    copies = write_annotated(inside / "annotated", problems, accounts, reopen(settings, inputs))
    html = make_problems(
        settings.community.name,
        problems,
        accounts,
        {file: f"annotated/{name}" for file, name in copies.items()},
        blocked,
    )
    (inside / "problems.html").write_text(html, encoding="utf-8", newline="\n")
