"""`python start.py`: one file, nothing but Python needed, and every stumble told in a plain sentence."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

START = Path(__file__).resolve().parents[1] / "start.py"
SOURCE = START.read_text(encoding="utf-8")


class Commands:
    """Stands in for `subprocess.run`: remembers what was called, answers with a set exit code and words."""

    def __init__(self) -> None:
        self.called: list[list[str]] = []
        self.answers: dict[str, tuple[int, bytes]] = {"import sys, pip": (1, b"")}

    def __call__(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        self.called.append(command)
        if "venv" in command:
            self.answers.pop("import sys, pip", None)
        code, said = next((a for word, a in self.answers.items() if word in " ".join(command)), (0, b""))
        return subprocess.CompletedProcess(command, code, stderr=said)

    def any_with(self, word: str) -> bool:
        return any(word in command for command in self.called)


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
def start(tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """start.py in a folder of its own, where no command is really run and no browser opened."""
    copy = tmp_path / "start.py"
    copy.write_text(SOURCE, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("pandas==3.1.1", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("start", copy)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(subprocess, "run", commands)
    monkeypatch.setattr("webbrowser.open", lambda address: commands.called.append(["browser", address]))
    monkeypatch.delenv("CI", raising=False)
    return module


def test_it_stays_under_a_hundred_lines() -> None:
    assert len(SOURCE.splitlines()) < 100


def test_it_needs_nothing_that_is_not_in_python_itself() -> None:
    nodes = list(ast.walk(ast.parse(SOURCE)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_an_old_python_can_read_it_and_is_told_which_one_is_needed() -> None:
    ast.parse(SOURCE, feature_version=(3, 8))
    assert "colsynth needs Python 3.11 or newer" in SOURCE


def test_every_console_can_show_what_it_says() -> None:
    assert SOURCE.isascii()


def test_the_first_time_it_makes_an_environment_and_installs_the_versions_of_constraints(
    start: ModuleType, commands: Commands
) -> None:
    assert start.main([]) == 0
    make, install, report = commands.called[-3:]
    assert make[1:3] == ["-m", "venv"]
    assert install[1:] == ["-m", "pip", "install", "--quiet", "-c", "constraints.txt", "-e", "."]
    assert report[1:] == ["-m", "colsynth", "report"]


@pytest.mark.parametrize("words", [["screen"], ["template", "blank.xlsx", "--with", "goals"], ["--help"]])
def test_every_other_word_goes_to_the_command_as_it_is(start: ModuleType, commands: Commands, words: list[str]) -> None:
    commands.answers["colsynth"] = (4, b"")
    assert start.main(words) == 4
    assert commands.called[-1][1:] == ["-m", "colsynth", *words]


def test_the_second_time_nothing_is_installed(start: ModuleType, commands: Commands) -> None:
    start.main([])
    commands.called.clear()
    start.main([])
    assert not commands.any_with("venv")
    assert not commands.any_with("pip")


def test_changed_versions_are_installed_into_the_same_environment(start: ModuleType, commands: Commands) -> None:
    start.main([])
    commands.called.clear()
    (start.HERE / "constraints.txt").write_text("pandas==3.1.2", encoding="utf-8")
    start.main([])
    assert commands.any_with("pip")
    assert not commands.any_with("venv")


def test_an_environment_left_behind_by_an_interrupted_run_is_made_anew(start: ModuleType, commands: Commands) -> None:
    start.VENV.mkdir()
    start.STAMP.write_text(start.UNFINISHED, encoding="ascii")
    (start.VENV / "half.txt").write_text("", encoding="ascii")
    start.main([])
    assert commands.any_with("venv")
    assert not (start.VENV / "half.txt").exists()


def test_an_environment_whose_python_does_not_start_is_made_anew(start: ModuleType, commands: Commands) -> None:
    start.main([])
    commands.called.clear()
    commands.answers["import sys, pip"] = (1, b"")
    start.main([])
    assert commands.any_with("venv")


def test_no_network_is_told_in_a_sentence_and_the_next_run_tries_again(start: ModuleType, commands: Commands) -> None:
    commands.answers["pip install"] = (1, b"WARNING: Retrying (Retry(total=4)) after NewConnectionError")
    with pytest.raises(SystemExit, match=r"could not be fetched\. Check the network"):
        start.main([])
    commands.called.clear()
    commands.answers.clear()
    start.main([])
    assert commands.any_with("pip")


def test_another_fault_of_the_installer_is_told_in_its_own_words(start: ModuleType, commands: Commands) -> None:
    commands.answers["pip install"] = (1, b"ERROR: No space left on device")
    with pytest.raises(SystemExit, match="No space left on device"):
        start.main([])


def test_a_python_without_its_venv_module_gives_the_remedy(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="sudo apt install python3-venv"):
        start.main([])


@pytest.mark.parametrize(("arguments", "module"), [([], "colsynth report"), (["test"], "pytest")])
def test_the_exit_code_of_the_report_or_the_tests_is_passed_on(
    start: ModuleType, commands: Commands, arguments: list[str], module: str
) -> None:
    commands.answers[f"-m {module}"] = (4, b"")
    assert start.main(arguments) == 4


def test_test_installs_the_extra_and_a_report_afterwards_needs_nothing_more(
    start: ModuleType, commands: Commands
) -> None:
    start.main(["test"])
    assert commands.any_with(".[test]")
    commands.called.clear()
    start.main([])
    assert not commands.any_with("pip")


@pytest.mark.parametrize(("ci", "terminal", "opened"), [("", True, True), ("1", True, False), ("", False, False)])
def test_the_newest_index_is_named_and_opened_only_for_a_person_at_a_terminal(
    start: ModuleType,
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    terminal: bool,
    opened: bool,
) -> None:
    index = start.HERE / "outputs" / "2026-T3" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text("", encoding="utf-8")
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    start.main([])
    assert f"The reports: {index}" in capsys.readouterr().out
    assert commands.any_with("browser") is opened
