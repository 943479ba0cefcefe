"""No name, birth date or number of a learner is left in anything that intake or a report writes."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from made_community import Community

from colsynth.cli import main

NAMES = ("Quillwhisper", "Zephyrine", "Marrowbone", "Thistledown", "Oberonsky")
NUMBERS = ("0711111117", "0711111171", "0722222228", "0733333339", "48151")
BIRTHS = ("14/03/2015", "2015-03-14", "2014-05-06", "06/05/2014")
ROLL = "NSN,First Name,Last Name,DOB,School,Year,Gender,Entry date\n"
ROLLED = (
    "0711111117,Zephyrine,Quillwhisper,14/03/2015,9901,5,F,2026-02-02\n"
    "0722222228,Oberonsky,Marrowbone,06/05/2014,9901,6,M,2026-02-02\n"
    "0722222228,Oberonsky,Marrowbone,06/05/2014,9902,6,M,\n"
    ",Thistledown,Marrowbone,06/05/2014,9902,6,F,2026-02-02\n"
)
RESULTS = "NSN,Name,DOB,School,Measure,Term,Level\n"
RESULTED = (
    "0711111171,Quillwhisper Zephyrine,2015-03-14,9901,otj-writing,2026-T2,At\n"  # linked by number
    ",Oberonsky Marrowbone,2014-05-06,9902,otj-writing,2026-T2,Atish\n"  # linked by name, and set aside
    "0733333339,Thistledown Marrowbone,2014-05-06,9902,otj-writing,2026-T2,At\n"  # on no roll
    "48151,,,9902,otj-writing,2026-T2,At\n"
    "Oberonsky,,,9902,otj-writing,2026-T2,At\n"  # a name where a number should be
    "7.33E+08,Quillwhisper,,9901,otj-writing,2026-T2,At\n"
    "0733333339,,,9902,otj-reading,2026-T2,Oberonsky Marrowbone\n"  # rows that slipped by a column
    "0733333339,,,9902,otj-mathematics,2026-T2,0722222228\n"
    "0733333339,,,9902,otj-mathematics,2026-T4,06/05/2014\n"
    "0733333339,,,0722222228,otj-mathematics,2026-T2,At\n"
)


def contents(path: Path) -> Iterator[bytes]:
    """Everything a file says, also what is packed inside it."""
    packed = path.read_bytes()
    yield packed
    if path.suffix == ".gz":
        yield gzip.decompress(packed)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if path.suffix == ".parquet":
        yield pd.read_parquet(path).to_csv().encode()


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every file that screening and a report leave behind."""
    community = Community(tmp_path_factory.mktemp("private"))
    community.schools()
    community.csv("roll.csv", ROLL + ROLLED)
    community.csv("results.csv", RESULTS + RESULTED)
    settings = community.settings(chapters=["achievement", "data"])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(community.root)
        screened = CliRunner().invoke(main, ["screen", str(settings.path)])
        reported = CliRunner().invoke(main, ["report", str(settings.path)])
    assert reported.exit_code == 0, reported.output
    said = community.root / "outputs" / "said.txt"
    said.write_text(screened.output + reported.output, encoding="utf-8")
    return [path for path in (community.root / "outputs").rglob("*") if path.is_file()]


def test_nothing_that_tells_who_a_learner_is_is_in_any_output(outputs: list[Path]) -> None:
    shipped = {"learners.csv", "run.json", "problems.html", "report.html", "achievement.parquet"}
    assert shipped <= {path.name for path in outputs}
    assert any("annotated" in path.parts for path in outputs)
    found = [
        (path.name, secret)
        for path in outputs
        for content in contents(path)
        for secret in (*NAMES, *NUMBERS, *BIRTHS)
        if secret.casefold().encode() in content.lower()
    ]
    assert found == []
