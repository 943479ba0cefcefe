"""Norms come from a community's own copy; every fault of it is named by file and row."""

from __future__ import annotations

from pathlib import Path

import pytest

from colsynth.cli import known
from colsynth.errors import SettingsError
from colsynth.reference.norms import FOLDER, load_norms


def own(workspace: Path, text: str, name: str = "pat.csv") -> Path:
    folder = workspace / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8-sig")
    return workspace


# Schagen and Hodgen (2009), Table 1A: PAT mathematics in Year 4 has a mean of 31.8 and an SD of 13.1
GOOD = "Measure,year_level,term,mean,sd,source\npat-mathematics,4,1,31.8,13.1,Schagen and Hodgen 2009\n\n"


def test_a_mean_and_its_standard_deviation_are_read(tmp_path: Path) -> None:
    (norm,) = load_norms(own(tmp_path, GOOD))
    assert (norm.measure, norm.year_level, norm.term) == ("pat-mathematics", 4, 1)
    assert (norm.mean, norm.sd, norm.source, norm.file) == (31.8, 13.1, "Schagen and Hodgen 2009", "pat.csv")
    assert any(FOLDER in line for line in known.lines("measures", tmp_path))


def test_cut_scores_of_stanines_and_percentiles_are_read(tmp_path: Path) -> None:
    text = "measure,year_level,term,stanine_2,stanine_3,percentile_50\nstar-reading,5,1,20.5,31,58\n"
    (norm,) = load_norms(own(tmp_path, text))
    assert (norm.mean, norm.stanines, norm.percentiles) == (None, {2: 20.5, 3: 31.0}, {50: 58.0})


def test_without_a_copy_there_are_no_norms(tmp_path: Path) -> None:
    assert load_norms(tmp_path) == load_norms(None) == []


HEAD = "measure,year_level,term,mean,sd,stanine_4,stanine_5\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("measure,term,mean,sd\npat-mathematics,1,30,10\n", "pat.csv, row 1: the column 'year_level' is missing"),
        ("measure,year_level,term,maen\nx,4,1,30\n", "Did you mean 'mean'?"),
        ("measure,year_level,term,stanine_1\nx,4,1,30\n", "the column 'stanine_1' is not known"),
        (HEAD + "pat-maths,4,1,30,10,,\n", "row 2: 'pat-maths' is no measure with a scale. Did you mean"),
        (HEAD + "otj-writing,4,1,30,10,,\n", "row 2: 'otj-writing' is no measure with a scale"),
        (HEAD + "pat-mathematics,four,1,30,10,,\n", "'year_level' is 'four'. A whole number from 0 to 15"),
        (HEAD + "pat-mathematics,4,5,30,10,,\n", "'term' is '5'. A whole number from 1 to 4"),
        (HEAD + "pat-mathematics,4,1,abc,10,,\n", "'mean' is 'abc'. A number is expected"),
        (HEAD + "pat-mathematics,4,1,30,0,,\n", "'sd' is 0. A number above 0"),
        (HEAD + "pat-mathematics,4,1,3000,10,,\n", "'mean' is 3000, off the scale"),
        (HEAD + "pat-mathematics,4,1,30,,,\n", "mean and sd go together"),
        (HEAD + "pat-mathematics,4,1,,,,\n", "neither a mean with its sd nor a cut score"),
        (HEAD + "pat-mathematics,4,1,,,40,30\n", "stanine 5 begins at 30, not above stanine 4 at 40"),
        (HEAD + "pat-mathematics,4,1,30,10,,,9\n", "more cells than the 7 columns"),
        (GOOD + "pat-mathematics,4,1,32,13,\n", "row 4: pat-mathematics, Year 4, Term 1 stands in pat.csv, row 2 too"),
    ],
)
def test_a_fault_is_named_by_file_and_row(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_norms(own(tmp_path, text))
    assert said in str(refused.value)
    assert "Traceback" not in str(refused.value)


def test_all_faults_of_a_file_are_named_together_by_check(tmp_path: Path) -> None:
    (tmp_path / "params").mkdir()
    own(tmp_path, HEAD + "pat-mathematics,4,1,30,0,,\npat-mathematics,4,9,30,10,,\n")
    assert [line.split(":")[0] for line in known.faults(tmp_path / FOLDER / "pat.csv")] == [
        "pat.csv, row 2",
        "pat.csv, row 3",
    ]


def test_a_file_that_is_not_utf8_is_named_with_the_remedy(tmp_path: Path) -> None:
    own(tmp_path, GOOD)
    (tmp_path / FOLDER / "pat.csv").write_bytes(GOOD.replace("Schagen", "Sch\u00e4gen").encode("cp1252"))
    with pytest.raises(SettingsError, match="Save it again as 'CSV UTF-8'"):
        load_norms(tmp_path)
