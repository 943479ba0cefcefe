"""What the template writes, intake reads back without a problem."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_community import Community

from colsynth.errors import UsageError
from colsynth.intake.template import FIRST_SHEETS, write_template
from colsynth.intake.workbook import save_workbook
from colsynth.reference.measures import load_measures
from colsynth.registers.declared import load_registers

REGISTERS = load_registers()
MORE = [name for name in REGISTERS if name not in FIRST_SHEETS]


def typed_in(path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Fill in a template as a person would: values by column name under the headers."""
    book = openpyxl.load_workbook(path)
    for name, records in rows.items():
        sheet = book[REGISTERS[name].sheet]
        titles = {cell.value: cell.column for cell in sheet[1]}
        for at, record in enumerate(records, start=2):
            for column, value in record.items():
                sheet.cell(at, titles[REGISTERS[name].column(column).title]).value = value
    book.save(path)


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


def test_headers_have_notes_choices_have_drop_downs_and_codes_are_text(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", MORE)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for register in REGISTERS.values():
        sheet = book[register.sheet]
        assert [cell.value for cell in sheet[1]] == [column.title for column in register.in_template]
        assert all(cell.comment for cell in sheet[1])
        listed = sum(column.type in {"choice", "yes_no", "measure", "framework"} for column in register.in_template)
        assert len(sheet.data_validations.dataValidation) == listed
    assert book["Learners"]["A2"].number_format == "@"


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


def test_the_example_row_of_every_register_reads_back_without_a_problem(community: Community) -> None:
    path = community.root / "sent" / "t.xlsx"
    write_template(path, MORE)
    examples = {
        name: [{c.name: c.sample for c in register.in_template if c.sample}] for name, register in REGISTERS.items()
    }
    examples["achievement"][0].pop("scale_score")  # the example's measure has levels alone
    typed_in(path, examples)
    snapshot = community.take_in()
    assert not snapshot.problems
    assert {name: len(snapshot.frame(name)) for name in REGISTERS} == dict.fromkeys(REGISTERS, 1)


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


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
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
