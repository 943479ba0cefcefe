"""A community adds the spellings of its schools' headers without declaring a register again."""

from __future__ import annotations

from pathlib import Path

import pytest

from colsynth.cli.known import faults
from colsynth.errors import SettingsError
from colsynth.registers.declared import load_registers


def spelt(workspace: Path, text: str) -> Path:
    path = workspace / "data" / "reference" / "headers.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_added_spelling_names_its_column_beside_those_that_were_there(tmp_path: Path) -> None:
    spelt(tmp_path, "students:\n  year_level: [Puāwaitanga]\n")
    known = load_registers(tmp_path)["students"].spellings
    assert known["puawaitanga"] == known["yearlevel"] == "year_level"
    assert "puawaitanga" not in load_registers()["students"].spellings


def test_the_shipped_spellings_stay_where_a_community_adds_its_own(tmp_path: Path) -> None:
    spelt(tmp_path, "students:\n  year_level: [Puāwaitanga]\n")
    assert load_registers(tmp_path)["ratings"].spellings["dbn"] == "school"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("studnets: {year_level: [Puāwai]}", "'studnets' is no register. Did you mean 'students'?"),
        ("students: {yearlevel: [Puāwai]}", "'students.yearlevel' is no column of that register. Did you mean"),
        ("students: {year_level: [Sex]}", "has the header 'Sex', which stands for 'gender'. Keep it in one."),
        ("students: {year_level: [Puāwai], gender: [PUAWAI]}", "which stands for 'year_level'. Keep it in one."),
        ("students: {year_level: Puāwai}", "should be a list of headers, as [Year level]"),
        ("students: {year_level: [7]}", "Put numbers in quotes."),
        ("students: [Puāwai]", "should hold lines 'column: [spelling, ...]'"),
    ],
)
def test_a_fault_in_added_spellings_is_said_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    path = spelt(tmp_path, text)
    with pytest.raises(SettingsError) as refused:
        load_registers(tmp_path)
    assert said in str(refused.value)
    assert any(said in fault for fault in faults(path))


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    path = spelt(tmp_path, "studnets: {year_level: [Puāwai]}\nstudents: {yearlevel: [Puāwai]}\n")
    assert len(faults(path)) == 2


def test_spellings_without_a_fault_pass_the_check(tmp_path: Path) -> None:
    assert faults(spelt(tmp_path, "students:\n  year_level: [Puāwaitanga]\n")) == []
