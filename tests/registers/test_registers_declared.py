"""A register is declared once, as data; a fault in its declaration is said in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from colsynth.errors import SettingsError
from colsynth.reference.ethnicity import fold
from colsynth.reference.places import data_files
from colsynth.registers.declared import Register, load_registers, read_register
from colsynth.registers.page import document_all

REGISTERS = load_registers()

LEAST = """
register: visits
row: one visit
sheet: Visits
key: [day]
recognised_by: [[day]]
columns:
  - {name: day, type: date, meaning: Day of the visit, sensitivity: open, headers: [Day]}
"""


def declared(folder: Path, text: str, name: str = "visits") -> Register:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return read_register(path)


IN_ORDER = (
    *("schools", "students", "achievement", "attendance", "moves", "targets", "ratings", "voice", "goals", "actions"),
    *("activities", "ties", "resources", "roles", "statements", "evidence", "events", "aggregates", "aliases"),
)


def test_the_registers_come_in_one_order_and_only_schools_is_needed() -> None:
    assert tuple(REGISTERS) == IN_ORDER
    assert [name for name, register in REGISTERS.items() if not register.optional] == ["schools"]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_every_register_has_a_sheet_and_key_of_its_own(register: Register) -> None:
    assert sum(other.sheet == register.sheet for other in REGISTERS.values()) == 1
    assert set(register.key) <= {column.name for column in register.stored}
    assert register.recognised_by


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_a_learners_or_a_persons_code_is_never_an_open_column(register: Register) -> None:
    for column in register.columns:
        if column.type in {"student_number", "person", "never_stored"}:
            assert column.sensitivity != "open"


@pytest.mark.parametrize("path", data_files("registers", None).values(), ids=lambda path: path.stem)
def test_every_register_file_loads(path: Path) -> None:
    assert read_register(path).name == path.stem


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_every_stored_column_says_what_it_means_and_how_it_is_spelt(register: Register) -> None:
    for column in register.columns:
        assert column.meaning
        assert all(fold(header) for header in column.headers)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.name)
def test_an_empty_frame_has_every_column_with_its_type(register: Register) -> None:
    frame = register.empty_frame()
    assert frame.empty
    assert [*frame.columns[-3:]] == ["source_file", "source_sheet", "source_row"]
    assert {column.name: column.store_type for column in register.stored} == {
        name: str(kind)
        for name, kind in frame.dtypes.items()
        if not str(name).startswith("source_") and name not in register.marks
    }


def test_names_and_birth_dates_are_recognised_and_never_stored() -> None:
    students = REGISTERS["students"]
    never = {fold(header) for column in students.columns if column.type == "never_stored" for header in column.headers}
    assert {fold(h) for h in ("First Name", "Last Name", "Preferred name", "DOB", "Date of birth")} <= never
    assert not {"names", "birth", "contact"} & {column.name for column in students.stored}


def test_a_workspace_adds_a_register_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "registers"
    folder.mkdir(parents=True)
    declared(folder, LEAST)
    assert "visits" in load_registers(tmp_path)


@pytest.mark.parametrize(
    ("changed", "to", "said"),
    [
        (
            "key: [day]",
            "key: [dya]",
            "'key' names the column 'dya', which is not declared. Did you mean 'day'?",
        ),
        (
            "headers: [Day]",
            "headers: [Day], not_before: dya",
            "'day.not_before' names the column 'dya', which is not declared. Did you mean 'day'?",
        ),
        ("sheet: Visits", "sheeet: Visits", "'sheeet' is not a setting colsynth knows"),
        ("type: date", "type: dat", "#1.type' is 'dat'"),
        ("headers: [Day]", "headers: []", "#1.headers"),
        ("type: date", "type: choice", "'day' is a choice without 'choices'"),
        ("register: visits", "register: visit", "Give it the file's own name, 'visits'"),
        (
            "headers: [Day]}",
            "headers: [Day]}\n  - {name: at, type: date, meaning: M, sensitivity: open, headers: [DAY]}",
            "the header 'DAY' stands for 'day' and 'at'",
        ),
        (
            "type: date",
            "type: choice, choices: {open: [O], shut: [o]}",
            "in 'day', 'o' means 'open' and 'shut'",
        ),
    ],
)
def test_a_fault_in_a_declaration_is_said_in_plain_words(tmp_path: Path, changed: str, to: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        declared(tmp_path, LEAST.replace(changed, to))
    assert said in str(refused.value)


def test_the_gender_a_cell_means_is_found_whatever_its_case() -> None:
    gender = REGISTERS["students"].column("gender")
    assert [gender.choice_of(text) for text in ("f", "Kotiro", "MALE", "gender-diverse", "?")] == [
        "female",
        "female",
        "male",
        "another gender",
        None,
    ]


def test_the_registers_page_says_what_the_declarations_say(project: Path) -> None:
    page = (project / "data" / "registers" / "README.md").read_text(encoding="utf-8")
    assert page == document_all(REGISTERS.values()), "make it again as CONTRIBUTING.md says"
