"""What a person at a terminal is told of a run: where most records are missing, and of a name that no file can have."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from colsynth.cli import main, tell
from colsynth.registers.snapshot import Account, is_mostly_set_aside
from colsynth.runs import Outcome


@pytest.mark.parametrize("words", [["check"], ["report"], ["screen"], ["init"]])
def test_a_name_that_no_file_can_have_is_told_in_a_sentence(words: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(main, [*words, str(tmp_path / ("x" * 300))])
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)
    assert "cannot be used" in done.output
    assert len(done.output) < 400


def test_a_report_made_of_less_than_half_of_the_records_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    accounts = [Account("a.csv", "", "achievement", read=9, accepted=4, set_aside=5)]
    tell(Outcome("Valley", "published", "2026-T3", is_mostly_set_aside=is_mostly_set_aside(accounts)))
    assert "More than half of the records read were set aside" in capsys.readouterr().err
    assert not is_mostly_set_aside([*accounts, Account("b.csv", "", "achievement", read=9, accepted=9)])
