"""What the template writes, intake reads back without a problem."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made_community import Community
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from colsynth.errors import UsageError
from colsynth.intake.template import FIRST_SHEETS, write_template
from colsynth.intake.template.guide import put
from colsynth.intake.template.sheet import ROWS_PREPARED
from colsynth.intake.values.one_result import RESULT
from colsynth.intake.workbook import save_workbook
from colsynth.reference.measures import load_measures
from colsynth.registers.declared import Column, Register, load_registers

REGISTERS = load_registers()
MORE = [name for name in REGISTERS if name not in FIRST_SHEETS]


def typed_in(path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Fill in a template as a person would: values by column name under the headers."""
    book = openpyxl.load_workbook(path)
    type_into(book, rows)
    book.save(path)


def type_into(book: Workbook, rows: dict[str, list[dict[str, Any]]]) -> None:
    for name, records in rows.items():
        sheet = book[REGISTERS[name].sheet]
        titles = {cell.value: cell.column for cell in sheet[1]}
        for at, record in enumerate(records, start=2):
            for column, value in record.items():
                put(sheet.cell(at, titles[REGISTERS[name].column(column).title]), value)


def test_a_blank_workbook_opens_with_three_sheets_and_more_on_request(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == [
        "Schools",
        "Learners",
        "Results",
        "How to fill",
        "Example",
    ]
    write_template(tmp_path / "b.xlsx", ["ratings", "Goals"])
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames[3:5] == ["Ratings", "Goals"]


def test_a_sheet_nobody_knows_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean 'ratings'"):
        write_template(tmp_path / "a.xlsx", ["ratngs"])


@pytest.fixture(scope="module")
def every_sheet(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The template with every register there is."""
    path = tmp_path_factory.mktemp("template") / "all.xlsx"
    write_template(path, MORE)
    return openpyxl.load_workbook(path)


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty prepared rows on each sheet in place of a thousand, as a case of a property writes them all each time."""
    monkeypatch.setattr("colsynth.intake.template.sheet.ROWS_PREPARED", 20)


@pytest.fixture
def thin_workbook(few_rows: None, tmp_path: Path) -> Workbook:
    """The template with every register there is and few rows on each."""
    write_template(tmp_path / "all.xlsx", MORE)
    return openpyxl.load_workbook(tmp_path / "all.xlsx")


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_every_column_has_a_note_with_its_unit_and_every_choice_a_drop_down(
    register: Register, every_sheet: Workbook
) -> None:
    sheet = every_sheet[register.sheet]
    assert [cell.value for cell in sheet[1]] == [column.title for column in register.in_template]
    rules = {str(rule.sqref).split("2:")[0]: rule for rule in sheet.data_validations.dataValidation}
    for column, cell in zip(register.in_template, sheet[1], strict=True):
        assert column.meaning in cell.comment.text
        if column.unit and column.unit != "year level":
            assert column.unit in cell.comment.text
        if column.type in {"choice", "yes_no", "measure", "framework"} or column.words_of:
            assert rules[cell.column_letter].type == "list"
    for rule in rules.values():
        assert rule.error.endswith((".", ")."))
        assert max(len(rule.formula1), len(rule.error), len(rule.prompt)) <= 255  # as much as Excel takes
        assert len(rule.promptTitle) <= 32


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_only_headers_are_locked_and_text_is_kept_as_text_in_every_prepared_row(
    register: Register, every_sheet: Workbook
) -> None:
    sheet = every_sheet[register.sheet]
    lock = sheet.protection
    assert lock.sheet
    assert lock.password is None
    forbidden = [lock.insertRows, lock.deleteRows, lock.sort, lock.autoFilter, lock.formatColumns]
    assert not any(forbidden)
    assert sheet.auto_filter.ref
    assert sheet.freeze_panes == "B2"
    assert all(cell.protection.locked for cell in sheet[1])
    for at, column in enumerate(register.in_template, start=1):
        whole = sheet.column_dimensions[get_column_letter(at)]
        assert not whole.protection.locked
        if column.type in {"student_number", "school", "code", "text", "term", "measure"}:
            assert whole.number_format == "@"
            for row in (2, ROWS_PREPARED + 1):
                assert sheet.cell(row, at).number_format == "@"
                assert not sheet.cell(row, at).protection.locked


def test_the_levels_offered_are_those_of_the_measure_that_was_chosen(every_sheet: Workbook) -> None:
    rule = next(r for r in every_sheet["Results"].data_validations.dataValidation if str(r.sqref).startswith("H2:"))
    assert "MATCH($C2,measure_ids,0)" in rule.formula1
    ids = every_sheet.defined_names["measure_ids"].attr_text.replace("$", "").split("!")[1]
    words = every_sheet.defined_names["measure_words"].attr_text.replace("$", "").split("!")[1]
    guide = every_sheet["How to fill"]
    by_measure = {
        id_[0].value: [cell.value for cell in row if cell.value is not None]
        for id_, row in zip(guide[ids], guide[words], strict=True)
    }
    assert by_measure == {id_: measure.levels for id_, measure in load_measures().items()}


def test_no_cell_of_a_template_is_a_live_formula(every_sheet: Workbook) -> None:
    assert [cell for sheet in every_sheet for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_a_template_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, ["goals"])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_same_workbook_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        book = openpyxl.Workbook()
        book.active.append(["Kōwhai", 1])
        save_workbook(book, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["A1"].value == "Kōwhai"


def test_an_empty_template_has_nothing_to_say_and_no_problem(community: Community) -> None:
    community.schools()
    write_template(community.root / "sent" / "t.xlsx", MORE)
    assert not community.take_in().problems


@pytest.mark.usefixtures("few_rows")
def test_the_example_row_of_every_register_reads_back_without_a_problem(community: Community) -> None:
    path = community.root / "sent" / "t.xlsx"
    write_template(path, MORE)
    examples = {
        name: [{c.name: c.sample for c in register.in_template if c.sample}] for name, register in REGISTERS.items()
    }
    examples["achievement"][0].pop("scale_score")  # the example's measure has levels alone
    typed_in(path, examples)
    snapshot = community.take_in(frameworks=["ero-collaborative-practice"])
    assert {problem.check for problem in snapshot.problems} == {"one rater"}  # the one row of the example
    assert {name: len(snapshot.frame(name)) for name in REGISTERS} == dict.fromkeys(REGISTERS, 1)


FEW = settings(  # each case reads whole workbooks
    max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
LEVELS = {  # of the measures in use in Term 2, 2026
    id_: measure.levels
    for id_, measure in load_measures().items()
    if measure.levels and (measure.declared.ends is None or measure.declared.ends > date(2026, 7, 3))
}


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    measure = draw(st.sampled_from(sorted(LEVELS)))
    has_level = draw(st.booleans())
    return {
        "student": draw(st.from_regex(r"\A0[1-9][0-9]{8}\Z")),
        "school": "0071",
        "measure": measure,
        "date": draw(st.dates(date(2026, 4, 20), date(2026, 7, 3))),
        "year_level": draw(st.none() | st.integers(0, 13)),
        "level": draw(st.sampled_from(LEVELS[measure])) if has_level else None,
        "missing": None if has_level else draw(st.sampled_from(["absent", "exempt", "not enrolled"])),
        "moderated": draw(st.sampled_from([None, "yes", "no"])),
    }


@pytest.mark.usefixtures("few_rows")
@FEW
@given(st.lists(records(), min_size=1, max_size=6, unique_by=lambda record: record["student"]))
def test_what_is_typed_into_the_template_comes_back_as_it_was(rows: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        community = Community(Path(folder))
        path = community.root / "sent" / "t.xlsx"
        write_template(path)
        school = {"school": "0071", "name": "Tōtara Flat School", "type": "contributing"}
        typed_in(path, {"schools": [school], "achievement": rows})
        snapshot = community.take_in()
    assert not snapshot.problems
    frame = snapshot.frame("achievement")
    assert frame["school"].tolist() == ["0071"] * len(rows)
    for name in ("measure", "level", "missing"):
        assert [None if value != value else value for value in frame[name]] == [row[name] for row in rows]
    assert [day.date() for day in frame["date"]] == [row["date"] for row in rows]
    assert frame["source_row"].tolist() == list(range(2, len(rows) + 2))


LIKE_FORMULAS = st.sampled_from(["=1+1", "+64 21", "-5 to 5", "@everyone", "007", "Pāngarau", "<2B", "'quoted", "1E5"])
WORDS = LIKE_FORMULAS | st.text("abcdeghiklmnoprstuwāēīōūĀĒĪŌŪ 0123456789-=+@", min_size=1, max_size=12).map(
    lambda text: " ".join(text.split()) or "Kōwhai"
)


def values_of(column: Column) -> st.SearchStrategy[str] | None:
    """Valid words of a column as a person types them; None where its value must fit its neighbours'."""
    match column.type:
        case "choice":
            return st.sampled_from(list(column.choices))
        case "yes_no":
            return st.sampled_from(["yes", "no"])
        case "text" if not column.words_of:
            return WORDS
    return None


FITTING = {("schools", "name"), ("ratings", "framework_version")}  # their words must fit what is known elsewhere

# What a row is about stays as in the example, so that the registers fit together; every other word is drawn.
DRAWN = {
    (name, column.name): strategy
    for name, register in REGISTERS.items()
    for column in register.in_template
    if column.name not in register.key and (name, column.name) not in FITTING
    if (strategy := values_of(column)) is not None
}


OF_A_RESULT = {(name, column) for name, register in REGISTERS.items() if register.unfolds for column in RESULT}


@FEW
@given(words=st.fixed_dictionaries(DRAWN))
def test_words_of_every_register_come_back_letter_for_letter(
    words: dict[tuple[str, str], str], thin_workbook: Workbook
) -> None:
    """Leading zeros, macrons and what looks like a formula: each as it was typed, into the register's example row."""
    typed = {
        name: {
            c.name: c.sample for c in register.in_template if c.sample and not (register.unfolds and c.name in RESULT)
        }
        | {column: word for (of, column), word in words.items() if of == name}
        for name, register in REGISTERS.items()
    }
    type_into(thin_workbook, {name: [row] for name, row in typed.items()})
    with tempfile.TemporaryDirectory() as folder:
        community = Community(Path(folder))
        thin_workbook.save(community.root / "sent" / "t.xlsx")
        snapshot = community.take_in()
    assert [problem.sentence() for problem in snapshot.problems if problem.effect != "warning"] == []
    for (name, column), word in words.items():
        kept = snapshot.frame(name)[column].item()
        assert kept == (word == "yes" if REGISTERS[name].column(column).type == "yes_no" else word), (name, column)
