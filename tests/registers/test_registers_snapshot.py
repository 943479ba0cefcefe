"""A snapshot is there whole or not at all, and comes back as it was stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from colsynth.errors import Problem
from colsynth.registers.declared import load_registers
from colsynth.registers.page import document, document_all
from colsynth.registers.snapshot import Account, Snapshot, read_snapshot, write_snapshot

REGISTERS = load_registers()


@pytest.fixture
def snapshot() -> Snapshot:
    schools = pd.concat(
        [REGISTERS["schools"].empty_frame(), pd.DataFrame({"school": ["9901"], "name": ["Rātā School"]})]
    )
    schools = schools.astype(REGISTERS["schools"].empty_frame().dtypes.to_dict())
    return Snapshot(
        registers={"schools": schools},
        problems=[Problem("level", "set aside", "a.csv", "", "B2", "says 'x'", "A level is expected.", "Correct it.")],
        accounts=[Account("a.csv", "", "schools", 2, 1, 1, 0, [{"row": "1", "why": "title or note above the table"}])],
        as_at=date(2026, 9, 25),
        fingerprint="f00d",
        inputs={"a.csv": "0" * 64},
        declared=REGISTERS,
    )


def test_what_is_stored_comes_back_the_same(tmp_path: Path, snapshot: Snapshot) -> None:
    write_snapshot(tmp_path / "s", snapshot)
    back = read_snapshot(tmp_path / "s", REGISTERS)
    assert back is not None
    pd.testing.assert_frame_equal(back.frame("schools"), snapshot.frame("schools"))
    assert (back.problems, back.accounts, back.as_at, back.inputs) == (
        snapshot.problems,
        snapshot.accounts,
        snapshot.as_at,
        snapshot.inputs,
    )


def test_a_register_nobody_supplied_is_empty_with_its_columns(snapshot: Snapshot) -> None:
    assert snapshot.frame("goals").empty
    assert "target_percent" in snapshot.frame("goals")


def test_the_same_content_gives_the_same_bytes(tmp_path: Path, snapshot: Snapshot) -> None:
    for name in ("a", "b"):
        write_snapshot(tmp_path / name, snapshot)
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_nothing_else_is_left_in_the_store(tmp_path: Path, snapshot: Snapshot) -> None:
    write_snapshot(tmp_path / "s", snapshot)
    write_snapshot(tmp_path / "s", snapshot)
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


@pytest.mark.parametrize("name", ["manifest.json", "schools.parquet"])
def test_a_damaged_snapshot_is_not_read_and_is_made_again(tmp_path: Path, snapshot: Snapshot, name: str) -> None:
    write_snapshot(tmp_path / "s", snapshot)
    (tmp_path / "s" / name).write_bytes(b"{")
    assert read_snapshot(tmp_path / "s", REGISTERS) is None
    write_snapshot(tmp_path / "s", snapshot)
    assert read_snapshot(tmp_path / "s", REGISTERS) is not None


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_the_page_of_a_register_names_every_stored_column_and_every_header(register: object) -> None:
    page = document(REGISTERS[getattr(register, "name", "")])
    for column in REGISTERS[getattr(register, "name", "")].columns:
        assert column.name in page
        assert all(header.replace("|", "\\|") in page for header in column.headers)


def test_the_page_of_all_registers_has_one_heading_each() -> None:
    assert document_all(REGISTERS.values()).count("\n## ") == len(REGISTERS)
