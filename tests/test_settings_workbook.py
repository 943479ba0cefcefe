"""Settings in a workbook mean what the same settings mean in YAML, and a slip is told with its cell."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colsynth.cli import main
from colsynth.errors import SettingsError
from colsynth.intake.template import write_settings_workbook
from colsynth.settings import InputFile, Settings, load_settings
from colsynth.settings.fields import file_fields, setting_fields

PROJECT = Path(__file__).resolve().parents[1]
LEAST = {"community": {"id": "c", "name": "Test community"}, "inputs": "sent"}
WORDS = st.text("abcdefgāēīōū 0123456789=+@-'.", min_size=1, max_size=10).map(str.strip).filter(bool)


def from_yaml(folder: Path, content: dict[str, Any]) -> Settings:
    path = folder / "c.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return load_settings(path)


def through_a_workbook(given_: Settings, folder: Path) -> Settings:
    """The settings as a workbook gives them back; it stands elsewhere, so the place is put back."""
    path = folder / "written.xlsx"
    write_settings_workbook(path, given_)
    return load_settings(path).model_copy(update={"path": given_.path, "workspace": given_.workspace})


def edited(folder: Path, *rows: tuple[str, object]) -> Path:
    """A settings workbook whose sheet has just these rows."""
    book = openpyxl.Workbook()
    book.active.title = "Settings"
    for row in [("Setting", "Value", "What it means"), *rows]:
        book.active.append(row)
    book.save(folder / "c.xlsx")
    return folder / "c.xlsx"


@pytest.mark.parametrize("path", sorted((PROJECT / "params").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_settings_of_the_demo_are_the_same_as_a_workbook(path: Path, tmp_path: Path) -> None:
    given_ = load_settings(path)
    assert through_a_workbook(given_, tmp_path) == given_


DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))  # a workbook knows no day before 1900
FILES = st.builds(
    lambda file, **more: {"file": file} | {key: value for key, value in more.items() if value},
    file=WORDS,
    register=st.sampled_from([None, "students", "achievement"]),
    sheet=st.none() | WORDS,
    columns=st.dictionaries(WORDS, WORDS, max_size=2),
    values=st.dictionaries(WORDS, st.dictionaries(WORDS, WORDS, min_size=1, max_size=2), max_size=2),
    for_all=st.dictionaries(WORDS, WORDS, max_size=2),
)
EVERYTHING = st.fixed_dictionaries(
    {
        "community": st.just({"id": "c", "name": "Kāhui Ako =1+1"}),
        "inputs": st.lists(
            WORDS | FILES, min_size=1, max_size=4, unique_by=lambda i: i if isinstance(i, str) else i["file"]
        ),
    },
    optional={
        "frameworks": st.lists(WORDS, max_size=2),
        "chapters": st.lists(WORDS, max_size=3, unique=True),
        "as_at": DAYS,
        "suppress_below": st.integers(3, 50),
        "ethnicity": st.sampled_from(["total response", "prioritised"]),
        "compare_with": st.fixed_dictionaries(
            {}, optional={"ethnic group": st.sampled_from(["European", "Māori"]), "gender": st.just("Male")}
        ),
        "school_names": st.sampled_from(["codes", "shown"]),
        "agreed": st.fixed_dictionaries({"by": WORDS, "on": DAYS, "version": WORDS}),
        "collect": st.lists(st.sampled_from(["students", "ratings"]), max_size=2, unique=True),
        "collect_by": DAYS,
    },
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(content=EVERYTHING)
def test_any_settings_come_back_from_a_workbook_as_they_were(content: dict[str, Any], tmp_path: Path) -> None:
    given_ = from_yaml(tmp_path, content)
    back = through_a_workbook(given_, tmp_path)
    alone = [InputFile(file=i) if isinstance(i, str) else i for i in given_.inputs]
    assert [InputFile(file=i) if isinstance(i, str) else i for i in back.inputs] == alone
    assert back.model_copy(update={"inputs": given_.inputs}) == given_


def test_every_setting_says_what_it_means_and_stands_in_the_blank_workbook(tmp_path: Path) -> None:
    write_settings_workbook(tmp_path / "s.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")["Settings"]
    written = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert list(written) == [field.name for field in setting_fields()]
    assert all(field.meaning and field.meaning in written[field.name][2].value for field in setting_fields())
    assert written["suppress_below"][1].value == 5  # the default of the README
    files = openpyxl.load_workbook(tmp_path / "s.xlsx")["Files"]
    notes = " ".join(cell.comment.text for cell in files[1])
    assert all(field.meaning and field.meaning in notes for field in file_fields())
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules[f"B{written['ethnicity'][0].row}"].formula1 == '"total response,prioritised"'
    assert (
        rules[f"B{written['suppress_below'][0].row}"].formula1,
        rules[f"B{written['suppress_below'][0].row}"].type,
    ) == (
        "3",
        "whole",
    )


def test_a_blank_settings_workbook_says_what_is_still_to_be_filled_in(tmp_path: Path) -> None:
    write_settings_workbook(tmp_path / "s.xlsx")
    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path / "s.xlsx")
    assert "s.xlsx, Settings!B2: 'community.id' is missing" in str(refused.value)
    assert "'inputs' is missing" in str(refused.value)


ENOUGH = (("community.id", "c"), ("community.name", "Test"), ("inputs", "sent"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("supress_below", 5), ["Settings!A5", "Did you mean 'suppress_below'"]),
        (("suppress_below", 1), ["Settings!B5", "greater than or equal to 3"]),
        (("ethnicity", "both"), ["Settings!B5", "total response"]),
        (("compare_with", "European"), ["Settings!B5", "about: value"]),
        (("compare_with", "age: 7"), ["Settings!B5", "'age' has no groups", "ethnic group, gender"]),
        (("compare_with", "ethnic group: Elvish"), ["Settings!B5", "not one ethnic group", "Māori"]),
        (("compare_with", "gender: boys"), ["Settings!B5", "Female, Male, Another gender"]),
        (("collect_by", "soon"), ["Settings!B5", "collect_by"]),
        (("Community id", "d"), ["Settings!A5", "stands twice"]),
        (("workspace", "/elsewhere"), ["Settings!A5", "not a setting"]),
        ((None, "codes"), ["Settings!A5", "Write the name"]),
    ],
)
def test_a_slip_is_told_with_its_cell(row: tuple[str, object], said: list[str], tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(edited(tmp_path, *ENOUGH, row))
    for words in said:
        assert words in str(refused.value)


def test_names_are_understood_as_people_write_them_and_blanks_mean_the_default(tmp_path: Path) -> None:
    found = load_settings(edited(tmp_path, *ENOUGH, ("Suppress below", 7.0), ("Stage", None), ("Collect", "none")))
    assert (found.suppress_below, found.stage, found.collect) == (7, "challenges endorsed", [])


def test_the_group_to_compare_with_is_understood_and_said_in_words(tmp_path: Path) -> None:
    found = load_settings(edited(tmp_path, *ENOUGH, ("Compare with", "ethnic group: Pākehā; gender: male")))
    assert found.compare_with == {"ethnic group": "European", "gender": "Male"}
    said = "ethnic group: European; gender: Male; otherwise the rest of the community"
    assert found.agreed_values()["Groups are held against"] == said
    assert from_yaml(tmp_path, LEAST).agreed_values()["Groups are held against"] == "the rest of the community"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("a.xlsx", None, None, "colums", "student", None, "No."), ["Files!D2", "Did you mean 'columns'"]),
        (("a.xlsx", None, None, "values", "level", None, "At"), ["Files!D2", "lacks what stands under Written"]),
        (("a.xlsx", None, None, "columns", None, None, "No."), ["Files!D2", "lacks what stands under About"]),
    ],
)
def test_a_hint_that_cannot_be_read_is_told_with_its_cell(
    row: tuple[str | None, ...], said: list[str], tmp_path: Path
) -> None:
    path = edited(tmp_path, *ENOUGH)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Files")
    sheet.append(["File", "Register", "Sheet", "Hint", "About", "Written", "Value"])
    sheet.append(row)
    book.save(path)
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    for words in said:
        assert words in str(refused.value)


def test_what_is_no_settings_workbook_is_told_in_one_sentence(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "results.xlsx")
    (tmp_path / "text.xlsx").write_text("not a workbook", encoding="utf-8")
    for name, said in (
        ("results.xlsx", "no sheet 'Settings'"),
        ("text.xlsx", "cannot be opened"),
        ("no.xlsx", "exist"),
    ):
        with pytest.raises(SettingsError, match=said):
            load_settings(tmp_path / name)


def test_the_command_takes_settings_workbooks_and_skips_lock_files(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params").mkdir()
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "schools.csv").write_text("School number,School name\n9901,Tōtara Flat\n", encoding="utf-8")
    (sent / "ratings.csv").write_text(
        "Framework,School,Area,Stage,Placed by,Term\nero-collaborative-practice,9901,1,Column 2,school,2026-T3\n",
        encoding="utf-8",
    )
    write_settings_workbook(tmp_path / "params" / "c.xlsx", from_yaml(tmp_path, LEAST))
    shutil.copy(tmp_path / "params" / "c.xlsx", tmp_path / "params" / "~$c.xlsx")
    done = CliRunner().invoke(main, ["screen"])
    assert done.exit_code == 0, done.output
    assert done.output.count("Test community") == 1
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
