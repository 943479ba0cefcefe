"""`colsynth init DIR --from FOLDER`: a settings file from a look at a folder and answers in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from screened import SCHOOLS

from colsynth.cli import main
from colsynth.cli.starting import slug_of

RESULTS = "NSN,Term,{0}\n" + "".join(f"{1000000007 + 13 * n},2026-T2,At\n" for n in range(9))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as it stands on a data lead's computer."""
    made = tmp_path / "our files"
    made.mkdir()
    (made / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
    (made / "totara-flat results.csv").write_text(RESULTS.format("Writing OTJ"), encoding="utf-8")
    return made


def init(*words: str | Path, answers: str | None = None) -> Result:
    return CliRunner().invoke(main, ["init", *map(str, words)], input=answers)


def settings_of(workspace: Path) -> dict[str, Any]:
    (path,) = (workspace / "params").glob("*.yaml")
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def test_answers_make_settings_with_which_the_files_come_in(folder: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    done = init(tmp_path / "ws", "--from", folder, answers="Tōtara Rohe Kāhui Ako\n\ny\n\n\n")
    assert done.exit_code == 0, done.output
    written = settings_of(tmp_path / "ws")
    assert written["community"] == {"id": "totara-rohe-kahui-ako", "name": "Tōtara Rohe Kāhui Ako"}
    assert written["school_names"] == "shown"
    assert written["frameworks"] == ["ero-collaborative-practice"]
    place = folder.resolve().as_posix()
    told = {"file": f"{place}/totara-flat results.csv", "for_all": {"school": "Tōtara Flat School"}}
    assert written["inputs"] == [place, told]
    assert "read as achievement, 9 of 9 records accepted" in done.output
    path = tmp_path / "ws" / "params" / "totara-rohe-kahui-ako.yaml"
    assert f" screen {path}\n" in done.output
    assert CliRunner().invoke(main, ["screen", str(path)]).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == before
    assert not (tmp_path / "ws" / "data").exists(), "nothing is copied unasked"


def test_a_gap_that_an_answer_brings_to_light_is_asked_about_too(folder: Path, tmp_path: Path) -> None:
    (folder / "totara-flat results.csv").write_text(RESULTS.format("Level"), encoding="utf-8")
    done = init(tmp_path / "ws", "--from", folder, answers="Rohe\n\n\n\notj-wriitng\notj-writing\n\n")
    assert done.exit_code == 0, done.output
    assert "'otj-wriitng' is not known. Near are otj-writing" in done.output
    (entry,) = (one for one in settings_of(tmp_path / "ws")["inputs"] if isinstance(one, dict))
    assert entry["for_all"] == {"school": "Tōtara Flat School", "measure": "otj-writing"}
    assert "9 of 9 records accepted" in done.output


def test_a_school_that_is_not_in_the_list_is_asked_for_again(folder: Path, tmp_path: Path) -> None:
    done = init(tmp_path / "ws", "--from", folder, answers="Rohe\n\n\n\nRata Intermedate\nRātā Intermediate\n")
    assert "'Rata Intermedate' is not in the list of schools. Did you mean Rātā Intermediate?" in done.output
    (entry,) = (one for one in settings_of(tmp_path / "ws")["inputs"] if isinstance(one, dict))
    assert entry["for_all"] == {"school": "Rātā Intermediate"}


def test_what_results_were_of_and_in_which_year_is_asked_and_learners_beside_them_are_read_too(
    folder: Path, tmp_path: Path
) -> None:
    rows = "".join(f"{1000000007 + 13 * n},F,Māori,At\n" for n in range(9))
    text = "NSN,Gender,Ethnicity,Writing Mid Year\n" + rows
    (folder / "totara-flat results.csv").write_text(text, encoding="utf-8")
    done = init(tmp_path / "ws", "--from", folder, answers="Rohe\n\n\n\n\n26\n2026\n\nOTJ\n")
    assert done.exit_code == 0, done.output
    assert "with what was it measured or judged" in done.output
    assert "'26' is no year such as 2026." in done.output
    assert "read as achievement, 9 of 9 records accepted" in done.output
    assert "read as students, 9 of 9 records accepted" in done.output


def test_a_short_name_is_taken_where_it_is_a_whole_word(folder: Path, tmp_path: Path) -> None:
    with (folder / "schools.csv").open("a", encoding="utf-8") as schools:
        schools.write("9977,Tui School\n9978,Tuihana School\n")
    (folder / "totara-flat results.csv").rename(folder / "Tui results.csv")
    done = init(tmp_path / "ws", "--from", folder, "--yes")
    assert "Tui results.csv: which school is it about? Tui School" in done.output


def test_no_school_is_taken_from_a_name_that_is_only_alike(folder: Path, tmp_path: Path) -> None:
    (folder / "totara-flat results.csv").rename(folder / "tarata flats writing.csv")
    done = init(tmp_path / "ws", "--from", folder, "--yes")
    assert settings_of(tmp_path / "ws")["inputs"] == [folder.resolve().as_posix()]
    assert "read as achievement, 0 of 9 records accepted" in done.output


def test_what_is_taken_unasked_is_said(folder: Path, tmp_path: Path) -> None:
    done = init(tmp_path / "ws", "--from", folder, "--yes")
    assert "totara-flat results.csv: which school is it about? Tōtara Flat School" in done.output
    assert "Have all schools agreed that the report shows their names? no" in done.output


def test_nobody_is_asked_with_yes(folder: Path, tmp_path: Path) -> None:
    done = init(tmp_path / "ws", "--from", folder, "--yes")
    assert done.exit_code == 0, done.output
    written = settings_of(tmp_path / "ws")
    assert written["community"] == {"id": "our-files", "name": "Our Files"}
    assert written["school_names"] == "codes", "names are shown only when somebody says that all agreed"


def test_files_are_copied_when_asked_and_then_belong_to_the_workspace(folder: Path, tmp_path: Path) -> None:
    (folder / "~$schools.xlsx").write_bytes(b"lock")
    done = init(tmp_path / "ws", "--from", folder, answers="Rohe\n\n\ny\n\n")
    assert done.exit_code == 0, done.output
    assert settings_of(tmp_path / "ws")["inputs"][0] == "data/rohe"
    assert sorted(path.name for path in (tmp_path / "ws" / "data" / "rohe").iterdir()) == [
        "schools.csv",
        "totara-flat results.csv",
    ]


def test_a_second_community_goes_into_the_same_workspace_beside_the_first(folder: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert init(tmp_path / "ws", "--from", folder, "--yes").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "ws" / "params").iterdir()) == [
        "our-files-2.yaml",
        "our-files.yaml",
    ]


def test_what_is_not_understood_is_said_with_the_command_that_helps(folder: Path, tmp_path: Path) -> None:
    (folder / "odd.csv").write_text("This,That\n12,13\n14,15\n", encoding="utf-8")
    done = init(tmp_path / "ws", "--from", folder, "--yes")
    assert "not understood: odd.csv has no row of headers" in done.output
    assert "--suggest" in done.output


def test_a_folder_that_is_not_there_or_a_target_with_other_things_is_refused(folder: Path, tmp_path: Path) -> None:
    missing = init(tmp_path / "ws", "--from", tmp_path / "nowhere", "--yes")
    assert (missing.exit_code, "is no folder" in missing.output) == (2, True)
    full = init(folder, "--from", folder, "--yes")
    assert (full.exit_code, "neither empty nor a workspace" in full.output) == (2, True)


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Kererū Valley", "kereru-valley"), ("Te Ōhanga 2 (North)", "te-ohanga-2-north"), ("***", "community")],
)
def test_an_id_is_the_name_without_macrons(name: str, id_: str) -> None:
    assert slug_of(name) == id_
