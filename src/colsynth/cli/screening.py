"""What does a person at a terminal read of a screening? Each sheet, the problems by stage, where to look further."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from colsynth.errors import Problem
from colsynth.intake.files import GUIDE
from colsynth.intake.suggesting import suggest
from colsynth.intake.tables.recognising import FORM
from colsynth.registers.snapshot import Account, is_mostly_set_aside
from colsynth.reports.problems import STAGE_TITLES, in_order
from colsynth.runs.screen import Screened
from colsynth.settings import load_settings


def screened_lines(found: Screened) -> Iterator[str]:
    """Everything screening a community found, line by line."""
    yield found.name
    for account in found.accounts:
        yield from (f"  {line}" for line in account_lines(account))
    if guides := sum(_is_guide(account) for account in found.accounts):
        yield f"  Not listed: {guides} sheet{'s' * (guides > 1)} of colsynth's own workbooks, as a guide or an example"
    yield from (f"  {line}" for line in problem_lines(found.problems))
    if found.blocked:
        yield f"  {found.blocked}"
    else:
        yield from (f"  {line}" for line in _sum_lines(found.accounts))
    if found.page:
        yield f"  To read at leisure, with marked copies of the files: {found.page}"


def _is_guide(account: Account) -> bool:
    return any(left["why"] == GUIDE for left in account.left_out)


def account_lines(account: Account) -> Iterator[str]:
    """What one sheet was read as, and what was no record in it; what could not be read is told as a problem."""
    if _is_guide(account):
        return
    where = f"{account.file}, {account.sheet}" if account.sheet else account.file
    if account.register:
        yield f"{where}: read as {account.register}, {account.accepted} of {account.read} records accepted"
    rows = [left for left in account.left_out if left["row"] != "all" and left["why"] != FORM]
    if rows:
        told = (f"row{'s' * ('-' in left['row'])} {left['row']} ({left['why']})" for left in rows)
        yield f"{where}: left out {'; '.join(told)}"
    yield from (
        f"{where}: left out: {left['why']}"
        for left in account.left_out
        if left["row"] == "all" and not left["why"].startswith("not read")
    )


def problem_lines(problems: tuple[Problem, ...]) -> Iterator[str]:
    """The problems of each stage under its name."""
    stage = ""
    for problem in in_order(problems):
        if problem.stage != stage:
            stage = problem.stage
            yield f"{STAGE_TITLES[stage]}:"
        yield f"  {problem.effect}: {problem.sentence()}"


def _sum_lines(accounts: tuple[Account, ...]) -> Iterator[str]:
    read = sum(account.read for account in accounts)
    aside = sum(account.set_aside for account in accounts)
    repeated = sum(account.repeated for account in accounts)
    yield f"{read} records read: {read - aside - repeated} accepted, {aside} set aside, {repeated} repeated."
    if is_mostly_set_aside(accounts):
        yield "More than half was set aside: look at the lines above before you use the report."


def suggested(path: Path) -> str:
    """The settings that a community could add for sheets that are not understood, to be completed by a person."""
    settings = load_settings(path)
    return suggest(settings) or f"# {settings.community.name}: every sheet is understood; there is nothing to suggest."
