"""Whatever a file holds: no traceback, and every row is a record that is accounted for, or listed as left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_community import SCHOOLS, Community
from mangled import Rows, mangled, read_bases

from colsynth.errors import InputError, Problem
from colsynth.intake import make_context
from colsynth.intake.context import Context
from colsynth.intake.inputs import Plan, Planned
from colsynth.intake.opening.parts import read_sheets
from colsynth.intake.tables.rows import filled_cells
from colsynth.intake.taking import Intake, NothingCameInError
from colsynth.registers.declared import load_registers
from colsynth.registers.snapshot import Account
from colsynth.settings import Settings

KEY = b"k" * 32
SOME = 100  # cases of every test run
MANY = 10_000  # cases of the slow suite


@pytest.fixture(scope="module")
def bases(project: Path) -> dict[str, Rows]:
    return read_bases(project / "data" / "demo")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Community(tmp_path_factory.mktemp("mangled")).settings()


@pytest.fixture(scope="module")
def context(settings: Settings) -> Context:
    return make_context(settings, load_registers(), KEY)


def outcome(settings: Settings, context: Context, name: str, content: bytes) -> tuple[list[Account], list[Problem]]:
    """What is told of one file beside a register of schools, whether anything came in or not."""
    plan = Plan([Planned(Path(one), one, [None]) for one in ("schools.csv", name)])
    intake = Intake(settings, replace(context, schools=None, codes={}), plan)
    try:
        snapshot = intake.run({"schools.csv": SCHOOLS.encode(), name: content}, "0", {})
    except NothingCameInError as error:
        return error.accounts, error.problems
    except InputError as error:
        pytest.fail(f"an input error without accounts: {error}")
    return snapshot.accounts, snapshot.problems


def check(settings: Settings, context: Context, bases: dict[str, Rows], number: int) -> None:
    name, content = mangled(bases, number)
    try:
        accounts, problems = outcome(settings, context, name, content)
    except Exception as error:
        pytest.fail(f"case {number}: {type(error).__name__}: {error}")
    ours = [account for account in accounts if account.file.startswith("case")]
    assert ours, f"case {number}: nothing is told of the file"
    for account in ours:
        total = account.accepted + account.set_aside + account.repeated
        assert account.read == total, f"case {number}: {account}"
        assert account.read or account.left_out, f"case {number}: {account}"
    if content[:2] not in (b"PK", b"\x1f\x8b"):
        missed = _rows_that_hold_something(content) - _rows_told_of(ours)
        assert not missed, f"case {number}: rows {missed} are told of nowhere"
    for problem in problems:
        assert problem.found, f"case {number}: {problem}"
        assert problem.remedy, f"case {number}: {problem}"


def _rows_that_hold_something(content: bytes) -> set[int]:
    sheets = read_sheets(content).sheets
    return {int(at) + 1 for sheet in sheets for at in np.flatnonzero(filled_cells(sheet.frame))}


def _rows_told_of(accounts: list[Account]) -> set[int]:
    """Rows that are a header, a record, or left out."""
    told = {at for account in accounts for left in account.left_out for at in _span(left["row"])}
    for table in (table for account in accounts for table in account.picture.get("tables", [])):
        told |= set(range(table["header"][0], table["header"][1] + 1))
        told |= {at for first, last in table["rows"] for at in range(first, last + 1)}
    return told


def _span(row: str) -> range:
    first, _, last = row.partition("-")
    return range(int(first), int(last or first) + 1) if first.isdigit() else range(1, 1000)  # "all"


@pytest.mark.parametrize("first", range(0, SOME, 50))
def test_some_mangled_files_are_told_of_in_full(
    first: int, settings: Settings, context: Context, bases: dict[str, Rows]
) -> None:
    for number in range(first, first + 50):
        check(settings, context, bases, number)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(SOME, SOME + MANY, 500))
def test_many_mangled_files_are_told_of_in_full(
    first: int, settings: Settings, context: Context, bases: dict[str, Rows]
) -> None:
    for number in range(first, first + 500):
        check(settings, context, bases, number)
