"""A snapshot is there whole or not at all, and comes back as it was stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from colsynth.errors import Problem
from colsynth.registers.declared import load_registers
from colsynth.registers.history import read_history
from colsynth.registers.page import document, document_all
from colsynth.registers.revisions import mark_revised
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


def made_of(fingerprint: str, level: str, *more: str, file: str = "results.csv") -> Snapshot:
    """A snapshot with one result a learner: the first at a level of the test's own, each of `more` at 'At'."""
    learners = {"first": level} | dict.fromkeys(more, "At")
    rows = pd.DataFrame({"student": list(learners), "level": list(learners.values())}).assign(
        school="9901", measure="otj-writing", term="2026-T2", raw="as written", revised=False
    )
    rows = rows.assign(source_file=file, source_row=range(2, len(rows) + 2))
    types = REGISTERS["achievement"].empty_frame().dtypes.to_dict()
    frame = rows.reindex(columns=list(types)).astype(types)
    return Snapshot({"achievement": frame}, [], [], None, fingerprint, {file: fingerprint}, REGISTERS)


def test_a_corrected_record_is_marked_and_new_and_missing_ones_are_counted() -> None:
    before, now = made_of("a", "At", "second", "third"), made_of("b", "Below", "second", "fourth", "fifth")
    marked = mark_revised(now, before, {})
    assert list(marked.frame("achievement")["revised"]) == [True, False, False, False]
    assert marked.since["achievement"] == {"revised": 1, "new": 2, "gone": 1}
    (problem,) = marked.problems
    assert (problem.check, problem.effect, problem.file, problem.count) == (
        "no longer sent",
        "warning",
        "results.csv",
        1,
    )


def test_another_spelling_of_one_value_is_no_correction() -> None:
    before, now = made_of("a", "At"), made_of("b", "At")
    now.frame("achievement")["raw"] = "written otherwise"
    assert mark_revised(now, before, {}).since["achievement"] == {"revised": 0, "new": 0, "gone": 0}


def test_a_learner_who_was_found_to_be_another_is_not_gone_and_new() -> None:
    before, now = made_of("a", "At", "second"), made_of("b", "At", "other")
    marked = mark_revised(now, before, {"second": "other"})
    assert marked.since["achievement"] == {"revised": 0, "new": 0, "gone": 0}


def test_a_register_that_is_not_sent_at_all_is_told_by_its_file() -> None:
    before, now = made_of("a", "At", "second"), replace(made_of("b", "At"), registers={})
    marked = mark_revised(now, before, {})
    assert marked.since["achievement"]["gone"] == 2
    assert [problem.count for problem in marked.problems] == [2]


def test_the_history_grows_by_one_line_a_snapshot_and_report(tmp_path: Path) -> None:
    for _ in range(2):
        read_history(tmp_path, "c").note_made(made_of("a", "At"), None, "key")
        read_history(tmp_path, "c").note_published("a", "2026-T2")
    assert len(read_history(tmp_path, "c").path.read_text(encoding="utf-8").splitlines()) == 2


def test_new_files_are_held_against_those_of_the_last_report_not_of_a_draft(tmp_path: Path) -> None:
    read_history(tmp_path, "c").note_made(made_of("a", "At"), None, "key")
    read_history(tmp_path, "c").note_made(made_of("b", "At"), "a", "key")
    assert read_history(tmp_path, "c").before({"x": "1"}, "key") == "b"
    read_history(tmp_path, "c").note_published("a", "2026-T2")
    assert read_history(tmp_path, "c").before({"x": "1"}, "key") == "a"


def test_the_same_files_are_held_against_the_same_snapshot_again_and_codes_of_another_key_never(tmp_path: Path) -> None:
    for made, before in ((made_of("a", "At"), None), (made_of("b", "At"), "a"), (made_of("c", "At"), "b")):
        read_history(tmp_path, "c").note_made(made, before, "key")
    history = read_history(tmp_path, "c")
    assert history.before(made_of("b", "At").inputs, "key") == "a"
    assert history.before(made_of("a", "At").inputs, "key") is None
    assert history.before({"x": "1"}, "another key") is None


def test_a_line_that_was_cut_off_costs_only_itself(tmp_path: Path) -> None:
    read_history(tmp_path, "c").note_made(made_of("a", "At"), None, "key")
    path = read_history(tmp_path, "c").path
    with path.open("ab") as file:
        file.write(b'{"fingerprint": "b", "as')
    read_history(tmp_path, "c").note_made(made_of("c", "At"), "a", "key")
    assert [line["fingerprint"] for line in read_history(tmp_path, "c").lines] == ["a", "c"]
